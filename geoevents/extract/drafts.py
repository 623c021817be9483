"""A claim in the making: what the readers of roles, places, dates and numbers know of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from geoevents.extract.confidence import calibrated
from geoevents.extract.frames import Candidate
from geoevents.extract.parsing import Parsed
from geoevents.extract.parties import Parties, Party, armed_speaker
from geoevents.extract.phrases import Phrases
from geoevents.extract.placing import Placed
from geoevents.extract.quantities import quantity_of
from geoevents.extract.status import Reading
from geoevents.extract.timing import When
from geoevents.extract.voices import Voice
from geoevents.extract.words import word_set
from geoevents.model import EventType, Mention

__all__ = ["Draft", "draft_quantity", "draft_roles"]

_COUNTED = {
    EventType.CASUALTY,
    EventType.DISPLACE,
    EventType.DETAIN,
    EventType.CONSCRIPT,
    EventType.OTHER,
}
_LEAD = 40  # characters before a phrase in which "at least" may stand
_HELD = {*map(EventType, ["CAPTURE", "CONTROL", "LOSS", "WITHDRAW", "TRANSFER"])}
_BESIDE = {"beside", "alongside", "with", "together", "against"}


_HOLDS = word_set("control grip hold rule presence")


@dataclass(slots=True)
class Draft:
    """Everything known of one claim before it becomes rows."""

    candidate: Candidate
    item: Parsed
    reading: Reading
    voice: Voice | None
    roles: dict[str, Party]
    sentence: int
    places: list[Placed] = field(default_factory=list)
    origin: Mention | None = None
    destination: Mention | None = None
    when: When | None = None
    quantity: tuple[float, str] | None = None
    verification: str = ""

    def confidence(self, placed: Placed) -> float:
        """Return how sure the extraction is, 0 to 1: its weakest steps lower it.

        It is about the share of such rows in which everything is right (see `confidence.py`).
        """
        value = 0.82 if not self.candidate.is_noun else 0.68
        value *= placed.penalty * self.reading.certainty
        if not self.reading.status.is_fact:
            value *= 0.75
        if placed.mention is None or placed.mention.longitude is None:
            value *= 0.5  # a person has to place it
        if "actor" not in self.roles and self.candidate.event_type not in _COUNTED:
            value *= 0.9
        if any(party.is_guess for party in self.roles.values()):
            value *= 0.95
        if self.when is not None and self.when.is_own:
            value *= 1.05
        return calibrated(min(0.95, max(0.05, value)))

    def scope(self, placed: Placed) -> str:
        """Return the claim's scope at one place: partial where only part of it is meant."""
        return "partial" if placed.is_part and self.event in _HELD else self.reading.scope

    @property
    def event(self) -> EventType:
        """The claim's type."""
        return self.candidate.event_type


def draft_roles(  # noqa: C901, PLR0912  cases in turn
    candidate: Candidate, item: Parsed, parties: Parties, voice: Voice | None
) -> dict[str, Party]:
    """Return the claim's parties by role."""
    speaker = (voice.party or armed_speaker(voice.words)) if voice is not None else None
    phrases = item.phrases
    found: dict[str, Party] = {}
    for role in ("actor", "aircraft", "shells", "bomb", "convoy"):
        for span in candidate.roles.get(role, ()):
            party = parties.of(span, phrases, speaker=speaker)
            if party is not None and (party.actor is not None or role == "actor"):
                found.setdefault("actor", party)
    for span in candidate.roles.get("forces", ()) if "actor" not in found else ():
        moved = parties.of(span, phrases, speaker=speaker)  # "troops were withdrawn"
        if moved is not None:
            found["actor"] = moved
    group = candidate.group
    if "actor" not in found and group is not None and group.is_infinitive and speaker is not None:
        opener = item.clauses.tokens[group.first - 1] if group.first else None
        if opener is not None and opener.tag == ";":
            found["actor"] = speaker  # "promised to leave", "claimed to have seized it"
    for role in ("target", "people", "thing"):
        for span in candidate.roles.get(role, ()):
            party = parties.of(span, phrases, speaker=None)
            doer = found.get("actor")
            if party is not None and party.is_guess and doer and doer.actor_id == party.actor_id:
                continue  # "the force had encircled it": the town
            if party is not None and not (
                role == "thing" and phrases.is_place(span) and party.actor is None
            ):
                found.setdefault("target", party)
    for role in ("place", "thing"):
        for span in candidate.roles.get(role, ()):
            marks = phrases.entities(span, "A")
            if marks and "target" not in found and candidate.event_type is not EventType.CONTROL:
                start, end, actor, written = parties.hits[int(marks[0][1:])]
                del start, end
                if actor.actor_id != getattr(found.get("actor"), "actor_id", ""):
                    found["target"] = Party(written, actor.actor_id, actor)
    if (
        candidate.event_type is EventType.CONTROL
        and "actor" in found
        and found["actor"].actor is None
    ):
        named = _controller(candidate, phrases, parties)
        found["actor"] = named or found["actor"]
    elif candidate.event_type is EventType.CONTROL and "actor" not in found:
        named = _controller(candidate, phrases, parties)
        if named is not None:
            found["actor"] = named
    if candidate.event_type is EventType.CONTEST and "target" not in found and "actor" in found:
        other = _opponent(candidate, phrases, parties)
        if other is not None:
            found["target"] = other
    doer, target = found.get("actor"), found.get("target")
    same = doer is not None and target is not None and doer.actor_id == target.actor_id != ""
    if same and doer is not None and doer.is_guess:
        # Whoever drives Islamic State out is not Islamic State: the speaker speaks of "us".
        if speaker is not None and target is not None and speaker.actor_id != target.actor_id:
            found["actor"] = speaker
        else:
            del found["actor"]
    return found


def _opponent(candidate: Candidate, phrases: Phrases, parties: Parties) -> Party | None:
    """In "rebels and ISIL were fighting" the second fights the first: they are of two sides."""
    around = {t.low for t in phrases.tokens[candidate.trigger : candidate.span[1]]}
    for span in candidate.roles.get("actor", ()) if not around & _BESIDE else ():
        hits = [parties.hits[int(mark[1:])] for mark in phrases.entities(span, "A")]
        for _, _, actor, written in hits[1:2]:
            if actor.side and hits[0][2].side and actor.side != hits[0][2].side:
                return Party(written, actor.actor_id, actor)
    return None


def _controller(candidate: Candidate, phrases: Phrases, parties: Parties) -> Party | None:
    """In "the gains extend GNA control across", the holder stands before the word control."""
    tokens = phrases.tokens
    for k in sorted(candidate.used):
        if k > candidate.trigger and tokens[k].low in _HOLDS:
            mark = tokens[k - 1].entity
            if mark.startswith("A"):
                _, _, actor, written = parties.hits[int(mark[1:])]
                return Party(written, actor.actor_id, actor)
    return None


def draft_quantity(candidate: Candidate, phrases: Phrases, text: str) -> tuple[float, str] | None:
    """Return the number said of the claim, where its type counts people."""
    if candidate.event_type not in _COUNTED:
        return None
    for role in ("people", "target", "actor"):
        for a, b in candidate.roles.get(role, ()):
            found = quantity_of(phrases.tokens[a:b], text, before=_LEAD)
            if found is not None:
                return found
    return None
