"""Undated claims of a report -> the day that its story is about, where the report fixes one.

A headline is dated by the story below it, what is said of "the attack" by the attack, what goes on
where a day was just told by that day, and what a report of the day tells by that day. What none of
this reaches stays in the two weeks before the report.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from geoevents.dates import FoundDate, to_edtf
from geoevents.dates.words import Tokens, count, unit_of
from geoevents.extract.anterior import place_key
from geoevents.extract.drafts import Draft
from geoevents.extract.sequels import is_background
from geoevents.extract.timing import When, day_of
from geoevents.extract.words import word_set
from geoevents.model import DateSpan, EventType

__all__ = ["tell_days"]

_DAY = timedelta(days=1)
_SHORT = timedelta(days=8)
_FRESH = timedelta(days=8)
_LONG_AGO = timedelta(days=31)
_LOOSE = {"recent", "asof", "ongoing", "future", "since", "past", "before-statement"}
_VIOLENT = {
    *map(EventType, ["CLASH", "AIRSTRIKE", "SHELLING", "BOMBING", "CASUALTY", "ADVANCE"]),
    *map(EventType, ["CAPTURE", "DETAIN", "DESTROY"]),
}
_HELD = {EventType.CONTROL, EventType.SIEGE}
_UNIT_DAYS = {"day": 1, "week": 7, "month": 30}
_EVENT = (
    r"attack|attacks|assault|raid|raids|ambush|fighting|clash|clashes|battle|explosion|explosions|"
    r"blast|blasts|bombing|bombings|shooting|incident|encounter|strikes?|bombardment|shelling|"
    r"massacre|killings?|gunfight|firefight|takeover|skirmish"
)
# "In the latest fighting" points at nothing that was told.
_GENERAL = r"(?!latest\b|recent\b|renewed\b|ongoing\b|continu|current\b|worst\b|heaviest\b)"
_POINTED = re.compile(
    rf"\b(?:the|this|that|these|those)\s(?:{_GENERAL}[\w-]+\s)?(?:{_EVENT})\b", re.IGNORECASE
)
_WARS = word_set("war conflict insurgency uprising rebellion unrest violence crisis")
_TODAY = re.compile(
    r"\btoday\b|\bthis \w+|\btonight\b|night|\bmorning\b|\bdawn\b|\bmidnight\b", re.IGNORECASE
)
_LATE = re.compile(r"\btoday\b|\btonight\b|\bthis (?:afternoon|evening)\b", re.IGNORECASE)
_IN_A_WAR = re.compile(
    r"\bin (?:the|this|its) (?:[\w-]+ ){0,3}(?:war|conflict|insurgency|uprising|rebellion)\b",
    re.IGNORECASE,
)
_DAILY_SHARE = 3  # of the sentences with a day, one in so many is of the report's own
_REACH = 6  # sentences back to "the attack"
_LEAD = 4  # sentences below a headline


def tell_days(
    drafts: Sequence[Draft], text: str, dates: Sequence[FoundDate], published: datetime | None
) -> None:
    """Give undated claims the day that their story is about, in place."""
    if published is None:
        return
    today = day_of(published)
    since = _daily_since(drafts, text, dates, today)
    for number, draft in enumerate(drafts):
        draft.when = _lasting(draft, drafts[:number], text, today) or draft.when
        if not _is_open(draft):
            continue
        draft.when = (
            _of_a_war(draft, text, today)
            or _below(draft, drafts[number + 1 :], today)
            or _of_the_event(draft, drafts[:number], text, today)
            or _going_on(draft, drafts[:number], today)
            or (_of_the_day(draft, since, today) if since is not None else None)
            or draft.when
        )


def _lasting(draft: Draft, earlier: Sequence[Draft], text: str, today: datetime) -> When | None:
    """Read "they held it for sixteen days": so long from the day that was told before."""
    group, when = draft.candidate.group, draft.when
    if draft.event not in _HELD or group is None or when is None or group.helpers:
        return None
    if not group.is_past or when.text or not draft.reading.status.is_fact:
        return None
    sentence = draft.item.sentence
    at = draft.item.clauses.tokens[group.head].end
    words = Tokens(text[at : sentence.end])
    days = next((d for k in range(len(words)) if (d := _days_at(words, k)) > 0), 0)
    for other in reversed(earlier if days else ()):
        began = other.when.span if other.when is not None else None
        if draft.sentence - other.sentence > 2:
            return None
        if began is None or began.start is None or began.precision not in {"day", "part-day"}:
            continue
        start, end = began.start, min(began.start + days * _DAY, today) + _DAY
        edtf = to_edtf(start, end, precision="interval")
        span = DateSpan(start, end, edtf, "interval", "")
        return When(span, "", f"{days} days from what was told before: {began.edtf}")
    return None


def _days_at(words: Tokens, k: int) -> int:
    """Return the days of "for sixteen days" at a word, or 0."""
    if words.low(k) != "for":
        return 0
    counted = count(words, words.skip(k + 1, "about", "some", "nearly", "almost", "only"))
    unit = unit_of(words, counted[1]) if counted is not None else None
    if counted is None or unit not in _UNIT_DAYS or counted[0].is_vague:
        return 0
    return round(counted[0].middle * _UNIT_DAYS[unit])


def _is_open(draft: Draft) -> bool:
    """Whether a claim is a past happening that no words date."""
    when = draft.when
    return (
        when is not None
        and when.span.precision == "recent"
        and not when.text
        and draft.reading.status.is_fact
        and not draft.candidate.state
    )


def _is_told(draft: Draft, today: datetime) -> bool:
    """Whether a claim has a day or a few of its own, not long ago."""
    span = draft.when.span if draft.when is not None else None
    if span is None or span.start is None or span.end is None or span.precision in _LOOSE:
        return False
    is_fact = draft.reading.status.is_fact and span.end <= today + _DAY
    return is_fact and span.end - span.start <= _SHORT and today - span.start <= _LONG_AGO


def _as_told(other: Draft, reason: str, *, until: datetime | None = None) -> When | None:
    when = other.when
    if when is None:
        return None
    if until is None or when.span.start is None or when.span.end is None:
        return When(when.span, "", f"{reason}: {when.text or when.span.edtf}")
    edtf = to_edtf(when.span.start, until, precision="interval")
    span = DateSpan(when.span.start, until, edtf, "interval", "")
    return When(span, "", f"{reason}, up to the report: {when.text or when.span.edtf}")


def _helpers(draft: Draft) -> set[str]:
    group = draft.candidate.group
    return set(group.helpers) if group is not None and not draft.candidate.is_noun else set()


def _of_a_war(draft: Draft, text: str, today: datetime) -> When | None:
    """Read "the war has killed 6,000": since a beginning that is not said."""
    group, item = draft.candidate.group, draft.item
    if (
        draft.event is not EventType.CASUALTY
        or group is None
        or not {"has", "have"} & set(group.helpers)
    ):
        return None
    subject = item.clauses.subject(group)
    words = {t.low for t in item.clauses.tokens[slice(*subject)]} if subject is not None else set()
    sentence = item.sentence
    if not words & _WARS and _IN_A_WAR.search(text, sentence.body, sentence.end) is None:
        return None
    end = today + _DAY
    span = DateSpan(None, end, to_edtf(None, end, precision="past"), "past", "")
    return When(span, "", "since the beginning, which is not said")


def _below(draft: Draft, later: Sequence[Draft], today: datetime) -> When | None:
    """Date a headline by the first claim of its type below it."""
    if not draft.item.sentence.is_headline:
        return None
    for other in later:
        if other.sentence > draft.sentence + _LEAD:
            return None
        if other.event is draft.event and _is_told(other, today):
            return _as_told(other, "the story below the headline")
    return None


def _of_the_event(
    draft: Draft, earlier: Sequence[Draft], text: str, today: datetime
) -> When | None:
    """Date what is said of "the attack" by the attack told before."""
    sentence = draft.item.sentence
    helpers = _helpers(draft)
    if _POINTED.search(text, sentence.body, sentence.end) is None:
        return None
    for other in reversed(earlier):
        if draft.sentence - other.sentence > _REACH:
            return None
        if other.sentence != draft.sentence and other.event in _VIOLENT and _is_told(other, today):
            lasts = bool(helpers & {"has", "have"})
            return _as_told(
                other, "what it speaks of was then", until=today + _DAY if lasts else None
            )
    return None


def _going_on(draft: Draft, earlier: Sequence[Draft], today: datetime) -> When | None:
    """Date a claim by the day just told, where it goes on about the same place."""
    helpers = _helpers(draft)
    item = draft.item
    told = item.owner[draft.candidate.trigger] >= 0 or item.quoted[draft.candidate.trigger]
    if is_background(draft) or ("had" in helpers and not told):
        return None
    own = [p for p in draft.places if p.mention is not None and not p.is_implied]
    key = place_key(draft)
    for other in reversed(earlier):
        if draft.sentence - other.sentence > 2:
            return None
        if not _is_told(other, today) or is_background(other):
            continue
        start = other.when.span.start if other.when is not None else None
        if start is None or today - start > _FRESH:
            continue
        if helpers & {"has", "have"} and today - start > _DAY:
            continue
        if not own or (key and key == place_key(other)):
            return _as_told(other, "the day that the story has reached")
    return None


def _of_the_day(draft: Draft, since: datetime, today: datetime) -> When | None:
    """Date what a report of the day tells without a date: that day, or the night before."""
    if "had" in _helpers(draft) or is_background(draft):
        return None
    end = today + _DAY
    precision = "day" if since == today else "few-days"
    span = DateSpan(since, end, to_edtf(since, end, precision=precision), precision, "")
    return When(span, "", "a report of the day, or of the night before it")


def _daily_since(
    drafts: Sequence[Draft], text: str, dates: Sequence[FoundDate], today: datetime
) -> datetime | None:
    """Return from when on a report of the day tells: "this morning" in several sentences.

    One that tells of the afternoon is of that day, others may be of the evening before; None
    where a report tells of other days.
    """
    dated: set[int] = set()
    own: set[int] = set()
    is_late = False
    spans = {(d.item.sentence.body, d.item.sentence.end) for d in drafts}
    for found in dates:
        at = next((a for a, b in spans if a <= found.start < b), None)
        if at is None or found.span.precision not in {"day", "part-day"}:
            continue
        dated.add(at)
        if found.span.end == today + _DAY and _TODAY.search(text, found.start, found.end):
            own.add(at)
            is_late |= _LATE.search(text, found.start, found.end) is not None
    if len(own) < 2 or len(own) * _DAILY_SHARE < len(dated):
        return None
    return today if is_late else today - _DAY
