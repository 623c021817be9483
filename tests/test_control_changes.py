"""What changed hands between two days."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from shapely.geometry import box
from tests_shared import towns

from geoevents.control import control_changes, estimate_control
from geoevents.control.changes import NOBODY
from geoevents.errors import InputError


def net(changes, actor):
    """Return gain less loss of one actor, km²."""
    gained = changes.loc[changes["after"] == actor, "area_km2"].sum()
    return gained - changes.loc[changes["before"] == actor, "area_km2"].sum()


@pytest.fixture(scope="module")
def control():
    """Areas before and after the east takes the towns around 37.8 degrees."""
    claims = towns()
    taken = claims[claims.geometry.x.between(37.7, 38)].assign(
        event_type="CAPTURE",
        actor_id="east",
        valid_from=pd.Timestamp("2015-02-01", tz="UTC"),
    )
    taken["claim_id"] += "-taken"
    return estimate_control(
        gpd.GeoDataFrame(pd.concat([claims, taken]), crs=4326), at=["2015-01-02", "2015-02-02"]
    )


def test_gain_less_loss_is_the_change_of_area(control):
    """Each actor's net change is the difference of its two areas, within 0.01 %."""
    changes = control_changes(control, "2015-01-02", "2015-02-02")
    held = control[control["control_status"] == "held"]
    areas = held.pivot_table("area_km2", "valid_from", "actor_id", "sum")
    assert net(changes, "east") > 1_000
    for actor in ("east", "west"):
        change = areas[actor].iloc[1] - areas[actor].iloc[0]
        assert net(changes, actor) == pytest.approx(change, rel=1e-4, abs=0.5)


def test_there_are_no_slivers(control):
    """Every part of every change is wider than a rounding error."""
    changes = control_changes(control, "2015-01-02", "2015-02-02")
    parts = changes.to_crs(3857).explode()
    assert (parts.area / parts.length).min() > 10.0
    assert set(changes["start"]) == {"2015-01-02"}


def test_districts_sum_to_the_total(control):
    """Split by districts, and outside of them, the km² are the same."""
    districts = gpd.GeoDataFrame(
        geometry=[box(37, 35, 38, 35.5), box(37, 35.5, 38, 36)], index=["SY01", "SY02"], crs=4326
    )
    whole = control_changes(control, "2015-01-02", "2015-02-02")
    split = control_changes(control, "2015-01-02", "2015-02-02", by=districts)
    assert {"SY01", "SY02"} <= set(split["district"].dropna())
    assert split["area_km2"].sum() == pytest.approx(whole["area_km2"].sum(), rel=1e-4)


def test_the_same_day_has_no_change(control):
    """Nothing changes hands between a day and itself."""
    assert len(control_changes(control, "2015-01-02", "2015-01-02")) == 0


def test_a_day_without_areas_is_named(control):
    """The error says which days there are."""
    days = "2015-01-02, 2015-02-02"
    with pytest.raises(InputError, match=f"no estimated area on 2016-01-01, only on: {days}"):
        control_changes(control, "2015-01-02", "2016-01-01")


def test_what_was_nobodys_is_gained_from_no_data(control):
    """An area that no report spoke of is not taken from anybody."""
    half = control[(control["actor_id"] == "east") | (control["valid_from"] > "2015-01-03")]
    changes = control_changes(half, "2015-01-02", "2015-02-02")
    assert "west" in set(changes.loc[changes["before"] == NOBODY, "after"])
    assert shapely.is_valid(changes.geometry.to_numpy()).all()
