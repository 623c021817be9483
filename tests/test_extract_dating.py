"""Which of a sentence's dates is a claim's own."""

from __future__ import annotations

import pytest
from extract_support import told


@pytest.mark.parametrize(
    ("sentence", "event_type", "expected"),
    [
        (
            "In June 2014, armed men belonging to Islamic State abducted many men from Azaz.",
            "DETAIN",
            "2014-06",
        ),
        (
            "Six soldiers were killed in clashes with militants near Azaz on Friday, he said.",
            "CASUALTY",
            "2015-02-06",
        ),
        (
            "Thousands of people have been killed since Syria gained independence in 1946.",
            "CASUALTY",
            "1946-01-01/2015-02-09",
        ),
        (
            "Since April, when they seized Azaz, the rebels have been shelling Manbij.",
            "CAPTURE",
            "2014-04",
        ),
        (
            "The army stated on January 19 that it had shelled Azaz overnight.",
            "SHELLING",
            "2015-01-18/2015-01-19",
        ),
        (
            "Rebels entered Azaz on Saturday hours after the army left Manbij.",
            "WITHDRAW",
            "2015-02-07",
        ),
    ],
)
def test_a_date_far_from_its_verb(sentence, event_type, expected):
    """A date that opens the sentence, closes the clause or hangs on "since" is found."""
    found = [d for t, d in told(sentence, "event_type", "date_edtf") if t == event_type]
    assert found == [expected]
