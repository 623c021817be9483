"""The map in a real browser with every host unreachable: what a reader sees and can do."""

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


@pytest.mark.parametrize("size", SIZES)
def test_it_opens_without_a_request_or_a_complaint(visit, size):
    """Every screen shows title, date, map and time, and nothing is wider than the screen."""
    page = visit(size=size).page
    assert page.get_by_role("heading", name="A small war").is_visible()
    assert page.locator(".dates .now").inner_text() == "17 October 2017"
    assert page.get_by_role("button", name="Play").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator(".leaflet-control-scale").is_visible()
    credit = page.locator(".credit")
    assert "Natural Earth" in credit.inner_text()
    assert "Borders state no position" in credit.inner_text()
    assert credit.bounding_box()["height"] < 40  # names alone, until it is opened


def test_the_base_map_is_drawn(visit):
    """The canvas holds land, not an empty ground."""
    assert LAND in visit().page.evaluate(COLOURS)


def test_the_slider_moves_time_and_control(visit):
    """Al-Bab is held by one actor, contested, then held by another; the date is exact."""
    one = visit()
    for day, held in [
        ("2015-02-09", "al-Bab, Reportedly held by Islamic State"),
        ("2017-01-01", "al-Bab, Reportedly contested between Islamic State"),
        ("2017-02-23", "al-Bab, Reportedly held by Turkish-backed rebels"),
    ]:
        one.to(day)
        labels = {re.sub("[\u2068\u2069]", "", label) for label in one.shown()}
        assert any(label.startswith(held) for label in labels), labels
        assert one.page.locator(".dates .now").get_attribute("data-day") == day


def test_the_slider_answers_to_the_keyboard(visit):
    """An arrow key is one day, and the date is told."""
    page = visit().page
    page.get_by_label("Date shown").focus()
    page.keyboard.press("ArrowLeft")
    assert page.locator(".dates .now").inner_text() == "16 October 2017"
    assert page.get_by_label("Date shown").get_attribute("aria-valuetext") == "16 October 2017"
    assert page.locator(".dates .now").get_attribute("aria-live") == "polite"


def test_it_plays_and_pauses(visit):
    """Played from the end it starts anew, moves on by itself, and stands still when paused."""
    page = visit().page
    page.get_by_role("button", name="Play").click()
    for _ in range(80):  # playwright's own waiting needs eval, which the page's policy refuses
        if page.locator(".dates .now").get_attribute("data-day") > "2014-02-15":
            break
        page.wait_for_timeout(100)
    assert page.locator(".dates .now").get_attribute("data-day") > "2014-02-15"
    page.get_by_role("button", name="Pause").click()
    day = page.locator(".dates .now").inner_text()
    page.wait_for_timeout(900)
    assert page.locator(".dates .now").inner_text() == day
    assert page.get_by_role("button", name="Play").is_visible()


def test_the_first_day_shown_can_be_moved(visit):
    """The left handle of the window is a slider of its own."""
    page = visit().page
    handle = page.get_by_role("slider", name="First day shown")
    handle.focus()
    before = handle.get_attribute("aria-valuetext")
    page.keyboard.press("ArrowLeft")
    assert handle.get_attribute("aria-valuetext") != before
    page.keyboard.press("Home")
    assert handle.get_attribute("aria-valuetext") == "1 January 2014"
    assert page.get_by_label("Days shown").input_value() == "0"


def test_it_shows_in_a_sandboxed_frame(browser, tmp_path, viewer):
    """As in a notebook: a frame without its own origin still draws, and complains of nothing."""
    del viewer
    drawn = TimeMap(render_data.events(), claims=render_data.claims())
    path = tmp_path / "frame.html"
    path.write_text(f"<!DOCTYPE html><title>x</title>{drawn._repr_html_()}", "utf-8")
    page = browser.new_page()
    complaints = []
    page.on("console", lambda said: complaints.append(said.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(path.as_uri())
    frame = page.frame_locator("iframe")
    frame.locator("[data-ready=true]").wait_for()
    assert complaints == []
    page.close()


def test_a_link_opens_the_same_view(browser, visit, small_war):
    """The address follows the reader's choices, and opens them again."""
    one = visit()
    one.to("2015-02-09")
    one.page.get_by_role("checkbox", name="Islamic State").uncheck()
    one.page.locator(".walk button[aria-label^=Azaz]").focus()
    one.page.keyboard.press("Enter")
    one.page.wait_for_timeout(600)
    fragment = one.page.evaluate("location.hash")
    again = Visit(browser, small_war, fragment=fragment)
    assert again.page.locator(".dates .now").inner_text() == "9 February 2015"
    assert again.page.get_by_role("heading", name="Azaz", exact=True).is_visible()
    again.page.get_by_role("tab", name="Key").click()
    assert not again.page.get_by_role("checkbox", name="Islamic State").is_checked()
    assert again.complaints == []
    again.context.close()


def test_a_table_without_dates_is_a_map_without_time(browser, tmp_path, viewer):
    """Where nothing is dated, everything placed is shown and no date is made up."""
    del viewer
    events = render_data.events(valid_from=None, valid_to=None)
    one = Visit(browser, TimeMap(events).save(tmp_path / "m.html"))
    assert one.page.locator(".time").is_hidden()
    assert any("al-Bab" in label for label in one.shown())
    assert "1970" not in one.page.locator("#geoevents-app").inner_text()
    assert one.complaints == []
    one.context.close()


def test_a_large_map_opens_from_its_deflated_block(browser, tmp_path, viewer):
    """Tens of thousands of events are unpacked in the page, and marks keep every actor."""
    del viewer
    events = pd.concat([render_data.events()] * 900, ignore_index=True)
    events["event_id"] = [f"e{n}" for n in range(len(events))]
    path = TimeMap(events).save(tmp_path / "m.html")
    assert "application/x-deflate-base64" in path.read_text("utf-8")
    one = Visit(browser, path)
    assert f"{len(events):,} events" in one.page.locator(".facts").inner_text()
    assert one.complaints == []
    assert one.outside() == []
    one.context.close()


def test_the_ground_stays_when_the_map_moves(visit):
    """After dragging, zooming and a change of size there is still land under the marks."""
    page = visit().page
    page.mouse.move(400, 350)
    page.mouse.down()
    page.mouse.move(520, 420, steps=5)
    page.mouse.up()
    page.wait_for_timeout(400)
    assert LAND in page.evaluate(COLOURS)
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_timeout(500)
    assert LAND in page.evaluate(COLOURS)
    page.set_viewport_size({"width": 900, "height": 600})
    page.wait_for_timeout(500)
    assert LAND in page.evaluate(COLOURS)


def test_online_tiles_ask_their_host_alone(browser, tmp_path, viewer):
    """With tiles, the page asks the chosen host for pictures, says so, and asks nobody else."""
    del viewer
    style = MapStyle(tiles="https://t.example.org/{z}/{x}/{y}.png", tiles_attribution="Tiles <b>Co")
    path = TimeMap(render_data.events(), style=style).save(tmp_path / "m.html")
    page = browser.new_page()
    asked, complaints = [], []
    png = bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
        "1f15c4890000000d49444154789c6360606060000000050001a5f64540"
        "0000000049454e44ae426082"
    )
    page.route("**/*.png", lambda route: route.fulfill(body=png, content_type="image/png"))
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda said: complaints.append(said.text))
    page.goto(path.as_uri())
    page.wait_for_selector("[data-ready=true]")
    page.wait_for_timeout(500)
    hosts = {url.split("/")[2] for url in asked if not url.startswith(("file:", "data:"))}
    assert hosts == {"t.example.org"}
    assert "Online tiles: Tiles <b>Co." in page.locator(".credit").inner_text()
    assert complaints == []
    page.close()
