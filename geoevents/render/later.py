"""Encoded tables -> what the page needs to draw, and blocks of rows that it reads when asked.

A map of a hundred thousand events holds far more text than any reader opens. What only the
evidence, the lists and the downloads need is cut into blocks of rows, each deflated by itself;
the page inflates the one that it is asked for. `viewer/src/codec.ts` is the other half.
"""

from __future__ import annotations

import base64
import json
import zlib
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

__all__ = ["LEAST", "split_tables"]

#: Tables with fewer rows stay whole: they open at once, and can be read by eye.
LEAST = 10_000
#: Rows of a block: inflated and read in a few milliseconds.
_ROWS = 4096
_EFFORT = 5  # 9 takes three times as long for 3 % less
# What drawing, filtering and the timeline need of every row.
_AT_ONCE = {
    "events": {
        "actor", "actor_id", "destination_lat", "destination_lon", "event_type", "extent", "lat",
        "lon", "origin_lat", "origin_lon", "place_id", "place_kind", "place_name", "source_kinds",
        "status", "sure", "toponym", "uncertainty_m", "valid_from", "valid_to",
    },
    "claims": {"source"},
}  # fmt: skip
_KINDS = {"u1": "<u1", "u2": "<u2", "u4": "<u4", "i4": "<i4", "f8": "<f8"}


def split_tables(tables: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Return the tables without what can wait, and the finished blocks of that.

    Parameters
    ----------
    tables : dict
        As `encode_tables` returns them.

    Returns
    -------
    tables : dict
        Large tables of events and claims have ``later`` (the prefix of their blocks' ids),
        ``rows`` (of a block), ``kinds`` (of the columns that wait, by name), and claims
        ``reports``, how many reports they come from.
    blocks : list of str
        Script elements of an inert type, each a deflated table of its own.
    """
    blocks: list[str] = []
    kept = dict(tables)
    for name, at_once in _AT_ONCE.items():
        table = tables[name]
        if table["n"] < LEAST:
            continue
        now = {key: one for key, one in table["columns"].items() if key in at_once}
        wait = {key: _opened(one) for key, one in table["columns"].items() if key not in at_once}
        prefix = f"geoevents-{name}"
        kept[name] = {
            "n": table["n"],
            "columns": now,
            "later": prefix,
            "rows": _ROWS,
            "kinds": {key: one["k"] for key, one in wait.items()},
        }
        if name == "claims":
            columns = table["columns"]
            told = columns["report_id"]["d"] or columns["source_url"]["d"]
            kept[name]["reports"] = len(told) - ("withheld" in told)  # as editions have it
        cuts = [(start, min(start + _ROWS, table["n"])) for start in range(0, table["n"], _ROWS)]
        parts = (
            {"n": stop - start, "columns": {k: _cut(one, start, stop) for k, one in wait.items()}}
            for start, stop in cuts
        )
        # zlib leaves the other threads running: blocks are cut while those before are deflated.
        with ThreadPoolExecutor() as pool:
            for number, coded in enumerate(pool.map(_deflated, parts)):
                start_tag = f'<script type="application/x-deflate-base64" id="{prefix}-{number}">'
                blocks.append(f"{start_tag}{coded}</script>")
    return kept, blocks


def _deflated(part: dict[str, Any]) -> str:
    """Return a block's JSON, deflated, in base64."""
    text = json.dumps(part, ensure_ascii=False, separators=(",", ":"))
    packed = zlib.compress(text.encode("utf-8", "surrogatepass"), _EFFORT)
    return base64.b64encode(packed).decode("ascii")


def _opened(column: dict[str, Any]) -> dict[str, Any]:
    """Return a column with its arrays unpacked."""
    return {
        key: _array(value) if isinstance(value, dict) and "b" in value else value
        for key, value in column.items()
    }


def _array(packed: dict[str, str]) -> Any:
    return np.frombuffer(base64.b64decode(packed["b"]), dtype=_KINDS[packed["t"]])


def _cut(column: dict[str, Any], start: int, stop: int) -> dict[str, Any]:
    """Return the rows from `start` to `stop` of an unpacked column, packed."""
    kind = column["k"]
    if kind == "text":
        codes = column["c"][start:stop]
        used, numbers = np.unique(codes[codes > 0], return_inverse=True)
        cut = np.zeros(len(codes), dtype="<u2")
        cut[codes > 0] = numbers + 1
        words = column["d"]
        if len(used) * 2 > len(codes):  # nearly each row has words of its own: row by row
            own = [words[int(one) - 1] if one else "" for one in codes]
            return {"k": kind, "d": own, "c": _packed(np.arange(1, len(codes) + 1, dtype="<u2"))}
        return {"k": kind, "d": [words[int(one) - 1] for one in used], "c": _packed(cut)}
    if kind == "lists":
        ends = column["e"]
        if not len(ends):
            return {"k": kind, "e": _packed(ends), "v": _packed(column["v"][:0])}
        first = int(ends[start - 1]) if start else 0
        own = (ends[start:stop].astype("int64") - first).astype("<u4")
        values = column["v"][first : int(ends[stop - 1])]
        return {"k": kind, "e": _packed(own), "v": _packed(values)}
    return {**column, "v": _packed(column["v"][start:stop])}


def _packed(array: Any) -> dict[str, Any]:
    """Return an array in base64, or where it counts up from a number, that number alone."""
    first = int(array[0]) if len(array) else 0
    if len(array) > 1 and array.dtype.kind == "u" and (np.diff(array.astype("int64")) == 1).all():
        return {"t": "up", "b": "", "o": first, "n": len(array)}
    name = f"{array.dtype.kind}{array.dtype.itemsize}"
    return {"t": name, "b": base64.b64encode(array.tobytes()).decode("ascii")}
