"""A name's words and neighbours → how strongly they speak for a place.

A capital in mid-sentence, a preposition, "the town of", the size of the place speak for it; a
title, a given name, the rest of an organisation's name, "said" speak against it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from geoevents.geocoding import lexicon as lex
from geoevents.geocoding.datelines import Dateline
from geoevents.geocoding.holdoff import Held
from geoevents.geocoding.lookup import Lookup
from geoevents.geocoding.spans import Span
from geoevents.geocoding.tokens import Token
from geoevents.geocoding.unknown import CALLED_AFTER, MEASURED_AFTER

__all__ = ["COMPOUND", "Reading", "weigh"]

# After a hyphen these make an adjective of the place before: "US-led", "Turkish-backed".
COMPOUND = lex.words(
    "led backed based held controlled ruled run style made sponsored supported aligned allied"
    " dominated occupied administered funded trained mediated brokered born era wide bound"
    " linked majority speaking language imposed friendly affiliated"
)
_CONTRACTED = re.compile(r"['\u2019](?:ve|d|ll|re|m|t)$", re.IGNORECASE)


@dataclass(slots=True)
class Reading:
    """One text, its words, what is held off, and the gazetteer."""

    text: str
    tokens: list[Token]
    lookup: Lookup
    held: Held
    datelines: list[Dateline]
    filed: set[Dateline] = field(default_factory=set)


def weigh(here: Reading, first: int, last: int, span: Span) -> float:
    """Return how much speaks for a place: 1 is enough, less than -1 is hopeless."""
    tokens = here.tokens[first : last + 1]
    head = tokens[0]
    if head.is_caseless:
        score = _caseless_evidence(here, first, last, span)
    else:
        score = _capital(tokens)
        score += _shape(tokens, span)
    score += _before(here, first) + _after(here, last, span)
    score += 3.0 if span.is_dateline else 0.0
    return score + _against(here, first, last)


def _capital(tokens: Sequence[Token]) -> float:
    """Weigh the capital: at a sentence's start it only tells names from words that are no words."""
    if not tokens[0].is_weak:
        return 1.0
    return 0.0 if all(t.lower in lex.ordinary_words() for t in tokens) else 0.8


def _shape(tokens: Sequence[Token], span: Span) -> float:
    """Weigh the name itself: its words, its length, how well known it is."""
    score = _prominence(span)
    if all(t.lower in _COMMON for t in tokens):
        return -4.0  # "Police Department", "University", "The City"
    if len(tokens) > 1:
        score += 0.7
        ordinary = lex.ordinary_words()
        if all(t.lower in ordinary or t.lower in lex.NEVER_PLACE for t in tokens):
            score -= 1.2
        return score
    word = tokens[0]
    lower = word.lower.replace(".", "")
    if lower in lex.NEVER_PLACE or len(lower) == 1 or _CONTRACTED.search(lower):
        return -4.0
    if lower in lex.GENERIC_WORDS:
        return -4.0  # "Ain" of "Ain Zara", which the gazetteer lacks
    is_area = any(m.place.feature_class == "A" for m in span.candidates[:3])
    if word.is_upper and len(lower) <= 4 and not (is_area and len(lower) <= 3):
        score -= 2.0 if not word.is_weak or len(lower) <= 3 else 0.5
    if any(m.place.feature_code.startswith("PCL") for m in span.candidates[:2]):
        return score  # China, Turkey: countries first, words second
    if lower in lex.ordinary_words():
        score -= 2.5 if word.is_weak else 1.0
    elif lower in lex.given_names() or lower in lex.surnames():
        score -= 0.7
    return score


_COMMON = frozenset().union(
    lex.BODY_WORDS, lex.PLACE_WORDS, lex.FACILITY_WORDS, lex.STREET_WORDS, {"the", "of", "and"}
)  # fmt: skip


def _prominence(span: Span) -> float:
    best = 0.0
    for match in span.candidates[:10]:
        place = match.place
        if place.feature_code.startswith("PCL"):
            best = max(best, 1.2)
        elif place.feature_code in {"ADM1", "CONT", "PPLC"} or place.population >= 500_000:
            best = max(best, 0.8)
        elif place.population >= 50_000 or place.feature_class == "A":
            best = max(best, 0.4)
        elif place.population >= 5_000:
            best = max(best, 0.1)
    return best


def _caseless_evidence(here: Reading, first: int, last: int, span: Span) -> float:
    """In a script without capitals size and the words before must carry it."""
    name = span.name
    if len(name) < 3 or name in _ARABIC_CUES:
        return -4.0
    score = 0.2 + _prominence(span) + (0.5 if last > first else 0.0)
    before = here.tokens[first - 1].text if first else ""
    if before in _ARABIC_CUES:
        score += 1.5
    elif before in _ARABIC_PREPOSITIONS:
        score += 0.6
    return score


_ARABIC_CUES = lex.words(
    "مدينة بلدة قرية محافظة ريف حي منطقة ناحية مخيم قضاء ولاية إقليم بلدات قرى مدن مطار"
)
_ARABIC_PREPOSITIONS = lex.words("في من إلى الى على قرب شمال جنوب شرق غرب شمالي جنوبي شرقي غربي")


def _before(here: Reading, first: int) -> float:
    """Weigh the words before the name."""
    tokens, index = here.tokens, first - 1
    if tokens[first].gap.startswith(("-", "\u2013")) and index >= 0 and tokens[index].is_capital:
        return 0.0
    if index >= 1 and tokens[index].lower == "of" and tokens[first].gap == " ":
        noun = tokens[index - 1].lower
        return 2.0 if noun in lex.CUE_NOUNS else 1.0 if noun in lex.DIRECTION_WORDS else 0.0
    score = 0.0
    for back in range(index, max(-1, index - 3), -1):  # over "the", "northern", "rebel-held"
        if not _plain_gap(tokens[back + 1].gap):
            break
        word = tokens[back].lower
        if word in lex.LOCATIVE:
            return score + 1.0
        if word in lex.TAKING:
            return score + 0.6
        if word not in _BETWEEN:
            break
        score = max(score, _BETWEEN[word])
    return score


# Words between a preposition and a name, and what each says by itself.
_BETWEEN: dict[str, float] = {
    **dict.fromkeys(lex.CUE_NOUNS | {"capital", "held"}, 0.5),
    **dict.fromkeys(lex.DIRECTION_WORDS, 0.6),
    **dict.fromkeys(lex.words("the rebel government nearby neighbouring neighboring"), 0.0),
}


def _plain_gap(gap: str) -> bool:
    return gap in {" ", "-", "\u00a0", "\n"}


def _after(here: Reading, last: int, span: Span) -> float:
    """Weigh the words after the name."""
    if last + 1 >= len(here.tokens):
        return 0.0
    after = here.tokens[last + 1]
    lower = after.lower
    if after.gap == " " and not after.is_capital and lower in lex.SPEECH_VERBS:
        word = span.name.lower()
        is_name = word in lex.given_names() or word in lex.surnames()
        return -2.5 if is_name else -0.8 * (_prominence(span) < 1.0)
    if after.gap == " ":
        return 1.5 if lower in lex.PLACE_WORDS else 0.3 if lower in lex.FACILITY_WORDS else 0.0
    if after.gap in {"-", "\u2011"}:
        return 0.6 if lower in COMPOUND else 0.0
    if after.gap in {", ", " ("} and after.is_capital and _holds(here, last + 1):
        return 1.0
    end = here.tokens[last].end
    called = 2.0 * (CALLED_AFTER.match(here.text, end) is not None)
    return called or 1.5 * (MEASURED_AFTER.match(here.text, end) is not None)


def _holds(here: Reading, index: int) -> bool:
    """Whether a country or division follows: what stands before it lies in it."""
    token = here.tokens[index]
    if token.text.replace(".", "").lower() in lex.STATE_ABBREVIATIONS and token.is_upper:
        return True
    return any(
        m.place.feature_code.startswith("PCL") or m.place.feature_code == "ADM1"
        for m in here.lookup.candidates(token.text)[:5]
    )


def _against(here: Reading, first: int, last: int) -> float:
    """Weigh what speaks against a place: a person, an organisation, a longer name."""
    span = range(first, last + 1)
    if any(i in here.held.persons for i in span):
        return -4.0
    if any(i in here.held.organisations for i in span):
        return -4.0
    if any(here.tokens[i].lower in here.held.family_names for i in span) and first == last:
        return -2.2
    after = here.tokens[last + 1] if last + 1 < len(here.tokens) else None
    if after is not None and after.gap in {"-", "\u2011"} and after.lower == "born":
        return -4.0  # where a person is from, not where something happens
    score = 0.0
    if after is not None and after.gap == " " and after.is_capital:
        if after.lower in lex.STREET_WORDS:
            return -2.5
        score -= 0.0 if after.is_weak else _stranger(here, last + 1)
    if first > 0 and here.tokens[first].gap == " ":
        before = here.tokens[first - 1]
        if before.is_capital and not before.is_weak:
            score -= _stranger(here, first - 1)
    return score


_HARMLESS = frozenset().union(
    lex.PLACE_WORDS, lex.FACILITY_WORDS, lex.FEATURE_BEFORE, lex.DIRECTION_WORDS, lex.MONTHS,
    lex.TITLES, lex.BODY_WORDS,
)  # fmt: skip


def _stranger(here: Reading, index: int) -> float:
    """How much a capitalised neighbour makes of the name a longer, other name."""
    word = here.tokens[index].lower
    if word in _HARMLESS:
        return 0.0
    if here.lookup.demonym(here.tokens[index].text):
        return 0.0
    if any(m.place.is_area for m in here.lookup.candidates(here.tokens[index].text)[:3]):
        return 0.3
    return 2.0
