"""What a report was last about, and what kind of place a mention is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from geoevents.gazetteer import fold
from geoevents.model import EventType, Mention, PlaceKind

__all__ = [
    "EVENTS",
    "Focus",
    "Placed",
    "around",
    "grounds_of",
    "is_area",
    "is_country",
    "narrowest",
]

_NAMED_BY_TEXT = ("no gazetteer entry is named", "the known place of this name")
_BESIDE_M = 10_000.0
# What "the attack", "the fighting" may point back to.
EVENTS = {
    *map(EventType, ["CLASH", "CASUALTY", "AIRSTRIKE", "SHELLING", "BOMBING", "CAPTURE"]),
}
_COUNTRY_CODES = {"PCLI", "PCL", "PCLD", "PCLS", "PCLF", "PCLIX", "TERR"}


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a claim is: a mention or none, the words, and why; `penalty` lowers confidence.

    `is_part` where the claim is about part of the place: its airport, a district, a base there.
    `slack_m` widens the uncertainty (metres), as for a crossing at the edge of the town;
    `is_around` where the claim lies somewhere around the place: a road to it, villages near it.
    """

    mention: Mention | None
    toponym: str
    reasons: tuple[str, ...]
    penalty: float = 1.0
    is_implied: bool = False
    is_destination: bool = False
    is_part: bool = False
    slack_m: float = 0.0
    is_around: bool = False

    def spot(self) -> Mention | None:
        """Return the mention as the claim's row shall have it."""
        if self.mention is None or self.mention.uncertainty_m is None:
            return self.mention
        if self.is_around:
            return around(self.mention)
        radius = self.mention.uncertainty_m + self.slack_m
        return replace(self.mention, uncertainty_m=radius)


@dataclass(slots=True)
class Focus:
    """What the report was last about: its latest settlement, area and country."""

    settlement: Mention | None = None
    area: Mention | None = None
    country: Mention | None = None
    latest: Mention | None = None
    sentence: int = -1
    event: Mention | None = None  # where "the attack", told last, was
    event_sentence: int = -1
    sides: Sequence[Mention] = ()  # the regions that the report names, such as a country's south
    since: int = 0  # the character at which the heading stands that the report is under
    told: dict[str, Mention] = field(default_factory=dict)  # towns of names in no gazetteer
    inner: frozenset[str] = frozenset()  # names that the report calls quarters or sites in a town

    def note(self, mention: Mention, sentence: int) -> None:
        """Take a claim's place as what the report is about now."""
        if is_country(mention):
            self.country = mention
            return
        self.latest, self.sentence = mention, sentence
        if is_area(mention):
            self.area = mention
        else:
            self.settlement = mention

    def open(self, mention: Mention, sentence: int) -> None:
        """Take a heading's place: what was told before of a town elsewhere is over."""
        self.note(mention, sentence)
        area = mention.match.place if mention.match is not None else None
        old = self.settlement.match.place if self.settlement and self.settlement.match else None
        if area is None or old is None or not is_area(mention):
            return
        if (old.country_code, old.admin1_code) != (area.country_code, area.admin1_code):
            self.settlement = self.event = None
            self.since = mention.start

    def placed(self, mention: Mention) -> Mention:
        """Return a mention, or the town that its name was taken to be in before."""
        if mention.longitude is not None:
            return mention
        return self.told.get(fold(mention.toponym), mention)

    def note_event(self, mention: Mention | None, sentence: int) -> None:
        """Take where something happened for the place of "the attack" further on."""
        if mention is not None and mention.longitude is not None and not is_country(mention):
            self.event, self.event_sentence = mention, sentence


def around(mention: Mention) -> Mention:
    """Return the surroundings of a place."""
    radius = max(mention.uncertainty_m or 0.0, _BESIDE_M)
    return replace(mention, kind=PlaceKind.RELATIVE, uncertainty_m=radius)


def is_country(mention: Mention) -> bool:
    """Whether a mention is a whole country."""
    place = mention.match.place if mention.match is not None else None
    return (
        place is not None
        and place.feature_code in _COUNTRY_CODES
        and mention.kind is PlaceKind.NAMED
    )


def is_area(mention: Mention) -> bool:
    """Whether a mention is a division or region rather than a town or spot."""
    place = mention.match.place if mention.match is not None else None
    if mention.kind is PlaceKind.RELATIVE and mention.reasons[:1]:
        return not mention.reasons[0].startswith(_NAMED_BY_TEXT)
    if mention.kind in {PlaceKind.REGION, PlaceKind.RELATIVE}:
        return True
    return place is not None and place.is_area


def narrowest(mentions: list[Mention]) -> Mention:
    """Return the narrowest of the mentions of one phrase: "the Aleppo town of Azaz" is Azaz."""
    known = [m for m in mentions if m.match is not None] or mentions
    return min(
        known,
        key=lambda m: (
            is_country(m),
            m.kind is PlaceKind.NAMED and is_area(m),
            -m.start if m.kind is not PlaceKind.RELATIVE else -(10**9),
        ),
    )


def grounds_of(mentions: list[Mention]) -> frozenset[str]:
    """Return the countries and capitals that a report names: they may stand for governments."""
    return frozenset(
        m.phrase
        for m in mentions
        if m.match is not None and m.match.place.feature_code.startswith(("PCL", "PPLC"))
    )
