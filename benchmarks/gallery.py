"""Take the pictures of the README: a map in a real browser, on a desk, on a phone, in the dark.

    python benchmarks/gallery.py docs/images

The map is made from data/reports; a Chromium has to be on the path or in GEOEVENTS_CHROMIUM.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

import geoevents as ge
from geoevents.render import MapStyle

ROOT = Path(__file__).parents[1]
TITLE = "Northern Syria, 2014 to 2017, as reported"
# name, theme, width, height, scale, day, place whose evidence is open
SHOTS = [
    ("map", "light", 1280, 800, 1, "2016-10-20", "Dabiq"),
    ("phone", "light", 390, 844, 2, "2016-10-17", None),
    ("dark", "dark", 1280, 800, 1, "2017-02-23", "al-Bab"),
]


def main(folder: Path) -> None:
    """Write one PNG per shot into `folder`."""
    claims = ge.extract_claims(ge.read_reports([ROOT / "data" / "reports"]))
    events, control = ge.merge_claims(claims), ge.estimate_place_status(claims)
    chromium = os.environ.get("GEOEVENTS_CHROMIUM") or shutil.which("chromium")
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as driver, tempfile.TemporaryDirectory() as scratch:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, theme, width, height, scale, day, place in SHOTS:
            drawn = ge.TimeMap(
                events, control=control, claims=claims, title=TITLE, style=MapStyle(theme=theme)
            )
            path = drawn.save(Path(scratch) / f"{name}.html")
            page = browser.new_page(
                viewport={"width": width, "height": height}, device_scale_factor=scale
            )
            page.goto(f"{path.as_uri()}#d={day}")
            page.wait_for_selector("[data-ready=true]")
            if place:
                page.locator(f'.walk button[aria-label^="{place}"]').first.focus()
                page.keyboard.press("Enter")
            page.wait_for_timeout(500)
            page.screenshot(path=str(folder / f"{name}.png"))
            print(folder / f"{name}.png")
            page.close()
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
