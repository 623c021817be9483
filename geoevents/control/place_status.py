"""Claims → the reported status of each place over time, one row per place and interval.

Each type of claim moves a place in its own way, and only so far as it says: a capture changes the
holder, a withdrawal lowers its actor without raising another, a negated capture speaks for the
status quo, a siege leaves the holder where it is; advances, clashes and strikes are not control.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

import geopandas as gpd
import pandas as pd

from geoevents.actors import Actors
from geoevents.control.rivals import rivalry_of
from geoevents.control.sieges import is_lifted
from geoevents.model import ControlStatus, EventType, Status
from geoevents.places import place_keys
from geoevents.schema import CLAIMS, CONTROL

__all__ = ["estimate_place_status"]

# Precisions of an interval in which a state held at some time, not all the time.
VAGUE = frozenset({"recent", "past", "before-statement", "after", "year", "part-year", "season"})
# A named place of a wider radius (metres) is no settlement; greater Istanbul stays below it.
WIDEST_PLACE_M = 40_000.0
# Part of a settlement ("the east of the town") is placed within this, its countryside is not.
WIDEST_QUARTER_M = 15_000.0


@dataclass(frozen=True, slots=True)
class State:
    """What is reported of a place from an instant on, and the claims behind it."""

    status: ControlStatus = ControlStatus.UNKNOWN
    actor_id: str = ""
    actor: str = ""
    contenders: tuple[str, ...] = ()
    evidence: tuple[Any, ...] = ()
    reason: str = ""
    since: pd.Timestamp | None = None


def estimate_place_status(
    claims: gpd.GeoDataFrame, *, at: str | None = None, known_at: str | None = None
) -> gpd.GeoDataFrame:
    """Estimate, for every named place, who reportedly held it and when.

    Parameters
    ----------
    claims : GeoDataFrame
        A claims table; `event_type`, `actor_id`, `valid_from` and `geometry` are needed, every
        other column is used where it stands. Claims of regions, provinces and relative places
        are left out: they say nothing of one settlement.
    at : str, optional
        An ISO date or time: only the intervals in force then.
    known_at : str, optional
        An ISO date or time: only claims recorded by then count, as if nothing later were known.

    Returns
    -------
    GeoDataFrame
        `schema.CONTROL`, EPSG:4326, sorted by place and start. Intervals of a place are
        half-open and never overlap; the last has no known end. `control_status` is what the
        reports, taken together, say; it is not what is so.

    Raises
    ------
    TableError
        If a needed column is absent.
    """
    table = CLAIMS.check(
        claims, required=["event_type", "actor_id", "valid_from", "geometry"]
    ).reset_index(drop=True)
    if known_at is not None:
        limit = _instant(known_at)
        seen = table["recorded_at"].fillna(table["published_at"])
        table = table[seen.notna() & (seen <= limit)]
    usable = (
        table["event_type"].isin([str(kind) for kind in EFFECTS])
        & ~table.geometry.is_empty
        & _is_of_a_place(table)
        & ~(table["uncertainty_m"] > WIDEST_PLACE_M)
        & (table["status"].fillna("asserted") != Status.PLANNED)
        & (table["review_status"].fillna("") != "rejected")
        & (table["valid_from"].notna() | table["valid_to"].notna())
    )
    table = table[usable].copy()
    table["takes_effect"] = _takes_effect(table)
    table["place_key"] = place_keys(table)
    table["turn"] = table["event_type"].map(TURN)
    order = ["place_key", "takes_effect", "turn", "published_at", "claim_id"]
    ordered = table.sort_values(order, kind="stable").itertuples()
    rows = [
        row
        for key, claims_of_place in groupby(ordered, key=lambda claim: claim.place_key)
        for row in _intervals(str(key), list(claims_of_place))
    ]
    control = CONTROL.build(rows)
    if at is not None:
        moment = _instant(at)
        in_force = (control["valid_from"] <= moment) & (
            control["valid_to"].isna() | (control["valid_to"] > moment)
        )
        control = control[in_force].reset_index(drop=True)
    return control


def _is_of_a_place(table: gpd.GeoDataFrame) -> pd.Series:
    """Whether each claim is of a place, or of part of one: "the east of the town"."""
    kind = table["place_kind"].fillna("named")
    is_quarter = (table["scope"] == "partial") & (table["uncertainty_m"] <= WIDEST_QUARTER_M)
    return (kind == "named") | ((kind == "region") & is_quarter)


def _instant(value: str) -> pd.Timestamp:
    stamp = pd.Timestamp(value)
    return stamp.tz_localize("UTC") if stamp.tzinfo is None else stamp.tz_convert("UTC")


def _takes_effect(table: gpd.GeoDataFrame) -> pd.Series:
    """Return when each claim's effect is certain to stand.

    A change lies somewhere inside its interval: by the interval's last day it has happened, before
    that nobody said so. A state holds from its start where the claim names that, and from the last
    day where it only says that it was so at some time.
    """
    is_state = table["event_type"].isin([EventType.CONTROL, EventType.CONTEST, EventType.SIEGE])
    last_day = table["valid_to"] - pd.Timedelta(days=1)
    settled = last_day.where(last_day > table["valid_from"], table["valid_from"])
    settled = settled.fillna(table["valid_from"])
    since = table["date_text"].fillna("").str.match("since ", case=False)  # over now, but dated
    has_start = (~table["date_precision"].isin(VAGUE) | since) & table["valid_from"].notna()
    return table["valid_from"].where(is_state & has_start, settled)


def _intervals(key: str, claims: list[Any]) -> list[dict[str, Any]]:
    """Return the rows of one place: a new interval at each change of status or holder."""
    steps = _changes(_states(claims))
    rows = []
    for number, (start, state) in enumerate(steps):
        row = _row(key, claims, start, state)
        row["valid_to"] = steps[number + 1][0] if number + 1 < len(steps) else None
        rows.append(row)
    return rows


def _changes(states: Iterator[tuple[pd.Timestamp, State]]) -> list[tuple[pd.Timestamp, State]]:
    """Join what goes on unchanged, and keep the last word where several fall on one instant."""
    steps: list[tuple[pd.Timestamp, State]] = []
    for instant, state in states:
        if steps and steps[-1][0] == instant:
            steps.pop()
        if steps and _face(steps[-1][1]) == _face(state):
            steps.append((steps.pop()[0], state))
        else:
            steps.append((instant, state))
    return steps


def _face(state: State) -> tuple[object, ...]:
    return state.status, state.actor_id, state.contenders


def _row(key: str, claims: list[Any], start: pd.Timestamp, state: State) -> dict[str, Any]:
    evidence = sorted(state.evidence, key=lambda claim: str(claim.claim_id))
    evidence.sort(key=_told_at, reverse=True)
    told = [claim.published_at for claim in evidence if pd.notna(claim.published_at)]
    first = next((claim for claim in claims if claim.place_id == key), claims[0])
    digest = hashlib.sha256(f"{key}|{start.isoformat()}".encode()).hexdigest()[:12]
    return {
        "control_id": f"k-{digest}",
        "place_id": first.place_id,
        "place_name": first.place_name if isinstance(first.place_name, str) else first.toponym,
        "country_code": first.country_code,
        "admin1_code": first.admin1_code,
        "pcode": first.pcode,
        "geometry": first.geometry,
        "valid_from": start,
        "control_status": str(state.status),
        "actor": _display_name(state) or None,
        "actor_id": state.actor_id or None,
        "contender_ids": " ".join(state.contenders) or None,
        "last_reported_at": max(told, default=None),
        "n_claims": len(evidence),
        "n_origins": len({_origin(claim) for claim in evidence}),
        "claim_ids": " ".join(c.claim_id for c in evidence if isinstance(c.claim_id, str)) or None,
        "reasons": state.reason,
    }


def _display_name(state: State) -> str:
    """Return the holder's usual name; as written where no pack knows the actor."""
    return _usual_name(state.actor_id, state.actor)


def _usual_name(actor_id: Any, as_written: Any) -> str:
    known = Actors.default().get(actor_id) if isinstance(actor_id, str) else None
    if known:
        return known.name
    return as_written if isinstance(as_written, str) else ""


def _told_at(claim: Any) -> pd.Timestamp:
    told = claim.published_at
    return told if pd.notna(told) else pd.Timestamp(0, tz="UTC")


def _origin(claim: Any) -> str:
    speaker = claim.attribution if isinstance(claim.attribution, str) else ""
    outlet = claim.source if isinstance(claim.source, str) else str(claim.report_id)
    return speaker.casefold() or outlet.casefold()


def _states(claims: list[Any]) -> Iterator[tuple[pd.Timestamp, State]]:
    """Yield the state of one place after each claim that says something of it."""
    state = State()
    turns = [(claim.takes_effect, 1, claim) for claim in claims]
    turns += [(claim.valid_to, 0, claim) for claim in claims if _is_over(claim)]
    for instant, turn, claim in sorted(turns, key=lambda item: item[:2]):
        after = _after(state, claim) if turn else _after_end(state, claim)
        if after is not None:
            state = after
            yield instant, state


def _is_over(claim: Any) -> bool:
    """Whether a claim says that somebody held a place up to a day, and no longer."""
    return (
        claim.event_type == EventType.CONTROL
        and claim.date_precision == "past"
        and pd.notna(claim.valid_to)
        and Status(claim.status if isinstance(claim.status, str) else "asserted").is_fact
    )


def _after_end(state: State, row: Any) -> State | None:
    """Return the state when a holding is said to have ended: nobody says who holds it then."""
    if state.actor_id != row.actor_id or row not in state.evidence:
        return None
    return State(
        evidence=state.evidence,
        reason=f"{_who(row)} reportedly held it up to then; no claim says who took over",
        since=row.valid_to,
    )


def _after(state: State, row: Any) -> State | None:
    """Return the state after one claim, or None where the claim changes nothing."""
    kind = EventType(row.event_type)
    status = Status(row.status) if isinstance(row.status, str) else Status.ASSERTED
    actor_id = row.actor_id if isinstance(row.actor_id, str) else ""
    if not status.is_fact:
        return _after_no_fact(state, row, kind, actor_id)
    return EFFECTS[kind](state, row, actor_id)


def _after_holding(state: State, row: Any, actor_id: str) -> State | None:
    kind = EventType(row.event_type)
    if not actor_id:
        lost = kind is EventType.CAPTURE and row.scope != "partial" and state.actor_id != ""
        if not lost or row.target_id != state.actor_id:
            return None
        reason = "reportedly taken from its holder; no claim says by whom"
        return State(evidence=(*state.evidence, row), reason=reason, since=row.takes_effect)
    rivalry = rivalry_of(state, row, actor_id)
    is_held = state.actor_id == actor_id and state.status is ControlStatus.HELD
    if rivalry == "older" or (is_held and row.scope != "partial"):
        return replace(state, evidence=(*state.evidence, row))
    verb = "captured" if kind is EventType.CAPTURE else "held"
    if rivalry:
        sides = (state.actor_id, actor_id, *state.contenders)
        return _contested(state, row, sides, f"also reported as {verb} by {_who(row)}")
    if row.scope == "partial":
        held = _held(row, actor_id, row.actor, f"{_who(row)} reportedly {verb} part of it")
        return replace(held, status=ControlStatus.PARTLY_HELD)
    return _held(row, actor_id, row.actor, f"{_who(row)} reportedly {verb} it")


def _after_leaving(state: State, row: Any, actor_id: str) -> State | None:
    if row.scope in {"partial", "tactical"}:
        if state.actor_id != actor_id:
            return None  # who left an airport need never have held the town
        held = _held(row, actor_id, row.actor, f"{_who(row)} reportedly withdrew in part")
        return replace(held, status=ControlStatus.PARTLY_HELD)
    # "It was lost again on Monday" is its holder's loss; "since the defeat there" may be another's.
    is_loss = not actor_id and EventType(row.event_type) is EventType.LOSS
    if state.actor_id not in {"", actor_id} and (not is_loss or row.date_precision in VAGUE):
        return None
    who = _usual_name(state.actor_id, state.actor) if is_loss and state.actor_id else _who(row)
    verb = "lost it" if is_loss else "left"
    return State(
        evidence=(*state.evidence, row),
        reason=f"{who} reportedly {verb}; no claim says who took over",
        since=row.takes_effect,
    )


def _after_transfer(state: State, row: Any, actor_id: str) -> State | None:
    if isinstance(row.target_id, str):
        return _held(row, row.target_id, row.target, f"{_who(row)} reportedly handed it over")
    return _after_leaving(state, row, actor_id)


def _after_contest(state: State, row: Any, actor_id: str) -> State:
    target_id = row.target_id if isinstance(row.target_id, str) else ""
    sides = (state.actor_id, actor_id, target_id)
    return _contested(state, row, sides, "reported as contested")


def _after_siege(state: State, row: Any, actor_id: str) -> State | None:
    ends = is_lifted(row.quote)
    if row.scope == "partial" or (ends and state.status is not ControlStatus.BESIEGED):
        return None  # one road cut is no siege
    if ends:
        holder = ControlStatus.HELD if state.actor_id else ControlStatus.UNKNOWN
        reason = f"{_who(row)} reportedly lifted the siege; the holder is as reported before"
        state = replace(state, status=holder, contenders=(), reason=reason)
        return replace(state, evidence=(*state.evidence, row))
    return replace(
        state,
        status=ControlStatus.BESIEGED,
        contenders=_distinct(actor_id, but=state.actor_id),
        evidence=(*state.evidence, row),
        reason=f"{_who(row)} reportedly besieged it; the holder is as reported before",
    )


# On one day a side is besieged or leaves before another takes the place; who is then said to hold
# it, or to contest it, has the last word.
TURN = {
    str(EventType.SIEGE): 0,
    str(EventType.LOSS): 1,
    str(EventType.WITHDRAW): 1,
    str(EventType.TRANSFER): 2,
    str(EventType.CAPTURE): 2,
    str(EventType.CONTROL): 3,
    str(EventType.CONTEST): 4,
}

EFFECTS: Mapping[EventType, Callable[[State, Any, str], State | None]] = {
    EventType.CAPTURE: _after_holding,
    EventType.CONTROL: _after_holding,
    EventType.LOSS: _after_leaving,
    EventType.WITHDRAW: _after_leaving,
    EventType.TRANSFER: _after_transfer,
    EventType.CONTEST: _after_contest,
    EventType.SIEGE: _after_siege,
}


def _after_no_fact(state: State, row: Any, kind: EventType, actor_id: str) -> State | None:
    """Apply a negated or denied claim: it speaks for the status quo, or against the holder."""
    if kind not in {EventType.CAPTURE, EventType.CONTROL} or not state.actor_id:
        return None
    if state.actor_id != actor_id:
        return replace(state, evidence=(*state.evidence, row))
    if kind is EventType.CONTROL and row.status == Status.NEGATED:
        return replace(
            state,
            status=ControlStatus.PARTLY_HELD,
            evidence=(*state.evidence, row),
            reason=f"it is said that {_who(row)} does not hold all of it",
        )
    return _contested(state, row, (actor_id,), f"that {_who(row)} holds it is {row.status}")


def _held(row: Any, actor_id: str, actor: Any, reason: str) -> State:
    return State(
        status=ControlStatus.HELD,
        actor_id=actor_id,
        actor=actor if isinstance(actor, str) else actor_id,
        evidence=(row,),
        reason=reason,
        since=row.takes_effect,
    )


def _contested(state: State, row: Any, sides: tuple[str, ...], reason: str) -> State:
    return replace(
        state,
        status=ControlStatus.CONTESTED,
        contenders=_distinct(*sides, but=state.actor_id),
        evidence=(*state.evidence, row),
        reason=reason,
        since=state.since if state.since is not None else row.takes_effect,
    )


def _distinct(*actor_ids: str, but: str = "") -> tuple[str, ...]:
    return tuple(sorted({actor_id for actor_id in actor_ids if actor_id and actor_id != but}))


def _who(row: Any) -> str:
    return _usual_name(row.actor_id, row.actor) or "an unnamed party"
