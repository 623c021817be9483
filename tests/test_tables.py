"""Tables in: our own files without loss, UCDP GED, ACLED, any CSV by a mapping."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Point, box

from geoevents.errors import TableError
from geoevents.export import write_csv, write_geojson
from geoevents.schema import CLAIMS
from geoevents.tables import read_claims, read_table
from geoevents.tables.foreign import actor_ids

DATA = Path(__file__).parent / "data"

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1)
TIME = st.datetimes(
    min_value=pd.Timestamp("1800-01-01").to_pydatetime(),
    max_value=pd.Timestamp("2200-01-01").to_pydatetime(),
).map(lambda when: pd.Timestamp(when, tz="UTC"))
ROW = st.fixed_dictionaries(
    {"event_type": st.sampled_from(["CAPTURE", "OTHER"])},
    optional={
        "actor": TEXT,
        "quote": TEXT,
        "valid_from": TIME,
        "quantity": st.floats(allow_nan=False, allow_infinity=False),
        "end": st.integers(0, 10**9),
        "geometry": st.tuples(
            st.integers(-1_800_000_000, 1_800_000_000), st.integers(-900_000_000, 900_000_000)
        ).map(lambda p: Point(p[0] / 1e7, p[1] / 1e7)),
    },
)


def save(path, text):
    """Write a table and return its path."""
    path.write_text(text, encoding="utf-8", newline="")
    return path


@settings(max_examples=60)
@given(st.lists(ROW, max_size=4), st.sampled_from(["geojson", "csv"]))
def test_claims_survive_the_way_out_and_in(tmp_path_factory, rows, suffix):
    """What is written is read back: every value, type, order and geometry."""
    claims = CLAIMS.build({"claim_id": f"c{n}", **row} for n, row in enumerate(rows))
    path = tmp_path_factory.mktemp("claims") / f"claims.{suffix}"
    (write_geojson if suffix == "geojson" else write_csv)(claims, path)
    again = read_claims(path)
    assert list(again.columns) == CLAIMS.names
    assert again.crs == claims.crs
    pd.testing.assert_frame_equal(
        pd.DataFrame(again.drop(columns="geometry")), pd.DataFrame(claims.drop(columns="geometry"))
    )
    assert (again.geometry.is_empty == claims.geometry.is_empty).all()
    placed = ~claims.geometry.is_empty
    assert np.allclose(again.geometry[placed].x, claims.geometry[placed].x, atol=1e-7)
    assert np.allclose(again.geometry[placed].y, claims.geometry[placed].y, atol=1e-7)


def test_shapes_and_further_columns_survive_too(tmp_path):
    """An area comes back from CSV as WKT, and a column of the user's own is kept."""
    claims = CLAIMS.build([{"claim_id": "a", "event_type": "CONTROL", "geometry": box(1, 2, 3, 4)}])
    claims["mine"] = ["=1+1"]
    for write, name in ((write_geojson, "a.geojson"), (write_csv, "a.csv")):
        write(claims, tmp_path / name)
        again = read_claims(tmp_path / name)
        assert again.geometry.iloc[0].equals(box(1, 2, 3, 4))
        assert again["mine"].tolist() == ["=1+1"]


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("a.csv", "", r"a\.csv' is empty"),
        ("a.csv", "claim_id,actor\nx,y\n", "lacks the column 'event_type'"),
        ("a.csv", "claim_id,event_type\nx,WON\n", "row 0, column 'event_type': 'WON'"),
        (
            "a.csv",
            "claim_id,event_type,valid_from\nx,LOSS,2015\ny,LOSS,soon\n",
            r"a\.csv': Row 1 .*'soon' in column 'valid_from'",
        ),
        ("a.csv", "claim_id,event_type,lon,lat\nx,LOSS,37,136\n", "column 'lat': '136'"),
        ("a.csv", "claim_id,event_type\nx,LOSS,more,cells\ny\n", "no sound CSV"),
        ("a.csv", "claim_id,event_type,actor,actor\nx,LOSS,a,b\n", "two columns named 'actor'"),
        ("a.geojson", "{", "is no JSON"),
        ("a.geojson", "[]", "no GeoJSON feature collection"),
        (
            "a.geojson",
            '{"features":[{"properties":{"claim_id":"a","event_type":"LOSS","actor":["x"]}}]}',
            r"row 0, column 'actor': \[\"x\"\]",
        ),
        (
            "a.geojson",
            (
                '{"features":[{"properties":{"claim_id":"a","event_type":"LOSS"},"geometry":'
                '{"type":"Point","coordinates":["x",1]}}]}'
            ),
            "row 0, column 'geometry'",
        ),
        ("a.xlsx", "x", r"'\.xlsx'"),
    ],
)
def test_a_broken_table_is_refused_with_its_place(tmp_path, name, text, problem):
    """The error names file, row, column and value."""
    with pytest.raises(TableError, match=problem):
        read_claims(save(tmp_path / name, text))


def test_a_table_that_is_not_there_or_not_text_is_named(tmp_path):
    """Missing and wrongly encoded files say so."""
    with pytest.raises(TableError, match=r"gone\.csv' cannot be read"):
        read_claims(tmp_path / "gone.csv")
    (tmp_path / "a.csv").write_bytes(b"claim_id,event_type\nx\xe9,LOSS\n")
    with pytest.raises(TableError, match=r"byte 22 \(0xe9\)"):
        read_claims(tmp_path / "a.csv")


@pytest.mark.parametrize("name", ["ucdp_ged_v23_1_excerpt.csv", "ucdp_ged_older_excerpt.csv"])
def test_ucdp_is_recognised_by_its_columns(name):
    """Both editions give one claim per row, placed and dated with their precision."""
    raw = pd.read_csv(DATA / name)
    claims = read_table(DATA / name)
    assert list(claims.columns) == CLAIMS.names
    assert len(claims) == len(raw)
    assert claims["claim_id"].is_unique
    assert np.allclose(claims.geometry.x, raw["longitude"])
    assert claims["quantity"].tolist() == raw["best"].tolist()
    assert claims["actor"].tolist() == raw["side_a"].tolist()
    kinds = {1: "named", 2: "relative"}
    assert claims["place_kind"].tolist() == [kinds.get(p, "region") for p in raw["where_prec"]]
    assert (claims["uncertainty_m"][raw["where_prec"] == 1] == 5_000).all()
    starts = claims["valid_from"].dt.strftime("%Y-%m-%d")
    assert starts.tolist() == raw["date_start"].str[:10].tolist()
    last = claims["valid_to"] - pd.Timedelta(days=1)
    assert last.dt.strftime("%Y-%m-%d").tolist() == raw["date_end"].str[:10].tolist()
    assert set(claims["event_type"][raw["type_of_violence"] == 3]) == {"CASUALTY"}
    assert claims["country_code"].notna().mean() > 0.9


ACLED = (
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,"
    "inter1,actor2,inter2,iso,country,admin1,location,latitude,longitude,geo_precision,source,"
    "notes,fatalities,timestamp\n"
)
ACLED_ROWS = [
    (
        "SYR1,16 May 2025,2025,1,x,Battles,Government regains territory,Rebels,Rebel group,"
        "Military Forces of Syria,State forces,760,Syria,Aleppo,Azaz,36.58,37.04,1,SOHR,"
        '"On 16 May, the army took Azaz.",3,1747699200'
    ),
    (
        "SYR2,2025-05-15,2025,2,x,Explosions/Remote violence,Air/drone strike,A,1,B,2,760,Syria,"
        "Aleppo,Marea,36.48,37.19,2,SOHR,Strike.,0,"
    ),
    (
        "SYR3,10 May 2025,2025,3,x,Strategic developments,Change to group/activity,A,1,,,760,Syria,"
        "Aleppo,Aleppo,36.2,37.15,3,SOHR,Note.,0,"
    ),
    (
        "SYR4,32 May 2025,2025,1,x,Violence against civilians,Attack,A,1,Civilians,7,760,Syria,"
        "Aleppo,Nowhere,,,1,SOHR,Note.,2,"
    ),
]


def test_acled_is_recognised_and_the_taker_acts(tmp_path):
    """Sub-event types, precisions and both forms of dates are understood; bad rows stay."""
    path = save(tmp_path / "acled.csv", ACLED + "\n".join(ACLED_ROWS) + "\n")
    claims = read_table(path)
    assert claims["event_type"].tolist() == ["CAPTURE", "AIRSTRIKE", "OTHER", "CASUALTY"]
    assert claims["actor"].iloc[0] == "Military Forces of Syria"
    assert claims["target"].iloc[0] == "Rebels"
    assert claims["date_edtf"].tolist()[:3] == ["2025-05-16", "2025-05-12/2025-05-18", "2025-05"]
    assert claims["quote"].iloc[0] == "On 16 May, the army took Azaz."
    assert claims["country_code"].tolist() == ["SY"] * 4
    assert claims["place_kind"].tolist() == ["named", "relative", "region", "unplaced"]
    assert claims["recorded_at"].iloc[0] == pd.Timestamp("2025-05-20", tz="UTC")
    assert "no coordinates" in claims["place_reasons"].iloc[3]
    assert "'32 May 2025' is no day" in claims["date_reasons"].iloc[3]
    assert claims.geometry.iloc[3].is_empty


def test_acled_without_sub_events_is_read_by_its_event_types(tmp_path):
    """Editions before 2019 tell the taking of territory in the event type."""
    head = "data_id,event_date,event_type,actor1,actor2,location,latitude,longitude,geo_precision,fatalities\n"  # noqa: E501
    row = "77,01-March-2014,Battle-Non-state actor overtakes territory,A,B,Azaz,36.5,37,1,0\n"
    claims = read_table(save(tmp_path / "old.csv", head + row))
    assert claims["event_type"].tolist() == ["CAPTURE"]
    assert claims["claim_id"].tolist() == ["acled-77"]
    assert claims["date_edtf"].tolist() == ["2014-03-01"]


def test_any_csv_is_read_with_a_mapping(tmp_path):
    """Columns are mapped; dates of any complete form; what has none stays with its reason."""
    text = (
        "when;x;y;who;note\n2015-02;37,1;36;A;n1\n9 February 2015;37.1;36.2;B;=n2\nyesterday;;;C;\n"
    )
    path = save(tmp_path / "t.csv", text)
    mapping = {"valid_from": "when", "longitude": "x", "latitude": "y", "actor": "who"}
    claims = read_table(path, columns={**mapping, "quote": "note"})
    assert claims["date_edtf"].tolist()[:2] == ["2015-02", "2015-02-09"]
    assert claims["valid_to"].iloc[0] == pd.Timestamp("2015-03-01", tz="UTC")
    assert claims["place_kind"].tolist() == ["unplaced", "named", "unplaced"]
    assert "'37,1'" in claims["place_reasons"].iloc[0]
    assert "'yesterday' is no complete date" in claims["date_reasons"].iloc[2]
    assert claims["event_type"].tolist() == ["OTHER"] * 3
    assert claims["quote"].tolist()[:2] == ["n1", "=n2"]


def test_an_unknown_table_or_mapping_says_what_to_do(tmp_path):
    """The error lists the columns there are, and how to name them."""
    path = save(tmp_path / "t.csv", "when,who\n2015,A\n")
    with pytest.raises(TableError, match=r"columns are when, who.*columns="):
        read_table(path)
    with pytest.raises(TableError, match="no column 'date'"):
        read_table(path, columns={"valid_from": "date"})
    with pytest.raises(TableError, match="names 'whom'"):
        read_table(path, columns={"whom": "who"})
    with pytest.raises(TableError, match="'A' is none of"):
        read_table(path, columns={"event_type": "who"})


def test_actors_of_tables_have_the_packs_ids():
    """The same army has one id in a table and in a report; an unknown name keeps its own."""
    names = pd.Series(
        [
            "Government of Syria",
            "Military Forces of Syria (2000-2024)",
            "QSD: Syrian Democratic Forces",
            "Hawar Kilis Operations Room",
        ]
    )
    countries = pd.Series(["Syria"] * 4)
    assert actor_ids(names, countries).tolist() == [
        "syrian-government",
        "syrian-government",
        "syrian-democratic-forces",
        "hawar-kilis-operations-room",
    ]


def test_a_sheet_of_decisions_is_no_table_of_claims(tmp_path):
    """Its extracted columns would be read as claims without a place or a date."""
    path = tmp_path / "decisions.csv"
    path.write_text("decision,event_type,new_event_type,claim_id,record\n,CLASH,,c1,x\n", "utf-8")
    with pytest.raises(TableError, match="--decisions"):
        read_table(path)


@pytest.mark.parametrize(
    ("properties", "said"),
    [
        ({"event_id": "e1"}, "a table of events, which is made of claims"),
        ({"control_id": "k1"}, "a table of control, which is made of claims"),
        ({"ADM1_EN": "Gezira"}, "--column date=COLUMN"),
    ],
)
def test_geojson_of_something_else_says_what_to_give(tmp_path, properties, said):
    """Our own other tables are named; of anybody's, the date's column is asked for."""
    point = {"type": "Point", "coordinates": [37, 36]}
    feature = {"type": "Feature", "properties": properties, "geometry": point}
    path = tmp_path / "other.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")
    with pytest.raises(TableError, match=said):
        read_table(path)
