"""Two dates beside each other, charts and rows of places, in a real browser."""

from __future__ import annotations

import re

import pandas as pd
import pytest
import render_data
from map_visit import Visit
from playwright.sync_api import expect
from shapely.geometry import box

from geoevents.render import TimeMap
from geoevents.spatial import area_km2

pytestmark = pytest.mark.browser


def plain(text):
    """Return a text without the marks that isolate names."""
    return re.sub("[\u2068\u2069]", "", text)


def labels(one):
    """Return what the buttons over the map are called."""
    return {plain(label) for label in one.shown()}


@pytest.fixture(scope="module")
def areas():
    """Give the areas of two days of the small war."""
    return render_data.areas()


@pytest.fixture
def estimated(browser, tmp_path, viewer, areas):
    """Visit a map of places' status and estimated areas together."""
    del viewer
    control = pd.concat([render_data.control(), areas], ignore_index=True)
    drawn = TimeMap(render_data.events(), control=control, claims=render_data.claims())
    one = Visit(browser, drawn.save(tmp_path / "m.html"))
    yield one
    assert one.complaints == []
    assert one.outside() == []
    one.context.close()


def compare(one, first, second):
    """Compare two days."""
    one.to(second)
    one.page.get_by_role("button", name="Compare", exact=True).click()
    one.page.get_by_label("One date").fill(first)
    one.page.get_by_label("One date").dispatch_event("change")
    one.page.wait_for_timeout(150)


def test_each_side_of_the_line_shows_its_date(visit):
    """Al-Bab is of the earlier date left of the line and of the later one right of it."""
    one = visit()
    compare(one, "2015-02-09", "2017-02-23")
    assert one.page.locator(".stage .date").all_inner_texts() == [
        "9 February 2015",
        "23 February 2017",
    ]
    line = one.page.get_by_role("slider", name="Line between the two dates")
    line.focus()
    one.page.keyboard.press("End")
    assert any(
        label.startswith("al-Bab, Reportedly held by Islamic State") and "9 February 2015" in label
        for label in labels(one)
    )
    one.page.keyboard.press("Home")
    assert any(
        label.startswith("al-Bab, Reportedly held by Turkish-backed") and "2017" in label
        for label in labels(one)
    )
    one.page.get_by_role("button", name="Stop comparing").click()
    assert line.is_hidden()


def test_places_that_changed_are_listed_with_their_claims(visit):
    """The list says what was reported before and after, and the claims behind the change."""
    one = visit()
    compare(one, "2015-02-09", "2017-02-23")
    panel = one.page.get_by_role("tabpanel", name="Compare")
    changed = panel.locator(".changes > li")
    told = {plain(text) for text in changed.all_inner_texts()}
    al_bab = next(text for text in told if text.startswith("al-Bab"))
    assert "Reportedly held by Islamic State" in al_bab
    assert "Reportedly held by Turkish-backed rebels" in al_bab
    assert not any(text.startswith("Raqqa") for text in told)  # IS still holds it
    row = changed.filter(has_text="al-Bab")
    row.get_by_text("1 claim behind the change").click()
    expect(row.locator("blockquote")).to_have_count(1)
    row.get_by_role("button", name="al-Bab").click()
    assert one.page.get_by_role("heading", name="al-Bab", exact=True).is_visible()


def test_gains_and_losses_add_up(estimated, areas):
    """Of each actor: net is the difference of the estimated areas, and gained minus lost."""
    compare(estimated, "2015-02-09", "2017-02-23")
    day = areas["valid_from"].dt.strftime("%Y-%m-%d")
    held = areas["control_status"] != "contested"
    rows = estimated.page.locator(".compare tbody tr").all()
    assert rows
    total = 0
    for row in rows:
        name = plain(row.locator("th").inner_text())
        gained, lost, net = (
            int(cell.replace(",", "").replace("+", "").replace("\u2212", "-"))
            for cell in row.locator("td").all_inner_texts()
        )
        assert gained >= 0
        assert lost >= 0
        assert abs(gained - lost - net) <= 2
        if name == "Islamic State":
            mine = held & (areas["actor_id"] == render_data.IS)
            sizes = [areas.loc[mine & (day == d), "area_km2"].sum() for d in sorted(set(day))]
            assert abs(net - (sizes[1] - sizes[0])) <= 1
            total += 1
    assert total == 1


def test_gains_are_measured_where_the_pictures_differ(estimated):
    """What lies where nothing of the actor lay is gained, and the other way round lost."""
    compare(estimated, "2015-02-09", "2017-02-23")
    gained = {
        plain(row.locator("th").inner_text()): [
            int(cell.replace(",", "").replace("+", "").replace("\u2212", "-"))
            for cell in row.locator("td").all_inner_texts()
        ]
        for row in estimated.page.locator(".compare tbody tr").all()
    }
    new = round(area_km2(box(37.1, 36.3, 37.7, 36.7)))
    assert gained["Turkish-backed rebels"] == [new, 0, new]
    was, now = area_km2(box(37.1, 36.2, 37.9, 36.7)), area_km2(box(38.0, 36.2, 38.2, 36.5))
    # The two squares do not meet: everything is gained, everything lost.
    assert gained["Islamic State"] == [round(now), round(was), round(now) - round(was)]


def test_without_areas_on_a_date_no_km2_are_made_up(estimated):
    """Before the first estimate there is nothing to compare, and the panel says so."""
    compare(estimated, "2014-06-01", "2017-02-23")
    panel = estimated.page.get_by_role("tabpanel", name="Compare")
    assert "No area is estimated for 1 June 2014: nothing can be compared." in panel.inner_text()
    assert panel.locator("table").count() == 0


def test_a_link_opens_the_comparison(browser, small_war):
    """Both dates, the line, the chart, the view and its order travel in the address."""
    one = Visit(browser, small_war, fragment="#d=2017-02-23&vs=2015-02-09&cut=0.3&chart=places")
    line = one.page.get_by_role("slider", name="Line between the two dates")
    assert line.get_attribute("aria-valuenow") == "30"
    assert one.page.get_by_label("Chart").input_value() == "places"
    one.page.get_by_role("button", name="Through time").click()
    one.page.get_by_label("Order of places").locator("visible=true").select_option("west")
    one.page.wait_for_timeout(600)
    fragment = one.page.evaluate("location.hash")
    for part in ("vs=2015-02-09", "cut=0.3", "chart=places", "show=rows", "sort=west"):
        assert part in fragment
    again = Visit(browser, small_war, fragment="#vs=nonsense&cut=9&chart=none&sort=1&show=x")
    assert again.page.locator(".divider").is_hidden()
    assert again.complaints == one.complaints == []
    one.context.close()
    again.context.close()


def test_the_chart_counts_places_by_holder(visit):
    """On the date shown each actor's number of places stands in words; others are contested."""
    one = visit()
    one.page.get_by_label("Chart").select_option("places")
    one.to("2015-02-09")
    told = one.page.locator(".amounts").inner_text()
    assert "Islamic State 4" in told
    assert "Syrian rebels 1" in told
    assert "Contested 1" in told
    one.to("2017-10-17")
    assert "Islamic State" not in one.page.locator(".amounts").inner_text()


def test_a_point_of_a_bar_leads_to_its_place_and_date(visit):
    """A click on a row of the second view takes the map to that place and that day."""
    one = visit()
    one.page.get_by_role("button", name="Through time").click()
    lane = one.page.locator(".rows .lane", has_text="Manbij")
    bar = lane.locator(".strip").bounding_box()
    one.page.mouse.click(bar["x"] + bar["width"] * 0.25, bar["y"] + bar["height"] / 2)
    assert one.page.get_by_role("heading", name="Manbij", exact=True).is_visible()
    assert one.page.locator(".dates .now").get_attribute("data-day").startswith("2014-12")


def test_rows_answer_to_the_keyboard(visit):
    """Left and right go to a place's changes, up and down between places, Enter opens one."""
    one = visit()
    page = one.page
    page.get_by_role("button", name="Through time").click()
    page.locator(".rows .lane", has_text="Dabiq").focus()
    page.keyboard.press("ArrowLeft")
    assert page.locator(".dates .now").inner_text() == "16 October 2016"
    page.keyboard.press("ArrowLeft")
    assert page.locator(".dates .now").inner_text() == "13 August 2014"
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('.lane') !== null")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    assert page.get_by_role("heading", name="Dabiq", exact=True).is_visible()
    assert page.locator(".dates .now").inner_text() == "13 August 2014"


def test_rows_can_be_ordered(visit):
    """By name, by holder, from west to east; the reader's order stays."""
    one = visit()
    one.page.get_by_role("button", name="Through time").click()
    order = one.page.locator(".rows select")
    names = one.page.locator(".rows .lane strong")
    order.select_option("name")
    assert names.all_inner_texts() == sorted(names.all_inner_texts(), key=str.lower)
    order.select_option("west")
    assert names.first.inner_text() == "Azaz"
