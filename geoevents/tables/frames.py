"""Any DataFrame with places and dates -> claims: one row each, in the frame's own words.

A frame with the columns of a dataset that we know (UCDP GED, ACLED) is read by that dataset's
codebook; any other by its columns' names and by what the caller says.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geoevents.model import EventType, SourceKind, Status
from geoevents.tables import acled, ucdp
from geoevents.tables.foreign import actor_ids, assemble, country_codes, ids, place_ids
from geoevents.tables.frame_cells import LAT, LON, Frame, names, opened, when, where

__all__ = ["from_frame"]

# Headers by which a column is known, in small letters without anything but letters and digits.
_LABEL = (
    "location", "placename", "place", "toponym", "wherecoordinates", "settlement", "locality",
    "city", "town", "village", "site", "address", "name",
)  # fmt: skip
_DETAILS = (
    "quote", "notes", "description", "sourceheadline", "headline", "title", "summary", "text",
    "details", "comment", "comments", "remarks",
)  # fmt: skip
_TYPE = ("subeventtype", "eventtype", "type", "category", "incidenttype")
_IDS = ("claimid", "eventidcnty", "eventid", "id", "dataid", "globalid", "uuid")
_SOURCE = ("source", "sourceoffice", "outlet", "publisher")
_URL = ("sourceurl", "url", "link", "geolocationlink", "sourcelink")
_COUNTRY = ("country", "countryname", "iso2", "countrycode")
# What a spreadsheet calls our types; with the names that ACLED's codebook has.
_TYPES: dict[str, str] = {
    **{str(kind).lower(): str(kind) for kind in EventType},
    **{name: str(kind) for name, kind in acled.TYPES.items()},
    "air strike": str(EventType.AIRSTRIKE),
    "drone strike": str(EventType.AIRSTRIKE),
    "artillery": str(EventType.SHELLING),
    "missile strike": str(EventType.SHELLING),
    "rocket attack": str(EventType.SHELLING),
    "explosion": str(EventType.BOMBING),
    "ied": str(EventType.BOMBING),
    "landmine": str(EventType.BOMBING),
    "battle": str(EventType.CLASH),
    "battles": str(EventType.CLASH),
    "fighting": str(EventType.CLASH),
    "killing": str(EventType.CASUALTY),
    "casualties": str(EventType.CASUALTY),
    "displacement": str(EventType.DISPLACE),
    "looting": str(EventType.DESTROY),
    "arrest": str(EventType.DETAIN),
    "abduction": str(EventType.DETAIN),
    "ceasefire": str(EventType.AGREEMENT),
}
# Datasets whose rows say more than their columns' names, and the columns that their readers take.
_KNOWN = (
    (acled, frozenset({"event_date"}), frozenset({"actor1"})),
    (ucdp, frozenset({"date_start", "date_end"}), frozenset({"side_a"})),
)
_MOST_DETAILS = 8


def from_frame(
    frame: pd.DataFrame,
    *,
    date: str | tuple[str, str],
    actor: str | None = None,
    label: str | None = None,
    details: str | Sequence[str] | None = None,
    name: str = "table",
) -> gpd.GeoDataFrame:
    """Return a claim for each row of any frame that has places and dates.

    Parameters
    ----------
    frame : DataFrame or GeoDataFrame
        Geometry of any CRS; or columns of longitude and latitude in degrees, known by their names.
        A polygon becomes a point with its outline around it.
    date : str or pair of str
        The column of the date (datetimes, or text: day, month, year, EDTF), or the columns of the
        first and the last day. Times without a zone are UTC.
    actor : str, optional
        The column that colours the marks: who acts, or any other column of few values.
    label : str, optional
        The column that names the place; else ``location``, ``place``, ``city`` and the like.
    details : str or sequence of str, optional
        The columns that are shown as text; else ``notes``, ``description``, ``title`` and the
        like; else the columns that nothing else has taken.
    name : str
        What stands for the table in ids and as the report, such as a file's stem.

    Returns
    -------
    GeoDataFrame
        `schema.CLAIMS`, EPSG:4326, one row per row, in order. What cannot be placed or dated
        stays, and `place_reasons` or `date_reasons` say why. Every row is ``reported`` and
        ``unreviewed``; its type is ours where a column of types says so, else OTHER.

    Raises
    ------
    TableError
        If a column is absent, or a frame without geometry has no longitude and latitude.
    """
    given = opened(frame, [*names(date), *names(actor), *names(label), *names(details)])
    for module, dates, actors in _KNOWN:
        if set(frame.columns) >= module.COLUMNS:
            claims = module.claims(given.texts(), name)
            return _overridden(given, claims, (dates, date), (actors, actor), (label, details))
    return _by_headers(given, name, (date, actor, label, details))


def _overridden(
    given: Frame, claims: Any, dates: tuple[Any, Any], actors: tuple[Any, Any], words: Any
) -> gpd.GeoDataFrame:
    """Let the caller's own columns have the last word over a codebook's."""
    if not set(names(dates[1])) <= dates[0]:
        claims = claims.assign(**when(given, dates[1]))
    if actors[1] is not None and actors[1] not in actors[0]:
        claims = claims.assign(**_typed(claims, _who(given, actors[1])))
    label, details = words
    if label is not None:
        claims = claims.assign(**_typed(claims, {"place_name": given.text(label)}))
    if details is not None:
        quote = _said(given, names(details))
        claims = claims.assign(**_typed(claims, {"quote": quote}), end=quote.str.len())
    return claims


def _typed(claims: Any, texts: dict[str, Any]) -> dict[str, Any]:
    return {
        name: pd.array(
            values.where(values != "", None).astype("object").to_numpy(), dtype=claims[name].dtype
        )
        for name, values in texts.items()
    }


def _by_headers(given: Frame, name: str, chosen: tuple[Any, ...]) -> gpd.GeoDataFrame:
    """Read a frame that nobody has described, by its headers."""
    date, actor, label, details = chosen
    geometry, placed = where(given)
    place = given.text(label or given.first(_LABEL))
    taken = {*names(date), actor, label or given.first(_LABEL)}
    quote = _told(given, names(details), taken)
    dated = when(given, date)
    types = given.text(given.first(_TYPE)).str.lower()
    types = types.map({v: _TYPES.get(v, str(EventType.OTHER)) for v in types.unique()})
    x, y = (pd.Series(np.round(v, 4)).astype("str") for v in (geometry.x, geometry.y))
    return assemble(
        {
            "claim_id": ids(name, given.text(given.first(_IDS))),
            "report_id": name,
            "event_type": types,
            "status": str(Status.REPORTED),
            **(_who(given, actor) if actor is not None else {}),
            **placed,
            "toponym": place,
            # A mark needs a name; where the table has none, its coordinates say what is known.
            "place_name": place.where((place != "") | geometry.is_empty, y + ", " + x),
            "place_id": place_ids(name, place, y, x),
            "country_code": country_codes(given.text(given.first(_COUNTRY))),
            **dated,
            "published_at": dated["valid_from"],
            "recorded_at": dated["valid_from"],
            "source_kind": str(SourceKind.UNSPECIFIED),
            "source": given.text(given.first(_SOURCE)),
            "source_url": given.text(given.first(_URL)),
            "quote": quote,
            "end": quote.str.len(),
            "review_status": "unreviewed",
            "extractor_version": "a table's own row",
        },
        geometry,
    )


def _who(given: Frame, column: str) -> dict[str, Any]:
    names = given.text(column)
    return {"actor": names, "actor_id": actor_ids(names, given.text(given.first(_COUNTRY)))}


def _told(given: Frame, columns: list[str], taken: set[Any]) -> Any:
    """Return the text that a reader wants, or all that nothing else has taken."""
    found = given.first(_DETAILS)
    if columns or (found and found not in taken):
        return _said(given, columns or [found])
    spent = {*taken, *(given.first(h) for h in (LON, LAT, _TYPE, _IDS, _SOURCE, _URL))}
    shape = getattr(given.table, "_geometry_column_name", None)
    rest = [str(n) for n in given.table.columns if n not in spent and n != shape]
    return _listed(given, rest[:_MOST_DETAILS])


def _said(given: Frame, columns: list[str]) -> Any:
    """Return one column's text as it stands, or several with their names before them."""
    return given.text(columns[0]) if len(columns) == 1 else _listed(given, columns)


def _listed(given: Frame, columns: list[str]) -> Any:
    said = pd.Series("", index=given.table.index, dtype="str")
    for name in columns:
        cell = given.text(name)
        said = said.where(cell == "", said + np.where(said != "", " · ", "") + f"{name}: " + cell)
    return said
