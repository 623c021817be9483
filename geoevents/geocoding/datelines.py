"""A report's text → its datelines: "AMMAN (Agency) -", "KINSHASA, Nov. 27 (Agency)" on a line.

Where a report was filed is not where its events were, in whatever form it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from geoevents.geocoding import lexicon as lex

__all__ = ["Dateline", "find_datelines"]

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_DAY = (
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?"
    rf"(?:{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH})"
    r"(?:,? (?:\d{4}|\d{2}))?"
)
_AGENCY = r"\([A-Z][^()\n]{1,40}\)|\[[A-Z][^\[\]\n]{1,40}\]|/[A-Z][^/\n]{1,30}/"
_DASH = r"(?:[ \t]*(?:--|\u2014)[ \t]*|[ \t]+[-\u2013][ \t]+)"
_UPPER = r"[A-Z\u00c0-\u00de]"
_CAPITALS = rf"{_UPPER}[A-Z\u00c0-\u00de'\u2019.-]{{2,}}"
_PLACE = r"[^\W\d_][^\n()\[\]\u2013\u2014:;!?]{1,58}?"
_OPENS = rf"(?=[\"\u201c\u2018'\[0-9\u0600-\u06ff]|{_UPPER})"
# With a dash: "AMMAN -", "Goma, Congo (Agency) -", "San Salvador, 2 Nov 88 (Canal X) --"
_WITH_DASH = re.compile(
    rf"(?:\A|\n)[ \t]*(?P<place>{_PLACE})"
    rf"(?:[ ,]*(?:{_AGENCY}))?(?:,? \(?{_DAY}\)?)?(?:[ ,]*(?:{_AGENCY}))?{_DASH}{_OPENS}"
)
# A line of its own: "KHARTOUM, Dec 10, 2006", "MANILA, Nov. 23, 2005 (Agency)", "GOMA (Agency)"
_ALONE = re.compile(
    rf"(?:\A|\n)[ \t]*(?P<place>{_UPPER}[^\n()\[\]\u2013\u2014:;!?0-9]{{1,58}}?)"
    rf"(?:, {_DAY}(?: ?(?:{_AGENCY}))?|(?:,? (?:{_AGENCY})))[ \t]*(?=\n|\Z)"
)
# The dash is lost, or a colon stands for it: "CAIRO The army said", "PESHAWAR: Two soldiers"
_RUN_IN = re.compile(
    rf"(?:\A|\n)[ \t]*(?P<place>{_CAPITALS}(?:[ /]{_CAPITALS}){{0,2}}"
    rf"(?:, {_UPPER}[a-z]+(?: {_UPPER}[a-z]+)??)?)"
    rf"(?P<mark>:?) (?={_UPPER}[\w'\u2019-]*[a-z]|A )"
)
# After a headline that ran into the text: "Ten Die in Battle. GOMA -- The army ..."
_INSIDE = re.compile(
    rf"[.!?][ \t]+(?P<place>{_CAPITALS}(?: {_CAPITALS}){{0,2}}(?:, {_UPPER}[a-z]+)?)"
    rf"(?:[ ,]*(?:{_AGENCY}))?{_DASH}{_OPENS}"
)
_WORDS_AT_MOST = 8
_FIRST_LINES = 6  # a town in capitals heads a section further down
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Dateline:
    """The characters ``[start, end)`` that a dateline takes up, its place in ``[start, stop)``.

    `is_sure` says that its form alone shows it; else it is one only if a place is so named.
    """

    start: int
    stop: int
    end: int
    is_sure: bool


def find_datelines(text: str) -> list[Dateline]:
    """Return the datelines of a text in text order, without overlap."""
    found: list[Dateline] = []
    for hit, is_sure in sorted(_hits(text), key=lambda pair: (pair[0].start("place"), not pair[1])):
        start, stop = hit.span("place")
        if not found or start >= found[-1].end:
            found.append(Dateline(start, stop, hit.end(), is_sure))
    return found


def _hits(text: str) -> Iterator[tuple[re.Match[str], bool]]:
    for hit in _WITH_DASH.finditer(text):
        if _is_name(hit["place"]):
            yield hit, True
    for hit in _ALONE.finditer(text):
        parts = hit["place"].split(", ")
        if _is_name(hit["place"]) and len(parts[0].split()) <= 3:
            yield hit, parts[0].isupper()
    head = _line_ends(text, _FIRST_LINES)
    run_in = list(_RUN_IN.finditer(text, 0, head))
    labels = sum(bool(hit["mark"]) for hit in run_in)
    for hit in run_in:
        if not hit["mark"] or labels == 1:
            yield hit, False
    for hit in _INSIDE.finditer(text, 0, head):
        yield hit, False


def _is_name(words: str) -> bool:
    """Whether words could name a place: few, with capitals but for "of" and its like."""
    found = _WORD.findall(words)
    named = all(
        w[0].isupper() or w[0].isdigit() or w in lex.PARTICLES or w == "border" for w in found
    )
    return 0 < len(found) <= _WORDS_AT_MOST and named


def _line_ends(text: str, n: int) -> int:
    """Return where the `n`-th line with words ends."""
    for seen, line in enumerate(re.finditer(r"[^\n]*\S[^\n]*", text), start=1):
        if seen == n:
            return line.end()
    return len(text)
