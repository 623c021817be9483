"""TimeMap: what its file holds, and what it must never hold."""

from __future__ import annotations

import base64
import html
import itertools
import json
import re
import zlib

import folium
import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import render_data
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Point, box

from geoevents.actors import Actors
from geoevents.errors import InputError, TableError
from geoevents.render import MapStyle, TimeMap
from geoevents.render.codec import (
    MISSING_DEGREES,
    numbers_column,
    rings_column,
    text_column,
    times_column,
    to_block,
)
from geoevents.render.colours import OTHERS, PALETTE, _distance, actor_rows
from geoevents.render.frame import around, view_of, whole_of
from geoevents.render.links import contradictions, evidence, rows_by_id
from geoevents.render.payload import encode_tables
from geoevents.schema import CLAIMS, CONTROL, EVENTS

pytestmark = pytest.mark.usefixtures("viewer")

HOSTILE = (
    "</script><script>alert(1)</script><!-- {{ 7 * 7 }} ${alert(2)} `x` \u2028 \u202e {% raw %}"
)


def read(document: str, name: str):
    """Return what a data block of a page holds."""
    kind, text = re.search(rf'<script type="([^"]+)" id="{name}">(.*?)</script>', document).groups()
    if kind != "application/json":
        text = zlib.decompress(base64.b64decode(text)).decode("utf-8")
    return json.loads(text)


def cells(table, name):
    """Return the texts of a column of a block, None where missing."""
    column = table["columns"][name]
    kinds = {"u1": "<u1", "u2": "<u2", "u4": "<u4"}
    codes = np.frombuffer(base64.b64decode(column["c"]["b"]), dtype=kinds[column["c"]["t"]])
    return [column["d"][code - 1] if code else None for code in codes]


def numbers(table, name):
    """Return the numbers of a column of a block, NaN where missing, as the viewer reads them."""
    column = table["columns"][name]
    packed = base64.b64decode(column["v"]["b"])
    if not packed:
        return np.full(table["n"], np.nan)
    values = np.frombuffer(packed, dtype=f"<{column['v']['t']}").astype(float)
    if column["v"]["t"] == "f8":
        return values
    return np.where(values == 0, np.nan, column["o"] + (values - 1) * column["s"])


def lists(table, name):
    """Return the lists of a column of a block, as the viewer reads them."""
    column = table["columns"][name]
    ends, flat = (
        np.frombuffer(base64.b64decode(column[key]["b"]), dtype=f"<{column[key]['t']}").tolist()
        for key in ("e", "v")
    )
    return [flat[a:b] for a, b in itertools.pairwise([0, *ends])]


@pytest.fixture(scope="module")
def document(viewer):
    """One page of the small war."""
    del viewer
    tables = {"control": render_data.control(), "claims": render_data.claims()}
    return TimeMap(render_data.events(), **tables, title="A small war").to_html()


def test_two_renders_are_byte_identical(document):
    """The same tables give the same bytes."""
    again = TimeMap(
        render_data.events(),
        control=render_data.control(),
        claims=render_data.claims(),
        title="A small war",
    )
    assert again.to_html() == document
    assert again.to_html() == document


def test_the_order_of_rows_does_not_matter(document):
    """Shuffled tables hold the same events in the same order of time."""
    events = render_data.events().sample(frac=1, random_state=7)
    shuffled = TimeMap(events, claims=render_data.claims()).to_html()
    held = [
        cells(read(page, "geoevents-data")["tables"]["events"], "event_id")
        for page in (document, shuffled)
    ]
    assert held[0] == held[1]


def test_every_row_and_sentence_is_in_the_page(document):
    """Unplaced, undated, denied, planned: nothing is dropped on the way to the page."""
    tables = read(document, "geoevents-data")["tables"]
    assert tables["events"]["n"] == len(render_data.ROWS)
    assert sorted(cells(tables["claims"], "quote")) == sorted(row[9] for row in render_data.ROWS)
    assert tables["control"]["n"] == len(render_data.STATES)


def test_the_page_names_no_address_but_the_reports_own(document):
    """No script, style or picture comes from elsewhere, and the policy admits none."""
    outside = re.sub(r"<script.*?</script>", "", document, flags=re.DOTALL)
    assert not re.search(r"(?:src|href)\s*=\s*[\"']?(?:https?:)?//", outside)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', document)[1]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy
    assert "connect-src" not in policy
    assert "http" not in policy


def test_tiles_widen_the_policy_by_their_host_alone(viewer):
    """Online tiles are the author's choice, and admit one host for pictures."""
    del viewer
    style = MapStyle(
        tiles="https://tiles.example.org/{z}/{x}/{y}.png", tiles_attribution="Tiles & Co"
    )
    page = TimeMap(render_data.events(), style=style).to_html()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1]
    assert "img-src data: blob: https://tiles.example.org;" in policy
    assert policy.count("http") == 1


@pytest.mark.parametrize(
    "template",
    [
        "javascript:alert(1)//{z}{x}{y}",
        "https://a.example/{z}/{x}",
        "https://a.example; script-src */{z}/{x}/{y}",
        "https://user@a.example/{z}/{x}/{y}",
        "file:///{z}/{x}/{y}",
        "https://[x/{z}/{x}/{y}",
        "https://a.example\n/{z}/{x}/{y}",
        "https://a.example/{z}/{x}/{y}\u202e",
    ],
)
def test_a_tile_address_that_is_none_is_refused(template):
    """Only a plain http(s) template is taken, since it goes into the policy."""
    with pytest.raises(InputError, match="tiles is"):
        MapStyle(tiles=template)


@pytest.mark.parametrize("field", ["title", "note"])
def test_hostile_words_of_the_author_stay_text(viewer, field):
    """Title and note leave no element early and run through no template."""
    del viewer
    given_style = MapStyle(note=HOSTILE) if field == "note" else MapStyle()
    title = HOSTILE if field == "title" else None
    page = TimeMap(render_data.events(), title=title, style=given_style).to_html()
    assert page.count("</script>") == TimeMap(render_data.events()).to_html().count("</script>")
    assert read(page, "geoevents-data")[field] == HOSTILE
    assert "49" not in page[page.index("<title>") : page.index("</title>")]


def test_hostile_text_in_every_column_stays_inside_its_block(viewer):
    """Each text column may hold anything; the page has the same elements as without it."""
    del viewer
    plain = TimeMap(render_data.events(), claims=render_data.claims()).to_html()
    free = {
        c.name: HOSTILE
        for c in CLAIMS.columns
        if c.kind == "text" and c.name not in {"claim_id", "event_type", "status", "place_kind"}
    }
    shared = {name: text for name, text in free.items() if name in EVENTS.names}
    page = TimeMap(render_data.events(**shared), claims=render_data.claims(**free)).to_html()
    assert (
        re.findall(r"<[a-z/!][^>]*>", page.split("viewer", 1)[0])[:3]
        == re.findall(r"<[a-z/!][^>]*>", plain.split("viewer", 1)[0])[:3]
    )
    assert page.count("<script") == plain.count("<script")
    assert page.count("</script>") == plain.count("</script>")
    assert HOSTILE in cells(read(page, "geoevents-data")["tables"]["claims"], "quote")


@given(st.text())
def test_a_block_gives_back_what_it_was_given(text):
    """Any text survives the way into the page and out of it, and cannot end its element."""
    block = to_block({"a": text}, "x")
    inner = block[block.index(">") + 1 : block.rindex("<")]
    assert json.loads(inner) == {"a": text}
    assert not set(inner) & set("<>&\u2028\u2029")


NUMBER = st.one_of(
    st.floats(), st.integers(-5, 2**40).map(float), st.just(float("nan")), st.just(1e18)
)


@given(st.lists(NUMBER, max_size=6))
def test_numbers_come_back_as_they_were(values):
    """Whole numbers, fractions, gaps and infinities, whatever form they are written in."""
    column = numbers_column(values)
    back = numbers({"n": len(values), "columns": {"x": column}}, "x")
    np.testing.assert_array_equal(back, np.array(values))


@given(
    st.lists(st.none() | st.datetimes(pd.Timestamp("1800-01-01"), pd.Timestamp("2200-01-01"))),
    st.booleans(),
)
def test_times_come_back_to_the_microsecond(values, whole_days):
    """Days and instants, before 1970 too."""
    times = pd.Series(pd.to_datetime(values, utc=True)).astype("datetime64[us, UTC]")
    times = times.dt.floor("D") if whole_days else times
    back = numbers({"n": len(times), "columns": {"x": times_column(times)}}, "x")
    seconds = (times - pd.Timestamp(0, tz="UTC")) / pd.Timedelta(seconds=1)
    np.testing.assert_allclose(back, seconds.to_numpy(dtype=float), rtol=0, atol=1e-5)


WORDS = st.lists(st.sampled_from(["c0", "c1", "c2", "c3", "x"]), max_size=4).map(" ".join)
CELLS = st.lists(st.one_of(WORDS, st.none(), st.just(" ")), min_size=1, max_size=5)


@given(CELLS)
def test_evidence_names_rows_in_the_order_of_the_ids(cells_):
    """Each list has the rows of the claims that are there; the others are counted."""
    rows = rows_by_id(pd.Series(["c0", "c1", "c2", "c3"]))
    columns = evidence(pd.Series(cells_, dtype="str"), rows, "claims")
    table = {"n": len(cells_), "columns": columns}
    wanted = [(cell or "").split() for cell in cells_]
    assert lists(table, "claims") == [[int(w[1]) for w in row if w != "x"] for row in wanted]
    assert numbers(table, "n_lacking").tolist() == [row.count("x") for row in wanted]


@given(CELLS, CELLS)
def test_contradictions_name_every_other_event_once(held, against):
    """An event that rests on a claim that another contradicts is listed once, itself never."""
    n = min(len(held), len(against))
    frame = pd.DataFrame(
        {
            "event_id": [f"e{i}" for i in range(n)],
            "claim_ids": pd.Series(held[:n], dtype="str"),
            "contradicted_by": pd.Series(against[:n], dtype="str"),
        }
    )
    own = [(cell or "").split() for cell in held[:n]]
    wanted = [
        [i for i in range(n) if i != row and set(own[i]) & set((cell or "").split())]
        for row, cell in enumerate(against[:n])
    ]
    assert lists({"n": n, "columns": {"x": contradictions(frame)}}, "x") == wanted


def test_a_large_block_is_deflated():
    """Beyond some size the block is base64, which no parser can read as anything else."""
    value = {"a": ["word" * 50] * 5000}
    block = to_block(value, "geoevents-data")
    assert len(block) < 50_000
    assert read(block, "geoevents-data") == value


def test_half_a_character_is_replaced():
    """Half of a surrogate pair is no text; the page stays valid UTF-8."""
    assert text_column(["a\ud800b"])["d"] == ["a?b"]


def test_claims_alone_are_drawn_one_by_one(viewer):
    """Without events, each claim is an event with itself as evidence."""
    del viewer
    tables = read(TimeMap(claims=render_data.claims()).to_html(), "geoevents-data")["tables"]
    assert tables["events"]["n"] == tables["claims"]["n"] == len(render_data.ROWS)


def test_evidence_that_was_not_given_is_counted(viewer):
    """An event whose claims are not there says how many are lacking."""
    del viewer
    tables = read(TimeMap(render_data.events()).to_html(), "geoevents-data")["tables"]
    assert numbers(tables["events"], "n_lacking").tolist() == [1.0] * len(render_data.ROWS)


def test_coordinates_keep_seven_decimals_and_gaps(document):
    """A place comes back within a centimetre; an unplaced row is marked as such."""
    table = read(document, "geoevents-data")["tables"]["events"]
    raw = np.frombuffer(base64.b64decode(table["columns"]["lon"]["v"]["b"]), dtype="<i4")
    names = cells(table, "place_name")
    assert raw[names.index("al-Bab")] == 375178000
    assert raw[names.index(None)] == MISSING_DEGREES


def test_empty_tables_give_a_page(viewer):
    """A search that found nothing is still a map that says so."""
    del viewer
    page = TimeMap(EVENTS.build([]), control=CONTROL.build([]), claims=CLAIMS.build([])).to_html()
    assert read(page, "geoevents-data")["tables"]["events"]["n"] == 0


def test_a_map_without_a_title_names_its_places():
    """The headline says where, and falls back to plain words where nothing has a name."""
    events = render_data.events()
    assert TimeMap(events).title == "What was reported of al-Bab, Kobani, Manbij and other places"
    two = events[events["place_name"].isin(["Raqqa", "Mosul", "Azaz"])]
    assert TimeMap(two).title == "What was reported of Azaz and Raqqa"
    assert TimeMap(EVENTS.build([])).title == "What was reported, where and when"


def test_no_table_is_an_error():
    """The error says what to pass."""
    with pytest.raises(InputError, match=r"events=, control= or claims="):
        TimeMap()


def test_something_else_than_a_table_is_an_error():
    """The error names the argument and what it was."""
    with pytest.raises(TableError, match="events is a list"):
        TimeMap([1, 2])


def test_a_frame_with_a_date_column_is_enough():
    """Anybody's frame is drawn: its words are evidence, and stay text whatever they hold."""
    frame = gpd.GeoDataFrame(
        {"event_date": ["2016-12-22", None], "actor1": ["Locals", None], "notes": [HOSTILE, "a"]},
        geometry=[Point(37.16, 36.2), None],
        crs=4326,
    )
    before = frame.copy()
    document = TimeMap(frame, date="event_date", color="actor1").to_html()
    tables = read(document, "geoevents-data")["tables"]
    assert cells(tables["events"], "actor") == [None, "Locals"]
    assert cells(tables["claims"], "quote") == ["a", HOSTILE]
    assert cells(tables["events"], "place_reasons")[0] == "unplaced: the row has no geometry"
    assert "<script>alert(1)" not in document
    assert frame.equals(before)


def test_options_of_a_frame_that_do_not_fit_are_refused():
    """A colour needs a date; rows of a frame are not drawn beside claims; ours need no date."""
    frame = gpd.GeoDataFrame({"day": ["2016-12-22"]}, geometry=[Point(37.16, 36.2)], crs=4326)
    with pytest.raises(InputError, match="color='who' without date="):
        TimeMap(frame, color="who")
    with pytest.raises(InputError, match="drawn twice"):
        TimeMap(frame, date="day", claims=render_data.claims())
    with pytest.raises(TableError, match=r"no column 'event_id'.*date='event_date'"):
        TimeMap(frame)


def test_the_callers_tables_are_left_alone(viewer):
    """Nothing is written into what the caller passed."""
    del viewer
    events, before = render_data.events(), render_data.events()
    TimeMap(events, claims=render_data.claims()).to_html()
    assert isinstance(events, gpd.GeoDataFrame)
    assert events.equals(before)


def test_save_writes_the_whole_page_or_nothing(tmp_path, document, monkeypatch):
    """The file is the page; a failure leaves neither half a file nor a changed one."""
    tables = {"control": render_data.control(), "claims": render_data.claims()}
    drawn = TimeMap(render_data.events(), **tables, title="A small war")
    path = drawn.save(tmp_path / "map.html")
    assert path.read_text("utf-8") == document
    monkeypatch.setattr("os.fdopen", lambda *_, **__: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        drawn.save(path)
    monkeypatch.undo()
    assert path.read_text("utf-8") == document
    assert [p.name for p in tmp_path.iterdir()] == ["map.html"]


def test_a_folder_that_is_not_there_is_an_error(tmp_path):
    """The error names the path and says what to do."""
    with pytest.raises(InputError, match="make the folder first"):
        TimeMap(render_data.events()).save(tmp_path / "no" / "map.html")


def test_a_notebook_gets_a_sandboxed_frame(viewer):
    """The frame may run its own script, and may not reach the notebook."""
    del viewer
    frame = TimeMap(render_data.events(), style=MapStyle(height=500))._repr_html_()
    assert 'sandbox="allow-scripts ' in frame
    assert "allow-same-origin" not in frame
    assert 'height="500"' in frame
    inner = re.search(r'srcdoc="([^"]*)"', frame)[1]
    assert html.unescape(inner).startswith("<!DOCTYPE html>")


def test_layers_can_be_added_to_the_folium_map(viewer):
    """The map is folium's; a layer of the user's is in the page, admitted by its hash."""
    del viewer
    drawn = TimeMap(render_data.events())
    assert isinstance(drawn.folium, folium.Map)
    folium.CircleMarker([36.3, 37.5], radius=9).add_to(drawn.folium)
    assert "L.circleMarker" in drawn.to_html()
    assert folium.Map().default_js  # the class's own list is as it was


def test_actors_have_the_packs_colour_or_one_of_their_own():
    """A known actor keeps the colour of its pack, the author's choice wins, others differ."""
    events = render_data.events()
    unknown = events["actor_id"] == render_data.TUR
    events.loc[unknown, ["actor_id", "actor"]] = ["someone-else", "Someone Else"]
    found, _ = actor_rows([events], {render_data.GOV: "#123456"})
    rows = {row["id"]: row for row in found}
    assert rows[render_data.IS]["name"] == "Islamic State"
    assert rows[render_data.GOV]["colour"] == "#123456"
    assert rows["someone-else"]["name"] == "Someone Else"
    assert rows["someone-else"]["colour"] in PALETTE
    assert len({row["colour"] for row in rows.values()}) == len(rows)


def test_no_two_colours_of_a_map_are_taken_for_each_other():
    """Where the packs' colours of two actors are alike, the rarer always takes another."""
    known = Actors.default()
    events = render_data.events()
    alike = ["us-led-coalition", "israeli-forces", "eritrean-forces", "congolese-army"]
    events.loc[range(4), "actor_id"] = alike
    events.loc[range(4, 6), "actor_id"] = alike[0]
    first, _ = actor_rows([events], {})
    again, _ = actor_rows([events.sample(frac=1, random_state=3)], {})
    rows = {row["id"]: row["colour"] for row in first}
    assert first == again
    assert rows[alike[0]] == known.colour(alike[0])  # the most frequent keeps its own
    assert {rows[one] for one in alike[1:]} <= set(PALETTE)
    apart = [_distance(a, b) for a, b in itertools.combinations(rows.values(), 2)]
    assert min(apart) >= 0.06
    assert _distance("#000000", "#ffffff") == pytest.approx(1.0, abs=1e-4)
    chosen, _ = actor_rows([events], dict.fromkeys(alike, "#2b6cb0"))
    assert [row["colour"] for row in chosen if row["id"] in alike] == ["#2b6cb0"] * 4


def test_outlines_keep_their_holes_and_their_shared_edges():
    """Rings come back to ten metres, and an edge that two areas share stays one edge."""
    left = box(37.00001, 36.0, 37.50004, 36.5) - box(37.1, 36.1, 37.2, 36.2)
    right = MultiPolygon([box(37.50004, 36.0, 38.0, 36.5), box(-70.1, -33.2, -70.0, -33.1)])
    column = rings_column(np.array([left, right]))
    steps = np.frombuffer(base64.b64decode(column["v"]["b"]), dtype="<i4").reshape(-1, 2)
    points = np.cumsum(steps, axis=0) / column["s"]
    ends = np.frombuffer(base64.b64decode(column["p"]["b"]), dtype="u1")
    rings = np.split(points, ends[:-1])
    assert list(np.frombuffer(base64.b64decode(column["e"]["b"]), dtype="u1")) == [2, 4]
    assert len(rings) == 4
    given = [left.exterior, left.interiors[0], *(p.exterior for p in right.geoms)]
    for found, ring in zip(rings, given, strict=True):
        assert np.abs(found - np.array(ring.coords)).max() <= 0.00005 + 1e-9
    assert rings[0][:, 0].max() == rings[2][:, 0].min()
    assert rings_column(np.array([], dtype=object))["v"]["b"] == ""


def test_areas_are_no_places():
    """Rows of control that are polygons travel as areas, points as places; none is lost."""
    control = render_data.control()
    control.loc[[0, 3], "geometry"] = box(37, 36, 38, 37)
    tables = encode_tables(render_data.events(), render_data.claims(), control)
    assert tables["areas"]["n"] == 2
    assert tables["control"]["n"] == len(control) - 2


def test_rare_strangers_share_a_row_and_keep_their_names():
    """Whom no pack knows and who acts once takes no colour of its own, and is still named."""
    events = render_data.events()
    events.loc[0, ["actor_id", "actor"]] = ["four-thousand-fighters", "4,000 fighters"]
    found, others = actor_rows([events], {})
    assert found[-1]["id"] == OTHERS
    assert others == {"four-thousand-fighters": "4,000 fighters"}


def test_a_stray_place_does_not_shrink_the_view():
    """One place on another continent is left to the list; two halves of the data are both kept."""
    events = render_data.events()
    near = view_of(events, render_data.control())
    stray = events.copy()
    stray.loc[0, "geometry"] = Point(-90.3, 15.1)
    assert view_of(stray, render_data.control())[0] > 36
    assert whole_of(stray, render_data.control())[0] > 36
    half = events.copy()
    half.loc[: len(half) // 2, "geometry"] = Point(-90.3, 15.1)
    assert view_of(half, CONTROL.build([]))[0] < -90
    west, south, east, north = around(near)
    assert west <= near[0] < near[2] <= east
    assert south <= near[1] < near[3] <= north


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"theme": "sepia"}, "theme is 'sepia'"),
        ({"height": 10}, "height is 10"),
        ({"colours": {"x": "red;}"}}, "colour of 'x'"),
    ],
)
def test_a_style_that_cannot_be_is_refused(options, message):
    """The error names the option and what was expected."""
    with pytest.raises(InputError, match=message):
        MapStyle(**options)
