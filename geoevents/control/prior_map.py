"""An earlier map of control → how deep each point lies in each actor's area, and what that means.

Fronts move, so an earlier map is surest far from its lines. The field's mean rises with the depth
below them; how steeply, that is how far fronts have moved since, is left to the reports.
"""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from geoevents.errors import TableError

__all__ = ["PriorMap", "read_prior"]

Array = NDArray[np.float64]
# Candidates of how far fronts have moved (metres), and how far is likely: 300 m, and as much
# again each 60 days, for most of a front rests while it breaks elsewhere. The last stands for a
# map that says nothing any more.
MOVED_M = (300.0, 1_200.0, 5_000.0, 15_000.0)
NEVERMIND_M = 100_000.0
AT_ONCE_M, A_DAY_M, MOVED_SPREAD = 300.0, 300.0 / 60.0, 1.0
USUAL_AGE_DAYS = 60.0
FINEST_M, CORNERS = 500.0, 200_000


@dataclass(frozen=True, slots=True)
class PriorMap:
    """Each actor's area (EPSG:4326) on an earlier day, or on a day that is not told."""

    areas: dict[str, shapely.Geometry]
    day: pd.Timestamp | None

    def depth(self, actor: str, xy: Array, crs: str) -> Array:
        """Return how deep, in metres, each point lies in an actor's area; negative outside.

        An actor without an area may hold whatever the others do not: the mirror of theirs.
        """
        if actor in self.areas:
            return _depth(self.areas[actor], xy, crs)
        others = [_depth(area, xy, crs) for area in self.areas.values()]
        return np.asarray(-np.max(others, axis=0))

    def covers(self, xy: Array, crs: str) -> NDArray[np.bool_]:
        """Return which points lie in somebody's area."""
        whole = _metric(shapely.union_all(list(self.areas.values())), crs)
        return np.asarray(shapely.contains_xy(whole, xy[:, 0], xy[:, 1]))

    def age_days(self, moment: pd.Timestamp) -> float:
        """Return how old the map is on a day, 0 or more."""
        if self.day is None:
            return USUAL_AGE_DAYS
        return max(float((moment - self.day).total_seconds()) / 86_400.0, 0.0)

    def slopes(self, moment: pd.Timestamp) -> tuple[tuple[float, float], ...]:
        """Return candidate slopes of the mean (per metre), each with the log of its likelihood."""
        likely = AT_ONCE_M + A_DAY_M * self.age_days(moment)
        moved = np.array([*MOVED_M, NEVERMIND_M])
        log = -0.5 * (np.log(moved / likely) / MOVED_SPREAD) ** 2
        slope = np.append(1.0 / np.array(MOVED_M), 0.0)
        return tuple(zip(slope.tolist(), log.tolist(), strict=True))


def read_prior(prior: gpd.GeoDataFrame) -> PriorMap:
    """Return an earlier map from its table.

    Parameters
    ----------
    prior : GeoDataFrame
        Polygons with a CRS and `actor_id`; rows without an actor (contested areas) are left to
        nobody. `valid_from`, one day for all rows, is the map's date where it stands.

    Raises
    ------
    TableError
        If `actor_id` or the CRS is absent, no row has an area and an actor, or dates differ.
    """
    if "actor_id" not in prior.columns:
        raise TableError("The prior map has no column 'actor_id'; expected who held each polygon.")
    if prior.crs is None:
        raise TableError("The prior map has no CRS; set it with prior.set_crs('EPSG:4326').")
    areal = prior.geometry.geom_type.isin(["Polygon", "MultiPolygon"])
    usable = prior[areal & ~prior.geometry.is_empty & prior["actor_id"].notna()].to_crs(4326)
    if usable.empty:
        raise TableError("The prior map has no polygon with an actor_id; expected at least one.")
    days: list[pd.Timestamp] = []
    if "valid_from" in usable:
        days = sorted(pd.to_datetime(usable["valid_from"], utc=True).dropna().unique())
    if len(days) > 1:
        shown = ", ".join(str(day)[:10] for day in days[:3])
        raise TableError(
            f"The prior map has {len(days)} dates in 'valid_from' ({shown}…); expected one day: "
            "pass the rows of that day."
        )
    areas = {
        str(actor): shapely.union_all(shapely.make_valid(rows.geometry.to_numpy()))
        for actor, rows in usable.groupby("actor_id", sort=True)
    }
    return PriorMap(areas, days[0] if days else None)


def _metric(area: shapely.Geometry, crs: str) -> shapely.Geometry:
    metric = gpd.GeoSeries([area], crs=4326).to_crs(crs).iloc[0]
    shapely.prepare(metric)
    return metric


def _depth(area: shapely.Geometry, xy: Array, crs: str) -> Array:
    """Return the signed distance to an area's edge, positive inside."""
    metric = _metric(area, crs)
    edge = shapely.boundary(metric)
    step = max(FINEST_M, float(shapely.length(edge)) / CORNERS)
    corners = shapely.get_coordinates(shapely.segmentize(edge, step))
    distance = cKDTree(corners).query(xy)[0]
    inside = shapely.contains_xy(metric, xy[:, 0], xy[:, 1])
    return np.asarray(np.where(inside, distance, -distance))
