"""A text → its place phrases, placed: named places, relative places, regions."""

from __future__ import annotations

from collections.abc import Collection

from geoevents.geocoding.lookup import Lookup
from geoevents.geocoding.recognise import recognise
from geoevents.geocoding.relations import find_relations
from geoevents.geocoding.resolve import fill_candidates, resolve
from geoevents.geocoding.spans import Span
from geoevents.model import Geocoder, Mention, PlaceKind

__all__ = ["find_mentions"]


def find_mentions(
    text: str,
    geocoder: Geocoder,
    *,
    country: str | Collection[str] | None = None,
    near: tuple[float, float] | None = None,
) -> list[Mention]:
    """Find the place phrases of a text and place them.

    Parameters
    ----------
    text
        Any text.
    geocoder
        Where to look names up, usually the gazetteer.
    country
        ISO 3166-1 alpha-2 code or codes allowed for every name.
    near
        lon, lat in degrees of where the text is about.

    Returns
    -------
    list of Mention
        In text order, without overlap; offsets are code points.
    """
    lookup = Lookup(geocoder, country=country)
    spans = recognise(text, lookup)
    fill_candidates(spans, lookup)
    resolve(text, spans, lookup, near=near, relations=find_relations(text, spans))
    return [_named(text, span) for span in spans]


def _named(text: str, span: Span) -> Mention:
    match = span.match
    place = match.place if match else None
    return Mention(
        start=span.start,
        end=span.end,
        phrase=text[span.start : span.end],
        toponym=text[span.start : span.end],
        kind=PlaceKind.NAMED if match else PlaceKind.UNPLACED,
        match=match,
        longitude=place.longitude if place else None,
        latitude=place.latitude if place else None,
        uncertainty_m=place.extent_m if place else None,
        is_demonym=span.is_demonym,
        reasons=match.reasons if match else tuple(span.reasons),
    )
