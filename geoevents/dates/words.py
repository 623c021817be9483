"""The words that dates are made of, and a text cut into tokens."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

__all__ = ["Count", "Tokens", "count", "month_number", "unit_of", "weekday_number"]


def names(text: str) -> list[str]:
    """Return the words of a list that is easier to read as a line."""
    return text.split()


_TOKEN = re.compile(r"\d+|[^\W\d_]+|[^\w\s]|_")

_MONTH_NAMES = names(
    "january february march april may june july august september october november december"
)
MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, 1)}
SHORT_MONTHS = {name[:3]: number for name, number in MONTHS.items() if name != "may"}
SHORT_MONTHS["sept"] = 9
# Words of their own when they are not capitalised.
_WORDS_TOO = {"may", "march", "august", "mar", "sun", "sat", "wed", "jan"}

_WEEKDAY_NAMES = names("monday tuesday wednesday thursday friday saturday sunday")
WEEKDAYS = {name: number for number, name in enumerate(_WEEKDAY_NAMES)}
PLURAL_WEEKDAYS = {name + "s": number for name, number in WEEKDAYS.items()}
SHORT_WEEKDAYS = {name[:3]: number for name, number in WEEKDAYS.items()}
SHORT_WEEKDAYS |= {"tues": 1, "thur": 3, "thurs": 3}

SEASONS = frozenset({"spring", "summer", "autumn", "fall", "winter"})
_UNIT_NAMES = names("minute hour day night week weekend fortnight month quarter year decade")
UNITS = {form: unit for unit in _UNIT_NAMES for form in (unit, unit + "s")}
UNITS |= {"century": "century", "centuries": "century"}
DAY_PARTS = frozenset(
    names(
        "morning afternoon evening night noon midday midnight dawn dusk daybreak nightfall "
        "lunchtime sunrise sunset overnight"
    )
)
DASHES = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2212")  # hyphens, dashes, minus

_NUMBER_NAMES = names(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
NUMBERS = {name: number for number, name in enumerate(_NUMBER_NAMES)}
_TENS = {
    name: 10 * number
    for number, name in enumerate(names("twenty thirty forty fifty sixty seventy eighty ninety"), 2)
}
_ORDINAL_NAMES = names("first second third fourth fifth sixth seventh eighth ninth tenth")
ORDINALS = {name: number for number, name in enumerate(_ORDINAL_NAMES, 1)}
ORDINALS |= {"last": -1, "final": -1, "closing": -1, "opening": 1}


class Tokens:
    """A text's words, numbers and signs with their places; beyond its ends all is empty."""

    def __init__(self, text: str) -> None:
        self.text = text
        spans = [match.span() for match in _TOKEN.finditer(text)]
        self.starts = [start for start, _ in spans]
        self.ends = [end for _, end in spans]
        self._words = [text[start:end] for start, end in spans]
        self._lows = [word.lower() for word in self._words]
        # What a rule found at a token: rules ask one another often, and the answer stays.
        self.memory: dict[tuple[str, int], Any] = {}

    def __len__(self) -> int:
        """Return the number of tokens."""
        return len(self.starts)

    def low(self, i: int) -> str:
        """Return token `i` in lower case."""
        return self._lows[i] if 0 <= i < len(self._lows) else ""

    def word(self, i: int) -> str:
        """Return token `i` as written."""
        return self._words[i] if 0 <= i < len(self._words) else ""

    def number(self, i: int) -> int | None:
        """Return token `i` as a whole number of at most four digits."""
        word = self.word(i)
        return int(word) if word.isdecimal() and len(word) <= 4 else None

    def touches(self, i: int) -> bool:
        """Whether nothing stands between token `i` and the one before it."""
        return 0 < i < len(self.starts) and self.starts[i] == self.ends[i - 1]

    def skip(self, i: int, *words: str) -> int:
        """Return the index after token `i` if it is one of `words`, else `i`."""
        return i + 1 if self.low(i) in words else i

    def phrase(self, i: int, *words: str) -> bool:
        """Whether the tokens from `i` on are these words."""
        if words and self.low(i) != words[0]:
            return False
        return all(self.low(i + n) == word for n, word in enumerate(words))


@dataclass(frozen=True, slots=True)
class Count:
    """A number of units: from `low` to `high`; `is_vague` for few, several, or none said."""

    low: float
    high: float
    is_vague: bool = False

    @property
    def middle(self) -> float:
        """The number half-way."""
        return (self.low + self.high) / 2


VAGUE = {
    "few": Count(2, 4, is_vague=True),
    "several": Count(3, 6, is_vague=True),
    "many": Count(4, 10, is_vague=True),
    "couple": Count(2, 2),
    "dozen": Count(12, 12),
}


def month_number(tokens: Tokens, i: int) -> tuple[int, int, bool] | None:
    """Return (month, next token, is a full name) for a month's name at `i`."""
    low, word = tokens.low(i), tokens.word(i)
    if low in _WORDS_TOO and not word[:1].isupper():
        return None
    if low in MONTHS:
        return MONTHS[low], i + 1, True
    if low in SHORT_MONTHS:
        after = i + 1
        if tokens.low(after) == "." and tokens.touches(after):
            after += 1
        return SHORT_MONTHS[low], after, False
    return None


def weekday_number(tokens: Tokens, i: int) -> tuple[int, int, bool] | None:
    """Return (weekday from Monday = 0, next token, is a full name) for a weekday's name at `i`."""
    low, word = tokens.low(i), tokens.word(i)
    if low in WEEKDAYS:
        return WEEKDAYS[low], i + 1, True
    if low in SHORT_WEEKDAYS and word[:1].isupper():
        after = i + 1
        if tokens.low(after) == "." and tokens.touches(after):
            after += 1
        return SHORT_WEEKDAYS[low], after, False
    return None


def unit_of(tokens: Tokens, i: int) -> str | None:
    """Return the unit that token `i` names, in the singular."""
    return UNITS.get(tokens.low(i))


def count(tokens: Tokens, i: int) -> tuple[Count, int] | None:
    """Read a number of units at `i`: ``3``, ``two to three``, ``a couple of``, ``half a``."""
    first = _single(tokens, i)
    if first is None:
        return None
    low, after = first
    if (tokens.low(after) in {"to", "or"} or tokens.low(after) in DASHES) and not low.is_vague:
        second = _single(tokens, after + 1)
        if second is not None and second[0].low > low.low:
            return Count(low.low, second[0].high), second[1]
    if tokens.phrase(after, "and", "a", "half"):
        return Count(low.low + 0.5, low.high + 0.5), after + 3
    return low, after


def _single(tokens: Tokens, i: int) -> tuple[Count, int] | None:
    low = tokens.low(i)
    if low in {"a", "an"} and tokens.low(i + 1) in VAGUE:
        i, low = i + 1, tokens.low(i + 1)
    if low in VAGUE:
        return VAGUE[low], tokens.skip(i + 1, "of")
    if low == "half" and tokens.low(i + 1) in {"a", "an"}:
        return Count(0.5, 0.5), i + 2
    if low in {"a", "an"}:
        return Count(1, 1), i + 1
    number = tokens.number(i)
    if number is not None:
        return Count(number, number), i + 1
    return _spelled(tokens, i)


def _spelled(tokens: Tokens, i: int) -> tuple[Count, int] | None:
    low = tokens.low(i)
    if low in NUMBERS:
        return Count(NUMBERS[low], NUMBERS[low]), i + 1
    if low not in _TENS:
        return None
    value, after = _TENS[low], i + 1
    ones = after + 1 if tokens.low(after) in DASHES else after
    if 1 <= NUMBERS.get(tokens.low(ones), 0) <= 9:
        value, after = value + NUMBERS[tokens.low(ones)], ones + 1
    return Count(value, value), after


def day_number(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """Read a day of the month at `i`, such as ``9`` or ``9th``: one or two digits."""
    number = tokens.number(i)
    if number is None or len(tokens.word(i)) > 2:
        return None
    after = i + 1
    if tokens.low(after) in {"st", "nd", "rd", "th"} and tokens.touches(after):
        after += 1
    return number, after


def real_date(of_year: int, of_month: int, of_day: int) -> date | None:
    """Return the date, or None where the calendar has none such."""
    try:
        return date(of_year, of_month, of_day)
    except (ValueError, OverflowError):
        return None
