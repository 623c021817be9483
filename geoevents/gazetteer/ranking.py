"""Rank the places that bear a name, and say in words why one won and what came second."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from geoevents.gazetteer.index import ABBREVIATION, ALTERNATE, NO_ARTICLE, PRIMARY
from geoevents.model import FROM_OWN, Match, Place
from geoevents.spatial import distance_m

__all__ = ["Found", "batch_match", "closeness", "how", "rank"]

# What a kind of name is worth; a name in the writer's own script is as good as the primary one.
_WORTH = {PRIMARY: 1.0, ALTERNATE: 0.88, NO_ARTICLE: 0.82, ABBREVIATION: 0.6}
_NEAR_M = 100_000.0  # places of one story mostly lie within this distance
# A lead of less than this is a narrow win. By name and size alone, ten times the inhabitants are
# more; by nearness to a point, 0.05 is some ten kilometres.
_NARROW, _NARROW_NEAR = 0.08, 0.05
_APART_M = 25_000.0  # and the two lie farther apart than a map reader would forgive
# GeoNames gives seats of districts without their inhabitants: there may well be so many.
_UNCOUNTED = math.log10(5_000) / 9.0


@dataclass(frozen=True, slots=True)
class Found:
    """A place found for a name: how (in words), and how close the name came, 0 to 1."""

    place: Place
    name: str
    how: str
    closeness: float
    prior: float
    source_rank: int = 0


def closeness(kind: int, spelling: str) -> float:
    """Return what a hit of this kind of name is worth, 0 to 1."""
    if kind == ALTERNATE and not spelling.isascii() and not _is_latin(spelling):
        return 1.0
    return _WORTH[kind]


def _is_latin(text: str) -> bool:
    return all(ord(char) < 0x370 or 0x1E00 <= ord(char) < 0x1F00 for char in text)


def how(kind: int, spelling: str, place: Place) -> str:
    """Return in words how a name belongs to a place."""
    if kind == PRIMARY:
        return f"'{spelling}' is its name"
    if kind == NO_ARTICLE:
        return f"'{spelling}' without its article"
    if kind == ABBREVIATION:
        return f"'{spelling}' is short for '{place.name}'"
    return f"'{spelling}' is another name of '{place.name}'"


def batch_match(
    place: Place, kind: int, spelling: str, prior: float, source_rank: int = 0
) -> Match:
    """Return a match scored by name and prior alone, as cheap as can be."""
    worth = closeness(kind, spelling)
    reason = how(kind, spelling, place)
    reasons = (reason, FROM_OWN) if source_rank < 0 else (reason,)
    return Match(place, round(prior * worth, 4), spelling, reasons)


def rank(
    found: Iterable[Found],
    *,
    near: tuple[float, float] | None = None,
    countries: Sequence[str] = (),
    limit: int = 10,
) -> list[Match]:
    """Return matches for one name, best first, each with its reasons.

    A user's own places (negative source rank) go before ours, whatever their size, unless one of
    ours bears the name itself and theirs only without its article, or only sounds like it.
    """
    found = list(found)
    if len(found) <= 1 and near is None:  # most names of a batch: there is nothing to rank
        return [_match(item, _score(item, None), None, countries) for item in found]
    known = max((item.closeness for item in found if item.source_rank >= 0), default=0.0)
    enough = min(known, _WORTH[ALTERNATE])
    scored = []
    for item in found:
        distance = None
        if near is not None:
            distance = distance_m(*near, item.place.longitude, item.place.latitude)
        scored.append((_score(item, distance), item, distance))

    def order(item: tuple[float, Found, float | None]) -> tuple[bool, float, str]:
        score, hit, _ = item
        is_first = hit.source_rank < 0 and hit.closeness >= enough
        return not is_first, -score, hit.place.place_id

    scored.sort(key=order)
    matches = [_match(item, score, distance, countries) for score, item, distance in scored[:limit]]
    if len(matches) > 1:
        ranked = [item for _, item, _ in scored[:limit]]
        rival = _rival([item.place for item in ranked])
        lead = matches[0].score - matches[rival].score
        if near is None:
            lead = _at_most(ranked[0]) - max(_at_most(item) for item in _others(ranked))
        is_narrow = ranked[0].source_rank >= 0 and lead < (_NARROW_NEAR if near else _NARROW)
        matches[0] = _beside(matches[0], matches[rival], is_narrow=is_narrow)
    return matches


def _at_most(item: Found) -> float:
    """Return the score that a place may deserve, its inhabitants uncounted."""
    place = item.place
    is_uncounted = place.feature_class == "P" and place.population == 0
    prior = max(item.prior, _UNCOUNTED) if is_uncounted else item.prior
    return item.closeness * (0.3 + 0.7 * prior)


def _match(item: Found, score: float, distance: float | None, countries: Sequence[str]) -> Match:
    reasons = _reasons(item, distance, countries)
    return Match(item.place, round(score, 4), item.name, reasons)


def _score(item: Found, distance: float | None) -> float:
    if distance is None:
        return item.closeness * (0.3 + 0.7 * item.prior)
    outside = max(0.0, distance - (item.place.extent_m if item.place.is_area else 0.0))
    nearness = math.exp(-outside / _NEAR_M)
    return item.closeness * (0.2 + 0.3 * item.prior + 0.5 * nearness)


def _reasons(item: Found, distance: float | None, countries: Sequence[str]) -> tuple[str, ...]:
    reasons = [item.how]
    if item.source_rank < 0:
        reasons.append(FROM_OWN)
    if item.place.population:
        reasons.append(f"population {item.place.population:,}")
    if countries:
        reasons.append(f"in {item.place.country_code} as asked")
    if distance is not None:
        reasons.append(f"{distance / 1000:,.0f} km from the given point")
    return tuple(reasons)


def _rival(places: Sequence[Place]) -> int:
    """Return which is the best other place, not the division named after its seat."""
    for number, place in enumerate(places[1:], start=1):
        if not _is_same_area(places[0], place):
            return number
    return 1


def _others(ranked: Sequence[Found]) -> list[Found]:
    """Return the places other than the first, those beside it or around it left out."""
    first = ranked[0].place
    return [item for item in ranked[1:] if not _is_one(first, item.place)] or [ranked[1]]


def _is_one(first: Place, other: Place) -> bool:
    apart = distance_m(first.longitude, first.latitude, other.longitude, other.latitude)
    return apart <= _APART_M or _is_same_area(first, other)


def _is_same_area(first: Place, other: Place) -> bool:
    is_division = "A" in {first.feature_class, other.feature_class}
    if first.country_code != other.country_code or not is_division:
        return False
    return first.admin1_code == other.admin1_code or "" in {first.admin1_code, other.admin1_code}


def _beside(winner: Match, second: Match, *, is_narrow: bool) -> Match:
    other = second.place
    where = ", ".join(part for part in (other.admin1_name, other.country_code) if part)
    second_words = f"second: {other.name} ({where}), score {second.score:.2f}"
    is_narrow = is_narrow and not _is_one(winner.place, other)
    return replace(winner, is_ambiguous=is_narrow, reasons=(*winner.reasons, second_words))
