"""Dates: expressions to intervals."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoevents.dates import find_dates, from_edtf, parse_dates
from geoevents.errors import DateError

DATA = Path(__file__).parent / "data"
MONDAY = "2015-02-09"


def edtf(text: str, published: str = MONDAY) -> str | None:
    """Return the EDTF of an expression, or None."""
    span = parse_dates(text, published=published)
    return span.edtf if span else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9 February 2015", "2015-02-09"),
        ("Feb. 9, 2015", "2015-02-09"),
        ("the 9th of February, 2015", "2015-02-09"),
        ("Mon 9 Feb 2015", "2015-02-09"),
        ("2015-02-09", "2015-02-09"),
        ("09.02.2015", "2015-02-09"),
        ("25/12/2014", "2014-12-25"),
        ("12/25/2014", "2014-12-25"),
        ("20 February", "2014-02-20"),
        ("June 2014", "2014-06"),
        ("in May", "2014-05"),
        ("2014", "2014"),
        ("2014-06", "2014-06"),
        ("the summer of 2014", "2014-22"),
        ("winter 2013-14", "2013-24"),
        ("Q3 2014", "2014-07-01/2014-09-30"),
        ("the 1990s", "1990-01-01/1999-12-31"),
        ("June 5-7", "2014-06-05/2014-06-07"),
        ("between 3 and 5 February", "2015-02-03/2015-02-05"),
        ("29 February", "2012-02-29"),
    ],
)
def test_a_calendar_date_is_read_in_every_form_of_the_press(text, expected):
    """Absolute dates give their day, month, season or year; a missing year is the latest past."""
    assert edtf(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on Sunday morning", "2015-02-08"),
        ("Monday", "2015-02-09"),
        ("last Monday", "2015-02-02"),
        ("next Friday", "2015-02-13"),
        ("Thursday of last week", "2015-02-05"),
        ("late on Wednesday", "2015-02-04"),
        ("the day before yesterday", "2015-02-07"),
        ("overnight into Sunday", "2015-02-07/2015-02-08"),
        ("the night of 5 to 6 May", "2014-05-05/2014-05-06"),
        ("over the weekend", "2015-02-07/2015-02-08"),
        ("last week", "2015-02-02/2015-02-08"),
        ("late last year", "2014-09-01/2014-12-31"),
        ("mid-January", "2015-01-11/2015-01-20"),
        ("late February", "2014-02-21/2014-02-28"),
        ("earlier this year", "2015-01-01/2015-02-09"),
        ("later this month", "2015-02-09/2015-02-28"),
        ("the last week of January", "2015-01-25/2015-01-31"),
        ("the first half of 2014", "2014-01-01/2014-06-30"),
        ("in the last two weeks", "2015-01-26/2015-02-09"),
        ("recently", "2014-12-09/2015-02-09"),
        ("three weeks ago", "2015-01-16~/2015-01-22~"),
        ("more than a year ago", "../2014-02-09"),
        ("two days before 5 May", "2014-05-03"),
        ("in three days' time", "2015-02-12"),
        ("the 5th of last month", "2015-01-05"),
        ("since mid-2012", "2012-05-01/2015-02-09"),
        ("until 2013", "../2013-12-31"),
        ("before June 2014", "../2014-05-31"),
        ("after 3 February", "2015-02-04/.."),
        ("by year-end", "2015-02-09/2015-12-31"),
        ("from late January to early February", "2015-01-21/2015-02-10"),
        ("between November and January", "2014-11-01/2015-01-31"),
        ("from Friday to Sunday", "2015-02-06/2015-02-08"),
    ],
)
def test_a_relative_date_is_counted_from_the_reports_day(text, expected):
    """Relative dates follow the conventions: weeks from Monday, thirds, rolling windows, bounds."""
    assert edtf(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "more than a week",
        "three days",
        "for two months",
        "we march on",
        "the sun sat",
        "it may rain",
        "31 June",
        "29 February 2015",
        "03/04/2014",
        "the fall of Mosul",
        "every Friday",
        "The Sunday Times",
        "5,000 people",
        "2014 rifles",
        "in 2000 villages",
        "the last day of the battle",
        "a two-week siege",
        "10-year-old",
        "led by May Smith",
        "",
    ],
)
def test_what_is_no_date_gives_none(text):
    """Durations, names, verbs, numbers, impossible and ambiguous dates are not made dates."""
    assert edtf(text) is None


def test_a_plan_puts_the_date_ahead():
    """Behind "will" or "due" an incomplete date is the next one; behind "said" the last one."""
    spans = find_dates(
        "Talks will resume on Friday, he said on Sunday. A vote is due in two weeks.",
        published=MONDAY,
    )
    assert [found.span.edtf for found in spans] == [
        "2015-02-13",
        "2015-02-08",
        "2015-02-20~/2015-02-26~",
    ]


def test_a_duration_is_a_date_only_in_a_plan():
    """Two days are a duration in a look back, and an interval ahead in a demand."""
    assert find_dates("They took the town within two days.", published=MONDAY) == []
    assert edtf("They must leave within two days.") == "2015-02-09/2015-02-11"


def test_the_day_before_counts_from_the_day_found_last():
    """Anaphoric days count from the date before them, and are none without one."""
    text = "The army quit on Saturday. It had lost a base the day before, and two days later fled."
    assert [f.span.edtf for f in find_dates(text, published=MONDAY)] == [
        "2015-02-07",
        "2015-02-06",
        "2015-02-08",
    ]
    assert find_dates("It had lost a base the day before.", published=MONDAY) == []


def test_since_reaches_over_its_clause():
    """A clause with a date behind "since" is a stretch up to the report."""
    span = parse_dates("70 died since the offensive began last week.", published=MONDAY)
    assert (span.edtf, span.precision) == ("2015-02-02/2015-02-09", "since")


def test_a_dateline_is_not_joined_to_what_follows():
    """The dash behind a dateline's date makes no range."""
    found = find_dates("AMMAN, Feb 9 - On Monday the army advanced", published=MONDAY)
    assert [f.span.text for f in found] == ["Feb 9", "On Monday"]


def test_the_span_is_half_open_and_in_utc():
    """A day ends where the next begins."""
    span = parse_dates("yesterday", published=datetime(2015, 2, 9, 18, tzinfo=UTC))
    assert span.start == datetime(2015, 2, 8, tzinfo=UTC)
    assert span.end == datetime(2015, 2, 9, tzinfo=UTC)
    assert span.precision == "day"


def test_a_publication_date_that_cannot_be_is_named():
    """The error quotes the value and says what was expected."""
    with pytest.raises(DateError, match=r"'9/2/15'.*YYYY-MM-DD"):
        parse_dates("yesterday", published="9/2/15")


def test_the_development_table_is_right_in_33_of_35():
    """At least 33 of the 35 expressions lie within their tolerance, the duration is None."""
    with (DATA / "relative_dates_dev.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    right = 0
    for row in rows:
        span = parse_dates(row["expression"], published=row["published"])
        wanted = [row["start"], row["end_inclusive"]]
        if span is None or wanted == ["", ""]:
            right += span is None and wanted == ["", ""]
            continue
        got = [span.start, span.end - timedelta(days=1) if span.end else None]
        limit = timedelta(days=int(row["tolerance_days"]))
        right += all(
            (not want and have is None)
            or (want and have and abs(date.fromisoformat(want) - have.date()) <= limit)
            for want, have in zip(wanted, got, strict=True)
        )
    assert len(rows) == 35
    assert right >= 33


LINE = (
    "on in since until from to between and early late mid last next this the a of Sunday "
    "May March June 2014 2015 5 31 5th week weeks month year summer night days ago two few "
    "few past before after end start first half overnight yesterday 2015-02-09 - / , . 's "
    "will said 09/02/2015 99999 0 more than earlier later weekend quarter decade century"
)
WORDS = st.sampled_from(LINE.split())


@given(st.lists(WORDS, max_size=12).map(" ".join), st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_any_words_of_dates_give_sound_spans(text, published):
    """Every span starts before it ends, survives EDTF, and stands where it says."""
    end = 0
    for found in find_dates(text, published=published):
        assert found.start >= end
        end = found.end
        span = found.span
        assert text[found.start : found.end] == span.text
        assert span.start is None or span.end is None or span.start < span.end
        again = from_edtf(span.edtf)
        assert (again.start, again.end) == (span.start, span.end)


@given(st.text())
def test_any_text_is_read_without_a_crash(text):
    """Arbitrary Unicode gives exact offsets, never an exception."""
    parse_dates(text, published=MONDAY)
    for found in find_dates(text, published=MONDAY):
        assert text[found.start : found.end] == found.span.text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the week before last", "2015-01-26/2015-02-01"),
        ("two Fridays ago", "2015-01-30"),
        ("a week ago on Monday", "2015-02-02"),
        ("in July and August", "2014-07-01/2014-08-31"),
        ("in June last year", "2014-06"),
        ("the first Monday of January", "2015-01-05"),
        ("the weekend of 24-25 January", "2015-01-24/2015-01-25"),
        ("since midnight", "2015-02-09"),
        ("just before midnight on Saturday", "2015-02-07"),
        ("in the days to come", "2015-02-09/2015-02-13"),
        ("the whole of 2014", "2014"),
        ("until recently", "../2014-12-08~"),
        ("this time last year", "2014-01-25~/2014-02-24~"),
    ],
)
def test_the_less_common_turns_are_read_too(text, expected):
    """What the press says less often follows the same arithmetic."""
    assert edtf(text) == expected


def test_dates_told_one_by_one_stay_apart():
    """Two days with "and" between them are two dates, and neither is lost."""
    found = find_dates("Shells fell on Monday and Thursday, in 2012 and 2014.", published=MONDAY)
    assert [f.span.edtf for f in found][:3] == ["2015-02-09", "2015-02-05", "2012"]


def test_a_plan_goes_on_over_commas_and_since_always_looks_back():
    """A list of deadlines is ahead as a whole; "since April" is never the April to come."""
    text = (
        "They will hand over Azaz by 15 February, Marea by 20 February and Tell Rifat by 1 March."
    )
    assert [f.span.end.date().isoformat() for f in find_dates(text, published=MONDAY)] == [
        "2015-02-16",
        "2015-02-21",
        "2015-03-02",
    ]
    assert edtf("It would be the worst loss since April.") == "2014-04-01/2015-02-09"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shells fell on Wednesday and Thursday.", ["2015-02-04/2015-02-05"]),
        (
            "It came on 7 January. They left in the following weeks.",
            ["2015-01-07", "2015-01-07/2015-02-07"],
        ),
        (
            "It fell in March 2013. Later that year it was retaken.",
            ["2013-03", "2013-03-01/2013-12-31"],
        ),
        ("It fell on 3 March 2013. That year others fell.", ["2013-03-03", "2013"]),
        ("They came on Sunday. They left at dawn.", ["2015-02-08", "2015-02-08"]),
        ("The army left at midnight.", ["2015-02-08/2015-02-09"]),
        ("Gunfire was heard until about 2am and not after.", ["2015-02-08/2015-02-09"]),
        ("Ten died in a weekend attack.", ["2015-02-07/2015-02-08"]),
    ],
)
def test_what_counts_from_the_day_told_last(text, expected):
    """Hours without a day are of the day told last, or of the report's; so are "that year"."""
    assert [f.span.edtf for f in find_dates(text, published=MONDAY)] == expected


def test_a_look_back_goes_on_in_its_year():
    """Where a sentence opens with a month and year, the months behind it follow that one."""
    text = "In November 2012 rebels took Goma. On 1 December they left."
    assert [f.span.edtf for f in find_dates(text, published=MONDAY)] == ["2012-11", "2012-12-01"]
    apart = text.replace(" On", "\n\nOn")
    assert find_dates(apart, published=MONDAY)[1].span.edtf == "2014-12-01"
