"""Notes that leave the verb out -> words with it: "Town calm and under SPLA control" is a state.

Where a clause of a note, a log or a headline has no verb at all, an "is" is put before what is
said of its subject. The word stands nowhere in the report: its span is empty.
"""

from __future__ import annotations

from geoevents.extract.tokens import Token
from geoevents.extract.words import word_set

__all__ = ["with_copulas"]

_ENDS = {";", ":", ".", "\u2014", "\u2013", "?", "!", "|"}
_VERBAL = {"V", "AUX", "MOD", "TO"}
_STATES = word_set(
    "present active calm quiet tense contested besieged surrounded encircled deserted safe closed"
)
_UNDER = word_set("control siege attack fire bombardment shelling blockade rule occupation")
_HANDS = word_set("hands control")
_NOMINAL = {"N", "ADJ", "DET", "NUM", "POSS", "GEN", "PREP", "CC", ",", "ADV", "D"}


def with_copulas(tokens: list[Token]) -> list[Token]:
    """Return the tokens with an "is" in each clause that has no verb and tells a state."""
    out: list[Token] = []
    begin = 0
    for k in range(len(tokens) + 1):
        if k < len(tokens) and tokens[k].tag not in _ENDS:
            continue
        out += _clause(tokens[begin:k])
        out += tokens[k : k + 1]
        begin = k + 1
    return out


def _clause(tokens: list[Token]) -> list[Token]:
    if len(tokens) < 3 or any(t.tag in _VERBAL for t in tokens):
        return tokens
    for k in range(1, len(tokens)):
        if tokens[0].tag not in {"N", "ADJ", "DET", "NUM", "POSS"}:
            return tokens
        if _tells_state(tokens, k):
            at = k
            while at > 1 and tokens[at - 1].tag == "ADV":
                at -= 1
            if any(t.tag not in _NOMINAL for t in tokens[:at]) or tokens[at - 1].tag == "CC":
                return tokens
            spot = tokens[at].start
            return [*tokens[:at], Token(spot, spot, "", "is", "AUX"), *tokens[at:]]
    return tokens


def _tells_state(tokens: list[Token], k: int) -> bool:
    low, rest = tokens[k].low, tokens[k + 1 : k + 6]
    if low == "under":
        return any(t.low in _UNDER for t in rest)
    if low == "in":
        return any(t.low == "hands" for t in rest)
    return low in _STATES and (k + 1 == len(tokens) or tokens[k + 1].tag in {"PREP", "CC", ","})
