"""The command line: arguments → one call of a public function → a line of output.

Exit codes: 0 written (unplaced and undated rows included, and counted aloud); 1 nothing usable,
or `check` found something; 2 wrong usage.
"""

from __future__ import annotations

import argparse
import datetime as dt
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from geoevents import __version__
from geoevents.errors import GeoEventsError, InputError

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["build_parser", "main"]

OK, NOTHING, USAGE = 0, 1, 2
_PLACE_COLUMNS = {
    "name": "the names",
    "lat": "the latitude in degrees",
    "lon": "the longitude in degrees",
    "pcode": "the p-codes",
    "admin1": "the first-level division, by code or name",
    "population": "the inhabitants",
}
TABLES = frozenset({".geojson", ".json", ".csv", ".tsv"})


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = build_parser().parse_args(arguments)
    logging.basicConfig(
        level=logging.ERROR if options.quiet else logging.WARNING,
        format="geoevents: %(message)s",
        force=True,
    )
    try:
        return int(options.run(options))
    except GeoEventsError as error:
        print(f"geoevents: {_printable(str(error))}", file=sys.stderr)
        return NOTHING
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            sys.stderr.close()
            return OK
        where = f" '{error.filename}'" if error.filename else ""
        print(f"geoevents: cannot use{where}: {error.strerror or error}", file=sys.stderr)
        return NOTHING
    except KeyboardInterrupt:
        print("geoevents: stopped; nothing half-written was left behind", file=sys.stderr)
        return 130


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    parser = argparse.ArgumentParser(
        prog="geoevents",
        description="Turn reports of a conflict into a map of who reportedly held what, and when.",
    )
    parser.add_argument("--version", action="version", version=f"geoevents {__version__}")
    _add_quiet(parser, default=False)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_map(commands)
    _add_extract(commands)
    _add_export(commands)
    _add_control(commands)
    _add_changes(commands)
    _add_check(commands)
    _add_geocode(commands)
    _add_gazetteer(commands)
    for command in commands.choices.values():
        _add_quiet(command)
    return parser


def _add_quiet(parser: argparse.ArgumentParser, *, default: Any = argparse.SUPPRESS) -> None:
    """Take --quiet before the command and behind it."""
    parser.add_argument(
        "-q", "--quiet", action="store_true", default=default, help="say only what went wrong"
    )


def _add_map(commands: Any) -> None:
    command = commands.add_parser(
        "map",
        help="reports in, one HTML map out",
        description="Write one HTML file that opens anywhere, without a network.",
    )
    _add_inputs(command)
    command.add_argument("-o", "--output", required=True, type=Path, metavar="MAP.html")
    command.add_argument("--title", help="headline of the map")
    command.add_argument(
        "--worldview",
        default="neutral",
        help="whose view of disputed boundaries the base map draws (default: neutral)",
    )
    command.add_argument(
        "--tiles", metavar="URL", help="online tiles, https://…/{z}/{x}/{y}.png; default: offline"
    )
    command.set_defaults(run=_map)


def _add_extract(commands: Any) -> None:
    command = commands.add_parser(
        "extract", help="reports in, a table of claims out", description="One row per claim."
    )
    _add_inputs(command)
    _add_table_output(command)
    command.set_defaults(run=_extract)


def _add_export(commands: Any) -> None:
    command = commands.add_parser(
        "export",
        help="claims or reports in, events, control or claims out for GIS software",
        description="Write one table for GIS software or a spreadsheet.",
    )
    _add_inputs(command)
    _add_table_output(command)
    command.add_argument(
        "--table", choices=["claims", "events", "control"], default="claims", help="default: claims"
    )
    command.set_defaults(run=_export)


def _add_control(commands: Any) -> None:
    command = commands.add_parser(
        "control",
        help="claims or reports in, who reportedly held each place out",
        description="One row per place and interval, as the reports, taken together, say.",
    )
    _add_inputs(command)
    _add_table_output(command)
    command.add_argument(
        "--at", metavar="DATE", nargs="+", help="estimate areas on these days, not place by place"
    )
    command.add_argument("--known-at", metavar="DATE", help="as if nothing later were known")
    command.set_defaults(run=_control)


def _add_changes(commands: Any) -> None:
    command = commands.add_parser(
        "changes",
        help="claims or reports in, the areas that changed hands between two days out",
        description="Polygons and km² of what each actor reportedly gained and lost.",
    )
    _add_inputs(command)
    _add_table_output(command)
    command.add_argument("--from", dest="start", required=True, metavar="DATE")
    command.add_argument("--to", dest="end", required=True, metavar="DATE")
    command.add_argument("--by", type=Path, metavar="DISTRICTS.geojson", help="split by districts")
    command.set_defaults(run=_changes)


def _add_check(commands: Any) -> None:
    command = commands.add_parser(
        "check",
        help="what could not be placed or dated, and why; exits 1 if anything",
        description="List each claim without a place or a date, with the reason.",
    )
    _add_inputs(command)
    command.set_defaults(run=_check)


def _add_geocode(commands: Any) -> None:
    command = commands.add_parser(
        "geocode",
        help="a CSV column of names in, the same rows with places out",
        description="Place each name of a CSV column, offline; every row is kept.",
    )
    command.add_argument("names", type=Path, metavar="NAMES.csv")
    command.add_argument("--column", required=True, help="the column that holds the names")
    command.add_argument("--country", action="append", metavar="CC", help="ISO code; repeatable")
    _add_table_output(command)
    command.set_defaults(run=_geocode)


def _add_gazetteer(commands: Any) -> None:
    command = commands.add_parser("gazetteer", help="search the gazetteer, or say what it holds")
    verbs = command.add_subparsers(dest="verb", required=True, metavar="VERB")
    search = verbs.add_parser("search", help="ranked places for a name, with reasons")
    search.add_argument("name")
    search.add_argument("--country", action="append", metavar="CC", help="ISO code; repeatable")
    search.add_argument("--limit", type=int, default=5)
    search.set_defaults(run=_search)
    listing = verbs.add_parser("list", help="which sources the index holds, with their licences")
    listing.set_defaults(run=_list)
    _add_gazetteer_add(verbs)
    remove = verbs.add_parser("remove", help="remove places that you have added")
    remove.add_argument("label", metavar="LABEL", help="as `geoevents gazetteer list` shows it")
    remove.set_defaults(run=_remove)


def _add_gazetteer_add(verbs: Any) -> None:
    add = verbs.add_parser(
        "add",
        help="add places of your own, or a country's villages from GeoNames",
        description="Add places. A country's code fetches GeoNames' files and needs a network; "
        "your own files outrank the shipped places.",
    )
    add.add_argument(
        "sources",
        nargs="+",
        metavar="SOURCE",
        help="a country's code (SY), a GeoNames file (.txt, .zip), CSV, GeoPackage or GeoJSON",
    )
    for key, what in _PLACE_COLUMNS.items():
        add.add_argument(f"--{key}", metavar="COLUMN", help=f"the column that holds {what}")
    add.add_argument("--also", action="append", metavar="COLUMN", help="further names; repeatable")
    add.add_argument("--country", metavar="CC", help="ISO code of all rows, or a column")
    add.add_argument("--layer", help="the layer of a file that has several")
    add.add_argument(
        "--as", dest="label", metavar="LABEL", help="what to call it; the same replaces"
    )
    add.add_argument("--licence", default="", help="the licence of the data, shown by `list`")
    add.set_defaults(run=_add_places)


def _add_inputs(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "reports",
        nargs="+",
        type=Path,
        metavar="REPORTS",
        help="files or folders of text or HTML, or tables of claims (.geojson, .csv)",
    )
    command.add_argument(
        "--date", metavar="YYYY-MM-DD", help="publication date of reports that name none"
    )
    command.add_argument(
        "--skip-unusable",
        action="store_true",
        help="leave out files that cannot be used, naming each, instead of stopping",
    )
    command.add_argument(
        "--actors",
        action="append",
        type=Path,
        metavar="PACK.toml",
        help="further actors, beside those that ship; repeatable",
    )


def _add_table_output(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "-o",
        "--output",
        required=True,
        type=Path,
        metavar="FILE",
        help="written by its suffix: .geojson or .csv",
    )


def _map(options: argparse.Namespace) -> int:
    from geoevents.control import estimate_place_status  # noqa: PLC0415  heavy: only when used
    from geoevents.events import merge_claims  # noqa: PLC0415
    from geoevents.render import MapStyle, TimeMap  # noqa: PLC0415

    claims = _claims(options)
    if claims.empty:
        return _nothing(options)
    events = merge_claims(claims)
    control = estimate_place_status(claims)
    TimeMap(
        events,
        claims=claims,
        control=control,
        title=options.title,
        style=MapStyle(worldview=options.worldview, tiles=options.tiles),
    ).save(options.output)
    n_places = control["place_id"].nunique()
    told = f"{_plural(len(events), 'event')}, reported control of {_plural(n_places, 'place')}"
    _say(options, f"{_count(claims)} → {told} → {options.output}")
    return OK


def _extract(options: argparse.Namespace) -> int:
    return _write(options, _claims(options))


def _export(options: argparse.Namespace) -> int:
    from geoevents.control import estimate_place_status  # noqa: PLC0415
    from geoevents.events import merge_claims  # noqa: PLC0415

    claims = _claims(options)
    make = {"claims": lambda t: t, "events": merge_claims, "control": estimate_place_status}
    return _write(options, make[options.table](claims))


def _control(options: argparse.Namespace) -> int:
    from geoevents.control import estimate_control, estimate_place_status  # noqa: PLC0415

    for value in [*(options.at or []), options.known_at]:
        _day(value)
    claims = _claims(options)
    if options.at is None:
        return _write(options, estimate_place_status(claims, known_at=options.known_at))
    return _write(options, estimate_control(claims, at=options.at, known_at=options.known_at))


def _changes(options: argparse.Namespace) -> int:
    from geoevents.control import control_changes, estimate_control  # noqa: PLC0415

    _day(options.start)
    _day(options.end)
    districts = None if options.by is None else _districts(options.by)
    control = estimate_control(_claims(options), at=[options.start, options.end])
    changes = control_changes(control, options.start, options.end, by=districts)
    if changes.empty:
        _say(options, f"no area changed hands between {options.start} and {options.end}")
    return _write(options, changes)


def _districts(path: Path) -> gpd.GeoDataFrame:
    import geopandas as gpd  # noqa: PLC0415

    try:
        return gpd.read_file(path)
    except Exception as error:  # pyogrio raises errors of many classes
        raise InputError(
            f"{path} cannot be read as districts ({error}); expected polygons in a format that "
            "geopandas reads, such as GeoJSON or GeoPackage."
        ) from error


def _day(value: str | None) -> None:
    """Refuse a day that cannot be, before long work starts."""
    if value is None:
        return
    try:
        dt.date.fromisoformat(value)
    except ValueError:
        raise InputError(f"'{value}' is no day; expected YYYY-MM-DD, such as 2015-02-09.") from None


def _check(options: argparse.Namespace) -> int:
    claims = _claims(options)
    unplaced = claims[claims.geometry.is_empty]
    undated = claims[claims["valid_from"].isna() & claims["valid_to"].isna()]
    for row, what, reason in [
        *((row, "unplaced", row.place_reasons) for row in unplaced.itertuples()),
        *((row, "undated", row.date_reasons) for row in undated.itertuples()),
    ]:
        where = f"{row.report_id}:{row.start}-{row.end}"
        named = row.toponym if isinstance(row.toponym, str) else "no place named"
        print(_printable(f"{where}  {row.event_type}  {what}: {named}: {_text(reason)}"))
    print(f"{_count(claims)}")
    return NOTHING if len(unplaced) or len(undated) or claims.empty else OK


def _geocode(options: argparse.Namespace) -> int:
    import pandas as pd  # noqa: PLC0415

    from geoevents.geocoding import geocode  # noqa: PLC0415

    try:
        rows = pd.read_csv(options.names, dtype="str", keep_default_na=False)
    except (OSError, ValueError) as error:
        raise InputError(
            f"{options.names} cannot be read as CSV ({error}); expected a UTF-8 file with a header."
        ) from error
    if options.column not in rows.columns:
        raise InputError(
            f"{options.names} has no column '{options.column}'; it has {', '.join(rows.columns)}."
        )
    placed = geocode(list(rows[options.column]), country=options.country)
    extra = rows.drop(columns=[c for c in rows.columns if c in placed.columns])
    extra.index = placed.index
    table = placed.join(extra)
    n_unplaced = int(table.geometry.is_empty.sum())
    code = _write(options, table)
    _say(options, f"{len(table) - n_unplaced} of {len(table)} names placed")
    return code


def _search(options: argparse.Namespace) -> int:
    from geoevents.gazetteer import Gazetteer  # noqa: PLC0415

    with Gazetteer.default() as gazetteer:
        matches = gazetteer.search(options.name, country=options.country, limit=options.limit)
    for match in matches:
        place = match.place
        print(
            _printable(
                f"{match.score:.2f}  {place.name}, {place.admin1_name or place.admin1_code}, "
                f"{place.country_code}  {place.latitude:.4f} {place.longitude:.4f}  "
                f"[{place.place_id}]  {'; '.join(match.reasons)}"
            )
        )
    if not matches:
        print(f"geoevents: no place is called '{options.name}'", file=sys.stderr)
    return OK if matches else NOTHING


def _list(_: argparse.Namespace) -> int:
    from geoevents.gazetteer import Gazetteer  # noqa: PLC0415

    with Gazetteer.default() as gazetteer:
        for source in gazetteer.sources():
            print("  ".join(str(value) for value in source))
        for own in gazetteer.added():
            licence = own.licence or "licence not given"
            print(
                _printable(
                    f"{own.label}  {own.n_places}  {licence}  added {own.added_at[:10]} from "
                    f"{own.file} ({own.n_rejected} rows rejected, SHA-256 {own.sha256[:12]}…)"
                )
            )
    return OK


def _add_places(options: argparse.Namespace) -> int:
    from geoevents.gazetteer import Gazetteer  # noqa: PLC0415

    columns: dict[str, Any] = {key: getattr(options, key) for key in _PLACE_COLUMNS}
    columns = {key: value for key, value in columns.items() if value}
    if options.also:
        columns["also"] = options.also
    if options.label and len(options.sources) > 1:
        raise InputError("--as names one source; add the others by themselves.")
    with Gazetteer.default() as gazetteer:
        for source in options.sources:
            added = gazetteer.add(
                source,
                columns=columns,
                country=options.country,
                label=options.label,
                licence=options.licence,
                layer=options.layer,
            )
            _tell_added(options, added)
    return OK


def _tell_added(options: argparse.Namespace, added: Any) -> None:
    source = added.source
    _say(options, _printable(f"{source.label}: {source.n_places} places from {source.file}"))
    for reason, number in sorted(added.left_out.items()):
        _say(options, f"  {number} {reason}, left out")
    for note in added.notes:
        _say(options, f"  {note}")
    if added.rejected:
        counted = "; ".join(f"{n}: {reason}" for reason, n in added.reasons.most_common(5))
        rows = f"{len(added.rejected)} row{'s' * (len(added.rejected) != 1)}"
        print(
            _printable(f"geoevents: {rows} rejected ({counted}); see {added.rejected_file}"),
            file=sys.stderr,
        )


def _remove(options: argparse.Namespace) -> int:
    from geoevents.gazetteer import Gazetteer  # noqa: PLC0415

    with Gazetteer.default() as gazetteer:
        removed = gazetteer.remove(options.label)
    _say(options, f"{removed.label}: {removed.n_places} places removed")
    return OK


def _claims(options: argparse.Namespace) -> gpd.GeoDataFrame:
    """Return the claims of all inputs: tables as they stand, reports extracted."""
    import pandas as pd  # noqa: PLC0415

    from geoevents.tables import read_table  # noqa: PLC0415

    tables = [path for path in options.reports if path.suffix.lower() in TABLES]
    texts = [path for path in options.reports if path.suffix.lower() not in TABLES]
    frames = [read_table(path) for path in tables]
    if texts:
        frames.append(_extracted(texts, options))
    return frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)


def _extracted(paths: list[Path], options: argparse.Namespace) -> gpd.GeoDataFrame:
    from geoevents.actors import Actors  # noqa: PLC0415
    from geoevents.extract import extract_claims  # noqa: PLC0415
    from geoevents.gazetteer import Gazetteer  # noqa: PLC0415
    from geoevents.reports import read_reports  # noqa: PLC0415
    from geoevents.resources import data_path  # noqa: PLC0415

    unusable: Literal["raise", "skip"] = "skip" if options.skip_unusable else "raise"
    reports = read_reports(paths, date=options.date, unusable=unusable)
    actors = Actors.read([data_path("actors"), *(options.actors or [])])
    with Gazetteer.default() as gazetteer:
        return extract_claims(reports, gazetteer, actors=actors)


def _write(options: argparse.Namespace, table: gpd.GeoDataFrame) -> int:
    from geoevents.export import write_table  # noqa: PLC0415

    if table.empty:
        return _nothing(options)
    write_table(table, options.output)
    counted = _count(table) if "claim_id" in table.columns else f"{len(table)} rows"
    _say(options, f"{counted} → {options.output}")
    return OK


def _nothing(options: argparse.Namespace) -> int:
    print(
        "geoevents: no claim of who held, took or left a place was found, so nothing was written; "
        "expected news reports or field notes in English, or a table of claims.",
        file=sys.stderr,
    )
    del options
    return NOTHING


def _count(claims: gpd.GeoDataFrame) -> str:
    """Count claims aloud, the unplaced and undated among them."""
    unplaced = int(claims.geometry.is_empty.sum())
    undated = int((claims["valid_from"].isna() & claims["valid_to"].isna()).sum())
    sources = _plural(claims["report_id"].nunique(), "report")
    return f"{sources}: {_plural(len(claims), 'claim')} ({unplaced} unplaced, {undated} undated)"


def _plural(n: int, noun: str) -> str:
    return f"{n} {noun}{'s' * (n != 1)}"


def _printable(line: str) -> str:
    """Return a line without control characters: a report's text must not steer a terminal."""
    return "".join(char if char.isprintable() else " " for char in line)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else "no reason recorded"


def _say(options: argparse.Namespace, line: str) -> None:
    if not options.quiet:
        print(line)
