"""A border that a text speaks of → the strip of land along it, or along the part that is meant.

"Near the Turkish border" is a line of 900 km and no place. It becomes one where the text says
where along it: a town or a province named beside it, or a border that is short.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence
from functools import cache

from shapely import transform, wkt
from shapely.geometry import Point, box
from shapely.geometry.base import BaseGeometry
from shapely.ops import nearest_points

from geoevents import resources
from geoevents.geocoding.regions import Region
from geoevents.model import Place
from geoevents.spatial import distance_m

__all__ = ["border_of_divisions", "border_strip", "country_name", "neighbours"]

_NEAR_M = 25_000.0  # how far from a border "near" it reaches ...
_AT_M = 15_000.0  # ... and "on", "at", "along" it
_ALONG_M = 40_000.0  # how far along it a town speaks for
_BESIDE_M = 80_000.0  # a town farther from it says nothing of where along it
_LONGEST_M = 400_000.0  # a longer stretch is no place
_DEGREE_M = 111_000.0


@cache
def _rows() -> dict[frozenset[str], dict[str, str]]:
    """Return the rows of the shipped borders by their two countries' ISO codes."""
    path = resources.data_path("gazetteer") / "borders.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {frozenset((row["first"], row["second"])): row for row in csv.DictReader(file)}


@cache
def _line(first: str, second: str) -> BaseGeometry | None:
    """Return the border of two neighbours in degrees, or None."""
    row = _rows().get(frozenset((first, second)))
    return None if row is None else wkt.loads(row["line"])


@cache
def country_name(code: str) -> str:
    """Return the name of a country that has land borders, else its code."""
    for row in _rows().values():
        for side in ("first", "second"):
            if row[side] == code:
                return row[f"{side}_name"]
    return code


@cache
def neighbours(code: str) -> frozenset[str]:
    """Return the ISO codes of the countries that share a land border with one."""
    return frozenset(other for pair in _rows() if code in pair for other in pair - {code})


def border_strip(
    first: Place, second: Place, words: str, beside: Sequence[Place]
) -> tuple[Region | None, str]:
    """Return the strip along two countries' border, and why, or why there is none.

    Parameters
    ----------
    first, second
        The two countries; the second is the one that the border is seen from.
    words
        The phrase: "near" reaches farther from the line than "along".
    beside
        Places that the sentence names; those by the border tell which part of it is meant.

    Returns
    -------
    tuple
        The region, or None, and the reason in words.

    References
    ----------
    The lines are Natural Earth's (public domain), 1:50 million.
    """
    line = _line(first.country_code, second.country_code)
    names = f"{first.name} and {second.name}"
    if line is None:
        return None, f"{names} share no land border that is known"
    squeeze = max(0.1, math.cos(math.radians(line.centroid.y)))
    width = _NEAR_M if "near" in words.lower() else _AT_M
    parts = [(_part(line, place, squeeze), place) for place in beside]
    parts = [(part, place) for part, place in parts if not part.is_empty]
    part, place = min(parts, key=lambda p: p[0].length, default=(line, None))
    where = f"the border of {names}" + (f" by {place.name}" if place else "")
    point, _ = nearest_points(part, part.interpolate(0.5, normalized=True))
    reach = max(distance_m(point.x, point.y, *xy[:2]) for g in _pieces(part) for xy in g.coords)
    if 2 * reach > _LONGEST_M:
        return None, (
            f"'{words}' is a long line (more than {_LONGEST_M / 1000:.0f} km); the text does not "
            "say where along it"
        )
    strip = _stretched(_squeezed(part, squeeze).buffer(width / _DEGREE_M, quad_segs=4), squeeze)
    why = f"along {where}, within {width / 1000:.0f} km of it (the line as Natural Earth has it)"
    radius = math.hypot(reach, width)
    return Region(point.x, point.y, radius, strip, why, is_region=True, home=second), why


def border_of_divisions(first: Place, second: Place) -> Region | None:
    """Return roughly where two divisions meet: where their boxes overlap or nearly do."""
    if first.bbox is None or second.bbox is None:
        return None
    margin = _AT_M / 2 / _DEGREE_M
    a, b = (box(*place.bbox).buffer(margin, join_style="mitre") for place in (first, second))  # type: ignore[misc]
    both = a.intersection(b)
    if both.is_empty:
        return None
    west, south, east, north = both.bounds
    lon, lat = (west + east) / 2, (south + north) / 2
    radius = distance_m(lon, lat, east, north)
    why = f"roughly where {first.name} and {second.name} meet, by their boxes"
    return Region(lon, lat, radius, both, why, is_region=True)


def _part(line: BaseGeometry, place: Place, squeeze: float) -> BaseGeometry:
    """Return the part of a border that lies by a place; empty if none does."""
    if place.is_area:
        if place.bbox is None or place.bbox[0] > place.bbox[2]:
            return Point()
        return line.intersection(box(*place.bbox).buffer(_AT_M / _DEGREE_M))
    flat, spot = _squeezed(line, squeeze), Point(place.longitude * squeeze, place.latitude)
    apart = flat.distance(spot) * _DEGREE_M
    if apart > _BESIDE_M:
        return Point()
    reach = math.hypot(apart, _ALONG_M) / _DEGREE_M
    return _stretched(flat.intersection(spot.buffer(reach)), squeeze)


def _pieces(shape: BaseGeometry) -> list[BaseGeometry]:
    return list(getattr(shape, "geoms", [shape]))


def _squeezed(shape: BaseGeometry, squeeze: float) -> BaseGeometry:
    """Make a degree of longitude as long as one of latitude."""
    return transform(shape, lambda xy: xy * [squeeze, 1.0])


def _stretched(shape: BaseGeometry, squeeze: float) -> BaseGeometry:
    return transform(shape, lambda xy: xy / [squeeze, 1.0])
