"""Intervals to the Extended Date/Time Format (ISO 8601-2:2019) and back.

References
----------
Library of Congress, Extended Date/Time Format (EDTF) Specification, 4 February 2019,
https://www.loc.gov/standards/datetime/
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

from geoevents.dates.periods import Period, day, month, season, shift, whole, year
from geoevents.errors import DateError
from geoevents.model import DateSpan

__all__ = ["from_edtf", "to_edtf"]

DAY = timedelta(days=1)
_SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
_SEASON_OF_MONTH = {3: 21, 6: 22, 9: 23, 12: 24}
# Level 2: code of the first, and months of each.
_PARTS = ((25, 28, 3), (29, 32, 3), (33, 36, 3), (37, 39, 4), (40, 41, 6))
_DATE = re.compile(r"(\d[\dX]{3})(?:-([\dX]{2}))?(?:-([\dX]{2}))?", re.ASCII)
_CLOCK = re.compile(
    r"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.\d+)?(Z|[+-]\d{2}(?::?\d{2})?)?", re.ASCII
)
_EXPECTED = (
    "expected an EDTF date or interval such as 2015-02-09, 2015-02, 2014-22 (summer), "
    "2015-02-02/2015-02-08, ../2013-12-31 or 2015-02~"
)


def to_edtf(
    start: datetime | date | None,
    end: datetime | date | None,
    *,
    precision: str = "",
    qualifier: str = "",
) -> str:
    """Write a half-open interval in EDTF, in the shortest form that means the same.

    Parameters
    ----------
    start, end : datetime, date or None
        First instant, and the first one after; None is an open end. EDTF intervals count in
        days, so that a time of day is widened to its day (UTC).
    precision : str
        ``"season"`` writes three whole months as a season (``2014-22``).
    qualifier : {"", "?", "~", "%"}
        Uncertain, approximate, or both; it is put on every date that is written.

    Returns
    -------
    str
        Such as ``2015-02-09``, ``2015-02``, ``2014``, ``2014-22``, ``2015-02-02/2015-02-08``,
        ``../2013-12-31``, ``2015-02-09/..``.

    Raises
    ------
    DateError
        If both ends are open, the start does not lie before the end, or a year has not four
        digits.

    Examples
    --------
    >>> from datetime import date
    >>> to_edtf(date(2015, 2, 1), date(2015, 3, 1))
    '2015-02'
    >>> to_edtf(None, date(2014, 1, 1))
    '../2013-12-31'
    """
    if qualifier not in {"", "?", "~", "%"}:
        raise DateError(f"The EDTF qualifier {qualifier!r} is not one of ?, ~ and %.")
    first, after = _day_of(start), _day_of(end, is_end=True)
    if first is None and after is None:
        raise DateError("An interval with two open ends has no EDTF; give a start or an end.")
    if first is None or after is None:
        last = after - DAY if after else None
        return f"{_text(first, qualifier)}/{_text(last, qualifier)}"
    if first >= after:
        raise DateError(f"The interval from {start} to {end} (excluded) is empty or runs back.")
    unit = _unit_text(first, after, precision)
    if unit:
        return unit + qualifier
    return f"{_text(first, qualifier)}/{_text(after - DAY, qualifier)}"


def _day_of(value: datetime | date | None, *, is_end: bool = False) -> date | None:
    """Return the day of a start, or the day after the last instant of an end."""
    if not isinstance(value, datetime):
        return value
    if value.tzinfo is not None:
        value = value.astimezone(UTC)
    if is_end and value.time() != time():
        return value.date() + DAY
    return value.date()


def _text(when: date | None, qualifier: str) -> str:
    if when is None:
        return ".."
    if when.year < 1000:
        raise DateError(f"The year of {when} has no four digits; expected 1000 to 9998.")
    return when.isoformat() + qualifier


def _unit_text(first: date, after: date, precision: str) -> str:
    """Return the name of the day, month, season or year that the interval is, or nothing."""
    if first.year < 1000:
        raise DateError(f"The year of {first} has no four digits; expected 1000 to 9998.")
    if after == first + DAY:
        return first.isoformat()
    if first.day != 1:
        return ""
    for unit, text in (("month", f"{first:%Y-%m}"), ("year", f"{first:%Y}")):
        if whole(first, unit) == Period(first, after, unit, unit):
            return text
    is_season = precision == "season" and first.month in _SEASON_OF_MONTH
    if is_season and after == shift(first, 3, "month"):
        return f"{first:%Y}-{_SEASON_OF_MONTH[first.month]}"
    return ""


def from_edtf(text: str) -> DateSpan:
    """Read an EDTF date or interval of levels 0 to 2.

    Parameters
    ----------
    text : str
        Dates, times, seasons and parts of years, unspecified digits (``201X``, ``2014-XX``),
        qualifiers (``?``, ``~``, ``%``), intervals with open (``..``) or unknown ends.

    Returns
    -------
    DateSpan
        Half-open, in UTC; `edtf` is the text as given, `precision` the size of what is written.

    Raises
    ------
    DateError
        If it is no EDTF, names no day of the calendar, or is a set, which is no interval.

    Examples
    --------
    >>> from_edtf("2014-22").end.isoformat()
    '2014-09-01T00:00:00+00:00'
    """
    stripped = text.strip()
    try:
        period = _interval(stripped) if "/" in stripped else _single(stripped)
    except (ValueError, OverflowError) as error:
        if isinstance(error, DateError):
            raise
        raise DateError(f"{text!r} names no day of the calendar; {_EXPECTED}.") from error
    if isinstance(period, DateSpan):
        return period
    return DateSpan(_utc(period.start), _utc(period.end), stripped, period.precision, text)


def _utc(when: date | None) -> datetime | None:
    return None if when is None else datetime(when.year, when.month, when.day, tzinfo=UTC)


def _interval(text: str) -> Period:
    parts = text.split("/")
    if len(parts) != 2:
        raise DateError(f"{text!r} has {len(parts) - 1} strokes; {_EXPECTED}.")
    ends = [None if part in {"", ".."} else _day_period(part) for part in parts]
    start = ends[0].start if ends[0] else None
    end = ends[1].end if ends[1] else None
    if start is None and end is None:
        raise DateError(f"{text!r} is open at both ends; {_EXPECTED}.")
    if start is None or end is None:
        return Period(start, end, "after" if end is None else "past")
    if start >= end:
        raise DateError(f"{text!r} ends before it starts; {_EXPECTED}.")
    return Period(start, end, "interval")


def _day_period(text: str) -> Period:
    found = _single(text)
    if isinstance(found, Period):
        return found
    raise DateError(f"{text!r} has a time of day, which an EDTF interval has not; {_EXPECTED}.")


def _single(text: str) -> Period | DateSpan:
    clock = _CLOCK.fullmatch(text)
    if clock:
        return _instant(text, clock)
    bare = re.sub(r"[?~%]", "", text)
    match = _DATE.fullmatch(bare)
    if match is None:
        raise DateError(f"{text!r} is no EDTF date; {_EXPECTED}.")
    of_year, of_month, of_day = match.groups()
    if "X" in of_year:
        return _unspecified_year(of_year, of_month, of_day, text)
    number = int(of_year)
    if of_month is None or of_month == "XX":
        return year(number)
    if "X" in of_month:
        raise DateError(f"{text!r} leaves half a month open; {_EXPECTED}.")
    if int(of_month) > 12:
        return _part_of_year(number, int(of_month), text)
    if of_day is None or of_day == "XX":
        return month(number, _month_number(of_month))
    return day(date(number, int(of_month), int(of_day)))


def _month_number(text: str) -> int:
    if not 1 <= int(text) <= 12:
        raise ValueError(text)
    return int(text)


def _unspecified_year(of_year: str, of_month: str | None, of_day: str | None, text: str) -> Period:
    digits = of_year.rstrip("X")
    if "X" in digits or {of_month, of_day} - {None, "XX"}:
        raise DateError(f"{text!r} leaves the year open and not the rest; {_EXPECTED}.")
    size = 10 ** (4 - len(digits))
    first = int(digits) * size
    return Period(date(first, 1, 1), date(first + size, 1, 1), "range")


def _part_of_year(of_year: int, code: int, text: str) -> Period:
    if code in _SEASONS:
        return season(of_year, _SEASONS[code])
    for first, last, months in _PARTS:
        if first <= code <= last:
            start = date(of_year, 1 + (code - first) * months, 1)
            if first in {25, 29}:  # seasons of the northern or southern half
                turn = 2 if first == 25 else 8
                start = shift(start, turn, "month")
            return Period(start, shift(start, months, "month"), "part-year")
    raise DateError(f"{text!r} has no month or season {code}; {_EXPECTED}.")


def _instant(text: str, clock: re.Match[str]) -> DateSpan:
    when = datetime.fromisoformat(clock[1] + (clock[2] or "Z").replace("Z", "+00:00"))
    start = when.astimezone(UTC)
    return DateSpan(start, start + timedelta(seconds=1), text, "part-day", text)
