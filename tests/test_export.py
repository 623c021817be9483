"""Tables to GeoJSON and CSV."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import MultiPolygon, Point, Polygon, box

from geoevents.errors import InputError, TableError
from geoevents.export import write_csv, write_geojson, write_table
from geoevents.schema import CLAIMS, CONTROL

HOSTILE = '=HYPERLINK("http://x")</script><img src=x onerror=alert(1)>'


def claims():
    """Two claims: one placed, with a hostile actor; one without place, date and number."""
    return CLAIMS.build(
        [
            {
                "claim_id": "b",
                "event_type": "CAPTURE",
                "actor": HOSTILE,
                "valid_from": "2015-01-01T03:00:00+03:00",
                "quantity": 70,
                "geometry": Point(37.123456789, -0.00000001),
                "quote": "Zeile\r\nzwei, \u062d\u0644\u0628",
            },
            {"claim_id": "a", "event_type": "OTHER"},
        ]
    )


def load(path):
    """Read a GeoJSON file as it stands."""
    return json.loads(Path(path).read_text("utf-8"))


def test_geojson_follows_rfc_7946(tmp_path):
    """No crs, seven decimals, a bbox, UTC times, null for what is missing, row order kept."""
    write_geojson(claims(), tmp_path / "c.geojson")
    data = load(tmp_path / "c.geojson")
    assert data["type"] == "FeatureCollection"
    assert "crs" not in data
    assert "GeoNames" in data["attribution"]
    assert data["bbox"] == [37.1234568, 0.0, 37.1234568, 0.0]
    first, second = data["features"]
    assert (first["id"], second["id"]) == ("b", "a")
    assert first["geometry"] == {"type": "Point", "coordinates": [37.1234568, 0.0]}
    assert first["properties"]["valid_from"] == "2015-01-01T00:00:00Z"
    assert first["properties"]["quantity"] == 70.0
    assert first["properties"]["actor"] == HOSTILE
    assert second["geometry"] is None
    assert second["properties"]["valid_from"] is None
    assert list(first["properties"]) == [name for name in CLAIMS.names if name != "geometry"]


def test_geojson_is_read_by_gis_software(tmp_path):
    """GDAL reads the file with its times, numbers and empty geometries."""
    write_geojson(claims(), tmp_path / "c.geojson")
    frame = gpd.read_file(tmp_path / "c.geojson")
    assert frame.crs == "EPSG:4326"
    assert frame["quantity"].iloc[0] == 70
    assert frame.geometry.iloc[1] is None
    assert str(frame["valid_from"].dtype).startswith("datetime64")


def test_outer_rings_turn_left(tmp_path):
    """A polygon wound the wrong way is turned: shells counter-clockwise, holes clockwise."""
    shell, hole = [(0, 0), (0, 4), (4, 4), (4, 0)], [(1, 1), (2, 1), (2, 2), (1, 2)]
    frame = CONTROL.build([{"control_id": "x", "geometry": MultiPolygon([Polygon(shell, [hole])])}])
    write_geojson(frame, tmp_path / "c.geojson")
    rings = load(tmp_path / "c.geojson")["features"][0]["geometry"]["coordinates"][0]
    assert Polygon(rings[0]).exterior.is_ccw
    assert not Polygon(rings[1]).exterior.is_ccw


def test_the_antimeridian_is_respected(tmp_path):
    """A box around Fiji spans the antimeridian, and a shape across it is cut in two."""
    frame = gpd.GeoDataFrame(
        {"n": [1, 2]}, geometry=[box(178, -18, 182, -16), Point(-179, -17)], crs="EPSG:4326"
    )
    write_geojson(frame, tmp_path / "c.geojson")
    data = load(tmp_path / "c.geojson")
    assert data["features"][0]["geometry"]["type"] == "MultiPolygon"
    frame = gpd.GeoDataFrame(geometry=[Point(178, -18), Point(-179, -17)], crs="EPSG:4326")
    write_geojson(frame, tmp_path / "d.geojson")
    assert load(tmp_path / "d.geojson")["bbox"] == [178.0, -18.0, -179.0, -17.0]


def test_another_crs_is_converted_and_none_is_refused(tmp_path):
    """Coordinates come out in degrees; a table that does not say what it is in is no table."""
    frame = gpd.GeoDataFrame({"n": [1]}, geometry=[Point(37, 36)], crs="EPSG:4326")
    write_geojson(frame.to_crs("EPSG:3857"), tmp_path / "c.geojson")
    assert load(tmp_path / "c.geojson")["bbox"] == [37.0, 36.0, 37.0, 36.0]
    with pytest.raises(TableError, match="no CRS"):
        write_geojson(frame.set_crs(None, allow_override=True), tmp_path / "c.geojson")
    with pytest.raises(TableError, match="no geometry"):
        write_geojson(pd.DataFrame({"n": [1]}), tmp_path / "c.geojson")
    with pytest.raises(TableError, match=r"Row 0 .*swapped"):
        write_geojson(frame.set_geometry([Point(36, 137)], crs="EPSG:4326"), tmp_path / "c.geojson")


def test_the_same_table_gives_the_same_bytes_and_is_left_alone(tmp_path):
    """Writing twice gives one file, and the caller's table is as it was."""
    frame = claims()
    before = frame.copy()
    for name in ("a", "b"):
        write_geojson(frame, tmp_path / f"{name}.geojson")
        write_csv(frame, tmp_path / f"{name}.csv")
    for kind in ("geojson", "csv"):
        assert (tmp_path / f"a.{kind}").read_bytes() == (tmp_path / f"b.{kind}").read_bytes()
    pd.testing.assert_frame_equal(frame, before)


def test_a_failure_leaves_what_stood_there(tmp_path):
    """A table that cannot be written replaces nothing and leaves no half file."""
    target = tmp_path / "c.geojson"
    write_geojson(claims(), target)
    before = target.read_bytes()
    wrong = gpd.GeoDataFrame({"n": [1]}, geometry=[Point(0, 99)], crs="EPSG:4326")
    with pytest.raises(TableError):
        write_geojson(wrong, target)
    assert target.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["c.geojson"]


def test_csv_is_safe_in_a_spreadsheet(tmp_path):
    """A byte-order mark, lines ending in CRLF, formulas made text, points as lon and lat."""
    write_csv(claims(), tmp_path / "c.csv")
    raw = (tmp_path / "c.csv").read_bytes()
    assert raw.startswith(b'\xef\xbb\xbf"claim_id",')
    with (tmp_path / "c.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert rows[0]["actor"] == f"'{HOSTILE}"
    assert rows[0]["quote"] == "Zeile\r\nzwei, \u062d\u0644\u0628"
    assert (rows[0]["lon"], rows[0]["lat"]) == ("37.1234568", "0.0")
    assert (rows[1]["lon"], rows[1]["valid_from"], rows[1]["quantity"]) == ("", "", "")
    assert raw.count(b"\r\n") == 4


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "\nx", "'=1", "\uff1d1"])
def test_every_start_of_a_formula_is_made_text(tmp_path, cell):
    """Each sign that starts a formula gets an apostrophe; plain text and numbers do not."""
    frame = CLAIMS.build([{"claim_id": "a", "actor": cell, "target": "a=b", "quantity": -5}])
    write_csv(frame, tmp_path / "c.csv")
    with (tmp_path / "c.csv").open(encoding="utf-8-sig", newline="") as lines:
        row = next(csv.DictReader(lines))
    assert row["actor"] == f"'{cell}"
    assert (row["target"], row["quantity"]) == ("a=b", "-5.0")


def test_the_name_decides_the_format(tmp_path):
    """`write_table` goes by suffix and refuses what it does not know."""
    write_table(claims(), tmp_path / "a.CSV")
    write_table(claims(), tmp_path / "a.json")
    assert load(tmp_path / "a.json")["features"]
    with pytest.raises(InputError, match=r"'\.xlsx'.*\.geojson"):
        write_table(claims(), tmp_path / "a.xlsx")


def test_columns_of_ones_own_keep_one_type(tmp_path):
    """Mixed objects become text, whole numbers stay whole, infinity is missing."""
    frame = gpd.GeoDataFrame(
        {"mixed": [1, "x"], "n": [1, 2], "x": [float("inf"), 1.5], "flag": [True, None]},
        geometry=[Point(0, 0), Point(1, 1)],
        crs="EPSG:4326",
    )
    write_geojson(frame, tmp_path / "a.geojson")
    rows = [feature["properties"] for feature in load(tmp_path / "a.geojson")["features"]]
    assert rows[0] == {"mixed": "1", "n": 1, "x": None, "flag": True}
    assert rows[1] == {"mixed": "x", "n": 2, "x": 1.5, "flag": None}


def test_whom_the_data_are_from_stands_in_every_file(tmp_path):
    """GeoNames and Natural Earth are named always, a dataset where its places are in the table."""
    frame = CLAIMS.build([{"claim_id": "a", "place_id": "ucdp:x@1,2", "geometry": Point(2, 1)}])
    write_geojson(frame, tmp_path / "a.geojson")
    write_csv(frame, tmp_path / "a.csv")
    for text in (load(tmp_path / "a.geojson")["attribution"], (tmp_path / "a.csv").read_text()):
        assert "GeoNames" in text
        assert "Natural Earth" in text
        assert "Uppsala Conflict Data Program" in text
        assert "ACLED" not in text
