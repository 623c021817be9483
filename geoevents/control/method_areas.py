"""Any method of mapping control → polygons on given days, as `estimate_control` gives them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geoevents.actors import Actors
from geoevents.control.lattice import fill_small, polygons
from geoevents.control.methods import control_method
from geoevents.control.place_status import estimate_place_status
from geoevents.errors import InputError
from geoevents.model import ControlEstimator, ControlStatus
from geoevents.schema import CLAIMS, CONTROL
from geoevents.spatial import area_km2

__all__ = ["estimate_by_method"]

CELLS = 40_000
SMALLEST_PATCH = 4  # cells
MARGIN_M = 60_000.0  # a little more than the methods' usual reach
CONTESTED, NO_DATA = 0.5, 0.5  # as in estimate_control


def estimate_by_method(
    claims: gpd.GeoDataFrame,
    method: str | ControlEstimator,
    *,
    at: str | Sequence[str],
    known_at: str | None = None,
) -> gpd.GeoDataFrame:
    """Estimate the area that each actor reportedly held on each day, by a method of one's choice.

    For our own model `estimate_control` says more: it names the claims inside and bounds their
    age. This is for looking at other methods' maps beside it.

    Parameters
    ----------
    claims : GeoDataFrame
        A claims table; see `ControlModel.fit`.
    method : str or estimator
        A name of `METHODS`, or anything with `fit` and `predict` of that protocol.
    at : str or list of str
        ISO dates: the days to estimate.
    known_at : str, optional
        ISO date or time: only claims recorded by then count.

    Returns
    -------
    GeoDataFrame
        `schema.CONTROL` with areas, EPSG:4326: a row per day and actor, and per pair in contest;
        `probability` is the leader's mean, `reasons` names the method. Where `no_data` is above
        a half nothing is drawn.

    Raises
    ------
    InputError, TableError
        If there is no such method, no day, no claim with a place, or a needed column is absent.
    """
    days = [at] if isinstance(at, str) else list(at)
    if not days:
        raise InputError("`at` holds no day; pass one ISO date or a list of them.")
    table = CLAIMS.check(claims, required=["geometry", "actor_id", "event_type", "valid_from"])
    if table.geometry.is_empty.all():
        raise InputError("No claim has a place, so no area can be estimated.")
    status = estimate_place_status(table)
    placed = status if len(status) else table[~table.geometry.is_empty]
    name = method if isinstance(method, str) else type(method).__name__
    estimator = (control_method(method) if isinstance(method, str) else method).fit(table)
    grid = _Cells(placed.geometry)
    rows: list[dict[str, Any]] = []
    for day in sorted(set(days)):
        told = estimator.predict(grid.centres, at=day, known_at=known_at)
        rows += [
            row | {"reasons": f"estimated by the method '{name}'"} for row in grid.rows(told, day)
        ]
    return CONTROL.build(rows)


class _Cells:
    """Square cells around all claims, in an equal-area projection."""

    def __init__(self, points: gpd.GeoSeries) -> None:
        west, south, east, north = points.total_bounds
        lon, lat = round((west + east) / 2, 3), round((south + north) / 2, 3)
        self.crs = f"+proj=laea +lat_0={lat} +lon_0={lon} +datum=WGS84 +units=m"
        west, south, east, north = points.to_crs(self.crs).total_bounds
        width, height = east - west + 2 * MARGIN_M, north - south + 2 * MARGIN_M
        self.side = float(np.ceil(np.sqrt(width * height / CELLS) / 100.0) * 100.0)
        self.shape = (int(height / self.side) + 1, int(width / self.side) + 1)
        self.west, self.south = west - MARGIN_M, south - MARGIN_M
        xs, ys = np.meshgrid(
            self.west + (np.arange(self.shape[1]) + 0.5) * self.side,
            self.south + (np.arange(self.shape[0]) + 0.5) * self.side,
        )
        self.centres = gpd.GeoSeries.from_xy(xs.ravel(), ys.ravel(), crs=self.crs)

    def rows(self, told: pd.DataFrame, day: str) -> list[dict[str, Any]]:
        """Return a row for each holder's area, and for each pair's in contest."""
        actors = [column for column in told.columns if column not in {"contested", "no_data"}]
        n = len(actors)
        if n == 0:
            return []
        share = told[actors].to_numpy()
        order = np.argsort(-share, axis=1, kind="stable")
        first, second = order[:, 0], order[:, min(1, n - 1)]
        split = (told["contested"].to_numpy() >= CONTESTED) & (first != second)
        low, high = np.minimum(first, second), np.maximum(first, second)
        # Numbers above n stand for pairs.
        classes = np.where(split, 1 + n + low * n + high, 1 + first)
        classes[told["no_data"].to_numpy() > NO_DATA] = 0
        drawn = fill_small(classes.reshape(self.shape), SMALLEST_PATCH)
        start = pd.Timestamp(day)
        start = start.tz_localize("UTC") if start.tzinfo is None else start.tz_convert("UTC")
        rows = []
        for value, shape in polygons(drawn, self.west, self.south, self.side).items():
            pair = value > n
            sides = [actors[i] for i in (divmod(value - 1 - n, n) if pair else (value - 1,))]
            area = gpd.GeoSeries([shape], crs=self.crs).to_crs(4326).iloc[0]
            digest = hashlib.sha256(f"{day}|{'|'.join(sides)}".encode()).hexdigest()[:12]
            known = Actors.default().get(sides[0])
            rows.append(
                {
                    "control_id": f"m-{digest}",
                    "geometry": area,
                    "valid_from": start,
                    "valid_to": start + pd.Timedelta(days=1),
                    "control_status": str(ControlStatus.CONTESTED if pair else ControlStatus.HELD),
                    "actor_id": None if pair else sides[0],
                    "actor": None if pair else (known.name if known else sides[0]),
                    "contender_ids": " ".join(sides) if pair else None,
                    "probability": float(share[drawn.ravel() == value].max(axis=1).mean()),
                    "area_km2": area_km2(area),
                    "min_area_km2": SMALLEST_PATCH * self.side**2 / 1e6,
                }
            )
        return rows
