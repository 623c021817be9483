"""Claims → who reportedly holds what, when."""

from __future__ import annotations

from geoevents.control.control_model import ControlModel
from geoevents.control.place_status import estimate_place_status

__all__ = ["ControlModel", "estimate_place_status"]
