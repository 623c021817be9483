"""Sheets to decide in ↔ CSV files and workbooks that spreadsheets open safely."""

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
from geoevents.review.workbook import WORKBOOKS, read_workbook, write_workbook
from geoevents.tables.loading import read_bytes, read_csv

__all__ = ["SUFFIXES", "read_decisions", "write_decisions", "write_rows"]

SUFFIXES = (".csv", *sorted(WORKBOOKS))


def read_decisions(path: str | os.PathLike[str]) -> pd.DataFrame:
    """Read a sheet of decisions, filled or not.

    Parameters
    ----------
    path : path
        A workbook (``.xlsx``, ``.ods``), or a CSV as `write_decisions` writes it and spreadsheets
        save it: UTF-8, any usual delimiter.

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
    is_workbook = Path(path).suffix.lower() in WORKBOOKS
    frame = (read_workbook(path) if is_workbook else read_csv(path)).rename(columns=unguarded)
    if "decision" not in frame.columns:
        raise TableError(
            f"'{path}' has no column 'decision', so it is no sheet of decisions; its columns are "
            f"{', '.join(map(str, frame.columns[:12]))}. `geoevents review` writes one."
        )
    frame = frame.map(unguarded)
    frame.index = pd.RangeIndex(2, len(frame) + 2, name=os.fspath(path))
    return frame


def write_decisions(sheet: pd.DataFrame, path: str | os.PathLike[str]) -> None:
    """Write a sheet as CSV or as a workbook, one line per row, whole or not at all.

    CSV is UTF-8 with a byte-order mark, so that spreadsheets read every script, and every cell is
    quoted; a file that is there keeps its delimiter. A workbook has one sheet of texts; what was
    coloured or widened in it is not kept. An apostrophe stands before what a spreadsheet would
    take for a formula; `read_decisions` takes it away again.

    Parameters
    ----------
    sheet : DataFrame
        As `review_sheet` makes it.
    path : path
        Ends in ``.csv``, ``.xlsx`` or ``.ods``.

    Raises
    ------
    TableError
        If the sheet has no column ``decision``, or the name ends in something else.
    """
    if "decision" not in sheet.columns:
        raise TableError(
            f"The sheet for '{path}' has no column 'decision'; expected one of review_sheet()."
        )
    if Path(path).suffix.lower() not in SUFFIXES:
        raise TableError(f"'{path}' does not end in {', '.join(SUFFIXES)}; expected one of these.")
    columns = [*[n for n in WRITTEN if n in sheet], *[n for n in sheet if n not in WRITTEN]]
    if Path(path).suffix.lower() in WORKBOOKS:
        text = sheet[columns].fillna("").astype("str").map(guarded)
        write_workbook(text.rename(columns=guarded), path)
    else:
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
