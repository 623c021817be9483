"""Dates put together: prepositions, parts of days, ranges, since and until."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from geoevents.dates import absolute, bounds
from geoevents.dates.absolute import Parsed, Rule, longest, remembered
from geoevents.dates.modifiers import (
    Refine,
    core,
    edge,
    modified,
    moved,
    portioned,
    refine,
    week_of,
)
from geoevents.dates.periods import Context, Node, Period, day
from geoevents.dates.relative import steps_of
from geoevents.dates.words import DASHES, DAY_PARTS, Tokens, names, weekday_number

__all__ = ["expression"]

DAY = timedelta(days=1)
# Words that make "May" or "2014" a date.
_PREPOSITIONS = frozenset(names("in on at over during throughout around circa within"))
_TRIAL = date(2001, 12, 31)
_BOUND_STARTS = frozenset(words[0] for words, _ in bounds.BOUNDS)
_TO = {"to", "until", "till", "through", "thru"}


def expression(tokens: Tokens, i: int) -> Parsed:
    """Read the longest date expression that starts at token `i`."""
    return longest(_RULES, tokens, i)


@remembered
def simple(tokens: Tokens, i: int) -> Parsed:
    """Read a date with its modifiers: ``late last month``, ``Saturday night``."""
    found = longest((core, modified, portioned, parted, moved, week_of), tokens, i)
    if found is None:
        return None
    found = _of_year(tokens, found)
    after = _daypart_after(tokens, found[1])
    return found if after == found[1] else (refine(found[0], _as_part), after)


def _of_year(tokens: Tokens, found: tuple[Node, int]) -> tuple[Node, int]:
    """Read ``of last year`` behind a date that lacks its year: ``in June last year``."""
    node, after = found
    start = tokens.skip(after, "of", "in", ",")
    if node.is_complete or tokens.low(start + 1) != "year":
        return found
    if tokens.low(start) not in {"last", "this", "next", "previous"}:
        return found
    steps = steps_of(tokens.low(start))

    def read(context: Context) -> Period | None:
        last = date(context.published.year + steps, 12, 31)
        period = node.read(replace(context, anchor=last, is_forward=False))
        is_there = period is not None and period.start is not None
        return period if is_there and period and period.start and (
            period.start.year == last.year) else None  # fmt: skip

    return Node(read), start + 2


def placed(tokens: Tokens, i: int) -> Parsed:
    """Read a date behind a preposition, which makes a weak one strong: ``in May``."""
    if tokens.low(i) not in _PREPOSITIONS:
        return None
    found = longest((ranged, simple), tokens, i + 1)
    if found is None:
        return None
    return replace(found[0], is_weak=False), found[1]


def parted(tokens: Tokens, i: int) -> Parsed:
    """Read ``the night of 5 to 6 May``, ``the early hours of Sunday``, ``overnight on Friday``."""
    start = tokens.skip(tokens.skip(i, "the"), "early", "late", "small")
    low = tokens.low(start)
    if low not in DAY_PARTS and low != "hours":
        return None
    after = tokens.skip(start + 1, "of", "on", "from", "between", ",", "into")
    if tokens.low(after - 1) == "into":  # "overnight into Sunday"
        found = core(tokens, after)
        return None if found is None else (refine(found[0], _night_into), found[1])
    if low in {"night", "overnight"}:
        pair = longest((absolute.day_month, absolute.month_day, _pair), tokens, after)
        single = core(tokens, after)
        if pair is not None and (single is None or pair[1] >= single[1]):
            return refine(pair[0], _as_part), pair[1]
    found = core(tokens, after)
    return None if found is None else (refine(found[0], _as_part), found[1])


def _pair(tokens: Tokens, i: int) -> Parsed:
    """Read ``Saturday to Sunday``."""
    return _range_of(tokens, i, {"to", "and", "until", *DASHES})


def _night_into(period: Period, _: Context) -> Period | None:
    if period.unit != "day" or period.start is None:
        return None
    return Period(period.start - DAY, period.end, "part-day", "day")


def _as_part(period: Period, _: Context) -> Period | None:
    if period.start is None or period.end is None or period.end - period.start > 2 * DAY:
        return None
    return replace(period, precision="part-day")


def _daypart_after(tokens: Tokens, i: int) -> int:
    """Skip a part of the day behind a date: ``night``, ``at dawn``, ``in the early morning``."""
    after = tokens.skip(tokens.skip(i, "in", "at", "around", ","), "the")
    after = tokens.skip(after, "early", "late", "mid")
    after = tokens.skip(after, "-") if after > i else after
    if tokens.low(after) in DAY_PARTS and tokens.low(after) != "overnight":
        return after + 1
    return i


@remembered
def ranged(tokens: Tokens, i: int) -> Parsed:
    """Read ``between June and August``, ``from 3 to 5 February``, ``2012-2014``."""
    if tokens.low(i) in {"between", "from"}:
        links = {"and"} if tokens.low(i) == "between" else _TO | DASHES
        found = _range_of(tokens, i + 1, links)
        return None if found is None else (replace(found[0], is_weak=False), found[1])
    joined = _range_of(tokens, i, {"to", "through", "until", "/"} | DASHES)
    return joined or _neighbours(tokens, i)


def _neighbours(tokens: Tokens, i: int) -> Parsed:
    """Read ``July and August``, ``late 2012 or early 2013``: what lies side by side is one."""
    first = simple(tokens, i)
    if first is None or tokens.low(first[1]) not in {"and", "or"}:
        return None
    second = simple(tokens, tokens.skip(first[1] + 1, "in"))
    if second is None:
        return None
    # Whether they touch does not depend on the year; days are told one by one.
    first_period, second_period = (_on_trial(node) for node, _ in (first, second))
    if first_period is None or second_period is None:
        return None
    both_days = first_period.unit == "day"
    if both_days and not _is_next_weekday(tokens, i, first[1], second[1]):
        return None
    if not both_days and first_period.end != second_period.start:
        return None
    return _interval(first[0], second[0]), second[1]


def _is_next_weekday(tokens: Tokens, i: int, link: int, after: int) -> bool:
    """As in "on Wednesday and Thursday", which is one stretch of time."""
    first, second = weekday_number(tokens, i), weekday_number(tokens, after - 1)
    if first is None or second is None or tokens.low(link) == "or":
        return False
    return (second[0] - first[0]) % 7 == 1


def _on_trial(node: Node) -> Period | None:
    """Return what a node means in a month that nothing depends on."""
    try:
        return node.read(Context(_TRIAL, _TRIAL))
    except (OverflowError, ValueError):
        return None


def _range_of(tokens: Tokens, i: int, links: set[str]) -> Parsed:
    first = simple(tokens, i)
    if first is None or tokens.low(first[1]) not in links:
        return None
    after, is_sign = first[1] + 1, tokens.low(first[1]) not in _TO | {"and"}
    second = simple(tokens, tokens.skip(after, "on", "in"))
    if second is None or (is_sign and not _is_joined(tokens, i, first, second)):
        return None
    return _interval(first[0], second[0]), second[1]


def _is_joined(tokens: Tokens, i: int, first: tuple[Node, int], second: tuple[Node, int]) -> bool:
    """Whether a dash joins two dates, and is not the one behind a dateline (``Feb 9 - Monday``)."""
    after = first[1] + 1
    calendar = longest(absolute.RULES, tokens, i), longest(absolute.RULES, tokens, after)
    if tokens.touches(first[1]) and tokens.touches(after):
        return True
    return None not in calendar and (first[0].is_weak or not second[0].is_weak)


def _interval(first: Node, second: Node) -> Node:
    def read(context: Context) -> Period | None:
        if first.is_complete and not second.is_complete:
            start = first.read(context)
            if start is None or start.start is None:
                return None
            end = second.read(replace(context, anchor=start.start, is_forward=True))
        else:
            end = second.read(context)
            if end is None or end.start is None:
                return None
            start = first.read(replace(context, anchor=end.start, is_forward=False))
        if start is None or end is None or start.start is None or end.end is None:
            return None
        return Period(start.start, end.end, "interval") if start.start < end.end else None

    both_weak = first.is_weak and second.is_weak
    return Node(read, is_complete=first.is_complete or second.is_complete, is_weak=both_weak)


def bounded(tokens: Tokens, i: int) -> Parsed:
    """Read ``since April``, ``until late 2013``, ``by the end of the month``, ``after 3 May``."""
    if tokens.low(i) not in _BOUND_STARTS:
        return None
    for words, bound in bounds.BOUNDS:
        if not tokens.phrase(i, *words):
            continue
        start = tokens.skip(i + len(words), "on", "in", "around", "about", "roughly")
        if words == ("since",) and tokens.low(start) in DAY_PARTS:
            return Node(_today), start + 1
        found = longest((simple, edge, _dashed), tokens, start)
        return None if found is None else _bounded(tokens, start, words[0], bound, found)
    return None


def _bounded(
    tokens: Tokens, start: int, word: str, bound: Refine, found: tuple[Node, int]
) -> Parsed:
    """Return what lies on that side of a date; `start` is the date's first token."""
    node, end = found
    first = tokens.low(tokens.skip(start, "the", "early", "late"))
    if first in DAY_PARTS and word in {"before", "after", "by"}:
        return found  # "before midnight on Saturday" is on Saturday
    is_possessive = tokens.low(end) in {"'", "\u2019"} and tokens.low(end + 1) == "s"
    if bound is bounds.after and is_possessive:
        bound = bounds.after_start  # "after Monday's attack" may be on Monday
    if word == "from":
        if tokens.low(end) not in {"on", "onward", "onwards"} or _names_a_day(tokens, end + 1):
            return None
        end += 1
    # "It would be the worst loss since April": what is since lies behind, plan or not.
    turn = {"since": False}.get(word, True if bound is bounds.deadline else None)
    return _bounded_node(node, bound, is_forward=turn), end


def _today(context: Context) -> Period:
    return day(context.published, "part-day")


def _dashed(tokens: Tokens, i: int) -> Parsed:
    """Read ``2011-2012``."""
    return _range_of(tokens, i, set(DASHES))


def _names_a_day(tokens: Tokens, i: int) -> bool:
    return core(tokens, i) is not None


def _bounded_node(node: Node, bound: Refine, *, is_forward: bool | None) -> Node:
    def read(context: Context) -> Period | None:
        if is_forward is not None:
            context = replace(context, is_forward=is_forward)
        period = node.read(context)
        return None if period is None else bound(period, context)

    return Node(read, is_complete=node.is_complete)


# Where two read equally far, the first decides: "over a month ago" is no "over" and a date.
_RULES: tuple[Rule, ...] = (bounded, ranged, simple, placed)
