"""Any `Geocoder` → one answer per distinct name: batched where the gazetteer can, asked once."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from shapely.geometry import Point

from geoevents.gazetteer import Gazetteer, fold
from geoevents.geocoding.lexicon import (
    AREA_WORDS,
    BODY_WORDS,
    DIRECTION_WORDS,
    FACILITY_WORDS,
    FEATURE_BEFORE,
    GENERIC_WORDS,
    NEVER_PLACE,
    ORGANISATION_WORDS,
    PARTICLES,
    PLACE_WORDS,
    STATE_ABBREVIATIONS,
    STREET_WORDS,
    given_names,
    ordinary_words,
)
from geoevents.model import Geocoder, Match, Place
from geoevents.spatial import bearing_deg, degrees_around, distance_m, offset_point

__all__ = ["Lookup", "Variant", "variants"]


@dataclass(frozen=True, slots=True)
class Variant:
    """Another way to ask for a name: `penalty` is what is lost by it, `why` says so in words.

    `area` are the feature codes that the dropped word asks for ("Aleppo province").
    """

    name: str
    penalty: float = 0.0
    area: frozenset[str] = frozenset()
    why: str = ""


class _Memory:
    """What a gazetteer has answered, kept from text to text: reports repeat their names."""

    def __init__(self, version: int = 0) -> None:
        self.version = version
        self.known: dict[str, bool] = {}
        self.candidates: dict[str, list[Match]] = {}
        self.demonyms: dict[str, list[Place]] = {}
        self.next_towns: dict[tuple[str, float], float] = {}

    def trim(self) -> None:
        """Forget everything before it takes much room (some 50 MB)."""
        if len(self.candidates) > _MOST_NAMES or len(self.known) > 40 * _MOST_NAMES:
            self.known, self.candidates, self.demonyms, self.next_towns = {}, {}, {}, {}


_MOST_NAMES = 5_000
_SEEN_M, _MOST_TOWNS = 300_000.0, 200
_POLAR = 80.0  # degrees; boxes around points nearer to a pole mean little
_memories: WeakKeyDictionary[Any, _Memory] = WeakKeyDictionary()


def _memory_of(geocoder: Any, *, is_lasting: bool) -> _Memory:
    """Return the memory of a gazetteer as it is now; any other geocoder is asked anew."""
    if not is_lasting:
        return _Memory()
    memory = _memories.setdefault(geocoder, _Memory())
    version = getattr(geocoder, "version", 0)
    if memory.version != version:  # places were added or removed
        memory = _memories[geocoder] = _Memory(version)
    memory.trim()
    return memory


class Lookup:
    """Names → candidate places, each distinct name asked once for the life of this object."""

    def __init__(self, geocoder: Geocoder, *, country: str | Collection[str] | None = None) -> None:
        self._geocoder: Any = geocoder
        self.allowed = {country} if isinstance(country, str) else set(country or ()) or None
        self.is_batched = hasattr(geocoder, "candidates") and hasattr(geocoder, "known_keys")
        memory = _memory_of(geocoder, is_lasting=isinstance(geocoder, Gazetteer))
        self._known = memory.known
        self._demonyms = memory.demonyms
        self._candidates = {} if self.allowed else memory.candidates
        self._next_towns = memory.next_towns

    def known(self, names: Iterable[str]) -> set[str]:
        """Return those of `names` that the gazetteer has under any spelling."""
        names = set(names)
        if not self.is_batched:
            self.load(names)
            return {name for name in names if self._candidates[name]}
        keys = {name: fold(name) for name in names if name not in self._known}
        there = self._geocoder.known_keys({key for key in keys.values() if key}) if keys else set()
        self._known.update({name: key in there for name, key in keys.items()})
        return {name for name in names if self._known[name]}

    def load(self, names: Iterable[str]) -> None:
        """Fetch the candidates of `names` in one go."""
        new = [name for name in dict.fromkeys(names) if name not in self._candidates]
        if not new:
            return
        if self.is_batched:
            found = self._geocoder.candidates(new, country=self.allowed)
            self._candidates.update({name: found.get(name, []) for name in new})
        else:
            for name in new:
                self._candidates[name] = self._geocoder.search(name, country=self.allowed)

    def candidates(self, name: str) -> list[Match]:
        """Return every place that bears `name`, likelier ones first."""
        self.load([name])
        return self._candidates[name]

    def close_spellings(
        self,
        name: str,
        *,
        country: Collection[str],
        near: tuple[float, float] | None = None,
    ) -> list[Match]:
        """Return places whose names are written nearly so, inside `country` only."""
        return list(self._geocoder.search(name, country=set(country), near=near, limit=5))

    def to_next_town(self, place: Place, bearing: float) -> float | None:
        """Return how many metres from a place the next town lies that way, if the geocoder can.

        Where none lies within 300 km, infinity.
        """
        largest = getattr(self._geocoder, "largest", None)
        if largest is None or abs(place.latitude) > _POLAR:
            return None
        key = (place.place_id, bearing)
        if key not in self._next_towns:
            here = (place.longitude, place.latitude)
            there = Point(*offset_point(*here, bearing, _SEEN_M / 2))
            found = [
                distance_m(*here, town.longitude, town.latitude)
                for town in largest(degrees_around(there, _SEEN_M / 2), limit=_MOST_TOWNS)
                if town.place_id != place.place_id and _is_that_way(place, town, bearing)
            ]
            self._next_towns[key] = min(found, default=math.inf)
        return self._next_towns[key]

    def inside(self, name: str) -> tuple[str, list[Match]]:
        """Return the longest known run of words inside a longer name, and its candidates.

        "Dubai World Cup" holds Dubai, "University of Kansas" holds Kansas; words that are no
        names, and given names, do not count.
        """
        words = name.split()
        size = len(words)
        runs = [(i, j) for i in range(size) for j in range(i + 1, size + 1) if j - i < size]
        texts = {run: " ".join(words[slice(*run)]).strip(".,;:") for run in runs}
        known = self.known({t for t in texts.values() if t and _may_be_place(t)})
        best = max(
            (run for run in runs if texts[run] in known),
            key=lambda run: (run[1] - run[0], -run[0]),
            default=None,
        )
        return ("", []) if best is None else (texts[best], self.candidates(texts[best]))

    def demonym(self, word: str) -> list[Place]:
        """Return the places whose people or things `word` names ("Syrian")."""
        if word not in self._demonyms:
            ask = getattr(self._geocoder, "demonym", None)
            self._demonyms[word] = list(ask(word)) if ask else []
        return self._demonyms[word]

    def country(self, code: str) -> Place | None:
        """Return a country by its ISO code."""
        ask = getattr(self._geocoder, "country", None)
        return ask(code) if ask and code else None

    def division(self, country_code: str, admin1_code: str) -> Place | None:
        """Return a first-level division by its codes."""
        ask = getattr(self._geocoder, "division", None)
        return ask(country_code, admin1_code) if ask and country_code and admin1_code else None


def _is_that_way(place: Place, town: Place, bearing: float) -> bool:
    """Whether a town lies within 50 degrees of a bearing, and not in the place itself."""
    spots = (place.longitude, place.latitude, town.longitude, town.latitude)
    off = abs((bearing_deg(*spots) - bearing + 180.0) % 360.0 - 180.0)
    return off <= 50.0 and distance_m(*spots) > place.extent_m + 2_000.0


def _may_be_place(words: str) -> bool:
    """Whether words inside a longer name may name a place by themselves."""
    parts = words.lower().split()
    if not words[:1].isupper() or not parts[-1][:1].isalpha():
        return False
    if len(parts) > 1:
        return not all(p in ordinary_words() for p in parts)
    word = parts[0]
    common = BODY_WORDS | ORGANISATION_WORDS | PLACE_WORDS | FACILITY_WORDS | STREET_WORDS
    if word in common | NEVER_PLACE | GENERIC_WORDS | PARTICLES:
        return False
    return len(word) > 3 and word not in ordinary_words() and word not in given_names()


def variants(name: str) -> list[Variant]:
    """Return ways to ask for `name`, nearest to what was written first."""
    words = name.split()
    found = [Variant(name)]
    bare = name.rstrip(".,;: ")
    if bare and bare != name:
        found.append(Variant(bare))
    state = STATE_ABBREVIATIONS.get(name.replace(".", "").replace(" ", "").lower())
    if state and name[:1].isupper() and (name.isupper() or "." in name):
        found.append(Variant(state))
    if len(words) > 1:
        found += _shortened(words)
    seen: set[str] = set()
    return [v for v in found if v.name and not (v.name in seen or seen.add(v.name))]  # type: ignore[func-returns-value]


def _shortened(words: list[str]) -> list[Variant]:
    first, last = words[0].lower(), words[-1].lower().rstrip(".,")
    found = []
    if first == "the":
        found.append(Variant(" ".join(words[1:])))
        words, first = words[1:], words[1].lower()
        if len(words) < 2:
            return found
    area = AREA_WORDS.get(last, frozenset())
    if last in PLACE_WORDS:
        found.append(Variant(" ".join(words[:-1]), 0.1, area, f"without the word '{words[-1]}'"))
    if len(words) > 2 and words[1].lower() == "of" and first in PLACE_WORDS:
        rest = " ".join(words[2:])
        area = AREA_WORDS.get(first, frozenset())
        found.append(Variant(rest, 0.1, area, f"without '{words[0]} of'"))
    if first in FEATURE_BEFORE | DIRECTION_WORDS | PLACE_WORDS:
        rest = " ".join(words[1:])
        found.append(Variant(rest, 0.3, frozenset(), f"the place that '{words[0]}' is part of"))
    if last in FACILITY_WORDS and last not in PLACE_WORDS:
        kept = [w for w in words[:-1] if w.lower() not in {"international", "air", "military"}]
        found.append(Variant(" ".join(kept), 0.4, frozenset(), f"the place of the {last}"))
    return found
