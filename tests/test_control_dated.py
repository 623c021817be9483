"""Dated polygons from elsewhere, read and compared day by day."""

from __future__ import annotations

import hashlib
import json

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import Point, Polygon, box, mapping

from geoevents.control import (
    changes_by_actor,
    control_changes,
    control_series,
    front_lines,
    has_dated_areas,
    read_dated_areas,
)
from geoevents.errors import InputError
from geoevents.spatial import area_km2


def save(folder, day, *shapes, crs=None, **properties):
    """Write one day's polygons as GeoJSON."""
    features = [
        {
            "type": "Feature",
            "properties": {name: values[n] for name, values in properties.items()},
            "geometry": mapping(shape) if shape is not None else None,
        }
        for n, shape in enumerate(shapes)
    ]
    data = {"type": "FeatureCollection", "features": features}
    if crs:
        data["crs"] = {"type": "name", "properties": {"name": crs}}
    path = folder / f"map_{day}.geojson"
    path.write_text(json.dumps(data))
    return path


@pytest.fixture
def folder(tmp_path):
    """Write three days of one side's land, the second without a change."""
    save(tmp_path, "20240708", box(37, 47, 38, 48))
    save(tmp_path, "20240709", box(37, 47, 38, 48), crs="urn:ogc:def:crs:OGC:1.3:CRS84")
    save(tmp_path, "20240712", box(37, 47, 38.1, 48), crs="EPSG:4326")
    return tmp_path


def test_a_folder_of_dated_files_is_known(folder, tmp_path):
    """By the names of its files; reports and single files are none."""
    assert has_dated_areas(folder)
    assert not has_dated_areas(folder / "map_20240708.geojson")
    (folder / "notes.geojson").write_text("{}")
    assert not has_dated_areas(folder)
    assert not has_dated_areas(tmp_path / "none")


def test_each_day_is_in_force_until_the_next(folder):
    """A boundary instant belongs to the interval that it starts, and to no other."""
    control = read_dated_areas(folder)
    assert control["actor_id"].tolist() == ["held"] * 3
    starts = [str(day.date()) for day in control["valid_from"]]
    assert starts == ["2024-07-08", "2024-07-09", "2024-07-12"]
    assert control["valid_to"].tolist()[:2] == control["valid_from"].tolist()[1:]
    assert pd.isna(control["valid_to"].iloc[2])
    for start in control["valid_from"]:
        in_force = (control["valid_from"] <= start) & (
            control["valid_to"].isna() | (control["valid_to"] > start)
        )
        assert in_force.sum() == 1
    assert control["area_km2"].iloc[0] == pytest.approx(area_km2(box(37, 47, 38, 48)))


def test_gain_less_loss_is_net(folder):
    """A series has a row per change, its two days in it; gained less lost is the areas' change."""
    control = read_dated_areas(folder)
    series = control_series(control)
    assert series[["start", "end", "before", "after"]].to_numpy().tolist() == [
        ["2024-07-09", "2024-07-12", "no data", "held"]
    ]
    sums = changes_by_actor(series).set_index("actor_id")
    change = control["area_km2"].iloc[2] - control["area_km2"].iloc[0]
    assert sums.loc["held", "net_km2"] == pytest.approx(change, rel=1e-4)
    assert sums.loc["held", "net_km2"] == sums.loc["held", "gained_km2"]
    assert sums.loc["no data", "net_km2"] == -sums.loc["held", "net_km2"]
    # A day without a file of its own is that of the last file before it.
    assert len(control_changes(control, "2024-07-08", "2024-07-11")) == 0


def test_holders_come_from_an_attribute(tmp_path):
    """Several sides, named by an attribute, change hands between each other."""
    west, east = box(37, 47, 38, 48), box(38, 47, 39, 48)
    save(tmp_path, "2024-07-08", west, east, side=["A", "B"])
    save(tmp_path, "2024-07-09", west, east, side=["A", "A"])
    control = read_dated_areas(tmp_path, holder="side")
    assert control["actor_id"].tolist() == ["A", "B", "A"]
    changes = control_changes(control, "2024-07-08", "2024-07-09")
    assert changes[["before", "after"]].to_numpy().tolist() == [["B", "A"]]
    lines = front_lines(control, "2024-07-08")
    assert lines[["side_a", "side_b"]].to_numpy().tolist() == [["A", "B"]]
    assert lines["length_km"].iloc[0] == pytest.approx(111.2, abs=0.3)
    with pytest.raises(InputError, match="has the attribute 'party'"):
        read_dated_areas(tmp_path, holder="party")


def test_what_is_no_sound_polygon_is_mended_and_told(tmp_path):
    """Bow ties and overlaps are mended, points and empty features left out and counted."""
    tie = Polygon([(30, 40), (31, 41), (31, 40), (30, 41)])
    save(tmp_path, "20240708", tie, box(33, 40, 34, 41), box(33.5, 40, 34.5, 41), Point(1, 1), None)
    row = read_dated_areas(tmp_path).iloc[0]
    assert row.geometry.is_valid
    assert row["area_km2"] == pytest.approx(area_km2(box(33, 40, 34.5, 41)) * 4 / 3, rel=1e-2)
    assert "mended" in row["reasons"]
    assert "1 features that are no polygons left out" in row["reasons"]


def test_other_formats_are_read(tmp_path):
    """A GeoPackage a day, in its own CRS."""
    frame = gpd.GeoDataFrame({"side": ["A"]}, geometry=[box(37, 47, 38, 48)], crs=4326)
    frame.to_crs(32637).to_file(tmp_path / "map_20240708.gpkg")
    control = read_dated_areas(tmp_path, holder="side")
    assert control["actor_id"].tolist() == ["A"]
    assert control["area_km2"].iloc[0] == pytest.approx(8_309, rel=1e-2)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("map.geojson", "{}", "no day in its name"),
        ("map_20241340.geojson", "{}", "no day in its name"),
        ("map_20240708.geojson", "{", "cannot be read as GeoJSON"),
        ("map_20240708.geojson", '{"type": "FeatureCollection", "crs": {}}', "expected 'features'"),
        (
            "map_20240708.geojson",
            '{"type": "FeatureCollection", "features": [], "crs": {"properties": {"name": "x"}}}',
            "expected degrees",
        ),
        ("map_20240708.txt", "", "holds no dated polygons"),
        (
            "map_20240708.geojson",
            '{"type": "FeatureCollection", "features": []}',
            "holds no polygon; expected at least one",
        ),
    ],
)
def test_a_file_that_cannot_be_used_is_named(tmp_path, name, text, said):
    """Names without a day, broken files and other projections are told."""
    (tmp_path / name).write_text(text)
    with pytest.raises(InputError, match=said):
        read_dated_areas(tmp_path)


def test_two_files_of_one_day_are_told(folder):
    """Which of them is meant is not guessed."""
    save(folder, "2024-07-08", box(37, 47, 38, 48))
    with pytest.raises(InputError, match="both of 2024-07-08"):
        read_dated_areas(folder)


def test_a_series_needs_two_days(folder):
    """One day has no change."""
    with pytest.raises(InputError, match="at least two days"):
        control_series(read_dated_areas(folder), days=["2024-07-08"])


def test_a_replay_of_590_days_is_byte_identical(tmp_path):
    """A front that goes to and fro for 590 days gives the same bytes again, and closes its sum."""
    days = pd.date_range("2023-01-01", periods=590)
    for n, day in enumerate(days):
        east = 38 + ((n * 7) % 60) / 400
        save(
            tmp_path, f"{day:%Y%m%d}", box(37, 47, east, 48), box(east, 47, 39, 48), side=["A", "B"]
        )

    def replay():
        """Read and difference all days; return a hash of every byte, and the table."""
        series = control_series(read_dated_areas(tmp_path, holder="side", areas=False))
        digest = hashlib.sha256(series.drop(columns="geometry").to_csv().encode())
        for shape in series.geometry:
            digest.update(shape.wkb)
        return digest.hexdigest(), series

    (first, series), (second, _) = replay(), replay()
    assert first == second
    assert set(zip(series["before"], series["after"], strict=True)) == {("A", "B"), ("B", "A")}
    sums = changes_by_actor(series).groupby("actor_id")["net_km2"].sum()
    east = 38 + ((589 * 7) % 60) / 400
    assert sums["A"] == pytest.approx(area_km2(box(38, 47, east, 48)), rel=1e-4)
    assert sums["A"] == pytest.approx(-sums["B"])
