"""Mentions of a report -> the same, without namesakes far from the countries it is about.

A report of a war in one country means its Greenville and no other, though those are larger; and
the president's surname is no town, though one bears it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from geoevents.extract.seats import home_of
from geoevents.geocoding.borders import neighbours
from geoevents.model import Geocoder, Match, Mention, Place, PlaceKind

__all__ = ["at_home"]

_LARGE = 300_000  # people: a city of more is meant by itself, and vouches for its country
_LEAST = 0.5  # a worse match of the name at home is another name
_SHARE = 0.5  # of the places in all, so many lie at home
_BEFORE = re.compile(r"\b([A-Z][\w.'\u2019-]*) \Z")
_PLACE_WORDS = {"In", "At", "Near", "From", "To", "The", "Of", "And", "For", "On", "By", "But"}


def at_home(mentions: Sequence[Mention], geocoder: Geocoder, text: str) -> list[Mention]:
    """Return the mentions with lone namesakes abroad put at home, or nowhere."""
    home = home_of(m for m in mentions if not m.is_demonym) or home_of(mentions)
    code = home.match.place.country_code if home is not None and home.match is not None else ""
    named = [m for m in mentions if m.match is not None and not m.is_demonym]
    there = [m for m in named if m.match is not None and m.match.place.country_code == code]
    if not code or len(there) < max(2, _SHARE * len(named)):
        return list(mentions)
    near = {code, *neighbours(code), *_vouched(named)}
    found: dict[str, Match | None] = {}
    surnames: dict[str, bool] = {}
    kept: list[Mention] = []
    for mention in mentions:
        place = mention.match.place if mention.match is not None else None
        if place is None or not _is_stray(mention, place, near):
            kept.append(mention)
            continue
        if mention.toponym not in found:
            hits = geocoder.search(mention.toponym, country=code, limit=1)
            found[mention.toponym] = hits[0] if hits and hits[0].score >= _LEAST else None
        match = found[mention.toponym]
        if match is not None:
            kept.append(_moved(mention, match, code))
            continue
        if mention.toponym not in surnames:
            surnames[mention.toponym] = _is_surname(text, mention)
        if not surnames[mention.toponym]:
            kept.append(_nowhere(mention, place, code))
    return kept


def _vouched(named: Sequence[Mention]) -> set[str]:
    """Return the countries that the report itself names, or a great city or division of."""
    places = [m.match.place for m in named if m.match is not None]
    return {
        p.country_code
        for p in places
        if p.feature_code.startswith("PCL") or p.feature_code == "ADM1" or p.population >= _LARGE
    }


def _is_stray(mention: Mention, place: Place, near: set[str]) -> bool:
    return (
        not mention.is_demonym
        and mention.kind is PlaceKind.NAMED
        and place.feature_class == "P"
        and place.population < _LARGE
        and bool(place.country_code)
        and place.country_code not in near
    )


def _is_surname(text: str, mention: Mention) -> bool:
    """Whether the text has the name behind another somewhere: "President Charles Taylor"."""
    for hit in re.finditer(rf"(?<!\w){re.escape(mention.toponym)}(?!\w)", text):
        before = _BEFORE.search(text, max(0, hit.start() - 40), hit.start())
        if before is not None and before[1] not in _PLACE_WORDS:
            return True
    return False


def _moved(mention: Mention, match: Match, code: str) -> Mention:
    why = f"the report is about {code}: its {match.place.name}, not a namesake elsewhere"
    return replace(
        mention,
        match=match,
        longitude=match.place.longitude,
        latitude=match.place.latitude,
        uncertainty_m=match.place.extent_m,
        reasons=(why, *match.reasons),
    )


def _nowhere(mention: Mention, place: Place, code: str) -> Mention:
    why = (
        f"the {place.name} that is known lies in {place.country_code}, and the report is about "
        f"{code}: likely another of the same name"
    )
    return replace(
        mention,
        kind=PlaceKind.UNPLACED,
        match=None,
        longitude=None,
        latitude=None,
        uncertainty_m=None,
        extent_wkt="",
        reasons=(why,),
    )
