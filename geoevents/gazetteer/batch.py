"""Many names at once → their places: one pass over the index for all of them."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from geoevents.gazetteer.index import ALTERNATE
from geoevents.gazetteer.names import fold
from geoevents.gazetteer.query import is_where, variants
from geoevents.gazetteer.ranking import Found, batch_match, closeness, how
from geoevents.gazetteer.store import Hit, Store
from geoevents.model import Match

if TYPE_CHECKING:
    from geoevents.gazetteer.layered import Layered

__all__ = ["candidates", "found_for", "is_famous", "patience"]

T = TypeVar("T")

_METROPOLIS = 1_000_000
_MANY = 1_000  # names from which on it pays to keep the collector of garbage waiting


def candidates(
    store: Store | Layered, names: Iterable[str], countries: list[str]
) -> dict[str, list[Match]]:
    """Return for every distinct name all places that bear it, best first by prior alone."""
    with patience(len(names := list(names))):
        keys, by_key = _by_name(store, names, countries, _matches)
        return {name: list(by_key.get(key, ())) for name, key in keys.items()}


def found_for(
    store: Store | Layered, names: Iterable[str], countries: list[str]
) -> dict[str, list[Found]]:
    """Return for every distinct name the places that bear it, to be ranked; maybe none."""
    with patience(len(names := list(names))):
        keys, by_key = _by_name(store, names, countries, _found)
        return {name: by_key.get(key, []) for name, key in keys.items()}


def is_famous(store: Store | Layered, key: str) -> bool:
    """Whether a country, capital or metropolis bears a name: it is no other place's spelling."""
    return any(
        hit[3].population >= _METROPOLIS or hit[3].feature_code.startswith(("PCL", "PPLC"))
        for hit in store.hits([key])
    )


def _by_name(
    store: Store | Layered,
    names: Iterable[str],
    countries: list[str],
    read: Callable[[Iterable[Hit]], dict[str, list[T]]],
) -> tuple[dict[str, str], dict[str, list[T]]]:
    """Return each name's key, and what bears the key, or the first of its variants known."""
    keys = {name: fold(name) for name in names}
    wanted = set(keys.values()) - {""}
    by_key = read(store.hits(sorted(wanted), countries))
    spare = {key: variants(key)[1:] for key in wanted if key not in by_key}
    others = {variant for pairs in spare.values() for variant, _ in pairs}
    hits: dict[str, list[Hit]] = {}
    for hit in store.hits(sorted(others), countries):
        hits.setdefault(hit[0], []).append(hit)
    for key, pairs in spare.items():
        for variant, where in pairs:
            fitting = [hit for hit in hits.get(variant, ()) if is_where(hit[3], where)]
            if fitting:
                by_key[key] = read(fitting)[variant]
                break
    return keys, by_key


def _matches(hits: Iterable[Hit]) -> dict[str, list[Match]]:
    found: dict[str, list[tuple[bool, Match]]] = {}
    for key, name, kind, place, prior, source_rank in hits:
        match = batch_match(place, kind, name, prior, source_rank)
        is_first = source_rank < 0 and kind <= ALTERNATE
        found.setdefault(key, []).append((not is_first, match))
    for same in found.values():
        if len(same) > 1:
            same.sort(key=lambda h: (h[0], -h[1].score, h[1].place.place_id))
    return {key: [match for _, match in same] for key, same in found.items()}


def _found(hits: Iterable[Hit]) -> dict[str, list[Found]]:
    found: dict[str, list[Found]] = {}
    for key, name, kind, place, prior, source_rank in hits:
        hit = Found(place, name, how(kind, name, place), closeness(kind, name), prior, source_rank)
        found.setdefault(key, []).append(hit)
    return found


@contextmanager
def patience(n: int) -> Iterator[None]:
    """Let no search for garbage go through the answers for `n` names again and again."""
    if n < _MANY or not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
