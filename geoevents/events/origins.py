"""Claims → the speakers behind them: ten outlets that quote one monitor are one origin."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from geoevents.actors import Actors
from geoevents.gazetteer import fold

__all__ = ["Origin", "is_same", "origins_of"]


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


# A word of a name: letters of any script, with hyphens and apostrophes inside.
_WORD = re.compile(r"[^\W\d_][\w'\u2019-]*[^\W_]|[^\W\d_]")
_FILLERS = _set(
    "the a an its his her their our some several other another two three four many most one of in "
    "on at by from to for and or with who that which said says told local here there head chief "
    "director spokesman spokeswoman spokesperson spokespeople founder member"
)
_PRONOUNS = _set("he she they it who we i")
# Who somebody is, not their name, also where it opens a sentence: singular forms.
_COMMON = _set(
    "resident activist witness eyewitness official officer commander fighter soldier rebel trader "
    "militant teacher farmer doctor medic nurse elder villager refugee civilian source monitor "
    "group observer analyst diplomat journalist reporter correspondent media news outlet agency "
    "newspaper television radio channel broadcaster government army military ministry minister "
    "president governor mayor authorities authority police council coalition force troop unit "
    "general colonel captain major lieutenant brigadier lawyer worker volunteer aid relative "
    "family people locals opposition regime statement report mr mrs ms dr gen col maj capt lt"
)
# Words that tell a people, not a speaker: "the Syrian army" and "a Syrian trader" are two.
_PEOPLE = re.compile(r"(?:ian|ean|ese|ish|qi|ani|eni|eli|pti|uti|ussian|stani|ghan|erman)s?$")
# Kinds whose speakers are of a side: two of one side do not vouch for each other.
_OF_A_SIDE = ("belligerent", "armed-group", "government", "military")
# "Rami Abdulrahman, head of the Syrian Observatory for Human Rights, said": he speaks for it.
_SPEAKS_FOR = re.compile(
    r",\s+(?:who (?:heads|runs|leads|directs)|(?:(?:the|its|a|an)\s+)?(?:[\w'\u2019-]+\s+){0,3}"
    r"(?:head|director|chief|founder|spokes(?:man|woman|person)|president|chairman|leader|manager)"
    r"\s+(?:of|for|at))\s+(?P<body>[^,.;\"\u201c\u201d]{3,80})"
)
# Kinds of which a report quotes one: "the monitor" is the monitor that it names.
_SINGLE = frozenset({*_OF_A_SIDE, "monitor", "ngo", "igo", "state-media", "news", "analyst"})
# A sentence of this many characters that two outlets have word for word was copied.
_COPIED = 40


@dataclass(frozen=True, slots=True)
class Origin:
    """Who is behind a claim, told from others by side, by name, or by outlet and words."""

    side: str = ""
    name: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    outlet: str = ""
    initials: str = ""


def origins_of(rows: Sequence[Any]) -> list[Origin]:
    """Return the distinct speakers behind claims.

    Parameters
    ----------
    rows : sequence of named tuples
        Claims with `attribution`, `source_kind`, `source`, `report_id` and `quote`.

    Returns
    -------
    list of Origin
        Those that are named first. A pronoun ("he said") is a speaker of its own only where its
        report names none, and so is "the monitor"; a sentence that another outlet has word for
        word is that outlet's.
    """
    found: dict[Origin, None] = {}
    first_outlet: dict[tuple[str, str], str] = {}
    referring: list[tuple[str, str, Origin]] = []
    named_in: set[tuple[str, str]] = set()
    for row in rows:
        outlet, report, kind = _outlet(row), str(row.report_id), str(row.source_kind)
        speaker = row.attribution if isinstance(row.attribution, str) else ""
        quote = " ".join(row.quote.split()) if isinstance(row.quote, str) else ""
        if len(quote) >= _COPIED:
            key = (quote, speaker.casefold())
            if first_outlet.setdefault(key, outlet) != outlet:
                continue
        for origin in _speakers(_body_of(speaker, quote), kind, outlet):
            if origin.words & _PRONOUNS and origin.words <= _PRONOUNS:
                referring.append((report, "", origin))
            elif kind in _SINGLE and origin.words and not (origin.name or origin.side):
                referring.append((report, kind, origin))
            else:
                named_in |= {(report, ""), (report, kind)}
                found[origin] = None
    for report, kind, origin in referring:
        if (report, kind) not in named_in:
            found[origin] = None
    return _distinct(found)


def _body_of(speaker: str, quote: str) -> str:
    """Return the body that a speaker is said to speak for, beside the name; else the speaker."""
    at = (
        quote.find(speaker)
        if speaker and any(word[:1].isupper() for word in speaker.split())
        else -1
    )
    found = _SPEAKS_FOR.match(quote, at + len(speaker)) if at >= 0 else None
    return found["body"] if found else speaker


def _outlet(row: Any) -> str:
    return fold(row.source) if isinstance(row.source, str) else f"report {row.report_id}"


def _distinct(origins: Iterable[Origin]) -> list[Origin]:
    kept: list[Origin] = []
    for origin in origins:
        if not any(is_same(origin, other) for other in kept):
            kept.append(origin)
    return kept


def is_same(a: Origin, b: Origin) -> bool:
    """Whether two speakers are one: of one side, one name short for the other, or one outlet's."""
    if a.side or b.side:
        return a.side == b.side
    if a.name and b.name:
        return a.name <= b.name or b.name <= a.name or _is_short(a, b) or _is_short(b, a)
    if a.name or b.name:
        named, other = (a, b) if a.name else (b, a)
        return not other.words and named.words == frozenset(other.outlet.split())
    if a.outlet != b.outlet or bool(a.words) != bool(b.words):
        return False
    return a.words <= b.words or b.words <= a.words


def _is_short(short: Origin, long: Origin) -> bool:
    """Whether a name is another's initials: SOHR, the Syrian Observatory for Human Rights."""
    return len(short.name) == 1 and next(iter(short.name)) == long.initials


@lru_cache(maxsize=50_000)
def _speakers(speaker: str, kind: str, outlet: str) -> tuple[Origin, ...]:
    """Return the speakers that an attribution names; an outlet's own voice is the outlet."""
    if not speaker:
        return (Origin(outlet=outlet),)
    parts = re.split(r"\s+and\s+|,\s+", speaker) if "+" in kind else [speaker]
    if set(speaker.casefold().split()) <= _PRONOUNS:
        return (Origin(words=frozenset(speaker.casefold().split()), outlet=outlet),)
    return tuple(_speaker(part, kind, outlet) for part in parts if part.strip())


def _speaker(text: str, kind: str, outlet: str) -> Origin:
    if any(part in _OF_A_SIDE for part in kind.split("+")):
        sides = {actor.actor_id for _, _, actor, _ in Actors.default().find(text)}
        if len(sides) == 1:
            return Origin(side=sides.pop())
    words = [word for word in _WORD.findall(text) if word.casefold() not in _FILLERS]
    proper = [word for word in words if word[0].isupper() and not _is_common(word.casefold())]
    low = frozenset(word.casefold() for word in words)
    if not proper:
        return Origin(words=low or frozenset({fold(text)}), outlet=outlet)
    initials = "".join(word[0] for word in words if word[0].isupper()).casefold()
    return Origin(name=frozenset(w.casefold() for w in proper), words=low, initials=initials)


def _is_common(word: str) -> bool:
    return word.removesuffix("s") in _COMMON or word in _COMMON or bool(_PEOPLE.search(word))
