"""The estimated front line, and areas that a source claims, in a real browser."""

from __future__ import annotations

import pandas as pd
import pytest
import render_data
from map_visit import Visit
from shapely.geometry import Point, box

from geoevents.control import estimate_control
from geoevents.render import TimeMap
from geoevents.schema import CLAIMS

pytestmark = pytest.mark.browser

DAY = "2016-05-01"
REGION = box(37.6, 36.2, 38.4, 36.6)
# How many points of the canvas of areas have each colour, as drawn.
TALLY = """() => {
  const canvas = document.querySelector(".leaflet-ge-areas-pane canvas");
  const {width, height} = canvas;
  const copy = Object.assign(document.createElement("canvas"), {width, height});
  const own = copy.getContext("2d", {willReadFrequently: true});
  own.drawImage(canvas, 0, 0);
  const data = own.getImageData(0, 0, width, height).data;
  let ink = 0, any = 0;
  for (let i = 0; i < data.length; i += 4) {
    if (!data[i + 3]) continue;
    any++;
    if (data[i] < 40 && data[i + 1] < 40 && data[i + 2] < 40 && data[i + 3] > 250) ink++;
  }
  return {ink, any};
}"""


def area(actor, square, **change):
    """Return an estimated area, as `render_data.areas` makes them."""
    row = render_data.areas().iloc[1].to_dict()
    row |= {"control_id": f"area {actor}", "actor_id": actor, "actor": None, "geometry": square}
    row |= {"valid_from": pd.Timestamp(DAY, tz="UTC")}
    row |= {"valid_to": pd.Timestamp(DAY, tz="UTC") + pd.Timedelta(days=1)}
    return row | change


def claimed(**change):
    """Return a claim of a whole region, beside one of a place that is only described."""
    rows = []
    for n, kind in enumerate(["region", "relative"]):
        row = {
            "claim_id": f"c{n}",
            "event_type": "CAPTURE",
            "status": "reported",
            "actor_id": render_data.GOV,
            "toponym": "the eastern countryside" if kind == "region" else "north of Raqqa",
            "place_kind": kind,
            "geometry": Point(38.0, 36.4) if kind == "region" else Point(39.0, 36.0),
            "place_extent": REGION.wkt if kind == "region" else box(38.8, 35.8, 39.2, 36.2).wkt,
            "valid_from": DAY,
            "valid_to": "2016-05-02",
            "quote": "The army said it holds the whole of the eastern countryside.",
            "source_kind": "military",
        }
        rows.append(row | change)
    return CLAIMS.build(rows)


@pytest.fixture
def opened(browser, tmp_path, viewer):
    """Start visits to maps of tables; none may complain."""
    del viewer
    visits = []

    def start(events, *, fragment="", **tables):
        path = TimeMap(events, **tables).save(tmp_path / f"{len(visits)}.html")
        visits.append(Visit(browser, path, fragment=fragment))
        visits[-1].page.wait_for_timeout(150)
        return visits[-1]

    yield start
    for one in visits:
        assert one.complaints == []
        assert one.outside() == []
        one.context.close()


def test_the_front_is_drawn_where_two_holders_meet(opened):
    """Squares that share an edge have a line of ink between them; of one holder, none."""
    from geoevents.schema import CONTROL  # noqa: PLC0415

    west, east = box(37.0, 36.2, 38.0, 36.8), box(38.0, 36.2, 39.0, 36.8)
    tallies = []
    for other in (render_data.SDF, render_data.TUR):
        control = CONTROL.build([area(render_data.TUR, west), area(other, east)])
        one = opened(render_data.events(), control=control, fragment=f"#d={DAY}")
        tallies.append(one.page.evaluate(TALLY))
        assert one.page.locator(".key").get_by_text("Estimated front line").count() == 1
    assert tallies[0]["ink"] > 150
    assert tallies[1]["ink"] == 0


def test_real_estimates_have_a_front(opened):
    """Outlines as `estimate_control` draws them share their edges."""
    control = estimate_control(render_data.claims(), at=["2017-02-23"])
    one = opened(
        render_data.events(),
        control=control,
        claims=render_data.claims(),
        fragment="#d=2017-02-23",
    )
    assert one.page.evaluate(TALLY)["ink"] > 100


def test_a_claimed_area_is_outlined_and_never_filled(opened):
    """Most of the region stays free; a place that is only described claims no area."""
    table = claimed()
    one = opened(None, claims=table, fragment=f"#d={DAY}&w=30")
    line = one.page.locator("label.line", has_text="Area that a source claims")
    assert line.locator(".n").inner_text() == "1"
    drawn = one.page.evaluate(TALLY)["any"]
    assert drawn > 1000
    line.locator("input").uncheck()
    one.page.wait_for_timeout(100)
    assert one.page.evaluate(TALLY)["any"] == 0
    one.page.wait_for_timeout(500)
    assert "claimed=0" in one.page.evaluate("location.hash")


def test_a_claimed_area_opens_its_sentence(opened):
    """A click inside it leads to the words, which say that they speak of the whole area."""
    table = claimed()
    one = opened(None, claims=table, fragment=f"#d={DAY}&w=30")
    box_of = one.page.locator(".walk button[aria-label^='the eastern']").bounding_box()
    one.page.mouse.click(box_of["x"] + 70, box_of["y"] + 30)
    panel = one.page.get_by_role("tabpanel", name="Evidence")
    assert "The army said it holds the whole" in panel.inner_text()
    assert "speaks of the region outlined on the map" in panel.inner_text()


def test_a_denied_claim_has_no_outline(opened):
    """What is denied or planned claims nothing."""
    table = claimed(status="denied")
    one = opened(None, claims=table, fragment=f"#d={DAY}&w=30&said=denied")
    assert one.page.get_by_text("Area that a source claims").count() == 0
    assert one.page.evaluate(TALLY)["any"] == 0


def test_a_polygon_of_its_own_is_an_outline(opened):
    """A row whose geometry is the area needs no further column."""
    table = claimed(place_kind="region", place_extent=None, geometry=REGION)
    one = opened(None, claims=table, fragment=f"#d={DAY}&w=30")
    line = one.page.locator("label.line", has_text="Area that a source claims")
    assert line.locator(".n").inner_text() == "2"


def test_without_areas_the_key_has_no_word_on_them(visit):
    """Where nothing is estimated or claimed as an area, nothing is explained."""
    text = visit().page.locator(".panel.key").inner_text()
    assert "front line" not in text
    assert "Claimed areas" not in text
