"""Claims → polygons of reported control on given days, with probability and evidence."""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Sequence
from typing import Any, Literal

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geoevents.control.control_model import ControlModel
from geoevents.control.land import land_with_claims
from geoevents.control.lattice import fill_small, polygons
from geoevents.control.place_status import estimate_place_status
from geoevents.errors import GeoEventsError, InputError
from geoevents.model import ControlStatus
from geoevents.schema import CONTROL
from geoevents.spatial import area_km2

__all__ = ["estimate_control"]

CELLS = 40_000  # cells of the grid: a front is drawn to about 1/200 of the theatre's width
CONTESTED = 0.5  # runner-up's probability over the leader's, from which a cell is contested
NO_DATA = 0.5
SMALLEST_PATCH = 4  # cells


def estimate_control(
    claims: gpd.GeoDataFrame,
    *,
    at: str | Sequence[str],
    known_at: str | None = None,
    within: gpd.GeoSeries | gpd.GeoDataFrame | Literal["land"] | None = "land",
    reach_m: float = 30_000.0,
    max_age_days: float = 365.0,
    prior: gpd.GeoDataFrame | None = None,
) -> gpd.GeoDataFrame:
    """Estimate the area that each actor reportedly held on each day.

    An area is filled only within `reach_m` of a place with a claim no older than `max_age_days`;
    beyond is no data, which has no row. Where the runner-up is at least half as likely as the
    leader, the area is contested.

    Parameters
    ----------
    claims : GeoDataFrame
        A claims table; see `ControlModel.fit`.
    at : str or list of str
        ISO dates: the days to estimate.
    known_at : str, optional
        ISO date or time: only claims recorded by then count.
    within : GeoSeries, GeoDataFrame, "land" or None
        Polygons outside of which nothing is drawn. "land" is that of the countries in which
        something is reported (`land.land_with_claims`); None draws across coasts and borders.
    reach_m : float
        Metres around a place that its claims may speak for.
    max_age_days : float
        Days after which the newest claim on a place no longer speaks for it.
    prior : GeoDataFrame, optional
        An earlier map; see `ControlModel`.

    Returns
    -------
    GeoDataFrame
        `schema.CONTROL` with areas, EPSG:4326: a row per day, actor and status. `probability` is
        the leader's mean, `claim_ids` names the claims on places inside. Areas of one day never
        overlap and share their edges; `min_area_km2` is the smallest patch that is drawn.

    Raises
    ------
    TableError, InputError
        If a needed column is absent, or no day is given.
    """
    days = [at] if isinstance(at, str) else list(at)
    if not days:
        raise InputError("`at` holds no day; pass one ISO date or a list of them.")
    model = ControlModel(reach_m=reach_m, max_age_days=max_age_days, prior=prior).fit(claims)
    status = estimate_place_status(claims, known_at=known_at)
    if status.empty:
        return CONTROL.build([])
    grid = _Grid(status.geometry, reach_m, within)
    rows: list[dict[str, Any]] = []
    for day in sorted(set(days)):
        table = model.predict(grid.centres, at=day, known_at=known_at)
        in_force = _in_force(status, day, max_age_days)
        rows += _day(grid, table, in_force, day)
    extent = {"reach_m": reach_m, "max_age_days": max_age_days, "min_area_km2": grid.patch_km2}
    return CONTROL.build([row | extent for row in rows])


class _Grid:
    """The cells around all places, in an equal-area projection."""

    def __init__(
        self,
        places: gpd.GeoSeries,
        reach_m: float,
        within: gpd.GeoSeries | gpd.GeoDataFrame | Literal["land"] | None,
    ) -> None:
        points = places[~places.is_empty].to_crs(4326)
        west, south, east, north = points.total_bounds
        lon, lat = round((west + east) / 2, 3), round((south + north) / 2, 3)
        self.crs = f"+proj=laea +lat_0={lat} +lon_0={lon} +datum=WGS84 +units=m"
        west, south, east, north = points.to_crs(self.crs).total_bounds
        margin = 1.2 * reach_m
        width, height = east - west + 2 * margin, north - south + 2 * margin
        self.cell = float(np.ceil(np.sqrt(width * height / CELLS) / 100.0) * 100.0)
        self.shape = (int(height / self.cell) + 1, int(width / self.cell) + 1)
        # On whole multiples of the cell, so that another day's claims move no line.
        self.west = float(np.floor((west - margin) / self.cell) * self.cell)
        self.south = float(np.floor((south - margin) / self.cell) * self.cell)
        x = self.west + (np.arange(self.shape[1]) + 0.5) * self.cell
        y = self.south + (np.arange(self.shape[0]) + 0.5) * self.cell
        xs, ys = np.meshgrid(x, y)
        centres = gpd.GeoSeries.from_xy(xs.ravel(), ys.ravel(), crs=self.crs)
        self.outline = _outline(within, points, self._box(), self.crs)
        self.inside = np.ones(len(centres), dtype=bool)
        if self.outline is not None:
            # Two cells more, so that the coast is cut by the outline and not by the cells.
            near = shapely.buffer(self.outline, 2.0 * self.cell)
            shapely.prepare(near)
            self.inside = shapely.contains_xy(near, xs.ravel(), ys.ravel())
        self.centres = centres[self.inside]
        self.patch_km2 = SMALLEST_PATCH * self.cell**2 / 1e6

    def shapes(self, classes: NDArray[np.int64]) -> dict[int, shapely.Geometry]:
        """Return the polygons of each class, clipped to the outline."""
        whole = np.zeros(len(self.inside), dtype=np.int64)
        whole[self.inside] = classes
        grid = fill_small(whole.reshape(self.shape), SMALLEST_PATCH)
        found = polygons(grid, self.west, self.south, self.cell)
        if self.outline is None:
            return found
        clipped = {k: self._cut(shape) for k, shape in found.items()}
        return {k: shape for k, shape in clipped.items() if not shape.is_empty}

    def _cut(self, shape: shapely.Geometry) -> shapely.Geometry:
        """Return the part inside the outline, without specks where the two run side by side."""
        parts = shapely.get_parts(shapely.intersection(shape, self.outline))
        is_area = shapely.get_dimensions(parts) == 2
        return shapely.multipolygons(
            list(parts[is_area & (shapely.area(parts) >= self.patch_km2 * 1e6 / 4.0)])
        )

    def _box(self) -> tuple[float, float, float, float]:
        """Return the grid's west, south, east, north in degrees."""
        rows, columns = self.shape
        edge = shapely.box(
            self.west,
            self.south,
            self.west + columns * self.cell,
            self.south + rows * self.cell,
        )
        around = gpd.GeoSeries([edge], crs=self.crs).segmentize(self.cell * 10).to_crs(4326)
        west, south, east, north = (float(value) for value in around.total_bounds)
        return west, south, east, north


def _outline(
    within: gpd.GeoSeries | gpd.GeoDataFrame | Literal["land"] | None,
    points: gpd.GeoSeries,
    box: tuple[float, float, float, float],
    crs: str,
) -> shapely.Geometry | None:
    """Return where areas may lie, in metres; None for anywhere."""
    if within is None:
        return None
    if isinstance(within, str):
        if within != "land":
            raise InputError(f"`within` is '{within}'; expected polygons, 'land' or None.")
        try:
            shapes = land_with_claims(points, box)
        except GeoEventsError as error:
            warnings.warn(f"Areas are not cut at coasts and borders. {error}", stacklevel=4)
            return None
    else:
        shapes = within.geometry.to_crs(4326)
    # A long straight edge in degrees is a curve in metres: give it corners to bend at.
    dense = shapes.segmentize(0.05)
    outline = shapely.union_all(shapely.make_valid(dense.to_crs(crs).to_numpy()))
    shapely.prepare(outline)
    return outline


def _in_force(status: gpd.GeoDataFrame, day: str, max_age_days: float) -> gpd.GeoDataFrame:
    """Return the places' status on a day, where a claim is recent enough."""
    moment = pd.Timestamp(day)
    moment = moment.tz_localize("UTC") if moment.tzinfo is None else moment.tz_convert("UTC")
    told = status["last_reported_at"].fillna(status["valid_from"])
    told = told.where(told <= moment, status["valid_from"])
    return status[
        (status["valid_from"] <= moment)
        & (status["valid_to"].isna() | (status["valid_to"] > moment))
        & (moment - told <= pd.Timedelta(days=max_age_days))
    ]


def _day(
    grid: _Grid, table: pd.DataFrame, in_force: gpd.GeoDataFrame, day: str
) -> list[dict[str, Any]]:
    """Return the rows of one day: a class of cells for each holder, and each pair in contest."""
    actors = [column for column in table.columns if column not in {"contested", "no_data"}]
    share = table[actors].to_numpy()
    order = np.argsort(-share, axis=1, kind="stable")
    leader = order[:, 0]
    second = order[:, 1] if len(actors) > 1 else leader
    is_contested = (table["contested"].to_numpy() >= CONTESTED) & (leader != second)
    low, high = np.minimum(leader, second), np.maximum(leader, second)
    n = len(actors)
    classes = np.where(is_contested, 1 + n + low * n + high, 1 + leader)
    classes[table["no_data"].to_numpy() > NO_DATA] = 0
    names = _display_names(in_force)
    start = pd.Timestamp(day, tz="UTC") if pd.Timestamp(day).tzinfo is None else pd.Timestamp(day)
    rows = []
    for value, shape in grid.shapes(classes).items():
        sides = [value - 1] if value <= n else [(value - 1 - n) // n, (value - 1 - n) % n]
        ids = [actors[side] for side in sides]
        area = gpd.GeoSeries([shape], crs=grid.crs).to_crs(4326).iloc[0]
        inside = in_force[shapely.intersects(area, in_force.geometry.to_numpy())]
        chance = share[classes == value].max(axis=1).mean() if (classes == value).any() else None
        digest = hashlib.sha256(f"{day}|{'|'.join(ids)}".encode()).hexdigest()[:12]
        rows.append(
            {
                "control_id": f"a-{digest}",
                "geometry": area,
                "valid_from": start,
                "valid_to": start + pd.Timedelta(days=1),
                "control_status": str(
                    ControlStatus.HELD if len(ids) == 1 else ControlStatus.CONTESTED
                ),
                "actor_id": ids[0] if len(ids) == 1 else None,
                "actor": names.get(ids[0], ids[0]) if len(ids) == 1 else None,
                "contender_ids": None if len(ids) == 1 else " ".join(ids),
                "last_reported_at": inside["last_reported_at"].max() if len(inside) else None,
                "n_claims": int(inside["n_claims"].sum()),
                "n_origins": int(inside["n_origins"].max()) if len(inside) else 0,
                "claim_ids": " ".join(sorted(set(" ".join(inside["claim_ids"].dropna()).split())))
                or None,
                "reasons": f"estimated from {len(inside)} places with reports inside",
                "probability": chance,
                "area_km2": area_km2(area),
            }
        )
    return rows


def _display_names(status: gpd.GeoDataFrame) -> dict[str, str]:
    known = status.dropna(subset=["actor_id", "actor"])
    return dict(zip(known["actor_id"], known["actor"], strict=True))
