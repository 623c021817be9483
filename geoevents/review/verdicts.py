"""Several decisions on one claim → the one that stands, and what it makes of the claim."""

from __future__ import annotations

from collections.abc import Sequence

from geoevents.review.decisions import Decision

__all__ = ["in_order", "label", "note", "status_of", "verdict_of"]

_GROUPING = frozenset({"merge", "split"})


def in_order(said: Sequence[Decision]) -> list[Decision]:
    """Return decisions by their time, later rows last; one without follows those above it."""
    latest: dict[str, float] = {}
    keys = []
    for number, decision in enumerate(said):
        above = latest.get(decision.file, float("-inf"))
        moment = above if decision.when is None else decision.when.timestamp()
        latest[decision.file] = max(above, moment)
        keys.append((moment, number))
    return [said[number] for _, number in sorted(keys)]


def verdict_of(said: Sequence[Decision]) -> Decision:
    """Return the decision that says how the claim reads; mere grouping says nothing of that."""
    ordered = in_order(said)
    reading = [d for d in ordered if d.kind in {"accept", "reject", "edit"} or d.new]
    added = [d for d in ordered if d.kind == "add"]
    return (reading or added or ordered)[-1]


def status_of(verdict: Decision) -> str:
    """Return the review status that a decision gives its claim."""
    if verdict.kind in {"reject", "add"}:
        return f"{verdict.kind}ed"
    return "edited" if verdict.new else "accepted"


def note(verdict: Decision) -> str:
    """Return in words what a decision changed, and why."""
    changed = ", ".join(f"{name} → {text}" for name, text in verdict.new.items())
    return "; ".join(filter(None, [f"{verdict.kind}: {changed}" if changed else "", verdict.why]))


def label(said: Sequence[Decision], claim_id: str) -> str | None:
    """Return what claims of one event share as `same_event`; None where nobody said."""
    grouping = [d for d in in_order(said) if d.kind in _GROUPING]
    if not grouping:
        return None
    last = grouping[-1]
    group = f"{last.sheet}:{last.group.casefold()}" if last.group else claim_id
    return group if last.kind == "merge" else f"!{group}"
