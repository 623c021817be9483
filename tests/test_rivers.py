"""On which side of a river a point lies, and what a front makes of it."""

from __future__ import annotations

import warnings

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from geoevents.control import ControlModel, rivers
from geoevents.control.rivers import Rivers, rivers_near
from geoevents.errors import GeoEventsError

LINE = Rivers((np.array([[0.0, 0.0], [40_000.0, 5_000.0], [100_000.0, 0.0]]),))
DNIPRO = "+proj=laea +lat_0=47 +lon_0=33.5 +datum=WGS84 +units=m"


def test_the_banks_differ_by_one_turn():
    """Close to the water the two sides are half a turn each, with opposite signs."""
    north, south = LINE.sides(np.array([[40_000.0, 5_100.0], [40_000.0, 4_900.0]]))[:, 0]
    assert abs(north - south) == pytest.approx(1.0, abs=0.01)
    assert north * south < 0


def test_a_river_that_ends_divides_nothing_behind_it():
    """Round its end the sides run into each other, and far off nothing is left of them."""
    beyond = LINE.sides(np.array([[130_000.0, 1_000.0], [130_000.0, -1_000.0], [9e6, 9e6]]))[:, 0]
    assert abs(beyond[0] - beyond[1]) < 0.05
    assert abs(beyond[2]) < 0.01


def test_the_base_map_has_the_dnipro():
    """Kherson lies on the right bank, Oleshky on the left, and the water between them."""
    towns = gpd.GeoSeries.from_xy([32.61, 32.72, 34.7, 35.1], [46.64, 46.62, 47.0, 47.9], crs=4326)
    metric = towns.to_crs(DNIPRO)
    xy = np.column_stack([metric.x, metric.y])
    found = rivers_near(xy, DNIPRO)
    sides = found.sides(xy)
    assert sides.shape == (4, len(found.lines))
    assert np.abs(sides[0] - sides[1]).max() > 0.8


def test_a_single_place_has_no_theatre():
    """One place spans no window, so there is no river in it."""
    assert rivers_near(np.zeros((1, 2)), DNIPRO).lines == ()


def _claims() -> gpd.GeoDataFrame:
    """Return towns on both banks of the lower Dnipro, each bank with its own holder."""
    right = [(32.6, 46.75), (32.9, 46.9), (33.3, 47.05), (33.6, 47.2), (33.9, 47.6), (33.0, 47.3)]
    left = [(32.9, 46.5), (33.3, 46.55), (33.8, 46.65), (34.2, 46.8), (34.6, 46.9), (34.4, 46.5)]
    return gpd.GeoDataFrame(
        {
            "claim_id": [f"c{i}" for i in range(12)],
            "event_type": "CONTROL",
            "actor_id": ["north"] * 6 + ["south"] * 6,
            "valid_from": pd.Timestamp("2023-01-01", tz="UTC"),
        },
        geometry=gpd.points_from_xy(*np.array(right + left).T),
        crs=4326,
    )


def test_a_front_keeps_to_the_river_where_reports_allow():
    """Opposite banks differ more when rivers are known than when they are not."""
    banks = gpd.GeoSeries.from_xy([33.50, 33.62], [46.93, 46.76], crs=4326)
    steps = []
    for known in (True, False):
        table = ControlModel(rivers=known).fit(_claims()).predict(banks, at="2023-01-02")
        steps.append(table["north"].iloc[0] - table["north"].iloc[1])
    assert steps[0] > steps[1]


def test_without_a_base_map_the_estimate_says_what_it_lacks(monkeypatch):
    """A checkout that was never built estimates all the same, and warns."""

    def absent() -> None:
        raise GeoEventsError("The installation lacks its base map.")

    monkeypatch.setattr(rivers, "read_water", absent)
    points = gpd.GeoSeries.from_xy([33.0], [46.5], crs=4326)
    with pytest.warns(UserWarning, match="Rivers are left out"):
        table = ControlModel().fit(_claims()).predict(points, at="2023-01-02")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        plain = ControlModel(rivers=False).fit(_claims()).predict(points, at="2023-01-02")
    assert table.equals(plain)
