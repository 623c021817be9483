"""Areas of control → the lines between them, and how far these moved from one day to another."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import Geod

from geoevents.control.changes import NOBODY, on_day
from geoevents.control.differences import directed_edges
from geoevents.errors import InputError
from geoevents.schema import CRS

__all__ = ["front_lines", "front_shift"]

STEP_M = 500.0  # between the points at which a line's movement is measured
MOVED_M = 1_000.0  # a line closer than this to where it was has not moved
SIDES = ["side_a", "side_b"]


def front_lines(
    control: gpd.GeoDataFrame, at: str, *, with_no_data: bool = False
) -> gpd.GeoDataFrame:
    """Return where the areas of two holders meet on a day.

    Parameters
    ----------
    control : GeoDataFrame
        Areas, as `estimate_control` or `read_dated_areas` give them. Two areas meet where they
        share an edge to the last digit, as ours do, and files with a topology.
    at : str
        The day.
    with_no_data : bool
        Also the edges that no other area shares, against ``no data``. Where one side alone is
        drawn, they are its whole outline, coasts and borders included.

    Returns
    -------
    GeoDataFrame
        EPSG:4326, a row per pair: `side_a`, `side_b` (sorted; ``contested: a b`` is a side of its
        own: its two fronts are those of the contest), `geometry` (MultiLineString), `length_km`
        (geodesic) and `at`.

    Raises
    ------
    InputError
        If the day is not in `control`.
    """
    edges = {name: directed_edges(shape) for name, shape in on_day(control, at).items()}
    names = sorted(edges)
    free = {name: np.ones(len(edges[name].rows), dtype=bool) for name in names}
    rows = []
    for i, a in enumerate(names):
        for b in names[i + 1 :]:
            met = edges[a].against(edges[b])
            free[a] &= ~met
            free[b] &= ~edges[b].against(edges[a])
            rows.append((a, b, edges[a].rows[met]))
    if with_no_data:
        rows += [(name, NOBODY, edges[name].rows[free[name]]) for name in names]
    geod = Geod(ellps="WGS84")
    found = [(a, b, _lines(part)) for a, b, part in rows if len(part)]
    return gpd.GeoDataFrame(
        {
            "side_a": [a for a, _, _ in found],
            "side_b": [b for _, b, _ in found],
            "length_km": [geod.geometry_length(line) / 1e3 for _, _, line in found],
            "at": at,
        },
        geometry=[line for _, _, line in found],
        crs=CRS,
    )


def front_shift(before: gpd.GeoDataFrame, after: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return how far each front lies from where it was.

    Every 500 m along a line the distance to the nearest point of the other day's line is taken,
    in an equal-area projection around both. Direction is told by what was gained and lost.

    Parameters
    ----------
    before, after : GeoDataFrame
        `front_lines` of two days.

    Returns
    -------
    DataFrame
        A row per pair of sides: `side_a`, `side_b`, `start`, `end`, `length_before_km`,
        `length_after_km` (missing where there is no such front on that day), and in km from the
        new line to the old: `mean_km`, `median_km`, `farthest_km`; `symmetric_km` is the mean of
        both directions, `moved_share` the share of the new line farther than 1 km from the old.

    Raises
    ------
    InputError
        If there is no front on either day.
    """
    if before.empty and after.empty:
        raise InputError("There is no front on either day; see front_lines(with_no_data=True).")
    shapes = pd.concat([before[[*SIDES, "geometry"]], after[[*SIDES, "geometry"]]])
    west, south, east, north = gpd.GeoSeries(shapes["geometry"], crs=CRS).total_bounds
    lon, lat = round((west + east) / 2, 3), round((south + north) / 2, 3)
    crs = f"+proj=laea +lat_0={lat} +lon_0={lon} +datum=WGS84 +units=m"
    old, new = (frame.to_crs(crs).set_index(SIDES) for frame in (before, after))
    start, end = (next(iter(frame["at"]), None) for frame in (before, after))
    rows = []
    for pair in sorted({*old.index, *new.index}):
        row = {
            "side_a": pair[0],
            "side_b": pair[1],
            "start": start,
            "end": end,
            "length_before_km": old["length_km"].get(pair, np.nan),
            "length_after_km": new["length_km"].get(pair, np.nan),
        }
        rows.append(row | _apart(old.geometry.get(pair), new.geometry.get(pair)))
    return pd.DataFrame(rows)


def _lines(edges: NDArray[np.float64]) -> shapely.MultiLineString:
    """Return edges as lines, as long as they go on without a fork."""
    merged = shapely.line_merge(
        shapely.multilinestrings(shapely.linestrings(edges.reshape(-1, 2, 2)))
    )
    return shapely.multilinestrings(list(shapely.get_parts(merged)))


def _apart(old: shapely.Geometry | None, new: shapely.Geometry | None) -> dict[str, float]:
    if old is None or new is None:
        names = ["mean_km", "median_km", "farthest_km", "symmetric_km", "moved_share"]
        return dict.fromkeys(names, np.nan)
    there, back = _distances(new, old), _distances(old, new)
    return {
        "mean_km": float(there.mean()) / 1e3,
        "median_km": float(np.median(there)) / 1e3,
        "farthest_km": float(there.max()) / 1e3,
        "symmetric_km": float(there.mean() + back.mean()) / 2e3,
        "moved_share": float((there > MOVED_M).mean()),
    }


def _distances(line: shapely.Geometry, other: shapely.Geometry) -> NDArray[np.float64]:
    """Return the distance to another line at points every 500 m along a line."""
    points = []
    for part in shapely.get_parts(line):
        n = max(1, round(shapely.length(part) / STEP_M))
        shares = (np.arange(n) + 0.5) / n
        points.append(shapely.line_interpolate_point(part, shares, normalized=True))
    every = np.concatenate(points)
    pieces = shapely.get_parts(other)
    return np.asarray(
        shapely.STRtree(pieces).query_nearest(every, return_distance=True, all_matches=False)[1]
    )
