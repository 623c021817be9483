"""Calendar arithmetic: whole days, weeks, months, seasons and years as half-open periods."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

__all__ = [
    "Context",
    "Node",
    "Period",
    "day",
    "month",
    "season",
    "shift",
    "third",
    "whole",
    "year",
]

DAY = timedelta(days=1)
_DAYS = {"day": 1, "night": 1, "week": 7, "fortnight": 14}
_MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}
# Meteorological seasons of the northern half; winter carries into the next year.
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}


@dataclass(frozen=True, slots=True)
class Period:
    """Days ``[start, end)``; None is an open end. `unit` is what early, mid and late divide."""

    start: date | None
    end: date | None
    precision: str
    unit: str = ""
    is_approximate: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """What a relative date is relative to.

    `anchor` is the day that an incomplete date is completed from: backwards, or with
    `is_forward` forwards.
    """

    published: date
    anchor: date
    is_forward: bool = False


@dataclass(frozen=True, slots=True)
class Node:
    """A date expression that has been understood, and becomes a period in a context.

    `is_complete` says that no context is needed; `is_weak` that the words mean a date only where
    others beside them say so ("May", "2014").
    """

    read: Callable[[Context], Period | None]
    is_complete: bool = False
    is_weak: bool = False


def day(when: date, precision: str = "day") -> Period:
    """Return one whole day."""
    return Period(when, when + DAY, precision, "day")


def month(of_year: int, number: int) -> Period:
    """Return a calendar month; `number` may run past 12 into the next years."""
    start = _month_start(of_year, number)
    return Period(start, _month_start(of_year, number + 1), "month", "month")


def year(number: int) -> Period:
    """Return a calendar year."""
    return Period(date(number, 1, 1), date(number + 1, 1, 1), "year", "year")


def season(of_year: int, name: str) -> Period:
    """Return the season that starts in `of_year`."""
    first = _SEASONS[name]
    start = _month_start(of_year, first)
    return Period(start, _month_start(of_year, first + 3), "season", "season")


def whole(when: date, unit: str) -> Period:  # one return a kind of unit
    """Return the calendar unit that holds a day; weeks run from Monday to Sunday."""
    if unit in {"day", "night"}:
        return day(when)
    if unit == "month":
        return month(when.year, when.month)
    if unit == "year":
        return year(when.year)
    if unit in {"week", "weekend"}:
        monday = when - timedelta(days=when.weekday())
        start = monday + 5 * DAY if unit == "weekend" else monday
        precision = "few-days" if unit == "weekend" else "week"
        return Period(start, monday + 7 * DAY, precision, unit)
    if unit == "quarter":
        start = _month_start(when.year, (when.month - 1) // 3 * 3 + 1)
        return Period(start, shift(start, 1, "quarter"), "part-year", "quarter")
    years = 100 if unit == "century" else 10
    start = date(when.year // years * years, 1, 1)
    return Period(start, date(start.year + years, 1, 1), "interval", unit)


def shift(when: date, n: float, unit: str) -> date:
    """Move a day by `n` units; a day that the month lacks becomes its last.

    Raises
    ------
    OverflowError or ValueError
        If the result lies outside the calendar.
    """
    if unit in {"hour", "minute"}:
        hours = n if unit == "hour" else n / 60
        return when + timedelta(days=int(-(-abs(hours) // 24)) * (1 if n > 0 else -1))
    if unit in _DAYS:
        return when + timedelta(days=round(n * _DAYS[unit]))
    if unit == "weekend":
        return when + timedelta(days=round(n * 7))
    months = n * _MONTHS[unit]
    start = _month_start(when.year, when.month + int(months))
    moved = start.replace(day=min(when.day, calendar.monthrange(start.year, start.month)[1]))
    return moved + timedelta(days=round((months - int(months)) * 30))


def third(period: Period, which: int) -> Period | None:
    """Return the first (0), middle (1) or last (2) third, as the conventions define it.

    Months divide at days 10 and 20, years at April and August, weeks into Monday and Tuesday,
    Wednesday and Thursday, Friday to Sunday; a day stays whole.
    """
    if period.start is None:
        return None
    if period.unit == "day":
        return replace(period, precision="part-day")
    start = period.start  # the end may have been cut at the report's day
    if period.unit == "month":
        start = start.replace(day=1)
        end = _month_start(start.year, start.month + 1)
        cuts = [start, start + 10 * DAY, start + 20 * DAY, end]
    elif period.unit == "week":
        start -= timedelta(days=start.weekday())
        cuts = [start, start + 2 * DAY, start + 4 * DAY, start + 7 * DAY]
    elif period.unit in {"quarter", "season"}:
        cuts = [_month_start(start.year, start.month + n) for n in range(4)]
    elif period.unit == "year":
        cuts = [_month_start(start.year, 1 + n) for n in (0, 4, 8, 12)]
    elif period.unit == "decade":
        cuts = [date(start.year + n, 1, 1) for n in (0, 4, 7, 10)]
    else:
        return None
    words = {"month": "part-month", "week": "part-week"}
    return Period(cuts[which], cuts[which + 1], words.get(period.unit, "part-year"), "part")


def _month_start(of_year: int, number: int) -> date:
    years, month_index = divmod(number - 1, 12)
    return date(of_year + years, month_index + 1, 1)
