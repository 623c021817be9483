"""Claims that this package wrote, back in: GeoJSON and CSV, without loss."""

from __future__ import annotations

import json
import os
import re
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry import shape

from geoevents.errors import TableError
from geoevents.formulas import unguarded
from geoevents.model import EventType, Status
from geoevents.schema import CLAIMS, CRS
from geoevents.tables.loading import read_bytes, read_csv
from geoevents.tables.sound import sound

__all__ = ["from_csv_frame", "read_own_csv", "read_own_geojson"]

# Columns that `export.write_csv` adds.
_WRITTEN = ("lon", "lat", "geometry", "data_sources")
_REQUIRED = ("claim_id", "event_type")
# What else we write, by the column that it alone has.
_MADE_OF_CLAIMS = {"event_id": "events", "control_id": "control"}
# Names of longitude and latitude in degrees, WGS 84.
_DEGREES = re.compile(r"(?:CRS:?84|EPSG:(?:[\d.]*:)?4326)$", re.IGNORECASE)
_SURROGATES = re.compile("[\\ud800-\\udfff]")
_WORDS: dict[str, type[EventType | Status]] = {"event_type": EventType, "status": Status}

Path = str | os.PathLike[str]


def read_own_geojson(path: Path) -> gpd.GeoDataFrame:
    """Read claims from GeoJSON."""
    text = read_bytes(path)
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise TableError(f"'{path}' is no JSON: {error}. Was it written to the end?") from error
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list):
        raise TableError(
            f"'{path}' is no GeoJSON feature collection; expected a member 'features'."
        )
    _refuse_crs(data.get("crs"), path)
    rows, shapes = [], []
    for number, feature in enumerate(features):
        properties = feature.get("properties") if isinstance(feature, dict) else None
        if not isinstance(properties, dict):
            raise TableError(f"'{path}', row {number}: the feature has no properties.")
        rows.append({_whole(name): _whole(value) for name, value in properties.items()})
        shapes.append(_shape(feature.get("geometry"), path, number))
    if not rows:
        return CLAIMS.build([])
    frame = pd.DataFrame(rows, dtype="object")
    _refuse_nested(frame, path)
    frame = frame.astype("object").where(frame.notna(), None)
    return _checked(gpd.GeoDataFrame(frame, geometry=shapes, crs=CRS), path)


def _refuse_crs(member: Any, path: Path) -> None:
    """Refuse coordinates that the file itself says are not degrees of EPSG:4326.

    RFC 7946 knows no such member; older writers put it there, most often for CRS84.
    """
    if member is None:
        return
    properties = member.get("properties") if isinstance(member, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else member
    if not isinstance(name, str) or not _DEGREES.search(name):
        raise TableError(
            f"'{path}' has coordinates in {json.dumps(name)[:80]} (its member 'crs'); expected "
            "degrees, EPSG:4326. Convert it: ogr2ogr -t_srs EPSG:4326 out.geojson in.geojson, or "
            "GeoDataFrame.to_crs(4326)."
        )


def _shape(geometry: Any, path: Path, number: int) -> Any:
    if geometry is None:
        return shapely.Point()
    try:
        found = shape(geometry)
    except (ValueError, TypeError, KeyError, AttributeError, shapely.errors.ShapelyError) as error:
        raise TableError(
            f"'{path}', row {number}, column 'geometry': {json.dumps(geometry)[:80]} is no GeoJSON "
            f"geometry ({error})."
        ) from error
    return found


def _whole(value: Any) -> Any:
    """Return a text with U+FFFD for halves of signs, which JSON can hold and UTF-8 cannot."""
    return _SURROGATES.sub("\ufffd", value) if isinstance(value, str) else value


def _refuse_nested(frame: pd.DataFrame, path: Path) -> None:
    for name in frame.columns:
        nested = frame[name].map(lambda value: isinstance(value, dict | list))
        if nested.any():
            row = int(np.flatnonzero(nested)[0])
            value = json.dumps(frame[name].iloc[row])[:80]
            raise TableError(
                f"'{path}', row {row}, column '{name}': {value} is a list or an object; expected "
                "text, a number, true, false or null."
            )


def read_own_csv(path: Path) -> gpd.GeoDataFrame:
    """Read claims from CSV."""
    return from_csv_frame(read_csv(path), path)


def from_csv_frame(frame: pd.DataFrame, path: Path) -> gpd.GeoDataFrame:
    """Make claims of a CSV's columns of text; ``lon`` and ``lat``, or WKT, give the geometry."""
    frame = frame.rename(columns=unguarded)
    text = frame.apply(lambda cells: cells.map(_unguarded))
    lon, lat = _degrees(text, "lon", path, limit=180), _degrees(text, "lat", path, limit=90)
    shapes = np.full(len(text), shapely.Point(), dtype="object")
    placed = np.isfinite(lon) & np.isfinite(lat)
    shapes[placed] = shapely.points(lon[placed], lat[placed])
    if "geometry" in text.columns:
        written = text["geometry"].notna().to_numpy()
        shapes[written] = _from_wkt(text["geometry"], written, path)
    rest = text.drop(columns=[n for n in _WRITTEN if n in text.columns])
    return _checked(gpd.GeoDataFrame(rest, geometry=gpd.GeoSeries(shapes, crs=CRS)), path)


def _unguarded(cell: str) -> str | None:
    if cell == "":
        return None
    return unguarded(cell)


def _degrees(frame: pd.DataFrame, name: str, path: Path, *, limit: float) -> Any:
    if name not in frame.columns:
        return np.full(len(frame), np.nan)
    numbers = pd.to_numeric(frame[name], errors="coerce").astype("float64").to_numpy()
    wrong = frame[name].notna().to_numpy() & ~(np.abs(numbers) <= limit)
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        raise TableError(
            f"'{path}', row {row}, column '{name}': {frame[name].iloc[row]!r} is no "
            f"{'longitude' if name == 'lon' else 'latitude'}; expected degrees from -{limit} to "
            f"{limit}."
        )
    return numbers


def _from_wkt(values: pd.Series[Any], written: Any, path: Path) -> Any:
    found = shapely.from_wkt(values.to_numpy(dtype="object")[written], on_invalid="ignore")
    wrong = shapely.is_missing(found)
    if wrong.any():
        row = int(np.flatnonzero(written)[np.flatnonzero(wrong)[0]])
        raise TableError(
            f"'{path}', row {row}, column 'geometry': {values.iloc[row][:80]!r} is no WKT."
        )
    return found


def _refuse_others(frame: gpd.GeoDataFrame, path: Path) -> None:
    """Refuse a table of something else, and say what to give instead."""
    if "claim_id" in frame.columns:
        return
    for key, name in _MADE_OF_CLAIMS.items():
        if key in frame.columns:
            raise TableError(
                f"'{path}' is a table of {name}, which is made of claims; give the reports, or the "
                "claims that `geoevents extract` writes."
            )
    raise TableError(
        f"'{path}' is no table of claims: it lacks the column 'claim_id'; its columns are "
        f"{', '.join(map(str, frame.columns))}. Say which column is which: on the command line "
        "with --column date=COLUMN, in Python with read_frame or from_frame."
    )


def _checked(frame: gpd.GeoDataFrame, path: Path) -> gpd.GeoDataFrame:
    """Return the frame as a claims table; every error names the file."""
    frame = frame.reset_index(drop=True)
    _refuse_others(frame, path)
    try:
        claims = CLAIMS.check(frame, required=_REQUIRED)
    except TableError as error:
        raise TableError(f"'{path}': {error}") from error
    for name, words in _WORDS.items():
        known = {str(word) for word in words}
        wrong = claims[name].notna() & ~claims[name].isin(known)
        if wrong.any():
            row = int(np.flatnonzero(wrong)[0])
            raise TableError(
                f"'{path}', row {row}, column '{name}': {claims[name].iloc[row]!r} is none of "
                f"{', '.join(sorted(known))}."
            )
    return sound(claims, path)
