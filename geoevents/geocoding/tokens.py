"""Text → words with exact offsets, and what their letters and neighbours say of each."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from geoevents.geocoding.lexicon import words

__all__ = ["Token", "is_caseless", "tokenise"]

# Marks that may stand inside a word: combining accents, Arabic vowel signs, Hebrew points.
_MARK = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670"
_LETTER = "[^\\W\\d_]"
_APOSTROPHE = "['\u2019\u2018\u02bc\u02bb\u02bf\u02be`\u00b4]"
_WORD = re.compile(
    r"\b[NSW]\. ?(?:Va|Dak|Car)\b"  # W.Va., N. Dak.
    rf"|(?:{_LETTER}\.){{2,}}"  # U.S., N.Y., D.C.
    rf"|{_LETTER}(?:\w|[{_MARK}])*(?:{_APOSTROPHE}{_LETTER}(?:\w|[{_MARK}])*)*"
)
_POSSESSIVE = re.compile(rf"{_APOSTROPHE}[sS]$")
_CASELESS = re.compile("[\u0590-\u08ff\u0900-\u0dff\u1000-\u109f\u1200-\u137f\u3040-\u9fff]")
_ENDS_SENTENCE = re.compile(r"[.!?:;\"\u201c\u201d«»•…]|\n\s*\n|^\s*\n")
_HEADLINE_MIN_WORDS = 4  # shorter lines say nothing about how they are capitalised

# Full stops after these end no sentence.
_ABBREVIATED = words(
    "mr mrs ms dr prof gen col lt maj capt sgt brig rev sen rep gov st ste mt ft no jr sr vs"
    " jan feb mar apr jun jul aug sep sept oct nov dec"
)


# Words that headlines in title case leave small.
_SMALL = words("with from into over after amid near under than that upon between against during")


@dataclass(slots=True)
class Token:
    """One word: its characters ``[start, end)`` and the text between it and the word before.

    `lower` is the word in small letters; `is_weak` marks a capital that says nothing: at the
    start of a sentence, in a headline.
    """

    text: str
    lower: str
    start: int
    end: int
    gap: str
    is_capital: bool
    is_upper: bool
    is_weak: bool
    starts_sentence: bool
    is_caseless: bool = False


def is_caseless(text: str) -> bool:
    """Return whether the text is in a script without capitals, such as Arabic."""
    return _CASELESS.search(text) is not None


def tokenise(text: str) -> list[Token]:
    """Return the words of `text` in order; a possessive's ``'s`` is left to the gap."""
    spans = [_span(text, hit) for hit in _WORD.finditer(text)]
    has_caseless = is_caseless(text)
    weak_lines = _headline_lines(text, spans)
    tokens: list[Token] = []
    before, last = 0, ""
    for start, end in spans:
        word, gap = text[start:end], text[before:start]
        # Most words follow one space; the rest is looked at more closely.
        starts = not last or (gap != " " and _ends_sentence(gap, last))
        is_capital = word[0].isupper() or word[0].istitle()
        # By position, which is faster by half; the fields are in the order of `Token`.
        token = Token(
            word, word.lower(), start, end, gap, is_capital, end - start > 1 and word.isupper(),
            starts or (bool(weak_lines) and _is_in(start, weak_lines)), starts,
            has_caseless and is_caseless(word),
        )  # fmt: skip
        tokens.append(token)
        before, last = end, word
    return tokens


def _span(text: str, hit: re.Match[str]) -> tuple[int, int]:
    """Return where a word starts and ends, a possessive left out."""
    start, end = hit.span()
    if text[end - 1] in "sS" and text[end - 2] in _APOSTROPHE:
        cut = _POSSESSIVE.search(text, start, end)
        if cut and cut.start() > start:
            end = cut.start()
    return start, end


def _ends_sentence(gap: str, word: str) -> bool:
    if gap.startswith(".") and "\n" not in gap and not any(c in gap for c in '"\u201c\u201d!?:;'):
        bare = word.lower().rstrip(".")
        if len(bare) == 1 or bare in _ABBREVIATED:
            return False
    if word.endswith(".") and gap.startswith(" ") and gap.strip() == "":
        return False  # "U.S. troops"
    return _ENDS_SENTENCE.search(gap) is not None


def _headline_lines(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the lines in title case or capitals, where a capital says little."""
    lines, weak = [], []
    position = 0
    for line in text.split("\n"):
        lines.append((position, position + len(line)))
        position += len(line) + 1
    index = 0
    for start, end in lines:
        words = []
        while index < len(spans) and spans[index][0] < end:
            words.append(text[spans[index][0] : spans[index][1]])
            index += 1
        long = [w for w in words if len(w) > 3 and w not in _SMALL]
        long = [w for w in long if w[0].isupper() or w[0].islower()]  # scripts with capitals
        capital = sum(w[0].isupper() for w in long)
        if len(long) >= _HEADLINE_MIN_WORDS and capital >= 0.9 * len(long):
            weak.append((start, end))
    return weak


def _is_in(position: int, spans: list[tuple[int, int]]) -> bool:
    index = bisect_right(spans, (position, 1 << 62)) - 1
    return index >= 0 and spans[index][0] <= position < spans[index][1]
