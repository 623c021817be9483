"""Names that only their verb shows to be places, as in "Kherson was liberated" -> spans.

A capital says little where a sentence begins, and a small town is in few word lists; but what is
captured, held or shelled there is a place, if the gazetteer knows one of that name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from geoevents.extract.clauses import Clauses
from geoevents.extract.parsing import Parsed
from geoevents.extract.tokens import Token
from geoevents.model import Geocoder, Mention

__all__ = ["label_of", "names_by_verb", "welcome"]

_LISTED = {"N", "CC", ",", ":", "\u2014", "\u2013", "("}
_SUCH = {"including", "such", "as", "namely"}
_MOST = 12  # names of one report that are looked up: lists of persons end somewhere
_PEOPLED = 20_000  # a place alone in its country, of a text that names no other, is at least so big


def names_by_verb(parsed: Iterable[Parsed], geocoder: Geocoder) -> list[tuple[int, int]]:
    """Return the spans of unmarked names that stand where a claim's place stands, and are known."""
    known: dict[str, bool] = {}
    found: list[tuple[int, int]] = []
    for item in parsed:
        label = label_of(item)
        if label and label not in known and len(known) < _MOST:
            known[label] = bool(geocoder.search(label, limit=1))
        if label and known.get(label):
            first = item.clauses.tokens[0].start
            found.append((first, first + len(label)))
        for candidate in item.candidates:
            for role in ("place", "thing", "destination"):
                for span in candidate.roles.get(role, ()):
                    for a, b in _names(item, (span[0], _tail(item, span[1]))):
                        name = item.clauses.tokens[a : b + 1]
                        words = " ".join(t.text for t in name)
                        if words not in known and len(known) < _MOST:
                            known[words] = bool(geocoder.search(words, limit=1))
                        if known.get(words):
                            found.append((name[0].start, name[-1].end))
    return sorted(set(found))


def label_of(item: Parsed) -> str:
    """Return the unmarked name before the colon that opens a note: "Renk: town calm"."""
    tokens = item.clauses.tokens
    k = 0
    while k < len(tokens) and _is_name(item.clauses, tokens, k):
        k += 1
    if not 0 < k <= 3 or k >= len(tokens) or tokens[k].tag != ":":
        return ""
    common = any(item.phrases.lexicon.nouns.get(t.low) for t in tokens[:k])
    return "" if common else " ".join(t.text for t in tokens[:k])


def _tail(item: Parsed, k: int) -> int:
    """Return where the names end that say which: "several towns, including A and B"."""
    tokens, b = item.clauses.tokens, k
    while b < len(tokens) and (tokens[b].tag in _LISTED or tokens[b].low in _SUCH):
        b += 1
    named = any(t.entity.startswith("P") for t in tokens[k:b])
    return b if named else k


def _names(item: Parsed, span: tuple[int, int]) -> list[tuple[int, int]]:
    """Return first and last token of each capitalised name in a phrase that nothing marks."""
    tokens, out = item.clauses.tokens, []
    k = span[0]
    while k < span[1]:
        if not _is_name(item.clauses, tokens, k) or not item.phrases.is_unknown_name(k):
            k += 1
            continue
        last = k
        while last + 1 < span[1] and _is_name(item.clauses, tokens, last + 1):
            last += 1
        out.append((k, last))
        k = last + 1
    return out


def _is_name(clauses: Clauses, tokens: Sequence[Token], k: int) -> bool:
    token = tokens[k]
    return (
        token.tag == "N"
        and token.text[:1].isupper()
        and not token.entity
        and k not in clauses.at
        and len(token.text) > 2
    )


def welcome(found: Sequence[Mention], told: Collection[int]) -> list[Mention]:
    """Leave out names that only a verb shows (`told`, by start) where the gazetteer may err.

    They must lie in a country of the report's other places, or be a town of some weight where
    the report names no other place.
    """
    sure = {_country(m) for m in found if m.start not in told and not m.is_demonym} - {""}
    if not sure:
        sure = {_country(m) for m in found if m.start not in told}
        sure |= {_country(m) for m in found if m.start in told and _population(m) >= _PEOPLED}
    return [m for m in found if m.start not in told or _country(m) in sure - {""}]


def _country(mention: Mention) -> str:
    return mention.match.place.country_code if mention.match is not None else ""


def _population(mention: Mention) -> int:
    return mention.match.place.population if mention.match is not None else 0
