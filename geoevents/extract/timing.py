"""A claim's words and the dates around them -> when it is said to have happened, and why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from geoevents.dates import FoundDate, find_dates, parse_dates, to_edtf
from geoevents.model import DateSpan, Mention

__all__ = ["When", "bind_date", "dates_of", "day_of"]

_TAIL = re.compile(r"\s((?:in|on|at|last|early in|late in|earlier|during)\s[\w\s]{2,25})$")
_RECENT = timedelta(days=14)
_DAY = timedelta(days=1)
_DAYLIKE = {"day", "part-day"}
_RELATIVE = {"overnight", "last night", "the night before", "yesterday", "the day before"}
# A statement this much older than the report is a look back, no fresh news.
_FRESH = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class When:
    """An interval with the words it came from, and how it follows from them."""

    span: DateSpan
    text: str = ""
    reason: str = ""
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class Cue:
    """What decides a claim's time: its own dates, its clause's, the statement's, its kind.

    `own` are dates inside the claim's own words, `near` those of the clause it hangs on,
    `stated` that of the act of speech, `story` the day the report's story has reached;
    `is_meanwhile` where it went on while its main clause happened.
    """

    published: datetime
    own: Sequence[FoundDate] = ()
    near: Sequence[FoundDate] = ()
    stated: FoundDate | None = None
    story: When | None = None
    is_future: bool = False
    is_state: bool = False
    is_negated: bool = False
    is_ongoing: bool = False
    is_meanwhile: bool = False
    days_after: str = ""


def dates_of(text: str, mentions: Sequence[Mention], on: date | None) -> list[FoundDate]:
    """Find a report's dates; "since it abandoned Kyiv in March" keeps only its own date."""
    found = find_dates(text, published=on) if on is not None else []
    out = []
    for item in found:
        words = text[item.start : item.end]
        tail = _TAIL.search(words) if words.lower().startswith("since") else None
        if (
            on is None
            or tail is None
            or not any(item.start < m.start and m.end <= item.end for m in mentions)
        ):
            out.append(item)
            continue
        span = parse_dates(tail[1], published=on)
        own = FoundDate(item.start + tail.start(1), item.end, span) if span is not None else item
        out.append(own)
    return out


def day_of(moment: datetime) -> datetime:
    """Return the first instant of a moment's day, UTC."""
    return moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def bind_date(cue: Cue) -> When:  # noqa: C901, PLR0911  cases in turn
    """Return when a claim is said to have happened.

    Dates in its own words come first, then that of its clause, of the statement and of the
    story; then what the kind of claim implies: a state holds on the report's day, a plan from
    it on, what is past lies in the two weeks before.
    """
    today = day_of(cue.published)
    if cue.days_after:
        return _days_after(cue, today)
    if cue.is_future:
        return _plan(cue, today)
    if cue.own:
        return _own(cue, today)
    if cue.is_meanwhile and cue.near:
        return _take(cue.near[0], "the date of the clause it hangs on")
    if cue.is_negated or cue.is_state:
        return _made(today, today + _DAY, "asof", "a state or negation holds on the report's day")
    if cue.near:
        return _take(cue.near[0], "the date of the clause it hangs on")
    if cue.stated is not None:
        found = _from_statement(cue.stated, today)
        if found is not None:
            return found
    if cue.is_ongoing:
        return _made(today, today + _DAY, "ongoing", "under way when the report was published")
    if cue.story is not None:
        return When(
            cue.story.span,
            "",
            "the day that the story has reached: " + (cue.story.text or cue.story.span.edtf),
        )
    return _made(
        today - _RECENT,
        today + _DAY,
        "recent",
        "past without a date: the two weeks before the report",
    )


def _plan(cue: Cue, today: datetime) -> When:
    """Date a plan: from the report's day on, or when its words say."""
    for found in cue.own:
        if found.span.end is None or found.span.end > today:
            return _take(found, "the date in its words", is_own=True)
    # "An army source said on Thursday it would be completed the same day."
    for found in (*cue.own, *cue.near):
        if found.span.precision in _DAYLIKE:
            return _take(found, "the date in its words", is_own=True)
    return _made(today, None, "future", "a plan: from the report's day, with an open end")


def _as_said(cue: Cue, found: FoundDate, today: datetime) -> When | None:
    """Count "overnight" from the statement's day: "said on 19 May it had sunk it overnight"."""
    stated, span = cue.stated, found.span
    if stated is None or stated.span.start is None or span.start is None or span.end is None:
        return None
    if stated.span.precision not in _DAYLIKE or span.text.lower() not in _RELATIVE:
        return None
    back = today - stated.span.start
    if not timedelta() < back <= timedelta(days=31):
        return None
    start, end = span.start - back, span.end - back
    edtf = to_edtf(start, end, precision=span.precision)
    moved = DateSpan(start, end, edtf, span.precision, span.text)
    return When(moved, span.text, "counted from the day of the statement", is_own=True)


def _own(cue: Cue, today: datetime) -> When:
    found = cue.own[0]
    span = found.span
    moved = _as_said(cue, found, today)
    if moved is not None:
        return moved
    if span.end is None and span.precision == "since":
        return _made(span.start, today + _DAY, "since", "since then, up to the report", span.text)
    if (
        cue.is_state
        and span.precision in {"month", "year", "season", "part-month", "part-year"}
        and found.span.text.lower().startswith("since")
    ):
        return _made(
            span.start, today + _DAY, "since", "since then, up to the report's day", found.span.text
        )
    return _take(found, "the date in its words", is_own=True)


def _from_statement(stated: FoundDate, today: datetime) -> When | None:
    """Fresh news is dated to the day it was told; a look back lies before it."""
    span = stated.span
    if span.end is None:
        return None
    if span.precision in _DAYLIKE and span.start is not None and today - span.start <= _FRESH:
        return _take(stated, "fresh news: the day of the statement")
    start = (span.start or span.end) - _RECENT
    return _made(
        start, span.end, "before-statement", "a look back: before the statement was made", span.text
    )


def _days_after(cue: Cue, today: datetime) -> When:
    """As in "Days after storming Aleppo": what is named lies that long before the main date."""
    found = (*cue.near, *([cue.stated] if cue.stated is not None else []))
    if found and found[0].span.precision not in {*_DAYLIKE, "week", "few-days", "part-month"}:
        return _take(
            found[0], f"{cue.days_after} before what it is measured from, no surer than it"
        )
    anchor = (
        found[0].span.start
        if found and found[0].span.start
        else (cue.story.span.start if cue.story is not None and cue.story.span.start else today)
    )
    number, _, unit = cue.days_after.partition(" ")
    if number.isdigit():
        gap = int(number) * {"days": 1, "weeks": 7, "months": 30, "years": 365, "hours": 0}[unit]
        start = anchor - timedelta(days=gap)
        precision = "day" if unit in {"days", "hours"} else "interval"
        return _made(
            start,
            start + _DAY,
            precision,
            f"{cue.days_after} before what it is measured from",
            f"{cue.days_after} after",
        )
    near, far, precision = {
        "hours": (0, 0, "day"),
        "a day": (1, 1, "day"),
        "days": (2, 7, "few-days"),
        "weeks": (10, 42, "interval"),
        "months": (45, 240, "interval"),
        "years": (400, 1800, "range"),
    }[cue.days_after]
    return _made(
        anchor - timedelta(days=far),
        anchor - timedelta(days=near) + _DAY,
        precision,
        f"{cue.days_after} before what it is measured from",
        f"{cue.days_after} after",
    )


def _take(found: FoundDate, reason: str, *, is_own: bool = False) -> When:
    return When(found.span, found.span.text, reason, is_own)


def _made(
    start: datetime | None, end: datetime | None, precision: str, reason: str, text: str = ""
) -> When:
    edtf = to_edtf(start, end, precision=precision)
    return When(DateSpan(start, end, edtf, precision, text), text, reason)
