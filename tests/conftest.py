"""What all tests share: patience, and no silent skip where everything is required."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

# A slow machine is no failure.
settings.register_profile("geoevents", deadline=None)
settings.load_profile("geoevents")

REQUIRE_ALL = os.environ.get("GEOEVENTS_REQUIRE_ALL") == "1"


def _required(report):
    """Turn a skip into a failure where, as in CI, nothing may be left unchecked."""
    if REQUIRE_ALL and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{reason}\nGEOEVENTS_REQUIRE_ALL=1: a skip is a failure."
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport():
    """Look at every test's outcome."""
    return _required((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report():
    """Look at modules that skip themselves as a whole."""
    return _required((yield))
