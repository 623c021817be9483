"""Sheets to decide in ↔ CSV files that spreadsheets open safely."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

import pandas as pd

from geoevents.errors import TableError
from geoevents.files import write_whole
from geoevents.formulas import guarded, unguarded
from geoevents.review.columns import WRITTEN
from geoevents.tables.loading import read_bytes, read_csv

__all__ = ["read_decisions", "write_decisions", "write_rows"]


def read_decisions(path: str | os.PathLike[str]) -> pd.DataFrame:
    """Read a sheet of decisions, filled or not.

    Parameters
    ----------
    path : path
        A CSV as `write_decisions` writes it and spreadsheets save it: UTF-8, any usual delimiter.

    Returns
    -------
    DataFrame
        Of text, nothing missing, with further columns as they stand. The index is the row as a
        spreadsheet counts, from 2, and its name is the file.

    Raises
    ------
    TableError
        If the file cannot be read, or has no column ``decision``.
    """
    frame = read_csv(path).rename(columns=unguarded)
    if "decision" not in frame.columns:
        raise TableError(
            f"'{path}' has no column 'decision', so it is no sheet of decisions; its columns are "
            f"{', '.join(map(str, frame.columns[:12]))}. `geoevents review` writes one."
        )
    frame = frame.map(unguarded)
    frame.index = pd.RangeIndex(2, len(frame) + 2, name=os.fspath(path))
    return frame


def write_decisions(sheet: pd.DataFrame, path: str | os.PathLike[str]) -> None:
    """Write a sheet as CSV, one line per row.

    UTF-8 with a byte-order mark, so that spreadsheets read every script; every cell is quoted, and
    an apostrophe stands before what a spreadsheet would take for a formula (`read_decisions` takes
    it away again). A file that is there keeps its delimiter; it is written whole or not at all.

    Parameters
    ----------
    sheet : DataFrame
        As `review_sheet` makes it.
    path : path
        Ends in ``.csv``.

    Raises
    ------
    TableError
        If the sheet has no column ``decision``, or the name does not end in ``.csv``.
    """
    if "decision" not in sheet.columns:
        raise TableError(
            f"The sheet for '{path}' has no column 'decision'; expected one of review_sheet()."
        )
    if Path(path).suffix.lower() != ".csv":
        raise TableError(f"'{path}' does not end in .csv; expected a name such as decisions.csv.")
    columns = [*[n for n in WRITTEN if n in sheet], *[n for n in sheet if n not in WRITTEN]]
    write_rows(sheet[columns], path)


def write_rows(frame: pd.DataFrame, path: str | os.PathLike[str]) -> None:
    """Write columns of text as CSV that spreadsheets open safely, with the delimiter it had."""
    text = io.StringIO(newline="")
    writer = csv.writer(
        text, lineterminator="\r\n", quoting=csv.QUOTE_ALL, delimiter=_delimiter(path)
    )
    writer.writerow([guarded(str(name)) for name in frame.columns])
    for row in frame.fillna("").astype("str").itertuples(index=False):
        writer.writerow([guarded(cell) for cell in row])
    write_whole(path, "\ufeff" + text.getvalue())


def _delimiter(path: str | os.PathLike[str]) -> str:
    if not Path(path).is_file() or not Path(path).stat().st_size:
        return ","
    head = read_bytes(path).lstrip("\r\n").split("\n", 1)[0]
    return max(",;\t", key=head.count)
