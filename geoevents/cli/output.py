"""What every command says and writes: tables by suffix, counts aloud, printable text only."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import geopandas as gpd

OK, NOTHING, USAGE = 0, 1, 2

__all__ = [
    "NOTHING",
    "OK",
    "USAGE",
    "count",
    "nothing",
    "plural",
    "printable",
    "say",
    "text_of",
    "write",
]


def write(options: argparse.Namespace, table: gpd.GeoDataFrame) -> int:
    """Write a table by its suffix, and count it aloud."""
    from geoevents.export import write_table  # noqa: PLC0415

    if table.empty:
        return nothing(options)
    write_table(table, options.output)
    counted = count(table) if "claim_id" in table.columns else f"{len(table)} rows"
    say(options, f"{counted} → {options.output}")
    return OK


def nothing(options: argparse.Namespace) -> int:
    """Say that nothing usable was found."""
    print(
        "geoevents: no claim of who held, took or left a place was found, so nothing was written; "
        "expected news reports or field notes in English, or a table of claims.",
        file=sys.stderr,
    )
    del options
    return NOTHING


def count(claims: gpd.GeoDataFrame) -> str:
    """Count claims aloud, the unplaced and undated among them."""
    unplaced = int(claims.geometry.is_empty.sum())
    undated = int((claims["valid_from"].isna() & claims["valid_to"].isna()).sum())
    sources = plural(claims["report_id"].nunique(), "report")
    return f"{sources}: {plural(len(claims), 'claim')} ({unplaced} unplaced, {undated} undated)"


def plural(n: int, noun: str) -> str:
    """Return a number with its noun."""
    return f"{n} {noun}{'s' * (n != 1)}"


def printable(line: str) -> str:
    """Return a line without control characters: a report's text must not steer a terminal."""
    return "".join(char if char.isprintable() else " " for char in line)


def text_of(value: Any) -> str:
    """Return a reason, or that there is none."""
    return value if isinstance(value, str) else "no reason recorded"


def say(options: argparse.Namespace, line: str) -> None:
    """Print a line, unless the user wants quiet."""
    if not options.quiet:
        print(line)
