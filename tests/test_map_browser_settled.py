"""The first view: nothing that stands over the map covers a mark."""

from __future__ import annotations

from pathlib import Path

import pytest
from map_visit import SIZES, Visit

from geoevents import extract_claims, read_reports
from geoevents.render import TimeMap

pytestmark = pytest.mark.browser

REPORTS = Path(__file__).parents[1] / "data" / "reports"
SCREENS = {**SIZES, "frame": (640, 420), "wide": (1920, 1080)}
# Marks that something covers, or the edge of the map cuts.
COVERED = """() => {
  const map = document.querySelector(".folium-map").getBoundingClientRect();
  const over = document.querySelectorAll(".credit, .date, .beyond, .leaflet-control, .time, .side");
  const panels = [...over].filter((one) => !one.hidden).map((one) => one.getBoundingClientRect());
  const covered = [];
  for (const button of document.querySelectorAll(".walk button")) {
    const box = button.getBoundingClientRect();
    const hit = panels.some((p) => p.width && box.left < p.right && box.right > p.left &&
      box.top < p.bottom && box.bottom > p.top);
    const cut = box.left < map.left || box.right > map.right ||
      box.top < map.top || box.bottom > map.bottom;
    if (hit || cut) covered.push(button.ariaLabel);
  }
  return covered;
}"""


@pytest.fixture(scope="module")
def sample(tmp_path_factory, viewer):
    """Save a map of the sample reports, as a newcomer's first map is."""
    del viewer
    claims = extract_claims(read_reports([REPORTS]))
    return TimeMap(None, claims=claims).save(tmp_path_factory.mktemp("sample") / "map.html")


def visit_at(browser, path, size, fragment=""):
    """Open a map on a screen of a size."""
    one = Visit(browser, path, fragment=fragment)
    width, height = SCREENS[size]
    one.page.set_viewport_size({"width": width, "height": height})
    one.page.reload()
    one.page.wait_for_selector("[data-ready=true]")
    one.page.wait_for_timeout(300)
    return one


@pytest.mark.parametrize("size", SCREENS)
@pytest.mark.parametrize("fragment", ["", "#lang=ar"])
def test_no_mark_is_covered_at_first(browser, sample, size, fragment):
    """On every screen, in both directions of writing, all marks of the first view are free."""
    one = visit_at(browser, sample, size, fragment)
    assert one.page.evaluate(COVERED) == []
    assert one.complaints == []
    one.context.close()


@pytest.mark.parametrize("size", ["phone", "frame"])
def test_no_mark_is_covered_in_a_frame(browser, small_war, size):
    """An embedded map, where little room is left, keeps its marks free too."""
    one = visit_at(browser, small_war, size, "#embed=1")
    assert one.page.evaluate(COVERED) == []
    assert one.page.locator(".walk button").count() > 3
    one.context.close()


def test_the_credit_stands_below_the_map(visit):
    """Names and the word on borders take a line of their own, also when they are opened."""
    page = visit(size="phone").page
    for _ in range(2):
        credit = page.locator(".credit").bounding_box()
        stage = page.locator(".stage").bounding_box()
        assert credit["y"] >= stage["y"] + stage["height"] - 1
        page.locator(".credit summary").click()
        page.wait_for_timeout(100)


def test_a_link_with_a_view_is_not_moved(browser, small_war):
    """Who copied an address gets the view that it holds."""
    one = Visit(browser, small_war, fragment="#view=36.3705,37.5178,9&w=1")
    one.page.wait_for_timeout(200)
    stage = one.page.locator(".stage").bounding_box()
    mark = one.page.locator(".walk button[aria-label^=al-Bab]").bounding_box()
    for at, size in (("x", "width"), ("y", "height")):
        middle = mark[at] + mark[size] / 2
        assert abs(middle - stage[at] - stage[size] / 2) <= 2
    one.context.close()
