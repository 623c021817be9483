"""Two sides that are said to hold or to have taken one place: a contest, or one after the other."""

from __future__ import annotations

from typing import Any, Literal

import pandas as pd

from geoevents.actors import Actors
from geoevents.model import ControlStatus, EventType

__all__ = ["rivalry_of"]

# A claim that somebody still holds a place speaks against a capture reported this shortly before;
# later it is news of its own. One week: the span in which a fifth of reported changes in Ukraine's
# towns were taken back (Wikipedia, Control of cities during the Russo-Ukrainian War, 2022-2024).
CONTEST_WINDOW = pd.Timedelta(days=7)
_TAKEN = frozenset({ControlStatus.HELD, ControlStatus.CONTESTED})


def rivalry_of(state: Any, row: Any, actor_id: str) -> Literal["", "rival", "older"]:
    """Say how a claim that `actor_id` holds or took a place bears on who is said to have it.

    ``rival`` if it speaks against the holder: it says that another still holds what was taken
    within the week, or that another took it at the same time. ``older`` if the holder took the
    place from this very side, or is an ally told of by another name ("Turkish-backed rebels",
    "Syrian rebels"). Nothing if the claim is the newer word.
    """
    if _tells_again(state, row, actor_id):
        return "older"
    if state.actor_id in {"", actor_id} or state.since is None:
        return ""
    against: Literal["older", "rival"] = (
        "older" if _on_one_side(state.actor_id, actor_id) else "rival"
    )
    if row.event_type == EventType.CONTROL:
        is_taken = state.status in {*_TAKEN, ControlStatus.PARTLY_HELD}
        return against if is_taken and row.takes_effect - state.since <= CONTEST_WINDOW else ""
    at_one_time = state.status in _TAKEN and row.takes_effect == state.since
    if not at_one_time or row.target_id == state.actor_id:
        return ""
    if against == "older":
        return "older"
    return "older" if any(claim.target_id == actor_id for claim in state.evidence) else "rival"


def _on_one_side(one: str, other: str) -> bool:
    """Whether the packs know both parties, and set them on one side."""
    known = Actors.default()
    first, second = known.get(one), known.get(other)
    return first is not None and second is not None and first.side == second.side != ""


def _tells_again(state: Any, row: Any, actor_id: str) -> bool:
    """Whether a claim may speak of the very capture that is contested: it decides no contest."""
    return bool(
        state.status is ControlStatus.CONTESTED
        and row.event_type == EventType.CAPTURE
        and actor_id in {state.actor_id, *state.contenders} - {""}
        and state.since is not None
        and pd.notna(row.valid_from)
        and row.valid_from <= state.since
    )
