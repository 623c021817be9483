"""What a text says of its places' positions to each other, as evidence for choosing among them."""

from __future__ import annotations

from collections.abc import Sequence

from geoevents.geocoding.phrases import Phrase
from geoevents.geocoding.resolve import Relation

__all__ = ["relations_of"]

# How far, in metres, a place may lie that is said to be near, on the edge, in the countryside of.
_REACH_M = {"near": 25_000.0, "around": 25_000.0, "edge": 15_000.0, "countryside": 90_000.0,
            "beside": 25_000.0}  # fmt: skip
_REACH_OF_A_DIRECTION_M = 70_000.0


def relations_of(text: str, phrases: Sequence[Phrase]) -> list[Relation]:
    """Return which span is said to lie where of which other span."""
    return [
        Relation(
            phrase.figure,
            phrase.anchor,
            phrase.bearing,
            phrase.distance,
            _REACH_M.get(phrase.kind, _REACH_OF_A_DIRECTION_M),
            text[phrase.start : phrase.end],
        )
        for phrase in phrases
        if phrase.figure is not None
        and phrase.second is None
        and phrase.kind not in {"part", "border"}
    ]
