"""A user's CSV file, spreadsheet or layer -> its headers, and rows of text with their shapes."""

from __future__ import annotations

import csv
import math
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shapely.geometry import Point

from geoevents.errors import InputError

__all__ = ["LAYERS", "SHEETS", "TABLES", "Row", "read_rows"]

TABLES = frozenset({".csv", ".tsv"})
SHEETS = frozenset({".xlsx", ".ods"})
LAYERS = frozenset({".gpkg", ".geojson", ".json", ".shp", ".fgb", ".kml", ".gml"})


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number in the file, its values by header, its geometry in degrees."""

    number: int
    values: Mapping[str, str]
    shape: Any = None


def read_rows(path: Path, layer: str | None = None) -> tuple[list[str], Iterator[Row]]:
    """Return a file's headers and rows; `layer` is the layer or sheet of one that has several.

    Raises
    ------
    InputError
        If the file cannot be read, or has several layers and none is named.
    """
    if path.suffix.lower() in LAYERS:
        return _layer(path, layer)
    if path.suffix.lower() in SHEETS:
        return _sheet(path, layer)
    return _table(path)


def _sheet(path: Path, layer: str | None) -> tuple[list[str], Iterator[Row]]:
    import geopandas as gpd  # noqa: PLC0415  heavy: only for sheets and layers
    import pyogrio  # type: ignore[import-untyped] # noqa: PLC0415

    kind = path.suffix[1:].upper()
    # The first row holds the headers, and "001" is text, whatever the cells look like.
    told = {f"OGR_{kind}_HEADERS": "FORCE", f"OGR_{kind}_FIELD_TYPES": "STRING"}
    pyogrio.set_gdal_config_options(told)
    try:
        names = [str(name) for name in gpd.list_layers(path)["name"]]
        wanted = _layer_named(path, names, layer)
        frame = pyogrio.read_dataframe(path, layer=wanted, read_geometry=False)
    except InputError:
        raise
    except Exception as error:  # pyogrio raises errors of many classes
        raise InputError(
            f"{path} cannot be read as a spreadsheet ({error}); save the sheet as CSV (UTF-8) "
            "and add that."
        ) from error
    finally:
        pyogrio.set_gdal_config_options(dict.fromkeys(told))
    headers = [" ".join(str(c).split()) for c in frame.columns]
    cells = [frame[column].tolist() for column in frame.columns]
    return headers, _sheet_rows(headers, cells)


def _sheet_rows(headers: list[str], cells: list[list[Any]]) -> Iterator[Row]:
    for number, values in enumerate(zip(*cells, strict=True), start=2):
        row = {header: _text(value) for header, value in zip(headers, values, strict=True)}
        if any(value.strip() for value in row.values()):
            yield Row(number, row)


def _layer_named(path: Path, names: list[str], layer: str | None) -> str:
    if layer is None and len(names) > 1:
        raise InputError(f"{path} has the layers {', '.join(names)}; say which: --layer NAME.")
    return names[0] if layer is None else layer


def _table(path: Path) -> tuple[list[str], Iterator[Row]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            first = file.readline()
            delimiter = max("\t;|,", key=first.count) if path.suffix.lower() == ".csv" else "\t"
            file.seek(0)
            headers = [" ".join(h.split()) for h in next(csv.reader(file, delimiter=delimiter), [])]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(
            f"{path} cannot be read ({error}); expected a CSV file in UTF-8 with a header."
        ) from error
    if len(headers) < 2:
        raise InputError(f"{path} has no header of several columns; its first line is {first!r}.")
    return headers, _table_rows(path, headers, delimiter)


def _table_rows(path: Path, headers: list[str], delimiter: str) -> Iterator[Row]:
    number = 1
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.reader(file, delimiter=delimiter)
            next(rows)
            for cells in rows:
                number = rows.line_num
                if any(cell.strip() for cell in cells):
                    values = dict(zip(headers, cells, strict=False))
                    yield Row(number, values)
    except (csv.Error, UnicodeDecodeError) as error:
        raise InputError(
            f"{path} cannot be read after row {number} ({error}); expected CSV in UTF-8."
        ) from error


def _layer(path: Path, layer: str | None) -> tuple[list[str], Iterator[Row]]:
    import geopandas as gpd  # noqa: PLC0415  heavy: only for layers

    try:
        names = [str(name) for name in gpd.list_layers(path)["name"]]
        wanted = _layer_named(path, names, layer)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of the reader's own about fields nobody asked for
            frame = gpd.read_file(path, layer=wanted)
    except InputError:
        raise
    except Exception as error:  # pyogrio raises errors of many classes
        raise InputError(
            f"{path} cannot be read as a layer of places ({error}); expected points or polygons, "
            "such as GeoPackage or GeoJSON."
        ) from error
    if "geometry" not in frame.columns and not isinstance(frame, gpd.GeoDataFrame):
        raise InputError(f"{path} has no geometry; expected points or polygons.")
    if frame.crs is None:
        raise InputError(f"{path} does not say its coordinate reference system; set it first.")
    frame = frame.to_crs("EPSG:4326")
    headers = [str(c) for c in frame.columns if c != frame.geometry.name]
    return headers, _layer_rows(frame, headers)


def _layer_rows(frame: Any, headers: list[str]) -> Iterator[Row]:
    cells = [frame[header].tolist() for header in headers]
    shapes = frame.geometry.tolist()
    for number, (shape, *values) in enumerate(zip(shapes, *cells, strict=True), start=1):
        row = {h: _text(v) for h, v in zip(headers, values, strict=True)}
        yield Row(number, row, shape if shape is not None else Point())


def _text(value: Any) -> str:
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
