"""Capitals that are told by their country or division."""

from __future__ import annotations

import pandas as pd
import pytest

from geoevents.extract import extract_claims
from geoevents.gazetteer import Gazetteer

GAZETTEER = Gazetteer.default()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Taliban fighters captured the capital of Helmand on Monday.", "Lashkar Gah"),
        ("Rebels attacked Chad's capital on Sunday.", "N'Djamena"),
        ("Rebels took Mongo in Chad. On Saturday the rebels entered the capital.", "N'Djamena"),
        (
            "Taliban fighters attacked Sangin in Helmand. They captured the provincial capital.",
            "Lashkar Gah",
        ),
        ("In the sleepy town of Abeche, rebels seized control of the town.", "Abéché"),
    ],
)
def test_capitals_by_what_they_are_capitals_of(text, place):
    """The seat of the country or the division is meant, not the town spoken of before."""
    report = {"report_id": "r", "text": text, "published_at": "2015-02-09"}
    claims = extract_claims(pd.DataFrame([report]), GAZETTEER)
    assert claims["place_name"].iloc[-1] == place
