"""Calendar dates as the press writes them: days, months, years, seasons, decades.

Every rule reads tokens from an index on and returns a node and the index after it, or None. An
impossible date ("31 June") is a node that gives no period, so that its parts are not misread.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeAlias

from geoevents.dates.periods import Context, Node, Period, day, month, season, whole, year
from geoevents.dates.words import (
    DASHES,
    ORDINALS,
    SEASONS,
    Tokens,
    day_number,
    month_number,
    real_date,
    weekday_number,
)

__all__ = ["RULES", "Parsed", "Rule", "latest", "longest", "remembered", "year_at"]

Parsed: TypeAlias = tuple[Node, int] | None
Rule: TypeAlias = Callable[[Tokens, int], Parsed]


def remembered(rule: Rule) -> Rule:
    """Return the rule, asked once for every token of a text."""
    name = rule.__name__

    def ask(tokens: Tokens, i: int) -> Parsed:
        key = name, i
        if key not in tokens.memory:
            tokens.memory[key] = rule(tokens, i)
        found: Parsed = tokens.memory[key]
        return found

    return ask


def longest(rules: tuple[Rule, ...], tokens: Tokens, i: int) -> Parsed:
    """Return the result of the rule that reads furthest; the first one where two tie."""
    best: Parsed = None
    for rule in rules:
        found = rule(tokens, i)
        if found is not None and (best is None or found[1] > best[1]):
            best = found
    return best


def latest(make: Callable[[int], Period | None], context: Context) -> Period | None:
    """Complete a date that lacks its year: the latest that has begun, or the next to end.

    `make` gives the period of a year, or None where that year has none (29 February).
    """
    anchor = context.anchor
    years = range(anchor.year - 1, anchor.year + 9)
    if not context.is_forward:
        years = range(anchor.year, anchor.year - 9, -1)
    for number in years:
        period = make(number)
        if period is None or period.start is None or period.end is None:
            continue
        if period.end > anchor if context.is_forward else period.start <= anchor:
            return period
    return None


def year_at(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """Read a four-digit year at `i` that is no other number: no unit, sign or decimals touch it."""
    number = tokens.number(i)
    if number is None or len(tokens.word(i)) != 4 or not 1800 <= number <= 2199:
        return None
    after = tokens.low(i + 1)
    touched = tokens.touches(i + 1)
    if touched and (after.isalpha() or after in {"%", "_", "°"}):
        return None
    joined = touched and tokens.touches(i + 2) and tokens.number(i + 2) is not None
    if joined and after in {".", ","}:
        return None
    before = tokens.low(i - 1)
    if tokens.touches(i) and (before in {"$", "€", "£", "#", "_"} or before.isalnum()):
        return None
    if tokens.touches(i) and before in {".", ","} and tokens.number(i - 2) is not None:
        return None
    return number, i + 1


def _on(of_month: int, of_day: int, of_year: int | None) -> Node:
    """Return the node of a day, with or without its year."""
    if of_year is not None:
        when = real_date(of_year, of_month, of_day)
        return Node(lambda _: day(when) if when else None, is_complete=True)

    def make(number: int) -> Period | None:
        found = real_date(number, of_month, of_day)
        return day(found) if found else None

    return Node(lambda context: latest(make, context))


def _days(of_month: int, days: tuple[int, int], of_year: int | None) -> Node:
    """Return the node of an interval of days within one month."""
    first, last = days

    def make(number: int) -> Period | None:
        start, end = real_date(number, of_month, first), real_date(number, of_month, last)
        if start is None or end is None or start >= end:
            return None
        return Period(start, day(end).end, "interval")

    if of_year is not None:
        return Node(lambda _: make(of_year), is_complete=True)
    return Node(lambda context: latest(make, context))


def iso(tokens: Tokens, i: int) -> Parsed:
    """Read ``2015-02-09``, ``2015/02/09``, ``2015.02.09`` and ``2015-02``."""
    number = tokens.number(i)
    if number is None or len(tokens.word(i)) != 4 or not 1000 <= number <= 2999:
        return None
    sign = tokens.low(i + 1)
    of_month = tokens.number(i + 2)
    if sign not in {"-", "/", "."} or of_month is None or len(tokens.word(i + 2)) != 2:
        return None
    if not (tokens.touches(i + 1) and tokens.touches(i + 2)):
        return None
    of_day = tokens.number(i + 4)
    is_day = tokens.low(i + 3) == sign and tokens.touches(i + 3) and tokens.touches(i + 4)
    if is_day and of_day is not None and len(tokens.word(i + 4)) == 2:
        return _on(of_month, of_day, number), i + 5
    if sign == "-" and 1 <= of_month <= 12:
        return Node(lambda _: month(number, of_month), is_complete=True), i + 3
    return None


def numeric(tokens: Tokens, i: int) -> Parsed:
    """Read ``09.02.2015`` and ``09/02/2015``; where day and month could swap, only if one fits.

    With points the day stands first. With strokes or hyphens either may; a reading after the
    publication is ruled out, and if two remain there is no date.
    """
    numbers = [tokens.number(i + n) for n in (0, 2, 4)]
    sign = tokens.low(i + 1)
    joined = all(tokens.touches(i + n) for n in range(1, 5)) and tokens.low(i + 3) == sign
    if None in numbers or not joined or sign not in {"/", ".", "-"}:
        return None
    first, second, of_year = (number or 0 for number in numbers)
    if len(tokens.word(i)) > 2 or len(tokens.word(i + 2)) > 2:
        return None
    if len(tokens.word(i + 4)) == 2:
        of_year += 2000
    elif len(tokens.word(i + 4)) != 4:
        return None
    day_first = real_date(of_year, second, first)
    month_first = real_date(of_year, first, second) if sign != "." else None

    def read(context: Context) -> Period | None:
        found = {when for when in (day_first, month_first) if when}
        past = {when for when in found if when <= context.published}
        chosen = past if len(found) == 2 and past else found
        return day(chosen.pop()) if len(chosen) == 1 else None

    return Node(read, is_complete=True), i + 5


def _year_after(tokens: Tokens, i: int) -> tuple[int | None, int]:
    """Read an optional year that completes a date: ``, 2015``, ``of 2015``, ``2015``."""
    for words in ((",",), ("of",), ("in",), (",", "in"), ("-",), ()):
        if tokens.phrase(i, *words):
            found = year_at(tokens, i + len(words))
            if found is not None:
                return found
    return None, i


def _second_day(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """Read the end of an interval of days: ``-7``, ``to 7``, ``and 7``."""
    if tokens.low(i) in DASHES or tokens.low(i) in {"to", "and", "until", "till", "through", "or"}:
        return day_number(tokens, i + 1)
    return None


def day_month(tokens: Tokens, i: int) -> Parsed:
    """Read ``9 February 2015``, ``the 9th of February``, ``3 to 5 February``."""
    first = day_number(tokens, tokens.skip(i, "the"))
    if first is None or tokens.low(first[1] - 1) == "." or tokens.low(i - 1) == "$":
        return None
    second = _second_day(tokens, first[1])
    after = second[1] if second else first[1]
    if not second and tokens.low(after) in {".", "-"} and tokens.touches(after):
        after += 1
    named = month_number(tokens, tokens.skip(after, "of"))
    if named is None:
        return None
    of_year, end = _year_after(tokens, named[1])
    if second:
        return _days(named[0], (first[0], second[0]), of_year), end
    return _on(named[0], first[0], of_year), end


def month_day(tokens: Tokens, i: int) -> Parsed:
    """Read ``February 9, 2015``, ``Feb. 9``, ``June 5-7``."""
    named = month_number(tokens, i)
    if named is None:
        return None
    after = tokens.skip(named[1], "-") if tokens.touches(named[1]) else named[1]
    first = day_number(tokens, tokens.skip(after, "the"))
    if first is None or _is_amount(tokens, first[1]):
        return None
    second = _second_day(tokens, first[1])
    if second is not None and (month_number(tokens, second[1]) or _is_amount(tokens, second[1])):
        second = None  # "June 5 to 7 July" is another range, "June 5 and 7 people" none
    of_year, end = _year_after(tokens, second[1] if second else first[1])
    if second:
        return _days(named[0], (first[0], second[0]), of_year), end
    return _on(named[0], first[0], of_year), end


def _is_amount(tokens: Tokens, i: int) -> bool:
    """Whether the number before token `i` goes on (``5,000``, ``5.5``, ``5%``, ``5km``)."""
    sign = tokens.low(i)
    if not tokens.touches(i):
        return sign in {"percent", "km", "people", "civilians", "soldiers", "fighters"}
    goes_on = sign in {",", ".", ":"} and tokens.touches(i + 1) and tokens.word(i + 1).isdecimal()
    return goes_on or sign in {"%", "°"} or sign.isalpha()


def month_year(tokens: Tokens, i: int) -> Parsed:
    """Read ``June 2014``, ``June of 2014``, and ``June`` alone, which is weak."""
    named = month_number(tokens, i)
    if named is None:
        return None
    number, after, _ = named
    of_year, end = _year_after(tokens, after)
    if of_year is not None:
        return Node(lambda _: month(of_year, number), is_complete=True), end
    return Node(lambda context: latest(lambda y: month(y, number), context), is_weak=True), after


def bare_year(tokens: Tokens, i: int) -> Parsed:
    """Read ``2014``, which is weak, and ``2014-15``."""
    found = year_at(tokens, i)
    if found is None:
        return None
    number, after = found
    follow = tokens.number(after + 1)
    is_pair = tokens.low(after) in DASHES | {"/"} and tokens.touches(after + 1)
    if is_pair and follow == (number + 1) % 100 and len(tokens.word(after + 1)) == 2:
        period = Period(date(number, 1, 1), date(number + 2, 1, 1), "interval")
        return Node(lambda _: period, is_complete=True, is_weak=True), after + 2
    return Node(lambda _: year(number), is_complete=True, is_weak=True), after


def season_year(tokens: Tokens, i: int) -> Parsed:
    """Read ``the summer of 2014``, ``winter 2014-15``, and ``the summer``, which is weak."""
    start = tokens.skip(i, "the")
    name = tokens.low(start)
    if name not in SEASONS:
        return None
    of_year, end = _year_after(tokens, start + 1)
    if of_year is not None:
        follow = tokens.number(end + 1)
        if tokens.low(end) in DASHES | {"/"} and follow in {(of_year + 1) % 100, of_year + 1}:
            end += 2
        return Node(lambda _: season(of_year, name), is_complete=True), end
    if name == "fall":  # "the fall of Mosul"
        return None
    node = Node(lambda context: latest(lambda y: season(y, name), context), is_weak=True)
    return node, start + 1


def decade(tokens: Tokens, i: int) -> Parsed:
    """Read ``the 1990s``."""
    start = tokens.skip(i, "the")
    number = tokens.number(start)
    after = start + 1
    if tokens.low(after) in {"'", "\u2019"} and tokens.touches(after):
        after += 1
    if number is None or len(tokens.word(start)) != 4 or number % 10 or number < 1000:
        return None
    if tokens.low(after) != "s" or not tokens.touches(after):
        return None
    return Node(lambda _: whole(date(number, 1, 1), "decade"), is_complete=True), after + 1


def quarter(tokens: Tokens, i: int) -> Parsed:
    """Read ``Q3 2014`` and ``the third quarter of 2014``."""
    start = tokens.skip(i, "the")
    number = None
    if tokens.low(start) == "q" and tokens.touches(start + 1):
        number, after = tokens.number(start + 1), start + 2
    elif tokens.low(start + 1) == "quarter":
        number, after = ORDINALS.get(tokens.low(start)), start + 2
    if number is None or not 1 <= number <= 4:
        return None
    of_year, end = _year_after(tokens, after)
    if of_year is None:
        return None
    return Node(lambda _: whole(date(of_year, 3 * number, 1), "quarter"), is_complete=True), end


_FEASTS = {("christmas",): (12, 25), ("christmas", "day"): (12, 25), ("christmas", "eve"): (12, 24)}
_FEASTS |= {("new", "year", sign, "s", name): when for sign in ("'", "\u2019") for name, when in
            {"day": (1, 1), "eve": (12, 31)}.items()}  # fmt: skip


def feast(tokens: Tokens, i: int) -> Parsed:
    """Read Christmas and New Year's Eve and Day."""
    if tokens.low(i) not in {"christmas", "new"}:
        return None
    for words, (of_month, of_day) in sorted(_FEASTS.items(), key=lambda item: -len(item[0])):
        if tokens.phrase(i, *words) and tokens.word(i)[:1].isupper():
            of_year, end = _year_after(tokens, i + len(words))
            return _on(of_month, of_day, of_year), end
    return None


def weekday_date(tokens: Tokens, i: int) -> Parsed:
    """Read ``Monday, 9 February 2015`` and ``Mon Feb 9``: the date decides."""
    named = weekday_number(tokens, i)
    if named is None:
        return None
    after = tokens.skip(named[1], ",")
    return longest((iso, numeric, day_month, month_day), tokens, tokens.skip(after, "the", "on"))


RULES: tuple[Rule, ...] = (
    iso,
    numeric,
    day_month,
    month_day,
    month_year,
    season_year,
    decade,
    quarter,
    feast,
    weekday_date,
    bare_year,
)
