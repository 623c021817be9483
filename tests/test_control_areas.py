"""From claims to areas on given days."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
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


def _coast(**columns):
    """Return claims on Odesa, Mykolaiv and Kherson, and on Ukrainian towns beside the border."""
    lon = [30.72, 31.99, 32.61, 30.35, 29.6]
    lat = [46.48, 46.97, 46.64, 46.19, 46.35]
    n = len(lon)
    return gpd.GeoDataFrame(
        {
            "claim_id": [f"c{i}" for i in range(n)],
            "event_type": "CONTROL",
            "actor_id": ["north", "north", "east", "north", "north"],
            "valid_from": pd.Timestamp("2023-01-01", tz="UTC"),
            **columns,
        },
        geometry=gpd.points_from_xy(lon, lat),
        crs=4326,
    )


def _written(table):
    """Return a table as text, geometry to the last bit."""
    return table.to_wkb(hex=True).to_csv(index=False)


def test_areas_end_at_the_coast_and_at_a_country_without_claims():
    """Off Odesa the sea, and west of Artsyz Moldova, stay empty unless the user wants them."""
    sea, moldova = Point(30.95, 46.35), Point(29.4, 46.45)
    land = estimate_control(_coast(), at="2023-01-02").union_all()
    everywhere = estimate_control(_coast(), at="2023-01-02", within=None).union_all()
    for point in (sea, moldova):
        assert everywhere.contains(point)
        assert not land.contains(point)
    assert land.contains(Point(30.6, 46.6))


def test_what_is_recorded_later_moves_no_line():
    """A claim recorded after `known_at`, far outside, changes neither areas nor their grid."""
    late = _coast().head(1).assign(claim_id="late", geometry=Point(37.6, 48.6))
    claims = pd.concat([_coast(), late], ignore_index=True).assign(
        recorded_at=pd.to_datetime(["2023-01-02"] * 5 + ["2023-03-01"], utc=True)
    )
    then = estimate_control(claims, at="2023-01-02", known_at="2023-02-01")
    alone = estimate_control(claims.head(5), at="2023-01-02", known_at="2023-02-01")
    assert _written(then) == _written(alone)


def test_a_replay_is_the_same_to_the_last_byte():
    """Shuffled claims, and the days asked for one by one, give the same file."""
    days = ["2023-01-02", "2023-01-20"]
    whole = _written(estimate_control(_coast(), at=days))
    assert _written(estimate_control(_coast().sample(frac=1, random_state=3), at=days)) == whole
    single = pd.concat([estimate_control(_coast(), at=day) for day in days], ignore_index=True)
    assert _written(gpd.GeoDataFrame(single)) == whole


def test_an_outline_that_is_none_is_told():
    """A word that is not "land" is named."""
    with pytest.raises(InputError, match="`within` is 'sea'"):
        estimate_control(_coast(), at="2023-01-02", within="sea")


def test_no_day_is_an_error():
    """An empty list of days is told, not answered with an empty table."""
    with pytest.raises(InputError, match="holds no day"):
        estimate_control(towns(), at=[])
