"""Noun phrases: where they end, which noun heads them, what kind of thing they name."""

from __future__ import annotations

from geoevents.extract.clauses import LOYAL, NP
from geoevents.extract.lexicon import Lexicon
from geoevents.extract.tokens import Token
from geoevents.extract.words import word_set

__all__ = ["Phrases"]

_QUANTITY = word_set(
    "some all most many several dozens hundreds thousands scores tens part parts half much "
    "number majority rest remainder each one two three four five percent group groups series "
    "members handful couple bulk none swathes swath swathe stretch expanse outskirts edge whole "
    "third quarter quarters section sections portion portions chunk chunks remnants last any few "
    "pocket pockets control"
)
_COMMON_ENDINGS = ("s", "tion", "ment", "ing", "ity", "ness", "ism", "ence", "ance", "er", "al")
Range = tuple[int, int]


_UNITS = word_set("hour hours day days week weeks month months year years decade decades")
_PRONOUNS = word_set("it they we he them she who")
_MEASURES = word_set("km kilometres kilometers miles metres meters")
_REFLEXIVE = word_set("itself themselves himself herself")
_NATIONALS = ("ans", "is", "ese", "ians", "tes", "ns", "Turks", "Kurds", "Arabs", "Serbs", "Croats")
_STANDS_ALONE = word_set("all most it them both there much half four two three")


class Phrases:
    """Questions about the noun phrases of one run of tokens."""

    def __init__(self, tokens: list[Token], lexicon: Lexicon) -> None:
        self.tokens = tokens
        self.lexicon = lexicon

    def right(self, k: int, stop: int) -> Range | None:
        """Return the noun phrase that begins at token `k`, lists of several included."""
        tokens = self.tokens
        while k < stop and tokens[k].tag in {"ADV", "D", '"'} and not tokens[k].entity:
            k += 1
        if k + 2 < stop and tokens[k].low == "up" and tokens[k + 1].low == "to":
            k += 2  # "held up to a third of the city"
        a = k
        while k < stop:
            token = tokens[k]
            if self._tells_when(k):
                break
            if (
                token.tag in NP
                or token.tag == '"'
                or token.low in {"no", "none"}
                or (token.tag == "ADV" and k + 1 < stop and tokens[k + 1].tag in NP and k > a)
                or (token.low == "of" and k > a)
                or (token.tag == "CC" and k > a and k + 1 < stop and self._opens(k + 1))
                or (token.tag == "," and k > a and self._is_list(a, k, stop))
                or (token.tag == "," and k > a and self._goes_on(k, stop))
                or (token.entity and token.tag == "PREP")
            ):
                k += 1
            else:
                break
        while (
            k > a
            and tokens[k - 1].tag in {"CC", ",", "PREP", '"', "DET"}
            and not tokens[k - 1].entity
        ):
            k -= 1
        return (
            (a, k)
            if k > a
            and any(t.tag in {"N", "NUM", "PRON", "ADJ", "DET", "POSS"} for t in tokens[a:k])
            else None
        )

    def _tells_when(self, k: int) -> bool:
        """Whether "months after", "a year before" begins here: a time, no part of the phrase."""
        tokens = self.tokens
        while k < len(tokens) and tokens[k].tag in {"DET", "NUM", "ADV", "ADJ"}:
            k += 1
        return (
            k + 1 < len(tokens)
            and tokens[k].low in _UNITS
            and tokens[k + 1].low in {"after", "before", "since", "earlier", "later", "ago"}
        )

    def _opens(self, k: int) -> bool:
        return self.tokens[k].tag in NP or self.tokens[k].tag == "ADV"

    def _goes_on(self, comma: int, stop: int) -> bool:
        """As in "young, mostly Shia recruits": a comma between adjectives, not before a verb."""
        k = comma + 1
        while k < stop and self.tokens[k].tag in {"ADV", "ADJ"}:
            k += 1
        before = self.tokens[comma - 1]
        return before.tag == "ADJ" and k > comma + 1 and k < stop and self.tokens[k].tag == "N"

    def _is_list(self, a: int, comma: int, stop: int) -> bool:
        """Whether a comma parts members of a list, and no apposition follows it."""
        tokens = self.tokens
        k = comma + 1
        if k < stop and tokens[k].tag == "CC":
            return (
                k + 1 < stop
                and tokens[k + 1].tag in NP
                and any(t.tag == "," for t in tokens[a:comma])
            )
        start = k
        while k < stop and (tokens[k].tag in NP or tokens[k].low == "of"):
            k += 1
        if k == start or k >= stop:
            return False
        if tokens[k].tag == "CC":
            named = any(t.entity.startswith("P") for t in tokens[start:k])
            same = any(t.entity.startswith("P") for t in tokens[a:comma]) == named
            return same and (
                named
                or tokens[start].tag not in {"DET", "POSS"}
                or tokens[a].tag in {"DET", "POSS"}
            )
        if tokens[k].tag == ",":
            return self._is_list(a, k, stop) and any(t.entity for t in tokens[start:k])
        return False

    def head(self, span: Range) -> int:
        """Return the token that heads a phrase: past "some of", before "in the north"."""
        a, b = span
        tokens = self.tokens
        k = a
        while k < b:
            stretch = k
            while stretch < b and (tokens[stretch].tag not in {"PREP", ",", "CC", "(", "V", "REL"}):
                stretch += 1
            nouns = [
                j for j in range(k, stretch) if tokens[j].tag in {"N", "PRON", "NUM", "ADJ", "DET"}
            ]
            if len(nouns) > 1 and tokens[nouns[-1]].low in LOYAL:
                nouns.pop()  # "forces loyal to Ouattara"
            if len(nouns) > 1 and tokens[nouns[-1]].low in _REFLEXIVE:
                nouns.pop()  # "seized al-Qusayr itself"
            if len(nouns) > 2 and tokens[nouns[-1]].low in _MEASURES:
                del nouns[-2:]  # "the base some 10 km to the west"
            last = nouns[-1] if nouns else k
            # "villages near Aleppo" in one place mention: the head is the common noun.
            if (
                stretch < b
                and tokens[stretch].low == "of"
                and (tokens[last].low in _QUANTITY or tokens[last].tag in {"NUM", "DET"})
            ):
                k = stretch + 1
                continue
            return last
        return min(k, b - 1)

    def heads(self, span: Range) -> list[int]:
        """Return the heads of all the members of a coordinated phrase."""
        a, b = span
        found, begin = [], a
        for k in range(a, b):
            if self.tokens[k].tag in {"CC", ","}:
                if k > begin:
                    found.append(self.head((begin, k)))
                begin = k + 1
        if b > begin:
            found.append(self.head((begin, b)))
        return found

    def entities(self, span: Range, letter: str) -> list[str]:
        """Return the marks of the actors ("A") or places ("P") in a phrase, in order."""
        found: list[str] = []
        for token in self.tokens[span[0] : span[1]]:
            for mark in token.entity.split():
                if mark.startswith(letter) and mark not in found:
                    found.append(mark)
        return found

    def is_place(self, span: Range) -> bool:  # noqa: PLR0911  cases in turn
        """Whether a phrase names a place: its head is a name, or a word such as "town"."""
        for k in self.heads(span):
            token = self.tokens[k]
            if token.entity.startswith("P"):
                return True
            if self.lexicon.noun_is(token.low, "settlement", "site"):
                return True
            if token.low in {"it", "them", "there"}:
                return True
            if token.low in _STANDS_ALONE and b_of(span) == 1:
                return True
            if token.low in {"rest", "remainder"} and k + 1 == span[1]:
                return True
            if self.entities(span, "P") and token.tag in {"NUM", "DET"}:
                return True
            if any(
                t.entity.startswith("P") and self.tokens[i + 1].tag == "GEN"
                for i, t in enumerate(self.tokens[span[0] : k], span[0])
            ) and not self.lexicon.noun_is(token.low, "people", "forces"):
                return True
            if self.is_unknown_name(k):
                return True
        return False

    def is_unknown_name(self, k: int) -> bool:
        """Whether a token is a capitalised name that neither gazetteer nor actor pack knows."""
        token = self.tokens[k]
        if not token.text[:1].isupper() or token.tag != "N" or token.entity or token.text.isupper():
            return False
        known = self.lexicon.noun_is(token.low, "people", "forces", "not_actor")
        before = self.tokens[k - 1] if k else None
        titled = (
            before is not None
            and before.text[:1].isupper()
            and self.lexicon.noun_is(before.low, "people")
        )
        if k == 0:  # a capital says little where a sentence begins
            common = token.low in self.lexicon.forms or token.low in self.lexicon.nouns
            return not (known or common or token.low.endswith(_COMMON_ENDINGS))
        return not known and not titled

    def is_people(self, span: Range) -> bool:
        """Whether a phrase names persons."""
        for k in self.heads(span):
            token = self.tokens[k]
            if token.entity.startswith("P"):
                continue
            if self.lexicon.noun_is(token.low, "people") or token.tag == "NUM":
                return True
            if token.low.endswith(("men", "women")) and not token.entity:
                return True  # airmen, fishermen
            if token.entity.startswith("A"):
                return True
            if token.low in {"more", "others"} and any(
                t.tag == "NUM" for t in self.tokens[span[0] : k]
            ):
                return True  # "two more were killed"
        return any(
            t.tag == "NUM" and t.end - t.start and self._counts(span, i)
            for i, t in enumerate(self.tokens[span[0] : span[1]], span[0])
        )

    def _counts(self, span: Range, i: int) -> bool:
        return any(
            (self.lexicon.noun_is(t.low, "people", "forces") and not t.entity.startswith("P"))
            or (t.text[:1].isupper() and t.text.endswith(_NATIONALS))  # "some 250,000 Afghans"
            for t in self.tokens[i + 1 : span[1]]
        )

    def is_civil(self, span: Range) -> bool:
        """Whether a phrase names people who bear no arms."""
        return any(
            (
                self.lexicon.noun_is(self.tokens[k].low, "civilians")
                or (
                    self.lexicon.noun_is(self.tokens[k].low, "people")
                    and not self.lexicon.noun_is(self.tokens[k].low, "forces")
                )
            )
            and not self.tokens[k].entity.startswith("A")
            for k in self.heads(span)
        ) or (self.tokens[self.head(span)].tag == "NUM" and not self.entities(span, "A"))

    def is_force(self, span: Range) -> bool:
        """Whether a phrase names an armed party or what it fights with."""
        for k in self.heads(span):
            token = self.tokens[k]
            if token.entity.startswith("A") or self.lexicon.noun_is(token.low, "forces"):
                return True
            if token.tag == "PRON" and token.low in _PRONOUNS:
                return True
            named = self.is_unknown_name(k) or (
                token.tag == "N" and token.text.isupper() and len(token.text) > 2
            )
            the = self.tokens[span[0]].low in {"the", "some", "its", "their"} or span[0] == k
            if (
                named
                and not token.entity
                and (token.text.isupper() or (the and token.low.endswith("s")))
            ):
                return True
        return bool(self.entities(span, "A")) and not self.is_place(span)

    def ends_with(self, span: Range, words: frozenset[str]) -> bool:
        """Whether a phrase's head, with up to two words before it, is one of `words`."""
        for k in self.heads(span):
            for n in (1, 2, 3):
                if k - n + 1 >= span[0]:
                    phrase = " ".join(t.low for t in self.tokens[k - n + 1 : k + 1])
                    if phrase in words:
                        return True
        return False


def b_of(span: Range) -> int:
    """Return how many tokens a span has."""
    return span[1] - span[0]
