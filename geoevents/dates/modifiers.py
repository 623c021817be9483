"""Dates narrowed or moved: early and late, the first week of, two days before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from geoevents.dates import absolute, relative, windows
from geoevents.dates.absolute import Parsed, longest, remembered
from geoevents.dates.periods import Context, Node, Period, day, shift, third, whole
from geoevents.dates.words import DASHES, ORDINALS, Tokens, count, unit_of, weekday_number

__all__ = ["Refine", "core", "edge", "modified", "moved", "portioned", "refine", "week_of"]

DAY = timedelta(days=1)
Refine = Callable[[Period, Context], Period | None]

_THIRDS = {"early": 0, "mid": 1, "middle": 1, "late": 2}
_EDGES = {"beginning": 0, "start": 0, "outset": 0, "opening": 0, "middle": 1,
          "midst": 1, "end": 2, "close": 2}  # fmt: skip


_WHOLES = {"whole", "all", "most", "much", "course", "rest", "remainder", "bulk"}


@remembered
def core(tokens: Tokens, i: int) -> Parsed:
    """Read a date without modifiers."""
    return longest(absolute.RULES + relative.RULES + windows.RULES, tokens, i)


def refine(node: Node, change: Refine) -> Node:
    """Return the node whose period is a changed one.

    Where the change puts it after the anchor ("late February", read on the 9th), the date is
    completed from further back.
    """

    def read(context: Context) -> Period | None:
        period = node.read(context)
        if period is None:
            return None
        changed = change(period, context)
        is_late = (
            changed is not None and changed.start is not None and changed.start > context.anchor
        )
        if node.is_complete or context.is_forward or not is_late or period.start is None:
            return changed
        earlier = replace(context, anchor=period.start - DAY)
        again = node.read(earlier)
        return None if again is None else change(again, earlier)

    return Node(read, is_complete=node.is_complete)


def _third(which: int) -> Refine:
    return lambda period, _: third(period, which)


def modified(tokens: Tokens, i: int) -> Parsed:
    """Read ``early 2014``, ``mid-June``, ``late on Wednesday``, ``earlier this month``."""
    start = tokens.skip(i, "the")
    low = tokens.low(start)
    if low not in _THIRDS and low not in {"earlier", "later"}:
        return None
    after = start + 1
    if tokens.low(after) in {"to", "-"} and tokens.low(after + 1) in {"mid", "late"}:
        return _two_thirds(tokens, start, after + 1)
    found = _inner(tokens, _connect(tokens, after))
    if found is None:
        return None
    change = _EARLIER_LATER.get(low) or _third(_THIRDS.get(low, 0))
    return refine(found[0], change), found[1]


def _connect(tokens: Tokens, i: int) -> int:
    """Skip what may stand between a modifier and its date."""
    if tokens.low(i) in DASHES:
        return i + 1
    if tokens.low(i) in {"part", "days", "weeks", "months"} and tokens.low(i + 1) == "of":
        return i + 2
    return tokens.skip(i, "in", "on", "of")


def _two_thirds(tokens: Tokens, first: int, second: int) -> Parsed:
    found = _inner(tokens, _connect(tokens, second + 1))
    a, b = _THIRDS.get(tokens.low(first)), _THIRDS[tokens.low(second)]
    if found is None or a is None:
        return None

    def change(period: Period, _: Context) -> Period | None:
        start, end = third(period, a), third(period, b)
        return replace(start, end=end.end) if start and end else None

    return refine(found[0], change), found[1]


def _earlier(period: Period, context: Context) -> Period:
    if period.unit == "day":
        return replace(period, precision="part-day")
    now = context.published + DAY
    return replace(period, end=min(period.end or now, now), precision=_part(period))


def _later(period: Period, context: Context) -> Period:
    if period.unit == "day":
        return replace(period, precision="part-day")
    if period.start and period.start <= context.published and (
        period.end is None or period.end > context.published
    ):  # fmt: skip
        whole_one = whole(context.published, period.unit) if period.unit else period
        return replace(whole_one, start=context.published, precision=_part(period))
    return period


def _part(period: Period) -> str:
    return f"part-{period.unit}" if period.unit in {"week", "month", "year"} else period.precision


_EARLIER_LATER: dict[str, Refine] = {"earlier": _earlier, "later": _later}


def _inner(tokens: Tokens, i: int) -> Parsed:
    """Read the date that a modifier modifies: also ``the month``, ``year's end``."""
    found = longest((core, edge, _definite), tokens, i)
    if found is not None and tokens.low(i) in {"last", "past"} and tokens.low(i - 1) == "the":
        return core(tokens, i)
    return found


def _definite(tokens: Tokens, i: int) -> Parsed:
    """Read ``the month`` of the report; only where something is said to be of it."""
    unit = unit_of(tokens, i + 1)
    if tokens.low(i) not in {"the", "this"} or unit not in {"week", "month", "year", "quarter"}:
        return None
    return Node(lambda context: whole(context.published, unit)), i + 2


def _turn_of_year(context: Context) -> Period:
    """Return ten days either side of the New Year that is nearest."""
    new_year = context.published.replace(month=1, day=1)
    if context.published.month > 6:
        new_year = shift(new_year, 1, "year")
    return Period(new_year - 10 * DAY, new_year + 10 * DAY, "interval", is_approximate=True)


@remembered
def edge(tokens: Tokens, i: int) -> Parsed:
    """Read ``the end of last year``, ``the start of the month``, ``year's end``."""
    start = tokens.skip(i, "the", "very")
    if tokens.phrase(start, "turn", "of", "the", "year"):
        return Node(_turn_of_year), start + 4
    which = _EDGES.get(tokens.low(start))
    if which is not None and tokens.low(start + 1) == "of":
        found = longest((core, _definite), tokens, start + 2)
        if found is None and tokens.phrase(start + 2, "the", "day"):
            found = Node(lambda context: day(context.published)), start + 4
        return None if found is None else (refine(found[0], _third(which)), found[1])
    if tokens.low(start) in {"year", "month"}:
        after = start + 1
        if tokens.low(after) in {"'", "\u2019"} and tokens.low(after + 1) == "s":
            after += 2
        elif tokens.low(after) == "-":
            after += 1
        unit = tokens.low(start)
        if tokens.low(after) == "end" and after > start + 1:
            return Node(lambda context: third(whole(context.published, unit), 2)), after + 1
    return None


def portioned(tokens: Tokens, i: int) -> Parsed:
    """Read ``the end of June``, ``the first half of 2014``, ``the last week of May``."""
    found = edge(tokens, i)
    if found is not None:
        return found
    start = tokens.skip(i, "the")
    if tokens.low(start) in _WHOLES and tokens.low(start + 1) == "of":
        return longest((core, _definite), tokens, start + 2)
    which = {"latter": -1, "former": 1}.get(tokens.low(start)) or ORDINALS.get(tokens.low(start))
    return None if which is None else _nth(tokens, start, which)


def _nth(tokens: Tokens, start: int, which: int) -> Parsed:
    """Read what stands behind an ordinal at `start`: ``Monday of May``, ``half of 2014``."""
    named = weekday_number(tokens, start + 1)
    if named is not None:
        return _nth_weekday(tokens, named[1], named[0], which)
    counted = count(tokens, start + 1)
    after = counted[1] if counted else start + 1
    unit = "half" if tokens.low(after) == "half" else unit_of(tokens, after)
    if unit is None or tokens.low(after + 1) not in {"of", "in"}:
        return None
    found = longest((core, _definite), tokens, after + 2)
    if found is None:
        return None
    number = counted[0].high if counted else 3 if tokens.low(after) in {"days", "weeks"} else 1
    return refine(found[0], _portion(which, number, unit)), found[1]


def _nth_weekday(tokens: Tokens, i: int, number: int, which: int) -> Parsed:
    """Read ``of January`` behind ``the first Monday``."""
    if tokens.low(i) not in {"of", "in"}:
        return None
    found = longest((core, _definite), tokens, i + 1)
    if found is None:
        return None

    def change(period: Period, _: Context) -> Period | None:
        if period.start is None or period.end is None:
            return None
        if which > 0:
            first = period.start + (number - period.start.weekday()) % 7 * DAY
            when = first + 7 * (which - 1) * DAY
        else:
            last = period.end - DAY
            when = last - (last.weekday() - number) % 7 * DAY
        return day(when) if period.start <= when < period.end else None

    return refine(found[0], change), found[1]


def _portion(which: int, number: float, unit: str) -> Refine:
    def change(period: Period, _: Context) -> Period | None:
        start, end = period.start, period.end
        if start is None or end is None:
            return None
        if unit == "half":
            months = (end.year - start.year) * 12 + end.month - start.month
            middle = shift(start, months / 2, "month") if months > 1 else start + 15 * DAY
            pieces = (start, middle) if which == 1 else (middle, end)
        elif which < 0:
            pieces = (shift(end, -number, unit), end)
        else:
            first = shift(start, (which - 1) * number, unit)
            pieces = (first, shift(first, number, unit))
        if not start <= pieces[0] < pieces[1] or pieces[0] >= end:
            return None
        one_day = pieces[1] - pieces[0] == DAY
        return Period(pieces[0], min(pieces[1], end), "day" if one_day else _part(period), "day"
                      if one_day else "part")  # fmt: skip

    return change


def moved(tokens: Tokens, i: int) -> Parsed:
    """Read ``two days before 5 May``, ``a week after the end of June``."""
    counted = count(tokens, i)
    if counted is None:
        return None
    unit = unit_of(tokens, counted[1])
    sign = {"before": -1, "after": 1}.get(tokens.low(counted[1] + 1))
    if unit is None or sign is None or unit in {"hour", "minute", "century"}:
        return None
    found = longest((core, portioned), tokens, counted[1] + 2)
    if found is None:
        return None
    number = counted[0]

    def change(period: Period, _: Context) -> Period | None:
        if period.start is None or period.end is None:
            return None
        steps = sorted((sign * number.low, sign * number.high))
        start = shift(period.start, steps[0], unit)
        end = shift(period.end - DAY, steps[1], unit) + DAY
        return Period(start, end, period.precision, period.unit, is_approximate=unit != "day")

    return refine(found[0], change), found[1]


def week_of(tokens: Tokens, i: int) -> Parsed:
    """Read ``the week of 2 February``, ``the week ending 8 February``."""
    start = tokens.skip(i, "the")
    if tokens.low(start) not in {"week", "month", "weekend"}:
        return None
    link = tokens.low(start + 1)
    found = core(tokens, start + 2) if link else None
    if found is None:
        return None
    unit = tokens.low(start)

    def change(period: Period, _: Context) -> Period | None:
        if period.start is None or period.end is None or period.end - period.start > 7 * DAY:
            return None
        if unit == "weekend":
            return whole(period.start, unit) if link == "of" else None
        if link in {"ending", "to", "until"}:
            return Period(shift(period.end, -1, unit), period.end, unit, unit)
        if link in {"starting", "beginning", "from"}:
            return Period(period.start, shift(period.start, 1, unit), unit, unit)
        return whole(period.start, unit) if link == "of" else None

    if link not in {"ending", "to", "until", "starting", "beginning", "from", "of"}:
        return None
    return refine(found[0], change), found[1]
