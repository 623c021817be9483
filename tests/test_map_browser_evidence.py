"""From a mark back to its sentence, in a real browser: evidence, lists, searches, downloads."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
import render_data
from map_visit import Visit
from playwright.sync_api import expect

from geoevents.render import TimeMap
from geoevents.render.later import LEAST

pytestmark = pytest.mark.browser


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


def test_what_is_no_fact_is_off_at_first(visit):
    """The negated capture of Azaz and the denial at Manbij appear only when asked for."""
    one = visit()
    one.to("2015-02-10")
    assert not any("Azaz" in label and "1 event" in label for label in one.shown())
    one.page.get_by_label("Said not to be so").check()
    assert any("Azaz" in label and "1 event" in label for label in one.shown())


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


def test_many_sentences_are_searched_a_slice_at_a_time(browser, tmp_path, viewer):
    """In a large table the page goes on answering, tells how far it is, and finds every hit."""
    del viewer
    times = LEAST // len(render_data.ROWS) + 1
    claims = pd.concat([render_data.claims()] * times, ignore_index=True)
    claims["claim_id"] = [f"c{n}" for n in range(len(claims))]
    one = Visit(browser, TimeMap(claims=claims).save(tmp_path / "m.html"))
    page = one.page
    page.get_by_role("tab", name="Events").click()
    page.get_by_label("at all dates").check()
    page.get_by_role("searchbox").fill("bakery")
    summary = page.locator(".reports p[role=status]")
    expect(summary).to_have_text(f"{times} events at all dates.", timeout=60_000)
    page.get_by_role("searchbox").fill("القصف")
    expect(summary).to_have_text(f"{times} events at all dates.", timeout=60_000)
    page.locator(".reports .row").first.click()
    assert "قال سكان" in page.get_by_role("tabpanel", name="Evidence").inner_text()
    assert one.complaints == []
    assert one.outside() == []
    one.context.close()


@pytest.fixture
def judged(browser, tmp_path, viewer):
    """Visit a map on which a source corrected itself, and people decided on claims."""
    del viewer
    claims, events = render_data.claims(), render_data.events()
    claims.loc[claims["claim_id"] == "c14", ["review_status", "reviewed_by"]] = [
        "edited",
        "<b>Lina</b>",
    ]
    claims.loc[claims["claim_id"] == "c15", "review_status"] = "accepted"
    events.loc[events["event_id"] == "e-c14", "superseded_by"] = "c13"
    drawn = TimeMap(events, claims=claims, control=render_data.control())
    one = Visit(browser, drawn.save(tmp_path / "map.html"), fragment="#d=2016-09-01&w=0")
    one.page.wait_for_timeout(100)
    yield one
    assert one.complaints == []
    one.context.close()


def open_place(one, name):
    """Open the evidence of a place from the map, and return its panel."""
    one.page.locator(f".walk button[aria-label^='{name}']").first.focus()
    one.page.keyboard.press("Enter")
    return one.page.get_by_role("tabpanel", name="Evidence")


def test_a_correction_stands_beside_what_it_corrects(judged):
    """The later sentence is quoted, its event opens by a click, and nothing is struck through."""
    panel = open_place(judged, "Manbij")
    card = panel.locator("article[data-event]", has=judged.page.locator(".corrected"))
    assert card.count() == 1
    assert "CORRECTED LATER" in card.locator(".kicker").inner_text().upper()
    assert "Tell Abyad was taken on Monday." in card.locator(".corrected").inner_text()
    assert "The last convoy left Manbij" in card.locator(".claim").first.inner_text()
    card.locator(".corrected button").click()
    assert panel.get_by_role("heading", name="Tell Abyad", exact=True).is_visible()
    judged.page.get_by_role("tab", name="Events").click()
    row = judged.page.locator(".reports .row", has_text="corrected later")
    assert row.count() == 1


def test_what_people_decided_is_told(judged):
    """Edited by whom, as text; accepted by somebody; nothing where nobody looked."""
    panel = open_place(judged, "Manbij")
    told = [
        text.replace("\u2068", "").replace("\u2069", "")
        for text in panel.locator(".reviewed").all_inner_texts()
    ]
    assert "Edited by <b>Lina</b>" in told
    assert panel.locator(".reviewed b").count() == 0
    assert len(told) < panel.locator(".claim").count()
