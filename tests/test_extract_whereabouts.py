"""Claims without a place of their own: the story's place, or the whole country's."""

from __future__ import annotations

import pytest
from extract_support import told


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (
            "Army drives rebels out of a town\n\nRebels captured the town of Azaz on Saturday.",
            {"Azaz"},
        ),
        (
            "Ten killed in clashes\n\nTen soldiers were killed on Monday in Azaz.",
            {"Azaz"},
        ),
        ("Rebels seize military base\n\nRebels seized the military base of Menagh.", {""}),
    ],
)
def test_a_lead_tells_of_the_place_named_below(text, places):
    """What a headline or a lead leaves unnamed is named where the same is told again."""
    found = told(text, "event_type", "place_name")
    assert {place for event, place in found if event in {"CAPTURE", "CASUALTY"}} == places


def test_the_toll_of_a_war_is_not_the_towns():
    """Who died in a whole war died in the country, not in the town spoken of before."""
    text = (
        "Syrian rebels captured Azaz on Monday. The rebels took Homs, too. "
        "The war has killed at least 200,000 people."
    )
    assert told(text, "event_type", "place_name")[-1] in {("CASUALTY", "Syria"), ("CASUALTY", "")}


def test_a_sum_of_years_tells_no_headline():
    """Attacks "since 2011" elsewhere are not what a headline tells."""
    text = "Soldier killed in clash\n\nRebels killed a soldier. Bombs hit Homs since 2011."
    assert all(place != "Homs" for event, place in told(text, "event_type", "place_name")[:2])


@pytest.mark.parametrize(
    "sentence",
    [
        "The attack killed ten soldiers.",
        "Ten soldiers were killed in the assault, a commander in Damascus said.",
    ],
)
def test_the_attack_was_where_it_was_told(sentence):
    """What "the attack" did, it did where it was told of, whatever was named in between."""
    text = f"Rebels attacked Azaz on Monday. The army holds Homs. {sentence}"
    rows = told(text, "event_type", "place_name")
    assert [place for event, place in rows if event == "CASUALTY"] == ["Azaz"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("He will visit Azaz, where clashes broke out last month, and Homs.", "Azaz"),
        ("The incident in Aleppo, the capital of Homs, came after five people died.", "Aleppo"),
        (
            "Rebels captured Homs.\n\nAleppo province: The army shelled the Kalaxa airport.",
            "Aleppo",
        ),
    ],
)
def test_what_stands_before_and_above(text, place):
    """The place before "where", not what only explains a place, nor a town of another heading."""
    assert told(text, "place_name")[-1] == (place,)


def test_a_side_is_of_the_country_named_elsewhere():
    """The words "in the east" mean the east of the country, where the report names it so."""
    text = "Bomb kills ten in the east\n\nA bomb killed ten people in eastern Syria on Monday."
    assert [kind for (kind,) in told(text, "place_kind")][:1] == ["region"]


def test_an_agreement_is_nowhere_in_particular():
    """A ceasefire without a place is not where the report was last."""
    text = "Syrian rebels captured Azaz. On Monday the army declared a ceasefire."
    rows = told(text, "event_type", "place_name")
    assert [place for event, place in rows if event == "AGREEMENT"] in ([], [""])


def test_letters_of_a_party_are_no_place():
    """Fighting "between SLXM rebels and the army" names no place, here or further on."""
    text = "Five died in fighting between SLXM rebels and the army. SLXM rebels took Azaz."
    assert all("SLXM" not in name for (name,) in told(text, "toponym"))


def test_whose_soldiers_is_not_where():
    """Those called "Syria soldiers" are killed where the story is, not in the middle of Syria."""
    text = "Rebels kill Syria soldiers, seize northern town\n\nRebels killed ten soldiers in Azaz."
    assert {place for event, place in told(text, "event_type", "place_name")} <= {"Azaz"}


def test_the_city_is_the_one_that_the_report_is_about():
    """A city that only says where two villages lie is not "the city" of a report on another."""
    text = (
        "The army took the east of Aleppo on Monday. Rebels left Aleppo on Tuesday. Shells hit "
        "Aleppo. People were brought out of two villages in Homs. Aircraft bombed the city."
    )
    assert told(text, "event_type", "place_name")[-1] == ("AIRSTRIKE", "Aleppo")


def test_no_line_is_drawn_to_a_river_or_a_country():
    """A movement "to the Euphrates" keeps the words, and has no point to draw it to."""
    text = "Rebels pulled back from Azaz to Turkey on Monday. Rebels withdrew from Azaz to Homs."
    rows = told(text, "event_type", "destination", "destination_point")
    assert [(words, bool(point)) for _, words, point in rows] == [("Turkey", False), ("Homs", True)]
