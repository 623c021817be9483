"""Names in their context → ranked, explained places, offline; relative places."""

from __future__ import annotations

from geoevents.geocoding.datelines import Dateline, find_datelines
from geoevents.geocoding.geopy_adapter import GazetteerGeocoder
from geoevents.geocoding.mentions import find_mentions
from geoevents.geocoding.spans import DATELINE
from geoevents.geocoding.table import geocode, geoparse, resolve_toponyms

__all__ = [
    "DATELINE",
    "Dateline",
    "GazetteerGeocoder",
    "find_datelines",
    "find_mentions",
    "geocode",
    "geoparse",
    "resolve_toponyms",
]
