"""Names and their candidate places → arrays: what each is worth before its context is known."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from geoevents.gazetteer import fold
from geoevents.geocoding.lookup import Lookup, variants
from geoevents.geocoding.spans import Span
from geoevents.model import FROM_OWN, Match, Place

__all__ = ["COUNTRY_CODES", "WEIGHTS", "Items", "fill_candidates", "fitting"]

MAX_CANDIDATES = 60  # per name, after ranking by prior; more only cost time
# Weights of the terms, fitted on public news corpora by coordinate search.
WEIGHTS: dict[str, float] = {
    "population": 0.75,
    "country": 0.55,
    "division": 0.65,
    "near": 0.6,
    "contained": 5.0,
    "relation": 3.0,
    "asked_near": 1.0,
    "temperature": 1.3,
}
_OWN_LEAD = 1.0  # by itself enough to win clearly; other places of the text may outweigh it
_METROPOLIS = 1_000_000
COUNTRY_CODES = frozenset({"PCLI", "PCL", "PCLD", "PCLS", "PCLF", "PCLIX", "TERR"})
_COUNTRY_FILE = "GeoNames, country file"  # `Place.source` of what a user has fetched
# Prior of an area on the scale of a settlement's log10 of population times its weight.
_AREA_PRIOR = {
    "PCL": 6.4, "CONT": 6.0, "OCN": 5.5, "RGN": 5.0, "SEA": 5.0, "ADM1": 4.6, "GULF": 4.2,
    "DSRT": 3.8, "ADM2": 3.0, "LK": 3.0, "STM": 3.2, "MTS": 3.2, "ADM3": 2.2, "ADM4": 1.8,
}  # fmt: skip


def fill_candidates(spans: Sequence[Span], lookup: Lookup) -> None:
    """Give every span its candidates; the first variant of its name that is known decides."""
    todo = [span for span in spans if not span.candidates and not span.is_demonym]
    lookup.load(span.name for span in todo)
    for span in todo:
        if _take_demonym(span, lookup):
            continue
        for variant in variants(span.name):
            found = fitting(span.name, lookup.candidates(variant.name))
            if variant.area and found:
                found = [m for m in found if m.place.feature_code in variant.area] or found
            if found:
                span.candidates = found
                span.area = span.area or variant.area
                span.penalty = variant.penalty
                if variant.why:
                    span.reasons.append(variant.why)
                break


def fitting(name: str, found: list[Match]) -> list[Match]:
    """Leave out towns for what is written as an abbreviation: "EU" is not Eu in Normandy."""
    bare = name.replace(".", "")
    if not (bare.isupper() and bare.isascii() and len(bare) <= 3):
        return found
    return [m for m in found if m.place.feature_class == "A" or m.matched_name.isupper()]


def _take_demonym(span: Span, lookup: Lookup) -> bool:
    word = span.name.removesuffix("'s").removesuffix("\u2019s")
    people = lookup.demonym(word) if word[:1].isupper() and word.count(" ") <= 1 else []
    if people:
        span.candidates = [_of_people(place, span.name) for place in people]
        span.is_demonym = True
    return bool(people)


def _of_people(place: Place, word: str) -> Match:
    return Match(place, 1.0, word, (f"'{word}' is said of {place.name}",))


class Items:
    """The distinct names of a text, and arrays over all their candidates."""

    def __init__(self, spans: Sequence[Span]) -> None:
        groups: dict[tuple[Any, ...], list[int]] = {}
        for number, span in enumerate(spans):
            if span.candidates:
                first = span.candidates[0].place.place_id
                key = (span.name.casefold(), span.area, span.is_demonym, first)
                groups.setdefault(key, []).append(number)
        self.members = list(groups.values())
        self.names = [spans[m[0]].name for m in self.members]
        self.item_of = {n: i for i, members in enumerate(self.members) for n in members}
        self.matches: list[list[Match]] = []
        prior: list[float] = []
        for members in self.members:
            span = spans[members[0]]
            primary = any(_is_known_primary(m) for m in span.candidates)
            town = 2.5 * any(spans[number].is_town for number in members)
            priors = [
                _prior(m, span, has_primary=primary) - town * (m.place.feature_class == "A")
                for m in span.candidates
            ]
            ranked = sorted(
                zip(_own_first(span.name, priors, span.candidates), span.candidates, strict=True),
                key=lambda pair: -pair[0],
            )[:MAX_CANDIDATES]
            self.matches.append([m for _, m in ranked])
            prior += [p for p, _ in ranked]
        self.prior = np.array(prior)
        self.sizes = np.array([len(m) for m in self.matches])
        self.starts = np.concatenate([[0], np.cumsum(self.sizes)[:-1]])
        self.item: np.ndarray = np.repeat(np.arange(len(self.sizes)), self.sizes)
        # Each further mention of a name tells less that is new.
        self.counts = np.array([1.0 + math.log(len(m)) for m in self.members])
        self.places = [m.place for matches in self.matches for m in matches]
        self._geography()

    def _geography(self) -> None:
        places = self.places
        lon = np.radians([p.longitude for p in places])
        lat = np.radians([p.latitude for p in places])
        self.xyz = np.stack(
            [np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1
        )
        codes: dict[str, int] = {}
        self.country = np.array([codes.setdefault(p.country_code, len(codes)) for p in places])
        self.has_country = np.array([bool(p.country_code) for p in places])
        self.n_countries = len(codes)
        self.country_codes = codes
        pairs: dict[tuple[str, str], int] = {}
        self.division = np.array(
            [pairs.setdefault((p.country_code, p.admin1_code), len(pairs)) for p in places]
        )
        self.has_division = np.array(
            [bool(p.admin1_code) and p.feature_code not in COUNTRY_CODES for p in places]
        )
        self.n_divisions = len(pairs)
        # How sharply a candidate's point tells where others are: a country's centre hardly does.
        self.sharpness = np.array([_sharpness(p) for p in places])

    def softmax(self, weights: np.ndarray) -> Any:
        """Return each candidate's share within its name."""
        top = np.maximum.reduceat(weights, self.starts)
        share = np.exp((weights - top[self.item]) * WEIGHTS["temperature"])
        return share / np.add.reduceat(share, self.starts)[self.item]


def _sharpness(place: Place) -> float:
    if place.feature_code in COUNTRY_CODES or place.feature_code == "CONT":
        return 0.0
    if place.feature_code == "ADM1":
        return 0.3
    return 1.0


def _prior(match: Match, span: Span, *, has_primary: bool) -> float:
    """How likely this place is meant when nothing else is known."""
    place = match.place
    code = place.feature_code
    if code in COUNTRY_CODES:
        code = "PCL"
    settled = WEIGHTS["population"] * math.log10(place.population + 30)
    prior = max(settled * 0.8, _AREA_PRIOR[code]) if code in _AREA_PRIOR else settled
    if place.source.startswith(_COUNTRY_FILE) and place.feature_class not in {"P", "A"}:
        prior = settled  # one of thousands of hills and streams, not one that we chose
    elif place.feature_class not in {"P", "A"} and code not in _AREA_PRIOR:
        prior = max(prior, 2.4)
    if code == "PPLC":
        prior += 0.7
    elif code == "PPLX":
        prior -= 0.5
    if span.area:
        prior += 2.0 if place.feature_code in span.area else -2.0
    elif code.startswith("ADM") and _has_town(span, place):
        prior -= 1.6  # a town that shares its province's name is the commoner meaning
    if not _is_primary(match):
        prior -= 1.2 if has_primary else 0.35
    elif place.name == span.name:
        prior += 0.15
    return prior


def _own_first(name: str, priors: list[float], candidates: Sequence[Match]) -> list[float]:
    """Lift a user's own places above our namesakes; the rest of the text still counts.

    A hamlet called like a country, a capital or a metropolis elsewhere is not what a report means
    by that name without more, and Hama is not the user's al-Hama.
    """
    is_own = [FROM_OWN in m.reasons and fold(m.matched_name) == fold(name) for m in candidates]
    if not any(is_own) or all(is_own):
        return priors
    home = {m.place.country_code for m, own in zip(candidates, is_own, strict=True) if own}
    if any(_is_famous(m.place) and m.place.country_code not in home for m in candidates):
        return priors
    best = max(prior for prior, own in zip(priors, is_own, strict=True) if own)
    other = max(prior for prior, own in zip(priors, is_own, strict=True) if not own)
    lift = max(0.0, other + _OWN_LEAD - best)
    return [prior + lift * own for prior, own in zip(priors, is_own, strict=True)]


def _is_famous(place: Place) -> bool:
    code = place.feature_code
    return code in COUNTRY_CODES or code == "PPLC" or place.population >= _METROPOLIS


def _is_primary(match: Match) -> bool:
    return match.matched_name.casefold() in {"", match.place.name.casefold()}


def _is_known_primary(match: Match) -> bool:
    """Whether the name is the first name of a country, a division or a town of some size."""
    place = match.place
    return _is_primary(match) and (place.feature_class == "A" or place.population >= 50_000)


def _has_town(span: Span, area: Place) -> bool:
    """Whether a town of some size in the area, or its seat, bears the area's name."""
    return any(
        m.place.feature_class == "P"
        and m.place.country_code == area.country_code
        and m.place.admin1_code == area.admin1_code
        and m.place.population * 20 >= area.population
        for m in span.candidates
    )
