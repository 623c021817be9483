"""The weights of candidates → the chosen match of every name, with its reasons in words."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from geoevents.geocoding.candidates import COUNTRY_CODES, Items
from geoevents.geocoding.lexicon import AREA_WORDS
from geoevents.geocoding.outlet import Outlet
from geoevents.geocoding.spans import Span
from geoevents.model import FROM_OWN, Match, Place
from geoevents.spatial import distance_m

__all__ = ["abstain", "choose", "credit_outlet", "explain_unknown", "home_countries"]

_AREAS = frozenset(AREA_WORDS)
_PUT_INTO = re.compile(r"^(?:,? (?:\w+ )?in (?:the )?(?:\w+ )?|, )$")


def choose(spans: Sequence[Span], items: Items, weights: Any) -> None:
    """Set the match of every span to its candidate of most weight."""
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
    explain_unknown(spans)


def _home_countries(items: Items, share: Any) -> dict[str, float]:
    weight = np.bincount(items.country, share * items.counts[items.item], items.n_countries)
    total = float(items.counts.sum())
    return {code: float(weight[n]) / total for code, n in items.country_codes.items() if code}


def abstain(text: str, spans: Sequence[Span]) -> None:
    """Take back a small place that the text puts into an area where it does not lie."""
    for inner, outer in itertools.pairwise(spans):
        if inner.match is None or outer.match is None or inner.is_demonym or outer.is_demonym:
            continue
        place, area = inner.match.place, outer.match.place
        if place.feature_class != "P" or place.population >= 100_000:
            continue
        is_area = area.feature_code.startswith(("ADM", "PCL")) and bool(area.country_code)
        word = text[outer.end : outer.phrase_end or outer.end].strip()
        if not (is_area or word in _AREAS):
            continue
        if not _PUT_INTO.match(text[inner.end : outer.start]):
            continue
        apart = distance_m(place.longitude, place.latitude, area.longitude, area.latitude)
        if apart > max(1.5 * area.extent_m, 50_000.0) + 50_000.0:
            inner.match = None
            inner.reasons.append(
                f"the text puts it in {area.name}, but the {place.name} that is known "
                f"({place.country_code}) lies {apart / 1000:.0f} km from there"
            )


def home_countries(spans: Sequence[Span]) -> set[str]:
    """Return the countries that at least a fifth of a text's resolved names lie in."""
    codes = [s.match.place.country_code for s in spans if s.match and not s.is_dateline]
    codes = [code for code in codes if code]
    return {code for code in set(codes) if codes.count(code) * 5 >= len(codes)}


def _runner_up(
    matches: list[Match], own: Any, order: Any
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
    items: Items,
    home: dict[str, float],
) -> Match:
    place = best.place
    reasons = list(best.reasons) if span.is_demonym else [_described(place)]
    if best.matched_name and best.matched_name.casefold() != place.name.casefold():
        reasons.append(f"found by its name '{best.matched_name}'")
    if FROM_OWN in best.reasons and FROM_OWN not in reasons:
        reasons.append(FROM_OWN)
    inside = home.get(place.country_code, 0.0)
    if len(items.names) > 1 and inside >= 0.3 and place.feature_code not in COUNTRY_CODES:
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
    where = f" ({where})" if where and place.feature_code not in COUNTRY_CODES else ""
    return f"{place.name}{where}{people}"


def credit_outlet(spans: Sequence[Span], voices: Sequence[Span], outlet: Outlet) -> None:
    """Say of places in the outlet's own division, or its address's country, that it spoke for them.

    Only where there was a choice: what is the only place of its name needs no outlet.
    """
    homes = [v.match.place for v in voices if v.match]
    for span in spans:
        match = span.match
        if match is None or not any(r.startswith("second: ") for r in match.reasons):
            continue
        place, why = match.place, ""
        if place.country_code and place.country_code == outlet.country:
            why = f"the outlet's address, {outlet.name}, is of its country"
        for home in homes:
            if (home.country_code, home.admin1_code) == (place.country_code, place.admin1_code):
                why = f"the outlet, {outlet.name}, is of {_described(home)}"
        if why:
            span.match = replace(match, reasons=(*match.reasons, why))


def explain_unknown(spans: Sequence[Span]) -> None:
    """Say of every span without candidates that nobody knows it."""
    for span in spans:
        if span.match is None and not span.candidates:
            note = f"no gazetteer entry is named '{span.name}'"
            if note not in span.reasons:
                span.reasons.append(note)
