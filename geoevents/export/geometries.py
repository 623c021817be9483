"""Shapes to GeoJSON coordinates: rounded, wound by the right hand, cut at the antimeridian.

References
----------
RFC 7946, The GeoJSON Format, August 2016, https://www.rfc-editor.org/rfc/rfc7946
"""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry import box
from shapely.geometry.base import BaseGeometry
from shapely.geometry.polygon import orient

from geoevents.errors import TableError
from geoevents.schema import CRS

__all__ = ["DECIMALS", "bbox", "in_degrees", "mapping"]

DECIMALS = 7  # a centimetre


def in_degrees(frame: pd.DataFrame) -> gpd.GeoSeries:
    """Return the geometry of a table in EPSG:4326, longitudes from -180 to 180.

    Shapes that cross the antimeridian are cut there (RFC 7946, 3.1.9).

    Raises
    ------
    TableError
        If there is no geometry or no CRS, or a latitude or longitude cannot be.
    """
    if not isinstance(frame, gpd.GeoDataFrame) or frame.active_geometry_name is None:
        raise TableError(
            "The table has no geometry; expected a GeoDataFrame. Make one with "
            "geopandas.GeoDataFrame(table, geometry=geopandas.points_from_xy(lon, lat), crs=4326)."
        )
    shapes = frame.geometry
    if shapes.crs is None:
        raise TableError("The table's geometry has no CRS; name it with .set_crs('EPSG:4326').")
    if shapes.crs != CRS:
        shapes = shapes.to_crs(CRS)
    shapes = gpd.GeoSeries(shapely.force_2d(shapes.to_numpy()), index=frame.index, crs=CRS)
    bounds = shapes.bounds.to_numpy()
    wrong = (np.abs(bounds[:, [1, 3]]) > 90).any(axis=1) | (np.abs(bounds[:, [0, 2]]) > 540).any(1)
    wrong |= np.isinf(bounds).any(axis=1)
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        raise TableError(
            f"Row {row} has the geometry {shapely.to_wkt(shapes.iloc[row])[:80]}, which lies off "
            "the earth; expected longitude and latitude in degrees. Were they swapped?"
        )
    outside = (np.abs(bounds[:, [0, 2]]) > 180).any(axis=1)
    if outside.any():
        shapes = shapes.copy()
        shapes[outside] = [_wrapped(shape) for shape in shapes[outside]]
    return shapes


def _wrapped(shape: BaseGeometry) -> BaseGeometry:
    parts = []
    for turn in (-360, 0, 360):
        part = shape.intersection(box(turn - 180, -90, turn + 180, 90))
        if not part.is_empty:
            parts.append(shapely.transform(part, lambda xy, t=turn: xy - [t, 0]))
    return parts[0] if len(parts) == 1 else shapely.union_all(parts)


def bbox(shapes: gpd.GeoSeries) -> list[float] | None:
    """Return west, south, east, north of all shapes; west is greater across the antimeridian."""
    bounds = shapes.bounds.to_numpy()
    bounds = bounds[np.isfinite(bounds).all(axis=1)]
    if not len(bounds):
        return None
    south, north = bounds[:, 1].min(), bounds[:, 3].max()
    west, east = bounds[:, 0].min(), bounds[:, 2].max()
    order = np.argsort(bounds[:, 0], kind="stable")
    starts, ends = bounds[order, 0], np.maximum.accumulate(bounds[order, 2])
    gaps = starts[1:] - ends[:-1]
    # The box leaves out the widest empty stretch, which may not be the one at 180 degrees.
    if len(gaps) and gaps.max() > west + 360 - east and gaps.max() > 180:
        widest = int(np.argmax(gaps))
        west, east = starts[widest + 1], ends[widest]
    return [round(float(v), DECIMALS) + 0.0 for v in (west, south, east, north)]


def mapping(shape: BaseGeometry | None) -> dict[str, Any] | None:
    """Return a shape as a GeoJSON geometry, or None where it is missing or empty."""
    if shape is None or shape.is_empty:
        return None
    kind = shape.geom_type
    if kind == "Point":
        return {"type": kind, "coordinates": _rounded([(shape.x, shape.y)])[0]}
    if kind in {"LineString", "LinearRing"}:
        return {"type": "LineString", "coordinates": _rounded(shape.coords)}
    if kind == "Polygon":
        return {"type": kind, "coordinates": _rings(shape)}
    parts = [mapping(part) for part in shape.geoms]
    known = [part for part in parts if part is not None]
    if kind == "GeometryCollection":
        return {"type": kind, "geometries": known}
    return {"type": kind, "coordinates": [part["coordinates"] for part in known]}


def _rings(shape: Any) -> list[list[list[float]]]:
    wound = orient(shape, sign=1.0)  # outer rings counter-clockwise (RFC 7946, 3.1.6)
    return [_rounded(ring.coords) for ring in (wound.exterior, *wound.interiors)]


def _rounded(coordinates: Any) -> list[list[float]]:
    # Adding zero turns -0.0 into 0.0.
    return [[round(float(x), DECIMALS) + 0.0, round(float(y), DECIMALS) + 0.0]
            for x, y in coordinates]  # fmt: skip
