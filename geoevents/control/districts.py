"""Polygons that a user gives → districts: named, coded, sound, each point in one of them.

The headers of OCHA's common operational datasets (COD-AB), geoBoundaries and plain files are
recognised, and every column of the file stays.
"""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geoevents.errors import InputError
from geoevents.gazetteer.columns import find_columns
from geoevents.schema import CRS
from geoevents.spatial import area_km2

__all__ = ["cut", "read_boundaries", "with_prefix"]

# Neighbours drawn by hand overlap by a hair; districts of two levels in one file overlap wholly.
WIDEST_OVERLAP = 0.01
TOUCHING_DEG2 = 1e-12  # a hundredth of a square metre
MIN_PART_KM2 = 1e-6  # a square metre: rounding leaves crumbs of square millimetres, never more
IDS = ("district_id", "district_name", "pcode")


def read_boundaries(districts: gpd.GeoDataFrame | gpd.GeoSeries) -> gpd.GeoDataFrame:
    """Return districts with an id, a name and a p-code each, in the order given.

    Parameters
    ----------
    districts : GeoDataFrame or GeoSeries
        Polygons with a CRS. A column like ``ADM2_PCODE`` gives the p-code, one like ``ADM2_EN``
        or ``name`` the name; the deepest level that the headers speak of counts.

    Returns
    -------
    GeoDataFrame
        EPSG:4326: `district_id` (the p-code, else the index where that is of texts, else the
        name; made different where two are the same), `district_name`, `pcode`, `geometry`, and
        the given columns. Invalid polygons are mended, and of a narrow overlap the later district
        loses its part, so that no point counts twice.

    Raises
    ------
    InputError
        If there is no polygon or no CRS, a row is no polygon, or two districts overlap by more
        than a hundredth of the smaller.
    """
    frame = districts if isinstance(districts, gpd.GeoDataFrame) else districts.to_frame("geometry")
    if len(frame) == 0:
        raise InputError("The districts have no rows; expected at least one polygon.")
    shapes = frame.geometry
    if shapes.crs is None:
        raise InputError("The districts have no CRS; set it with districts.set_crs('EPSG:4326').")
    _refuse_others(shapes)
    sound = _apart(_sound(shapes.to_crs(CRS).to_numpy()), [str(label) for label in frame.index])
    given = pd.DataFrame(frame.drop(columns=frame.geometry.name))
    names, codes = _names(given)
    table = pd.DataFrame(
        {"district_id": _ids(frame.index, names, codes), "district_name": names, "pcode": codes}
    )
    given = given.rename(columns=with_prefix(given.columns, IDS)).reset_index(drop=True)
    return gpd.GeoDataFrame(pd.concat([table, given], axis=1), geometry=sound, crs=CRS)


def cut(
    shapes: NDArray[Any], districts: gpd.GeoDataFrame
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[Any]]:
    """Cut polygons (EPSG:4326) by districts.

    Returns
    -------
    which, district, part : arrays
        The number of the polygon, that of the district (-1: outside of all) and the piece that
        they share, in order; pieces without an area are left out.
    """
    borders = districts.geometry.to_numpy()
    if not len(shapes):
        return np.array([], dtype=np.int64), np.array([], dtype=np.int64), np.array([])
    which, district = shapely.STRtree(borders).query(shapes, predicate="intersects")
    parts = shapely.intersection(shapes[which], borders[district])
    around = shapely.union_all(borders[np.unique(district)])
    rest = shapely.difference(shapes, around)
    which = np.concatenate([which, np.arange(len(shapes))])
    district = np.concatenate([district, np.full(len(shapes), -1)])
    pieces = np.array([areal(part) for part in [*parts, *rest]], dtype=object)
    full = ~shapely.is_empty(pieces)
    order = np.lexsort((district[full], which[full]))
    return which[full][order], district[full][order], pieces[full][order]


def areal(shape: shapely.Geometry) -> shapely.Geometry:
    """Return the polygons of a shape: where areas only touch, nothing is shared."""
    parts = shapely.get_parts(shapely.get_parts([shape]))
    parts = parts[shapely.get_dimensions(parts) == 2]
    return shapely.MultiPolygon([part for part in parts if area_km2(part) > MIN_PART_KM2])


def with_prefix(columns: Any, taken: tuple[str, ...]) -> dict[Any, str]:
    """Return a new name for each given column that would hide one of ours."""
    return {name: f"given_{name}" for name in columns if name in taken}


def _refuse_others(shapes: gpd.GeoSeries) -> None:
    known = shapes[shapes.notna() & ~shapes.is_empty]
    wrong = known[shapely.get_dimensions(known.to_numpy()) != 2]
    if len(wrong) or known.empty:
        what = wrong.iloc[0].geom_type if len(wrong) else "no geometry"
        row = wrong.index[0] if len(wrong) else shapes.index[0]
        raise InputError(
            f"Row {row} of the districts has a {what}; expected polygons. A file with several "
            "layers needs the layer of the boundaries."
        )


def _sound(shapes: NDArray[Any]) -> NDArray[Any]:
    """Return valid multipolygons; an absent shape is an empty one."""
    absent = shapely.is_missing(shapes)
    shapes = np.where(absent, shapely.MultiPolygon(), shapes)
    mended = shapely.make_valid(shapely.force_2d(shapes))
    return np.array([areal(shape) for shape in mended], dtype=object)


def _apart(shapes: NDArray[Any], labels: list[str]) -> NDArray[Any]:
    """Return the shapes without narrow overlaps; wide ones are told."""
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    each = first < second
    first, second = first[each], second[each]
    # Neighbours touch; few overlap, and only those are looked at closely.
    wide = shapely.area(shapely.intersection(shapes[first], shapes[second])) > TOUCHING_DEG2
    for a, b in sorted(zip(first[wide].tolist(), second[wide].tolist(), strict=True)):
        shared = areal(shapely.intersection(shapes[a], shapes[b]))
        if shared.is_empty:
            continue
        km2 = area_km2(shared)
        if km2 > WIDEST_OVERLAP * min(area_km2(shapes[a]), area_km2(shapes[b])):
            raise InputError(
                f"The districts in rows {labels[a]} and {labels[b]} overlap by {km2:.1f} km²; "
                "expected one level of boundaries, so that no place counts twice. Keep the rows "
                "of one level, or one date of validity."
            )
        shapes[b] = areal(shapely.difference(shapes[b], shapes[a]))
    return shapes


def _names(given: pd.DataFrame) -> tuple[list[str | None], list[str | None]]:
    """Return each district's name and p-code, None where the file has none."""
    headers = [str(name) for name in given.columns]
    nothing: list[str | None] = [None] * len(given)
    try:
        found = find_columns(headers, {}, file="the districts", has_geometry=True)
    except InputError:  # no header is known for a name: the p-code may still be
        plain = {name.lower(): name for name in headers}
        code = next((plain[n] for n in sorted(plain, reverse=True) if "pcode" in n), "")
        return nothing, _texts(given, code) if code else nothing
    return _texts(given, found.name), _texts(given, found.pcode) if found.pcode else nothing


def _texts(given: pd.DataFrame, column: str) -> list[str | None]:
    values = given[next(c for c in given.columns if str(c) == column)]
    return [None if pd.isna(value) else str(value) for value in values]


def _ids(index: pd.Index[Any], names: list[str | None], codes: list[str | None]) -> list[str]:
    """Return one id a district, each different."""
    labels = [str(label) for label in index]
    if not isinstance(index, pd.RangeIndex) and index.is_unique and index.inferred_type == "string":
        wanted = labels
    elif all(codes):
        wanted = [str(code) for code in codes]
    else:
        wanted = [name or label for name, label in zip(names, labels, strict=True)]
    seen: dict[str, int] = {}
    ids = []
    for one in wanted:
        seen[one] = seen.get(one, 0) + 1
        ids.append(one if seen[one] == 1 else f"{one} ({seen[one]})")
    return ids
