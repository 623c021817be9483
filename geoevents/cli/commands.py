"""The commands on reports and claims: each one call of a public function, then a line of output."""

from __future__ import annotations

import argparse

from geoevents.cli.inputs import claims_and_findings, claims_of, day_of, districts_of
from geoevents.cli.output import (
    NOTHING,
    OK,
    count,
    nothing,
    printable,
    say,
    text_of,
    write,
)
from geoevents.cli.review import print_findings
from geoevents.errors import InputError

__all__ = ["changes", "check", "control", "export", "extract"]


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


def control(options: argparse.Namespace) -> int:
    """Write who reportedly held each place, or the areas on given days."""
    from geoevents.control import estimate_control, estimate_place_status  # noqa: PLC0415

    for value in [*(options.at or []), options.known_at]:
        day_of(value)
    if options.trust:
        return _trust(options)
    if options.districts is not None:
        return _by_district(options)
    if options.method is not None:
        return _by_method(options)
    claims = claims_of(options)
    if options.at is None:
        table = estimate_place_status(claims, known_at=options.known_at)
    else:
        table = estimate_control(claims, at=options.at, known_at=options.known_at)
    return write(options, table, claims=claims)


def _trust(options: argparse.Namespace) -> int:
    """Print how well the towns of a map foretell each other, and write them where asked to."""
    from geoevents.control import cross_validate_control  # noqa: PLC0415

    claims = claims_of(options)
    if claims.empty:
        return nothing(options)
    report = cross_validate_control(claims, at=options.at, known_at=options.known_at)
    for line in str(report).splitlines():
        print(printable(line))
    if options.output is None or report.towns.empty:
        return OK if len(report.total) else NOTHING
    return write(options, report.towns, claims=claims)


def _by_method(options: argparse.Namespace) -> int:
    """Write the areas on given days as a known method draws them."""
    from geoevents.control import control_method, estimate_by_method  # noqa: PLC0415

    control_method(options.method)  # a name that is none is told before long work
    if options.at is None:
        raise InputError("--method needs the days: --at YYYY-MM-DD.")
    claims = claims_of(options)
    if claims.empty:
        return nothing(options)
    table = estimate_by_method(claims, options.method, at=options.at, known_at=options.known_at)
    return write(options, table, claims=claims)


def _by_district(options: argparse.Namespace) -> int:
    """Write what is reported of each district on given days."""
    from geoevents.control import control_by_district  # noqa: PLC0415
    from geoevents.gazetteer import Gazetteer  # noqa: PLC0415

    if options.at is None:
        raise InputError("--districts needs the days: --at YYYY-MM-DD.")
    districts = districts_of(options.districts)
    claims = claims_of(options)
    if claims.empty:
        return nothing(options)
    with Gazetteer.default() as gazetteer:
        table = control_by_district(
            claims,
            districts,
            at=options.at,
            known_at=options.known_at,
            side=options.side,
            weight=options.weight,
            gazetteer=gazetteer,
        )
    return write(options, table, claims=claims)


def changes(options: argparse.Namespace) -> int:
    """Write the areas that changed hands between two days."""
    from geoevents.control import control_changes, estimate_control  # noqa: PLC0415

    day_of(options.start)
    day_of(options.end)
    districts = None if options.by is None else districts_of(options.by)
    claims = claims_of(options)
    control = estimate_control(claims, at=[options.start, options.end])
    changes = control_changes(control, options.start, options.end, by=districts)
    if changes.empty:
        say(options, f"no area changed hands between {options.start} and {options.end}")
    return write(options, changes, claims=claims)


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
