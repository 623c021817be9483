"""Claims -> what they must not give away: names, sentences, and the rows that hold them."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import numpy as np
import pandas as pd

from geoevents.model import SourceKind
from geoevents.publish.rules import PublishRules

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
_PERSON = re.compile(r"private person \(([^()]+)\)")
# Columns in which a person's name may stand.
_WORDS = (
    "actor", "target", "toponym", "place_name", "place_reasons", "origin", "destination",
    "date_text", "date_reasons", "attribution", "source", "source_url", "archive_url", "quote",
    "verification",
)  # fmt: skip
# A shorter last name would be found in other words.
_LEAST_SURNAME = 4
# A shorter sentence says the same in many reports.
_LEAST_QUOTE = 12


def folded(text: str) -> str:
    """Return a text as it is compared: one case, no marks, single spaces."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(plain.split())


def stands_in(needle: str, haystack: str) -> bool:
    """Say whether a name stands in a text as whole words; both are folded."""
    return re.search(rf"(?<!\w){re.escape(needle)}(?!\w)", haystack) is not None


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
    names = [folded(name) for name in persons]
    last = {name.split()[-1] for name in names if len(name.split()) > 1}
    wanted = [*names, *(name for name in last if len(name) >= _LEAST_SURNAME)]
    if wanted:
        pattern = re.compile("|".join(rf"(?<!\w){re.escape(w)}(?!\w)" for w in wanted))
        for column in _WORDS:
            texts = claims[column].fillna("").astype("str")
            hits = {text: bool(pattern.search(folded(text))) for text in texts.unique()}
            flags = flags | texts.map(hits).to_numpy(dtype="bool")
    return _spread(claims, flags)


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
    shared = {
        quote: len(text) >= _LEAST_QUOTE and any(one in text or text in one for one in spoken)
        for quote, text in texts.items()
    }
    return np.asarray(flags, dtype="bool") | quotes.map(shared).to_numpy(dtype="bool")


def scrubbed(texts: pd.Series[Any], secrets: list[str]) -> pd.Series[Any]:
    """Return texts without those that hold a secret."""
    wanted = [folded(secret) for secret in secrets]
    holds = {
        text
        for text in texts.dropna().unique()
        if any(stands_in(one, folded(str(text))) for one in wanted)
    }
    return texts.mask(texts.isin(list(holds)))
