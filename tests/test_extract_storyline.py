"""Undated claims take the day of the story they belong to, where the report fixes one."""

from __future__ import annotations

import pytest
from extract_support import told


def dates(text, published="2015-02-09"):
    """Return type and date of every claim of a Syrian report."""
    return told(text + " Syria.", "event_type", "date_edtf", published=published)


def test_a_headline_has_the_day_of_the_story_below_it():
    """The headline of a report of Sunday's capture tells of Sunday."""
    text = "Rebels capture Azaz\n\nRebels captured Azaz on Sunday, residents said."
    assert dates(text)[0] == ("CAPTURE", "2015-02-08")


def test_what_is_said_of_the_attack_has_the_attack_s_day():
    """Casualties and follow-ups of a dated attack are of its day, sentences later."""
    text = (
        "Rebels attacked Azaz on Saturday. The town lies near the border. "
        "Twelve people were killed in the attack."
    )
    assert dates(text)[-1] == ("CASUALTY", "2015-02-07")


def test_a_toll_that_grows_runs_up_to_the_report():
    """What "has killed" is not over yet."""
    text = "Rebels attacked Azaz on Saturday. The fighting has killed eight people."
    assert dates(text)[-1] == ("CASUALTY", "2015-02-07/2015-02-09")


def test_general_fighting_is_no_event_told_before():
    """As "the latest fighting", which is no single day's."""
    text = "Rebels attacked Azaz on Saturday. Dozens were killed in the latest fighting in Manbij."
    assert dates(text)[1] == ("CASUALTY", "2015-01-26/2015-02-09")


def test_the_toll_of_a_war_has_no_start():
    """What a whole war has cost did not happen in the last two weeks."""
    assert dates("The war has killed at least 6,200 people.") == [("CASUALTY", "../2015-02-09")]
    text = "At least 70,000 people have been killed in the conflict."
    assert dates(text) == [("CASUALTY", "../2015-02-09")]


def test_what_goes_on_at_the_same_place_is_of_the_same_day():
    """An undated sequel without another place is of the day just told."""
    text = "Rebels attacked Azaz on Saturday. They captured the town. Islamic State left Manbij."
    assert dates(text) == [
        ("CLASH", "2015-02-07"),
        ("CAPTURE", "2015-02-07"),
        ("WITHDRAW", "2015-01-26/2015-02-09"),
    ]


@pytest.mark.parametrize(
    ("lead", "expected"),
    [
        ("Rebels entered Azaz this morning. They shelled Manbij this afternoon.", "2015-02-09"),
        (
            "Rebels entered Azaz overnight. They shelled Manbij this morning.",
            "2015-02-08/2015-02-09",
        ),
        ("Rebels entered Azaz in May. They shelled Manbij last year.", "2015-01-26/2015-02-09"),
    ],
)
def test_a_report_of_the_day_tells_of_that_day(lead, expected):
    """Where several sentences tell of the report's own day, the undated ones do so, too."""
    assert dates(lead + " Islamic State attacked Kobani.")[-1] == ("CLASH", expected)


def test_what_was_held_for_so_long_ends():
    """A place held "for sixteen days" is held from the day told before, for so long."""
    text = "Rebels entered Azaz on 5 January. They held it for sixteen days."
    assert dates(text)[-1] == ("CONTROL", "2015-01-05/2015-01-21")
