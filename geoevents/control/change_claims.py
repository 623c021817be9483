"""Areas that changed hands, and the places' status over time → the claims behind each change."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geoevents.spatial import distance_m

__all__ = ["claims_behind"]

# As far as a place's claims speak for the land around it, at most (estimate_control's reach).
FARTHEST_M = 30_000.0
NOBODY = "no data"
MOST_NAMED = 5  # places that a reason names


def claims_behind(changes: gpd.GeoDataFrame, places: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Say of each change which places changed inside it, and which claims say so.

    An estimated area moves because the status of a place moved: one inside it, or the nearest
    one within 30 km. Where there is none, the estimate moved with what is known far off, or with
    the age of the reports, and `claim_ids` is missing. From or to no data only a place inside
    counts: no claim elsewhere takes an area's reports away.

    Parameters
    ----------
    changes : GeoDataFrame
        `before`, `after`, `geometry` (EPSG:4326), `start` and `end`.
    places : GeoDataFrame
        `schema.CONTROL` with points: an interval that begins after `start`, up to and on `end`,
        is a change.

    Returns
    -------
    GeoDataFrame
        `changes` with `claim_ids` (ids separated by spaces) and `reasons`.
    """
    moved = places[shapely.get_dimensions(places.geometry.to_numpy()) == 0]
    told = [
        _told(row.geometry, _between(moved, row.start, row.end), {row.before, row.after})
        for row in changes.itertuples()
    ]
    return changes.assign(
        claim_ids=pd.array([claims for claims, _ in told], dtype=pd.Series([], dtype="str").dtype),
        reasons=[reason for _, reason in told],
    )


def _between(places: gpd.GeoDataFrame, start: str, end: str) -> gpd.GeoDataFrame:
    first, last = (
        stamp.tz_localize("UTC") if stamp.tzinfo is None else stamp.tz_convert("UTC")
        for stamp in (pd.Timestamp(start), pd.Timestamp(end))
    )
    return places[(places["valid_from"] > first) & (places["valid_from"] <= last)]


def _told(
    shape: shapely.Geometry, moved: gpd.GeoDataFrame, sides: set[str]
) -> tuple[str | None, str]:
    if moved.empty:
        return None, "no place changed status; the estimate moved with the age of the reports"
    points = moved.geometry.to_numpy()
    inside = shapely.intersects(shape, points)
    if inside.any():
        rows = moved[inside]
        return _claims(rows), f"changed inside: {_names(rows)}"
    if NOBODY in sides:
        return None, "no place changed inside; the estimate moved with the age of the reports"
    near = shapely.shortest_line(points, shape)
    ends = shapely.get_coordinates(near).reshape(-1, 4)
    away = np.array([distance_m(*four) for four in ends])
    best = int(np.argmin(away))
    rows = moved[points == points[best]]
    name = _names(rows)
    if away[best] > FARTHEST_M:
        return None, f"no place changed inside; the nearest that did, {name}, is too far off"
    return _claims(rows), f"changed nearest to it: {name}, {away[best] / 1e3:.0f} km off"


def _claims(rows: gpd.GeoDataFrame) -> str | None:
    return " ".join(sorted(set(" ".join(rows["claim_ids"].dropna()).split()))) or None


def _names(rows: gpd.GeoDataFrame) -> str:
    names = sorted({name for name in rows["place_name"] if isinstance(name, str)})
    if not names:
        return "a place without a name"
    rest = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {rest} more" if rest > 0 else "")
