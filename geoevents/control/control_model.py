"""Claims → the probability, at any point and day, that each actor reportedly holds it.

`ControlModel` reads the places' reported status in force on a day, ages it (`place_evidence`), and
averages the robust Gaussian processes that the reports make likely (`blend`): areas between places
are estimated, and where no dated report reaches, the estimate says that there is no data.
"""

from __future__ import annotations

import warnings
from typing import Self

import geopandas as gpd
import numpy as np
import pandas as pd
from scipy.special import ndtr

from geoevents.control.blend import Blend, blend
from geoevents.control.place_evidence import Array, Evidence, dispute, evidence_on, support
from geoevents.control.place_status import estimate_place_status
from geoevents.control.prior_map import PriorMap, read_prior
from geoevents.control.rivers import NO_RIVERS, Rivers, rivers_near
from geoevents.errors import GeoEventsError, InputError, TableError
from geoevents.schema import CLAIMS

__all__ = ["ControlModel"]

JUDGED = 4  # actors, most reported first, whose fields choose among the candidates
ALONE_SLOPE = 1.0 / 5_000.0  # of a prior map that no report supports, per metre


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
    rivers : bool
        Whether fronts may keep to the large rivers of the base map; the reports decide whether
        they do.
    prior : GeoDataFrame, optional
        An earlier map of control: polygons with `actor_id`, and its day in `valid_from` where
        that is known. It stands where reports do not say otherwise.

    Examples
    --------
    >>> model = ControlModel().fit(claims)  # doctest: +SKIP
    >>> model.predict(points, at="2015-02-09")  # doctest: +SKIP

    References
    ----------
    See `geoevents.control.robust_gp`, `blend` and `rivers` for the method.
    """

    def __init__(
        self,
        *,
        error_rate: float | None = None,
        smooth_m: float | None = None,
        reach_m: float | None = None,
        max_age_days: float | None = None,
        rivers: bool = True,
        prior: gpd.GeoDataFrame | None = None,
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
        self.rivers = rivers
        self._prior: PriorMap | None = None if prior is None else read_prior(prior)
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
            of the leader's probability, or 1 at a place that is reported contested) and `no_data`
            (0 to 1: how little the reports say there).

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
        if self._prior is not None:
            actors = sorted({*actors, *self._prior.areas})
        evidence = evidence_on(status, at, self.max_age_days)
        moment = pd.Timestamp(at)
        moment = moment.tz_localize("UTC") if moment.tzinfo is None else moment.tz_convert("UTC")
        where = geometry.to_crs(evidence.crs)
        xy = np.column_stack([where.x, where.y])
        table, known = self._shares(evidence, xy, actors, moment)
        result = pd.DataFrame(table, columns=actors, index=points.index)
        ranked = np.sort(table, axis=1)
        leader, second = ranked[:, -1], ranked[:, -2] if len(actors) > 1 else np.zeros(len(table))
        result["contested"] = np.maximum(second / leader, dispute(evidence, xy))
        result["no_data"] = 1.0 - known
        return result

    def _shares(
        self, evidence: Evidence, xy: Array, actors: list[str], moment: pd.Timestamp
    ) -> tuple[Array, Array]:
        """Return each actor's probability at each point, and how much is known there (0 to 1)."""
        n_of = pd.Series(evidence.actor_ids, dtype=object).value_counts()
        seen = [actor for actor in actors if actor in n_of.index or self._prior_knows(actor)]
        table = np.full((len(xy), len(actors)), 1.0 / len(actors))
        known = support(evidence, xy, self.reach_m) if len(evidence.points) else np.zeros(len(xy))
        if self._prior is not None and self._is_fresh(self._prior.age_days(moment)):
            known = np.maximum(known, self._prior.covers(xy, evidence.crs))
        if not seen:
            return table, known
        table[:] = 0.0
        if len(seen) == 1:
            table[:, actors.index(seen[0])] = 1.0
            return table, known
        fitted = seen if len(seen) > 2 else seen[:1]
        for actor, share in zip(fitted, self._fields(evidence, xy, fitted, moment), strict=True):
            table[:, actors.index(actor)] = share
        if len(seen) == 2:
            table[:, actors.index(seen[1])] = 1.0 - table[:, actors.index(seen[0])]
        table = np.clip(table, 1e-9, 1.0)
        table /= table.sum(axis=1, keepdims=True)
        return table, known

    def _fields(
        self, evidence: Evidence, xy: Array, actors: list[str], moment: pd.Timestamp
    ) -> list[Array]:
        """Return the probability, at each point, that each of the actors holds it."""
        places, prior, crs = evidence.points, self._prior, evidence.crs
        none = np.zeros(len(xy))
        depth = {a: prior.depth(a, xy, crs) if prior is not None else none for a in actors}
        if not len(places):
            return [np.asarray(ndtr(depth[a] * ALONE_SLOPE)) for a in actors]
        rivers = self._rivers(evidence)
        at_places = {
            a: prior.depth(a, places, crs) if prior is not None else np.zeros(len(places))
            for a in actors
        }
        told = Blend(
            np.hstack([places, rivers.sides(places)]),
            evidence.actor_ids,
            evidence.error,
            at_places,
        )
        n_of = pd.Series(evidence.actor_ids, dtype=object).value_counts()
        judged = sorted(actors, key=lambda a: (-n_of.get(a, 0), a))[:JUDGED]
        slopes = prior.slopes(moment) if prior is not None else ((0.0, 0.0),)
        choices = blend(told, judged, smooth_m=self.smooth_m, rate=self.error_rate, slopes=slopes)
        where = np.hstack([xy, rivers.sides(xy)])
        return [told.probability(choices, a, where, depth[a]) for a in actors]

    def _prior_knows(self, actor: str) -> bool:
        return self._prior is not None and actor in self._prior.areas

    def _is_fresh(self, age_days: float) -> bool:
        return self.max_age_days is None or age_days <= self.max_age_days

    def _rivers(self, evidence: Evidence) -> Rivers:
        """Return the rivers among the places; none, with a warning, without a base map."""
        if not self.rivers:
            return NO_RIVERS
        try:
            return rivers_near(evidence.points, evidence.crs)
        except GeoEventsError as error:
            warnings.warn(f"Rivers are left out of the estimate. {error}", stacklevel=4)
            return NO_RIVERS
