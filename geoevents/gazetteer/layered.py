"""Our index and the user's own, searched as one: a place that the user has too hides ours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

from geoevents.gazetteer.store import Hit, Store
from geoevents.model import Place

__all__ = ["Layered"]


class Layered:
    """What `Store` answers, from both indexes; numbers of the user's places are negative."""

    def __init__(self, ours: Store, own: Store) -> None:
        self.ours, self.own = ours, own
        self.path = ours.path

    def close(self) -> None:
        """Close both files."""
        self.ours.close()
        self.own.close()

    @cached_property
    def stands_for(self) -> dict[str, str]:
        """By the id of a hidden place, the id of the user's place that stands for it."""
        return dict(self.own.rows("SELECT place_id, standing FROM stands_for"))

    @cached_property
    def _hidden(self) -> set[int]:
        """Numbers in our index of the places that the user's stand for."""
        query = "SELECT id FROM place WHERE place_id IN ({})"
        return {row[0] for row in self.ours.batches(query, self.stands_for)}

    def rows(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return all rows of a query to our own index."""
        return self.ours.rows(query, values)

    def known(self, keys: Iterable[str]) -> set[str]:
        """Return those of the folded keys that some place bears."""
        wanted = list(keys)
        return self.ours.known(wanted) | self.own.known(wanted)

    def hits(self, keys: Iterable[str], countries: Sequence[str] = ()) -> Iterator[Hit]:
        """Yield every place that bears one of the keys, in no order."""
        wanted = list(keys)
        yield from self.own.hits(wanted, countries)
        for hit in self.ours.hits(wanted, countries):
            if hit[3].place_id not in self.stands_for:
                yield hit

    def names_in(self, country: str) -> list[tuple[str, str, int]]:
        """Return key, spelling and the place's number of every name in a country."""
        own = [(key, name, -place) for key, name, place in self.own.names_in(country)]
        return own + [row for row in self.ours.names_in(country) if row[2] not in self._hidden]

    def numbered(self, numbers: Sequence[int]) -> dict[int, tuple[Place, float, int]]:
        """Return place, prior and source rank by the places' numbers."""
        own = self.own.numbered([-number for number in numbers if number < 0])
        ours = self.ours.numbered([number for number in numbers if number >= 0])
        return {-number: found for number, found in own.items()} | ours

    def countries_around(self, lon: float, lat: float) -> list[str]:
        """Return the codes of countries whose box, widened by a degree, holds a point."""
        return self.ours.countries_around(lon, lat)

    def places(self, condition: str, values: Sequence[Any]) -> list[Place]:
        """Return the places that a condition holds for, the user's first."""
        ours = self.ours.places(condition, values)
        seen = [place for place in ours if place.place_id not in self.stands_for]
        return [*self.own.places(condition, values), *seen]

    def largest(self, bbox: Sequence[float], limit: int) -> list[Place]:
        """Return the settlements with the most inhabitants, the user's entry where it has one."""
        ours = self.ours.largest(bbox, limit)
        seen = [place for place in ours if place.place_id not in self.stands_for]
        both = [*self.own.largest(bbox, limit), *seen]
        return sorted(both, key=lambda place: (-place.population, place.place_id))[:limit]

    @property
    def divisions(self) -> dict[tuple[str, str], str]:
        """Names of first-level divisions by country and code."""
        return self.own.divisions
