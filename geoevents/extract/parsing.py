"""One sentence -> its words, who vouches for them, and the events that its own words tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from geoevents.actors import Found
from geoevents.extract.attribution import find_attributions
from geoevents.extract.clauses import Clauses
from geoevents.extract.frames import Candidate, match_verbs
from geoevents.extract.gapping import gapped
from geoevents.extract.lexicon import Lexicon
from geoevents.extract.nouns import match_nouns
from geoevents.extract.phrases import Phrases
from geoevents.extract.sentences import Sentence
from geoevents.extract.speakers import kind_of_source
from geoevents.extract.speech import Attribution, owners
from geoevents.extract.telegraphic import with_copulas
from geoevents.extract.tokens import Token, tokenise

__all__ = ["Parsed", "parse_sentence"]


@dataclass(slots=True)
class Parsed:
    """A sentence read: all its tokens, and those left when the words of speech are taken out.

    `owner` numbers, for each of the `clauses`' tokens, the attribution that vouches for it, or
    -1; `quoted` says which stand in quotation marks. `said_dates` are the starts of the dates
    of each attribution's act of speech.
    """

    sentence: Sentence
    whole: Phrases
    clauses: Clauses
    phrases: Phrases
    owner: list[int]
    quoted: list[bool]
    attributions: list[Attribution]
    candidates: list[Candidate]
    said_spans: list[list[tuple[int, int]]] = field(default_factory=list)


def parse_sentence(
    text: str,
    sentence: Sentence,
    lexicon: Lexicon,
    *,
    actors: Sequence[tuple[int, Found]],
    places: Sequence[tuple[int, int, int]],
    dates: Sequence[tuple[int, int]],
    transitive: frozenset[str],
) -> Parsed:
    """Read one sentence.

    `actors` are (number, hit), `places` (number, start, end), `dates` spans, all of this
    sentence; `transitive` the verbs that always have an object.
    """
    entities = [(hit[0], hit[1], f"A{number}") for number, hit in actors]
    entities += [(start, end, f"P{number}") for number, start, end in places]
    tokens = tokenise(text, sentence.body, sentence.end, lexicon, entities=entities, dates=dates)
    tokens = with_copulas(tokens)
    whole = Phrases(tokens, lexicon)
    first = Clauses(tokens, transitive)

    def is_source(a: int, b: int) -> bool:
        return _can_be_source(text, tokens, a, b, lexicon)

    items = find_attributions(first, lexicon, is_source, is_headline=sentence.is_headline)
    kept, owner, quoted = _reduce(tokens, items, is_open=sentence.quoted)
    clauses = Clauses(kept, transitive)
    phrases = Phrases(kept, lexicon)
    verbs = match_verbs(clauses, phrases, lexicon)
    used = {k for candidate in verbs for k in candidate.used}
    nouns = match_nouns(clauses, phrases, lexicon, used)
    verbs += gapped(verbs, clauses, phrases)
    candidates = sorted([*verbs, *nouns], key=lambda c: c.trigger)
    spans = [
        [(tokens[a].start, tokens[b - 1].end) for a, b in item.said if b > a] for item in items
    ]
    return Parsed(sentence, whole, clauses, phrases, owner, quoted, items, candidates, spans)


_SCARE = {"'", "\u2018", "\u2019"}


def _can_be_source(text: str, tokens: list[Token], a: int, b: int, lexicon: Lexicon) -> bool:
    """Whether a phrase can vouch: an actor, a kind of source, or a capitalised name."""
    span = tokens[a:b]
    if not span:
        return False
    if any(t.entity.startswith("A") for t in span):
        return True
    phrase = text[span[0].start : span[-1].end]
    if kind_of_source(phrase, lexicon):
        return True
    head = span[-1]
    if lexicon.noun_is(head.low, "not_actor", "site", "settlement") or head.low in lexicon.nouns:
        return False
    return head.tag == "N" and head.text[:1].isupper() and head.low not in {"monday", "tuesday"}


def _reduce(
    tokens: list[Token], items: list[Attribution], *, is_open: bool
) -> tuple[list[Token], list[int], list[bool]]:
    """Take the words of speech and the quotation marks out, leaving boundaries in their place."""
    whose = owners(items, tokens)
    said: dict[int, Attribution] = {}
    for item in items:
        for a, b in item.said:
            for k in range(a, min(b, len(tokens))):
                said[k] = item
    kept: list[Token] = []
    owner: list[int] = []
    quoted: list[bool] = []
    inside = is_open
    k = 0
    while k < len(tokens):
        token = tokens[k]
        if k in said:
            item = said[k]
            while k < len(tokens) and k in said:
                k += 1
            mark = "," if item.is_trailing else ";"
            at = tokens[k - 1].end
            kept.append(Token(at, at, "", mark, mark))
            owner.append(-1)
            quoted.append(inside)
            continue
        if token.tag == '"':
            inside = token.text == "\u201c" or (token.text == '"' and not inside)
        elif token.text not in _SCARE:  # gained 'full control' of it
            kept.append(token)
            owner.append(whose[k])
            quoted.append(inside)
        k += 1
    return kept, owner, quoted
