"""Reports -> claims: any extractor run over a reports table, and whatever it returns verified."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pandas as pd

from geoevents.actors import Actors
from geoevents.extract.rules import RuleExtractor
from geoevents.gazetteer import Gazetteer
from geoevents.model import Extractor, Geocoder
from geoevents.schema import CLAIMS, REPORTS

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["extract_claims"]

_LOG = logging.getLogger(__name__)
_CARRIED = ("source", "source_url", "published_at", "report_sha256", "retrieved_at", "archive_url")


def extract_claims(
    reports: pd.DataFrame,
    geocoder: Geocoder | None = None,
    *,
    actors: Actors | None = None,
    recorded_at: str | datetime | None = None,
    extractor: Extractor | None = None,
) -> gpd.GeoDataFrame:
    """Extract dated, sourced claims from reports.

    Parameters
    ----------
    reports : DataFrame
        Per `schema.REPORTS`; `report_id` and `text` are required.
    geocoder : Geocoder, optional
        Where names are looked up; the shipped gazetteer by default.
    actors : Actors, optional
        The known parties; the packs that ship with the package by default.
    recorded_at : str or datetime, optional
        When the rows enter the data; each report's publication by default.
    extractor : Extractor, optional
        Another extractor; the rules that ship with the package by default.

    Returns
    -------
    GeoDataFrame
        One row per claim and place, per `schema.CLAIMS`, EPSG:4326, in the order of the reports
        and their text. A report in a language other than English has no rows, and a warning
        says so. A claim whose quote does not stand in its report is left out, and an error is
        logged.

    Raises
    ------
    TableError
        If `reports` lacks a required column.

    Examples
    --------
    >>> import geoevents as ge  # doctest: +SKIP
    >>> claims = ge.extract_claims(ge.read_reports("data/reports"))  # doctest: +SKIP
    """
    table = REPORTS.check(reports, required=("report_id", "text"))
    extractor = extractor if extractor is not None else RuleExtractor(actors)
    places: Geocoder = geocoder if geocoder is not None else Gazetteer.default()
    rows: list[dict[str, Any]] = []
    for _, report in table.iterrows():
        if not _is_readable(report):
            continue
        found = CLAIMS.check(extractor.extract(report, places), required=("event_type", "quote"))
        rows.extend(
            _completed(row, report, recorded_at, extractor)
            for row in found[CLAIMS.names].to_dict("records")
            if _stands(row, report)
        )
    return CLAIMS.build(rows)


def _is_readable(report: pd.Series[Any]) -> bool:
    """Whether a report is in English; another language is refused aloud, never garbled."""
    language = report["language"]
    if pd.isna(language) or str(language).lower().split("-")[0] in {"", "en", "und"}:
        return not pd.isna(report["text"])
    _LOG.warning(
        "%s is in '%s': claims are extracted from English only, so it has none; translate it.",
        report["report_id"],
        language,
    )
    return False


def _stands(row: dict[str, Any], report: pd.Series[Any]) -> bool:
    """Whether the quote stands in the report, and the claim's span and source inside the text."""
    text = str(report["text"])
    start, end = int(row["start"]), int(row["end"])
    quote = row["quote"]
    at = text.find(quote, max(0, end - len(quote))) if isinstance(quote, str) and quote else -1
    inside = at >= 0 and 0 <= start < end <= len(text) and at <= start and end <= at + len(quote)
    if not inside:
        _LOG.error(
            "A claim of %s is left out: its quote %r does not stand in the report around "
            "characters %d to %d.",
            report["report_id"],
            quote,
            start,
            end,
        )
        return False
    attribution = row["attribution"]
    if isinstance(attribution, str) and attribution and attribution not in text:
        _LOG.error(
            "A claim of %s is left out: its attribution %r does not stand in the report.",
            report["report_id"],
            attribution,
        )
        return False
    return True


def _completed(
    row: dict[str, Any],
    report: pd.Series[Any],
    recorded_at: str | datetime | None,
    extractor: Extractor,
) -> dict[str, Any]:
    """Add what is known of the report: its source, dates and provenance."""
    row = {**row, "report_id": report["report_id"]}
    for name in _CARRIED:
        row[name] = report[name]
    row["recorded_at"] = recorded_at if recorded_at is not None else report["published_at"]
    if pd.isna(row.get("extractor_version")):
        row["extractor_version"] = getattr(extractor, "version", type(extractor).__name__)
    return row
