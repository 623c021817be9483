"""Entries of a log -> the day at their head: "24/03 1600: Insurgents enter ...", "0920 ..."."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from geoevents.dates import FoundDate, parse_dates
from geoevents.extract.sentences import ENTRY, Sentence

__all__ = ["entry_dates"]

_LOOK_BACK = timedelta(days=366)
_AHEAD = timedelta(days=1)


def entry_dates(text: str, sentences: Sequence[Sentence], on: date | None) -> dict[int, FoundDate]:
    """Return the day at the head of each entry, by the number of its paragraph.

    Hours alone are of the report's day. "04/03" is read with the day first, unless only the
    month first gives a day of the year up to the report.
    """
    found: dict[int, FoundDate] = {}
    for sentence in sentences:
        if on is None or sentence.paragraph in found or sentence.body == sentence.start:
            continue
        match = ENTRY.search(text[sentence.start : sentence.body])
        if match is None:
            continue
        day = _day_of(match["date"], on) if match["date"] else on
        span = parse_dates(day.isoformat(), published=on) if day is not None else None
        if span is not None:
            a = sentence.start + match.start()
            found[sentence.paragraph] = FoundDate(a, a + len(match.group().rstrip()), span)
    return found


def _day_of(words: str, on: date) -> date | None:
    """Return the day that "24/03", "3/24/2021" or "2021-03-24" means, the latest up to `on`."""
    if "-" in words:
        return _made(*(int(part) for part in words.split("-")))
    parts = [int(part) for part in words.replace(".", "/").split("/")]
    for first, second in ((0, 1), (1, 0)):
        years = [parts[2] + 2000 * (parts[2] < 100)] if len(parts) > 2 else [on.year, on.year - 1]
        for year in years:
            day = _made(year, parts[second], parts[first])
            if day is not None and on - _LOOK_BACK <= day <= on + _AHEAD:
                return day
    return None


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
