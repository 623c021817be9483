"""Lines where they stand on pages → paragraphs: running heads left out, divided words joined.

What recurs at the edges of pages is furniture; a gap, another size of letters or an indent begins a
paragraph; a hyphen at a line's end is a division, or part of the word.
"""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

__all__ = ["Line", "paragraphs_of", "without_edges"]

# Lines at the top and bottom of a page among which running heads and feet are looked for.
_EDGE = 3
_PAGE_NUMBER = re.compile(
    r"\W*(?:page|p\.)?\s*\d{1,4}\s*(?:(?:of|/|\|)\s*\d{1,4})?\W*", re.IGNORECASE
)
# What browsers print around a page: the day with the title, the address with the page's number.
_PRINTED = re.compile(
    r"\s*(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4},? \d{1,2}[:.]\d{2}.*"
    r"|(?:https?://|file://|about:)\S*(?:\s+\d{1,4}/\d{1,4})?\s*)"
)
_END_OF_SENTENCE = re.compile(r"[.!?:\u2026][\"'\u201d\u2019)\]]*$")
_BULLET = re.compile(r"\s*(?:[\u2022\u25aa\u25cf\u25e6*]|\d{1,2}[.)])\s+\S")
_HYPHEN = re.compile(r"(?P<first>[^\W\d_]+)(?P<sign>[-\u2010\u00ad])$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# What stands behind a hyphen that belongs to the word: "government-held", "five-year".
_SECOND_PARTS = frozenset(
    re.findall(
        r"\w+",
        "aligned affiliated allied armed backed based born built controlled day dominated east "
        "eastern era focused free friendly funded general held hour km kilometre language led like "
        "linked long made mile minded month old out owned ranking related ridden run scale "
        "sponsored style supported torn trained up week west western wide year",
    )
)
# A line shorter than this share of the usual one may end a paragraph.
_SHORT = 0.8
# A gap this much wider than the usual one begins a paragraph; so does another size of letters.
_GAP, _SIZE = 1.25, 0.1
# Of lines that run on, this share begins with a small letter; where fewer do, lines stand no
# farther apart than this (in heights of letters).
_RUNNING, _WIDEST = 0.25, 1.6


@dataclass(slots=True)
class Line:
    """A line: where it starts, in points from the left and the bottom, and its letters' height."""

    text: str
    x: float
    y: float
    size: float


def without_edges(pages: Sequence[Sequence[Line]]) -> tuple[list[list[Line]], list[Line]]:
    """Return the pages without running heads, feet and page numbers, and those apart."""
    edges = [{id(line) for line in _edge(page)} for page in pages]
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_shape(line.text) for line in _edge(page)})
    often = max(2, (len(pages) + 1) // 2)
    kept: list[list[Line]] = []
    left_out: list[Line] = []
    for page, at_edge in zip(pages, edges, strict=True):
        kept.append([])
        for line in page:
            is_furniture = id(line) in at_edge and (
                seen[_shape(line.text)] >= often
                or _PAGE_NUMBER.fullmatch(line.text) is not None
                or _PRINTED.fullmatch(line.text) is not None
            )
            (left_out if is_furniture else kept[-1]).append(line)
    return kept, left_out


def _edge(page: Sequence[Line]) -> list[Line]:
    """Return the lines that stand highest and lowest, and those that are written first and last."""
    by_height = sorted(page, key=lambda line: line.y)
    return [*page[:_EDGE], *page[-_EDGE:], *by_height[:_EDGE], *by_height[-_EDGE:]]


def _shape(text: str) -> str:
    return re.sub(r"\d+", "0", " ".join(text.split())).casefold()


def paragraphs_of(pages: Sequence[Sequence[Line]]) -> list[str]:
    """Return the paragraphs of pages of lines, each as one line of text.

    Where the pages part paragraphs by space or indent, that decides; elsewhere a line does that is
    shorter than usual and ends a sentence. A paragraph may run over to the next page or column.
    """
    lines = [line for page in pages for line in page]
    words = Counter(word.casefold() for line in lines for word in _WORD.findall(line.text))
    layout = _Layout.of(lines)
    found: list[str] = []
    before: Line | None = None
    for line in lines:
        text = " ".join(line.text.split())
        if before is None or layout.begins(line, before):
            found.append(text)
        else:
            found[-1] = _joined(found[-1], text, words)
        before = line
    return found


@dataclass(frozen=True, slots=True)
class _Layout:
    """How a document sets its lines: the usual distance (in heights), length in signs, parting."""

    gap: float
    length: float
    is_spaced: bool

    @classmethod
    def of(cls, lines: Sequence[Line]) -> _Layout:
        gaps = [
            (a.y - b.y) / max(b.size, 1.0)
            for a, b in pairwise(lines)
            if 0 < a.y - b.y < 4 * max(b.size, 1.0) and _same_size(a, b)
        ]
        gap = statistics.median_low(gaps) if gaps else 0.0
        running = sum(line.text.lstrip()[:1].islower() for line in lines)
        if running < len(lines) * _RUNNING:
            gap = min(gap, _WIDEST)  # paragraphs of one line each: their distance is not the usual
        wider = sum(value > _GAP * gap for value in gaps)
        long = [len(line.text) for line in lines if len(line.text) > 20]
        length = statistics.quantiles(long, n=10)[7] if len(long) > 1 else 80.0
        return cls(gap, length, is_spaced=wider >= max(1, len(gaps) // 20))

    def begins(self, line: Line, before: Line) -> bool:
        """Whether a line begins a paragraph."""
        if _BULLET.match(line.text) or not _same_size(line, before):
            return True
        fall = before.y - line.y
        is_below = 0 < fall < 8 * max(line.size, 1.0)
        if is_below and self.gap and fall > _GAP * self.gap * max(line.size, 1.0):
            return True
        starts = line.text.lstrip()[:1].isupper() or not line.text.lstrip()[:1].isalpha()
        is_done = _END_OF_SENTENCE.search(before.text.rstrip()) is not None
        if is_below and 0.8 * line.size < line.x - before.x < 6 * line.size and is_done and starts:
            return True  # an indent
        if self.is_spaced and is_below:
            return False
        return is_done and starts and len(before.text.strip()) < _SHORT * self.length


def _same_size(a: Line, b: Line) -> bool:
    return abs(a.size - b.size) <= _SIZE * max(a.size, b.size)


def _joined(text: str, line: str, words: Counter[str]) -> str:
    """Join a line to the text before it; a hyphen between them is a division, or stays."""
    divided, following = _HYPHEN.search(text), _WORD.match(line)
    if divided is None or following is None:
        return f"{text}{line}" if text.endswith(("-", "\u2010", "/")) else f"{text} {line}"
    first, second = divided["first"], following[0]
    whole = text[: divided.start("sign")] + line
    if divided["sign"] == "\u00ad":
        return whole
    as_one, as_two = words[f"{first}{second}".casefold()], words[f"{first}-{second}".casefold()]
    is_part = (
        not second[0].islower()
        or first[0].isupper()
        or second.casefold() in _SECOND_PARTS
        or text[: divided.start()].endswith(("-", "."))
    )
    if as_two > as_one or (is_part and as_one <= as_two):
        return text + line
    return whole
