"""Places' reported status on a day → points with a holder and how likely that is wrong.

A report ages: the hazard of a change is learned from the places' own histories. Thousands of
neighbours are merged, and how far a report speaks is what `support` says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from geoevents.control.blend import WORST_ERROR
from geoevents.model import ControlStatus

__all__ = ["Evidence", "dispute", "evidence_on", "projection", "support"]

Array = NDArray[np.float64]
N_MOST = 2_000  # places that a field is fitted to; nearer ones are merged beyond that
LONGEST_REACH_M = 50_000.0
MIXED_ERROR = 0.35  # a place said to be contested or partly held leans, no more
# Prior of how often a place changes hands: once in ten years' worth of place-years watched.
PRIOR_CHANGES, PRIOR_DAYS = 1.0, 3_652.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is reported of places on one day: points in metres, holder and error of each.

    `disputed` holds the points of places that are reported contested, with or without a holder.
    """

    points: Array
    actor_ids: NDArray[Any]
    error: Array
    crs: str
    disputed: Array


def evidence_on(status: gpd.GeoDataFrame, at: str, max_age_days: float | None) -> Evidence:
    """Return what is reported of places on a day, aged, in a projection around them.

    The hazard of a change is learned from the places' own histories: changes of holder over the
    days they were watched, with a weak prior.
    """
    moment = pd.Timestamp(at)
    moment = moment.tz_localize("UTC") if moment.tzinfo is None else moment.tz_convert("UTC")
    past = status[status["valid_from"] <= moment]
    crs = projection(status)
    in_force = past[past["valid_to"].isna() | (past["valid_to"] > moment)]
    place = past["place_id"].fillna(past.geometry.to_wkt(rounding_precision=3))
    first = past["valid_from"].groupby(place).min()
    watched = float(((moment - first).dt.total_seconds() / 86_400.0).sum())
    n_changes = max(0, len(past[past["actor_id"].notna()]) - len(first))
    hazard = (PRIOR_CHANGES + n_changes) / (PRIOR_DAYS + watched)
    told = in_force["last_reported_at"].fillna(in_force["valid_from"])
    told = told.where(told <= moment, in_force["valid_from"])
    age = np.maximum((moment - told).dt.total_seconds().to_numpy() / 86_400.0, 0.0)
    recent = age <= (np.inf if max_age_days is None else max_age_days)
    fought = in_force[recent & (in_force["control_status"] == ControlStatus.CONTESTED)]
    counts = recent & in_force["actor_id"].notna().to_numpy()
    held, age = in_force[counts], age[counts]
    error = WORST_ERROR * (1.0 - np.exp(-hazard * age))
    unsure = held["control_status"].isin([ControlStatus.CONTESTED, ControlStatus.PARTLY_HELD])
    error = np.where(unsure, np.maximum(error, MIXED_ERROR), error)
    points, disputed = (
        np.column_stack([where.x, where.y])
        for where in (held.geometry.to_crs(crs), fought.geometry.to_crs(crs))
    )
    actors = held["actor_id"].to_numpy(dtype=object)
    order = np.lexsort([error, actors.astype(str), points[:, 1], points[:, 0]])
    return _thinned(Evidence(points[order], actors[order], error[order], crs, disputed))


def projection(status: gpd.GeoDataFrame) -> str:
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
        evidence.disputed,
    )


def support(evidence: Evidence, xy: Array, reach_m: float | None) -> Array:
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
    freshness = np.clip(1.0 - evidence.error / WORST_ERROR, 1e-9, 1.0)
    # Half at the reach, times freshness. A stale report is lifted off the plane by as much as its
    # word is worth less, and the nearest in space is then the one that says most.
    lifted = np.column_stack([points / reach, np.sqrt(-np.log2(freshness))])
    flat = np.column_stack([xy / reach, np.zeros(len(xy))])
    distance = cKDTree(lifted).query(flat)[0]
    return np.asarray(np.exp2(-(distance**2)))


def dispute(evidence: Evidence, xy: Array) -> Array:
    """Return how much the word of a contested place counts at each point, 0 to 1.

    It counts around the place itself, and ends half-way to the next place that nobody disputes: a
    village with two masters says nothing of the next one.
    """
    fought, points = evidence.disputed, evidence.points
    if not len(fought):
        return np.zeros(len(xy))
    distance = cKDTree(fought).query(xy)[0]
    apart = cKDTree(fought).query(points)[0] if len(points) else np.zeros(0)
    calm = points[apart > 1.0]
    if not len(calm):
        return np.asarray(np.exp2(-((distance / LONGEST_REACH_M) ** 2)))
    nearest = cKDTree(calm).query(fought)[0]
    reach = min(max(float(np.median(nearest)) / 2.0, 1.0), LONGEST_REACH_M)
    says = np.exp2(-((distance / reach) ** 2))
    return np.where(distance <= cKDTree(calm).query(xy)[0], says, 0.0)
