"""ACLED exports, current and older -> claims.

References
----------
Raleigh, C. et al. (2010), Introducing ACLED, Journal of Peace Research 47(5); ACLED Codebook
(event and sub-event types, geo_precision, time_precision, inter codes).
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

__all__ = ["COLUMNS", "TYPES", "claims"]

COLUMNS = frozenset(
    {
        "event_date",
        "event_type",
        "actor1",
        "actor2",
        "location",
        "latitude",
        "longitude",
        "geo_precision",
        "fatalities",
    }
)
_ONE_DAY = pd.Timedelta(days=1)
#: What an event type or sub-event type of ACLED is among ours.
TYPES = {
    "government regains territory": EventType.CAPTURE,
    "non-state actor overtakes territory": EventType.CAPTURE,
    "non-violent transfer of territory": EventType.TRANSFER,
    "headquarters or base established": EventType.CONTROL,
    "armed clash": EventType.CLASH,
    "air/drone strike": EventType.AIRSTRIKE,
    "shelling/artillery/missile attack": EventType.SHELLING,
    "suicide bomb": EventType.BOMBING,
    "remote explosive/landmine/ied": EventType.BOMBING,
    "grenade": EventType.BOMBING,
    "chemical weapon": EventType.BOMBING,
    "looting/property destruction": EventType.DESTROY,
    "abduction/forced disappearance": EventType.DETAIN,
    "arrests": EventType.DETAIN,
    "agreement": EventType.AGREEMENT,
    # Event types of editions before 2019, which had no sub-event types.
    "battle-government regains territory": EventType.CAPTURE,
    "battle-non-state actor overtakes territory": EventType.CAPTURE,
    "battle-no change of territory": EventType.CLASH,
    "remote violence": EventType.SHELLING,
    "battles": EventType.CLASH,
}
# Attacks on civilians are told by their dead; without any they are of no type of ours.
_ON_CIVILIANS = {
    "attack",
    "sexual violence",
    "violence against civilians",
    "excessive force against protesters",
}
_WHERE = {
    "1": (str(PlaceKind.NAMED), 5_000.0, "the place itself"),
    "2": (str(PlaceKind.RELATIVE), 25_000.0, "near the place; it stands for a part of its region"),
    "3": (str(PlaceKind.REGION), 100_000.0, "the region; the place stands for it"),
}
_WHEN = {
    "1": ("day", "the exact day"),
    "2": ("week", "a week; three days either side of the day given"),
    "3": ("month", "the month of the day given"),
}
_STATE_FORCES = {"1", "state forces"}


def claims(frame: pd.DataFrame, name: str) -> gpd.GeoDataFrame:
    """Turn rows of an ACLED export into claims; `name` is the file's stem.

    The taker is the actor of a CAPTURE: state forces where the government regains territory, the
    other side where a non-state actor overtakes it. Sub-event types that say nothing of ours
    (protests, arms seizures, changes to a group) are OTHER. A row without sound coordinates or
    date stays, with its reason.
    """
    cell = cells(frame)
    where = Codes("ACLED geo_precision", whole(cell("geo_precision")), _WHERE)
    exactness = whole(cell("time_precision"))
    when = Codes("ACLED time_precision", exactness.mask(exactness == "", "1"), _WHEN)
    geometry, misplaced = points(cell("latitude"), cell("longitude"))
    start, end = _span(days(cell("event_date")), when.codes)
    fatalities = pd.to_numeric(cell("fatalities"), errors="coerce").astype("float64")
    place, notes = cell("location"), cell("notes")
    recorded = _recorded(cell("timestamp"))
    published = (end - _ONE_DAY).astype(start.dtype)
    return assemble(
        {
            "claim_id": ids("acled", _first(cell("event_id_cnty"), cell("data_id"))),
            "report_id": name,
            **_who(cell, fatalities),
            "toponym": place,
            "place_kind": where.values(0, str(PlaceKind.NAMED)).mask(
                misplaced != "", str(PlaceKind.UNPLACED)
            ),
            "place_id": place_ids("acled", place, cell("latitude"), cell("longitude")),
            "place_name": place,
            "country_code": country_codes(cell("country")),
            "uncertainty_m": where.values(1, np.nan).where(misplaced == ""),
            "place_reasons": misplaced.mask(misplaced == "", where.reasons()),
            "date_edtf": intervals(start, end),
            "valid_from": start,
            "valid_to": end,
            "date_precision": when.values(0, "day").where(start.notna(), ""),
            "date_text": cell("event_date"),
            "date_reasons": when.reasons().where(
                start.notna(),
                "undated: event_date '" + cell("event_date") + "' is no day; expected 2025-05-16 "
                "or 16 May 2025",
            ),
            "published_at": published,
            "recorded_at": recorded.fillna(published),
            "source_kind": str(SourceKind.UNSPECIFIED),
            "source": cell("source"),
            "quote": notes,
            "end": notes.str.len(),
            "quantity": fatalities.where(fatalities > 0),
            "quantity_bound": pd.Series("exact", index=place.index).where(fatalities > 0, ""),
            "confidence": 1.0,
            "review_status": "unreviewed",
            "extractor_version": "ACLED, coded by hand",
        },
        geometry,
    )  # fmt: skip


def _first(values: Any, others: Any) -> Any:
    return values.where(values != "", others)


def _span(day: Any, when: Any) -> tuple[Any, Any]:
    """Return the half-open interval of a day and its precision code."""
    start, end = day, day + _ONE_DAY
    is_week, is_month = when == "2", when == "3"
    start = start.mask(is_week, day - 3 * _ONE_DAY)
    end = end.mask(is_week, day + 4 * _ONE_DAY)
    first = (day - pd.to_timedelta(day.dt.day - 1, unit="D")).astype(day.dtype)
    following = (first + pd.to_timedelta(day.dt.days_in_month, unit="D")).astype(day.dtype)
    return start.mask(is_month, first), end.mask(is_month, following)


def _who(cell: Any, fatalities: Any) -> dict[str, Any]:
    """Return type and parties; of a CAPTURE the taker acts, whichever side is named first."""
    label = _first(cell("sub_event_type"), cell("event_type")).str.strip().str.lower()
    types = lookup(label, {k: str(v) for k, v in TYPES.items()}, str(EventType.OTHER))
    deadly = label.isin(_ON_CIVILIANS) & (fatalities > 0)
    types = types.mask(deadly, str(EventType.CASUALTY))
    is_state = {n: whole(cell(f"inter{n}")).str.lower().isin(_STATE_FORCES) for n in (1, 2)}
    regains = label.str.contains("government regains", regex=False)
    overtakes = label.str.contains("non-state actor overtakes", regex=False)
    swap = (regains & is_state[2] & ~is_state[1]) | (overtakes & is_state[1] & ~is_state[2])
    swap &= cell("actor2") != ""
    actor = cell("actor1").mask(swap, cell("actor2"))
    target = cell("actor2").mask(swap, cell("actor1"))
    return {
        "event_type": types,
        "status": str(Status.REPORTED),
        "actor": actor,
        "actor_id": actor_ids(actor, cell("country")),
        "target": target,
        "target_id": actor_ids(target, cell("country")),
    }


def _recorded(stamp: Any) -> Any:
    """Return when ACLED last wrote the row: its timestamp in seconds since 1970."""
    seconds = pd.to_numeric(stamp, errors="coerce")
    seconds = seconds.where(seconds.between(0, 4_102_444_800))  # until 2100
    return pd.to_datetime(seconds, unit="s", utc=True).astype("datetime64[us, UTC]")
