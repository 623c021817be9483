"""What a note, a headline or a list leaves out is read from what stands beside it."""

from __future__ import annotations

import pytest
from extract_support import told


def test_a_verb_said_once_for_two_days():
    """'Took A on Tuesday and B on Thursday' is two captures, each with its own day."""
    text = "Syrian rebels took Azaz on Tuesday and Manbij on Thursday."
    found = told(text, "event_type", "place_name", "date_text")
    assert found == [("CAPTURE", "Azaz", "on Tuesday"), ("CAPTURE", "Manbij", "on Thursday")]


def test_a_passive_said_once_for_two_days():
    """'A was recaptured on March 16, B on March 2' keeps both days."""
    text = "Azaz was recaptured on January 16, Manbij on January 2."
    found = told(text, "place_name", "date_text")
    assert found == [("Azaz", "on January 16"), ("Manbij", "on January 2")]


def test_a_verb_said_once_for_two_holders():
    """'A is held by X, B by Y' has two holders."""
    text = "Azaz is held by Syrian rebels, Manbij by Islamic State."
    found = told(text, "place_name", "actor_id")
    assert found == [("Azaz", "syrian-rebels"), ("Manbij", "islamic-state")]


def test_a_plain_list_is_one_claim():
    """Without a second day or agent nothing is left out: one claim, one day."""
    text = "Syrian rebels took Azaz and Manbij on Tuesday."
    assert told(text, "place_name", "date_text") == [
        ("Azaz", "on Tuesday"),
        ("Manbij", "on Tuesday"),
    ]


@pytest.mark.parametrize(
    ("note", "event_type"),
    [
        ("Azaz: town calm and under Islamic State control.", "CONTROL"),
        ("Azaz: Islamic State fighters still present in the town.", "CONTROL"),
        ("Azaz: retaken by Islamic State on Friday.", "CAPTURE"),
        ("Azaz besieged on three sides by Islamic State.", "SIEGE"),
        ("Azaz held by Islamic State.", "CONTROL"),
    ],
)
def test_a_note_without_a_verb(note, event_type):
    """Notes leave "is" and "was" out; the label before the colon is the place."""
    found = told(note, "event_type", "place_name", "actor_id")
    assert (event_type, "Azaz", "islamic-state") in found


def test_clashes_reported_are_no_speaker():
    """In 'Clashes reported in A' nobody named Clashes reports."""
    assert told("Clashes reported in Azaz.", "event_type", "place_name") == [("CLASH", "Azaz")]


def test_names_between_dashes_are_the_subject():
    """'Two towns - A and B - fell' is about both towns."""
    text = "Two other towns - Azaz and Manbij - fell to Islamic State within hours."
    found = told(text, "event_type", "place_name")
    assert found == [("CAPTURE", "Azaz"), ("CAPTURE", "Manbij")]


def test_a_headline_goes_on_after_a_comma():
    """In a headline a comma stands for "and"."""
    text = "Islamic State tightens grip on Azaz, cuts off rebel garrison"
    found = told(text, "event_type", "actor_id")
    assert ("SIEGE", "islamic-state") in found


@pytest.mark.parametrize(
    ("sentence", "event_type"),
    [
        ("Syrian rebels have gained a foothold in Azaz.", "CAPTURE"),
        ("Syrian rebels set up checkpoints in Azaz.", "CONTROL"),
        ("Syrian rebels walked into Azaz.", "ADVANCE"),
        ("Azaz has changed hands.", "CAPTURE"),
        ("The Syrian flag flies over Azaz.", "CONTROL"),
        ("Syrian rebels have Azaz surrounded.", "SIEGE"),
        ("Azaz is run by Syrian rebels.", "CONTROL"),
        ("Buses carried 200 people from Azaz to Manbij.", "DISPLACE"),
    ],
)
def test_light_verbs(sentence, event_type):
    """Light verbs and turns of phrase are events as well."""
    assert told(sentence, "event_type", "place_name")[:1] == [(event_type, "Azaz")]


@pytest.mark.parametrize(
    "retort",
    [
        "The army called this a lie.",
        "The army dismissed the report as propaganda.",
        "An army spokesman said that this was not true.",
    ],
)
def test_a_retort_denies_what_was_told(retort):
    """Who calls a report a lie denies it: the claim stands once more, as denied."""
    text = f"Islamic State captured Azaz on Friday, residents said. {retort}"
    found = told(text, "event_type", "status", "place_name", "actor_id")
    assert found == [
        ("CAPTURE", "reported", "Azaz", "islamic-state"),
        ("CAPTURE", "denied", "Azaz", "islamic-state"),
    ]


def test_a_retort_of_nothing_is_no_claim():
    """A rejected accusation that nobody has told of denies nothing."""
    assert told("The army rejected the accusation.", "event_type") == []


def test_the_city_is_the_one_that_the_sentence_before_was_about():
    """A sentence without a claim still says what the report is about."""
    text = (
        "Manbij fell to Islamic State last month. Aleppo is the only city where the army has a "
        "base. A commander threatened to storm the city."
    )
    assert ("planned", "Aleppo") in told(text, "status", "place_name")


def test_a_lone_name_is_a_place_by_its_verb():
    """Nothing but its verb shows that the name that opens a report is a town."""
    assert told("Aleppo was recaptured on Monday.", "event_type", "place_name") == [
        ("CAPTURE", "Aleppo")
    ]
