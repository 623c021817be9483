"""Known methods of mapping control, behind the protocol of `ControlModel`, to compare it with.

Each reads the places' reported status in force on a day and spreads it over the land in its own
way: the nearest town's, the majority of the nearest, or a weighted mean of all.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Self

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from scipy.spatial.distance import cdist

from geoevents.control.acled_rule import AcledRule
from geoevents.control.control_model import ControlModel
from geoevents.control.place_status import estimate_place_status
from geoevents.errors import InputError
from geoevents.model import ControlEstimator, ControlStatus
from geoevents.schema import CLAIMS

__all__ = [
    "METHODS",
    "AcledRule",
    "CommonestHolder",
    "GaussianKernel",
    "NearestTown",
    "NearestTowns",
    "TownMethod",
    "control_method",
]

Array = NDArray[np.float64]
# Kernel widths that are tried, as multiples of the usual distance between neighbours.
WIDTHS = (0.5, 1.0, 2.0, 4.0, 8.0)
REACH_M = 50_000.0  # as far as ControlModel's longest


@dataclass(frozen=True, slots=True)
class Places:
    """Places with a reported holder on one day: metres, and each actor's share of each place."""

    points: Array
    shares: Array  # places x actors; a row adds up to 1
    actors: list[str]
    crs: str


class TownMethod(ABC):
    """What the methods that start from towns share: status on the day, contract of the result."""

    def __init__(self, *, reach_m: float = REACH_M) -> None:
        if not reach_m > 0.0:
            raise InputError(f"reach_m is {reach_m}; expected a length in metres above 0.")
        self.reach_m = reach_m
        self._claims: gpd.GeoDataFrame | None = None
        self._status: dict[str | None, gpd.GeoDataFrame] = {}

    def fit(self, claims: gpd.GeoDataFrame) -> Self:
        """Take in a claims table; see `ControlModel.fit`.

        Raises
        ------
        TableError
            If a needed column is absent.
        """
        needed = ["geometry", "actor_id", "event_type", "valid_from"]
        self._claims = CLAIMS.check(claims, required=needed)
        self._status = {}
        return self

    def reuse(self, other: TownMethod) -> None:
        """Take over the places' status that another method has worked out of the same claims."""
        self._status = other._status

    def predict(
        self, points: gpd.GeoDataFrame | gpd.GeoSeries, *, at: str, known_at: str | None = None
    ) -> pd.DataFrame:
        """Estimate who reportedly holds each point on a day; see `ControlModel.predict`.

        `no_data` grows with the distance to the nearest place: a half at `reach_m`.

        Raises
        ------
        InputError
            If nothing has been fitted, or the points have no CRS.
        """
        if self._claims is None:
            raise InputError("This method has no claims yet; call .fit(claims) first.")
        if points.geometry.crs is None:
            raise InputError("The points have no CRS; set it with points.set_crs('EPSG:4326').")
        if known_at not in self._status:
            self._status[known_at] = estimate_place_status(self._claims, known_at=known_at)
        places = _places(self._status[known_at], at)
        where = points.geometry.to_crs(places.crs)
        xy = np.column_stack([where.x, where.y])
        n = max(len(places.actors), 1)
        table = np.full((len(xy), n), 1.0 / n)
        no_data = np.ones(len(xy))
        if len(places.points):
            table = self._spread(places, xy)
            distance = cKDTree(places.points).query(xy)[0]
            no_data = 1.0 - np.exp2(-((distance / self.reach_m) ** 2))
        return _contract(table, places.actors, no_data, points.index)

    @abstractmethod
    def _spread(self, places: Places, xy: Array) -> Array:
        """Return each actor's share at each point (metres)."""


class NearestTown(TownMethod):
    """Each point is whose the nearest town is: Voronoi cells.

    References
    ----------
    Thiessen (1911), Precipitation averages for large areas, Monthly Weather Review 39; for
    control: Tao and others (2016), A Hybrid Approach to Modeling Territorial Control in Violent
    Armed Conflicts, Transactions in GIS 20.
    """

    def _spread(self, places: Places, xy: Array) -> Array:
        found: Array = places.shares[cKDTree(places.points).query(xy)[1]]
        return found


class NearestTowns(TownMethod):
    """Each point has the mean of its `k` nearest towns.

    References
    ----------
    Fix & Hodges (1951), Discriminatory Analysis; Cover & Hart (1967), Nearest neighbor pattern
    classification, IEEE Transactions on Information Theory 13.
    """

    def __init__(self, *, k: int = 5, reach_m: float = REACH_M) -> None:
        super().__init__(reach_m=reach_m)
        if k < 1:
            raise InputError(f"k is {k}; expected a whole number of towns, at least 1.")
        self.k = k

    def _spread(self, places: Places, xy: Array) -> Array:
        k = min(self.k, len(places.points))
        index = cKDTree(places.points).query(xy, k=range(1, k + 1))[1]
        mean: Array = places.shares[index].mean(axis=1)
        return mean


class GaussianKernel(TownMethod):
    """Each point has the mean of all towns, weighted by a Gaussian of the distance.

    The width is `width_m`, or the one of a few that foretells each town best from the others.

    References
    ----------
    Nadaraya (1964), On Estimating Regression; Watson (1964), Smooth Regression Analysis.
    """

    def __init__(self, *, width_m: float | None = None, reach_m: float = REACH_M) -> None:
        super().__init__(reach_m=reach_m)
        if width_m is not None and not width_m > 0.0:
            raise InputError(f"width_m is {width_m}; expected a length in metres above 0.")
        self.width_m = width_m

    def _spread(self, places: Places, xy: Array) -> Array:
        width = self.width_m or _best_width(places)
        table = np.empty((len(xy), len(places.actors)))
        for first in range(0, len(xy), 8_000):
            part = slice(first, first + 8_000)
            table[part] = _weighted(cdist(xy[part], places.points), places.shares, width)
        return table


class CommonestHolder(TownMethod):
    """Everywhere is whose most towns are: the floor that any map must beat."""

    def _spread(self, places: Places, xy: Array) -> Array:
        return np.repeat(places.shares.mean(axis=0)[None], len(xy), axis=0)


METHODS: Mapping[str, Callable[[], ControlEstimator]] = {
    "model": ControlModel,
    "nearest": NearestTown,
    "k-nearest": NearestTowns,
    "kernel": GaussianKernel,
    "acled-syria": AcledRule,
    "commonest": CommonestHolder,
}


def control_method(name: str) -> ControlEstimator:
    """Return a new estimator by its name, with its usual options.

    Raises
    ------
    InputError
        If there is no method of this name, with those that there are.
    """
    if name not in METHODS:
        raise InputError(f"There is no method '{name}'; expected {', '.join(METHODS)}.")
    return METHODS[name]()


def _places(status: gpd.GeoDataFrame, at: str) -> Places:
    """Return the places in force on a day; a contested one is shared by its sides."""
    moment = pd.Timestamp(at)
    moment = moment.tz_localize("UTC") if moment.tzinfo is None else moment.tz_convert("UTC")
    rows = status[
        (status["valid_from"] <= moment)
        & (status["valid_to"].isna() | (status["valid_to"] > moment))
        & (status["actor_id"].notna() | status["contender_ids"].notna())
    ]
    is_split = rows["control_status"].isin([ControlStatus.CONTESTED, ControlStatus.MIXED])
    others = rows["contender_ids"].where(is_split, "").fillna("").str.split()
    sides = [
        sorted({*([holder] if isinstance(holder, str) else []), *more})
        for holder, more in zip(rows["actor_id"], others, strict=True)
    ]
    known = np.array([bool(each) for each in sides], dtype=bool)
    rows, sides = rows[known], [each for each in sides if each]
    actors = sorted({*status["actor_id"].dropna(), *(a for each in sides for a in each)})
    number = {actor: i for i, actor in enumerate(actors)}
    shares = np.zeros((len(rows), len(actors)))
    for row, each in enumerate(sides):
        shares[row, [number[actor] for actor in each]] = 1.0 / len(each)
    west, south, east, north = status.total_bounds if len(status) else (0.0, 0.0, 0.0, 0.0)
    lon, lat = round((west + east) / 2, 3), round((south + north) / 2, 3)
    crs = f"+proj=laea +lat_0={lat} +lon_0={lon} +datum=WGS84 +units=m"
    where = rows.geometry.to_crs(crs)
    return Places(np.column_stack([where.x, where.y]), shares, actors, crs)


def _contract(
    table: Array, actors: list[str], no_data: Array, index: pd.Index[Any]
) -> pd.DataFrame:
    """Return shares as `ControlModel.predict` does."""
    result = pd.DataFrame(table[:, : len(actors)], columns=actors, index=index)
    ranked = np.sort(table, axis=1)
    second = ranked[:, -2] if table.shape[1] > 1 else np.zeros(len(table))
    result["contested"] = second / ranked[:, -1]
    result["no_data"] = no_data
    return result


def _best_width(places: Places) -> float:
    """Return the width that foretells each town best, told by the others (log score)."""
    points = places.points
    if len(points) < 3:
        return REACH_M / 2
    sample = np.random.default_rng(0).permutation(len(points))[:1_000]
    points, shares = points[sample], places.shares[sample]
    usual = max(float(np.median(cKDTree(points).query(points, k=2)[0][:, 1])), 1.0)
    distance = cdist(points, points)
    np.fill_diagonal(distance, np.inf)
    scores = []
    for times in WIDTHS:
        told = (_weighted(distance, shares, usual * times) * shares).sum(axis=1)
        scores.append(float(np.log(np.clip(told, 1e-3, 1.0)).mean()))
    return usual * WIDTHS[int(np.argmax(scores))]


def _weighted(distance: Array, shares: Array, width: float) -> Array:
    """Return the weighted mean of shares; far from all, the nearest decides."""
    nearest = distance.min(axis=1, keepdims=True)
    # Weights relative to the nearest place's: the ratio is the same, and never 0 / 0.
    weight = np.exp(-0.5 * (distance**2 - nearest**2) / width**2)
    mean: Array = weight @ shares / weight.sum(axis=1, keepdims=True)
    return mean
