"""Control on two days → what each actor gained and lost, as polygons and km²."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from geoevents.errors import InputError
from geoevents.schema import CRS
from geoevents.spatial import area_km2

__all__ = ["control_changes"]

NOBODY = "no data"
MIN_PART_M2 = 1.0  # rounding leaves crumbs of square millimetres, never more


def control_changes(
    control: gpd.GeoDataFrame,
    start: str,
    end: str,
    *,
    by: gpd.GeoDataFrame | None = None,
) -> gpd.GeoDataFrame:
    """Return what changed hands between two days, area by area.

    Gross change depends on how often one looks: what was lost and retaken in between is not seen,
    so every row states its two days.

    Parameters
    ----------
    control : GeoDataFrame
        Areas, as `estimate_control` gives them, that hold both days.
    start, end : str
        The two days, as in `valid_from`.
    by : GeoDataFrame, optional
        Districts: each row is split by them, and `district` holds the index of the district (its
        p-code, where the caller has set one as the index).

    Returns
    -------
    GeoDataFrame
        EPSG:4326; `before` and `after` (an `actor_id`, ``contested: a b`` or ``no data``),
        `geometry`, `area_km2` (geodesic, WGS 84), `start`, `end`, and `district` where asked for.
        An actor's gain is the rows where it stands after, its loss where it stands before, and
        gain less loss is the change of its area.

    Raises
    ------
    InputError
        If a day is not in `control`, or it holds no areas.
    """
    first, last = _classes(control, start), _classes(control, end)
    rows: list[dict[str, Any]] = []
    for before, old in first.items():
        for after, new in last.items():
            if before != after:
                rows.append(_row(before, after, shapely.intersection(old, new)))
    all_old = shapely.union_all(list(first.values()))
    all_new = shapely.union_all(list(last.values()))
    rows += [_row(k, NOBODY, shapely.difference(g, all_new)) for k, g in first.items()]
    rows += [_row(NOBODY, k, shapely.difference(g, all_old)) for k, g in last.items()]
    rows = [row for row in rows if not row["geometry"].is_empty]
    changes = gpd.GeoDataFrame(
        rows, columns=["before", "after", "geometry"], geometry="geometry", crs=CRS
    )
    if by is not None:
        changes = _split(changes, by)
    changes["area_km2"] = [area_km2(shape) for shape in changes.geometry]
    changes["start"], changes["end"] = start, end
    return changes.reset_index(drop=True)


def _classes(control: gpd.GeoDataFrame, day: str) -> dict[str, shapely.Geometry]:
    """Return the area of each class on a day."""
    moment = pd.Timestamp(day)
    moment = moment.tz_localize("UTC") if moment.tzinfo is None else moment.tz_convert("UTC")
    rows = control[
        (control["valid_from"] <= moment)
        & (control["valid_to"].isna() | (control["valid_to"] > moment))
    ]
    rows = rows[shapely.get_dimensions(rows.geometry.to_numpy()) == 2]
    if rows.empty:
        days = ", ".join(sorted({str(t.date()) for t in control["valid_from"].dropna()})) or "none"
        raise InputError(
            f"There is no estimated area on {day}, only on: {days}. Areas reach no farther than a "
            "recent claim; choose a day on which, or up to a year before which, places changed "
            "hands or were said to be held."
        )
    contested = "contested: " + rows["contender_ids"].fillna("")
    names = rows["actor_id"].where(rows["actor_id"].notna(), contested)
    return {
        str(name): shapely.union_all(group.geometry.to_numpy())
        for name, group in rows.groupby(names, sort=True)
    }


def _row(before: str, after: str, shape: shapely.Geometry) -> dict[str, Any]:
    return {"before": before, "after": after, "geometry": _areal(shape)}


def _areal(shape: shapely.Geometry) -> shapely.Geometry:
    """Return the polygons of a shape: where areas only touch, nothing changed hands."""
    parts = shapely.get_parts(shapely.get_parts([shape]))
    parts = parts[shapely.get_dimensions(parts) == 2]
    kept = [part for part in parts if area_km2(part) * 1e6 > MIN_PART_M2]
    return shapely.MultiPolygon(kept)


def _split(changes: gpd.GeoDataFrame, districts: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Split each change by the districts; what lies in none is kept, with no district."""
    shapes = districts.geometry.to_crs(CRS)
    rows = []
    for row in changes.itertuples():
        rest = row.geometry
        for name, shape in shapes.items():
            part = _areal(shapely.intersection(row.geometry, shape))
            if not part.is_empty:
                rows.append(
                    {"before": row.before, "after": row.after, "district": name, "geometry": part}
                )
                rest = shapely.difference(rest, shape)
        rest = _areal(rest)
        if not rest.is_empty:
            rows.append(
                {"before": row.before, "after": row.after, "district": None, "geometry": rest}
            )
    return gpd.GeoDataFrame(
        rows, columns=["before", "after", "district", "geometry"], geometry="geometry", crs=CRS
    )
