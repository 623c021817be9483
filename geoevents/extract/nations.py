"""Demonym and force noun -> the forces of that nation: "Ethiopian troops", "Zairean soldiers".

What a pack of actors names is found already; this finds the armies that no pack has.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from geoevents.actors import Actors, Found, slug
from geoevents.model import Actor
from geoevents.resources import data_path

__all__ = ["with_national_forces"]

# Nations that are no more, or are written otherwise than the gazetteer has them.
_FORMER = ["Soviet", "Zairean", "Zairian", "Zairois", "Yugoslav", "Czechoslovak", "Burkinabe"]
_FORCES = (
    r"(?:government |armed |ground |special |security |air |regular )?"
    r"(?:troops|forces|soldiers|army|military|warplanes|jets|tanks|paratroopers|commandos"
    r"|air force|navy|infantry)"
)
# An army's spokesman is of the army; its radio, hospital or observers are no force.
_UNARMED = re.compile(r"\s+(?:radio|hospital|observers?|advis[eo]rs?|attach\u00e9|base|barracks)\b")


def with_national_forces(
    text: str, hits: Sequence[Found], actors: Actors, *, on: date | None = None
) -> list[Found]:
    """Return the actors found in a text, with the national forces that no pack names.

    The id is the pack's where it knows the army of that nation under another name on that day
    (`on`), else made from the demonym: ``ethiopian-forces``.
    """
    found = list(hits)
    for match in _pattern().finditer(text):
        start, end = match.span()
        covered = any(a < end and start < b for a, b, _, _ in hits)
        if covered or _UNARMED.match(text, end) or _is_longer_name(text, start):
            continue
        demonym = match["demonym"]
        army = next(
            (
                hit[2]
                for noun in ("army", "troops", "forces")
                for hit in actors.find(f"{demonym} {noun}", on=on)
                if hit[0] == 0
            ),
            Actor(f"{slug(demonym)}-forces", f"{demonym} forces", demonym, "military"),
        )
        found.append((start, end, army, text[start:end]))
    return sorted(found, key=lambda hit: hit[0])


def _is_longer_name(text: str, start: int) -> bool:
    """Whether a capitalised word stands right before: "Bosnian Serb forces" are their own."""
    before = re.search(r"(\w+)[ -]$", text[:start])
    return before is not None and before[1][0].isupper() and before[1].lower() != "the"


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    """Return the pattern of every nation's demonym with a force noun."""
    gazetteer = data_path("gazetteer")
    with (gazetteer / "countries.csv").open(encoding="utf-8", newline="") as file:
        countries = {row["place_id"] for row in csv.DictReader(file)}
    with (gazetteer / "demonyms.csv").open(encoding="utf-8", newline="") as file:
        words = [r["word"] for r in csv.DictReader(file) if r["place_ids"] in countries]
    names = "|".join(sorted(map(re.escape, {*words, *_FORMER}), key=len, reverse=True))
    return re.compile(rf"\b(?P<demonym>{names})\s+{_FORCES}\b")
