"""A relative phrase and its anchor → where it means: a point, a radius, an area.

Radii are meant to hold the true place nine times in ten. Reports round: a stated distance is good
to about a third, a direction to about 40 degrees, and without a distance "south of X" rarely means
farther than an hour's drive; `reach` says how far each relation goes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from shapely import to_wkt
from shapely.geometry import LineString, Polygon, box
from shapely.geometry.base import BaseGeometry

from geoevents.geocoding.phrases import Phrase
from geoevents.geocoding.reach import NEAR_M, direction_reach, reach_of, side_reach
from geoevents.model import Place
from geoevents.spatial import bearing_deg, distance_m, offset_point, sector

__all__ = ["Region", "region_of"]

HALF_ANGLE = 45.0
_LOOSE_DISTANCE = 1 / 3
_LOOSE_ANGLE = 40.0


@dataclass(frozen=True, slots=True)
class Region:
    """Where a phrase means: a point in degrees, a radius in metres, an area, and why.

    `home` is the country that a strip along a border is seen from.
    """

    longitude: float
    latitude: float
    uncertainty_m: float
    extent: BaseGeometry
    why: str
    is_region: bool = False
    home: Place | None = None

    @property
    def wkt(self) -> str:
        """The area as WKT, EPSG:4326, to about ten metres."""
        return str(to_wkt(self.extent, rounding_precision=4))


def region_of(
    phrase: Phrase,
    anchor: Place,
    second: Place | None = None,
    *,
    province: Place | None = None,
    free_m: float | None = None,
) -> Region | None:
    """Return where a phrase means, given the place of its anchor (and of its second name).

    None where it means several sides at once, or a border. `province` is the division that shares
    a town's name, where "northern X" or "the countryside of X" may mean either; `free_m` is how
    far the next town lies in the phrase's direction, where known.
    """
    if phrase.kind in {"sides", "border"}:
        return None
    if second is not None:
        return _corridor(phrase, anchor, second)
    if phrase.kind == "part" or (phrase.kind == "direction" and _is_wide(anchor)):
        return _part(phrase, anchor, province)
    if phrase.distance is not None:
        return _offset(phrase.distance, phrase.bearing, anchor)
    return _undistanced(phrase, anchor, province, free_m)


def _undistanced(
    phrase: Phrase, anchor: Place, province: Place | None, free_m: float | None
) -> Region:
    if phrase.kind == "direction" and phrase.bearing is not None:
        return _towards(
            phrase.bearing,
            anchor,
            *direction_reach(anchor, province, free_m),
            "direction without a distance",
        )
    if phrase.kind == "beside" and phrase.bearing is not None:
        return _beside(phrase.bearing, anchor)
    if phrase.kind == "countryside":
        return _countryside(phrase.bearing, anchor, province)
    if phrase.kind == "edge":
        return _edge(phrase.bearing, anchor)
    return _around(anchor, phrase.kind)


def _is_wide(place: Place) -> bool:
    return place.is_area and place.extent_m > 40_000.0


def _offset(distance: float, bearing: float | None, anchor: Place) -> Region:
    low, high = distance * (1 - _LOOSE_DISTANCE), distance * (1 + _LOOSE_DISTANCE)
    edge = min(anchor.extent_m, distance) if not anchor.is_area else 0.0
    if bearing is None:
        low, high = distance / 2, 1.7 * distance  # no direction: by road, or from the edge
        ring = sector(
            anchor.longitude, anchor.latitude, 0.0, inner_m=low, outer_m=high + edge,
            half_angle=180.0,
        )  # fmt: skip
        why = f"{distance / 1000:.4g} km from {anchor.name}, in no stated direction"
        return Region(anchor.longitude, anchor.latitude, high + edge, ring, why)
    lon, lat = offset_point(anchor.longitude, anchor.latitude, bearing, distance)
    area = sector(
        anchor.longitude, anchor.latitude, bearing, inner_m=low, outer_m=high + edge,
        half_angle=_LOOSE_ANGLE,
    )  # fmt: skip
    radius = max(3_000.0, math.hypot(0.48 * distance, 0.5 * edge))
    why = f"{distance / 1000:.4g} km from {anchor.name} at {bearing:g} degrees, both loosely"
    return Region(lon, lat, radius, area, why)


def _towards(bearing: float, anchor: Place, middle: float, outer: float, why: str) -> Region:
    lon, lat = offset_point(anchor.longitude, anchor.latitude, bearing, middle)
    area = sector(
        anchor.longitude, anchor.latitude, bearing, inner_m=min(anchor.extent_m, middle) / 2,
        outer_m=outer, half_angle=HALF_ANGLE,
    )  # fmt: skip
    # The far end of the sector is rarely meant: the radius leaves the last fifth out.
    radius = max(middle, 0.8 * outer - middle) * 1.1
    return Region(lon, lat, radius, area, f"{why}, from {anchor.name} at {bearing:g} degrees")


def _countryside(bearing: float | None, anchor: Place, province: Place | None) -> Region:
    if bearing is None:
        radius = reach_of("countryside", anchor, province)
        why = f"the countryside around {anchor.name}"
        return Region(anchor.longitude, anchor.latitude, radius, _disc(anchor, radius), why)
    middle, radius, outer = side_reach(province)
    side = _towards(bearing, anchor, middle, outer, "the countryside")
    return replace(side, uncertainty_m=radius)


def _edge(bearing: float | None, anchor: Place) -> Region:
    radius = min(anchor.extent_m, 15_000.0)
    if bearing is None:
        outer = reach_of("edge", anchor)
        ring = sector(
            anchor.longitude, anchor.latitude, 0.0, inner_m=radius / 2, outer_m=outer,
            half_angle=180.0,
        )  # fmt: skip
        why = f"the edge of {anchor.name}, on no stated side"
        return Region(anchor.longitude, anchor.latitude, outer, ring, why)
    return _towards(bearing, anchor, radius + 1_500.0, radius + 9_000.0, "the edge")


def _beside(bearing: float, anchor: Place) -> Region:
    """Return where "just south of" a place means: on that side, no farther than "near" goes."""
    edge = anchor.extent_m if not anchor.is_area else 0.0
    side = _towards(bearing, anchor, edge + 4_000.0, edge + NEAR_M, "close by on one side")
    return replace(side, uncertainty_m=max(8_000.0, side.uncertainty_m))


def _around(anchor: Place, kind: str) -> Region:
    reach = reach_of(kind, anchor)
    why = f"{'near' if kind == 'near' else 'around'} {anchor.name}: within {reach / 1000:.0f} km"
    return Region(anchor.longitude, anchor.latitude, reach, _disc(anchor, reach), why)


def _disc(anchor: Place, radius: float) -> Polygon:
    return sector(
        anchor.longitude, anchor.latitude, 0.0, inner_m=0.0, outer_m=radius, half_angle=180.0
    )


def _part(phrase: Phrase, anchor: Place, province: Place | None) -> Region:
    """Return a side of a country, a division or a town."""
    bearing = phrase.bearing
    if bearing is None:
        return _around(anchor, phrase.kind)
    if province is not None:
        middle = min(25_000.0, max(10_000.0, province.extent_m / 3))
        outer = max(2.6 * middle, direction_reach(anchor, province)[1])
        side = _towards(bearing, anchor, middle, outer, "town or province, a side")
        return replace(side, uncertainty_m=1.2 * middle, is_region=True)
    if not anchor.is_area:
        middle = max(0.5 * anchor.extent_m, 4_000.0)
        side = _towards(bearing, anchor, middle, 4 * middle, "a side of the place")
        return replace(side, uncertainty_m=max(2.2 * middle, 12_000.0), is_region=True)
    if anchor.bbox is None:
        side = _towards(bearing, anchor, 0.5 * anchor.extent_m, anchor.extent_m, "a part")
        return Region(
            side.longitude, side.latitude, 0.7 * anchor.extent_m, side.extent, side.why,
            is_region=True,
        )  # fmt: skip
    west, south, east, north = _side(anchor.bbox, bearing)
    lon, lat = (west + east) / 2, (south + north) / 2
    radius = distance_m(lon, lat, east, north) * 0.9
    why = f"the part of {anchor.name} at {bearing:g} degrees"
    return Region(lon, lat, radius, box(west, south, east, north), why, is_region=True)


def _side(
    bbox: tuple[float, float, float, float], bearing: float
) -> tuple[float, float, float, float]:
    """Return the half (north, ...) or quarter (north-east, ...) of a box at a bearing."""
    west, south, east, north = bbox
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    up, right = math.cos(math.radians(bearing)), math.sin(math.radians(bearing))
    if up > 0.3:
        south = middle_y
    elif up < -0.3:
        north = middle_y
    if right > 0.3:
        west = middle_x
    elif right < -0.3:
        east = middle_x
    return west, south, east, north


def _corridor(phrase: Phrase, first: Place, second: Place) -> Region:
    a, b = (first.longitude, first.latitude), (second.longitude, second.latitude)
    length = distance_m(*a, *b)
    lon, lat = offset_point(*a, bearing_deg(*a, *b), length / 2) if length > 0 else a
    width = min(max(4_000.0, length / 5), 40_000.0)
    degrees = width / 111_000.0
    squeeze = max(0.1, math.cos(math.radians(lat)))
    line = LineString([(a[0] * squeeze, a[1]), (b[0] * squeeze, b[1])])
    ring = line.buffer(degrees, quad_segs=4).exterior.coords
    area = Polygon([(x / squeeze, y) for x, y in ring])
    what = "the road from" if phrase.kind == "road" else "between"
    why = f"{what} {first.name} {'to' if phrase.kind == 'road' else 'and'} {second.name}"
    return Region(lon, lat, max(5_000.0, 0.55 * length), area, why)
