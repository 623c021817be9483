"""A quick first look at a field: reports → sites and evidence, from a few hundred directions.

A smooth field over many places varies in few directions. A pivoted Cholesky factor finds them, and
what they leave out of the variance counts as noise of each report's own, so that a hundred trial
fits cost less than one full one.

References
----------
Naish-Guzman & Holden (2007), The Generalized FITC Approximation, NeurIPS 20.
Harbrecht, Peters & Schneider (2012), On the low-rank approximation by the pivoted Cholesky
decomposition, Applied Numerical Mathematics 62.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cholesky, solve_triangular

from geoevents.control.noisy_sites import Array, Reports, Sites, matched, none_yet, site_evidence

__all__ = ["Sketch", "factor", "sketch"]

SWEEPS = 60
DAMPING = 0.8
SETTLED = 0.03
MOST_DIRECTIONS = 160
# Variance of a latent value that may be left out: a probit's own noise has variance 1.
LEFT_OUT = 0.7


@dataclass(frozen=True, slots=True)
class Sketch:
    """What the quick look found."""

    sites: Sites
    variance: Array
    log_evidence: float


def factor(
    n: int, variance: Array, column: Callable[[int], NDArray[np.float64]]
) -> tuple[Array, Array]:
    """Return a matrix (n, m) whose square is nearly the covariance, and the variance left out.

    Parameters
    ----------
    n : int
        Number of points.
    variance : array, shape (n,)
        The covariance's diagonal.
    column : callable
        Gives the covariance of all points with point i.
    """
    left = variance.copy()
    directions = np.zeros((min(MOST_DIRECTIONS, n), n))
    for found in range(len(directions)):
        pivot = int(np.argmax(left))
        if left[pivot] < LEFT_OUT:
            return np.ascontiguousarray(directions[:found].T), left
        known = directions[:found]
        row = (column(pivot) - known.T @ known[:, pivot]) / np.sqrt(left[pivot])
        directions[found] = row
        left = np.maximum(left - row**2, 0.0)
        left[pivot] = 0.0
    return np.ascontiguousarray(directions.T), left


def sketch(factored: Array, reports: Reports, start: Sites | None = None) -> Sketch:
    """Fit the reports in the directions of `factored` by expectation propagation.

    Parameters
    ----------
    factored : array, shape (n, m)
        See `factor`; `reports.noise` holds what it leaves out.
    reports : Reports
        What was reported.
    start : Sites, optional
        Those of a similar fit, which saves most of the sweeps.
    """
    n, m = factored.shape
    sites = start or none_yet(n)
    before = np.full(n, np.inf)
    value, variance, lower, used = np.zeros(n), np.ones(n), np.eye(m), sites
    for _ in range(SWEEPS):
        used = sites
        posterior = factored.T @ (used.precision[:, None] * factored)
        posterior[np.diag_indices(m)] += 1.0
        lower = cholesky(posterior, lower=True, check_finite=False)
        half = solve_triangular(lower, factored.T, lower=True, check_finite=False)
        variance = np.maximum(np.einsum("ij,ij->j", half, half), 1e-10)
        value = half.T @ (half @ used.shift)
        standing = (value + reports.mean) / np.sqrt(variance + reports.noise)
        if np.max(np.abs(standing - before)) < SETTLED:
            break
        before = standing
        sites = matched(reports, value, variance, used, DAMPING)
    evidence = site_evidence(reports, value, variance, used) - np.log(np.diag(lower)).sum()
    return Sketch(used, variance + reports.noise, float(evidence))
