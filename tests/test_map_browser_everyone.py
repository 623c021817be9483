"""The map for everyone, in a real browser: keyboard, phones, less motion, no barrier for axe."""

from __future__ import annotations

import re

import pandas as pd
import pytest
import render_data
from map_visit import SIZES, Visit

from geoevents.render import MapStyle, TimeMap

pytestmark = pytest.mark.browser

LAND = "247,244,236,255"
COLOURS = """() => {
  const canvas = document.querySelector(".leaflet-ge-ground-pane canvas");
  const copy = Object.assign(document.createElement("canvas"), {width: 500, height: 400});
  const own = copy.getContext("2d", {willReadFrequently: true});
  own.drawImage(canvas, 0, 0);
  const data = own.getImageData(0, 0, 500, 400).data;
  const seen = new Set();
  for (let i = 0; i < data.length; i += 400) seen.add(data.slice(i, i + 4).join());
  return [...seen];
}"""


def test_everything_in_view_can_be_reached_by_tab(visit):
    """Two hundred steps of Tab visit the map, time, panels, and never get lost in the dark."""
    page = visit().page
    seen = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        where = page.evaluate(
            "['walk','time','side','leaflet-control-zoom']"
            ".find((c) => document.activeElement.closest('.' + c))"
        )
        seen.add(where)
    assert {"walk", "time", "side", "leaflet-control-zoom"} <= seen


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_reader_with_less_motion_gets_none(browser, tmp_path, viewer, theme):
    """Themes open alike, and a reader who asked for less motion sees no animation."""
    del viewer
    path = TimeMap(render_data.events(), style=MapStyle(theme=theme)).save(tmp_path / "m.html")
    one = Visit(browser, path)
    assert one.page.locator("#geoevents-app").get_attribute("data-theme") == theme
    assert one.complaints == []
    one.context.close()


@pytest.mark.parametrize("size", ["desk", "phone"])
@pytest.mark.parametrize(
    "style",
    [{"theme": "light"}, {"theme": "dark"}, {"theme": "print"}, {"lang": "ar", "theme": "dark"}],
    ids=["light", "dark", "print", "arabic"],
)
def test_axe_finds_no_barrier(browser, tmp_path, viewer, size, style):
    """Neither at the start nor in any panel or view does axe-core name a violation."""
    source = viewer.parents[2] / "viewer" / "node_modules" / "axe-core" / "axe.min.js"
    if not source.exists():
        pytest.skip("axe-core is not installed; run `npm ci` in viewer/")
    control = pd.concat([render_data.control(), render_data.areas()], ignore_index=True)
    drawn = TimeMap(
        render_data.events(),
        control=control,
        claims=render_data.claims(),
        title="A war",
        style=MapStyle(note="A note", edition="2", corrections=("One",), **style),
    )
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, bypass_csp=True)
    page = context.new_page()
    page.goto(f"{drawn.save(tmp_path / 'm.html').as_uri()}#d=2017-02-23")
    page.wait_for_selector("[data-ready=true]")
    page.evaluate(source.read_text("utf-8"))
    found = {}

    def look(state):
        page.wait_for_timeout(300)
        opened = "document.querySelectorAll('details').forEach((one) => (one.open = true))"
        page.evaluate(opened)
        found[state] = page.evaluate(
            "axe.run().then((found) => found.violations.map((one) => "
            "`${one.id}: ${one.nodes.map((node) => node.target)}`))"
        )

    look("start")
    for tab in ("key", "events", "places", "compare", "about"):
        page.locator(f"#ge-tab-{tab}").click()
        look(tab)
    page.locator(".walk button").first.focus()
    page.keyboard.press("Enter")
    look("evidence")
    tools = page.locator(".toolbar button")
    tools.nth(1).click()
    page.locator("#ge-tab-compare").click()
    look("comparison")
    page.get_by_label(re.compile("^(Chart|الرسم البياني)$")).select_option("areas")
    tools.nth(0).click()
    look("rows")
    tools.nth(2).click()
    look("save")
    assert {state: said for state, said in found.items() if said} == {}
    context.close()


def test_a_phone_moves_what_was_chosen_above_the_sheet(visit):
    """The sheet covers the lower part; the mark it speaks of stays in sight, by one tap."""
    one = visit(size="phone")
    page = one.page
    box = page.locator(".walk button[aria-label^=Raqqa]").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_timeout(500)
    assert page.get_by_role("heading", name="Raqqa", exact=True).is_visible()
    sheet = page.locator(".side").bounding_box()
    moved = page.locator(".walk button[aria-label^=Raqqa]").bounding_box()
    assert moved["y"] + moved["height"] <= sheet["y"]
    assert LAND in page.evaluate(COLOURS)
    page.get_by_role("button", name="Close").click()
    page.wait_for_timeout(400)
    assert page.get_by_role("button", name="Play").is_visible()


@pytest.mark.parametrize("where", ["body", "slider", "tab"])
def test_space_plays_from_wherever_it_means_nothing_else(visit, where):
    """Page, slider and tabs: Space plays; in a box for words it writes a space."""
    page = visit().page
    if where == "slider":
        page.get_by_label("Date shown").focus()
    elif where == "tab":
        page.get_by_role("tab", name="Key").focus()
    page.keyboard.press("Space")
    assert page.get_by_role("button", name="Pause").is_visible()
    page.keyboard.press("Space")
    assert page.get_by_role("button", name="Play").is_visible()
    page.get_by_role("tab", name="Events").click()
    page.get_by_role("searchbox").press("Space")
    assert page.get_by_role("searchbox").input_value() == " "
    assert page.get_by_role("button", name="Play").is_visible()


@pytest.mark.parametrize("size", SIZES)
def test_places_beyond_the_view_are_told_and_reached(visit, size):
    """The map says how many lie outside, shows all that it drew, and leads back."""
    one = visit(size=size)
    one.page.get_by_label("Days shown").select_option("0")
    everything = one.shown()
    for _ in range(3):
        one.page.get_by_role("button", name="Zoom in").click()
        one.page.wait_for_timeout(350)
    told = one.page.locator(".beyond")
    assert re.fullmatch(r"\d+ places? beyond this view: show all", told.inner_text())
    near = one.shown()
    assert len(near) < len(everything)
    told.click()
    told_of = " ".join(one.shown())  # on a phone some share a mark
    assert all(name in told_of for name in ("Raqqa", "Kobani", "Aleppo"))
    stage = one.page.locator(".stage").bounding_box()
    for box in [one_box.bounding_box() for one_box in one.page.locator(".walk button").all()]:
        assert box["y"] >= stage["y"]
        assert box["y"] + box["height"] <= stage["y"] + stage["height"]
        assert box["x"] >= stage["x"]
        assert box["x"] + box["width"] <= stage["x"] + stage["width"]
    assert told.inner_text() == "Back to the view before"
    told.click()
    assert one.shown() == near
    assert "show all" in told.inner_text()
