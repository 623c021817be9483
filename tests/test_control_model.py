"""From claims to probabilities anywhere."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import Point

from geoevents.control import ControlModel
from geoevents.errors import InputError, TableError


def towns(n=120, wrong=0.0, seed=0):
    """Return claims on towns: "west" holds those west of 38 degrees, "east" the rest."""
    rng = np.random.default_rng(seed)
    lon, lat = rng.uniform(36, 40, n), rng.uniform(35, 37, n)
    is_west = (lon < 38) ^ (rng.random(n) < wrong)
    return gpd.GeoDataFrame(
        {
            "claim_id": [f"c{i}" for i in range(n)],
            "event_type": "CONTROL",
            "actor_id": np.where(is_west, "west", "east"),
            "valid_from": pd.Timestamp("2015-01-01", tz="UTC"),
        },
        geometry=gpd.points_from_xy(lon, lat),
        crs=4326,
    )


POINTS = gpd.GeoSeries.from_xy([36.8, 39.2, 38.0, 60.0], [36, 36, 36, 36], crs=4326)


def test_each_side_is_likely_where_its_towns_are():
    """Points deep on either side go to it, the front is contested, far away is no data."""
    table = ControlModel().fit(towns()).predict(POINTS, at="2015-01-02")
    assert list(table.columns) == ["east", "west", "contested", "no_data"]
    assert table["west"].iloc[0] > 0.95
    assert table["east"].iloc[1] > 0.95
    assert table["contested"].iloc[2] > 0.2 > table["contested"].iloc[0]
    assert table["no_data"].iloc[3] > 0.99
    assert table["no_data"].iloc[0] < 0.5
    assert np.allclose(table[["east", "west"]].sum(axis=1), 1.0)


def test_one_wrong_report_in_ten_does_not_bend_the_front():
    """Scattered wrong labels leave the deep points with their side."""
    table = ControlModel().fit(towns(300, wrong=0.1)).predict(POINTS, at="2015-01-02")
    assert table["west"].iloc[0] > 0.9
    assert table["east"].iloc[1] > 0.9


def test_old_reports_say_less():
    """The same reports ten years on leave more doubt, and less data."""
    model = ControlModel().fit(towns())
    fresh = model.predict(POINTS, at="2015-01-02")
    stale = model.predict(POINTS, at="2025-01-02")
    assert stale["no_data"].iloc[0] > fresh["no_data"].iloc[0]
    assert stale["west"].iloc[0] < fresh["west"].iloc[0]


def test_rows_follow_the_points_whatever_their_crs():
    """One row per point, in order, with its index; the CRS is converted."""
    model = ControlModel().fit(towns())
    plain = model.predict(POINTS, at="2015-01-02")
    other = model.predict(POINTS.to_crs(3857).set_axis(["a", "b", "c", "d"])[::-1], at="2015-01-02")
    assert list(other.index) == ["d", "c", "b", "a"]
    assert np.allclose(other.to_numpy()[::-1], plain.to_numpy(), atol=1e-6)


def test_the_order_of_claims_never_matters():
    """Shuffled claims give the same probabilities."""
    claims = towns(60)
    shuffled = claims.sample(frac=1, random_state=1)
    a, b = (ControlModel().fit(c).predict(POINTS, at="2015-01-02") for c in (claims, shuffled))
    assert np.allclose(a.to_numpy(), b.to_numpy(), atol=1e-9)


def test_four_actors_share_the_probability():
    """More than two sides sum to one as well."""
    claims = towns(200)
    north = claims.geometry.y > 36
    claims["actor_id"] = claims["actor_id"] + np.where(north, "-north", "-south")
    table = (
        ControlModel()
        .fit(claims)
        .predict(gpd.GeoSeries.from_xy([36.8, 39.2], [36.7, 35.3], crs=4326), at="2015-01-02")
    )
    assert table["west-north"].iloc[0] > 0.9
    assert table["east-south"].iloc[1] > 0.9
    assert np.allclose(table.iloc[:, :4].sum(axis=1), 1.0)


def test_a_contested_place_is_contested_and_its_neighbours_are_not():
    """A village deep inside that two sides are said to hold is contested, the next one is not."""
    claims = towns(200)
    deep = claims[claims.geometry.x < 36.6].index[:2]
    again = claims.loc[deep[:1]].assign(
        claim_id="again", actor_id="east", valid_from=pd.Timestamp("2015-01-02", tz="UTC")
    )
    both = pd.concat([claims, again], ignore_index=True)
    both["published_at"] = both["valid_from"]
    table = ControlModel().fit(both).predict(claims.geometry.loc[deep], at="2015-01-03")
    assert table["contested"].iloc[0] > 0.9
    assert table["contested"].iloc[1] < 0.5


def test_before_the_first_claim_there_is_no_data():
    """On a day that nobody speaks of every actor is as likely, and nothing is known."""
    table = ControlModel().fit(towns()).predict(POINTS, at="2014-01-01")
    assert (table["no_data"] == 1.0).all()
    assert np.allclose(table[["east", "west"]], 0.5)


def test_wrong_use_is_told():
    """Missing claims, CRS, columns and wrong options are named."""
    with pytest.raises(InputError, match="has no claims yet"):
        ControlModel().predict(POINTS, at="2015-01-02")
    with pytest.raises(InputError, match="no CRS"):
        ControlModel().fit(towns()).predict(gpd.GeoSeries(list(POINTS)), at="2015-01-02")
    with pytest.raises(TableError, match="valid_from"):
        ControlModel().fit(towns().drop(columns="valid_from"))
    with pytest.raises(TableError, match="nothing can be"):
        ControlModel().fit(towns().assign(actor_id=None))
    with pytest.raises(InputError, match=r"error_rate is 0\.7"):
        ControlModel(error_rate=0.7)


@pytest.mark.parametrize("nothing", [Point(), None])
def test_a_row_without_a_point_is_refused(nothing):
    """An empty point has no estimate, so the error names its row."""
    points = gpd.GeoSeries([Point(37, 36), nothing], index=["a", "b"], crs=4326)
    with pytest.raises(InputError, match=r"Row 1 of the points \(index 'b'\) has no place"):
        ControlModel().fit(towns()).predict(points, at="2015-01-02")
