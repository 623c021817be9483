"""What stands outside a claim's own verb: "nor has", "there is nobody", "its fall would".

Negation by the first word of a sentence, by what is said not to exist, and suppositions that open
without "if" or hang on an event that has not happened.
"""

from __future__ import annotations

from geoevents.extract.clauses import Clauses, VerbGroup
from geoevents.extract.frames import Candidate
from geoevents.extract.tokens import Token
from geoevents.extract.words import word_set

__all__ = ["outer_standing"]

_NOR = {"nor", "neither"}
_NOBODY = {"nobody", "none", "no"}
_HAPPENINGS = word_set(
    "fall capture loss seizure takeover recapture withdrawal defeat collapse retreat victory "
    "offensive assault attack"
)
_SUPPOSED = {"would", "'d", "could", "might"}
_COMING = word_set("complete begin start continue take happen go occur follow resume launch be end")
_INVERTED = {"had", "should", "were"}
_UNSURE = word_set("clear known sure certain unclear unknown uncertain")
_ASKING = word_set("who what which where whose")
_ATTEMPTS = word_set("attempt attempts bid bids effort efforts")
_FAILING = word_set("fail falter founder collapse")
_BEATEN = word_set("repel foil thwart repulse defeat block")
_NEAR = 7  # tokens from "an attempt" to what was attempted


def outer_standing(candidate: Candidate, clauses: Clauses) -> str:  # noqa: PLR0911  cases in turn
    """Return "negated" or "dropped" where words outside the claim make it no fact, or ""."""
    tokens, group = clauses.tokens, candidate.group
    if _nobody_there(candidate, tokens):
        return "negated"
    if group is None:
        return ""
    if _is_supposed(candidate, group, clauses) or _is_wondered(candidate, tokens):
        return "dropped"
    if candidate.is_noun:
        return ""
    if _is_forbidden(group, tokens):
        return "dropped"
    if _is_inverted_negation(group, clauses) or _is_failed_attempt(group, clauses):
        return "negated"
    return ""


def _nobody_there(candidate: Candidate, tokens: list[Token]) -> bool:
    """As in "there is nobody fighting them", "there were no clashes"."""
    a = candidate.trigger
    for k in range(max(0, a - 6), a - 1):
        be = tokens[k + 1].low in {"is", "are", "was", "were", "been"}
        if tokens[k].low == "there" and be and k + 2 <= a:
            return tokens[k + 2].low in _NOBODY and not any(
                t.tag in {",", ";", "REL"} for t in tokens[k:a]
            )
    return False


def _is_supposed(candidate: Candidate, group: VerbGroup, clauses: Clauses) -> bool:
    """As in "had they taken it, ...", "its fall would cut the road"."""
    tokens = clauses.tokens
    comma = next((k for k, t in enumerate(tokens) if t.tag == ","), -1)
    if tokens[0].low in _INVERTED and comma > 2:
        later = [g for g in clauses.groups if g.first > comma and g.modal]
        if later and (candidate.trigger < comma or group.is_perfect):
            return True
    if group.modal not in _SUPPOSED or _COMING & set(group.lemmas):
        return False  # "its withdrawal would be completed the same day" is a plan
    if candidate.is_noun:
        return candidate.trigger < group.first
    subject = clauses.subject(group)
    if subject is None or subject[1] > group.first:
        return False
    words = {t.low for t in tokens[slice(*subject)]}
    return bool(words & _HAPPENINGS) and not any(t.low == "said" for t in tokens)


def _is_wondered(candidate: Candidate, tokens: list[Token]) -> bool:
    """As in "it was not clear who controlled the town"."""
    a = candidate.span[0]
    for k in range(max(1, a - 1), candidate.trigger + 1):
        if tokens[k].low in _ASKING and tokens[k - 1].low in _UNSURE:
            return True
    return False


def _is_forbidden(group: VerbGroup, tokens: list[Token]) -> bool:
    """As in "under the deal, the army is not to enter it": a rule, no claim."""
    if not group.is_infinitive:
        return False
    k = group.first
    if tokens[k].low != "to":
        k -= 1
    words = [t.low for t in tokens[max(0, k - 2) : k]]
    return len(words) == 2 and words[1] == "not" and words[0] in {"is", "are", "was", "were"}


def _is_inverted_negation(group: VerbGroup, clauses: Clauses) -> bool:
    """As in "nor has a single soldier left", "not a single rebel entered"."""
    tokens = clauses.tokens
    subject = clauses.subject(group)
    a = subject[0] if subject is not None and subject[1] <= group.first else group.first
    lead = [t.low for t in tokens[max(0, a - 3) : a]]
    if _NOR & set(lead) and not any(t.tag in {",", ";"} for t in tokens[max(0, a - 2) : a]):
        return True
    opens = lead[-1:] == ["not"] and (a == 1 or tokens[a - 2].tag in {",", ";", "CC", '"'})
    return opens and tokens[a].low in {"a", "one", "all", "every", "even"}


def _is_failed_attempt(group: VerbGroup, clauses: Clauses) -> bool:
    """As in "an attempt by rebels to enter the town failed"."""
    tokens = clauses.tokens
    if not group.is_infinitive:
        return False
    lead = tokens[max(0, group.first - _NEAR) : group.first]
    at = next((k for k, t in enumerate(lead) if t.low in _ATTEMPTS), -1)
    if at < 0 or any(t.tag in {",", ";", "V"} for t in lead[at:]):
        return False
    for other in clauses.groups:
        if other.first > group.head:
            gap = tokens[group.head + 1 : other.first]
            if any(t.tag in {",", ";", "SUB", "REL", "CC"} for t in gap):
                return False
            lemmas = set(other.lemmas)
            return bool(lemmas & _FAILING) or (other.is_passive and bool(lemmas & _BEATEN))
    return False
