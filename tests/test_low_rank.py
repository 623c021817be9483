"""The quick look agrees with the full one."""

from __future__ import annotations

import numpy as np
import pytest

from geoevents.control import robust_gp
from geoevents.control.low_rank import LEFT_OUT, factor
from geoevents.control.noisy_sites import Reports
from geoevents.control.robust_gp import Kernel, fit_field, look

KERNEL = Kernel(120_000.0, 150_000.0, rough_sd=1.0)


def _towns(n, wrong, seed=0):
    """Return points in a square of 300 km, and reports of a curved front with some wrong."""
    rng = np.random.default_rng(seed)
    points = rng.uniform(0, 300_000, (n, 2))
    is_held = points[:, 0] + 40_000 * np.sin(points[:, 1] / 50_000) > 150_000
    sign = np.where(is_held ^ (rng.random(n) < wrong), 1.0, -1.0)
    none = np.zeros(n)
    return points, Reports(sign, np.full(n, 0.1), none, none)


def test_what_is_left_out_of_the_factor_is_told():
    """The factor's square and what it leaves out make up the variance, and little is left."""
    points, _ = _towns(200, 0.0)
    full = KERNEL(points, points)
    factored, left = factor(200, KERNEL.variance(points), lambda i: full[:, i])
    assert factored.shape[1] < 200
    assert np.allclose((factored**2).sum(axis=1) + left, 65.0)
    assert left.max() < LEFT_OUT


def test_the_quick_look_prefers_the_true_error_rate():
    """With one report in ten wrong, a rate of a tenth has more evidence than one in a hundred."""
    points, reports = _towns(300, 0.1)
    rates = [np.full(300, 0.01), np.full(300, 0.1)]
    low, high = (found.log_evidence for _, found in look(points, reports, KERNEL, rates))
    assert high > low


@pytest.mark.parametrize("wrong", [0.0, 0.1])
def test_reports_taken_together_change_nothing_that_counts(monkeypatch, wrong):
    """Taking together what adds next to nothing keeps the map: few points change sides."""
    points, reports = _towns(700, wrong)
    cells = np.random.default_rng(1).uniform(0, 300_000, (2_000, 2))
    few = fit_field(points, reports, KERNEL)
    monkeypatch.setattr(robust_gp, "IDLE", 0.0)
    every = fit_field(points, reports, KERNEL)
    assert len(few.points) < 600 < len(every.points)
    difference = np.abs(few.predict(cells) - every.predict(cells))
    assert difference.mean() < 0.005
    assert ((few.predict(cells) > 0.5) != (every.predict(cells) > 0.5)).mean() < 0.005
