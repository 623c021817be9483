"""Corrections as a person writes them → values that a claim can hold, or an error that says why."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from geoevents.dates import from_edtf
from geoevents.errors import DateError, TableError
from geoevents.model import EventType, SourceKind, Status

__all__ = ["NONE", "checked_value", "read_day"]

# Written to empty a field.
NONE = "none"
_WORDS: dict[str, tuple[str, ...]] = {
    "event_type": tuple(str(kind) for kind in EventType),
    "status": tuple(str(status) for status in Status),
    "scope": ("partial", "complete", "tactical"),
    "source_reliability": tuple("ABCDEF"),
    "info_credibility": tuple("123456"),
}
_NEEDED = {"event_type", "status"}
_LIMITS = {"lon": 180, "lat": 90}
_SLASHED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?: .*)?")

Fail = Callable[[str, str, str], TableError]


def checked_value(name: str, text: str, fail: Fail) -> str:
    """Return a correction in the form that claims use.

    Parameters
    ----------
    name : str
        The field, without ``new_``.
    text : str
        What stands in the cell; ``none`` empties the field.
    fail : callable
        Makes the error of column, value and what was expected.

    Raises
    ------
    TableError
        If the value cannot be.
    """
    column = f"new_{name}"
    if text.casefold() == NONE and name not in _NEEDED:
        return NONE
    if name in _WORDS:
        known = {word.casefold(): word for word in _WORDS[name]}
        if text.casefold() not in known:
            raise fail(column, text, f"is none of {', '.join(_WORDS[name])}")
        return known[text.casefold()]
    if name == "source_kind":
        kinds = {str(kind) for kind in SourceKind}
        parts = [part.strip().casefold() for part in text.split("+")]
        if not set(parts) <= kinds:
            raise fail(column, text, f"is none of {', '.join(sorted(kinds))}")
        return "+".join(parts)
    if name in {"lon", "lat", "quantity"}:
        return _number(name, text, fail)
    if name == "date":
        return _date(text, fail)
    return text


def _number(name: str, text: str, fail: Fail) -> str:
    try:
        value = float(text.replace(",", ".") if text.count(",") == 1 else text)
    except ValueError:
        value = float("nan")
    limit = _LIMITS.get(name)
    if limit is None and not 0 <= value < float("inf"):
        raise fail(f"new_{name}", text, "is no number; expected one such as 70")
    if limit is not None and not -limit <= value <= limit:
        expected = f"is no degree; expected a number from -{limit} to {limit}, such as 36.53"
        raise fail(f"new_{name}", text, expected)
    return text.replace(",", ".")


def _date(text: str, fail: Fail) -> str:
    if _SLASHED.fullmatch(text):
        return read_day(text, "new_date", fail)
    try:
        return from_edtf(text.removesuffix(" 00:00:00").removesuffix("T00:00:00")).edtf
    except DateError as error:
        raise fail("new_date", text, f"is no date ({error})") from error


def read_day(text: str, column: str, fail: Fail) -> str:
    """Return a day or a time in ISO form; ``26/01/2015`` too, where it can mean one day only.

    Raises
    ------
    TableError
        If it is no day, or may mean two: spreadsheets rewrite dates in the order of a country.
    """
    written = _SLASHED.fullmatch(text)
    try:
        if written is None:
            date.fromisoformat(text[:10])
            return text
        first, second, year = map(int, written.groups())
        days = {_day(year, first, second), _day(year, second, first)} - {None}
    except ValueError:
        days = set()
    if len(days) != 1:
        problem = "may mean two days" if days else "is no day"
        raise fail(
            column,
            text,
            f"{problem}; expected YYYY-MM-DD, such as 2015-02-09 (format the column as text, so "
            "that the spreadsheet leaves it as you write it)",
        )
    return str(days.pop())


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
