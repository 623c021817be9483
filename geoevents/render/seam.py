"""Longitudes where the data straddles 180°: one run of degrees for tables, boxes and base map.

A map around Fiji has places at 179° and at -179°, two degrees apart. Here they become 179 and 181,
and the base map's halves either side of the line are put beside each other. Everything else keeps
its longitudes.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely

__all__ = ["FARTHEST", "Box", "across", "joined", "pieces", "seam_of", "unrolled"]

Box = tuple[float, float, float, float]
#: What the page's column of degrees can hold: 32 bits of ten-millionths.
FARTHEST = 214.0
# Columns of well-known text that move with their row.
_WKT = ("place_extent", "origin_point", "destination_point")


def seam_of(lon: Any) -> float | None:
    """Return the longitude at which to begin, where that makes the data narrower; else None.

    The longest empty stretch of the circle is the far side of the map. It begins the map elsewhere
    than at 180° only where points lie on both sides of that line, and the whole takes up less than
    half of the circle.
    """
    known = np.unique(lon[np.isfinite(lon)])
    if len(known) < 2 or known[-1] - known[0] <= 180.0:
        return None
    gaps = np.diff(known)
    widest = int(gaps.argmax())
    begins = float(known[widest + 1])
    ends = float(known[widest]) + 360.0
    if ends - begins > 180.0:
        return None
    # Either run of degrees says the same; the one is taken whose numbers are nearer to usual ones.
    seam = begins - float(gaps[widest]) / 2
    return seam if ends <= -(begins - 360.0) else seam - 360.0


def unrolled(lon: Any, seam: float | None) -> Any:
    """Return longitudes from `seam` on, as far as they can be written; else as they were."""
    if seam is None:
        return lon
    turned = (lon - seam) % 360.0 + seam
    return np.where(np.abs(turned) <= FARTHEST, turned, lon)


def across(frame: Any, seam: float | None) -> Any:
    """Return a table whose points, outlines and ends of movements begin at `seam`."""
    if seam is None or frame.empty:
        return frame
    moved = {"geometry": _turned(np.asarray(frame.geometry.array), seam)}
    for name in _WKT:
        if name in frame.columns and frame[name].notna().any():
            given = frame[name].dropna()
            shapes = shapely.from_wkt(given.to_numpy(dtype="object"), on_invalid="ignore")
            texts = frame[name].astype("object")
            texts[given.index] = shapely.to_wkt(_turned(shapes, seam), rounding_precision=7)
            moved[name] = texts.astype(frame[name].dtype)
    return frame.assign(**moved)


def _turned(shapes: Any, seam: float) -> Any:
    """Return shapes moved by whole turns, each by the turn of its western end."""
    west = shapely.bounds(shapes)[:, 0]
    turns = np.nan_to_num(unrolled(west, seam) - west)
    return np.array(
        [
            shapely.transform(shape, lambda xy, by=by: xy + np.array([by, 0.0])) if by else shape
            for shape, by in zip(shapes, turns, strict=True)
        ],
        dtype="object",
    )


def pieces(box: Box) -> list[tuple[Box, float]]:
    """Return the parts of a box that lie either side of 180°, each with the degrees to add."""
    west, south, east, north = box
    found = []
    for turn in (-360.0, 0.0, 360.0):
        left, right = max(west, turn - 180.0), min(east, turn + 180.0)
        if left < right or west == east == left:
            found.append(((left - turn, south, right - turn, north), turn))
    return found


def joined(parts: list[tuple[dict[str, Any], float]], box: Box) -> dict[str, Any]:
    """Return one base map of several, each put where it belongs."""
    first, turn = parts[0]
    if len(parts) == 1 and not turn:
        return first
    whole = {**first, "bbox": list(box)}
    moved = [_moved(base, by) for base, by in parts]
    for name in ("land", "coast", "borders", "rivers", "lakes"):
        points = [one for base in moved for one in base[name]["coordinates"]]
        whole[name] = {**first[name], "coordinates": points}
    whole["disputed"] = [one for base in moved for one in base["disputed"]]
    countries: dict[tuple[str, str], dict[str, Any]] = {}
    for one in (country for base in moved for country in base["countries"]):
        kept = countries.setdefault((one["iso"], one["name"]), one)
        if kept is not one:
            kept["label"] = kept["label"] or one["label"]
            kept["spots"] = [*kept["spots"], *one["spots"]]
    whole["countries"] = list(countries.values())
    return whole


def _moved(base: dict[str, Any], by: float) -> dict[str, Any]:
    """Return a base map with `by` degrees added to every longitude."""

    def point(xy: Any) -> Any:
        return [round(xy[0] + by, 4), *xy[1:]] if xy else xy

    def deep(value: Any) -> Any:
        is_point = bool(value) and isinstance(value[0], int | float)
        return point(value) if is_point else [deep(one) for one in value]

    def shape(geometry: Any) -> Any:
        return {**geometry, "coordinates": deep(geometry["coordinates"])}

    return {
        **base,
        **{name: shape(base[name]) for name in ("land", "coast", "borders", "rivers", "lakes")},
        "disputed": [
            {**one, "geometry": shape(one["geometry"]), "label": point(one["label"])}
            for one in base["disputed"]
        ],
        "countries": [
            {**one, "label": point(one["label"]), "spots": [point(xy) for xy in one["spots"]]}
            for one in base["countries"]
        ],
    }
