"""Make demonyms.csv from demonyms_by_hand.csv: which places a demonym or adjective stands for.

A place is a country's code, `CODE/name of a city` (the largest of that name), or a place_id.
"""
# ruff: noqa: INP001 - scripts, not a package

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from common import HERE, read_rows, write_rows

from geoevents.gazetteer.names import fold
from geoevents.gazetteer.sources import cities_file, read_cities


def main() -> None:
    """Write demonyms.csv beside the folder of this file."""
    ids = {row["country_code"]: row["place_id"] for row in read_rows(HERE / "countries.csv")}
    known = {
        row["place_id"]
        for file in ("countries.csv", "divisions.csv", "regions.csv", "places.csv")
        for row in read_rows(HERE / file)
    }
    shown = {row["place_id"]: row["name"] for row in read_rows(HERE / "alternates.csv")}
    cities: dict[tuple[str, str], tuple[int, str]] = {}
    for entry, _ in read_cities(cities_file()):
        place = entry.place
        for name in {place.name, shown.get(place.place_id, place.name)}:
            key = (place.country_code, fold(name))
            cities[key] = max(cities.get(key, (-1, "")), (place.population, place.place_id))
    words: dict[str, list[str]] = defaultdict(list)
    for row in read_rows(Path(__file__).with_name("demonyms_by_hand.csv")):
        place_id = ids.get(row["place"], row["place"])
        if "/" in row["place"]:
            country, _, name = row["place"].partition("/")
            if (country, fold(name)) not in cities:
                continue
            place_id = cities[country, fold(name)][1]
        elif place_id not in known:
            raise SystemExit(f"demonyms_by_hand.csv: no place {row['place']}")
        for word in row["words"].split("|"):
            words[word].append(place_id)
    rows = ({"word": word, "place_ids": "|".join(found)} for word, found in words.items())
    write_rows(HERE / "demonyms.csv", ("word", "place_ids"), rows)


if __name__ == "__main__":
    main()
