"""A claim and a person's corrections → the claim as they want it: places looked up, dates read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import shapely

from geoevents.actors import Actors, slug
from geoevents.dates import from_edtf
from geoevents.errors import TableError
from geoevents.model import Geocoder, Match, Place, PlaceKind
from geoevents.review.values import NONE
from geoevents.spatial import distance_m

__all__ = ["Corrector"]

# A point given by hand is the named place if the gazetteer's point lies this near (metres).
SAME_PLACE_M = 5_000.0
_DEGREE_M = 111_000.0
_LEAST_M = 100.0
_AS_WRITTEN = (
    "event_type",
    "status",
    "scope",
    "attribution",
    "source_kind",
    "verification",
    "source_reliability",
    "info_credibility",
    "sensitivity",
)
_OF_PLACE = (
    "place_id",
    "place_name",
    "country_code",
    "admin1_code",
    "pcode",
    "geometry",
    "uncertainty_m",
    "place_extent",
)
_OF_DATE = ("date_edtf", "valid_from", "valid_to", "date_precision", "date_text")

Fail = Callable[[str, str, str], TableError]


@dataclass(slots=True)
class Corrector:
    """Applies corrections; names are looked up in `places`, parties in `actors`."""

    places: Geocoder
    actors: Actors
    _known: dict[tuple[Any, ...], list[Match]] = field(default_factory=dict)

    def corrected(
        self, claim: Mapping[str, Any], new: Mapping[str, str], *, fail: Fail
    ) -> dict[str, Any]:
        """Return the claim with its corrections.

        Raises
        ------
        TableError
            If a place's name is not known, or means several.
        """
        out = dict(claim)
        for name in _AS_WRITTEN:
            if name in new:
                out[name] = None if new[name] == NONE else new[name]
        if "quantity" in new:
            gone = new["quantity"] == NONE
            out["quantity"] = None if gone else float(new["quantity"])
            out["quantity_bound"] = None if gone else "exact"
        for role in ("actor", "target"):
            if role in new:
                out |= self._party(role, new[role])
        by = "given by a reviewer"  # reasons are published; `reviewed_by`, who it was, is not
        if "date" in new:
            out |= _dated(new["date"], by)
        if "lon" in new:
            out |= self._at_point(out, new, by)
        elif "place" in new:
            out |= self._named(out, new["place"], by, fail)
        return {name: value for name, value in out.items() if value is not None}

    def _party(self, role: str, text: str) -> dict[str, Any]:
        if text == NONE:
            return {role: None, f"{role}_id": None}
        known = self.actors.get(text)
        if known is not None:
            return {role: known.name, f"{role}_id": known.actor_id}
        whole = [a for start, end, a, _ in self.actors.find(text) if (start, end) == (0, len(text))]
        return {role: text, f"{role}_id": whole[0].actor_id if whole else slug(text) or None}

    # ---- where ---------------------------------------------------------------------------------

    def _at_point(
        self, claim: Mapping[str, Any], new: Mapping[str, str], by: str
    ) -> dict[str, Any]:
        """Return the place columns of a point given by hand, joined to a known place near by."""
        lon, lat = float(new["lon"]), float(new["lat"])
        name = new.get("place") or claim.get("place_name") or claim.get("toponym")
        name = None if name == NONE else name
        decimals = min(len(new[axis].partition(".")[2]) for axis in ("lon", "lat"))
        out: dict[str, Any] = dict.fromkeys(_OF_PLACE) | {
            "place_kind": str(PlaceKind.NAMED),
            "place_name": name,
            "toponym": claim.get("toponym") or name,
            "geometry": _point(lon, lat),
            "uncertainty_m": max(_LEAST_M, round(_DEGREE_M * 10.0**-decimals)),
            "place_reasons": f"coordinates {by}",
        }
        near = self._search(str(name), near=(lon, lat)) if name else []
        for match in near:
            place = match.place
            if distance_m(lon, lat, place.longitude, place.latitude) <= SAME_PLACE_M:
                return out | _entry(place)
        return out

    def _named(self, claim: Mapping[str, Any], text: str, by: str, fail: Fail) -> dict[str, Any]:
        if text == NONE:
            return dict.fromkeys(_OF_PLACE) | {
                "place_kind": str(PlaceKind.UNPLACED),
                "place_reasons": f"no place, {by}",
            }
        place, reasons = self._found(claim, text, fail)
        return (
            dict.fromkeys(_OF_PLACE)
            | _entry(place)
            | {
                "place_kind": str(PlaceKind.REGION if place.is_area else PlaceKind.NAMED),
                "toponym": claim.get("toponym") or text,
                "geometry": _point(place.longitude, place.latitude),
                "uncertainty_m": place.extent_m,
                "place_reasons": f"'{text}' {by}: {'; '.join(reasons)}",
            }
        )

    def _found(
        self, claim: Mapping[str, Any], text: str, fail: Fail
    ) -> tuple[Place, tuple[str, ...]]:
        """Return the place that a reviewer names, by its id or its name."""
        by_id = getattr(self.places, "place", None)
        place = by_id(text) if by_id is not None and ":" in text else None
        if place is not None:
            return place, ("by its id",)
        near = _coordinates(claim)
        country = claim.get("country_code")
        matches = self._search(text, country=country, near=near) if country else []
        matches = matches or self._search(text, near=near)
        if not matches:
            raise fail(
                "new_place",
                text,
                "is no place that the gazetteer knows; expected a name, an id such as "
                "geonames:170063, or coordinates in new_lon and new_lat",
            )
        if matches[0].is_ambiguous:
            choices = ", ".join(
                f"{m.place.place_id} ({m.place.name}, {m.place.admin1_name or '-'}, "
                f"{m.place.country_code})"
                for m in matches[:3]
            )
            raise fail("new_place", text, f"means several places; expected one of {choices}")
        return matches[0].place, matches[0].reasons

    def _search(
        self, name: str, *, country: str | None = None, near: tuple[float, float] | None = None
    ) -> list[Match]:
        key = (name, country, near)
        if key not in self._known:
            self._known[key] = self.places.search(name, country=country, near=near, limit=5)
        return self._known[key]


def _entry(place: Place) -> dict[str, Any]:
    return {
        "place_id": place.place_id,
        "place_name": place.name,
        "country_code": place.country_code or None,
        "admin1_code": place.admin1_code or None,
        "pcode": place.pcode or None,
    }


def _point(lon: float, lat: float) -> str:
    return str(shapely.Point(lon, lat).wkt)


def _coordinates(claim: Mapping[str, Any]) -> tuple[float, float] | None:
    if "geometry" not in claim or claim["geometry"] is None:
        return None
    point = shapely.from_wkt(claim["geometry"]).representative_point()
    return (float(point.x), float(point.y))


def _dated(text: str, by: str) -> dict[str, Any]:
    if text == NONE:
        return dict.fromkeys(_OF_DATE) | {"date_reasons": f"no date, {by}"}
    span = from_edtf(text)
    return {
        "date_edtf": span.edtf,
        "valid_from": span.start.isoformat() if span.start else None,
        "valid_to": span.end.isoformat() if span.end else None,
        "date_precision": span.precision,
        "date_text": None,
        "date_reasons": by,
    }
