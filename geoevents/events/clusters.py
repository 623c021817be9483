"""Claims of one type, standing and place → clusters that each speak of one happening.

Clearest claims come first, so that a vague one finds the happenings it may mean. It joins one only
where there is no doubt which; a week's "shelling of the town" is none of its ten shellings.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import pandas as pd

from geoevents.model import EventType

__all__ = ["DAY", "EARLIEST", "LATEST", "Cluster", "clusters_of"]

# Microseconds, as the tables' times.
DAY = 86_400_000_000
EARLIEST, LATEST = -9_223_372_800_000_000, 9_214_646_400_000_000  # the years 1677 and 2262
# Reports round a day up or down, and a day in one time zone is the next in another.
SLACK = DAY
# What happens to a place again and again: on two days it is two happenings.
_REPEATED = frozenset(
    {
        EventType.CLASH,
        EventType.AIRSTRIKE,
        EventType.SHELLING,
        EventType.BOMBING,
        EventType.CASUALTY,
        EventType.DETAIN,
        EventType.DESTROY,
        EventType.OTHER,
    }
)
# Rows of a table that people coded are one happening each: its coders merged them already.
_CODED = "coded by hand"
# Intervals up to these lengths are looked up by their start; there are few longer ones.
_LENGTHS = (2 * DAY, 8 * DAY, 31 * DAY)
# A number in the news and the same number a day later (shares of it), by what is said of it.
_TOLERANCE = {"exact": (0.9, 1.1), "about": (0.75, 1.25), "lower": (1.0, 2.0), "upper": (0.5, 1.0)}


@dataclass(slots=True)
class Cluster:
    """Claims that speak of one happening, and what all of them allow.

    `start` and `end` are the interval that is common to them, in microseconds; `low` and `high`
    the numbers. `is_vague` marks one that may mean several others.
    """

    rows: list[Any] = field(default_factory=list)
    start: int = EARLIEST
    end: int = LATEST
    actor: str | None = None
    target: str | None = None
    scope: str | None = None
    low: float = 0.0
    high: float = float("inf")
    numbers: dict[str, float] = field(default_factory=dict)
    coded: set[str] = field(default_factory=set)
    is_vague: bool = False

    @property
    def has_number(self) -> bool:
        """Whether any of the claims says how many."""
        return bool(self.numbers)

    def add(self, row: Any) -> None:
        """Take a claim in."""
        self.rows.append(row)
        self.start, self.end = max(self.start, row.starts), min(self.end, row.ends)
        self.actor = self.actor or _text(row.actor_id)
        self.target = self.target or _text(row.target_id)
        self.scope = self.scope or _text(row.scope)
        if pd.notna(row.quantity):
            low, high = _range(row)
            self.numbers[str(row.report_id)] = float(row.quantity)
            self.low, self.high = max(self.low, low), min(self.high, high)
        if _is_coded(row):
            self.coded.add(str(row.report_id))

    def fits(self, row: Any) -> bool:
        """Whether a claim may speak of the same happening as all claims of the cluster."""
        return (
            _agree(self.actor, row.actor_id)
            and _agree(self.target, row.target_id)
            and _agree(self.scope, row.scope)
            and self._fits_time(row)
            and self._fits_number(row)
            and not (_is_coded(row) and str(row.report_id) in self.coded)
        )

    def _fits_time(self, row: Any) -> bool:
        again = row.event_type in _REPEATED and not (self.has_number and pd.notna(row.quantity))
        slack = 0 if again else SLACK
        return bool(row.starts < self.end + slack and row.ends > self.start - slack)

    def _fits_number(self, row: Any) -> bool:
        if pd.isna(row.quantity) or not self.numbers:
            return True
        here = self.numbers.get(str(row.report_id))
        if here is not None:
            return bool(here == row.quantity)  # one report's "10 killed, 11 wounded" are two
        low, high = _range(row)
        return low <= self.high and self.low <= high


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _agree(known: str | None, value: Any) -> bool:
    """Whether two values are equal, or one of them is not said."""
    return known is None or not isinstance(value, str) or not value or known == value


def _is_coded(row: Any) -> bool:
    version = row.extractor_version
    return isinstance(version, str) and version.endswith(_CODED)


def _range(row: Any) -> tuple[float, float]:
    least, most = _TOLERANCE.get(str(row.quantity_bound), _TOLERANCE["exact"])
    return float(row.quantity) * least, float(row.quantity) * most


@dataclass(slots=True)
class _Shelf:
    """Clusters by actor, length and start: those of one day are found without asking all."""

    by_start: dict[str | None, list[list[tuple[int, int]]]] = field(default_factory=dict)
    wide: dict[str | None, list[int]] = field(default_factory=dict)

    def put(self, number: int, row: Any) -> None:
        actor = _text(row.actor_id)
        length = bisect_left(_LENGTHS, row.ends - row.starts)
        if length < len(_LENGTHS):
            lists = self.by_start.setdefault(actor, [[] for _ in _LENGTHS])
            insort(lists[length], (row.starts, number))
        else:
            self.wide.setdefault(actor, []).append(number)

    def near(self, row: Any) -> Iterator[int]:
        """Yield the clusters that may fit a claim."""
        actor = _text(row.actor_id)
        for key in (actor, None) if actor else tuple(self.by_start):
            for length, starts in zip(_LENGTHS, self.by_start.get(key, ()), strict=False):
                first = bisect_left(starts, (row.starts - length - SLACK, 0))
                last = bisect_left(starts, (row.ends + SLACK, 0))
                for at in range(first, last):
                    yield starts[at][1]
        for key in (actor, None) if actor else tuple(self.wide):
            yield from self.wide.get(key, ())


def clusters_of(rows: Iterable[Any], given: Iterable[list[Any]] = ()) -> list[Cluster]:
    """Put claims of one type, standing and place together by what they speak of.

    Parameters
    ----------
    rows : iterable of named tuples
        Claims, clearest first, with `starts` and `ends` in microseconds.
    given : iterable of lists
        Claims that a person said are one happening, clearest first; others may join them.

    Returns
    -------
    list of Cluster
        Every claim is in one of them.
    """
    found: list[Cluster] = []
    sharp, vague, by_report = _Shelf(), _Shelf(), dict[str, list[int]]()

    def opened(row: Any, *, is_vague: bool = False) -> Cluster:
        cluster = Cluster(is_vague=is_vague)
        number = len(found)
        found.append(cluster)
        if _is_dated(row):
            (vague if is_vague else sharp).put(number, row)
        return cluster

    def take(cluster: Cluster, row: Any, number: int) -> None:
        cluster.add(row)
        numbers = by_report.setdefault(str(row.report_id), [])
        if not numbers or numbers[-1] != number:
            numbers.append(number)

    for members in given:
        cluster = opened(members[0])
        cluster.add(members[0])
        cluster.rows += members[1:]
        by_report.setdefault(str(members[0].report_id), []).append(len(found) - 1)
    for row in rows:
        number = _number(row, found, sharp, vague, by_report) if _is_dated(row) else None
        if number is None or number < 0:
            cluster = opened(row, is_vague=number is not None)
            number = len(found) - 1
        else:
            cluster = found[number]
        take(cluster, row, number)
    return found


def _number(
    row: Any, found: list[Cluster], sharp: _Shelf, vague: _Shelf, by_report: dict[str, list[int]]
) -> int | None:
    """Return the cluster that a claim belongs to; None for none, -1 where it may mean several."""
    fitting = (n for n in sharp.near(row) if found[n].fits(row))
    first = list(islice(fitting, 2))
    if len(first) == 1:
        return first[0]
    if first:
        # A headline, and what its own report goes on to tell.
        here = [
            n
            for n in dict.fromkeys(by_report.get(str(row.report_id), ()))
            if not found[n].is_vague and found[n].fits(row)
        ]
        if len(here) == 1:
            return here[0]
    wider = next((n for n in vague.near(row) if found[n].fits(row)), None)
    return wider if wider is not None else (-1 if first else None)


def _is_dated(row: Any) -> bool:
    return bool(row.starts != EARLIEST or row.ends != LATEST)
