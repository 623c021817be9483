"""Names, spans or whole texts → tables of places, one explained row each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from shapely.geometry import Point

from geoevents.errors import InputError
from geoevents.gazetteer import Gazetteer
from geoevents.geocoding.answers import ask_all, frame_of, place_columns
from geoevents.geocoding.candidates import fill_candidates
from geoevents.geocoding.lookup import Lookup
from geoevents.geocoding.mentions import parse, place_together
from geoevents.geocoding.phrases import find_phrases
from geoevents.geocoding.recognise import recognise
from geoevents.geocoding.spans import Span
from geoevents.model import Geocoder
from geoevents.schema import TOPONYMS, Table

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["GEOCODED", "geocode", "geoparse", "resolve_toponyms"]

Countries = str | Collection[str] | None
Near = tuple[float, float] | None

# One row per name given to `geocode`: the place columns of the toponyms table.
GEOCODED = Table(
    "geocoded",
    tuple(c for c in TOPONYMS.columns if c.name not in {"start", "end"}),
)


def geocode(
    names: Iterable[str],
    gazetteer: Geocoder | None = None,
    *,
    country: Countries = None,
    near: Near = None,
    admin1_code: str | None = None,
) -> gpd.GeoDataFrame:
    """Place names that stand alone, each by itself.

    Parameters
    ----------
    names : iterable of str
        The names; a missing one (None, NaN, empty) gives an empty geometry. "Tel Rifaat, Aleppo"
        and "Paris (Texas)" mean the first name inside the others.
    gazetteer : Geocoder, optional
        Where to look; the offline gazetteer by default.
    country : str or collection of str, optional
        ISO 3166-1 alpha-2 code or codes allowed for every name.
    near : (lon, lat), optional
        Degrees; nearer places rank higher.
    admin1_code : str, optional
        GeoNames' code of the first-level division allowed for every name.

    Returns
    -------
    GeoDataFrame, EPSG:4326
        One row per name, in the given order, duplicates included: ``toponym`` (as given),
        ``place_id``, ``place_name``, ``country_code``, ``admin1_code``, ``pcode``,
        ``feature_class``, ``feature_code``, ``population``, ``geometry`` (Point; empty where
        nothing fits), ``score`` (0 to 1), ``is_ambiguous``, ``is_demonym``, ``reasons``.

    Raises
    ------
    InputError
        If `names` is a single string.

    Examples
    --------
    >>> geocode(["Aleppo", "Nowhereville"], country="SY").geometry.is_empty.tolist()
    [False, True]
    """
    if isinstance(names, str):
        raise InputError(f"names is the single text {names!r}; expected a list: [{names!r}].")
    geocoder = _default(gazetteer)
    given = [name.strip() if isinstance(name, str) else "" for name in names]
    answers = ask_all(
        given,
        geocoder,
        lambda name: _why_none(name, country),
        country=country,
        admin1_code=admin1_code,
        near=near,
        limit=5,
    )
    return GEOCODED.check(frame_of(given, answers))


def geoparse(
    text: str,
    gazetteer: Geocoder | None = None,
    *,
    country: Countries = None,
    near: Near = None,
    outlet: str | None = None,
) -> gpd.GeoDataFrame:
    """Find the place names in a text and place them together.

    Parameters
    ----------
    text : str
        Any text; English and Arabic are understood best.
    gazetteer : Geocoder, optional
        Where to look; the offline gazetteer by default.
    country : str or collection of str, optional
        ISO 3166-1 alpha-2 code or codes; places elsewhere are not considered.
    near : (lon, lat), optional
        Degrees; where the text is about.
    outlet : str, optional
        Name or web address of who published the text: "Richmond Times-Dispatch",
        "https://www.dailystar.com.lb". Its place, and the country at the address's end, count
        as one more voice among the places of the text; ``reasons`` say so where they agree.

    Returns
    -------
    GeoDataFrame, EPSG:4326
        The columns of `geoevents.schema.TOPONYMS`, one row per name in text order. ``start``
        and ``end`` count code points: ``text[start:end] == toponym``. Demonyms and adjectives
        ("Syrian") are marked in ``is_demonym``; ``reasons`` say why this place, what came
        second, and whether the name stands in a dateline.

    Examples
    --------
    >>> geoparse("Fighters left al-Bab for Aleppo, Syria.").place_name.tolist()
    ['Al Bāb', 'Aleppo', 'Syria']
    """
    lookup = Lookup(_default(gazetteer), country=country)
    spans, _ = parse(text, lookup, near=near, outlet=outlet)
    return TOPONYMS.build(_row(text, span.start, span.end, span) for span in spans)


def resolve_toponyms(
    text: str,
    spans: Iterable[Sequence[int]],
    gazetteer: Geocoder | None = None,
    *,
    country: Countries = None,
    near: Near = None,
    outlet: str | None = None,
) -> gpd.GeoDataFrame:
    """Place given names of a text, all together and with the rest of the text as context.

    Parameters
    ----------
    text : str
        The whole text.
    spans : iterable of (start, end)
        Half-open ranges of code points.
    gazetteer, country, near, outlet
        As for `geoparse`.

    Returns
    -------
    GeoDataFrame, EPSG:4326
        Exactly one row per span, in the given order, with the columns of
        `geoevents.schema.TOPONYMS`; an empty geometry where no place fits, with the reason.

    Raises
    ------
    InputError
        If a span lies outside the text or is empty.
    """
    wanted = [(int(s[0]), int(s[1])) for s in spans]
    for number, (start, end) in enumerate(wanted):
        if not 0 <= start < end <= len(text):
            raise InputError(
                f"Span {number} is ({start}, {end}); expected 0 <= start < end <= {len(text)}, "
                "the length of the text in code points."
            )
    lookup = Lookup(_default(gazetteer), country=country)
    found = recognise(text, lookup)
    known = {(s.start, s.end): s for s in found}
    given = {pair: known.get(pair) or _given(text, pair) for pair in dict.fromkeys(wanted)}
    context = [s for s in found if not any(s.start < end and start < s.end for start, end in given)]
    everything = sorted([*given.values(), *context], key=lambda s: (s.start, s.end))
    fill_candidates(everything, lookup)
    for span in given.values():
        _look_inside(span, lookup)
    phrases = find_phrases(text, everything)
    place_together(text, everything, lookup, near=near, phrases=phrases, outlet=outlet)
    return TOPONYMS.build(_row(text, *pair, given[pair]) for pair in wanted)


def _look_inside(span: Span, lookup: Lookup) -> None:
    """Place a named house or body that nobody knows at the place in its name, if there is one."""
    if span.candidates or " " not in span.name:
        return
    name, found = lookup.inside(span.name)
    if found:
        span.candidates, span.penalty = found, 0.5
        span.reasons.append(f"'{span.name}' is unknown; placed at the '{name}' in its name")


def _given(text: str, pair: tuple[int, int]) -> Span:
    return Span(*pair, " ".join(text[slice(*pair)].split()))


def _default(gazetteer: Geocoder | None) -> Geocoder:
    if gazetteer is not None:
        return gazetteer
    return Gazetteer.default()


def _row(text: str, start: int, end: int, span: Span) -> dict[str, Any]:
    row = {
        "start": start,
        "end": end,
        "toponym": text[start:end],
        "is_demonym": span.is_demonym,
    } | place_columns(span.match)
    if span.match is not None:
        row["geometry"] = Point(row.pop("longitude"), row.pop("latitude"))
    if span.match is None:
        row["reasons"] = "; ".join(span.reasons)
    return row


def _why_none(name: str, country: Countries) -> str:
    if not name:
        return "no name was given"
    allowed = [country] if isinstance(country, str) else sorted(country or ())
    where = f" in {', '.join(allowed)}" if allowed else ""
    return f"no gazetteer entry is named '{name}'{where}"
