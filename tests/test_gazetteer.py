"""The gazetteer finds places by the names people write, and says why."""

from __future__ import annotations

import pytest

from geoevents.gazetteer import Gazetteer, fold
from geoevents.model import Geocoder
from geoevents.spatial import distance_m


@pytest.fixture(scope="module")
def gazetteer():
    """Open the default gazetteer once for all; that may mean building it."""
    with Gazetteer.default() as opened:
        yield opened


@pytest.mark.parametrize(
    ("name", "longitude", "latitude"),
    [
        ("al-Bab", 37.516, 36.371),
        ("الباب", 37.516, 36.371),
        ("Kobanê", 38.352, 36.890),
        ("Ayn al-Arab", 38.352, 36.890),
        ("عين العرب", 38.352, 36.890),
        ("Azaz", 37.045, 36.586),
        ("Tell Abyad", 38.956, 36.698),
        ("حلب", 37.161, 36.201),
        ("Manbij", 37.955, 36.528),
    ],
)
def test_a_syrian_town_is_found_by_many_spellings(gazetteer, name, longitude, latitude):
    """The first match in Syria lies within 5 km of the town."""
    place = gazetteer.search(name, country="SY")[0].place
    assert distance_m(place.longitude, place.latitude, longitude, latitude) < 5_000


def test_the_gazetteer_is_a_geocoder(gazetteer):
    """It can stand wherever a Geocoder is asked for."""
    assert isinstance(gazetteer, Geocoder)


def test_candidates_answer_for_every_name(gazetteer):
    """A batch has an entry for each distinct name, empty for the unknown, best prior first."""
    found = gazetteer.candidates(["Aleppo", "Nowhereville-on-Nothing", "Aleppo", ""])
    assert list(found) == ["Aleppo", "Nowhereville-on-Nothing", ""]
    assert found["Nowhereville-on-Nothing"] == found[""] == []
    assert found["Aleppo"][0].place.place_id == "geonames:170063"
    scores = [match.score for match in found["Aleppo"]]
    assert scores == sorted(scores, reverse=True)


def test_known_keys_are_those_that_some_place_bears(gazetteer):
    """Recognition can ask for many keys at once."""
    keys = {fold("Deir ez-Zor"), fold("Manbij"), "no such place at all"}
    assert gazetteer.known_keys(keys) == {"deir al zor", "manbij"}


def test_countries_and_divisions_have_point_and_extent(gazetteer):
    """A country and a division are found by code, with a box around their point."""
    for place in (gazetteer.country("SY"), gazetteer.division("SY", "09")):
        west, south, east, north = place.bbox
        assert west < place.longitude < east
        assert south < place.latitude < north
        assert place.is_area
    assert gazetteer.country("SY").name == "Syria"
    assert gazetteer.country("QQ") is None


@pytest.mark.parametrize(
    ("name", "place_id"),
    [
        ("US", "geonames:6252001"),
        ("Britain", "geonames:2635167"),
        ("DRC", "geonames:203312"),
        ("أوكرانيا", "geonames:690791"),
        ("Rif Dimashq", "admin1:SY.08"),
        ("Anbar province", "admin1:IQ.01"),
        ("governorate of Aleppo", "admin1:SY.09"),
        ("North Darfur", "admin1:SD.55"),
        ("Donbass", "region:donbas"),
        ("the Sahel", "region:sahel"),
        ("Dabiq", "place:sy-dabiq"),
        ("Tishrin Dam", "place:sy-tishrin-dam"),
        ("Gire Spi", "geonames:163750"),
    ],
)
def test_countries_divisions_regions_and_small_places_are_known(gazetteer, name, place_id):
    """Abbreviations, local names and what GeoNames' cities lack all find their entry first."""
    assert gazetteer.search(name)[0].place.place_id == place_id


@pytest.mark.parametrize(
    ("word", "names"),
    [
        ("Syrian", ["Syria"]),
        ("Aleppan", ["Aleppo"]),
        ("Ukrainians", ["Ukraine"]),
        ("Congolese", ["Democratic Republic of the Congo", "Republic of the Congo"]),
        ("Manbij", []),
    ],
)
def test_a_demonym_names_its_places(gazetteer, word, names):
    """A demonym gives every place it may stand for, the better known first."""
    assert [place.name for place in gazetteer.demonym(word)] == names


def test_an_article_is_not_stripped_from_other_languages_names(gazetteer):
    """El Salvador is not Salvador, and Al Gore is no town in New Zealand."""
    assert gazetteer.search("El Salvador")[0].place.country_code == "SV"
    assert gazetteer.search("Salvador")[0].place.country_code == "BR"
    assert all(m.place.country_code != "NZ" for m in gazetteer.search("Al Gore"))


def test_a_match_says_why_and_what_came_second(gazetteer):
    """The winner's reasons name the spelling, the population and the runner-up."""
    first = gazetteer.search("Tripoli")[0]
    assert first.place.country_code == "LY"
    assert first.reasons[0] == "'Tripoli' is its name"
    assert any(reason.startswith("second: Tripoli (") for reason in first.reasons)
    assert gazetteer.search("Springfield", country="US")[0].is_ambiguous


def test_nearness_decides_between_namesakes(gazetteer):
    """Near Beirut, Tripoli is the one in Lebanon."""
    first = gazetteer.search("Tripoli", near=(35.5, 33.9))[0]
    assert first.place.country_code == "LB"
    assert any("km from the given point" in reason for reason in first.reasons)
