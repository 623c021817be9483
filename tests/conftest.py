"""What all tests share: patience, and no silent skip where everything is required."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

REQUIRE_ALL = os.environ.get("GEOEVENTS_REQUIRE_ALL") == "1"

# A slow machine is no failure. One commit gets one answer where nothing may be skipped; elsewhere
# each run tries other examples.
settings.register_profile("geoevents", deadline=None, derandomize=REQUIRE_ALL)
settings.load_profile("geoevents")


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


def _chromium() -> str | None:
    """Return the path of a Chromium: `GEOEVENTS_CHROMIUM`, or one on the path."""
    names = [os.environ.get("GEOEVENTS_CHROMIUM"), "chromium", "chromium-browser", "google-chrome"]
    return next((found for name in names if name and (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def chromium():
    """Give the path of a Chromium."""
    path = _chromium()
    if path is None:
        pytest.skip("no Chromium is installed; set GEOEVENTS_CHROMIUM to the path of one")
    return path


@pytest.fixture(scope="session")
def browser():
    """Give a headless Chromium that can reach no host."""
    driver = pytest.importorskip("playwright.sync_api", reason="the package playwright is missing")
    with driver.sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
        path = _chromium() or (str(own) if own.exists() else None)
        if path is None:
            pytest.skip("no Chromium is installed; set GEOEVENTS_CHROMIUM to the path of one")
        opened = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND"]
        )
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def viewer():
    """Give the folder of the built map viewer."""
    folder = Path(__file__).parents[1] / "geoevents" / "render" / "static"
    if not (folder / "viewer.js").exists():
        pytest.skip("the map viewer is not built; run `npm ci && npm run build` in viewer/")
    return folder


@pytest.fixture(scope="session")
def small_war(tmp_path_factory, viewer):
    """Save a map of the small war."""
    del viewer
    import render_data  # noqa: PLC0415  as geoevents: only where a map is drawn

    from geoevents.render import TimeMap  # noqa: PLC0415

    tables = {"control": render_data.control(), "claims": render_data.claims()}
    drawn = TimeMap(render_data.events(), **tables, title="A small war")
    return drawn.save(tmp_path_factory.mktemp("maps") / "map.html")


@pytest.fixture
def visit(browser, small_war):
    """Start visits that must end without a complaint and without a request."""
    from map_visit import Visit  # noqa: PLC0415

    opened = []

    def start(**options):
        opened.append(Visit(browser, small_war, **options))
        return opened[-1]

    yield start
    for one in opened:
        assert one.complaints == []
        assert one.outside() == []
        one.context.close()
