"""Claims tables with impossible values are refused at the door, by file, row, column and value."""

from __future__ import annotations

import json

import pytest

from geoevents.errors import TableError
from geoevents.schema import CLAIMS
from geoevents.tables import read_claims, read_table


def save(path, text):
    """Write a table and return its path."""
    path.write_text(text, encoding="utf-8", newline="")
    return path


def feature(place=None, **properties):
    """Return a claim as a GeoJSON feature."""
    geometry = None if place is None else {"type": "Point", "coordinates": place}
    return {
        "type": "Feature",
        "geometry": geometry,
        "properties": {"claim_id": "a", "event_type": "LOSS", **properties},
    }


def collection(folder, *features, **members):
    """Write features as a GeoJSON file and return its path."""
    return save(folder / "a.geojson", json.dumps({"features": list(features), **members}))


@pytest.mark.parametrize(
    "place", [[37, 126], [1e300, 36], [float("nan"), float("inf")], [4_120_000, 4_330_000]]
)
def test_points_off_the_earth_are_refused(tmp_path, place):
    """Swapped, infinite and metric coordinates are errors, not marks that are drawn nowhere."""
    path = collection(tmp_path, feature([37, 36]), feature(place, claim_id="b"))
    with pytest.raises(TableError, match=r"a\.geojson', row 1, column 'geometry': .*-180 to 180"):
        read_claims(path)


@pytest.mark.parametrize("name", ["origin_point", "destination_point", "place_extent"])
@pytest.mark.parametrize("value", ["POINT (999 999)", "here"])
def test_wkt_columns_hold_places_on_the_earth(tmp_path, name, value):
    """The ends of movements and extents are checked as the geometry is."""
    with pytest.raises(TableError, match=f"row 0, column '{name}': '"):
        read_claims(collection(tmp_path, feature([37, 36], **{name: value})))


def test_only_degrees_are_taken_as_crs(tmp_path):
    """Older names of EPSG:4326 pass; another CRS is refused with the remedy."""
    for name in ("urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", "urn:ogc:def:crs:EPSG::4326"):
        crs = {"type": "name", "properties": {"name": name}}
        assert len(read_claims(collection(tmp_path, feature([37, 36]), crs=crs))) == 1
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}
    with pytest.raises(TableError, match=r"EPSG::3857.*to_crs\(4326\)"):
        read_claims(collection(tmp_path, feature([37, 36]), crs=crs))


def test_a_mapped_table_is_checked_too(tmp_path):
    """WKT that a mapping names is checked like our own."""
    path = save(tmp_path / "t.csv", "when,from\n2015-02-09,POINT (999 999)\n")
    with pytest.raises(TableError, match="row 0, column 'origin_point'"):
        read_table(path, columns={"valid_from": "when", "origin_point": "from"})


def test_halves_of_signs_become_the_replacement_sign(tmp_path):
    """A lone surrogate in a claims table does not stop it."""
    claims = read_claims(collection(tmp_path, feature(actor="a\ud800b")))
    assert claims["actor"].tolist() == ["a\ufffdb"]


@pytest.mark.parametrize(
    ("column", "value"),
    [("actor", "a\ud800"), ("start", 10**30), ("start", float("inf")), ("quantity", 10**400)],
)
def test_a_misfit_is_named_with_its_own_row(column, value):
    """Texts that no file can hold and numbers out of range are found where they stand."""
    rows = [{"claim_id": "a", column: 1}, {"claim_id": "b", column: value}]
    with pytest.raises(TableError, match=f"Row 1 .* in column '{column}'"):
        CLAIMS.build(rows)


@pytest.mark.parametrize("name", ["valid_from", "valid_to", "published_at", "recorded_at"])
@pytest.mark.parametrize("value", ["0001-01-01", "9999-12-31", "9999-12-31T23:59:59-10:00"])
def test_times_that_programs_cannot_hold_are_refused(tmp_path, name, value):
    """Years far off are named by row, column and value."""
    path = collection(tmp_path, feature(), feature(claim_id="b", **{name: value}))
    with pytest.raises(TableError, match=f"row 1, column '{name}': '[0-9]+-.*1678 to 2261"):
        read_claims(path)


def test_mapped_times_far_off_are_refused_or_undated(tmp_path):
    """A year that cannot be held is named; one past the calendar leaves the row undated."""
    path = save(tmp_path / "t.csv", "when\n2015-02-09\n0001-01-01\n")
    with pytest.raises(TableError, match="row 1, column 'valid_from'"):
        read_table(path, columns={"valid_from": "when"})
    claims = read_table(save(path, "when\n9999-12-31\n"), columns={"valid_from": "when"})
    assert "'9999-12-31' is no complete date" in claims["date_reasons"].iloc[0]


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"confidence": 1.5}, "confidence"),
        ({"confidence": -0.1}, "confidence"),
        ({"confidence": float("inf")}, "confidence"),
        ({"uncertainty_m": -5}, "uncertainty_m"),
        ({"uncertainty_m": 1e9}, "uncertainty_m"),
        ({"quantity": float("inf")}, "quantity"),
        ({"start": -1, "end": 3}, "start"),
        ({"start": 7, "end": 3}, "end"),
        ({"valid_from": "2015-02-10", "valid_to": "2015-02-09"}, "valid_to"),
    ],
)
def test_numbers_and_intervals_out_of_range_are_refused(tmp_path, wrong, name):
    """Values that cannot be are named by row, column and value."""
    path = collection(tmp_path, feature(), feature(claim_id="b", **wrong))
    with pytest.raises(TableError, match=f"row 1, column '{name}': '.*cannot be"):
        read_claims(path)


def test_the_bounds_themselves_are_taken(tmp_path):
    """Nothing sure, all sure, no radius, and open intervals are values like others."""
    sound = feature(confidence=0, uncertainty_m=0, start=3, end=3, valid_from="2015-02-09")
    other = feature(claim_id="b", confidence=1, valid_to="2015-02-09")
    assert len(read_claims(collection(tmp_path, sound, other))) == 2


def test_a_mapped_start_moves_the_end(tmp_path):
    """The end follows from the start and the quote, where the table has none."""
    path = save(tmp_path / "t.csv", "at,words\n500,Azaz fell.\n")
    claims = read_table(path, columns={"start": "at", "quote": "words"})
    assert claims[["start", "end"]].to_numpy().tolist() == [[500, 510]]


def test_a_column_name_that_is_too_long_is_refused(tmp_path):
    """A cell over the CSV reader's limit names the file."""
    path = save(tmp_path / "t.csv", "claim_id," + "x" * 200_000 + "\na,b\n")
    with pytest.raises(TableError, match=r"t\.csv' is no sound CSV"):
        read_table(path)
