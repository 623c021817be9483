"""Columns of a table to plain values of one JSON type each."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pandas as pd

from geoevents.gazetteer import own_sources

__all__ = ["attributes", "attribution", "column_kind", "plain"]

# Names, countries and divisions come from these, whatever else a table holds.
_ATTRIBUTION = (
    "Place names and coordinates: GeoNames (https://www.geonames.org), CC BY 4.0. "
    "Countries and divisions: Natural Earth (https://www.naturalearthdata.com), public domain."
)
# Datasets whose places keep their own ids.
_DATASETS = {
    "ucdp:": "Events: UCDP Georeferenced Event Dataset, Uppsala Conflict Data Program "
    "(https://ucdp.uu.se), CC BY 4.0.",
    "acled:": "Events: ACLED (https://acleddata.com), under its terms of use.",
}

ColumnKind = Literal["time", "flag", "count", "number", "text"]


def column_kind(values: pd.Series[Any]) -> ColumnKind:
    """Return the one JSON type that all values of a column get."""
    if isinstance(values.dtype, pd.DatetimeTZDtype) or values.dtype.kind == "M":
        return "time"
    if pd.api.types.is_bool_dtype(values.dtype):
        return "flag"
    if pd.api.types.is_integer_dtype(values.dtype):
        return "count"
    if pd.api.types.is_float_dtype(values.dtype):
        return "number"
    if values.dtype != "object":
        return "text"
    return _kind_of_objects(values)


def _kind_of_objects(values: pd.Series[Any]) -> ColumnKind:
    known = values[values.notna()]
    if len(known) and known.map(lambda v: isinstance(v, bool | np.bool_)).all():
        return "flag"
    if len(known) and known.map(lambda v: isinstance(v, int | float | np.number)).all():
        return "number"
    if len(known) and known.map(lambda v: isinstance(v, pd.Timestamp)).all():
        return "time"
    return "text"


def plain(values: pd.Series[Any]) -> list[Any]:
    """Return a column as str, int, float, bool or None.

    Times are UTC with a ``Z``, and count as UTC where they have no zone; what is no finite number
    is None.
    """
    kind = column_kind(values)
    if kind == "time":
        return _times(values)
    missing = values.isna().to_numpy()
    if kind == "text":
        return [None if gone else str(v) for v, gone in zip(values.tolist(), missing, strict=True)]
    if kind == "number":
        numbers = pd.to_numeric(values).astype("float64").to_numpy()
        return [float(v) if np.isfinite(v) else None for v in numbers]
    convert: type = bool if kind == "flag" else int
    return [None if gone else convert(v) for v, gone in zip(values, missing, strict=True)]


def _times(values: pd.Series[Any]) -> list[str | None]:
    times = pd.to_datetime(values, utc=True).dt.tz_localize(None).astype("datetime64[us]")
    raw = times.to_numpy()
    missing = np.isnat(raw)
    is_whole = bool((raw[~missing].astype("int64") % 1_000_000 == 0).all())
    texts = np.datetime_as_string(raw, unit="s" if is_whole else "us")
    return [None if gone else f"{text}Z" for text, gone in zip(texts, missing, strict=True)]


def attribution(frame: pd.DataFrame) -> str:
    """Return whom a table's places and events are from, with the licences."""
    parts = [_ATTRIBUTION]
    if "place_id" in frame.columns:
        places = frame["place_id"].astype("str")
        parts += [text for start, text in _DATASETS.items() if places.str.startswith(start).any()]
        parts += [
            f"Places {own.label}: {own.file}, {own.licence or 'licence not given'}."
            for own in own_sources()
            if own.outranks and places.str.startswith(f"{own.label}:").any()
        ]
    return " ".join(parts)


def attributes(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the columns of a table that are not its geometry."""
    geometry = getattr(frame, "_geometry_column_name", None)
    return pd.DataFrame({name: frame[name] for name in frame.columns if name != geometry})
