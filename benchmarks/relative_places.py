"""Measure relative places: `python benchmarks/relative_places.py ROWS.csv` prints a table.

ROWS.csv has UCDP GED's columns where_description, country, latitude, longitude, where_prec and
where_coordinates. Only rows whose words hold a relation ("near", "south of", "countryside") count;
a row is parsed if one of its mentions is a relative place or a region, or a name that a stated
relation led to. The point is exact where where_prec is 1; elsewhere UCDP gives the nearest town's.
"""

from __future__ import annotations

import argparse
import csv
import re
import statistics
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from shapely import wkt
from shapely.geometry import Point

from geoevents.gazetteer import Gazetteer
from geoevents.geocoding import find_mentions
from geoevents.model import Mention, PlaceKind
from geoevents.spatial import distance_m

# The country's name as UCDP writes it, to its code: what a report's other places would tell.
OTHER_NAMES = {
    "DR Congo (Zaire)": "CD", "Yemen (North Yemen)": "YE", "Myanmar (Burma)": "MM",
    "Russia (Soviet Union)": "RU", "Serbia (Yugoslavia)": "", "Bosnia-Herzegovina": "BA",
    "Macedonia, FYR": "MK", "Israel": "",
}  # fmt: skip
RELATION = re.compile(
    r"\b(near|nearby|vicinity|outskirts?|around|between|countryside|outside|close to|adjacent"
    r"|(?:north|south|east|west)\w*(?:[- ](?:north|south|east|west)\w*)?\s+"
    r"(?:of|side|area|countryside)"
    r"|\d+\s*(?:km|kilomet\w+|miles?)|on the \w+ road|road (?:to|between|from))\b"
    r"|\b(?:north|south|east|west)(?:east|west)?ern\s+(?:(?:\w+\s+){0,2}countryside|\w+ city)",
    re.IGNORECASE,
)
RELATIVE = {PlaceKind.RELATIVE, PlaceKind.REGION}


def country_of(name: str, gazetteer: Gazetteer) -> str | None:
    """Return the code of a country as UCDP names it."""
    if name in OTHER_NAMES:
        return OTHER_NAMES[name] or None
    matches = gazetteer.search(name, limit=1)
    return matches[0].place.country_code if matches else None


def is_relative(mention: Mention) -> bool:
    """Say whether a mention is relative, or was confirmed by a relative phrase."""
    return mention.kind in RELATIVE or any("agrees" in r or "says '" in r for r in mention.reasons)


def holds(mention: Mention, lon: float, lat: float) -> bool:
    """Say whether a mention's radius, or its area, holds a point."""
    if mention.longitude is None or mention.latitude is None:
        return False
    apart = distance_m(mention.longitude, mention.latitude, lon, lat)
    if apart <= (mention.uncertainty_m or 0.0):
        return True
    return bool(mention.extent_wkt) and wkt.loads(mention.extent_wkt).covers(Point(lon, lat))


def measure(row: Mapping[str, str], gazetteer: Gazetteer) -> tuple[str, Mention | None]:
    """Return what became of a row, and its first relative mention."""
    country = country_of(row["country"], gazetteer)
    mentions = find_mentions(row["where_description"], gazetteer, country=country)
    relative = [m for m in mentions if is_relative(m)]
    if not relative:
        unplaced = any("from which the phrase is measured" in " ".join(m.reasons) for m in mentions)
        return ("anchor unknown" if unplaced else "not parsed"), None
    lon, lat = float(row["longitude"]), float(row["latitude"])
    held = next((m for m in relative if holds(m, lon, lat)), None)
    if held is not None:
        return "held", held
    return "missed", relative[0]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=Path)
    parser.add_argument("--list", action="store_true", help="list what was not parsed or missed")
    options = parser.parse_args()
    gazetteer = Gazetteer.default()
    with options.rows.open(encoding="utf-8", newline="") as file:
        rows = [r for r in csv.DictReader(file) if RELATION.search(r["where_description"])]
    results = [(row, *measure(row, gazetteer)) for row in rows]
    print("rows with a relation       parsed  held (of placed)  median radius km  anchor unknown")
    for name, precisions in (("all", None), ("where_prec 1", {"1.0"}), ("1 or 2", {"1.0", "2.0"})):
        some = [r for r in results if precisions is None or r[0]["where_prec"] in precisions]
        tally = Counter(outcome for _, outcome, _ in some)
        placed = tally["held"] + tally["missed"]
        parsed = len(some) - tally["not parsed"]
        radii = [m.uncertainty_m for _, _, m in some if m is not None and m.uncertainty_m]
        print(
            f"{name:<18}{len(some):<9}{parsed / len(some):<8.2f}"
            f"{tally['held'] / max(placed, 1):<18.2f}"
            f"{statistics.median(radii) / 1000 if radii else 0:<18.1f}{tally['anchor unknown']}"
        )
    if options.list:
        for row, outcome, mention in results:
            if outcome != "held":
                show(row, outcome, mention)


def show(row: Mapping[str, str], outcome: str, mention: Mention | None) -> None:
    """Print one row that was not parsed, or whose place was missed, with the distance."""
    words = " ".join(row["where_description"].split())[:110]
    far = ""
    if mention is not None and mention.longitude is not None and mention.latitude is not None:
        lon, lat = float(row["longitude"]), float(row["latitude"])
        apart = distance_m(mention.longitude, mention.latitude, lon, lat) / 1000
        radius = (mention.uncertainty_m or 0) / 1000
        far = f" [{mention.phrase!r} {mention.kind}: {apart:.0f} km off, radius {radius:.0f}]"
    print(f"  {outcome} (prec {row['where_prec'][:1]}): {words}{far}")


if __name__ == "__main__":
    main()
