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
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from geoevents.geocoding.candidates import COUNTRY_CODES, WEIGHTS, Items, fill_candidates
from geoevents.geocoding.explain import abstain, choose, credit_outlet, explain_unknown
from geoevents.geocoding.lookup import Lookup
from geoevents.geocoding.outlet import NOWHERE, Outlet
from geoevents.geocoding.spans import Span
from geoevents.geocoding.strays import reject_strays
from geoevents.model import Place
from geoevents.spatial import bearing_deg, distance_m

__all__ = ["Relation", "fits", "is_inside", "resolve"]

ROUNDS = 3
NEAR_KM = 60.0
_OF_OUTLET = 0.2  # the share of a text's other places that an address's country counts for
_EARTH_KM = 6371.0
_JOINED = re.compile(
    r"^(?:,? \(|, ?|,? in (?:the )?(?:\w+ ){0,2}?"
    r"|,? (?:\w+ )?(?:town|city|village) in (?:the )?)$"
)


@dataclass(frozen=True, slots=True)
class Relation:
    """The text says that `figure` lies `distance` metres (if said) at `bearing` of `anchor`.

    Where no distance is said, `reach` is how far in metres such words usually go.
    """

    figure: int
    anchor: int
    bearing: float | None
    distance: float | None
    reach: float
    words: str


def resolve(
    text: str,
    spans: Sequence[Span],
    lookup: Lookup,
    *,
    near: tuple[float, float] | None = None,
    relations: Sequence[Relation] = (),
    outlet: Outlet = NOWHERE,
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
    outlet
        Who published the text, and the places that it speaks for.
    """
    fill_candidates(spans, lookup)
    if not any(span.candidates for span in spans):
        explain_unknown(spans)
        return
    voices = [*spans, *(replace(span, match=None) for span in outlet.spans)]
    items = Items(voices)
    weights = _weigh(text, spans, items, near, relations, outlet.country)
    choose(voices, items, weights)
    credit_outlet(spans, voices[len(spans) :], outlet)
    abstain(text, spans)
    reject_strays(spans)


def _weigh(
    text: str,
    spans: Sequence[Span],
    items: Items,
    near: tuple[float, float] | None,
    relations: Sequence[Relation],
    outlet_country: str,
) -> Any:
    fixed = items.prior + WEIGHTS["contained"] * _contained(text, spans, items)
    if near is not None:
        fixed = fixed + WEIGHTS["asked_near"] * _close_to(items, near)
    kernel = _kernel(items)
    weights = fixed
    for _ in range(ROUNDS):
        share = items.softmax(weights)
        weights = fixed + _context(items, share, kernel, outlet_country)
        if relations:
            weights = weights + WEIGHTS["relation"] * _agreement(items, share, relations)
    return weights


def _kernel(items: Items) -> Any:
    """Nearness of every candidate to every other: 1 at the same spot, a half at `NEAR_KM`."""
    chord2 = np.clip(2.0 - 2.0 * (items.xyz @ items.xyz.T), 0.0, 4.0)
    kernel = 1.0 / (1.0 + chord2 * (_EARTH_KM / NEAR_KM) ** 2)
    kernel *= items.item[:, None] != items.item[None, :]
    return np.asarray(kernel * items.sharpness[None, :])


def _close_to(items: Items, near: tuple[float, float]) -> Any:
    lon, lat = math.radians(near[0]), math.radians(near[1])
    spot = np.array([math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)])
    chord2 = np.clip(2.0 - 2.0 * (items.xyz @ spot), 0.0, 4.0)
    closeness = 1.0 / (1.0 + chord2 * (_EARTH_KM / 100.0) ** 2)
    return np.asarray(np.log((closeness + 0.001) / 0.001) / 2)


def _context(items: Items, share: np.ndarray, kernel: np.ndarray, outlet_country: str) -> Any:
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
    if outlet_country in items.country_codes:
        country = country + _OF_OUTLET * (items.country == items.country_codes[outlet_country])
    division = elsewhere(items.division, items.n_divisions, items.has_division)
    near = kernel @ weight / np.sqrt(total)
    return np.asarray(
        WEIGHTS["country"] * np.log((country + 0.02) / 0.02)
        + WEIGHTS["division"] * np.log((division + 0.03) / 0.03)
        + WEIGHTS["near"] * np.log((near + 0.05) / 0.05)
    )


def _contained(text: str, spans: Sequence[Span], items: Items) -> Any:
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
                if is_inside(match.place, container.place):
                    bonus[items.starts[i] + a] = max(bonus[items.starts[i] + a], n**-0.5)
                    bonus[items.starts[j] + b] = max(bonus[items.starts[j] + b], 0.4)
    return bonus


def is_inside(inner: Place, outer: Place) -> bool:
    """Whether a place lies in another, by their codes or by the other's extent."""
    if inner.place_id == outer.place_id or inner.country_code != outer.country_code:
        return False
    if not inner.country_code:
        return False
    if outer.feature_code in COUNTRY_CODES:
        return inner.feature_code not in COUNTRY_CODES
    if outer.feature_code == "ADM1":
        return inner.admin1_code == outer.admin1_code and inner.feature_code != "ADM1"
    if outer.feature_code.startswith("ADM"):
        reach = max(outer.extent_m, 20_000.0)
        apart = distance_m(inner.longitude, inner.latitude, outer.longitude, outer.latitude)
        return inner.feature_class == "P" and apart <= reach
    return False


def _agreement(items: Items, share: np.ndarray, relations: Sequence[Relation]) -> Any:
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
        off = apart / relation.reach
    turn = 0.0
    if relation.bearing is not None and apart > 1_000.0:
        angle = bearing_deg(anchor.longitude, anchor.latitude, place.longitude, place.latitude)
        turn = abs((angle - relation.bearing + 180.0) % 360.0 - 180.0) / 40.0
    worst = max(off, turn)
    return 1.0 if worst <= 1.0 else max(-0.5, 1.0 - (worst - 1.0))
