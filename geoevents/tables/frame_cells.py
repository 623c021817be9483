"""A frame of anybody's -> its columns as text, its places as points, its dates as intervals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geoevents.dates import from_edtf, parse_dates
from geoevents.errors import DateError, TableError
from geoevents.model import DateSpan, PlaceKind
from geoevents.schema import CRS, TIME
from geoevents.tables.foreign import intervals, points, whole

__all__ = ["LAT", "LON", "Frame", "names", "opened", "when", "where"]

# Headers by which a column is known, in small letters without anything but letters and digits.
LON = ("longitude", "lon", "lng", "long", "xcoord", "pointx", "longitudedd", "decimallongitude")
LAT = ("latitude", "lat", "ycoord", "pointy", "latitudedd", "decimallatitude")
_ONE_DAY = pd.Timedelta(days=1)
_EARLIEST, _LATEST = pd.Timestamp("1800-01-01", tz="UTC"), pd.Timestamp("2201-01-01", tz="UTC")
# No date of a table lies relative to its reading: words such as "yesterday" are refused.
_ANCHORS = ("1999-06-15", "2031-11-05")
_POLYGONS = (3, 6)  # shapely's numbers of Polygon and MultiPolygon
# Metres in a degree of a great circle, WGS 84's mean radius.
_DEGREE_M = 111_195.0


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame's columns: as they stand, and as text."""

    table: pd.DataFrame
    known: dict[str, str]  # folded header -> header

    def text(self, name: str) -> Any:
        """Return a column as text, "" where nothing stands; all empty where it is absent."""
        if name not in self.table.columns:
            return pd.Series("", index=self.table.index, dtype="str")
        values = self.table[name]
        if isinstance(values.dtype, pd.DatetimeTZDtype) or values.dtype.kind == "M":
            midnight = (values.dt.normalize() == values) | values.isna()
            shape = "%Y-%m-%d" if midnight.all() else "%Y-%m-%d %H:%M:%S"
            return values.dt.strftime(shape).astype("object").fillna("").astype("str")
        missing = values.isna()
        if values.dtype.kind == "f" and (values[~missing] % 1 == 0).all():
            values = values.astype("Int64")
        return values.astype("str").str.strip().where(~missing, "")

    def texts(self) -> pd.DataFrame:
        """Return every column as text."""
        return pd.DataFrame({name: self.text(name) for name in self.table.columns})

    def first(self, headers: Sequence[str]) -> str:
        """Return the first column that goes by one of these headers, or ""."""
        return next((self.known[name] for name in headers if name in self.known), "")


def names(value: Any) -> list[str]:
    """Return the columns that an option names: none, one or several.

    Raises
    ------
    TableError
        If they are no names.
    """
    found = [] if value is None else [value] if isinstance(value, str) else value
    if not isinstance(found, list | tuple) or not all(isinstance(one, str) for one in found):
        raise TableError(f"The column is {value!r}; expected the name of a column, as text.")
    return list(found)


def opened(frame: Any, asked: list[str]) -> Frame:
    """Return a frame ready to be read, renumbered from 0.

    Raises
    ------
    TableError
        If it is no DataFrame, has two columns of one name, or lacks a column that is `asked` for.
    """
    if not isinstance(frame, pd.DataFrame):
        raise TableError(
            f"The table is a {type(frame).__name__}; expected a DataFrame or GeoDataFrame."
        )
    columns = [str(name) for name in frame.columns]
    twice = sorted({name for name in columns if columns.count(name) > 1})
    if twice:
        raise TableError(f"The table has two columns named '{twice[0]}'; rename one of them.")
    for name in asked:
        if name not in frame.columns:
            raise TableError(
                f"The table has no column '{name}'; it has {', '.join(columns) or 'none'}."
            )
    folded: dict[str, str] = {}
    for name in columns:
        folded.setdefault(re.sub(r"[^a-z0-9]", "", name.casefold()), name)
    return Frame(frame.reset_index(drop=True), folded)


def where(given: Frame) -> tuple[gpd.GeoSeries, dict[str, Any]]:
    """Return points in degrees, and what is known of each place, as columns of claims.

    Raises
    ------
    TableError
        If there is neither geometry nor longitude and latitude, or it lies off the earth.
    """
    table = given.table
    if getattr(table, "_geometry_column_name", None) in table.columns:
        return _from_shapes(table)
    lon, lat = given.first(LON), given.first(LAT)
    if not lon or not lat:
        raise TableError(
            "The table has no geometry, and no columns of longitude and latitude are known by "
            f"their names; it has {', '.join(map(str, table.columns))}. Rename two of them to "
            "'longitude' and 'latitude' (degrees), or make it a GeoDataFrame with "
            "geopandas.points_from_xy."
        )
    geometry, reasons = points(*(given.text(name).str.replace(",", ".") for name in (lat, lon)))
    kinds = pd.Series(str(PlaceKind.NAMED), index=reasons.index)
    return geometry, {
        "place_kind": kinds.mask(reasons != "", str(PlaceKind.UNPLACED)),
        "place_reasons": reasons.mask(reasons == "", "the table's own coordinates"),
    }


def _from_shapes(table: Any) -> tuple[gpd.GeoSeries, dict[str, Any]]:
    shapes = table.geometry
    if shapes.crs is not None and shapes.crs != CRS:
        shapes = shapes.to_crs(CRS)
    given = np.asarray(shapes.array)
    empty = shapely.is_missing(given) | shapely.is_empty(given)
    bounds = shapely.bounds(given)
    off = ~empty & ~((np.abs(bounds[:, ::2]) <= 180) & (np.abs(bounds[:, 1::2]) <= 90)).all(axis=1)
    if off.any():
        row = int(np.flatnonzero(off)[0])
        raise TableError(
            f"Row {row} of the table lies at {bounds[row, 0]:.8g}, {bounds[row, 1]:.8g}, which is "
            "no longitude and latitude; expected degrees. Say which CRS it has with "
            "GeoDataFrame.set_crs(…)."
        )
    kinds = shapely.get_type_id(given)
    drawn = np.where(kinds == 0, given, shapely.point_on_surface(given))
    drawn[empty] = shapely.Point()
    is_area = np.isin(kinds, _POLYGONS) & ~empty
    outline = np.full(len(given), "", dtype="object")
    outline[is_area] = shapely.to_wkt(given[is_area], rounding_precision=6)
    kind = np.where(empty, str(PlaceKind.UNPLACED), str(PlaceKind.NAMED)).astype("object")
    kind[~empty & (kinds != 0)] = str(PlaceKind.REGION)
    reach = np.where(empty | (kinds == 0), np.nan, _reach(bounds))
    return gpd.GeoSeries(drawn, index=table.index, crs=CRS), {
        "place_kind": pd.Series(kind, index=table.index),
        "place_extent": pd.Series(outline, index=table.index),
        "uncertainty_m": pd.Series(reach, index=table.index),
        "place_reasons": pd.Series(
            np.where(empty, "unplaced: the row has no geometry", "the table's own geometry"),
            index=table.index,
        ),
    }


def _reach(bounds: Any) -> Any:
    """Return metres: half the diagonal of boxes in degrees, an upper bound of a shape's radius."""
    west, south, east, north = bounds.T
    wide = (east - west) * np.cos(np.radians((south + north) / 2))
    return np.hypot(wide, north - south) / 2 * _DEGREE_M


def when(given: Frame, date: str | tuple[str, str]) -> dict[str, Any]:
    """Return the interval of each row, and how it follows from the cells, as columns of claims."""
    ends = names(date)
    spans = [_spans(given, name) for name in (ends[0], ends[-1])]
    start, end = spans[0][0], spans[1][1]
    sound = (start.notna() & end.notna() & (start < end)).to_numpy()
    start, end = start.where(sound), end.where(sound)
    text = given.text(ends[0])
    if len(set(ends)) > 1:
        text = text.where(text == given.text(ends[-1]), text + "/" + given.text(ends[-1]))
    precision = spans[0][2] if len(set(ends)) == 1 else _widths(start, end)
    wrong = "undated: '" + text + "' is no complete date"
    reasons = wrong.where(text.str.strip("/ ") != "", "undated: the row has no date")
    return {
        "valid_from": start,
        "valid_to": end,
        "date_edtf": intervals(start, end),
        "date_precision": precision.where(sound, ""),
        "date_text": text,
        "date_reasons": reasons.mask(sound, "the table's own date"),
    }


def _widths(start: Any, end: Any) -> Any:
    return pd.Series("interval", index=start.index).mask(end - start == _ONE_DAY, "day")


def _spans(given: Frame, name: str) -> tuple[Any, Any, Any]:
    """Return start, end and precision of each cell's date; a time of day is that day."""
    values = given.table[name]
    if isinstance(values.dtype, pd.DatetimeTZDtype) or values.dtype.kind == "M":
        times = pd.to_datetime(values, utc=True).astype(TIME)
        start = times.dt.floor("D")
        start = start.where(start.between(_EARLIEST, _LATEST, inclusive="left"))
        precision = pd.Series("day", index=values.index)
        return start, (start + _ONE_DAY).astype(TIME), precision
    texts = whole(given.text(name))
    found = {text: _span(text) for text in texts.unique()}
    columns = (
        texts.map({text: getattr(span, field, None) for text, span in found.items()})
        for field in ("start", "end", "precision")
    )
    start, end, precision = columns
    start, end = (pd.to_datetime(pd.Series(v), utc=True).astype(TIME) for v in (start, end))
    return start, end, precision.fillna("")


def _span(text: str) -> DateSpan | None:
    """Return the days that a cell means by itself, or None."""
    bare = re.sub(r"^(\d{4}-\d{2}-\d{2})[T ]\d{1,2}:\d{2}.*$", r"\1", text)
    if re.fullmatch(r"(\d{4})(\d{2})(\d{2})", bare):
        bare = f"{bare[:4]}-{bare[4:6]}-{bare[6:]}"
    if not bare:
        return None
    try:
        return from_edtf(bare)
    except DateError:
        first, second = (parse_dates(bare, published=anchor) for anchor in _ANCHORS)
    return first if first == second else None
