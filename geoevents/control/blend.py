"""Candidate fields → those that the reports make likely, each with its weight.

How far control reaches, how often reports err, whether fronts keep to rivers and how far they have
moved since an earlier map is not known beforehand. Each candidate is looked at quickly, and those
with a share of the evidence are fitted in full and averaged: with few reports no single choice can
be trusted.

References
----------
Hoeting, Madigan, Raftery & Volinsky (1999), Bayesian Model Averaging, Statistical Science 14.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from geoevents.control.noisy_sites import Array, Reports
from geoevents.control.robust_gp import Kernel, fit_field, look
from geoevents.control.threads import one_thread

__all__ = ["Blend", "Choice", "blend"]

# Candidate lengths of the smooth field, as shares of the places' spread: from villages that each
# have their own story to one front through the whole theatre. Error rates of a fresh report span
# "nearly always right" to "one in five wrong": 19 % of the reported changes in Ukraine's towns
# were taken back within a week.
SMOOTH_SHARES = (0.06, 0.12, 0.25, 0.5, 1.0, 2.0)
ROUGH_SHARE = 0.75
ERROR_RATES = (0.01, 0.03, 0.1, 0.2)
LIKELY_ERROR, ERROR_SPREAD = 0.05, 1.0  # log-normal prior of the error rate
RIVER_SD, RIVER_REACH = 6.0, 3.0  # step across a river; how far it runs on, in smooth lengths
N_TRIAL = 400  # places that the choice is made on
WORST_ERROR = 0.45  # a report so old says next to nothing
MOST_CHOICES = 3
LEAST_SHARE = 0.1  # of the evidence


@dataclass(frozen=True, slots=True)
class Choice:
    """One candidate: its kernel, error rate, the prior map's slope per metre, and its weight."""

    kernel: Kernel
    rate: float
    slope: float
    weight: float


@dataclass(frozen=True, slots=True)
class Blend:
    """What a blend is made of: places, their reported holders, and each one's doubt.

    `points` are rows of x, y in metres and the rivers' sides; `depth` has, for each actor, how
    deep (metres) each place lies in its area on an earlier map, negative outside; zeros if none.
    """

    points: Array
    holders: NDArray[np.object_]
    error: Array
    depth: dict[str, Array]

    def take(self, chosen: NDArray[np.intp]) -> Blend:
        """Return some of the places."""
        depth = {actor: deep[chosen] for actor, deep in self.depth.items()}
        return Blend(self.points[chosen], self.holders[chosen], self.error[chosen], depth)

    def reports(self, actor: str, rate: float, slope: float) -> Reports:
        """Return what is reported of one actor."""
        sign = np.where(self.holders == actor, 1.0, -1.0)
        none = np.zeros(len(sign))
        mean = slope * self.depth[actor] if slope else none
        return Reports(sign, doubt(self.error, rate), mean, none)

    def probability(self, choices: list[Choice], actor: str, points: Array, depth: Array) -> Array:
        """Return the probability, averaged over the choices, that the actor holds each point."""
        result = np.zeros(len(points))
        for choice in choices:
            reports = self.reports(actor, choice.rate, choice.slope)
            with one_thread():
                field = fit_field(self.points, reports, choice.kernel)
            result += choice.weight * field.predict(points, choice.slope * depth)
        return result


def doubt(error: Array, rate: float) -> Array:
    """Return each report's chance to be wrong, if a fresh one errs at `rate`."""
    return np.clip(error + rate, rate, WORST_ERROR)


def blend(
    evidence: Blend,
    actors: list[str],
    *,
    smooth_m: float | None = None,
    rate: float | None = None,
    slopes: tuple[tuple[float, float], ...] = ((0.0, 0.0),),
) -> list[Choice]:
    """Return the candidates that the evidence leaves, weights summing to one.

    Parameters
    ----------
    evidence : Blend
        All places.
    actors : list of str
        Those whose fields are judged.
    smooth_m, rate : float, optional
        Fixed by the user; all candidates otherwise.
    slopes : tuple of (float, float)
        Candidates of the prior map's slope per metre, as shares of the field's own deviation, and
        the log of how likely each is beforehand.
    """
    chosen = np.sort(np.random.default_rng(0).permutation(len(evidence.points))[:N_TRIAL])
    sample = evidence.take(chosen)
    spread = float(np.sqrt(evidence.points[:, :2].var(axis=0).sum())) or 1_000.0
    lengths = [smooth_m] if smooth_m else [spread * share for share in SMOOTH_SHARES]
    rates = [rate] if rate else list(ERROR_RATES)
    plain = [Kernel(length, spread * ROUGH_SHARE) for length in lengths]
    found = [
        (likelihood + score, Choice(kernel, error, slope * kernel.smooth_sd, 0.0))
        for slope, likelihood in slopes
        for kernel in plain
        for score, error in _scores(sample, actors, kernel, rates, slope * kernel.smooth_sd)
    ]
    if evidence.points.shape[1] > 2:
        before = {slope * plain[0].smooth_sd: likelihood for slope, likelihood in slopes}
        best = max(score for score, _ in found)
        likely = [c for score, c in found if score > best + 2.0 * np.log(LEAST_SHARE)]
        for kernel, slope in sorted({(c.kernel.smooth_m, c.slope) for c in likely}):
            of = [c for c in likely if (c.kernel.smooth_m, c.slope) == (kernel, slope)]
            reach = min(RIVER_REACH * kernel, 2.0 * spread)
            wet = replace(of[0].kernel, river_sd=RIVER_SD, river_m=reach)
            scores = _scores(sample, actors, wet, [c.rate for c in of], slope)
            likelihood = before[slope]
            found += [(likelihood + score, Choice(wet, e, slope, 0.0)) for score, e in scores]
    return _weighted(found)


def _scores(
    sample: Blend, actors: list[str], kernel: Kernel, rates: list[float], slope: float
) -> list[tuple[float, float]]:
    """Return the log evidence, over all actors, and the rate for each error rate."""
    total = np.array([-0.5 * (np.log(r / LIKELY_ERROR) / ERROR_SPREAD) ** 2 for r in rates])
    errors = [doubt(sample.error, r) for r in rates]
    for actor in actors:
        reports = sample.reports(actor, rates[0], slope)
        with one_thread():
            looks = look(sample.points, reports, kernel, errors)
        total += np.array([found.log_evidence for _, found in looks])
    return list(zip(total.tolist(), rates, strict=True))


def _weighted(found: list[tuple[float, Choice]]) -> list[Choice]:
    """Return the choices with the greatest evidence, with their shares of it."""
    ordered = sorted(found, key=lambda pair: -pair[0])[:MOST_CHOICES]
    share = np.exp(np.array([score for score, _ in ordered]) - ordered[0][0])
    share[share < LEAST_SHARE] = 0.0
    share /= share.sum()
    pairs = zip(share.tolist(), ordered, strict=True)
    return [replace(choice, weight=weight) for weight, (_, choice) in pairs if weight > 0.0]
