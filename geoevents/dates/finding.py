"""Text to the dates it speaks of, each with its place in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from geoevents.dates.anaphora import anaphor, told_from
from geoevents.dates.bounds import since
from geoevents.dates.edtf import to_edtf
from geoevents.dates.grammar import expression
from geoevents.dates.periods import Context, Node, Period
from geoevents.dates.words import (
    DAY_PARTS,
    MONTHS,
    NUMBERS,
    ORDINALS,
    SEASONS,
    SHORT_MONTHS,
    SHORT_WEEKDAYS,
    UNITS,
    VAGUE,
    WEEKDAYS,
    Tokens,
    names,
    weekday_number,
)
from geoevents.errors import DateError
from geoevents.model import DateSpan

__all__ = ["FoundDate", "find_dates", "parse_dates", "parse_day"]

DAY = timedelta(days=1)
# Every date holds one of these words, or a number.
_CORES = (
    frozenset(MONTHS)
    | frozenset(SHORT_MONTHS)
    | frozenset(WEEKDAYS)
    | frozenset(SHORT_WEEKDAYS)
    | frozenset(UNITS)
    | SEASONS
    | DAY_PARTS
    | frozenset(names("today yesterday tomorrow tonight recently lately christmas q weekend noon"))
)
# And begins with one of these, or a number.
_STARTERS = (
    _CORES
    | frozenset(VAGUE)
    | frozenset(NUMBERS)
    | frozenset(ORDINALS)
    | frozenset(
        names(
            "recent last past previous preceding this these the current next coming upcoming early "
            "mid middle late earlier later beginning start end turn close in on at over during "
            "throughout around circa within between from since starting until till up by before "
            "after prior no as a an half more less fewer longer about roughly approximately some "
            "nearly almost just only exactly under beyond new twenty thirty forty fifty sixty "
            "seventy eighty ninety that most latter former hours small not all whole much course "
            "rest remainder bulk"
        )
    )
)
# No date has its first such word further in: "since the very beginning of the first half of May".
_CORE_REACH = 12
# A plan stands before its date, in the same clause.
_PLAN = re.compile(
    r"\b(?:(?:will|would|shall|must|should)(?! have\b)|due"
    r"|set to|scheduled|slated|expected|expects?|plan(?:s|ned)?"
    r"|intends?|going to|about to|hopes?|deadline|ultimatum"
    r"|is to|are to|to be held|'ll|\u2019ll)\b",
    re.IGNORECASE,
)
_BREAK = re.compile(
    r",|[.;:!?\"\u201c\u201d\n]|\b(?:said|told|says|which|who|when|where|because|since|after|had"
    r"|was|were|did)\b",
    re.IGNORECASE,
)
_PLAN_REACH = 90
# What a weekday is part of when it is no day: names, and days in general.
_NOT_BEFORE_DAY = frozenset(
    names("every each any bloody black good palm easter ash shrove super most")
)
_NOT_AFTER_DAY = frozenset(names("times telegraph post herald mirror sun"))
# Counted things: "in 2000 villages".
_COUNTED = frozenset(
    names(
        "people civilians villages homes houses families men women children km kilometres "
        "kilometers miles metres meters feet dollars dead wounded percent fighters "
        "soldiers troops cases"
    )
)
_PAST_VERBS = frozenset(
    names(
        "began broke took fell left lost won went came fled withdrew overran broke became rose "
        "struck stood swept drove"
    )
)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date expression in a text: the characters ``[start, end)`` and what they mean."""

    start: int
    end: int
    span: DateSpan


@dataclass(frozen=True, slots=True)
class _Reading:
    """A date expression between two tokens."""

    first: int
    after: int
    period: Period | None


def parse_dates(text: str, *, published: str | date | datetime) -> DateSpan | None:
    """Return the interval that a date expression, or the first one in a sentence, means.

    Parameters
    ----------
    text : str
        Such as ``"late last month"``, ``"since April"``, or a sentence that holds such words.
    published : str, date or datetime
        The day of the report; a time with a zone counts as the day it is there. Dates without a
        year are the latest that are not after it, unless the words or a plan put them ahead.

    Returns
    -------
    DateSpan or None
        None where no date is meant: a duration ("more than a week"), an impossible date, a date
        whose day and month could be swapped.

    Raises
    ------
    DateError
        If `published` is no date.

    Examples
    --------
    >>> parse_dates("late last month", published="2015-02-09").edtf
    '2015-01-21/2015-01-31'
    """
    today = parse_day(published)
    stripped = text.strip().strip(".,;:()")
    tokens = Tokens(stripped)
    parsed = expression(tokens, 0)
    if parsed is not None and parsed[1] >= len(tokens):
        # "in two weeks" on its own means what lies ahead.
        period = _resolve(parsed[0], Context(today, today)) or (
            _resolve(parsed[0], Context(today, today, is_forward=True))
            if tokens.low(0) in {"in", "within"}
            else None
        )
        return None if period is None else _span(period, stripped)
    found = find_dates(text, published=today)
    return found[0].span if found else None


def find_dates(text: str, *, published: str | date | datetime) -> list[FoundDate]:
    """Find every date expression of a text.

    Parameters
    ----------
    text : str
        Any text.
    published : str, date or datetime
        As in `parse_dates`.

    Returns
    -------
    list of FoundDate
        In text order, without overlap; ``text[found.start:found.end] == found.span.text``.
        "The same day" and "two days later" count from the day found last before them.

    Raises
    ------
    DateError
        If `published` is no date.
    """
    today = parse_day(published)
    tokens = Tokens(text)
    found: list[FoundDate] = []
    cores = [n for n in range(len(tokens)) if tokens.low(n) in _CORES or _is_number(tokens, n)]
    i = at = 0
    while i < len(tokens) and at < len(cores):
        if cores[at] < i:
            at += 1
            continue
        if cores[at] > i + _CORE_REACH:
            i = cores[at] - _CORE_REACH
        reading = _read_at(tokens, i, today, found)
        if reading is None:
            i += 1
            continue
        if reading.period is not None:
            start, end = tokens.starts[reading.first], tokens.ends[reading.after - 1]
            found.append(FoundDate(start, end, _span(reading.period, text[start:end])))
        i = max(reading.after, i + 1)
    return found


def parse_day(value: str | date | datetime) -> date:
    """Return a day that is given as ``YYYY-MM-DD``, a date, or a time (its own day).

    Raises
    ------
    DateError
        If it is none.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return datetime.fromisoformat(str(value).strip()).date()
    except ValueError as error:
        raise DateError(f"{value!r} is no day; expected YYYY-MM-DD, such as 2015-02-09.") from error


def _is_number(tokens: Tokens, i: int) -> bool:
    return tokens.low(i)[:1].isdecimal()


def _read_at(tokens: Tokens, i: int, today: date, found: list[FoundDate]) -> _Reading | None:
    """Return the date that starts at token `i`, if one does."""
    low = tokens.low(i)
    if low not in _STARTERS and not low.isdecimal():
        return None
    parsed = expression(tokens, i)
    if parsed is None:
        return _since_clause(tokens, i, today) or _anaphor(tokens, i, found, today)
    node, after = parsed
    if node.is_weak and not (_in_brackets(tokens, i, after) or _is_attribute(tokens, i, after)):
        return _anaphor(tokens, i, found, today)
    if _is_name_or_amount(tokens, i, after):
        return _Reading(i, after, None)
    ahead = _is_planned(tokens, i, today, found)
    return _Reading(
        i,
        after,
        _looked_back(tokens, i, node, today, found)
        or _resolve(node, Context(today, today, is_forward=ahead)),
    )


def _anaphor(tokens: Tokens, i: int, found: list[FoundDate], today: date) -> _Reading | None:
    read = anaphor(tokens, i, found, today)
    return None if read is None else _Reading(i, read[1], read[0])


def _looked_back(
    tokens: Tokens, i: int, node: Node, today: date, found: list[FoundDate]
) -> Period | None:
    """Return a month or day without a year as the next after what a look back has reached."""
    words = {tokens.low(k) for k in range(i, i + 5)}
    reached = told_from(tokens, i, found) if not node.is_complete and words & set(MONTHS) else None
    if reached is None:
        return None
    period = _resolve(node, Context(today, reached, is_forward=True))
    is_told = period is not None and period.end is not None and period.end <= today
    return period if is_told else None


def _resolve(node: Node, context: Context) -> Period | None:
    """Return the node's period; a date beyond the calendar is no date."""
    try:
        period = node.read(context)
    except (OverflowError, ValueError):
        return None
    if period is None or (period.start is None and period.end is None):
        return None
    for when in (period.start, period.end):
        if when is not None and not 1000 <= when.year <= 9000:
            return None
    if period.start is not None and period.end is not None and period.start >= period.end:
        return None
    return period


def _span(period: Period, text: str) -> DateSpan:
    start, end = _utc(period.start), _utc(period.end)
    qualifier = "~" if period.is_approximate else ""
    edtf = to_edtf(start, end, precision=period.precision, qualifier=qualifier)
    return DateSpan(start, end, edtf, period.precision, text)


def _utc(when: date | None) -> datetime | None:
    return None if when is None else datetime(when.year, when.month, when.day, tzinfo=UTC)


def _is_planned(tokens: Tokens, i: int, today: date, found: list[FoundDate]) -> bool:
    """Whether a plan is spoken of in the clause before token `i`.

    A plan goes on from date to date over commas: "will hand over A by Friday, B by 20 May".
    """
    end = tokens.starts[i]
    if found and found[-1].span.end is not None and found[-1].span.end.date() > today + DAY:
        between = tokens.text[found[-1].end : end]
        if len(between) <= _PLAN_REACH and set(_BREAK.findall(between)) <= {","}:
            return True
    before = tokens.text[max(0, end - _PLAN_REACH) : end]
    plans = list(_PLAN.finditer(before))
    return bool(plans) and not _BREAK.search(before, plans[-1].end())


def _in_brackets(tokens: Tokens, i: int, after: int) -> bool:
    return tokens.low(i - 1) in {"(", "["} and tokens.low(after) in {")", "]"}


def _is_attribute(tokens: Tokens, i: int, after: int) -> bool:
    """Whether a month stands as in ``the June offensive``."""
    if after != i + 1 or tokens.low(i) not in MONTHS or not tokens.word(i)[:1].isupper():
        return False
    noun = tokens.word(after)
    return tokens.low(i - 1) in {"the", "a", "an", "its", "their"} and noun[:1].islower()


def _is_name_or_amount(tokens: Tokens, i: int, after: int) -> bool:
    """Whether the words are part of a name, a habit or a number of things."""
    last = tokens.word(after - 1)
    if last.isdecimal() and len(last) == 4 and tokens.low(after) in _COUNTED:
        return True
    if weekday_number(tokens, after - 1) is not None:
        if tokens.low(after) in _NOT_AFTER_DAY and tokens.word(after)[:1].isupper():
            return True
        return tokens.low(after - 2) in _NOT_BEFORE_DAY
    is_month = tokens.low(after - 1) in {"may", "april", "june", "august", "march"}
    names = tokens.low(i) in {"by", "from", "after", "before"} and after == i + 2
    return is_month and names and tokens.word(after)[:1].isupper()


def _since_clause(tokens: Tokens, i: int, today: date) -> _Reading | None:
    """Read ``since the offensive began last week``: what is since, and from when on."""
    if tokens.low(i) != "since":
        return None
    has_verb = False
    for j in range(i + 1, min(i + 10, len(tokens))):
        low = tokens.low(j)
        if not (low.isalpha() or low in {"'", "\u2019", "-"} or low.isdecimal()):
            return None
        parsed = expression(tokens, j) if has_verb and low in _STARTERS else None
        if parsed is not None and not parsed[0].is_weak:
            period = _resolve(parsed[0], Context(today, today))
            clipped = since(period, Context(today, today)) if period else None
            return None if clipped is None else _Reading(i, parsed[1], clipped)
        has_verb = has_verb or low in _PAST_VERBS or (low.endswith("ed") and len(low) > 4)
    return None
