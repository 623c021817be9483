"""A table to CSV that spreadsheets open safely."""

from __future__ import annotations

import csv
import io
import os
from typing import TYPE_CHECKING, Any

import pandas as pd
import shapely

from geoevents.export.cells import attributes, attribution, column_kind, plain
from geoevents.export.geometries import DECIMALS, in_degrees
from geoevents.files import write_whole
from geoevents.formulas import guarded

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["OURS", "write_csv"]

# Columns that the file has of its own.
OURS = frozenset({"lon", "lat", "geometry", "data_sources"})


def write_csv(frame: gpd.GeoDataFrame, path: str | os.PathLike[str]) -> None:
    """Write a table as CSV, one line per row, in the table's order.

    RFC 4180 in UTF-8 with a byte-order mark, so that spreadsheets read every script. The columns
    `lon` and `lat` (degrees, EPSG:4326, seven decimals) are of the point, or a point inside the
    shape; where a row has another shape than a point, the column `geometry` holds it as WKT. Times
    are UTC with a ``Z``, flags ``true`` and ``false``, what is missing is empty. `data_sources`, in
    the first row, says whom places and events are from, and under which licence.

    Every cell is quoted. A text that a spreadsheet would take for a formula (it starts with
    ``= + - @``, a tab or a line break, also behind spaces and signs that nobody sees) gets an
    apostrophe before it, and so does such a sign behind a semicolon, tab or line break inside a
    text; `read_claims` takes them away again.

    Parameters
    ----------
    frame : GeoDataFrame
        Any table with a geometry and its CRS.
    path : path
        The file to write.

    Raises
    ------
    TableError
        If there is no geometry or no CRS, or a coordinate lies off the earth.
    """
    shapes = in_degrees(frame)
    table = attributes(frame)
    taken = [name for name in table.columns if str(name) not in OURS]
    columns = {str(name): _cells(table[name]) for name in taken}
    points = shapes.where(shapes.geom_type == "Point", shapes.representative_point())
    columns["lon"] = [_degrees(point, "x") for point in points]
    columns["lat"] = [_degrees(point, "y") for point in points]
    others = shapes.geom_type.notna() & (shapes.geom_type != "Point") & ~shapes.is_empty
    if others.any():
        columns["geometry"] = [
            shapely.to_wkt(shape, rounding_precision=DECIMALS) if is_other else ""
            for shape, is_other in zip(shapes, others, strict=True)
        ]
    columns["data_sources"] = [attribution(table), *[""] * (len(table) - 1)][: len(table)]
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerow([guarded(name) for name in columns])
    writer.writerows(zip(*columns.values(), strict=True))
    write_whole(path, "\ufeff" + text.getvalue())


def _cells(values: pd.Series[Any]) -> list[str]:
    kind = column_kind(values)
    cells = plain(values)
    if kind == "text":
        return ["" if cell is None else guarded(cell) for cell in cells]
    if kind == "flag":
        return ["" if cell is None else str(cell).lower() for cell in cells]
    return ["" if cell is None else str(cell) for cell in cells]


def _degrees(point: Any, axis: str) -> str:
    if point is None or point.is_empty:
        return ""
    return str(round(float(getattr(point, axis)), DECIMALS) + 0.0)
