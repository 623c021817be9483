"""The commands on control: who reportedly holds what, and what changed hands."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from geoevents.cli.inputs import claims_of, day_of, districts_of
from geoevents.cli.output import NOTHING, OK, check_table, nothing, printable, say, write
from geoevents.errors import InputError

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["changes", "check_changes", "check_control", "control"]

MOST_DAYS = 100  # that a series of reports estimates


def check_control(options: argparse.Namespace) -> None:
    """Refuse what `control` cannot be asked, before long work starts."""
    if options.output is not None:
        check_table(options.output)
    elif not options.trust:
        raise InputError("`control` needs a file to write: -o control.geojson (or --trust).")
    for value in [*(options.at or []), options.known_at]:
        day_of(value)
    if options.at is None and not options.trust:
        for name in ("districts", "method"):
            if getattr(options, name) is not None:
                raise InputError(f"--{name} needs the days: --at YYYY-MM-DD.")
    if options.method is not None:
        from geoevents.control import control_method  # noqa: PLC0415  heavy: only when used

        control_method(options.method)


def control(options: argparse.Namespace) -> int:
    """Write who reportedly held each place, or the areas on given days."""
    from geoevents.control import estimate_control, estimate_place_status  # noqa: PLC0415

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
    from geoevents.control import estimate_by_method  # noqa: PLC0415

    claims = claims_of(options)
    if claims.empty:
        return nothing(options)
    table = estimate_by_method(claims, options.method, at=options.at, known_at=options.known_at)
    return write(options, table, claims=claims)


def _by_district(options: argparse.Namespace) -> int:
    """Write what is reported of each district on given days."""
    from geoevents.control import control_by_district  # noqa: PLC0415
    from geoevents.gazetteer import Gazetteer  # noqa: PLC0415

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
    inside = table["district_id"].notna() & (table["district_id"] != "")
    if not table.loc[inside, "n_places_reported"].sum():
        say(
            options,
            f"nothing is reported in any district on these days; if that surprises you, look "
            f"whether {options.districts} lies where it should (its CRS is {districts.crs.name})",
        )
    if options.output.suffix.lower() == ".csv":
        # A border is longer than a spreadsheet's cell; p-codes join the table to the file's own.
        table = table.set_geometry(table.geometry.representative_point())
    return write(options, table, claims=claims)


def check_changes(options: argparse.Namespace) -> None:
    """Refuse what `changes` cannot be asked, before long work starts."""
    check_table(options.output)
    day_of(options.start)
    day_of(options.end)
    if (options.fronts or not options.series) and None in {options.start, options.end}:
        raise InputError("Two days are needed: --from YYYY-MM-DD --to YYYY-MM-DD (or --series).")
    if None not in {options.start, options.end} and options.start > options.end:
        raise InputError(
            f"--from is {options.start}, after --to {options.end}; expected the earlier day first."
        )


def changes(options: argparse.Namespace) -> int:
    """Write the areas that changed hands between two days, or from each day to the next."""
    from geoevents.control import (  # noqa: PLC0415
        changes_by_actor,
        control_changes,
        control_series,
        has_dated_areas,
    )

    districts = None if options.by is None else districts_of(options.by)
    if len(options.reports) == 1 and has_dated_areas(options.reports[0]):
        control, places, claims = _dated(options), None, None
    else:
        control, places, claims = _estimated(options)
    if options.fronts:
        return _fronts(options, control)
    if options.series:
        days = _series_days(control, options.start, options.end)
        table = control_series(control, days=days, by=districts, places=places)
    else:
        table = control_changes(control, options.start, options.end, by=districts, places=places)
    if table.empty:
        say(options, "no area changed hands; nothing was written")
        return NOTHING
    return write(options, changes_by_actor(table) if options.by_actor else table, claims=claims)


def _fronts(options: argparse.Namespace, control: gpd.GeoDataFrame) -> int:
    """Write the fronts of the later day, and how far each lies from where it was."""
    from geoevents.control import front_lines, front_shift  # noqa: PLC0415

    before, after = (
        front_lines(control, day, with_no_data=options.with_no_data)
        for day in (options.start, options.end)
    )
    if after.empty:
        say(options, f"no two areas meet on {options.end}; --with-no-data takes the outlines too")
        return NOTHING
    moved = front_shift(before, after).drop(columns="length_after_km")
    return write(options, after.drop(columns="at").merge(moved, on=["side_a", "side_b"]))


def _dated(options: argparse.Namespace) -> gpd.GeoDataFrame:
    from geoevents.control import read_dated_areas  # noqa: PLC0415

    if options.holder is None:
        say(options, "all polygons of a day count as one side's; --holder NAME tells sides apart")
    return read_dated_areas(options.reports[0], holder=options.holder, areas=False)


def _estimated(
    options: argparse.Namespace,
) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Return the areas on the days asked for, the places' status over time, and the claims."""
    from geoevents.control import estimate_control, estimate_place_status  # noqa: PLC0415

    claims = claims_of(options)
    places = estimate_place_status(claims)
    days = [options.start, options.end]
    if options.series:
        # Every estimate takes a while, and between two changes of a place nothing moves but age.
        starts = sorted({str(start.date()) for start in places["valid_from"].dropna()})
        starts = [d for d in starts if (options.start or d) <= d <= (options.end or d)]
        every = -(-len(starts) // MOST_DAYS)
        if every > 1:
            say(options, f"places changed on {len(starts)} days: every {every}th is estimated")
        days += [*starts[::every], *starts[-1:]]
    wanted = sorted({day for day in days if day is not None})
    return estimate_control(claims, at=wanted), places, claims


def _series_days(control: gpd.GeoDataFrame, start: str | None, end: str | None) -> list[str]:
    days = {str(day.date()) for day in control["valid_from"].dropna()}
    days |= {day for day in (start, end) if day is not None}
    return sorted(d for d in days if (start or d) <= d <= (end or d))
