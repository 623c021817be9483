"""A country or a division -> a mention of its capital, as "the capital of Helmand" wants it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from geoevents.model import Match, Mention, Place, PlaceKind

__all__ = ["Seats", "home_of"]

_MOST = 200  # settlements looked through: a seat is among a division's largest
_DEGREE_M = 111_000.0


class Seats:
    """Finds capitals in a gazetteer that can list the settlements of an area."""

    def __init__(self, geocoder: Any, home: Place | None) -> None:
        self.geocoder, self.home = geocoder, home
        self._known: dict[str, Mention | None] = {}

    def of(self, area: Place, phrase: str) -> Mention | None:
        """Return the capital of a country or of a first-level division, or None."""
        if area.place_id not in self._known:
            self._known[area.place_id] = self._find(area, phrase)
        return self._known[area.place_id]

    def of_home(self, phrase: str) -> Mention | None:
        """Return the capital of the report's country."""
        return self.of(self.home, phrase) if self.home is not None else None

    def of_division(self, place: Place, phrase: str) -> Mention | None:
        """Return the seat of the division that a place lies in."""
        division = getattr(self.geocoder, "division", None)
        if division is None or not place.admin1_code:
            return None
        area = division(place.country_code, place.admin1_code)
        return self.of(area, phrase) if area is not None else None

    def _find(self, area: Place, phrase: str) -> Mention | None:
        largest = getattr(self.geocoder, "largest", None)
        is_country = area.feature_code.startswith("PCL")
        if largest is None or not (is_country or area.feature_code == "ADM1"):
            return None
        code = "PPLC" if is_country else "PPLA"
        for town in largest(area.bbox or _box(area), limit=_MOST):
            if town.country_code != area.country_code:
                continue
            is_seat = town.feature_code in {code, "PPLC"}
            if is_seat and (is_country or town.admin1_code == area.admin1_code):
                return _mention(town, area, phrase)
        return None


def home_of(mentions: Iterable[Mention]) -> Mention | None:
    """Return a mention of the country in which most of a report's places lie, or None."""
    found = [m for m in mentions if m.match is not None and m.match.place.country_code]
    counts = Counter(m.match.place.country_code for m in found if m.match is not None)
    if not counts:
        return None
    code = counts.most_common(1)[0][0]
    for mention in found:
        place = mention.match.place if mention.match is not None else None
        if place and place.country_code == code and place.feature_code.startswith("PCL"):
            return mention
    return None


def _box(area: Place) -> tuple[float, float, float, float]:
    reach = max(area.extent_m, 100_000.0) / _DEGREE_M
    lon, lat = area.longitude, area.latitude
    return lon - reach, max(lat - reach, -90.0), lon + reach, min(lat + reach, 90.0)


def _mention(town: Place, area: Place, phrase: str) -> Mention:
    why = f"'{phrase}': {town.name} is the seat of {area.name}"
    return Mention(
        start=0,
        end=0,
        phrase=town.name,
        toponym=town.name,
        kind=PlaceKind.NAMED,
        match=Match(town, 0.8, town.name, (why,)),
        longitude=town.longitude,
        latitude=town.latitude,
        uncertainty_m=town.extent_m,
        reasons=(why,),
    )
