"""What a frame asks of its object -> whether a phrase is that: a road, a flag, people, forces."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from geoevents.extract.lexicon import Frame
from geoevents.extract.phrases import Phrases, Range
from geoevents.extract.words import word_set

__all__ = ["object_fits"]

_ROADS = frozenset(
    {
        *("road", "roads", "highway", "supply line", "supply lines", "supply route", "route"),
        *("routes", "bridge", "bridges", "access", "motorway", "railway", "pass"),
    }
)
_BOMBS = word_set("bomb bombs munitions explosives napalm")
_FLAGS = word_set("flag flags banner banners colours")


def object_fits(  # noqa: PLR0911  cases in turn
    frame: Frame, roles: Mapping[str, Sequence[Range]], phrases: Phrases
) -> bool:
    """Whether the phrases in the object's role are what the frame's `object` names."""
    if frame.object == "road":
        return all(phrases.ends_with(span, _ROADS) for span in roles.get("thing", ()))
    if frame.object == "flag":
        return all(phrases.ends_with(span, _FLAGS) for span in roles.get("cause", ()))
    if frame.object == "bombs":
        return all(phrases.ends_with(span, _BOMBS) for span in roles.get("cause", ()))
    if frame.object == "civilians":
        return all(phrases.is_civil(span) for span in roles.get("people", ()))
    if frame.object == "people":
        return all(phrases.is_people(span) for span in roles.get("people", ()))
    if frame.object == "forces":
        return all(phrases.is_force(span) for span in roles.get("forces", ()))
    return True
