"""Source phrases -> voices: exact words, kind, party, whether a private person, what they asked."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from geoevents.dates import FoundDate
from geoevents.extract.lexicon import Lexicon
from geoevents.extract.parties import UNIONS, Parties, Party
from geoevents.extract.phrases import Phrases
from geoevents.extract.speakers import Speakers, kind_of_source
from geoevents.extract.speech import Attribution
from geoevents.extract.words import word_set

__all__ = ["Voice", "Voices"]

_NAME = re.compile(
    r"[A-Z\u00c0-\u00de][\w'\u2019-]+(?:\s+(?:al|el|bin|ibn|abu|Abu|de|van|von|[A-Z]\.|[A-Z\u00c0-\u00de][\w'\u2019-]+)){1,5}"
)
_SPEAKERS = word_set(
    "spokesman spokeswoman spokesperson commander official source leader resident trader elder "
    "governor mayor minister general colonel officer activist fighter monitor group witness "
    "doctor"
)
_RANK_BEFORE = re.compile(r"(?:\b(?:Brig|Gen|Col|Maj|Lt|Capt|Sgt|Adm|Cmdr|Cpl)\.?,? ?)+$")
_CITING = re.compile(r"[^,.;]{0,60}, citing ((?:[\w'\u2019.-]+ ?){1,7}?)(?=[,.;]|$)")
_APPOSITION = re.compile(r"\s*,\s*([^.;\"\u201c\u201d]{3,110}?)(?=,|\.|;|\"|\u201d|$)")


@dataclass(slots=True)
class Voice:
    """One source as the report names it; `person` is the name of a private person among it."""

    words: str
    start: int
    end: int
    party: Party | None = None
    context: str = ""
    person: str = ""
    is_anonymous: bool = False
    stated: FoundDate | None = None
    attitude: str = "say"
    cited: str = ""


@dataclass(slots=True)
class Voices:
    """Everybody who speaks in one report."""

    text: str
    lexicon: Lexicon
    parties: Parties
    last: Voice | None = None
    people: dict[str, str] = field(default_factory=dict)
    grounds: frozenset[str] = frozenset()
    heads: dict[str, Voice] = field(default_factory=dict)

    def of(
        self, item: Attribution, phrases: Phrases, stated: FoundDate | None, *, end: int
    ) -> Voice:
        """Return the voice of an attribution; pronouns are whoever spoke last.

        `end` is where the sentence ends, up to which an apposition may say who it is.
        """
        tokens = phrases.tokens
        a, b = item.source if item.source is not None else (0, 0)
        words = [t.low for t in tokens[a:b]]
        if item.is_pronoun or (
            len(words) == 1 and words[0] in {"he", "she", "they", "it", "we", "who"}
        ):
            voice = self._again(phrases, (a, b), stated, item.attitude)
            if voice is not None:
                return voice
        start, stop = tokens[a].start, tokens[b - 1].end
        party = self.parties.of((a, b), phrases)
        if party is not None and party.actor is None and "its" not in words[:1]:
            party = party if words[-1] in UNIONS else None
        voice = Voice(
            self.text[start:stop], start, stop, party, stated=stated, attitude=item.attitude
        )
        following = _APPOSITION.match(self.text, stop, end)
        voice.context = following[1] if following else ""
        if voice.context.startswith(("which", "citing", "said", "adding")):
            voice.context = ""
        rank = _RANK_BEFORE.search(self.text, max(0, start - 100), start)
        if rank is not None and not voice.context:
            voice.context = rank[0].strip()  # "task force commander Brig. Gen. X": cut by its stops
        cited = _CITING.match(self.text, stop, end)
        voice.cited = cited[1] if cited is not None else ""
        self._same_speaker(voice, words)
        voice.person = self._private_person(voice)
        sentence = self.text[start:end]
        notes = self.lexicon.sources.get("notes", {})
        voice.is_anonymous = any(note in sentence for note in notes.get("anonymous", ()))
        self.last = voice
        return voice

    def _same_speaker(self, voice: Voice, words: list[str]) -> None:
        """Take "the spokesman" for the one named before, with whom he speaks for."""
        if (
            words
            and words[0] in {"the", "his", "her"}
            and len(words) <= 3
            and words[-1] in self.heads
        ):
            known = self.heads[words[-1]]
            voice.party = voice.party or known.party
            voice.context = voice.context or f"{known.words}, {known.context}"
            voice.person = known.person
        name = voice.words.split()
        if len(name) == 1 and name[0] in self.heads:
            known = self.heads[name[0]]
            voice.party = voice.party or known.party
            voice.context = f"{known.words}, {known.context}"
        elif len(name) > 1 and name[-1][:1].isupper():
            self.heads[name[-1]] = voice
        for word in words:
            if word in _SPEAKERS:
                self.heads[word] = voice

    def _again(
        self, phrases: Phrases, span: tuple[int, int], stated: FoundDate | None, attitude: str
    ) -> Voice | None:
        """Let a pronoun speak for whoever spoke last, or for the party last spoken of."""
        low = phrases.tokens[span[0]].low
        last = self.last
        if low == "it" and (last is None or last.party is None) and self.parties.last is not None:
            known = self.parties.last
            token = phrases.tokens[span[0]]
            return Voice(
                known.written if known.written in self.text else token.text,
                token.start,
                token.end,
                known,
                stated=stated,
                attitude=attitude,
            )
        if last is None:
            return None
        return Voice(
            last.words,
            last.start,
            last.end,
            last.party,
            last.context,
            last.person,
            last.is_anonymous,
            stated,
            attitude,
        )

    def kind(self, voice: Voice, *, actor_id: str) -> str:
        """Return the kind of a voice, on a claim about the given actor."""
        party = voice.party.actor if voice.party is not None else None
        on_itself = voice.party is not None and voice.party.actor_id == actor_id
        kind = kind_of_source(voice.words, self.lexicon, actor=party, on_itself=on_itself)
        if kind in {"", "unspecified"} and voice.context:
            kind = (
                kind_of_source(voice.context, self.lexicon, actor=party, on_itself=on_itself)
                or kind
            )
        if kind == "news" and voice.cited:
            # "The broadcaster said, citing the military": the military vouches.
            kind = kind_of_source(voice.cited, self.lexicon) or kind
        if not kind and voice.party is not None:
            kind = "belligerent"
        if not kind and voice.words in self.grounds:
            kind = "government"  # "Georgia said", "Kyiv said"
        if not kind and voice.person:
            kind = "resident"
        return kind or "unspecified"

    # ---- private persons ----------------------------------------------------------------------

    def _private_person(self, voice: Voice) -> str:  # noqa: PLR0911  cases in turn
        """Return the name of a private person who is the source, or nothing.

        Who holds an office, speaks for an organisation or is known to the lexicon is public;
        a later surname alone is the same person.
        """
        match = _NAME.search(voice.words)
        surname = voice.words.split()[-1] if voice.words else ""
        if match is None:
            return self.people.get(surname, "")
        name = match.group()
        if voice.party is not None and voice.party.actor is not None:
            return ""
        if any(
            name in known or known in voice.words for known, _ in Speakers.of(self.lexicon).names
        ):
            return ""
        around = f"{voice.words} {voice.context}".replace(name, " ").lower()
        words = set(re.findall(r"[\w-]+", around))
        notes = self.lexicon.sources.get("notes", {})
        private = words & set(notes.get("private_roles", ()))
        public = words & set(notes.get("public_roles", ()))
        if public and not private:
            return ""
        if (
            not private
            and not re.search(r"\baged?\b|\d", around)
            and name.split()[0] in {"The", "Human", "United"}
        ):
            return ""
        if not private:
            return ""
        self.people[name.split()[-1]] = name
        return name
