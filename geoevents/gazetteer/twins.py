"""Places of two sources that are one: the same name (or sound), near by, of the same kind.

The entry of the source that comes first is kept. It takes over the names of its twin, and what
it does not say itself: inhabitants, division, extent, the rank of a capital.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from geoevents.gazetteer.names import fold, without_article
from geoevents.gazetteer.skeleton import skeleton
from geoevents.gazetteer.sources import Entry, built_up_radius
from geoevents.model import Place
from geoevents.spatial import distance_m

__all__ = ["Twins", "merged"]

_CELL = 0.25  # degrees; no settlement is sought farther than a cell away
_NEAR_M = 5_000.0  # gazetteers put one village into points up to this far apart ...
_SOUND_M = 2_500.0  # ... and nearer than this, a name that only sounds the same will do
_MOST_M = 15_000.0  # a large city's centre is a matter of opinion
_AREA_M = {"ADM1": 150_000.0, "ADM2": 60_000.0, "ADM3": 30_000.0}
_COUNTRY = "PCL"


@dataclass(slots=True)
class _Known:
    """A place that stands already, with the keys of its names."""

    entry: Entry
    keys: set[str]
    sounds: set[str] = field(default_factory=set)


class Twins:
    """The places that stand already, to be asked whether a further one is among them."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[_Known]] = defaultdict(list)
        self._areas: dict[tuple[str, str, str], list[_Known]] = defaultdict(list)
        self._taken: set[str] = set()  # found already, so that two places never get one twin
        self._by_id: dict[str, _Known] = {}

    def add(self, entry: Entry) -> None:
        """Let a place stand."""
        place = entry.place
        known = _Known(entry, _keys(entry))
        self._by_id[place.place_id] = known
        if place.feature_class == "A":
            for key in known.keys:
                self._areas[place.country_code, _level(place), key].append(known)
        elif place.feature_class == "P":
            known.sounds = {skeleton(key) for key in known.keys} - {""}
            self._cells[_cell(place.longitude, place.latitude)].append(known)

    def forget_found(self) -> None:
        """Let every place be found again, by the places of a further source."""
        self._taken.clear()

    def same_id(self, place_id: str) -> Entry | None:
        """Return the place of an id, which then is nobody else's twin."""
        known = self._by_id.get(place_id)
        if known is not None:
            self._taken.add(place_id)
        return known.entry if known is not None else None

    def find(self, entry: Entry) -> Entry | None:
        """Return the nearest place that is the same as this one; each is found once only."""
        place, keys = entry.place, _keys(entry)
        if place.feature_class == "A":
            near = self._areas_like(place, keys)
        elif place.feature_class == "P":
            near = self._settlements_like(place, keys)
        else:
            return None
        found = min(near, key=lambda pair: (pair[0], pair[1].place.place_id), default=None)
        if found is None:
            return None
        self._taken.add(found[1].place.place_id)
        return found[1]

    def _areas_like(self, place: Place, keys: set[str]) -> Iterator[tuple[float, Entry]]:
        level = _level(place)
        for key in sorted(keys):
            for known in self._areas.get((place.country_code, level, key), ()):
                apart = _apart(place, known.entry.place)
                reach = math.inf if level == _COUNTRY else _AREA_M.get(level, 15_000.0)
                if apart <= reach and known.entry.place.place_id not in self._taken:
                    yield apart, known.entry

    def _settlements_like(self, place: Place, keys: set[str]) -> Iterator[tuple[float, Entry]]:
        sounds: set[str] | None = None
        x, y = _cell(place.longitude, place.latitude)
        for cell in ((x + i, y + j) for i in (-1, 0, 1) for j in (-1, 0, 1)):
            for known in self._cells.get(cell, ()):
                other = known.entry.place
                if abs(place.latitude - other.latitude) > _CELL or other.place_id in self._taken:
                    continue
                if sounds is None:
                    sounds = {skeleton(key) for key in keys}
                is_same = not keys.isdisjoint(known.keys)
                if not is_same and not any(len(s) > 2 for s in sounds & known.sounds):
                    continue
                reach = min(_MOST_M, max(_NEAR_M, 1.5 * other.extent_m)) if is_same else _SOUND_M
                apart = _apart(place, other)
                if apart <= reach and _is_alike(place, other):
                    yield apart, known.entry


def merged(first: Entry, other: Entry) -> Entry:
    """Return the first entry with the other's names, and what it does not say itself."""
    place, twin = first.place, other.place
    people = place.population or twin.population
    radius = place.extent_m
    if place.feature_class == "P" and not place.population and people:
        radius = max(radius, built_up_radius(people))
    elif place.feature_class == "A" and place.bbox is None and twin.bbox is not None:
        radius = twin.extent_m
    filled = replace(
        place,
        admin1_code=place.admin1_code or twin.admin1_code,
        feature_code=twin.feature_code if place.feature_code == "PPL" else place.feature_code,
        population=people,
        extent_m=radius,
        bbox=place.bbox or (twin.bbox if place.feature_class == "A" else None),
        pcode=place.pcode or twin.pcode,
    )
    names = dict.fromkeys((*first.alternates, twin.name, *other.alternates))
    names.pop(place.name, None)
    return replace(first, place=filled, alternates=tuple(names))


def _keys(entry: Entry) -> set[str]:
    keys = {without_article(fold(name)) for name in (entry.place.name, *entry.alternates)}
    return keys - {""}


def _is_alike(place: Place, other: Place) -> bool:
    """Whether two settlements may be one: a city's quarter is not the city."""
    is_quarter = place.feature_code == "PPLX", other.feature_code == "PPLX"
    return place.country_code == other.country_code and is_quarter[0] == is_quarter[1]


def _level(place: Place) -> str:
    return _COUNTRY if place.feature_code.startswith(_COUNTRY) else place.feature_code


def _cell(lon: float, lat: float) -> tuple[int, int]:
    return math.floor(lon / _CELL), math.floor(lat / _CELL)


def _apart(place: Place, other: Place) -> float:
    return distance_m(place.longitude, place.latitude, other.longitude, other.latitude)
