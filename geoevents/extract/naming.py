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

__all__ = ["names_by_verb", "welcome"]

_MOST = 12  # names of one report that are looked up: lists of persons end somewhere
_PEOPLED = 20_000  # a place alone in its country, of a text that names no other, is at least so big


def names_by_verb(parsed: Iterable[Parsed], geocoder: Geocoder) -> list[tuple[int, int]]:
    """Return the spans of unmarked names that stand where a claim's place stands, and are known."""
    known: dict[str, bool] = {}
    found: list[tuple[int, int]] = []
    for item in parsed:
        for candidate in item.candidates:
            for role in ("place", "thing", "destination"):
                for span in candidate.roles.get(role, ()):
                    for a, b in _names(item, span):
                        name = item.clauses.tokens[a : b + 1]
                        words = " ".join(t.text for t in name)
                        if words not in known and len(known) < _MOST:
                            known[words] = bool(geocoder.search(words, limit=1))
                        if known.get(words):
                            found.append((name[0].start, name[-1].end))
    return sorted(set(found))


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
    sure = {_country(m) for m in found if m.start not in told} - {""}
    settled = {_country(m) for m in found if m.start not in told and not m.is_demonym} - {""}
    if not settled:
        sure |= {_country(m) for m in found if m.start in told and _population(m) >= _PEOPLED}
    return [m for m in found if m.start not in told or _country(m) in sure - {""}]


def _country(mention: Mention) -> str:
    return mention.match.place.country_code if mention.match is not None else ""


def _population(mention: Mention) -> int:
    return mention.match.place.population if mention.match is not None else 0
