"""Spans of time that end or begin with the report: the past two weeks, three days ago."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from geoevents.dates.absolute import Parsed, Rule
from geoevents.dates.periods import Context, Node, Period, day, shift
from geoevents.dates.words import PLURAL_WEEKDAYS, Count, Tokens, count, unit_of, weekday_number

__all__ = ["RULES"]

DAY = timedelta(days=1)
# How far "in the last few days", "in the coming weeks" and "days ago" reach, as (low, high).
_NO_NUMBER = {"day": Count(2, 6, is_vague=True), "week": Count(2, 4, is_vague=True),
              "month": Count(2, 4, is_vague=True), "hour": Count(1, 24, is_vague=True),
              "year": Count(2, 5, is_vague=True)}  # fmt: skip
# Days by which "two weeks ago" may miss, either way.
_SLACK = {"week": 3, "fortnight": 3, "month": 7, "quarter": 15, "year": 15, "decade": 365}
_ABOUT = {"about", "around", "roughly", "approximately", "some", "nearly", "almost", "circa"}


def _until_now(start: date, context: Context, precision: str) -> Period:
    return Period(start, context.published + DAY, precision, "window")


def window(tokens: Tokens, i: int) -> Parsed:
    """Read ``the past 24 hours``, ``the last few days``, ``recent weeks``, ``the next month``."""
    start = tokens.skip(tokens.skip(i, "the", "these", "this"), "most")
    step = tokens.low(start)
    if step == "recent":
        unit = unit_of(tokens, start + 1)
        is_plural = tokens.low(start + 1).endswith("s")
        return (Node(_recent(unit)), start + 2) if unit and is_plural else None
    if step not in {"last", "past", "next", "coming"}:
        return None
    counted = count(tokens, start + 1)
    after = counted[1] if counted else start + 1
    if counted and (tokens.low(after) in DASHED or tokens.low(after) == "-"):
        after += 1  # "the past 24-hour period"
    unit = unit_of(tokens, after)
    if unit in {None, "century", "minute", "weekend"} or tokens.phrase(after + 1, "of", "the"):
        return None
    number = counted[0] if counted else None
    if unit is not None and number is None:
        plural = tokens.low(after).endswith("s")
        number = _NO_NUMBER.get(unit, Count(1, 3, is_vague=True)) if plural else Count(1, 1)
        if not plural and not _is_singular_window(tokens, i, start, after):
            return None
    if unit is None or number is None:
        return None
    return Node(_window(number, unit, is_next=step in {"next", "coming"})), after + 1


def _is_singular_window(tokens: Tokens, i: int, step: int, unit: int) -> bool:
    """Whether ``the last week`` means seven days: not ``last week``, ``the last week of ...``."""
    if tokens.low(unit + 1) == "of" or tokens.low(unit) in {"day", "night"}:
        return tokens.low(step) == "past" and tokens.low(unit) == "day"
    return tokens.low(step) == "past" or step > i


DASHED = {"-", "\u2010", "\u2011"}


def _window(number: Count, unit: str, *, is_next: bool) -> Callable[[Context], Period]:
    n = number.middle if number.is_vague else number.high
    if number.is_vague and unit == "hour":
        n = number.high
    small = number.is_vague and unit in {"day", "night"}

    def read(context: Context) -> Period:
        if is_next:
            return Period(context.published, shift(context.published, n, unit) + DAY, "future")
        start = shift(context.published, -n, unit)
        return _until_now(start, context, "few-days" if small else "interval")

    return read


def _recent(unit: str) -> Callable[[Context], Period]:
    number, of_unit = {
        "hour": (1, "day"), "day": (5, "day"), "week": (1, "month"), "month": (4, "month"),
        "year": (3, "year"),
    }.get(unit, (2, "month"))  # fmt: skip
    return lambda context: _until_now(shift(context.published, -number, of_unit), context, "recent")


def recently(tokens: Tokens, i: int) -> Parsed:
    """Read ``recently``, ``lately``: two months, as the conventions say; ``the other day``."""
    if tokens.phrase(i, "the", "other", "day"):
        return Node(
            lambda context: _until_now(context.published - 7 * DAY, context, "recent")
        ), i + 3
    if tokens.low(i) not in {"recently", "lately"} or tokens.low(i + 1) == "as":
        return None
    return Node(lambda context: _until_now(shift(context.published, -2, "month"), context,
                                           "recent")), i + 1  # fmt: skip


def ago(tokens: Tokens, i: int) -> Parsed:
    """Read ``three days ago``, ``more than a year ago``, ``weeks ago``, ``two days from now``."""
    i, bound = _bound(tokens, i)
    counted = count(tokens, i)
    after = counted[1] if counted else i
    unit = unit_of(tokens, after)
    if unit is None:
        return None
    number = counted[0] if counted else _NO_NUMBER.get(unit)
    after += 1
    if tokens.phrase(after, "and", "a", "half") and number is not None:
        number, after = Count(number.low + 0.5, number.high + 0.5), after + 3
    is_past = tokens.low(after) in {"ago", "back"}
    is_next = tokens.phrase(after, "from", "now") or tokens.low(after) == "hence"
    is_time = tokens.low(after) in {"'", "\u2019"} and tokens.low(after + 1) == "time"
    if number is None or not (is_past or is_next or is_time):
        return None
    end = after + (1 if is_past or tokens.low(after) == "hence" else 2)
    away = _away(number, unit, bound, sign=-1 if is_past else 1)
    return _on_the_day(tokens, end, away) or (Node(away), end)


def _on_the_day(tokens: Tokens, i: int, away: Callable[[Context], Period]) -> Parsed:
    """Read what makes ``a week ago`` a day: ``today``, ``on Monday``."""
    named = weekday_number(tokens, tokens.skip(i, "on"))
    if tokens.low(i) != "today" and (named is None or not named[2]):
        return None

    def read(context: Context) -> Period | None:
        about = away(context)
        if about.start is None or about.end is None:
            return None
        middle = about.start + (about.end - about.start) // 2
        if named is not None:
            middle += ((named[0] - middle.weekday() + 3) % 7 - 3) * DAY
        return day(middle)

    return Node(read), named[1] if named is not None else i + 1


def weekdays_ago(tokens: Tokens, i: int) -> Parsed:
    """Read ``two Fridays ago``."""
    counted = count(tokens, i)
    name = tokens.low(counted[1]) if counted else ""
    if counted is None or name not in PLURAL_WEEKDAYS or tokens.low(counted[1] + 1) != "ago":
        return None
    number, back = int(counted[0].high), PLURAL_WEEKDAYS[name]

    def read(context: Context) -> Period:
        latest = (context.published.weekday() - back) % 7 or 7
        return day(context.published - (latest + 7 * (number - 1)) * DAY)

    return Node(read), counted[1] + 2


def to_come(tokens: Tokens, i: int) -> Parsed:
    """Read ``the weeks ahead``, ``the days to come``."""
    unit = unit_of(tokens, i + 1)
    if tokens.low(i) != "the" or unit not in _NO_NUMBER or not tokens.low(i + 1).endswith("s"):
        return None
    end = i + 3 if tokens.low(i + 2) == "ahead" else i + 4
    if tokens.low(i + 2) != "ahead" and not tokens.phrase(i + 2, "to", "come"):
        return None
    return Node(_window(_NO_NUMBER[unit], unit, is_next=True)), end


def _bound(tokens: Tokens, i: int) -> tuple[int, str]:
    """Read ``more than``, ``less than``, ``about``; return the next token and which it was."""
    if tokens.low(i) in {"over", "beyond"} or tokens.phrase(i, "at", "least"):
        return i + (2 if tokens.low(i) == "at" else 1), "more"
    if tokens.low(i) in {"more", "less", "fewer", "longer"} and tokens.low(i + 1) == "than":
        return i + 2, "more" if tokens.low(i) in {"more", "longer"} else "less"
    if tokens.low(i) == "under":
        return i + 1, "less"
    if tokens.low(i) in _ABOUT:
        return i + 1, "about"
    if tokens.phrase(i, "just", "over"):
        return i + 2, "about"
    return i + (tokens.low(i) in {"just", "only", "exactly"}), ""


def _away(number: Count, unit: str, bound: str, *, sign: int) -> Callable[[Context], Period]:
    precision = {"day": "day", "night": "day", "week": "week", "fortnight": "week"}.get(
        unit, "month" if unit in {"month", "quarter"} else "year"
    )

    def read(context: Context) -> Period:
        today = context.published
        if unit in {"hour", "minute"}:
            near = shift(today, sign * number.high, unit) if number.high > 12 else today
            return Period(min(near, today), max(near, today) + DAY, "part-day", "day")
        ends = sorted(shift(today, sign * n, unit) for n in (number.low, number.high))
        if bound == "more" and sign < 0:
            return Period(None, ends[1] + DAY, "past")
        if bound == "less":
            return Period(min(ends[0], today), max(ends[1], today) + DAY, precision)
        slack = _SLACK.get(unit, 1 if bound else 0)
        if number.low != number.high:
            slack = min(slack, 3)
        start, end = ends[0] - slack * DAY, ends[1] + slack * DAY
        if sign < 0:
            end = min(end, today)
        is_exact = not slack and start == end
        word = "few-days" if number.is_vague and unit == "day" else precision
        return Period(start, end + DAY, word, "" if slack else "day", is_approximate=not is_exact)

    return read


def ahead(tokens: Tokens, i: int) -> Parsed:
    """Read ``in two weeks`` and ``within days``, which are dates only where a plan is spoken of.

    Elsewhere they are durations: "took the town within two days".
    """
    low = tokens.low(i)
    if low not in {"in", "within"}:
        return None
    counted = count(tokens, i + 1)
    after = counted[1] if counted else i + 1
    unit = unit_of(tokens, after)
    if unit in {None, "century", "minute"} or (counted is None and low == "in"):
        return None
    number = counted[0] if counted else _NO_NUMBER.get(unit or "")
    if unit is None or number is None:
        return None
    point, reach = _away(number, unit, "", sign=1), _window(number, unit, is_next=True)
    chosen = reach if low == "within" else point
    return Node(lambda context: chosen(context) if context.is_forward else None), after + 1


def this_time(tokens: Tokens, i: int) -> Parsed:
    """Read ``this time last year``."""
    start = tokens.skip(i, "about", "around")
    unit = unit_of(tokens, start + 3)
    if not tokens.phrase(start, "this", "time", "last") or unit not in {"week", "month", "year"}:
        return None
    return Node(_away(Count(1, 1), unit, "", sign=-1)), start + 4


RULES: tuple[Rule, ...] = (
    window,
    recently,
    ago,
    weekdays_ago,
    to_come,
    ahead,
    this_time,
)
