"""Words that say when a report was published, to a time in UTC."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

from geoevents.dates import find_dates

__all__ = ["looks_like_date", "read_stamp"]

# Minutes east of Greenwich.
_ZONES = {
    "Z": 0, "UTC": 0, "GMT": 0, "WET": 0, "BST": 60, "CET": 60, "CEST": 120, "EET": 120,
    "EEST": 180, "MSK": 180, "AST": 180, "EST": -300, "EDT": -240, "CST": -360, "CDT": -300,
    "PST": -480, "PDT": -420,
}  # fmt: skip
_CLOCK = re.compile(
    r"\b(?P<hour>[01]?\d|2[0-3])[:.h](?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d)(?:\.\d+)?)?"
    r"\s*(?P<half>[ap]\.?m\b\.?)?\s*(?:\(?(?P<zone>Z|[A-Z]{2,4})\)?\b"
    r"|(?:UTC|GMT)?(?P<offset>[+-]\d{2}:?\d{2}))?",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20|21)\d\d(?!\d)")
_SHAPE = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}", re.ASCII)
# Numbers whose day and month could be swapped stay undecided when nothing lies in the future.
_NO_LIMIT = date(2190, 1, 1)


def read_stamp(text: str) -> datetime | None:
    """Return the time that `text` names, in UTC; a time without a zone is taken as UTC.

    None where it has no day with its year, or day and month could be swapped.
    """
    text = text.strip()
    try:
        exact = datetime.fromisoformat(text)
    except ValueError:
        pass
    else:
        return _to_utc(exact)
    for found in find_dates(text, published=_NO_LIMIT):
        span = found.span
        is_day = span.start and span.end and span.end - span.start == timedelta(days=1)
        if is_day and span.start and _YEAR.search(span.text):
            rest = text[: found.start] + " " + text[found.end :]
            return _with_clock(span.start, rest)
    return None


def looks_like_date(text: str) -> bool:
    """Whether `text` has the shape of a numeric date, possible or not."""
    return bool(_SHAPE.search(text))


def _with_clock(day: datetime, rest: str) -> datetime | None:
    clock = _CLOCK.search(re.sub(r"T(?=\d)", " ", rest))
    if clock is None:
        return day
    hour = int(clock["hour"])
    half = (clock["half"] or "").lower()
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    when = day.replace(hour=hour, minute=int(clock["minute"]), second=int(clock["second"] or 0))
    return _to_utc(when.replace(tzinfo=_zone(clock["zone"], clock["offset"])))


def _zone(name: str | None, offset: str | None) -> timezone:
    if offset:
        sign = -1 if offset[0] == "-" else 1
        digits = offset[1:].replace(":", "")
        minutes = min(int(digits[:2]) * 60 + int(digits[2:]), 1_439)
        return timezone(timedelta(minutes=sign * minutes))
    return timezone(timedelta(minutes=_ZONES.get((name or "Z").upper(), 0)))


def _to_utc(when: datetime) -> datetime | None:
    if when.tzinfo is None:
        return when.replace(tzinfo=UTC)
    try:
        return when.astimezone(UTC)
    except OverflowError:
        return None
