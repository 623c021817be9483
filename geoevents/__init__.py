"""Turn reports of a conflict into a map of who reportedly held what, and when."""

from __future__ import annotations

import importlib
from typing import Any

__version__ = "0.1.0"

# Public name -> module that defines it; imported on first use, so that `import geoevents` is quick.
_HOMES = {
    "Actor": "model",
    "ControlModel": "control",
    "ControlStatus": "model",
    "DateSpan": "model",
    "EventType": "model",
    "Gazetteer": "gazetteer",
    "GazetteerGeocoder": "geocoding",
    "GeoEventsError": "errors",
    "MapStyle": "render",
    "Match": "model",
    "OnlineGeocoder": "online",
    "Place": "model",
    "PlaceKind": "model",
    "PublishRules": "publish",
    "Source": "model",
    "SourceKind": "model",
    "Status": "model",
    "TimeMap": "render",
    "apply_decisions": "review",
    "check_decisions": "review",
    "compare_methods": "control",
    "control_by_district": "control",
    "control_changes": "control",
    "cross_validate_control": "control",
    "estimate_control": "control",
    "estimate_place_status": "control",
    "extract_claims": "extract",
    "geocode": "geocoding",
    "geoparse": "geocoding",
    "merge_claims": "events",
    "parse_dates": "dates",
    "publish_claims": "publish",
    "read_claims": "tables",
    "read_decisions": "review",
    "read_reports": "reports",
    "resolve_toponyms": "geocoding",
    "review_sheet": "review",
    "write_decisions": "review",
    "write_geojson": "export",
}

__all__ = [
    "Actor",
    "ControlModel",
    "ControlStatus",
    "DateSpan",
    "EventType",
    "Gazetteer",
    "GazetteerGeocoder",
    "GeoEventsError",
    "MapStyle",
    "Match",
    "OnlineGeocoder",
    "Place",
    "PlaceKind",
    "PublishRules",
    "Source",
    "SourceKind",
    "Status",
    "TimeMap",
    "apply_decisions",
    "check_decisions",
    "compare_methods",
    "control_by_district",
    "control_changes",
    "cross_validate_control",
    "estimate_control",
    "estimate_place_status",
    "extract_claims",
    "geocode",
    "geoparse",
    "merge_claims",
    "parse_dates",
    "publish_claims",
    "read_claims",
    "read_decisions",
    "read_reports",
    "resolve_toponyms",
    "review_sheet",
    "write_decisions",
    "write_geojson",
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'geoevents' has no attribute '{name}'")
    value = getattr(importlib.import_module(f"geoevents.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
