"""Tables of claims and events -> claims: our own files, UCDP GED, ACLED, and any CSV by a mapping.

A table of another maker is one module with the columns that it is recognised by (`COLUMNS`) and a
function `claims`; `_FORMATS` lists them. Rows are worked on column by column.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import geopandas as gpd
import pandas as pd

from geoevents.errors import TableError
from geoevents.tables import acled, mapped, ucdp
from geoevents.tables.frames import from_frame
from geoevents.tables.loading import read_csv
from geoevents.tables.own import from_csv_frame, read_own_csv, read_own_geojson
from geoevents.tables.sound import sound

__all__ = ["from_frame", "read_claims", "read_frame", "read_table"]

_FORMATS = {"UCDP GED": ucdp, "ACLED": acled}
_OWN = frozenset({"claim_id", "event_type"})
_SHEET = frozenset({"decision", "new_event_type", "record"})  # of `geoevents review`


def read_claims(path: str | os.PathLike[str]) -> gpd.GeoDataFrame:
    """Read claims that `write_geojson` or `write_csv` wrote, without loss.

    Parameters
    ----------
    path : path
        Ends in ``.geojson``, ``.json`` or ``.csv``.

    Returns
    -------
    GeoDataFrame
        `schema.CLAIMS`, EPSG:4326, in the file's order; further columns behind. Coordinates have
        the seven decimals that were written. In CSV an empty text cannot be told from a missing
        one, and is missing.

    Raises
    ------
    TableError
        With file, row, column and value, if something does not fit.
    """
    suffix = Path(path).suffix.lower()
    if suffix in {".geojson", ".json"}:
        return read_own_geojson(path)
    if suffix == ".csv":
        return read_own_csv(path)
    raise TableError(
        f"'{path}' ends in '{suffix}'; expected claims in .geojson, .json or .csv, as "
        "`geoevents extract` writes them."
    )


def read_table(
    path: str | os.PathLike[str], *, columns: Mapping[str, str] | None = None
) -> gpd.GeoDataFrame:
    """Read a table of claims or events of any known kind as claims.

    Parameters
    ----------
    path : path
        Our own GeoJSON or CSV; a CSV of UCDP GED or ACLED, recognised by its columns; or any CSV
        (comma, semicolon or tab) with `columns`.
    columns : mapping, optional
        Our column to the table's, such as ``{"valid_from": "date", "latitude": "lat",
        "longitude": "lon", "actor": "group", "quote": "note"}``. ``valid_from`` takes any complete
        date, month, year or EDTF; ``event_type`` must hold our types.

    Returns
    -------
    GeoDataFrame
        `schema.CLAIMS`, EPSG:4326, one row per row, in the file's order. What cannot be placed
        or dated stays, and `place_reasons` or `date_reasons` say why.

    Raises
    ------
    TableError
        If the file cannot be read, or its kind is not known.
    """
    if Path(path).suffix.lower() in {".geojson", ".json"}:
        return read_claims(path)
    frame = read_csv(path)
    name = Path(path).stem
    if columns is not None:
        return mapped.claims(frame, name, columns, path=str(path))
    have = set(frame.columns)
    if have >= _SHEET:
        raise TableError(
            f"'{path}' is a sheet of decisions, not of claims; give the reports that it was made "
            "from, and the sheet as --decisions."
        )
    if have >= _OWN:
        return from_csv_frame(frame, path)
    for module in _FORMATS.values():
        if have >= module.COLUMNS:
            return sound(module.claims(frame, name), path)
    raise TableError(
        f"'{path}' is no table of a known kind (our claims, {', '.join(_FORMATS)}); its columns "
        f"are {', '.join(map(str, frame.columns))}. Say which column is which: on the command line "
        "with --column date=COLUMN, in Python with columns= or from_frame."
    )


def read_frame(
    path: str | os.PathLike[str],
    *,
    date: str | tuple[str, str],
    actor: str | None = None,
    label: str | None = None,
    details: str | Sequence[str] | None = None,
) -> gpd.GeoDataFrame:
    """Read a CSV or a GIS layer of anybody's as claims, by its headers and what the caller says.

    Parameters
    ----------
    path : path
        A CSV with columns of longitude and latitude, or any layer that geopandas reads.
    date, actor, label, details
        As for `from_frame`.

    Returns
    -------
    GeoDataFrame
        `schema.CLAIMS`, EPSG:4326, one row per row, in the file's order.

    Raises
    ------
    TableError
        If the file cannot be read, a column is absent, or a value cannot be.
    """
    if Path(path).suffix.lower() in {".csv", ".tsv"}:
        frame: pd.DataFrame = read_csv(path)
    else:
        try:
            frame = gpd.read_file(path)
        except Exception as error:  # pyogrio raises errors of many classes
            raise TableError(
                f"'{path}' cannot be read ({error}); expected a CSV, or a layer that geopandas "
                "reads, such as GeoJSON or GeoPackage."
            ) from error
    try:
        claims = from_frame(
            frame, date=date, actor=actor, label=label, details=details, name=Path(path).stem
        )
    except TableError as error:
        raise TableError(f"'{path}': {error}") from error
    return sound(claims, path)
