"""A theatre -> the towns that tell a reader where the map is, from the gazetteer."""

from __future__ import annotations

from typing import Any

from geoevents.gazetteer import Gazetteer
from geoevents.render.seam import pieces

__all__ = ["towns"]

_ENOUGH = 90
_LEAST_POPULATION = 15_000


def towns(bbox: tuple[float, float, float, float]) -> list[list[Any]]:
    """Return up to 90 towns in `bbox` (west, south, east, north), the largest first.

    Returns
    -------
    list of [name, longitude, latitude, population]
        Degrees, EPSG:4326, running on over 180° where the box does; towns of 15,000 people and
        more, by the gazetteer's usual names.
    """
    with Gazetteer.default() as gazetteer:
        found: list[list[Any]] = [
            [
                place.name,
                round(place.longitude + turn, 4),
                round(place.latitude, 4),
                place.population,
            ]
            for box, turn in pieces(bbox)
            for place in gazetteer.largest(box, limit=_ENOUGH)
            if place.population >= _LEAST_POPULATION
        ]
    return sorted(found, key=lambda town: -int(town[3]))[:_ENOUGH]
