"""The gazetteer as a geopy geocoder, for every tool that speaks geopy: geopandas, RateLimiter."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from geopy.exc import GeocoderQueryError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from geoevents.gazetteer import Gazetteer
from geoevents.model import Match

__all__ = ["GazetteerGeocoder"]

Query = str | Mapping[str, str]


class GazetteerGeocoder(Geocoder):  # type: ignore[misc]  # geopy has no types
    """A `geopy.geocoders.base.Geocoder` that asks the offline gazetteer; no network.

    Parameters
    ----------
    gazetteer : Gazetteer, optional
        The default gazetteer if not given.
    country : str or collection of str, optional
        ISO 3166-1 alpha-2 code or codes allowed for every query.
    timeout, user_agent
        Taken so that code written for online services runs unchanged; nothing is sent.

    Examples
    --------
    >>> GazetteerGeocoder(country="SY").geocode("Kobanê").address
    'Kobani, Aleppo, SY'
    """

    def __init__(
        self,
        gazetteer: Gazetteer | None = None,
        *,
        country: str | Collection[str] | None = None,
        timeout: Any = DEFAULT_SENTINEL,
        user_agent: str | None = None,
    ) -> None:
        super().__init__(timeout=timeout, user_agent=user_agent)
        self.gazetteer = gazetteer if gazetteer is not None else Gazetteer.default()
        self.country = country

    def geocode(
        self,
        query: Query,
        *,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,
        limit: int | None = None,
        country: str | Collection[str] | None = None,
        near: tuple[float, float] | None = None,
    ) -> Location | list[Location] | None:
        """Return the place of a name.

        Parameters
        ----------
        query : str or mapping
            A name; "Name, Country or Division" narrows it; or a mapping with ``city`` or ``name``
            and perhaps ``country`` (a code or name), as structured queries have.
        exactly_one : bool
            The best place alone, or a list of them.
        timeout
            Ignored.
        limit : int, optional
            The most places of a list (10).
        country, near
            As for `Gazetteer.search`; `near` is lon, lat.

        Returns
        -------
        geopy.location.Location, list of them, or None
            ``raw`` holds the gazetteer's columns, the score and the reasons. None if no place
            fits, as geopy's services do.

        Raises
        ------
        geopy.exc.GeocoderQueryError
            If the query is empty or no text.
        """
        del timeout
        name, within = _read(query)
        allowed = country if country is not None else self.country
        matches = self._search(name, within, allowed, near, limit or 10)
        locations = [_location(match) for match in matches]
        if exactly_one:
            return locations[0] if locations else None
        return locations or None

    def reverse(
        self,
        query: Any,
        *,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,
        limit: int | None = None,
    ) -> Location | list[Location] | None:
        """Return the gazetteer's places nearest to a point (latitude, longitude, as in geopy)."""
        del timeout
        point = self._coerce_point_to_string(query, "%(lat)s,%(lon)s").split(",")
        lat, lon = float(point[0]), float(point[1])
        nearest: Callable[..., list[Match]] | None = getattr(self.gazetteer, "nearest", None)
        if nearest is None:
            raise GeocoderQueryError("This gazetteer cannot be asked for the nearest place.")
        locations = [_location(match) for match in nearest(lon, lat, limit=limit or 10)]
        if exactly_one:
            return locations[0] if locations else None
        return locations or None

    def _search(
        self,
        name: str,
        within: str,
        country: str | Collection[str] | None,
        near: tuple[float, float] | None,
        limit: int,
    ) -> list[Match]:
        if within:
            inside = self._within(name, within, country, near, limit)
            if inside:
                return inside
        whole = self.gazetteer.search(
            f"{name}, {within}" if within else name, country=country, near=near, limit=limit
        )
        return list(whole)

    def _within(
        self,
        name: str,
        within: str,
        country: str | Collection[str] | None,
        near: tuple[float, float] | None,
        limit: int,
    ) -> list[Match]:
        """Search inside the country or division that the query names behind a comma."""
        if len(within) == 2 and self.gazetteer.country(within) is not None:
            return list(self.gazetteer.search(name, country=within, near=near, limit=limit))
        for outer in self.gazetteer.search(within, country=country, limit=5):
            place = outer.place
            if place.feature_class != "A" or not place.country_code:
                continue
            code = place.admin1_code if place.feature_code == "ADM1" else None
            found = self.gazetteer.search(
                name, country=place.country_code, admin1_code=code, near=near, limit=limit
            )
            if found:
                return list(found)
        return []


def _read(query: Query) -> tuple[str, str]:
    """Return the name asked for, and what it shall lie in."""
    if isinstance(query, Mapping):
        parts = {key.lower(): str(value) for key, value in query.items() if value}
        name = parts.get("name") or parts.get("city") or parts.get("q") or ""
        within = parts.get("country") or parts.get("state") or ""
        if not name:
            name, within = within, ""
    elif isinstance(query, str):
        name, _, rest = query.partition(",")
        # "Aleppo, Aleppo Governorate, Syria": the last part is the surest
        within = rest.rpartition(",")[2]
    else:
        raise GeocoderQueryError(
            f"The query is {query!r}; expected a name, or a mapping with 'city' and 'country'."
        )
    if not name.strip():
        raise GeocoderQueryError(f"The query {query!r} names no place; expected a name.")
    return name.strip(), within.strip()


def _location(match: Match) -> Location:
    place = match.place
    address = ", ".join(
        dict.fromkeys(p for p in (place.name, place.admin1_name, place.country_code) if p)
    )
    raw = {
        "place_id": place.place_id,
        "name": place.name,
        "country_code": place.country_code,
        "admin1_code": place.admin1_code,
        "feature_class": place.feature_class,
        "feature_code": place.feature_code,
        "population": place.population,
        "score": match.score,
        "is_ambiguous": match.is_ambiguous,
        "reasons": list(match.reasons),
    }
    return Location(address, Point(place.latitude, place.longitude), raw)
