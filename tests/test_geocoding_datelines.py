"""Datelines in the forms that agencies write; what only looks like one is none."""

from __future__ import annotations

import pytest
from extract_support import told
from geocoding_fake import FakeGazetteer

from geoevents.geocoding import DATELINE, find_datelines, find_mentions

FAKE = FakeGazetteer()


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Town falls\n\nDAMASCUS, Nov. 27, 2016 (Agency)\n\nRebels left Homs.", {"DAMASCUS"}),
        ("Town falls\n\nDAMASCUS, Syria, Dec 28, 2016\n\nRebels left Homs.", {"DAMASCUS", "Syria"}),
        ("Damascus, 2 Nov 88 (Channel X) -- [Report] Rebels left Homs.", {"Damascus"}),
        ("ALEPPO/DAMASCUS, Syria Four soldiers left Homs.", {"ALEPPO", "DAMASCUS", "Syria"}),
        ("Town falls\n\nDAMASCUS Syria's army left Homs.", {"DAMASCUS"}),
        ("DAMASCUS: The army left Homs.", {"DAMASCUS"}),
        ("Ten die in battle. DAMASCUS -- The army left Homs.", {"DAMASCUS"}),
        ("DAMASCUS: The army left Homs.\nALEPPO: Rebels left Azaz.", set()),
        ("ALEPPO FALLS", set()),
        ("The army left Homs.\n\nAleppo is calm.", set()),
    ],
)
def test_datelines_in_many_forms(text, marked):
    """On a line of its own, with a source, run into the text, behind a headline."""
    assert {m.toponym for m in find_mentions(text, FAKE) if DATELINE in m.reasons} == marked


def test_capitals_alone_are_no_sure_dateline():
    """Words in capitals are a dateline only if a place is so named."""
    text = "UNICEF Workers left Homs."
    assert [d.is_sure for d in find_datelines(text)] == [False]
    assert not [m for m in find_mentions(text, FAKE) if DATELINE in m.reasons]


@pytest.mark.parametrize(
    "head", ["DAMASCUS, Dec 10, 2014\n\n", "DAMASCUS (Agency)\n\n", "DAMASCUS ", "Damascus - "]
)
def test_no_claim_lies_where_the_report_was_filed(head):
    """A claim without a place of its own does not fall back on the dateline."""
    text = f"{head}Rebels killed ten soldiers on Monday, the army said."
    assert {place for (place,) in told(text, "place_name")} == {""}
