"""A phrase's anchor in its sentence → why it cannot be trusted, if it cannot.

A relative place is as good as its anchor. Villages share their names, and the gazetteer knows
few of them: an anchor that the sentence itself puts elsewhere, or that lies far from all that the
sentence names, is likely a namesake. Then no region is drawn.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from geoevents.geocoding.candidates import COUNTRY_CODES
from geoevents.geocoding.spans import Span
from geoevents.model import Place
from geoevents.spatial import distance_m

__all__ = ["why_doubtful", "why_no_pair"]

_WINDOW = 160  # characters on either side: about a sentence
_SMALL = 100_000  # a town of more inhabitants is hardly mistaken
_VILLAGE = 25_000
_OF_TOWN_M = 25_000.0  # how far from "Y town" a village lies that is written "X village, Y town"
_MARGIN_M = 25_000.0  # reports are not exact about provinces' borders
# Places that one sentence names lie this near to one another; the less known, the surer.
_FAR_M, _FAR_TOWN_M = 200_000.0, 500_000.0
_LONGEST_M = {"between": 400_000.0, "road": 1_500_000.0}


def why_doubtful(
    spans: Sequence[Span],
    starts: Sequence[int],
    number: int,
    second: int | None = None,
    figure: int | None = None,
) -> str:
    """Return why the place of an anchor is likely a namesake's, or nothing.

    `second` is the phrase's other anchor, which may well lie far from the first; `figure` is
    what the phrase describes, and doubtful itself where it lies far from a town.
    """
    anchor = spans[number]
    match = anchor.match
    if match is None:
        return ""
    place = match.place
    if match.is_ambiguous:
        rival = next((r for r in match.reasons if r.startswith("second: ")), "")
        return f"several places named '{anchor.name}' fit about as well ({rival})"
    is_town = place.feature_class == "P" and place.population < _SMALL
    beside = _beside(spans, starts, number, second) if is_town else []
    areas = [p for p in beside if p.feature_code.startswith("ADM")]
    # A capital named beside it is as likely the government: "Moscow says its troops are near Gori".
    local = [p for p in beside if p.extent_m < 100_000.0 and p.feature_code != "PPLC"]
    if areas:
        area = min(areas, key=lambda a: _outside(place, a))
        divisions = {a.admin1_code for a in areas if a.feature_code == "ADM1"}
        is_elsewhere = anchor.penalty > 0 and divisions and place.admin1_code not in divisions
        return _words(place, area) if is_elsewhere or _outside(place, area) > 0.0 else ""
    next_to = _named_after(spans, number, second)
    if next_to is not None and place.population < _VILLAGE and _apart(place, next_to) > _OF_TOWN_M:
        return _words(place, next_to)
    if local:
        nearest = min(local, key=lambda p: _apart(place, p))
        far = _FAR_M if place.population < _VILLAGE else _FAR_TOWN_M
        is_figures = figure is not None and nearest.name == _name_of(spans[figure])
        if _apart(place, nearest) > far and not (is_figures and place.population >= _VILLAGE):
            return _words(place, nearest)
    return ""


def _named_after(spans: Sequence[Span], number: int, second: int | None) -> Place | None:
    """Return the town that stands right behind a village: "Gollu village, Omerli town"."""
    if number + 1 >= len(spans) or second is not None:
        return None
    here, after = spans[number], spans[number + 1]
    gap = after.start - (here.phrase_end or here.end)
    place = after.match.place if after.match else None
    is_town = place is not None and place.feature_class == "P" and after.is_town
    return place if is_town and gap == len(", ") else None


def _name_of(span: Span) -> str:
    return span.match.place.name if span.match else ""


def why_no_pair(kind: str, first: Place, second: Place) -> str:
    """Return why two anchors cannot be the two ends of one stretch of land, or nothing."""
    apart = _apart(first, second)
    if apart <= _LONGEST_M.get(kind, _LONGEST_M["between"]):
        return ""
    return (
        f"the places known as {first.name} and {second.name} lie {apart / 1000:,.0f} km apart: "
        "too far for one place between them"
    )


def _beside(
    spans: Sequence[Span], starts: Sequence[int], number: int, second: int | None
) -> list[Place]:
    """Return the places that the text names around an anchor, its own country's centre left out."""
    anchor = spans[number]
    first = bisect_left(starts, anchor.start - _WINDOW)
    last = bisect_left(starts, anchor.end + _WINDOW)
    own = {anchor.name.casefold()}
    own |= set() if second is None else {spans[second].name.casefold()}
    return [
        s.match.place
        for s in spans[first:last]
        if s.match
        and not s.is_demonym
        and not s.is_dateline
        and s.name.casefold() not in own
        and s.match.place.feature_code not in COUNTRY_CODES
    ]


def _outside(place: Place, area: Place) -> float:
    """Return by how many metres a place lies outside an area and its margin; 0 if inside."""
    if area.country_code == place.country_code and area.feature_code == "ADM1":
        if area.admin1_code == place.admin1_code:
            return 0.0
        if area.bbox is not None:
            return max(0.0, _from_box(place, area.bbox) - _MARGIN_M)
    reach = max(1.5 * area.extent_m, 50_000.0) + 50_000.0
    return max(0.0, _apart(place, area) - reach)


def _from_box(place: Place, bbox: tuple[float, float, float, float]) -> float:
    west, south, east, north = bbox
    lon = min(max(place.longitude, west), east)
    lat = min(max(place.latitude, south), north)
    return distance_m(place.longitude, place.latitude, lon, lat)


def _apart(place: Place, other: Place) -> float:
    return distance_m(place.longitude, place.latitude, other.longitude, other.latitude)


def _words(place: Place, other: Place) -> str:
    where = ", ".join(p for p in (place.admin1_name, place.country_code) if p)
    return (
        f"the {place.name} that is known ({where}) lies {_apart(place, other) / 1000:,.0f} km "
        f"from {other.name}, which the text names beside it: likely another of the same name"
    )
