"""Negations and suppositions outside a claim's own verb; who denies what, and what came about."""

from __future__ import annotations

import pytest
from extract_support import told


@pytest.mark.parametrize(
    ("sentence", "event_type", "status"),
    [
        ("There is nobody fighting in Azaz.", "CLASH", "negated"),
        ("Nor has a single soldier left Azaz.", "WITHDRAW", "negated"),
        ("Not a single rebel entered Azaz.", "ADVANCE", "negated"),
        ("Foreign help helped Syrian rebels to take Azaz.", "CAPTURE", "asserted"),
        ("The ceasefire allowed Syrian rebels to enter Azaz.", "ADVANCE", "asserted"),
        ("The rebels have no wish to take Azaz.", "CAPTURE", "negated"),
        ("Islamic State said it did not yet intend to attack Azaz.", "CLASH", "denied"),
        ("Azaz is not about to fall.", "LOSS", "negated"),
        ("Syrian rebels have allegedly shelled Azaz.", "SHELLING", "reported"),
        ("Its withdrawal from Azaz would be completed on Friday.", "WITHDRAW", "planned"),
        ("The army rejected the accusation that it had shelled Azaz.", "SHELLING", "denied"),
    ],
)
def test_how_a_claim_stands(sentence, event_type, status):
    """What stands before the clause decides as much as its verb."""
    assert [s for t, s in told(sentence, "event_type", "status") if t == event_type] == [status]


@pytest.mark.parametrize(
    "sentence",
    [
        "Should Syrian rebels seize Azaz, they would threaten Aleppo.",
        "Had the rebels taken Azaz, the war would have ended.",
        "The fall of Azaz would cut the road to Aleppo.",
        "Under the deal, Islamic State is not to attack Azaz.",
        "It is too early to say that Azaz has fallen.",
        "It was not clear who controlled Azaz.",
    ],
)
def test_what_is_supposed_or_ruled_is_no_claim(sentence):
    """Conditions without "if", consequences, rules and doubts tell nothing that happened."""
    told_types = [t for t, s in told(sentence, "event_type", "status")]
    assert told_types == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Residents said rebels left Azaz, but this report was denied by the Syrian army.",
        "Residents said rebels left Azaz, a claim the Syrian army denied.",
    ],
)
def test_a_denial_in_passing(sentence):
    """What is told and denied in one sentence stands twice, with both voices."""
    assert told(sentence, "event_type", "status", "source_kind") == [
        ("WITHDRAW", "reported", "resident"),
        ("WITHDRAW", "denied", "belligerent"),
    ]
