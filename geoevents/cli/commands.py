"""The commands on reports and claims: each one call of a public function, then a line of output."""

from __future__ import annotations

import argparse

from geoevents.cli.inputs import claims_and_findings, claims_of
from geoevents.cli.output import (
    NOTHING,
    OK,
    count,
    printable,
    text_of,
    write,
)
from geoevents.cli.review import print_findings

__all__ = ["check", "export", "extract"]


def extract(options: argparse.Namespace) -> int:
    """Write the claims."""
    claims = claims_of(options)
    return write(options, claims, claims=claims)


def export(options: argparse.Namespace) -> int:
    """Write claims, events or control."""
    from geoevents.control import estimate_place_status  # noqa: PLC0415
    from geoevents.events import merge_claims  # noqa: PLC0415

    claims = claims_of(options)
    make = {"claims": lambda t: t, "events": merge_claims, "control": estimate_place_status}
    return write(options, make[options.table](claims), claims=claims)


def check(options: argparse.Namespace) -> int:
    """List each claim without a place or a date, and decisions to look at; exit 1 if any."""
    from geoevents.schema import without_rejected  # noqa: PLC0415

    claims, findings = claims_and_findings(options)
    used = without_rejected(claims)
    unplaced = used[used.geometry.is_empty]
    undated = used[used["valid_from"].isna() & used["valid_to"].isna()]
    for row, what, reason in [
        *((row, "unplaced", row.place_reasons) for row in unplaced.itertuples()),
        *((row, "undated", row.date_reasons) for row in undated.itertuples()),
    ]:
        where = f"{row.report_id}:{row.start}-{row.end}"
        named = row.toponym if isinstance(row.toponym, str) else "no place named"
        print(printable(f"{where}  {row.event_type}  {what}: {named}: {text_of(reason)}"))
    print_findings(findings)
    print(f"{count(claims)}")
    found = len(unplaced) + len(undated) + len(findings)
    return NOTHING if found or claims.empty else OK
