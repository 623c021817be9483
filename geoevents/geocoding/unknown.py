"""Names that the text itself calls places and no gazetteer has: "the village of X"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence

from geoevents.geocoding import lexicon as lex
from geoevents.geocoding.directions import DIRECTION, DISTANCE
from geoevents.geocoding.spans import Span
from geoevents.geocoding.tokens import Token

__all__ = ["CALLED_AFTER", "MEASURED_AFTER", "add_unknown"]

_CALLED = re.compile(
    r"\b(?:city|town|village|villages|towns|cities|settlements?|hamlets?|suburbs?|districts?|quarters?|province"
    r"|governorate|neighbou?rhoods?|localit(?:y|ies)) of (?:the )?$"
)
# "X, a town east of Y"
CALLED_AFTER = re.compile(
    r",? ?\(?(?:a|an|the) (?:[\w'-]+ ){0,3}(?:city|town|village|settlement|suburb|hamlet)\b"
)
# "near X", "12 km south of X": what is measured from is a place.
_MEASURED = re.compile(
    r"\b(?:near(?: to)?|between|close to|(?:outskirts|vicinity|countryside|suburbs) of"
    rf"|{DIRECTION} of"
    r"|(?:km|kms|kilomet(?:er|re)s|miles) (?:from|of))"
    r" (?:the )?(?:(?:town|village|city|settlements?|district|villages|area)s? (?:of )?)?$",
    re.IGNORECASE,
)
# "X, about 25 km west of Y"
MEASURED_AFTER = re.compile(
    rf",? \(?(?:located |situated |just |which (?:is|lies) )?(?:{DISTANCE} (?:to the )?"
    rf"(?:{DIRECTION}|away|from|outside)|{DIRECTION} of )",
    re.IGNORECASE,
)
_NEAR_AFTER = re.compile(r" (?:town |village |city )?\((?:[^()]{0,40}\b)?near\)")
_LIST = re.compile(r"(?:, | and |, and | or )$")
_GAPS = frozenset({" ", "-", "\u00a0", "\u2010", "\u2011"})
_CUES = lex.words("in at near from around outside toward towards to into of and")
# "the Eighth Brigade, north of Y", is no place.
_BODIES = frozenset().union(
    lex.BODY_WORDS,
    lex.TITLES,
    lex.words(
        "division brigade battalion regiment corps army front force forces unit squadron company"
        " militia group command column guard guards fleet navy road highway river"
    ),
)
_WORDS_AT_MOST = 4
_WORDS_TOO = lex.words("at as an am")  # articles with a hyphen only: "at-Tall"
_KINDS = lex.words("village town district villages neighbourhood neighborhood")


def add_unknown(
    text: str, tokens: Sequence[Token], spans: Sequence[Span], is_word: Callable[[str], bool]
) -> list[Span]:
    """Return the spans, and between them the names that the text calls places.

    `is_word` tells words that are no names, such as demonyms.
    """
    added: list[Span] = []
    edges = sorted((s.start, s.end) for s in spans)
    for index, token in enumerate(tokens):
        if not (token.is_capital or token.lower in lex.ARTICLES):
            continue
        if _is_no_name(tokens, index) or is_word(token.text):
            continue
        if not token.is_capital and token.lower in _WORDS_TOO and not _is_glued(tokens, index):
            continue
        if added and token.start < added[-1].end:
            continue
        last = _run_end(tokens, index, edges)
        if last is None or not _is_called(text, tokens, index, last, added):
            continue
        if (
            index == last
            and token.is_upper
            and not _CALLED.search(text[max(0, token.start - 60) : token.start])
        ):
            continue  # "fighting between SLM rebels and the army": letters of a party
        span = Span(token.start, tokens[last].end, text[token.start : tokens[last].end])
        span.evidence = 1.0
        span.reasons.append("the text calls it a place")
        added.append(span)
    added += _again(text, tokens, added, edges)
    return sorted([*spans, *added], key=lambda s: s.start)


def _again(
    text: str, tokens: Sequence[Token], added: Sequence[Span], edges: Sequence[tuple[int, int]]
) -> list[Span]:
    """Return the other mentions of names once called places: "the X district", then "in X"."""
    names = {s.name for s in added}
    longest = _WORDS_AT_MOST if names else 0
    taken = sorted([*edges, *((s.start, s.end) for s in added)])
    again: list[Span] = []
    for index, token in enumerate(tokens):
        if again and token.start < again[-1].end:
            continue
        for last in range(index, min(index + longest, len(tokens))):
            a, b = token.start, tokens[last].end
            before = bisect_left(taken, (b, 0)) - 1
            if text[a:b] not in names or (before >= 0 and taken[before][1] > a):
                continue
            behind = tokens[last + 1] if last + 1 < len(tokens) else None
            if behind is not None and behind.is_capital and behind.gap in _GAPS:
                continue  # part of a longer name
            span = Span(a, b, text[a:b], evidence=1.0)
            span.reasons.append("the text calls it a place")
            again.append(span)
            break
    return again


def _is_glued(tokens: Sequence[Token], index: int) -> bool:
    return index + 1 < len(tokens) and tokens[index + 1].gap in {"-", "\u2010", "\u2011"}


_NO_NAMES = lex.NEVER_PLACE - lex.ARTICLES


def _is_no_name(tokens: Sequence[Token], index: int) -> bool:
    """Whether a word begins no name; the "In" of "In-Tellit" does."""
    if tokens[index].lower not in _NO_NAMES:
        return False
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    return following is None or following.gap != "-" or not following.is_capital


def _is_called(
    text: str, tokens: Sequence[Token], first: int, last: int, added: Sequence[Span]
) -> bool:
    """Whether the words before or after a run of capitals call it a place."""
    start, is_weak = tokens[first].start, tokens[first].is_weak
    left = text[max(0, start - 60) : start]
    if _CALLED.search(left) or _MEASURED.search(left) or _NEAR_AFTER.match(text, tokens[last].end):
        return True
    if added and _LIST.fullmatch(text[added[-1].end : start]) and not is_weak:
        return True  # "the districts of Ain Zara, Abu Salim and Qasr Ben Gashir"
    before = tokens[first - 1].lower if first else ""
    if tokens[first].lower in lex.GENERIC_WORDS and last > first and before in _CUES:
        return True
    end = tokens[last].end
    if CALLED_AFTER.match(text, end) and (last > first or not is_weak):
        return True
    if MEASURED_AFTER.match(text, end):
        return not is_weak and not _BODIES & {t.lower for t in tokens[first : last + 1]}
    tail = tokens[last + 1] if last + 1 < len(tokens) else None
    return tail is not None and tail.gap == " " and tail.text in _KINDS and not is_weak


def _run_end(tokens: Sequence[Token], first: int, edges: Sequence[tuple[int, int]]) -> int | None:
    """Return the last word of the capitalised run at `first` that no other name overlaps."""
    last = None
    for index in range(first, min(first + _WORDS_AT_MOST, len(tokens))):
        token = tokens[index]
        if index > first and token.gap not in _GAPS:
            break
        before = bisect_left(edges, (token.end, 0)) - 1  # the last that starts before its end
        if before >= 0 and edges[before][1] > token.start:
            break
        if token.is_capital:
            last = index
        elif token.lower not in lex.ARTICLES:
            break
    return last
