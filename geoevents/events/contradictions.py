"""Events that cannot both be so → each with the claims against it, or those that replace it.

Two sources that say otherwise contradict each other. One source that says otherwise later has
corrected itself: its last word stands, and the earlier event says what supersedes it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

import pandas as pd

from geoevents.events.clusters import Cluster
from geoevents.events.origins import Origin, is_same, origins_of
from geoevents.model import EventType, Status

__all__ = ["NO_FACTS", "Event", "link_contradictions"]

NO_FACTS = frozenset({str(Status.NEGATED), str(Status.DENIED), str(Status.PLANNED)})
_HOLDING = frozenset({EventType.CAPTURE, EventType.CONTROL})
# How an outlet says that it takes back what it said.
_CORRECTS = re.compile(
    r"\bcorrect(?:s|ed|ing|ion)\b|\b(?:earlier|previous) (?:report|version|story)|\berroneous|"
    r"\bmistakenly\b|\bretract",
    re.IGNORECASE,
)


class Event:
    """One happening: its row, its claims, and who is behind them."""

    def __init__(self, row: dict[str, Any], cluster: Cluster, place: str) -> None:
        self.row, self.cluster, self.place = row, cluster, place

    @cached_property
    def origins(self) -> list[Origin]:
        """The speakers behind the claims."""
        return origins_of(self.cluster.rows)

    @property
    def start(self) -> int:
        """Start of its interval, microseconds: its clearest claim's."""
        return int(self.cluster.rows[0].starts)

    @property
    def end(self) -> int:
        """End of that interval."""
        return int(self.cluster.rows[0].ends)

    @property
    def kind(self) -> str:
        """The type of happening."""
        return str(self.row["event_type"])

    @property
    def is_fact(self) -> bool:
        """Whether somebody says that it happened."""
        return self.row["status"] not in NO_FACTS

    @property
    def claim_ids(self) -> str:
        """Its claims' ids, separated by spaces."""
        return str(self.row["claim_ids"] or "")

    def told(self) -> list[Any]:
        """Return when its claims were published."""
        return [row.published_at for row in self.cluster.rows if pd.notna(row.published_at)]


def link_contradictions(events: Sequence[Event]) -> None:
    """Fill `contradicted_by`, `is_contested` and `superseded_by` of every event's row."""
    against: dict[int, list[str]] = defaultdict(list)
    instead: dict[int, list[str]] = defaultdict(list)
    for i, j in _pairs(events):
        a, b = events[i], events[j]
        if not _contradict(a, b):
            continue
        of_a, of_b = _supersedes(a, b), _supersedes(b, a)
        if not of_a:
            against[i].append(b.claim_ids)
        if not of_b:
            against[j].append(a.claim_ids)
        if of_a:
            instead[j].append(a.claim_ids)
        if of_b:
            instead[i].append(b.claim_ids)
    for number, event in enumerate(events):
        event.row["contradicted_by"] = _ids(against.get(number, []))
        event.row["superseded_by"] = _ids(instead.get(number, []))
        event.row["is_contested"] = event.row["contradicted_by"] is not None


def _ids(claim_ids: list[str]) -> str | None:
    return " ".join(sorted(set(" ".join(claim_ids).split()))) or None


def _pairs(events: Sequence[Event]) -> Iterator[tuple[int, int]]:
    """Yield events of one place and time that may contradict each other, each pair once.

    These are a fact and its denial, and two who are said to hold a place.
    """
    facts: dict[tuple[str, str], list[int]] = defaultdict(list)
    denials: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, event in enumerate(events):
        if event.place and event.row["status"] != Status.PLANNED:
            (facts if event.is_fact else denials)[event.place, event.kind].append(number)
    for key, numbers in denials.items():
        yield from _meeting(events, numbers, facts.get(key, []))
    for place in {place for place, kind in facts if kind in _HOLDING}:
        captures = facts.get((place, str(EventType.CAPTURE)), [])
        states = facts.get((place, str(EventType.CONTROL)), [])
        yield from _meeting(events, captures, states)
        for numbers in (captures, states):
            by_actor: dict[str, list[int]] = defaultdict(list)
            for number in numbers:
                by_actor[str(events[number].row["actor_id"] or "")].append(number)
            sides = sorted(by_actor)
            for n, side in enumerate(sides):
                rest = [number for other in sides[n + 1 :] for number in by_actor[other]]
                yield from _meeting(events, by_actor[side], rest)


def _meeting(
    events: Sequence[Event], some: Sequence[int], others: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Yield pairs whose intervals meet; short intervals are found by their start."""
    spans = [(events[n].start, events[n].end, n) for n in others]
    spans.sort()
    longest = [0]
    for start, end, _ in spans:
        longest.append(max(longest[-1], end - start))
    most = longest[-1]
    starts = [start for start, _, _ in spans]
    for i in some:
        start, end = events[i].start, events[i].end
        for at in range(bisect_left(starts, start - most), bisect_left(starts, end)):
            if spans[at][1] > start:
                yield i, spans[at][2]


def _contradict(a: Event, b: Event) -> bool:
    kinds = {a.kind, b.kind}
    if a.is_fact != b.is_fact:
        same_actor = _agree(a.row["actor_id"], b.row["actor_id"])
        return len(kinds) == 1 and same_actor and _same_scope(a.row, b.row)
    if {a.row["scope"], b.row["scope"]} == {"partial"}:
        return False
    if len(kinds) == 2 and not _told_after(a, b):
        return False
    return not _agree(a.row["actor_id"], b.row["actor_id"])


def _agree(a: Any, b: Any) -> bool:
    """Whether two values are equal, or one of them is not said."""
    return bool(pd.isna(a) or pd.isna(b) or a == b)


def _same_scope(a: dict[str, Any], b: dict[str, Any]) -> bool:
    """Whether a negation speaks of the same extent: "not complete" does not deny a partial one."""
    return (a["scope"] or None) == (b["scope"] or None) or (
        pd.isna(a["scope"]) and pd.isna(b["scope"])
    )


def _told_after(a: Event, b: Event) -> bool:
    """Whether the state was told after the capture was known; before, it is just older news."""
    capture, state = (a, b) if a.kind == EventType.CAPTURE else (b, a)
    told, known = state.told(), capture.told()
    return bool(told and known and max(told) >= min(known))


def _supersedes(newer: Event, older: Event) -> bool:
    """Whether everybody behind an event said otherwise later, or their outlet took it back."""
    told, before = newer.told(), older.told()
    if not told or not before or min(told) <= max(before):
        return False
    if all(any(is_same(o, p) for p in newer.origins) for o in older.origins):
        return True
    outlets = {row.source for row in older.cluster.rows if isinstance(row.source, str)}
    return bool(outlets) and all(
        any(row.source == outlet and _takes_back(row) for row in newer.cluster.rows)
        for outlet in outlets
    )


def _takes_back(row: Any) -> bool:
    return isinstance(row.quote, str) and _CORRECTS.search(row.quote) is not None
