"""Any DataFrame in: places, dates, actors and words found by the columns' names."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, Point, box

from geoevents.errors import TableError
from geoevents.schema import CLAIMS
from geoevents.tables import read_frame, read_table
from geoevents.tables.frames import from_frame

UCDP = Path(__file__).parent / "data" / "ucdp_ged_v23_1_excerpt.csv"


def sheet(**changes):
    """Return a spreadsheet of two rows, as somebody may keep one; `changes` set columns."""
    columns = {
        "Lat": [36.2021, 36.3705],
        "Long": [37.1612, 37.5178],
        "Date of event": ["2016-12-22", "23 February 2017"],
        "Group": ["Syrian Army", "Locals"],
        "Town": ["Aleppo", "al-Bab"],
        "Notes": ["The last buses left.", "=cmd|'/c calc'!A1"],
    }
    return pd.DataFrame(columns | changes)


def test_a_spreadsheet_becomes_claims():
    """Places, days, names and notes are found by their headers; packs know the actors."""
    claims = from_frame(sheet(), date="Date of event", actor="Group")
    assert list(claims.columns) == CLAIMS.names
    assert [tuple(p.coords[0]) for p in claims.geometry] == [
        (37.1612, 36.2021),
        (37.5178, 36.3705),
    ]
    assert claims["date_edtf"].tolist() == ["2016-12-22", "2017-02-23"]
    assert claims["date_precision"].tolist() == ["day", "day"]
    assert claims["actor"].tolist() == ["Syrian Army", "Locals"]
    assert claims["actor_id"].tolist() == ["syrian-government", "locals"]
    assert claims["place_name"].tolist() == ["Aleppo", "al-Bab"]
    assert claims["quote"].tolist() == ["The last buses left.", "=cmd|'/c calc'!A1"]
    assert claims["status"].unique().tolist() == ["reported"]
    assert claims["claim_id"].is_unique


def test_a_frame_without_places_says_how_to_name_them():
    """No geometry and no known headers is an error that names the columns and the remedy."""
    frame = sheet().rename(columns={"Lat": "breite"})
    with pytest.raises(TableError, match=r"breite.*Rename two of them to 'longitude'"):
        from_frame(frame, date="Date of event")


@pytest.mark.parametrize("option", ["date", "actor", "label", "details"])
def test_a_column_that_is_not_there_is_named(option):
    """Whichever option names an absent column, the error lists those that there are."""
    options = {"date": "Date of event", option: "nowhere"}
    with pytest.raises(TableError, match=r"no column 'nowhere'; it has Lat, Long"):
        from_frame(sheet(), **options)


def test_something_else_than_a_frame_is_refused():
    """A list of records is no table, and two columns of one name cannot be told apart."""
    with pytest.raises(TableError, match="is a list"):
        from_frame([{"lat": 1.0}], date="day")
    twice = pd.concat([sheet(), sheet()[["Lat"]]], axis=1)
    with pytest.raises(TableError, match="two columns named 'Lat'"):
        from_frame(twice, date="Date of event")


def test_what_cannot_be_placed_or_dated_stays_with_its_reason():
    """A gap, a point off the earth and a date that is none keep their rows."""
    frame = sheet(Lat=[np.nan, 136.0], **{"Date of event": ["yesterday", None]})
    claims = from_frame(frame, date="Date of event")
    assert claims.geometry.is_empty.all()
    assert claims["place_kind"].tolist() == ["unplaced", "unplaced"]
    assert claims["place_reasons"].tolist() == [
        "unplaced: the row has no coordinates",
        "unplaced: latitude '136', longitude '37.5178' lie off the earth",
    ]
    assert claims["valid_from"].isna().all()
    assert claims["date_reasons"].tolist() == [
        "undated: 'yesterday' is no complete date",
        "undated: the row has no date",
    ]


@pytest.mark.parametrize(
    ("values", "edtf"),
    [
        (pd.to_datetime(["2016-12-22 23:30", "2017-02-23 00:00"]), ["2016-12-22", "2017-02-23"]),
        (
            pd.to_datetime(["2016-12-22 23:30", "2017-02-23 00:00"]).tz_localize("Asia/Damascus"),
            ["2016-12-22", "2017-02-22"],
        ),
        (["2016-12-22T21:48:00Z", "2017-02"], ["2016-12-22", "2017-02"]),
        ([2016, 2017], ["2016", "2017"]),
        ([20161222, 20170223], ["2016-12-22", "2017-02-23"]),
        (["Dec 2016", "2017-02-01/2017-02-23"], ["2016-12", "2017-02-01/2017-02-23"]),
    ],
)
def test_dates_of_every_usual_kind_are_read(values, edtf):
    """Datetimes with and without a zone, texts, years and compact days, to the precision given."""
    claims = from_frame(sheet(when=values), date="when")
    assert claims["date_edtf"].tolist() == edtf


def test_two_columns_give_the_first_and_the_last_day():
    """A pair of dates is an interval that holds both days; one that runs backwards is none."""
    frame = sheet(first=["2016-12-15", "2017-02-23"], last=["2016-12-22", "2017-01-01"])
    claims = from_frame(frame, date=("first", "last"))
    assert claims["date_edtf"].fillna("").tolist() == ["2016-12-15/2016-12-22", ""]
    assert claims["date_text"].tolist()[0] == "2016-12-15/2016-12-22"
    assert claims["date_reasons"].tolist()[1].startswith("undated: '2017-02-23/2017-01-01'")


def test_shapes_of_any_crs_become_points_with_their_outline():
    """A polygon keeps its outline, a line its reach; metres become degrees; the caller's stay."""
    shapes = [box(37.0, 36.0, 37.2, 36.2), LineString([(37, 36), (38, 36)]), Point(), None]
    frame = gpd.GeoDataFrame({"day": ["2016-12-22"] * 4}, geometry=shapes, crs=4326).to_crs(3857)
    before = frame.copy()
    claims = from_frame(frame, date="day")
    assert claims["place_kind"].tolist() == ["region", "region", "unplaced", "unplaced"]
    assert claims["place_extent"].tolist()[0].startswith("POLYGON")
    assert claims["uncertainty_m"].round(-3).tolist()[:2] == [14_000.0, 45_000.0]
    assert claims.geometry.iloc[0].within(box(37.0, 36.0, 37.2, 36.2))
    assert frame.equals(before)


def test_metres_without_a_crs_are_refused():
    """Coordinates that are no degrees ask for the CRS instead of being drawn off the earth."""
    frame = gpd.GeoDataFrame({"day": ["2016-12-22"]}, geometry=[Point(4136766, 4329200)])
    with pytest.raises(TableError, match=r"Row 0 .* 4136766.*set_crs"):
        from_frame(frame, date="day")


def test_several_columns_are_told_with_their_names():
    """Without a column of notes the others are told; a chosen column stands as it is."""
    frame = sheet().drop(columns="Notes").assign(dead=[3, None])
    claims = from_frame(frame, date="Date of event", actor="Group")
    assert claims["quote"].fillna("").tolist() == ["dead: 3", ""]
    claims = from_frame(frame, date="Date of event", details=["Group", "dead"])
    assert claims["quote"].tolist() == ["Group: Syrian Army · dead: 3", "Group: Locals"]


def test_a_dataset_that_we_know_is_read_by_its_codebook():
    """UCDP's precision codes count, as from a file, and the caller's own columns win."""
    frame = pd.read_csv(UCDP)
    own = read_table(UCDP)
    claims = from_frame(frame, date="date_start", actor="side_a")
    columns = ["event_type", "actor_id", "date_edtf", "uncertainty_m", "place_name", "quantity"]
    pd.testing.assert_frame_equal(claims[columns], own[columns])
    other = from_frame(frame, date="date_end", actor="side_b", label="adm_1", details="country")
    assert other["actor"].tolist() == frame["side_b"].tolist()
    assert other["place_name"].fillna("").tolist() == frame["adm_1"].fillna("").tolist()
    assert other["quote"].tolist() == frame["country"].tolist()


def test_a_spreadsheets_types_are_ours_where_the_words_are_the_same():
    """Types of ours and of ACLED are understood in any case; others are OTHER."""
    frame = sheet(Type=["Air/drone strike", "Parade"])
    claims = from_frame(frame, date="Date of event")
    assert claims["event_type"].tolist() == ["AIRSTRIKE", "OTHER"]


@given(st.lists(st.text(max_size=8), min_size=1, max_size=4), st.permutations(range(4)))
def test_any_text_is_kept_and_the_order_of_rows_does_not_matter(names, order):
    """Whatever stands in a cell stands in the claim, and rows do not look at each other."""
    frame = pd.DataFrame(
        {
            "lat": 36.0,
            "lon": 37.0,
            "day": "2016-12-22",
            "who": names,
            "id": [f"r{n}" for n in range(len(names))],
        }
    )
    claims = from_frame(frame, date="day", actor="who")
    assert claims["actor"].fillna("").tolist() == [name.strip() for name in names]
    turned = [n for n in order if n < len(names)]
    again = from_frame(frame.iloc[turned], date="day", actor="who")
    assert again["claim_id"].tolist() == [claims["claim_id"].iloc[n] for n in turned]


def test_a_place_without_a_name_is_named_by_its_coordinates():
    """The mark says latitude and longitude; nothing passes for the table's own words."""
    claims = from_frame(sheet().drop(columns="Town"), date="Date of event")
    assert claims["place_name"].tolist() == ["36.2021, 37.1612", "36.3705, 37.5178"]
    assert claims["toponym"].isna().all()


def test_a_file_of_anybodys_is_read(tmp_path):
    """CSV and layers give the same claims; ids and the report bear the file's name."""
    table, layer = tmp_path / "mine.csv", tmp_path / "mine.geojson"
    sheet().to_csv(table, index=False)
    points = gpd.points_from_xy(sheet()["Long"], sheet()["Lat"], crs=4326)
    gpd.GeoDataFrame(sheet(), geometry=points).to_file(layer)
    claims, other = (read_frame(p, date="Date of event", actor="Group") for p in (table, layer))
    assert claims["claim_id"].tolist() == ["mine-row0", "mine-row1"]
    assert claims["report_id"].unique().tolist() == ["mine"]
    columns = ["actor_id", "place_name", "valid_from", "valid_to", "quote"]
    pd.testing.assert_frame_equal(claims[columns], other[columns])
    with pytest.raises(TableError, match=r"mine.csv.*no column 'day'"):
        read_frame(table, date="day")


@pytest.mark.parametrize("date", [0, ("day", 1), {"day": 1}])
def test_a_column_that_is_no_name_is_refused(date):
    """Numbers and the like are told, before anything is looked up."""
    with pytest.raises(TableError, match="expected the name of a column"):
        from_frame(sheet(), date=date)
