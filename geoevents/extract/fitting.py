"""What a frame asks of its roles -> whether the phrases in them are that: a road, people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geoevents.extract.clauses import VerbGroup
from geoevents.extract.lexicon import Frame
from geoevents.extract.phrases import Phrases, Range
from geoevents.extract.tokens import Token
from geoevents.extract.words import word_set
from geoevents.model import EventType

__all__ = ["Asked", "roles_fit"]

_ROADS = frozenset(
    {
        *("road", "roads", "highway", "supply line", "supply lines", "supply route", "route"),
        *("routes", "bridge", "bridges", "access", "motorway", "railway", "pass"),
    }
)
_AIRCRAFT = word_set(
    "aircraft jet jets warplane warplanes plane planes helicopter helicopters drone drones"
)
_ENDS_IN = {
    "flag": word_set("flag flags banner banners colours"),
    "bombs": word_set("bomb bombs munitions explosives napalm barrel barrels chlorine"),
    "attack": word_set("attack attacks raid raids assault assaults ambush ambushes killings"),
    "agreement": word_set(
        "ceasefire cease-fire truce agreement deal accord accords pact armistice treaty"
    ),
    "air": frozenset(
        {"air campaign", "bombing campaign", "air offensive", "air war", "aerial campaign"}
    ),
    "shells": word_set(
        "rocket rockets missile missiles mortar mortars artillery shell shells howitzers grads"
    ),
    "aircraft": _AIRCRAFT,
}
_SWEPT = word_set("mine mines landmines rubble foothold footholds position")
_THINGS = word_set(
    "vehicle vehicles tank tanks humvees apcs truck trucks pickup pickups gun guns equipment "
    "hardware weapons artillery column columns convoy convoys armour armor aircraft jets "
    "helicopter helicopters drone drones boat boats ship ships missile missiles launchers"
)
_PERSON = word_set("he she i him her")
_PERSONS = word_set("they he she we i who them him her")
_HINDER = word_set("thwart halt foil")
_HURT = {EventType.CASUALTY, EventType.DISPLACE}
_TAKEN = word_set("detain arrest abduct kidnap imprison jail apprehend")
_BOMBERS = word_set("suicide car truck roadside")


@dataclass(frozen=True, slots=True)
class Asked:
    """A frame with its roles filled, before anybody has looked whether they fit."""

    frame: Frame
    roles: Mapping[str, Sequence[Range]]
    group: VerbGroup
    phrases: Phrases

    def first(self, role: str) -> Range | None:
        """Return the first phrase of a role."""
        return next(iter(self.roles.get(role, ())), None)


def roles_fit(asked: Asked, tokens: Sequence[Token], *, is_said_to: bool) -> bool:
    """Whether the roles hold the kinds of thing that the frame asks for.

    `is_said_to` marks "claimed to have taken": whoever speaks is the actor.
    """
    return (
        _subject_fits(asked, is_said_to=is_said_to)
        and _places_fit(asked)
        and _means_it(asked, tokens)
        and _object_fits(asked)
    )


def _places_fit(asked: Asked) -> bool:
    frame, phrases = asked.frame, asked.phrases
    places = asked.roles.get("place", ())
    if frame.place == "strict" and any(not phrases.is_place(span) for span in places):
        return False
    return not (
        frame.event_type is EventType.CAPTURE
        and any(phrases.tokens[phrases.head(span)].low in _SWEPT for span in places)
    )


def _subject_fits(asked: Asked, *, is_said_to: bool) -> bool:
    frame, phrases = asked.frame, asked.phrases
    actor = asked.first("actor")
    is_unsaid = actor is None and (asked.group.is_passive or is_said_to)
    if frame.actor == "armed" and not is_unsaid and not (actor and phrases.is_force(actor)):
        return False
    subject = asked.first(frame.subject)
    if frame.subject_words and (
        subject is None or not phrases.ends_with(_leading(subject, asked), frame.subject_words)
    ):
        return False
    if frame.subject_place and subject is not None and frame.subject == "place":
        return phrases.is_place(subject)
    dies = frame.event_type is EventType.CASUALTY  # soldiers die, but only others flee
    if frame.subject_people:
        return subject is not None and (
            phrases.is_civil(subject) or (dies and phrases.is_people(subject))
        )
    if frame.subject_force:
        return subject is not None and phrases.is_force(subject) and not phrases.is_civil(subject)
    return True


def _leading(subject: Range, asked: Asked) -> Range:
    """Return the first member of "troops and aircraft": it tells who attacks, and by what."""
    tokens, lexicon = asked.phrases.tokens, asked.phrases.lexicon
    for k in range(subject[0] + 1, subject[1]):
        if tokens[k].tag == "CC" and lexicon.noun_is(tokens[k - 1].low, "forces"):
            return subject[0], k
    return subject


def _means_it(asked: Asked, tokens: Sequence[Token]) -> bool:  # noqa: PLR0911  cases in turn
    """Whether the words around make the verb tell what the frame says."""
    frame, group = asked.frame, asked.group
    after = tokens[group.head + 1 : group.head + 2]
    if frame.event_type is EventType.CASUALTY and "shoot" in group.lemmas:
        return not any(t.low == "down" for t in after)  # "a jet was shot down"
    if frame.event_type is EventType.CAPTURE and "take" in group.lemmas:
        return not any(t.low in {"place", "part"} for t in after)  # "the battle took place"
    if frame.event_type is EventType.CLASH and "fight" in group.lemmas:
        return not any(t.low in {"alongside", "beside"} for t in after)
    if frame.event_type is EventType.CLASH and _HINDER & set(group.lemmas):
        return not group.is_infinitive  # "in an effort to thwart advances"
    place = asked.first("place")
    if frame.note == "presence" and place is not None and "be" in group.lemmas:
        words = [t.low for t in tokens[place[0] : place[1]]]
        if words == ["a", "position"]:
            return False  # "would be in a position to threaten it"
    subject = asked.first(frame.subject)
    if frame.note == "presence" and subject is not None and subject[1] - subject[0] == 1:
        return tokens[subject[0]].low not in _PERSON  # a person somewhere holds nothing
    if frame.note == "presence" and "guard" in group.lemmas:
        return group.is_finite
    if frame.event_type is EventType.AIRSTRIKE and subject is not None:
        return not any(t.low in _BOMBERS for t in tokens[subject[0] : subject[1]])
    return True


def _object_fits(asked: Asked) -> bool:
    """Whether the phrases in the object's role are what the frame's `object` names."""
    frame, roles, phrases = asked.frame, asked.roles, asked.phrases
    if frame.event_type is EventType.DESTROY and any(
        _are_persons(span, phrases) for span in roles.get("thing", ())
    ):
        return False
    if frame.object == "people":
        return all(_is_people(span, asked) for span in roles.get("people", ()))
    if frame.object == "definite":
        return all(_is_definite(span, phrases) for span in roles.get("place", ()))
    if frame.object == "road":
        return all(phrases.ends_with(span, _ROADS) for span in roles.get("thing", ()))
    if frame.object in _ENDS_IN:
        wanted = _ENDS_IN[frame.object]
        return any(phrases.ends_with(span, wanted) for span in roles.get("cause", ()))
    asks = {"civilians": ("people", phrases.is_civil), "forces": ("forces", phrases.is_force)}
    asks["enemy"] = ("target", phrases.is_force)
    role, test = asks.get(frame.object, ("", phrases.is_force))
    return all(test(span) for span in roles.get(role, ()))


def _is_people(span: Range, asked: Asked) -> bool:
    """Whether a phrase names persons; "they were shot" does where only persons are."""
    token = asked.phrases.tokens[span[0]]
    if token.tag == "PRON" and span[1] - span[0] == 1 and token.low in _PERSONS:
        hurts = asked.frame.event_type in _HURT or bool(_TAKEN & set(asked.group.lemmas))
        return hurts or asked.phrases.is_people(span)
    return asked.phrases.is_people(span)


def _are_persons(span: Range, phrases: Phrases) -> bool:
    """Whether a phrase names persons and no thing: not "eleven armed vehicles"."""
    if phrases.tokens[phrases.head(span)].low in _THINGS:
        return False
    return phrases.is_people(span) and not phrases.is_place(span)


def _is_definite(span: Range, phrases: Phrases) -> bool:
    """As in "the governor's office", "Kherson": one that the reader can tell, not "a base"."""
    first = phrases.tokens[span[0]]
    after = phrases.tokens[span[1] : span[1] + 1]
    is_had = any(t.tag == "V" for t in after)  # "have the town surrounded"
    return not is_had and (first.low == "the" or first.entity.startswith("P"))
