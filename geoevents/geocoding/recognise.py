"""Text → the spans of place names in it: capitals, the gazetteer, and the words around.

No model is loaded. Every run of words that could be a name is looked up; what the gazetteer
knows is weighed: a capital in mid-sentence, a preposition, "the town of", its size speak for a
place; a title, a given name, the rest of an organisation's name, "said" speak against. A name
that is surely a place once is trusted again elsewhere in the text.
"""

from __future__ import annotations

import re

from geoevents.gazetteer import fold
from geoevents.geocoding import lexicon as lex
from geoevents.geocoding.candidates import fitting
from geoevents.geocoding.datelines import find_datelines
from geoevents.geocoding.evidence import COMPOUND, Reading, weigh
from geoevents.geocoding.holdoff import hold_off
from geoevents.geocoding.lookup import Lookup
from geoevents.geocoding.spans import DATELINE, Span
from geoevents.geocoding.tokens import Token, tokenise
from geoevents.geocoding.unknown import add_unknown
from geoevents.model import Match, Place

__all__ = ["recognise"]

MAX_WORDS = 6
_DIVIDED = ("PCL", "CONT", "ADM1")
_BEFORE_A_NAME = lex.ARTICLES | lex.DIRECTION_WORDS  # small letters that may begin a name
ACCEPT = 1.0
_NAME_GAP = re.compile(r"^(?: |\u00a0|[-\u2010\u2011\u2013]|\.? |\. ?|['\u2019] ?|\n)$")
_ABBREVIATED = frozenset({"st", "ste", "mt", "ft", "pt", "sta", "sto"})
_SPOKEN = lex.words("in speak speaks spoke spoken speaking learn learning translated")
_ADJECTIVE = COMPOUND - lex.words("based bound wide born controlled held occupied administered")
_TOWN_WORDS = frozenset({"city", "town", "village"})
_BEFORE_FILED = re.compile(r"(?:, |[/-]| and )\Z")
_FILED_FROM = 15_000  # people: few reporters sit in smaller towns


def recognise(text: str, lookup: Lookup) -> list[Span]:
    """Return the place names of `text` in order, without overlap, with their candidates.

    Names after "the town of" and its like that no gazetteer has come back without candidates.
    """
    tokens = tokenise(text)
    if not tokens:
        return []
    here = Reading(text, tokens, lookup, hold_off(tokens), find_datelines(text))
    names = _known_names(here)
    starts = {first for first, _ in names}
    spans: list[Span] = []
    index = 0
    while index < len(tokens):
        if not tokens[index].is_capital and index not in starts:
            index += 1
            continue
        found = _at(here, index, names)
        if found is None:
            index += 1
            continue
        span, index = found
        spans.append(span)
    spans = _second_look(here, spans)

    def is_word(word: str) -> bool:
        return bool(lookup.demonym(word))

    return add_unknown(text, tokens, [s for s in spans if s.evidence >= ACCEPT], is_word)


# --- candidate names -----------------------------------------------------------------------------


def _known_names(here: Reading) -> dict[tuple[int, int], str]:
    """Return each run of words that the gazetteer knows, by its first and last word."""
    runs: dict[tuple[int, int], str] = {}
    for first, token in enumerate(here.tokens):
        if not (token.is_capital or token.is_caseless or token.lower in _BEFORE_A_NAME):
            continue
        for last in _run_ends(here, first):
            runs[first, last] = _slice(here, first, last)
    known = here.lookup.known(set(runs.values()))
    runs = {key: name for key, name in runs.items() if name in known}
    here.lookup.load(runs.values())
    return {
        (first, last): name
        for (first, last), name in runs.items()
        if here.tokens[first].lower not in lex.DIRECTION_WORDS
        or here.tokens[first].is_capital
        or _is_named_side(here.lookup, name)
    }


def _is_named_side(lookup: Lookup, name: str) -> bool:
    """Whether a direction in small letters is part of a region's own name: "eastern Ghouta".

    Sides of continents, countries and provinces ("southern California") are parts of those.
    """
    if not any(m.place.is_area for m in lookup.candidates(name)[:3]):
        return False
    whole = lookup.candidates(name.split(maxsplit=1)[-1])[:3]
    return not any(m.place.feature_code.startswith(_DIVIDED) for m in whole)


def _run_ends(here: Reading, first: int) -> list[int]:
    token = here.tokens[first]
    if first in here.held.groups:
        return []
    if token.is_caseless:
        return _caseless_ends(here, first)
    if not token.is_capital and not (token.lower in _BEFORE_A_NAME and _next_is_name(here, first)):
        return []
    ends = []
    for last in range(first, min(first + MAX_WORDS, len(here.tokens))):
        word = here.tokens[last]
        if last > first:
            if last in here.held.groups or not _is_joined(here.tokens[last - 1], word):
                break
            glued = word.gap in {"-", "\u2010", "\u2011", "\u2013"} and word.lower not in COMPOUND
            if not (word.is_capital or word.lower in lex.PARTICLES or glued):
                break
        if word.is_capital or (last > first and word.gap == "-" and word.lower not in COMPOUND):
            ends.append(last)
    return ends


def _caseless_ends(here: Reading, first: int) -> list[int]:
    ends = []
    for last in range(first, min(first + 4, len(here.tokens))):
        if last > first and here.tokens[last].gap not in {" ", "-"}:
            break
        ends.append(last)
    return ends


def _next_is_name(here: Reading, index: int) -> bool:
    following = here.tokens[index + 1] if index + 1 < len(here.tokens) else None
    return following is not None and following.is_capital and following.gap in {" ", "-", "\u2011"}


def _is_joined(before: Token, after: Token) -> bool:
    gap = after.gap
    if gap in {" ", "\u00a0", "-", "\u2010", "\u2011"}:
        return True
    if gap.startswith(".") and gap.strip(". ") == "":
        return before.lower in _ABBREVIATED
    return gap == "\u2013" or gap in {"\u2019", "'"}


def _slice(here: Reading, first: int, last: int) -> str:
    return here.text[here.tokens[first].start : here.tokens[last].end]


# --- one position --------------------------------------------------------------------------------


def _at(here: Reading, index: int, names: dict[tuple[int, int], str]) -> tuple[Span, int] | None:
    """Return the best span that starts at word `index`, and the word after it."""
    token = here.tokens[index]
    if index in here.held.groups:
        return None
    if token.is_capital:
        pair = _demonym_of_two(here, index)
        if pair is not None:
            return pair
        people = here.lookup.demonym(token.text)
        longer = any((index, last) in names for last in range(index + 1, index + MAX_WORDS))
        if people and not longer:
            return _demonym(here, index, people)
    state = _state(here, index)
    if state is not None:
        return state, index + 1
    for last in range(min(index + MAX_WORDS, len(here.tokens)) - 1, index - 1, -1):
        name = names.get((index, last))
        if name is None:
            continue
        span = _weighed(here, index, last, name)
        if span is not None:
            return span, last + 1
    return None


_OF_PEOPLE = re.compile(r"(?:n|ns|i|is|ish|ese|er|ers)$")


def _demonym_of_two(here: Reading, index: int) -> tuple[Span, int] | None:
    """Read "Sri Lankan", "South African"."""
    if index + 1 >= len(here.tokens):
        return None
    first, second = here.tokens[index], here.tokens[index + 1]
    if second.gap not in {" ", "-"} or not second.is_capital or not _OF_PEOPLE.search(second.text):
        return None
    words = f"{first.text} {second.text}"
    people = here.lookup.demonym(words)
    if not people or index in here.held.organisations | here.held.persons:
        return None
    span = Span(first.start, second.end, words, is_demonym=True, evidence=ACCEPT + 1)
    span.candidates = _said_of(people, words)
    return span, index + 2


def _said_of(people: list[Place], word: str) -> list[Match]:
    return [Match(p, 1.0, word, (f"'{word}' is said of {p.name}",)) for p in people]


def _demonym(here: Reading, index: int, people: list[Place]) -> tuple[Span, int] | None:
    token = here.tokens[index]
    held = here.held
    if index in held.organisations or index in held.persons or index in held.bodies:
        return None
    if index and here.tokens[index - 1].lower in _SPOKEN and not _modifies(here, index):
        return None  # "said in Arabic", "speaks English"
    span = Span(token.start, token.end, token.text, is_demonym=True, evidence=ACCEPT + 1)
    span.candidates = _said_of(people, token.text)
    return span, index + 1


def _modifies(here: Reading, index: int) -> bool:
    following = here.tokens[index + 1] if index + 1 < len(here.tokens) else None
    return following is not None and following.gap == " " and following.lower not in lex.PARTICLES


def _state(here: Reading, index: int) -> Span | None:
    """Read a state's abbreviation after a comma: "Dayton, OH", "Macon, Ga."."""
    token = here.tokens[index]
    bare = token.text.replace(".", "").replace(" ", "")
    if index == 0 or not token.is_capital or bare.lower() not in lex.STATE_ABBREVIATIONS:
        return None
    before = here.tokens[index - 1]
    dotted = "." in token.text or here.text[token.end : token.end + 1] == "."
    clear = "." in token.text and bare.lower() in lex.CLEAR_ABBREVIATIONS
    follows = token.gap == ", " and before.is_capital and (bare.isupper() or dotted)
    if not (follows or (clear and not token.gap.strip(" ,\"'(\n-").isdigit())):
        return None
    name = lex.STATE_ABBREVIATIONS[bare.lower()]
    found = [m for m in here.lookup.candidates(name) if m.place.feature_code == "ADM1"]
    if not found:
        return None
    span = Span(token.start, token.end, name, candidates=found, evidence=ACCEPT + 1)
    span.reasons.append(f"'{token.text}' stands for {name}")
    return span


def _weighed(here: Reading, first: int, last: int, name: str) -> Span | None:
    span = Span(here.tokens[first].start, here.tokens[last].end, name)
    span.candidates = fitting(name, here.lookup.candidates(name))
    if not span.candidates:
        return None
    span.is_dateline = _is_dateline(here, span)
    span.is_demonym = _is_adjective(here, last)
    span.evidence = weigh(here, first, last, span)
    _area_word(here, first, last, span)
    return span if span.evidence > -ACCEPT else None


def _is_adjective(here: Reading, last: int) -> bool:
    """Whether the name only tells whose something is: "US-led strikes"."""
    after = here.tokens[last + 1] if last + 1 < len(here.tokens) else None
    return after is not None and after.gap in {"-", "\u2011"} and after.lower in _ADJECTIVE


def _is_dateline(here: Reading, span: Span) -> bool:
    line = next((d for d in here.datelines if d.start <= span.start and span.end <= d.stop), None)
    if line is None:
        return False
    if span.start > line.start:
        first = here.text[line.start : span.start]
        return _BEFORE_FILED.search(first) is not None and (line.is_sure or line in here.filed)
    places = [m.place for m in span.candidates]
    if line.is_sure or any(p.population >= _FILED_FROM or p.is_area for p in places):
        here.filed.add(line)
        return True
    return False


def _area_word(here: Reading, first: int, last: int, span: Span) -> None:
    """Take the word beside the name that says what kind of area it is."""
    after = here.tokens[last + 1] if last + 1 < len(here.tokens) else None
    if after is not None and after.gap == " " and after.lower in lex.PLACE_WORDS:
        span.area = lex.AREA_WORDS.get(after.lower, frozenset())
        span.is_town = after.lower in _TOWN_WORDS
        if after.lower in lex.AREA_WORDS or span.is_town:
            span.phrase_end = after.end
        if after.is_capital and not after.is_weak and span.area:
            span.end = after.end
            span.reasons.append(f"named as a {after.lower}")
    elif first >= 2 and here.tokens[first - 1].lower == "of":
        kind = here.tokens[first - 2].lower
        span.area = lex.AREA_WORDS.get(kind, frozenset())
        span.is_town = kind in _TOWN_WORDS
    if span.area:
        fitting = [m for m in span.candidates if m.place.feature_code in span.area]
        if not fitting:
            span.area = frozenset()


# --- the whole text ------------------------------------------------------------------------------


def _second_look(here: Reading, spans: list[Span]) -> list[Span]:
    """Trust a doubtful name where the same is sure elsewhere, or stands in a list of places."""
    sure = {fold(s.name) for s in spans if s.evidence >= ACCEPT + 0.8}
    for number, span in enumerate(spans):
        if span.is_demonym or span.evidence >= ACCEPT:
            continue
        if fold(span.name) in sure and span.evidence > -1.5:
            span.evidence += 2.0
        elif span.evidence > -0.5 and _in_list(here, spans, number):
            span.evidence += 0.6
    for span in spans:
        if span.is_dateline:
            span.reasons.append(DATELINE)
    return spans


def _in_list(here: Reading, spans: list[Span], number: int) -> bool:
    for other in (number - 1, number + 1):
        if 0 <= other < len(spans) and spans[other].evidence >= ACCEPT:
            left, right = sorted((number, other))
            gap = here.text[spans[left].end : spans[right].start]
            if re.fullmatch(r", (?:and )?| and | or ", gap) and not spans[other].is_demonym:
                return True
    return False
