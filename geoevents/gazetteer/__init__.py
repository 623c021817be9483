"""Places and their names: one SQLite index, built once from GeoNames' cities and our own files."""

from geoevents.gazetteer.gazetteer import Gazetteer
from geoevents.gazetteer.names import fold

__all__ = ["Gazetteer", "fold"]
