"""A user's own places among ours: which stands for which, and which comes first."""

# ruff: noqa: F401, F811 - the fixtures are imported

from __future__ import annotations

from gazetteer_support import (
    MAPPING,
    cache,
    gazetteer,
    places,
    server,
    shipped,
)

import geoevents as ge
from geoevents.geocoding import find_mentions
from geoevents.model import FROM_OWN


def test_the_users_place_stands_for_ours(gazetteer, places):
    """The same town is one place: the user's id, point and p-code, our other names and size."""
    ours = gazetteer.search("Kobane", country="SY")[0].place
    gazetteer.add(places, columns=MAPPING, country="SY")
    for name in ("Kobane", "Ain al Arab", "عين العرب", "Kobanî"):
        found = gazetteer.search(name)
        assert found[0].place.place_id == "places:SY020500", name
        assert ours.place_id not in {m.place.place_id for m in found}
    own = found[0].place
    assert (own.longitude, own.latitude, own.pcode) == (38.3537, 36.8912, "SY020500")
    assert (own.admin1_code, own.population) == (ours.admin1_code, ours.population)
    assert FROM_OWN in found[0].reasons
    assert gazetteer.place(ours.place_id) == own
    assert gazetteer.candidates(["Kobane"])["Kobane"][0].place == own
    assert gazetteer.nearest(38.3537, 36.8912, limit=1)[0].place == own


def test_the_users_places_come_first_wherever_names_are_placed(gazetteer, tmp_path):
    """A namesake far from ours wins in search, geocode, geoparse and find_mentions."""
    path = tmp_path / "own.csv"
    path.write_text("name,lat,lon,pcode\nPalmyra,36.71,37.02,SY9\nDabiq,36.70,38.00,SY8\n", "utf-8")
    gazetteer.add(path, country="SY")
    text = "Shells fell on Palmyra on Sunday, residents said."
    assert gazetteer.search("Palmyra")[0].place.pcode == "SY9"
    assert ge.geocode(["Palmyra"], gazetteer)["pcode"].tolist() == ["SY9"]
    assert ge.geoparse(text, gazetteer)["pcode"].tolist() == ["SY9"]
    mention = find_mentions(text, gazetteer)[0]
    assert mention.match.place.pcode == "SY9"
    assert FROM_OWN in mention.reasons


def test_a_hamlet_called_like_a_country_or_capital_is_neither(gazetteer, tmp_path):
    """In a text, the name of a country or capital means that, whatever the user's list holds."""
    path = tmp_path / "own.csv"
    path.write_text("name,lat,lon\nTurkey,36.71,37.02\nMoscow,35.1,37.5\n", "utf-8")
    gazetteer.add(path, country="SY")
    found = ge.geoparse("He flew from Moscow to Turkey on Sunday.", gazetteer)
    assert found["feature_code"].tolist() == ["PPLC", "PCLI"]


def test_what_was_asked_before_is_asked_anew(gazetteer, tmp_path):
    """Adding and removing places changes what the same text gives in the same process."""
    text = "Rebels seized the village of Qwrtzeh near Manbij on Sunday."
    path = tmp_path / "own.csv"
    path.write_text("name,lat,lon\nQwrtzeh,36.6,38.0\n", "utf-8")

    def known():
        return ge.geoparse(text, gazetteer)["place_id"].dropna().tolist()

    before = known()
    gazetteer.add(path, country="SY")
    assert known() == ["own:2", *before]
    gazetteer.remove("own")
    assert known() == before


def test_a_name_that_only_resembles_is_not_preferred(gazetteer, tmp_path):
    """The user's al-Hama is not Hama: without its article a name does not outrank ours."""
    path = tmp_path / "own.csv"
    path.write_text("name,lat,lon,pcode\nAl Hama,33.56,36.22,SY7\n", "utf-8")
    gazetteer.add(path, country="SY")
    assert gazetteer.search("Hama")[0].place.pcode == ""
    assert gazetteer.candidates(["Hama"])["Hama"][0].place.pcode == ""
    assert gazetteer.search("al-Hama")[0].place.pcode == "SY7"
    found = ge.geoparse("Shells fell on Hama, Syria, on Sunday.", gazetteer)
    assert found["place_name"].tolist() == ["Hama", "Syria"]


def test_demonyms_and_divisions_keep_working(gazetteer, tmp_path):
    """Where the user's place stands for ours, its demonym and its province lead to the user's."""
    path = tmp_path / "own.csv"
    path.write_text(
        "ADM1_EN,ADM1_PCODE,lat,lon\nAleppo,SY02,36.2,37.5\nHoms,SY04,34.5,38.3\n", "utf-8"
    )
    gazetteer.add(path)
    province = gazetteer.division("SY", "09")
    assert (province.pcode, province.admin1_code, province.feature_code) == ("SY02", "09", "ADM1")
    found = ge.geoparse("Fighting spread in Homs province, Syria.", gazetteer)
    assert found["pcode"].tolist()[0] == "SY04"
    assert gazetteer.demonym("Aleppan")


def test_another_spelling_near_by_is_the_same_place(gazetteer, tmp_path):
    """A name that sounds the same, next to ours, is ours; the same sound farther off is not."""
    ours = gazetteer.search("Tell Rifaat", country="SY")[0].place
    path = tmp_path / "own.csv"
    near = f"Tal Refat,{ours.latitude + 0.01},{ours.longitude},SYA"
    far = f"Tal Rifet,{ours.latitude - 0.9},{ours.longitude},SYB"
    path.write_text(f"name,lat,lon,pcode\n{near}\n{far}\n", "utf-8")
    gazetteer.add(path, country="SY")
    assert gazetteer.place(ours.place_id).pcode == "SYA"
    assert gazetteer.search("Tell Rifaat")[0].place.pcode == "SYA"
