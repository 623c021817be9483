"""Sheets to decide in ↔ workbooks (.xlsx, .ods), by the GDAL that geopandas brings.

Every cell is a text: a workbook keeps ids, dates and signs as they are, which CSV does not.
"""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path

import pandas as pd

from geoevents.errors import TableError

__all__ = ["WORKBOOKS", "read_workbook", "write_workbook"]

WORKBOOKS = frozenset({".xlsx", ".ods"})
_DAY = re.compile(r"(\d{4})/(\d\d)/(\d\d)(?: 00:00:00)?")
_LAYER = "decisions"


def read_workbook(path: str | os.PathLike[str]) -> pd.DataFrame:
    """Read the sheet of a workbook that has a column ``decision``, every cell as text.

    Raises
    ------
    TableError
        If the file cannot be read, or no sheet has that column.
    """
    import pyogrio  # type: ignore[import-untyped] # noqa: PLC0415  heavy: only for workbooks

    kind = Path(path).suffix[1:].upper()
    # The first row holds the headers, and "001" is text, whatever the cells look like.
    told = {f"OGR_{kind}_HEADERS": "FORCE", f"OGR_{kind}_FIELD_TYPES": "STRING"}
    pyogrio.set_gdal_config_options(told)
    try:
        names = [str(name) for name in pyogrio.list_layers(path)[:, 0]]
        frames = [pyogrio.read_dataframe(path, layer=n, read_geometry=False) for n in names]
    except Exception as error:  # pyogrio raises errors of many classes
        raise TableError(
            f"'{path}' cannot be read as a workbook ({' '.join(str(error).split())[:160]}); check "
            "its name and its rights, or save the sheet as CSV in UTF-8."
        ) from error
    finally:
        pyogrio.set_gdal_config_options(dict.fromkeys(told))
    found = [frame for frame in frames if "decision" in frame.columns]
    if not found:
        raise TableError(
            f"'{path}' has no sheet with a column 'decision', so it is no sheet of decisions; "
            "`geoevents review` writes one."
        )
    text = found[0].astype("object").where(found[0].notna(), "").map(str)
    return text.map(lambda cell: _DAY.sub(r"\1-\2-\3", cell) if _DAY.match(cell) else cell)


def write_workbook(frame: pd.DataFrame, path: str | os.PathLike[str]) -> None:
    """Write columns of text as a workbook with one sheet, whole or not at all.

    Raises
    ------
    TableError
        If a workbook is there that has further sheets, which would be lost.
    """
    import pyogrio  # noqa: PLC0415  heavy: only for workbooks

    target = Path(os.path.realpath(path))
    if target.is_file():
        others = [str(n) for n in pyogrio.list_layers(target)[:, 0]][1:]
        if others:
            raise TableError(
                f"'{path}' has further sheets ({', '.join(others)}), which would be lost; move "
                "them to a workbook of their own."
            )
    with tempfile.TemporaryDirectory(prefix=".geoevents-", dir=target.parent) as folder:
        partial = Path(folder) / f"sheet{target.suffix.lower()}"
        driver = target.suffix[1:].upper()
        pyogrio.write_dataframe(frame.astype("object"), partial, driver=driver, layer=_LAYER)
        if target.exists():
            partial.chmod(target.stat().st_mode & 0o777)
        partial.replace(target)
