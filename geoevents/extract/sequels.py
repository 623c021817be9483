"""Claims that go on from others: who moves in where another left, and who "took two villages"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from geoevents.extract.anterior import place_key
from geoevents.extract.drafts import Draft
from geoevents.extract.frames import Candidate
from geoevents.extract.parsing import Parsed
from geoevents.extract.words import word_set
from geoevents.model import EventType, Mention

__all__ = [
    "as_event",
    "drops_subject",
    "give_taker",
    "goes_on",
    "is_background",
    "named_in",
    "take_vacated",
]

_MOVING_IN = word_set("move march go pour roll walk sweep enter drive stream step")
_VACATING = {EventType.WITHDRAW, EventType.LOSS}
_LATER = re.compile(
    r"\b(?:hours|minutes) (?:later|after)\b|\bshortly (?:after|before)\b"
    r"|\b(?:earlier|later) (?:that|in the) day\b|\bthe same (?:day|night|evening)\b",
    re.IGNORECASE,
)
_NEIGHBOURS = 1  # sentences on either side in which a taker may be named
_REACH = 0  # sentences: later on, who enters is not said to meet nobody


def take_vacated(drafts: Sequence[Draft]) -> None:
    """Make captures of entries into a place that another party has just left, in place.

    "The army pulled out of Azaz and rebels moved into the town" is a capture by the rebels;
    entering a town that nobody left is not.
    """
    for number, draft in enumerate(drafts):
        group = draft.candidate.group
        if (
            draft.candidate.event_type is not EventType.ADVANCE
            or not draft.reading.status.is_fact
            or "actor" not in draft.roles
            or group is None
            or not _MOVING_IN & set(group.lemmas)
            or not _goes_in(draft)
        ):
            continue
        for other in drafts[max(0, number - 6) : number + 3]:
            if other is not draft and _vacates(other, draft):
                draft.candidate.event_type = EventType.CAPTURE
                break


def give_taker(drafts: Sequence[Draft]) -> None:
    """Make a capture of "X fell" where the sentences beside it tell who takes towns.

    Only where they name one party alone; else, and in a headline, it stays a loss.
    """
    taking = [
        d
        for d in drafts
        if d.candidate.event_type is EventType.CAPTURE
        and d.reading.status.is_fact
        and "actor" in d.roles
    ]
    for draft in drafts:
        group = draft.candidate.group
        fell = group is not None and "fall" in group.lemmas and not draft.roles
        fell = fell and not draft.item.sentence.is_headline
        if draft.candidate.event_type is not EventType.LOSS or not fell:
            continue
        near = [d for d in taking if abs(d.sentence - draft.sentence) <= _NEIGHBOURS]
        takers = {d.roles["actor"].actor_id for d in near}
        if len(takers) == 1:
            actor = next(d.roles["actor"] for d in taking if d.roles["actor"].actor_id in takers)
            draft.candidate.event_type = EventType.CAPTURE
            draft.roles["actor"] = replace(actor, is_guess=True)


def _goes_in(draft: Draft) -> bool:
    group, tokens = draft.candidate.group, draft.item.clauses.tokens
    if group is None or "enter" in group.lemmas:
        return group is not None
    return any(t.low in {"into", "in"} for t in tokens[group.head + 1 : group.head + 3])


def _vacates(earlier: Draft, draft: Draft) -> bool:
    left, came = earlier.roles.get("actor"), draft.roles["actor"]
    return (
        earlier.candidate.event_type in _VACATING
        and earlier.reading.status.is_fact
        and abs(draft.sentence - earlier.sentence) <= _REACH
        and left is not None
        and left.actor_id != came.actor_id
        and place_key(earlier) == place_key(draft) != ""
        and not any(p.is_part for p in draft.places)
    )


def drops_subject(candidate: Candidate, item: Parsed) -> bool:
    """As in "IS attacked on Friday. Took two villages.": who acted before goes on."""
    group = candidate.group
    if group is None or candidate.is_noun or not group.is_finite or group.is_passive:
        return False
    if group.helpers or "ed" not in group.kinds or item.clauses.subject(group) is not None:
        return False
    before = item.clauses.tokens[: group.first]
    return all(not t.tag.isalpha() or t.tag in {"ADV", "D", "NUM"} for t in before)


def named_in(draft: Draft) -> Mention | None:
    """Return the town that a noun's claim names, for "the city" later in its sentence."""
    named = [p for p in draft.places if p.mention is not None and not p.is_implied]
    return named[0].mention if named and draft.candidate.is_noun else None


def is_background(draft: Draft) -> bool:
    """Whether a clause only recalls something: "after X fell", "which took Y in June"."""
    tokens, a = draft.item.clauses.tokens, draft.candidate.span[0]
    opener = tokens[a - 1].tag if a else ""
    return opener in {"SUB", "REL"} or tokens[a].tag == "REL"


def as_event(draft: Draft) -> None:
    """Take "occupied it on Monday" for a capture: a state with a day of its own began on it."""
    group, when = draft.candidate.group, draft.when
    comes = draft.candidate.note == "presence" and draft.candidate.event_type is EventType.CONTROL
    if group is not None and comes and "be" in group.lemmas and group.is_future:
        draft.candidate.event_type = EventType.REDEPLOY  # "troops will be there by Sunday"
    if group is None or when is None or draft.candidate.event_type is not EventType.CONTROL:
        return
    began = when.span.precision in {"day", "part-day"} and not when.text.lower().startswith("since")
    if "occupy" in group.lemmas and began and when.text:
        draft.candidate.event_type, draft.candidate.state = EventType.CAPTURE, False


def goes_on(item: Parsed, text: str) -> bool:
    """Whether a sentence goes on with the day just told, wherever it happened: "hours later"."""
    return _LATER.search(text, item.sentence.body, item.sentence.end) is not None
