"""The author's spelling of places and actors -> tables and rows with the names that are shown.

A name is changed where the map speaks in its own voice: labels, headlines, keys, lists. What a
report says (the sentence, the place and the party as written) is never touched.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from typing import Any

from geoevents.errors import TableError
from geoevents.tables.loading import read_csv

__all__ = ["read_names", "respelled", "respelled_actors", "respelled_towns", "warn_of_unused"]

log = logging.getLogger(__name__)


def read_names(path: str | os.PathLike[str], *, lang: str = "en") -> dict[str, str]:
    """Return the names of a CSV: how a place or actor is called, and how it is to be shown.

    Parameters
    ----------
    path : path
        Columns ``name`` (an id, or a name as the map has it) and ``shown``, or a column for each
        language (``en``, ``ar``) instead. An empty cell leaves a name as it is.
    lang : str
        The column of which language is taken.

    Raises
    ------
    TableError
        If a column is absent, or a name stands twice with two spellings.
    """
    frame = read_csv(path)
    column = lang if lang in frame.columns else "shown"
    for need in ("name", column):
        if need not in frame.columns:
            raise TableError(
                f"'{path}' has no column '{need}'; it has {', '.join(frame.columns)}. Expected "
                f"the columns 'name' and 'shown', or 'name' and '{lang}'."
            )
    names: dict[str, str] = {}
    pairs = zip(frame["name"].str.strip(), frame[column].str.strip(), strict=True)
    for row, (name, shown) in enumerate(pairs):
        if name and shown and names.setdefault(name, shown) != shown:
            raise TableError(
                f"'{path}', row {row}, gives '{name}' a second spelling, '{shown}' beside "
                f"'{names[name]}'; keep one of them."
            )
    return names


def respelled(frame: Any, names: Mapping[str, str]) -> Any:
    """Return a table whose `place_name` is the author's, by the place's id or its name."""
    if not names or "place_name" not in frame.columns:
        return frame
    by_id = frame["place_id"].map(_lookup(frame["place_id"], names))
    by_name = frame["place_name"].map(_lookup(frame["place_name"], names))
    chosen = by_id.where(by_id.notna(), by_name)
    kept = frame["place_name"].where(chosen.isna(), chosen)
    return frame.assign(place_name=kept.astype(frame["place_name"].dtype))


def _lookup(column: Any, names: Mapping[str, str]) -> dict[str, str]:
    return {value: names[value] for value in column.dropna().unique() if value in names}


def respelled_actors(
    rows: list[dict[str, str]], others: Mapping[str, str], names: Mapping[str, str]
) -> tuple[list[dict[str, str]], dict[str, str]]:
    """Return the actors' rows, and the names of those that share one, as the author has them."""
    shown = [
        {**row, "name": names.get(row["id"], names.get(row["name"], row["name"]))} for row in rows
    ]
    return shown, {key: names.get(key, names.get(name, name)) for key, name in others.items()}


def respelled_towns(towns: list[Any], names: Mapping[str, str]) -> list[Any]:
    """Return the base map's towns with the author's names."""
    return [[names.get(town[0], town[0]), *town[1:]] for town in towns]


def warn_of_unused(
    names: Mapping[str, str],
    tables: list[Any],
    actors: tuple[list[dict[str, str]], Mapping[str, str]],
    towns: list[Any],
) -> None:
    """Say which names of the author's are met nowhere: most often they are misspelt."""
    # The tables have been spelled anew: a name is met where its new spelling stands.
    met = {town[0] for town in towns}
    for table in tables:
        met |= set(table["place_id"].dropna().unique())
        there = set(table["place_name"].dropna().unique())
        met |= {name for name, shown in names.items() if name in there or shown in there}
    rows, others = actors
    met |= {row[key] for row in rows for key in ("id", "name")} | {*others, *others.values()}
    unused = sorted(set(names) - met)
    if unused:
        log.warning(
            "names that stand nowhere on the map, and change nothing: %s; expected the id or the "
            "name of a place or actor as the map has it",
            ", ".join(f"'{name}'" for name in unused[:20]),
        )
