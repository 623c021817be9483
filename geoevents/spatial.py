"""Distances, directions and areas on the earth: metres always come from a stated method."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import cos, radians

from pyproj import Geod
from shapely.geometry import Point, Polygon
from shapely.geometry.base import BaseGeometry

__all__ = [
    "BEARINGS",
    "area_km2",
    "bearing_deg",
    "degrees_around",
    "distance_m",
    "mean_width_m",
    "offset_point",
    "sector",
]

_WINDS = "N NNE NE ENE E ESE SE SSE S SSW SW WSW W WNW NW NNW"
BEARINGS: dict[str, float] = {name: i * 22.5 for i, name in enumerate(_WINDS.split())}


@lru_cache(maxsize=1)
def _geod() -> Geod:
    return Geod(ellps="WGS84")


def distance_m(lon_a: float, lat_a: float, lon_b: float, lat_b: float) -> float:
    """Return the geodesic distance in metres between two points in degrees (WGS 84)."""
    return float(_geod().inv(lon_a, lat_a, lon_b, lat_b)[2])


def bearing_deg(lon_a: float, lat_a: float, lon_b: float, lat_b: float) -> float:
    """Return the initial bearing from a to b, degrees clockwise from north, 0 to 360."""
    return float(_geod().inv(lon_a, lat_a, lon_b, lat_b)[0]) % 360.0


def offset_point(lon: float, lat: float, bearing: float, distance: float) -> tuple[float, float]:
    """Return lon, lat of the point `distance` metres from a point, along `bearing` degrees."""
    east, north, _ = _geod().fwd(lon, lat, bearing, distance)
    return float(east), float(north)


def sector(
    lon: float,
    lat: float,
    bearing: float,
    *,
    inner_m: float,
    outer_m: float,
    half_angle: float = 45.0,
) -> Polygon:
    """Return the ring sector around `bearing` between two radii in metres, EPSG:4326.

    `half_angle` of 180 or more gives a full disc or ring.
    """
    geod = _geod()
    full = half_angle >= 180.0
    steps = 48 if full else max(4, round(half_angle / 3))
    if full:
        angles = [360.0 * i / steps for i in range(steps)]
    else:
        angles = [bearing - half_angle + 2 * half_angle * i / steps for i in range(steps + 1)]

    def arc(radius: float, turns: Sequence[float]) -> list[tuple[float, float]]:
        return [tuple(geod.fwd(lon, lat, angle, radius)[:2]) for angle in turns]

    outer = arc(outer_m, angles)
    if full:
        return Polygon(outer, [arc(inner_m, angles)] if inner_m > 0 else None)
    inner = arc(inner_m, angles[::-1]) if inner_m > 0 else [(lon, lat)]
    return Polygon(outer + inner)


def area_km2(geometry: BaseGeometry) -> float:
    """Return the geodesic area in square kilometres of a geometry in EPSG:4326."""
    return abs(float(_geod().geometry_area_perimeter(geometry)[0])) / 1e6


def mean_width_m(geometry: BaseGeometry) -> float:
    """Return twice the area over the perimeter, in metres, of a polygon in EPSG:4326 (geodesic).

    It is the width of a long strip, and the radius of a disc.
    """
    area, perimeter = _geod().geometry_area_perimeter(geometry)
    return 2.0 * abs(float(area)) / float(perimeter) if perimeter else 0.0


def degrees_around(point: Point, radius_m: float) -> tuple[float, float, float, float]:
    """Return west, south, east, north of a box that holds `radius_m` around a point."""
    dy = radius_m / 110_574.0  # metres in a degree of latitude, WGS 84 at the equator
    dx = dy / max(0.01, cos(radians(point.y)))
    return point.x - dx, max(-90.0, point.y - dy), point.x + dx, min(90.0, point.y + dy)
