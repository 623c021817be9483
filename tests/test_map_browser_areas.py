"""Estimated areas in a real browser: when they show, how they are worded, what stands behind."""

from __future__ import annotations

import re

import pandas as pd
import pytest
import render_data
from map_visit import Visit
from playwright.sync_api import expect

from geoevents.control import estimate_control
from geoevents.render import TimeMap

pytestmark = pytest.mark.browser

PATCH = """() => {
  const canvas = document.querySelector(".leaflet-ge-areas-pane canvas");
  const {width, height} = canvas;
  const copy = Object.assign(document.createElement("canvas"), {width, height});
  const own = copy.getContext("2d", {willReadFrequently: true});
  own.drawImage(canvas, 0, 0);
  const data = own.getImageData(0, 0, width, height).data;
  let n = 0;
  for (let i = 3; i < data.length; i += 4) if (data[i]) n++;
  return n / (data.length / 4);
}"""


@pytest.fixture(scope="module")
def areas():
    """Estimate two days of the small war."""
    return estimate_control(render_data.claims(), at=["2015-02-09", "2017-02-23"])


@pytest.fixture(scope="module")
def saved(tmp_path_factory, viewer, areas):
    """Save a map of places' status and estimated areas together."""
    del viewer
    control = pd.concat([render_data.control(), areas], ignore_index=True)
    drawn = TimeMap(render_data.events(), control=control, claims=render_data.claims())
    return drawn.save(tmp_path_factory.mktemp("areas") / "map.html")


@pytest.fixture
def one(browser, saved):
    """Visit the map; nothing may complain or ask the network."""
    visit = Visit(browser, saved)
    yield visit
    assert visit.complaints == []
    assert visit.outside() == []
    visit.context.close()


def lines(page):
    """Return what the key says of the areas of the date."""
    return [
        re.sub("[\u2068\u2069]", "", text)
        for text in page.locator(".arealist .row").all_inner_texts()
    ]


def test_each_picture_holds_until_the_next(one, areas):
    """Before the first day nothing is drawn; after it that day's areas, until the next day's."""
    day = areas["valid_from"].dt.strftime("%Y-%m-%d")
    one.to("2015-02-08")
    assert (
        "No area is estimated for 8 February 2015." in one.page.locator(".panel.key").inner_text()
    )
    assert one.page.evaluate(PATCH) == 0
    for shown, picture in [
        ("2015-02-09", "2015-02-09"),
        ("2015-10-01", "2015-02-09"),
        ("2017-02-23", "2017-02-23"),
    ]:
        one.to(shown)
        told = lines(one.page)
        assert len(told) == int((day == picture).sum())
        assert all(text.startswith("Estimated area ") for text in told)
        assert 0.01 < one.page.evaluate(PATCH) < 0.9
    one.to("2016-12-01")  # the claims behind the first picture are older than they may be
    assert lines(one.page) == []


def test_the_evidence_of_an_area_says_what_it_is(one, areas):
    """Size, class of probability, number of claims, reach and age stand beside the sentences."""
    one.to("2015-02-09")
    rows = areas[areas["valid_from"].dt.strftime("%Y-%m-%d") == "2015-02-09"]
    row = rows[rows["actor_id"] == render_data.IS].iloc[0]
    one.page.locator(".arealist .row").filter(has_text="Islamic State").last.focus()
    one.page.keyboard.press("Enter")
    panel = one.page.get_by_role("tabpanel", name="Evidence")
    text = re.sub("[\u2068\u2069]", "", panel.inner_text())
    assert "Estimated area of Islamic State" in text
    assert f"{round(row['area_km2']):,} km²" in text
    assert f"{round(row['probability'] * 100)} of 100 on average, in the class “probab" in text
    assert f"{row['n_claims']} claim" in text
    assert "within 30 km of a place with a claim; beyond is no data" in text
    assert "a claim counts for 365 days" in text
    assert "No source drew it" in text
    panel.get_by_text(re.compile(r"^\d+ claims? behind it$")).click()
    expect(panel.locator("blockquote")).to_have_count(len(row["claim_ids"].split()))
    one.page.keyboard.press("Escape")
    assert panel.is_hidden()


def test_an_area_opens_by_click_and_can_be_switched_off(one):
    """A click beside every mark meets the area; the key's box takes all areas off the map."""
    one.to("2015-02-09")
    one.page.wait_for_timeout(80)
    box = one.page.locator(".walk button[aria-label^=Dabiq]").bounding_box()
    one.page.mouse.click(box["x"] + 30, box["y"] + 50)
    panel = one.page.get_by_role("tabpanel", name="Evidence")
    assert "Estimated area " in panel.inner_text()
    one.page.get_by_role("tab", name="Key").click()
    one.page.get_by_label("Show estimated areas").uncheck()
    one.page.wait_for_timeout(80)
    assert one.page.evaluate(PATCH) == 0
    one.page.wait_for_timeout(500)
    assert "areas=0" in one.page.evaluate("location.hash")


def test_areas_of_a_switched_off_actor_go(one):
    """What is left is of the others."""
    one.to("2015-02-09")
    before = lines(one.page)
    assert any("Islamic State" in text for text in before)
    one.page.get_by_role("checkbox", name="Islamic State").uncheck()
    after = lines(one.page)
    assert len(after) < len(before)
    assert not any(text.startswith("Estimated area of Islamic State") for text in after)


def test_a_link_opens_an_area(browser, saved, one):
    """The area whose evidence is open travels in the address; a number that is none does not."""
    one.to("2015-02-09")
    one.page.locator(".arealist .row").first.focus()
    one.page.keyboard.press("Enter")
    title = one.page.locator(".panel.evidence h2").inner_text()
    one.page.wait_for_timeout(600)
    fragment = one.page.evaluate("location.hash")
    assert "area=" in fragment
    again = Visit(browser, saved, fragment=fragment)
    assert again.page.locator(".panel.evidence h2").inner_text() == title
    again.context.close()
    for nonsense in ("#area=99999", "#area=-1", "#area=x"):
        other = Visit(browser, saved, fragment=nonsense)
        assert other.page.get_by_role("tabpanel", name="Evidence").is_hidden()
        assert other.complaints == []
        other.context.close()
