"""A list with asides -> all its names: "Tal Afar, 60 km west of Mosul, Hawija and al-Qaim"."""

from __future__ import annotations

from collections.abc import Sequence

from geoevents.extract.phrases import Range
from geoevents.extract.tokens import Token

__all__ = ["named_in_apposition", "names_beyond_asides"]

_INNER = {"N", "ADJ", "DET", "NUM", "PREP", "ADV", "POSS", "GEN"}
_OPENERS = {":", "\u2014", "\u2013", "(", ","}
_NAMELY = {"including", "namely"}


def names_beyond_asides(tokens: Sequence[Token], span: Range) -> list[str]:
    """Return the marks of the names that go on behind the asides of a list's first members.

    Only a list that ends with "and" is one; its asides begin with a small word or a distance.
    """
    found: list[str] = []
    k, ends = span[1], False
    while k < len(tokens) and tokens[k].tag == ",":
        a = k + 1
        if a < len(tokens) and tokens[a].tag == "CC":
            a, ends = a + 1, True
        b = a
        while b < len(tokens) and tokens[b].tag in _INNER:
            b += 1
        if b == a:
            break
        if tokens[a].entity.startswith("P") and tokens[a].text[:1].isupper():
            found.append(tokens[a].entity)
        if ends:
            break
        k = b
    return found if ends else []


def named_in_apposition(tokens: Sequence[Token], span: Range) -> list[str]:
    """Return the marks of the names that say which: "three towns: A, B and C", "including A"."""
    k = span[1]
    if k < len(tokens) and tokens[k].tag in _OPENERS:
        k += 1
    if k < len(tokens) and tokens[k].low in _NAMELY:
        k += 1
    elif k + 1 < len(tokens) and [t.low for t in tokens[k : k + 2]] == ["such", "as"]:
        k += 2
    elif k == span[1] or tokens[k - 1].tag == ",":
        return []
    found: list[str] = []
    while k < len(tokens) and (
        tokens[k].entity.startswith("P") or tokens[k].tag in {",", "CC"} or tokens[k].tag == "N"
    ):
        mark = tokens[k].entity
        if mark.startswith("P") and mark not in found:
            found.append(mark)
        k += 1
    return found
