"""Role phrases -> actors: as written and canonical; "it", "the group", "its fighters" resolved."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from geoevents.actors import Found, slug
from geoevents.extract.lexicon import Lexicon
from geoevents.extract.phrases import Phrases, Range
from geoevents.extract.words import word_set
from geoevents.model import Actor

__all__ = ["UNIONS", "Parties", "Party", "armed_speaker"]

_PRONOUNS = word_set(
    "it they we he she them him us its their his her our i who which itself themselves"
)
_PERSONS = word_set(
    "commander rebel fighter leader general colonel officer soldier head spokesman spokeswoman "
    "spokesperson official minister source"
)
_MANY = word_set(
    "fighters rebels commanders militants soldiers troops residents officials witnesses sources "
    "activists insurgents gunmen leaders spokesmen men units"
)
_WEAPONS = word_set("guns tanks jets warplanes aircraft drones artillery rockets missiles shells")
_IRREGULARS = {
    "group",
    "militants",
    "insurgents",
    "rebels",
    "movement",
    "militia",
    "fighters",
    "jihadists",
}
_KINDS_OF_FIGHTERS = word_set("militants insurgents rebels jihadists")
_REGULARS = word_set("army military police troops soldiers government")
_NAMING = word_set("the this these those")
_ARMIES = word_set("army military police government")
# A named organisation behind what its members are called.
_OF_NAME = re.compile(
    r"(?i:rebels|fighters|guerrillas|militiamen|insurgents|forces|gunmen|militants|troops) "
    r"(?:of|from|with|loyal to) (?:the )?"
    r"((?:[A-Z][\w'-]+ )+(?:(?:for|of|and|the) )?.*[A-Z][\w'-]+)",
)
_FULL = word_set("full complete total firm own partial sole")
_SHARES = word_set("the last most some all many few part bulk rest majority remainder several")
_JOINT = word_set("alliance coalition forces front")
_BODIES = word_set("council administration authorities authority commune")
UNIONS = {"alliance", "coalition", "force"}
_STATES = {"government", "military", "forces", "foreign forces", "peacekeepers"}
_NO_PARTY = [[word] for word in sorted(_WEAPONS)]
_OPENERS = word_set("the a an its their his her some several our these those")


@dataclass(frozen=True, slots=True)
class Party:
    """An actor in a claim: the words, the canonical id, and how sure."""

    written: str
    actor_id: str
    actor: Actor | None = None
    is_guess: bool = False


@dataclass(slots=True)
class Parties:
    """Resolves who is meant; `last` is whom the report last spoke of, `speaker` who speaks."""

    text: str
    hits: Sequence[Found]
    lexicon: Lexicon
    last: Party | None = None
    others: list[Party] = field(default_factory=list)
    spoken: list[Party] = field(default_factory=list)
    is_quoted: bool = False
    here: Party | None = None

    def of(self, span: Range, phrases: Phrases, *, speaker: Party | None = None) -> Party | None:  # noqa: C901, PLR0911  cases in turn
        """Return the party that a phrase names, or None where it names no party."""
        tokens = phrases.tokens
        words = [t.low for t in tokens[span[0] : span[1]]]
        if not words:
            return None
        head = phrases.head(span)
        span = self._whole_of(span, phrases, head)
        words = [t.low for t in tokens[span[0] : span[1]]]
        written = self._written(span, phrases)
        if words[0] in _PRONOUNS and (len(words) == 1 or not self._own_entity(span, phrases, head)):
            return self._back(written, words, speaker, phrases, head)
        mark = self._own_entity(span, phrases, head)
        if mark is not None:
            _, _, actor, _ = self.hits[int(mark[1:])]
            return Party(written, actor.actor_id, actor)
        low = tokens[head].low
        if tokens[head].entity.startswith("P"):
            return None
        if low in self.lexicon.kinds_of_noun.get("not_actor", ()):
            return None
        if (
            words[0] in {"the", "this"}
            and low in self.lexicon.kinds_of_noun.get("back_reference", ())
            and len(words) <= 2
            and (speaker or self.last) is not None
        ):
            return self._back(written, words, speaker, phrases, head)
        is_body = low in _BODIES
        if is_body and words == ["the", low]:
            called = [p for p in self.spoken if p.written.lower().split()[-1] == low]
            if called:
                return called[-1]  # "the council": the one spoken of
        if (
            is_body
            or phrases.is_force(span)
            or self._is_name(span, phrases)
            or phrases.is_people(span)
        ):
            bare = low in self.lexicon.kinds_of_noun.get("back_reference", ()) and len(words) == 1
            if bare and (speaker or self.last) is not None:
                return self._back(written, words, speaker, phrases, head)
            named = _OF_NAME.search(written)  # "rebels of the Liberians United for ..."
            return Party(written, slug(named[1] if named else written))
        return None

    def _whole_of(self, span: Range, phrases: Phrases, head: int) -> Range:
        """In "the last of the militants" the militants are meant."""
        words = [t.low for t in phrases.tokens[span[0] : head]]
        if "of" not in words or phrases.entities(span, "A"):
            return span
        at = len(words) - 1 - words[::-1].index("of")
        shares = {"the", *words[:at]} <= _SHARES
        return (span[0] + at + 1, span[1]) if shares and words[at + 1 :] else span

    def _own_entity(self, span: Range, phrases: Phrases, head: int) -> str | None:
        """Return the mark of the actor that a phrase is or belongs to."""
        tokens = phrases.tokens
        first = self._first_member(span, phrases)
        if first != span and phrases.entities(first, "A"):
            return phrases.entities(first, "A")[0]
        if tokens[head].entity.startswith("A"):
            if tokens[span[0]].tag == "POSS" and self._is_generic(tokens[head].entity):
                return None
            return tokens[head].entity
        marks = phrases.entities(first, "A")
        if not marks:
            return None
        # "a convoy of Islamic State", "RSF pickup trucks", but not "the town held by rebels".
        if phrases.is_place(span) and not phrases.is_force(span):
            return None
        return marks[0]

    def _first_member(self, span: Range, phrases: Phrases) -> Range:
        """Return the first of several armed parties: "Kurdish fighters and allied rebels"."""
        tokens = phrases.tokens
        for k in range(span[0] + 1, span[1]):
            if tokens[k].tag == "CC" and phrases.is_force((span[0], k)):
                return span[0], k
        return span

    def _is_generic(self, mark: str) -> bool:
        return not self.hits[int(mark[1:])][3][:1].isupper()

    def _back(  # noqa: PLR0911  cases in turn
        self, written: str, words: list[str], speaker: Party | None, phrases: Phrases, head: int
    ) -> Party | None:
        """Resolve a pronoun or "the group" to the speaker, or whom the report last spoke of."""
        del phrases, head
        known = speaker if speaker is not None and speaker.actor is not None else None
        if known is None and speaker is not None and self._means_speaker(words[0]):
            return Party(speaker.written, speaker.actor_id, is_guess=True)
        if known is not None and words[0] not in {"we", "our", "us", "i", "he", "his", "him"}:
            known = self._not_himself(known, words[0])
        bare = len(words) == 1 and words[0] not in _PRONOUNS
        if (words[0] in {"the", "this"} or bare) and self.last is not None:
            known = self._of_kind(words[-1], but=known) or self._union(words[-1], known)
            if known is None:
                return Party(written, slug(written))
            if _is_at_odds(words[-1], known):
                return Party(written, slug(written))  # "militants" are no army
        if known is None and words[0] in {"his", "her"} and len(words) > 1:
            return None  # "his men": of somebody who is in no pack
        if words[0] in {"its", "it"} and speaker is not None and speaker.actor is None:
            known = known or (speaker if speaker.actor_id else None)
        of_others = known is None and self.is_quoted and words[0] in {"they", "their", "them"}
        if of_others and speaker is not None and self.last is None:
            return None  # whoever the speaker's enemy is
        known = known or self._single(words[0]) or self.last or speaker
        if known is None or (words[0] in _NAMING | {words[-1]} and _is_at_odds(words[-1], known)):
            return Party(written, slug(written)) if words[0] not in _PRONOUNS else None
        return Party(
            written if words[0] not in _PRONOUNS or not {*words[1:]} <= _FULL else known.written,
            known.actor_id,
            known.actor,
            is_guess=True,
        )

    def _means_speaker(self, word: str) -> bool:
        """Whether a pronoun stands for an armed speaker whom no pack knows: "said they left"."""
        if word in {"we", "our", "us"}:
            return True
        return word in {"they", "their", "them", "it", "its"} and not (
            self.is_quoted or self.here is not None
        )

    def _union(self, word: str, speaker: Party | None) -> Party | None:
        """Return whom "the alliance" can mean: the speaker, or a party named later on.

        Whatever else falls back on whom the report last spoke of.
        """
        if word not in UNIONS:
            return self.last
        if speaker is not None or self.last is None or self.last.actor is None:
            return speaker or self.last
        named = [
            hit
            for hit in self.hits
            if _JOINT & {*hit[3].lower().split()} and hit[2].kind not in _STATES
        ]
        called = [hit for hit in named if hit[3].lower().endswith(word)] or named
        for _, _, actor, written in called[:1]:
            return Party(written, actor.actor_id, actor)
        return self.last if UNIONS & {*self.last.written.lower().split()} else None

    def _not_himself(self, speaker: Party, word: str) -> Party | None:
        """Return whom a speaker means by "they" or "it": of itself it says "we" in a quotation.

        A commander who says "they" speaks of others, an army of itself; "fighters" are no "it".
        """
        said = speaker.written.lower().split()
        others = self.is_quoted or bool(set(said) & _PERSONS)
        if word in {"they", "their", "them"} and others:
            if not self.is_quoted and not self._is_told_of_another(speaker):
                return speaker  # "the head of a rebel group said they were pushing"
            other = self.last is not None and self.last.actor_id != speaker.actor_id
            return self.last if other or not self.is_quoted else self._other_than(speaker)
        if word in {"it", "its"} and self.last is not None and set(said[-1:]) & _MANY:
            return self._single(word) or self.last
        return speaker

    def _is_told_of_another(self, speaker: Party) -> bool:
        """Whether the sentence has spoken of another party before: "he said the army ... they"."""
        return self.here is not None and self.here.actor_id != speaker.actor_id

    def _single(self, word: str) -> Party | None:
        """Return the party last spoken of that "it" can mean: "Islamic State", not "rebels"."""
        if word not in {"it", "its"}:
            return None
        nearest = [*self.others[-6:], *([self.here] if self.here is not None else [])]
        return next((p for p in reversed(nearest) if not _is_many(p)), None)

    def _other_than(self, party: Party) -> Party | None:
        """Return the party last spoken of that is not this one."""
        return next((p for p in reversed(self.others) if p.actor_id != party.actor_id), None)

    def _of_kind(self, word: str, *, but: Party | None = None) -> Party | None:
        """Return the last party that "the group" or "the troops" can mean.

        "The militants" may also be whom the last claim was against, but never the speaker's own.
        """
        if word in _IRREGULARS:
            known = self.spoken if word in _KINDS_OF_FIGHTERS else self.others
            fitting = [p for p in known if p.actor and p.actor.kind not in _STATES]
            own = but.actor_id if but is not None and word in _KINDS_OF_FIGHTERS else ""
            others = [p for p in fitting if p.actor_id != own and not _otherwise(p, word)]
            fitting = others or fitting
            if word in {"group", "movement"}:
                fitting = [p for p in fitting if not _is_many(p)] or fitting
        elif word in {"army", "military", "troops", "soldiers"}:
            fitting = [p for p in self.others if p.actor and p.actor.kind in _STATES]
        else:  # "the alliance", "the force": whoever was called one
            forms = {word, f"{word}s"}
            fitting = [p for p in self.others if p.actor and forms & {*p.written.lower().split()}]
        return fitting[-1] if fitting else None

    def _is_name(self, span: Range, phrases: Phrases) -> bool:
        """Whether a phrase is a capitalised name that is no place."""
        head = phrases.tokens[phrases.head(span)]
        return head.text[:1].isupper() and head.tag == "N" and not head.entity

    def _written(self, span: Range, phrases: Phrases) -> str:
        """Return a phrase's words up to its head, or to the end of the name; no article."""
        tokens = phrases.tokens
        a, b = span
        head = phrases.head(span)
        end = head + 1
        while end < b and tokens[end].entity and tokens[end].entity == tokens[head].entity:
            end += 1
        coordinated = [k for k in range(a, b) if tokens[k].tag == "CC"]
        if coordinated and b - a <= 10:
            end = b
        while a < end - 1 and tokens[a].low in _OPENERS and tokens[a].tag != "POSS":
            a += 1
        if tokens[end - 1].low.endswith("-held") and "-" in tokens[end - 1].text:
            stop = tokens[end - 1].end - len("-held")
            return self.text[tokens[a].start : stop]
        return self.text[tokens[a].start : tokens[end - 1].end]

    def note(self, party: Party | None) -> None:
        """Remember whom the report last spoke of."""
        armed = party is not None and party.written.lower().split()[-1:] not in _NO_PARTY
        if party is not None and party.actor is None and not self._is_armed(party):
            return
        if armed and party is not None and (party.actor is not None or party.actor_id):
            self.last = party
            self.others.append(party)
            self.spoken.append(party)

    def _is_armed(self, party: Party) -> bool:
        """Whether an unknown party is more than people: "residents" are no "it" or "group"."""
        last = party.written.lower().split()[-1:]
        return not any(self.lexicon.noun_is(word, "civilians") for word in last)

    def note_subject(self, party: Party | None) -> None:
        """Remember whom a sentence was about though another acted: "IS was driven out by Y"."""
        if party is not None and party.actor is not None and not _is_many(party):
            self.others.append(party)

    def last_named(self, a: int, b: int, *, but: Sequence[tuple[int, int]]) -> Party | None:
        """Return the last party named in ``text[a:b]``, outside the words of speech.

        "The minister said he had not seen the YPG leave" is about the YPG; None without speech.
        """
        first = bisect_left(self.hits, a, key=lambda hit: hit[0])
        last = bisect_left(self.hits, b, key=lambda hit: hit[0])
        for start, end, actor, written in reversed(self.hits[first:last]) if but else ():
            if end <= b and not any(c <= start < d for c, d in but):
                return Party(written, actor.actor_id, actor)
        return None

    def note_target(self, party: Party | None) -> None:
        """Remember whom a claim was against: "the militants" may mean them."""
        if party is not None and party.actor is not None:
            self.spoken.append(party)


def _is_at_odds(word: str, party: Party) -> bool:
    """Whether "rebels" would mean an army, or "the army" rebels."""
    if party.actor is None:
        names = {*party.written.lower().split()}
        regular, irregular = bool(names & _REGULARS), bool(names & _KINDS_OF_FIGHTERS)
        if regular == irregular:
            return False
    else:
        regular = party.actor.kind in _STATES
    return regular if word in _IRREGULARS else word in _ARMIES and not regular


def armed_speaker(written: str) -> Party | None:
    """Return the party that an armed group in no pack makes as a source: "Chadian rebels"."""
    head = re.split(r" (?:in|of|from|at|near|on) ", written.lower())[0].split()
    if not head or head[-1] not in _KINDS_OF_FIGHTERS | _REGULARS | {"forces", "fighters"}:
        return None
    named = _OF_NAME.search(written)
    return Party(written, slug(named[1] if named else written))


def _otherwise(party: Party, word: str) -> bool:
    """Whether a party has another of these names: "the militants" are not those called rebels."""
    names = _KINDS_OF_FIGHTERS & {*party.written.lower().split()}
    return word in _KINDS_OF_FIGHTERS and bool(names) and word not in names


def _is_many(party: Party) -> bool:
    """Whether "it" cannot mean a party as it was named: "rebels", "31 rebels and eight others"."""
    words = party.written.lower().split()
    return words[-1] in _MANY or "and" in words or words[0].isdigit()
