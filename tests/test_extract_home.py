"""Namesakes: a report of one country means its own towns, and surnames are none."""

from __future__ import annotations

import pandas as pd

from geoevents.extract import extract_claims
from geoevents.gazetteer import Gazetteer

GAZETTEER = Gazetteer.default()


def placed(text):
    """Return the places of a text's claims as toponym, name and country."""
    report = {"report_id": "r", "text": text, "published_at": "2003-07-22"}
    claims = extract_claims(pd.DataFrame([report]), GAZETTEER)
    rows = claims[["toponym", "place_name", "country_code"]].to_numpy()
    return [tuple("" if pd.isna(v) else v for v in row) for row in rows]


def test_a_small_town_at_home_beats_larger_ones_abroad():
    """In a report of Liberia, Greenville is the one there."""
    text = (
        "Rebels in Liberia captured Buchanan on Monday. The rebels attacked Greenville on Tuesday."
    )
    assert placed(text)[-1] == ("Greenville", "Greenville", "LR")


def test_a_surname_is_no_town():
    """The name of a person named in full is no place elsewhere in the report."""
    text = (
        "President Charles Taylor's forces lost Gbarnga in Liberia on Monday. "
        "Rebels shelled Monrovia. Taylor fled."
    )
    assert all(country in {"LR", ""} for _, _, country in placed(text))


def test_a_town_of_a_neighbour_stays():
    """Fighting may cross a border: a town across it is no namesake."""
    text = "Syrian forces shelled Azaz and Jarabulus in Syria. A shell hit Kilis on Monday."
    assert placed(text)[-1] == ("Kilis", "Kilis", "TR")
