"""Borders that a text speaks of: the strip that is meant, or none where it is too long."""

from __future__ import annotations

import pytest
from geocoding_fake import FakeGazetteer
from hypothesis import given
from hypothesis import strategies as st
from shapely import wkt
from shapely.geometry import Point

from geoevents.geocoding import find_mentions
from geoevents.geocoding.borders import border_of_divisions, border_strip, country_name, neighbours
from geoevents.model import Place, PlaceKind
from geoevents.spatial import distance_m

FAKE = FakeGazetteer()
KOBANI = (38.35, 36.89)


def country(code):
    """Return a country as far as borders need it."""
    return Place(code, country_name(code), 0.0, 0.0, code, feature_class="A", feature_code="PCLI")


def at_border(text):
    """Return the mention of a text that speaks of a border."""
    return next(m for m in find_mentions(text, FAKE) if "border" in m.phrase)


def test_neighbours_are_those_with_a_land_border():
    """Syria has five; an island has none."""
    assert neighbours("SY") == {"TR", "IQ", "JO", "LB", "IL"}
    assert neighbours("JP") == frozenset()
    assert country_name("SY") == "Syria"


def test_crimea_has_no_border_with_the_rest_of_ukraine():
    """Natural Earth's de facto line through the isthmus is left out."""
    strip, _ = border_strip(country("RU"), country("UA"), "near", [Place("", "x", 34.0, 46.1)])
    assert strip is None


def test_a_border_by_a_town_is_the_strip_beside_it():
    """Of 900 km of border, the part within an hour of the town named with it is meant."""
    mention = at_border("Turkish forces shelled villages along the Turkish border near Kobani.")
    assert mention.kind == PlaceKind.REGION
    assert distance_m(mention.longitude, mention.latitude, *KOBANI) < 15_000
    assert 30_000 < mention.uncertainty_m < 60_000
    area = wkt.loads(mention.extent_wkt)
    assert area.is_valid
    assert area.covers(Point(mention.longitude, mention.latitude))
    assert mention.match is None or mention.match.place.country_code != "TR"
    assert mention.reasons[0].startswith("along the border of Turkey and Syria by Kobani")


def test_a_long_border_alone_is_no_place():
    """The text does not say where along it, and so says the reason."""
    mention = at_border("Fighters gathered near the Syrian-Iraqi border.")
    assert mention.phrase == "near the Syrian-Iraqi border"
    assert mention.kind == PlaceKind.UNPLACED
    assert "more than 400 km" in mention.reasons[0]


def test_the_border_of_one_country_is_seen_from_the_texts_own():
    """It is the border of Syria with Turkey where the text speaks of Syria."""
    mention = at_border("Syria said that shells fell near the Turkish border at Azaz.")
    assert "Turkey and Syria by Azaz" in mention.reasons[0]
    assert mention.match.place.country_code == "SY"


def test_a_border_seen_from_nowhere_has_no_side():
    """A text that names only the neighbour does not say which border is meant."""
    mention = at_border("Shells fell near the Turkish border.")
    assert mention.kind == PlaceKind.UNPLACED
    assert "from which side" in mention.reasons[0]


def test_countries_without_a_common_border():
    """The reason says so."""
    strip, why = border_strip(country("SY"), country("FR"), "near", [])
    assert strip is None
    assert why == "Syria and France share no land border that is known"


def test_a_short_border_is_a_place():
    """Israel's border with Lebanon is 80 km long."""
    strip, why = border_strip(country("IL"), country("LB"), "along", [])
    assert strip is not None
    assert strip.home.country_code == "LB"
    assert strip.uncertainty_m < 80_000
    assert "within 15 km" in why


def test_two_divisions_meet_where_their_boxes_do():
    """Without their outlines, that is as much as can be said."""
    hama = Place("", "Hama", 36.8, 35.2, "SY", "10", "", "A", "ADM1", bbox=(36.0, 34.8, 38.0, 35.7))
    idlib = Place("", "Idlib", 36.6, 35.8, "SY", "12", "", "A", "ADM1",
                  bbox=(36.1, 35.4, 37.2, 36.3))  # fmt: skip
    region = border_of_divisions(hama, idlib)
    assert 36.0 < region.longitude < 37.2
    assert 35.4 < region.latitude < 35.7
    assert region.why.startswith("roughly where Hama and Idlib meet")
    far = Place("", "Daraa", 36.2, 32.8, "SY", "06", "", "A", "ADM1", bbox=(35.7, 32.4, 36.5, 33.2))
    assert border_of_divisions(hama, far) is None


@pytest.mark.parametrize("words", ["border guards", "border crossing", "border town of Azaz"])
def test_things_of_a_border_are_not_the_border(words):
    """Guards, a crossing, a town are named after it."""
    mentions = find_mentions(f"In Syria near the Turkish {words} it was calm.", FAKE)
    assert not any(m.kind == PlaceKind.REGION for m in mentions)


@given(
    st.sampled_from(["SY", "TR", "IQ", "RU", "UA", "CL", "FJ", "US", "CD"]),
    st.sampled_from(["SY", "TR", "IQ", "RU", "UA", "AR", "MX", "CA", "RW"]),
    st.floats(-180, 180), st.floats(-85, 85),
)  # fmt: skip
def test_any_strip_holds_its_point(first, second, lon, lat):
    """Whatever stands beside it, a strip is a valid area around its own point, or there is none."""
    strip, why = border_strip(country(first), country(second), "near", [Place("", "x", lon, lat)])
    assert why
    if strip is not None:
        assert strip.extent.is_valid
        assert strip.extent.buffer(0.01).covers(Point(strip.longitude, strip.latitude))
