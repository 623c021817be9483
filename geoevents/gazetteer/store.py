"""Read the index: rows of SQLite to places, in batches, from any thread, never written to."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from sys import intern
from typing import Any

from geoevents.errors import GazetteerError
from geoevents.gazetteer.cachefile import index_fault
from geoevents.gazetteer.index import ABBREVIATION
from geoevents.model import Place

__all__ = ["Hit", "Store"]

_BATCH = 500  # SQLite before 3.32 takes 999 parameters at most
_COLUMNS = (
    "p.place_id, p.name, p.longitude, p.latitude, p.country_code, p.admin1_code, p.feature_class, "
    "p.feature_code, p.population, p.extent_m, p.west, p.south, p.east, p.north, p.source, "
    "p.source_rank, p.pcode, p.prior"
)
_HITS = (
    "SELECT n.key, n.name, n.kind, " + _COLUMNS + " FROM name n JOIN place p "  # noqa: S608
    "ON p.id = n.place WHERE n.key IN ({})"
)
_NUMBERED = "SELECT p.id, " + _COLUMNS + " FROM place p WHERE p.id IN"  # noqa: S608

# (folded key, spelling, kind of name, place, prior, source rank)
Hit = tuple[str, str, int, Place, float, int]


class Store:
    """An open index; `within` is another that knows the names of divisions which this one lacks.

    `repair` makes a damaged file anew, with the same places under the same numbers, and says
    whether it could; it is called once at most, when a search meets the damage.

    Raises
    ------
    GazetteerError
        If the file is missing, damaged, or of another version; says what to do.
    """

    def __init__(
        self,
        path: Path,
        *,
        within: Store | None = None,
        repair: Callable[[Path], bool] | None = None,
    ) -> None:
        fault = index_fault(path)
        if fault is not None:
            raise GazetteerError(
                f"The gazetteer's index {path} {fault}; expected a file that "
                "Gazetteer.default() has built. Delete it and call Gazetteer.default() again."
            )
        self.path = path
        self._lock = threading.Lock()
        self._connection = self._connected()
        self._repair = repair
        self._divisions: dict[tuple[str, str], str] | None = None
        self._within = within

    def _connected(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            f"{self.path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        connection.execute("PRAGMA mmap_size = 268435456")  # the whole file, shared
        return connection

    def close(self) -> None:
        """Close the file; closing twice is no error."""
        with self._lock:
            self._connection.close()

    def rows(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return all rows of a query."""
        try:
            with self._lock:
                try:
                    return self._connection.execute(query, values).fetchall()
                except sqlite3.ProgrammingError:
                    raise
                except sqlite3.DatabaseError:
                    if not self._repaired():
                        raise
                    return self._connection.execute(query, values).fetchall()
        except sqlite3.ProgrammingError as error:
            raise GazetteerError(
                f"The gazetteer {self.path} is closed; open it again with Gazetteer.default()."
            ) from error
        except sqlite3.DatabaseError as error:
            raise GazetteerError(
                f"The gazetteer's index {self.path} is damaged ({error}). "
                "Delete it and call Gazetteer.default() again."
            ) from error

    def _repaired(self) -> bool:
        """Make a damaged file anew, once, and open it; whether that was done."""
        if self._repair is None:
            return False
        repair, self._repair = self._repair, None
        self._connection.close()  # else its file could not be replaced on every system
        try:
            return repair(self.path)
        finally:
            self._connection = self._connected()

    def batches(
        self, query: str, keys: Iterable[str], values: Sequence[Any] = ()
    ) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query whose ``{}`` is filled with the keys, a batch at a time."""
        remaining = iter(keys)
        while batch := list(islice(remaining, _BATCH)):
            marks = ",".join("?" * len(batch))
            yield from self.rows(query.format(marks), [*batch, *values])

    def known(self, keys: Iterable[str]) -> set[str]:
        """Return those of the folded keys that some place bears, mere abbreviations left out."""
        query = "SELECT DISTINCT key FROM name WHERE key IN ({}) AND kind != ?"
        return {row[0] for row in self.batches(query, keys, [ABBREVIATION])}

    def hits(self, keys: Iterable[str], countries: Sequence[str] = ()) -> Iterator[Hit]:
        """Yield every place that bears one of the keys, in no order."""
        where = f" AND p.country_code IN ({','.join('?' * len(countries))})" if countries else ""
        query = _HITS + where
        for key, name, kind, *rest in self.batches(query, keys, countries):
            yield key, name, kind, self._place(rest), rest[17], rest[15]

    def names_in(self, country: str) -> list[tuple[str, str, int]]:
        """Return key, spelling and the place's number of every name in a country."""
        query = (
            "SELECT n.key, n.name, n.place FROM place p JOIN name n ON n.place = p.id "
            "WHERE p.country_code = ? AND n.kind != ?"
        )
        return self.rows(query, [country, ABBREVIATION])

    def numbered(self, numbers: Sequence[int]) -> dict[int, tuple[Place, float, int]]:
        """Return place, prior and source rank by the places' numbers in the index."""
        query = _NUMBERED + f" ({','.join('?' * len(numbers))})"
        found = self.rows(query, numbers)
        return {row[0]: (self._place(row[1:]), row[18], row[16]) for row in found}

    def numbered_in(self, country: str) -> dict[int, Place]:
        """Return the places of a country by their numbers in the index."""
        query = _NUMBERED + " (SELECT id FROM place WHERE country_code = ?)"  # noqa: S608
        rows = self.rows(query, [country])
        return {row[0]: self._place(row[1:]) for row in rows}

    def countries_around(self, lon: float, lat: float) -> list[str]:
        """Return the codes of countries whose box, widened by a degree, holds a point."""
        query = (
            "SELECT country_code FROM place WHERE feature_class = 'A' AND feature_code LIKE 'PCL%' "
            "AND ? BETWEEN south - 1 AND north + 1 AND (west > east OR ? BETWEEN west - 1 AND "
            "east + 1) ORDER BY country_code"
        )
        return [row[0] for row in self.rows(query, [lat, lon])]

    def places(self, condition: str, values: Sequence[Any]) -> list[Place]:
        """Return the places that a condition on the place table ``p`` holds for."""
        query = f"SELECT {_COLUMNS} FROM place p WHERE {condition} ORDER BY p.prior DESC, p.id"  # noqa: S608
        return [self._place(row) for row in self.rows(query, values)]

    def largest(self, bbox: Sequence[float], limit: int) -> list[Place]:
        """Return the settlements with the most inhabitants in west, south, east, north."""
        west, south, east, north = bbox
        query = (
            f"SELECT {_COLUMNS} FROM place p WHERE p.feature_class = 'P' "  # noqa: S608
            "AND p.feature_code != 'PPLX' AND p.longitude BETWEEN ? AND ? "
            "AND p.latitude BETWEEN ? AND ? ORDER BY p.population DESC, p.place_id LIMIT ?"
        )
        return [self._place(row) for row in self.rows(query, [west, east, south, north, limit])]

    def _place(self, row: Sequence[Any]) -> Place:
        west, country, admin1 = row[10], row[4], row[5]
        # By position, which is faster by half; the fields are in the order of `Place`.
        return Place(
            row[0], row[1], row[2], row[3], country, admin1,
            self.divisions.get((country, admin1), "") if admin1 else "",
            intern(row[6]), intern(row[7]), row[8], row[9],
            None if west is None else (west, row[11], row[12], row[13]),
            intern(row[14]), row[16],
        )  # fmt: skip

    @property
    def divisions(self) -> dict[tuple[str, str], str]:
        """Names of first-level divisions by country and code."""
        if self._divisions is None:
            found = self.rows(
                "SELECT country_code, admin1_code, name FROM place "
                "WHERE feature_class = 'A' AND feature_code = 'ADM1'"
            )
            own = {(country, code): name for country, code, name in found}
            self._divisions = {**own, **(self._within.divisions if self._within else {})}
        return self._divisions
