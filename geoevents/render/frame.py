"""Where the events are -> the box of the first view, and the box that the base map covers."""

from __future__ import annotations

from typing import Any

import numpy as np

from geoevents.render.payload import located
from geoevents.render.seam import Box, seam_of

__all__ = ["Box", "around", "seam_for", "view_of", "whole_of"]

_WORLD: Box = (-179.9, -58.0, 179.9, 78.0)
# Degrees: smaller data still gets its surroundings, by which a reader knows where this is.
_LEAST_WIDTH, _LEAST_HEIGHT = 1.2, 0.9
# A country named as a place says nothing of where in it; 60 km is a district's radius and more.
_VAGUE_M = 60_000.0
# A place is far from the rest when it lies beyond this many times the usual distance from the
# middle, and beyond this many degrees; such places together may be this share of all, no more.
_FAR_TIMES, _FAR_DEG, _FAR_SHARE = 8.0, 12.0, 0.12
# From so many points on, the outermost need not be in the first view.
_MANY = 25


def view_of(events: Any, control: Any) -> Box:
    """Return west, south, east, north of what the first view must show, in degrees.

    Regions and countries do not stretch it, nor do the outermost few of many points:
    the reader finds those by zooming out.
    """
    lon, lat = _near(events, control)
    if not len(lon):
        return _WORLD
    share = 0.06 if len(lon) >= _MANY else 0.0
    (west, east), (south, north) = (
        np.quantile(v, [share, 1 - share], method="nearest") for v in (lon, lat)
    )
    return _widened(float(west), float(south), float(east), float(north))


def whole_of(events: Any, control: Any) -> Box:
    """Return the box of all points, but for a few far from all others, which the page lists."""
    lon, lat = _near(events, control)
    if not len(lon):
        return _WORLD
    return _widened(float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max()))


def seam_for(events: Any, control: Any) -> float | None:
    """Return the longitude at which the map begins where its data straddles 180°, else None."""
    return seam_of(np.concatenate([located(table)[0] for table in (events, control)]))


def _near(events: Any, control: Any) -> tuple[Any, Any]:
    """Return the points that a view should show, those far from the rest left out."""
    named = events[(events["place_kind"] != "region") & ~(events["uncertainty_m"] > _VAGUE_M)]
    pairs = zip(located(named), located(control), strict=True)
    lon, lat = (np.concatenate(parts) for parts in pairs)
    if not np.isfinite(lon).any():
        lon, lat = located(events)
    known = np.isfinite(lon)
    lon, lat = lon[known], lat[known]
    if not len(lon):
        return lon, lat
    x, y = np.median(lon), np.median(lat)
    distance = np.hypot((lon - x) * np.cos(np.radians(y)), lat - y)
    far = distance > max(_FAR_DEG, _FAR_TIMES * float(np.quantile(distance, 0.6)))
    return (lon[~far], lat[~far]) if far.mean() <= _FAR_SHARE else (lon, lat)


def _widened(west: float, south: float, east: float, north: float) -> Box:
    x, y = (west + east) / 2, (south + north) / 2
    half_w = max(east - west, _LEAST_WIDTH) / 2
    half_h = max(north - south, _LEAST_HEIGHT) / 2
    return x - half_w, max(-85.0, y - half_h), x + half_w, min(85.0, y + half_h)


def around(box: Box) -> Box:
    """Return the box to ask the base map for, which adds a margin of its own.

    It is the given box, made wide and tall enough for a wide screen and for a tall one, so that the
    first view shows no end of the land; names of countries stand inside it.
    """
    west, south, east, north = box
    x, y = (west + east) / 2, (south + north) / 2
    wide, tall = east - west, north - south
    half_w = max(wide, 1.2 * tall / max(0.3, np.cos(np.radians(y)))) / 2
    half_h = max(tall, 1.4 * wide * np.cos(np.radians(y))) / 2
    south, north = max(-85.0, y - half_h), min(85.0, y + half_h)
    if half_w >= 180.0:
        return -180.0, south, 180.0, north
    return x - half_w, south, x + half_w, north
