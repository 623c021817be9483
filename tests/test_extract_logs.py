"""Entries of a log, lists with asides, and dates behind a relative clause."""

from __future__ import annotations

import pytest
from extract_support import told


def test_an_entry_has_the_day_at_its_head():
    """Claims of an entry without a day of their own happened on the day at its head."""
    log = (
        "04/02 1600: Islamic State enters Azaz from three sides.\n"
        "05/02: Azaz held by Islamic State.\n"
        "06/02: Syrian rebels retook Azaz on Thursday.\n"
    )
    found = told(log, "event_type", "valid_from", published="2015-02-09")
    days = [(kind, str(start)[:10]) for kind, start in found]
    assert days[:2] == [("ADVANCE", "2015-02-04"), ("CONTROL", "2015-02-05")]
    assert days[2] == ("CAPTURE", "2015-02-05")


def test_hours_that_head_lines_are_of_the_reports_day():
    """A live text's hours head its lines; what happened there happened that day."""
    live = (
        "0920 Syrian rebels enter Azaz.\n1010 Islamic State retakes Manbij.\n"
        "1145 Syrian rebels capture Homs.\n"
    )
    found = told(live, "place_name", "valid_from", published="2015-02-09")
    assert [(name, str(start)[:10]) for name, start in found] == [
        ("Azaz", "2015-02-09"),
        ("Manbij", "2015-02-09"),
        ("Homs", "2015-02-09"),
    ]


def test_a_number_that_opens_a_line_is_no_hour():
    """One line that begins with a number makes no log."""
    found = told("2014 Syrian rebels lost Azaz.", "event_type", "date_precision")
    assert [kind for kind, _ in found] == ["LOSS"]


def test_a_list_goes_on_behind_its_asides():
    """Asides between the names of a list do not end it."""
    text = "Islamic State holds Azaz, 40 km north of Aleppo, Manbij, to the east, and Homs."
    assert [n for (n,) in told(text, "place_name")] == ["Azaz", "Manbij", "Homs"]


@pytest.mark.parametrize(
    "text",
    [
        "Syrian rebels captured two towns: Azaz and Manbij.",
        "Syrian rebels captured several towns, including Azaz and Manbij.",
    ],
)
def test_names_behind_a_common_noun_say_which(text):
    """The names that follow "two towns" are the places."""
    assert [n for (n,) in told(text, "place_name")] == ["Azaz", "Manbij"]


def test_a_date_behind_a_relative_clause_is_the_main_verbs():
    """The day behind ", which ..., " dates the main clause, and not the relative one."""
    text = "Syrian rebels lost Azaz, which they had recaptured in 2014, on February 3."
    found = dict(told(text, "event_type", "date_text"))
    assert found == {"LOSS": "on February 3", "CAPTURE": "in 2014"}


def test_what_opens_the_sentence_is_where():
    """'In X, Y shelled the hospital' is in X, whatever the report was about before."""
    text = "Azaz remains in rebel hands. In Manbij, Islamic State shelled the southern hospital."
    assert ("SHELLING", "Manbij") in told(text, "event_type", "place_name")


@pytest.mark.parametrize(
    "sentence",
    [
        "Syrian rebels walked into Azaz without meeting resistance.",
        "Syrian rebels repulsed three attempts to advance into Azaz.",
    ],
)
def test_how_it_was_done_is_no_claim(sentence):
    """Resistance that was not met and attempts that were repulsed are no further claims."""
    assert len(told(sentence, "event_type")) == 1


def test_going_to_is_a_plan():
    """'Is not going to hold it' is an intention that is rejected."""
    text = "Syrian rebels took Azaz. Islamic State is going to retake the town, a trader said."
    assert ("CAPTURE", "planned") in told(text, "event_type", "status")


def test_a_diary_has_its_day_before_each_entry():
    """A sentence that is nothing but a date heads what follows in its paragraph."""
    diary = (
        "2 February. Islamic State fighters start leaving Azaz for Manbij. "
        "3 February. Syrian rebels occupy Azaz."
    )
    found = told(diary, "event_type", "place_name", "valid_from")
    days = [(kind, place, str(start)[:10]) for kind, place, start in found]
    assert ("WITHDRAW", "Azaz", "2015-02-02") in days
    assert ("CAPTURE", "Azaz", "2015-02-03") in days


@pytest.mark.parametrize(
    ("sentence", "event_type", "actor"),
    [
        ("Forces loyal to Bashar swept into Azaz on Friday.", "ADVANCE", "Forces"),
        ("Islamic State has Azaz surrounded.", "SIEGE", "Islamic State"),
        ("Azaz is back in Islamic State hands.", "CAPTURE", "Islamic State"),
        ("Islamic State started pulling out of Azaz.", "WITHDRAW", "Islamic State"),
    ],
)
def test_who_did_it_in_a_turn_of_phrase(sentence, event_type, actor):
    """The doer is found beyond "loyal to", "has ... surrounded" and "started"."""
    found = told(sentence, "event_type", "place_name", "actor")
    assert [(k, p) for k, p, _ in found] == [(event_type, "Azaz")]
    assert found[0][2].startswith(actor)


def test_by_nightfall_is_no_party():
    """An hour between two verbs does not take the subject's place."""
    text = "Islamic State entered Azaz on Friday and by nightfall had seized Manbij."
    found = told(text, "event_type", "actor_id")
    assert ("CAPTURE", "islamic-state") in found


@pytest.mark.parametrize(
    "text",
    [
        "The company has gained a foothold in Syria.",
        "Two jets were shot down near Azaz.",
        "Thousands of fans streamed into Aleppo to celebrate.",
    ],
)
def test_turns_of_phrase_outside_war(text):
    """Companies, jets and fans take no towns and are no casualties."""
    assert not {"CAPTURE", "CASUALTY", "ADVANCE"} & {k for (k,) in told(text, "event_type")}
