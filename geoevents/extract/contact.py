"""Relative clauses without "which" -> their antecedent: "the town they had captured"."""

from __future__ import annotations

from geoevents.extract.clauses import Clauses, VerbGroup
from geoevents.extract.words import word_set

__all__ = ["contact_antecedent"]

_SUBJECTS = word_set("they it he she we i")


def contact_antecedent(clauses: Clauses, group: VerbGroup) -> tuple[int, int] | None:
    """Return the noun phrase right before the pronoun that a verb without object is said of."""
    subject, tokens = clauses.subject(group), clauses.tokens
    if subject is None or subject[1] - subject[0] != 1 or subject[1] > group.first:
        return None
    k = subject[0] - 1
    if tokens[subject[0]].low not in _SUBJECTS or k < 0 or tokens[k].tag != "N":
        return None
    return clauses.phrase_left(k)
