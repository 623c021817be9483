"""Cells of ids separated by spaces -> numbers of rows, without a loop over rows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from geoevents.render.codec import lists_column, numbers_column

__all__ = ["contradictions", "evidence", "rows_by_id", "source_kinds"]


def rows_by_id(ids: pd.Series[Any]) -> pd.Series[int]:
    """Return the number of the row of each id; of an id that repeats, the last."""
    rows = pd.Series(np.arange(len(ids)), index=ids.fillna("").to_numpy(dtype="object"))
    return rows[~rows.index.duplicated(keep="last")]


def evidence(ids: pd.Series[Any], rows: pd.Series[int], name: str) -> dict[str, Any]:
    """Return, per row, the numbers of its claims, and how many of its claims were not given."""
    words, owners, counts = _words(ids)
    at = rows.index.get_indexer(words)
    hits = at >= 0
    found = np.bincount(owners[hits], minlength=len(ids))
    return {
        name: lists_column(rows.to_numpy()[at[hits]], found),
        "n_lacking": numbers_column(counts - found),
    }


def source_kinds(ids: pd.Series[Any], rows: pd.Series[int], kinds: pd.Series[Any]) -> list[Any]:
    """Return, per row, every kind of source of its claims, joined by ``+``, or None."""
    words, owners, _ = _words(ids)
    at = rows.index.get_indexer(words)
    hits = at >= 0
    said = kinds.to_numpy(dtype="object")[rows.to_numpy()[at[hits]]]
    pairs = pd.DataFrame({"row": owners[hits], "kind": said}).dropna().drop_duplicates()
    several = pairs["row"].duplicated(keep=False)
    out = np.full(len(ids), None, dtype="object")
    out[pairs.loc[~several, "row"]] = pairs.loc[~several, "kind"]
    joined = pairs[several].sort_values(["row", "kind"]).groupby("row")["kind"].agg("+".join)
    out[joined.index] = joined
    return out.tolist()


def contradictions(frame: Any, column: str = "contradicted_by") -> dict[str, Any]:
    """Return, per event, the numbers of the events that contradict or correct it.

    The column names claims; the events that rest on them are what the page can show.
    """
    n = len(frame)
    if frame[column].isna().all():
        return lists_column([], np.zeros(n, dtype="int64"))
    wanted, against, _ = _words(frame[column])
    claims, holders, _ = _words(frame["claim_ids"])
    own = frame["event_id"].fillna("").to_numpy(dtype="object")
    held = pd.DataFrame(
        {"id": np.concatenate([own, claims]), "other": np.concatenate([np.arange(n), holders])}
    )
    pairs = pd.DataFrame({"id": wanted, "event": against}).merge(held, on="id")
    pairs = pairs.loc[pairs["event"] != pairs["other"], ["event", "other"]]
    pairs = pairs.drop_duplicates().sort_values(["event", "other"])
    return lists_column(pairs["other"], np.bincount(pairs["event"], minlength=n))


def _words(cells: pd.Series[Any]) -> tuple[Any, Any, Any]:
    """Return all words of all cells, the row that each stands in, and how many each row has."""
    texts = cells.fillna("").tolist()
    # Most often each cell has one word: then no lists are made, which take most of the time.
    words = "\n".join(texts).split()
    if words == [text for text in texts if text]:
        counts = (cells.notna() & (cells != "")).to_numpy(dtype="int64")
    else:
        parts = list(map(str.split, texts))
        counts = np.fromiter(map(len, parts), dtype="int64", count=len(parts))
    owners = np.repeat(np.arange(len(texts)), counts)
    return np.array(words, dtype="object"), owners, counts
