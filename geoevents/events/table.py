"""Clusters of claims → the events table."""

from __future__ import annotations

import hashlib
from itertools import groupby
from typing import Any

import geopandas as gpd
import pandas as pd

from geoevents.events.clusters import EARLIEST, LATEST, Cluster, clusters_of
from geoevents.events.contradictions import NO_FACTS, Event, link_contradictions
from geoevents.model import Status
from geoevents.places import place_keys
from geoevents.schema import CLAIMS, EVENTS, without_rejected
from geoevents.tables.identity import without_repeats

__all__ = ["merge_claims"]

_ORDER = ["width", "published_at", "claim_id"]
# What begins a person's word that a claim is of no other event than those that share it.
_ALONE = "!"


def merge_claims(claims: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Merge claims that speak of the same happening into events.

    Two claims are of one happening when type, standing (fact, negated, denied or planned), place,
    parties and numbers agree and their intervals meet. A claim that may mean several happenings,
    such as a week's "shelling of the town", joins none of them, unless its own report tells of
    just one. Where a person merged or split claims (`same_event`), their word counts. The clearest
    claim (the narrowest interval) lends the event its columns.

    Parameters
    ----------
    claims : GeoDataFrame
        A claims table; `event_type` and `geometry` are needed.

    Returns
    -------
    GeoDataFrame
        `schema.EVENTS`, EPSG:4326, by start, then by `event_id`. Every claim is in just one event
        (`claim_ids`), rejected ones in none, and one that is given twice counts once; `n_origins`
        counts speakers, not outlets; `contradicted_by` names the claims that say otherwise, and
        `superseded_by` those with which the same source corrected itself.

    Raises
    ------
    TableError
        If a needed column is absent, or two different claims have one id.
    """
    table = CLAIMS.check(claims, required=["event_type", "geometry"])
    table = _once(without_rejected(table).reset_index(drop=True))
    table["place_key"] = _place_key(table)
    table["block"] = _block(table)
    table["starts"] = _microseconds(table["valid_from"], EARLIEST)
    table["ends"] = _microseconds(table["valid_to"], LATEST)
    table["width"] = table["ends"].astype("float64") - table["starts"]
    events = [_event(cluster) for cluster in _clusters(table)]
    link_contradictions(events)
    rows = EVENTS.build(event.row for event in events)
    return rows.sort_values(["valid_from", "valid_to", "event_id"], kind="stable").reset_index(
        drop=True
    )


def _once(table: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Leave out rows that repeat another one, id and all: they are no further witnesses."""
    again = table["claim_id"].notna() & table["claim_id"].duplicated(keep=False)
    if not again.any():
        return table
    where = [f"row {row}" for row in table.index[again]]
    kept = without_repeats(table[again], where)
    return pd.concat([table[~again], kept], ignore_index=True)


def _place_key(table: gpd.GeoDataFrame) -> pd.Series:
    """Return what claims of one place share; nothing for those without a place."""
    keys = pd.Series("", index=table.index)
    is_placed = ~table.geometry.is_empty
    is_relative = is_placed & (table["place_kind"] == "relative")
    keys[is_relative] = table.loc[is_relative].geometry.to_wkt(rounding_precision=3)
    keys[is_placed & ~is_relative] = place_keys(table[is_placed & ~is_relative])
    return keys


def _block(table: gpd.GeoDataFrame) -> pd.Series:
    """Return the key that claims of one happening share: type, standing and place.

    Unplaced claims share their place with nobody: they may speak of two.
    """
    status = table["status"].fillna(str(Status.ASSERTED))
    standing = status.where(status.isin(NO_FACTS), "fact")
    kind = table["place_kind"].fillna("named")
    alone = pd.Series([f"unplaced {number}" for number in table.index], index=table.index)
    place = table["place_key"].where(table["place_key"] != "", alone)
    return table["event_type"].fillna("OTHER") + "|" + standing + "|" + kind + "|" + place


def _microseconds(times: pd.Series[Any], missing: int) -> pd.Series[Any]:
    numbers = times.dt.tz_localize(None).astype("datetime64[us]").astype("int64")
    return numbers.where(times.notna(), missing)


def _clusters(table: gpd.GeoDataFrame) -> list[Cluster]:
    said = table["same_event"].fillna("")
    free = table[said == ""].sort_values(["block", *_ORDER], kind="stable")
    by_block: dict[str, list[list[Any]]] = {}
    found: list[Cluster] = []
    grouped = table[said != ""].assign(said=said[said != ""])
    for label, group in grouped.sort_values(_ORDER, kind="stable").groupby("said", sort=True):
        members = list(group.itertuples())
        if str(label).startswith(_ALONE):
            found += clusters_of([], [members])
        else:
            by_block.setdefault(members[0].block, []).append(members)
    for block, rows in groupby(free.itertuples(), key=lambda row: row.block):
        found += clusters_of(rows, by_block.pop(block, ()))
    for given in by_block.values():
        found += clusters_of([], given)
    return found


def _event(cluster: Cluster) -> Event:
    lead = cluster.rows[0]
    row = {name: getattr(lead, name) for name in EVENTS.names if hasattr(lead, name)}
    for name in ("actor", "actor_id", "target", "target_id", "scope", "quantity"):
        said = (getattr(r, name) for r in cluster.rows if pd.notna(getattr(r, name)))
        row[name] = next(said, None)
    claim_ids = [r.claim_id for r in cluster.rows if isinstance(r.claim_id, str)]
    digest = hashlib.sha256(min(claim_ids, default="").encode()).hexdigest()[:12]
    confidences = [r.confidence for r in cluster.rows if pd.notna(r.confidence)]
    event = Event(row, cluster, lead.place_key)
    row |= {
        "event_id": f"e-{digest}",
        "confidence": max(confidences, default=None),
        "n_claims": len(cluster.rows),
        "n_origins": len(event.origins),
        "claim_ids": " ".join(claim_ids) or None,
    }
    return event
