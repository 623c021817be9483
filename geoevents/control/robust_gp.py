"""A Gaussian process classifier that expects wrong labels: noisy reports → probabilities.

The latent field is a sum of a smooth and a rough Matérn process; a report shows its sign with an
error that grows with its age. Expectation propagation integrates over "this report is wrong"
instead of bending the field around it, which a Laplace approximation does.

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

__all__ = ["Field", "Kernel", "fit_field"]

Array = NDArray[np.float64]

SWEEPS = 40
DAMPING = 0.7
SETTLED = 0.02  # largest move, in standard deviations, of any report's latent value in one sweep
JITTER = 1e-6
BLOCK = 8_000  # rows predicted at once: bounds memory at BLOCK x reports x 8 bytes


@dataclass(frozen=True, slots=True)
class Kernel:
    """Covariance of the latent field: smooth (Matérn 3/2) plus rough (Matérn 1/2), lengths in m."""

    smooth_m: float
    rough_m: float
    smooth_sd: float = 8.0
    rough_sd: float = 3.0

    def __call__(self, distances: NDArray[Any]) -> NDArray[Any]:
        """Return the covariance at distances in metres, in the distances' own precision."""
        scaled = distances * distances.dtype.type(np.sqrt(3.0) / self.smooth_m)
        result: NDArray[Any] = np.exp(-scaled)
        scaled += 1
        result *= scaled
        result *= distances.dtype.type(self.smooth_sd**2)
        rough = np.exp(distances * distances.dtype.type(-1.0 / self.rough_m))
        rough *= distances.dtype.type(self.rough_sd**2)
        result += rough
        return result

    @property
    def variance(self) -> float:
        """The covariance at distance zero."""
        return self.smooth_sd**2 + self.rough_sd**2


@dataclass(frozen=True, slots=True)
class Field:
    """A fitted field: the reports' points and what prediction needs of them."""

    kernel: Kernel
    points: Array
    weights: Array
    precision: NDArray[np.float32]
    log_evidence: float

    def predict(self, points: Array) -> Array:
        """Return the probability of a positive label at each point, without report error.

        Parameters
        ----------
        points : array, shape (n, 2)
            Metres, in the projection the field was fitted in.
        """
        out = np.empty(len(points))
        for first in range(0, len(points), BLOCK):
            block = points[first : first + BLOCK]
            # Single precision halves the work and moves a probability by less than 0.001.
            covariance = self.kernel(cdist(block, self.points).astype(np.float32))
            mean = covariance.astype(np.float64) @ self.weights
            explained = np.einsum("ij,ij->i", covariance @ self.precision, covariance)
            variance = np.maximum(self.kernel.variance - explained, 0.0)
            out[first : first + BLOCK] = ndtr(mean / np.sqrt(1.0 + variance))
        return out


def fit_field(points: Array, is_positive: NDArray[np.bool_], error: Array, kernel: Kernel) -> Field:
    """Fit the field to labelled points by expectation propagation (parallel updates, damped).

    Parameters
    ----------
    points : array, shape (n, 2)
        Metres, in a projection that keeps distances near enough.
    is_positive : array of bool, shape (n,)
        The reports' labels.
    error : array, shape (n,)
        Probability, below 0.5, that each label is wrong.
    kernel : Kernel
        Covariance of the field.
    """
    sign = np.where(is_positive, 1.0, -1.0)
    covariance = kernel(cdist(points, points))
    covariance[np.diag_indices_from(covariance)] += JITTER
    n = len(sign)
    site_precision, site_shift = np.zeros(n), np.zeros(n)
    mean, variance = np.zeros(n), np.diag(covariance).copy()
    before = np.full(n, np.inf)
    factor, root = np.eye(n), np.zeros(n)
    for _ in range(SWEEPS):
        precision, shift = _sites(sign, error, mean, variance, site_precision, site_shift)
        site_precision = site_precision + DAMPING * (precision - site_precision)
        site_shift = site_shift + DAMPING * (shift - site_shift)
        root = np.sqrt(site_precision)
        factor = cholesky(
            np.eye(n) + root[:, None] * covariance * root, lower=True, check_finite=False
        )
        half = solve_triangular(factor, root[:, None] * covariance, lower=True, check_finite=False)
        variance = np.maximum(np.diag(covariance) - np.einsum("ij,ij->j", half, half), 1e-10)
        mean = covariance @ site_shift - half.T @ (half @ site_shift)
        standing = mean / np.sqrt(variance)
        if np.max(np.abs(standing - before)) < SETTLED:
            break
        before = standing
    pulled = cho_solve((factor, True), root * (covariance @ site_shift), check_finite=False)
    weights = site_shift - root * pulled
    evidence = _log_evidence(sign, error, mean, variance, site_precision, site_shift, factor)
    solved = cho_solve((factor, True), np.diag(root), check_finite=False)
    precision = (root[:, None] * solved).astype(np.float32)
    return Field(kernel, points, weights, precision, evidence)


def _cavity(
    mean: Array, variance: Array, site_precision: Array, site_shift: Array
) -> tuple[Array, Array]:
    """Return mean and precision of each latent value without its own report."""
    precision = np.maximum(1.0 / variance - site_precision, 1e-10)
    return (mean / variance - site_shift) / precision, precision


def _sites(
    sign: Array,
    error: Array,
    mean: Array,
    variance: Array,
    site_precision: Array,
    site_shift: Array,
) -> tuple[Array, Array]:
    """Return the sites that match the moments of p(label) = error + (1 - 2 error) Phi."""
    cavity_mean, cavity_precision = _cavity(mean, variance, site_precision, site_shift)
    spread = 1.0 + 1.0 / cavity_precision
    z = sign * cavity_mean / np.sqrt(spread)
    share = 1.0 - 2.0 * error
    density = np.exp(-0.5 * z * z) / np.sqrt(2.0 * np.pi)
    total = error + share * ndtr(z)
    slope = share * sign * density / np.sqrt(spread) / total
    curvature = np.minimum(-share * z * density / spread / total - slope**2, -1e-9)
    moment_variance = 1.0 / cavity_precision + curvature / cavity_precision**2
    moment_mean = cavity_mean + slope / cavity_precision
    precision = np.maximum(1.0 / moment_variance - cavity_precision, 1e-9)
    return precision, moment_mean / moment_variance - cavity_mean * cavity_precision


def _log_evidence(
    sign: Array,
    error: Array,
    mean: Array,
    variance: Array,
    site_precision: Array,
    site_shift: Array,
    factor: Array,
) -> float:
    """Return EP's estimate of the log marginal likelihood (Rasmussen & Williams, eq. 3.65)."""
    cavity_mean, cavity_precision = _cavity(mean, variance, site_precision, site_shift)
    z = sign * cavity_mean / np.sqrt(1.0 + 1.0 / cavity_precision)
    total = np.log(error + (1.0 - 2.0 * error) * ndtr(z)).sum()
    total -= np.log(np.diag(factor)).sum()
    total += 0.5 * np.log1p(site_precision / cavity_precision).sum()
    joint = cavity_precision + site_precision
    total += 0.5 * (site_shift @ mean) - 0.5 * (site_shift**2 / joint).sum()
    bias = cavity_precision * (site_precision * cavity_mean - 2.0 * site_shift) / joint
    return float(total + 0.5 * (cavity_mean * bias).sum())
