"""Nouns, adjectives and compounds that name an event: "the fall of Ramadi", "rebel-held"."""

from __future__ import annotations

import re

from geoevents.extract.clauses import Clauses, VerbGroup
from geoevents.extract.frames import Candidate, sequence_at
from geoevents.extract.lexicon import Lexicon, NounFrame, Part
from geoevents.extract.phrases import Phrases, Range
from geoevents.extract.tokens import Token
from geoevents.extract.words import word_set
from geoevents.model import EventType

__all__ = ["match_nouns"]

_HARMING = {"kill", "die", "wound", "injure"}
_DOING = {
    "carry",
    "launch",
    "conduct",
    "stage",
    "make",
    "mount",
    "begin",
    "start",
    "continue",
    "complete",
}
_UNITS = word_set("hours days weeks months years")
_DEFINITE = word_set("the this that these those such its their his her similar other")
_STOP = {"REL", "SUB", ";", ":", "V", "AUX", "MOD", "TO", ".", "\u2014", "\u2013", '"'}


def match_nouns(
    clauses: Clauses, phrases: Phrases, lexicon: Lexicon, used: set[int]
) -> list[Candidate]:
    """Return the events that nouns, "-held" compounds and "besieged" name.

    `used` are the tokens that verb frames have already read.
    """
    found: list[Candidate] = []
    tokens = clauses.tokens
    taken = set(used)
    k = 0
    while k < len(tokens):
        best = _best_noun(clauses, phrases, lexicon, k, taken)
        if best is not None:
            found.append(best)
            taken.update(best.used)
        compound = _compound(tokens, phrases, lexicon, k) or _adjective(tokens, phrases, lexicon, k)
        if compound is not None:
            found.append(compound)
        k += 1
    return found


def _best_noun(
    clauses: Clauses, phrases: Phrases, lexicon: Lexicon, k: int, taken: set[int]
) -> Candidate | None:
    """Return the event of the noun at token `k`, by the frame that finds most of its roles."""
    tokens = clauses.tokens
    if tokens[k].tag not in {"N", "ADJ"} or k in taken or tokens[k].entity.startswith("A"):
        return None
    best: Candidate | None = None
    best_score = -1
    for frame in lexicon.nouns.get(tokens[k].low, ()):
        n = len(frame.words)
        if not sequence_at(tokens, k, frame.words) or any(j in taken for j in range(k, k + n)):
            continue
        if any(t.tag not in {"N", "ADJ", "PREP", "V"} for t in tokens[k : k + n]):
            continue
        following = tokens[k + n] if k + n < len(tokens) else None
        if (
            following is not None
            and following.tag == "N"
            and not following.entity
            and following.low != "'s"
        ):
            continue
        candidate = _fill(clauses, phrases, frame, k)
        if candidate is None:
            continue
        score = 10 * n + sum(len(spans) for spans in candidate.roles.values())
        if score > best_score:
            best, best_score = candidate, score
    return best


def _left_start(tokens: list[Token], k: int) -> int:
    a = k
    while (
        a > 0
        and not (tokens[a].tag == "POSS" and tokens[a - 1].entity.startswith("A"))
        and (
            tokens[a - 1].tag in {"N", "ADJ", "NUM", "GEN", "POSS", "DET"}
            or (tokens[a - 1].tag == "ADV" and a >= 2 and tokens[a - 2].tag in {"DET", "POSS"})
            or tokens[a - 1].low in {"no", "without"}
            or (
                tokens[a - 1].tag == "CC"
                and a >= 2
                and tokens[a - 2].entity
                and tokens[a - 2].tag == "N"
            )
        )
    ):
        a -= 1
    return a


def _fill(clauses: Clauses, phrases: Phrases, frame: NounFrame, k: int) -> Candidate | None:  # noqa: C901  cases in turn
    """Fill a noun frame's roles from the words around it; None where what it needs is missing."""
    tokens = clauses.tokens
    a, n = _left_start(tokens, k), len(frame.words)
    roles: dict[str, list[Range]] = {}
    if a < k:
        left = (a, k)
        if frame.left and phrases.entities(left, "A"):
            roles.setdefault(frame.left, []).append(left)
        elif frame.left and tokens[a].tag == "POSS":
            b = a  # "handing Islamic State its heaviest defeat": its own
            while b > 0 and tokens[b - 1].entity.startswith("A"):
                b -= 1
            roles.setdefault(frame.left, []).append((b, a) if b < a else (a, a + 1))
        if phrases.entities(left, "P") and _names_place(tokens, left):
            roles.setdefault("place", []).append(left)
    end = stop = _right_stop(clauses, k + n)
    reached = k + n
    told_by = _governing(clauses, k)
    for part in frame.parts:
        spot = _find_part(tokens, phrases, part, k + n, stop)
        if spot is None and told_by is not None and told_by.head > k:
            # "Gunfire was heard near the airport"
            spot = _find_part(tokens, phrases, part, told_by.head + 1, clauses.stop(told_by))
        if spot is not None:
            phrase, _begin = spot
            role = part.role
            if role == "thing" and not phrases.is_place(phrase):
                role = "target"
            roles.setdefault(role, []).append(phrase)
            reached = max(reached, phrase[1])
        elif not part.is_optional and (
            frame.event_type is EventType.CONTEST
            or (not roles.get("place") and not _is_reported(tokens, a))
        ):
            return None
    group = told_by
    if frame.left == "actor" and group is not None and group.head < k and "actor" not in roles:
        doer = clauses.subject(group)
        if doer is not None and set(group.lemmas) & _DOING and not group.is_passive:
            roles["actor"] = [doer]
    determiner = next((t.low for t in tokens[a:k] if t.tag in {"DET", "POSS"}), "")
    is_definite = determiner in _DEFINITE
    candidate = Candidate(
        frame.event_type,
        roles,
        (a, max(reached, k + n)),
        k,
        group,
        is_noun=True,
        state=frame.state,
        note=frame.note,
        pattern=frame.pattern,
        used=set(range(k, k + n)),
        is_definite=is_definite,
        needs_place=False,
    )
    del end
    return candidate if _meets(frame, candidate, tokens, a, k, phrases) else None


def _is_reported(tokens: list[Token], a: int) -> bool:
    """Whether a noun phrase is what a verb of speech is about: "denied any looting"."""
    return a > 0 and tokens[a - 1].tag == ";" and not tokens[a - 1].text


def _names_place(tokens: list[Token], span: Range) -> bool:
    """Whether a place name stands right before the noun, or with a possessive."""
    return any(t.entity.startswith("P") and t.text[0].isupper() for t in tokens[span[0] : span[1]])


def _right_stop(clauses: Clauses, k: int) -> int:
    tokens = clauses.tokens
    while k < len(tokens):
        tag = tokens[k].tag
        if tag in _STOP:
            group = clauses.at.get(k)
            if (
                tag == "TO"
                and k + 1 < len(tokens)
                and tokens[k + 1].low in {"capture", "retake", "take", "recapture", "seize"}
            ):
                k += 2
                continue
            if not (group is not None and group.is_reduced):
                return k
        if tag == "," and not (k + 1 < len(tokens) and tokens[k + 1].entity.startswith("P")):
            return k
        k += 1
    return k


def _find_part(
    tokens: list[Token], phrases: Phrases, part: Part, at: int, stop: int
) -> tuple[Range, int] | None:
    for k in range(at, stop):
        for words in part.words:
            end = sequence_at(tokens, k, words)
            if not end or tokens[k].tag == "D":
                continue
            phrase = phrases.right(end, stop)
            if phrase is None:
                continue
            if part.role in {"place", "destination", "origin"} and not phrases.is_place(phrase):
                continue
            if part.role == "actor" and phrases.is_place(phrase) and not phrases.is_force(phrase):
                continue
            return phrase, k
    return None


def _governing(clauses: Clauses, k: int) -> VerbGroup | None:
    """Return the verb group on whose right side (or as whose subject) the noun stands."""
    before = [g for g in clauses.groups if g.head < k and clauses.stop(g) >= k]
    if before:
        return before[-1]
    for group in clauses.groups:
        subject = clauses.subject(group)
        if group.head > k and subject is not None and subject[0] <= k < subject[1]:
            return group
    return None


def _meets(
    frame: NounFrame, candidate: Candidate, tokens: list[Token], a: int, k: int, phrases: Phrases
) -> bool:
    """Whether the noun is more than an allusion: it has what its frame needs."""
    roles = candidate.roles
    has_place = any(
        phrases.entities(span, "P") or phrases.is_place(span)
        for role in ("place", "thing", "destination")
        for span in roles.get(role, ())
    )
    named_place = any(
        phrases.entities(span, "P") or any(map(phrases.is_unknown_name, range(*span)))
        for role in ("place", "thing", "destination", "target", "actor")
        for span in roles.get(role, ())
    )
    group = candidate.group
    predicate = bool(
        group is not None
        and "be" in group.lemmas
        and group.head < k
        and all(
            t.tag in {"DET", "ADJ", "NEG", "ADV", "POSS", "NUM", "N", "PRON"}
            for t in tokens[group.head + 1 : k]
        )
    )
    predicate = predicate or (
        group is not None
        and group.head < k
        and not candidate.is_definite
        and bool(
            {"prepare", "plan", "order", "announce", "begin", "complete", "start"}
            & set(group.lemmas)
        )
        and k - group.head <= 6
    )
    has_actor = bool(roles.get("actor") or roles.get("target"))
    met = {
        "place": named_place or (has_place and not candidate.is_definite),
        "destination": bool(roles.get("destination")),
        "actor": has_actor and (not candidate.is_definite or named_place or _is_dated(tokens, k)),
        "people": bool(roles.get("people")),
        "quantity": any(t.tag == "NUM" for t in tokens[a:k])
        or any(any(t.tag == "NUM" for t in tokens[s[0] : s[1]]) for s in roles.get("people", ())),
        "indefinite": not candidate.is_definite and _is_event_like(tokens, a, k, candidate),
        "predicate": predicate,
        "both": _between_parties(tokens, candidate, phrases),
    }
    if _is_reported(tokens, a):
        return True  # the object of a verb of speech: "denied any looting"
    if all(not need.count("|") for need in frame.needs) and len(frame.needs) > 1:
        return all(met[need] for need in frame.needs)
    return any(met[option] for need in frame.needs for option in need.split("|"))


def _between_parties(tokens: list[Token], candidate: Candidate, phrases: Phrases) -> bool:
    """Whether both sides are named: "an encounter between troops and militants"."""
    for a, b in candidate.roles.get("actor", ()):
        armed = phrases.is_force((a, b)) and any(t.tag == "CC" for t in tokens[a:b])
        if armed and a and tokens[a - 1].low == "between":
            return True
    return False


def _is_dated(tokens: list[Token], k: int) -> bool:
    """Whether a date follows at once: "the heaviest air strikes since the start of the year"."""
    return any(t.tag == "D" for t in tokens[k + 1 : k + 3])


def _is_event_like(tokens: list[Token], a: int, k: int, candidate: Candidate) -> bool:
    """Whether a noun without place is told as an event: "after clashes", "there was fighting"."""
    before = tokens[a - 1] if a else None
    if before is None:
        return False
    if before.tag == ";" and not before.text:
        return True  # "denied any looting", "confirmed an attack"
    if before.low == "in" and tokens[a].low in {"a", "an"} and candidate.group is not None:
        return bool(_HARMING & set(candidate.group.lemmas))  # "killed in an ambush"
    if before.low == "of" and a >= 2 and tokens[a - 2].low in _UNITS:
        return True  # "after days of fierce fighting"
    if before.low in {"after", "amid", "during", "following"}:
        return any(t.tag in {"DET", "ADJ"} for t in tokens[a:k]) or before.low == "after"
    group = candidate.group
    return (
        group is not None
        and bool({"be", "report", "hear", "witness"} & set(group.lemmas))
        and group.head < k
    )


_HYPHEN = re.compile(r"[-\u2010\u2011]")


def _compound(tokens: list[Token], phrases: Phrases, lexicon: Lexicon, k: int) -> Candidate | None:
    """As in "rebel-held Azaz", "Islamic State-held areas northeast of Aleppo"."""
    parts = _HYPHEN.split(tokens[k].low)
    if len(parts) < 2 or parts[-1] not in lexicon.compounds:
        return None
    entry = lexicon.compounds[parts[-1]]
    a = k
    while (
        a > 0 and tokens[a - 1].entity.startswith("A") and tokens[a - 1].entity == tokens[k].entity
    ):
        a -= 1
    phrase = phrases.right(k + 1, len(tokens)) or (k, k + 1)
    if not phrases.is_place(phrase) and not phrases.entities(phrase, "P"):
        return None
    roles: dict[str, list[Range]] = {"actor": [(a, k + 1)], "place": [phrase]}
    antecedent = _apposed(tokens, k)
    many = tokens[phrases.head(phrase)].low.endswith("s")
    if many and antecedent is None and not phrases.entities(phrase, "P"):
        return None  # "left for rebel-held areas": nobody says which
    if antecedent is not None and not phrases.entities(phrase, "P"):
        roles["place"] = [antecedent]
    b = phrase[1]
    return Candidate(
        EventType(entry["type"]),
        roles,
        (a, b),
        k,
        None,
        is_noun=True,
        state=True,
        pattern=f"{{actor}}-{parts[-1]} {{place}}",
        used={k},
        needs_place=True,
    )


def _apposed(tokens: list[Token], k: int) -> Range | None:
    """Return the name before an apposition: "Azaz, a rebel-held town"; "Azaz is a ..."."""
    a = k
    while (
        a > 0
        and tokens[a - 1].tag in {"DET", "ADJ", "N", "ADV"}
        and not tokens[a - 1].entity.startswith("P")
    ):
        a -= 1
    if a >= 2 and tokens[a - 1].tag in {",", "AUX"}:
        b = a - 1
        j = b
        while j > 0 and tokens[j - 1].entity.startswith("P"):
            j -= 1
        if j < b:
            return j, b
    return None


def _adjective(tokens: list[Token], phrases: Phrases, lexicon: Lexicon, k: int) -> Candidate | None:
    """Read an adjective: "the besieged city of Deir al-Zor"."""
    entry = lexicon.adjectives.get(tokens[k].low)
    if entry is None or tokens[k].tag not in {"ADJ", "N", "V"}:
        return None
    phrase = phrases.right(k + 1, len(tokens))
    if phrase is None or not phrases.entities(phrase, "P") or tokens[k].tag == "V":
        return None
    return Candidate(
        EventType(entry["type"]),
        {"place": [phrase]},
        (k, phrase[1]),
        k,
        None,
        is_noun=True,
        state=entry.get("state", False),
        pattern=f"{tokens[k].low} {{place}}",
        used={k},
        needs_place=True,
    )
