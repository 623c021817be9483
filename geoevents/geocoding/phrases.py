"""Text around a place name → the relative phrase it anchors: "some 40 km north-east of Aleppo".

Every name of a text may anchor a phrase. The words before it and after it are read with a small
grammar: distance, direction, nearness, parts and edges, roads, the space between two names. "The
city" and "the country" stand for the last such place named before.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from geoevents.geocoding import grammar
from geoevents.geocoding.directions import bearing_of, metres_of
from geoevents.geocoding.pronouns import Antecedents
from geoevents.geocoding.spans import Span
from geoevents.model import Place

__all__ = ["Phrase", "find_phrases"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A relative phrase: characters ``[start, end)``, how it relates, to which spans.

    `kind` is offset (distance, perhaps direction), direction, beside ("just south of"), near,
    around, edge, countryside, part, sides, border, between or road. `figure` is the span that the
    phrase describes, where one stands before it ("al-Bab, 40km northeast of Aleppo").
    """

    start: int
    end: int
    kind: str
    anchor: int
    second: int | None = None
    bearing: float | None = None
    distance: float | None = None
    figure: int | None = None


_REACH = 160  # characters read before a name
_LINE_REACH = 60  # characters around a country's name within which "border" stands


def find_phrases(text: str, spans: Sequence[Span]) -> list[Phrase]:
    """Return the relative phrases of `text` that its `spans` anchor, in order, not overlapping."""
    phrases: list[Phrase] = []
    taken: set[int] = set()
    for number, span in enumerate(spans):
        if span.is_dateline or number in taken:
            continue
        border = _border_of_two(text, spans, number) or _border(text, span, number)
        if border is not None:
            phrases.append(border)
            taken.update({border.anchor, border.second or border.anchor})
            continue
        if span.is_demonym:
            continue
        pair = _with_two(text, spans, number)
        if pair is not None:
            phrases.append(pair)
            taken.update({pair.anchor, pair.second or pair.anchor})
            continue
        one = _with_one(text, span, number)
        if one is not None:
            phrases.append(one)
    phrases += _of_pronouns(text, spans, phrases)
    phrases = [p for p in phrases if not _cuts_a_name(p, spans)]
    phrases = _without_overlap(phrases, spans)
    starts = [span.start for span in spans]
    lines = {p.anchor for p in phrases if p.kind == "border"}
    figures = [_figure(text, spans, starts, p) for p in phrases]
    return [
        p if figure in lines else replace(p, figure=figure)
        for p, figure in zip(phrases, figures, strict=True)
    ]


def _border(text: str, span: Span, number: int) -> Phrase | None:
    """Read "near the Turkish border", "along the border with Iraq": a line, not the country."""
    if not (span.candidates and span.candidates[0].place.feature_code.startswith("PCL")):
        return None
    if not grammar.LINE.search(text, max(0, span.start - _LINE_REACH), span.end + _LINE_REACH):
        return None
    left, offset = _left(text, span.start)
    with_it = grammar.BORDER_WITH.search(left)
    if with_it:
        return Phrase(offset + with_it.start(), span.end, "border", number)
    before, behind = grammar.TO_BORDER.search(left), grammar.BORDER.match(text, span.end)
    if before and behind:
        return Phrase(offset + before.start(), behind.end(), "border", number)
    return None


def _border_of_two(text: str, spans: Sequence[Span], number: int) -> Phrase | None:
    """Read "the Syrian-Turkish border", "the Iraq-Iran border"."""
    pair = spans[number : number + 2]
    if len(pair) < 2 or not all(
        s.candidates and s.candidates[0].place.feature_code.startswith("PCL") for s in pair
    ):
        return None
    behind = grammar.BORDER.match(text, pair[1].end)
    if behind is None or not grammar.DASH.fullmatch(text[pair[0].end : pair[1].start]):
        return None
    left, offset = _left(text, pair[0].start)
    before = grammar.TO_BORDER.search(left)
    start = offset + before.start() if before else pair[0].start
    return Phrase(start, behind.end(), "border", number, number + 1)


def _left(text: str, end: int) -> tuple[str, int]:
    """Return the words before a name within its sentence, and where they start."""
    start = max(0, end - _REACH)
    window = text[start:end]
    cuts = [hit.end() for hit in grammar.SENTENCE_END.finditer(window)]
    cut = cuts[-1] if cuts else 0
    if start > 0 and not cuts:
        cut = max(window.find(" ") + 1, 0)  # never begin inside a word
    return window[cut:], start + cut


def _with_one(text: str, span: Span, number: int) -> Phrase | None:
    left, offset = _left(text, span.start)
    after = _read_after(text, span, number)
    kinds = grammar.kinds_in(left)
    for kind, pattern in grammar.BEFORE:
        hit = pattern.search(left) if kind in kinds else None
        if hit is None or (hit.start() > 0 and left[hit.start() - 1].isalnum()):
            continue
        groups = hit.groupdict()
        bearing = bearing_of(groups["dir"]) if groups.get("dir") else None
        distance = metres_of(groups["dist"]) if groups.get("dist") else None
        if kind == "offset" and distance is None:
            continue
        if bearing is not None and grammar.TWO_SIDES.search(left[: hit.start("dir")]):
            start = offset + hit.start("dir")
            return Phrase(start, span.end, "sides", number)
        if kind == "adjective" and after is not None and after.bearing is None:
            return replace(after, start=offset + hit.start(), bearing=bearing)
        lead = grammar.LEADING.match(hit.group())
        start = offset + hit.start() + (lead.end() if lead else 0)
        end = span.phrase_end or span.end
        if after is not None and kind in {"adjective", "near"}:
            end = after.end
        if kind == "direction" and grammar.JUST.search(hit.group()):
            kind = "beside"  # noqa: PLW2901  "just south of" is nearer than "south of"
        return Phrase(
            start, end, "part" if kind == "adjective" else kind, number,
            bearing=bearing, distance=distance,
        )  # fmt: skip
    return after


def _read_after(text: str, span: Span, number: int) -> Phrase | None:
    for kind, pattern in grammar.AFTER:
        hit = pattern.match(text, span.end)
        if hit is None:
            continue
        groups = hit.groupdict()
        bearing = bearing_of(groups["dir"]) if groups.get("dir") else None
        distance = metres_of(groups["dist"]) if groups.get("dist") else None
        return Phrase(span.start, hit.end(), kind, number, bearing=bearing, distance=distance)
    return None


def _with_two(text: str, spans: Sequence[Span], number: int) -> Phrase | None:
    """Read a phrase that needs two names: between A and B, the road from A to B, the A-B road."""
    if number + 1 >= len(spans) or spans[number + 1].is_demonym:
        return None
    first, second = spans[number], spans[number + 1]
    gap = text[first.end : second.start]
    left, offset = _left(text, first.start)
    if len(gap) > _REACH or not grammar.PAIRED.search(left):
        return _road_after(text, spans, number, gap)
    road = grammar.ROAD_FROM.search(left)
    if road and grammar.TO.fullmatch(gap):
        return Phrase(offset + road.start(), second.end, "road", number, number + 1)
    border = grammar.BORDER_BETWEEN.search(left)
    if border and grammar.AND.fullmatch(gap):
        return Phrase(offset + border.start(), second.end, "border", number, number + 1)
    between = grammar.BETWEEN.search(left)
    if (
        between
        and grammar.AND.fullmatch(gap)
        and not _are_parties(left, between.start(), first, second)
    ):
        return Phrase(offset + between.start(), second.end, "between", number, number + 1)
    return _road_after(text, spans, number, gap)


def _road_after(text: str, spans: Sequence[Span], number: int, gap: str) -> Phrase | None:
    """Read "the A-B road"."""
    first, second = spans[number], spans[number + 1]
    if not grammar.DASH.fullmatch(gap):
        return None
    behind = grammar.ROAD_AFTER.match(text, second.end)
    return Phrase(first.start, behind.end(), "road", number, number + 1) if behind else None


_PARTIES = re.compile(
    r"(?:talks|clash(?:es)?|fight(?:ing|s)?|war|conflict|relations|tensions?|agreement|deal|battles?"
    r"|ceasefire|truce|difference|border|cooperation|ties|match|trade)\s+$",
    re.IGNORECASE,
)


def _are_parties(left: str, at: int, first: Span, second: Span) -> bool:
    """Whether "between" parts two parties rather than two places."""
    areas = [s.candidates and s.candidates[0].place.is_area for s in (first, second)]
    return any(areas) and (all(areas) or _PARTIES.search(left[:at]) is not None)


def _of_pronouns(text: str, spans: Sequence[Span], phrases: Sequence[Phrase]) -> list[Phrase]:
    """Read phrases whose anchor is "the city", "the country's"."""
    found = []
    names = {span.start for span in spans}
    antecedents = Antecedents(text, spans)
    taken = sorted((p.start, p.end) for p in phrases)
    reach = list(accumulate((end for _, end in taken), max))
    for hit in grammar.PRONOUN.finditer(text):
        if hit.end() + 1 in names or hit.end() + 2 in names:
            continue  # "the city Aleppo"
        noun = hit["noun"].lower()
        number = antecedents.find(noun, hit.start())
        if number is not None and _describes(text, spans[number], hit):
            number = antecedents.find(noun, hit.start(), other_than=number)
        last = bisect_left(taken, (hit.end(), 0)) - 1
        if number is None or (last >= 0 and reach[last] > hit.start()):
            continue
        stand_in = Span(hit.start(), hit.end() - len(hit["s"] or ""), hit["noun"])
        phrase = _with_one(text, stand_in, number)
        if phrase is not None and phrase.kind != "around":
            found.append(phrase)
    return found


def _describes(text: str, span: Span, hit: re.Match[str]) -> bool:
    """Whether "X, 10 km south of the town" describes X, which is then not "the town"."""
    stand_in = Span(hit.start(), hit.end() - len(hit["s"] or ""), hit["noun"])
    phrase = _with_one(text, stand_in, 0)
    return (
        phrase is not None and grammar.APPOSED.fullmatch(text[span.end : phrase.start]) is not None
    )


def _without_overlap(phrases: list[Phrase], spans: Sequence[Span]) -> list[Phrase]:
    """Keep the longer of two overlapping phrases; a chain's inner ones lose their anchor's part."""
    kept: list[Phrase] = []
    for phrase in sorted(phrases, key=lambda p: (p.start, -(p.end - p.start))):
        if kept and phrase.start < kept[-1].end:
            inner = spans[phrase.anchor].start
            if inner < kept[-1].end:
                continue
            phrase = replace(phrase, start=kept[-1].end)  # noqa: PLW2901  the rest of it
        kept.append(phrase)
    return kept


def _cuts_a_name(phrase: Phrase, spans: Sequence[Span]) -> bool:
    """Whether a phrase starts or ends inside a name: the N of "Kobani's N.Y."."""
    last = bisect_left(spans, phrase.end, key=lambda span: span.start) - 1
    first = bisect_left(spans, phrase.start, key=lambda span: span.start) - 1
    return (last >= 0 and spans[last].end > phrase.end) or (
        first >= 0 and spans[first].end > phrase.start
    )


def _is_vast(place: Place) -> bool:
    """Whether a place is too large for "12 km south of Y" to tell where it lies."""
    return place.is_area and place.extent_m > 25_000.0


def _figure(text: str, spans: Sequence[Span], starts: list[int], phrase: Phrase) -> int | None:
    """Return the span that the phrase describes, if one stands right before it."""
    for number in range(bisect_left(starts, phrase.start) - 1, -1, -1):
        span = spans[number]
        if span.end > phrase.start or number in {phrase.anchor, phrase.second}:
            continue
        if span.is_demonym or span.is_dateline or span.start < phrase.start - _REACH:
            return None
        if span.candidates and all(_is_vast(m.place) for m in span.candidates):
            return None
        gap = text[span.end : phrase.start]
        classed = grammar.CLASSED.match(gap)
        gap = gap[classed.end() :] if classed else gap
        if grammar.APPOSED.fullmatch(gap):
            return number
        inside = phrase.kind in {"countryside", "part", "edge", "around", "near"}
        return number if inside and grammar.IN.fullmatch(gap) else None
    return None
