"""Words of direction and distance → degrees and metres: "north-east", "some 25 miles"."""

from __future__ import annotations

import math
import re

from geoevents.spatial import BEARINGS

__all__ = ["DIRECTION", "DISTANCE", "bearing_of", "metres_of"]

_CARDINAL = r"(?:north|south|east|west)"
_JOIN = r"(?:\s?[-\u2010\u2011\u2013]\s?|\s)?"
# A direction in any usual form: north, north-eastern, south south-west, southwards, NE.
DIRECTION = (
    rf"(?:(?:{_CARDINAL}{_JOIN}(?:by{_JOIN})?){{0,2}}{_CARDINAL}(?:ern(?:most)?|wards?|erly)?\b"
    r"|(?-i:\b(?:[NS]{1,2}[EW]{0,2}|[EW](?:[NS][EW])?)\b(?!\.\w)))"
)

_SMALL = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    *("nineteen", "twenty"),
)
_NUMBERS: dict[str, float] = {
    **{word: float(n) for n, word in enumerate(_SMALL, start=1)},
    "a": 1.0, "an": 1.0, "half a": 0.5, "half an": 0.5, "thirty": 30.0, "forty": 40.0,
    "fifty": 50.0, "sixty": 60.0, "seventy": 70.0, "eighty": 80.0, "ninety": 90.0,
    "a hundred": 100.0, "one hundred": 100.0, "a dozen": 12.0, "a few": 4.0, "several": 6.0,
    "a couple of": 2.0, "a few dozen": 36.0, "dozens of": 40.0, "tens of": 40.0,
}  # fmt: skip
_NUMBER_WORDS = "|".join(sorted((re.escape(w) for w in _NUMBERS), key=len, reverse=True))
# Metres in a unit; an hour or minute of driving goes by 50 km/h, of walking by 5.
_UNITS: tuple[tuple[str, float], ...] = (
    (r"kms?|kilomet(?:er|re)s?|kilos|klicks?", 1_000.0),
    (r"mi|miles?", 1_609.344),
    (r"met(?:er|re)s?|m", 1.0),
    (r"yards?|yds?", 0.9144),
    (r"hours?(?:['\u2019]s?|s['\u2019])?\s+(?:drive|by\s+(?:car|road))", 50_000.0),
    (r"minutes?(?:['\u2019]s?|s['\u2019])?\s+(?:drive|by\s+(?:car|road))", 833.0),
    (r"hours?(?:['\u2019]s?|s['\u2019])?\s+walk", 5_000.0),
)
_UNIT = "|".join(pattern for pattern, _ in _UNITS)
_ABOUT = (
    r"(?:(?:some|about|around|roughly|approximately|approx\.?|nearly|almost|over|just|only|barely"
    r"|more\s+than|less\s+than|at\s+least|up\s+to|an\s+estimated|~|\u2248)\s*)*"
)
_FIGURE = r"\d{1,4}(?:[.,]\d{1,3})?"
_RANGE = rf"{_FIGURE}(?:\s?(?:-|\u2013|to|or)\s?{_FIGURE})?"
# A distance as written, with what it is in another unit behind it in brackets.
DISTANCE = (
    rf"{_ABOUT}(?:{_RANGE}|\b(?:{_NUMBER_WORDS}))[\s-]?(?:{_UNIT})\b\.?(?:\s?\([^()]{{2,30}}\))?"
)
_AMOUNT = re.compile(
    rf"(?:(?P<low>{_FIGURE})(?:\s?(?:-|\u2013|to|or)\s?(?P<high>{_FIGURE}))?"
    rf"|\b(?P<word>{_NUMBER_WORDS}))[\s-]?(?P<unit>{_UNIT})\b",
    re.IGNORECASE,
)


def bearing_of(words: str) -> float | None:
    """Return the bearing in degrees that a direction's words name, or None.

    Examples
    --------
    >>> bearing_of("north-eastern"), bearing_of("WSW"), bearing_of("east north east")
    (45.0, 247.5, 67.5)
    """
    if words in BEARINGS:
        return BEARINGS[words]
    letters = "".join(p[0] for p in re.findall(_CARDINAL, words.lower())).upper()
    if letters in BEARINGS:
        return BEARINGS[letters]
    if not letters:
        return {"upper": 0.0, "lower": 180.0}.get(words.lower())
    angles = [math.radians(BEARINGS[letter]) for letter in letters]
    east, north = sum(map(math.sin, angles)), sum(map(math.cos, angles))
    if math.hypot(east, north) < 0.1:
        return None  # north and south at once
    return math.degrees(math.atan2(east, north)) % 360.0


def metres_of(words: str) -> float | None:
    """Return the metres that a distance's words name, the middle of a range; or None.

    Examples
    --------
    >>> metres_of("some 40 kilometers"), metres_of("20-30km"), metres_of("a few miles")
    (40000.0, 25000.0, 6437.376)
    """
    hit = _AMOUNT.search(words)
    if hit is None:
        return None
    if hit["word"]:
        amount = _NUMBERS[" ".join(hit["word"].lower().split())]
    else:
        low = _number(hit["low"])
        amount = (low + _number(hit["high"])) / 2 if hit["high"] else low
    for pattern, metres in _UNITS:
        if re.fullmatch(pattern, hit["unit"], re.IGNORECASE):
            return amount * metres if amount > 0 else None
    return None


def _number(figure: str) -> float:
    """Read "1,200" and "1.200" as thousands, "2.5" and "2,5" as fractions."""
    whole, _, rest = figure.replace(",", ".").partition(".")
    if len(rest) == 3:
        return float(whole + rest)
    return float(f"{whole}.{rest or 0}")
