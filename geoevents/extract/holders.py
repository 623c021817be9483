"""Who can hold, take or leave a place: an armed or governing party, no weapon or charity."""

from __future__ import annotations

from geoevents.extract.lexicon import Lexicon
from geoevents.extract.parties import Party
from geoevents.extract.speakers import kind_of_source
from geoevents.extract.words import word_set
from geoevents.model import EventType

__all__ = ["HELD", "can_hold", "only_holders"]

HELD = {*map(EventType, ["CAPTURE", "CONTROL", "LOSS", "WITHDRAW", "TRANSFER", "CONTEST"])}
_WEAPONS = word_set(
    "gun guns tank tanks artillery shell shells rocket rockets missile missiles drone drones jet "
    "jets warplane warplanes aircraft helicopter helicopters bomb bombs bombers mortar mortars "
    "howitzer howitzers warship warships bulldozers cannon cannons"
)
# "Operation Euphrates Shield", "the offensive": what somebody does, nobody who holds.
_UNDERTAKINGS = word_set("operation operations offensive campaign assault push advance battle")
_UNARMED = word_set("ngo ngos charity charities agency agencies hospital hospitals journalists")
_OFFICES = word_set(
    "minister president premier governor mayor ambassador envoy spokesman spokeswoman chancellor"
)
_CIVIL = {"ngo", "igo", "monitor", "news", "state-media", "analyst", "activist", "resident"}
_ARMED = word_set(
    "peacekeepers peacekeeping troops forces force soldiers contingent police mission"
)


def can_hold(party: Party, lexicon: Lexicon) -> bool:
    """Whether a party can hold ground: the packs know it, or nothing speaks against it."""
    words = party.written.lower().split()
    if not words:
        return False
    if words[-1] in _WEAPONS:
        return party.actor is not None
    if party.actor is not None:
        return True
    if words[0] in _UNDERTAKINGS or words[-1] in _UNDERTAKINGS:
        return False
    if words[-1] in _UNARMED or _OFFICES & set(words):
        return False
    kinds = set(kind_of_source(party.written, lexicon).split("+"))
    return bool(_ARMED & set(words)) or not kinds <= _CIVIL


def only_holders(
    roles: dict[str, Party], event: EventType, lexicon: Lexicon
) -> dict[str, Party] | None:
    """Leave out of a claim about ground whoever cannot hold it; None where only such leave it."""
    if event not in HELD:
        return roles
    kept = {role: party for role, party in roles.items() if can_hold(party, lexicon)}
    if event is EventType.WITHDRAW and "actor" in roles and "actor" not in kept:
        words = roles["actor"].written.lower().split()
        return None if words and words[-1] not in _WEAPONS else kept
    return kept
