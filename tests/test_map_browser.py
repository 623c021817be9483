"""The map in a real browser with every host unreachable: what a reader sees and can do."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import render_data

from geoevents.render import MapStyle, TimeMap

pytestmark = pytest.mark.browser

SIZES = {"desk": (1280, 800), "tablet": (768, 1000), "phone": (360, 740)}

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


class Visit:
    """A page of the map, with everything it asked for and complained of."""

    def __init__(self, browser: Any, path: Any, *, size: str = "desk", fragment: str = "") -> None:
        width, height = SIZES[size]
        self.context = browser.new_context(
            viewport={"width": width, "height": height}, accept_downloads=True
        )
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda said: self.complaints.append(said.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.complaints.append("dialog"), dialog.dismiss()))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(f"{path.as_uri()}{fragment}")
        self.page.wait_for_selector("[data-ready=true]")

    def to(self, day: str) -> None:
        """Move the slider to a day."""
        self.page.evaluate(
            """(day) => {
              const range = document.querySelector(".range");
              range.value = Date.parse(day) / 864e5;
              range.dispatchEvent(new Event("input"));
            }""",
            day,
        )
        self.page.wait_for_timeout(60)

    def shown(self) -> set[str]:
        """Return the names that the map's buttons give, each up to its first comma."""
        self.page.wait_for_timeout(80)
        labels = self.page.eval_on_selector_all(
            ".walk button", "all => all.map((one) => one.ariaLabel)"
        )
        return set(labels)

    def outside(self) -> list[str]:
        """Return what was asked for beside the file itself."""
        return [u for u in self.requests if not u.startswith(("file:", "data:", "blob:"))]


@pytest.fixture(scope="module")
def saved(tmp_path_factory, viewer):
    """Save the small war."""
    del viewer
    tables = {"control": render_data.control(), "claims": render_data.claims()}
    drawn = TimeMap(render_data.events(), **tables, title="A small war")
    return drawn.save(tmp_path_factory.mktemp("maps") / "map.html")


@pytest.fixture
def visit(browser, saved):
    """Start visits that must end without a complaint and without a request."""
    opened = []

    def start(**options):
        opened.append(Visit(browser, saved, **options))
        return opened[-1]

    yield start
    for one in opened:
        assert one.complaints == []
        assert one.outside() == []
        one.context.close()


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


def test_an_actor_can_be_switched_off(visit):
    """Its places and marks go, the others stay, and Reset brings them back."""
    one = visit()
    one.to("2015-02-09")
    before = one.shown()
    one.page.get_by_role("checkbox", name="Islamic State").uncheck()
    after = one.shown()
    assert not any("Raqqa" in label for label in after)
    assert any("Azaz" in label for label in after)
    one.page.get_by_role("button", name="Reset").first.click()
    assert one.shown() == before


def test_what_is_no_fact_is_off_at_first(visit):
    """The negated capture of Azaz and the denial at Manbij appear only when asked for."""
    one = visit()
    one.to("2015-02-10")
    assert not any("Azaz" in label and "1 event" in label for label in one.shown())
    one.page.get_by_label("Said not to be so").check()
    assert any("Azaz" in label and "1 event" in label for label in one.shown())


def test_evidence_of_al_bab_opens_by_keyboard(visit):
    """Tab to the map's places, arrows to al-Bab, Enter: sentence, speaker, date; Escape returns."""
    one = visit()
    one.to("2015-02-09")
    page = one.page
    page.wait_for_timeout(80)
    page.get_by_label(re.compile("^Map; arrow keys")).focus()
    for _ in range(4):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.walk') !== null"):
            break
    for _ in range(40):
        if page.evaluate("document.activeElement.ariaLabel").startswith("al-Bab"):
            break
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    panel = page.get_by_role("tabpanel", name="Evidence")
    assert panel.get_by_role("heading", name="al-Bab", exact=True).is_visible()
    assert page.evaluate("document.activeElement.tagName") == "H2"
    text = re.sub("[\u2068\u2069]", "", panel.inner_text())
    assert "They even took the bakery in al-Bab apart, a rebel leader said." in text
    assert "Reported by an armed group" in text
    assert "26 January to 9 February 2015" in text
    assert "Reportedly held by Islamic State on 9 February 2015" in text
    page.keyboard.press("Escape")
    assert panel.is_hidden()
    assert page.evaluate("document.activeElement.ariaLabel").startswith("al-Bab")


def test_evidence_opens_by_click(visit):
    """A click on a place opens it; a link leads out safely, details hold the place's reasons."""
    one = visit()
    one.to("2017-10-17")
    page = one.page
    page.wait_for_timeout(80)
    box = page.locator(".walk button[aria-label^=Raqqa]").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    panel = page.get_by_role("tabpanel", name="Evidence")
    link = panel.get_by_role("link", name="Field notes").first
    assert link.get_attribute("href").startswith("https://example.org/")
    assert link.get_attribute("rel") == "noopener noreferrer"
    panel.get_by_text("How this was read").locator("visible=true").first.click()
    assert "How this place was chosen\n\nThe only place of the name in Syria." in panel.inner_text()


def test_contradictions_are_linked(visit):
    """The capture of Manbij shows what contradicts it, in words."""
    one = visit()
    one.to("2016-08-14")
    page = one.page
    page.locator(".walk button[aria-label^=Manbij]").focus()
    page.keyboard.press("Enter")
    text = page.get_by_role("tabpanel", name="Evidence").inner_text()
    assert "Contradicted by" in text
    assert "denied by a party" in text


def test_what_has_no_place_or_date_is_listed(visit):
    """The panel names the unplaced and the undated event, and their reasons and sentences."""
    page = visit().page
    page.get_by_role("tab", name="About").click()
    about = page.get_by_role("tabpanel", name="About")
    about.get_by_text("Not on the map: 1 event").click()
    assert "Why it has no place\n\nThe words name no place." in about.inner_text()
    about.get_by_text("Not on the timeline: 1 event").click()
    about.get_by_role("button", name=re.compile("Marea")).click()
    assert "The road to Marea was closed" in page.get_by_role("tabpanel").inner_text()


def test_the_list_can_be_searched(visit):
    """Words of the sentence find the event, whatever their case and marks."""
    one = visit()
    one.to("2017-02-20")
    page = one.page
    page.get_by_role("tab", name="Events").click()
    search = page.get_by_role("searchbox")
    search.fill("القصف")
    rows = page.locator(".reports .row")
    assert rows.count() == 1
    search.fill("MONITORING kílled")
    assert "Casualties: at least 70" in rows.first.inner_text()
    rows.first.click()
    assert page.get_by_role("heading", name="al-Bab", exact=True).is_visible()


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


def test_it_shows_in_a_sandboxed_frame(browser, tmp_path, saved):
    """As in a notebook: a frame without its own origin still draws, and complains of nothing."""
    del saved
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


def test_a_link_opens_the_same_view(browser, visit, saved):
    """The address follows the reader's choices, and opens them again."""
    one = visit()
    one.to("2015-02-09")
    one.page.get_by_role("checkbox", name="Islamic State").uncheck()
    one.page.locator(".walk button[aria-label^=Azaz]").focus()
    one.page.keyboard.press("Enter")
    one.page.wait_for_timeout(600)
    fragment = one.page.evaluate("location.hash")
    again = Visit(browser, saved, fragment=fragment)
    assert again.page.locator(".dates .now").inner_text() == "9 February 2015"
    assert again.page.get_by_role("heading", name="Azaz", exact=True).is_visible()
    again.page.get_by_role("tab", name="Key").click()
    assert not again.page.get_by_role("checkbox", name="Islamic State").is_checked()
    assert again.complaints == []
    again.context.close()


@pytest.mark.parametrize("kind", ["CSV", "GeoJSON"])
def test_what_is_shown_can_be_taken_along(visit, kind):
    """The list downloads as a table, with every sentence in view."""
    one = visit()
    one.to("2015-02-09")
    one.page.get_by_role("tab", name="Events").click()
    with one.page.expect_download() as waiting:
        one.page.get_by_role("button", name=kind, exact=True).click()
    got = waiting.value
    assert got.suggested_filename == f"events-2015-02-09.{kind.lower()}"
    assert "They even took the bakery in al-Bab apart" in Path(got.path()).read_text("utf-8")


def test_a_search_reaches_other_dates(visit):
    """An event of another time is found, and choosing it takes the map there."""
    page = visit().page
    page.get_by_role("tab", name="Events").click()
    page.get_by_role("searchbox").fill("bakery")
    assert page.locator(".reports .row").count() == 0
    page.get_by_label("at all dates").check()
    page.locator(".reports .row").click()
    assert page.locator(".dates .now").inner_text() == "9 February 2015"
    assert page.get_by_role("heading", name="al-Bab", exact=True).is_visible()


def test_a_search_that_finds_nothing_now_offers_what_there_is(visit):
    """Where words match at other dates alone, the list says so, and one click shows them."""
    page = visit().page
    page.get_by_role("tab", name="Events").click()
    assert page.get_by_role("button", name=re.compile("other dates")).is_hidden()
    page.get_by_role("searchbox").fill("bakery")
    page.get_by_role("button", name="Show 1 event at other dates").click()
    assert page.locator(".reports .row").count() == 1
    assert page.get_by_label("at all dates").is_checked()
    page.get_by_role("searchbox").fill("no such word anywhere")
    assert page.get_by_role("button", name=re.compile("other dates")).is_hidden()


def test_what_is_no_fact_says_so_in_every_list(browser, tmp_path, viewer):
    """Events, About and evidence name plans, denials and negations before their headlines."""
    del viewer
    events = render_data.events(geometry=None, place_kind="unplaced")
    one = Visit(browser, TimeMap(events, claims=render_data.claims()).save(tmp_path / "m.html"))
    page = one.page
    for name in ("Said not to be so", "Denied by a party", "Planned or expected"):
        page.get_by_label(name).check()
    page.get_by_label("Days shown").select_option("0")
    page.get_by_role("tab", name="Events").click()
    titles = page.locator(".reports .title").all_inner_texts()
    page.get_by_role("tab", name="About").click()
    page.get_by_text(re.compile("^Not on the map")).click()
    lines = page.locator(".about .more").first.get_by_role("button").all_inner_texts()
    assert len(lines) == len(render_data.ROWS)
    starts = ("Planned: ", "Denied: ", "Not so: ")
    for texts in (titles, lines):
        assert all(any(text.startswith(start) for text in texts) for start in starts)
    assert all(line.startswith((*starts, "Stated: ", "Reported: ")) for line in lines)
    assert page.get_by_text("Why it has no place").first.is_visible()
    one.context.close()


@pytest.mark.parametrize("size", ["desk", "phone"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_no_barrier(browser, tmp_path, viewer, size, theme):
    """Neither at the start nor in any panel does axe-core name a violation of WCAG 2.2 AA."""
    source = viewer.parents[2] / "viewer" / "node_modules" / "axe-core" / "axe.min.js"
    if not source.exists():
        pytest.skip("axe-core is not installed; run `npm ci` in viewer/")
    tables = {"control": render_data.control(), "claims": render_data.claims()}
    drawn = TimeMap(render_data.events(), **tables, title="A war", style=MapStyle(theme=theme))
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, bypass_csp=True)
    page = context.new_page()
    page.goto(drawn.save(tmp_path / "m.html").as_uri())
    page.wait_for_selector("[data-ready=true]")
    page.evaluate(source.read_text("utf-8"))

    def violations():
        page.wait_for_timeout(300)
        return page.evaluate("axe.run().then((found) => found.violations.map((one) => one.id))")

    found = {"start": violations()}
    for tab in ("Events", "About"):
        page.get_by_role("tab", name=tab).click()
        page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        found[tab] = violations()
    page.locator(".walk button").first.focus()
    page.keyboard.press("Enter")
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    found["Evidence"] = violations()
    assert found == {"start": [], "Events": [], "About": [], "Evidence": []}
    context.close()


def test_places_are_listed_with_their_history(visit):
    """The second view: a row per place, a bar of its holders, also said in words."""
    one = visit()
    one.to("2015-02-09")
    page = one.page
    page.get_by_role("tab", name="Places").click()
    row = page.locator(".places .row").filter(has_text="al-Bab")
    told = re.sub("[\u2068\u2069]", "", row.get_by_role("img").get_attribute("aria-label"))
    assert told == (
        "Reportedly held by Islamic State from 13 Jan 2014; Reportedly contested between Islamic "
        "State and Turkish-backed rebels from 10 Nov 2016; Reportedly held by Turkish-backed "
        "rebels from 23 Feb 2017"
    )
    page.get_by_label("Search the places").fill("KOBANI")
    assert page.locator(".places .row").count() == 1
    page.locator(".places .row").click()
    assert page.get_by_role("heading", name="Kobani", exact=True).is_visible()


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
