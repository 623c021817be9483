"""Take the pictures of the docs: a map in a real browser, both themes, both languages, all sizes.

    python benchmarks/gallery.py docs/images

The map is made from data/reports; a Chromium has to be on the path or in GEOEVENTS_CHROMIUM.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import pandas as pd
from playwright.sync_api import sync_playwright

import geoevents as ge
from geoevents.render import MapStyle

ROOT = Path(__file__).parents[1]
TITLE = "Northern Syria, 2014 to 2017, as reported"
# name, theme, language, width, height, scale, fragment of the address, place whose evidence is open
SHOTS = [
    ("map", "light", "en", 1280, 800, 1, "d=2016-10-20", "Dabiq"),
    ("phone", "light", "en", 360, 740, 1.5, "d=2016-10-17", None),
    ("dark", "dark", "en", 1280, 800, 1, "d=2017-02-23&chart=places", "al-Bab"),
    ("compare", "light", "en", 1280, 800, 1, "d=2017-02-23&vs=2015-02-09&chart=areas", None),
    ("rows", "light", "en", 1280, 800, 1, "d=2016-08-15&show=rows&chart=places", None),
    ("arabic", "light", "ar", 1280, 800, 1, "d=2016-10-20", "دابق"),
    ("arabic-phone", "dark", "ar", 360, 740, 1.5, "d=2016-10-17", None),
    ("tablet", "dark", "en", 768, 1000, 1, "d=2016-10-17&chart=places", None),
]
AREAS_AT = ["2014-06-01", "2015-02-09", "2016-08-15", "2016-12-15", "2017-02-23"]


def main(folder: Path) -> None:
    """Write one PNG per shot into `folder`."""
    claims = ge.extract_claims(ge.read_reports([ROOT / "data" / "reports"]))
    events = ge.merge_claims(claims)
    held = [ge.estimate_place_status(claims), ge.estimate_control(claims, at=AREAS_AT)]
    control = pd.concat(held, ignore_index=True)
    chromium = os.environ.get("GEOEVENTS_CHROMIUM") or shutil.which("chromium")
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as driver, tempfile.TemporaryDirectory() as scratch:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, theme, lang, width, height, scale, fragment, place in SHOTS:
            drawn = ge.TimeMap(
                events,
                control=control,
                claims=claims,
                title=TITLE if lang == "en" else None,
                style=MapStyle(theme=theme, lang=lang),
            )
            path = drawn.save(Path(scratch) / f"{name}.html")
            page = browser.new_page(
                viewport={"width": width, "height": height}, device_scale_factor=scale
            )
            page.goto(f"{path.as_uri()}#{fragment}")
            page.wait_for_selector("[data-ready=true]")
            if place:
                page.locator(f'.walk button[aria-label^="{place}"]').first.focus()
                page.keyboard.press("Enter")
            if "vs=" in fragment:
                page.locator("#ge-tab-compare").click()
            page.wait_for_timeout(500)
            page.screenshot(path=str(folder / f"{name}.png"))
            print(folder / f"{name}.png")
            if name == "map":
                save_picture(page, folder)
            page.close()
        browser.close()


def save_picture(page: Any, folder: Path) -> None:
    """Let the page draw the view itself, as a reader would."""
    page.get_by_role("button", name="Save", exact=True).click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Drawing (SVG)").click()
    waiting.value.save_as(folder / "picture.svg")
    print(folder / "picture.svg")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
