"""An earlier map of control, and what reports may change about it."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import box
from test_control_model import towns

from geoevents.control import ControlModel
from geoevents.control.prior_map import read_prior
from geoevents.errors import TableError

LAEA = "+proj=laea +lat_0=36 +lon_0=38 +datum=WGS84 +units=m"


def earlier(edge=37.6, **columns):
    """Return a map on which "west" held all land west of `edge` degrees, and "east" the rest."""
    shapes = [box(35, 34, edge, 38), box(edge, 34, 41, 38)]
    rows = {"actor_id": ["west", "east"], **columns}
    return gpd.GeoDataFrame(rows, geometry=shapes, crs=4326)


def test_depth_is_the_signed_distance_to_the_edge():
    """Eighteen kilometres inside on the one side, as much outside on the other."""
    prior = read_prior(earlier(38.0))
    xy = np.array([[-18_000.0, 0.0], [18_000.0, 0.0]])
    assert prior.depth("west", xy, LAEA) == pytest.approx([18_000, -18_000], abs=100)
    assert prior.depth("north", xy, LAEA) == pytest.approx([-18_000, -18_000], abs=100)
    assert prior.covers(xy, LAEA).all()


def test_where_nothing_is_reported_the_earlier_map_stands():
    """With a handful of towns the front stays where it was, not half-way between them."""
    few = towns(120)
    few = few[(few.geometry.x < 37.2) | (few.geometry.x > 39.4)].head(12)
    line = gpd.GeoSeries.from_xy([37.4, 37.8], [36.0, 36.0], crs=4326)
    table = ControlModel(prior=earlier()).fit(few).predict(line, at="2015-01-02")
    assert table["west"].iloc[0] > 0.7
    assert table["west"].iloc[1] < 0.3


def test_many_reports_move_the_front_of_an_earlier_map():
    """Towns on ground that changed hands outweigh where the front once was."""
    points = gpd.GeoSeries.from_xy([37.8, 38.4], [36.0, 36.0], crs=4326)
    table = ControlModel(prior=earlier()).fit(towns(300)).predict(points, at="2015-01-02")
    assert table["west"].iloc[0] > 0.5 > table["west"].iloc[1]


def test_a_fresh_map_is_data_and_an_old_one_is_not():
    """Ground that only the map covers is known until the map is older than `max_age_days`."""
    place = gpd.GeoSeries.from_xy([36.0], [34.2], crs=4326)
    prior = earlier(valid_from=pd.Timestamp("2014-12-01", tz="UTC"))
    model = ControlModel(prior=prior, max_age_days=60.0, reach_m=10_000).fit(towns())
    assert model.predict(place, at="2015-01-02")["no_data"].iloc[0] == 0.0
    assert model.predict(place, at="2015-02-20")["no_data"].iloc[0] > 0.9


def test_before_the_first_claim_the_map_speaks_alone():
    """On a day without a single report the earlier map is the estimate."""
    points = gpd.GeoSeries.from_xy([36.0, 40.0], [36.0, 36.0], crs=4326)
    table = ControlModel(prior=earlier()).fit(towns()).predict(points, at="2014-12-01")
    assert table["west"].iloc[0] > 0.9
    assert table["east"].iloc[1] > 0.9


def test_a_map_that_cannot_be_used_is_told():
    """Missing actors, CRS, areas, and two dates are named."""
    with pytest.raises(TableError, match="no column 'actor_id'"):
        read_prior(earlier().drop(columns="actor_id"))
    with pytest.raises(TableError, match="no CRS"):
        read_prior(
            gpd.GeoDataFrame(earlier().drop(columns="geometry"), geometry=list(earlier().geometry))
        )
    with pytest.raises(TableError, match="no polygon"):
        read_prior(earlier().assign(actor_id=None))
    with pytest.raises(TableError, match="has 2 dates"):
        read_prior(earlier(valid_from=["2014-12-01", "2014-12-05"]))
