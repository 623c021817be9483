"""Tables to files that GIS software and spreadsheets read: GeoJSON and CSV.

`cells` turns columns into plain values, `geometries` shapes into coordinates, `geojson` and `csv`
write; every file is written whole or not at all.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geoevents.errors import InputError
from geoevents.export.geojson import write_geojson
from geoevents.export.spreadsheet import write_csv

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["check_name", "write_csv", "write_geojson", "write_table"]

_WRITERS: Mapping[str, Callable[[Any, Any], None]] = {
    ".geojson": write_geojson,
    ".json": write_geojson,
    ".csv": write_csv,
}


def write_table(frame: gpd.GeoDataFrame, path: str | os.PathLike[str]) -> None:
    """Write a table in the format that the file's name ends in.

    Parameters
    ----------
    frame : GeoDataFrame
        Any of the tables (claims, events, control, toponyms), or one with columns of its own.
    path : path
        Ends in ``.geojson``, ``.json`` or ``.csv``.

    Raises
    ------
    InputError
        If the name ends in something else.
    TableError
        If a geometry cannot be written.
    """
    check_name(path)
    _WRITERS[Path(path).suffix.lower()](frame, path)


def check_name(path: str | os.PathLike[str]) -> None:
    """Refuse a file's name that no table is written under, before long work starts.

    Raises
    ------
    InputError
        With the endings that there are.
    """
    suffix = Path(path).suffix.lower()
    if suffix not in _WRITERS:
        raise InputError(
            f"'{path}' ends in '{suffix}', which no table is written as; expected "
            f"{', '.join(_WRITERS)}."
        )
