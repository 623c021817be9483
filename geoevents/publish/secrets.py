"""Claims -> what they must not give away: names, sentences, and the rows that hold them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from geoevents.model import SourceKind
from geoevents.publish.naming import Names, folded, stands_in
from geoevents.publish.rules import PublishRules
from geoevents.schema import CLAIMS

__all__ = [
    "folded",
    "is_sensitive",
    "persons_of",
    "quotes_of",
    "scrubbed",
    "speaks_a_resident",
    "stands_in",
]

# How the column `sensitivity` names a private person, as the extraction writes it.
_PERSON = re.compile(r"private person \(((?:[^()]|\([^()]*\))+)\)")
# Columns that are never shown, or hold no words: a name in any other one counts.
_NO_WORDS = frozenset({
    "claim_id", "report_id", "report_sha256", "decided_id", "same_event", "sensitivity",
    "reviewed_by", "review_note", "review_status", "extractor_version", "place_extent",
    "origin_point", "destination_point",
})  # fmt: skip
_WORDS = tuple(c.name for c in CLAIMS.columns if c.kind == "text" and c.name not in _NO_WORDS)
# A shorter sentence says the same in many reports.
_LEAST_QUOTE = 12


def persons_of(claims: Any, rules: PublishRules) -> list[str]:
    """Return the names that must stand nowhere: those that claims mark, and the publisher's."""
    marks = claims["sensitivity"].dropna().astype("str")
    marked = {name.strip() for text in marks for name in _PERSON.findall(text)}
    return sorted({*marked, *(word.strip() for word in rules.withhold)})


def is_sensitive(claims: Any, persons: list[str]) -> Any:
    """Return which claims are sensitive: marked so, or holding what a sensitive one must not say.

    The mark spreads to every claim that names such a person, and to every claim of the same
    sentence: "captured A and B" is one sentence in two claims.
    """
    flags = claims["sensitivity"].fillna("").astype("str").str.strip().ne("").to_numpy()
    names = Names(persons)
    if names.full:
        for column in _WORDS:
            texts = claims[column].fillna("").astype("str")
            hits = {text: bool(names.find(text)) for text in texts.unique()}
            flags = flags | texts.map(hits).to_numpy(dtype="bool")
        flags = flags | _named_by_first_name(claims)
    return _spread(claims, flags)


def _named_by_first_name(claims: Any) -> Any:
    """Flag claims with the first name of a person whom their own report names in full."""
    marks = claims["sensitivity"].fillna("").astype("str")
    reports = claims["report_id"].fillna("").astype("str")
    people: dict[str, set[str]] = defaultdict(set)
    for mark, report in {*zip(marks, reports, strict=True)}:
        people[report].update(_PERSON.findall(mark))
    flags = np.zeros(len(claims), dtype="bool")
    for report, named in people.items():
        if named and report:
            names, rows = Names(named), np.flatnonzero(reports == report)
            for column in _WORDS:
                texts = claims[column].iloc[rows].fillna("").astype("str")
                flags[rows] |= [bool(names.find_given(text)) for text in texts]
    return flags


def speaks_a_resident(claims: Any) -> Any:
    """Return which claims hold a resident's own words, alone or with others."""
    kinds = claims["source_kind"].fillna("").astype("str").str.split("+")
    said = kinds.map(lambda parts: str(SourceKind.RESIDENT) in parts).to_numpy(dtype="bool")
    return _spread(claims, said)


def quotes_of(claims: Any, flags: Any) -> list[str]:
    """Return the sentences of the flagged claims, each once."""
    quotes = claims["quote"][flags].dropna().astype("str")
    return sorted({quote for quote in quotes if len(quote) >= _LEAST_QUOTE})


def _spread(claims: Any, flags: Any) -> Any:
    """Flag every claim whose sentence is, holds or lies in a flagged one's."""
    quotes = claims["quote"].fillna("").astype("str")
    texts = {quote: folded(quote) for quote in quotes.unique()}
    spoken = {texts[q] for q in quotes[flags].unique() if len(texts[q]) >= _LEAST_QUOTE}
    if not spoken:
        return np.asarray(flags, dtype="bool")
    whole = "\n".join(sorted(spoken))
    rare = defaultdict(list)
    for one in spoken:
        rare[_key(one)].append(one)
    shared = {
        quote: len(text) >= _LEAST_QUOTE and (text in whole or _holds(text, rare))
        for quote, text in texts.items()
    }
    return np.asarray(flags, dtype="bool") | quotes.map(shared).to_numpy(dtype="bool")


def _key(text: str) -> str:
    """Return a word that stands in every text that holds this one: the longest inside it."""
    return max(text.split()[1:-1], key=len, default="")


def _holds(text: str, rare: dict[str, list[str]]) -> bool:
    """Say whether a text holds one of the sentences, which are looked up by a word of theirs."""
    words = {"", *text.split()}
    return any(one in text for word in words & rare.keys() for one in rare[word])


def scrubbed(texts: pd.Series[Any], secrets: Iterable[str]) -> pd.Series[Any]:
    """Return texts without those that hold a secret."""
    names = Names(secrets)
    holds = [text for text in texts.dropna().unique() if names.find(str(text), surnames=False)]
    return texts.mask(texts.isin(holds))
