"""Files in the formats that GeoNames, OCHA and spreadsheets really have, oddities included."""

# ruff: noqa: F401, F811 - the fixtures are imported

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
from gazetteer_support import cache, gazetteer, shipped
from shapely.geometry import MultiPolygon, box

from geoevents.errors import InputError

# The columns of a COD-AB layer of the third level, as OCHA published it for Syria
COD = {
    "admin3Name_en": ["A'zaz", "Aghtrin", "Tall Refaat", None, "Mare'"],
    "admin3Name_ar": ["أعزاز", "أخترين", "تل رفعت", "صوران", "مارع"],
    "admin3Pcode": ["SY020400", "SY020402", "SY020403", "SY020404", "SY020405"],
    "admin3RefName": ["Azaz", None, "Tall Refaat", "", None],
    "admin2Name_en": ["A'zaz"] * 5,
    "admin2Pcode": ["SY0204"] * 5,
    "admin1Name_en": ["Aleppo"] * 5,
    "admin1Name_ar": ["حلب"] * 5,
    "admin1Pcode": ["SY02"] * 5,
    "admin0Name_en": ["Syrian Arab Republic"] * 5,
    "admin0Pcode": ["SY"] * 5,
    "validOn": ["2023-05-08"] * 5,
    "validTo": [None] * 5,
}
# And as it is published since 2025
NEW_COD = pd.DataFrame({
    "adm3_name": ["A'zaz", "Aghtrin"], "adm3_name1": ["أعزاز", "أخترين"],
    "adm3_name2": [None, None], "adm3_pcode": ["SY020400", "SY020402"],
    "adm2_name": ["A'zaz"] * 2, "adm2_pcode": ["SY0204"] * 2, "adm1_name": ["Aleppo"] * 2,
    "adm1_pcode": ["SY02"] * 2, "adm0_name": ["Syrian Arab Republic (the)"] * 2,
    "adm0_pcode": ["SY"] * 2, "iso2": ["SY"] * 2, "iso3": ["SYR"] * 2,
    "area_sqkm": ["1.2", "3.4"], "center_lat": ["36.58", "36.50"],
    "center_lon": ["37.05", "37.33"], "lang": ["en"] * 2, "lang1": ["ar"] * 2,
    "cod_version": ["v_02"] * 2,
})  # fmt: skip


def cod_layer():
    """Return the layer with its polygons; one village has two parts, one row has no geometry."""
    two = MultiPolygon([box(37.0, 36.4, 37.15, 36.55), box(37.18, 36.45, 37.2, 36.5)])
    shapes = [box(36.95, 36.5, 37.15, 36.7), box(37.2, 36.4, 37.4, 36.6), two,
              box(37.15, 36.5, 37.25, 36.6), None]  # fmt: skip
    return gpd.GeoDataFrame(COD, geometry=shapes, crs="EPSG:4326")


def short(frame):
    """Return a layer with the headers that a shapefile's ten characters leave."""
    shorter = {"admin": "ADM", "RefName": "_REF", "Name_": "_", "Pcode": "_PCODE"}

    def cut(header):
        for long, brief in shorter.items():
            header = header.replace(long, brief)
        return header

    return frame.rename(columns=cut)


@pytest.mark.parametrize("kind", ["gpkg", "utm", "shp", "geojson"])
def test_a_cod_ab_layer_is_read_whatever_holds_it(gazetteer, tmp_path, kind):
    """Names in both scripts, p-codes and boxes come through file formats and projections."""
    frame = cod_layer()
    path = tmp_path / f"syr_admbnda_adm3.{'gpkg' if kind == 'utm' else kind}"
    if kind == "utm":
        frame = frame.to_crs("EPSG:32637")
    (short(frame) if kind == "shp" else frame).to_file(path, encoding="utf-8")
    added = gazetteer.add(path)
    assert added.source.n_places == 4
    assert [(r.row, r.column) for r in added.rejected] == [(5, "geometry")]
    azaz = gazetteer.search("أعزاز", country="SY")[0].place
    assert (azaz.name, azaz.pcode, azaz.feature_code) == ("A'zaz", "SY020400", "ADM3")
    assert azaz.bbox == pytest.approx((36.95, 36.5, 37.15, 36.7), abs=1e-4)
    assert azaz.admin1_code == "09"
    west, _, east, _ = gazetteer.search("Tall Refaat", country="SY")[0].place.bbox
    assert (west, east) == pytest.approx((37.0, 37.2), abs=1e-4)


def test_a_row_without_a_name_in_english_takes_the_other_script_s(gazetteer, tmp_path):
    """Lists leave out what nobody has transcribed; the village is there all the same."""
    path = tmp_path / "cod.csv"
    table = pd.DataFrame(COD).assign(center_lat=36.5, center_lon=37.1)
    table.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\r\n")
    added = gazetteer.add(path)
    assert added.source.n_places == 5
    assert added.left_out == {"names in 'admin3Name_en', empty": 1}
    assert gazetteer.place("cod:SY020404").name == "صوران"


@pytest.mark.parametrize("driver", ["CSV", "XLSX", "ODS"])
def test_a_list_of_p_codes_is_read_from_text_and_from_sheets(gazetteer, tmp_path, driver):
    """The new headers of COD-AB, in a spreadsheet as on the Humanitarian Data Exchange."""
    path = tmp_path / f"syr_admgz.{driver.lower()}"
    if driver == "CSV":
        NEW_COD.to_csv(path, index=False)
    else:
        pyogrio.write_dataframe(NEW_COD, path, layer="syr_admgz_adm3", driver=driver)
    assert gazetteer.add(path).source.n_places == 2
    place = gazetteer.search("أخترين", country="SY")[0].place
    assert (place.name, place.pcode, place.latitude) == ("Aghtrin", "SY020402", 36.5)


def test_a_workbook_of_several_sheets_asks_which(gazetteer, tmp_path):
    """One that names the sheet is read; a sheet that is none is an error."""
    path = tmp_path / "syr.xlsx"
    pyogrio.write_dataframe(NEW_COD[["adm0_name"]], path, layer="about", driver="XLSX")
    pyogrio.write_dataframe(NEW_COD, path, layer="admin3", driver="XLSX", append=True)
    with pytest.raises(InputError, match=r"has the layers about, admin3; say which"):
        gazetteer.add(path)
    assert gazetteer.add(path, layer="admin3").source.n_places == 2
    with pytest.raises(InputError, match="cannot be read"):
        gazetteer.add(path, layer="admin4")


def test_what_only_calls_itself_a_spreadsheet_is_refused(gazetteer, tmp_path):
    """The message says what to do."""
    path = tmp_path / "places.xlsx"
    path.write_text("name,lat,lon\nA,36,37\n", "utf-8")
    with pytest.raises(InputError, match="save the sheet as CSV"):
        gazetteer.add(path)


def fields(*values):
    """Return a line of fields parted by tabs."""
    return "\t".join(str(value) for value in values)


COUNTRY = (
    fields(170063, "Aleppo", "Aleppo", 'Alep,,حلب,"Haleb"', 36.20124, 37.16117, "P", "PPLA", "SY",
           "", "09", "", "", "", 1602264, "", 381, "Asia/Damascus", "2022-01-01"),
    fields(99000021, 'Kafr "al" Qwrtah', "Kafr al Qwrtah", "", 36.26, 37.09, "P", "PPL", "SY", "",
           "09", "", "", "", 0, "", -9999, "Asia/Damascus", "2012-01-01"),
    fields(99000022, "Tall ad Qwrtan", "Tall ad Qwrtan", ",,تل القورتان,", 35.9, 37.2, "P", "PPL",
           "SY", "SY,TR", "09", "", "", "", "", "", 300, "", ""),
    "",
    fields(99000023, "Torn", "Torn"),
)  # fmt: skip
ALTERNATES = (
    fields(1, 99000021, "ar", "كفر القورتة", 1, 1, "", "", "", ""),
    fields(2, 99000021, "", "Kafer Qwrta", "", "", "", "", "", ""),
    fields(3, 170063, "post", "12345", "", "", "", "", "", ""),
    fields(4, 99000022, "wkdt", "Q123", "", "", "", "", "", ""),
    fields(5, 99000022, "en", '"Tal" Qwrtan', "", "", 1, "", "1990", "2011"),
    "torn",
)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_geonames_lines_hold_quotes_gaps_and_marks(gazetteer, tmp_path, newline):
    """A quotation mark is a letter there; a byte order mark and empty lines are nothing."""
    path = tmp_path / "SY.txt"
    path.write_text("\ufeff" + newline.join(COUNTRY) + newline, "utf-8", newline="")
    (tmp_path / "alternatenames").mkdir()
    text = newline.join(ALTERNATES) + newline
    (tmp_path / "alternatenames" / "SY.txt").write_text(text, "utf-8", newline="")
    added = gazetteer.add(path)
    assert added.source.n_places == 3
    assert [(r.row, r.value[:8]) for r in added.rejected] == [(5, "99000023")]
    for name in ("Kafr al Qwrtah", "كفر القورتة", "Kafer Qwrta", 'Kafr "al" Qwrtah'):
        assert gazetteer.search(name, country="SY")[0].place.place_id == "geonames:99000021"
    assert gazetteer.search("Tal Qwrtan", country="SY")[0].place.place_id == "geonames:99000022"
    assert not gazetteer.known_keys({"12345", "q123"})
