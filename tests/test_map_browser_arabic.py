"""A map in Arabic, and what the author says of it, in a real browser."""

from __future__ import annotations

import re

import pytest
import render_data
from map_visit import SIZES, Visit

from geoevents.render import MapStyle, TimeMap

pytestmark = pytest.mark.browser

IDS = {"al-Bab": "geonames:174018", "Raqqa": "geonames:172955"}


def arabic(**style):
    """Return the small war in Arabic, two of its places known to the gazetteer."""
    tables = []
    for table in (render_data.events(), render_data.control(), render_data.claims()):
        known = table["place_name"].map(IDS)
        tables.append(
            table.assign(place_id=known.where(known.notna(), table["place_id"]).astype("string"))
        )
    events, control, claims = tables
    return TimeMap(events, control=control, claims=claims, style=MapStyle(lang="ar", **style))


@pytest.fixture
def one(browser, tmp_path, viewer, request):
    """Visit a map in Arabic; nothing may complain."""
    del viewer
    size = getattr(request, "param", "desk")
    visit = Visit(browser, arabic().save(tmp_path / "m.html"), size=size)
    yield visit
    assert visit.complaints == []
    assert visit.outside() == []
    visit.context.close()


@pytest.mark.parametrize("one", SIZES, indirect=True)
def test_the_page_runs_from_right_to_left(one):
    """Language and direction are told, and nothing is wider than the screen."""
    page = one.page
    assert page.locator("html").get_attribute("lang") == "ar"
    assert page.locator("#geoevents-app").get_attribute("dir") == "rtl"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator(".dates .now").inner_text() == "17 أكتوبر 2017"


def test_the_panel_stands_on_the_left_and_time_still_runs_to_the_right(one):
    """The panel is mirrored; the slider is not, as dates on maps are not."""
    stage, side = (one.page.locator(name).bounding_box() for name in (".stage", ".side"))
    assert side["x"] < stage["x"]
    one.page.locator(".range").focus()
    one.page.keyboard.press("ArrowLeft")
    assert one.page.locator(".dates .now").get_attribute("data-day") == "2017-10-16"


def test_places_and_actors_have_their_arabic_names(one):
    """Labels come from the gazetteer and the list of actors; a place without keeps its name."""
    one.to("2015-02-09")
    labels = {re.sub("[\u2068\u2069]", "", label) for label in one.shown()}
    assert any(label.startswith("الباب، ورد أنه بيد تنظيم الدولة الإسلامية") for label in labels)
    assert any(label.startswith("Azaz") for label in labels)


def test_the_interface_has_no_english_left(one):
    """In every panel but the evidence no English but names and the reports' own words."""
    page = one.page
    one.to("2015-02-09")
    texts = []
    for tab in ("المفتاح", "مقارنة", "حول"):
        page.get_by_role("tab", name=tab).click()
        texts.append(page.get_by_role("tabpanel").inner_text())
    texts.extend(
        page.eval_on_selector_all(
            "#geoevents-app :is(button, select, input, [role=slider], label, summary)",
            "all => all.map((one) => `${one.ariaLabel ?? ''} ${one.placeholder ?? ''}`)",
        )
    )
    names = "|".join(
        [
            *render_data.PLACES,
            *render_data.NAMES.values(),
            "Natural Earth",
            "GeoNames",
            "Leaflet",
            "northeast of",
            "English",  # a language in its own word
        ]
    )
    left = {
        word
        for text in texts
        for word in re.findall(
            r"[A-Za-z]{3,}", re.sub(f"{names}|geoevents|Field notes|CC BY|Enter|Tab", "", text)
        )
    }
    assert left == set()


def test_evidence_is_told_in_arabic_with_the_words_as_they_came(one):
    """The headline is ours, in Arabic; the sentence stays the report's."""
    one.to("2017-02-23")
    one.page.locator(".walk button[aria-label^=الباب]").focus()
    one.page.keyboard.press("Enter")
    text = re.sub("[\u2068\u2069]", "", one.page.get_by_role("tabpanel").inner_text())
    assert "على الباب من تنظيم الدولة الإسلامية" in text
    assert "Al-Bab is fully under the rebels' hand, the army said." in text
    assert "نقله مصدر عسكري" in text


def test_a_link_may_ask_for_the_language(browser, small_war):
    """The reader's address decides, and nonsense in it means English."""
    for fragment, lang in (("#lang=ar", "ar"), ("#lang=xx", "en"), ("", "en")):
        visit = Visit(browser, small_war, fragment=fragment)
        assert visit.page.locator("html").get_attribute("lang") == lang
        assert visit.complaints == []
        visit.context.close()


def test_what_the_author_says_stands_in_about(browser, tmp_path, viewer):
    """Edition, corrections, sources; text alone, whatever it holds."""
    del viewer
    style = MapStyle(
        note="Read with care.",
        edition="3 <b>x</b>",
        corrections=("Al-Bab was dated a day late.", "<img src=x onerror=alert(1)>"),
        sources=("Field notes, 2014 to 2017",),
    )
    path = TimeMap(render_data.events(), claims=render_data.claims(), style=style).save(
        tmp_path / "m.html"
    )
    visit = Visit(browser, path)
    assert "edition 3 <b>x</b>" in re.sub(
        "[\u2068\u2069]", "", visit.page.locator(".facts").inner_text()
    )
    visit.page.get_by_role("tab", name="About").click()
    about = visit.page.get_by_role("tabpanel", name="About").inner_text()
    for text in ("Corrections", *style.corrections, *style.sources):
        assert text in about
    assert visit.page.locator("#geoevents-app").locator("img, b").count() == 0
    assert visit.complaints == []
    visit.context.close()


def test_an_embedded_map_is_map_and_time(browser, tmp_path, viewer):
    """In a small frame the panel is folded away until a mark or its button is pressed."""
    del viewer
    drawn = TimeMap(
        render_data.events(),
        control=render_data.control(),
        claims=render_data.claims(),
        style=MapStyle(embed=True),
    )
    visit = Visit(browser, drawn.save(tmp_path / "m.html"), size="phone")
    page = visit.page
    page.set_viewport_size({"width": 480, "height": 360})
    page.wait_for_timeout(300)
    assert page.locator(".side").is_hidden()
    stage = page.locator(".stage").bounding_box()
    assert stage["height"] > 190
    page.get_by_role("button", name="Key").click()
    assert page.get_by_role("checkbox", name="Islamic State").is_visible()
    page.keyboard.press("Escape")
    assert page.locator(".side").is_hidden()
    page.locator(".walk button").first.focus()
    page.keyboard.press("Enter")
    assert page.get_by_role("tabpanel", name="Evidence").is_visible()
    whole = page.get_by_role("link", name="Open the whole map")
    assert whole.get_attribute("href").startswith("#")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert visit.complaints == []
    visit.context.close()
