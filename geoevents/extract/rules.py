"""One report -> its claims, by rules and knowledge: the extractor that ships with the package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geoevents.actors import Actors
from geoevents.extract.lexicon import Lexicon
from geoevents.extract.reader import ReportReader
from geoevents.model import Geocoder
from geoevents.schema import CLAIMS

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

__all__ = ["RuleExtractor"]


class RuleExtractor:
    """Extracts claims by grammar and lexicon; every decision carries its reasons.

    Parameters
    ----------
    actors : Actors, optional
        The known parties; the packs that ship with the package by default.
    lexicon : Lexicon, optional
        Words and frames; those that ship with the package by default.
    """

    version = "rules-1"

    def __init__(self, actors: Actors | None = None, lexicon: Lexicon | None = None) -> None:
        self.actors = actors if actors is not None else Actors.default()
        self.lexicon = lexicon if lexicon is not None else Lexicon.default()

    def extract(self, report: pd.Series, geocoder: Geocoder) -> gpd.GeoDataFrame:
        """Return the claims of one row of a reports table, in text order.

        Parameters
        ----------
        report : Series
            A row of `schema.REPORTS`.
        geocoder : Geocoder
            Where place names are looked up.

        Returns
        -------
        GeoDataFrame
            Per `schema.CLAIMS`, EPSG:4326; without what `extract_claims` adds about the report.
        """
        reader = ReportReader(report, geocoder, self.actors, self.lexicon)
        return CLAIMS.build(reader.rows())
