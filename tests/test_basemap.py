"""The base map: what it draws, and above all what it does not decide."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geoevents.errors import InputError
from geoevents.naturalearth import read_topology
from geoevents.render.basemap import theatre
from geoevents.render.disputes import parties, read_disputes, worldviews

NORTH_SYRIA = (36.0, 35.9, 38.6, 37.0)
CRIMEA = (32.4, 44.3, 36.8, 46.3)
GOLAN = (35.4, 32.6, 36.1, 33.5)
WESTERN_SAHARA = (-17.2, 20.7, -8.5, 28.5)
KASHMIR = (72.5, 32.0, 80.5, 37.2)


def solid(base):
    """Return the borders drawn solid."""
    return shapely.MultiLineString(base["borders"]["coordinates"])


def dashed(base, name):
    """Return the dashed lines of the dispute called `name`."""
    (dispute,) = [dispute for dispute in base["disputed"] if dispute["name"] == name]
    return shapely.MultiLineString(dispute["geometry"]["coordinates"])


def labels(base, area):
    """Return the names of the countries whose label stands in `area`, a polygon or a box."""
    frame = area if isinstance(area, shapely.Polygon) else shapely.box(*area)
    return {
        country["name"]
        for country in base["countries"]
        if country["label"] and frame.contains(shapely.Point(country["label"]))
    }


def test_crimea_is_given_to_nobody():
    """No border and no country's name on Crimea; its isthmus and the strait are dashed."""
    base = theatre(CRIMEA)
    peninsula = shapely.box(32.3, 44.2, 36.7, 46.25)
    assert not solid(base).intersects(peninsula)
    lines = dashed(base, "Crimea")
    assert lines.distance(shapely.Point(33.7, 46.2)) < 0.1  # Perekop
    assert lines.distance(shapely.Point(36.63, 45.3)) < 0.1  # Kerch Strait
    assert labels(base, (32.3, 44.2, 36.7, 45.9)) == set()
    assert labels(base, base["bbox"]) >= {"Russia", "Ukraine"}


def test_golan_heights_are_given_to_nobody():
    """Both the line of 1974 and that of 1949 are dashed, and no country's name is between them."""
    base = theatre(GOLAN)
    between = shapely.box(35.65, 32.78, 35.86, 33.25)
    assert not solid(base).intersects(between)
    lines = dashed(base, "Golan Heights")
    for lon in (35.63, 35.86):  # west and east of Qatzrin
        assert lines.distance(shapely.Point(lon, 33.0)) < 0.04
    assert labels(base, between) == set()


def test_western_sahara_is_given_to_nobody():
    """The parallel of 27°40' and the sand wall are dashed; the inside has no border and no name."""
    base = theatre(WESTERN_SAHARA)
    inside = shapely.Polygon([(-13, 27.5), (-8.8, 27.5), (-8.8, 26.2), (-12.2, 26.1), (-14.5, 23)])
    assert not solid(base).intersects(inside)
    lines = dashed(base, "Western Sahara")
    assert lines.distance(shapely.Point(-11.0, 27.6667)) < 0.01
    assert lines.distance(shapely.Point(-14.2, 22.3)) < 0.15
    assert labels(base, inside) == set()
    assert "Morocco" in labels(base, base["bbox"])


def test_kashmir_is_given_to_nobody():
    """The Line of Control, the Siachen area, the Aksai Chin and Shaksgam are dashed all round."""
    base = theatre(KASHMIR)
    heart = shapely.Polygon(
        [
            (73.8, 34.9),
            (74.5, 36.8),
            (76, 36.3),
            (77.8, 35.6),
            (80, 35.5),
            (78.6, 32.9),
            (74.9, 32.7),
        ]
    )
    assert not solid(base).intersects(heart)
    lines = dashed(base, "Jammu and Kashmir")
    assert lines.distance(shapely.Point(74.0, 33.8)) < 0.1  # Line of Control near Poonch
    assert lines.distance(shapely.Point(76.6, 34.75)) < 0.1  # Line of Control near Kargil
    assert dashed(base, "Aksai Chin").distance(shapely.Point(79.2, 35.9)) < 0.1
    assert dashed(base, "Shaksgam").distance(shapely.Point(76.2, 35.85)) < 0.1
    assert labels(base, heart) == set()


@pytest.mark.parametrize("detail", ["10m", "50m"])
@pytest.mark.parametrize(
    ("name", "box"),
    [
        ("Kosovo", (20.0, 41.8, 21.8, 43.3)),
        ("Cyprus north of the UN Buffer Zone", (32.6, 34.9, 34.6, 35.7)),
        ("Somaliland", (43.0, 8.0, 49.0, 11.5)),
        ("West Bank", (34.8, 31.3, 35.6, 32.6)),
        ("Border of Sudan and South Sudan", (24.0, 8.0, 34.0, 12.5)),
        ("Hala'ib Triangle", (33.0, 21.5, 37.0, 23.3)),
        ("Military Demarcation Line", (126.0, 37.5, 128.6, 38.7)),
        ("Durand Line", (61.0, 29.5, 74.0, 37.0)),
    ],
)
def test_disputed_lines_are_dashed_at_both_scales(name, box, detail):
    """A disputed stretch of Natural Earth's borders is taken out of the solid ones, whole."""
    base = theatre(box, detail=detail)
    lines = dashed(base, name)
    assert lines.length > 0.1
    assert solid(base).buffer(1e-6).intersection(lines).length < 0.02


def test_no_solid_line_runs_along_an_unrecognised_entity():
    """Where Natural Earth has a shape of disputed status, its line to its claimant is dashed."""
    rivals = {
        ("Kosovo", "Serbia"),
        ("Cyprus", "N. Cyprus"),
        ("Cyprus U.N. Buffer Zone", "N. Cyprus"),
        ("Cyprus", "Cyprus U.N. Buffer Zone"),
        ("Dhekelia", "N. Cyprus"),
        ("Somalia", "Somaliland"),
        ("Morocco", "W. Sahara"),
        ("China", "Siachen Glacier"),
        ("India", "Siachen Glacier"),
        ("Pakistan", "Siachen Glacier"),
        ("Gibraltar", "Spain"),
    }
    known = {
        tuple(sorted(line.between))
        for dispute in read_disputes()
        for line in dispute.lines
        if not line.window
    }
    assert rivals <= known


def test_land_does_not_tell_countries_apart():
    """One polygon of land lies on both sides of a border, so no fill can take a side."""
    base = theatre(KASHMIR)
    land = shapely.geometry.shape(base["land"])
    assert land.is_valid
    assert len(land.geoms) == 1
    assert "geometry" not in base["countries"][0]


def test_northern_syria_weighs_little():
    """The base map of the main example adds less than 60 kB to the page."""
    base = theatre(NORTH_SYRIA)
    assert len(json.dumps(base, separators=(",", ":"))) < 60_000
    assert labels(base, base["bbox"]) == {"Syria", "Turkey"}
    assert base["detail"] == "10m"
    assert "Natural Earth" in base["attribution"]
    assert "no position" in base["disclaimer"]


def test_same_box_gives_the_same_bytes():
    """Two processes with different hash seeds write the same JSON."""
    code = (
        "import json; from geoevents.render.basemap import theatre;"
        f"print(json.dumps(theatre({KASHMIR})))"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(answers) == 1


def test_a_party_sees_its_own_line_alone():
    """In Ukraine's view the isthmus has no line; in Morocco's the parallel has none."""
    ukraine = theatre(CRIMEA, worldview="UA")
    assert not solid(ukraine).intersects(shapely.box(33.0, 45.7, 35.2, 46.3))
    assert solid(ukraine).distance(shapely.Point(36.63, 45.3)) < 0.1
    assert "Crimea" in {dispute["name"] for dispute in ukraine["disputed"]}  # its name remains
    assert dashed(ukraine, "Crimea").is_empty
    assert "Ukraine's position on Crimea" in ukraine["disclaimer"]
    morocco = theatre(WESTERN_SAHARA, worldview="MA")
    assert not solid(morocco).intersects(shapely.Point(-11.0, 27.6667).buffer(0.2))
    assert dashed(morocco, "Western Sahara").distance(shapely.Point(-14.2, 22.3)) < 0.15


def test_de_facto_draws_natural_earth_as_it_is():
    """The de-facto worldview dashes nothing and adds no line of ours."""
    base = theatre(CRIMEA, worldview="de-facto")
    assert solid(base).distance(shapely.Point(33.7, 46.2)) < 0.1
    assert all(not dispute["geometry"]["coordinates"] for dispute in base["disputed"])


def test_other_disputes_stay_dashed_in_a_partys_view():
    """Ukraine's view of Kashmir is the neutral one."""
    ours, theirs = theatre(KASHMIR), theatre(KASHMIR, worldview="UA")
    assert ours["borders"] == theirs["borders"]
    assert ours["disputed"] == theirs["disputed"]


def test_unknown_worldview_lists_those_there_are():
    """The error names what was asked for and what can be."""
    with pytest.raises(InputError, match=r"'Atlantis'.*'neutral', 'de-facto'.*'UA'"):
        theatre(CRIMEA, worldview="Atlantis")


def test_unknown_worldview_is_an_error_where_nothing_is_disputed():
    """A misspelt worldview is told everywhere, not only where it would matter."""
    with pytest.raises(InputError, match="Unknown worldview"):
        theatre((-100.0, 40.0, -99.0, 41.0), worldview="netural")


@pytest.mark.parametrize(
    "box",
    [(1, 2, 3), (38.6, 35.9, 36.0, 37.0), (36.0, 35.9, 38.6, 97.0), (float("nan"), 0, 1, 1)],
)
def test_impossible_box_is_an_error(box):
    """Three numbers, west beyond east, a latitude of 97 or none at all are told as such."""
    with pytest.raises(InputError, match="box"):
        theatre(box)


def test_unknown_detail_is_an_error():
    """Only Natural Earth's two scales can be had."""
    with pytest.raises(InputError, match="'110m'"):
        theatre(CRIMEA, detail="110m")


@settings(max_examples=20)
@given(st.floats(-179, 178), st.floats(-80, 80), st.floats(0, 40), st.floats(0, 9))
def test_any_box_gives_a_map(west, south, wide, high):
    """Wherever it is: finite coordinates inside the box, lines of two points, closed rings."""
    base = theatre((west, south, min(west + wide, 180.0), south + high))
    frame = shapely.box(*base["bbox"]).buffer(0.02)
    for name in ("borders", "coast", "rivers"):
        assert all(len(line) >= 2 for line in base[name]["coordinates"])
        lines = shapely.MultiLineString(base[name]["coordinates"])
        assert lines.difference(frame).is_empty
    for name in ("land", "lakes"):
        for rings in base[name]["coordinates"]:
            assert all(len(ring) >= 4 and ring[0] == ring[-1] for ring in rings)
    for country in base["countries"]:
        assert country["label"] is None or frame.contains(shapely.Point(country["label"]))


@pytest.mark.parametrize("detail", ["10m", "50m"])
def test_land_across_the_antimeridian_stays_where_it_is(detail):
    """Chukotka is land on both sides of 180°, Antarctica is all round, the Norwegian Sea is not."""
    for point, is_land in [
        ((179.0, 67.8), True),
        ((-178.0, 67.5), True),
        ((0.0, -84.0), True),
        ((0.0, 67.0), False),
        ((-30.0, 67.5), False),
    ]:
        lon, lat = point
        base = theatre((lon, lat, lon, lat), detail=detail)
        land = shapely.geometry.shape(base["land"]) if base["land"]["coordinates"] else None
        assert bool(land and land.contains(shapely.Point(point))) is is_land, point


def test_every_dispute_can_be_answered_for():
    """Each has claimants with names, a status, and a source that can be looked up."""
    assert len({dispute.id for dispute in read_disputes()}) == len(read_disputes())
    base = theatre((-180, -90, 180, 90))
    for dispute in base["disputed"]:
        assert len(dispute["claimants"]) >= 2
        assert all(len(name) > 3 for name in dispute["claimants"])
        assert dispute["status"].endswith(".")
        assert dispute["url"] == "" or dispute["url"].startswith("https://")
        assert dispute["source"]


def test_every_line_between_two_countries_exists_in_natural_earth():
    """No entry is dead: its pair has a border in its window, in one of the two scales."""
    topologies = [read_topology("10m"), read_topology("50m")]
    for dispute in read_disputes():
        for line in dispute.lines:
            if not line.between:
                assert len(line.points) >= 2
                continue
            window = shapely.box(*(line.window or (-180, -90, 180, 90)))
            assert any(
                line.between <= set(owners) and shapely.linestrings(arc).intersects(window)
                for topology in topologies
                for owners, arc in zip(topology.owners, topology.arcs, strict=True)
            ), (dispute.id, line.name)


def test_every_position_is_a_claimants():
    """A line is nobody's or a claimant's, and a worldview is a party to something."""
    for dispute in read_disputes():
        for line in dispute.lines:
            assert set(line.position) <= set(dispute.claimants)
    claimants = {code for dispute in read_disputes() for code in dispute.claimants}
    assert set(worldviews()) - {"neutral", "de-facto"} <= claimants
    assert set(parties()) <= claimants
