"""Filters by who says so and how surely it was read, in a real browser."""

from __future__ import annotations

import pytest
import render_data
from map_visit import Visit

from geoevents.render import TimeMap

pytestmark = pytest.mark.browser

EVERYTHING = "#w=0"  # all events up to the last day


@pytest.fixture
def graded(browser, tmp_path, viewer):
    """Visit a map whose events are read more or less surely: .9, .6 and .4 in turn."""
    del viewer
    claims, events = render_data.claims(), render_data.events()
    for table in (claims, events):
        table["confidence"] = [[0.9, 0.6, 0.4][n % 3] for n in range(len(table))]
    path = TimeMap(events, claims=claims, control=render_data.control()).save(tmp_path / "map.html")
    opened = []

    def start(fragment):
        opened.append(Visit(browser, path, fragment=fragment))
        return opened[-1]

    yield start
    for one in opened:
        assert one.complaints == []
        one.context.close()


def told(page):
    """Return what the key says is shown."""
    page.wait_for_timeout(80)
    return page.locator(".key .passing").inner_text()


def test_a_kind_of_source_can_be_switched_off(visit):
    """Two events are residents' alone and one is theirs and an armed group's, which stays."""
    page = visit(fragment=EVERYTHING).page
    assert told(page) == "22 of 25 events shown"  # three are denied, negated or planned
    line = page.locator("label.line", has_text="Residents")
    assert line.locator(".n").inner_text() == "4"
    line.locator("input").uncheck()
    assert told(page) == "19 of 25 events shown Clear filters"
    assert "19 of 25 events shown" in page.locator(".dates .days").inner_text()
    page.locator("label.line", has_text="An armed group").locator("input").uncheck()
    assert told(page) == "16 of 25 events shown Clear filters"


def test_joined_kinds_count_for_both(visit):
    """The event of rebels and residents is counted for each of them."""
    page = visit(fragment=EVERYTHING).page
    counts = {
        line.locator(".name").inner_text(): line.locator(".n").inner_text()
        for line in page.locator("fieldset", has_text="Who says so").locator("label.line").all()
    }
    assert counts["Residents"] == "4"
    assert counts["An armed group"] == "3"
    assert sum(map(int, counts.values())) == len(render_data.ROWS) + 1


def test_only_what_was_read_surely(graded):
    """Likely and sure leave fewer events; the numbers beside them count all events."""
    page = graded(EVERYTHING).page
    group = page.locator("fieldset", has_text="How surely it was read")
    assert group.locator(".n").all_inner_texts() == ["26", "18", "9"]
    before = int(told(page).split()[0])
    group.get_by_role("radio", name="Sure").check()
    after = int(told(page).split()[0])
    assert 0 < after < before / 2
    group.get_by_role("radio", name="Likely").check()
    assert after < int(told(page).split()[0]) < before


def test_a_link_keeps_the_filters_and_clearing_ends_them(graded):
    """Kinds and sureness stand in the address; one button lets everything through again."""
    one = graded(f"{EVERYTHING}&nosource=monitor,narrator&sure=50")
    page = one.page
    assert "Clear filters" in told(page)
    assert page.get_by_role("radio", name="Likely").is_checked()
    assert not page.get_by_role("checkbox", name="A monitoring group").is_checked()
    page.wait_for_timeout(100)
    page.get_by_role("checkbox", name="Residents").uncheck()
    page.wait_for_timeout(600)
    kept = page.evaluate("location.hash")
    assert "nosource=monitor,narrator,resident" in kept
    assert "sure=50" in kept
    page.locator(".key").get_by_role("button", name="Clear filters").click()
    assert told(page) == "22 of 25 events shown"
    page.wait_for_timeout(600)
    assert page.evaluate("location.hash") == EVERYTHING


def test_nonsense_in_the_address_filters_nothing(graded):
    """A kind that does not occur and a step that there is not change nothing."""
    assert told(graded(f"{EVERYTHING}&nosource=psychic&sure=77").page) == "22 of 25 events shown"


def test_without_sources_there_is_nothing_to_choose(browser, tmp_path, viewer):
    """A table of the user's own that names no sources and no confidence has neither filter."""
    del viewer
    claims = render_data.claims(source_kind=None, confidence=None)
    events = render_data.events(confidence=None)
    one = Visit(browser, TimeMap(events, claims=claims).save(tmp_path / "map.html"))
    assert one.page.locator("fieldset", has_text="Who says so").count() == 0
    assert one.page.locator("fieldset", has_text="How surely it was read").count() == 0
    assert one.complaints == []
    one.context.close()
