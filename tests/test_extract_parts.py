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
