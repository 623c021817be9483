"""From claims to areas on given days."""

from __future__ import annotations

import geopandas as gpd
import pytest
import shapely
from shapely.geometry import Point, box
from tests_shared import towns

from geoevents.control import estimate_control
from geoevents.errors import InputError
from geoevents.spatial import area_km2


def test_each_day_has_areas_that_share_their_edges():
    """Areas hold their side's towns, never overlap, and say what carries them."""
    control = estimate_control(towns(), at=["2015-01-02", "2015-02-02"])
    day = control[control["valid_from"] == "2015-01-02"]
    held = day[day["control_status"] == "held"].set_index("actor_id")
    assert held.loc["west"].geometry.contains(Point(37.3, 35.5))
    assert held.loc["east"].geometry.contains(Point(38.7, 35.5))
    assert held.loc["west", "actor"] == "West Side"
    assert "c0" in held.loc["west", "claim_ids"].split()
    assert (control["probability"] > 0.5).all()
    shapes = day.geometry.to_numpy()
    assert shapely.is_valid(shapes).all()
    overlap = sum(
        area_km2(shapely.intersection(a, b)) for i, a in enumerate(shapes) for b in shapes[i + 1 :]
    )
    assert overlap < 1e-6
    assert (control["area_km2"] > control["min_area_km2"]).all()


def test_beyond_reach_and_age_there_is_no_data():
    """Nothing is filled far from a place, nor on the word of an old claim."""
    near = estimate_control(towns(), at="2015-01-02", reach_m=15_000)
    far = estimate_control(towns(), at="2015-01-02", reach_m=40_000)
    assert near["area_km2"].sum() < far["area_km2"].sum()
    assert not near.union_all().contains(Point(39.5, 35.5))
    assert len(estimate_control(towns(), at="2017-01-02")) == 0
    assert len(estimate_control(towns(), at="2014-01-02")) == 0


def test_nothing_is_drawn_outside_the_outline():
    """`within` clips the areas."""
    land = gpd.GeoSeries([box(37.0, 35.2, 39.0, 35.8)], crs=4326)
    area = estimate_control(towns(), at="2015-01-02", within=land).union_all()
    assert area.difference(land.iloc[0].buffer(1e-3)).is_empty


def test_no_day_is_an_error():
    """An empty list of days is told, not answered with an empty table."""
    with pytest.raises(InputError, match="holds no day"):
        estimate_control(towns(), at=[])
