"""Boundaries that a user gives, and what is reported of each district."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Point, Polygon, box
from tests_shared import towns

from geoevents.control import control_by_district, estimate_control, estimate_place_status
from geoevents.control.districts import read_boundaries
from geoevents.errors import InputError
from geoevents.schema import CLAIMS


def codab(*shapes):
    """Return boundaries with the headers of a COD-AB file of the second level."""
    n = range(1, len(shapes) + 1)
    return gpd.GeoDataFrame(
        {
            "ADM1_EN": "Aleppo",
            "ADM1_PCODE": "SY02",
            "ADM2_EN": [f"District {i}" for i in n],
            "ADM2_PCODE": [f"SY020{i}" for i in n],
            "date": "2018-01-01",
        },
        geometry=list(shapes),
        crs=4326,
    )


WEST, MIDDLE, EAST = box(36, 34, 37.9, 37), box(37.9, 34, 38.1, 37), box(38.1, 34, 40, 37)


def claims(*rows):
    """Return claims, one per (place, lon, lat, actor, event_type)."""
    day = pd.Timestamp("2015-01-01", tz="UTC")
    return CLAIMS.build(
        {
            "claim_id": f"c{number}",
            "event_type": kind,
            "actor": actor,
            "actor_id": actor,
            "place_kind": "named",
            "place_id": f"p{number}",
            "place_name": name,
            "geometry": Point(lon, lat),
            "valid_from": day,
            "valid_to": day + pd.Timedelta(days=1),
            "published_at": day,
            "recorded_at": day,
        }
        for number, (name, lon, lat, actor, kind) in enumerate(rows)
    )


def classes(rows, side=None, **options):
    """Return the class of one district in which `rows` of (actor, type) are reported."""
    table = claims(
        *((f"town {n}", 37 + n / 50, 35.5, actor, kind) for n, (actor, kind) in enumerate(rows))
    )
    status = estimate_place_status(table)
    found = control_by_district(status, codab(WEST), at="2015-01-02", side=side, **options)
    return found["reported_class"].iloc[0]


def test_the_deepest_level_gives_the_names_and_pcodes():
    """COD-AB headers are read, and every column of the file stays."""
    found = read_boundaries(codab(WEST, EAST))
    assert found["district_id"].tolist() == found["pcode"].tolist() == ["SY0201", "SY0202"]
    assert found["district_name"].tolist() == ["District 1", "District 2"]
    assert found["ADM1_PCODE"].tolist() == ["SY02", "SY02"]


def test_boundaries_without_a_known_header_are_numbered():
    """Where no column is a name, the row's label is the id."""
    plain = gpd.GeoDataFrame({"xyz": [1, 2]}, geometry=[WEST, EAST], crs=4326)
    assert read_boundaries(plain)["district_id"].tolist() == ["0", "1"]
    assert read_boundaries(plain.set_axis(["a", "b"]))["district_id"].tolist() == ["a", "b"]


@pytest.mark.parametrize(
    ("shapes", "said"),
    [
        ([Point(37, 35)], "Row 0 of the districts has a Point"),
        ([WEST, box(36, 34, 39, 37)], "rows 0 and 1 overlap"),
    ],
)
def test_what_is_no_division_of_the_land_is_told(shapes, said):
    """Points, and districts of two levels in one table, would count places twice."""
    with pytest.raises(InputError, match=said):
        read_boundaries(codab(*shapes))


def test_boundaries_without_a_crs_are_told():
    """Degrees are not guessed."""
    with pytest.raises(InputError, match=r"set_crs\('EPSG:4326'\)"):
        read_boundaries(gpd.GeoDataFrame(geometry=[WEST]))


def test_a_bow_tie_is_mended_and_a_hair_of_overlap_cut():
    """Real files hold invalid rings, and neighbours that overlap by a hair."""
    tie = Polygon([(30, 30), (31, 31), (31, 30), (30, 31)])
    found = read_boundaries(codab(WEST, box(37.8999, 34, 38.1, 37), tie))
    assert found.geometry.is_valid.all()
    assert found.geometry.iloc[0].intersection(found.geometry.iloc[1]).area == 0


def test_five_classes_from_one_side_to_the_other():
    """Nine tenths are control, six tenths influence, less is contested; the other side likewise."""
    a, b = ("a", "CONTROL"), ("b", "CONTROL")
    assert classes([a] * 9 + [b], side="a") == "control"
    assert classes([a] * 6 + [b] * 4, side="a") == "influence"
    assert classes([a] * 5 + [b] * 5, side="a") == "contested"
    assert classes([a] * 4 + [b] * 6, side="a") == "opponent influence"
    assert classes([a] + [b] * 9, side="a") == "opponent control"


def test_without_a_side_the_strongest_holder_is_meant():
    """Allies may count as one side, and three thirds are contested."""
    a, b, c = ("a", "CONTROL"), ("b", "CONTROL"), ("c", "CONTROL")
    assert classes([b] * 9 + [a]) == "control"
    assert classes([a, b, c]) == "contested"
    assert classes([a, b, c], side=["a", "c"]) == "influence"


@pytest.fixture(scope="module")
def lattice():
    """Places and areas of a lattice of towns, west and east, as one control table."""
    return pd.concat([estimate_place_status(towns()), estimate_control(towns(), at="2015-01-02")])


def test_a_district_of_which_nobody_speaks_has_no_data(lattice):
    """Silence, and a place that its holder left, give a district to nobody."""
    assert classes([("a", "WITHDRAW")], side="a") == "no data"
    found = control_by_district(lattice, codab(box(10, 10, 11, 11)), at="2015-01-02", side="west")
    assert found["reported_class"].tolist() == ["no data", "contested"]
    assert found["n_places_reported"].tolist()[0] == 0
    assert found["km2:no_data"].iloc[0] == found["area_km2"].iloc[0]


def test_shares_and_areas_add_up(lattice):
    """Shares of places add up to 1, km² by holder to the district and to the total."""
    found = control_by_district(lattice, codab(WEST, MIDDLE), at="2015-01-02")
    shares = found[[c for c in found.columns if c.startswith("places_share:")]]
    assert shares.sum(axis=1).tolist() == pytest.approx([1.0] * len(found))
    km2 = found[[c for c in found.columns if c.startswith("km2:")]]
    assert km2.sum(axis=1).tolist() == pytest.approx(found["area_km2"].tolist())
    assert found["district_name"].iloc[-1] == "outside of all districts"
    for actor in ("west", "east"):
        total = lattice.loc[lattice["actor_id"] == actor, "area_km2"].sum()
        assert found[f"km2:{actor}"].sum() == pytest.approx(total, rel=1e-4)


def test_inhabitants_come_from_the_gazetteer():
    """A place's inhabitants weigh; a known place without a claim is no data."""

    class Listed:
        """A gazetteer of two settlements."""

        def largest(self, bbox, *, limit):
            """Return the settlements in a box."""
            from geoevents.model import Place  # noqa: PLC0415

            assert bbox[0] < 37 < bbox[2]
            assert limit > 2
            return [
                Place("p0", "town", 37.0, 35.5, population=900),
                Place("g9", "hamlet", 37.5, 35.5, population=100),
            ]

    table = claims(("town", 37.0, 35.5, "a", "CONTROL"))
    status = estimate_place_status(table)
    found = control_by_district(
        status, codab(WEST), at="2015-01-02", gazetteer=Listed(), weight="population"
    ).iloc[0]
    assert found["reported_class"] == "control"
    assert (found["n_places"], found["n_places_reported"]) == (2, 1)
    assert found["population"] == 1000
    assert found["population_share:a"] == pytest.approx(0.9)
    assert found["population_share:no_data"] == pytest.approx(0.1)
    assert found["places_share:no_data"] == pytest.approx(0.5)
    assert found["is_thin"]
    assert found["claim_ids"] == "c0"


def test_an_old_word_no_longer_counts():
    """A year after the newest claim on a place it is no data."""
    status = estimate_place_status(claims(("town", 37.0, 35.5, "a", "CONTROL")))
    found = control_by_district(status, codab(WEST), at=["2015-12-31", "2016-01-03"])
    assert found["reported_class"].tolist() == ["control", "no data"]


def test_the_newest_word_by_the_day_counts():
    """A holding told of again in May 2016 counts that December, whatever is told still later."""
    table = claims(*[("town", 37.0, 35.5, "a", "CONTROL")] * 3)
    days = pd.to_datetime(["2015-01-01", "2016-05-01", "2017-04-01"], utc=True)
    table = table.assign(place_id="p", valid_from=days, valid_to=days + pd.Timedelta(days=1))
    table = table.assign(published_at=days, recorded_at=days)
    at = ["2016-04-01", "2016-12-01", "2017-12-01"]
    found = control_by_district(table, codab(WEST), at=at)
    inside = found[found["district_id"] == "SY0201"]
    assert inside["reported_class"].tolist() == ["no data", "control", "control"]


def test_what_was_recorded_later_changes_nothing():
    """`known_at` leaves out later claims."""
    table = claims(("town", 37.0, 35.5, "a", "CONTROL"), ("other town", 37.2, 35.5, "b", "CONTROL"))
    table.loc[1, "recorded_at"] = pd.Timestamp("2015-03-01", tz="UTC")
    found = control_by_district(table, codab(WEST), at="2015-01-02", known_at="2015-02-01")
    assert found["n_places_reported"].iloc[0] == 1


def test_wrong_options_are_told():
    """A weight that is none, population without a gazetteer, and no day."""
    with pytest.raises(InputError, match="expected places, population or area"):
        control_by_district(towns(), codab(WEST), at="2015-01-02", weight="people")
    with pytest.raises(InputError, match="gazetteer="):
        control_by_district(towns(), codab(WEST), at="2015-01-02", weight="population")
    with pytest.raises(InputError, match="no day"):
        control_by_district(towns(), codab(WEST), at=[])


def test_partly_and_jointly_held_places_are_shared_out():
    """Half of a place partly held is contested; a place held jointly counts for each in part."""
    status = estimate_place_status(
        claims(("t", 37, 35.5, "a", "CONTROL"), ("u", 37.2, 35.5, "a", "CONTROL"))
    )
    status["control_status"] = ["partly held", "mixed"]
    status["contender_ids"] = [None, "b"]
    found = control_by_district(status, codab(WEST), at="2015-01-02").iloc[0]
    assert found["places_share:a"] == 0.5
    assert found["places_share:b"] == found["places_share:contested"] == 0.25


def test_claims_that_tell_of_no_place_leave_no_data():
    """Without a claim on who holds what, every district has no data, and none fails."""
    for table in (CLAIMS.build([]), claims(("t", 37, 35.5, "a", "CLASH"))):
        found = control_by_district(table, codab(WEST), at="2015-01-02")
        assert found["reported_class"].tolist() == ["no data"]
        assert found["km2:no_data"].iloc[0] == found["area_km2"].iloc[0]


def test_a_side_that_nobody_names_is_told():
    """A slip of the pen would give every district to the others."""
    with pytest.raises(InputError, match="such as: east, west"):
        control_by_district(towns(), codab(WEST), at="2015-01-02", side="wets")


def test_numbers_of_the_file_stay_whole(lattice):
    """A district's number is no 1.0 because the last row has none."""
    frame = codab(WEST, EAST).assign(number=[1, 2], area_km2=[5, 6])
    found = control_by_district(lattice, frame, at="2015-01-02")
    assert found["number"].tolist()[:2] == [1, 2]
    assert str(found["number"].dtype) == "Int64"
    assert found["given_area_km2"].tolist()[:2] == [5, 6]


def test_a_control_table_with_places_and_areas_does_as_well(lattice):
    """What `estimate_place_status` and `estimate_control` give, one below the other."""
    one = control_by_district(lattice, codab(WEST, EAST), at="2015-01-02")
    two = control_by_district(towns(), codab(WEST, EAST), at="2015-01-02")
    assert one.equals(two)
    with pytest.raises(InputError, match="known_at needs claims"):
        control_by_district(lattice, codab(WEST), at="2015-01-02", known_at="2015-02-01")


@settings(max_examples=15)
@given(
    st.lists(
        st.tuples(st.sampled_from(["a", "b", "c"]), st.sampled_from(["CONTROL", "CONTEST"])),
        min_size=1,
        max_size=12,
    ),
    st.randoms(),
)
def test_the_order_of_rows_never_matters(drawn, random):
    """Claims in any order give the same classes and shares."""
    rows = [(f"t{n}", 37 + n / 50, 35.5, who, kind) for n, (who, kind) in enumerate(drawn)]
    table = claims(*rows)
    mixed = table.sample(frac=1.0, random_state=random.randrange(1000))
    one, two = (
        control_by_district(estimate_place_status(t), codab(WEST, EAST), at="2015-01-02")
        for t in (table, mixed)
    )
    assert one.equals(two)
