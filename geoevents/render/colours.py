"""Actors of some tables -> their names and colours: the author's, the packs', or a palette's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from geoevents.actors import Actors

__all__ = ["OTHERS", "PALETTE", "actor_rows"]

#: Okabe & Ito (2008) and Tol's "muted" (2021): told apart by colour-blind readers.
PALETTE = (
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#882255", "#117733",
    "#999933", "#332288", "#aa4499", "#44aa99", "#7f6d3f", "#5b5b5b",
)  # fmt: skip
#: The id of the row that stands for every actor without a row of its own.
OTHERS = "*"
_OTHERS_COLOUR = "#7486a8"
_FAR_ENOUGH = 60.0
# Weight that an actor whom no pack knows needs for a colour of its own (four for each deed, one for
# each time it is a target), its share of all, and how many such actors a key can hold.
_LEAST, _LEAST_SHARE, _MOST_STRANGERS = 5, 0.025, 10


def actor_rows(
    tables: Iterable[Any], chosen: Mapping[str, str]
) -> tuple[list[dict[str, str]], dict[str, str]]:
    """Return the actors that the tables name, the most frequent first, each with a colour.

    Actors that no pack knows, that the author gave no colour, and that are named only now and
    then would fill the key with "4,000 fighters": they share the last row, whose id is `OTHERS`.

    Parameters
    ----------
    tables : iterable of DataFrame
        Tables with `actor_id` and `actor`, and perhaps `target_id`, `target`, `contender_ids`.
    chosen : mapping of str to str
        Actor id to ``#rrggbb``, before anything else.

    Returns
    -------
    rows : list of dict
        ``id`` (the actor's id, or its name as written where it has none), ``name``, ``colour``.
    others : dict of str to str
        Id to name of those that share the last row.
    """
    counts, written = _counted(tables)
    known = Actors.default()
    order = sorted(counts, key=lambda key: (-counts[key], key))
    strangers = [key for key in order if key not in chosen and known.get(key) is None]
    least = max(_LEAST, _LEAST_SHARE * sum(counts.values()))
    others = {
        key for rank, key in enumerate(strangers) if counts[key] < least or rank >= _MOST_STRANGERS
    }
    colours = {key: chosen.get(key) or known.colour(key) for key in order}
    used = [colour for colour in colours.values() if colour]
    rows = []
    for key in order:
        if key in others:
            continue
        actor = known.get(key)
        name = actor.name if actor else _as_written(key, written)
        rows.append({"id": key, "name": name, "colour": colours[key] or _unused(used)})
    if others:
        rows.append({"id": OTHERS, "name": "Other actors, as named", "colour": _OTHERS_COLOUR})
    return rows, {key: _as_written(key, written) for key in sorted(others)}


def _counted(tables: Iterable[Any]) -> tuple[Counter[str], dict[str, Counter[str]]]:
    """Return how much each actor acts, and how it is written."""
    counts: Counter[str] = Counter()
    written: dict[str, Counter[str]] = {}
    for table in tables:
        for who in ("actor", "target"):
            if f"{who}_id" in table.columns:
                _count(table, who, counts, written)
        if "contender_ids" in table.columns:
            for cell in table["contender_ids"].dropna():
                counts.update(str(cell).split())
    return counts, written


def _count(table: Any, who: str, counts: Counter[str], written: dict[str, Counter[str]]) -> None:
    ids, names = table[f"{who}_id"], table[who]
    keys = ids.fillna(names)
    # A target alone makes no mark of its own: it weighs less in the order of the legend.
    for key, n in keys.dropna().value_counts().items():
        counts[str(key)] += int(n) * (4 if who == "actor" else 1)
    pairs = names.groupby(keys).value_counts()
    for (key, name), n in pairs.items():
        written.setdefault(str(key), Counter())[str(name)] += int(n)


def _as_written(key: str, written: Mapping[str, Counter[str]]) -> str:
    """Return the commonest wording, for an actor that no pack knows."""
    names = written.get(key)
    if names:
        return min(names, key=lambda name: (-names[name], name))
    return key.replace("-", " ")


def _unused(used: list[str]) -> str:
    """Return the first colour of the palette that is far from those in use, and note it."""

    def nearest(colour: str) -> float:
        return min((_distance(colour, other) for other in used), default=1e9)

    free = next((c for c in PALETTE if nearest(c) > _FAR_ENOUGH), None)
    colour = free or max(PALETTE, key=nearest)
    used.append(colour)
    return colour


def _distance(a: str, b: str) -> float:
    """Return the weighted distance of two colours, after Riemersma's low-cost approximation."""
    (r1, g1, b1), (r2, g2, b2) = (tuple(int(c[i : i + 2], 16) for i in (1, 3, 5)) for c in (a, b))
    mean = (r1 + r2) / 512
    red, green, blue = (r1 - r2) ** 2, (g1 - g2) ** 2, (b1 - b2) ** 2
    return float(((2 + mean) * red + 4 * green + (3 - mean) * blue) ** 0.5)
