"""A table to GeoJSON (RFC 7946)."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from geoevents.export.cells import attributes, attribution, plain
from geoevents.export.geometries import bbox, in_degrees, mapping
from geoevents.files import write_whole

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["write_geojson"]


def write_geojson(frame: gpd.GeoDataFrame, path: str | os.PathLike[str]) -> None:
    """Write a table as GeoJSON, one feature per row, in the table's order.

    RFC 7946: EPSG:4326 and no ``crs`` member, outer rings counter-clockwise, seven decimals, a
    ``bbox`` (whose west is greater than its east where the data lie across the antimeridian).
    Every column has one JSON type; times are UTC with a ``Z``; what is missing is null, and so is
    the geometry of a row without a place. `attribution` is a member of the collection that names
    whom places and coordinates are from. The same table gives the same bytes, and the file is
    replaced whole or not at all.

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
    write_whole(path, "".join(_collection(frame)))


def _collection(frame: gpd.GeoDataFrame) -> Iterator[str]:
    shapes = in_degrees(frame)
    table = attributes(frame)
    columns = {str(name): plain(table[name]) for name in table.columns}
    ids = _ids(table)
    yield '{"type":"FeatureCollection",\n'
    yield f'"attribution":{_json(attribution(table))},\n'
    around = bbox(shapes)
    if around:
        yield f'"bbox":{_json(around)},\n'
    yield '"features":['
    for row, shape in enumerate(shapes):
        feature: dict[str, Any] = {"type": "Feature"}
        if ids:
            feature["id"] = ids[row]
        feature["geometry"] = mapping(shape)
        feature["properties"] = {name: values[row] for name, values in columns.items()}
        yield (",\n" if row else "\n") + _json(feature)
    yield "\n]}\n"


def _ids(table: pd.DataFrame) -> list[str]:
    """Return the features' ids: the first column, where it is one of unique ids."""
    if table.columns.empty or not str(table.columns[0]).endswith("_id"):
        return []
    first = table[table.columns[0]]
    return [str(value) for value in first] if first.is_unique and first.notna().all() else []


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
