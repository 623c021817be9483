"""Report text -> sentences with exact offsets: headlines, datelines, lists, quotations.

Offsets are code points of the text as given. A sentence never leaves its paragraph; one that
stands in a quotation opened before it knows that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from geoevents.geocoding import Dateline, find_datelines

__all__ = ["ENTRY", "Sentence", "split_sentences"]

MAX_SENTENCE = 1_500  # characters; longer runs are tables or noise, and are cut at a space
MAX_HEADLINE = 180  # characters; a longer line without a full stop is a damaged paragraph

_END = re.compile(
    r"[.!?\u2026\u061f\u3002]+[\"'\u201d\u2019\u00bb)\]]*(?:\[\d{1,3}\])*(?=\s)"  # and footnotes
)
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\"'\u201c\u2018])(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|Sr|Jr|St|Gen|Lt|Col|Maj|Brig|Capt|Cmdr"
    r"|Adm|Sgt|Cpl|Pvt|Gov|Sen|Rep|Pres|Rev|Hon|No|Nos|vs|approx|ca|cf|e\.g|i\.e|etc|Inc|Ltd|Co|Corp"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|Mt|Ft|km|pop|Fig|al|Pte|Vol|p|pp|a\.m|p\.m"
    r"|(?:[A-Z]\.)+[A-Z])\.$"
)
_ACRONYM = re.compile(r"(?:[A-Za-z]\.){2,}$")
_STARTER = re.compile(
    r"(?:The|A|An|It|He|She|They|We|But|And|In|On|At|There|This|That|These|Those|By|After|When|"
    r"Its|His|Her|Their|Last|Residents|Rebels|However|Meanwhile)\b"
)
_BULLET = re.compile(r"\s*(?:[-*\u2022\u2023\u25cf\u25aa\u00b7\u2013]|\d{1,2}[.)])\s+")
# The day or hour that heads an entry of a log: "24/03 1600:", "2021-03-24 -", "0920 ".
ENTRY = re.compile(
    r"\s*(?:(?P<date>\d{4}-\d{2}-\d{2}|\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?)"
    r"(?:,?\s+(?:[01]\d|2[0-3])[:.h]?[0-5]\d(?:\s?(?:h|hrs|LT|Z))?)?\s*(?::|\s[-\u2013\u2014])\s+"
    r"|(?P<hour>(?:[01]\d|2[0-3])[:.h]?[0-5]\d(?:\s?(?:h|hrs|GMT|UTC|LT))?\s*[:\u2013\u2014-]?\s+)"
    r"(?=[\"\u201cA-Z]))"
)
_ENTRIES_AT_LEAST = 3  # hours head lines only where several do
_FURNITURE = re.compile(
    r"\s*(?:read more|read also|also read|related|see also|click here|follow us|sign up|sign in"
    r"|log in|subscribe|share this|share on|advertisement|comments?\b.*(?:closed|policy|story)"
    r"|comment on|join the (?:conversation|community)|create (?:a |your )?profile"
    r"|creating your profile|copyright|\u00a9|all rights reserved|photo:|image:|file photo"
    r"|more on this|most read|topics?:|tags?:|newsletter|download (?:our|the) app|we reserve"
    r"|our standards|reporting by|editing by|writing by|additional reporting)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """The characters ``[start, end)`` of a text; grammar begins at `body`, past a dateline.

    `quoted` says that a quotation was open at its start. `paragraph` numbers the paragraph.
    """

    start: int
    end: int
    body: int
    paragraph: int
    quoted: bool = False
    is_headline: bool = False
    is_furniture: bool = False


def split_sentences(text: str, datelines: Sequence[Dateline] | None = None) -> list[Sentence]:
    """Split a report into sentences, in text order, without overlaps.

    `datelines` are the report's, by default those that their form alone shows.
    """
    if datelines is None:
        datelines = [d for d in find_datelines(text) if d.is_sure]
    filed = {d.start: d.end for d in datelines}
    sentences: list[Sentence] = []
    blocks = list(_blocks(text))
    hours = sum(bool((m := ENTRY.match(text, a, b)) and m["hour"]) for a, b in blocks)
    for number, (start, end) in enumerate(blocks):
        sentences += _sentences_of(
            text, start, end, number, filed, is_log=hours >= _ENTRIES_AT_LEAST
        )
    return sentences


def _sentences_of(
    text: str, start: int, end: int, number: int, filed: Mapping[int, int], *, is_log: bool
) -> Iterator[Sentence]:
    """Yield the sentences of one block, with what is known of its quotations."""
    block = text[start:end]
    furniture = bool(_FURNITURE.match(block)) and len(block) < 300
    finished = bool(re.search(r"[.!?:;,\u2026\u3002][\"'\u201d\u2019)\]]*\s*$", block))
    headline = not finished and len(block) <= MAX_HEADLINE
    is_open = False
    for i, (a, b) in enumerate(_cuts(text, start, end)):
        body = a
        bullet = _BULLET.match(text, a, b)
        if bullet:
            body = bullet.end()
        entry = ENTRY.match(text, body, b) if i == 0 else None
        if entry and (entry["date"] or is_log):
            body = entry.end()
        stop = min(filed.get(body, body), b)
        is_filing = stop > body and not text[stop:b].strip()
        yield Sentence(a, b, stop, number, is_open, headline, furniture or is_filing)
        is_open = _quote_after(text[a:b], is_open=is_open)


def _quote_after(sentence: str, *, is_open: bool) -> bool:
    """Whether a quotation is still open after a sentence."""
    for char in sentence:
        if char == "\u201c":
            is_open = True
        elif char == "\u201d":
            is_open = False
        elif char == '"':
            is_open = not is_open
    return is_open


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Yield the paragraphs: parted by empty lines, and by line ends that are no mere wrapping."""
    start: int | None = None
    last_end = 0
    for match in re.finditer(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+", text):
        line = match.group()
        if not line.strip():
            if start is not None:
                yield start, last_end
                start = None
            continue
        begin = match.start() + len(line) - len(line.lstrip())
        if start is not None and _is_break(text, last_end, begin, line):
            yield start, last_end
            start = None
        if start is None:
            start = begin
        last_end = match.start() + len(line.rstrip())
    if start is not None:
        yield start, last_end


def _is_break(text: str, last_end: int, begin: int, line: str) -> bool:
    """Whether a line end parts paragraphs: an empty line, a full stop, a short line, a bullet."""
    gap = text[last_end:begin]
    if len(re.findall(r"\r\n|\n|\r|\u2028|\u2029|\x0b|\x0c|\x85", gap)) > 1:
        return True
    before = text[max(0, last_end - 200) : last_end]
    length = len(before.rsplit("\n", 1)[-1])
    if _BULLET.match(line):
        return True
    if re.search(r"[.!?:\u2026][\"'\u201d\u2019)\]]*$", before):
        return length < 60 or len(line) > 110
    first = line.lstrip()[:1]
    return length < 45 and not first.islower()


def _cuts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the sentences' bounds inside one block."""
    begin = start
    for match in _END.finditer(text, start, end):
        stop = match.end()
        if stop - begin > MAX_SENTENCE:
            yield from _pieces(text, begin, stop)
            begin = _skip_space(text, stop, end)
            continue
        if stop >= end or _is_end(text, begin, match, end):
            if stop > begin:
                yield begin, stop
            begin = _skip_space(text, stop, end)
    if begin < end:
        yield from _pieces(text, begin, end)


def _pieces(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield an overlong run in bounded pieces, cut at spaces where there are any."""
    while end - begin > MAX_SENTENCE:
        cut = text.rfind(" ", begin + 1, begin + MAX_SENTENCE)
        cut = cut if cut > begin else begin + MAX_SENTENCE
        yield begin, cut
        begin = _skip_space(text, cut, end)
    if begin < end:
        yield begin, end


def _skip_space(text: str, at: int, end: int) -> int:
    while at < end and text[at].isspace():
        at += 1
    return at


def _is_end(text: str, begin: int, match: re.Match[str], end: int) -> bool:
    """Whether a stop ends a sentence: not after an abbreviation, not before a small letter."""
    after = _skip_space(text, match.end(), end)
    upcoming = text[after : after + 12]
    opener = upcoming.lstrip("\"'\u201c\u2018([")
    if opener[:1].islower():
        return False
    dot = match.start() + 1
    before = text[max(begin, dot - 12) : dot]
    if match.group().startswith(".") and len(match.group()) >= 1:
        if _ACRONYM.search(before):
            return bool(_STARTER.match(opener))
        if _ABBREVIATION.search(before if dot - 12 > begin else " " + before):
            return False
    return True
