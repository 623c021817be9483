"""The reader's choice of theme and language, in a real browser."""

from __future__ import annotations

import pytest
from map_visit import Visit

pytestmark = pytest.mark.browser


def about(page):
    """Open the panel on the map itself."""
    page.locator("#ge-tab-about").click()
    return page.locator(".panel.about")


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_reader_chooses_a_theme_and_keeps_it(browser, visit, small_war, size):
    """The page turns dark at once, and its address opens it so again."""
    page = visit(size=size).page
    chosen = about(page).get_by_label("Theme")
    assert chosen.input_value() == "light"
    chosen.select_option("dark")
    assert page.locator("#geoevents-app").get_attribute("data-theme") == "dark"
    page.wait_for_timeout(600)
    kept = page.evaluate("location.hash")
    assert kept == "#theme=dark"
    again = Visit(browser, small_war, fragment=kept)
    assert again.page.locator("#geoevents-app").get_attribute("data-theme") == "dark"
    again.context.close()


def test_a_reader_chooses_the_language_of_the_same_view(visit):
    """Arabic opens at the date and filters chosen before, and English comes back from there."""
    one = visit(fragment="#d=2015-02-09&nosource=monitor")
    page = one.page
    page.wait_for_timeout(500)
    about(page).get_by_label("Language").select_option("ar")
    page.wait_for_selector("[data-ready=true][dir=rtl]")
    assert page.locator(".dates .now").get_attribute("data-day") == "2015-02-09"
    assert {"d=2015-02-09", "nosource=monitor", "lang=ar"} <= set(
        page.evaluate("location.hash").lstrip("#").split("&")
    )
    about(page).get_by_label("اللغة").select_option("en")
    page.wait_for_selector("[data-ready=true][dir=ltr]")
    assert page.locator(".dates .now").inner_text() == "9 February 2015"
