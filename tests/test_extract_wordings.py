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


@pytest.mark.parametrize(
    ("sentence", "claims"),
    [
        ("The Syrian army gained 'full control' of Azaz.", [("CAPTURE", "Azaz")]),
        ("The truce agreed in April collapsed.", [("AGREEMENT", "")]),
        ("50 guerrillas armed with rifles attacked the sugar mill in Azaz.", [("CLASH", "Azaz")]),
        (
            "Armed men abducted hundreds of young, mostly Shia recruits from Mosul.",
            [("DETAIN", "Mosul")],
        ),
        ("Police in Azaz began shooting at officers.", [("CLASH", "Azaz")]),
        ("82,000 FLEE ALEPPO", [("DISPLACE", "Aleppo")]),
        ("Syrian rebels regained lost ground in Azaz.", [("CAPTURE", "Azaz")]),
        ("The Syrian army seized Azaz itself.", [("CAPTURE", "Azaz")]),
        ("Some 300 men are still missing in Azaz.", [("DETAIN", "Azaz")]),
        ("The M23 was gone from Goma by Friday.", [("WITHDRAW", "Goma")]),
        ("M23 holds up to a third of Goma.", [("CONTROL", "Goma")]),
        ("Control of Goma has been contested for months.", [("CONTEST", "Goma")]),
        ("Three of the four roads into Goma are now closed.", [("SIEGE", "Goma")]),
        ("It left Goma in the hands of M23 rebels.", [("CONTROL", "Goma")]),
        ("M23 would be in a position to threaten Goma.", []),
    ],
)
def test_the_sentence_is_parsed(sentence, claims):
    """Scare quotes, participles before nouns, asides and bare numbers hide no verb."""
    assert told(sentence, "event_type", "place_name") == claims


def test_a_relative_clause_may_have_no_pronoun():
    """In "drove rebels out of Goma, a town they had captured" the town was captured."""
    text = "M23 rebels were in Goma. They left the city they had captured in May."
    assert ("CAPTURE", "Goma") in told(text, "event_type", "place_name")


def test_what_is_done_rather_than_something_else():
    """What was not done ("rather than fleeing") is not told."""
    kinds = told("Syrian rebels attacked Azaz rather than withdrawing from it.", "event_type")
    assert kinds == [("CLASH",)]


def test_rebel_held_areas_are_no_place():
    """A "rebel-held" plural that names nothing is no claim; a named place is."""
    assert not told("They took buses to rebel-held areas.", "event_type")
    assert told("They took buses to rebel-held Azaz.", "event_type") == [("CONTROL",)]


def test_dead_and_wounded_of_one_attack_are_one_claim():
    """One claim tells "killed 40 and wounded 19"."""
    for text in (
        "Shelling killed 40 people and wounded 19 in Aleppo.",
        "At least 40 people were killed and 19 were wounded in Aleppo.",
        "Officials in Aleppo spoke of 40 dead and 19 wounded.",
    ):
        kinds = [kind for (kind,) in told(text, "event_type")]
        assert kinds.count("CASUALTY") == 1


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Syrian rebels captured Aleppo on Monday. Azaz fell on Tuesday.", "CAPTURE"),
        ("Azaz fell on Tuesday.", "LOSS"),
        ("Azaz falls", "LOSS"),
    ],
)
def test_a_fall_is_a_capture_where_the_next_sentence_names_the_taker(text, kind):
    """A town that fell was taken by whoever the sentence beside it names; else it was lost."""
    assert told(text, "event_type", "place_name")[-1] == (kind, "Azaz")


def test_troops_that_will_be_somewhere_are_to_move():
    """Who "will be at the airport" plans a move, and holds nothing."""
    text = "Congolese troops will be in Goma by Sunday."
    assert told(text, "event_type", "status") == [("REDEPLOY", "planned")]
