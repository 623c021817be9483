"""Every command and its options."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from geoevents import __version__
from geoevents.cli.commands import check, export, extract
from geoevents.cli.control import changes, check_changes, check_control, control
from geoevents.cli.maps import add_map_options, check_map, make_map
from geoevents.cli.places import (
    PLACE_COLUMNS,
    add_places,
    geocode_names,
    list_sources,
    remove_source,
    search,
)
from geoevents.cli.review import add_review_options, check_review, review

__all__ = ["build_parser"]


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
    _add_review(commands)
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
    add_map_options(command)
    command.set_defaults(run=make_map, check=check_map)


def _add_extract(commands: Any) -> None:
    command = commands.add_parser(
        "extract", help="reports in, a table of claims out", description="One row per claim."
    )
    _add_inputs(command)
    _add_table_output(command)
    command.set_defaults(run=extract)


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
    command.set_defaults(run=export)


def _add_control(commands: Any) -> None:
    command = commands.add_parser(
        "control",
        help="claims or reports in, who reportedly held each place out",
        description="One row per place and interval, as the reports, taken together, say.",
    )
    _add_inputs(command)
    _add_table_output(command, required=False)
    command.add_argument(
        "--at", metavar="DATE", nargs="+", help="estimate areas on these days, not place by place"
    )
    command.add_argument("--known-at", metavar="DATE", help="as if nothing later were known")
    command.add_argument(
        "--districts",
        type=Path,
        metavar="FILE",
        help="polygons (GeoPackage, GeoJSON, shapefile): classes and shares of each, --at a day",
    )
    command.add_argument(
        "--side",
        action="append",
        metavar="ACTOR_ID",
        help="whose control the classes of districts tell; repeatable for allies",
    )
    command.add_argument(
        "--weight",
        choices=["places", "population", "area"],
        default="places",
        help="what the classes of districts follow (default: places)",
    )
    command.add_argument(
        "--method",
        metavar="NAME",
        help="areas, --at days, by a known method: nearest, k-nearest, kernel, acled-syria",
    )
    command.add_argument(
        "--trust",
        action="store_true",
        help="leave towns out and print how often the others foretell them; -o writes the towns",
    )
    command.set_defaults(run=control, check=check_control)


def _add_changes(commands: Any) -> None:
    command = commands.add_parser(
        "changes",
        help="claims, reports or dated polygons in, the areas that changed hands out",
        description="Polygons and km² of what each actor reportedly gained and lost between two "
        "days, or from each day to the next. REPORTS may be a folder of polygons, one file a day "
        "(map_20240708.geojson).",
    )
    _add_inputs(command)
    _add_table_output(command)
    command.add_argument("--from", dest="start", metavar="DATE")
    command.add_argument("--to", dest="end", metavar="DATE")
    command.add_argument(
        "--series", action="store_true", help="from each day to the next, not between two alone"
    )
    command.add_argument(
        "--by-actor", action="store_true", help="gained, lost and net km² of each actor"
    )
    command.add_argument(
        "--fronts", action="store_true", help="where areas meet on the later day, and how far off"
    )
    command.add_argument(
        "--with-no-data", action="store_true", help="fronts: the outlines of all areas too"
    )
    command.add_argument("--by", type=Path, metavar="DISTRICTS.geojson", help="split by districts")
    command.add_argument(
        "--holder", metavar="NAME", help="the attribute of dated polygons that names the holder"
    )
    command.set_defaults(run=changes, check=check_changes)


def _add_check(commands: Any) -> None:
    command = commands.add_parser(
        "check",
        help="what could not be placed or dated, and why; exits 1 if anything",
        description="List each claim without a place or a date, with the reason.",
    )
    _add_inputs(command)
    command.set_defaults(run=check)


def _add_review(commands: Any) -> None:
    command = commands.add_parser(
        "review",
        help="claims or reports in, a sheet to accept, reject and correct them in out",
        description="Write a spreadsheet with one row per claim, its quote beside it.",
    )
    _add_inputs(command)
    add_review_options(command)
    command.set_defaults(run=review, check=check_review)


def _add_geocode(commands: Any) -> None:
    command = commands.add_parser(
        "geocode",
        help="a CSV column of names in, the same rows with places out",
        description="Place each name of a CSV column, offline; every row is kept.",
    )
    command.add_argument("names", type=Path, metavar="NAMES.csv")
    command.add_argument("--column", required=True, help="the column that holds the names")
    command.add_argument(
        "--country",
        action="append",
        metavar="CC",
        help="ISO code or name, repeatable; or the column that holds each row's",
    )
    _add_table_output(command)
    command.set_defaults(run=geocode_names)


def _add_gazetteer(commands: Any) -> None:
    command = commands.add_parser("gazetteer", help="search the gazetteer, or say what it holds")
    verbs = command.add_subparsers(dest="verb", required=True, metavar="VERB")
    finder = verbs.add_parser("search", help="ranked places for a name, with reasons")
    finder.add_argument("name")
    finder.add_argument(
        "--country", action="append", metavar="CC", help="ISO code or name; repeatable"
    )
    finder.add_argument("--limit", type=int, default=5)
    finder.set_defaults(run=search)
    listing = verbs.add_parser("list", help="which sources the index holds, with their licences")
    listing.set_defaults(run=list_sources)
    _add_gazetteer_add(verbs)
    remove = verbs.add_parser("remove", help="remove places that you have added")
    remove.add_argument("label", metavar="LABEL", help="as `geoevents gazetteer list` shows it")
    remove.set_defaults(run=remove_source)


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
    for key, what in PLACE_COLUMNS.items():
        add.add_argument(f"--{key}", metavar="COLUMN", help=f"the column that holds {what}")
    add.add_argument("--also", action="append", metavar="COLUMN", help="further names; repeatable")
    add.add_argument("--country", metavar="CC", help="ISO code of all rows, or a column")
    add.add_argument("--layer", help="the layer of a file that has several")
    add.add_argument(
        "--as", dest="label", metavar="LABEL", help="what to call it; the same replaces"
    )
    add.add_argument("--licence", default="", help="the licence of the data, shown by `list`")
    add.set_defaults(run=add_places)


def _add_inputs(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "reports",
        nargs="+",
        type=Path,
        metavar="REPORTS",
        help="files or folders of text, HTML, feeds or PDF, or tables of claims (.geojson, .csv)",
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
        "--column",
        action="append",
        metavar="WHAT=COLUMN",
        help="what a column of your own table holds: date, end, actor, place or text; repeatable",
    )
    command.add_argument(
        "--actors",
        action="append",
        type=Path,
        metavar="PACK.toml",
        help="further actors, beside those that ship; repeatable",
    )
    command.add_argument(
        "--decisions",
        action="append",
        type=Path,
        metavar="FILE",
        help="what people decided, as `geoevents review` writes it; repeatable, applied first",
    )
    command.add_argument(
        "--unmatched",
        type=Path,
        metavar="FILE.csv",
        help="where to list decisions that find no claim any more, or need another look",
    )


def _add_table_output(command: argparse.ArgumentParser, *, required: bool = True) -> None:
    command.add_argument(
        "-o",
        "--output",
        required=required,
        type=Path,
        metavar="FILE",
        help="written by its suffix: .geojson or .csv",
    )
