"""Measure relative places: `python benchmarks/relative_places.py ROWS.csv` prints a table.

ROWS.csv has UCDP GED's columns where_description, country, latitude, longitude, where_prec and
where_coordinates. Only rows whose words hold a relation ("near", "south of", "countryside") count;
a row is parsed if one of its mentions is a relative place or a region, or a name that a stated
relation led to, or a phrase that is understood and unplaced (its anchor is unknown or in doubt,
and its reasons say so). Of those placed, the radius or area should hold the point, which is exact
where where_prec is 1. Elsewhere UCDP often gives the anchor's own point, which "20 km north of X"
cannot hold and "near X" always does, or (where_prec above 2) the middle of a district: neither says
anything of the phrase. "telling" are the rows left without these. Radii of names that a relation
confirmed count in the first median alone; a distance without a direction is a ring around its
anchor, so that its radius cannot be less than the distance.
"""

from __future__ import annotations

import argparse
import csv
import re
import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from shapely import wkt
from shapely.geometry import Point

from geoevents.gazetteer import Gazetteer
from geoevents.geocoding import find_mentions
from geoevents.geocoding.directions import metres_of
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
COMPASS = re.compile(r"\b(?:north|south|east|west)", re.IGNORECASE)
KINDS = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("distance", r"\d\s*(?:km|kilomet|miles?|met)"),
        ("between, road", r"\bbetween\b|\broad\b"),
        ("countryside", r"countryside|\brural\b|\brif\b"),
        ("edge", r"outskirts?|edges?|suburbs?"),
        ("near, around", r"\b(?:near|nearby|vicinity|around|area|outside|close to|adjacent)\b"),
    )
)
ANCHOR_M = 3_000.0  # so near to the anchor's point in the gazetteer, a point is the anchor's
Result = tuple[Mapping[str, str], str, Mention | None]
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


def is_unplaced(mention: Mention) -> bool:
    """Say whether a phrase was understood, and its reasons say why no place is given."""
    return mention.kind is PlaceKind.UNPLACED and bool(RELATION.search(mention.phrase))


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
        unplaced = [m for m in mentions if is_unplaced(m)]
        return ("unplaced" if unplaced else "not parsed"), unplaced[0] if unplaced else None
    lon, lat = float(row["longitude"]), float(row["latitude"])
    held = next((m for m in relative if holds(m, lon, lat)), None)
    if held is not None:
        return "held", held
    return "missed", relative[0]


def is_telling(result: Result) -> bool:
    """Say whether a row's point was chosen for its phrase, not the anchor's or a province's."""
    row, outcome, mention = result
    if outcome not in {"held", "missed"} or mention is None or row["where_prec"][:1] not in "12":
        return False
    if mention.match is None or mention.kind is PlaceKind.NAMED:
        return True
    place = mention.match.place
    lon, lat = float(row["longitude"]), float(row["latitude"])
    return distance_m(place.longitude, place.latitude, lon, lat) > ANCHOR_M


def has_direction(result: Result) -> bool:
    """Say whether a row was placed by a distance and a direction."""
    return is_of("distance", result) and COMPASS.search(result[2].phrase) is not None  # type: ignore[union-attr]


def kind_of(mention: Mention) -> str:
    """Return how a mention relates to its anchor, by its words."""
    if mention.kind is PlaceKind.NAMED:
        return "known name, relation agrees"
    words = mention.phrase
    for kind, pattern in KINDS:
        if pattern.search(words):
            return kind
    return "direction" if COMPASS.search(words) else "other"


def line(name: str, results: Sequence[Result]) -> str:
    """Return one line of the table: shares, median radius."""
    tally = Counter(outcome for _, outcome, _ in results)
    placed = [(o, m) for _, o, m in results if m is not None and o in {"held", "missed"}]
    parsed = 1 - tally["not parsed"] / max(len(results), 1)
    held = f"{tally['held'] / len(placed):.2f}" if placed else "-"
    radii = [m.uncertainty_m / 1000 for _, m in placed if m.uncertainty_m]
    stated = [
        m.uncertainty_m / metres
        for _, m in placed
        if m.uncertainty_m and (metres := metres_of(m.phrase)) and m.kind is not PlaceKind.NAMED
    ]
    free = [
        m.uncertainty_m / 1000
        for _, m in placed
        if m.uncertainty_m and not metres_of(m.phrase) and m.kind is not PlaceKind.NAMED
    ]
    return (
        f"{name:<28}{len(results):<6}{parsed:<8.2f}{tally['unplaced']:<10}{len(placed):<8}{held:<7}"
        f"{middle(radii):<11}{middle(free):<15}{middle(stated, 2)} ({len(stated)})"
    )


def middle(values: Sequence[float], digits: int = 1) -> str:
    """Return a median, or a dash where there is nothing."""
    return f"{statistics.median(values):.{digits}f}" if values else "-"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=Path)
    parser.add_argument("--list", action="store_true", help="list what was not parsed or missed")
    options = parser.parse_args()
    gazetteer = Gazetteer.default()
    with options.rows.open(encoding="utf-8", newline="") as file:
        rows = [r for r in csv.DictReader(file) if RELATION.search(r["where_description"])]
    results: list[Result] = [(row, *measure(row, gazetteer)) for row in rows]
    print(
        f"{'':<28}rows  parsed  unplaced  placed  held   radius km  without a       radius of the\n"
        f"{'':<62}(median)   stated one     stated distance (n)"
    )
    for name, wanted in (("all", None), ("where_prec 1", {"1.0", "1"})):
        print(line(name, [r for r in results if wanted is None or r[0]["where_prec"] in wanted]))
    print(line("telling", [r for r in results if is_telling(r)]))
    print(line("distance and direction", [r for r in results if has_direction(r)]))
    print("By relation, where placed:")
    kinds = sorted({kind_of(m) for _, o, m in results if m and o in {"held", "missed"}})
    for kind in kinds:
        print(line(f"  {kind}", [r for r in results if is_of(kind, r)]))
    if options.list:
        for row, outcome, mention in results:
            if outcome != "held":
                show(row, outcome, mention)


def is_of(kind: str, result: Result) -> bool:
    """Say whether a result was placed by a relation of this kind."""
    _, outcome, mention = result
    return mention is not None and outcome != "unplaced" and kind_of(mention) == kind


def show(row: Mapping[str, str], outcome: str, mention: Mention | None) -> None:
    """Print one row that was not parsed, or whose place was missed, with the distance."""
    words = " ".join(row["where_description"].split())[:110]
    far = ""
    if mention is not None and mention.longitude is not None and mention.latitude is not None:
        lon, lat = float(row["longitude"]), float(row["latitude"])
        apart = distance_m(mention.longitude, mention.latitude, lon, lat) / 1000
        radius = (mention.uncertainty_m or 0) / 1000
        far = f" [{mention.phrase!r} {mention.kind}: {apart:.0f} km off, radius {radius:.0f}]"
    elif mention is not None:
        far = f" [{mention.phrase!r}: {mention.reasons[0]}]"
    print(f"  {outcome} (prec {row['where_prec'][:1]}): {words}{far}")


if __name__ == "__main__":
    main()
