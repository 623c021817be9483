"""Names that no gazetteer has, but the text places once → their other mentions, placed there too.

"Sirba, 40 km north of Geneina" says where Sirba is, for "near Sirba" and for "Sirba" as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geoevents.gazetteer import fold
from geoevents.geocoding.phrases import Phrase
from geoevents.geocoding.spans import Span
from geoevents.model import Mention, PlaceKind

__all__ = ["told_again"]

_BESIDE_M = 10_000.0


def told_again(
    spans: Sequence[Span], phrases: Sequence[Phrase], mentions: Sequence[Mention]
) -> list[Mention]:
    """Place the mentions of names that the text itself places elsewhere, and return them all."""
    unknown = {
        spans[p.figure].start: spans[p.figure].name
        for p in phrases
        if p.figure is not None and spans[p.figure].match is None
    }
    told: dict[str, Mention] = {}
    for mention in sorted(mentions, key=lambda m: m.start):
        if mention.start in unknown and mention.kind is not PlaceKind.UNPLACED:
            told.setdefault(fold(unknown[mention.start]), mention)
    return [_placed(m, told) for m in mentions] if told else list(mentions)


def _placed(mention: Mention, told: dict[str, Mention]) -> Mention:
    source = told.get(fold(mention.toponym)) if mention.kind is PlaceKind.UNPLACED else None
    if source is None:
        return mention
    beside = 0.0 if mention.phrase == mention.toponym else _BESIDE_M  # "near Sirba"
    return replace(
        mention,
        kind=PlaceKind.RELATIVE,
        match=source.match,
        longitude=source.longitude,
        latitude=source.latitude,
        uncertainty_m=round((source.uncertainty_m or 0.0) + beside),
        extent_wkt="" if beside else source.extent_wkt,
        reasons=(f"the text places '{mention.toponym}': '{source.phrase}'", *source.reasons),
    )
