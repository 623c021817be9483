"""Claims → who reportedly holds what, when."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from geoevents.control.areas import estimate_control
    from geoevents.control.by_district import control_by_district
    from geoevents.control.changes import changes_by_actor, control_changes, control_series
    from geoevents.control.control_model import ControlModel
    from geoevents.control.dated_areas import has_dated_areas, read_dated_areas
    from geoevents.control.fronts import front_lines, front_shift
    from geoevents.control.method_areas import estimate_by_method
    from geoevents.control.methods import control_method
    from geoevents.control.place_status import estimate_place_status
    from geoevents.control.trust import TrustReport, compare_methods, cross_validate_control

__all__ = [
    "ControlModel",
    "TrustReport",
    "changes_by_actor",
    "compare_methods",
    "control_by_district",
    "control_changes",
    "control_method",
    "control_series",
    "cross_validate_control",
    "estimate_by_method",
    "estimate_control",
    "estimate_place_status",
    "front_lines",
    "front_shift",
    "has_dated_areas",
    "read_dated_areas",
]

# The model of areas needs SciPy, which takes longer to load than a small map to draw.
_HOMES = {
    "ControlModel": "control_model",
    "TrustReport": "trust",
    "changes_by_actor": "changes",
    "compare_methods": "trust",
    "control_by_district": "by_district",
    "control_changes": "changes",
    "control_method": "methods",
    "control_series": "changes",
    "cross_validate_control": "trust",
    "estimate_by_method": "method_areas",
    "estimate_control": "areas",
    "estimate_place_status": "place_status",
    "front_lines": "fronts",
    "front_shift": "fronts",
    "has_dated_areas": "dated_areas",
    "read_dated_areas": "dated_areas",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'geoevents.control' has no attribute '{name}'")
    return getattr(importlib.import_module(f"geoevents.control.{_HOMES[name]}"), name)
