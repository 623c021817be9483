"""A verb said once for several places and days -> one event each.

"Took A on Tuesday and B on Thursday", "A was retaken on March 16, B on March 2" and "A is held by
the rebels, B by the army" tell two events: what is not said again is taken from the first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geoevents.extract.clauses import Clauses
from geoevents.extract.frames import Candidate
from geoevents.extract.phrases import Phrases, Range
from geoevents.extract.tokens import Token

__all__ = ["gapped"]

_JOINS = {"CC", ",", ";"}
_STOPS = {".", ":", "?", "!", "REL", "SUB", "V", "AUX", "MOD", "TO"}
_ASIDE = {"NUM", "ADV", "ADJ", "PREP", "N", "DET"}


def gapped(found: Sequence[Candidate], clauses: Clauses, phrases: Phrases) -> list[Candidate]:
    """Return the further events of verbs whose place, day or actor is said again, but no verb."""
    out: list[Candidate] = []
    for candidate in found:
        role = next((r for r in ("place", "thing") if candidate.roles.get(r)), "")
        if not role or candidate.group is None:
            continue
        first = candidate.roles[role][0]
        head = clauses.tokens[phrases.head(first)]
        if not (head.entity.startswith("P") or phrases.is_unknown_name(phrases.head(first))):
            continue
        out += _further(candidate, role, clauses, phrases)
    return out


def _further(
    candidate: Candidate, role: str, clauses: Clauses, phrases: Phrases
) -> list[Candidate]:
    tokens = clauses.tokens
    k = max(candidate.trigger + 1, candidate.roles[role][0][1])
    seen = _tells_more(tokens[candidate.trigger + 1 : k])
    out: list[Candidate] = []
    while k < len(tokens) and tokens[k].tag not in _STOPS:
        seen = seen or _tells_more(tokens[k : k + 1])
        spot = k
        k += 1
        if not seen or tokens[spot].tag not in _JOINS or spot + 1 >= len(tokens):
            continue
        phrase = _name_at(tokens, phrases, spot + 1)
        if phrase is None:
            continue
        more = _rest(tokens, phrases, phrase[1])
        if more is None:
            return out
        end, actor = more
        roles = {**candidate.roles, role: [phrase]}
        if actor is not None:
            roles["actor"] = [actor]
        out.append(
            replace(candidate, roles=roles, span=(phrase[0], end), trigger=phrase[0], used=set())
        )
        k = end
    return out


def _tells_more(tokens: Sequence[Token]) -> bool:
    """Whether a date or an agent has been said, so that the next name begins anew."""
    return any(t.tag == "D" or t.low == "by" for t in tokens)


def _name_at(tokens: Sequence[Token], phrases: Phrases, k: int) -> Range | None:
    """Return the place names that begin at token `k`: one, or "B and C"."""
    while k < len(tokens) and tokens[k].tag in {"CC", "ADV"}:
        k += 1
    phrase = phrases.right(k, len(tokens))
    if phrase is None or phrase[0] != k:
        return None
    head = phrases.head(phrase)
    named = tokens[head].entity.startswith("P") or phrases.is_unknown_name(head)
    return phrase if named and tokens[head].tag == "N" else None


def _rest(tokens: Sequence[Token], phrases: Phrases, k: int) -> tuple[int, Range | None] | None:
    """Return where a gapped clause ends, and its agent; None where no day or agent follows.

    "Sake, 25 km west, on Thursday" goes over the aside.
    """
    if k < len(tokens) and tokens[k].tag == ",":
        aside = next((j for j in range(k + 1, len(tokens)) if tokens[j].tag not in _ASIDE), k + 1)
        if aside < len(tokens) and tokens[aside].tag == "," and aside > k + 1:
            k = aside + 1
    while k < len(tokens) and tokens[k].tag == "ADV":
        k += 1
    if k < len(tokens) and tokens[k].low == "by" and tokens[k].tag != "D":
        agent = phrases.right(k + 1, len(tokens))
        return None if agent is None else (_dates_end(tokens, agent[1]), agent)
    end = _dates_end(tokens, k)
    return (end, None) if end > k else None


def _dates_end(tokens: Sequence[Token], k: int) -> int:
    end = k
    while end < len(tokens) and tokens[end].tag == "PREP" and end + 1 < len(tokens):
        if tokens[end + 1].tag != "D":
            break
        end += 1
    while end < len(tokens) and tokens[end].tag == "D":
        end += 1
    return end
