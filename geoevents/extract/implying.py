"""A claim without a place of its own -> the place that its sentence or the report is about."""

from __future__ import annotations

import re
from dataclasses import dataclass

from geoevents.extract.clauses import HARD
from geoevents.extract.focus import Placed, is_area, is_country, narrowest
from geoevents.extract.focus import around as beside
from geoevents.extract.frames import Candidate
from geoevents.extract.inner import is_elsewhere, is_inner
from geoevents.extract.phrases import Range
from geoevents.extract.pointing import Pointing
from geoevents.extract.words import word_set
from geoevents.gazetteer import fold
from geoevents.model import EventType, Mention, PlaceKind

__all__ = ["Implying"]

_LOCATIVE = word_set(
    "in near around outside inside at on along across over of throughout between within towards "
    "into through"
)
_LYING = word_set("located situated lying just")
_NARROW = word_set("in near around outside inside at across along on between within throughout")
_BESIDE = word_set("near outside around overlooking above beyond north south east west")
_MOVES = {EventType.WITHDRAW, EventType.REDEPLOY, EventType.DISPLACE}


_REACH = 3  # sentences for which what is said goes on about the same place
_EVENT_REACH = 6  # sentences back to the attack that is meant
_EVENT = re.compile(
    r"\b(?:the|this|that) (?:(?!latest\b|recent\b|renewed\b|ongoing\b|continu)[\w-]+ )?"
    r"(?:attack|assault|raid|ambush|fighting|clash|clashes|battle|explosion|blast|bombing"
    r"|shooting|incident|encounter|strike|bombardment|shelling|massacre|killings|firefight)\b",
    re.IGNORECASE,
)
_OFFICIAL = re.compile(
    r"\b(?:governor|minister|commander|spokes(?:man|woman|person)|official|officials|president"
    r"|chief|head|leader|authorities|police|army|military|general) (?:of|in|for) (?:the )?\Z",
    re.IGNORECASE,
)
_SIDE = re.compile(
    r"\bin (?:the )?(?:[\w-]+ ){0,2}?((?:north|south)(?:east|west)?|east|west)\b(?! of\b|-)"
)
_WHEN = word_set("when after as while where during")
_BEFALL = {
    *map(EventType, ["CASUALTY", "CLASH", "AIRSTRIKE", "SHELLING", "BOMBING", "DETAIN"]),
    *map(EventType, ["DESTROY", "OTHER"]),
}
_AIMED = {*map(EventType, ["CLASH", "AIRSTRIKE", "SHELLING"])}


@dataclass(slots=True)
class Implying(Pointing):
    """What a claim's sentence, and the sentences before, say of where it is."""

    excluded: frozenset[str] = frozenset()

    def _named(self, span: Range) -> list[Mention]:
        """Return the mentions of a phrase: one for each member of a list, the narrowest."""
        members: list[list[Mention]] = [[]]
        tokens = self.phrases.tokens
        for k in range(*span):
            token = tokens[k]
            if token.tag in {"CC", ","}:
                members.append([])
            elif token.entity.startswith("P") and token.entity not in self.excluded:
                mention = self.mentions[int(token.entity[1:])]
                owns = k + 1 < span[1] and tokens[k + 1].tag == "GEN"
                if owns and is_country(mention):
                    continue  # "Syria's biggest dam"
                if mention not in members[-1] and not any(mention in m for m in members):
                    members[-1].append(mention)
        return _beside([narrowest(member) for member in members if member])

    def _inside(
        self, mention: Mention, candidate: Candidate, span: Range | None = None
    ) -> Placed | None:
        """Take the town for a quarter or a site in it that no gazetteer has."""
        told = is_inner(self.text, mention)
        if mention.longitude is None:
            if not told and fold(mention.toponym) not in self.focus.inner:
                return None
        elif not told or mention.kind is not PlaceKind.NAMED:
            return None
        near = self._attached(candidate, span) if span is not None else []
        near = [m for m in near if m.longitude is not None]
        inside = [m for m in [*near, *reversed(self.local)] if _is_town(m) and m is not mention]
        town = next(iter(near or inside), None) or self.focus.settlement
        if town is None or town.longitude is None or is_country(town):
            return None
        if mention.longitude is not None and not is_elsewhere(mention, town):
            return None
        if mention.longitude is None:
            self.focus.told[fold(mention.toponym)] = town
        return Placed(
            town,
            mention.phrase,
            (f"'{mention.phrase}' is in no gazetteer; taken to be in {town.phrase}", *town.reasons),
            0.7,
            is_implied=True,
            is_part=True,
        )

    def _attached(self, candidate: Candidate, span: Range) -> list[Mention]:
        """Return the mentions of the locative phrases that follow: "villages in X", "near Y"."""
        tokens, stop = self.phrases.tokens, self._stop(candidate)
        k = span[1]
        while k < stop:
            token = tokens[k]
            if token.tag in {"D", "ADV"} or token.low in _LYING:
                k += 1
                continue
            if token.low not in _LOCATIVE or token.low in {"into", "towards"}:
                return []
            phrase = self.phrases.right(k + 1, stop)
            if phrase is None:
                return []
            found = self._named(phrase)
            if found:
                return found
            k = phrase[1]
        return []

    def _stop(self, candidate: Candidate) -> int:
        if candidate.group is not None and not candidate.is_noun:
            return self.clauses.stop(candidate.group)
        return len(self.phrases.tokens)

    def _unnamed(self, candidate: Candidate, span: Range) -> list[Placed]:
        """As in "Several villages": placed only where the same sentence says around what."""
        words = self._words(span)
        around = self._around(candidate)
        if around is not None and self._lies_beside(span):
            around = beside(around)
        if around is not None:
            return [
                self._place(
                    around,
                    f"'{words}' is not named; the clause is about",
                    toponym=words,
                    penalty=0.8,
                )
            ]
        local = self._last_local()
        if local is not None and self._lies_beside(span):
            local = beside(local)
        head = self.phrases.tokens[self.phrases.head(span)].low
        if local is not None and head not in {"front", "fronts", "ground"}:
            return [
                self._place(
                    local,
                    f"'{words}' is not named; the sentence is about",
                    toponym=words,
                    penalty=0.75,
                )
            ]
        if self.focus.latest is not None and self.sentence - self.focus.sentence <= 1:
            return [
                self._place(
                    self.focus.latest,
                    f"'{words}' is not named; the sentence before is about",
                    toponym=words,
                    penalty=0.65,
                )
            ]
        return [Placed(None, words, (f"'{words}' is not named, and nothing near says where",), 0.8)]

    def _lies_beside(self, span: Range) -> bool:
        """As in "heights to its west", "a hill overlooking the town": not in the town itself."""
        return any(t.low in _BESIDE for t in self.phrases.tokens[span[1] : span[1] + 4])

    def _around(self, candidate: Candidate) -> Mention | None:
        """Return the first place in a locative phrase of the claim's own clause."""
        tokens = self.phrases.tokens
        a, b = candidate.span
        stop = max(b, self._stop(candidate)) if not candidate.is_noun else b
        for k in range(a, min(stop, len(tokens))):
            flees = candidate.event_type is EventType.DISPLACE and tokens[k].low == "across"
            if tokens[k].low in _NARROW and k + 1 < len(tokens) and not flees:
                phrase = self.phrases.right(k + 1, stop)
                if phrase is None:
                    continue
                for mention in self._named(phrase):
                    if not is_country(mention):
                        return mention
            elif tokens[k].entity.startswith("P") and tokens[k].entity not in self.excluded:
                mention = self.mentions[int(tokens[k].entity[1:])]
                if mention.kind is PlaceKind.RELATIVE and not is_country(mention):
                    return mention
        return None

    def _implied(self, candidate: Candidate) -> list[Placed]:
        own = self._of_sentence(candidate)
        if own is not None:
            return [own]
        focus = self.focus.latest
        side = self._side()
        if side is not None and not _is_within(focus, side):
            return [self._place(side, "the sentence names only a side of", penalty=0.7)]
        if candidate.event_type is EventType.AGREEMENT:
            return [Placed(None, "", ("an agreement: no one place",), 0.8)]
        reach = 1 if candidate.is_noun else _REACH
        if focus is not None and self.sentence - self.focus.sentence <= reach:
            return [
                self._place(focus, "no place of its own; the report was last about", penalty=0.65)
            ]
        return [Placed(None, "", ("no place is named, and none is near",), 0.7)]

    def _side(self) -> Mention | None:
        """Return the region that "in the southeast" means: "Turkey's southeast", named once."""
        tokens = self.phrases.tokens
        if not tokens:
            return None
        said = _SIDE.search(self.text, tokens[0].start, tokens[-1].end)
        if said is None:
            return None
        side = re.compile(rf"\b{said[1]}(?:ern)?\b", re.IGNORECASE)
        return next((m for m in self.focus.sides if side.search(m.phrase)), None)

    def _of_sentence(self, candidate: Candidate) -> Placed | None:
        """Return what the claim's own sentence says of where it is, outside its roles."""
        around = self._where(candidate) or self._around(candidate)
        if around is not None:
            return self._place(around, "the claim's own clause is about")
        ahead = self._ahead(candidate)
        if ahead is not None:
            return self._place(ahead, "the place of what it aims at", penalty=0.85)
        later = self._later(candidate)
        if later is not None:
            return self._place(later, "the sentence goes on about", penalty=0.8)
        event = self._told_event(candidate)
        if event is not None:
            return self._place(event, "what it speaks of was told of", penalty=0.75)
        local = self._last_local()
        if local is None or (is_area(local) and self._is_speakers(local)):
            return None
        inside = self._inside(local, candidate)
        why = "no place of its own; the sentence is about"
        return inside or self._place(local, why, penalty=0.75)

    def _where(self, candidate: Candidate) -> Mention | None:
        """Return the place that "where" stands behind: "visit X, where clashes broke out"."""
        tokens, a = self.phrases.tokens, candidate.span[0]
        k = next((k for k in range(max(0, a - 3), a + 1) if tokens[k].low == "where"), None)
        if k is None:
            return None
        before = tokens[max(0, k - 10) : k]
        marks = [t.entity for t in before if t.entity.startswith("P")]
        found = [self.mentions[int(m[1:])] for m in marks if m not in self.excluded]
        found = [m for m in found if not is_country(m)]
        towns = [m for m in found if not is_area(m)]
        return next(reversed(towns or found), None)

    def _told_event(self, candidate: Candidate) -> Mention | None:
        """Return where "the attack", "this raid" was, if that was told not long before."""
        event = self.focus.event
        if event is None or self.sentence - self.focus.event_sentence > _EVENT_REACH:
            return None
        tokens, (a, b) = self.phrases.tokens, candidate.span
        stop = max(b, self._stop(candidate)) if not candidate.is_noun else b
        first, last = tokens[max(0, a - 1)], tokens[min(stop, len(tokens)) - 1]
        return event if _EVENT.search(self.text, first.start, last.end) else None

    def _is_speakers(self, mention: Mention) -> bool:
        """Whether a place is only whose official speaks: "the governor of West Darfur said"."""
        before = self.text[max(0, mention.start - 40) : mention.start]
        return _OFFICIAL.search(before) is not None

    def _later(self, candidate: Candidate) -> Mention | None:
        """Return the place of "when", "after", "as" behind it: "ten died when a bomb hit X"."""
        tokens, group = self.phrases.tokens, candidate.group
        if candidate.event_type not in _BEFALL:
            return None
        start = self.clauses.stop(group) if group is not None else candidate.span[1]
        k = next((k for k in range(start, len(tokens)) if tokens[k].low in _WHEN), None)
        stop = len(tokens)
        if k is None and candidate.event_type in _AIMED and start < len(tokens):
            k = start if tokens[start].tag == "REL" else None  # "raids on those who held X"
            stop = min(stop, start + 5)
        if k is None:
            return None
        for j in range(k + 1, stop):
            token = tokens[j]
            if token.tag in HARD or token.tag == "REL":
                return None
            if token.entity.startswith("P") and token.entity not in self.excluded:
                mention = self.mentions[int(token.entity[1:])]
                if not is_country(mention) and mention.longitude is not None:
                    return mention
        return None

    def _ahead(self, candidate: Candidate) -> Mention | None:
        """Return the place of the infinitive that goes on: "pushing to drive them from X"."""
        group = candidate.group
        if group is None or candidate.is_noun or candidate.event_type in _MOVES:
            return None
        stop = self.clauses.stop(group, over_infinitives=True)
        for k in range(self.clauses.stop(group), stop):
            mark = self.phrases.tokens[k].entity
            if mark in self.excluded:
                continue
            if mark.startswith("P") and not is_country(self.mentions[int(mark[1:])]):
                return self.mentions[int(mark[1:])]
        return None

    def _place(
        self, mention: Mention, why: str, *, toponym: str = "", penalty: float = 1.0
    ) -> Placed:
        words, mention = mention.phrase, self.focus.placed(mention)
        reasons = (f"{why}: {mention.phrase}" if penalty < 1 else why, *mention.reasons)
        if penalty == 1 and mention.match is not None and mention.match.is_ambiguous:
            penalty = 0.9
        return Placed(mention, toponym or words, reasons, penalty, is_implied=penalty < 0.9)


def _is_within(focus: Mention | None, side: Mention) -> bool:
    """Whether what the report was last about is a place of the side's country, and narrower."""
    if focus is None or focus.match is None or side.match is None:
        return False
    here, there = focus.match.place, side.match.place
    is_wide = focus.kind is PlaceKind.REGION and here.feature_code.startswith("PCL")
    return here.country_code == there.country_code and not is_wide


def _is_town(mention: Mention) -> bool:
    return mention.longitude is not None and not is_area(mention)


def _beside(mentions: list[Mention]) -> list[Mention]:
    """Let "near" go on in "near Lashio and Namhkam"."""
    first = mentions[0] if mentions else None
    if first is None or first.kind is not PlaceKind.RELATIVE:
        return mentions
    if first.phrase.split(" ", 1)[0].lower() not in _BESIDE:
        return mentions
    return [first, *(beside(m) if m.kind is PlaceKind.NAMED else m for m in mentions[1:])]
