"""Maps across 180°: framed where the data is, land and tables in one run of degrees."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from test_render import read

from geoevents.render import TimeMap
from geoevents.render.basemap import theatre
from geoevents.render.frame import seam_for, view_of
from geoevents.render.seam import across, pieces, seam_of, unrolled
from geoevents.schema import CONTROL, EVENTS

FIJI = [178.44, 177.45, 179.4, -179.9, -178.8, -175.2]


def events(longitudes):
    """Return events along the 18th parallel south."""
    return EVENTS.build(
        {
            "event_id": f"e{n}",
            "place_kind": "named",
            "geometry": shapely.Point(lon, -18.0),
            "place_extent": shapely.box(lon - 0.01, -18.1, lon + 0.01, -18.0).wkt,
            "destination_point": f"POINT ({lon} -17)",
        }
        for n, lon in enumerate(longitudes)
    )


def test_a_map_around_fiji_is_ten_degrees_wide_and_not_the_globe():
    """Places at 177 and -175 are eight degrees apart, and so the view is."""
    table, nothing = events(FIJI), CONTROL.build([])
    seam = seam_for(table, nothing)
    west, _, east, _ = view_of(across(table, seam), nothing)
    assert (west, east) == pytest.approx((-182.55, -175.2))
    mostly_west = events([-179.0, -170.0, 179.0])
    west, _, east, _ = view_of(across(mostly_west, seam_for(mostly_west, nothing)), nothing)
    assert (west, east) == pytest.approx((-181.0, -170.0))
    mostly_east = events([179.0, 170.0, -179.0])
    west, _, east, _ = view_of(across(mostly_east, seam_for(mostly_east, nothing)), nothing)
    assert (west, east) == pytest.approx((170.0, 181.0))


@pytest.mark.parametrize(
    "longitudes", [[37.1, 38.4], [-100.0, 38.0, 140.0], [], [math.nan], [179.0]]
)
def test_every_other_map_keeps_its_longitudes(longitudes):
    """A country, the whole world, one place and none begin where they always did."""
    assert seam_of(np.array(longitudes)) is None
    table = events([lon for lon in longitudes if not math.isnan(lon)])
    assert across(table, None) is table


def test_outlines_and_movements_move_with_their_row():
    """Everything of a row is on one side of the map; the caller's table stays."""
    table = events(FIJI)
    before = table.copy()
    moved = across(table, seam_of(np.array(FIJI)))
    assert moved.geometry.x.round(2).tolist() == [-181.56, -182.55, -180.6, -179.9, -178.8, -175.2]
    ends = shapely.get_x(shapely.from_wkt(moved["destination_point"].tolist()))
    assert ends.round(2).tolist() == moved.geometry.x.round(2).tolist()
    extents = shapely.from_wkt(moved["place_extent"].tolist())
    assert shapely.intersects(extents, np.asarray(moved.geometry.array)).all()
    assert table.equals(before)


@given(st.lists(st.floats(-180, 180), min_size=2, max_size=6))
def test_unrolled_longitudes_are_the_same_places(longitudes):
    """Whole turns alone are added, and what is written fits its column."""
    lon = np.array(longitudes)
    turned = unrolled(lon, seam_of(lon))
    turns = (turned - lon) / 360
    assert np.allclose(turns, np.round(turns))
    assert (np.abs(turned) <= 214).all()


def test_a_box_is_parted_at_the_line():
    """Each part lies within the world, with the degrees that bring it back."""
    assert pieces((36.0, 35.0, 38.0, 37.0)) == [((36.0, 35.0, 38.0, 37.0), 0.0)]
    assert pieces((175.0, -20.0, 185.0, -15.0)) == [
        ((175.0, -20.0, 180.0, -15.0), 0.0),
        ((-180.0, -20.0, -175.0, -15.0), 360.0),
    ]
    assert pieces((-190.0, 60.0, -170.0, 70.0)) == [
        ((170.0, 60.0, 180.0, 70.0), -360.0),
        ((-180.0, 60.0, -170.0, 70.0), 0.0),
    ]


def test_land_runs_on_over_the_line():
    """Chukotka is land on both sides of 180°, no coast runs along it, and each name stands once."""
    base = theatre((172.0, 64.0, 188.0, 69.0))
    land = shapely.geometry.shape(base["land"])
    assert all(land.contains(shapely.Point(lon, 67.8)) for lon in (179.0, 181.0))
    assert base["bbox"][0] < 172.0
    assert base["bbox"][2] > 188.0
    coast = shapely.geometry.shape(base["coast"])
    line = shapely.LineString([(180, 66.5), (180, 68.5)])
    assert coast.intersection(line.buffer(0.001)).length < 0.1
    names = [country["name"] for country in base["countries"]]
    assert len(names) == len(set(names))


@pytest.mark.usefixtures("viewer")
def test_the_page_is_framed_around_the_data():
    """View, limit and points of the payload agree."""
    frame = pd.DataFrame({"lon": FIJI, "lat": -18.0, "day": "2020-01-01"})
    payload = read(TimeMap(frame, date="day").to_html(), "geoevents-data")
    west, _, east, _ = payload["view"]
    assert (west, east) == pytest.approx((-182.55, -175.2))
    assert -200 < payload["around"][0] < west < east < payload["around"][2]
