"""What a user's file gave: the places to take, and every row that could not be used, with why."""

from __future__ import annotations

import csv
import re
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from geoevents.formulas import guarded
from geoevents.gazetteer.sources import Entry

__all__ = ["Reading", "Rejected", "forget_rejected", "write_rejected"]

_HEADER = "file,row,column,value,reason"

# A plain number starts no formula.
_NUMBER = re.compile(r"[+-][\d.]+")


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that cannot be used: where it stands, the value at fault, and what was expected."""

    file: str
    row: int
    column: str
    value: str
    reason: str


@dataclass(slots=True)
class Reading:
    """Places read from a file, the rows rejected, and how many were left out on purpose."""

    entries: list[Entry] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)


def write_rejected(path: Path, rejected: list[Rejected]) -> None:
    """Write the rejected rows as CSV in UTF-8 that a spreadsheet opens safely."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_HEADER.split(","))
        for r in rejected:
            writer.writerow([_safe(r.file), r.row, _safe(r.column), _safe(r.value), r.reason])


def forget_rejected(path: Path) -> None:
    """Remove an earlier list of rejected rows, and nothing else that may bear its name."""
    with suppress(OSError):
        if path.read_bytes().startswith(_HEADER.encode("utf-8-sig")):
            path.unlink()


def _safe(text: str) -> str:
    return text if _NUMBER.fullmatch(text) else guarded(text)
