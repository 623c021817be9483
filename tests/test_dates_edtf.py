"""EDTF in and out."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoevents.dates import from_edtf, to_edtf
from geoevents.errors import DateError


@pytest.mark.parametrize(
    ("start", "end", "precision", "expected"),
    [
        (date(2015, 2, 9), date(2015, 2, 10), "day", "2015-02-09"),
        (date(2015, 1, 1), date(2015, 2, 1), "month", "2015-01"),
        (date(2014, 1, 1), date(2015, 1, 1), "year", "2014"),
        (date(2014, 6, 1), date(2014, 9, 1), "season", "2014-22"),
        (date(2014, 12, 1), date(2015, 3, 1), "season", "2014-24"),
        (date(2014, 6, 1), date(2014, 9, 1), "interval", "2014-06-01/2014-08-31"),
        (date(2015, 2, 2), date(2015, 2, 9), "week", "2015-02-02/2015-02-08"),
        (None, date(2014, 1, 1), "past", "../2013-12-31"),
        (date(2015, 2, 9), None, "after", "2015-02-09/.."),
    ],
)
def test_an_interval_is_written_in_its_shortest_form(start, end, precision, expected):
    """Whole days, months, seasons and years are named; all else is an interval of days."""
    assert to_edtf(start, end, precision=precision) == expected


def test_qualifiers_stand_on_every_date():
    """Approximate intervals mark both ends."""
    days = date(2015, 1, 16), date(2015, 1, 23)
    assert to_edtf(*days, qualifier="~") == "2015-01-16~/2015-01-22~"
    assert from_edtf("2015-01-16~/2015-01-22~").end == datetime(2015, 1, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2014-22", "2014-06-01", "2014-09-01"),
        ("2014-37", "2014-01-01", "2014-05-01"),
        ("2014-34", "2014-04-01", "2014-07-01"),
        ("201X", "2010-01-01", "2020-01-01"),
        ("2014-XX", "2014-01-01", "2015-01-01"),
        ("2015-02?", "2015-02-01", "2015-03-01"),
        ("2014-06/2014-08", "2014-06-01", "2014-09-01"),
        ("2014-06/", "2014-06-01", None),
        ("../2013", None, "2014-01-01"),
    ],
)
def test_levels_one_and_two_are_read(text, start, end):
    """Seasons, parts of years, open digits and open ends give half-open intervals."""
    span = from_edtf(text)
    ends = [when.date().isoformat() if when else None for when in (span.start, span.end)]
    assert ends == [start, end]
    assert span.edtf == text


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("2015-02-30", "no day of the calendar"),
        ("2015-13", "no month or season 13"),
        ("last week", "no EDTF date"),
        ("2015-02-09/2015-02-01", "ends before it starts"),
        ("../..", "open at both ends"),
        ("[2014, 2015]", "no EDTF date"),
        ("", "no EDTF date"),
    ],
)
def test_what_is_no_edtf_is_refused(text, problem):
    """The error quotes the value and gives examples of what was expected."""
    with pytest.raises(DateError, match=problem):
        from_edtf(text)


def test_an_empty_or_boundless_interval_has_no_edtf():
    """Two open ends, or an end before the start, are refused."""
    with pytest.raises(DateError, match="two open ends"):
        to_edtf(None, None)
    with pytest.raises(DateError, match="empty or runs back"):
        to_edtf(date(2015, 1, 2), date(2015, 1, 2))


DAYS = st.dates(date(1000, 1, 1), date(9000, 1, 1))


@given(DAYS, DAYS, st.sampled_from(["", "?", "~", "%"]), st.sampled_from(["", "season"]))
def test_what_is_written_is_read_back(a, b, qualifier, precision):
    """Every interval of days survives the way to EDTF and back."""
    if a == b:
        return
    start, end = sorted((a, b))
    span = from_edtf(to_edtf(start, end, precision=precision, qualifier=qualifier))
    assert (span.start.date(), span.end.date()) == (start, end)


@given(st.text(alphabet="0123456789-/.X?~%TZ:+ ", max_size=24))
def test_any_text_is_read_or_refused(text):
    """Nothing but a DateError comes out of text that is no EDTF."""
    try:
        span = from_edtf(text)
    except DateError:
        return
    assert span.start is None or span.end is None or span.start < span.end
