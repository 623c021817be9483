"""The widget's Python side: what a notebook's front end sends becomes tables and a date."""

from __future__ import annotations

import importlib
import re
import sys
from datetime import UTC, date, datetime

import numpy as np
import pandas as pd
import pytest
import render_data
from shapely.geometry import box

from geoevents.errors import InputError, MissingToolError
from geoevents.render import MapStyle, TimeMap
from geoevents.render.payload import by_time

pytest.importorskip("anywidget", reason="the package anywidget is missing")
pytestmark = pytest.mark.usefixtures("viewer")


@pytest.fixture
def small():
    """Return a map of the small war."""
    tables = {"control": render_data.control(), "claims": render_data.claims()}
    return TimeMap(render_data.events(), **tables, style=MapStyle(height=500))


def rows_of(frame, wanted):
    """Return the page's numbers of the rows where `wanted` holds."""
    return np.flatnonzero(wanted(by_time(frame))).tolist()


def policy(document):
    """Return the page's Content-Security-Policy."""
    return re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', document)[1]


def test_a_selection_is_the_rows_of_the_tables(small):
    """Rows that the page names are events, control and claims; the index is that of the map."""
    widget = small.widget()
    events = rows_of(small.events, lambda one: one["place_name"] == "Manbij")
    control = rows_of(small.control, lambda one: one["place_name"] == "Manbij")
    widget.set_state({"_picked": {"events": events, "control": control, "areas": []}})
    assert widget.selected_ids == ("e-c02", "e-c14", "e-c15")
    pd.testing.assert_frame_equal(widget.selected, small.events.loc[widget.selected.index])
    assert widget.selected.crs == "EPSG:4326"
    assert set(widget.selected_control["control_status"]) == {"held"}
    assert len(widget.selected_control) == 2
    assert set(widget.selected_claims["claim_id"]) == {"c00", "c02", "c14", "c15"}
    pd.testing.assert_frame_equal(small.selected, widget.selected)


def test_an_area_is_its_row_of_control():
    """An estimated area that is chosen gives its own row, and no place's."""
    control = render_data.control()
    area = control.iloc[[0]].assign(control_id="area", geometry=[box(36, 36, 37, 37)])
    drawn = TimeMap(
        render_data.events(),
        claims=render_data.claims(),
        control=pd.concat([control, area], ignore_index=True),
    )
    widget = drawn.widget()
    widget.set_state({"_picked": {"events": [], "control": [], "areas": [0]}})
    assert widget.selected_control["control_id"].tolist() == ["area"]
    assert widget.selected_claims["claim_id"].tolist() == ["c00"]
    assert widget.selected.empty


def test_a_choice_can_be_observed(small):
    """Each choice calls who observes `selected_ids`; nothing chosen is an empty table."""
    widget = small.widget()
    seen = []
    widget.observe(lambda change: seen.append(change["new"]), "selected_ids")
    for rows in ([0], [1, 0], []):
        widget.set_state({"_picked": {"events": rows, "control": [], "areas": []}})
    assert [len(ids) for ids in seen] == [1, 2, 0]
    assert widget.selected.empty
    assert list(widget.selected.columns) == list(small.events.columns)


@pytest.mark.parametrize(
    "picked",
    [
        {"events": ["<img src=x>", -1, 10**9, True, 0.5, None, [0]]},
        {"events": "0"},
        {"events": {"0": 0}, "control": 0, "areas": None},
        {},
    ],
)
def test_rows_that_are_none_choose_nothing(small, picked):
    """Text, negative and unknown numbers, and lists that are none, give empty tables."""
    widget = small.widget()
    widget.set_state({"_picked": picked})
    assert widget.selected_ids == ()
    assert widget.selected.empty
    assert widget.selected_control.empty
    assert widget.selected_claims.empty


@pytest.mark.parametrize(
    "given",
    [
        "2015-02-09",
        date(2015, 2, 9),
        datetime(2015, 2, 9, 23, 59, tzinfo=UTC),
        pd.Timestamp("2015-02-10 01:00", tz="Asia/Damascus"),
        np.datetime64("2015-02-09"),
    ],
)
def test_a_date_is_a_day_in_utc(small, given):
    """Text, dates and Timestamps become midnight UTC, and the page gets the day as text."""
    widget = small.widget()
    assert widget.date is None
    widget.date = given
    assert widget.date == pd.Timestamp("2015-02-09", tz="UTC")
    assert widget.get_state("date") == {"date": "2015-02-09"}
    assert (widget.date > small.events["valid_from"]).any()


@pytest.mark.parametrize(
    "given", ["03/04/2015", "yesterday", "2015-02-30", 20150209, True, pd.NaT, ["2015-02-09"]]
)
def test_what_is_no_day_is_refused(small, given):
    """The error names the value and the form that was expected; the date stays as it was."""
    widget = small.widget()
    with pytest.raises(InputError, match=r"date is .*expected a day: '2015-02-09'"):
        widget.date = given
    assert widget.date is None


def test_a_window_is_a_number_of_days(small):
    """Whole numbers are taken, 0 too; anything else is refused by name."""
    widget = small.widget()
    widget.window = np.int64(30)
    widget.window = 0
    assert widget.get_state("window") == {"window": 0}
    for given in (-1, 1.5, "30", True, 10**6):
        with pytest.raises(InputError, match=r"window is .*whole number of days"):
            widget.window = given


def test_the_front_ends_date_arrives(small):
    """What the page shows is the widget's date and window; a map without dates has none."""
    widget = small.widget()
    widget.set_state({"date": "2016-08-12", "window": 91})
    assert (widget.date, widget.window) == (pd.Timestamp("2016-08-12", tz="UTC"), 91)
    widget.set_state({"date": None})
    assert widget.date is None


def test_only_the_widgets_page_has_a_token(small):
    """It differs from the saved page by one inert block, new each time, under the same policy."""
    saved = small.to_html()
    first, second = small.widget(), small.widget()
    token = f'{{"token":"{first._token}"}}'
    block = f'<script type="application/json" id="geoevents-bridge">{token}</script>\n'
    assert first._page.replace(block, "") == saved
    assert re.fullmatch("[0-9a-f]{32}", first._token)
    assert first._token != second._token
    assert policy(first._page) == policy(saved)
    assert "geoevents-bridge" not in saved.replace('getElementById("geoevents-bridge")', "")
    assert first._height == 500


def test_its_frame_is_as_closed_as_the_maps_own(small):
    """The module gives the frame the sandbox of the map without a widget."""
    sandbox = re.search(r'sandbox="([^"]*)"', small._repr_html_())[1]
    assert f'"{sandbox}"' in small.widget()._esm
    assert "allow-same-origin" not in sandbox


def test_a_notebook_without_its_kernel_says_what_to_do(small):
    """Beside the widget's address stands a sentence, for viewers that know no widgets."""
    data = small.widget()._repr_mimebundle_()[0]
    assert "run this cell to see the map" in data["text/plain"]
    assert "application/vnd.jupyter.widget-view+json" in data


def test_without_a_widget_nothing_is_selected(small):
    """A map that was not shown as a widget says how to show it."""
    with pytest.raises(InputError, match=r"timemap\.widget\(\)"):
        _ = small.selected


def test_without_anywidget_the_error_names_the_command(small, monkeypatch):
    """The extra's name and pip's command are told, and that the map shows without it."""
    monkeypatch.setitem(sys.modules, "anywidget", None)
    monkeypatch.delitem(sys.modules, "geoevents.render.widget", raising=False)
    with pytest.raises(MissingToolError, match=r'pip install "geoevents\[widget\]"'):
        small.widget()
    monkeypatch.undo()
    assert importlib.import_module("geoevents.render.widget")
