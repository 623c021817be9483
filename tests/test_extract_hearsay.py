"""Sources without a plain verb of saying: rumour, pictures, who counted, whom an outlet cited."""

from __future__ import annotations

import pytest
from extract_support import told


@pytest.mark.parametrize(
    ("sentence", "claim"),
    [
        (
            "It has been unofficially reported that Syrian rebels captured Azaz.",
            ("CAPTURE", "reported", "", "unspecified"),
        ),
        (
            "Footage published on Monday indicates that Syrian rebels captured Azaz.",
            ("CAPTURE", "reported", "Footage", "unspecified"),
        ),
        (
            "Aid workers counted more than 60 dead in Azaz.",
            ("CASUALTY", "reported", "Aid workers", "ngo"),
        ),
        (
            "Refugees spoke of air raids on Azaz.",
            ("AIRSTRIKE", "reported", "Refugees", "resident"),
        ),
        (
            "The agency cited residents as saying Syrian rebels captured Azaz.",
            ("CAPTURE", "reported", "residents", "resident"),
        ),
        (
            "Syrian rebels have been blamed for a wave of bombings in Azaz.",
            ("BOMBING", "reported", "", "unspecified"),
        ),
    ],
)
def test_who_vouches_without_saying(sentence, claim):
    """None of these is the report's own word."""
    found = told(sentence, "event_type", "status", "attribution", "source_kind")
    assert claim in found


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("It would be wrong to conclude that Syrian rebels captured Azaz.", "negated"),
        (
            "The governor said that the reports of the fall of Azaz were enemy propaganda.",
            "denied",
        ),
        ("Rumours of the capture of Azaz by Syrian rebels were false.", "negated"),
    ],
)
def test_what_is_called_untrue_is_no_fact(sentence, status):
    """Whoever calls a report a lie denies it."""
    assert [s for t, s in told(sentence, "event_type", "status") if t == "CAPTURE"] == [status]
