"""Claims that nothing near places -> the place that the report's story is about.

A headline and a lead say "an eastern town" or nothing at all; what they tell is told again below,
with its place. The toll of a whole war is the country's, not the town's of the sentence before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from geoevents.extract.drafts import Draft
from geoevents.extract.focus import Placed, is_country
from geoevents.extract.seats import home_of
from geoevents.extract.words import word_set
from geoevents.model import EventType, Mention, PlaceKind

__all__ = ["tell_places"]

_FIGHTS = {*map(EventType, ["CLASH", "CASUALTY", "AIRSTRIKE", "SHELLING", "BOMBING", "DESTROY"])}
_GAINS = {*map(EventType, ["CAPTURE", "CONTROL", "LOSS", "ADVANCE"])}
_LEAVES = {*map(EventType, ["WITHDRAW", "TRANSFER", "LOSS"])}
_TOLLS = {EventType.CASUALTY, EventType.DISPLACE}
_FAMILIES = (_FIGHTS, _GAINS, _LEAVES)
_TELLS = {*_FIGHTS, *_GAINS, *_LEAVES, *map(EventType, ["DETAIN", "SIEGE", "DISPLACE"])}
_LEAD = 3  # sentences that tell the story in short
_AHEAD = 8  # sentences in which it is told again
_SOON = 3  # sentences in which "a village" further down is named
_WINDOW = 60  # claims on either side that are looked through
_STORY = 12  # sentences that the story's place may stand for
_SUMS = {"since", "range", "year", "past"}
_SOME = word_set("a an one another")
_UNKNOWN = ("no gazetteer", "only the country", "the country as")
_WHOLE_WAR = re.compile(
    r"\b(?:across|throughout|around) (?:the|his|her|their) (?:\w+ )?country\b|\bnationwide\b"
    r"|\b(?:the|a) (?:(?:[\w-]+ ){0,3})?(?:war|conflict|insurgency) (?:has |had |have )?"
    r"(?:also )?(?:killed|left|displaced|claimed|cost|uprooted)\b"
    r"|\b(?:have|has|had) (?:also )?(?:been )?(?:killed|died|fled|displaced|uprooted)\b[^.;]*"
    r"\bsince (?:the (?:[\w-]+ ){0,3}(?:war|conflict|country|uprising|insurgency|revolt|fighting)"
    r"|[^.;]{0,60}\b(?:took up arms|(?:19|20)\d\d))",
    re.IGNORECASE,
)
_MANY = 1_000  # dead or displaced: such a toll is a war's


def tell_places(drafts: Sequence[Draft], mentions: Sequence[Mention], text: str) -> None:
    """Place claims that nothing near places by the report's story, in place."""
    country = _country_of(mentions)
    for number, draft in reversed(list(enumerate(drafts))):  # a headline leans on its lead
        if _is_of_the_war(draft, text):
            is_toll = draft.candidate.event_type in _TOLLS
            draft.places = [_of_the_war(country if is_toll else None)]
        elif _lacks_place(draft):
            again = _told_again(drafts, number) or _story(drafts, draft)
            if again is not None:
                words = next((p.toponym for p in draft.places), "")
                why = f"no place of its own; the report tells it of {again.phrase}"
                draft.places = [Placed(again, words, (why, *again.reasons), 0.6, is_implied=True)]


def _lacks_place(draft: Draft) -> bool:
    """Whether a claim has no place, for want of any rather than of an entry for its name."""
    if draft.candidate.event_type not in _TELLS:
        return False
    return all(p.mention is None and not p.reasons[0].startswith(_UNKNOWN) for p in draft.places)


def _told_again(drafts: Sequence[Draft], number: int) -> Mention | None:
    """Return the place of the same happening where it is told again: below a lead, or soon."""
    draft = drafts[number]
    words = next((p.toponym for p in draft.places), "")
    is_lead = draft.sentence <= _LEAD
    if not is_lead and words.split(" ", 1)[0].lower() not in _SOME:
        return None
    reach = _AHEAD if is_lead else _SOON
    is_some = words.split(" ", 1)[0].lower() in _SOME
    around = drafts[max(0, number - _WINDOW) : number + _WINDOW]
    ahead = [d for d in around if d is not draft and 0 <= d.sentence - draft.sentence <= reach]
    for other in sorted(ahead, key=lambda d: (d.sentence, not _is_same(draft, d, kin=False))):
        is_same = _is_same(draft, other, kin=False)
        is_kin = other.sentence - draft.sentence <= _SOON and (
            _is_same(draft, other, kin=True) or (is_some and _is_of_ground(draft, other))
        )
        if (is_same or is_kin) and not _is_habit(other):
            mention = _own_place(other, near=other.sentence <= draft.sentence + 1)
            if mention is not None:
                return mention
    return None


def _is_habit(draft: Draft) -> bool:
    """Whether a claim sums up years: "a wave of bombings since 2002"."""
    return draft.when is not None and draft.when.span.precision in _SUMS


def _is_of_ground(draft: Draft, other: Draft) -> bool:
    """Whether both tell who gains or leaves ground: "an eastern town" is then the same town."""
    types = {draft.candidate.event_type, other.candidate.event_type}
    return types <= {*_GAINS, *_LEAVES}


def _is_same(draft: Draft, other: Draft, *, kin: bool) -> bool:
    """Whether two claims may tell one happening: of one type, or kin, by nobody else."""
    first, second = draft.candidate.event_type, other.candidate.event_type
    if first is not second and not (kin and any({first, second} <= f for f in _FAMILIES)):
        return False
    mine, theirs = draft.roles.get("actor"), other.roles.get("actor")
    if mine is None or theirs is None or not mine.actor_id or not theirs.actor_id:
        return True
    return mine.actor_id == theirs.actor_id


def _own_place(draft: Draft, *, near: bool = False) -> Mention | None:
    """Return the place that a claim names; beside it also one that is implied."""
    for placed in draft.places:
        mention = placed.mention
        if mention is None or mention.longitude is None or is_country(mention):
            continue
        if (near or not placed.is_implied) and not _is_wide(mention):
            return mention
    return None


def _is_wide(mention: Mention) -> bool:
    """Whether a mention is a side of a country: too wide to be where a town is."""
    place = mention.match.place if mention.match is not None else None
    if place is None or mention.kind is not PlaceKind.REGION:
        return False
    return place.feature_code.startswith("PCL")


def _story(drafts: Sequence[Draft], draft: Draft) -> Mention | None:
    """Return the first place that the report's lead tells of."""
    if draft.sentence > _STORY:
        return None
    for other in drafts:
        if other.sentence > _LEAD:
            return None
        mention = _own_place(other)
        if mention is not None and other.candidate.event_type in _TELLS and not _is_habit(other):
            return mention
    return None


# ---- the toll of a whole war --------------------------------------------------------------------


def _is_of_the_war(draft: Draft, text: str) -> bool:
    """Whether a toll is that of a whole war, or something is said of the country as a whole."""
    if draft.candidate.event_type not in {*_FIGHTS, *_TOLLS}:
        return False
    if any(p.mention is not None and not p.is_implied for p in draft.places):
        return False
    sentence = draft.item.sentence
    if not _WHOLE_WAR.search(text, sentence.body, sentence.end):
        return False
    return draft.quantity is None or draft.quantity[0] >= _MANY


def _of_the_war(country: Mention | None) -> Placed:
    if country is None:
        return Placed(None, "", ("said of a whole war: no one place",), 0.7)
    why = f"said of a whole war: {country.phrase}"
    return Placed(country, "", (why, *country.reasons), 0.6, is_implied=True)


def _country_of(mentions: Sequence[Mention]) -> Mention | None:
    """Return a mention of the country in which most of the report's places lie."""
    mention = home_of(mentions)
    place = mention.match.place if mention is not None and mention.match is not None else None
    if mention is None or place is None:
        return None
    return replace(
        mention,
        phrase=place.name,
        toponym=place.name,
        kind=PlaceKind.NAMED,
        is_demonym=False,
        longitude=place.longitude,
        latitude=place.latitude,
        uncertainty_m=place.extent_m,
        extent_wkt="",
    )
