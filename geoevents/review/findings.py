"""Decisions that need another look → rows of a list, each with its file, row and reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from geoevents.review.decisions import Decision, decisions_of

__all__ = ["FINDINGS", "Finding", "conflicts", "lone_groups", "unclear_rows"]

FINDINGS = [
    "problem",
    "file",
    "row",
    "decision",
    "who",
    "claim_id",
    "report_id",
    "quote",
    "what",
]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at: the problem in a word, the decision, and what it is."""

    problem: str
    decision: Decision
    what: str

    def cells(self) -> dict[str, str]:
        """Return the row of the list."""
        claim = self.decision.claim
        return {
            "problem": self.problem,
            "file": self.decision.file,
            "row": str(self.decision.row),
            "decision": self.decision.kind,
            "who": self.decision.who,
            **{n: str(claim.get(n) or "") for n in ("claim_id", "report_id", "quote")},
            "what": self.what,
        }


def conflicts(ordered: Sequence[Decision], findings: list[Finding]) -> None:
    """List where two people decided one claim differently; the last of them stands."""
    reading = [d for d in ordered if d.kind not in {"merge", "split"} or d.new]
    if len({_outcome(d) for d in reading}) < 2 or len({d.who.casefold() for d in reading}) < 2:
        return
    last = reading[-1]
    told = ", ".join(f"{d.kind} by {d.who or 'nobody named'} ({d.where})" for d in reading)
    findings.append(Finding("conflict", last, f"{told}: the last one stands"))


def _outcome(decision: Decision) -> tuple[Any, ...]:
    kind = "reject" if decision.kind == "reject" else "keep"
    return (kind, *sorted(decision.new.items()))


def lone_groups(said: Iterable[Sequence[Decision]], findings: list[Finding]) -> None:
    """List merges whose other claims are all gone, or were never named."""
    groups: dict[tuple[str, str], list[Decision]] = {}
    for decisions in said:
        last = [d for d in decisions if d.kind in {"merge", "split"}][-1:]
        for decision in last:
            if decision.kind == "merge":
                key = (decision.sheet, decision.group.casefold())
                groups.setdefault(key, []).append(decision)
    for members in groups.values():
        if len(members) == 1:
            what = f"the group '{members[0].group}' has no second claim to merge with"
            findings.append(Finding("group of one", members[0], what))


def unclear_rows(sheet: pd.DataFrame) -> list[Finding]:
    """List rows with corrections and no decision, and extracted values that were written over."""
    found = []
    for decision in decisions_of(sheet, is_strict=False):
        if not decision.kind and (decision.new or decision.group):
            what = "has corrections and no decision, so nothing was done; write one"
            found.append(Finding("not decided", decision, what))
        elif decision.overwritten and decision.kind in {"accept", "edit"}:
            names = ", ".join(decision.overwritten)
            what = f"{names}: what was extracted was written over; a correction goes into new_…"
            found.append(Finding("overwritten", decision, what))
    return found
