"""The many wordings in which newswire tells the same type of event."""

from __future__ import annotations

import pytest
from extract_support import told


@pytest.mark.parametrize(
    ("sentence", "types"),
    [
        ("Army units eliminated dozens of gunmen in Deraa.", {"CASUALTY"}),
        ("They were executed in Azaz.", {"CASUALTY"}),
        ("The ambush left three soldiers killed in Azaz.", {"CASUALTY"}),
        ("Thousands were forced from their homes in Azaz.", {"DISPLACE"}),
        ("The village of Azaz was reduced to rubble.", {"DESTROY"}),
        ("Syrian rebels destroyed six armoured vehicles near Azaz.", {"DESTROY"}),
        ("The raid on Azaz was perpetrated by Syrian rebels.", {"CLASH"}),
        ("Syrian rebels shot at a convoy near Azaz.", {"CLASH"}),
        ("Azaz has seen heavy fighting.", {"CLASH"}),
        ("The Syrian air force carried out six raids on Azaz.", {"AIRSTRIKE"}),
        ("Helicopters dropped barrels on Azaz.", {"AIRSTRIKE"}),
        ("Syrian rebels targeted the airport in Aleppo with rockets.", {"SHELLING"}),
        ("Suicide bombers struck a barracks in Azaz.", {"BOMBING"}),
        ("Syrian rebels have the governor's office in Azaz.", {"CONTROL"}),
        ("Syrian rebels walked into Azaz on Friday.", {"CAPTURE"}),
        ("The Syrian army completed its control of Azaz.", {"CAPTURE"}),
        ("The Syrian army is pressing its operations in Azaz.", {"ADVANCE"}),
        ("Syrian rebels built an earthen wall around Azaz.", {"SIEGE"}),
        ("Syrian rebels closed their bases in Azaz.", {"WITHDRAW"}),
    ],
)
def test_wordings_tell_their_type(sentence, types):
    """Each wording gives its type, and no second one beside it."""
    assert {kind for (kind,) in told(sentence, "event_type")} == types


@pytest.mark.parametrize(
    "sentence",
    [
        "The Syrian army has the upper hand in Azaz.",
        "The Syrian rebels in Azaz have been forced to split up.",
        "The governor is in Aleppo. He is in Azaz.",
        "The vote took place near Azaz.",
    ],
)
def test_what_is_no_event_gives_no_claim(sentence):
    """An upper hand, a split, a person's whereabouts and a vote hold or take nothing."""
    assert not told(sentence, "event_type")
