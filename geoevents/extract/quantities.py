"""A phrase such as "at least 70 fighters" -> a number and its bound."""

from __future__ import annotations

import re
from collections.abc import Sequence

from geoevents.extract.tokens import Token

__all__ = ["quantity_of"]

_WORDS = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
} | {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000}
_LEADS = {
    "lower": "at least|(?<!no )more than|over|no fewer than|no less than|a minimum of|upwards of",
    "upper": "up to|at most|no more than|(?<!no )fewer than|(?<!no )less than|as many as|under",
    "about": "about|around|some|nearly|almost|roughly|approximately|an estimated|close to",
}
_BOUNDS = tuple((bound, re.compile(rf"\b(?:{lead})\s*$")) for bound, lead in _LEADS.items())


def quantity_of(tokens: Sequence[Token], text: str, *, before: int = 0) -> tuple[float, str] | None:
    """Return the first number among the tokens of a phrase, and whether it is a bound.

    `before` is how many characters left of the phrase may say "at least". Vague words
    ("dozens") give no number: none is invented.
    """
    for k, token in enumerate(tokens):
        if token.tag != "NUM" and token.low not in _WORDS:
            continue
        value = _value(tokens, k)
        if k + 1 < len(tokens) and tokens[k + 1].low in {"percent", "%", "per"}:
            continue  # a share is no count
        if value is None:
            continue
        left = text[max(0, tokens[0].start - before) : token.start].lower()
        for bound, pattern in _BOUNDS:
            if pattern.search(left):
                return value, bound
        return value, "exact"
    return None


def _value(tokens: Sequence[Token], k: int) -> float | None:
    """Return the number that begins at a token: "300,000", "1.5 million", "twenty five"."""
    low = tokens[k].low
    number: float
    if re.fullmatch(r"\d+(?:,\d{3})*(?:\.\d+)?", low):
        number = float(low.replace(",", ""))
    elif low in _WORDS:
        number = float(_WORDS[low])
        if number >= 20 and k + 1 < len(tokens) and _WORDS.get(tokens[k + 1].low, 10) < 10:
            number += _WORDS[tokens[k + 1].low]
            k += 1
        elif "-" in low:
            return None
    elif "-" in low and all(part in _WORDS for part in low.split("-")):
        number = float(sum(_WORDS[part] for part in low.split("-")))
    else:
        return None
    for follower in tokens[k + 1 : k + 3]:
        if follower.low in _SCALES:
            number *= _SCALES[follower.low]
        else:
            break
    return number
