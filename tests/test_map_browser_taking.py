"""Taking the view along from a real browser: picture, drawing, film, paper."""

from __future__ import annotations

import base64
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pandas as pd
import pytest
import render_data
from map_visit import Visit
from test_map_browser_hostile import PAYLOADS, poisoned

from geoevents.render import MapStyle, TimeMap
from geoevents.schema import CLAIMS, CONTROL, EVENTS

pytestmark = pytest.mark.browser
PIXELS = """(address) => new Promise((done) => {
  const picture = new Image();
  picture.onload = () => {
    const {width, height} = picture;
    const canvas = Object.assign(document.createElement("canvas"), {width, height});
    const own = canvas.getContext("2d");
    own.drawImage(picture, 0, 0);
    const data = own.getImageData(0, 0, width, height).data;
    const seen = new Set();
    for (let i = 0; i < data.length; i += 4) seen.add(data.slice(i, i + 3).join());
    done([width, height, [...seen]]);
  };
  picture.src = address;
})"""
SVG = "{http://www.w3.org/2000/svg}"


def save(page, kind):
    """Open the dialog if need be, take one kind of file, and return its name and path."""
    if not page.locator("dialog.save").is_visible():
        page.get_by_role("button", name="Save", exact=True).click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name=kind).click()
    return waiting.value.suggested_filename, Path(waiting.value.path())


def words(path):
    """Return all the text of a drawing, without the marks that isolate names."""
    root = ET.fromstring(path.read_text("utf-8"))  # noqa: S314  our own file
    return re.sub("[\u2068\u2069]", "", " ".join(root.itertext()))


def test_the_picture_is_sharp_and_holds_the_map(visit):
    """A PNG of twice the map's pixels, with land, marks and a legend below."""
    one = visit()
    one.to("2015-02-09")
    name, path = save(one.page, "Picture")
    assert name == "map-2015-02-09.png"
    data = base64.b64encode(path.read_bytes()).decode()
    width, height, colours = one.page.evaluate(PIXELS, f"data:image/png;base64,{data}")
    stage = one.page.locator(".stage").bounding_box()
    assert width == 2 * round(stage["width"])
    assert height > 2 * stage["height"]
    assert "247,244,236" in colours  # land
    assert "59,59,59" in colours  # the Islamic State's marks


def test_the_drawing_says_what_it_shows_and_where_it_is_from(visit):
    """Title, date, names, legend, sources and licences are text of the SVG."""
    one = visit()
    one.to("2015-02-09")
    _, path = save(one.page, "Drawing")
    told = words(path)
    for text in (
        "A small war",
        "9 February 2015",
        "al-Bab",
        "Islamic State",
        "Reportedly held",
        "Sources: Field notes.",
        "Natural Earth",
        "GeoNames (CC BY 4.0)",
        "Marks are claims made in reports and may be wrong",
        "state no position",
    ):
        assert text in told, text
    assert "Raqqa" in told
    root = ET.fromstring(path.read_text("utf-8"))  # noqa: S314  our own file
    assert {one.tag for one in root.iter()} <= {
        SVG + tag
        for tag in (
            "svg", "title", "defs", "g", "path", "rect", "text", "clipPath", "pattern",
            "linearGradient", "stop",
        )
    }  # fmt: skip


def test_a_comparison_is_drawn_with_both_dates(visit):
    """The line parts the picture as it does the map."""
    one = visit(fragment="#d=2017-02-23&vs=2015-02-09")
    _, path = save(one.page, "Drawing")
    assert "9 February 2015, left, and 23 February 2017, right" in words(path)


def test_areas_are_drawn_and_explained(browser, tmp_path, viewer):
    """Estimated areas stand in the drawing, with their class in its legend."""
    del viewer
    control = pd.concat([render_data.control(), render_data.areas()], ignore_index=True)
    drawn = TimeMap(render_data.events(), control=control, claims=render_data.claims())
    one = Visit(browser, drawn.save(tmp_path / "m.html"), fragment="#d=2015-02-09")
    _, path = save(one.page, "Drawing")
    assert "Estimated area, probability" in words(path)
    assert one.complaints == []
    one.context.close()


@pytest.mark.parametrize("name", ["img", "script", "svg", "newline", "entity"])
def test_hostile_text_stays_text_in_the_drawing(browser, tmp_path, viewer, name):
    """Opened by itself in a browser, a drawing full of payloads runs nothing and asks nothing."""
    del viewer
    payload = PAYLOADS[name] + "\x00\x0b\ud800"
    drawn = TimeMap(
        poisoned(EVENTS, render_data.events(), PAYLOADS[name]),
        claims=poisoned(CLAIMS, render_data.claims(), PAYLOADS[name]),
        control=poisoned(CONTROL, render_data.control(), PAYLOADS[name]),
        title=payload,
        style=MapStyle(note=payload),
    )
    one = Visit(browser, drawn.save(tmp_path / "m.html"), fragment="#w=0")
    _, path = save(one.page, "Drawing")
    again = tmp_path / "drawing.svg"
    again.write_bytes(path.read_bytes())
    assert one.complaints == []
    one.context.close()
    page = browser.new_page()
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append("dialog"), dialog.dismiss()))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(again.as_uri())
    page.wait_for_timeout(600)
    assert page.evaluate("window.ran") is None
    assert asked == [again.as_uri()]
    assert page.evaluate("document.documentElement.tagName") == "svg"
    page.close()


def test_a_film_of_an_interval_is_recorded(visit):
    """A few steps become a WebM file; the date is the same as before afterwards."""
    one = visit(fragment="#step=month")
    page = one.page
    page.get_by_label("Speed").select_option("4")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_label("From", exact=True).fill("2015-01-01")
    page.get_by_label("To", exact=True).fill("2015-05-01")
    with page.expect_download(timeout=60_000) as waiting:
        page.get_by_role("button", name="Save film").click()
    assert waiting.value.suggested_filename.endswith(".webm")
    film = Path(waiting.value.path()).read_bytes()
    assert film[:4] == b"\x1a\x45\xdf\xa3"  # the mark of Matroska and WebM
    assert len(film) > 5000
    assert page.locator(".dates .now").inner_text() == "17 October 2017"


def test_without_a_recorder_the_page_says_what_to_do(visit):
    """Where a browser cannot record, nothing breaks."""
    page = visit().page
    page.evaluate("() => { delete window.MediaRecorder; window.MediaRecorder = undefined; }")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("button", name="Save film").click()
    assert "cannot record films" in page.locator("dialog.save").inner_text()


def test_paper_gets_the_picture_and_the_evidence(visit):
    """In print the page is the drawing, then what the panel says of a place; no controls."""
    one = visit()
    page = one.page
    page.locator(".walk button[aria-label^=Raqqa]").focus()
    page.keyboard.press("Enter")
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("svg.paper").is_visible()
    assert page.get_by_role("heading", name="Raqqa", exact=True).is_visible()
    assert page.locator(".time").is_hidden()
    assert page.locator("#geoevents-app").get_attribute("data-theme") == "print"
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    assert page.locator("svg.paper").count() == 0
    assert page.locator("#geoevents-app").get_attribute("data-theme") == "light"


def test_the_dialog_answers_to_the_keyboard(visit):
    """It takes the focus, Escape closes it and gives the focus back."""
    page = visit().page
    button = page.get_by_role("button", name="Save", exact=True)
    button.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('dialog') !== null")
    page.keyboard.press("Escape")
    assert page.locator("dialog.save").is_hidden()
    assert page.evaluate("document.activeElement.textContent") == "Save"
