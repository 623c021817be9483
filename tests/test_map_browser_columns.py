"""Hostile names of columns, spellings, editions and colours: a table of anybody's, in a browser."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pandas as pd
import pytest
from map_visit import Visit
from test_map_browser_hostile import PAYLOADS

from geoevents.cli import main

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("viewer")]


def written(folder, bad):
    """Write the map of a table whose columns, cells, spellings and words are all hostile."""
    table, names, out = (folder / name for name in ("my.csv", "names.csv", "map.html"))
    pd.DataFrame(
        {"lon": [37.0, 38.0], "lat": [36.0, 36.5], f"d {bad}": ["2016-12-22", "2016-12-23"],
         f"a {bad}": [bad, "x"], f"t {bad}": [bad, bad], f"n {bad}": [bad, "y"]}
    ).to_csv(table, index=False)  # fmt: skip
    pd.DataFrame({"name": ["x", bad], "shown": [f"{bad} 1", f"{bad} 2"]}).to_csv(names, index=False)
    columns = (
        f"date=d {bad}",
        f"actor=a {bad}",
        f"place=n {bad}",
        f"text=t {bad}",
        f"text=a {bad}",
    )
    words = ("title", "note", "edition", "correction", "source")
    command = ["map", str(table), "-o", str(out), "--names", str(names), f"--colour={bad}=#112233"]
    command += [part for column in columns for part in ("--column", column)]
    assert main([*command, *(f"--{word}={bad}" for word in words)]) == 0
    return out


@pytest.mark.parametrize("policy", ["with", "without"])
@pytest.mark.parametrize("name", ["img", "script", "svg", "template", "formula", "attribute"])
def test_nothing_of_a_table_runs(browser, tmp_path, name, policy):
    """Neither in the page, with its policy and without, nor in the CSV that it hands out."""
    path = written(tmp_path, PAYLOADS[name])
    if policy == "without":
        meta = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
        path.write_text(meta.sub("", path.read_text("utf-8")), "utf-8")
    visit = Visit(browser, path)
    for tab in ("Places", "Evidence", "About", "Key", "Events"):
        visit.page.get_by_role("tab", name=tab).click()
    visit.page.get_by_label("at all dates").check()
    with visit.page.expect_download() as waiting:
        visit.page.get_by_role("button", name="CSV", exact=True).click()
    text = Path(waiting.value.path()).read_text("utf-8-sig")
    cells = [cell for line in csv.reader(io.StringIO(text)) for cell in line]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]
    for button in visit.page.locator(".walk button").all()[:3]:
        button.focus()
        visit.page.keyboard.press("Enter")
    visit.page.wait_for_timeout(200)
    assert visit.page.evaluate("window.ran") is None
    assert visit.complaints == visit.outside() == []
    visit.context.close()
