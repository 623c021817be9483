"""A place name in a text on its way from recognition to resolution."""

from __future__ import annotations

from dataclasses import dataclass, field

from geoevents.model import Match

__all__ = ["DATELINE", "Span"]

# The reason that marks a dateline ("AMMAN -"), which is where a report was filed.
DATELINE = "stands in the report's dateline"


@dataclass(slots=True)
class Span:
    """The characters ``[start, end)`` of a text, the name to look up, and its candidates.

    `area` are the feature codes asked for by a word beside the name ("Aleppo province") and
    `phrase_end` where that word ends; `is_town` says that it is "city", "town" or "village";
    `penalty` is what was lost on the way from the written words to the name.
    """

    start: int
    end: int
    name: str
    candidates: list[Match] = field(default_factory=list)
    area: frozenset[str] = frozenset()
    is_town: bool = False
    is_demonym: bool = False
    is_dateline: bool = False
    evidence: float = 0.0
    penalty: float = 0.0
    reasons: list[str] = field(default_factory=list)
    match: Match | None = None
    phrase_end: int | None = None
