"""A folder of dated polygons from elsewhere, one file a day → areas of control, as ours stand."""

from __future__ import annotations

import hashlib
import json
import os
import re
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geoevents.control.districts import areal
from geoevents.errors import InputError
from geoevents.model import ControlStatus
from geoevents.schema import CONTROL, CRS
from geoevents.spatial import area_km2

__all__ = ["has_dated_areas", "read_dated_areas"]

SUFFIXES = frozenset({".geojson", ".json", ".gpkg", ".shp", ".fgb"})
_JSON = frozenset({".geojson", ".json"})
# 20240708, 2024-07-08 or 2024_07_08, at the end of the name or before a word that follows.
_DAY = re.compile(r"(?<!\d)(\d{4})([-_]?)(\d{2})\2(\d{2})(?!\d)")
# As GDAL writes it, which many folders of GeoJSON come from.
_CRS84 = '"crs": { "type": "name", "properties": { "name": "urn:ogc:def:crs:OGC:1.3:CRS84" } }'
HELD = "held"  # the one side, where no attribute names any
_DEGREES = re.compile(r"(?:CRS:?84|EPSG:(?:[\d.]*:)?4326)$", re.IGNORECASE)


def has_dated_areas(folder: str | os.PathLike[str]) -> bool:
    """Whether a path is a folder of polygons that are dated by their files' names."""
    path = Path(folder)
    if not path.is_dir():
        return False
    files = _files(path)
    return bool(files) and all(_DAY.search(file.stem) for file in files)


def read_dated_areas(
    folder: str | os.PathLike[str], *, holder: str | None = None, areas: bool = True
) -> gpd.GeoDataFrame:
    """Read polygons that somebody published day by day.

    Parameters
    ----------
    folder : path
        Holds one file a day (GeoJSON, GeoPackage, shapefile or FlatGeobuf) whose name has the
        day: YYYYMMDD or YYYY-MM-DD.
    holder : str, optional
        The attribute that names who holds a polygon. Without it all polygons of a file are one
        side's, whose `actor_id` is ``held``.
    areas : bool
        Whether to measure each area; `area_km2` is missing otherwise.

    Returns
    -------
    GeoDataFrame
        `schema.CONTROL` with areas, EPSG:4326, by day: a row per day and holder. A day's areas
        are in force until the next file's day (that instant is the next one's), the last has no
        known end. Invalid polygons are mended, several of one holder are one; `reasons` names the
        file, and counts what was no polygon and left out.

    Raises
    ------
    InputError
        If the folder holds no such file, a name has no day, two have the same, a file cannot be
        read, is not in degrees or holds no polygon, or `holder` is in no feature.
    """
    days: dict[str, Path] = {}
    for path in _files(Path(folder)):
        day = _day(path)
        if day in days:
            raise InputError(
                f"'{path}' and '{days[day]}' are both of {day}; expected one file a day."
            )
        days[day] = path
    if not days:
        raise InputError(
            f"'{folder}' holds no dated polygons; expected files such as map_20240708.geojson."
        )
    ordered = sorted(days)
    rows: list[dict[str, Any]] = []
    for day, following in zip(ordered, [*ordered[1:], None], strict=True):
        found = _read(days[day], holder)
        if not found:
            raise InputError(
                f"'{days[day]}' holds no polygon; expected at least one. Is the download whole? "
                "Move the file away if nothing is known of that day."
            )
        for who, shape, reason in found:
            digest = hashlib.sha256(f"{day}|{who}".encode()).hexdigest()[:12]
            rows.append(
                {
                    "control_id": f"d-{digest}",
                    "geometry": shape,
                    "valid_from": pd.Timestamp(day, tz="UTC"),
                    "valid_to": pd.Timestamp(following, tz="UTC") if following else None,
                    "control_status": str(ControlStatus.HELD),
                    "actor": who,
                    "actor_id": who,
                    "reasons": reason,
                    "area_km2": area_km2(shape) if areas else None,
                }
            )
    return CONTROL.build(rows)


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise InputError(f"'{folder}' is no folder; expected one with a file of polygons a day.")
    return sorted(p for p in folder.iterdir() if p.suffix.lower() in SUFFIXES and p.is_file())


def _day(path: Path) -> str:
    found = _DAY.findall(path.stem)
    if found:
        year, _, month, day = found[-1]
        try:
            return str(pd.Timestamp(f"{year}-{month}-{day}").date())
        except ValueError:
            pass
    raise InputError(
        f"'{path}' has no day in its name; expected YYYYMMDD, as in map_20240708.geojson."
    )


def _read(path: Path, holder: str | None) -> list[tuple[str, shapely.Geometry, str]]:
    """Return holder, area and reason of each holder in a file."""
    shapes, names = _features(path, holder)
    polygons = shapely.get_dimensions(shapes) == 2
    left_out = int((~polygons).sum())
    found = []
    for name in sorted(set(names[polygons])):
        parts = shapely.get_parts(shapely.get_parts(shapes[polygons & (names == name)]))
        reason = f"read from {path.name}"
        area = shapely.multipolygons(list(parts))
        if not shapely.is_valid(area):
            area = areal(shapely.union_all(shapely.make_valid(parts)))
            reason += "; invalid or overlapping polygons mended"
        if left_out:
            reason += f"; {left_out} features that are no polygons left out"
        found.append((name, area, reason))
    return found


def _features(path: Path, holder: str | None) -> tuple[Any, Any]:
    """Return the shapes of a file and who holds each."""
    if path.suffix.lower() not in _JSON:
        return _layer(path, holder)
    try:
        text = path.read_text("utf-8")
        if holder is None and '"crs"' not in text.replace(_CRS84, "", 1):
            whole = shapely.from_geojson(text, on_invalid="ignore")
            if whole is not None:
                shapes = shapely.force_2d(shapely.get_parts([whole]))
                return shapes, np.full(len(shapes), HELD, dtype=object)
        data = json.loads(text)  # with a feature that has no place, or what says more
        features = data.get("features") if isinstance(data, dict) else None
        if not isinstance(features, list):
            raise InputError(f"'{path}' is no GeoJSON feature collection; expected 'features'.")
        _refuse_crs(data.get("crs"), path)
        features = [f for f in features if isinstance(f, dict) and f.get("geometry")]
        shapes = shapely.from_geojson([json.dumps(f["geometry"]) for f in features])
    except (OSError, ValueError, RecursionError, shapely.errors.GEOSException) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"'{path}' cannot be read as GeoJSON ({error}).") from error
    names = [_holder(f.get("properties"), holder) for f in features]
    return shapely.force_2d(shapes), _named(names, holder, path)


def _refuse_crs(member: Any, path: Path) -> None:
    """Refuse coordinates that the file itself says are not degrees."""
    properties = member.get("properties") if isinstance(member, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else member
    if name is not None and not (isinstance(name, str) and _DEGREES.search(name)):
        raise InputError(f"'{path}' is in {str(name)[:80]!r}; expected degrees, EPSG:4326.")


def _layer(path: Path, holder: str | None) -> tuple[Any, Any]:
    try:
        frame = gpd.read_file(path)
    except Exception as error:  # pyogrio raises errors of many classes
        raise InputError(f"'{path}' cannot be read as polygons ({error}).") from error
    if frame.crs is None:
        raise InputError(f"'{path}' has no CRS; expected one, such as EPSG:4326.")
    frame = frame[frame.geometry.notna() & ~frame.geometry.is_empty].to_crs(CRS)
    names = [_holder(row, holder) for row in frame.drop(columns="geometry").to_dict("records")]
    return shapely.force_2d(frame.geometry.to_numpy()), _named(names, holder, path)


def _holder(properties: Any, holder: str | None) -> str | None:
    if holder is None:
        return HELD
    value = properties.get(holder) if isinstance(properties, dict) else None
    return None if value is None or pd.isna(value) else str(value)


def _named(names: list[str | None], holder: str | None, path: Path) -> Any:
    if holder is not None and names and not any(names):
        raise InputError(f"No feature of '{path}' has the attribute '{holder}'.")
    return np.array([name or "unnamed" for name in names], dtype=object)
