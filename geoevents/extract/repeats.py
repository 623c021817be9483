"""Two wordings of one event in a sentence -> one claim: "killed or wounded", "40 dead, 19 hurt"."""

from __future__ import annotations

from geoevents.extract.drafts import Draft
from geoevents.extract.frames import Candidate
from geoevents.extract.parsing import Parsed
from geoevents.extract.words import word_set
from geoevents.model import EventType

__all__ = ["is_repeat", "merge_twins"]

_HARMS = {"wound", "injure", "hurt", "maim"}
_HARMED = word_set("wounded injured hurt")
_KILLS = {"kill", "die", "slay", "execute", "murder", "shoot", "massacre"}
_KILLED = word_set("dead killed slain")
_APART = {"SUB", "REL", ";", ":"}


def _is_further_harm(candidate: Candidate, item: Parsed) -> bool:
    """Whether the dead of the same incident were counted just before: "and wounding 19"."""
    if candidate.event_type is not EventType.CASUALTY or not _tells(
        candidate, item, _HARMS, _HARMED
    ):
        return False
    tokens = item.clauses.tokens
    for other in item.candidates:
        if other.event_type is not EventType.CASUALTY or other.trigger >= candidate.trigger:
            continue
        between = tokens[other.trigger + 1 : candidate.trigger]
        one_breath = any(t.tag in {"CC", ","} for t in between)
        same = item.owner[other.trigger] == item.owner[candidate.trigger]
        if same and one_breath and not any(t.tag in _APART for t in between):
            return _tells(other, item, _KILLS, _KILLED)
    return False


def _tells(candidate: Candidate, item: Parsed, verbs: set[str], nouns: frozenset[str]) -> bool:
    if candidate.group is not None and not candidate.is_noun:
        return bool(verbs & set(candidate.group.lemmas))
    return item.clauses.tokens[candidate.trigger].low in nouns


def is_repeat(candidate: Candidate, item: Parsed) -> bool:
    """Whether a verb before has told the same: "killed or wounded", "a bomb exploded, killing"."""
    if _is_further_harm(candidate, item):
        return True
    group = candidate.group
    if group is None or candidate.is_noun:
        return False
    for other in item.candidates:
        if other.trigger >= candidate.trigger:
            return False
        if other.event_type is not candidate.event_type or other.is_noun:
            continue
        if any(
            candidate.roles.get(role) and other.roles.get(role) == candidate.roles[role]
            for role in ("bomb", "people")
        ):
            return True
    return False


def merge_twins(drafts: list[Draft], sentence: int) -> list[Draft]:
    """Make one claim of a verb and a noun of its clause that tell the same type.

    "Is replenishing its ranks using forced conscription in Syria" is one conscription: the verb
    keeps its roles, and takes the noun's place where it has none of its own.
    """
    dropped: set[int] = set()
    for noun in drafts:
        if noun.sentence != sentence or not noun.candidate.is_noun:
            continue
        for verb in drafts:
            group = verb.candidate.group
            if verb.sentence != sentence or verb.candidate.is_noun or group is None:
                continue
            tokens = noun.item.clauses.tokens
            between = tokens[
                min(group.head, noun.candidate.trigger) : max(group.head, noun.candidate.trigger)
            ]
            if (
                verb.candidate.event_type is not noun.candidate.event_type
                or verb.reading.status is not noun.reading.status
                or any(t.tag in {",", ";", "CC", "REL"} for t in between)
            ):
                continue
            dropped.add(id(noun))
            own = [p for p in noun.places if p.mention is not None and not p.is_implied]
            if own and all(p.is_implied or p.mention is None for p in verb.places):
                verb.places = own
    return [draft for draft in drafts if id(draft) not in dropped]
