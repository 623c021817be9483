"""The commands that make products from control, as a user types them."""

from __future__ import annotations

import csv
import json

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import box, mapping
from tests_shared import towns

from geoevents.cli import main
from geoevents.export import write_geojson


@pytest.fixture
def claims(tmp_path):
    """Write claims on a lattice of towns, west and east."""
    path = tmp_path / "claims.geojson"
    write_geojson(towns(), path)
    return path


@pytest.fixture
def boundaries(tmp_path):
    """Write two districts as GeoJSON, with the headers of COD-AB."""
    path = tmp_path / "districts.geojson"
    features = [
        {
            "type": "Feature",
            "geometry": mapping(shape),
            "properties": {"ADM2_EN": name, "ADM2_PCODE": code},
        }
        for name, code, shape in [
            ("West", "SY0201", box(36, 34, 37.9, 37)),
            ("East", "SY0202", box(38.1, 34, 40, 37)),
        ]
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def rows_of(path):
    """Read a CSV that was written."""
    limit = csv.field_size_limit(10_000_000)  # a polygon's WKT is longer than the reader's own
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            return list(csv.DictReader(lines))
    finally:
        csv.field_size_limit(limit)


def test_control_by_district_writes_classes_with_pcodes(claims, boundaries, tmp_path, capsys):
    """Each district has its class from the side's view, its p-code, and km² by holder."""
    output = tmp_path / "districts.csv"
    asked = ["control", str(claims), "--districts", str(boundaries), "--at", "2015-01-02"]
    assert main([*asked, "--side", "west", "-o", str(output)]) == 0
    rows = rows_of(output)
    assert [row["pcode"] for row in rows] == ["SY0201", "SY0202", ""]
    assert [row["reported_class"] for row in rows] == ["control", "opponent control", "contested"]
    assert float(rows[0]["km2:west"]) > 1_000
    assert "geometry" not in rows[0]  # a point inside stands for the border
    assert 36 < float(rows[0]["lon"]) < 37.9
    assert "3 rows" in capsys.readouterr().out


def test_districts_need_a_day(claims, boundaries, tmp_path, capsys):
    """Without a day the next option to type is told."""
    output = tmp_path / "districts.csv"
    assert main(["control", str(claims), "--districts", str(boundaries), "-o", str(output)]) == 2
    assert "--at YYYY-MM-DD" in capsys.readouterr().err


def test_districts_without_shapes_are_told(claims, tmp_path, capsys):
    """A table is no boundary file: an error, not a traceback."""
    table = tmp_path / "villages.csv"
    table.write_text("place,lat,lon\nAzaz,36.6,37.0\n")
    asked = ["control", str(claims), "--districts", str(table), "--at", "2015-01-02"]
    assert main([*asked, "-o", str(tmp_path / "d.csv")]) == 1
    assert "villages.csv holds no polygons" in capsys.readouterr().err


def test_districts_without_a_crs_are_told_by_their_file(claims, boundaries, tmp_path, capsys):
    """The message names the file and what to do outside Python."""
    shapes = tmp_path / "d.shp"
    gpd.read_file(boundaries).to_file(shapes)
    shapes.with_suffix(".prj").unlink()
    asked = ["control", str(claims), "--districts", str(shapes), "--at", "2015-01-02"]
    assert main([*asked, "-o", str(tmp_path / "d.csv")]) == 1
    said = capsys.readouterr().err
    assert "d.shp has no CRS" in said
    assert ".prj" in said


def test_districts_that_lie_elsewhere_are_told(claims, boundaries, tmp_path, capsys):
    """Degrees under a projected CRS give districts without any report; that is said aloud."""
    wrong = tmp_path / "wrong.gpkg"
    gpd.read_file(boundaries).set_crs(32637, allow_override=True).to_file(wrong)
    asked = ["control", str(claims), "--districts", str(wrong), "--at", "2015-01-02"]
    assert main([*asked, "-o", str(tmp_path / "d.csv")]) == 0
    said = capsys.readouterr().out
    assert "nothing is reported in any district" in said
    assert "UTM zone 37N" in said


def test_trust_prints_what_leaving_towns_out_tells(claims, tmp_path, capsys):
    """The report is printed without a file; with one, each town left out is written."""
    assert main(["control", str(claims), "--trust", "--at", "2015-01-02"]) == 0
    said = capsys.readouterr().out
    assert "84 towns on 2015-01-02" in said
    assert "acled-syria" in said
    output = tmp_path / "towns.csv"
    asked = ["control", str(claims), "--trust", "--at", "2015-01-02", "-o", str(output)]
    assert main(asked) == 0
    rows = [row for row in rows_of(output) if row["method"] == "model"]
    assert len(rows) == 84
    assert {row["is_right"] for row in rows} <= {"true", "false"}


def test_control_without_a_file_is_wrong_usage(claims, capsys):
    """Only --trust may do without -o."""
    assert main(["control", str(claims)]) == 2
    assert "-o control.geojson" in capsys.readouterr().err


def test_areas_by_a_known_method(claims, tmp_path, capsys):
    """--method draws the areas of another method; a name that is none lists those there are."""
    output = tmp_path / "areas.csv"
    asked = ["control", str(claims), "--at", "2015-01-02", "-o", str(output), "--method"]
    assert main([*asked, "nearest"]) == 0
    assert {row["actor_id"] for row in rows_of(output)} >= {"west", "east"}
    assert main([*asked, "magic"]) == 2
    assert "k-nearest" in capsys.readouterr().err


@pytest.fixture
def folder(tmp_path):
    """Write dated polygons of three days, which grow on the third."""
    made = tmp_path / "maps"
    made.mkdir()
    for day, east in [("20240708", 38), ("20240709", 38), ("20240710", 38.1)]:
        feature = {"type": "Feature", "properties": {}, "geometry": mapping(box(37, 47, east, 48))}
        path = made / f"map_{day}.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    return made


def test_dated_polygons_are_compared_like_reports(folder, tmp_path, capsys):
    """A folder of them stands where reports do; a series needs no days, two days do."""
    output = tmp_path / "changes.csv"
    days = ["--from", "2024-07-08", "--to", "2024-07-10"]
    assert main(["changes", str(folder), *days, "-o", str(output)]) == 0
    assert [(row["before"], row["after"]) for row in rows_of(output)] == [("no data", "held")]
    assert main(["changes", str(folder), "--series", "--by-actor", "-o", str(output)]) == 0
    held = next(row for row in rows_of(output) if row["actor_id"] == "held")
    assert (held["start"], held["end"]) == ("2024-07-09", "2024-07-10")
    assert float(held["net_km2"]) == pytest.approx(831, rel=1e-2)
    capsys.readouterr()
    assert main(["changes", str(folder), "-o", str(output)]) == 2
    assert "--from YYYY-MM-DD --to YYYY-MM-DD" in capsys.readouterr().err


def test_days_the_wrong_way_round_are_wrong_usage(folder, tmp_path, capsys):
    """Gains would be told as losses."""
    days = ["--from", "2024-07-10", "--to", "2024-07-08"]
    assert main(["changes", str(folder), *days, "-o", str(tmp_path / "c.csv")]) == 2
    assert "expected the earlier day first" in capsys.readouterr().err


def test_polygons_without_a_holder_are_told_to_be_one_side(tmp_path, capsys):
    """Sides that swap land within one outline change nothing then, so that is said."""
    for day, border in [("20240708", 38), ("20240709", 38.1)]:
        sides = [("A", box(37, 47, border, 48)), ("B", box(border, 47, 39, 48))]
        table = gpd.GeoDataFrame(sides, columns=["side", "geometry"], geometry="geometry", crs=4326)
        table.to_file(tmp_path / f"map_{day}.geojson")
    asked = ["changes", str(tmp_path), "--series", "-o", str(tmp_path / "c.csv")]
    assert main(asked) == 1
    assert "--holder NAME" in capsys.readouterr().out
    assert main([*asked, "--holder", "side"]) == 0
    assert "--holder" not in capsys.readouterr().out


def test_a_day_before_all_maps_is_told(folder, tmp_path, capsys):
    """The error says which days there are."""
    days = ["--from", "2022-07-08", "--to", "2024-07-10"]
    assert main(["changes", str(folder), *days, "-o", str(tmp_path / "c.csv")]) == 1
    assert "only on: 2024-07-08, 2024-07-09, 2024-07-10" in capsys.readouterr().err


def test_changes_between_reports_name_their_claims(tmp_path):
    """Districts, actors and the claims behind stand in the sums."""
    table = towns()
    taken = table[table.geometry.x.between(37.7, 38)].assign(
        event_type="CAPTURE", actor_id="east", valid_from=pd.Timestamp("2015-02-01", tz="UTC")
    )
    taken["claim_id"] += "-taken"
    path, output = tmp_path / "claims.geojson", tmp_path / "changes.csv"
    write_geojson(gpd.GeoDataFrame(pd.concat([table, taken]), crs=4326), path)
    assert main(["changes", str(path), "--series", "--by-actor", "-o", str(output)]) == 0
    east = next(row for row in rows_of(output) if row["actor_id"] == "east")
    assert (east["start"], east["end"]) == ("2015-01-01", "2015-02-01")
    assert float(east["net_km2"]) > 1_000
    assert "-taken" in east["claim_ids"]


def test_fronts_are_lines_with_how_far_they_moved(folder, tmp_path, capsys):
    """One side's outline is its front to no data; without such there is none to write."""
    output = tmp_path / "fronts.geojson"
    asked = ["changes", str(folder), "--from", "2024-07-08", "--to", "2024-07-10", "--fronts"]
    assert main([*asked, "--with-no-data", "-o", str(output)]) == 0
    (line,) = json.loads(output.read_text("utf-8"))["features"]
    assert line["geometry"]["type"] in {"LineString", "MultiLineString"}
    assert line["properties"]["farthest_km"] == pytest.approx(7.5, abs=0.2)
    assert main([*asked, "-o", str(output)]) == 1
    assert "--with-no-data" in capsys.readouterr().out
