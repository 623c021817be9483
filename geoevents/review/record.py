"""A claim ↔ one cell of text: all that is known of it, as no spreadsheet rewrites it.

Spreadsheets turn ``2015-02`` into a date of their own and an id of digits into a number. The cell
starts with a brace, so that it stays a text, and a decision is found again by what stands in it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import pandas as pd
import shapely

from geoevents.schema import CLAIMS

__all__ = ["from_record", "records", "to_record"]

# Excel cuts a cell at 32,767 signs; guards against formulas add some.
MOST_SIGNS = 30_000
# What is left out of a record that would be longer, first things first.
_EXPENDABLE = ("place_extent", "place_reasons", "date_reasons", "quote")
# Of a quote this much always stays: without any, its claim would not be found again.
_LEAST_QUOTE = 2_000
_DECIMALS = 7
_KINDS = {column.name: column.kind for column in CLAIMS.columns}
# Words of question marks alone: what Windows' own encodings leave of Arabic or Cyrillic letters.
_LOST = re.compile(r"(?=.*\?{3})[\W\d_]+")


def records(claims: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Yield each claim as plain values by column, without what is missing."""
    names = [name for name in CLAIMS.names if name in claims.columns]
    columns = [_plain(claims[name], name) for name in names]
    for values in zip(*columns, strict=True):
        yield {name: v for name, v in zip(names, values, strict=True) if v is not None}


def to_record(claim: Mapping[str, Any]) -> str:
    """Write a claim of `records` as JSON on one line."""
    kept = dict(claim)
    for name in ("", *_EXPENDABLE):
        gone = kept.pop(name, None)
        if name == "quote" and gone is not None:
            kept["quote"] = gone[:_LEAST_QUOTE]
        text = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
        if len(text) <= MOST_SIGNS:
            break
    return text


def from_record(text: str) -> dict[str, Any]:
    """Read what `to_record` wrote; columns that the contract lacks are left out.

    Raises
    ------
    ValueError
        If it is no JSON object of plain values.
    """
    found = json.loads(text)
    if not isinstance(found, dict):
        raise ValueError("no JSON object")  # noqa: TRY004  the caller names file and row
    known = {name: value for name, value in found.items() if name in CLAIMS.names}
    for name, value in known.items():
        if value is None or not _fits(name, value):
            raise ValueError(f"'{name}' holds {str(value)[:40]!r}")
        if isinstance(value, str) and _LOST.fullmatch(value):
            raise ValueError(
                f"'{name}' has lost its letters: the file was saved in an encoding without them; "
                "save it as CSV in UTF-8, or as a workbook"
            )
    return known


def _fits(name: str, value: Any) -> bool:
    """Whether a value is of its column's kind."""
    kind = _KINDS[name]
    if kind == "flag":
        return isinstance(value, bool)
    if kind in {"count", "number"}:
        numbers = int if kind == "count" else int | float
        return isinstance(value, numbers) and not isinstance(value, bool)
    if kind == "geometry":
        return isinstance(value, str) and shapely.from_wkt(value, on_invalid="ignore") is not None
    if kind == "time" and isinstance(value, str):
        try:
            datetime.fromisoformat(value)
        except ValueError:
            return False
    return isinstance(value, str)


def _plain(values: pd.Series[Any], name: str) -> list[Any]:
    kind = _KINDS[name]
    if kind == "geometry":
        shapes = values.to_numpy()
        texts = shapely.to_wkt(shapes, rounding_precision=_DECIMALS, trim=True)
        empty = shapely.is_missing(shapes) | shapely.is_empty(shapes)
        return [None if gone else str(text) for text, gone in zip(texts, empty, strict=True)]
    missing = values.isna().tolist()
    if kind == "time":
        return [None if gone else v.isoformat() for v, gone in zip(values, missing, strict=True)]
    make: Any = {"count": int, "number": float, "flag": bool}.get(kind, str)
    return [None if gone else make(v) for v, gone in zip(values.tolist(), missing, strict=True)]
