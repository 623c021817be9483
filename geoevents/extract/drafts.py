"""A claim in the making: what the readers of roles, places, dates and numbers know of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from geoevents.dates import FoundDate
from geoevents.extract.confidence import calibrated
from geoevents.extract.frames import Candidate
from geoevents.extract.parsing import Parsed
from geoevents.extract.parties import Parties, Party
from geoevents.extract.phrases import Phrases
from geoevents.extract.placing import Placed
from geoevents.extract.quantities import quantity_of
from geoevents.extract.status import Reading
from geoevents.extract.timing import Cue, When
from geoevents.extract.tokens import Token
from geoevents.extract.voices import Voice
from geoevents.extract.words import word_set
from geoevents.model import EventType, Mention, Status

__all__ = ["Draft", "date_cue", "draft_quantity", "draft_roles"]

_COUNTED = {
    EventType.CASUALTY,
    EventType.DISPLACE,
    EventType.DETAIN,
    EventType.CONSCRIPT,
    EventType.OTHER,
}
_UNITS = {"hours": "hours", "days": "days", "weeks": "weeks", "months": "months", "years": "years"}
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
    speaker = voice.party if voice is not None else None
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


@dataclass(frozen=True, slots=True)
class _Cue(Cue):
    """A cue that can take the story's day in."""

    def with_story(self, story: When) -> _Cue:
        return replace(self, story=story)


def date_cue(draft: Draft, dates: Sequence[FoundDate], published: datetime) -> _Cue:
    """Gather what decides the claim's time: its dates, its clause's, the statement's, its kind."""
    candidate, item = draft.candidate, draft.item
    tokens = item.clauses.tokens
    said = [span for spans in item.said_spans for span in spans]
    inside = [
        d
        for d in dates
        if item.sentence.body <= d.start < item.sentence.end
        and not any(a <= d.start and d.end <= b for a, b in said)
    ]
    a, b = _region(candidate, item)
    left, right = tokens[a].start, tokens[b - 1].end
    trigger = tokens[candidate.trigger].start
    own = [d for d in inside if left <= d.start and d.end <= right + 1]
    late = _behind_relative(tokens, b) if not candidate.is_noun else None
    if late is not None and not own:
        own = [d for d in inside if late[0] <= d.start and d.end <= late[1]]
    if not _lasts(draft):
        own = [d for d in own if not d.span.text.lower().startswith("since")]
    own.sort(key=lambda d: (d.start < trigger, abs(d.start - trigger)))
    near = [] if own else [d for d in inside if _is_near(d, draft)]
    group = candidate.group
    fact = draft.reading.status.is_fact
    is_past = (
        group is None
        or group.is_past
        or group.is_gerund
        or group.is_infinitive
        or candidate.is_noun
    )
    return _Cue(
        published,
        own=own,
        near=near,
        stated=draft.voice.stated if draft.voice is not None else None,
        is_future=draft.reading.is_future or draft.reading.status is Status.PLANNED,
        is_state=candidate.state
        or (
            fact
            and not is_past
            and not candidate.is_noun
            and not (group is not None and group.is_progressive)
            and not item.sentence.is_headline
        ),
        is_negated=draft.reading.status is Status.NEGATED,
        is_ongoing=candidate.ongoing
        or (group is not None and group.is_progressive and not candidate.is_noun),
        days_after=_days_after(candidate, item),
        is_meanwhile=_is_meanwhile(candidate, item),
    )


def _is_meanwhile(candidate: Candidate, item: Parsed) -> bool:
    """As in "bombed it on Sunday while rebels were fighting for it": on that day, too."""
    group, a = candidate.group, candidate.span[0]
    opener = item.clauses.tokens[a - 1].low if a else ""
    was = group is not None and bool({"was", "were"} & set(group.helpers))
    return was and group is not None and group.is_progressive and opener in {"while", "as", "when"}


def _region(candidate: Candidate, item: Parsed) -> tuple[int, int]:
    """Return the tokens whose dates are the claim's own: its clause, with a date that opens it."""
    tokens = item.clauses.tokens
    a, b = candidate.span
    if candidate.group is not None and not candidate.is_noun:
        b = max(b, item.clauses.stop(candidate.group))
    else:
        while b < len(tokens) and tokens[b].tag in {"D", "ADV"}:
            b += 1
    k = a
    while k > 0 and (tokens[k - 1].tag in {"D", ",", "ADV"} or tokens[k - 1].tag == "PREP"):
        k -= 1
    opens = k == 0 or tokens[k - 1].tag in {";", "CC", ":", "REL", "SUB"}
    if opens and any(t.tag == "D" for t in tokens[k:a]):
        a = k
    elif a and tokens[a - 1].tag == "D":
        while a and tokens[a - 1].tag == "D":
            a -= 1
    return a, max(b, a + 1)


def _lasts(draft: Draft) -> bool:
    """Whether "since ..." can date a claim: "have seized", "were killed", but not "left"."""
    group = draft.candidate.group
    if draft.candidate.is_noun or group is None or draft.candidate.state:
        return True
    moves = draft.event in {EventType.WITHDRAW, EventType.CAPTURE, EventType.ADVANCE}
    return not moves or bool(group.helpers) or not group.is_finite


def _behind_relative(tokens: Sequence[Token], k: int) -> tuple[int, int] | None:
    """Return the characters of a date behind a relative clause: "..., which ..., on May 8"."""
    while k < len(tokens) and tokens[k].tag in {",", "ADV"}:
        k += 1
    if k >= len(tokens) or tokens[k].tag != "REL":
        return None
    close = next((j for j in range(k, len(tokens)) if tokens[j].tag == ","), len(tokens))
    a = close + 1
    b = a
    while b < len(tokens) and tokens[b].tag in {"D", "PREP"}:
        b += 1
    has_date = any(t.tag == "D" for t in tokens[a:b])
    return (tokens[a].start, tokens[b - 1].end) if has_date else None


def _is_near(found: FoundDate, draft: Draft) -> bool:
    """Whether a date of the sentence's main clause also dates what hangs on it."""
    candidate, item = draft.candidate, draft.item
    tokens = item.clauses.tokens
    group = candidate.group
    hangs = candidate.is_noun or group is None or not group.is_finite or group.shares >= 0
    a = candidate.span[0]
    before = tokens[a - 1] if a else None
    if before is not None and before.tag == "SUB":
        hangs = True
    if (before is not None and before.tag == "REL") or tokens[a].tag == "REL":
        return False
    if not hangs:
        return False
    for k, token in enumerate(tokens):
        if token.start >= found.start:
            for j in range(k, -1, -1):
                if tokens[j].tag == "REL" and tokens[j].low != "that":
                    return False
                if tokens[j].tag in {",", ";"}:
                    break
            break
    return True


def _days_after(candidate: Candidate, item: Parsed) -> str:
    """Return "days" for what stands in "days after ...", and the like."""
    tokens = item.clauses.tokens
    a = candidate.span[0]
    for k in range(a, max(-1, a - 6), -1):
        if tokens[k].low == "after" and k:
            j = k - 1
            if tokens[j].low in _UNITS and tokens[j].tag != "D":
                number = (
                    quantity_of(tokens[j - 1 : j], "") if j and tokens[j - 1].tag == "NUM" else None
                )
                return (
                    f"{int(number[0])} {_UNITS[tokens[j].low]}" if number else _UNITS[tokens[j].low]
                )
            one = j and tokens[j - 1].low in {"a", "one"} and tokens[j].tag != "D"
            if one and tokens[j].low + "s" in _UNITS:
                return "a day" if tokens[j].low == "day" else f"1 {tokens[j].low}s"
            return ""
        if tokens[k].tag in {",", ";"} and k < a:
            return ""
    return ""
