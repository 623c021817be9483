"""Nouns that stand for a place, "the city", "the country" → the place spoken of."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from geoevents.geocoding.grammar import SENTENCE_END
from geoevents.geocoding.spans import Span

__all__ = ["Antecedents"]

_MOST = 200  # places looked back over, where the likeliest one is ruled out


class Antecedents:
    """The places of one text that nouns such as "the city" can stand for.

    Each question costs the same however long the text is.
    """

    def __init__(self, text: str, spans: Sequence[Span]) -> None:
        self._text = text
        self._spans = spans
        self._times = Counter(s.name.casefold() for s in spans if not s.is_dateline)
        self._called: dict[str, tuple[list[int], list[int], list[int]]] = {}

    def find(self, noun: str, before: int, *, other_than: int | None = None) -> int | None:
        """Return the span before a position that the noun can mean.

        One in the same sentence is meant first, then the one that the text speaks of most.
        """
        called, ends, best = self._of(noun)
        n = bisect_right(ends, before)
        if n and called[n - 1] == other_than:
            n -= 1
        if not n:
            first = next((c for c in called if c != other_than), None)
            return first if noun == "country" else None
        last = called[n - 1]
        if not SENTENCE_END.search(self._text[self._spans[last].end : before]):
            return last
        if best[n - 1] != other_than:
            return best[n - 1]
        return max((c for c in called[max(0, n - _MOST) : n] if c != other_than), key=self._worth)

    def _worth(self, number: int) -> tuple[int, int]:
        return self._times[self._spans[number].name.casefold()], -number

    def _of(self, noun: str) -> tuple[list[int], list[int], list[int]]:
        """Return the spans that can be called so, their ends, and the likeliest up to each."""
        if noun not in self._called:
            called = [
                n
                for n, s in enumerate(self._spans)
                if not s.is_dateline and s.candidates and _is_called(s, noun)
            ]
            best: list[int] = []
            for number in called:
                best.append(max(best[-1], number, key=self._worth) if best else number)
            self._called[noun] = (called, [self._spans[n].end for n in called], best)
        return self._called[noun]


def _is_called(span: Span, noun: str) -> bool:
    """Whether a place can be called "the city", "the country"."""
    places = [m.place for m in span.candidates]
    first = span.match.place if span.match else places[0]
    if noun == "country":
        return first.feature_code.startswith("PCL")
    if span.is_demonym or first.feature_code.startswith("PCL"):
        return False
    if noun in {"province", "governorate", "region", "state"}:
        return first.feature_class == "A" or bool(span.area)
    if noun == "capital":
        return first.feature_code == "PPLC"
    return not span.area and any(p.feature_class == "P" for p in places)
