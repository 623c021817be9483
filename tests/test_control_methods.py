"""Known methods behind the protocol of our model, and what leaving towns out tells of them."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Point
from tests_shared import towns

from geoevents.control import (
    compare_methods,
    control_method,
    cross_validate_control,
    estimate_by_method,
)
from geoevents.control.methods import METHODS, GaussianKernel, NearestTown, NearestTowns
from geoevents.control.scores import wilson
from geoevents.errors import InputError
from geoevents.model import ControlEstimator
from geoevents.schema import CLAIMS

DAY = "2015-01-02"
PLAIN = [name for name in METHODS if name != "model"]


def claims(*rows):
    """Return claims on towns: (lon, lat, actor, event_type, day)."""
    return CLAIMS.build(
        {
            "claim_id": f"c{number}",
            "event_type": kind,
            "actor": actor,
            "actor_id": actor,
            "place_id": f"{lon} {lat}",
            "geometry": Point(lon, lat),
            "valid_from": pd.Timestamp(day, tz="UTC"),
            "published_at": pd.Timestamp(day, tz="UTC"),
            "recorded_at": pd.Timestamp(day, tz="UTC"),
        }
        for number, (lon, lat, actor, kind, day) in enumerate(rows)
    )


def at(*places, crs=4326):
    """Return points."""
    return gpd.GeoSeries([Point(place) for place in places], crs=crs)


@pytest.mark.parametrize("name", METHODS)
def test_every_method_keeps_the_contract(name):
    """One row per point in order, an actor's column each, rows that add up to 1."""
    method = control_method(name)
    assert isinstance(method, ControlEstimator)
    points = at((38.6, 35.5), (37.2, 35.5), (10, 10))
    table = method.fit(towns()).predict(points.set_axis([7, 3, 5]), at=DAY)
    assert table.index.tolist() == [7, 3, 5]
    assert table.columns.tolist() == ["east", "west", "contested", "no_data"]
    assert table[["east", "west"]].sum(axis=1).tolist() == pytest.approx([1.0] * 3)
    assert np.isfinite(table.to_numpy()).all()
    if name != "commonest":
        assert table["east"].iloc[0] > 0.5 > table["east"].iloc[1]
    assert table["no_data"].iloc[2] == pytest.approx(1.0, abs=1e-3)


@pytest.mark.parametrize("name", PLAIN)
def test_nothing_recorded_later_changes_what_was_known(name):
    """`known_at` leaves later claims out; before all claims there is no data."""
    table = claims((37, 35, "a", "CONTROL", "2015-01-01"), (37, 35, "b", "CAPTURE", "2015-03-01"))
    method = control_method(name).fit(table)
    before = method.predict(at((37, 35)), at="2015-03-02", known_at="2015-02-01")
    assert before["a"].iloc[0] == 1.0
    assert method.predict(at((37, 35)), at="2014-01-01")["no_data"].iloc[0] == 1.0


def test_the_nearest_town_decides():
    """Voronoi cells: the line between two towns is half-way."""
    table = claims((37, 35, "a", "CONTROL", "2015-01-01"), (38, 35, "b", "CONTROL", "2015-01-01"))
    told = NearestTown().fit(table).predict(at((37.49, 35), (37.51, 35)), at=DAY)
    assert told["a"].tolist() == [1.0, 0.0]


def test_a_contested_town_is_shared():
    """A town that two sides are said to hold counts half for each."""
    table = claims((37, 35, "a", "CONTROL", "2015-01-01"), (37, 35, "b", "CONTROL", "2015-01-02"))
    told = NearestTown().fit(table).predict(at((37, 35)), at="2015-01-03").iloc[0]
    assert (told["a"], told["b"], told["contested"]) == (0.5, 0.5, 1.0)


def test_k_towns_are_counted_and_a_kernel_weighs_them():
    """Two of three towns make two thirds; a wide kernel tends to the mean, a narrow one to 1."""
    rows = [
        (lon, 35, who, "CONTROL", "2015-01-01") for lon, who in [(37, "a"), (38, "b"), (39, "b")]
    ]
    here = at((37.0, 35.0))
    assert NearestTowns(k=3).fit(claims(*rows)).predict(here, at=DAY)["a"].iloc[0] == 1 / 3
    wide, narrow = (
        GaussianKernel(width_m=m).fit(claims(*rows)).predict(here, at=DAY)["a"].iloc[0]
        for m in (1e8, 1e4)
    )
    assert wide == pytest.approx(1 / 3, abs=1e-3)
    assert narrow == pytest.approx(1.0)


def test_the_rule_of_acled_goes_by_quarters():
    """Twice the takings win a cell's quarter; else two thirds of the fighting; else it stays."""
    rows = [
        (37, 35, "a", "CAPTURE", "2015-01-10"),
        (37, 35, "a", "CAPTURE", "2015-02-10"),
        (37, 35, "b", "CAPTURE", "2015-03-10"),
        (37, 35, "b", "CLASH", "2015-05-10"),
        (37, 35, "a", "CLASH", "2015-06-10"),
        (37, 35, "b", "SHELLING", "2015-07-10"),
        (39, 35, "a", "CLASH", "2015-07-10"),
        (39, 35, "b", "CLASH", "2015-07-11"),
    ]
    method = control_method("acled-syria").fit(claims(*rows))
    first, second, third = (
        method.predict(at((37, 35), (39, 35)), at=day)["a"].tolist()
        for day in ("2015-03-31", "2015-06-30", "2015-09-30")
    )
    assert first == [1.0, 0.5]
    assert second == [1.0, 0.5]
    assert third == [0.0, 0.5]


def test_a_method_that_is_none_is_told():
    """The error lists the names."""
    with pytest.raises(InputError, match="expected model, nearest, k-nearest"):
        control_method("magic")
    with pytest.raises(InputError, match="k is 0"):
        NearestTowns(k=0)
    with pytest.raises(InputError, match="width_m is -1"):
        GaussianKernel(width_m=-1)
    with pytest.raises(InputError, match=r"call \.fit"):
        NearestTown().predict(at((37, 35)), at=DAY)


@pytest.mark.parametrize("name", ["nearest", "acled-syria"])
def test_areas_by_any_method(name):
    """The areas of a method hold its towns, share their edges and name the method."""
    areas = estimate_by_method(towns(), name, at=[DAY])
    held = areas[areas["control_status"] == "held"].set_index("actor_id")
    assert held.loc["west"].geometry.contains(Point(37.3, 35.5))
    assert held.loc["east"].geometry.contains(Point(38.7, 35.5))
    assert shapely.area(held.loc["west"].geometry & held.loc["east"].geometry) == 0
    assert set(areas["reasons"]) == {f"estimated by the method '{name}'"}


def test_an_aside_on_another_continent_makes_no_map_coarser():
    """The grid lies around the places with a status, not around every claim."""
    here = towns()
    far = here.iloc[:1].assign(event_type="CLASH").set_geometry([Point(-77, 39)], crs=4326)
    both = gpd.GeoDataFrame(pd.concat([here, far], ignore_index=True), crs=4326)
    near, wide = (estimate_by_method(t, "nearest", at=DAY) for t in (here, both))
    assert near["min_area_km2"].iloc[0] == wide["min_area_km2"].iloc[0]


def test_towns_left_out_are_foretold_by_their_neighbours():
    """On a lattice with one front the model is right nearly everywhere, the commonest is not."""
    report = cross_validate_control(towns(), at=DAY, methods=["model", "nearest", "commonest"])
    total = report.total.set_index("method")
    assert total.loc["model", "accuracy"] > 0.95
    assert total.loc["commonest", "accuracy"] < 0.6
    assert (total["n_towns"] == 84).all()
    assert len(report.folds) == 15
    assert report.folds.groupby("method")["n"].sum().tolist() == [84, 84, 84]
    own = report.calibration[report.calibration["method"] == "model"]
    assert own["n"].sum() == 84
    assert "84 towns on 2015-01-02" in report.verdict
    assert "not with the truth" in str(report)
    assert report.towns["nearest_m"].min() > 10_000


def test_left_out_by_squares_the_test_is_harder():
    """Towns whose neighbours are left out with them are farther from any report."""
    near, far = (
        cross_validate_control(towns(), at=DAY, methods=["nearest"], block_m=block)
        for block in (None, 80_000)
    )
    assert far.towns["nearest_m"].mean() > 1.5 * near.towns["nearest_m"].mean()
    assert far.total["accuracy"].iloc[0] <= near.total["accuracy"].iloc[0]
    assert "squares of 80 km" in far.verdict


def test_too_few_towns_are_told():
    """Three towns tell nothing, ten little; one side alone is no test."""
    row = [(37 + n / 10, 35, "a", "CONTROL", "2015-01-01") for n in range(10)]
    few = cross_validate_control(claims(*row[:3]), at=DAY)
    assert few.verdict.startswith("Too few to tell: 3 towns")
    assert few.total.empty
    ten = cross_validate_control(claims(*row), at=DAY, methods=["nearest"])
    assert "Too few to tell methods apart" in ten.verdict
    assert "Only one holder" in ten.verdict
    assert cross_validate_control(CLAIMS.build([])).total.empty


def test_one_table_compares_methods_of_ones_own():
    """One call, one row a method, in the order given."""
    own = {"mine": NearestTowns(k=3), "nearest": NearestTown()}
    table = compare_methods(towns(), at=DAY, methods=own)
    assert table["method"].tolist() == ["mine", "nearest"]
    assert {"accuracy", "brier", "calibration_error", "answered"} <= set(table.columns)


def test_the_interval_of_a_share_is_wilsons():
    """8 of 10: 0.490 to 0.943, as Wilson's formula gives by hand."""
    low, high = wilson(0.8, 10)
    assert low == pytest.approx(0.4902, abs=1e-4)
    assert high == pytest.approx(0.9433, abs=1e-4)
    assert wilson(1.0, 5)[1] == 1.0


@settings(max_examples=3)
@given(st.integers(0, 1000))
def test_the_order_of_claims_never_matters(seed):
    """Shuffled claims give the same folds, table and verdict."""
    mixed = towns().sample(frac=1.0, random_state=seed)
    one, two = (
        cross_validate_control(t, at=DAY, methods=["nearest", "kernel", "acled-syria"])
        for t in (towns(), mixed)
    )
    assert one.total.equals(two.total)
    assert one.verdict == two.verdict
