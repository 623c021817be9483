"""The tables' contracts: columns, types, units and CRS, checked once, at the door.

Every table is a plain DataFrame or GeoDataFrame. Text columns have pandas' string type and NaN
where nothing is known; times are ``datetime64[us, UTC]`` and ``NaT``; geometry is EPSG:4326.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely.geometry import Point

from geoevents.errors import TableError

__all__ = [
    "CLAIMS",
    "CONTROL",
    "CRS",
    "EVENTS",
    "REPORTS",
    "TOPONYMS",
    "Column",
    "Table",
    "without_rejected",
]

CRS = "EPSG:4326"
TIME = "datetime64[us, UTC]"

Kind = Literal["text", "time", "number", "count", "flag", "geometry"]
DTYPES: Mapping[str, str] = {
    "text": "str",
    "time": TIME,
    "number": "float64",
    "count": "int64",
    "flag": "bool",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, kind, and meaning (with the unit, where it has one)."""

    name: str
    kind: Kind
    meaning: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table's contract: its name and columns, in order."""

    name: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> list[str]:
        """The columns' names, in order."""
        return [column.name for column in self.columns]

    @property
    def has_geometry(self) -> bool:
        """Whether the table is a GeoDataFrame."""
        return any(column.kind == "geometry" for column in self.columns)

    def build(self, rows: Iterable[Mapping[str, Any]]) -> Any:
        """Make the table from rows; a column that no row names is missing everywhere.

        Parameters
        ----------
        rows : iterable of mappings
            Column name to value. A name that the contract lacks is an error.

        Returns
        -------
        DataFrame, or GeoDataFrame in EPSG:4326 where the contract has a geometry
            Exactly the contract's columns, in its order and types.

        Raises
        ------
        TableError
            If a row names a column that the contract lacks.
        """
        rows = list(rows)
        known = set(self.names)
        for number, row in enumerate(rows):
            unknown = sorted(set(row) - known)
            if unknown:
                raise TableError(
                    f"Row {number} of the {self.name} table has the unknown column "
                    f"'{unknown[0]}'; expected columns are {', '.join(self.names)}."
                )
        data = {c.name: [row.get(c.name) for row in rows] for c in self.columns}
        return self._typed(data)

    def check(self, frame: pd.DataFrame, *, required: Iterable[str] = ()) -> Any:
        """Return a copy of `frame` with the contract's columns and types.

        Columns that are absent are added as missing; further columns are kept behind ours.

        Raises
        ------
        TableError
            If it is no frame, a required column is absent, or a value does not fit its column.
        """
        if not isinstance(frame, pd.DataFrame):
            raise TableError(
                f"The {self.name} table is a {type(frame).__name__}; expected a DataFrame or "
                "GeoDataFrame."
            )
        for name in required:
            if name not in frame.columns:
                raise TableError(
                    f"The {self.name} table lacks the column '{name}'; it has "
                    f"{', '.join(map(str, frame.columns))}."
                )
        if isinstance(frame, gpd.GeoDataFrame) and frame._geometry_column_name in frame.columns:  # noqa: SLF001  geopandas has no public way to ask
            frame = (
                frame.rename_geometry("geometry") if frame.geometry.name != "geometry" else frame
            )
            if frame.crs is not None and frame.crs != CRS:
                frame = frame.to_crs(CRS)
        data = {
            c.name: frame[c.name] if c.name in frame.columns else [None] * len(frame)
            for c in self.columns
        }
        typed = self._typed(data)
        typed.index = frame.index
        for name in frame.columns:
            if name not in typed.columns:
                typed[name] = frame[name]
        return typed

    def _typed(self, data: dict[str, Any]) -> Any:
        arrays: dict[str, Any] = {
            column.name: self._array(column, data[column.name]) for column in self.columns
        }
        if self.has_geometry:
            return gpd.GeoDataFrame(arrays, geometry="geometry", crs=CRS)
        return pd.DataFrame(arrays)

    def _array(self, column: Column, values: Any) -> Any:
        """Return a column's values as an array of its type; a Series of that type as it stands."""
        if isinstance(values, pd.Series):
            if str(values.dtype) == DTYPES.get(column.kind):
                return values.array.copy()
            if column.kind == "geometry" and not values.isna().any():
                return gpd.array.from_shapely(values.to_numpy(), crs=CRS)
            values = list(values)
        if column.kind == "geometry":
            shapes = [Point() if _is_missing(value) else value for value in values]
            return gpd.array.from_shapely(shapes, crs=CRS)
        try:
            return _converted(column.kind, values)
        except (TypeError, ValueError, OverflowError) as error:
            row, value = _first_misfit(column, values)
            raise TableError(
                f"Row {row} of the {self.name} table has {value!r} in column '{column.name}'; "
                f"expected {_EXPECTED[column.kind]}."
            ) from error


_TEXT = pd.Series([], dtype="str").dtype  # asked for once: every table has many columns of text


def _converted(kind: Kind, values: list[Any]) -> Any:
    """Return values as an array of a kind's type; raises where one does not fit."""
    if kind == "text":
        texts = [None if _is_missing(v) else str(v) for v in values]
        "".join(text for text in texts if text).encode()  # halves of signs raise here
        return pd.array(texts, dtype=_TEXT)
    if kind == "time":
        times = pd.to_datetime(pd.Series(values, dtype="object"), utc=True, format="ISO8601")
        return times.astype(TIME).array
    if kind == "count":
        return np.array([0 if _is_missing(v) else int(v) for v in values], dtype="int64")
    if kind == "flag":
        return np.array([False if _is_missing(v) else _flag(v) for v in values], dtype="bool")
    return np.array([np.nan if _is_missing(v) else float(v) for v in values], dtype="float64")


_EXPECTED: Mapping[str, str] = {
    "time": "an ISO 8601 time such as 2015-02-09 or 2015-02-09T18:00:00Z",
    "number": "a number",
    "count": "a whole number",
    "flag": "true or false",
    "text": "text in whole signs (no lone surrogates)",
}


def _is_missing(value: Any) -> bool:
    return value is None or (not isinstance(value, str) and bool(pd.isna(value)))


def _flag(value: Any) -> bool:
    if isinstance(value, str):
        if value.strip().lower() in {"true", "1", "yes"}:
            return True
        if value.strip().lower() in {"false", "0", "no", ""}:
            return False
        raise ValueError(value)
    return bool(value)


def _first_misfit(column: Column, values: list[Any]) -> tuple[int, Any]:
    """Find the row that does not fit, so that the error can name it."""
    for number, value in enumerate(values):
        if _is_missing(value):
            continue
        try:
            if column.kind == "time":
                pd.to_datetime([value], utc=True, format="ISO8601")
            elif column.kind == "flag":
                _flag(value)
            elif column.kind == "count":
                np.int64(int(value))
            elif column.kind == "text":
                str(value).encode()
            else:
                float(value)
        except (TypeError, ValueError, OverflowError):
            return number, value
    return 0, values[0] if values else None


def _columns(*entries: tuple[str, Kind, str]) -> tuple[Column, ...]:
    return tuple(Column(*entry) for entry in entries)


REPORTS = Table(
    "reports",
    _columns(
        ("report_id", "text", "the file's stem; a stable suffix where two share one"),
        ("title", "text", "headline, where one was found"),
        ("text", "text", "the report's own words; furniture removed, nothing rewritten"),
        ("source", "text", "outlet or author's organisation"),
        ("source_url", "text", "http(s) address of the report"),
        ("published_at", "time", "when it was published"),
        ("published_text", "text", "the words the date came from, or the option that gave it"),
        ("language", "text", "ISO 639-1 code"),
        ("report_sha256", "text", "SHA-256 of the file's bytes, hexadecimal"),
        ("retrieved_at", "time", "when it was saved, where known"),
        ("archive_url", "text", "http(s) address of an archived copy"),
    ),
)

_PLACE: tuple[tuple[str, Kind, str], ...] = (
    ("toponym", "text", "the place phrase as written"),
    ("place_kind", "text", "named, relative, region or unplaced"),
    ("place_id", "text", "the gazetteer's entry (of the anchor, for a relative place)"),
    ("place_name", "text", "the entry's name"),
    ("country_code", "text", "ISO 3166-1 alpha-2"),
    ("admin1_code", "text", "first-level division, GeoNames' code"),
    ("pcode", "text", "the place's p-code (OCHA), where the user's gazetteer has one"),
    ("geometry", "geometry", "Point, EPSG:4326; empty when unplaced"),
    ("uncertainty_m", "number", "metres; radius that should contain the true place"),
    ("place_extent", "text", "WKT, EPSG:4326: the area a relative place or region covers"),
    ("place_reasons", "text", "why this place, and what came second; or why none"),
)

_WHAT: tuple[tuple[str, Kind, str], ...] = (
    ("event_type", "text", "one of EventType"),
    ("status", "text", "asserted, reported, denied, negated or planned"),
    ("actor", "text", "who acts or holds, as written"),
    ("actor_id", "text", "who acts or holds, canonical"),
    ("target", "text", "against whom, as written"),
    ("target_id", "text", "against whom, canonical"),
    ("scope", "text", "partial, complete, tactical or missing"),
)

_WHEN: tuple[tuple[str, Kind, str], ...] = (
    ("origin", "text", "where a movement starts, as written"),
    ("origin_id", "text", "the gazetteer's entry of the origin"),
    ("origin_point", "text", "WKT point, EPSG:4326, of the origin"),
    ("destination", "text", "where a movement ends, as written"),
    ("destination_id", "text", "the gazetteer's entry of the destination"),
    (
        "destination_point",
        "text",
        "WKT point, EPSG:4326, of the destination; none where it is wide",
    ),
    ("date_edtf", "text", "when it is said to have happened, EDTF"),
    ("valid_from", "time", "start of that interval, UTC, included; missing = open"),
    ("valid_to", "time", "end of that interval, UTC, excluded; missing = open"),
    ("date_precision", "text", "day, week, month, recent, asof, ..."),
)

CLAIMS = Table(
    "claims",
    _columns(
        ("claim_id", "text", "stable: the same text gives the same ids on every run"),
        ("report_id", "text", "the report the claim stands in"),
        *_WHAT,
        *_PLACE,
        *_WHEN,
        ("date_text", "text", "the words the date came from; missing when it was implied"),
        ("date_reasons", "text", "how the interval follows from the words, or why there is none"),
        ("stated_on", "text", "EDTF: when the source said it, where the statement is dated"),
        ("published_at", "time", "the report's date"),
        ("recorded_at", "time", "when this row entered the data"),
        ("attribution", "text", "the exact words naming the source"),
        ("source_kind", "text", "one of SourceKind; two joined by +"),
        ("source", "text", "outlet"),
        ("source_url", "text", "http(s) address"),
        ("quote", "text", "the sentence that holds the claim, verbatim"),
        ("start", "count", "first character of the claim in the report's text (code points)"),
        ("end", "count", "one past its last character"),
        ("quantity", "number", "a number said of it"),
        ("quantity_bound", "text", "exact, lower, upper or about"),
        ("confidence", "number", "0 to 1: how sure the extraction is, never how true the claim is"),
        (
            "source_reliability",
            "text",
            "Admiralty grade A-F, given by a person or a declared table",
        ),
        ("info_credibility", "text", "Admiralty grade 1-6, likewise"),
        ("verification", "text", "geolocated, corroborated, unverified, ..."),
        ("review_status", "text", "unreviewed, accepted, edited, rejected or added"),
        ("reviewed_by", "text", "who reviewed it"),
        ("reviewed_at", "time", "when they did"),
        ("review_note", "text", "what they changed, and why; not for publication"),
        ("decided_id", "text", "the ids that it had when people decided on it"),
        ("same_event", "text", "a person's word: claims that share it are one event, ! = no other"),
        ("sensitivity", "text", "what must not be published as it stands, and why"),
        ("report_sha256", "text", "SHA-256 of the report's bytes, hexadecimal"),
        ("retrieved_at", "time", "when the report was saved, where known"),
        ("archive_url", "text", "http(s) address of an archived copy"),
        ("extractor_version", "text", "name and version of what extracted the claim"),
    ),
)

EVENTS = Table(
    "events",
    _columns(
        ("event_id", "text", "stable: the same claims give the same ids on every run"),
        *_WHAT,
        *_PLACE,
        *_WHEN,
        ("quantity", "number", "a number said of it, from the clearest claim"),
        ("quantity_bound", "text", "exact, lower, upper or about"),
        ("confidence", "number", "0 to 1: the surest of its claims' extractions"),
        ("n_claims", "count", "claims that speak of it"),
        ("n_origins", "count", "distinct speakers behind them; outlets do not count"),
        ("is_contested", "flag", "whether another claim contradicts it"),
        ("claim_ids", "text", "its claims' ids, separated by spaces, clearest first"),
        ("contradicted_by", "text", "ids of claims that contradict it, separated by spaces"),
        ("superseded_by", "text", "ids of claims with which its own source corrected it"),
    ),
)

CONTROL = Table(
    "control",
    _columns(
        ("control_id", "text", "stable: place and start"),
        ("place_id", "text", "the gazetteer's entry"),
        ("place_name", "text", "its name"),
        ("country_code", "text", "ISO 3166-1 alpha-2"),
        ("admin1_code", "text", "first-level division, GeoNames' code"),
        ("pcode", "text", "the place's p-code (OCHA), where the user's gazetteer has one"),
        ("geometry", "geometry", "Point, or the estimated area, EPSG:4326"),
        ("valid_from", "time", "start of the interval, UTC, included"),
        ("valid_to", "time", "end of the interval, UTC, excluded; missing = no known end"),
        ("control_status", "text", "held, partly held, contested, besieged, mixed or unknown"),
        ("actor", "text", "the reported holder's display name; missing when unknown"),
        ("actor_id", "text", "the reported holder"),
        ("contender_ids", "text", "further actors in a contest, separated by spaces"),
        ("last_reported_at", "time", "publication of the newest claim behind the row"),
        ("n_claims", "count", "claims behind the row"),
        ("n_origins", "count", "distinct speakers behind them"),
        ("claim_ids", "text", "their ids, separated by spaces, newest first"),
        ("reasons", "text", "how the status follows from the claims"),
        ("probability", "number", "areas: the leading actor's mean probability, 0 to 1"),
        ("area_km2", "number", "areas: geodesic, WGS 84"),
        ("reach_m", "number", "areas: metres around a place that its claims may speak for"),
        ("max_age_days", "number", "areas: days after which a claim no longer speaks"),
        ("min_area_km2", "number", "areas: the smallest patch that is drawn"),
    ),
)

TOPONYMS = Table(
    "toponyms",
    _columns(
        ("start", "count", "first character of the name in the text (code points)"),
        ("end", "count", "one past its last character"),
        ("toponym", "text", "the name as written"),
        ("place_id", "text", "the gazetteer's entry"),
        ("place_name", "text", "its name"),
        ("country_code", "text", "ISO 3166-1 alpha-2"),
        ("admin1_code", "text", "first-level division, GeoNames' code"),
        ("pcode", "text", "the place's p-code (OCHA), where the user's gazetteer has one"),
        ("feature_class", "text", "GeoNames' feature class"),
        ("feature_code", "text", "GeoNames' feature code"),
        ("population", "count", "inhabitants, 0 where unknown"),
        ("geometry", "geometry", "Point, EPSG:4326; empty when unresolved"),
        ("score", "number", "0 to 1"),
        ("is_ambiguous", "flag", "whether the win was narrow"),
        ("is_demonym", "flag", "whether the word is a demonym or adjective (Syrian)"),
        ("reasons", "text", "why this place, and what came second; or why none"),
    ),
)


def without_rejected(claims: Any) -> Any:
    """Return the claims that no person has rejected; the index stays as it is."""
    if "review_status" not in claims.columns:
        return claims
    return claims[claims["review_status"].fillna("") != "rejected"]
