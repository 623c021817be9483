"""Exceptions are left out, and part of a town is not the town."""

from __future__ import annotations

import pytest
from extract_support import told


@pytest.mark.parametrize(
    ("sentence", "places"),
    [
        ("All of Syria except Aleppo is held by the Syrian army.", {"Syria"}),
        ("Syrian rebels captured Azaz but not Manbij.", {"Azaz"}),
        ("Islamic State controls Raqqa and every other town apart from Kobani.", {"Raqqa"}),
        ("Syrian rebels captured Azaz, Manbij and Homs.", {"Azaz", "Manbij", "Homs"}),
        ("M23 captured Goma and Islamic State captured Mosul.", {"Goma", "Mosul"}),
    ],
)
def test_what_is_excepted_is_not_claimed(sentence, places):
    """The words after "except", "but not" and "apart from" take no part in the claim."""
    assert {place for (place,) in told(sentence, "place_name") if place} == places


def test_a_town_but_for_its_airport_is_partly_taken():
    """What is taken "except for the airport" is partly taken."""
    assert told("M23 captured Goma except for the airport.", "place_name", "scope") == [
        ("Goma", "partial")
    ]


@pytest.mark.parametrize(
    ("sentence", "scope"),
    [
        ("M23 captured Goma airport on Monday.", "partial"),
        ("M23 captured the airport of Goma on Monday.", "partial"),
        ("M23 entered Goma on Monday and captured the port.", "partial"),
        ("Syrian rebels captured two districts of Aleppo.", "partial"),
        ("The Iraqi army took a bridge in Mosul.", "partial"),
        ("Islamic State holds the outskirts of Kobani.", "partial"),
        ("M23 captured the town of Goma on Monday.", ""),
        ("Syrian rebels captured the Islamic State stronghold of Manbij.", ""),
        ("M23 captured Goma, near the border, on Monday.", ""),
    ],
)
def test_part_of_a_town_is_partial(sentence, scope):
    """An airport, a bridge or a district is not the whole town."""
    found = told(sentence, "event_type", "scope")
    assert [s for t, s in found if t in {"CAPTURE", "CONTROL"}][:1] == [scope]


def test_near_goes_on_over_a_list():
    """Bases near A and B lie near both; neither town is taken."""
    found = told("Syrian rebels captured three bases near Azaz and Manbij.", "place_kind", "scope")
    assert found == [("relative", "partial"), ("relative", "partial")]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Syrian rebels entered Aleppo on Monday. They captured the Kalaxa district.", "Aleppo"),
        ("Syrian rebels entered Aleppo. M23 shelled the Nouxra hospital.", "Aleppo"),
        ("In Aleppo, Syrian rebels captured the quarters of Kalaxa and Umxyz.", "Aleppo"),
        ("Syrian rebels entered Aleppo on Monday. They captured the town of Kalaxa.", ""),
    ],
)
def test_an_unknown_quarter_lies_in_its_town(text, place):
    """A quarter or a site that no gazetteer has is placed in the town it is told of, in part."""
    name, scope, event = told(text, "place_name", "scope", "event_type")[-1]
    assert name == place
    assert (scope == "partial") == (event == "CAPTURE" and place != "")


def test_a_place_that_stands_behind_when():
    """Who was killed "when a bomb went off in X" was killed in X, not in the town before."""
    text = "The army captured Azaz. Ten soldiers were killed when a bomb exploded in Homs."
    assert ("CASUALTY", "Homs") in told(text, "event_type", "place_name")


def test_what_goes_on_at_a_site_goes_on_in_its_town():
    """What is told next of a site that no gazetteer has is in the same town."""
    text = "Syrian rebels attacked the Kalaxa hospital in Azaz. After an hour, the rebels withdrew."
    assert ("WITHDRAW", "Azaz") in told(text, "event_type", "place_name")
