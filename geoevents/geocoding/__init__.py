"""Names in their context → ranked, explained places, offline; relative places."""

from __future__ import annotations

from geoevents.geocoding.mentions import find_mentions
from geoevents.geocoding.spans import DATELINE
from geoevents.geocoding.table import geocode, geoparse, resolve_toponyms

__all__ = ["DATELINE", "find_mentions", "geocode", "geoparse", "resolve_toponyms"]
