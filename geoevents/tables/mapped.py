"""Any CSV -> claims, by a mapping of our columns to its columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import pandas as pd

from geoevents.dates import from_edtf, parse_dates
from geoevents.errors import DateError, TableError
from geoevents.model import DateSpan, EventType, PlaceKind, Status
from geoevents.schema import CLAIMS
from geoevents.tables.foreign import actor_ids, assemble, country_codes, ids, points, slugs
from geoevents.tables.sound import sound

__all__ = ["claims"]

_GEOMETRY = ("latitude", "longitude")
_KNOWN = [name for name in CLAIMS.names if name not in {"geometry", "valid_to"}]
# No date of a table lies relative to its reading: words such as "yesterday" are refused.
_ANCHORS = ("1999-06-15", "2031-11-05")


def claims(
    frame: pd.DataFrame, name: str, columns: Mapping[str, str], *, path: str
) -> gpd.GeoDataFrame:
    """Turn a table's rows into claims.

    `columns` maps our columns, and ``latitude`` and ``longitude``, to the table's. ``valid_from``
    takes a date of any complete form (a day, month, year, EDTF, an interval), whose end it sets
    too. A row that cannot be placed or dated stays, with its reason.
    """
    _check_mapping(frame, columns, path)
    empty = pd.Series("", index=frame.index, dtype="str")

    def cell(ours: str) -> Any:
        return frame[columns[ours]].str.strip() if ours in columns else empty

    geometry, misplaced = points(cell("latitude"), cell("longitude"))
    spans = {text: _span(text) for text in cell("valid_from").unique()}
    when = cell("valid_from").map(spans)
    start = when.map(lambda span: span.start if span else None)
    taken = {ours: cell(ours) for ours in columns if ours not in {*_GEOMETRY, "valid_from"}}
    values: dict[str, Any] = {
        "event_type": str(EventType.OTHER),
        "status": str(Status.REPORTED),
        "place_kind": str(PlaceKind.NAMED),
        "place_name": cell("toponym"),
        "place_id": slugs(cell("toponym")),
        "actor_id": actor_ids(cell("actor")),
        "target_id": actor_ids(cell("target")),
        "review_status": "unreviewed",
        **taken,
        "claim_id": cell("claim_id") if "claim_id" in columns else ids(name, empty),
        "report_id": cell("report_id") if "report_id" in columns else name,
        "valid_from": start,
        "valid_to": when.map(lambda span: span.end if span else None),
        "date_edtf": when.map(lambda span: span.edtf if span else ""),
        "date_precision": when.map(lambda span: span.precision if span else ""),
        "date_text": cell("valid_from"),
        "date_reasons": _date_reasons(cell("valid_from"), when),
        "place_reasons": misplaced.mask(misplaced == "", "the table's own coordinates"),
    }
    values["place_kind"] = pd.Series(values["place_kind"], index=frame.index).mask(
        misplaced != "", str(PlaceKind.UNPLACED)
    )
    if "country_code" in columns:
        codes = country_codes(cell("country_code"))
        values["country_code"] = codes.where(codes != "", cell("country_code"))
    if "published_at" in columns:
        values["published_at"] = cell("published_at").map(_instant)
    values.setdefault("published_at", start)
    values.setdefault("recorded_at", values["published_at"])
    values["event_type"] = _types(values["event_type"], frame, path)
    if "end" not in columns:
        first = pd.to_numeric(cell("start"), errors="coerce").fillna(0)
        values["end"] = first + cell("quote").str.len()
    try:
        typed = assemble(values, geometry)
    except TableError as error:
        raise TableError(f"'{path}': {error}") from error
    return sound(typed, path)


def _check_mapping(frame: pd.DataFrame, columns: Mapping[str, str], path: str) -> None:
    for ours, theirs in columns.items():
        if ours not in {*_KNOWN, *_GEOMETRY}:
            raise TableError(
                f"columns= names '{ours}', which no claims table has; expected latitude, "
                f"longitude, {', '.join(_KNOWN)}."
            )
        if theirs not in frame.columns:
            raise TableError(
                f"'{path}' has no column '{theirs}' (for '{ours}'); it has "
                f"{', '.join(frame.columns)}."
            )


def _span(text: str) -> DateSpan | None:
    """Return the interval that a cell means by itself, or None."""
    if not text:
        return None
    try:
        return from_edtf(text)
    except DateError:
        first, second = (parse_dates(text, published=anchor) for anchor in _ANCHORS)
    return first if first == second else None


def _instant(text: str) -> Any:
    span = _span(text)
    return span.start if span else None


def _date_reasons(texts: Any, when: Any) -> Any:
    found = when.map(lambda span: span is not None)
    reasons = pd.Series("the table's own date", index=texts.index)
    absent = "undated: the row has no date"
    wrong = "undated: '" + texts + "' is no complete date"
    return reasons.where(found, wrong.where(texts != "", absent))


def _types(values: Any, frame: pd.DataFrame, path: str) -> Any:
    upper = pd.Series(values, index=frame.index).str.upper()
    known = {str(kind) for kind in EventType}
    wrong = ~upper.isin(known) & (upper != "")
    if wrong.any():
        row = int(wrong.to_numpy().argmax())
        raise TableError(
            f"'{path}', row {row}, column 'event_type': {values.iloc[row]!r} is none of "
            f"{', '.join(sorted(known))}; translate the column first."
        )
    return upper.where(upper != "", str(EventType.OTHER))
