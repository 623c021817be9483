"""A claim in the making -> what decides its time: dates of its words, clause and source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from geoevents.dates import FoundDate, parse_dates, to_edtf
from geoevents.extract.drafts import Draft
from geoevents.extract.frames import Candidate
from geoevents.extract.parsing import Parsed
from geoevents.extract.quantities import quantity_of
from geoevents.extract.timing import Cue, When
from geoevents.extract.tokens import Token
from geoevents.model import DateSpan, EventType, Status

__all__ = ["date_cue"]

_BREAKS = {",", ";", ":", "REL", "SUB", "CC", '"'}
_UNITS = {"hours": "hours", "days": "days", "weeks": "weeks", "months": "months", "years": "years"}


@dataclass(frozen=True, slots=True)
class _Cue(Cue):
    """A cue that can take the story's day in."""

    def with_story(self, story: When) -> _Cue:
        return replace(self, story=story)


def date_cue(draft: Draft, dates: Sequence[FoundDate], published: datetime) -> _Cue:
    """Gather what decides the claim's time: its dates, its clause's, the statement's, its kind."""
    candidate, item = draft.candidate, draft.item
    tokens = item.clauses.tokens
    said = [span for spans in item.said_spans for span in spans]
    inside = [
        d
        for d in dates
        if item.sentence.body <= d.start < item.sentence.end
        and not any(a <= d.start and d.end <= b for a, b in said)
    ]
    a, b = _region(candidate, item)
    left, right = tokens[a].start, tokens[b - 1].end
    trigger = tokens[candidate.trigger].start
    own = [d for d in inside if left <= d.start and d.end <= right + 1]
    late = _behind_relative(tokens, b) if not candidate.is_noun else None
    if late is not None and not own:
        own = [d for d in inside if late[0] <= d.start and d.end <= late[1]]
    if not own and not candidate.is_noun:
        own = _in_clause(inside, draft) or _since_clause(inside, draft) or _opening(inside, draft)
    if candidate.span[0] and own:
        own = [_when_since(own[0], draft, published), *own[1:]]
    if not _lasts(draft):
        own = [d for d in own if not d.span.text.lower().startswith("since")]
    own.sort(key=lambda d: (d.start < trigger, abs(d.start - trigger)))
    near = [] if own else [d for d in inside if _is_near(d, draft)]
    group = candidate.group
    fact = draft.reading.status.is_fact
    is_past = (
        group is None
        or group.is_past
        or group.is_gerund
        or group.is_infinitive
        or candidate.is_noun
    )
    return _Cue(
        published,
        own=own,
        near=near,
        stated=draft.voice.stated if draft.voice is not None else None,
        is_future=draft.reading.is_future or draft.reading.status is Status.PLANNED,
        is_state=candidate.state
        or (
            fact
            and not is_past
            and not candidate.is_noun
            and not (group is not None and group.is_progressive)
            and not item.sentence.is_headline
        ),
        is_negated=draft.reading.status is Status.NEGATED,
        is_ongoing=candidate.ongoing
        or (group is not None and group.is_progressive and not candidate.is_noun),
        days_after=_days_after(candidate, item),
        is_meanwhile=_is_meanwhile(candidate, item),
    )


def _in_clause(inside: Sequence[FoundDate], draft: Draft) -> list[FoundDate]:
    """Return a date further on in the verb's own clause: "killed in clashes near X on Friday"."""
    tokens, group = draft.item.clauses.tokens, draft.candidate.group
    if group is None or group.is_infinitive:
        return []
    for k in range(draft.candidate.trigger + 1, len(tokens)):
        if tokens[k].tag in _BREAKS or (tokens[k].tag == "V" and k > group.head):
            return []
        if tokens[k].tag == "D":
            return [d for d in inside if d.start <= tokens[k].start < d.end]
    return []


def _since_clause(inside: Sequence[FoundDate], draft: Draft) -> list[FoundDate]:
    """Return "killed since X gained independence in 2011" as since then."""
    tokens, group = draft.item.clauses.tokens, draft.candidate.group
    if group is None or not {"has", "have", "been"} & set(group.helpers):
        return []
    since = next((k for k in range(group.head, len(tokens)) if tokens[k].low == "since"), None)
    if since is None or any(t.tag in {";", ","} for t in tokens[group.head : since]):
        return []
    for found in inside:
        gap = [t for t in tokens[since:] if t.start < found.start]
        if tokens[since].start < found.start and not any(t.tag in {";", ","} for t in gap):
            span, text = found.span, "since " + found.span.text
            edtf = to_edtf(span.start, None, precision="since")
            since_then = DateSpan(span.start, None, edtf, "since", text)
            return [FoundDate(found.start, found.end, since_then)]
    return []


def _opening(inside: Sequence[FoundDate], draft: Draft) -> list[FoundDate]:
    """Return the date that opens the sentence, for its first finite verb."""
    tokens, group = draft.item.clauses.tokens, draft.candidate.group
    first = next((g for g in draft.item.clauses.groups if g.is_finite), None)
    if group is None or first is not group or not inside or not group.is_past:
        return []
    k = 0
    while k < len(tokens) and tokens[k].tag in {"PREP", "ADV"}:
        k += 1
    opens = k < len(tokens) and tokens[k].tag == "D" and tokens[k].start < _verb_start(draft)
    return [inside[0]] if opens and inside[0].start <= tokens[k].start < inside[0].end else []


def _verb_start(draft: Draft) -> int:
    """Return the character at which a claim's verb begins."""
    group = draft.candidate.group
    return draft.item.clauses.tokens[group.first if group is not None else 0].start


def _when_since(found: FoundDate, draft: Draft, published: datetime) -> FoundDate:
    """Read "since April, when they seized it": seized in April."""
    tokens, a = draft.item.clauses.tokens, draft.candidate.span[0]
    is_when = "when" in {t.low for t in tokens[max(0, a - 1) : a + 1]}
    words = found.span.text
    if not (is_when and words.lower().startswith("since ")):
        return found
    span = parse_dates(words[6:], published=published)
    return found if span is None else FoundDate(found.start, found.end, span)


def _is_meanwhile(candidate: Candidate, item: Parsed) -> bool:
    """As in "bombed it on Sunday while rebels were fighting for it": on that day, too."""
    group, a = candidate.group, candidate.span[0]
    opener = item.clauses.tokens[a - 1].low if a else ""
    was = group is not None and bool({"was", "were"} & set(group.helpers))
    return was and group is not None and group.is_progressive and opener in {"while", "as", "when"}


def _region(candidate: Candidate, item: Parsed) -> tuple[int, int]:
    """Return the tokens whose dates are the claim's own: its clause, with a date that opens it."""
    tokens = item.clauses.tokens
    a, b = candidate.span
    if candidate.group is not None and not candidate.is_noun:
        b = max(b, item.clauses.stop(candidate.group))
    else:
        while b < len(tokens) and tokens[b].tag in {"D", "ADV"}:
            b += 1
    k = a
    while k > 0 and (tokens[k - 1].tag in {"D", ",", "ADV"} or tokens[k - 1].tag == "PREP"):
        k -= 1
    opens = k == 0 or tokens[k - 1].tag in {";", "CC", ":", "REL", "SUB"}
    if opens and any(t.tag == "D" for t in tokens[k:a]):
        a = k
    elif a and tokens[a - 1].tag == "D":
        while a and tokens[a - 1].tag == "D":
            a -= 1
    return a, max(b, a + 1)


def _lasts(draft: Draft) -> bool:
    """Whether "since ..." can date a claim: "have seized", "were killed", but not "left"."""
    group = draft.candidate.group
    if draft.candidate.is_noun or group is None or draft.candidate.state:
        return True
    moves = draft.event in {EventType.WITHDRAW, EventType.CAPTURE, EventType.ADVANCE}
    return not moves or bool(group.helpers) or not group.is_finite


def _behind_relative(tokens: Sequence[Token], k: int) -> tuple[int, int] | None:
    """Return the characters of a date behind a relative clause: "..., which ..., on May 8"."""
    while k < len(tokens) and tokens[k].tag in {",", "ADV"}:
        k += 1
    if k >= len(tokens) or tokens[k].tag != "REL":
        return None
    close = next((j for j in range(k, len(tokens)) if tokens[j].tag == ","), len(tokens))
    a = close + 1
    b = a
    while b < len(tokens) and tokens[b].tag in {"D", "PREP"}:
        b += 1
    has_date = any(t.tag == "D" for t in tokens[a:b])
    return (tokens[a].start, tokens[b - 1].end) if has_date else None


def _is_near(found: FoundDate, draft: Draft) -> bool:
    """Whether a date of the sentence's main clause also dates what hangs on it."""
    candidate, item = draft.candidate, draft.item
    tokens = item.clauses.tokens
    group = candidate.group
    hangs = candidate.is_noun or group is None or not group.is_finite or group.shares >= 0
    a = candidate.span[0]
    before = tokens[a - 1] if a else None
    if before is not None and before.tag == "SUB":
        hangs = True
    if (before is not None and before.tag == "REL") or tokens[a].tag == "REL":
        return False
    if not hangs:
        return False
    for k, token in enumerate(tokens):
        if token.start >= found.start:
            for j in range(k, -1, -1):
                if tokens[j].tag == "REL" and tokens[j].low != "that":
                    return False
                if tokens[j].tag in {",", ";"}:
                    break
            break
    return True


def _days_after(candidate: Candidate, item: Parsed) -> str:
    """Return "days" for what stands in "days after ...", and the like."""
    tokens = item.clauses.tokens
    a = candidate.span[0]
    for k in range(a, max(-1, a - 6), -1):
        if tokens[k].low == "after" and k:
            j = k - 1
            if tokens[j].low in _UNITS and tokens[j].tag != "D":
                number = (
                    quantity_of(tokens[j - 1 : j], "") if j and tokens[j - 1].tag == "NUM" else None
                )
                return (
                    f"{int(number[0])} {_UNITS[tokens[j].low]}" if number else _UNITS[tokens[j].low]
                )
            one = j and tokens[j - 1].low in {"a", "one"} and tokens[j].tag != "D"
            if one and tokens[j].low + "s" in _UNITS:
                return "a day" if tokens[j].low == "day" else f"1 {tokens[j].low}s"
            return ""
        if tokens[k].tag in {",", ";"} and k < a:
            return ""
    return ""
