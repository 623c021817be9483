"""A text → its place phrases, placed: named places, relative places, regions."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from geoevents.gazetteer.lexicon import ONE_OFF
from geoevents.geocoding.candidates import fill_candidates
from geoevents.geocoding.explain import home_countries
from geoevents.geocoding.lexicon import words
from geoevents.geocoding.lookup import Lookup
from geoevents.geocoding.outlet import read_outlet
from geoevents.geocoding.phrases import Phrase, find_phrases
from geoevents.geocoding.placing import place_phrase
from geoevents.geocoding.recognise import recognise
from geoevents.geocoding.regions import Region
from geoevents.geocoding.relations import relations_of
from geoevents.geocoding.resolve import fits, resolve
from geoevents.geocoding.spans import Span
from geoevents.geocoding.told import told_again
from geoevents.model import Geocoder, Match, Mention, Place, PlaceKind
from geoevents.spatial import bearing_deg, distance_m

# Countries whose names reach English from another script, or by several conventions: only there
# are names spelt in so many ways that a near spelling is worth a look.
TRANSCRIBED = words(
    "AE AF AM AZ BD BG BH BY CD CN CY DJ DZ EG EH ER ET GE GR IL IN IQ IR JO JP KE KG KH KP KR KW"
    " KZ LA LB LK LY MA MK ML MM MN MR NE NG NP OM PK PS QA RS RU SA SD SO SS SY TD TH TJ TM TN TR"
    " UA UZ XK YE"
)

__all__ = ["find_mentions", "parse", "place_together"]

# A figure that fits this badly is another place of the same name: the phrase places it instead.
_MISFIT = -0.3
_AROUND_M = 200_000.0  # a near spelling must lie this near to another place of the text


def find_mentions(
    text: str,
    geocoder: Geocoder,
    *,
    country: str | Collection[str] | None = None,
    near: tuple[float, float] | None = None,
    given: Collection[tuple[int, int]] = (),
    outlet: str | None = None,
) -> list[Mention]:
    """Find the place phrases of a text and place them.

    Parameters
    ----------
    text
        Any text.
    geocoder
        Where to look names up, usually the gazetteer.
    country
        ISO 3166-1 alpha-2 code or codes allowed for every name.
    near
        lon, lat in degrees of where the text is about.
    given
        Spans of `text` that are known to name places, where nothing in the text alone would
        show it: "Kherson was liberated."
    outlet
        Name or web address of who published the text; the places in it count as one more voice.

    Returns
    -------
    list of Mention
        In text order, without overlap; offsets are code points. "X, 40km northeast of Y" gives
        the mention of X alone: placed by the gazetteer where it agrees, else by the phrase.
        Names that no gazetteer has are UNPLACED unless such a phrase places them; a name in the
        report's dateline has `DATELINE` among its reasons; demonyms have `is_demonym`.
    """
    lookup = Lookup(geocoder, country=country)
    spans, phrases = parse(text, lookup, near=near, given=given, outlet=outlet)
    mentions, used = _relative(text, spans, phrases, lookup)
    for number, span in enumerate(spans):
        if number not in used:
            mentions.append(_named(text, span))
    mentions = told_again(spans, phrases, mentions)
    return sorted(mentions, key=lambda m: m.start)


def parse(
    text: str,
    lookup: Lookup,
    *,
    near: tuple[float, float] | None = None,
    given: Collection[tuple[int, int]] = (),
    outlet: str | None = None,
) -> tuple[list[Span], list[Phrase]]:
    """Return a text's names, resolved, and the relative phrases that they anchor."""
    spans = recognise(text, lookup)
    told = [Span(a, b, " ".join(text[a:b].split())) for a, b in given]
    told = [t for t in told if not any(s.start < t.end and t.start < s.end for s in spans)]
    if told:
        fill_candidates(told, lookup)
        spans = sorted([*spans, *told], key=lambda s: (s.start, s.end))
    phrases = find_phrases(text, spans)
    place_together(text, spans, lookup, near=near, phrases=phrases, outlet=outlet)
    return spans, phrases


def place_together(
    text: str,
    spans: Sequence[Span],
    lookup: Lookup,
    *,
    near: tuple[float, float] | None,
    phrases: Sequence[Phrase],
    outlet: str | None = None,
) -> None:
    """Resolve the spans; ask once more, in the text's own countries, for those nobody knows."""
    relations, voice = relations_of(text, phrases), read_outlet(outlet, lookup)
    resolve(text, spans, lookup, near=near, relations=relations, outlet=voice)
    unknown = [s for s in spans if s.match is None and not s.candidates]
    if not unknown:
        return
    home = set(lookup.allowed or home_countries(spans)) & TRANSCRIBED
    is_close = _nearness(spans)
    found = [s for s in unknown if home and _spelt_nearly(s, lookup, home, is_close)]
    if found:
        resolve(text, spans, lookup, near=near, relations=relations, outlet=voice)


def _nearness(spans: Sequence[Span]) -> Callable[[Match], bool]:
    """Return a test whether a match lies near one of the places that the text is sure of.

    Where it is sure of none, nothing speaks for a name that is a consonant off.
    """
    sure = [s.match.place for s in spans if s.match and not s.is_dateline]
    local = [p for p in sure if not (p.is_area and p.extent_m > _AROUND_M)]

    def is_close(match: Match) -> bool:
        if not local:
            return not any(ONE_OFF in reason for reason in match.reasons)
        here = (match.place.longitude, match.place.latitude)
        return any(distance_m(*here, p.longitude, p.latitude) <= _AROUND_M for p in local)

    return is_close


def _spelt_nearly(
    span: Span, lookup: Lookup, home: Collection[str], is_close: Callable[[Match], bool]
) -> bool:
    """Take places whose names are written nearly as the span's, inside the home countries."""
    matches = [m for m in lookup.close_spellings(span.name, country=home) if is_close(m)]
    if not matches:
        return False
    span.candidates = matches
    span.penalty = max(span.penalty, 0.15)
    span.reasons = [r for r in span.reasons if not r.startswith("no gazetteer entry")]
    span.reasons.append(f"spelt nearly so, inside {', '.join(sorted(home))}")
    return True


def _relative(
    text: str, spans: Sequence[Span], phrases: Sequence[Phrase], lookup: Lookup
) -> tuple[list[Mention], set[int]]:
    """Return the mentions of relative phrases, and the spans that they use up."""
    mentions: list[Mention] = []
    used: set[int] = set()
    anchors = {p.anchor for p in phrases if spans[p.anchor].match} | {p.second for p in phrases}
    described = {p.figure for p in phrases}
    starts = [s.start for s in spans]
    for phrase in phrases:
        if phrase.anchor in described and spans[phrase.anchor].match is None:
            continue  # "near X, just north of Y" where X is unknown: Y places it
        first = bisect_left(starts, phrase.start)
        inside = {
            n for n in range(first, bisect_left(starts, phrase.end)) if spans[n].end <= phrase.end
        }
        region, why = place_phrase(text, spans, starts, phrase, lookup)
        figure = phrase.figure
        if figure is not None and figure in anchors:
            used |= inside  # "near X in the countryside of Y": X has its own phrase
            continue
        if figure is None:
            mentions.append(_placed(text, phrase.start, phrase, spans[phrase.anchor], region, why))
        else:
            mentions.append(_figured(text, spans[figure], phrase, spans, region, why))
            used.add(figure)
        used |= inside
    return mentions, used


def _placed(
    text: str, start: int, phrase: Phrase, anchor: Span, region: Region | None, why: str
) -> Mention:
    match = anchor.match
    reasons = (why, *(match.reasons if match else anchor.reasons))
    if anchor.is_dateline:
        reasons = (*reasons, *anchor.reasons)
    kind = PlaceKind.UNPLACED
    if region is not None and phrase.kind == "border":  # of Turkey, seen from Syria: not in Turkey
        home = region.home if region.home and region.home.place_id else None
        match = replace(match, place=home) if match and home else None
    if region is not None:
        kind = PlaceKind.REGION if region.is_region else PlaceKind.RELATIVE
    return Mention(
        start=start,
        end=phrase.end,
        phrase=text[start : phrase.end],
        toponym=text[anchor.start : anchor.end],
        kind=kind,
        match=match if region is not None else None,
        longitude=region.longitude if region else None,
        latitude=region.latitude if region else None,
        uncertainty_m=round(region.uncertainty_m) if region else None,
        extent_wkt=region.wkt if region else "",
        reasons=reasons,
    )


def _figured(
    text: str,
    figure: Span,
    phrase: Phrase,
    spans: Sequence[Span],
    region: Region | None,
    why: str,
) -> Mention:
    """Place "X, 40km northeast of Y": X where the gazetteer agrees, else by the phrase."""
    words = text[phrase.start : phrase.end]
    if figure.match is None:
        placed = _placed(text, figure.start, phrase, spans[phrase.anchor], region, why)
        note = f"no gazetteer entry is named '{figure.name}': placed by '{words}'"
        return replace(placed, reasons=(note, *placed.reasons))
    if region is None:
        return _named(text, figure)
    agreement, note = _compare(figure.match, phrase, spans[phrase.anchor], words)
    doubtful = _is_doubtful(figure.match.place, spans[phrase.anchor])
    if agreement <= _MISFIT and phrase.second is None and doubtful:
        placed = _placed(text, figure.start, phrase, spans[phrase.anchor], region, why)
        return replace(placed, reasons=(note, *placed.reasons))
    named = _named(text, figure)
    return replace(named, reasons=(*named.reasons, note))


def _is_doubtful(place: Place, anchor: Span) -> bool:
    """Whether a place that does not fit may well be a namesake of the one that is meant."""
    home = anchor.match.place.country_code if anchor.match else ""
    return place.country_code != home or place.population < 20_000


def _compare(match: Match, phrase: Phrase, anchor: Span, words: str) -> tuple[float, str]:
    relations = relations_of(words, [replace(phrase, start=0, end=len(words))])
    base = anchor.match.place if anchor.match else None
    if not relations or base is None:
        return 1.0, f"the text says '{words}'"
    place = match.place
    apart = distance_m(base.longitude, base.latitude, place.longitude, place.latitude) / 1000
    angle = bearing_deg(base.longitude, base.latitude, place.longitude, place.latitude)
    found = f"it lies {apart:.0f} km from {base.name} at {angle:.0f} degrees"
    agreement = fits(relations[0], place, base)
    if agreement > 0:
        return agreement, f"'{words}' agrees: {found}"
    if agreement <= _MISFIT:
        return agreement, f"the known place of this name does not fit '{words}': {found}"
    return agreement, f"'{words}' fits badly: {found}"


def _named(text: str, span: Span) -> Mention:
    match = span.match
    place = match.place if match else None
    end = span.phrase_end or span.end
    return Mention(
        start=span.start,
        end=end,
        phrase=text[span.start : end],
        toponym=text[span.start : span.end],
        kind=PlaceKind.NAMED if match else PlaceKind.UNPLACED,
        match=match,
        longitude=place.longitude if place else None,
        latitude=place.latitude if place else None,
        uncertainty_m=place.extent_m if place else None,
        is_demonym=span.is_demonym,
        reasons=match.reasons if match else tuple(span.reasons),
    )
