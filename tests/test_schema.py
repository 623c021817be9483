"""The tables' contracts."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import Point

from geoevents.errors import TableError
from geoevents.schema import CLAIMS, CRS, EVENTS


def test_a_built_table_has_the_contracts_columns_and_types():
    """A table built from partial rows has every column, typed, and missing where unknown."""
    claims = CLAIMS.build(
        [{"claim_id": "a", "valid_from": "2015-01-01", "geometry": Point(37, 36)}]
    )
    assert list(claims.columns) == CLAIMS.names
    assert claims.crs == CRS
    assert str(claims["valid_from"].dtype) == "datetime64[us, UTC]"
    assert pd.isna(claims["actor"].iloc[0])
    assert pd.isna(claims["valid_to"].iloc[0])


def test_an_empty_table_has_the_contracts_types():
    """No rows still give a GeoDataFrame with the contract's columns."""
    events = EVENTS.build([])
    assert len(events) == 0
    assert isinstance(events, gpd.GeoDataFrame)
    assert str(events["is_contested"].dtype) == "bool"


def test_a_value_that_does_not_fit_is_named():
    """The error names row, column and value, and says what was expected."""
    with pytest.raises(TableError, match=r"Row 1 .*'2015-13-45'.*'valid_from'.*ISO 8601"):
        CLAIMS.build([{"valid_from": "2015-01-01"}, {"valid_from": "2015-13-45"}])


def test_an_unknown_column_is_named():
    """A row with a column that the contract lacks is refused."""
    with pytest.raises(TableError, match="unknown column 'when'"):
        CLAIMS.build([{"when": "2015"}])


def test_check_keeps_what_it_does_not_know_and_mutates_nothing():
    """Absent columns are added, further columns kept, another CRS converted."""
    frame = gpd.GeoDataFrame(
        {"claim_id": ["a"], "mine": [1]}, geometry=[Point(37, 36)], crs=CRS
    ).to_crs("EPSG:3857")
    checked = CLAIMS.check(frame, required=["claim_id"])
    assert checked["mine"].tolist() == [1]
    assert checked.geometry.iloc[0].x == pytest.approx(37)
    assert list(frame.columns) == ["claim_id", "mine", "geometry"]
    with pytest.raises(TableError, match="lacks the column 'event_type'"):
        CLAIMS.check(frame, required=["event_type"])
