"""The gazetteer finds places by the names people write, and says why."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import pytest

from geoevents.gazetteer import Gazetteer, fold
from geoevents.gazetteer.sources import read_places
from geoevents.model import Geocoder
from geoevents.resources import data_path
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


@pytest.mark.parametrize(
    ("name", "countries", "is_ambiguous"),
    [
        ("Paris", None, False),  # a hundred times the inhabitants of the next
        ("London", None, False),
        ("Al Karamah", ["SY", "JO"], True),  # a town of 9,000, and a seat that nobody counted
        ("Al Quşayr", ["SY", "EG"], True),  # 41,000 and 25,000
        ("Ezraah", ["SY", "JO"], True),  # both only sound alike
        ("Aleppo", ["SY"], False),  # its province bears the name too
    ],
)
def test_a_name_that_size_alone_hardly_decides_is_ambiguous(
    gazetteer, name, countries, is_ambiguous
):
    """Ten times the inhabitants decide; inhabitants that nobody has counted decide nothing."""
    assert gazetteer.search(name, country=countries)[0].is_ambiguous is is_ambiguous


def test_nearness_decides_between_namesakes(gazetteer):
    """Near Beirut, Tripoli is the one in Lebanon."""
    first = gazetteer.search("Tripoli", near=(35.5, 33.9))[0]
    assert first.place.country_code == "LB"
    assert any("km from the given point" in reason for reason in first.reasons)


def rows(name):
    """Return the rows of one of the shipped tables."""
    with (data_path("gazetteer") / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


PLACES = ("countries.csv", "divisions.csv", "districts.csv", "regions.csv", "places.csv")


def test_shipped_places_are_sorted_unique_and_on_earth():
    """Every entry has an id of its own, a point on earth, an extent, and a source."""
    seen = set()
    for name in PLACES:
        entries = list(read_places(data_path("gazetteer") / name))
        ids = [entry.place.place_id for entry in entries]
        assert ids == sorted(ids)
        assert not seen & set(ids)
        assert len(set(ids)) == len(ids)
        seen |= set(ids)
        for entry in entries:
            place = entry.place
            assert -180 <= place.longitude <= 180, place
            assert -90 <= place.latitude <= 90, place
            assert place.extent_m > 0, place
            assert place.name, place
            assert place.source, place


def test_a_shipped_box_holds_its_point():
    """Where an extent is known, the point lies in it; east of 180 degrees it counts on."""
    for name in PLACES:
        for entry in read_places(data_path("gazetteer") / name):
            if entry.place.bbox:
                west, south, east, north = entry.place.bbox
                east += 360 if east < west else 0
                x = entry.place.longitude + (360 if entry.place.longitude < west - 0.01 else 0)
                assert west - 0.01 <= x <= east + 0.01, entry.place
                assert south - 0.01 <= entry.place.latitude <= north + 0.01, entry.place


def test_demonyms_and_further_names_belong_to_known_places(gazetteer):
    """Every place that a demonym, a seat or a further name points to is in the index."""
    asked = {place for row in rows("demonyms.csv") for place in row["place_ids"].split("|")}
    asked |= {row["place_id"] for row in rows("alternates.csv")}
    asked |= {row["place_id"] for row in rows("seats.csv")[::50]}
    assert [place_id for place_id in sorted(asked) if gazetteer.place(place_id) is None] == []


@pytest.mark.parametrize(
    ("division", "inside"),
    [
        (("SY", "09"), "Manbij"),
        (("SY", "01"), "Qamishli"),
        (("IQ", "15"), "Mosul"),
        (("UA", "05"), "Bakhmut"),
        (("UA", "11"), "Kerch"),
        (("SD", "55"), "El Fasher"),
        (("LY", "76"), "Sirte"),
        (("MM", "11"), "Lashio"),
        (("CD", "11"), "Goma"),
        (("US", "TX"), "Houston"),
    ],
)
def test_a_division_holds_its_towns(gazetteer, division, inside):
    """A town of a division lies in its box and within its radius."""
    area = gazetteer.division(*division)
    town = gazetteer.search(inside, country=division[0], admin1_code=division[1])[0].place
    west, south, east, north = area.bbox
    assert west <= town.longitude <= east
    assert south <= town.latitude <= north
    apart = distance_m(area.longitude, area.latitude, town.longitude, town.latitude)
    assert apart <= area.extent_m


@pytest.mark.parametrize(
    ("name", "country", "expected"),
    [
        ("Tel Abyaad", "SY", "Tell Abyad"),
        ("Manbidg", "SY", "Manbij"),
        ("Kafar Takhareem", "SY", "Kafr Takhārīm"),
        ("Бахмуте", "UA", "Bakhmut"),
        ("تل رفعات", "SY", "Tell Rifaat"),
    ],
)
def test_a_new_romanisation_is_found_by_sound_within_a_country(gazetteer, name, country, expected):
    """A spelling that nobody listed is found in its country, and nowhere without one."""
    first = gazetteer.search(name, country=country)[0]
    assert first.place.name == expected
    assert first.reasons[0].startswith("sounds like '")
    assert gazetteer.candidates([name]) == {name: []}


def test_a_new_romanisation_is_found_near_a_point(gazetteer):
    """Near Aleppo, Tall Refat is Tell Rifaat; near Paris it is nothing."""
    assert gazetteer.search("Tall Refat", near=(37.1, 36.2))[0].place.name == "Tell Rifaat"
    assert gazetteer.search("Tall Refat", near=(2.35, 48.86)) == []


def test_abbreviations_are_not_recognised_but_looked_up(gazetteer):
    """Calif. finds California, but "wash" and "miss" are not offered as known names."""
    assert gazetteer.search("Calif.")[0].place.place_id == "admin1:US.CA"
    assert gazetteer.known_keys(["wash", "miss", "california"]) == {"california"}


def test_every_source_has_its_licence(gazetteer):
    """The sources are listed with their counts, largest first, each with its licence."""
    sources = gazetteer.sources()
    counts = [n for _, n, _ in sources]
    assert counts == sorted(counts, reverse=True)
    assert sources[0][0] == "GeoNames"
    assert all(licence for _, _, licence in sources)


def test_the_data_page_tells_every_tables_digest():
    """Each shipped table stands in data/README.md with the digest of its bytes."""
    page = Path(__file__).parents[1] / "data" / "README.md"
    told = page.read_text("utf-8")
    for path in sorted(data_path("gazetteer").glob("*.csv")):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        assert f"| `{path.name}` |" in told
        assert digest in told, path.name


def test_the_largest_towns_of_a_box_come_first(gazetteer):
    """Settlements in a box, by inhabitants, under their usual names; sections of a city are not."""
    names = [place.name for place in gazetteer.largest((36.0, 35.5, 39.5, 37.2), limit=8)]
    assert names[0] in {"Aleppo", "Gaziantep"}
    assert {"Aleppo", "Raqqa"} <= set(names)


@pytest.mark.parametrize(
    ("name", "place_id"),
    [
        ("Idlib countryside", "admin1:SY.12"),
        ("Rif Idlib", "admin1:SY.12"),
        ("Rif Dimashq", "admin1:SY.08"),
        ("Paris", None),  # no other spelling of Barisha
        ("Berlin", None),
    ],
)
def test_countryside_is_a_province_and_a_famous_name_no_spelling(gazetteer, name, place_id):
    """In Syria; what a name's kind says does not make two names sound alike."""
    found = gazetteer.search(name, country="SY")
    assert (found[0].place.place_id if found else None) == place_id
