"""Words -> what they leave out: "all of South Kivu except Uvira", "every capital but El Fasher"."""

from __future__ import annotations

from geoevents.extract.tokens import Token
from geoevents.extract.words import word_set

__all__ = ["excepted"]

_EXCEPT = word_set("except excepting excluding barring save bar minus")
_PAIRS = {
    *(("apart", "from"), ("aside", "from"), ("other", "than"), ("except", "for")),
    *(("save", "for"), ("rather", "than"), ("instead", "of"), ("but", "not"), ("and", "not")),
}
_ALL = word_set(
    "all every everything everywhere each whole entire entirety none nothing nowhere no any "
    "anything most"
)
_INSIDE = {"N", "ADJ", "DET", "NUM", "POSS", "GEN"}


def excepted(tokens: list[Token]) -> list[tuple[int, int, int]]:
    """Return for each exception where its opening words begin, and its own words ``[a, b)``."""
    found: list[tuple[int, int, int]] = []
    for k in range(1, len(tokens) - 1):
        a = _opens(tokens, k)
        if not a:
            continue
        b = a
        while b < len(tokens) and _goes_on(tokens, b):
            b += 1
        while b > a and tokens[b - 1].tag in {",", "CC"}:
            b -= 1
        if b > a and (not found or k >= found[-1][2]):
            found.append((k, a, b))
    return found


def _opens(tokens: list[Token], k: int) -> int:
    """Return the token after the words of exception that begin at token `k`, else 0."""
    low, following = tokens[k].low, tokens[k + 1].low
    if (low, following) in _PAIRS:
        return k + 2
    if low == "with" and [t.low for t in tokens[k : k + 4]] == ["with", "the", "exception", "of"]:
        return k + 4
    if low in _EXCEPT and tokens[k].tag in {"PREP", "V", "N", "CC", "ADV"}:
        plain = low not in {"save", "bar", "minus"} or _sweeps(tokens, k)
        return k + 1 if plain and tokens[k + 1].tag in _INSIDE else 0
    return k + 1 if low == "but" and _sweeps(tokens, k) and tokens[k + 1].tag in _INSIDE else 0


def _sweeps(tokens: list[Token], k: int) -> bool:
    """Whether the phrase that ends before token `k` speaks of all: "every state capital but"."""
    j = k - 1
    while j >= 0 and (tokens[j].tag in _INSIDE | {"PRON", "NEG", "ADV"} or tokens[j].low == "of"):
        if tokens[j].low in _ALL:
            return True
        j -= 1
    return False


def _goes_on(tokens: list[Token], k: int) -> bool:
    token = tokens[k]
    if token.tag in _INSIDE or token.low == "of":
        return True
    upcoming = tokens[k + 1] if k + 1 < len(tokens) else None
    joins = token.tag in {"CC", ","} and token.low != "but"
    return joins and upcoming is not None and upcoming.entity.startswith("P")
