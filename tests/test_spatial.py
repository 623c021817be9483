"""Distances, directions and areas."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Point

from geoevents.spatial import area_km2, bearing_deg, distance_m, offset_point, sector

LON = st.floats(-179, 179)
LAT = st.floats(-80, 80)


@given(LON, LAT, st.floats(0, 360), st.floats(10, 500_000))
def test_an_offset_point_lies_where_it_was_asked_for(lon, lat, bearing, distance):
    """Going out and measuring back gives the same distance."""
    assert distance_m(lon, lat, *offset_point(lon, lat, bearing, distance)) == pytest.approx(
        distance, rel=1e-6, abs=1e-3
    )


def test_a_sector_holds_its_middle_and_not_its_anchor():
    """The sector north-east of a point holds the point halfway out, not the anchor itself."""
    shape = sector(37.16, 36.2, 45, inner_m=10_000, outer_m=50_000)
    assert shape.is_valid
    assert shape.contains(Point(offset_point(37.16, 36.2, 45, 30_000)))
    assert not shape.contains(Point(37.16, 36.2))
    assert not shape.contains(Point(offset_point(37.16, 36.2, 225, 30_000)))


def test_a_disc_has_the_area_of_a_circle():
    """The geodesic area of a 10 km disc is pi r^2 within one per cent."""
    disc = sector(37.16, 36.2, 0, inner_m=0, outer_m=10_000, half_angle=180)
    assert area_km2(disc) == pytest.approx(314.16, rel=0.01)


def test_bearings_are_clockwise_from_north():
    """Al-Bab lies north-east of Aleppo."""
    assert 35 < bearing_deg(37.16, 36.20, 37.52, 36.37) < 75
