"""Claims → events: the same happening merged, corroboration counted, contradictions linked."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import geopandas as gpd
import pandas as pd

from geoevents.model import EventType, Status
from geoevents.places import place_keys
from geoevents.schema import CLAIMS, EVENTS

__all__ = ["merge_claims"]

# Reports round a day up or down, and a day in one time zone is the next in another.
SLACK = pd.Timedelta(days=1)
NO_FACTS = [str(Status.NEGATED), str(Status.DENIED), str(Status.PLANNED)]
HOLDING = frozenset({EventType.CAPTURE, EventType.CONTROL})
_EARLIEST = pd.Timestamp("1677-10-01", tz="UTC")
_LATEST = pd.Timestamp("2262-01-01", tz="UTC")
# Leading words that do not tell one speaker from another.
_FILLERS = re.compile(r"^(the|a|an|its|his|her|their|some|several|other|two|three|four|many)\s+")


@dataclass(slots=True)
class Cluster:
    """Claims that speak of one happening, and the interval that all of them allow."""

    rows: list[Any] = field(default_factory=list)
    start: pd.Timestamp = _EARLIEST
    end: pd.Timestamp = _LATEST


def merge_claims(claims: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Merge claims that speak of the same happening into events.

    Two claims are of one happening when type, standing (fact, negated, denied or planned), place
    and parties agree and their intervals meet. The clearest claim (the narrowest interval) lends
    the event its columns.

    Parameters
    ----------
    claims : GeoDataFrame
        A claims table; `event_type` and `geometry` are needed.

    Returns
    -------
    GeoDataFrame
        `schema.EVENTS`, EPSG:4326, by start, then by `event_id`. Every claim is in just one event
        (`claim_ids`), rejected ones in none; `n_origins` counts speakers, not outlets;
        `contradicted_by` names the claims that say otherwise.

    Raises
    ------
    TableError
        If a needed column is absent.
    """
    table = CLAIMS.check(claims, required=["event_type", "geometry"])
    table = table[table["review_status"].fillna("") != "rejected"].reset_index(drop=True)
    table["block"] = _block(table)
    table["width"] = table["valid_to"].fillna(_LATEST) - table["valid_from"].fillna(_EARLIEST)
    order = ["block", "width", "published_at", "claim_id"]
    clearest_first = table.sort_values(order, kind="stable").itertuples()
    clusters = [
        cluster
        for _, claims_of_block in groupby(clearest_first, key=lambda claim: claim.block)
        for cluster in _clusters(claims_of_block)
    ]
    rows = [_event(cluster) for cluster in clusters]
    _link_contradictions(rows, clusters)
    events = EVENTS.build(rows)
    return events.sort_values(["valid_from", "valid_to", "event_id"], kind="stable").reset_index(
        drop=True
    )


def _block(table: gpd.GeoDataFrame) -> pd.Series:
    """Return the key that claims of one happening share: type, standing and place.

    Unplaced claims share their place with nobody: they may speak of two.
    """
    status = table["status"].fillna(str(Status.ASSERTED))
    standing = status.where(status.isin(NO_FACTS), "fact")
    kind = table["place_kind"].fillna("named")
    place = pd.Series([f"unplaced {number}" for number in table.index], index=table.index)
    is_placed = ~table.geometry.is_empty
    is_relative = is_placed & (kind == "relative")
    place[is_relative] = table.loc[is_relative].geometry.to_wkt(rounding_precision=3)
    place[is_placed & ~is_relative] = place_keys(table[is_placed & ~is_relative])
    return table["event_type"].fillna("OTHER") + "|" + standing + "|" + kind + "|" + place


def _clusters(rows: Iterable[Any]) -> list[Cluster]:
    """Put each claim to the first happening that it fits, clearest claims first."""
    found: list[Cluster] = []
    for row in rows:
        start = row.valid_from if pd.notna(row.valid_from) else _EARLIEST
        end = row.valid_to if pd.notna(row.valid_to) else _LATEST
        for cluster in found:
            if (
                start < cluster.end + SLACK
                and end > cluster.start - SLACK
                and all(_same_happening(row, other) for other in cluster.rows)
            ):
                break
        else:
            cluster = Cluster()
            found.append(cluster)
        cluster.rows.append(row)
        cluster.start, cluster.end = max(cluster.start, start), min(cluster.end, end)
    return found


def _same_happening(a: Any, b: Any) -> bool:
    return bool(
        _agree(a.actor_id, b.actor_id)
        and _agree(a.target_id, b.target_id)
        and _agree(a.quantity, b.quantity)
        and _is_dated(a)
        and _is_dated(b)
    )


def _is_dated(row: Any) -> bool:
    return bool(pd.notna(row.valid_from) or pd.notna(row.valid_to))


def _agree(a: Any, b: Any) -> bool:
    """Whether two values are equal, or one of them is not said."""
    return bool(pd.isna(a) or pd.isna(b) or a == b)


def _event(cluster: Cluster) -> dict[str, Any]:
    lead = cluster.rows[0]
    row = {name: getattr(lead, name) for name in EVENTS.names if hasattr(lead, name)}
    for name in ("actor", "actor_id", "target", "target_id", "scope", "quantity"):
        said = [getattr(r, name) for r in cluster.rows if pd.notna(getattr(r, name))]
        row[name] = said[0] if said else None
    claim_ids = [r.claim_id for r in cluster.rows if isinstance(r.claim_id, str)]
    digest = hashlib.sha256(min(claim_ids, default="").encode()).hexdigest()[:12]
    confidences = [r.confidence for r in cluster.rows if pd.notna(r.confidence)]
    return row | {
        "event_id": f"e-{digest}",
        "confidence": max(confidences, default=None),
        "n_claims": len(cluster.rows),
        "n_origins": _n_origins(cluster.rows),
        "claim_ids": " ".join(claim_ids) or None,
    }


def _n_origins(rows: list[Any]) -> int:
    """Count the speakers behind claims: ten outlets that quote one monitor are one origin."""
    named: list[set[str]] = []
    unnamed: set[tuple[str, str]] = set()
    for row in rows:
        speaker = row.attribution if isinstance(row.attribution, str) else ""
        outlet = row.source if isinstance(row.source, str) else str(row.report_id)
        words = _proper_words(speaker)
        if not words:
            unnamed.add((_FILLERS.sub("", speaker.casefold()), outlet))
        elif not any(words <= known or known <= words for known in named):
            named.append(words)
    return len(named) + len(unnamed)


def _proper_words(speaker: str) -> set[str]:
    """Return the capitalised words of a speaker's name ("the Observatory" -> {observatory})."""
    words = re.findall(
        r"[^\W\d_]['\w-]+", _FILLERS.sub("", speaker.strip()[:1].lower() + speaker.strip()[1:])
    )
    return {word.casefold() for word in words if word[0].isupper()}


def _link_contradictions(rows: list[dict[str, Any]], clusters: list[Cluster]) -> None:
    """Mark each pair of events that cannot both be so, with the other's claims."""
    by_place: dict[str, list[int]] = {}
    for number, row in enumerate(rows):
        if isinstance(row["place_id"], str):
            by_place.setdefault(row["place_id"], []).append(number)
    against: dict[int, list[str]] = {}
    for numbers in by_place.values():
        numbers.sort(key=lambda number: clusters[number].start)
        for position, i in enumerate(numbers):
            for j in numbers[position + 1 :]:
                if clusters[j].start >= clusters[i].end:
                    break
                if _contradict(rows[i], rows[j], clusters[i], clusters[j]):
                    against.setdefault(i, []).append(rows[j]["claim_ids"] or "")
                    against.setdefault(j, []).append(rows[i]["claim_ids"] or "")
    for number, row in enumerate(rows):
        claim_ids = sorted(set(" ".join(against.get(number, [])).split()))
        row["contradicted_by"] = " ".join(claim_ids) or None
        row["is_contested"] = bool(claim_ids)


def _contradict(a: dict[str, Any], b: dict[str, Any], of_a: Cluster, of_b: Cluster) -> bool:
    if not (of_a.start < of_b.end and of_b.start < of_a.end):
        return False
    kinds = {a["event_type"], b["event_type"]}
    facts = [row for row in (a, b) if row["status"] not in NO_FACTS]
    if len(facts) == 1 and str(Status.PLANNED) not in {a["status"], b["status"]}:
        return len(kinds) == 1 and _agree(a["actor_id"], b["actor_id"]) and _same_scope(a, b)
    if len(facts) != 2 or not kinds <= HOLDING or {a["scope"], b["scope"]} == {"partial"}:
        return False
    if len(kinds) == 2 and not _told_after(a, of_a, of_b):
        return False
    return not _agree(a["actor_id"], b["actor_id"])


def _same_scope(a: dict[str, Any], b: dict[str, Any]) -> bool:
    """Whether a negation speaks of the same extent: "not complete" does not deny a partial one."""
    return (a["scope"] or None) == (b["scope"] or None) or (
        pd.isna(a["scope"]) and pd.isna(b["scope"])
    )


def _told_after(a: dict[str, Any], of_a: Cluster, of_b: Cluster) -> bool:
    """Whether the state was told after the capture was known; before, it is just older news."""
    capture, state = (of_a, of_b) if a["event_type"] == EventType.CAPTURE else (of_b, of_a)
    told = [row.published_at for row in state.rows if pd.notna(row.published_at)]
    known = [row.published_at for row in capture.rows if pd.notna(row.published_at)]
    return bool(told and known and max(told) >= min(known))
