"""What lies since, until, before, by or after a period."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from geoevents.dates.periods import Context, Period

__all__ = ["BOUNDS", "after", "after_start", "deadline", "since"]

DAY = timedelta(days=1)


def since(period: Period, context: Context) -> Period | None:
    """Return from the period's start to the report's day, or open where that lies ahead."""
    if period.start is None:
        return None
    if period.start > context.published:
        return Period(period.start, None, "future")
    return Period(period.start, context.published + DAY, "since")


def _until(period: Period, context: Context) -> Period | None:
    if period.end is None:
        return None
    if period.precision == "recent":  # "until recently" is no longer so
        return Period(None, period.start, "past", is_approximate=True)
    return _ending(period.end, context)


def _ending(end: date, context: Context) -> Period:
    if end > context.published + DAY:
        return Period(context.published, end, "future")
    return Period(None, end, "past")


def _before(period: Period, context: Context) -> Period | None:
    return None if period.start is None else _ending(period.start, context)


def _by(period: Period, context: Context) -> Period | None:
    if period.end is not None and period.end <= context.published + DAY and period.unit == "day":
        return period
    return _until(period, context)


def deadline(period: Period, context: Context) -> Period | None:
    """Return from the report's day to the period's end; the period is the next to come."""
    return _by(period, context)


def after(period: Period, _: Context) -> Period | None:
    """Return what follows the period, open."""
    return None if period.end is None else Period(period.end, None, "after")


def after_start(period: Period, _: Context) -> Period | None:
    """Return what follows the period's start, open."""
    return None if period.start is None else Period(period.start, None, "after")


def _as_of(period: Period, _: Context) -> Period:
    return replace(period, precision="asof")


BOUNDS: tuple[tuple[tuple[str, ...], Callable[[Period, Context], Period | None]], ...] = (
    (("since",), since),
    (("starting",), since),
    (("from",), since),
    (("up", "until"), _until),
    (("up", "to"), _until),
    (("until",), _until),
    (("till",), _until),
    (("no", "later", "than"), deadline),
    (("not", "later", "than"), deadline),
    (("by",), _by),
    (("prior", "to"), _before),
    (("before",), _before),
    (("after",), after),
    (("as", "of"), _as_of),
    (("as", "at"), _as_of),
)
