"""Dates told from the day of the report: yesterday, on Sunday, last month, three weeks ago."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from geoevents.dates.absolute import Parsed, Rule, latest
from geoevents.dates.periods import (
    Context,
    Node,
    Period,
    day,
    month,
    season,
    shift,
    whole,
)
from geoevents.dates.words import (
    DASHES,
    DAY_PARTS,
    SEASONS,
    Tokens,
    day_number,
    month_number,
    names,
    real_date,
    unit_of,
    weekday_number,
)

__all__ = ["RULES"]

DAY = timedelta(days=1)
_PAST = {"last", "previous", "past", "preceding"}
_NEXT = {"next", "coming", "upcoming"}
_DAYS_FROM_NOW = {"today": 0, "yesterday": -1, "tomorrow": 1, "tonight": 0}

_EVENTS = frozenset(
    names(
        "attack attacks raid raids assault clash clashes battle battles fighting violence ambush "
        "strike strikes bombing bombings bombardment shelling blast operation offensive"
    )
)


def deictic(tokens: Tokens, i: int) -> Parsed:
    """Read today, yesterday, tomorrow, tonight, overnight, last night, this morning."""
    low = tokens.low(i)
    if low in _DAYS_FROM_NOW:
        precision = "part-day" if low == "tonight" else "day"
        return Node(_from_today(_DAYS_FROM_NOW[low], precision)), i + 1
    if low == "overnight":
        return Node(_overnight), i + 1
    if low in {"last", "this"} and tokens.low(i + 1) in DAY_PARTS:
        return Node(_from_today(-(low == "last"), "part-day")), i + 2
    start = tokens.skip(i, "the")
    for words, days in ((("before", "yesterday"), -2), (("after", "tomorrow"), 2)):
        if tokens.phrase(start, "day", *words):
            return Node(_from_today(days)), start + 3
    return None


def _from_today(days: int, precision: str = "day") -> Callable[[Context], Period]:
    return lambda context: day(context.published + days * DAY, precision)


def _overnight(context: Context) -> Period:
    eve = context.published if context.is_forward else context.published - DAY
    return Period(eve, eve + 2 * DAY, "part-day", "day")


def _weekday(number: int) -> Callable[[Context], Period]:
    def read(context: Context) -> Period:
        if context.is_forward:
            return day(context.anchor + (number - context.anchor.weekday()) % 7 * DAY)
        return day(context.anchor - (context.anchor.weekday() - number) % 7 * DAY)

    return read


def weekday(tokens: Tokens, i: int) -> Parsed:
    """Read ``Sunday``, ``Sunday last week``, ``Thursday of this week``; ``Sun`` alone is weak."""
    named = weekday_number(tokens, i)
    if named is None:
        return None
    number, after, is_full = named
    start = tokens.skip(tokens.skip(after, "of"), "the")
    if tokens.low(start) in _PAST | _NEXT | {"this"} and tokens.low(start + 1) == "week":
        steps = steps_of(tokens.low(start))

        def read(context: Context) -> Period:
            monday = context.published - context.published.weekday() * DAY
            return day(monday + (7 * steps + number) * DAY)

        return Node(read), start + 2
    return Node(_weekday(number), is_weak=not is_full), after


def steps_of(word: str) -> int:
    return -1 if word in _PAST else 1 if word in _NEXT else 0


def weekend(tokens: Tokens, i: int) -> Parsed:
    """Read ``the weekend``: the one that began last, the day of the report included.

    ``A weekend attack`` was on it, too.
    """
    start = tokens.skip(i, "the")
    if tokens.low(start) != "weekend":
        start = tokens.skip(tokens.skip(i, "in"), "a")
        if tokens.low(start) != "weekend" or tokens.low(start + 1) not in _EVENTS:
            return None
    elif start == i:
        return None

    def read(context: Context) -> Period:
        # Five days before a Saturday or any later day lies in that Saturday's week.
        near = context.anchor if context.is_forward else context.anchor - 5 * DAY
        return whole(near, "weekend")

    return Node(read), start + 1


def stepped(tokens: Tokens, i: int) -> Parsed:
    """Read ``last week``, ``this month``, ``next year``, ``last Wednesday``, ``last October``."""
    start = tokens.skip(i, "the")
    step = tokens.low(start)
    if step == "all" and tokens.low(start + 1) in {"week", "month", "year"}:
        return Node(_stepped_unit(0, tokens.low(start + 1))), start + 2
    if step not in _PAST | _NEXT | {"this", "current"}:
        return None
    if step == "this" and tokens.low(start + 1) in _PAST | _NEXT:
        start, step = start + 1, tokens.low(start + 1)  # "this past Sunday", "this coming March"
    return _stepped_date(tokens, start) or _stepped_whole(tokens, start, i)


def _stepped_date(tokens: Tokens, start: int) -> Parsed:
    """Read the weekday, month or season behind ``last`` at `start`."""
    steps, after = steps_of(tokens.low(start)), start + 1
    named = weekday_number(tokens, after)
    if named is not None and named[2]:
        return Node(_stepped_weekday(steps, named[0])), named[1]
    of_month = month_number(tokens, after)
    if of_month is not None:
        number = of_month[0]
        return Node(_stepped_year(steps, lambda y: month(y, number))), of_month[1]
    name = tokens.low(after)
    if name in SEASONS and (name != "fall" or tokens.low(after + 1) != "of"):
        return Node(_stepped_year(steps, lambda y: season(y, name))), after + 1
    return None


def _stepped_whole(tokens: Tokens, start: int, i: int) -> Parsed:
    """Read the unit behind ``last`` at `start`: a calendar unit, where it is no window."""
    step, unit = tokens.low(start), unit_of(tokens, start + 1)
    if unit in {None, "day", "hour", "minute", "night", "century"}:
        return None
    is_window = step == "past" or (step == "last" and "the" in {tokens.low(i), tokens.low(i - 1)})
    if unit is None or tokens.low(start + 1).endswith("s") or (is_window and unit != "weekend"):
        return None
    return Node(_stepped_unit(steps_of(step), unit)), start + 2


def _stepped_weekday(steps: int, number: int) -> Callable[[Context], Period]:
    def read(context: Context) -> Period:
        today = context.published
        back = (today.weekday() - number) % 7
        if steps < 0:
            return day(today - (back or 7) * DAY)
        if steps > 0:
            return day(today + (7 - back) * DAY)
        return day(today + (number - today.weekday()) * DAY)

    return read


def _stepped_year(steps: int, make: Callable[[int], Period]) -> Callable[[Context], Period | None]:
    def read(context: Context) -> Period | None:
        today = context.published
        options = [make(today.year + n) for n in range(-2, 3)]
        if steps < 0:
            return max((p for p in options if p.end and p.end <= today), key=_start, default=None)
        if steps > 0:
            return min((p for p in options if p.start and p.start > today), key=_start)
        if context.is_forward:
            return latest(make, context)
        current = (p for p in options if p.start and p.end and p.start <= today < p.end)
        return next(current, make(today.year))

    return read


def _start(period: Period) -> date:
    return period.start or date.min


def _stepped_unit(steps: int, unit: str) -> Callable[[Context], Period]:
    def read(context: Context) -> Period:
        now = whole(context.published, unit)
        if unit == "weekend":
            return _stepped_weekend(steps, context)
        if steps:
            return whole(shift(now.start or context.published, steps, unit), unit)
        # "this year" in a report is what has passed of it, and of a plan what is left.
        if context.is_forward:
            return Period(context.published, now.end, now.precision, unit)
        return Period(now.start, context.published + DAY, now.precision, unit)

    return read


def _stepped_weekend(steps: int, context: Context) -> Period:
    now = whole(context.published, "weekend")
    begun = now.start is not None and now.start <= context.published
    if steps < 0 and begun and context.published.weekday() == 6:
        return now
    return whole((now.start or context.published) + 7 * steps * DAY, "weekend")


def before_last(tokens: Tokens, i: int) -> Parsed:
    """Read ``the week before last``, ``the night before last``, ``the year after next``."""
    unit = unit_of(tokens, i + 1)
    side = tokens.phrase(i + 2, "before", "last") - tokens.phrase(i + 2, "after", "next")
    if tokens.low(i) != "the" or unit in {None, "hour", "minute", "century"} or not side:
        return None

    def read(context: Context) -> Period:
        start = whole(context.published, unit or "day").start or context.published
        return whole(shift(start, -2 * side, unit or "day"), unit or "day")

    return Node(read), i + 4


def day_of_month(tokens: Tokens, i: int) -> Parsed:
    """Read ``the 5th of last month``, and ``the 5th``, which is weak."""
    start = tokens.skip(i, "the")
    found = day_number(tokens, start)
    if found is None or found[1] == start + 1 or start == i:
        return None
    number, after = found
    step = tokens.low(after + 1)
    if tokens.low(after) == "of" and tokens.low(after + 2) == "month":
        if step not in _PAST | _NEXT | {"this", "the"}:
            return None

        def read(context: Context) -> Period | None:
            when = real_date(context.published.year, context.published.month, 1)
            moved = shift(when or context.published, steps_of(step), "month")
            exact = real_date(moved.year, moved.month, number)
            return day(exact) if exact else None

        return Node(read), after + 3
    if tokens.low(after).isalpha() or tokens.low(after) in DASHES:
        return None  # "the 5th brigade"
    return Node(lambda context: _day_of_month(number, context), is_weak=True), after


def _day_of_month(number: int, context: Context) -> Period | None:
    sign = 1 if context.is_forward else -1
    for n in range(13):
        moved = shift(context.anchor.replace(day=1), sign * n, "month")
        exact = real_date(moved.year, moved.month, number)
        if exact and (exact - context.anchor).days * sign >= 0:
            return day(exact)
    return None


RULES: tuple[Rule, ...] = (
    deictic,
    weekday,
    weekend,
    stepped,
    before_last,
    day_of_month,
)
