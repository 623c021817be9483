"""A Gaussian process classifier that expects wrong labels: noisy reports → probabilities.

The latent field is a sum of a smooth and a rough Matérn process, and, where rivers run, of a step
across each whose height changes slowly along it. A report shows the field's sign with an error
that grows with its age. Expectation propagation integrates over "this report is wrong" instead of
bending the field around it, which a Laplace approximation does.

References
----------
Rasmussen & Williams (2006), Gaussian Processes for Machine Learning, sections 3.6 and 4.2.
Hernández-Lobato, Hernández-Lobato & Dupont (2011), Robust Multi-Class Gaussian Process
Classification, NeurIPS 24 (labels that are wrong with a given probability).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_solve, cholesky, solve_triangular
from scipy.spatial.distance import cdist
from scipy.special import ndtr

from geoevents.control.low_rank import Sketch, factor, sketch
from geoevents.control.noisy_sites import Array, Reports, Sites, matched

__all__ = ["Array", "Field", "Kernel", "fit_field", "look"]

SWEEPS = 40
DAMPING = 0.7
SETTLED = 0.02  # largest move, in standard deviations, of any report's latent value in one sweep
JITTER = 1e-6
BLOCK = 8_000  # rows predicted at once: bounds memory at BLOCK x reports x 8 bytes
# A report whose site adds less than this share to what is known of its place is taken together
# with its neighbours in the full fit: deep inside an area, a hundred say the same.
IDLE = 0.03
FEW = 300
CLUSTER = 1 / 8  # of the smooth length: side of the squares they are taken together in


@dataclass(frozen=True, slots=True)
class Kernel:
    """Covariance of the latent field between points, lengths in metres.

    A point is a row of x, y (metres) and the sides it lies on of each river (`rivers.sides`).
    """

    smooth_m: float
    rough_m: float
    river_m: float = 1.0
    smooth_sd: float = 8.0
    rough_sd: float = 3.0
    river_sd: float = 0.0

    def __call__(self, a: Array, b: Array, kind: type = np.float64) -> NDArray[Any]:
        """Return the covariance of points `a` (rows) and `b` (columns)."""
        distances: NDArray[Any] = cdist(a[:, :2], b[:, :2]).astype(kind, copy=False)
        result = _matern(distances, self.smooth_m, self.smooth_sd**2)
        rough = distances * kind(-1.0 / self.rough_m)
        np.exp(rough, out=rough)
        rough *= kind(self.rough_sd**2)
        result += rough
        if self.river_sd and a.shape[1] > 2:
            steps: NDArray[Any] = a[:, 2:].astype(kind) @ b[:, 2:].T.astype(kind)
            result += steps * _matern(distances, self.river_m, self.river_sd**2)
        return result

    def variance(self, points: Array) -> Array:
        """Return the variance of the latent field at each point."""
        steps: Array = np.square(points[:, 2:]).sum(axis=1)
        return np.asarray(self.smooth_sd**2 + self.rough_sd**2 + self.river_sd**2 * steps)


def _matern(distances: NDArray[Any], length: float, variance: float) -> NDArray[Any]:
    """Return Matérn's covariance of order 3/2, in the distances' own precision."""
    kind = distances.dtype.type
    scaled = distances * kind(np.sqrt(3.0) / length)
    result: NDArray[Any] = np.exp(-scaled)
    scaled += 1
    result *= scaled
    result *= kind(variance)
    return result


@dataclass(frozen=True, slots=True)
class Field:
    """A fitted field: the reports' points and what prediction needs of them."""

    kernel: Kernel
    points: Array
    weights: Array
    precision: NDArray[np.float32]

    def predict(self, points: Array, mean: Array | float = 0.0) -> Array:
        """Return the probability of a positive label at each point, without report error.

        Parameters
        ----------
        points : array, shape (n, 2 + rivers)
            As the field was fitted.
        mean : array, shape (n,), or float
            The field's prior mean there.
        """
        prior = np.broadcast_to(mean, len(points))
        out = np.empty(len(points))
        for first in range(0, len(points), BLOCK):
            block = points[first : first + BLOCK]
            # Single precision halves the work and moves a probability by less than 0.001.
            covariance = self.kernel(block, self.points, np.float32)
            value = covariance.astype(np.float64) @ self.weights + prior[first : first + BLOCK]
            explained = np.einsum("ij,ij->i", covariance @ self.precision, covariance)
            variance = np.maximum(self.kernel.variance(block) - explained, 0.0)
            out[first : first + BLOCK] = ndtr(value / np.sqrt(1.0 + variance))
        return out


def look(
    points: Array, reports: Reports, kernel: Kernel, errors: list[Array]
) -> list[tuple[Reports, Sketch]]:
    """Take a quick look at the field for each candidate of the reports' errors.

    Parameters
    ----------
    points : array, shape (n, 2 + rivers)
        Where the reports speak of.
    reports : Reports
        What they say; `noise` and `error` are set here.
    kernel : Kernel
        Covariance of the field.
    errors : list of array
        Probability, below 0.5, that each label is wrong; a list of candidates, best in order.
    """
    factored, left = factor(
        len(points), kernel.variance(points), lambda i: kernel(points, points[i : i + 1])[:, 0]
    )
    found: list[tuple[Reports, Sketch]] = []
    for error in errors:
        tried = Reports(reports.sign, error, reports.mean, left)
        start = found[-1][1].sites if found else None
        found.append((tried, sketch(factored, tried, start)))
    return found


def fit_field(points: Array, reports: Reports, kernel: Kernel) -> Field:
    """Fit the field to labelled points by expectation propagation (parallel updates, damped).

    A quick look takes together the reports that add next to nothing; the rest are fitted in full.

    Parameters
    ----------
    points : array, shape (n, 2 + rivers)
        Metres, in a projection that keeps distances near enough, and the rivers' sides.
    reports : Reports
        Labels, and the probability, below 0.5, that each is wrong.
    kernel : Kernel
        Covariance of the field.
    """
    tried, first = look(points, reports, kernel, [reports.error])[0]
    idle = first.sites.precision * first.variance < IDLE
    if len(points) <= FEW:
        idle[:] = False
    lively = np.flatnonzero(~idle)
    kept = Reports(tried.sign, tried.error, tried.mean, np.zeros(len(points))).take(lively)
    merged, settled = _together(points[idle], first.sites.take(np.flatnonzero(idle)), kernel)
    sites = Sites(
        np.concatenate([first.sites.precision[lively], settled.precision]),
        np.concatenate([first.sites.shift[lively], settled.shift]),
    )
    return _full(np.vstack([points[lively], merged]), kept, kernel, sites)


def _together(points: Array, sites: Sites, kernel: Kernel) -> tuple[Array, Sites]:
    """Return one point and one site for all that say the same in one square."""
    if not len(points):
        return points, sites
    square = np.floor(points[:, :2] / (kernel.smooth_m * CLUSTER)).astype(np.int64)
    keys = np.column_stack([square, sites.shift > 0.0])
    group = np.unique(keys, axis=0, return_inverse=True)[1].reshape(-1)
    precision = np.bincount(group, sites.precision).astype(np.float64)
    merged = np.column_stack([np.bincount(group, sites.precision * x) for x in points.T])
    shift = np.bincount(group, sites.shift).astype(np.float64)
    return merged / precision[:, None], Sites(precision, shift)


def _full(points: Array, reports: Reports, kernel: Kernel, sites: Sites) -> Field:
    """Fit the first points' reports, each direction of the field kept; other sites stay."""
    covariance = kernel(points, points)
    covariance[np.diag_indices_from(covariance)] += JITTER
    n, m = len(points), len(reports.sign)
    diagonal = np.diag(covariance).copy()
    before = np.full(m, np.inf)
    lower, root, used = np.eye(n), np.zeros(n), sites
    for _ in range(SWEEPS):
        used = sites
        root = np.sqrt(used.precision)
        lower = cholesky(
            np.eye(n) + root[:, None] * covariance * root, lower=True, check_finite=False
        )
        half = solve_triangular(lower, root[:, None] * covariance, lower=True, check_finite=False)
        variance = np.maximum(diagonal - np.einsum("ij,ij->j", half, half), 1e-10)[:m]
        value = (covariance @ used.shift - half.T @ (half @ used.shift))[:m]
        standing = (value + reports.mean) / np.sqrt(variance)
        if np.max(np.abs(standing - before), initial=0.0) < SETTLED:
            break
        before = standing
        moved = matched(reports, value, variance, used.take(np.arange(m)), DAMPING)
        sites = Sites(
            np.concatenate([moved.precision, used.precision[m:]]),
            np.concatenate([moved.shift, used.shift[m:]]),
        )
    pulled = cho_solve((lower, True), root * (covariance @ used.shift), check_finite=False)
    solved = cho_solve((lower, True), np.diag(root), check_finite=False)
    precision = (root[:, None] * solved).astype(np.float32)
    return Field(kernel, points, used.shift - root * pulled, precision)
