"""Quotations of other people's texts -> no longer than the rules allow, and no more of a report."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from geoevents.publish.rules import PublishRules

__all__ = ["LEFT_OUT", "capped"]

LEFT_OUT = "[no more of this report is quoted]"
_WORD = re.compile(r"\S+")


def capped(claims: Any, fixed: Any, rules: PublishRules) -> tuple[Any, int]:
    """Return the quotations, cut where they are too long, and how many sentences were.

    A sentence that several claims share counts once. A long one keeps the words around the place
    that the claim names, and an ellipsis says where it was cut.

    Parameters
    ----------
    claims : DataFrame
        Claims, `schema.CLAIMS`.
    fixed : array of bool
        Rows whose quotation is no third party's text, such as a note that words are withheld.
    rules : PublishRules
        Words of one quotation and of one report; the publisher's own outlets.
    """
    own = claims["source"].fillna("").isin(rules.own_sources).to_numpy() | fixed
    quotes = claims["quote"].astype("object").where(claims["quote"].notna(), None)
    spent: dict[str, int] = {}
    made: dict[tuple[str, str], str] = {}
    out = []
    columns = (quotes, claims["toponym"].fillna(""), claims["report_id"].fillna(""), own)
    for quote, toponym, report, is_own in zip(*columns, strict=True):
        if quote is None or is_own:
            out.append(quote)
            continue
        if (report, quote) not in made:
            left = rules.report_words - spent.get(report, 0)
            made[report, quote] = _cut(quote, toponym, rules.quote_words, left)
            if made[report, quote] != LEFT_OUT:
                spent[report] = spent.get(report, 0) + len(_WORD.findall(made[report, quote]))
        out.append(made[report, quote])
    n_cut = sum(shown != quote for (_, quote), shown in made.items())
    return pd.Series(out, index=claims.index, dtype=claims["quote"].dtype), n_cut


def _cut(quote: str, toponym: str, most: int, left: int) -> str:
    """Return a sentence of at most `most` words, or the note that no more are left."""
    words = list(_WORD.finditer(quote))
    allowed = min(most, left)
    if len(words) <= allowed:
        return quote
    if most < 1 or left < min(most, len(words)):
        return LEFT_OUT
    at = quote.find(toponym) if toponym else -1
    middle = next((n for n, word in enumerate(words) if word.end() > at), 0) if at >= 0 else 0
    first = min(max(0, middle - allowed // 2), len(words) - allowed)
    last = first + allowed - 1
    kept = quote[words[first].start() : words[last].end()]
    return f"{'… ' if first else ''}{kept}{' …' if last < len(words) - 1 else ''}"
