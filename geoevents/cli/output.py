"""What every command says and writes: tables by suffix, counts aloud, printable text only."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geoevents.errors import InputError

if TYPE_CHECKING:
    import geopandas as gpd

OK, NOTHING, USAGE = 0, 1, 2

__all__ = [
    "NOTHING",
    "OK",
    "USAGE",
    "check_place",
    "check_table",
    "check_usage",
    "count",
    "nothing",
    "plural",
    "printable",
    "say",
    "tell_sensitive",
    "text_of",
    "write",
]


def check_usage(options: argparse.Namespace) -> None:
    """Refuse an output, or another option that cannot be, before long work starts.

    Raises
    ------
    InputError
        Which option is wrong, and what was expected.
    """
    output: Path | None = getattr(options, "output", None)
    if output is not None:
        check_place(output)
    if getattr(options, "unmatched", None) is not None:
        check_place(options.unmatched)
    _check_date(getattr(options, "date", None))
    if hasattr(options, "check"):  # a command's own
        options.check(options)
    elif output is not None:
        check_table(output)


def _check_date(value: str | None) -> None:
    from geoevents.cli.inputs import day_of  # noqa: PLC0415  which says things through this module

    try:
        day_of(value)
    except InputError as error:
        raise InputError(f"--date: {error}") from None


def check_table(output: Path) -> None:
    """Refuse a file's name that no table is written under."""
    from geoevents.export import check_name  # noqa: PLC0415  heavy: only when used

    check_name(output)


def check_place(output: Path) -> None:
    """Refuse a file that cannot be written where it is asked for."""
    try:
        if output.is_dir():
            raise InputError(f"The output '{output}' is a folder; expected the path of a file.")
        if not output.parent.is_dir():
            raise InputError(
                f"The output '{output}' is in a folder that does not exist; make the folder first."
            )
    except OSError as error:  # such as a name that is too long
        raise InputError(f"The output '{output}' cannot be: {error.strerror}.") from error


def write(
    options: argparse.Namespace, table: gpd.GeoDataFrame, *, claims: gpd.GeoDataFrame | None = None
) -> int:
    """Write a table by its suffix, count it aloud, and tell of what `claims` have sensitive."""
    from geoevents.export import write_table  # noqa: PLC0415

    if table.empty:
        return nothing(options)
    write_table(table, options.output)
    counted = count(table) if "claim_id" in table.columns else plural(len(table), "row")
    say(options, f"{counted} → {options.output}")
    if claims is not None:
        tell_sensitive(options, claims)
    return OK


def tell_sensitive(options: argparse.Namespace, claims: gpd.GeoDataFrame) -> None:
    """Say how many claims must be read before anything of them is published."""
    if "sensitivity" not in claims.columns:
        return
    marked = int((claims["sensitivity"].fillna("").astype("str").str.strip() != "").sum())
    if marked:
        are = "claims are" if marked != 1 else "claim is"
        them = "them" if marked != 1 else "it"
        say(
            options,
            f"{marked} {are} marked sensitive (column sensitivity): read {them} before you publish",
        )


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
    """Count claims aloud, the unplaced and undated among them; rejected ones apart."""
    from geoevents.schema import without_rejected  # noqa: PLC0415

    n_given = len(claims)
    claims = without_rejected(claims)
    rejected = f", {n_given - len(claims)} rejected" if len(claims) < n_given else ""
    unplaced = int(claims.geometry.is_empty.sum())
    undated = int((claims["valid_from"].isna() & claims["valid_to"].isna()).sum())
    told = claims["report_id"][claims["report_id"] != "withheld"]  # as editions have it
    sources = plural(told.nunique(), "report")
    counted = f"{unplaced} unplaced, {undated} undated{rejected}"
    return f"{sources}: {plural(len(claims), 'claim')} ({counted})"


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
