"""Actors of some tables -> their names and colours: the author's, the packs', or a palette's."""

from __future__ import annotations

import math
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from geoevents.actors import Actors
from geoevents.resources import data_path

__all__ = ["DISTINCT", "OTHERS", "PALETTE", "actor_rows", "palette", "palettes"]

#: The palette that takes no familiar colours, only those that are told apart best.
DISTINCT = "distinct"

#: Okabe & Ito (2008) and Tol's "muted" (2021): told apart by colour-blind readers.
PALETTE = (
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#882255", "#117733",
    "#999933", "#332288", "#aa4499", "#44aa99", "#7f6d3f", "#5b5b5b", "#cc6677", "#ddcc77",
    "#661100", "#88ccee",
)  # fmt: skip
#: The id of the row that stands for every actor without a row of its own.
OTHERS = "*"
_OTHERS_COLOUR = "#7486a8"
# Distances in OKLab (Ottosson, 2020). Two discs of 15 pixels are told apart from about .06 on; a
# colour that is ours to choose keeps more room.
_CLOSE, _FAR_ENOUGH = 0.06, 0.085
_TO_CONES = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_TO_LAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
# Weight that an actor whom no pack knows needs for a colour of its own (four for each deed, one for
# each time it is a target), its share of all, and how many such actors a key can hold.
_LEAST, _LEAST_SHARE, _MOST_STRANGERS = 5, 0.025, 10


@lru_cache(maxsize=1)
def palettes() -> tuple[str, ...]:
    """Return the names of the palettes: the packs of actors, by their files, and `DISTINCT`."""
    return (DISTINCT, *sorted(path.stem for path in data_path("actors").glob("*.toml")))


def palette(name: str) -> dict[str, str]:
    """Return a pack's own colours, ``#rrggbb`` by actor id; none for `DISTINCT`."""
    if name == DISTINCT:
        return {}
    pack = tomllib.loads((data_path("actors") / f"{name}.toml").read_text("utf-8"))
    return {one["id"]: one["colour"] for one in pack["actor"] if "colour" in one}


def actor_rows(
    tables: Iterable[Any], chosen: Mapping[str, str], *, style: str = ""
) -> tuple[list[dict[str, str]], dict[str, str]]:
    """Return the actors that the tables name, the most frequent first, each with a colour.

    Actors that no pack knows, that the author gave no colour, and that are named only now and
    then would fill the key with "4,000 fighters": they share the last row, whose id is `OTHERS`.
    Packs know many wars, and several of their blues may meet in one map: of two actors whose
    colours cannot be told apart, the less frequent takes one of the palette's.

    Parameters
    ----------
    tables : iterable of DataFrame
        Tables with `actor_id` and `actor`, and perhaps `target_id`, `target`, `contender_ids`.
    chosen : mapping of str to str
        Actor id to ``#rrggbb``, before anything else.
    style : str
        One of `palettes`, whose colours come before those of the other packs; or none.

    Returns
    -------
    rows : list of dict
        ``id`` (the actor's id, or its name as written where it has none), ``name``, ``colour``.
    others : dict of str to str
        Id to name of those that share the last row.
    """
    counts, written = _counted(tables)
    known = Actors.default()
    familiar = None if style == DISTINCT else palette(style) if style else {}
    order = sorted(counts, key=lambda key: (-counts[key], key))
    strangers = [key for key in order if key not in chosen and known.get(key) is None]
    least = max(_LEAST, _LEAST_SHARE * sum(counts.values()))
    others = {
        key for rank, key in enumerate(strangers) if counts[key] < least or rank >= _MOST_STRANGERS
    }
    own = [key for key in order if key not in others]
    colours = _coloured(own, chosen, familiar, [_OTHERS_COLOUR] if others else [])
    rows = []
    for key in own:
        actor = known.get(key)
        name = actor.name if actor else _as_written(key, written)
        rows.append({"id": key, "name": name, "colour": colours[key]})
    if others:
        rows.append({"id": OTHERS, "name": "Other actors, as named", "colour": _OTHERS_COLOUR})
    return rows, {key: _as_written(key, written) for key in sorted(others)}


def _coloured(
    order: list[str],
    chosen: Mapping[str, str],
    familiar: Mapping[str, str] | None,
    taken: list[str],
) -> dict[str, str]:
    """Return a colour for each actor, all told apart, but for those that somebody chose.

    `familiar` are the colours of the chosen conflict; None takes no pack's colours at all.
    """
    known = Actors.default()
    first = {**(familiar or {}), **chosen}
    settled = {key: first[key] for key in order if key in first}
    for key in order:
        colour = known.colour(key) if familiar is not None else None
        rivals = [*taken, *settled.values()]
        if key not in settled and colour and _nearest(colour, rivals) >= _CLOSE:
            settled[key] = colour
    for key in order:
        if key not in settled:
            settled[key] = _unused([*taken, *settled.values()])
    return settled


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
    """Return the first colour of the palette that is far from those in use, else the farthest."""
    free = (c for c in PALETTE if _nearest(c, used) > _FAR_ENOUGH)
    return next(free, None) or max(PALETTE, key=lambda colour: _nearest(colour, used))


def _nearest(colour: str, others: list[str]) -> float:
    return min((_distance(colour, other) for other in others), default=1e9)


def _distance(a: str, b: str) -> float:
    """Return the distance of two colours in OKLab, where black and white are 1 apart."""
    return math.dist(_oklab(a), _oklab(b))


def _oklab(colour: str) -> tuple[float, ...]:
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    cones = [(x * red + y * green + z * blue) ** (1 / 3) for x, y, z in _TO_CONES]
    return tuple(sum(w * cone for w, cone in zip(row, cones, strict=True)) for row in _TO_LAB)


def _linear(channel: float) -> float:
    """Return a channel of sRGB as an amount of light."""
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
