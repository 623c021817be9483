"""Entries of a log -> the day at their head: "24/03 1600: Insurgents enter ...", "0920 ..."."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date, timedelta

from geoevents.dates import FoundDate, parse_dates
from geoevents.extract.sentences import ENTRY, Sentence

__all__ = ["entry_dates"]

_LOOK_BACK = timedelta(days=366)
_AHEAD = timedelta(days=1)


def entry_dates(
    text: str, sentences: Sequence[Sentence], dates: Sequence[FoundDate], on: date | None
) -> dict[int, FoundDate]:
    """Return the day that heads each sentence's entry, by the sentence's start.

    A head is a day or hour before a line, or a sentence that is nothing but a date ("9 June.");
    it holds to the next head or the end of its paragraph. Hours alone are of the report's day.
    """
    found: dict[int, FoundDate] = {}
    current: FoundDate | None = None
    paragraph = -1
    for sentence in sentences if on is not None else ():
        if sentence.paragraph != paragraph:
            paragraph, current = sentence.paragraph, None
        head = _head(text, sentence, dates, on)
        current = head or current
        if current is not None and head is not current:
            found[sentence.start] = current
        elif head is not None and sentence.body > sentence.start:
            found[sentence.start] = head
    return found


def _head(
    text: str, sentence: Sentence, dates: Sequence[FoundDate], on: date | None
) -> FoundDate | None:
    """Return the date that a sentence opens an entry with, or None."""
    if on is not None and sentence.body > sentence.start:
        match = ENTRY.search(text[sentence.start : sentence.body])
        day = (_day_of(match["date"], on) if match["date"] else on) if match else None
        span = parse_dates(day.isoformat(), published=on) if day is not None else None
        if match is not None and span is not None:
            a = sentence.start + match.start()
            return FoundDate(a, a + len(match.group().rstrip()), span)
    at = bisect_left(dates, sentence.body, key=lambda found: found.start)
    item = dates[at] if at < len(dates) else None
    if item is None or item.start != sentence.body or item.end > sentence.end:
        return None
    rest = text[item.end : sentence.end].strip(" .:;,-\u2013\u2014()")
    return item if not rest else None


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
