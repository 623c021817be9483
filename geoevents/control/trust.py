"""Claims → how far a map made of them can be trusted: towns left out, and foretold by the others.

What is compared is the map with the reports of the towns left out, not with the truth: it says how
well the land between towns is filled in, not whether the reports are right.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from geoevents.control.freshness import fresh_on
from geoevents.control.methods import METHODS, TownMethod, control_method
from geoevents.control.place_status import estimate_place_status
from geoevents.control.scores import calibration, scores
from geoevents.errors import InputError
from geoevents.model import ControlEstimator, ControlStatus
from geoevents.places import place_keys
from geoevents.schema import CLAIMS

__all__ = ["TrustReport", "compare_methods", "cross_validate_control"]

Array = NDArray[np.float64]
PEERS = ("model", "nearest", "k-nearest", "kernel", "acled-syria", "commonest")
# Under this many towns an interval of 95 % spans more than 30 points: no map can be told from
# another. A side of fewer than five towns is not learned.
FEW_TOWNS, FEW_OF_A_SIDE = 40, 5
LEAST_TOWNS = 4
MAX_AGE_DAYS = 365.0
N_DAYS = 3
EARTH_M = 6_371_008.8  # mean radius (IUGG); distances are off by 0.3 % at most


@dataclass(frozen=True, slots=True)
class TrustReport:
    """What leaving towns out tells of a map.

    `verdict` says it in words. `total` has a row per method, `folds` one per method and fold,
    `calibration` one per method and tenth of stated probability (n, said, was), each over all
    days. `towns` has a row per method, day and town: point, `truth`, `told`, `probability` of
    what was told, `no_data`, `is_right`, and metres to the nearest town that was not left out.
    """

    verdict: str
    total: pd.DataFrame
    folds: pd.DataFrame
    calibration: pd.DataFrame
    towns: gpd.GeoDataFrame

    def __str__(self) -> str:
        """Return the verdict and the tables as text."""
        if self.total.empty:
            return self.verdict
        own = self.calibration[self.calibration["method"] == self.total["method"].iloc[0]]
        return "\n\n".join(
            [
                self.verdict,
                self.total.round(3).to_string(index=False),
                "How often the first method was right where it was this sure:\n"
                + own.drop(columns="method").round(3).to_string(index=False),
            ]
        )


def cross_validate_control(
    claims: gpd.GeoDataFrame,
    *,
    at: str | Sequence[str] | None = None,
    known_at: str | None = None,
    methods: Sequence[str] | Mapping[str, ControlEstimator] = PEERS,
    folds: int = 5,
    block_m: float | None = None,
) -> TrustReport:
    """Leave towns out, foretell them from the others, and say how often that was right.

    Parameters
    ----------
    claims : GeoDataFrame
        A claims table; see `ControlModel.fit`.
    at : str or list of str, optional
        ISO dates to test; three days spread over the claims if not given.
    known_at : str, optional
        ISO date or time: only claims recorded by then count.
    methods : sequence of str, or mapping of str to estimator
        Names of `METHODS`, or your own estimators (each with `fit` and `predict`) by name; the
        first is the one that the verdict is on.
    folds : int
        Into how many parts the towns are split, each left out once.
    block_m : float, optional
        Side in metres of squares whose towns are left out together. Without it a town's
        neighbours stay, and foretell it easily; with it the test is of land far from any report.

    Returns
    -------
    TrustReport
        Its measures: `accuracy` (the likeliest actor is the reported holder) with the 95 %
        interval of Wilson for that many towns, `brier` (half the sum of squared differences over
        the actors; 0 is best, 1 worst), `calibration_error` (mean difference between stated and
        observed share, weighted), `answered` (share of towns where the method's `no_data` is at
        most a half) and `accuracy_answered`.

    Raises
    ------
    InputError, TableError
        If an option, a method or a column cannot be used.

    References
    ----------
    Roberts and others (2017), Cross-validation strategies for data with temporal, spatial,
    hierarchical, or phylogenetic structure, Ecography 40: why `block_m`. Brier (1950),
    Verification of Forecasts Expressed in Terms of Probability. Wilson (1927), Probable Inference.
    """
    if folds < 2:
        raise InputError(f"folds is {folds}; expected at least 2.")
    if block_m is not None and not block_m > 0.0:
        raise InputError(f"block_m is {block_m}; expected a length in metres above 0.")
    chosen = _estimators(methods)
    table = CLAIMS.check(claims, required=["geometry", "actor_id", "event_type", "valid_from"])
    table = table[~table.geometry.is_empty].reset_index(drop=True)
    table["town"] = place_keys(table) if len(table) else pd.Series(dtype="str")
    status = estimate_place_status(table, known_at=known_at)
    days = [at] if isinstance(at, str) else list(at or _days(status))
    truth = _truth(table, status, days)
    n_towns = truth["town"].nunique()
    if n_towns < LEAST_TOWNS:
        nothing = pd.DataFrame()
        return TrustReport(
            f"Too few to tell: {n_towns} towns have a reported holder on "
            f"{', '.join(days) or 'any day'}; at least {LEAST_TOWNS} are needed to leave one out.",
            nothing,
            nothing,
            nothing,
            gpd.GeoDataFrame(geometry=[], crs=4326),
        )
    truth["fold"] = _folds(truth, min(folds, n_towns), block_m)
    truth["nearest_m"] = _away(truth)
    towns = pd.concat(_foretold(table, truth, chosen, known_at), ignore_index=True)
    towns = gpd.GeoDataFrame(towns, geometry="geometry", crs=4326)
    total = _by(towns, ["method"], list(chosen))
    return TrustReport(
        _verdict(total, truth, days, block_m),
        total,
        _by(towns, ["method", "fold"], list(chosen)),
        calibration(towns, list(chosen)),
        towns,
    )


def compare_methods(
    claims: gpd.GeoDataFrame,
    *,
    at: str | Sequence[str] | None = None,
    known_at: str | None = None,
    methods: Sequence[str] | Mapping[str, ControlEstimator] = PEERS,
    block_m: float | None = None,
) -> pd.DataFrame:
    """Compare known methods on one's own claims, by towns left out.

    Parameters
    ----------
    claims, at, known_at, methods, block_m
        As in `cross_validate_control`.

    Returns
    -------
    DataFrame
        One row per method: `method`, `n_towns`, `n` (towns times days), `accuracy`,
        `accuracy_low`, `accuracy_high`, `brier`, `calibration_error`, `answered`,
        `accuracy_answered`. Empty where the towns are too few.
    """
    return cross_validate_control(
        claims, at=at, known_at=known_at, methods=methods, block_m=block_m
    ).total


def _estimators(
    methods: Sequence[str] | Mapping[str, ControlEstimator],
) -> dict[str, ControlEstimator]:
    if isinstance(methods, str):
        methods = [methods]
    chosen = (
        dict(methods)
        if isinstance(methods, Mapping)
        else {name: control_method(name) for name in methods}
    )
    if not chosen:
        raise InputError(f"`methods` holds none; expected some of {', '.join(METHODS)}.")
    return chosen


def _days(status: gpd.GeoDataFrame) -> list[str]:
    """Return days spread over the claims: as late as a third, two thirds and all of them."""
    starts = status["valid_from"].dropna().sort_values()
    if starts.empty:
        return []
    index = [(len(starts) - 1) * (i + 1) // N_DAYS for i in range(N_DAYS)]
    return sorted({str(starts.iloc[i].date()) for i in index})


def _truth(table: gpd.GeoDataFrame, status: gpd.GeoDataFrame, days: list[str]) -> gpd.GeoDataFrame:
    """Return town, day, point and reported holder, where one side alone is said to hold it."""
    key = dict(zip(table["place_id"], table["town"], strict=True))
    where = status.geometry.to_wkt(rounding_precision=3) if len(status) else status["place_id"]
    town = status["place_id"].map(key).where(status["place_id"].notna(), where)
    status = status.assign(town=town)
    held = status[
        status["actor_id"].notna()
        & status["control_status"].isin([ControlStatus.HELD, ControlStatus.BESIEGED])
    ]
    parts = []
    for day in days:
        rows = fresh_on(held, day, claims=table, max_age_days=MAX_AGE_DAYS)
        parts.append(rows[["town", "actor_id", "geometry"]].assign(day=day))
    columns = {"actor_id": "truth"}
    none = status[["town", "actor_id", "geometry"]].iloc[:0].assign(day="")
    found = pd.concat(parts or [none], ignore_index=True).rename(columns=columns)
    return found.sort_values(["day", "town"], ignore_index=True)


def _folds(truth: gpd.GeoDataFrame, n: int, block_m: float | None) -> list[int]:
    """Return the fold of each row: a town's, or its block's, whatever order they come in."""
    unit = truth["town"]
    if block_m is not None:
        west, south, east, north = truth.total_bounds
        lon, lat = round((west + east) / 2, 3), round((south + north) / 2, 3)
        xy = truth.geometry.to_crs(f"+proj=laea +lat_0={lat} +lon_0={lon} +datum=WGS84 +units=m")
        column = np.floor(xy.x / block_m).astype(int).astype(str)
        unit = column + " " + np.floor(xy.y / block_m).astype(int).astype(str)
    mixed = sorted(set(unit), key=lambda one: hashlib.sha256(one.encode()).hexdigest())
    number = {one: i % n for i, one in enumerate(mixed)}
    return [number[one] for one in unit]


def _foretold(
    table: gpd.GeoDataFrame,
    truth: gpd.GeoDataFrame,
    methods: Mapping[str, ControlEstimator],
    known_at: str | None,
) -> Iterator[pd.DataFrame]:
    """Yield what each method tells of each fold's towns from the other towns' claims."""
    for _, left_out in truth.groupby("fold", sort=True):
        kept = table[~table["town"].isin(set(left_out["town"]))]
        usable = kept["valid_from"].notna() & kept["actor_id"].notna()
        first: TownMethod | None = None
        for name, method in methods.items():
            fitted = method.fit(kept.drop(columns="town")) if usable.any() else None
            if isinstance(fitted, TownMethod):
                first = first or fitted
                fitted.reuse(first)
            for day, rows in left_out.groupby("day", sort=True):
                points = gpd.GeoSeries(rows.geometry, crs=4326)
                told = None
                if fitted is not None:
                    told = fitted.predict(points, at=str(day), known_at=known_at)
                yield _told(rows, told).assign(method=name)


def _away(truth: gpd.GeoDataFrame) -> Array:
    """Return metres from each town to the nearest that is not left out with it on its day."""
    lon, lat = np.radians(truth.geometry.x), np.radians(truth.geometry.y)
    globe = np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    away = np.full(len(truth), np.nan)
    for (_, fold), rows in truth.groupby(["day", "fold"]).indices.items():
        day = truth["day"].iloc[rows[0]]
        stay = ((truth["day"] == day) & (truth["fold"] != fold)).to_numpy()
        if stay.any():
            chord = cKDTree(globe[stay]).query(globe[rows])[0]
            away[rows] = 2.0 * EARTH_M * np.arcsin(np.minimum(chord / 2.0, 1.0))
    return away


def _told(rows: gpd.GeoDataFrame, told: pd.DataFrame | None) -> pd.DataFrame:
    """Return one row per town: what was told of it, and what is reported."""
    result = pd.DataFrame(rows).reset_index(drop=True)
    actors = [] if told is None else [c for c in told.columns if c not in {"contested", "no_data"}]
    if told is None or not actors:
        return result.assign(told=None, probability=0.0, no_data=1.0, brier=1.0, is_right=False)
    share = told[actors].to_numpy()
    best = share.argmax(axis=1)
    names = np.array(actors, dtype=object)
    is_true = names[None, :] == result["truth"].to_numpy(dtype=object)[:, None]
    # A holder that the method has never heard of got no probability at all.
    missed = (~is_true.any(axis=1)).astype(float)
    return result.assign(
        told=names[best],
        probability=share[np.arange(len(share)), best],
        no_data=told["no_data"].to_numpy(),
        brier=0.5 * (((share - is_true) ** 2).sum(axis=1) + missed),
        is_right=is_true[np.arange(len(share)), best],
    )


def _by(towns: gpd.GeoDataFrame, keys: list[str], order: list[str]) -> pd.DataFrame:
    rows = []
    for values, group in towns.groupby(keys, sort=True):
        rows.append(dict(zip(keys, values, strict=True)) | scores(group))
    table = pd.DataFrame(rows)
    rank = table["method"].map({name: i for i, name in enumerate(order)})
    return table.iloc[np.argsort(rank, kind="stable")].reset_index(drop=True)


def _verdict(
    total: pd.DataFrame, truth: gpd.GeoDataFrame, days: list[str], block_m: float | None
) -> str:
    own = total.iloc[0]
    n = int(own["n_towns"])
    sides = truth.drop_duplicates(["town", "truth"])["truth"].value_counts()
    small = [f"{name} ({count})" for name, count in sides.items() if count < FEW_OF_A_SIDE]
    how = "towns" if block_m is None else f"squares of {block_m / 1e3:g} km"
    low, high = own["accuracy_low"], own["accuracy_high"]
    first = (
        f"{n} towns on {', '.join(days)}, left out by {how}: the other towns' reports tell the "
        f"reported holder rightly in {own['accuracy']:.0%} of the cases (95 % interval {low:.0%} "
        f"to {high:.0%}), Brier {own['brier']:.3f}."
    )
    words = [first]
    if n < FEW_TOWNS:
        words.append(
            f"Too few to tell methods apart: with fewer than {FEW_TOWNS} towns the interval is "
            "wider than most differences."
        )
    if len(sides) < 2:
        words.append("Only one holder is reported, so being right is no merit.")
    if small:
        words.append(f"Held in too few towns to be learned: {', '.join(small)}.")
    floor = total[total["method"] == "commonest"]
    if len(floor) and own["accuracy"] <= floor["accuracy"].iloc[0]:
        words.append("Naming the commonest holder everywhere is right as often: trust the places.")
    words.append("This compares with reports, not with the truth.")
    return " ".join(words)
