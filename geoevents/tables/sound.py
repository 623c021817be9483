"""Claims of a table -> the same claims, once nothing in them is impossible.

Types are the contract's business (`schema`); this module looks at what the values mean, so that
a point off the earth is refused at the door and not drawn nowhere.
"""

from __future__ import annotations

import os
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geoevents.errors import TableError
from geoevents.schema import CLAIMS
from geoevents.tables.identity import identified

__all__ = ["sound"]

Path = str | os.PathLike[str]
# Columns of WKT in EPSG:4326.
_WKT = ("origin_point", "destination_point", "place_extent")
# Times that every program can hold that the tables go through (nanoseconds since 1970).
_EARLIEST, _LATEST = pd.Timestamp("1678-01-01", tz="UTC"), pd.Timestamp("2262-01-01", tz="UTC")
# Half of the earth's circumference.
_FARTHEST_M = 20_040_000
_TIMES = [column.name for column in CLAIMS.columns if column.kind == "time"]


def sound(claims: gpd.GeoDataFrame, path: Path) -> gpd.GeoDataFrame:
    """Return the claims of `path`, checked, each with an id of its own.

    Raises
    ------
    TableError
        With file, row, column and value, where a coordinate is not finite or lies off the earth,
        a time lies outside of the years 1678 to 2261, a number is out of its range, an interval
        ends before it starts, or two different claims have one id.
    """
    _refuse_off_earth(claims.geometry.to_numpy(), np.arange(len(claims)), "geometry", path)
    for name in _WKT:
        rows = np.flatnonzero(claims[name].notna().to_numpy())
        if not len(rows):
            continue
        texts = claims[name].to_numpy(dtype="object")[rows]
        shapes = shapely.from_wkt(texts, on_invalid="ignore")
        broken = np.flatnonzero(shapely.is_missing(shapes))
        if len(broken):
            _refuse(path, rows[broken[0]], name, texts[broken[0]], "is no WKT")
        _refuse_off_earth(shapes, rows, name, path)
    _refuse_far_times(claims, path)
    _refuse_out_of_range(claims, path)
    return identified(claims, path)


def _refuse_off_earth(shapes: Any, rows: Any, name: str, path: Path) -> None:
    """Refuse the first shape with a coordinate that is no longitude and latitude in degrees."""
    places, owners = shapely.get_coordinates(shapes, return_index=True)
    # NaN and infinity compare false.
    wrong = ~((np.abs(places[:, 0]) <= 180) & (np.abs(places[:, 1]) <= 90))
    if wrong.any():
        first = int(np.flatnonzero(wrong)[0])
        lon, lat = places[first]
        _refuse(
            path,
            rows[owners[first]],
            name,
            f"{lon:.10g}, {lat:.10g}",
            "is no place on the earth; expected longitude -180 to 180 and latitude -90 to 90, in "
            "degrees (EPSG:4326). Convert metres with GeoDataFrame.to_crs(4326), or swap the two",
        )


def _refuse_far_times(claims: gpd.GeoDataFrame, path: Path) -> None:
    for name in _TIMES:
        times = claims[name]
        wrong = (times.notna() & ~times.between(_EARLIEST, _LATEST)).to_numpy()
        if wrong.any():
            row = int(np.flatnonzero(wrong)[0])
            problem = "lies too far off; expected a time of the years 1678 to 2261, or none"
            _refuse(path, row, name, times.iloc[row], problem)


def _refuse_out_of_range(claims: gpd.GeoDataFrame, path: Path) -> None:
    """Refuse numbers and intervals that cannot be; what is missing is never wrong."""
    confidence, metres = claims["confidence"], claims["uncertainty_m"]
    rules = (
        ("confidence", confidence.isna() | confidence.between(0, 1), "expected 0 to 1"),
        (
            "uncertainty_m",
            metres.isna() | metres.between(0, _FARTHEST_M),
            "expected metres, 0 or more, and no more than the earth has",
        ),
        ("quantity", ~np.isinf(claims["quantity"]), "expected a finite number"),
        ("start", claims["start"] >= 0, "expected 0 or more characters"),
        ("end", claims["end"] >= claims["start"], "it lies before the column 'start'"),
        (
            "valid_to",
            ~(claims["valid_to"] < claims["valid_from"]),
            "it lies before the column 'valid_from'",
        ),
    )
    for name, right, expected in rules:
        if not right.all():
            row = int(np.flatnonzero(~right.to_numpy())[0])
            _refuse(path, row, name, claims[name].iloc[row], f"cannot be; {expected}")


def _refuse(path: Path, row: Any, name: str, value: Any, problem: str) -> None:
    shown = value if isinstance(value, str) else str(value)
    raise TableError(f"'{path}', row {int(row)}, column '{name}': '{shown[:80]}' {problem}.")
