"""Relative places: what is read, and where it means."""

from __future__ import annotations

import pytest
from geocoding_fake import FakeGazetteer
from hypothesis import given
from hypothesis import strategies as st
from shapely import wkt
from shapely.geometry import Point

from geoevents.geocoding import find_mentions
from geoevents.geocoding.directions import bearing_of, metres_of
from geoevents.geocoding.phrases import Phrase
from geoevents.geocoding.reach import reach_of
from geoevents.geocoding.regions import region_of
from geoevents.model import Place, PlaceKind
from geoevents.spatial import bearing_deg, distance_m

FAKE = FakeGazetteer()
ALEPPO = (37.16, 36.20)


def only(text):
    """Return the single mention of a text."""
    (mention,) = find_mentions(text, FAKE)
    return mention


def from_aleppo(mention):
    """Return a mention's distance in km and bearing from Aleppo."""
    spot = (mention.longitude, mention.latitude)
    return distance_m(*ALEPPO, *spot) / 1000, bearing_deg(*ALEPPO, *spot)


@pytest.mark.parametrize(
    ("words", "bearing"),
    [
        ("north", 0),
        ("North-East", 45),
        ("southwestern", 225),
        ("south south-west", 202.5),
        ("ESE", 112.5),
        ("westwards", 270),
        ("upper", 0),
        ("nowhere", None),
    ],
)
def test_directions_are_read(words, bearing):
    """Every usual form of a direction has its bearing."""
    assert bearing_of(words) == bearing


@pytest.mark.parametrize(
    ("words", "metres"),
    [
        ("40km", 40_000),
        ("some 40 kilometers", 40_000),
        ("1,200 metres", 1_200),
        ("2.5 miles", 2.5 * 1609.344),
        ("20-30 km", 25_000),
        ("a dozen miles", 12 * 1609.344),
        ("two hours' drive", 100_000),
        ("75 km (46 miles)", 75_000),
        ("a long way", None),
    ],
)
def test_distances_are_read(words, metres):
    """Numbers in figures and words, ranges, both units, hours on the road."""
    assert metres_of(words) == (None if metres is None else pytest.approx(metres))


def test_a_distance_and_a_direction():
    """The point lies there; the radius is half the distance, the area a sector."""
    mention = only("Clashes erupted 40km northeast of Aleppo.")
    assert mention.kind == PlaceKind.RELATIVE
    assert mention.phrase == "40km northeast of Aleppo"
    assert mention.toponym == "Aleppo"
    assert from_aleppo(mention) == (pytest.approx(40, abs=0.1), pytest.approx(45, abs=0.5))
    assert 15_000 <= mention.uncertainty_m <= 22_000
    area = wkt.loads(mention.extent_wkt)
    assert area.is_valid
    assert area.contains(Point(mention.longitude, mention.latitude))


@pytest.mark.parametrize(
    ("text", "phrase", "bearing"),
    [
        ("in areas northeast of Aleppo", "areas northeast of Aleppo", 45),
        (
            "from areas northeast of the town of Aleppo",
            "areas northeast of the town of Aleppo",
            45,
        ),
        ("shelling to the south of Aleppo", "to the south of Aleppo", 180),
        ("in the northern countryside of Aleppo", "the northern countryside of Aleppo", 0),
        ("on Aleppo's southern outskirts", "Aleppo's southern outskirts", 180),
        ("in eastern Aleppo", "eastern Aleppo", 90),
    ],
)
def test_a_direction_alone(text, phrase, bearing):
    """Without a distance the point still lies on that side, never on the anchor's own point."""
    mention = only(text)
    assert mention.phrase == phrase
    apart, angle = from_aleppo(mention)
    assert apart > 5
    assert angle % 360 == pytest.approx(bearing, abs=0.6) or abs(angle - 360) < 0.6
    assert mention.uncertainty_m >= 0.5 * 1000 * apart


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("several villages near Azaz", "several villages near Azaz"),
        ("in the vicinity of Azaz", "the vicinity of Azaz"),
        ("just outside Azaz", "just outside Azaz"),
    ],
)
def test_near_a_town_is_within_a_short_drive(text, phrase):
    """The words "near" and its like mean a disc of 15 km around a small town."""
    mention = only(text)
    assert mention.phrase == phrase
    assert (mention.longitude, mention.latitude) == (37.05, 36.59)
    assert mention.uncertainty_m == 15_000


def test_between_two_places():
    """The point lies in the middle, the radius reaches both."""
    mention = only("Fighting raged between Hama and Homs.")
    assert mention.phrase == "between Hama and Homs"
    assert mention.latitude == pytest.approx((35.13 + 34.72) / 2, abs=0.01)
    assert distance_m(mention.longitude, mention.latitude, 36.76, 35.13) <= mention.uncertainty_m


def test_parties_are_no_ends_of_a_corridor():
    """Talks between two countries are at no place between them."""
    assert all(
        m.kind == PlaceKind.NAMED for m in find_mentions("talks between Syria and Iraq", FAKE)
    )


@pytest.mark.parametrize(
    "text",
    ["on the road from Hama to Homs", "the highway linking Hama with Homs", "the Hama-Homs road"],
)
def test_a_road_between_two_places(text):
    """Roads are corridors between their ends."""
    mention = only(text)
    assert mention.kind == PlaceKind.RELATIVE
    assert mention.latitude == pytest.approx(34.925, abs=0.01)


def test_a_side_of_a_country_is_a_region():
    """The words "Northern Syria" lies in Syria's north, as a region with its extent."""
    mention = only("Fighting spread in northern Syria.")
    assert mention.kind == PlaceKind.REGION
    assert mention.latitude > 35.5
    assert mention.extent_wkt.startswith("POLYGON")


def test_the_country_is_the_one_spoken_of():
    """The words "The south of the country" finds its country in the text."""
    first, second = find_mentions("Syria is at war. It rained in the south of the country.", FAKE)
    assert (second.kind, second.match.place.name) == (PlaceKind.REGION, "Syria")
    assert second.latitude < first.latitude


def test_two_sides_at_once_are_no_place():
    """The words "The east and north of the country" is not guessed at."""
    mentions = find_mentions("In Syria, the army holds the east and north of the country.", FAKE)
    assert mentions[1].kind == PlaceKind.UNPLACED
    assert "several sides" in mentions[1].reasons[0]


def test_the_city_is_the_one_spoken_of():
    """The words "North of the city" is measured from the city that the text is about."""
    mention = find_mentions("Rebels took Hama. They dug in just north of the city.", FAKE)[1]
    assert (mention.phrase, mention.match.place.name) == ("just north of the city", "Hama")


def test_a_described_place_is_one_mention():
    """The words "X, 40km northeast of Y" is X alone, and the phrase agrees."""
    mention = only("They left al-Bab, 40km northeast of Aleppo.")
    assert (mention.phrase, mention.kind) == ("al-Bab", PlaceKind.NAMED)
    assert mention.match.place.country_code == "SY"
    assert "'40km northeast of Aleppo' agrees" in mention.reasons[-1]


def test_an_unknown_place_is_put_where_the_text_says():
    """A village that no gazetteer has gets the phrase's point and radius."""
    mention = only("They left the village of Xyzabad, 12 km east of Manbij.")
    assert mention.phrase == "Xyzabad, 12 km east of Manbij"
    assert mention.kind == PlaceKind.RELATIVE
    assert mention.longitude == pytest.approx(38.084, abs=0.01)
    assert "no gazetteer entry is named 'Xyzabad'" in mention.reasons[0]


def test_a_namesake_elsewhere_is_not_taken():
    """Where the known place of the name lies elsewhere, the phrase places it."""
    mention = only("They left Nice, 12 km east of Manbij.")
    assert mention.kind == PlaceKind.RELATIVE
    assert mention.longitude == pytest.approx(38.084, abs=0.01)
    assert "does not fit" in mention.reasons[0]


def test_a_province_is_not_measured_from_a_town():
    """What lies 60km north of Homs is the base, not the province named before."""
    mentions = find_mentions("They hit a base in Aleppo province, 60km north of Homs.", FAKE)
    assert [(m.phrase, m.kind) for m in mentions] == [
        ("Aleppo province", PlaceKind.NAMED),
        ("60km north of Homs", PlaceKind.RELATIVE),
    ]


def test_a_known_town_is_not_moved():
    """A sizeable town of the same country stays where it is, whatever the text measures."""
    mention = only("They left Azaz, 12 km east of Homs.")
    assert (mention.kind, mention.latitude) == (PlaceKind.NAMED, 36.59)
    assert "does not fit" in mention.reasons[-1]


def test_an_unknown_anchor_leaves_the_phrase_unplaced():
    """Nothing is measured from a place that nobody knows."""
    mention = only("12 km east of the village of Xyzabad")
    assert mention.kind == PlaceKind.UNPLACED
    assert "'Xyzabad', from which the phrase is measured" in mention.reasons[0]


@pytest.mark.parametrize(
    ("text", "phrase", "kind"),
    [
        ("Clashes near the Turkish border.", "near the Turkish border", PlaceKind.UNPLACED),
        ("on the border with Iraq", "on the border with Iraq", PlaceKind.UNPLACED),
        (
            "the border between Syria and Iraq",
            "the border between Syria and Iraq",
            PlaceKind.UNPLACED,
        ),
        ("Kobani, at the Turkish border", "Kobani", PlaceKind.NAMED),
        ("east of Kobani at the Turkish border", "east of Kobani", PlaceKind.RELATIVE),
    ],
)
def test_a_border_is_a_line_and_no_place(text, phrase, kind):
    """A border alone stays unplaced, never the country's centre; beside a place, the place wins."""
    mention = only(text)
    assert (mention.phrase, mention.kind) == (phrase, kind)
    if kind == PlaceKind.UNPLACED:
        assert mention.match is None
        assert "long line" in mention.reasons[0]


def test_border_guards_are_no_border():
    """Guards, towns and crossings named after a border are left as they were."""
    mentions = find_mentions("He spoke to a man near Turkish border guards in Azaz.", FAKE)
    assert [(m.phrase, m.kind) for m in mentions] == [
        ("Turkish", PlaceKind.NAMED),
        ("Azaz", PlaceKind.NAMED),
    ]


def test_an_anchor_elsewhere_than_its_province_is_in_doubt():
    """A village that lies outside the province named beside it anchors no region."""
    mention = find_mentions("a camp near Hilton, on the plains of Texas", FAKE)[0]
    assert (mention.phrase, mention.kind) == ("near Hilton", PlaceKind.UNPLACED)
    assert "which the text names beside it" in mention.reasons[0]


def test_a_town_and_its_province_countryside():
    """The countryside of a province's seat reaches as far as the province."""
    mention = only("shelling in the Aleppo countryside")
    assert 80_000 <= mention.uncertainty_m <= 100_000
    assert only("shelling in the Azaz countryside").uncertainty_m == 30_000


@pytest.mark.parametrize(
    ("text", "km"),
    [("Azaz town (outside)", 0), ("Azaz (20 kilometres north of)", 20), ("Azaz (south of)", 19)],
)
def test_a_relation_in_brackets_behind_the_name(text, km):
    """Lists of incidents write the relation behind the name."""
    mention = only(text)
    assert (mention.phrase, mention.kind) == (text, PlaceKind.RELATIVE)
    apart = distance_m(mention.longitude, mention.latitude, 37.05, 36.59) / 1000
    assert apart == pytest.approx(km, abs=2)


def test_two_ends_too_far_apart_are_no_corridor():
    """Nothing is drawn between namesakes on two sides of a continent."""
    mention = only("on farmland between Azaz and Beirut")
    assert mention.kind == PlaceKind.RELATIVE
    mention = only("on farmland between Azaz and Goma")
    assert mention.kind == PlaceKind.UNPLACED
    assert "too far for one place" in mention.reasons[0]


@given(st.floats(500, 60_000), st.sampled_from(["near", "around", "edge", "countryside"]))
def test_reaches_grow_with_the_anchor(extent, kind):
    """No relation reaches less far around a larger town, and each beyond its built-up area."""
    small = Place("a", "Azaz", 37.05, 36.59, "SY", extent_m=extent)
    large = Place("b", "Azaz", 37.05, 36.59, "SY", extent_m=1.5 * extent)
    assert extent < reach_of(kind, small) <= reach_of(kind, large)


@given(
    st.sampled_from(["offset", "direction", "near", "around", "edge", "countryside", "part"]),
    st.one_of(st.none(), st.floats(0, 359)),
    st.floats(500, 500_000),
    st.booleans(),
)
def test_regions_are_sound(kind, bearing, distance, is_area):
    """Every region is a valid area that holds its own point, with a positive radius."""
    anchor = Place(
        "a", "Aleppo", *ALEPPO, "SY", "09", "Aleppo",
        "A" if is_area else "P", "ADM1" if is_area else "PPLA", 2_000_000, 60_000.0,
    )  # fmt: skip
    stated = distance if kind == "offset" else None
    region = region_of(Phrase(0, 1, kind, 0, bearing=bearing, distance=stated), anchor)
    assert region.extent.is_valid
    assert region.uncertainty_m > 0
    if bearing is not None and kind != "near":
        point = Point(region.longitude, region.latitude)
        assert region.extent.buffer(1e-6).covers(point) or kind == "around"


def test_just_north_is_nearer_than_north():
    """The words "just north of" reach no farther than "near"."""
    close, wide = only("just north of Azaz"), only("north of Azaz")
    assert close.uncertainty_m < wide.uncertainty_m
    assert distance_m(37.05, 36.59, close.longitude, close.latitude) < 8_000


def test_a_direction_from_a_lonely_town_reaches_far():
    """Where the next town lies far off, all that lies on the way is called after this one."""
    town = Place("", "Zillah", 17.55, 28.55, population=10_000)
    phrase = Phrase(0, 9, "direction", 0, bearing=135.0)
    usual, lonely = region_of(phrase, town), region_of(phrase, town, free_m=400_000.0)
    assert not usual.extent.covers(Point(18.3, 27.8))
    assert lonely.extent.covers(Point(18.3, 27.8))
    assert region_of(phrase, town, free_m=30_000.0) == usual


def test_a_direction_from_a_provinces_seat_means_that_side_of_the_province():
    """The press says "south of Hasakah" of all the province's south."""
    town = Place("", "Hasakah", 40.75, 36.5, "SY", "01", population=400_000)
    province = Place("", "Hasakah", 40.9, 36.6, "SY", "01", feature_class="A", extent_m=140_000.0)
    phrase = Phrase(0, 9, "direction", 0, bearing=180.0)
    there = Point(40.75, 35.6)
    assert not region_of(phrase, town).extent.covers(there)
    assert region_of(phrase, town, province=province).extent.covers(there)


@pytest.mark.parametrize("text", ["in the Homs desert", "the Homs countryside", "the Hama plains"])
def test_the_land_around_a_town(text):
    """The desert, plains or mountains of a town are its countryside, not the town."""
    mention = only(text)
    assert mention.kind == PlaceKind.RELATIVE
    assert mention.uncertainty_m >= 30_000


def test_a_town_far_from_all_that_is_named_beside_it_anchors_nothing():
    """A sentence names places of one neighbourhood: what lies far from all is a namesake's."""
    mention = find_mentions("Shells fell near Azaz, in Goma and in Nice.", FAKE)[0]
    assert mention.kind == PlaceKind.UNPLACED
    assert "likely another of the same name" in mention.reasons[0]


def test_a_named_side_of_a_region_is_that_region():
    """The eastern Ghouta is a place of its own, written small as often as not."""
    (mention,) = find_mentions("Clashes raged in the eastern Ghouta.", FAKE)
    assert (mention.kind, mention.phrase) == (PlaceKind.NAMED, "eastern Ghouta")


def test_a_village_lies_near_the_town_that_is_written_behind_it():
    """What is known as X lies 100 km from "Y town": X is another village of the name."""
    mention = find_mentions("A post near Abu Issa village, Kobani town, was hit.", FAKE)[0]
    assert mention.kind == PlaceKind.UNPLACED
    assert "from Kobani, which the text names beside it" in mention.reasons[0]


def test_capitals_make_no_town_doubtful():
    """Capitals stand for governments, and are named beside anything."""
    mention = find_mentions("Shells fell near Azaz, in Paris and in London.", FAKE)[0]
    assert mention.kind == PlaceKind.RELATIVE
