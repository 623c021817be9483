"""Names that stand alone and their best places → the columns of a table, each name asked once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, islice
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely import points
from shapely.geometry import Point

from geoevents.gazetteer import Gazetteer
from geoevents.gazetteer.batch import patience
from geoevents.geocoding.lookup import Lookup
from geoevents.geocoding.resolve import is_inside, resolve
from geoevents.geocoding.spans import Span
from geoevents.model import Geocoder, Match

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["ask_all", "frame_of", "place_columns"]

_PART = re.compile(r"[^,()\u060c]+")
_MOST_PARTS = 5  # a list of more names is not one place
_CHUNK = 5_000  # names asked together: more only take memory
Cells = tuple[Any, ...]  # the columns below, and at the end longitude and latitude
_TEXTS = ("place_id", "place_name", "country_code", "admin1_code", "pcode", "feature_class",
          "feature_code", "reasons")  # fmt: skip


def ask_all(
    names: Iterable[str], geocoder: Geocoder, why_none: Callable[[str], str], **asked: Any
) -> dict[str, Cells]:
    """Return the place columns of every distinct name, to be made a table by `frame_of`.

    `asked` is passed on to the geocoder's search; `why_none` says why a name has no place.
    """
    answers = {}
    distinct = dict.fromkeys(names)
    with patience(len(distinct)):
        for name, match in _best(distinct, geocoder, asked):
            answers[name] = _cells(match) if match else _no_cells(why_none(name))
    return answers


def _best(
    names: Iterable[str], geocoder: Geocoder, asked: dict[str, Any]
) -> Iterator[tuple[str, Match | None]]:
    remaining = iter(names)
    while chunk := list(islice(remaining, _CHUNK)):
        if isinstance(geocoder, Gazetteer):
            found = geocoder.search_all((n for n in chunk if n), **asked)
        else:
            found = {name: geocoder.search(name, **asked) for name in chunk if name}
        for name in chunk:
            match = next(iter(found.get(name, ())), None)
            yield name, match or _in_order(name, geocoder, asked)


def _in_order(name: str, geocoder: Geocoder, asked: dict[str, Any]) -> Match | None:
    """Place "Tel Rifaat, Aleppo, Syria" and "Paris (Texas)": the first name, inside the others."""
    parts = [" ".join(hit.group().split()) for hit in _PART.finditer(name)]
    parts = [part for part in parts if part]
    if not 2 <= len(parts) <= _MOST_PARTS or not hasattr(geocoder, "candidates"):
        return None
    starts = accumulate((len(part) + 2 for part in parts), initial=0)
    spans = [Span(a, a + len(part), part) for a, part in zip(starts, parts, strict=False)]
    lookup = Lookup(geocoder, country=asked["country"])
    resolve(", ".join(parts), spans, lookup, near=asked["near"])
    first, *others = spans
    if first.match is None or not any(
        span.match and is_inside(first.match.place, span.match.place) for span in others
    ):
        return None
    code = asked["admin1_code"]
    return first.match if code is None or first.match.place.admin1_code == code else None


def place_columns(match: Match | None) -> dict[str, Any]:
    """Return a match as columns; none of a match that is none."""
    if match is None:
        return {}
    place = match.place
    return {
        "place_id": place.place_id,
        "place_name": place.name,
        "country_code": place.country_code or None,
        "admin1_code": place.admin1_code or None,
        "pcode": place.pcode or None,
        "feature_class": place.feature_class,
        "feature_code": place.feature_code,
        "population": place.population,
        "longitude": place.longitude,
        "latitude": place.latitude,
        "score": match.score,
        "is_ambiguous": match.is_ambiguous,
        "reasons": "; ".join(match.reasons),
    }


def _cells(match: Match) -> Cells:
    place = match.place
    return (
        place.place_id, place.name, place.country_code or None, place.admin1_code or None,
        place.pcode or None, place.feature_class, place.feature_code, "; ".join(match.reasons),
        place.population, match.score, match.is_ambiguous, place.longitude, place.latitude,
    )  # fmt: skip


def _no_cells(why: str) -> Cells:
    return (None, None, None, None, None, None, None, why, 0, np.nan, False, np.nan, np.nan)


def frame_of(names: Sequence[str], answers: dict[str, Cells]) -> gpd.GeoDataFrame:
    """Return one row per name, in order, from the cells of the distinct names; EPSG:4326."""
    numbers = {name: number for number, name in enumerate(answers)}
    taken = np.fromiter((numbers[name] for name in names), dtype="int64", count=len(names))
    cells = list(zip(*answers.values(), strict=True)) or [()] * (len(_TEXTS) + 5)
    text = pd.Series([], dtype="str").dtype
    columns: dict[str, Any] = {"toponym": pd.array(list(names), dtype=text)}
    for name, values in zip(_TEXTS, cells, strict=False):
        columns[name] = pd.array(list(values), dtype=text).take(taken)
    population, score, is_ambiguous, lon, lat = cells[len(_TEXTS) :]
    columns["population"] = np.array(population, dtype="int64")[taken]
    columns["score"] = np.array(score, dtype="float64")[taken]
    columns["is_ambiguous"] = np.array(is_ambiguous, dtype="bool")[taken]
    columns["is_demonym"] = np.zeros(len(names), dtype="bool")
    spots = np.column_stack([np.array(lon, dtype="float64"), np.array(lat, dtype="float64")])
    shapes = np.full(len(spots), Point(), dtype=object)
    found = ~np.isnan(spots[:, 0])
    shapes[found] = points(spots[found])
    columns["geometry"] = gpd.array.from_shapely(shapes[taken], crs="EPSG:4326")
    return gpd.GeoDataFrame(columns, geometry="geometry")
