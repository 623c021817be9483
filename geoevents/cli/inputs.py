"""The inputs of a command → one table of claims: tables as they stand, reports extracted."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from geoevents.cli.output import say
from geoevents.errors import InputError

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from geoevents.actors import Actors

TABLES = frozenset({".geojson", ".json", ".csv", ".tsv"})

# What `--column` can say of a column.
WHAT = ("date", "end", "actor", "place", "text")

__all__ = ["claims_and_findings", "claims_of", "columns_of", "day_of", "districts_of"]


def claims_of(options: argparse.Namespace) -> gpd.GeoDataFrame:
    """Return the claims of all inputs, each once, as people decided.

    Raises
    ------
    TableError
        If two inputs give one claim's id to different claims, or a decision cannot be carried out.
    """
    return claims_and_findings(options)[0]


def claims_and_findings(options: argparse.Namespace) -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
    """Return the claims of all inputs, and the decisions that need another look."""
    import pandas as pd  # noqa: PLC0415

    if not options.decisions:
        return _given(options), pd.DataFrame()
    from geoevents.review import read_decisions  # noqa: PLC0415
    from geoevents.review.applying import decided  # noqa: PLC0415
    from geoevents.review.files import write_rows  # noqa: PLC0415

    sheets = [read_decisions(path) for path in options.decisions]  # before long work
    claims, findings = decided(_given(options), sheets, actors=_actors(options))
    reviewed = claims["review_status"].fillna("unreviewed")
    counts = reviewed[reviewed != "unreviewed"].value_counts()
    told = ", ".join(f"{n} {status}" for status, n in counts.items()) or "none applies"
    if len(findings):
        told += f"; {len(findings)} to look at again, which `geoevents check` lists"
    say(options, f"decisions: {told}")
    if options.unmatched is not None:
        write_rows(findings, options.unmatched)
    return claims, findings


def _given(options: argparse.Namespace) -> gpd.GeoDataFrame:
    """Return the claims of all inputs, each once: tables as they stand, reports extracted."""
    import pandas as pd  # noqa: PLC0415

    from geoevents.tables import read_table  # noqa: PLC0415
    from geoevents.tables.identity import without_repeats  # noqa: PLC0415

    tables = [path for path in options.reports if path.suffix.lower() in TABLES]
    texts = [path for path in options.reports if path.suffix.lower() not in TABLES]
    columns = columns_of(options.column)
    frames = [_own_table(path, columns) if columns else read_table(path) for path in tables]
    where = [f"'{path}', row {n}" for path, t in zip(tables, frames, strict=True) for n in t.index]
    if texts:
        frames.append(_extracted(texts, options))
        where += [f"the report '{name}'" for name in frames[-1]["report_id"]]
    if len(frames) == 1:
        return frames[0]
    # A table that is given twice would pass for two witnesses.
    return without_repeats(pd.concat(frames, ignore_index=True), where)


def columns_of(pairs: list[str] | None) -> dict[str, list[str]]:
    """Return what the columns of a table of the user's own hold, by what they hold.

    Raises
    ------
    InputError
        If a pair cannot be, or none names the date.
    """
    columns: dict[str, list[str]] = {}
    for pair in pairs or ():
        what, _, column = pair.partition("=")
        if what not in WHAT or not column:
            raise InputError(
                f"--column is '{pair}'; expected one of {', '.join(WHAT)} and a column's name, "
                "such as date=event_date."
            )
        if what != "text" and what in columns:
            raise InputError(
                f"--column names two columns for '{what}'; only text may have several."
            )
        columns.setdefault(what, []).append(column)
    if columns and "date" not in columns:
        raise InputError("--column names no date; expected date=COLUMN, such as date=event_date.")
    return columns


def _own_table(path: Path, columns: dict[str, list[str]]) -> gpd.GeoDataFrame:
    from geoevents.tables import read_frame  # noqa: PLC0415

    def one(what: str) -> str | None:
        return columns[what][0] if what in columns else None

    first, last = columns["date"][0], one("end")
    return read_frame(
        path,
        date=(first, last) if last else first,
        actor=one("actor"),
        label=one("place"),
        details=columns.get("text"),
    )


def _extracted(paths: list[Path], options: argparse.Namespace) -> gpd.GeoDataFrame:
    from geoevents.extract import extract_claims  # noqa: PLC0415
    from geoevents.gazetteer import Gazetteer  # noqa: PLC0415
    from geoevents.reports import read_reports  # noqa: PLC0415

    unusable: Literal["raise", "skip"] = "skip" if options.skip_unusable else "raise"
    reports = read_reports(paths, date=options.date, unusable=unusable)
    with Gazetteer.default() as gazetteer:
        return extract_claims(reports, gazetteer, actors=_actors(options))


def _actors(options: argparse.Namespace) -> Actors:
    from geoevents.actors import Actors  # noqa: PLC0415
    from geoevents.resources import data_path  # noqa: PLC0415

    return Actors.read([data_path("actors"), *(options.actors or [])])


def districts_of(path: Path) -> gpd.GeoDataFrame:
    """Read districts from any format that geopandas reads."""
    import geopandas as gpd  # noqa: PLC0415

    try:
        districts = gpd.read_file(path)
    except Exception as error:  # pyogrio raises errors of many classes
        raise InputError(
            f"{path} cannot be read as districts ({error}); expected polygons in a format that "
            "geopandas reads, such as GeoJSON or GeoPackage."
        ) from error
    if not isinstance(districts, gpd.GeoDataFrame):  # a table without shapes
        raise InputError(
            f"{path} holds no polygons; expected districts as polygons, such as GeoJSON or "
            "GeoPackage."
        )
    if districts.crs is None:
        raise InputError(
            f"{path} has no CRS; expected one, such as the .prj file that belongs beside a .shp. "
            "Save it again from GIS software with its CRS, or as GeoJSON in degrees."
        )
    return districts


def day_of(value: str | None) -> None:
    """Refuse a day that cannot be, before long work starts."""
    if value is None:
        return
    try:
        day = dt.date.fromisoformat(value)
    except ValueError:
        raise InputError(f"'{value}' is no day; expected YYYY-MM-DD, such as 2015-02-09.") from None
    if not 1800 <= day.year <= 2200:
        raise InputError(f"'{value}' lies too far off; expected a day of the years 1800 to 2200.")
