"""CSV files to columns of text: encodings, delimiters and broken files."""

from __future__ import annotations

import csv
import io
import os
import warnings
from pathlib import Path

import pandas as pd

from geoevents.errors import TableError

__all__ = ["read_bytes", "read_csv"]

_DELIMITERS = ",;\t|"


def read_bytes(path: str | os.PathLike[str]) -> str:
    """Return a file's text.

    Raises
    ------
    TableError
        If it is not there, empty, or not UTF-8 (or UTF-16 with a byte-order mark).
    """
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise TableError(
            f"'{path}' cannot be read ({error.strerror}); check its name and its rights."
        ) from error
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise TableError(
            f"'{path}' is not UTF-8: its byte {error.start + 1} (0x{data[error.start]:02x}) does "
            "not fit; save the table as UTF-8 CSV."
        ) from error
    if not text.strip() or "\x00" in text:
        problem = "is binary" if text.strip() else "is empty"
        raise TableError(f"'{path}' {problem}; expected a table with a line of column names.")
    return text


def read_csv(path: str | os.PathLike[str]) -> pd.DataFrame:
    """Read a CSV as text: every cell a string, an empty one where nothing stands.

    The delimiter (comma, semicolon, tab or bar) is the one that the first line has most of.

    Raises
    ------
    TableError
        If the file cannot be read, has two columns of one name, or a line with too many cells.
    """
    text = read_bytes(path)
    head = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=head.count) if any(map(head.count, _DELIMITERS)) else ","
    try:
        with warnings.catch_warnings():
            # pandas only warns where a line has more cells than the head, and drops them.
            warnings.simplefilter("error", pd.errors.ParserWarning)
            frame = pd.read_csv(
                io.StringIO(text, newline=""),
                sep=delimiter,
                dtype="str",
                keep_default_na=False,
                na_filter=False,
                index_col=False,
            ).fillna("")
        names = next(csv.reader([head], delimiter=delimiter), [])
    except (ValueError, csv.Error, pd.errors.ParserWarning) as error:
        raise TableError(f"'{path}' is no sound CSV: {error}. Save it again as CSV.") from error
    # Spreadsheets add columns without a name or a cell behind the last one.
    while names and not names[-1].strip() and not (frame.iloc[:, -1].str.strip() != "").any():
        names, frame = names[:-1], frame.iloc[:, :-1]
    twice = sorted({name.strip() for name in names if names.count(name) > 1})
    if twice:
        raise TableError(f"'{path}' has two columns named '{twice[0]}'; rename one of them.")
    frame.columns = [str(name).strip() for name in frame.columns]
    return frame
