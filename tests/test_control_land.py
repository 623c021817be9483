"""Places with claims -> the land that an area may be estimated on."""

from __future__ import annotations

import geopandas as gpd
import pytest
import shapely
from shapely.geometry import Point

from geoevents.control.land import land_with_claims

JARABULUS, KOBANI, AZAZ = Point(38.01, 36.82), Point(38.35, 36.89), Point(37.05, 36.59)
RAQQA, GAZIANTEP = Point(39.01, 35.95), Point(37.38, 37.06)
IN_TURKEY, IN_SYRIA = Point(38.0, 37.4), Point(38.0, 36.3)


def land(*places):
    """Return the land around some places of northern Syria, as one shape."""
    found = land_with_claims(gpd.GeoSeries(places, crs=4326), (35.0, 35.0, 40.0, 38.0))
    return shapely.union_all(found.to_numpy())


@pytest.mark.usefixtures("viewer")
def test_a_border_town_opens_no_country_behind_it():
    """A generalised border may run south of Kobani; the other places are Syrian."""
    shape = land(JARABULUS, KOBANI, AZAZ, RAQQA)
    assert shape.contains(IN_SYRIA)
    assert not shape.contains(IN_TURKEY)


@pytest.mark.usefixtures("viewer")
def test_a_place_well_inside_opens_its_country():
    """Something reported in Gaziantep lets areas reach into Turkey."""
    assert land(JARABULUS, RAQQA, GAZIANTEP).contains(IN_TURKEY)
