"""Claims → who reportedly holds what, when."""

from __future__ import annotations

from geoevents.control.areas import estimate_control
from geoevents.control.control_model import ControlModel
from geoevents.control.place_status import estimate_place_status

__all__ = ["ControlModel", "estimate_control", "estimate_place_status"]
