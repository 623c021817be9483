"""Tables -> one interactive HTML file that opens anywhere and asks the network for nothing."""

from geoevents.render.style import MapStyle
from geoevents.render.timemap import TimeMap

__all__ = ["MapStyle", "TimeMap"]
