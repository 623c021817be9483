"""Rows of a sheet → decisions, each checked: who decided what of which claim, when and why."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from geoevents.errors import TableError
from geoevents.review.columns import COLUMNS, EDITABLE, NEW, WRITTEN
from geoevents.review.record import from_record
from geoevents.review.values import checked_value, read_day
from geoevents.schema import CLAIMS

__all__ = ["Decision", "decisions_of", "is_touched", "key_of"]

KINDS = ("accept", "reject", "edit", "add", "merge", "split")
# As people write them, too.
_WORDS = {
    word: kind
    for kind in KINDS
    for word in (kind, f"{kind}ed", f"{kind}d", f"{kind}s", f"{kind}ted")
}
_WITHOUT_VALUES = {"accept", "reject"}
_DATES = {"published_at", "date"}


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided of one claim.

    `claim` is the claim as it was when they decided, by column; `subject` is the same for all
    decisions on one claim; `new` are the corrections as written, by field. `row` is the row as a
    spreadsheet counts, `file` its file, `sheet` its name among sheets. `has` says which of the
    sheet's parts the row has.
    """

    kind: str
    claim: Mapping[str, Any]
    subject: str
    new: Mapping[str, str] = field(default_factory=dict)
    group: str = ""
    who: str = ""
    when: datetime | None = None
    why: str = ""
    file: str = ""
    row: int = 0
    sheet: str = ""
    overwritten: tuple[str, ...] = ()
    has: frozenset[str] = frozenset()

    @property
    def where(self) -> str:
        """File and row, for errors and lists."""
        return f"{self.file}, row {self.row}" if self.file else f"row {self.row}"


def is_touched(row: Mapping[str, str]) -> bool:
    """Whether a person has written into a row of a sheet; a name alone was filled in by us."""
    own = [name for name in row if name not in COLUMNS]
    written = [name for name in (*WRITTEN, *NEW, *own) if name != "who"]
    return any(str(row.get(name, "")).strip() for name in written) or (
        not row.get("record", "").strip() and any(cell.strip() for cell in row.values())
    )


def decisions_of(
    sheet: pd.DataFrame, *, is_strict: bool = True, name: str | None = None
) -> list[Decision]:
    """Return the decisions of a sheet in its order.

    Rows that nobody has decided on are none of them. `is_strict` refuses what cannot be carried
    out; without it, only what a row speaks of is read. `name` tells the sheet from others.

    Raises
    ------
    TableError
        With file, row, column and value.
    """
    file = "" if sheet.index.name is None else str(sheet.index.name)
    found = []
    for number, cells in enumerate(sheet.astype("object").fillna("").to_dict("records")):
        row = {str(name): str(cell).strip() for name, cell in cells.items()}
        if not any(row.values()) or (is_strict and not row.get("decision")):
            continue
        label: Any = sheet.index[number]
        at = _Place(
            file, int(label) if pd.api.types.is_integer(label) else number, name or Path(file).stem
        )
        found.append(_decision(row, at, is_strict=is_strict))
    return found


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a row stands, for errors."""

    file: str
    row: int
    sheet: str = ""

    def error(self, column: str, value: str, expected: str) -> TableError:
        where = f"{self.file}, row {self.row}" if self.file else f"Row {self.row}"
        return TableError(f"{where}, column '{column}': '{value[:80]}' {expected}.")


def _decision(row: Mapping[str, str], at: _Place, *, is_strict: bool) -> Decision:
    word = row.get("decision", "")
    kind = _WORDS.get(word.casefold(), "")
    if not kind and is_strict:
        raise at.error("decision", word, f"is no decision; expected one of {', '.join(KINDS)}")
    claim = _claim(row, at, is_added=kind == "add")
    new = {name.removeprefix("new_"): row[name] for name in NEW if row.get(name)}
    if is_strict:
        _check(kind, row, new, at)
    return Decision(
        kind,
        claim,
        subject=str(claim["claim_id"]) if kind == "add" else key_of(claim),
        new={name: checked_value(name, text, at.error) for name, text in new.items()}
        if is_strict
        else new,
        group=row.get("group", ""),
        who=row.get("who", ""),
        when=_when(row.get("when", ""), at) if is_strict else None,
        why=row.get("why", ""),
        file=at.file,
        row=at.row,
        sheet=at.sheet,
        overwritten=_overwritten(row, claim) if row.get("record") and kind != "add" else (),
        has=frozenset(name for name in ("record", "group") if row.get(name)),
    )


def _check(kind: str, row: Mapping[str, str], new: Mapping[str, str], at: _Place) -> None:
    """Refuse a decision that contradicts itself, or lacks what it needs."""
    unknown = [name for name in row if name.startswith("new_") and name not in NEW and row[name]]
    if unknown:
        raise at.error(unknown[0], row[unknown[0]], f"cannot be corrected; expected {_list(NEW)}")
    if kind in _WITHOUT_VALUES and new:
        name, value = next(iter(new.items()))
        raise at.error(
            f"new_{name}",
            value,
            f"corrects a claim that is to be {kind}ed; write the decision edit",
        )
    if kind == "edit" and not new:
        raise at.error("decision", "edit", "changes nothing; fill a column new_…, or write accept")
    if kind == "merge" and not row.get("group"):
        raise at.error(
            "group", "", "is empty; expected the same word in every row that is one happening"
        )
    if ("lon" in new) != ("lat" in new):
        given = "lon" if "lon" in new else "lat"
        raise at.error(f"new_{given}", new[given], "stands alone; expected new_lon and new_lat")
    is_known = kind == "add" and not row.get("record")
    if is_known and not (new.get("event_type") or row.get("event_type")):
        raise at.error("new_event_type", "", "is empty; an added claim needs a type")


def _claim(row: Mapping[str, str], at: _Place, *, is_added: bool) -> dict[str, Any]:
    """Return the claim that a row is about, from its record, or from its cells."""
    text = row.get("record", "")
    try:
        claim = from_record(text) if text else {}
    except (ValueError, RecursionError) as error:
        raise at.error("record", text, f"was changed ({error}); copy it from the sheet") from error
    if not claim:
        claim = {
            name: row[name]
            for name in CLAIMS.names
            if row.get(name) and not name.startswith("review")
        }
        if claim.get("published_at"):
            claim |= _published(claim["published_at"], at, is_added=is_added)
    if is_added:
        typed = ("quote", "report_id", "source", "source_url", "attribution")
        claim |= {n: row[n] for n in typed if row.get(n) and not _is_cut(row[n], claim.get(n))}
        claim["claim_id"] = _added_id(row, claim)
    elif not claim.get("claim_id") and not claim.get("quote"):
        raise at.error("claim_id", "", "is empty, and so is the quote: no claim can be found by it")
    return claim


def _published(text: str, at: _Place, *, is_added: bool) -> dict[str, Any]:
    """Return the day of a row without a record; what a spreadsheet made of it may say nothing."""
    try:
        return {"published_at": read_day(text, "published_at", at.error)}
    except TableError:
        if is_added:
            raise
        return {"published_at": None}


def _is_cut(shown: str, whole: Any) -> bool:
    return shown.endswith("…") and str(whole).startswith(shown[:-1])


def _added_id(row: Mapping[str, str], claim: Mapping[str, Any]) -> str:
    """Return an id that the same row has on every run."""
    said = [claim.get("claim_id"), claim.get("report_id"), claim.get("quote")]
    said += [row.get(name, "") for name in (*NEW, *EDITABLE)]
    return f"added-{hashlib.sha256(json.dumps(said).encode()).hexdigest()[:12]}"


def key_of(claim: Mapping[str, Any]) -> str:
    """Return what all decisions on one claim of one extraction share."""
    quote = re.sub(r"\s+", " ", str(claim.get("quote", "")))
    return "|".join([str(claim.get("report_id", "")), str(claim.get("claim_id", "")), quote])


def _overwritten(row: Mapping[str, str], claim: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the columns of extracted values that somebody wrote over."""
    changed = []
    for name in EDITABLE:
        if name in _DATES or name == "place" or name not in row or row.get(f"new_{name}"):
            continue
        was = claim.get(name)
        is_number = isinstance(was, float | int)
        if is_number or _plain(row[name]) == _plain("" if was is None else str(was)):
            continue
        changed.append(name)
    return tuple(changed)


def _plain(text: str) -> str:
    return " ".join(text.split())


def _when(text: str, at: _Place) -> datetime | None:
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = datetime.fromisoformat(read_day(text, "when", at.error))
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _list(names: list[str]) -> str:
    return ", ".join(names)
