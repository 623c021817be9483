"""The gazetteer as geopy's tools see it."""

from __future__ import annotations

import geopandas
import pytest
from geocoding_fake import FakeGazetteer
from geopy.exc import GeocoderQueryError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders.base import Geocoder

from geoevents.gazetteer import Gazetteer
from geoevents.geocoding import GazetteerGeocoder


class Default(GazetteerGeocoder):
    """A geocoder that needs no argument, as geopandas calls it."""

    def __init__(self, **options):
        super().__init__(FakeGazetteer(), **options)


def test_it_is_a_geopy_geocoder():
    """It is a subclass of geopy's own base, so geopy's tools take it."""
    assert isinstance(Default(), Geocoder)


def test_a_location_is_lat_lon():
    """Geopy's order is latitude, longitude; the address says where the place lies."""
    location = Default().geocode("al-Bab")
    assert (location.latitude, location.longitude) == (36.37, 37.52)
    assert location.address == "Al Bāb, Aleppo, SY"
    assert location.raw["place_id"].startswith("fake:")


def test_geopandas_geocodes_with_it():
    """`geopandas.tools.geocode` gives a point per name, and an empty one for an unknown name."""
    frame = geopandas.tools.geocode(["Aleppo", "Nowhere", "Paris, Texas"], provider=Default)
    assert frame.geometry.is_empty.tolist() == [False, True, False]
    assert frame.geometry[2].x == -95.56
    assert frame.crs == "EPSG:4326"


def test_the_rate_limiter_works():
    """Geopy's RateLimiter wraps it like any service."""
    geocode = RateLimiter(Default().geocode, min_delay_seconds=0)
    assert geocode("Mosul").raw["country_code"] == "IQ"


def test_several_places_and_none():
    """A list where more than one is wanted; None where nothing fits, as in geopy."""
    geocoder = Default()
    assert len(geocoder.geocode("Paris", exactly_one=False)) == 2
    assert len(geocoder.geocode("Paris", exactly_one=False, limit=1)) == 1
    assert geocoder.geocode("Nowhere") is None
    assert geocoder.geocode("Nowhere", exactly_one=False) is None


def test_countries_narrow_it():
    """By option, by default, by a comma, and by a structured query."""
    assert Default().geocode("Paris", country="US").longitude == -95.56
    assert Default(country="US").geocode("Paris").longitude == -95.56
    assert Default().geocode("Paris, US").longitude == -95.56
    assert Default().geocode({"city": "London", "country": "Ontario"}).longitude == -81.23


@pytest.mark.parametrize("query", ["", "  ", {}, 7])
def test_a_query_without_a_name_is_refused(query):
    """The error shows the query."""
    with pytest.raises(GeocoderQueryError, match="expected a name"):
        Default().geocode(query)


def test_the_nearest_place_answers_a_point():
    """Reverse geocoding gives the gazetteer's nearest settlement; None far out at sea."""
    with Gazetteer.default() as gazetteer:
        geocoder = GazetteerGeocoder(gazetteer)
        assert geocoder.reverse((36.371, 37.515)).raw["country_code"] == "SY"
        assert len(geocoder.reverse("36.2, 37.16", exactly_one=False, limit=3)) == 3
        assert geocoder.reverse((-30.0, -25.0)) is None


def test_a_gazetteer_without_nearness_says_so():
    """The error tells what is lacking."""
    with pytest.raises(GeocoderQueryError, match="nearest"):
        Default().reverse((36.2, 37.1))
