"""Hostile text in every field, in a real browser: nothing of it ever runs."""

from __future__ import annotations

import re

import pytest
import render_data

from geoevents.render import MapStyle, TimeMap
from geoevents.schema import CLAIMS, CONTROL, EVENTS

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("viewer")]

PAYLOADS = {
    "img": "<img src=x onerror=\"window.ran='img'\">",
    "script": "</script><script>window.ran='script'</script>",
    "comment": "<!--<script>window.ran='comment'</script>",
    "svg": "\"'><svg onload=\"window.ran='svg'\">",
    "backtick": "`${window.ran='backtick'}`",
    "quote": "\"+(window.ran='quote')+\"",
    "template": "{{ ''.__class__ }}{% raw %}{{window.ran='template'}}",
    "newline": "\u2028window.ran='newline'\u2029\r\n//",
    "address": "javascript:window.ran='address'",
    "address2": "\x01java\tscript:window.ran='address2'",
    "data": "data:text/html,<script>window.ran='data'</script>",
    "web": "https://example.org/\"onmouseover=\"window.ran='web'",
    "formula": "=HYPERLINK(\"javascript:window.ran='formula'\")",
    "attribute": 'x" onfocus="window.ran=\'attribute\'" autofocus="',
    "wkt": "POINT (<b> 1)",
    "entity": "&lt;img src=x onerror=window.ran='entity'&gt;",
}
# What decides how a row is drawn keeps its meaning, else nothing would be drawn of it.
KEPT = {"claim_id", "claim_ids", "event_id", "status", "place_kind", "contradicted_by"}


def poisoned(table, frame, payload):
    """Return a table with a payload in every column of text."""
    frame = frame.copy()
    for column in table.columns:
        if column.kind == "text" and column.name not in KEPT:
            frame[column.name] = payload
    return frame


@pytest.mark.parametrize(
    ("name", "policy"),
    [
        *((name, "without policy") for name in PAYLOADS),
        *((name, "with policy") for name in ("img", "script", "svg", "address")),
    ],
)
def test_nothing_runs(browser, tmp_path, name, policy):
    """With the payload in every text column, title, note and names, every panel stays inert."""
    payload = PAYLOADS[name]
    drawn = TimeMap(
        poisoned(EVENTS, render_data.events(), payload),
        claims=poisoned(CLAIMS, render_data.claims(), payload),
        control=poisoned(CONTROL, render_data.control(), payload),
        title=payload,
        style=MapStyle(
            note=payload, tiles_attribution=payload, edition=payload, corrections=(payload,)
        ),
    )
    path = tmp_path / "hostile.html"
    document = drawn.to_html()
    if policy == "without policy":
        document = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", document)
        assert "Content-Security-Policy" not in document
    path.write_text(document, "utf-8")
    page = browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: (complaints.append("dialog"), dialog.dismiss()))
    page.on(
        "request",
        lambda asked: asked.url.startswith(("file:", "data:")) or complaints.append(asked.url),
    )
    page.goto(path.as_uri())
    page.wait_for_selector("[data-ready=true]")
    page.get_by_label("Days shown").select_option("0")
    for box in ("Planned or expected", "Denied by a party", "Said not to be so"):
        page.get_by_label(box).check()
    for tab in ("Events", "Places", "Evidence", "About", "Key"):
        page.get_by_role("tab", name=tab).click()
    page.get_by_role("tab", name="Events").click()
    page.get_by_role("searchbox").fill(payload[:40])
    page.get_by_role("searchbox").fill("")
    page.locator(".reports .row").first.click()
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    for button in page.locator(".walk button").all()[:4]:
        button.focus()
        page.keyboard.press("Enter")
        page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    page.get_by_role("tab", name="Compare").click()
    page.get_by_role("button", name="Compare", exact=True).click()
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    page.get_by_role("button", name="Through time").click()
    page.get_by_label("Chart").select_option("places")
    page.get_by_role("button", name="Through time").click()
    page.get_by_role("button", name="Save", exact=True).click()
    for kind in ("Picture", "Drawing"):
        with page.expect_download():
            page.get_by_role("button", name=kind).click()
    page.get_by_role("button", name="Close").locator("visible=true").click()
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.wait_for_timeout(100)
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    page.mouse.move(400, 300)
    page.wait_for_timeout(600)
    assert page.evaluate("window.ran") is None
    assert complaints == []
    links = page.eval_on_selector_all("a[href]", "all => all.map((one) => one.protocol)")
    assert set(links) <= {"http:", "https:", "file:"}  # file: are Leaflet's zoom buttons, href="#"
    stray = page.locator("#geoevents-app").locator("img, iframe, object, embed, script, b")
    assert stray.count() == 0
    page.close()
