"""A small place far off from everything else in a text → no place: a namesake of an unknown one.

The gazetteer does not know every village. When a report from one theatre names a village that it
lacks, a small town of that name on another continent is no answer, however alone it stands.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from geoevents.gazetteer import fold
from geoevents.geocoding.candidates import COUNTRY_CODES
from geoevents.geocoding.spans import Span
from geoevents.model import FROM_OWN, Place
from geoevents.spatial import distance_m

__all__ = ["reject_strays"]

_FAR_M = 1_000_000.0  # a stray lies at least this far from every other place of the text ...
# ... or, for a village, and for a town by another name than its own, this far from the nearest
# town, whatever country reaches nearer.
_VILLAGE, _FAR_FOR_A_VILLAGE_M = 10_000, 400_000.0
_TIGHT_M = 500_000.0  # ... which mostly lie within this distance of one another
_MOST = 0.8
# With so many other places at least, a town up to so many inhabitants is a stray. Larger towns
# turn up alone in reports from elsewhere: talks in Geneva, a summit in Sochi.
_LIMITS = ((3, 100_000), (2, 50_000))
_SAMPLE = 60  # places of a text that are compared; more tell nothing new


def reject_strays(spans: Sequence[Span]) -> list[Span]:
    """Take back small far-off towns in countries of which the text says nothing else.

    Returns the spans taken back; their reasons name the place and its distance.
    """
    matched = [s for s in spans if s.match is not None]
    names_in: dict[str, set[str]] = {}
    for span in matched:
        code = span.match.place.country_code if span.match else ""
        names_in.setdefault(code, set()).add(span.name.casefold())
    lone = {code for code, names in names_in.items() if code and len(names) == 1}
    rejected: list[Span] = []
    notes: dict[str, str] = {}
    for span in matched:
        place = span.match.place if span.match else None
        if place is None or place.country_code not in lone or not _is_small(span, place):
            continue
        if span.match and FROM_OWN in span.match.reasons:
            continue  # the user says that it matters
        name = span.name.casefold()
        if name not in notes:
            others = [s for s in matched if s.name.casefold() != name]
            notes[name] = _why_stray(place, others, by_other_name=_is_by_other_name(span))
        if notes[name]:
            rejected.append(span)
            span.match = None
            if notes[name] not in span.reasons:
                span.reasons.append(notes[name])
    return rejected


def _is_small(span: Span, place: Place) -> bool:
    if span.is_demonym or span.is_dateline or place.feature_class != "P":
        return False
    return place.feature_code != "PPLC" and place.population < _LIMITS[0][1]


def _is_by_other_name(span: Span) -> bool:
    """Whether the text has an old or foreign name of the place: a namesake's, likely."""
    match = span.match
    return (
        match is not None
        and bool(match.matched_name)
        and fold(match.matched_name) != fold(match.place.name)
    )


def _why_stray(place: Place, others: Sequence[Span], *, by_other_name: bool) -> str:
    """Return why a place does not belong to a text of these other places, or nothing."""
    places = {s.match.place.place_id: s.match.place for s in others if s.match}
    there = [s for s in others if not s.is_demonym and not s.is_dateline]  # where it happens
    local = [s.match.place for s in there if s.match]
    local = list({p.place_id: p for p in local if _is_local(p)}.values())[:_SAMPLE]
    if not any(len(local) >= n and place.population < limit for n, limit in _LIMITS):
        return ""
    nearest = min(_apart(place, p) for p in list(places.values())[: 4 * _SAMPLE])
    if (place.population < _VILLAGE or by_other_name) and nearest < _FAR_M:
        nearest = min(_apart(place, p) for p in local)
        is_far = nearest >= _FAR_FOR_A_VILLAGE_M
    else:
        is_far = nearest >= _FAR_M
    if not is_far or not _is_tight(local):
        return ""
    people = f", pop. {place.population:,}" if place.population else ""
    where = ", ".join(p for p in (place.admin1_name, place.country_code) if p)
    return (
        f"the {place.name} that is known ({where}{people}) lies {nearest / 1000:,.0f} km from "
        "the other places of the text, and nothing else in the text lies in its country"
    )


def _is_local(place: Place) -> bool:
    return place.feature_code not in COUNTRY_CODES and place.extent_m < 300_000.0


def _apart(place: Place, other: Place) -> float:
    apart = distance_m(place.longitude, place.latitude, other.longitude, other.latitude)
    return apart - (other.extent_m if other.is_area else 0.0)


def _is_tight(places: Sequence[Place]) -> bool:
    """Whether most of the places lie around one of them."""
    lon = np.radians([p.longitude for p in places])
    lat = np.radians([p.latitude for p in places])
    xyz = np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)
    apart = 6_371_000.0 * np.arccos(np.clip(xyz @ xyz.T, -1.0, 1.0))
    most = max(2, int(_MOST * len(places)))
    return bool(np.sort(apart, axis=1)[:, :most].mean(axis=1).min() < _TIGHT_M)
