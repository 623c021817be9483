"""Lines between two holders, how far they moved, and the claims behind a change."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import box
from tests_shared import towns

from geoevents.control import (
    changes_by_actor,
    control_changes,
    control_series,
    estimate_control,
    estimate_place_status,
    front_lines,
    front_shift,
)
from geoevents.errors import InputError
from geoevents.schema import CONTROL


def control(day, border):
    """Return two holders whose border is a meridian."""
    start = pd.Timestamp(day, tz="UTC")
    return CONTROL.build(
        {
            "geometry": shape,
            "actor_id": name,
            "control_status": "held",
            "valid_from": start,
            "valid_to": start + pd.Timedelta(days=1),
        }
        for name, shape in [("a", box(37, 47, border, 48)), ("b", box(border, 47, 39, 48))]
    )


@pytest.fixture(scope="module")
def war():
    """Claims in which the east takes the towns around 37.8 degrees, and the areas of both days."""
    claims = towns()
    taken = claims[claims.geometry.x.between(37.7, 38)].assign(
        event_type="CAPTURE", actor_id="east", valid_from=pd.Timestamp("2015-02-01", tz="UTC")
    )
    taken["claim_id"] += "-taken"
    both = gpd.GeoDataFrame(pd.concat([claims, taken]), crs=4326)
    return both, estimate_control(both, at=["2015-01-02", "2015-02-02"])


def test_a_front_is_where_two_areas_meet():
    """One line, its length geodesic; the outline is a front to no data only where asked for."""
    lines = front_lines(control("2024-01-01", 38), "2024-01-01")
    assert lines[["side_a", "side_b"]].to_numpy().tolist() == [["a", "b"]]
    assert lines["length_km"].iloc[0] == pytest.approx(111.2, abs=0.3)
    edges = front_lines(control("2024-01-01", 38), "2024-01-01", with_no_data=True)
    assert edges["side_b"].tolist() == ["b", "no data", "no data"]


def test_a_front_that_moved_is_measured():
    """A tenth of a degree west at 47.5° N is 7.5 km, along the whole line."""
    before, after = (
        front_lines(control(day, border), day)
        for day, border in [("2024-01-01", 38), ("2024-02-01", 37.9)]
    )
    moved = front_shift(before, after).iloc[0]
    assert moved["mean_km"] == pytest.approx(7.53, abs=0.1)
    assert moved["symmetric_km"] == pytest.approx(7.53, abs=0.1)
    assert moved["moved_share"] == 1.0
    assert (moved["start"], moved["end"]) == ("2024-01-01", "2024-02-01")
    still = front_shift(before, before).iloc[0]
    assert still["farthest_km"] == pytest.approx(0.0, abs=1e-6)
    assert still["moved_share"] == 0.0


def test_a_front_of_one_day_alone_has_no_distance():
    """A front that came up has a length after, none before, and did not move."""
    before, after = control("2024-01-01", 38), control("2024-02-01", 38)
    after.loc[1, "actor_id"] = "c"
    table = front_shift(front_lines(before, "2024-01-01"), front_lines(after, "2024-02-01"))
    assert table["side_b"].tolist() == ["b", "c"]
    assert np.isnan(table["length_before_km"].iloc[1])
    assert table["mean_km"].isna().all()
    with pytest.raises(InputError, match="no front on either day"):
        front_shift(front_lines(before[:1], "2024-01-01"), front_lines(before[:1], "2024-01-01"))


def test_estimated_areas_have_fronts(war):
    """Ours share their edges to the last digit, so each pair of sides has its line."""
    _, areas = war
    lines = front_lines(areas, "2015-01-02")
    assert (lines["length_km"] > 50).all()
    moved = front_shift(lines, front_lines(areas, "2015-02-02"))
    assert (moved["mean_km"] > 10).all()


def test_the_claims_behind_a_change_are_named(war):
    """The towns inside that changed hands, and the claims on them, stand beside the change."""
    claims, areas = war
    places = estimate_place_status(claims)
    changes = control_changes(areas, "2015-01-02", "2015-02-02", places=places)
    taken = changes[(changes["before"] == "west") & (changes["after"] == "east")].iloc[0]
    assert all(name.endswith("-taken") for name in taken["claim_ids"].split())
    assert taken["reasons"].startswith("changed inside")
    aged = changes[changes["after"] == "no data"]
    assert aged["reasons"].str.contains("age of the reports").all()
    sums = changes_by_actor(changes).set_index("actor_id")
    assert set(taken["claim_ids"].split()) <= set(sums.loc["east", "claim_ids"].split())
    row = sums.loc["east"]
    assert row["net_km2"] == row["gained_km2"] - row["lost_km2"]


def test_a_series_by_district_sums_to_the_whole(war):
    """km² by district, and outside of them, sum to the total, day by day."""
    _, areas = war
    districts = gpd.GeoDataFrame(
        {"ADM2_PCODE": ["SY01", "SY02"]},
        geometry=[box(37, 35, 38, 35.5), box(37, 35.5, 38, 36)],
        crs=4326,
    )
    whole = control_series(areas)
    split = control_series(areas, by=districts)
    assert {"SY01", "SY02"} <= set(split["pcode"].dropna())
    assert split["area_km2"].sum() == pytest.approx(whole["area_km2"].sum(), rel=1e-4)
    assert "district" in changes_by_actor(split).columns
