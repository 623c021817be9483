"""A CSV that somebody else made -> its rows as text, each cell as it stands, none shifted."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from geoevents.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["read_rows", "renamed"]

_DELIMITERS = ",;\t|"


def read_rows(path: Path, column: str) -> pd.DataFrame:
    """Read a CSV with a column `column`: one row per line of data, blank lines included.

    The delimiter (comma, semicolon, tab or bar) is the one that gives that column, or else the
    most columns. Nothing is padded, cut or shifted.

    Raises
    ------
    InputError
        If the file cannot be read, has not that column or two of one name, or a row has more or
        fewer cells than there are columns.
    """
    import pandas as pd  # noqa: PLC0415

    from geoevents.tables.loading import read_bytes  # noqa: PLC0415

    text = read_bytes(path).lstrip("\r\n")
    delimiter = _delimiter(text, column)
    lines = _lines(path, text, delimiter)
    _, head = next(lines)
    names = [name.strip() or f"column {number}" for number, name in enumerate(head, 1)]
    if column not in names:
        raise InputError(f"{path} has no column '{column}'; it has {', '.join(names)}.")
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise InputError(f"{path} has two columns named '{twice[0]}'; rename one of them.")
    rows = []
    for number, (line, cells) in enumerate(lines, 1):
        row = cells or [""] * len(names)
        if len(row) != len(names):
            raise InputError(
                f"{path}, row {number} (line {line}) has {len(row)} cells; expected "
                f"{len(names)}, one per column ({', '.join(names)}). Quote a cell that holds a "
                f"{delimiter!r}."
            )
        rows.append(row)
    return pd.DataFrame(rows, columns=names, dtype="object")


def _delimiter(text: str, column: str) -> str:
    head = text.split("\n", 1)[0].rstrip("\r")
    columns = {mark: next(csv.reader([head], delimiter=mark), []) for mark in _DELIMITERS}
    return max(
        _DELIMITERS,
        key=lambda mark: (column in map(str.strip, columns[mark]), len(columns[mark])),
    )


def _lines(path: Path, text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as error:
        raise InputError(
            f"{path}, line {reader.line_num}, is no sound CSV ({error}); save it again as CSV."
        ) from error


def renamed(names: Collection[str], taken: Collection[str]) -> dict[str, str]:
    """Return, for each of `names` that is among `taken`, a name that nothing else has."""
    used = {*names, *taken}
    new = {}
    for name in names:
        if name in taken:
            other = f"{name}_given"
            while other in used:
                other += "_given"
            used.add(other)
            new[name] = other
    return new
