"""A relative phrase among a text's names, resolved → its region, or why there is none."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from geoevents.geocoding.anchors import why_doubtful, why_no_pair
from geoevents.geocoding.borders import (
    border_of_divisions,
    border_strip,
    country_name,
    neighbours,
)
from geoevents.geocoding.grammar import SENTENCE_END
from geoevents.geocoding.lookup import Lookup
from geoevents.geocoding.phrases import Phrase
from geoevents.geocoding.regions import Region, region_of
from geoevents.geocoding.spans import Span
from geoevents.model import Place

__all__ = ["place_phrase"]

# "the eastern part of the city of X" means no province.
_TOWN = re.compile(r"\b(?:city|town|village|neighbou?rhoods?|districts|quarters?)\b", re.IGNORECASE)
_SENTENCE = 200  # characters on either side of a phrase in which its sentence's places stand


def place_phrase(
    text: str, spans: Sequence[Span], starts: Sequence[int], phrase: Phrase, lookup: Lookup
) -> tuple[Region | None, str]:
    """Return where a phrase means and why; no region where nothing can be said, with the reason.

    `starts` are the spans' starts, in order.
    """
    anchor = spans[phrase.anchor]
    words = text[phrase.start : phrase.end]
    if anchor.match is None:
        return None, f"no place is known for '{anchor.name}', from which the phrase is measured"
    second = spans[phrase.second].match if phrase.second is not None else None
    if phrase.second is not None and second is None:
        return None, f"no place is known for '{spans[phrase.second].name}'"
    if phrase.kind == "border":
        return _border(text, spans, starts, phrase)
    place = anchor.match.place
    doubt = why_doubtful(spans, starts, phrase.anchor, phrase.second, phrase.figure)
    if not doubt and second is not None:
        doubt = why_no_pair(phrase.kind, place, second.place)
    if doubt:
        return None, doubt
    is_of_province = phrase.kind in {"part", "countryside", "direction"}
    province = _province(anchor, words) if is_of_province else None
    free = None
    if phrase.kind == "direction" and phrase.bearing is not None and not place.is_area:
        free = lookup.to_next_town(place, phrase.bearing)
    region = region_of(
        phrase, place, second.place if second else None, province=province, free_m=free
    )
    if region is None:
        return None, f"'{words}' names several sides at once"
    return region, region.why


def _province(anchor: Span, words: str) -> Place | None:
    """Return the province of the same name that "northern X" may mean as well as the town."""
    place = anchor.match.place if anchor.match else None
    if place is None or place.is_area or _TOWN.search(words):
        return None
    return _like_named(anchor, place)


def _like_named(anchor: Span, place: Place) -> Place | None:
    for match in anchor.candidates:
        other = match.place
        if other.feature_code != "ADM1" or other.country_code != place.country_code:
            continue
        if other.admin1_code == place.admin1_code:
            return other
    return None


def _border(
    text: str, spans: Sequence[Span], starts: Sequence[int], phrase: Phrase
) -> tuple[Region | None, str]:
    words = text[phrase.start : phrase.end]
    numbers = [phrase.anchor] if phrase.second is None else [phrase.anchor, phrase.second]
    places = [match.place for n in numbers if (match := spans[n].match) is not None]
    if all(place.feature_code.startswith("PCL") for place in places):
        around = _sentence(text, spans, starts, phrase)
        second = places[1] if len(places) == 2 else _home(spans, around, places[0])
        if second is None:
            return None, f"'{words}' is a long line; the text does not say from which side"
        beside = [s.match.place for s in around if s.match and _is_local(s.match.place)]
        return border_strip(places[0], second, words, beside)
    areas = [
        p if p.is_area else _like_named(spans[n], p) for n, p in zip(numbers, places, strict=True)
    ]
    if len(areas) == 2 and areas[0] and areas[1]:
        region = border_of_divisions(areas[0], areas[1])
        if region is not None:
            return region, region.why
    return None, f"'{words}' is a line; no outline of the places beside it is known"


def _is_local(place: Place) -> bool:
    return not place.feature_code.startswith("PCL") and place.extent_m < 300_000.0


def _sentence(
    text: str, spans: Sequence[Span], starts: Sequence[int], phrase: Phrase
) -> list[Span]:
    """Return the spans that stand in a phrase's sentence, those inside it left out."""
    left = text[max(0, phrase.start - _SENTENCE) : phrase.start]
    cuts = [hit.end() for hit in SENTENCE_END.finditer(left)]
    first = phrase.start - len(left) + (cuts[-1] if cuts else 0)
    right = text[phrase.end : phrase.end + _SENTENCE]
    cut = SENTENCE_END.search(right)
    last = phrase.end + (cut.start() if cut else len(right))
    inside = spans[bisect_left(starts, first) : bisect_left(starts, last)]
    return [s for s in inside if s.end <= phrase.start or s.start >= phrase.end]


def _home(spans: Sequence[Span], around: Sequence[Span], other: Place) -> Place | None:
    """Return the country that "the Turkish border" is seen from: the one that the text speaks of.

    What the sentence itself names counts most; a dateline and a people count less.
    """
    near = neighbours(other.country_code)
    votes: Counter[str] = Counter()
    for span in spans:
        if span.match and span.match.place.country_code in near:
            weight = 1 if span.is_demonym or span.is_dateline else 2
            votes[span.match.place.country_code] += weight
    for span in around:
        if span.match and span.match.place.country_code in near:
            votes[span.match.place.country_code] += 1_000
    if not votes:
        return None
    code = votes.most_common(1)[0][0]
    named = (s.match.place for s in spans if s.match and s.match.place.country_code == code)
    countries = [p for p in named if p.feature_code.startswith("PCL")]
    return countries[0] if countries else Place("", country_name(code), 0.0, 0.0, country_code=code)
