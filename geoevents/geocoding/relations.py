"""What a text says of its places' positions to each other, as evidence for choosing among them."""

from __future__ import annotations

from collections.abc import Sequence

from geoevents.geocoding.phrases import Phrase
from geoevents.geocoding.resolve import Relation

__all__ = ["relations_of"]

_TYPICAL_M = {"near": 8_000.0, "around": 8_000.0, "edge": 6_000.0, "countryside": 25_000.0}


def relations_of(text: str, phrases: Sequence[Phrase]) -> list[Relation]:
    """Return which span is said to lie where of which other span."""
    return [
        Relation(
            phrase.figure,
            phrase.anchor,
            phrase.bearing,
            phrase.distance or _TYPICAL_M.get(phrase.kind),
            text[phrase.start : phrase.end],
        )
        for phrase in phrases
        if phrase.figure is not None and phrase.second is None and phrase.kind != "part"
    ]
