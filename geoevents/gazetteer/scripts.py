"""Places → how a script writes them: the spellings of the index whose letters are that script's."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from geoevents.gazetteer.index import ABBREVIATION
from geoevents.gazetteer.names import fold
from geoevents.gazetteer.skeleton import similarity, sound

__all__ = ["arabic_names"]

# Folded Arabic keys begin in this range; the letters that Arabic itself writes, and its marks.
_FIRST, _LAST = "ء", "ݐ"
_ARABIC = {chr(code) for code in range(0x0621, 0x0653)} | {" ", "-", "\u0670", "ٱ"}
_ARTICLE = re.compile(r"^(al|el|ad|an|ar|as|at|az|ash) ")
_ARTICLE_COUNTS = 0.2


def arabic_names(store: Any, place_ids: Collection[str]) -> dict[str, str]:
    """Return the Arabic name of each place that has one, by its id.

    Of several the one that sounds most like the place's usual name is taken: Kobani is كوباني
    beside عين العرب; of two much alike, the one with its article.
    """
    wanted = set(place_ids)
    query = (
        "SELECT p.place_id, p.name, n.name FROM name n JOIN place p ON p.id = n.place "
        "WHERE n.key >= ? AND n.key < ? AND n.kind != ?"
    )
    found: dict[str, tuple[tuple[float, str], str]] = {}
    for place_id, usual, spelling in store.rows(query, [_FIRST, _LAST, ABBREVIATION]):
        # No Arabic word begins with that letter; Kurdish ones do.
        if place_id not in wanted or not set(spelling) <= _ARABIC or spelling.startswith("ئ"):
            continue
        bare = spelling.removeprefix("ال")
        alike = similarity(sound(_ARTICLE.sub("", fold(usual))), sound(fold(bare)))
        rank = (round(alike + _ARTICLE_COUNTS * (bare != spelling), 2), spelling)
        if place_id not in found or rank > found[place_id][0]:
            found[place_id] = (rank, spelling)
    return {place_id: spelling for place_id, (_, spelling) in found.items()}
