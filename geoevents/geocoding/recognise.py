"""Text → the spans of place names in it: capitals, the gazetteer, and the words around.

No model is loaded. Every run of words that could be a name is looked up; what the gazetteer
knows is weighed: a capital in mid-sentence, a preposition, "the town of", its size speak for a
place; a title, a given name, the rest of an organisation's name, "said" speak against. A name
that is surely a place once is trusted again elsewhere in the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from geoevents.gazetteer import fold
from geoevents.geocoding import lexicon as lex
from geoevents.geocoding.holdoff import Held, hold_off
from geoevents.geocoding.lookup import Lookup
from geoevents.geocoding.spans import DATELINE, Span
from geoevents.geocoding.tokens import Token, is_caseless, tokenise
from geoevents.geocoding.unknown import CALLED_AFTER, add_unknown
from geoevents.model import Match

__all__ = ["recognise"]

MAX_WORDS = 6
ACCEPT = 1.0
_NAME_GAP = re.compile(r"^(?: |\u00a0|[-\u2010\u2011\u2013]|\.? |\. ?|['\u2019] ?|\n)$")
_ABBREVIATED = frozenset({"st", "ste", "mt", "ft", "pt", "sta", "sto"})
# After a hyphen these make an adjective of the place before: "US-led", "Turkish-backed".
_COMPOUND = lex.words(
    "led backed based held controlled ruled run style made sponsored supported aligned allied"
    " dominated occupied administered funded trained mediated brokered born era wide bound"
    " linked majority speaking language imposed friendly affiliated"
)
_SPOKEN = lex.words("in speak speaks spoke spoken speaking learn learning translated")
_CONTRACTED = re.compile(r"['\u2019](?:ve|d|ll|re|m|t)$", re.IGNORECASE)
_ADJECTIVE = _COMPOUND - lex.words("based bound wide born controlled held occupied administered")
_DATELINE = re.compile(
    r"(?:\A|\n)[ \t]*(?P<place>[^\W\d_][^\n()\u2013\u2014:;!?]{1,58}?)"
    r"(?:[ ,]*\((?:[A-Z][\w .&/-]{1,30})\))?"
    r"(?:,? (?:\w{3,9}\.? \d{1,2}|\d{1,2} \w{3,9})(?:,? \d{4})?)?"
    r"[ \t]*(?:--|[-\u2013\u2014])[ \t]*(?=[\"\u201c'A-Z\u0600-\u06ff])"
)


@dataclass(slots=True)
class _Text:
    """One text, its words, what is held off, and the gazetteer."""

    text: str
    tokens: list[Token]
    lookup: Lookup
    held: Held
    datelines: list[tuple[int, int]]


def recognise(text: str, lookup: Lookup) -> list[Span]:
    """Return the place names of `text` in order, without overlap, with their candidates.

    Names after "the town of" and its like that no gazetteer has come back without candidates.
    """
    tokens = tokenise(text)
    if not tokens:
        return []
    datelines = [hit.span("place") for hit in _DATELINE.finditer(text)]
    here = _Text(text, tokens, lookup, hold_off(tokens), datelines)
    names = _known_names(here)
    spans: list[Span] = []
    index = 0
    while index < len(tokens):
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


def _known_names(here: _Text) -> dict[tuple[int, int], str]:
    """Return each run of words that the gazetteer knows, by its first and last word."""
    runs: dict[tuple[int, int], str] = {}
    for first in range(len(here.tokens)):
        for last in _run_ends(here, first):
            runs[first, last] = _slice(here, first, last)
    known = here.lookup.known(set(runs.values()))
    runs = {key: name for key, name in runs.items() if name in known}
    here.lookup.load(runs.values())
    return runs


def _run_ends(here: _Text, first: int) -> list[int]:
    token = here.tokens[first]
    if first in here.held.groups:
        return []
    if is_caseless(token.text):
        return _caseless_ends(here, first)
    if not token.is_capital and not (token.lower in lex.ARTICLES and _next_is_name(here, first)):
        return []
    ends = []
    for last in range(first, min(first + MAX_WORDS, len(here.tokens))):
        word = here.tokens[last]
        if last > first:
            if last in here.held.groups or not _is_joined(here.tokens[last - 1], word):
                break
            glued = word.gap in {"-", "\u2010", "\u2011", "\u2013"} and word.lower not in _COMPOUND
            if not (word.is_capital or word.lower in lex.PARTICLES or glued):
                break
        if word.is_capital or (last > first and word.gap == "-" and word.lower not in _COMPOUND):
            ends.append(last)
    return ends


def _caseless_ends(here: _Text, first: int) -> list[int]:
    ends = []
    for last in range(first, min(first + 4, len(here.tokens))):
        if last > first and here.tokens[last].gap not in {" ", "-"}:
            break
        ends.append(last)
    return ends


def _next_is_name(here: _Text, index: int) -> bool:
    following = here.tokens[index + 1] if index + 1 < len(here.tokens) else None
    return following is not None and following.is_capital and following.gap in {" ", "-", "\u2011"}


def _is_joined(before: Token, after: Token) -> bool:
    gap = after.gap
    if gap in {" ", "\u00a0", "-", "\u2010", "\u2011"}:
        return True
    if gap.startswith(".") and gap.strip(". ") == "":
        return before.lower in _ABBREVIATED
    return gap == "\u2013" or gap in {"\u2019", "'"}


def _slice(here: _Text, first: int, last: int) -> str:
    return here.text[here.tokens[first].start : here.tokens[last].end]


# --- one position --------------------------------------------------------------------------------


def _at(here: _Text, index: int, names: dict[tuple[int, int], str]) -> tuple[Span, int] | None:
    """Return the best span that starts at word `index`, and the word after it."""
    token = here.tokens[index]
    if index in here.held.groups:
        return None
    if token.is_capital:
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


def _demonym(here: _Text, index: int, people: list) -> tuple[Span, int] | None:  # type: ignore[type-arg]
    token = here.tokens[index]
    held = here.held
    if index in held.organisations or index in held.persons or index in held.bodies:
        return None
    if index and here.tokens[index - 1].lower in _SPOKEN and not _modifies(here, index):
        return None  # "said in Arabic", "speaks English"
    span = Span(token.start, token.end, token.text, is_demonym=True, evidence=ACCEPT + 1)
    span.candidates = [
        Match(place, 1.0, token.text, (f"'{token.text}' is said of {place.name}",))
        for place in people
    ]
    return span, index + 1


def _modifies(here: _Text, index: int) -> bool:
    following = here.tokens[index + 1] if index + 1 < len(here.tokens) else None
    return following is not None and following.gap == " " and following.lower not in lex.PARTICLES


def _state(here: _Text, index: int) -> Span | None:
    """Read a state's abbreviation after a comma: "Dayton, OH", "Macon, Ga."."""
    token = here.tokens[index]
    bare = token.text.replace(".", "")
    if index == 0 or not token.is_capital or bare.lower() not in lex.STATE_ABBREVIATIONS:
        return None
    before = here.tokens[index - 1]
    dotted = "." in token.text or here.text[token.end : token.end + 1] == "."
    if token.gap != ", " or not before.is_capital or not (bare.isupper() or dotted):
        return None
    name = lex.STATE_ABBREVIATIONS[bare.lower()]
    found = [m for m in here.lookup.candidates(name) if m.place.feature_code == "ADM1"]
    if not found:
        return None
    span = Span(token.start, token.end, name, candidates=found, evidence=ACCEPT + 1)
    span.reasons.append(f"'{token.text}' stands for {name}")
    return span


def _weighed(here: _Text, first: int, last: int, name: str) -> Span | None:
    span = Span(here.tokens[first].start, here.tokens[last].end, name)
    span.candidates = here.lookup.candidates(name)
    if not span.candidates:
        return None
    span.is_dateline = _is_dateline(here, span)
    span.is_demonym = _is_adjective(here, last)
    span.evidence = _evidence(here, first, last, span)
    _area_word(here, first, last, span)
    return span if span.evidence > -ACCEPT else None


def _is_adjective(here: _Text, last: int) -> bool:
    """Whether the name only tells whose something is: "US-led strikes"."""
    after = here.tokens[last + 1] if last + 1 < len(here.tokens) else None
    return after is not None and after.gap in {"-", "\u2011"} and after.lower in _ADJECTIVE


def _is_dateline(here: _Text, span: Span) -> bool:
    return any(start <= span.start and span.end <= end for start, end in here.datelines)


def _area_word(here: _Text, first: int, last: int, span: Span) -> None:
    """Take the word beside the name that says what kind of area it is."""
    after = here.tokens[last + 1] if last + 1 < len(here.tokens) else None
    if after is not None and after.gap == " " and after.lower in lex.PLACE_WORDS:
        span.area = lex.AREA_WORDS.get(after.lower, frozenset())
        if span.area or after.lower in {"city", "town", "village"}:
            span.phrase_end = after.end
        if after.is_capital and not after.is_weak and span.area:
            span.end = after.end
            span.reasons.append(f"named as a {after.lower}")
    elif first >= 2 and here.tokens[first - 1].lower == "of":
        span.area = lex.AREA_WORDS.get(here.tokens[first - 2].lower, frozenset())
    if span.area:
        fitting = [m for m in span.candidates if m.place.feature_code in span.area]
        if not fitting:
            span.area = frozenset()


# --- evidence ------------------------------------------------------------------------------------


def _evidence(here: _Text, first: int, last: int, span: Span) -> float:
    tokens = here.tokens[first : last + 1]
    head = tokens[0]
    if is_caseless(head.text):
        score = _caseless_evidence(here, first, last, span)
    else:
        score = 0.0 if head.is_weak else 1.0
        score += _shape(tokens, span)
    score += _before(here, first) + _after(here, last, span)
    score += 3.0 if span.is_dateline else 0.0
    return score + _against(here, first, last)


def _shape(tokens: Sequence[Token], span: Span) -> float:
    """Weigh the name itself: its words, its length, how well known it is."""
    score = _prominence(span)
    if len(tokens) > 1:
        score += 0.7
        if all(t.lower in lex.ordinary_words() | lex.NEVER_PLACE for t in tokens):
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


def _caseless_evidence(here: _Text, first: int, last: int, span: Span) -> float:
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


def _before(here: _Text, first: int) -> float:
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


def _after(here: _Text, last: int, span: Span) -> float:
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
        return 0.6 if lower in _COMPOUND else 0.0
    if after.gap in {", ", " ("} and after.is_capital and _holds(here, last + 1):
        return 1.0
    return 2.0 if CALLED_AFTER.match(here.text, here.tokens[last].end) else 0.0


def _holds(here: _Text, index: int) -> bool:
    """Whether a country or division follows: what stands before it lies in it."""
    token = here.tokens[index]
    if token.text.replace(".", "").lower() in lex.STATE_ABBREVIATIONS and token.is_upper:
        return True
    return any(
        m.place.feature_code.startswith("PCL") or m.place.feature_code == "ADM1"
        for m in here.lookup.candidates(token.text)[:5]
    )


def _against(here: _Text, first: int, last: int) -> float:
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


def _stranger(here: _Text, index: int) -> float:
    """How much a capitalised neighbour makes of the name a longer, other name."""
    word = here.tokens[index].lower
    if word in _HARMLESS:
        return 0.0
    if here.lookup.demonym(here.tokens[index].text):
        return 0.0
    if any(m.place.is_area for m in here.lookup.candidates(here.tokens[index].text)[:3]):
        return 0.3
    return 2.0


# --- the whole text ------------------------------------------------------------------------------


def _second_look(here: _Text, spans: list[Span]) -> list[Span]:
    """Trust a doubtful name where the same is sure elsewhere, or stands in a list of places."""
    sure = {fold(s.name) for s in spans if s.evidence >= ACCEPT + 0.8}
    for number, span in enumerate(spans):
        if span.is_demonym or span.evidence >= ACCEPT:
            continue
        if fold(span.name) in sure and span.evidence > -1.0:
            span.evidence += 1.2
        elif span.evidence > -0.5 and _in_list(here, spans, number):
            span.evidence += 0.6
    for span in spans:
        if span.is_dateline:
            span.reasons.append(DATELINE)
    return spans


def _in_list(here: _Text, spans: list[Span], number: int) -> bool:
    for other in (number - 1, number + 1):
        if 0 <= other < len(spans) and spans[other].evidence >= ACCEPT:
            left, right = sorted((number, other))
            gap = here.text[spans[left].end : spans[right].start]
            if re.fullmatch(r", (?:and )?| and | or ", gap) and not spans[other].is_demonym:
                return True
    return False
