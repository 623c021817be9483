"""Claims → who reportedly holds what, when."""

from __future__ import annotations

from geoevents.control.areas import estimate_control
from geoevents.control.changes import control_changes
from geoevents.control.control_model import ControlModel
from geoevents.control.place_status import estimate_place_status

__all__ = ["ControlModel", "control_changes", "estimate_control", "estimate_place_status"]
