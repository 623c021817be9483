"""All names of a text together → one place each, with score, reasons and runner-up.

Each distinct name has candidates; a candidate's weight is a sum of logarithmic terms: how well
known it is, how well its name fits, whether the words beside it name its country or division,
how much of the rest of the text lies in its country, its division, its neighbourhood, and whether
distances and directions that the text states agree. The terms depend on each other's answers, so
they are computed three times over. A softmax of the weights is the score.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from geoevents.geocoding.lookup import Lookup, variants
from geoevents.geocoding.spans import Span
from geoevents.model import Match, Place
from geoevents.spatial import bearing_deg, distance_m

__all__ = ["Relation", "fill_candidates", "resolve"]

MAX_CANDIDATES = 60  # per name, after ranking by prior; more only cost time
ROUNDS = 3
# Weights of the terms, fitted on public news corpora by coordinate search.
WEIGHTS: dict[str, float] = {
    "population": 0.75,
    "country": 0.55,
    "division": 0.45,
    "near": 0.6,
    "contained": 5.0,
    "relation": 3.0,
    "asked_near": 1.0,
    "temperature": 1.3,
}
NEAR_KM = 60.0
_EARTH_KM = 6371.0
_COUNTRY_CODES = frozenset({"PCLI", "PCL", "PCLD", "PCLS", "PCLF", "PCLIX", "TERR"})
# Prior of an area on the scale of a settlement's log10 of population times its weight.
_AREA_PRIOR = {"PCL": 6.4, "CONT": 6.0, "ADM1": 4.6, "ADM2": 3.0, "ADM3": 2.2, "ADM4": 1.8}
_JOINED = re.compile(
    r"^(?:,? \(|, ?|,? in (?:the )?(?:\w+ ){0,2}?"
    r"|,? (?:\w+ )?(?:town|city|village) in (?:the )?)$"
)


@dataclass(frozen=True, slots=True)
class Relation:
    """The text says that `figure` lies `distance` metres (if said) at `bearing` of `anchor`."""

    figure: int
    anchor: int
    bearing: float | None
    distance: float | None
    words: str


def fill_candidates(spans: Sequence[Span], lookup: Lookup) -> None:
    """Give every span its candidates; the first variant of its name that is known decides."""
    todo = [span for span in spans if not span.candidates and not span.is_demonym]
    lookup.load(span.name for span in todo)
    for span in todo:
        for variant in variants(span.name):
            found = lookup.candidates(variant.name)
            if variant.area and found:
                found = [m for m in found if m.place.feature_code in variant.area] or found
            if found:
                span.candidates = found
                span.area = span.area or variant.area
                span.penalty = variant.penalty
                if variant.why:
                    span.reasons.append(variant.why)
                break
        else:
            people = lookup.demonym(span.name)
            span.candidates = [_of_people(place, span.name) for place in people]
            span.is_demonym = bool(people)


def _of_people(place: Place, word: str) -> Match:
    return Match(place, 1.0, word, (f"'{word}' is said of {place.name}",))


def resolve(
    text: str,
    spans: Sequence[Span],
    lookup: Lookup,
    *,
    near: tuple[float, float] | None = None,
    relations: Sequence[Relation] = (),
    country_hint: str = "",
) -> None:
    """Choose a place for every span at once; sets each span's `match` and `reasons`.

    Parameters
    ----------
    text
        The whole text.
    spans
        Its place names in text order; those without candidates are filled.
    near
        lon, lat of where the text is about, where known.
    relations
        What the text says of the spans' positions to each other.
    country_hint
        A country that the text is likely to be about.
    """
    fill_candidates(spans, lookup)
    if not any(span.candidates for span in spans):
        _explain_unknown(spans)
        return
    items = _Items(spans)
    weights = _weigh(text, spans, items, near, relations, country_hint)
    _choose(spans, items, weights)


class _Items:
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
            ranked = sorted(
                ((_prior(m, span), m) for m in span.candidates), key=lambda pair: -pair[0]
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
            [bool(p.admin1_code) and p.feature_code not in _COUNTRY_CODES for p in places]
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
    if place.feature_code in _COUNTRY_CODES or place.feature_code == "CONT":
        return 0.0
    if place.feature_code == "ADM1":
        return 0.3
    return 1.0


def _prior(match: Match, span: Span) -> float:
    """How likely this place is meant when nothing else is known."""
    place = match.place
    code = place.feature_code
    if code in _COUNTRY_CODES:
        code = "PCL"
    settled = WEIGHTS["population"] * math.log10(place.population + 30)
    prior = max(settled * 0.8, _AREA_PRIOR[code]) if code in _AREA_PRIOR else settled
    if place.feature_class not in {"P", "A"} and code not in _AREA_PRIOR:
        prior = max(prior, 2.4)
    if code == "PPLC":
        prior += 0.7
    elif code == "PPLX":
        prior -= 0.5
    if span.area:
        prior += 2.0 if place.feature_code in span.area else -2.0
    elif code.startswith("ADM") and _has_town(span, place):
        prior -= 1.6  # a town that shares its province's name is the commoner meaning
    if match.matched_name and match.matched_name.casefold() != place.name.casefold():
        prior -= 0.35
    elif place.name == span.name:
        prior += 0.15
    return prior


def _has_town(span: Span, area: Place) -> bool:
    """Whether a town of some size in the area, or its seat, bears the area's name."""
    return any(
        m.place.feature_class == "P"
        and m.place.country_code == area.country_code
        and m.place.admin1_code == area.admin1_code
        and m.place.population * 20 >= area.population
        for m in span.candidates
    )


def _weigh(
    text: str,
    spans: Sequence[Span],
    items: _Items,
    near: tuple[float, float] | None,
    relations: Sequence[Relation],
    country_hint: str,
) -> Any:
    fixed = items.prior + WEIGHTS["contained"] * _contained(text, spans, items)
    if near is not None:
        fixed = fixed + WEIGHTS["asked_near"] * _close_to(items, near)
    kernel = _kernel(items)
    weights = fixed
    for _ in range(ROUNDS):
        share = items.softmax(weights)
        weights = fixed + _context(items, share, kernel, country_hint)
        if relations:
            weights = weights + WEIGHTS["relation"] * _agreement(items, share, relations)
    return weights


def _kernel(items: _Items) -> Any:
    """Nearness of every candidate to every other: 1 at the same spot, a half at `NEAR_KM`."""
    chord2 = np.clip(2.0 - 2.0 * (items.xyz @ items.xyz.T), 0.0, 4.0)
    kernel = 1.0 / (1.0 + chord2 * (_EARTH_KM / NEAR_KM) ** 2)
    kernel *= items.item[:, None] != items.item[None, :]
    return np.asarray(kernel * items.sharpness[None, :])


def _close_to(items: _Items, near: tuple[float, float]) -> Any:
    lon, lat = math.radians(near[0]), math.radians(near[1])
    spot = np.array([math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)])
    chord2 = np.clip(2.0 - 2.0 * (items.xyz @ spot), 0.0, 4.0)
    closeness = 1.0 / (1.0 + chord2 * (_EARTH_KM / 100.0) ** 2)
    return np.asarray(np.log((closeness + 0.001) / 0.001) / 2)


def _context(items: _Items, share: np.ndarray, kernel: np.ndarray, country_hint: str) -> Any:
    weight = share * items.counts[items.item]
    total = items.counts.sum() + 1.0

    def elsewhere(groups: np.ndarray, n_groups: int, is_there: np.ndarray) -> Any:
        """Share of the other names that lie in the same group as the candidate."""
        mine = np.where(is_there, weight, 0.0)
        summed = np.bincount(groups, mine, n_groups)
        own = np.zeros((len(items.sizes), n_groups))
        np.add.at(own, (items.item, groups), mine)
        rest = summed[groups] - own[items.item, groups]
        others = total - items.counts[items.item]
        return np.asarray(np.where(is_there, rest, 0.0) / others)

    country = elsewhere(items.country, items.n_countries, items.has_country)
    if country_hint in items.country_codes:
        country = country + 0.5 * (items.country == items.country_codes[country_hint])
    division = elsewhere(items.division, items.n_divisions, items.has_division)
    near = kernel @ weight / np.sqrt(total)
    return np.asarray(
        WEIGHTS["country"] * np.log((country + 0.02) / 0.02)
        + WEIGHTS["division"] * np.log((division + 0.03) / 0.03)
        + WEIGHTS["near"] * np.log((near + 0.05) / 0.05)
    )


def _contained(text: str, spans: Sequence[Span], items: _Items) -> Any:
    """1 for candidates inside a candidate of the name that follows: "Paris, Texas"."""
    bonus = np.zeros(len(items.places))
    for number in range(len(spans) - 1):
        inner, outer = spans[number], spans[number + 1]
        if not (inner.candidates and outer.candidates) or inner.is_demonym or outer.is_demonym:
            continue
        if not _JOINED.match(text[inner.end : outer.start]):
            continue
        i, j = items.item_of[number], items.item_of[number + 1]
        if i == j:
            continue
        n = len(items.members[i])
        for a, match in enumerate(items.matches[i]):
            for b, container in enumerate(items.matches[j]):
                if _is_inside(match.place, container.place):
                    bonus[items.starts[i] + a] = max(bonus[items.starts[i] + a], n**-0.5)
                    bonus[items.starts[j] + b] = max(bonus[items.starts[j] + b], 0.4)
    return bonus


def _is_inside(inner: Place, outer: Place) -> bool:
    if inner.place_id == outer.place_id or inner.country_code != outer.country_code:
        return False
    if not inner.country_code:
        return False
    if outer.feature_code in _COUNTRY_CODES:
        return inner.feature_code not in _COUNTRY_CODES
    if outer.feature_code == "ADM1":
        return inner.admin1_code == outer.admin1_code and inner.feature_code != "ADM1"
    if outer.feature_code.startswith("ADM"):
        reach = max(outer.extent_m, 20_000.0)
        apart = distance_m(inner.longitude, inner.latitude, outer.longitude, outer.latitude)
        return inner.feature_class == "P" and apart <= reach
    return False


def _agreement(items: _Items, share: np.ndarray, relations: Sequence[Relation]) -> Any:
    """From -0.5 to 1: how well each candidate fits the distances and directions stated."""
    result = np.zeros(len(items.places))
    for relation in relations:
        figure, anchor = items.item_of.get(relation.figure), items.item_of.get(relation.anchor)
        if figure is None or anchor is None or figure == anchor:
            continue
        best = items.starts[anchor] + int(
            np.argmax(share[items.starts[anchor] :][: items.sizes[anchor]])
        )
        base = items.places[best]
        for offset in range(int(items.sizes[figure])):
            place = items.places[items.starts[figure] + offset]
            result[items.starts[figure] + offset] += fits(relation, place, base)
    return result


def fits(relation: Relation, place: Place, anchor: Place) -> float:
    """Return from -0.5 (cannot be) to 1 (just so) how a place fits a stated relation.

    Stated distances are good to a third and bearings to 40 degrees.
    """
    apart = distance_m(anchor.longitude, anchor.latitude, place.longitude, place.latitude)
    if relation.distance is not None:
        slack = max(relation.distance / 3, anchor.extent_m, 3_000.0)
        off = abs(apart - relation.distance) / slack
    else:
        off = apart / 60_000.0
    turn = 0.0
    if relation.bearing is not None and apart > 1_000.0:
        angle = bearing_deg(anchor.longitude, anchor.latitude, place.longitude, place.latitude)
        turn = abs((angle - relation.bearing + 180.0) % 360.0 - 180.0) / 40.0
    worst = max(off, turn)
    return 1.0 if worst <= 1.0 else max(-0.5, 1.0 - (worst - 1.0))


def _choose(spans: Sequence[Span], items: _Items, weights: np.ndarray) -> None:
    share = items.softmax(weights)
    home = _home_countries(items, share)
    for i, members in enumerate(items.members):
        first, size = int(items.starts[i]), int(items.sizes[i])
        own = share[first : first + size]
        order = np.argsort(-own, kind="stable")
        best = items.matches[i][int(order[0])]
        won, runner = _runner_up(items.matches[i], own, order)
        for number in members:
            span = spans[number]
            span.match = _explained(span, best, won, runner, items, home)
    _explain_unknown(spans)


def _home_countries(items: _Items, share: np.ndarray) -> dict[str, float]:
    weight = np.bincount(items.country, share * items.counts[items.item], items.n_countries)
    total = float(items.counts.sum())
    return {code: float(weight[n]) / total for code, n in items.country_codes.items() if code}


def _runner_up(
    matches: list[Match], own: np.ndarray, order: np.ndarray
) -> tuple[float, tuple[Match, float] | None]:
    """Return the winner's share, with its own province's or district's, and the next place."""
    best = matches[int(order[0])].place
    share = float(own[int(order[0])])
    for index in order[1:]:
        place = matches[int(index)].place
        if not _is_same(best, place):
            return share, (matches[int(index)], float(own[int(index)]))
        share += float(own[int(index)])
    return share, None


def _is_same(first: Place, other: Place) -> bool:
    """Whether two entries are a town and its own district or province, or one town twice."""
    if first.country_code != other.country_code:
        return False
    apart = distance_m(first.longitude, first.latitude, other.longitude, other.latitude)
    reach = max(25_000.0, *(p.extent_m for p in (first, other) if p.is_area), 0.0)
    return apart <= reach


def _explained(
    span: Span,
    best: Match,
    share: float,
    runner: tuple[Match, float] | None,
    items: _Items,
    home: dict[str, float],
) -> Match:
    place = best.place
    reasons = list(best.reasons) if span.is_demonym else [_described(place)]
    if best.matched_name and best.matched_name.casefold() != place.name.casefold():
        reasons.append(f"found by its name '{best.matched_name}'")
    inside = home.get(place.country_code, 0.0)
    if len(items.names) > 1 and inside >= 0.3 and place.feature_code not in _COUNTRY_CODES:
        reasons.append(f"{round(100 * inside)} % of the text's places are in its country")
    is_narrow = False
    if runner is None:
        reasons.append("the only place of this name")
    else:
        second, its_share = runner
        where = _described(second.place)
        reasons.append(f"second: {where} ({its_share:.2f})")
        is_narrow = its_share > 0.25 or share < 0.5
    score = max(0.0, min(1.0, share * (1.0 - span.penalty)))
    return Match(place, round(score, 3), best.matched_name, (*span.reasons, *reasons), is_narrow)


def _described(place: Place) -> str:
    where = ", ".join(p for p in (place.admin1_name, place.country_code) if p)
    people = f", pop. {place.population:,}" if place.population else ""
    where = f" ({where})" if where and place.feature_code not in _COUNTRY_CODES else ""
    return f"{place.name}{where}{people}"


def _explain_unknown(spans: Sequence[Span]) -> None:
    for span in spans:
        if span.match is None and not span.candidates:
            span.reasons.append(f"no gazetteer entry is named '{span.name}'")
