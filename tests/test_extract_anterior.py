"""What a report looks back on ends before what it tells next, and never outlasts it."""

from __future__ import annotations

import pandas as pd
import pytest
from extract_support import claims

import geoevents as ge


def holders(text, published="2015-02-09"):
    """Return who is estimated to hold each place on the report's day."""
    control = ge.estimate_place_status(claims(text, published), at=published)
    return {
        row.place_name: (row.control_status, row.actor_id if isinstance(row.actor_id, str) else "")
        for row in control.itertuples()
    }


@pytest.mark.parametrize(
    ("text", "holder"),
    [
        ("Syrian rebels retook Azaz, a year after Islamic State had captured it.", "syrian-rebels"),
        ("M23 took back Goma from the army, which had held it for a year.", "m23"),
        (
            "Syrian rebels hold Azaz. Islamic State had captured it in the first days.",
            "syrian-rebels",
        ),
        (
            "Islamic State had captured Mosul. The Iraqi army retook it on Friday.",
            "iraqi-government",
        ),
        (
            "M23 held Goma for a year before the Congolese army captured it on Friday.",
            "congolese-army",
        ),
    ],
)
def test_the_newer_claim_says_who_holds_a_place(text, holder):
    """The past perfect, "a year after" and "before" put the older claim before the newer one."""
    assert list(holders(text).values()) == [("held", holder)]


@pytest.mark.parametrize(
    "text",
    [
        "Goma, which the Congolese army had briefly retaken from M23, was lost again on January 4.",
        "Islamic State lost Kobani months after seizing it.",
        "The Congolese army lost Goma on Friday after capturing it from M23.",
        "M23 pulled out of Goma on Friday. The group had held Goma since September.",
        "Syrian rebels entered Azaz, once held by Islamic State, on Sunday.",
        "The formerly rebel-held town of Azaz was calm.",
        "Before that, Islamic State had controlled Mosul.",
    ],
)
def test_who_no_longer_holds_a_place_does_not_lead(text):
    """After a loss, and after "once held", nobody is said to hold the place."""
    assert {status for status, _ in holders(text).values()} == {"unknown"}


@pytest.mark.parametrize(
    ("text", "holder"),
    [
        ("Residents said Islamic State had held Mosul since May.", "islamic-state"),
        ("Clashes went on in Goma. M23 had captured the city on Friday.", "m23"),
        ("The army said it had captured Homs from Syrian rebels.", "syrian-government"),
    ],
)
def test_backshift_and_late_news_stay_news(text, holder):
    """Backshift ("said it had captured") and a dated past perfect are no look back."""
    assert list(holders(text).values()) == [("held", holder)]


def test_a_state_that_is_over_keeps_its_start():
    """What had been held "since September" runs from September to what ended it."""
    found = claims(
        "M23 pulled out of Goma on Friday. The group had held Goma since September.", "2015-02-09"
    )
    held = found[found["event_type"] == "CONTROL"].iloc[0]
    assert held["valid_from"] == pd.Timestamp("2014-09-01", tz="UTC")
    assert held["valid_to"] == pd.Timestamp("2015-02-06", tz="UTC")
    assert held["date_precision"] == "past"
