"""How far a claim goes: partial, complete or tactical, where its words say so."""

from __future__ import annotations

import re

from geoevents.extract.frames import Candidate
from geoevents.extract.tokens import Token
from geoevents.model import EventType

__all__ = ["scope_of"]

_COMPLETE = re.compile(
    r"\b(?:complete|completely|full|fully|entire|entirely|whole|all of|total|totally|every)\b",
    re.IGNORECASE,
)
_PARTIAL = re.compile(
    r"\b(?:some|parts?|partial|partially|partly|most|half|several|many|much|certain|a few|bulk|"
    r"outskirts|edges?)\b",
    re.IGNORECASE,
)
_TACTICAL = re.compile(r"\btactical(?:ly)?\b", re.IGNORECASE)
_SCOPED = {
    EventType.WITHDRAW,
    EventType.CONTROL,
    EventType.CAPTURE,
    EventType.LOSS,
    EventType.REDEPLOY,
    EventType.TRANSFER,
    EventType.DESTROY,
    EventType.DISPLACE,
}
_ENDING = {EventType.LOSS, EventType.CAPTURE}


def scope_of(candidate: Candidate, tokens: list[Token]) -> str:
    """Return "partial", "complete" or "tactical", where the words of the claim say so."""
    if candidate.event_type not in _SCOPED:
        return candidate.scope
    scope = candidate.scope
    a, b = candidate.span
    group = candidate.group
    losing = candidate.event_type in _ENDING and not candidate.is_noun
    if group is not None and group.is_progressive and losing:
        scope = "partial"  # "is losing X": not all of it yet
    if group is not None and not candidate.is_noun:
        a, b = min(a, group.first), max(b, group.head + 1)
    words = " ".join(t.low for t in tokens[a:b] if t.tag != "D")
    if _TACTICAL.search(words):
        return "tactical"
    if _COMPLETE.search(words):
        return "complete"
    return "partial" if _PARTIAL.search(words) else scope
