"""A user's files: what is read from tables, sheets and layers, and what is rejected and why."""

# ruff: noqa: F401, F811 - the fixtures are imported

from __future__ import annotations

import csv

import geopandas as gpd
import pandas as pd
import pytest
from gazetteer_support import (
    MAPPING,
    cache,
    gazetteer,
    places,
    server,
    shipped,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely.geometry import Point, box

from geoevents.errors import GazetteerError, InputError
from geoevents.gazetteer.columns import find_columns
from geoevents.gazetteer.resolver import Resolver
from geoevents.gazetteer.userfile import read_user_file


def test_every_bad_row_is_reported(gazetteer, places):
    """File, row, column, value and reason of each; the list lies beside the file."""
    added = gazetteer.add(places, columns=MAPPING, country="SY")
    assert [(r.file, r.row, r.column, r.value) for r in added.rejected] == [
        ("places.csv", 4, "LAT", "north"),
        ("places.csv", 5, "NAME_EN", ""),
        ("places.csv", 6, "LAT, LON", "6.6, 38.1"),
        ("places.csv", 7, "NAME_EN", "Qwrtzeh (row 3)"),
    ]
    assert added.source.n_places == 2
    listed = pd.read_csv(added.rejected_file)
    assert added.rejected_file == places.with_name("places.rejected.csv")
    assert listed["row"].tolist() == [4, 5, 6, 7]
    assert added.reasons["repeats that row"] == 1


CELLS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    ["36.5", "38,1", "N 36", "36.6N", "٣٦", "1e3", "nan", "inf", "-", "#adm", "حلب", "=1"]
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(CELLS, min_size=1, max_size=6), min_size=1, max_size=8))
def test_any_table_is_read_or_refused_and_every_row_accounted_for(gazetteer, tmp_path, rows):
    """Whatever the cells hold, each row is a place, rejected or left out; nothing else happens."""
    path = tmp_path / "any.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["name", "lat", "lon", "pcode", "country"], *rows])
    try:
        reading = read_user_file(path, Resolver(gazetteer._ours), label="any", columns={})
    except InputError:
        return
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    taken = len(reading.entries) + len(reading.rejected) + sum(reading.left_out.values())
    assert taken == len(filled)


def test_ocha_headers_are_recognised(gazetteer, tmp_path):
    """A COD-AB list needs no mapping: lowest level, p-codes, languages, HXL tags."""
    path = tmp_path / "syr_admin3.csv"
    path.write_text(
        "admin0Name_en,admin0Pcode,admin1Name_en,admin1Pcode,admin3Name_en,admin3Name_ar,"
        "admin3Pcode,latitude,longitude\n"
        "#country+name,#country+code,#adm1+name,#adm1+code,#adm3+name,#adm3+name,#adm3+code,"
        "#geo+lat,#geo+lon\n"
        "Syrian Arab Republic,SY,Aleppo,SY02,Qwrtzan,كورتزان,SY020401,36.6,38.1\n",
        "utf-8-sig",
    )
    added = gazetteer.add(path)
    assert added.left_out == {"rows of HXL tags": 1}
    place = gazetteer.search("كورتزان")[0].place
    assert (place.name, place.pcode, place.feature_code) == ("Qwrtzan", "SY020401", "ADM3")
    assert (place.country_code, place.admin1_name) == ("SY", "Aleppo")


@pytest.mark.parametrize(
    ("headers", "name", "pcode", "also"),
    [
        (["ADM2_EN", "ADM2_AR", "ADM2_PCODE", "lat", "lon"], "ADM2_EN", "ADM2_PCODE", ["ADM2_AR"]),
        (["adm1_name", "adm1_pcode", "adm4_name", "adm4_name1", "adm4_pcode", "y", "x"],
         "adm4_name", "adm4_pcode", ["adm4_name1"]),
        (["Village", "P_CODE", "admin3Name_en", "admin3Pcode", "Latitude", "Longitude"],
         "Village", "P_CODE", []),
    ],
)  # fmt: skip
def test_usual_headers_are_recognised(headers, name, pcode, also):
    """Old and new COD-AB headers, and lists of villages with the divisions above them."""
    found = find_columns(headers, {}, file="f.csv")
    assert (found.name, found.pcode, list(found.also)) == (name, pcode, also)


def test_a_countrys_column_may_hold_codes_or_names(gazetteer, tmp_path):
    """Two letters, three letters or a name; a value that is none of them rejects the row."""
    path = tmp_path / "mixed.csv"
    path.write_text(
        "Localité,Country,X,Y\nQwrta,SY,38,36.6\nQwrtb,IRQ,43,36.3\nQwrtc,Turkey,37,37\n"
        "Qwrtd,Elbonia,37,37\n",
        "utf-8",
    )
    added = gazetteer.add(path)
    codes = [gazetteer.search(f"Qwrt{c}")[0].place.country_code for c in "abc"]
    assert codes == ["SY", "IQ", "TR"]
    assert [(r.row, r.column, r.value) for r in added.rejected] == [(5, "Country", "Elbonia")]


def test_unknown_headers_say_what_to_do(gazetteer, tmp_path):
    """The message lists the columns and the option that is missing."""
    path = tmp_path / "odd.csv"
    path.write_text("wo,breite,laenge\nQwrtz,36.6,38.1\n", "utf-8")
    with pytest.raises(InputError, match=r"wo, breite, laenge.*--name COLUMN"):
        gazetteer.add(path, country="SY")
    with pytest.raises(InputError, match="has no column 'ort' for name; it has wo"):
        gazetteer.add(path, columns={"name": "ort"}, country="SY")
    mapping = {"name": "wo", "lat": "breite", "lon": "laenge"}
    with pytest.raises(InputError, match="--country SY"):
        gazetteer.add(path, columns=mapping)
    with pytest.raises(InputError, match="no country's code"):
        gazetteer.add(path, columns=mapping, country="Syria")
    assert gazetteer.add(path, columns=mapping, country="SY").source.n_places == 1


def test_points_and_polygons_are_taken(gazetteer, tmp_path):
    """A GeoPackage in metres and a GeoJSON of polygons give points, extents and boxes."""
    villages = gpd.GeoDataFrame(
        {"name": ["Qwrtzeh", "Empty"], "pcode": ["SY1", "SY2"]},
        geometry=[Point(38.1, 36.6), Point()],
        crs="EPSG:4326",
    )
    villages.to_crs("EPSG:32637").to_file(tmp_path / "villages.gpkg", driver="GPKG")
    added = gazetteer.add(tmp_path / "villages.gpkg", country="SY")
    assert [(r.row, r.column) for r in added.rejected] == [(2, "geometry")]
    place = gazetteer.search("Qwrtzeh")[0].place
    assert (round(place.longitude, 4), round(place.latitude, 4)) == (38.1, 36.6)
    districts = gpd.GeoDataFrame(
        {"ADM3_EN": ["Vlorbek"], "ADM3_PCODE": ["SY020299"]},
        geometry=[box(38.0, 36.5, 38.4, 36.7)],
        crs="EPSG:4326",
    )
    districts.to_file(tmp_path / "districts.geojson", driver="GeoJSON")
    gazetteer.add(tmp_path / "districts.geojson")
    place = gazetteer.search("Vlorbek")[0].place
    assert place.bbox == (38.0, 36.5, 38.4, 36.7)
    assert 15_000 < place.extent_m < 30_000
    assert place.is_area


def test_files_that_cannot_be_used_say_why(gazetteer, tmp_path):
    """A missing file, a spreadsheet, a zip of something else, a file of bad rows only."""
    with pytest.raises(InputError, match="is no file; expected a country's code"):
        gazetteer.add(tmp_path / "none.csv")
    for name, why in (("a.xlsx", "save the sheet as CSV"), ("b.zip", "damaged"), ("c.md", "none")):
        (tmp_path / name).write_text("x", "utf-8")
        with pytest.raises(InputError, match=why):
            gazetteer.add(tmp_path / name)
    (tmp_path / "d.csv").write_text("name,lat,lon\nQwrtz,95,38\n", "utf-8")
    with pytest.raises(InputError, match=r"row 2, column 'lat' has '95'.*Nothing was added"):
        gazetteer.add(tmp_path / "d.csv", country="SY")
    (tmp_path / "e.csv").write_bytes("name,lat,lon\nحلب,36,38\n".encode("cp1256"))
    with pytest.raises(InputError, match="UTF-8"):
        gazetteer.add(tmp_path / "e.csv", country="SY")
    assert gazetteer.added() == []


def test_a_hostile_table_stays_data(gazetteer, tmp_path):
    """No cell becomes a path or a formula, whatever it says."""
    path = tmp_path / "evil.csv"
    path.write_text(
        "name,lat,lon,pcode\n../../Qwrtzeh,36.6,38.1,../../x\n=HYPERLINK(1),=1+1,38.1,SY3\n",
        "utf-8",
    )
    added = gazetteer.add(path, country="SY")
    assert "'=1+1" in added.rejected_file.read_text("utf-8-sig")
    assert gazetteer.search("Qwrtzeh") or gazetteer.search("../../Qwrtzeh")
    with pytest.raises(InputError, match="cannot label a source"):
        gazetteer.add(path, country="SY", label="../..")
