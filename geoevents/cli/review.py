"""Review on the command line: a sheet to decide in, and decisions applied wherever claims go in."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from geoevents.cli.inputs import claims_of
from geoevents.cli.output import OK, check_place, count, nothing, plural, printable, say
from geoevents.errors import InputError

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

__all__ = ["add_review_options", "check_review", "print_findings", "review"]


def add_review_options(command: argparse.ArgumentParser) -> None:
    """Add what `geoevents review` takes beside its inputs."""
    command.add_argument(
        "-o",
        "--output",
        required=True,
        type=Path,
        metavar="DECISIONS.csv|.xlsx|.ods",
        help="the sheet; one that is there keeps every row that somebody has written in",
    )
    command.add_argument("--by", default="", metavar="NAME", help="who reviews, for new rows")


def check_review(options: argparse.Namespace) -> None:
    """Refuse a sheet that cannot be written, before long work starts."""
    from geoevents.review.files import SUFFIXES  # noqa: PLC0415  heavy: only when used

    check_place(options.output)
    if options.output.suffix.lower() not in SUFFIXES:
        raise InputError(
            f"'{options.output}' does not end in {', '.join(SUFFIXES)}; expected a name such as "
            "decisions.csv."
        )


def review(options: argparse.Namespace) -> int:
    """Write a sheet with one row per claim, or carry on one that is there."""
    from geoevents.events import merge_claims  # noqa: PLC0415  heavy: only when used
    from geoevents.review import read_decisions, review_sheet, write_decisions  # noqa: PLC0415
    from geoevents.review.decisions import is_touched  # noqa: PLC0415

    before = read_decisions(options.output) if options.output.exists() else None
    claims = claims_of(options)
    if claims.empty and before is None:
        return nothing(options)
    sheet = review_sheet(claims, before, events=merge_claims(claims), who=options.by)
    write_decisions(sheet, options.output)
    written = sum(is_touched(row) for row in sheet.to_dict("records"))
    told = f"{written} written in, {len(sheet) - written} to decide"
    say(options, f"{count(claims)} → {options.output}: {plural(len(sheet), 'row')}, {told}")
    if before is not None:
        _tell_open(options, claims, before)
    return OK


def _tell_open(options: argparse.Namespace, claims: gpd.GeoDataFrame, before: pd.DataFrame) -> None:
    from geoevents.review import check_decisions  # noqa: PLC0415

    found = check_decisions(claims, before)
    if len(found):
        counts = ", ".join(
            f"{n} {problem}" for problem, n in found["problem"].value_counts().items()
        )
        say(
            options,
            f"decisions to look at again: {counts}; "
            f"`geoevents check … --decisions {options.output}` lists them",
        )


def print_findings(findings: pd.DataFrame) -> None:
    """Print each decision that needs another look."""
    for row in findings.itertuples():
        where = f"{row.file}, row {row.row}"
        print(printable(f"{where}  {row.decision}  {row.problem}: {row.what}: {row.quote[:100]}"))
