"""The commands that make products from control, as a user types them."""

from __future__ import annotations

import csv
import json

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
    csv.field_size_limit(10_000_000)  # a polygon's WKT is longer than the reader's own limit
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def test_control_by_district_writes_classes_with_pcodes(claims, boundaries, tmp_path, capsys):
    """Each district has its class from the side's view, its p-code, and km² by holder."""
    output = tmp_path / "districts.csv"
    asked = ["control", str(claims), "--districts", str(boundaries), "--at", "2015-01-02"]
    assert main([*asked, "--side", "west", "-o", str(output)]) == 0
    rows = rows_of(output)
    assert [row["pcode"] for row in rows] == ["SY0201", "SY0202", ""]
    assert [row["reported_class"] for row in rows] == ["control", "opponent control", "contested"]
    assert float(rows[0]["km2:west"]) > 1_000
    assert "3 rows" in capsys.readouterr().out


def test_districts_need_a_day(claims, boundaries, tmp_path, capsys):
    """Without a day the next option to type is told."""
    output = tmp_path / "districts.csv"
    assert main(["control", str(claims), "--districts", str(boundaries), "-o", str(output)]) == 1
    assert "--at YYYY-MM-DD" in capsys.readouterr().err


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
    assert main([*asked, "magic"]) == 1
    assert "k-nearest" in capsys.readouterr().err
