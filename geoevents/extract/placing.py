"""A claim's roles and the report's place mentions -> where it is, and why there.

What a phrase such as "the city" points back to is the place that the report was last about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from geoevents.extract.clauses import Clauses
from geoevents.extract.focus import Focus, Placed, is_area, is_country, narrowest
from geoevents.extract.frames import Candidate
from geoevents.extract.phrases import Phrases, Range
from geoevents.extract.tokens import Token
from geoevents.extract.words import word_set
from geoevents.model import EventType, Mention, PlaceKind

__all__ = ["Focus", "Placed", "Placer"]

_LOCATIVE = word_set(
    "in near around outside inside at on along across over of throughout between within towards "
    "into through"
)
_NARROW = word_set("in near around outside inside at across along on between within throughout")
_WIDE = {
    *map(EventType, ["DISPLACE", "AGREEMENT", "CONSCRIPT", "ADVANCE", "CASUALTY"]),
}
_STRIKES = {
    *map(EventType, ["CLASH", "AIRSTRIKE", "SHELLING", "BOMBING", "CASUALTY"]),
    *map(EventType, ["DETAIN", "DESTROY", "OTHER", "SIEGE"]),
}
_REACH = 3  # sentences for which what is said goes on about the same place
_LINES = word_set(
    "road roads highway motorway border frontier river coast front frontline line lines route"
)
_VAGUE = word_set("front frontline frontlines ground territory land fronts territories")
_POINTS_BACK = {"the", "its", "their", "this", "that", "his", "both"}
_DIVISION_WORDS = word_set("province state region governorate oblast county canton district")
_TOWN_WORDS = word_set(
    "city town village capital settlement port camp enclave suburb neighbourhood neighborhood"
)
_MOVES = {EventType.WITHDRAW, EventType.REDEPLOY, EventType.DISPLACE}


@dataclass(slots=True)
class Placer:
    """Finds the places of the claims of one sentence."""

    text: str
    clauses: Clauses
    phrases: Phrases
    mentions: Sequence[Mention]
    focus: Focus
    sentence: int
    earlier: list[Mention] = field(default_factory=list)
    local: list[Mention] = field(default_factory=list)

    def places(self, candidate: Candidate) -> list[Placed]:
        """Return the claim's places, one for each row that it shall have."""
        for role in ("place", "thing", "destination", "target", "people", "actor"):
            if role == "destination" and candidate.event_type != EventType.REDEPLOY:
                continue
            if role in {"target", "people"} and candidate.event_type not in _STRIKES:
                continue
            if role == "actor" and candidate.event_type is not EventType.WITHDRAW:
                continue
            found: list[Placed] = []
            for span in candidate.roles.get(role, ()):
                if role in {"target", "people", "actor"} and not self.phrases.entities(span, "P"):
                    continue
                head = self.phrases.tokens[self.phrases.head(span)]
                if role == "actor" and head.entity.startswith("P"):
                    continue  # "Damascus withdrew": a government
                found += self._from_role(candidate, span, role)
            if found and role == "destination":
                return [replace(p, is_destination=True) for p in found]
            if found:
                return found
        return self._implied(candidate)

    def endpoint(self, candidate: Candidate, role: str) -> Mention | None:
        """Return the mention of a movement's origin or destination."""
        for span in candidate.roles.get(role, ()):
            mentions = self._named(span)
            if mentions:
                return mentions[0]
        return None

    # ---- what the role says ------------------------------------------------------------------

    def _from_role(self, candidate: Candidate, span: Range, role: str) -> list[Placed]:  # noqa: C901, PLR0911  cases in turn
        mentions = self._named(span) or self._attached(candidate, span)
        mentions = [m for m in mentions if m is not None]
        capital = self._capital(span, mentions)
        if capital is not None:
            return [capital]
        if mentions:
            usable = [m for m in mentions if not self._is_too_wide(m, candidate, span)]
            if usable:
                return [self._place(m, "named in the claim") for m in usable]
            return [
                Placed(
                    None,
                    self._words(span),
                    (f"only the country is named: {mentions[0].phrase}",),
                    0.8,
                )
            ]
        head = self.phrases.head(span)
        low = self.phrases.tokens[head].low
        if role in {"target", "people", "actor"}:
            return []
        apposed = self._apposed(span)
        if low in _VAGUE and apposed is None:
            return [
                Placed(
                    None,
                    self._words(span),
                    (f"'{self._words(span)}' names no particular place",),
                    0.9,
                )
            ]
        if low in {"east", "west", "north", "south"}:
            return [
                Placed(
                    None,
                    self._words(span),
                    (f"'{self._words(span)}' names no particular place",),
                    0.9,
                )
            ]
        renamed = self._renamed(span)
        if self.phrases.is_unknown_name(head) and renamed is None:
            words = self._words(span)
            return [Placed(None, words, (f"no gazetteer knows '{words}'",), 0.95)]
        usual = role in {"place", "destination"} or self.phrases.is_place(span)
        back = self._back(span, low) if renamed is None and usual else None
        if back is not None:
            return [back]
        apposed = apposed or renamed
        if apposed is not None:
            return [self._place(apposed, "named beside the claim's own words")]
        if self.phrases.is_place(span) or role == "place":
            return self._unnamed(candidate, span)
        return []

    def _named(self, span: Range) -> list[Mention]:
        """Return the mentions of a phrase: one for each member of a list, the narrowest."""
        members: list[list[Mention]] = [[]]
        tokens = self.phrases.tokens
        for k in range(*span):
            token = tokens[k]
            if token.tag in {"CC", ","}:
                members.append([])
            elif token.entity.startswith("P"):
                mention = self.mentions[int(token.entity[1:])]
                if mention not in members[-1] and not any(mention in m for m in members):
                    members[-1].append(mention)
        return [narrowest(member) for member in members if member]

    def _attached(self, candidate: Candidate, span: Range) -> list[Mention]:
        """Return the mentions of the locative phrases that follow: "villages in X", "near Y"."""
        tokens, stop = self.phrases.tokens, self._stop(candidate)
        k = span[1]
        while k < stop:
            token = tokens[k]
            if token.tag in {"D", "ADV"}:
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

    def _apposed(self, span: Range) -> Mention | None:
        """Return the mention right after a comma: "the centre, about 180km south of Khartoum"."""
        tokens = self.phrases.tokens
        k = span[1]
        if k < len(tokens) and tokens[k].tag == ",":
            for j in range(k + 1, min(k + 4, len(tokens))):
                if tokens[j].entity.startswith("P"):
                    return self.mentions[int(tokens[j].entity[1:])]
                if tokens[j].tag not in {"DET", "ADV", "NUM"}:
                    break
        return None

    def _renamed(self, span: Range) -> Mention | None:
        """Return the name before an apposition: "Homs, the next city to the south"."""
        tokens, a = self.phrases.tokens, span[0]
        if a >= 2 and tokens[a - 1].tag == "," and tokens[a].tag in {"DET", "POSS"}:
            mark = tokens[a - 2].entity
            if mark.startswith("P"):
                return self.mentions[int(mark[1:])]
        return None

    # ---- what it points back to ----------------------------------------------------------------

    def _back(self, span: Range, low: str) -> Placed | None:
        """Resolve "the city", "there", "its airport", "the centre of the city"."""
        tokens = self.phrases.tokens
        words = [t.low for t in tokens[span[0] : span[1]]]
        if words[-1] == "country" and self.focus.country is not None and len(words) <= 2:
            return Placed(None, self._words(span), ("the country as a whole",), 0.8)
        if words[-1] == "country":
            return None
        if low in _LINES:
            return None
        pointing = (
            bool(_POINTS_BACK & set(words))
            or low in {"there", "it", "them"}
            or self._is_definite(span)
        )
        wanted = next(
            (w for w in reversed(words) if w in _TOWN_WORDS | _DIVISION_WORDS | {"area"}), ""
        )
        if not pointing:
            return None
        target: Mention | None
        if (
            wanted in _DIVISION_WORDS
            and self._recent(area=True) is not None
            and wanted != "district"
        ):
            target = self._recent(area=True)
        elif wanted == "area":
            target = self._last_local() or self.focus.latest
        else:
            target = self._recent(area=False) or self.focus.latest
        if target is None:
            return None
        return Placed(
            target,
            self._words(span),
            (f"'{self._words(span)}' points back to {target.phrase}", *target.reasons[:2]),
            0.85,
            is_implied=True,
        )

    def _is_definite(self, span: Range) -> bool:
        """Whether "the" stands before the words that lead up to a phrase: "the rebel-held town"."""
        tokens, k = self.phrases.tokens, span[0] - 1
        while k >= 0 and (tokens[k].entity.startswith("A") or tokens[k].tag in {"N", "ADJ"}):
            k -= 1
        return k >= 0 and tokens[k].low == "the" and span[0] - k <= 4

    def _capital(self, span: Range, mentions: list[Mention]) -> Placed | None:
        """Take "the capital of Tigray" for the town spoken of before, not for all of Tigray."""
        tokens = self.phrases.tokens
        words = [t.low for t in tokens[span[0] : span[1]]]
        town = self.focus.settlement
        if len(mentions) != 1 or town is None or not is_area(mentions[0]) or "of" not in words:
            return None
        if words[: words.index("of")][-1] not in {"capital", "city", "town", "centre", "center"}:
            return None
        if mentions[0].kind is not PlaceKind.NAMED:
            return None
        return Placed(
            town,
            self._words(span),
            (f"'{self._words(span)}' points back to {town.phrase}", *town.reasons[:2]),
            0.8,
            is_implied=True,
        )

    def _recent(self, *, area: bool) -> Mention | None:
        """Return what the report is about, or was last said: a settlement, or an area."""
        known = self.focus.area if area else self.focus.settlement
        pool = [m for m in self.local if is_area(m) == area and not is_country(m)]
        if known is not None and (self.sentence - self.focus.sentence <= 3 or not pool):
            return known
        if pool:
            return pool[-1]
        older = [m for m in self.earlier if is_area(m) == area and not is_country(m)]
        return older[-1] if older else known

    def _last_local(self) -> Mention | None:
        return next((m for m in reversed(self.local) if not is_country(m)), None)

    def _unnamed(self, candidate: Candidate, span: Range) -> list[Placed]:
        """As in "Several villages": placed only where the same sentence says around what."""
        words = self._words(span)
        around = self._around(candidate)
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

    def _around(self, candidate: Candidate) -> Mention | None:
        """Return the first place in a locative phrase of the claim's own clause."""
        tokens = self.phrases.tokens
        a, b = candidate.span
        stop = max(b, self._stop(candidate)) if not candidate.is_noun else b
        for k in range(a, min(stop, len(tokens))):
            if tokens[k].low in _NARROW and k + 1 < len(tokens):
                phrase = self.phrases.right(k + 1, stop)
                if phrase is None:
                    continue
                for mention in self._named(phrase):
                    if not is_country(mention):
                        return mention
            elif tokens[k].entity.startswith("P"):
                mention = self.mentions[int(tokens[k].entity[1:])]
                if mention.kind is PlaceKind.RELATIVE and not is_country(mention):
                    return mention
        return None

    def _implied(self, candidate: Candidate) -> list[Placed]:
        around = self._around(candidate)
        if around is not None:
            return [self._place(around, "the claim's own clause is about")]
        ahead = self._ahead(candidate)
        if ahead is not None:
            return [self._place(ahead, "the place of what it aims at", penalty=0.85)]
        local = self._last_local()
        if local is not None:
            return [self._place(local, "no place of its own; the sentence is about", penalty=0.75)]
        focus = self.focus.latest
        reach = 1 if candidate.is_noun else _REACH
        if focus is not None and self.sentence - self.focus.sentence <= reach:
            return [
                self._place(focus, "no place of its own; the report was last about", penalty=0.65)
            ]
        return [Placed(None, "", ("no place is named, and none is near",), 0.7)]

    def _ahead(self, candidate: Candidate) -> Mention | None:
        """Return the place of the infinitive that goes on: "pushing to drive them from X"."""
        group = candidate.group
        if group is None or candidate.is_noun or candidate.event_type in _MOVES:
            return None
        stop = self.clauses.stop(group, over_infinitives=True)
        for k in range(self.clauses.stop(group), stop):
            mark = self.phrases.tokens[k].entity
            if mark.startswith("P") and not is_country(self.mentions[int(mark[1:])]):
                return self.mentions[int(mark[1:])]
        return None

    def _place(
        self, mention: Mention, why: str, *, toponym: str = "", penalty: float = 1.0
    ) -> Placed:
        reasons = (f"{why}: {mention.phrase}" if penalty < 1 else why, *mention.reasons)
        if penalty == 1 and mention.match is not None and mention.match.is_ambiguous:
            penalty = 0.9
        return Placed(
            mention, toponym or mention.phrase, reasons, penalty, is_implied=penalty < 0.9
        )

    def _is_too_wide(self, mention: Mention, candidate: Candidate, span: Range) -> bool:
        """Whether a mention is a country of which nothing is said as a whole."""
        if not is_country(mention):
            return False
        if candidate.event_type in _WIDE:
            return False
        tokens = self.phrases.tokens
        return not (
            candidate.event_type is EventType.CONTROL
            and tokens[self.phrases.head(span)].entity.startswith("P")
        )

    def _words(self, span: Range) -> str:
        tokens: list[Token] = self.phrases.tokens[span[0] : span[1]]
        return self.text[tokens[0].start : tokens[-1].end] if tokens else ""
