"""A sentence -> tagged words: closed classes, verbs told from nouns, names and dates kept whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from geoevents.extract.lexicon import Lexicon
from geoevents.extract.tagging import has_form, lacks_verb, verb_or_not

__all__ = ["Span", "Token", "tokenise"]

Span = tuple[int, int]

_TOKEN = re.compile(
    r"(?P<acronym>(?:[^\W\d_]\.){2,})"
    r"|(?P<number>\d+(?:[.,:]\d+)*(?:st|nd|rd|th|km|pm|am|mm)?\b)"
    r"|(?P<word>\w+(?:(?:[-\u2010\u2011]|['\u2019\u02bc\u02bb](?!(?:s|re|ve|ll|d|m|t)\b))\w+)*)"
    r"|(?P<clitic>['\u2019](?:s|re|ve|ll|d|m|t)\b)"
    r"|(?P<mark>\.{3}|--|[^\w\s])"
)
_NT = re.compile(r"(?i)(?<=[a-z])n['\u2019]t\b")
_APOSTROPHE_IN = re.compile(r"['\u2019\u2018\u02bc\u02bb]")
_ORDER = (
    ("be", "AUX"),
    ("have", "AUX"),
    ("do", "AUX"),
    ("modal", "MOD"),
    ("negation", "NEG"),
    ("pronoun", "PRON"),
    ("possessive", "POSS"),
    ("relative", "REL"),
    ("determiner", "DET"),
    ("subordinator", "SUB"),
    ("number", "NUM"),
    ("preposition", "PREP"),
    ("conjunction", "CC"),
    ("adverb", "ADV"),
    ("adjective", "ADJ"),
)


@dataclass(slots=True)
class Token:
    """One word or mark: its span in the report, its lower-case form, its part of speech.

    Tags: N V AUX MOD NEG PRON POSS REL SUB PREP CC DET NUM ADV ADJ TO D (date) and marks, which
    are their own tag. `entity` numbers the actor or place that it belongs to, with a letter.
    """

    start: int
    end: int
    text: str
    low: str
    tag: str
    entity: str = ""
    lemmas: dict[str, frozenset[str]] = field(default_factory=dict)

    @property
    def is_verb(self) -> bool:
        """Whether the word is a verb with a meaning of its own."""
        return self.tag == "V"


def tokenise(
    text: str,
    start: int,
    end: int,
    lexicon: Lexicon,
    *,
    entities: Sequence[tuple[int, int, str]] = (),
    dates: Sequence[Span] = (),
) -> list[Token]:
    """Return the tokens of ``text[start:end]``, tagged.

    `entities` are spans with a mark such as ``"A0"`` (actor) or ``"P3"`` (place); their words
    count as nouns. `dates` are spans of date expressions.
    """
    tokens = _words(text, start, end)
    in_capitals = not any(c.islower() for c in text[start:end])
    for i, token in enumerate(tokens):
        _classify(token, lexicon)
        opens = i == 0 or not tokens[i - 1].tag.isalpha() or in_capitals
        if token.tag == "V?" and token.text[0].isupper() and not opens:
            token.tag = "N"  # "Elephant Pass"
    _mark(tokens, dates, "D")
    _mark_entities(tokens, entities)
    _mark_event_nouns(tokens, lexicon)
    _settle_small_words(tokens)
    _settle_quantifiers(tokens)
    for i, token in enumerate(tokens):
        if token.tag == "V?":
            token.tag = verb_or_not(tokens, i, lexicon)
    for i, token in enumerate(tokens):
        if token.tag == "V??":
            token.tag = "V" if lacks_verb(tokens, i, lexicon) else "N"
    return tokens


def _words(text: str, start: int, end: int) -> list[Token]:
    tokens = []
    for match in _TOKEN.finditer(text, start, end):
        a, b = match.span()
        word = match.group()
        is_not = match.lastgroup == "word" and text[b : b + 2].lower() in {"'t", "\u2019t"}
        if is_not and word.lower().endswith("n") and len(word) > 2:
            stem = word[:-1].lower()
            tokens.append(
                Token(a, b - 1, word[:-1], {"ca": "can", "wo": "will"}.get(stem, stem), "")
            )
            tokens.append(Token(b - 1, b + 2, "n't", "n't", "NEG"))
            continue
        low = _APOSTROPHE_IN.sub("'", word.lower())
        if low == "'t":
            continue
        is_dash = word in {"-", "--"} and text[a - 1 : a] == " " == text[b : b + 1]
        if is_dash and a > start:
            tokens.append(Token(a, b, word, "\u2014", "\u2014"))
            continue
        tokens.append(Token(a, b, word, low, ""))
    return tokens


def _classify(token: Token, lexicon: Lexicon) -> None:
    """Give a word its commonest tag; open questions are marked for later."""
    if token.tag:
        return
    low = token.low
    if not low[0].isalnum() and low not in {"'s", "'re", "'ve", "'ll", "'d", "'m"}:
        token.tag = low if low not in {"\u201c", "\u201d"} else '"'
        return
    if low[0].isdigit():
        token.tag = "NUM"
        return
    if low == "'s":
        token.tag = "GEN"
        return
    token.lemmas = lexicon.forms.get(low, {})
    classes = lexicon.classes.get(low, ())
    for name, tag in _ORDER:
        if name in classes:
            token.tag = tag
            return
    if token.lemmas:
        token.tag = "V?"
    elif low.endswith("ly"):
        token.tag = "ADV"
    elif low not in _NO_VERBS and re.fullmatch(r"[a-z]{3,}(?:ed|ing)", low):
        base = low[:-2] if low.endswith("ed") else low[:-3]
        kinds = {"ed", "en"} if low.endswith("ed") else {"ing"}
        token.lemmas = {base: frozenset(kinds)}
        token.tag = "V?" if token.text[0].islower() else "N"
    else:
        token.tag = "N"


def _mark(tokens: list[Token], spans: Iterable[Span], tag: str) -> None:
    for a, b in spans:
        for token in tokens:
            if token.start >= b:
                break
            if token.end > a and token.start >= a:
                token.tag = tag


def _mark_entities(tokens: list[Token], entities: Sequence[tuple[int, int, str]]) -> None:
    for a, b, mark in entities:
        for token in tokens:
            if token.start >= b:
                break
            if token.end > a and token.tag != "D" and token.start < b:
                whole = token.start >= a and token.end <= b
                # Inside "districts near Aleppo" small words keep their class.
                if token.tag in {"V?", "N", "ADJ", "NUM", "ADV"} or token.text[0].isupper():
                    if token.tag in {"V?", "N", "ADJ"} or whole:
                        token.tag = "N" if token.tag != "NUM" else "NUM"
                        token.entity = token.entity or mark
                elif whole and mark[0] == "A":
                    token.tag, token.entity = "N", mark


def _mark_event_nouns(tokens: list[Token], lexicon: Lexicon) -> None:
    """Words of event nouns and subjects of several words ("mortar rounds") are nouns."""
    for i, token in enumerate(tokens):
        several = [noun.words for noun in lexicon.nouns.get(token.low, ())]
        several += lexicon.means.get(token.low, ())
        for words in several:
            n = len(words)
            if n > 1 and tuple(t.low for t in tokens[i : i + n]) == words:
                for word in tokens[i : i + n]:
                    if word.tag in {"V?", "ADJ", "N"}:
                        word.tag = "N"


def _settle_small_words(tokens: list[Token]) -> None:  # noqa: C901, PLR0912  cases in turn
    """Decide the closed words that mean several things, by their neighbours."""
    for i, token in enumerate(tokens):
        following = tokens[i + 1] if i + 1 < len(tokens) else None
        before = tokens[i - 1] if i else None
        low = token.low
        if token.tag == "GEN" and before and before.tag == "PRON":
            token.tag = "AUX"
        elif low == "to" and token.tag == "PREP":
            j = i + 1
            while j < len(tokens) and tokens[j].tag == "ADV" and tokens[j].low != "north":
                j += 1
            after = tokens[j] if j < len(tokens) else None
            if after and (
                after.low in {"be", "have", "do"}
                or (after.tag in {"V?", "ADV"} and has_form(after, "base"))
            ):
                token.tag = "TO"
        elif low in {"about", "around", "over", "under", "some", "up", "nearly"} and (
            following and following.tag == "NUM"
        ):
            token.tag = "ADV"
        elif low == "yet":
            token.tag = "ADV" if before and before.tag not in {",", ";"} else "CC"
        elif low == "that" and before and before.tag in {"PREP", "DET"}:
            token.tag = "DET"
        elif low in _DIRECTIONS and before and before.tag in {"DET", "ADJ", "POSS"}:
            token.tag = "N"
        elif (
            low == "and"
            and following
            and following.low in _DIRECTIONS
            and before
            and before.low in _DIRECTIONS
        ):
            tokens[i + 1].tag = "N"
        elif low == "there" and following and following.tag in {"AUX", "MOD", "NEG"}:
            token.tag = "ADV" if before and before.tag == "N" else "PRON"
        elif low == "there":
            token.tag = "ADV"
        elif low == "her" and following and following.tag not in {"N", "V?", "ADJ"}:
            token.tag = "PRON"
        elif low == "once" and before and before.tag in {",", "N"} and _opens_aside(tokens, i + 1):
            token.tag = "ADV"  # "Omdurman, once held by the RSF"
        elif low in {"so", "then", "yet", "even", "but", "once"} and token.tag == "SUB":
            token.tag = "ADV" if low in {"even", "so"} else token.tag
        elif low in _HOURS and before and before.tag == "PREP" and token.tag == "N":
            token.tag = "D"  # "by nightfall"
        elif low == "march" and token.text[0].isupper() and token.tag != "D":
            token.tag = "N"
        elif low in {"one", "others"} and token.tag == "PRON" and following:
            token.tag = "NUM" if low == "one" and following.tag in {"N", "V?", "ADJ"} else "N"
        elif (
            low == "free"
            and token.tag == "ADJ"
            and following
            and (following.tag in {"PRON", "DET"} or following.entity)
        ):
            token.tag = "V?"


def _opens_aside(tokens: list[Token], k: int) -> bool:
    """Whether a participle with its agent, or a noun phrase, follows."""
    if k + 1 >= len(tokens):
        return False
    passive = has_form(tokens[k], "en") and tokens[k + 1].low in {"by", "in", "under"}
    return passive or tokens[k].tag == "DET" or "-" in tokens[k].low


_HOURS = {"nightfall", "dawn", "daybreak", "dusk", "midnight", "noon", "midday", "sunset"}
_NO_VERBS = {"everything", "anything", "nothing", "something", "evening", "morning", "ceiling"}
_DIRECTIONS = {
    *("north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest"),
}
_QUANTIFIERS = (
    *(("at", "least"), ("at", "most"), ("up", "to"), ("more", "than"), ("less", "than")),
    *(("fewer", "than"), ("as", "many", "as"), ("as", "few", "as"), ("no", "fewer", "than")),
    *(("no", "more", "than"), ("close", "to"), ("an", "estimated"), ("no", "less", "than")),
)


def _settle_quantifiers(tokens: list[Token]) -> None:
    """Before a number, "at least" and its like are adverbs, no prepositions."""
    for k, token in enumerate(tokens):
        if token.tag != "NUM" and token.low not in {"half", "dozens", "hundreds", "thousands"}:
            continue
        for words in _QUANTIFIERS:
            n = len(words)
            if k >= n and tuple(t.low for t in tokens[k - n : k]) == words:
                for word in tokens[k - n : k]:
                    word.tag = "ADV"
