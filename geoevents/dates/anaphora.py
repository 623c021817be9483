"""Dates that count from what a text told last: "the same day", "in the following weeks", "at dawn".

`anaphor` reads one from the dates found before it; `told_from` says from which day on a text that
looks back ("In November 2012 ... On 1 December ...") tells.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Protocol

from geoevents.dates.periods import Period, day, shift, whole, year
from geoevents.dates.words import DAY_PARTS, Tokens, count, unit_of
from geoevents.model import DateSpan

__all__ = ["Told", "anaphor", "told_from"]

DAY = timedelta(days=1)
_REACH = 1_000  # characters back to the day that is meant
_NEAR = 300
_DAYLIKE = {"day", "part-day"}
_FRESH = timedelta(days=7)
_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_HOURS = re.compile(
    r"(?:(?:very |shortly |just )?(?:early|late|late at|at|before|after|until|by|around|from|about|"
    r"during|in)(?: about| around| approximately| roughly| the| early| late)*\s)?"
    r"(?:(?:early|late|small)\s)?(?:in the (?:early |late |small )?|at |the |about )?"
    r"(?:dawn|daybreak|first light|midnight|noon|midday|nightfall|sunrise|sunset|dusk|"
    r"(?:early )?hours(?= of (?:the|darkness))|(?<=the )morning|(?<=the )afternoon|"
    r"(?<=the )evening|(?<=early )morning|(?<=late )evening|"
    r"\d{1,2}(?:[:.]\d\d)? ?(?:am|pm|a\.m\.|p\.m\.)|\d{4} (?:hours|gmt|local time)|"
    r"\d{1,2}[:.]\d\d(?= (?:local|gmt|hours|am|pm)))(?!\w)",
    re.IGNORECASE,
)
_LIGHT = re.compile(r"morning|dawn|daybreak|light|noon|midday|sunrise", re.IGNORECASE)
_HOUR_STARTS = frozenset(["early", "late", "at", "in", "before", "after", "until", "by", "around",
                          "shortly", "just"])  # fmt: skip
_DATED = re.compile(
    rf"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|{_MONTHS}|today|yesterday|tonight|"
    r"overnight|tomorrow|every|each|daily|usually|often|same|next|following|previous)\b",
    re.IGNORECASE,
)
_STOP = re.compile(r"[.!?]\s|\n")
_FOLLOWING = {"following", "subsequent", "ensuing"}
_SPANS = {"days": 7, "weeks": 31, "months": 122}
_LATER = {
    "days": (2, 8, "few-days"),
    "weeks": (10, 42, "interval"),
    "months": (45, 240, "interval"),
}
_WHOLE = {"week", "month", "year"}


class Told(Protocol):
    """A date found before: where it stands, and what it means."""

    @property
    def start(self) -> int:
        """Its first character."""

    @property
    def end(self) -> int:
        """The character behind it."""

    @property
    def span(self) -> DateSpan:
        """What it means."""


def anaphor(
    tokens: Tokens, i: int, found: Sequence[Told], today: date
) -> tuple[Period, int] | None:
    """Read a date that counts from one found before; return it with the token after it."""
    base = _antecedent(tokens, i, found)
    read = None
    if base is not None:
        read = _of_day(tokens, i, base) or _counted(tokens, i, base) or _onward(tokens, i, base)
    read = read or _that_year(tokens, i) or _of_period(tokens, i, found)
    if read is not None and read[0].end is not None and read[0].end > today + DAY:
        period, after = read
        if period.start is None or period.start > today:
            return read
        return replace(period, end=today + DAY), after
    return read or _by_the_clock(tokens, i, found, today)


def _of_day(tokens: Tokens, i: int, base: date) -> tuple[Period, int] | None:
    """Read ``the same day``, ``that night``, ``the day before``, ``the following week``."""
    start = tokens.skip(i, "on", "in")
    start = tokens.skip(start, "the")
    low, following = tokens.low(start), tokens.low(start + 1)
    is_day = following in DAY_PARTS | {"day"}
    if is_day and low in {"same", "that", "previous", "next", "following"}:
        if start == i and low != "that":
            return None
        steps = {"previous": -1, "next": 1, "following": 1}.get(low, 0)
        return day(base + steps * DAY, _precision(following)), start + 2
    if low in DAY_PARTS | {"day"} and following in {"before", "after"} and start > i:
        steps = -1 if following == "before" else 1
        return day(base + steps * DAY, _precision(low)), start + 2
    if low == "following" and start > i and following in _WHOLE:
        return whole(shift(base, 1, following), following), start + 2
    return None


def _onward(tokens: Tokens, i: int, base: date) -> tuple[Period, int] | None:
    """Read ``in the following weeks``, ``in the days that followed``, ``weeks later``."""
    start = tokens.skip(tokens.skip(i, "in", "over", "during"), "the")
    low, following = tokens.low(start), tokens.low(start + 1)
    if low in _FOLLOWING and following in _SPANS and start > i:
        return Period(base, base + (_SPANS[following] + 1) * DAY, "interval"), start + 2
    if low in _SPANS and tokens.phrase(start + 1, "that", "followed") and start > i:
        return Period(base, base + (_SPANS[low] + 1) * DAY, "interval"), start + 3
    if start == i and low in _LATER and following == "later":
        near, far, precision = _LATER[low]
        return Period(base + near * DAY, base + far * DAY, precision), i + 2
    return None


def _that_year(tokens: Tokens, i: int) -> tuple[Period, int] | None:
    """Read ``that year``: the year that was named last."""
    start = tokens.skip(i, "in", "during")
    if not tokens.phrase(start, "that", "year"):
        return None
    at = tokens.starts[i]
    named = _YEAR.findall(tokens.text[max(0, at - _NEAR) : at])
    return (year(int(named[-1])), start + 2) if named else None


def _of_period(tokens: Tokens, i: int, found: Sequence[Told]) -> tuple[Period, int] | None:
    """Read ``that year``, ``later the same month``: of the date found last."""
    span = found[-1].span if found else None
    if span is None or span.start is None or tokens.starts[i] - found[-1].end > _REACH:
        return None
    start = tokens.skip(i, "in", "during")
    is_later = tokens.low(start) == "later"
    start = tokens.skip(start, "later", "earlier")
    is_same = tokens.low(start) == "the" and tokens.low(start + 1) == "same"
    if not (is_same or tokens.low(start) == "that"):
        return None
    start += 2 if is_same else 1
    unit = tokens.low(start)
    if unit not in _WHOLE or tokens.low(start - 1) not in {"same", "that"}:
        return None
    period = whole(span.start.date(), unit)
    if is_later and period.end is not None and span.start.date() < period.end:
        period = Period(span.start.date(), period.end, f"part-{unit}", unit)
    return period, start + 1


def _precision(word: str) -> str:
    return "day" if word == "day" else "part-day"


def _counted(tokens: Tokens, i: int, base: date) -> tuple[Period, int] | None:
    """Read ``two days later``, ``a week earlier``."""
    counted = count(tokens, i)
    if counted is None or counted[0].is_vague:
        return None
    unit = unit_of(tokens, counted[1])
    sign = {"earlier": -1, "later": 1}.get(tokens.low(counted[1] + 1))
    if unit is None or sign is None or unit in {"hour", "minute", "century", "decade"}:
        return None
    try:
        moved = day(shift(base, sign * counted[0].middle, unit))
    except (OverflowError, ValueError):
        return None
    return replace(moved, is_approximate=unit != "day"), counted[1] + 2


def _by_the_clock(
    tokens: Tokens, i: int, found: Sequence[Told], today: date
) -> tuple[Period, int] | None:
    """Read ``at dawn``, ``early in the morning``, ``until about 2am``: of the day told last.

    Where no day is told near, of the day of the report or the night before.
    """
    if tokens.low(i) not in _HOUR_STARTS:
        return None
    match = _HOURS.match(tokens.text, tokens.starts[i])
    if match is None:
        return None
    a = max((m.end() for m in _STOP.finditer(tokens.text, max(0, match.start() - 400),
                                             match.start())), default=0)  # fmt: skip
    close = _STOP.search(tokens.text, match.end())
    if _DATED.search(tokens.text, a, close.start() if close else len(tokens.text)):
        return None
    after = i
    while after < len(tokens) and tokens.ends[after] <= match.end():
        after += 1
    near = found[-1] if found and match.start() - found[-1].end <= _NEAR else None
    if near is not None and _is_elsewhere(tokens.text[near.end : match.start()], near, today):
        near = None
    if near is None:
        is_light = _LIGHT.search(match.group()) is not None
        return Period(today if is_light else today - DAY, today + DAY, "part-day", "day"), after
    told = near.span
    if told.start is None or told.precision not in _DAYLIKE:
        return None
    return (day(told.start.date(), "part-day"), after) if after > i else None


def _is_elsewhere(between: str, near: Told, today: date) -> bool:
    """Whether a day told in another paragraph lies too far back to be meant by an hour here."""
    start = near.span.start
    far = start is None or today - start.date() > 2 * DAY
    return far and _PARAGRAPH.search(between) is not None


def _antecedent(tokens: Tokens, i: int, found: Sequence[Told]) -> date | None:
    """Return the day found last, if it is one and stands near."""
    if not found or tokens.starts[i] - found[-1].end > _REACH:
        return None
    span = found[-1].span
    if span.start is None or span.precision not in _DAYLIKE:
        return None
    return span.start.date()


_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_OPENING = re.compile(r"(?:^|[.!?]\s+|\n\s*)[\"\u201c]?$")
_PARAGRAPH = re.compile(r"\n\s*\n")
_MONTHLIKE = {"day", "part-day", "month", "part-month", "interval"}


def told_from(tokens: Tokens, i: int, found: Sequence[Told]) -> date | None:
    """Return the day that a look back has reached: its paragraph opened a sentence with a year.

    "In November 2012 the M23 took Goma. On 1 December it left." is told from November 2012 on.
    """
    text, at = tokens.text, tokens.starts[i]
    reached: date | None = None
    for item in reversed(found):
        if at - item.end > _REACH or _PARAGRAPH.search(text, item.end, at):
            return None
        if item.span.start is None or item.span.precision not in _MONTHLIKE:
            return None
        reached = reached or item.span.start.date()
        if _YEAR.search(item.span.text):
            return reached if _OPENING.search(text[max(0, item.start - 40) : item.start]) else None
    return None
