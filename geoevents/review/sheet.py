"""Claims → a sheet to decide in: one row per claim, its quote beside it, room for corrections.

A sheet that exists is carried on: rows that a person has written in stay as they are, word for
word; rows that nobody has touched follow their claims.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import pandas as pd

from geoevents.review.columns import COLUMNS, CONTEXT, EDITABLE
from geoevents.review.decisions import Decision, decisions_of, is_touched
from geoevents.review.matching import match_claims
from geoevents.review.recalling import is_another
from geoevents.review.record import records, to_record
from geoevents.review.verdicts import verdict_of
from geoevents.schema import CLAIMS

__all__ = ["review_sheet"]

# A quote is read here, and kept whole in `record`.
_MOST_SHOWN = 2_000


def review_sheet(
    claims: gpd.GeoDataFrame,
    decided: pd.DataFrame | None = None,
    *,
    events: gpd.GeoDataFrame | None = None,
    who: str = "",
) -> pd.DataFrame:
    """Make a sheet with one row per claim, to decide in.

    Parameters
    ----------
    claims : GeoDataFrame
        A claims table, `schema.CLAIMS`.
    decided : DataFrame, optional
        A sheet that decisions stand in already (`read_decisions`), which is carried on: every row
        that a person has written in stays as it is, whether or not its claim is still found, and
        claims that no such row speaks of get one.
    events : GeoDataFrame, optional
        The events of these claims (`merge_claims`): the column `event` says which claims are taken
        for one happening.
    who : str
        Written into the column `who` of rows that are new.

    Returns
    -------
    DataFrame
        Of text, nothing missing. A person fills `decision` (accept, reject, edit, add, merge or
        split), `group` (for merge and split), `who`, `when`, `why`, and the columns ``new_…``.
        `record` holds the whole claim and is left as it is.
    """
    table = CLAIMS.check(claims, required=["claim_id", "event_type"]).reset_index(drop=True)
    event_of = _events(events)
    now = list(records(table))
    fresh = [_row(claim, event_of, who) for claim in now]
    if decided is None or decided.empty:
        return pd.DataFrame(fresh, columns=COLUMNS, dtype="str")
    return _carried_on(decided.fillna(""), now, fresh)


def _row(claim: Mapping[str, Any], event_of: Mapping[str, str], who: str) -> dict[str, str]:
    shown = {name: _text(claim.get(name)) for name in (*EDITABLE, *CONTEXT, "quote")}
    quote = shown["quote"]
    return {
        **dict.fromkeys(COLUMNS, ""),
        **shown,
        "who": who,
        "quote": quote if len(quote) <= _MOST_SHOWN else quote[: _MOST_SHOWN - 1] + "…",
        "place": _place(claim),
        "date": _text(claim.get("date_edtf")),
        "event": event_of.get(_text(claim.get("claim_id")), ""),
        "record": to_record(claim),
    }


def _place(claim: Mapping[str, Any]) -> str:
    if "geometry" not in claim:
        return ""
    name = _text(claim.get("place_name")) or _text(claim.get("geometry"))
    return ", ".join(part for part in (name, _text(claim.get("country_code"))) if part)


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _events(events: gpd.GeoDataFrame | None) -> dict[str, str]:
    if events is None:
        return {}
    pairs = zip(events["event_id"], events["claim_ids"].fillna(""), strict=True)
    return {claim_id: event for event, ids in pairs for claim_id in ids.split()}


def _carried_on(
    decided: pd.DataFrame, now: list[dict[str, Any]], fresh: list[dict[str, str]]
) -> pd.DataFrame:
    """Return the old rows that a person has touched, and a row for each claim that has none."""
    columns = [*decided.columns, *(name for name in COLUMNS if name not in decided.columns)]
    old = decided.to_dict("records")
    touched = [is_touched(row) for row in old]
    taken = _taken(decisions_of(decided[touched], is_strict=False), now)
    open_rows = {number: row for number, row in enumerate(fresh) if number not in taken}
    by_id = {(row["claim_id"], row["quote"]): number for number, row in open_rows.items()}
    rows: list[dict[str, str]] = []
    last_of: dict[str, int] = {}
    for row, is_decided in zip(old, touched, strict=True):
        if not is_decided:
            number = by_id.pop((row.get("claim_id", ""), row.get("quote", "")), None)
            if number is None:
                continue  # nothing of a person is in it, and its claim is gone
            row = {**row, **open_rows.pop(number), "who": row.get("who", "")}  # noqa: PLW2901
        last_of[row.get("report_id", "")] = len(rows)
        rows.append(row)
    sheet = pd.DataFrame(_inserted(rows, open_rows, last_of), columns=columns)
    return sheet.fillna("").astype("str")  # of text also where no row is left


def _taken(decisions: list[Decision], now: list[dict[str, Any]]) -> set[int]:
    """Return the claims that a row speaks of already."""
    by_subject: dict[str, list[Decision]] = {}
    for decision in decisions:
        by_subject.setdefault(decision.subject, []).append(decision)
    found = match_claims([group[0].claim for group in by_subject.values()], now)
    return {
        match.row
        for match, group in zip(found, by_subject.values(), strict=True)
        if match.row is not None and not is_another(verdict_of(group), now[match.row])
    }


def _inserted(
    rows: list[dict[str, str]], new: Mapping[int, dict[str, str]], last_of: Mapping[str, int]
) -> list[dict[str, str]]:
    """Put each new row behind the last one of its report, or at the end."""
    behind: dict[int, list[dict[str, str]]] = {}
    for number in sorted(new):
        at = last_of.get(new[number]["report_id"], len(rows) - 1)
        behind.setdefault(at, []).append(new[number])
    out = list(behind.get(-1, []))
    for number, row in enumerate(rows):
        out += [row, *behind.get(number, [])]
    return out
