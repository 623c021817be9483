"""Tagged words and verb groups -> events: the frames of the lexicon, with their roles filled."""

from __future__ import annotations

from dataclasses import dataclass, field

from geoevents.extract.clauses import Clauses, VerbGroup
from geoevents.extract.contact import contact_antecedent
from geoevents.extract.fitting import Asked, roles_fit
from geoevents.extract.lexicon import Frame, Lexicon, Part
from geoevents.extract.phrases import Phrases, Range
from geoevents.extract.tokens import Token
from geoevents.extract.words import word_set
from geoevents.model import EventType

__all__ = ["Candidate", "match_verbs", "sequence_at"]

_SKIP = {"ADV", "DET", "ADJ", "POSS", "NUM", "GEN", "N", "NEG", '"'}
_BY_NOT_ACTOR = {"by"}
_ATTACKS = {EventType.BOMBING, EventType.AIRSTRIKE, EventType.SHELLING}


_AWAY = word_set("missing dead gone absent")
_MEANS = word_set("one force road air sea land midday nightfall")


@dataclass(slots=True)
class Candidate:
    """An event that the words may tell: its type, its roles as token ranges, its own tokens.

    `group` is its verb, or for a noun the verb that governs it. `pattern` is the frame's, so
    that a person can find why the claim was made.
    """

    event_type: EventType
    roles: dict[str, list[Range]]
    span: Range
    trigger: int
    group: VerbGroup | None = None
    is_noun: bool = False
    state: bool = False
    ongoing: bool = False
    scope: str = ""
    note: str = ""
    pattern: str = ""
    used: set[int] = field(default_factory=set)
    is_definite: bool = False
    needs_place: bool = True

    def first(self, *roles: str) -> Range | None:
        """Return the first range of the first role that is filled."""
        for role in roles:
            if self.roles.get(role):
                return self.roles[role][0]
        return None


def match_verbs(clauses: Clauses, phrases: Phrases, lexicon: Lexicon) -> list[Candidate]:
    """Return the best frame's event for every verb that has one."""
    found = []
    for group in clauses.groups:
        if _is_not_done(clauses, group):
            continue
        best: Candidate | None = None
        best_weight = -1
        for lemma in group.lemmas:
            for frame in lexicon.frames.get(lemma, ()):
                if frame.weight <= best_weight:
                    continue
                candidate = _Matcher(clauses, phrases, group, frame).run()
                if candidate is not None:
                    weight = frame.weight
                    best, best_weight = candidate, weight
        if best is not None:
            found.append(best)
            found += _with_victims(best, clauses, phrases, lexicon)
    return found


def _is_not_done(clauses: Clauses, group: VerbGroup) -> bool:
    """As in "resisted rather than fleeing": what was not done is not told."""
    words = [t.low for t in clauses.tokens[max(0, group.first - 2) : group.first]]
    if words in (["rather", "than"], ["instead", "of"]):
        return True
    shared = clauses.groups[group.shares] if group.shares >= 0 else None
    return shared is not None and shared is not group and _is_not_done(clauses, shared)


def _with_victims(
    best: Candidate, clauses: Clauses, phrases: Phrases, lexicon: Lexicon
) -> list[Candidate]:
    """Add the casualties: "a suicide bomber killed two airmen" is two claims."""
    if best.group is None or best.event_type not in _ATTACKS:
        return []
    for lemma in best.group.lemmas:
        for frame in lexicon.frames.get(lemma, ()):
            if frame.event_type is EventType.CASUALTY:
                candidate = _Matcher(clauses, phrases, best.group, frame).run()
                if candidate is not None:
                    return [candidate]
    return []


class _Matcher:
    """Tries one frame on one verb."""

    def __init__(self, clauses: Clauses, phrases: Phrases, group: VerbGroup, frame: Frame) -> None:
        self.clauses, self.phrases, self.group, self.frame = clauses, phrases, group, frame
        self.tokens: list[Token] = clauses.tokens
        self.stop = clauses.stop(group)
        self.roles: dict[str, list[Range]] = {}
        self.end = group.head + 1
        self.used: set[int] = {group.head}

    def run(self) -> Candidate | None:
        subject = self.clauses.subject(self.group)
        if self.group.is_passive:
            if not self._passive(subject):
                return None
        elif not self._active(subject):
            return None
        asked = Asked(self.frame, self.roles, self.group, self.phrases)
        if not roles_fit(asked, self.tokens, is_said_to=self._is_said_to()):
            return None
        return Candidate(
            self.frame.event_type,
            self.roles,
            self._span(subject),
            self.group.head,
            self.group,
            state=self.frame.state,
            ongoing=self.frame.ongoing,
            scope=self.frame.scope,
            note=self.frame.note,
            pattern=self.frame.pattern,
            used=self.used,
            needs_place=self.frame.place == "strict",
        )

    def _span(self, subject: Range | None) -> Range:
        a = self.group.first
        if subject is not None and subject[1] <= a and self.group.shares < 0:
            between = self.tokens[subject[1] : a]
            if (
                all(t.tag in {"ADV", "D", "REL", ",", "PREP"} for t in between[:3])
                and len(between) <= 3
            ):
                a = subject[0]
        b = max(self.end, self.stop)
        while b > a + 1 and self.tokens[b - 1].tag in {",", "CC", "SUB", "REL", ".", ";", '"'}:
            b -= 1
        return a, b

    def _active(self, subject: Range | None) -> bool:
        if self.frame.subject:
            if subject is not None:
                self.roles.setdefault(self.frame.subject, []).append(subject)
            elif self.frame.subject in {"place", "people", "thing"}:
                return False
        return self._parts(self.frame.parts)

    def _passive(self, subject: Range | None) -> bool:
        if not self.frame.takes_object or subject is None:
            return False
        rest = []
        is_given = False
        for part in self.frame.parts:
            if not is_given and part.role and not part.words:
                if part.after and not any(
                    sequence_at(self.tokens, self.group.head + 1, words) for words in part.after
                ):
                    return False
                self.roles.setdefault(part.role, []).append(subject)
                is_given = True
            else:
                rest.append(part)
        if not self._parts(tuple(rest)):
            return False
        causer = self.clauses.causer(self.group) if self.group.is_reduced else None
        if causer is not None and self.frame.subject:
            self.roles.setdefault(self.frame.subject, []).append(causer)
        by = self._find([("by",)], self.group.head + 1, self.stop)
        if by is not None and self.frame.subject:
            phrase = self.phrases.right(by[1], self.stop)
            if phrase is not None and not self._is_means(phrase):
                self.roles.setdefault(self.frame.subject, []).append(phrase)
                self.end = max(self.end, phrase[1])
        return True

    def _is_means(self, phrase: Range) -> bool:
        """As in "By force", "by Friday": no actor."""
        token = self.tokens[phrase[0]]
        return token.tag == "D" or (token.low in _MEANS and phrase[1] - phrase[0] == 1)

    def _parts(self, parts: tuple[Part, ...]) -> bool:
        """Fill the parts on the right of the verb; False where one that must stand is missing."""
        at = self.group.head + 1
        for part in parts:
            found: int | None
            if part.role and not part.words:
                found = self._object(part, at)
            elif part.role:
                found = self._phrase_after(part, at)
            else:
                found = self._literal(part, at)
            if found is None:
                if not part.is_optional:
                    return False
            else:
                self.end = max(self.end, found)
                if not (part.role and part.words):
                    at = found
        return True

    def _object(self, part: Part, at: int) -> int | None:
        phrase = self.phrases.right(at, self.stop)
        if phrase is None:
            # "Elephant Pass, which the rebels took in 2000"
            phrase = self.clauses.antecedent(self.group) if not part.is_optional else None
            if phrase is None and not part.is_optional:
                phrase = contact_antecedent(self.clauses, self.group)
            if phrase is None or part.after:
                return None
            self.roles.setdefault(part.role, []).append(phrase)
            return at
        end: int | None = phrase[1]
        if part.after:
            phrase, end = self._closed_by(phrase, part.after)
            if phrase is None:
                return None
        self.roles.setdefault(part.role, []).append(phrase)
        return end

    def _closed_by(
        self, phrase: Range, words: tuple[tuple[str, ...], ...]
    ) -> tuple[Range | None, int | None]:
        """In "under rebel control" the phrase ends before the word that closes it."""
        a, b = phrase
        for sequence in words:
            n = len(sequence)
            end = sequence_at(self.tokens, b, sequence)
            if end:
                self.used.update(range(b, end))
                return phrase, end
            if b - n > a and sequence_at(self.tokens, b - n, sequence):
                self.used.update(range(b - n, b))
                return (a, b - n), b
        return None, None

    def _phrase_after(self, part: Part, at: int) -> int | None:
        stop = self.stop
        if any("to" in words[:2] and len(words) > 1 for words in part.words):
            stop = self.clauses.stop(self.group, over_infinitives=True)
        if any(words[-1] == "to" or "under" in words for words in part.words):
            stop = max(stop, self.stop)
        spot = self._find(part.words, at, stop)
        while spot is not None:
            phrase = self.phrases.right(spot[1], stop)
            end = phrase[1] if phrase is not None else None
            if phrase is not None and part.after:
                phrase, end = self._closed_by(phrase, part.after)
            if phrase is not None and self._fits(part.role, phrase) and self._is_close(spot):
                self.used.update(range(*spot))
                self.roles.setdefault(part.role, []).append(phrase)
                self._further(part, spot, stop)
                return end
            spot = self._find(part.words, spot[1], stop)
        return None

    def _further(self, part: Part, spot: Range, stop: int) -> None:
        """Read on: "from Aghdam by Friday and from Lachin by Sunday"."""
        again = self._find([tuple(t.low for t in self.tokens[slice(*spot)])], spot[1], stop)
        if again is None or self.tokens[again[0] - 1].tag != "CC":
            return
        phrase = self.phrases.right(again[1], stop)
        if phrase is not None and self._fits(part.role, phrase):
            self.roles[part.role].append(phrase)

    def _is_close(self, spot: Range) -> bool:
        """Whether a place is near a verb of being: not in "is under pressure ... in Syria"."""
        if (
            not set(self.group.lemmas) & {"be", "remain", "stay", "lie"}
            or self.frame.subject == "place"
        ):
            return True
        between = self.tokens[self.group.head + 1 : spot[0]]
        return all(t.tag in {"ADV", "NEG", "D", "ADJ", '"'} and t.low not in _AWAY for t in between)

    def _fits(self, role: str, phrase: Range) -> bool:
        """Keep times and persons out of places."""
        head = self.tokens[self.phrases.head(phrase)]
        if head.tag == "D":
            return False
        if role == "target" and self.phrases.is_place(phrase) and not self.phrases.is_force(phrase):
            return False
        if role in {"place", "destination", "origin"}:
            return self.phrases.is_place(phrase) or bool(self.phrases.entities(phrase, "P"))
        return True

    def _literal(self, part: Part, at: int) -> int | None:
        k = at
        while k < min(at + 7, len(self.tokens)):
            for words in part.words:
                end = sequence_at(self.tokens, k, words)
                if end:
                    self.used.update(range(k, end))
                    return end
            if k >= self.stop or (
                self.tokens[k].tag not in _SKIP and self.tokens[k].low not in {"out", "up"}
            ):
                return None
            k += 1
        return None

    def _is_said_to(self) -> bool:
        """As in "claimed to have broken through": whoever speaks did it."""
        opener = self.tokens[self.group.first - 1] if self.group.first else None
        return self.group.is_infinitive and opener is not None and opener.tag == ";"

    def _find(self, sequences: object, at: int, stop: int) -> Range | None:
        """Return the first place of one of the word sequences between two tokens."""
        for k in range(at, stop):
            for words in sequences:  # type: ignore[attr-defined]
                end = sequence_at(self.tokens, k, words)
                if end:
                    if words[0] in _BY_NOT_ACTOR and k + 1 < stop and self.tokens[k + 1].tag == "D":
                        continue
                    return k, end
        return None


def sequence_at(tokens: list[Token], k: int, words: tuple[str, ...]) -> int:
    """Return the token after the words where they stand at token `k`, else 0.

    A noun may have a plural s, and articles, adjectives or quotation marks before it.
    """
    for word in words:
        while (
            k < len(tokens)
            and tokens[k].tag in {"DET", "POSS", "ADJ", '"'}
            and tokens[k].low != word
            and word not in _SMALL
        ):
            k += 1
        if k >= len(tokens) or tokens[k].low not in {word, word + "s"} or tokens[k].tag == "D":
            return 0
        k += 1
    return k


_SMALL = word_set("the to of in on from at by off out up back over into down with against")
