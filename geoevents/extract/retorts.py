"""A sentence that only rejects what was told before -> that claim once more, as denied.

"The army called this a lie", "Moscow dismissed the report about Gudermes as propaganda" and "a
priest said that this was not true" name no event of their own: they deny the one just told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from geoevents.extract.drafts import Draft
from geoevents.extract.frames import Candidate
from geoevents.extract.parsing import Parsed
from geoevents.extract.phrases import Range
from geoevents.extract.speech import Attribution
from geoevents.extract.status import Reading
from geoevents.extract.tokens import Token
from geoevents.extract.words import word_set
from geoevents.model import Status

__all__ = ["Retort", "attribution_of", "find_retort", "retort_drafts"]

_CALLING = word_set("call dismiss describe brand label denounce deride slam decry")
_DENYING = word_set("dismiss reject deny refute dispute rebut")
_PAPERS = word_set(
    "report reports claim claims account accounts statement statements rumour rumours rumor rumors "
    "allegation allegations accusation accusations assertion story news announcement version"
)
_POINTING = word_set("this that it these those them")
_FALSE = word_set(
    "lie lies false untrue baseless unfounded fabricated fabrication fabrications propaganda fake "
    "nonsense disinformation misinformation invented invention wrong incorrect rubbish groundless"
)
_REACH = 2  # sentences back
_WEIGHT = 0.75


@dataclass(frozen=True, slots=True)
class Retort:
    """Who rejects (tokens of the whole sentence), and the place mark of what, if it names one."""

    source: Range
    span: tuple[int, int]
    place: str = ""
    toponym: str = ""


def find_retort(item: Parsed) -> Retort | None:
    """Return what a sentence rejects without telling it again, or None."""
    tokens = item.whole.tokens
    for k, token in enumerate(tokens):
        if token.tag == "V" and set(token.lemmas) & (_CALLING | _DENYING):
            found = _by_verb(tokens, k, _vouching(item, k))
            if found is not None:
                return found
    return _by_passive(tokens) or _as_aside(tokens) or _by_copula(item)


def _by_passive(tokens: list[Token]) -> Retort | None:
    """Read "this report was denied by the army"."""
    for k in range(2, len(tokens) - 2):
        if not (set(tokens[k].lemmas) & _DENYING and tokens[k + 1].low == "by"):
            continue
        a = k
        while a > 0 and tokens[a - 1].tag in {"AUX", "ADV", "D"}:
            a -= 1
        told = a < k and a > 0 and (tokens[a - 1].low in _PAPERS | _POINTING)
        b = k + 2
        while b < len(tokens) and tokens[b].tag in {"DET", "POSS", "GEN", "N", "ADJ", "NUM"}:
            b += 1
        if told and b > k + 2:
            return Retort((k + 2, b), (tokens[a - 1].start, tokens[b - 1].end))
    return None


def _as_aside(tokens: list[Token]) -> Retort | None:
    """Read "..., a claim (which) the army denied"."""
    for k in range(2, len(tokens) - 2):
        opens = tokens[k - 1].tag == "DET" and tokens[k - 2].tag == ","
        if not (opens and tokens[k].low in _PAPERS):
            continue
        verb = next(
            (j for j in range(k + 1, min(k + 9, len(tokens))) if tokens[j].tag == "V"), None
        )
        if verb is None or not set(tokens[verb].lemmas) & _DENYING:
            continue
        a = k + 1 + (tokens[k + 1].tag == "REL" or tokens[k + 1].low == "that")
        b = verb
        while b > a and tokens[b - 1].tag in {"ADV", "AUX", "D"}:
            b -= 1
        if a < b:
            return Retort((a, b), (tokens[k].start, tokens[verb].end))
    return None


def _vouching(item: Parsed, k: int) -> Range | None:
    """Return who is known to deny with the verb at token `k`: "X, the largest group, denied"."""
    for attribution in item.attributions:
        said = any(a <= k < b for a, b in attribution.said)
        if attribution.attitude == "deny" and said and attribution.source is not None:
            return attribution.source
    return None


def _by_verb(tokens: list[Token], k: int, known: Range | None) -> Retort | None:
    """Read "X called this a lie", "X dismissed the report about Y as propaganda"."""
    source = known or _subject(tokens, k)
    b = k + 1
    while b < len(tokens) and tokens[b].tag in {"DET", "POSS", "GEN", "N", "ADJ", "PRON", "NUM"}:
        b += 1
    words = [t.low for t in tokens[k + 1 : b]]
    if source is None or not words or b - k > 9:
        return None
    paper = next((i for i, w in enumerate(words) if w in _PAPERS), -1)
    points = words[0] in _POINTING and paper in {-1, 1}
    if not points and paper < 0:
        return None
    tail = tokens[k + 1 : k + 16]
    calls_false = any(t.low in _FALSE for t in tail)
    ends = b >= len(tokens) or tokens[b].tag in {".", ",", ";", "CC"}
    denies = bool(set(tokens[k].lemmas) & _DENYING) and (paper >= 0 or (points and ends))
    if not (calls_false or denies):
        return None
    rest = tokens[k + 2 + paper :] if paper >= 0 else []
    if any(t.low in {"that", "of"} and t.tag != "DET" for t in rest[:1]):
        return None  # "denied reports that X fell": told again, and read as such
    named = next((t for t in tail if t.entity.startswith("P")), None)
    end = max(t.end for t in tokens[k : min(b + 1, len(tokens))])
    place = named.entity if named is not None else ""
    return Retort(source, (tokens[source[0]].start, end), place, named.text if named else "")


def _by_copula(item: Parsed) -> Retort | None:
    """Read "a priest said that this was not true": whoever vouches rejects it."""
    tokens = item.whole.tokens
    for k in range(1, len(tokens) - 1):
        if tokens[k].tag != "AUX" or tokens[k - 1].low not in {"this", "that", "it"}:
            continue
        words = [t.low for t in tokens[k + 1 : k + 4]]
        untrue = bool(_FALSE & set(words[:3])) or words[:2] in (["not", "true"], ["not", "so"])
        fits = len(words) < 3 or words[-1] in {".", ",", "and", ":", ";", '"'} or untrue
        if not untrue or not fits or any(t.low == "that" for t in tokens[k + 1 : k + 5]):
            continue
        source = next((a.source for a in item.attributions if a.source is not None), None)
        if source is not None:
            return Retort(source, (tokens[k - 1].start, tokens[min(k + 2, len(tokens) - 1)].end))
    return None


def _subject(tokens: list[Token], k: int) -> Range | None:
    """Return the noun phrase right before a verb and its adverbs or helpers."""
    b = k
    while b > 0 and tokens[b - 1].tag in {"ADV", "AUX", "D"}:
        b -= 1
    a = b
    while a > 0 and (
        tokens[a - 1].tag in {"N", "ADJ", "DET", "NUM", "POSS", "GEN"}
        or (tokens[a - 1].low in {"in", "of", "for"} and a > 1 and tokens[a - 2].tag == "N")
    ):
        a -= 1
    return (a, b) if a < b else None


def retort_drafts(
    retort: Retort, item: Parsed, drafts: Sequence[Draft], number: int, *, own: str = ""
) -> list[Draft]:
    """Return the claims that a retort denies, as this sentence tells them; voices are to be set.

    `own` is the id of whoever rejects: what others are said to have done comes first.
    """
    facts = [
        d
        for d in drafts
        if d.reading.status in {Status.ASSERTED, Status.REPORTED}
        and 0 <= number - d.sentence <= _REACH
        and not d.candidate.state
    ]
    if retort.place:
        named = [d for d in facts if any(retort.toponym in p.toponym for p in d.places)]
        facts = named or []
    if not facts:
        return []
    others = [d for d in facts if (a := d.roles.get("actor")) is None or a.actor_id != own]
    told = [d for d in others or facts if not d.candidate.is_noun]
    last = (told or others or facts)[-1]
    tokens = item.clauses.tokens
    inside = [k for k, t in enumerate(tokens) if retort.span[0] <= t.start < retort.span[1]]
    span = (inside[0], inside[-1] + 1) if inside else (0, len(tokens))
    candidate = Candidate(
        last.candidate.event_type,
        {},
        span,
        span[0],
        None,
        is_noun=True,
        state=last.candidate.state,
        pattern=f"rejected: {last.candidate.pattern}",
    )
    places = [
        replace(p, is_implied=True, penalty=p.penalty * _WEIGHT)
        for p in last.places
        if not retort.toponym or retort.toponym in p.toponym or len(last.places) == 1
    ]
    reading = Reading(Status.DENIED, scope=last.reading.scope)
    denied = Draft(candidate, item, reading, None, dict(last.roles), number, places=places)
    denied.when = last.when
    return [denied]


def attribution_of(retort: Retort) -> Attribution:
    """Return the act of speech of a retort, for whoever reads voices."""
    return Attribution("deny", "deny", retort.source)
