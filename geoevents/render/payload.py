"""Tables of claims, events and control -> the columns that the page reads, sorted by time."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import shapely

from geoevents.errors import InputError, TableError
from geoevents.render.codec import (
    degrees_column,
    numbers_column,
    rings_column,
    text_column,
    times_column,
)
from geoevents.render.links import contradictions, evidence, rows_by_id, source_kinds
from geoevents.render.seam import FARTHEST
from geoevents.schema import CLAIMS, CONTROL, CRS, EVENTS, Table
from geoevents.tables.frames import from_frame

__all__ = [
    "by_time",
    "checked",
    "claims_as_events",
    "encode_tables",
    "is_area",
    "located",
    "rows_as_claims",
]

# Text that the page has no use for: it has the points and polygons themselves, or other columns.
_LEFT_OUT = {
    "admin1_code",
    "claim_ids",
    "contradicted_by",
    "decided_id",
    "destination_id",
    "destination_point",
    "extractor_version",
    "origin_id",
    "origin_point",
    "pcode",
    "place_extent",
    "report_sha256",
    "review_note",  # why a person decided so is not for publication
    "same_event",
    "superseded_by",
}
_OF_AREAS = (
    "area_km2",
    "max_age_days",
    "min_area_km2",
    "n_claims",
    "n_origins",
    "probability",
    "reach_m",
)
_AREA_TYPES = (3, 6)  # shapely's numbers of Polygon and MultiPolygon
_OF_EVENTS_ONLY = {"destination", "origin", "scope"}


def checked(frame: Any, table: Any, name: str) -> Any:
    """Return `frame` by its contract, renumbered from 0; an empty table where it is None."""
    if frame is None:
        return table.build([])
    if not isinstance(frame, pd.DataFrame):
        raise TableError(
            f"{name} is a {type(frame).__name__}; expected a GeoDataFrame such as "
            f"{'extract_claims' if name == 'claims' else 'merge_claims'} returns."
        )
    if not frame.empty and table.names[0] not in frame.columns:
        raise TableError(
            f"{name} has no column '{table.names[0]}', so it is no table of ours; for a table of "
            "your own say which column holds the date: TimeMap(frame, date='event_date', "
            f"color='actor1'). Its columns are {', '.join(map(str, frame.columns))}."
        )
    typed = table.build([])
    if list(frame.columns) == table.names and (frame.dtypes == typed.dtypes).all():
        crs = getattr(frame, "crs", None)
        if crs is None or crs == CRS:
            return frame.reset_index(drop=True)  # as our own functions return it: nothing to check
    return table.check(frame).reset_index(drop=True)


def claims_as_events(claims: Any) -> Any:
    """Return an events table with one event per claim, for a map made from claims alone."""
    shared = [c for c in EVENTS.names if c in CLAIMS.names]
    events = EVENTS.check(claims[shared])
    events["event_id"] = claims["claim_id"]
    events["claim_ids"] = claims["claim_id"]
    events["n_claims"] = 1
    events["n_origins"] = 1
    return events


def rows_as_claims(events: Any, claims: Any, date: Any, color: str | None) -> Any:
    """Return the claims of a frame of the caller's own, or say which option rules another out."""
    if date is None:
        raise InputError(
            f"color={color!r} without date=; expected both, such as date='event_date', "
            "color='actor1', for a table of your own. An events table has its own actors."
        )
    if events is None or claims is not None:
        raise InputError(
            f"date={date!r} is for a table of your own; expected TimeMap(frame, date=…) and no "
            "claims=, whose rows would be drawn twice."
        )
    return from_frame(events, date=date, actor=color)


def located(frame: Any) -> tuple[Any, Any]:
    """Return longitudes and latitudes of a table's geometry, NaN where it is empty."""
    geometry = np.asarray(frame.geometry.array)
    if not len(geometry):
        return np.empty(0), np.empty(0)
    others = shapely.get_type_id(geometry) > 0
    if others.any():
        geometry = geometry.copy()
        geometry[others] = shapely.point_on_surface(geometry[others])
    points = _unless(shapely.is_empty(geometry), geometry)
    lon, lat = shapely.get_x(points), shapely.get_y(points)
    # Longitudes may run on over 180°; further than that the page's columns do not reach.
    good = np.isfinite(lon) & np.isfinite(lat) & (np.abs(lat) <= 90.0) & (np.abs(lon) <= FARTHEST)
    return np.where(good, lon, np.nan), np.where(good, lat, np.nan)


def _unless(flags: Any, shapes: Any) -> Any:
    shapes = shapes.copy()
    shapes[flags] = None
    return shapes


def encode_tables(events: Any, claims: Any, control: Any) -> dict[str, Any]:
    """Return the three tables, each checked by its contract, as columns for the page.

    Rows of control that are areas become a table of their own: they are drawn, not placed.
    """
    claims = _by_time(claims)
    rows = rows_by_id(claims["claim_id"])
    areas = is_area(control)
    return {
        "events": _events(_by_time(events), claims, rows),
        "claims": _claims(claims),
        "control": _control(_by_time(control[~areas]), rows),
        "areas": _areas(_by_time(control[areas]), rows),
    }


def is_area(control: Any) -> Any:
    """Return per row of control whether it is a polygon, which is drawn, or a place."""
    areas = np.isin(shapely.get_type_id(np.asarray(control.geometry.array)), _AREA_TYPES)
    return areas & ~control.geometry.is_empty.to_numpy()


def _by_time(frame: Any) -> Any:
    return by_time(frame).reset_index(drop=True)


def by_time(frame: Any) -> Any:
    """Order by start of the interval, end and id: what the page draws last is on top.

    This is the order of the page's rows; the index stays, so that a row is found again.
    """
    keys = pd.DataFrame(
        {
            "start": frame["valid_from"].fillna(frame["valid_to"]),
            "end": frame["valid_to"],
            "id": frame.iloc[:, 0],
        }
    )
    if _is_in_order(keys):  # looking takes a tenth of the time of sorting
        return frame
    order = keys.sort_values(["start", "end", "id"], na_position="first", kind="stable").index
    return frame.loc[order]


def _is_in_order(keys: pd.DataFrame) -> bool:
    """Whether rows stand as they would be sorted; a missing time comes before every other."""
    start, end = (
        keys[name].astype("datetime64[us, UTC]").astype("int64") for name in ("start", "end")
    )
    ids = keys["id"].fillna("").to_numpy(dtype="object")
    rises = np.zeros(max(0, len(keys) - 1), dtype="bool")
    ties = ~rises
    for column in (start.to_numpy(), end.to_numpy(), ids):
        rises |= ties & (column[1:] > column[:-1]).astype("bool")
        ties &= (column[1:] == column[:-1]).astype("bool")
    return bool((rises | ties).all())


def _events(frame: Any, claims: Any, rows: Any) -> dict[str, Any]:
    columns = _text(frame, EVENTS, _LEFT_OUT)
    columns |= _places(frame) | _interval(frame)
    columns |= {
        "quantity": numbers_column(frame["quantity"]),
        "confidence": numbers_column(frame["confidence"]),
        # Whole hundredths take a byte each: what a filter needs of every row at once.
        "sure": numbers_column(np.floor(frame["confidence"].to_numpy() * 100 + 1e-6)),
        "source_kinds": text_column(source_kinds(frame["claim_ids"], rows, claims["source_kind"])),
        "n_claims": numbers_column(frame["n_claims"]),
        "n_origins": numbers_column(frame["n_origins"]),
        "is_contested": numbers_column(frame["is_contested"]),
    }
    for end in ("origin", "destination"):
        lon, lat = _points(frame[f"{end}_point"])
        columns |= {f"{end}_lon": degrees_column(lon), f"{end}_lat": degrees_column(lat)}
    columns |= evidence(frame["claim_ids"], rows, "claims")
    columns["contradicted_by"] = contradictions(frame)
    columns["corrected_by"] = contradictions(frame, "superseded_by")
    columns["corrections"] = evidence(frame["superseded_by"], rows, "claims")["claims"]
    return {"n": len(frame), "columns": columns}


def _claims(frame: Any) -> dict[str, Any]:
    columns = _text(frame, CLAIMS, _LEFT_OUT | _OF_EVENTS_ONLY)
    columns |= _interval(frame)
    columns |= {
        "published_at": times_column(frame["published_at"]),
        "uncertainty_m": numbers_column(frame["uncertainty_m"]),
        "quantity": numbers_column(frame["quantity"]),
        "confidence": numbers_column(frame["confidence"]),
    }
    return {"n": len(frame), "columns": columns}


def _control(frame: Any, rows: Any) -> dict[str, Any]:
    columns = _text(frame, CONTROL, _LEFT_OUT)
    lon, lat = located(frame)
    columns |= _interval(frame)
    columns |= {
        "lon": degrees_column(lon),
        "lat": degrees_column(lat),
        "last_reported_at": times_column(frame["last_reported_at"]),
        "n_claims": numbers_column(frame["n_claims"]),
        "n_origins": numbers_column(frame["n_origins"]),
    }
    columns |= evidence(frame["claim_ids"], rows, "claims")
    return {"n": len(frame), "columns": columns}


def _areas(frame: Any, rows: Any) -> dict[str, Any]:
    columns = _text(frame, CONTROL, _LEFT_OUT)
    columns |= _interval(frame)
    columns |= {name: numbers_column(frame[name]) for name in _OF_AREAS}
    columns["last_reported_at"] = times_column(frame["last_reported_at"])
    columns["shape"] = rings_column(np.asarray(frame.geometry.array))
    columns |= evidence(frame["claim_ids"], rows, "claims")
    return {"n": len(frame), "columns": columns}


def _places(frame: Any) -> dict[str, Any]:
    lon, lat = located(frame)
    # Many rows share a place: each distinct outline is read once.
    codes, texts = frame["place_extent"].factorize()
    outlines = _outlines(shapely.from_wkt(texts.tolist(), on_invalid="ignore"))
    distinct = np.array([*outlines, None], dtype="object")  # the last for rows without any
    extent = distinct[codes]
    drawn = is_area(frame) & (codes < 0)  # a row's own polygon is as good as one beside it
    extent[drawn] = _outlines(np.asarray(frame.geometry.array)[drawn])
    return {
        "lon": degrees_column(lon),
        "lat": degrees_column(lat),
        "uncertainty_m": numbers_column(frame["uncertainty_m"]),
        "extent": text_column(pd.Series(extent)),
    }


def _interval(frame: Any) -> dict[str, Any]:
    return {
        "valid_from": times_column(frame["valid_from"]),
        "valid_to": times_column(frame["valid_to"]),
    }


def _outlines(shapes: Any) -> list[str | None]:
    """Return polygons as ``lon lat,lon lat;…`` rings in degrees, None for anything else."""
    return [_outline(shape) for shape in shapes]


def _outline(shape: Any) -> str | None:
    if shape is None or shape.is_empty or shape.geom_type not in {"Polygon", "MultiPolygon"}:
        return None
    polygons = list(getattr(shape, "geoms", [shape]))
    rings = [ring for p in polygons for ring in (p.exterior, *p.interiors)]
    return ";".join(",".join(f"{x:.4f} {y:.4f}" for x, y, *_ in ring.coords) for ring in rings)


def _points(wkt: pd.Series[Any]) -> tuple[Any, Any]:
    """Return longitudes and latitudes of points written as WKT, NaN where there is none."""
    lon, lat = np.full(len(wkt), np.nan), np.full(len(wkt), np.nan)
    given = np.flatnonzero(wkt.notna().to_numpy())
    shapes = shapely.from_wkt(wkt.to_numpy(dtype="object")[given], on_invalid="ignore")
    is_point = (shapely.get_type_id(shapes) == 0) & ~shapely.is_empty(shapes)
    lon[given[is_point]] = shapely.get_x(shapes[is_point])
    lat[given[is_point]] = shapely.get_y(shapes[is_point])
    return lon, lat


def _text(frame: Any, table: Table, left_out: set[str]) -> dict[str, Any]:
    names = [c.name for c in table.columns if c.kind == "text" and c.name not in left_out]
    return {name: text_column(frame[name]) for name in names}
