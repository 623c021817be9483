"""Claims and decisions → the claims as people decided, and a list of what could not be done.

Whoever accepted or corrected a claim read it as it was: their reading stands, whatever a newer
extraction makes of the sentence, and stands even where it no longer finds the claim.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geoevents.actors import Actors
from geoevents.errors import TableError
from geoevents.gazetteer import Gazetteer
from geoevents.model import Geocoder
from geoevents.review.correcting import Corrector
from geoevents.review.decisions import Decision, decisions_of
from geoevents.review.files import read_decisions
from geoevents.review.findings import FINDINGS, Finding, conflicts, lone_groups, unclear_rows
from geoevents.review.recalling import KEPT, READING, Recalled, as_read, recall
from geoevents.review.record import records
from geoevents.review.verdicts import in_order, label, note, status_of, verdict_of
from geoevents.schema import CLAIMS

__all__ = ["Sheets", "apply_decisions", "check_decisions", "decided"]

Sheets: TypeAlias = pd.DataFrame | str | Path | Sequence[pd.DataFrame | str | Path]

# What says where a claim stands, not what it says: of this, the newest extraction knows best.
_STANDS = frozenset(
    {
        "claim_id",
        "report_id",
        "quote",
        "start",
        "end",
        "published_at",
        "recorded_at",
        "source",
        "source_url",
        "report_sha256",
        "retrieved_at",
        "archive_url",
        "extractor_version",
    }
)


def apply_decisions(
    claims: gpd.GeoDataFrame,
    decisions: Sheets,
    *,
    gazetteer: Geocoder | None = None,
    actors: Actors | None = None,
) -> gpd.GeoDataFrame:
    """Apply what people decided to the claims of any extraction.

    Parameters
    ----------
    claims : GeoDataFrame
        A claims table, `schema.CLAIMS`.
    decisions : DataFrame, path, or a sequence of them
        Sheets as `review_sheet` makes them, filled; or files of them.
    gazetteer : Geocoder, optional
        Where corrected names of places are looked up; the shipped gazetteer by default.
    actors : Actors, optional
        The known parties; the packs that ship with the package by default.

    Returns
    -------
    GeoDataFrame
        `schema.CLAIMS`, EPSG:4326: the claims in their order, then those that only people know of.
        `review_status` is ``accepted``, ``edited``, ``rejected``, ``added`` or ``unreviewed``; a
        rejected claim keeps its row, and no event, control or map is made of it. A claim that was
        accepted or edited and is no longer found is kept, and `review_note` says so.
        `same_event` holds what was merged and split.

    Raises
    ------
    TableError
        With file, row, column and value, if a decision cannot be carried out.
    """
    return decided(claims, decisions, gazetteer=gazetteer, actors=actors)[0]


def check_decisions(
    claims: gpd.GeoDataFrame,
    decisions: Sheets,
    *,
    gazetteer: Geocoder | None = None,
    actors: Actors | None = None,
) -> pd.DataFrame:
    """List each decision that no longer finds its claim, or that needs another look.

    Parameters
    ----------
    claims, decisions, gazetteer, actors
        As for `apply_decisions`.

    Returns
    -------
    DataFrame
        One row per finding: `problem` (``kept``, ``not found``, ``ambiguous``, ``reads
        otherwise``, ``conflict``, ``group of one``, ``overwritten``, ``not decided``), `file`,
        `row` (as a spreadsheet counts), `decision`, `who`, `claim_id`, `report_id`, `quote` and
        `what`, in words.

    Raises
    ------
    TableError
        As `apply_decisions`.
    """
    return decided(claims, decisions, gazetteer=gazetteer, actors=actors)[1]


def decided(
    claims: gpd.GeoDataFrame,
    decisions: Sheets,
    *,
    gazetteer: Geocoder | None = None,
    actors: Actors | None = None,
) -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
    """Return what `apply_decisions` and `check_decisions` do, from one run."""
    given = [decisions] if isinstance(decisions, pd.DataFrame | str | Path) else decisions
    if not isinstance(given, Sequence):
        raise TableError(
            f"The decisions are a {type(decisions).__name__}; expected a sheet, the path of one, "
            "or a list of them."
        )
    sheets = [s if isinstance(s, pd.DataFrame) else read_decisions(s) for s in given]
    table = CLAIMS.check(claims, required=["claim_id", "event_type"]).reset_index(drop=True)
    places: Any = gazetteer if gazetteer is not None else _Later()
    corrector = Corrector(places, actors if actors is not None else Actors.default())
    said_in = [decisions_of(s, name=n) for s, n in zip(sheets, _names(sheets), strict=True)]
    work = recall(list(records(table)), said_in, corrector)
    for row, said in work.said.items():
        _carry_out(work, row, said, corrector)
    lone_groups(work.said.values(), work.findings)
    for sheet in sheets:
        work.findings += unclear_rows(sheet)
    found = pd.DataFrame([f.cells() for f in work.findings], columns=FINDINGS, dtype="str")
    return _rebuilt(table, work), found


def _names(sheets: Sequence[pd.DataFrame]) -> list[str]:
    """Return a name for each sheet: its file's stem, numbered where two of them share it."""
    stems = [Path(str(s.index.name or "")).stem for s in sheets]
    return [
        stem if stems.index(stem) == n else f"{stem}~{stems[: n + 1].count(stem)}"
        for n, stem in enumerate(stems)
    ]


class _Later:
    """The shipped gazetteer, opened when the first name is looked up."""

    def __getattr__(self, name: str) -> Any:
        if "opened" not in self.__dict__:
            self.__dict__["opened"] = Gazetteer.default()
        return getattr(self.__dict__["opened"], name)


def _carry_out(work: Recalled, row: int, said: Sequence[Decision], corrector: Corrector) -> None:
    """Make of a claim what the last word on it says."""
    conflicts(in_order(said), work.findings)
    now, verdict = work.claims[row], verdict_of(said)
    is_kept = str(now.get("review_note", "")).startswith(KEPT)
    claim = dict(now)
    if verdict.kind != "reject":
        claim = _as_decided(now, as_read(verdict, corrector), verdict)
    _tell_changes(work, verdict, now, is_kept=is_kept)
    told = "; ".join(filter(None, [KEPT if is_kept else "", note(verdict)]))
    work.claims[row] = claim | {
        "review_status": status_of(verdict),
        "reviewed_by": verdict.who or None,
        "reviewed_at": verdict.when,
        "review_note": told or None,
        "decided_id": " ".join(sorted({str(d.claim.get("claim_id") or "") for d in said})) or None,
        "same_event": label(said, str(claim["claim_id"])),
    }


def _as_decided(
    now: Mapping[str, Any], read: Mapping[str, Any], verdict: Decision
) -> dict[str, Any]:
    """Return the claim where it stands now, as it was read then."""
    stands = {name: value for name, value in now.items() if name in _STANDS}
    says = {name: value for name, value in read.items() if name not in _STANDS}
    is_whole = "record" in verdict.has and verdict.kind != "add"
    out = says | stands if is_whole else dict(now) | says | stands
    if "sensitivity" not in verdict.new:
        # Who accepted a claim has not said that a newer warning is wrong.
        marks = dict.fromkeys(c["sensitivity"] for c in (read, now) if c.get("sensitivity"))
        out["sensitivity"] = "; ".join(marks) or None
    return out


def _tell_changes(
    work: Recalled, verdict: Decision, now: Mapping[str, Any], *, is_kept: bool
) -> None:
    """List a claim that the extraction reads otherwise than whoever decided on it did."""
    was = verdict.claim
    if is_kept:
        if not any(f.decision is verdict for f in work.findings):
            what = "no claim is found any more; it is kept as it was decided"
            work.findings.append(Finding("kept", verdict, what))
        return
    if "record" not in verdict.has or verdict.kind == "add":
        return
    changed = [
        f"{name} {now.get(name) or 'nothing'} instead of {was.get(name) or 'nothing'}"
        for name in READING
        if now.get(name) != was.get(name)
    ]
    is_new = now.get("review_status", "unreviewed") == "unreviewed"
    if changed and is_new:
        what = f"the extraction now reads {', '.join(changed)}; "
        what += "it stays rejected" if verdict.kind == "reject" else "what was decided stands"
        work.findings.append(Finding("reads otherwise", verdict, what))


def _rebuilt(table: gpd.GeoDataFrame, work: Recalled) -> gpd.GeoDataFrame:
    """Return the claims table with the decided rows in their places, and new ones behind."""
    if not work.said:
        return table
    rows = sorted(work.said)
    made = _table([work.claims[row] for row in rows])
    made.index = pd.Index(rows)
    further = [name for name in table.columns if name not in CLAIMS.names]
    if further:
        made[further] = table[further].reindex(rows)
    rest = table.drop(index=[row for row in rows if row < len(table)])
    out = made if rest.empty else pd.concat([rest, made]).sort_index()
    return gpd.GeoDataFrame(out.reset_index(drop=True), geometry="geometry", crs=table.crs)


def _table(rows: Sequence[Mapping[str, Any]]) -> gpd.GeoDataFrame:
    """Make a claims table of plain values; geometry is WKT."""
    shapes = shapely.from_wkt(np.array([row.get("geometry") for row in rows], dtype="object"))
    return CLAIMS.build([{**r, "geometry": s} for r, s in zip(rows, shapes, strict=True)])
