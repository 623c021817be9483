"""What one report that may be wrong says of the field beneath it, as expectation propagation asks.

A report shows the sign of the latent value through a probit, and with probability `error` the
opposite. Each report is stood for by a Gaussian *site* (precision, shift) with the same moments.

References
----------
Rasmussen & Williams (2006), Gaussian Processes for Machine Learning, section 3.6.
Hernández-Lobato, Hernández-Lobato & Dupont (2011), Robust Multi-Class Gaussian Process
Classification, NeurIPS 24 (labels that are wrong with a given probability).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

__all__ = ["Array", "Reports", "Sites", "matched", "none_yet", "site_evidence"]

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Reports:
    """Labels (+1, -1), how likely each is wrong, the field's mean there, and its extra noise."""

    sign: Array
    error: Array
    mean: Array
    noise: Array

    def take(self, chosen: NDArray[np.intp]) -> Reports:
        """Return some of the reports."""
        return Reports(self.sign[chosen], self.error[chosen], self.mean[chosen], self.noise[chosen])


@dataclass(frozen=True, slots=True)
class Sites:
    """The Gaussians that stand for the reports."""

    precision: Array
    shift: Array

    def take(self, chosen: NDArray[np.intp]) -> Sites:
        """Return the sites of some of the reports."""
        return Sites(self.precision[chosen], self.shift[chosen])


def none_yet(n: int) -> Sites:
    """Return sites that say nothing."""
    return Sites(np.zeros(n), np.zeros(n))


def matched(reports: Reports, value: Array, variance: Array, sites: Sites, damping: float) -> Sites:
    """Return the sites moved towards those that match each report's moments.

    Parameters
    ----------
    value, variance : array
        The field's posterior at the reports, less its prior mean.
    damping : float
        Share of the way that the sites are moved.
    """
    middle, spread = _cavity(value, variance, sites)
    scale = 1.0 + reports.noise + spread
    z = reports.sign * (middle + reports.mean) / np.sqrt(scale)
    share = 1.0 - 2.0 * reports.error
    density = np.exp(-0.5 * z * z) / np.sqrt(2.0 * np.pi)
    total = reports.error + share * ndtr(z)
    slope = share * reports.sign * density / np.sqrt(scale) / total
    curvature = np.minimum(-share * z * density / scale / total - slope**2, -1e-9)
    moment_variance = spread + curvature * spread**2
    moment_mean = middle + slope * spread
    precision = np.maximum(1.0 / moment_variance - 1.0 / spread, 1e-9)
    shift = moment_mean / moment_variance - middle / spread
    return Sites(
        sites.precision + damping * (precision - sites.precision),
        sites.shift + damping * (shift - sites.shift),
    )


def site_evidence(reports: Reports, value: Array, variance: Array, sites: Sites) -> float:
    """Return the sites' part of the log marginal likelihood (Rasmussen & Williams, eq. 3.65)."""
    middle, spread = _cavity(value, variance, sites)
    z = reports.sign * (middle + reports.mean) / np.sqrt(1.0 + reports.noise + spread)
    total = np.log(reports.error + (1.0 - 2.0 * reports.error) * ndtr(z)).sum()
    precision, shift = sites.precision, sites.shift
    total += 0.5 * np.log1p(precision * spread).sum()
    joint = 1.0 / spread + precision
    total += 0.5 * (shift @ value) - 0.5 * (shift**2 / joint).sum()
    bias = (precision * middle - 2.0 * shift) / spread / joint
    return float(total + 0.5 * (middle * bias).sum())


def _cavity(value: Array, variance: Array, sites: Sites) -> tuple[Array, Array]:
    """Return mean and variance of each latent value without its own report."""
    spread = 1.0 / np.maximum(1.0 / variance - sites.precision, 1e-10)
    return (value / variance - sites.shift) * spread, spread
