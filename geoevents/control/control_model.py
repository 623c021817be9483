"""Claims → the probability, at any point and day, that each actor reportedly holds it.

`ControlModel` reads the places' reported status in force on a day, ages it, and fits one robust
Gaussian process an actor (`robust_gp`): areas between places are estimated, and where no dated
report reaches, the estimate says that there is no data.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from scipy.spatial.distance import cdist

from geoevents.control.place_status import estimate_place_status
from geoevents.control.robust_gp import Array, Field, Kernel, fit_field
from geoevents.errors import InputError, TableError
from geoevents.model import ControlStatus
from geoevents.schema import CLAIMS

__all__ = ["ControlModel"]

# Candidate lengths of the smooth field, as shares of the places' spread, and error rates of a
# fresh report; the evidence of the data chooses. The rates span "nearly always right" to "one in
# five wrong": 19 % of the reported changes in Ukraine's towns were taken back within a week.
SMOOTH_SHARES = (0.5, 1.0, 2.0)
ROUGH_SHARE = 0.75
ERROR_RATES = (0.01, 0.03, 0.1, 0.2)
LIKELY_ERROR, ERROR_SPREAD = 0.05, 1.0  # log-normal prior of the error rate
N_TRIAL = 300  # places that the choice is made on
N_MOST = 2_000  # places that a field is fitted to; nearer ones are merged beyond that
WORST_ERROR = 0.45  # a report so old says next to nothing
LONGEST_REACH_M = 50_000.0
MIXED_ERROR = 0.35  # a place said to be contested or partly held leans, no more
# Prior of how often a place changes hands: once in ten years' worth of place-years watched.
PRIOR_CHANGES, PRIOR_DAYS = 1.0, 3_652.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is reported of places on one day: points in metres, holder and error of each."""

    points: Array
    actor_ids: NDArray[Any]
    error: Array
    crs: str


class ControlModel:
    """Estimate who reportedly holds any point on any day, from claims.

    Parameters
    ----------
    error_rate : float, optional
        Probability that a fresh report is wrong; chosen by the data's evidence if not given.
    smooth_m : float, optional
        Length in metres over which control is alike; chosen by the evidence if not given.
    reach_m : float, optional
        Metres around a place at which its reports say half as much; three times the usual
        distance between neighbours, at most 50 km, if not given.
    max_age_days : float, optional
        Days after which the newest claim on a place no longer counts; never, if not given.

    Examples
    --------
    >>> model = ControlModel().fit(claims)  # doctest: +SKIP
    >>> model.predict(points, at="2015-02-09")  # doctest: +SKIP

    References
    ----------
    See `geoevents.control.robust_gp` for the method.
    """

    def __init__(
        self,
        *,
        error_rate: float | None = None,
        smooth_m: float | None = None,
        reach_m: float | None = None,
        max_age_days: float | None = None,
    ) -> None:
        if error_rate is not None and not 0.0 < error_rate < 0.5:
            raise InputError(f"error_rate is {error_rate}; expected a share above 0 and below 0.5.")
        if smooth_m is not None and smooth_m <= 0.0:
            raise InputError(f"smooth_m is {smooth_m}; expected a length in metres above 0.")
        if reach_m is not None and reach_m <= 0.0:
            raise InputError(f"reach_m is {reach_m}; expected a length in metres above 0.")
        self.reach_m = reach_m
        self.max_age_days = max_age_days
        self.error_rate = error_rate
        self.smooth_m = smooth_m
        self._claims: gpd.GeoDataFrame | None = None

    def fit(self, claims: gpd.GeoDataFrame) -> Self:
        """Take in a claims table.

        Parameters
        ----------
        claims : GeoDataFrame
            `geometry`, `actor_id`, `event_type` and `valid_from` are needed; every other column
            of `schema.CLAIMS` is used where it stands.

        Raises
        ------
        TableError
            If a needed column is absent, or no claim has a place, a date and an actor.
        """
        table = CLAIMS.check(claims, required=["geometry", "actor_id", "event_type", "valid_from"])
        usable = ~table.geometry.is_empty & table["valid_from"].notna() & table["actor_id"].notna()
        if not usable.any():
            raise TableError(
                "No claim has a place, a date and an actor, so nothing can be estimated; "
                "expected at least one such row."
            )
        self._claims = table
        return self

    def predict(
        self, points: gpd.GeoDataFrame | gpd.GeoSeries, *, at: str, known_at: str | None = None
    ) -> pd.DataFrame:
        """Estimate who reportedly holds each point on a day.

        Parameters
        ----------
        points : GeoSeries or GeoDataFrame
            Points, with a CRS.
        at : str
            ISO date or time: when it held.
        known_at : str, optional
            ISO date or time: only claims recorded by then count.

        Returns
        -------
        DataFrame
            One row per point, in order, with its index: a column per actor, named by its
            `actor_id` (finite; a row sums to 1), then `contested` (0 to 1: the runner-up's share
            of the leader's probability) and `no_data` (0 to 1: how little the reports say there).

        Raises
        ------
        InputError
            If the model has not been fitted, the points have no CRS, or one of them is empty.
        """
        if self._claims is None:
            raise InputError("This ControlModel has no claims yet; call .fit(claims) first.")
        geometry = points.geometry
        if geometry.crs is None:
            raise InputError("The points have no CRS; set it with points.set_crs('EPSG:4326').")
        absent = (geometry.isna() | geometry.is_empty).to_numpy()
        if absent.any():
            row = int(np.flatnonzero(absent)[0])
            raise InputError(
                f"Row {row} of the points (index {points.index[row]!r}) has no place; expected a "
                "point in each row: leave it out with points[~points.geometry.is_empty]."
            )
        status = estimate_place_status(self._claims, known_at=known_at)
        actors = sorted(status["actor_id"].dropna().unique())
        if not actors:
            actors = sorted(self._claims["actor_id"].dropna().unique())
        evidence = _evidence(status, at, self.max_age_days)
        where = geometry.to_crs(evidence.crs)
        xy = np.column_stack([where.x, where.y])
        table, known = self._shares(evidence, xy, actors)
        result = pd.DataFrame(table, columns=actors, index=points.index)
        ranked = np.sort(table, axis=1)
        leader, second = ranked[:, -1], ranked[:, -2] if len(actors) > 1 else np.zeros(len(table))
        result["contested"] = second / leader
        result["no_data"] = 1.0 - known
        return result

    def _shares(self, evidence: Evidence, xy: Array, actors: list[str]) -> tuple[Array, Array]:
        """Return each actor's probability at each point, and how much is known there (0 to 1)."""
        seen = [actor for actor in actors if (evidence.actor_ids == actor).any()]
        table = np.full((len(xy), len(actors)), 1.0 / len(actors))
        if not seen:
            return table, np.zeros(len(xy))
        if len(seen) == 1:
            table[:] = 0.0
            table[:, actors.index(seen[0])] = 1.0
            return table, _support(evidence, xy, self.reach_m)
        kernel, rate = self._choose(evidence, seen)
        error = np.clip(evidence.error + rate, rate, WORST_ERROR)
        table[:] = 0.0
        for actor in seen if len(seen) > 2 else seen[:1]:
            field = fit_field(evidence.points, evidence.actor_ids == actor, error, kernel)
            table[:, actors.index(actor)] = field.predict(xy)
        if len(seen) == 2:
            table[:, actors.index(seen[1])] = 1.0 - table[:, actors.index(seen[0])]
        table = np.clip(table, 1e-9, 1.0)
        table /= table.sum(axis=1, keepdims=True)
        return table, _support(evidence, xy, self.reach_m)

    def _choose(self, evidence: Evidence, seen: list[str]) -> tuple[Kernel, float]:
        """Return the kernel and error rate with the highest evidence, on a sample of places."""
        points = evidence.points
        spread = float(np.sqrt(points.var(axis=0).sum())) or 1_000.0
        sample = np.random.default_rng(0).permutation(len(points))[:N_TRIAL]
        counts = pd.Series(evidence.actor_ids[sample]).value_counts()
        label = evidence.actor_ids[sample] == min(counts.index, key=lambda a: (-counts[a], a))
        lengths = [self.smooth_m] if self.smooth_m else [spread * s for s in SMOOTH_SHARES]
        rates = [self.error_rate] if self.error_rate else list(ERROR_RATES)
        if not seen or (len(lengths) == 1 and len(rates) == 1):
            return Kernel(lengths[0], spread * ROUGH_SHARE), rates[0]
        trials: list[tuple[float, Kernel, float]] = []
        for length in lengths:
            kernel = Kernel(length, spread * ROUGH_SHARE)
            for rate in rates:
                error = np.clip(evidence.error[sample] + rate, rate, WORST_ERROR)
                field: Field = fit_field(points[sample], label, error, kernel)
                doubt = (np.log(rate) - np.log(LIKELY_ERROR)) / ERROR_SPREAD
                trials.append((field.log_evidence - 0.5 * doubt**2, kernel, rate))
        _, kernel, rate = max(trials, key=lambda trial: trial[0])
        return kernel, rate


def _evidence(status: gpd.GeoDataFrame, at: str, max_age_days: float | None) -> Evidence:
    """Return what is reported of places on a day, aged, in a projection around them.

    The hazard of a change is learned from the places' own histories: changes of holder over the
    days they were watched, with a weak prior.
    """
    moment = pd.Timestamp(at)
    moment = moment.tz_localize("UTC") if moment.tzinfo is None else moment.tz_convert("UTC")
    past = status[status["valid_from"] <= moment]
    crs = _projection(status)
    in_force = past[past["valid_to"].isna() | (past["valid_to"] > moment)]
    held = in_force[in_force["actor_id"].notna()]
    place = past["place_id"].fillna(past.geometry.to_wkt(rounding_precision=3))
    first = past["valid_from"].groupby(place).min()
    watched = float(((moment - first).dt.total_seconds() / 86_400.0).sum())
    n_changes = max(0, len(past[past["actor_id"].notna()]) - len(first))
    hazard = (PRIOR_CHANGES + n_changes) / (PRIOR_DAYS + watched)
    told = held["last_reported_at"].fillna(held["valid_from"])
    told = told.where(told <= moment, held["valid_from"])
    age = np.maximum((moment - told).dt.total_seconds().to_numpy() / 86_400.0, 0.0)
    if max_age_days is not None:
        held, age = held[age <= max_age_days], age[age <= max_age_days]
    error = WORST_ERROR * (1.0 - np.exp(-hazard * age))
    unsure = held["control_status"].isin([ControlStatus.CONTESTED, ControlStatus.PARTLY_HELD])
    error = np.where(unsure, np.maximum(error, MIXED_ERROR), error)
    where = held.geometry.to_crs(crs)
    points = np.column_stack([where.x, where.y])
    return _thinned(Evidence(points, held["actor_id"].to_numpy(dtype=object), error, crs))


def _projection(status: gpd.GeoDataFrame) -> str:
    """Return Lambert's azimuthal equal-area projection around the places, metres."""
    west, south, east, north = status.total_bounds if len(status) else (0.0, 0.0, 0.0, 0.0)
    lon, lat = round((west + east) / 2, 3), round((south + north) / 2, 3)
    return f"+proj=laea +lat_0={lat} +lon_0={lon} +datum=WGS84 +units=m"


def _thinned(evidence: Evidence) -> Evidence:
    """Merge neighbours until a field can be fitted: the majority's word, its doubt shared."""
    n = len(evidence.points)
    if n <= N_MOST:
        return evidence
    low, high = evidence.points.min(axis=0), evidence.points.max(axis=0)
    step = float(np.sqrt(np.prod(np.maximum(high - low, 1.0)) / N_MOST)) / 2.0
    while True:
        cell = np.floor((evidence.points - low) / step).astype(np.int64)
        keys, group = np.unique(cell, axis=0, return_inverse=True)
        if len(keys) <= N_MOST:
            break
        step *= 1.15
    frame = pd.DataFrame(
        {
            "cell": group.reshape(-1),
            "x": evidence.points[:, 0],
            "y": evidence.points[:, 1],
            "actor": evidence.actor_ids,
            "weight": 1.0 - 2.0 * evidence.error,
        }
    )
    votes = frame.groupby(["cell", "actor"], sort=True).agg(
        x=("x", "mean"), y=("y", "mean"), weight=("weight", "sum"), n=("x", "size")
    )
    total = votes.groupby("cell")["weight"].transform("sum")
    votes = votes.assign(share=votes["weight"] / total).reset_index()
    votes = votes.sort_values(["cell", "share", "actor"], ascending=[True, False, True])
    best = votes.drop_duplicates("cell")
    error = np.clip(1.0 - best["share"] * (1.0 + best["weight"] / best["n"]) / 2.0, 0, WORST_ERROR)
    return Evidence(
        best[["x", "y"]].to_numpy(dtype=float),
        best["actor"].to_numpy(dtype=object),
        error.to_numpy(dtype=float),
        evidence.crs,
    )


def _support(evidence: Evidence, xy: Array, reach_m: float | None) -> Array:
    """Return how much the reports say at each point: 1 beside a fresh one, 0 far from all.

    Without a stated reach it is three times the usual distance to a neighbour: where towns stand
    close a gap of that size is a hole, in a desert it is the rule.
    """
    points = evidence.points
    reach = LONGEST_REACH_M
    if reach_m is not None:
        reach = reach_m
    elif len(points) > 1:
        nearest = cKDTree(points).query(points, k=2)[0][:, 1]
        reach = min(reach, max(3.0 * float(np.median(nearest)), 1.0))
    freshness = 1.0 - evidence.error / WORST_ERROR
    support = np.zeros(len(xy))
    for first in range(0, len(xy), 8_000):
        distance = cdist(xy[first : first + 8_000], points)
        # Half at the reach.
        said = np.exp2(-((distance / reach) ** 2)) * freshness
        support[first : first + 8_000] = said.max(axis=1)
    return support
