"""Claims of a report -> those told as over before another are dated before it.

"The army retook X, which the RSF had held since May": the past perfect, "once" and an after-clause
look back from what the report tells of the same place, so they must not outlast it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from geoevents.dates import to_edtf
from geoevents.extract.drafts import Draft
from geoevents.extract.timing import When, day_of
from geoevents.extract.words import word_set
from geoevents.model import DateSpan, EventType

__all__ = ["place_key", "settle"]

_HOLDING = {
    *map(EventType, ["CAPTURE", "CONTROL", "LOSS", "WITHDRAW", "TRANSFER", "CONTEST", "SIEGE"]),
}
_GAINS = {EventType.CAPTURE, EventType.CONTROL, EventType.TRANSFER}
_STATES = {EventType.CONTROL, EventType.CONTEST}
_LASTING = _STATES | {EventType.SIEGE}
_FORMERLY = word_set("once formerly previously former erstwhile onetime one-time then-")
# With these the past perfect tells what came next: "had since been retaken".
_NEXT = word_set("since later now then eventually finally subsequently afterwards by")
_LOOSE = {"recent", "asof", "ongoing"}
_GAP = timedelta(days=14)  # what a present state is set against lies at least so far back
_YEAR = timedelta(days=365)
_DAY = timedelta(days=1)
_LASTED = re.compile(
    r"\bfor (?:more than |nearly |almost |about |over |at least |the (?:last|past) )?"
    r"(?P<n>an?|one|two|three|four|five|six|seven|eight|nine|ten|\d+)? ?"
    r"(?P<unit>day|week|month|year)s?\b"
)
_NUMBERS = dict(
    zip(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
        range(1, 11),
        strict=True,
    )
)
_LENGTHS = {"day": 1, "week": 7, "month": 30, "year": 365}


def place_key(draft: Draft) -> str:
    """Return what two claims on one place share, or "" where the claim has no place."""
    placed = next((p for p in draft.places if p.mention is not None), None)
    if placed is None or placed.mention is None:
        return ""
    match = placed.mention.match
    return match.place.place_id if match is not None else placed.mention.toponym


def settle(drafts: Sequence[Draft], published: datetime | None) -> None:
    """Date what lies before another claim on the same place before it, in place.

    Only what somebody holds, gains or loses is moved: there the order decides who holds it.
    """
    if published is None:
        return
    today = day_of(published)
    moves = _HOLDING | {EventType.ADVANCE}
    holding = [d for d in drafts if d.candidate.event_type in moves and d.reading.status.is_fact]
    ranks = {id(d): _rank(d) for d in holding}
    for draft in holding:
        if not ranks[id(draft)] or draft.when is None:
            continue
        if draft.candidate.event_type is EventType.ADVANCE:
            continue
        main = _main(draft, holding, ranks)
        if main is None and ranks[id(draft)] == "after":
            continue
        is_state = draft.candidate.event_type in _STATES
        if main is None and not is_state:
            continue  # "had captured it on Friday": news, told late
        end = main.when.span.start if main is not None and main.when is not None else today
        if main is not None and end is not None and main.candidate.event_type in _STATES:
            end -= _GAP if draft.candidate.event_type not in _STATES else timedelta()
        if end is not None:
            _put_before(draft, end, is_loose=ranks[id(draft)] == "once")


def _rank(draft: Draft) -> str:
    """Return "before" for the past perfect, "once" for "once held", "after" for an after-clause."""
    candidate, item = draft.candidate, draft.item
    tokens, group = item.clauses.tokens, candidate.group
    a = candidate.span[0]
    lead = [t.low for t in tokens[max(0, a - 2) : candidate.trigger + 1]]
    if _FORMERLY & set(lead) and draft.candidate.event_type in _STATES:
        return "once"
    if group is None or candidate.is_noun:
        return ""
    opens_after = any(
        t.low == "after" and t.tag in {"SUB", "PREP"} for t in tokens[max(0, a - 2) : a + 1]
    )
    if opens_after and candidate.event_type in _GAINS:
        return "after"
    stop = item.clauses.stop(group)
    ends = tokens[stop].low if stop < len(tokens) else ""
    if ends == "before" and candidate.event_type in _STATES and group.is_past:
        return "before"  # "held it for a year before the army took it"
    told = item.owner[candidate.trigger] >= 0
    has_had = "had" in group.helpers and group.is_perfect
    if not has_had or told or group.modal:
        return ""
    inner = {t.low for t in tokens[group.first : group.head] if t.tag != "D"}
    opener = tokens[0].low if a <= 6 else ""
    return "" if _NEXT & inner or opener == "by" else "before"


def _main(draft: Draft, holding: Sequence[Draft], ranks: dict[int, str]) -> Draft | None:
    """Return the claim that a look back is measured from: the nearest on the same place."""
    key = place_key(draft)
    if not key:
        return None
    others = [
        d
        for d in holding
        if d is not draft and not ranks[id(d)] and place_key(d) == key and d.when is not None
    ]
    if ranks[id(draft)] == "after":
        others = [d for d in others if d.sentence == draft.sentence]
    return min(
        others,
        key=lambda d: (
            d.candidate.event_type is EventType.ADVANCE and d.sentence != draft.sentence,
            abs(d.sentence - draft.sentence),
            d.sentence > draft.sentence,
        ),
        default=None,
    )


def _put_before(draft: Draft, end: datetime, *, is_loose: bool) -> None:
    """Give a claim an interval that ends where what came after it begins."""
    when = draft.when
    if when is None:
        return
    span = when.span
    is_point = draft.candidate.event_type not in _LASTING
    is_dated = when.is_own and span.start is not None and not is_loose
    if is_dated and (is_point or (span.start is not None and span.start >= end)):
        return  # "had cut the road on May 27": that day
    if span.end is not None and span.end <= end and not (is_loose and span.precision == "day"):
        return
    start = span.start
    if start is None or start >= end or is_loose or span.precision in _LOOSE:
        start = end - _length(draft)
    draft.when = _ending(when, start, end)


def _length(draft: Draft) -> timedelta:
    """Return how long it lasted: "for a year", else a year at most."""
    tokens = draft.item.clauses.tokens
    a, b = draft.candidate.span
    words = " ".join(t.low for t in tokens[a : b + 6])
    found = _LASTED.search(words)
    if found is None or draft.candidate.event_type not in _LASTING:
        return _YEAR
    number = found["n"] or ""
    n = int(number) if number.isdigit() else _NUMBERS.get(number, 1)
    return timedelta(days=n * _LENGTHS[found["unit"]])


def _ending(when: When, start: datetime, end: datetime) -> When:
    edtf = to_edtf(start, end, precision="past")
    span = DateSpan(start, end, edtf, "past", when.text)
    reason = "told as over before what the report says next of the place"
    return replace(when, span=span, reason=reason)
