"""What is known of a claim -> the columns of its row."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from shapely.geometry import Point

from geoevents.extract.drafts import Draft
from geoevents.extract.placing import Placed
from geoevents.extract.voices import Voices
from geoevents.model import EventType, PlaceKind, Status

__all__ = [
    "identified",
    "move_columns",
    "place_columns",
    "row_of",
    "sensitivity",
    "source_columns",
    "time_columns",
]


# "To the Euphrates", "back to Iraq": wider (metres, radius) than this no line is drawn to a point.
_VAGUEST_END_M = 100_000.0


def row_of(draft: Draft, placed: Placed, voices: Voices, text: str) -> dict[str, Any]:
    """Return one claim's row at one of its places, but for what is known of the report."""
    candidate, sentence = draft.candidate, draft.item.sentence
    tokens = draft.item.clauses.tokens
    a, b = candidate.span
    actor, target = draft.roles.get("actor"), draft.roles.get("target")
    row: dict[str, Any] = {
        "event_type": candidate.event_type.value,
        "status": draft.reading.status.value,
        "actor": actor.written if actor else None,
        "actor_id": actor.actor_id or None if actor else None,
        "target": target.written if target else None,
        "target_id": target.actor_id or None if target else None,
        "scope": draft.scope(placed) or None,
        "quote": text[sentence.start : sentence.end],
        "start": tokens[a].start,
        "end": max(t.end for t in tokens[a:b]),
        "confidence": round(draft.confidence(placed), 2),
        "verification": draft.verification or None,
        "review_status": "unreviewed",
        "sensitivity": sensitivity(draft, voices, text) or None,
    }
    row |= place_columns(placed)
    row |= move_columns(draft)
    row |= time_columns(draft)
    row |= source_columns(draft, voices, text)
    if draft.quantity is not None:
        row["quantity"], row["quantity_bound"] = draft.quantity
    return row


def place_columns(placed: Placed) -> dict[str, Any]:
    """Return the columns that say where, EPSG:4326, and why there."""
    mention = placed.spot()
    columns: dict[str, Any] = {
        "toponym": placed.toponym or None,
        "place_reasons": "; ".join(placed.reasons),
    }
    if mention is None or mention.longitude is None or mention.latitude is None:
        return columns | {"place_kind": PlaceKind.UNPLACED.value}
    columns |= {
        "place_kind": mention.kind.value,
        "geometry": Point(mention.longitude, mention.latitude),
        "uncertainty_m": mention.uncertainty_m,
        "place_extent": mention.extent_wkt or None,
    }
    if mention.match is not None:
        place = mention.match.place
        columns |= {
            "place_id": place.place_id,
            "place_name": place.name,
            "country_code": place.country_code,
            "admin1_code": place.admin1_code,
            # "10 km north of Dabiq" is not Dabiq: its p-code would join the claim to a wrong place
            "pcode": (place.pcode or None) if mention.kind == PlaceKind.NAMED else None,
        }
    return columns


def move_columns(draft: Draft) -> dict[str, Any]:
    """Return the columns of a movement: from where, and where to."""
    columns: dict[str, Any] = {}
    origin = draft.origin
    if origin is None and draft.candidate.event_type in {
        EventType.WITHDRAW,
        EventType.REDEPLOY,
        EventType.DISPLACE,
    }:
        placed = next(
            (p for p in draft.places if p.mention is not None and not p.is_destination), None
        )
        origin = placed.mention if placed is not None else None
    for name, mention in (("origin", origin), ("destination", draft.destination)):
        if mention is None:
            continue
        columns[name] = mention.phrase
        if mention.match is not None:
            columns[f"{name}_id"] = mention.match.place.place_id
        is_vague = (mention.uncertainty_m or 0.0) > _VAGUEST_END_M
        if mention.longitude is not None and mention.latitude is not None and not is_vague:
            columns[f"{name}_point"] = Point(mention.longitude, mention.latitude).wkt
    return columns


def time_columns(draft: Draft) -> dict[str, Any]:
    """Return the columns that say when, and how that follows from the words."""
    if draft.when is None:
        return {"date_reasons": "the report has no date"}
    span = draft.when.span
    return {
        "date_edtf": span.edtf,
        "valid_from": span.start,
        "valid_to": span.end,
        "date_precision": span.precision,
        "date_text": draft.when.text or None,
        "date_reasons": draft.when.reason,
    }


def source_columns(draft: Draft, voices: Voices, text: str) -> dict[str, Any]:
    """Return the columns that say who vouches; of hearsay ("is said to have") nobody named."""
    voice = draft.voice
    if voice is None:
        is_hearsay = draft.reading.status is Status.REPORTED
        return {"source_kind": "unspecified" if is_hearsay else "narrator"}
    actor = draft.roles.get("actor")
    return {
        "attribution": text[voice.start : voice.end],
        "source_kind": voices.kind(voice, actor_id=actor.actor_id if actor else ""),
        "stated_on": voice.stated.span.edtf if voice.stated is not None else None,
    }


def sensitivity(draft: Draft, voices: Voices, text: str) -> str:
    """Say what must not be published as it stands, and why."""
    sentence = draft.item.sentence
    quote = text[sentence.start : sentence.end]
    reasons = []
    for surname, name in voices.people.items():
        if name in quote or surname in quote:
            reasons.append(f"names a private person ({name}): withhold the name")
    if draft.voice is not None and draft.voice.person and not reasons:
        reasons.append(f"rests on a private person ({draft.voice.person}): withhold the name")
    if draft.voice is not None and draft.voice.is_anonymous:
        reasons.append("the source asked not to be named")
    if voices.people and any(
        w in quote.lower() for w in ("speaking from", "was speaking", "speaking by phone from")
    ):
        reasons.append("places a civilian source")
    return "; ".join(reasons)


def identified(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Give every row a stable id, and drop rows that say the same twice."""
    seen: dict[tuple[Any, ...], int] = {}
    out = []
    for row in rows:
        same = tuple(
            row.get(k)
            for k in ("event_type", "status", "start", "end", "toponym", "place_id", "actor_id")
        )
        if same in seen:
            continue
        seen[same] = 1
        key = "|".join(str(value) for value in (row["report_id"], *same))
        out.append({"claim_id": hashlib.sha256(key.encode()).hexdigest()[:12], **row})
    return out
