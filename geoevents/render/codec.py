"""Columns -> inert blocks of text: dictionaries of strings and typed arrays, never code.

A block is JSON that no HTML parser can leave early, or, when it is large, deflated JSON in base64.
`viewer/src/codec.ts` is the other half.
"""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
import shapely

__all__ = [
    "MISSING_DEGREES",
    "degrees_column",
    "lists_column",
    "numbers_column",
    "rings_column",
    "text_column",
    "times_column",
    "to_block",
]

#: A coordinate that is not known, in the ten-millionths of a degree that the page reads.
MISSING_DEGREES = -(2**31)
#: Parts of a degree in which outlines are written: about eleven metres.
_PARTS = 10_000
#: Above this many characters a block is deflated: small maps stay readable to the eye.
_LARGE = 600_000
# zlib's level: 6 takes two and a half times as long as 4, for files that are 5 % smaller.
_EFFORT = 4
# What could end a script element, or a line of script, whatever the parser's state.
_UNSAFE = re.compile("[<>&\u2028\u2029\x00-\x1f\x7f\ud800-\udfff\ufeff]")
_DAY_S = 86_400.0
#: More steps would not be told apart by what counts them.
_MOST_STEPS = 2**32
_INTEGERS = (("u1", np.uint8), ("u2", np.uint16), ("u4", np.uint32))


def to_block(value: Any, name: str) -> str:
    """Return the script element, of a type that no browser runs, that holds `value` as JSON."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    if len(text) <= _LARGE:
        safe = _UNSAFE.sub(lambda hit: f"\\u{ord(hit[0]):04x}", text)
        return f'<script type="application/json" id="{name}">{safe}</script>'
    packed = zlib.compress(text.encode("utf-8", "surrogatepass"), _EFFORT)
    coded = base64.b64encode(packed).decode("ascii")
    return f'<script type="application/x-deflate-base64" id="{name}">{coded}</script>'


def text_column(values: Iterable[Any]) -> dict[str, Any]:
    """Return distinct strings in order of appearance, and per row 0 (missing) or its number.

    A column without any string has no numbers either.
    """
    column = values if isinstance(values, pd.Series) else pd.Series(list(values), dtype="object")
    codes, distinct = column.factorize()
    numbers = _integers(codes + 1 if len(distinct) else [])
    return {"k": "text", "d": _readable(distinct.tolist()), "c": numbers}


def numbers_column(values: Any) -> dict[str, Any]:
    """Return numbers; NaN where missing."""
    return _numbers("number", np.asarray(values, dtype="<f8"), 1.0)


def times_column(values: pd.Series[Any]) -> dict[str, Any]:
    """Return seconds since 1970-01-01T00:00Z; NaN where missing."""
    stamps = pd.to_datetime(values, utc=True)
    seconds = (stamps - pd.Timestamp(0, tz="UTC")) / pd.Timedelta(seconds=1)
    return _numbers("time", np.asarray(seconds, dtype="<f8"), _DAY_S)


def _numbers(kind: str, values: Any, step: float) -> dict[str, Any]:
    """Return numbers as steps from the least one where they are that, 0 where missing.

    Whole numbers and days then take one byte or two instead of eight.
    """
    known = np.isfinite(values)
    if not known.any():
        return {"k": kind, "v": _integers([])}
    least = float(values[known].min())
    steps = np.zeros(len(values))
    steps[known] = (values[known] - least) / step + 1
    back = least + (steps[known] - 1) * step  # as the page reads it: nothing may be rounded away
    is_whole = steps.max() < _MOST_STEPS and (steps == np.floor(steps)).all() and least % 1 == 0
    is_whole &= (back == values[known]).all()
    if np.isinf(values).any() or not is_whole:
        return {"k": kind, "v": _packed(values, "f8")}
    return {"k": kind, "o": least, "s": step, "v": _integers(steps)}


def degrees_column(values: Any) -> dict[str, Any]:
    """Return degrees as ten-millionths (about a centimetre), `MISSING_DEGREES` where missing."""
    degrees = np.asarray(values, dtype="float64")
    known = np.isfinite(degrees)
    whole = np.full(len(degrees), MISSING_DEGREES, dtype="<i4")
    whole[known] = np.round(degrees[known] * 1e7).astype("<i4")
    return {"k": "degrees", "v": _packed(whole if known.any() else whole[:0], "i4")}


def lists_column(values: Any, lengths: Any) -> dict[str, Any]:
    """Return lists of row numbers: `values` of all lists in one array, and where each list ends."""
    return {"k": "lists", "e": _integers(np.cumsum(lengths)), "v": _integers(values)}


def rings_column(shapes: Any) -> dict[str, Any]:
    """Return polygons as rings of points, each point as the step from the one before.

    Outlines that share an edge share it after rounding too. Where each ring ends is counted in
    points, and where each row ends in rings.
    """
    parts, row_of_part = shapely.get_parts(np.asarray(shapes), return_index=True)
    rings, part_of_ring = shapely.get_rings(parts, return_index=True)
    points = shapely.get_coordinates(rings)
    whole = np.round(points * _PARTS).astype("int64")
    steps = np.diff(whole, axis=0, prepend=np.zeros((1, 2), dtype="int64"))
    per_row = np.bincount(row_of_part[part_of_ring], minlength=len(shapes))
    return {
        "k": "rings",
        "s": _PARTS,
        "e": _integers(np.cumsum(per_row)),
        "p": _integers(np.cumsum(shapely.get_num_points(rings))),
        "v": _packed(steps.astype("<i4").ravel(), "i4"),
    }


def _readable(values: list[Any]) -> list[str]:
    """Half of a surrogate pair is no character, and no file in UTF-8 can hold it."""
    texts = [str(value) for value in values]
    try:
        "".join(texts).encode()
    except UnicodeEncodeError:
        return [text.encode("utf-8", "replace").decode("utf-8") for text in texts]
    return texts


def _integers(values: Any) -> dict[str, str]:
    array = np.asarray(values, dtype="int64")
    top = int(array.max()) if len(array) else 0
    for name, kind in _INTEGERS:
        if top <= np.iinfo(kind).max:
            return _packed(array.astype(np.dtype(kind).newbyteorder("<")), name)
    raise OverflowError(top)


def _packed(array: Any, name: str) -> dict[str, str]:
    return {"t": name, "b": base64.b64encode(array.tobytes()).decode("ascii")}
