"""Places and their names: one SQLite index, built once from GeoNames' cities and our own files.

Places that the user adds stand in an index beside it, and come first.
"""

from geoevents.gazetteer.gazetteer import Gazetteer
from geoevents.gazetteer.names import fold
from geoevents.gazetteer.usersources import own_sources

__all__ = ["Gazetteer", "fold", "own_sources"]
