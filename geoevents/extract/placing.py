"""A claim's roles and the report's place mentions -> where it is, and why there.

What a phrase such as "the city" points back to is the place that the report was last about.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from geoevents.extract.exceptions import excepted
from geoevents.extract.focus import Focus, Placed, is_country
from geoevents.extract.frames import Candidate
from geoevents.extract.implying import Implying
from geoevents.extract.lists import named_in_apposition, names_beyond_asides
from geoevents.extract.phrases import Range
from geoevents.extract.words import word_set
from geoevents.model import EventType, Mention, PlaceKind

__all__ = ["Focus", "Placed", "Placer"]

_WIDE = {
    *map(EventType, ["DISPLACE", "AGREEMENT", "CONSCRIPT", "ADVANCE", "CASUALTY"]),
}
_STRIKES = {
    *map(EventType, ["CLASH", "AIRSTRIKE", "SHELLING", "BOMBING", "CASUALTY"]),
    *map(EventType, ["DETAIN", "DESTROY", "OTHER", "SIEGE"]),
}
# Of a town these are only parts; "the rebel stronghold of Azaz" is the town itself.
_PARTS = word_set(
    "district districts neighbourhood neighborhood neighbourhoods neighborhoods suburb suburbs "
    "quarter quarters port camp camps outskirts centre center downtown area areas side bank edge "
    "edges east west north south entrance gates approaches perimeter vicinity surroundings "
    "countryside hinterland villages hamlets localities corridor pocket strip half part parts"
)
_WHOLES = word_set(
    "command seat bastion stronghold strongholds oil front frontline lines line broadcaster"
)
_CONTRAST = {"not", "than", "of"}  # "A but not B", "A rather than B": all of A
_SITE_M = 3_000.0  # a town's crossing, airport or silos stand at its edge
_SIDES = word_set("east west north south southeast southwest northeast northwest")
_ROADS = word_set("road roads highway motorway route routes")
_SCATTERED = word_set("villages hamlets towns settlements localities")
_VAGUE = word_set("front frontline frontlines ground territory land fronts territories")


@dataclass(slots=True)
class Placer(Implying):
    """Finds the places of the claims of one sentence."""

    def __post_init__(self) -> None:
        """Leave out what the sentence excepts: "all of South Kivu except Uvira"."""
        tokens = self.phrases.tokens
        marks = [tokens[k].entity for _, a, b in excepted(tokens) for k in range(a, b)]
        self.excluded = frozenset(mark for mark in marks if mark.startswith("P"))

    def look_at(self, local: list[Mention]) -> None:
        """Take the mentions before a claim's trigger, but those that the sentence excepts."""
        out = {id(self.mentions[int(mark[1:])]) for mark in self.excluded}
        self.local = [m for m in local if id(m) not in out]

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
                if not self._tells_where(role, span):
                    continue
                rows = self._from_role(candidate, span, role)
                found += [self._part(p, candidate, span) for p in rows]
            if found and role == "destination":
                return [replace(p, is_destination=True) for p in found]
            if found:
                return found
        return self._implied(candidate)

    def _part(self, placed: Placed, candidate: Candidate, span: Range) -> Placed:
        """Mark what is said of part of a town only: its airport, a district, bases there.

        A road to a town lies around it; a crossing or an airport at its edge.
        """
        mention = placed.mention
        place = mention.match.place if mention is not None and mention.match is not None else None
        tokens, head = self.phrases.tokens, self.phrases.head(span)
        if placed.is_implied and tokens[head].low in _SCATTERED:
            placed = replace(placed, is_around=True)  # "villages", told of a town: not in it
        cuts = (k for k, _, _ in excepted(tokens) if tokens[k + 1].low not in _CONTRAST)
        if any(span[0] <= k <= span[1] + 3 for k in cuts):
            return replace(placed, is_part=True)  # "Aleppo except its airport"
        if placed.is_part or place is None or not place.feature_code.startswith("PPL"):
            return placed
        low = tokens[head].low
        is_road = candidate.event_type is EventType.SIEGE and candidate.scope == "partial"
        if mention is not None and (low in _ROADS or is_road):
            return replace(placed, is_part=True, is_around=True)
        is_site = self.phrases.lexicon.noun_is(low, "site") and low not in _WHOLES
        is_part = not tokens[head].entity.startswith("P") and (is_site or low in _PARTS)
        if is_site and is_part and mention is not None and mention.kind is PlaceKind.NAMED:
            placed = replace(placed, slack_m=_SITE_M)
        return replace(placed, is_part=is_part)

    def _tells_where(self, role: str, span: Range) -> bool:
        """Whether a role's phrase may say where something is, and not only whose somebody is."""
        head = self.phrases.tokens[self.phrases.head(span)]
        if role == "actor" and head.entity.startswith("P"):
            return False  # "Damascus withdrew": a government
        marks = self.phrases.entities(span, "P")
        if role not in {"target", "people", "actor"}:
            return True
        if not marks or head.entity.startswith("P"):
            return bool(marks)
        if not self.phrases.lexicon.noun_is(head.low, "forces"):
            return True
        before = self.phrases.tokens[self.phrases.head(span) - 1].entity
        return not (before in marks and is_country(self.mentions[int(before[1:])]))  # "Mali troops"

    def endpoint(self, candidate: Candidate, role: str) -> Mention | None:
        """Return the mention of a movement's origin or destination."""
        for span in candidate.roles.get(role, ()):
            mentions = self._named(span)
            if mentions:
                return mentions[0]
        return None

    # ---- what the role says ------------------------------------------------------------------

    def _from_role(self, candidate: Candidate, span: Range, role: str) -> list[Placed]:  # noqa: C901, PLR0911  cases in turn
        tokens = self.phrases.tokens
        mentions = self._named(span)
        beyond = (
            names_beyond_asides(tokens, span) if mentions else named_in_apposition(tokens, span)
        )
        mentions += [self.mentions[int(m[1:])] for m in beyond if m not in self.excluded]
        mentions = mentions or self._attached(candidate, span)
        mentions = [m for m in mentions if m is not None]
        capital = self._capital(span, mentions)
        if capital is not None:
            return [capital]
        if mentions:
            usable = [m for m in mentions if not self._is_too_wide(m, candidate, span)]
            if usable:
                return [
                    self._inside(m, candidate, span) or self._place(m, "named in the claim")
                    for m in usable
                ]
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
        side = self._side() if low in _SIDES else None
        if side is not None:
            return [self._place(side, "this side of the country", penalty=0.8)]
        if low in _SIDES:
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
