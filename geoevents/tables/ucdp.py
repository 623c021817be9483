"""UCDP Georeferenced Event Dataset -> claims.

References
----------
Sundberg, R. & Melander, E. (2013), Introducing the UCDP Georeferenced Event Dataset, Journal of
Peace Research 50(4); UCDP GED Codebook version 23.1 (where_prec, date_prec, type_of_violence).
"""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geoevents.model import EventType, PlaceKind, SourceKind, Status
from geoevents.tables.foreign import (
    Codes,
    actor_ids,
    assemble,
    cells,
    country_codes,
    days,
    ids,
    intervals,
    lookup,
    place_ids,
    points,
    whole,
)

__all__ = ["COLUMNS", "claims"]

# The columns that a file is recognised by; older and newer editions have them all.
COLUMNS = frozenset(
    {
        "type_of_violence",
        "side_a",
        "side_b",
        "where_prec",
        "date_prec",
        "date_start",
        "date_end",
        "latitude",
        "longitude",
        "best",
    }
)
_ONE_DAY = pd.Timedelta(days=1)
# Side A is the perpetrator of one-sided violence, side B its civilians.
_TYPES = {"1": EventType.CLASH, "2": EventType.CLASH, "3": EventType.CASUALTY}
# where_prec: kind, radius in metres that should hold the place, what the codebook says. The radii
# of 3 to 7 are ours: typical sizes of what the codebook names.
_WHERE = {
    "1": (str(PlaceKind.NAMED), 5_000.0, "the exact place"),
    "2": (str(PlaceKind.RELATIVE), 25_000.0, "within about 25 km of the point"),
    "3": (str(PlaceKind.REGION), 50_000.0, "the district; the point stands for it"),
    "4": (str(PlaceKind.REGION), 150_000.0, "the province; the point stands for it"),
    "5": (str(PlaceKind.REGION), 100_000.0, "a line or a vague area; the point stands for it"),
    "6": (str(PlaceKind.REGION), 500_000.0, "the country; the point stands for it"),
    "7": (str(PlaceKind.REGION), 300_000.0, "at sea or in the air; the point is rough"),
}
_WHEN = {
    "1": ("day", "the exact day"),
    "2": ("few-days", "two to six days"),
    "3": ("week", "the week"),
    "4": ("month", "more than a week, a month at most"),
    "5": ("interval", "more than a month"),
}


def claims(frame: pd.DataFrame, name: str) -> gpd.GeoDataFrame:
    """Turn rows of UCDP GED into claims; `name` is the file's stem.

    Clashes (state-based and non-state) and one-sided violence (as CASUALTY) with their best
    estimate of deaths; precision codes become kinds of place, radii and intervals. A row without
    sound coordinates or dates stays, with its reason.
    """
    cell = cells(frame)
    where = Codes("UCDP where_prec", whole(cell("where_prec")), _WHERE)
    when = Codes("UCDP date_prec", whole(cell("date_prec")), _WHEN)
    geometry, misplaced = points(cell("latitude"), cell("longitude"))
    start, last = days(cell("date_start")), days(cell("date_end"))
    sound = start.notna() & last.notna() & (start <= last)
    start, end = start.where(sound), (last + _ONE_DAY).where(sound)
    place = cell("where_coordinates")
    said = cell("source_headline").where(cell("source_headline") != "", cell("source_article"))
    published = days(cell("source_date").str.slice(0, 10))
    key = ids("ucdp", cell("id"))
    return assemble(
        {
            "claim_id": key,
            "report_id": name,
            **_who(cell),
            "toponym": place,
            "place_kind": where.values(0, str(PlaceKind.REGION)).mask(
                misplaced != "", str(PlaceKind.UNPLACED)
            ),
            "place_id": place_ids("ucdp", place, cell("latitude"), cell("longitude")),
            "place_name": place,
            "country_code": country_codes(cell("country")),
            "uncertainty_m": where.values(1, np.nan).where(misplaced == ""),
            "place_reasons": misplaced.mask(misplaced == "", where.reasons()),
            "date_edtf": intervals(start, end),
            "valid_from": start,
            "valid_to": end,
            "date_precision": when.values(0, "interval").where(sound, ""),
            "date_text": _span(cell("date_start"), cell("date_end")),
            "date_reasons": when.reasons().where(
                sound, "undated: the row's dates are absent, or cannot be"
            ),
            "published_at": published.fillna(last),
            "recorded_at": published.fillna(last),
            "attribution": cell("source_original"),
            "source_kind": str(SourceKind.UNSPECIFIED),
            "source": cell("source_office").where(cell("source_office") != "", "UCDP GED"),
            "quote": said,
            "end": said.str.len(),
            **_deaths(cell),
            "confidence": 1.0,
            "review_status": "unreviewed",
            "extractor_version": "UCDP GED, coded by hand",
        },
        geometry,
    )  # fmt: skip


def _who(cell: Any) -> dict[str, Any]:
    return {
        "event_type": lookup(
            whole(cell("type_of_violence")),
            {k: str(v) for k, v in _TYPES.items()},
            str(EventType.OTHER),
        ),
        "status": str(Status.REPORTED),
        "actor": cell("side_a"),
        "actor_id": actor_ids(cell("side_a"), cell("country")),
        "target": cell("side_b"),
        "target_id": actor_ids(cell("side_b"), cell("country")),
    }


def _span(first: Any, last: Any) -> Any:
    return first.where(first == last, first + " to " + last)


def _deaths(cell: Any) -> dict[str, Any]:
    best, low, high = (
        pd.to_numeric(cell(name), errors="coerce").astype("float64")
        for name in ("best", "low", "high")
    )
    bound = pd.Series("about", index=best.index, dtype="str").mask(low == high, "exact")
    return {"quantity": best, "quantity_bound": bound.where(best.notna(), "")}
