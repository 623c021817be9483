"""Whoever holds, takes or leaves a place is a party that can, and the one that the words mean."""

from __future__ import annotations

import pytest
from extract_support import told


def takers(text):
    """Return the ids of those who take or hold a place by the text."""
    found = told(text, "event_type", "actor_id")
    return [actor for kind, actor in found if kind in {"CAPTURE", "CONTROL", "WITHDRAW"}]


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("The RSF claims it has captured Homs.", ["rapid-support-forces"]),
        ("The minister accused M23 of capturing Goma.", ["m23"]),
        ("Assad congratulated Hezbollah on liberating Homs.", ["hezbollah"]),
        (
            "Islamic State took Raqqa. Since it seized Mosul it has grown, fighters there said.",
            ["islamic-state", "islamic-state"],
        ),
        ("The United Nations took control of Goma.", [""]),
        ("One NGO left Aleppo on Friday.", []),
        ("The defence minister Ali Hassan took control of Goma.", [""]),
        ("MONUSCO peacekeepers took control of Goma.", ["monusco"]),
        ("M23 left Goma on Friday.", ["m23"]),
        ("The army left Aleppo in ruins.", []),
        ("Nobody believes that Goma has fallen.", []),
    ],
)
def test_who_takes_a_place(text, actors):
    """No weapon, charity or person holds a place; pronouns and gerunds find whom they mean."""
    assert takers(text) == actors


def test_losing_a_place_is_no_loss_of_all_of_it():
    """What is being lost is lost in part."""
    assert told("M23 is losing Goma.", "event_type", "scope") == [("LOSS", "partial")]


def test_a_trailing_source_after_a_full_clause_vouches():
    """A source before a semicolon vouches as before a full stop."""
    found = told("Goma has fallen, a pro-M23 channel said; the army was silent.", "status")
    assert found == [("reported",)]


def test_the_base_is_the_one_named_last():
    """What "the base" means goes back to the air base of the report."""
    text = "Shells hit the Kobani air base. People fled Azaz. Islamic State took the base Friday."
    found = told(text, "event_type", "place_name")
    assert ("CAPTURE", "Kobani") in found


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("IS took Azaz. Now it is 40 km from Manbij. That town is in rebel hands.", "Manbij"),
        ("Syrian rebels took Azaz. Residents in Manbij said rebels held the town.", "Manbij"),
        ("Syrian rebels took Azaz on Friday. Rebels hold the town.", "Azaz"),
    ],
)
def test_the_town_is_the_one_spoken_of(text, claim):
    """What "that town" and "the town" mean is the town named last, or that of who speaks."""
    assert ("CONTROL", claim) in told(text, "event_type", "place_name")


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("A rebel commander said they had withdrawn from Aleppo.", "syrian-rebels"),
        ("The head of a rebel group said they had captured Aleppo.", "syrian-rebels"),
        ('"They have left Aleppo," said a rebel commander.', "islamic-state"),
    ],
)
def test_they_in_a_speakers_words(text, actor):
    """In reported speech "they" are the speaker's own side, in a quotation the others."""
    assert takers(f"Islamic State lost ground near Aleppo. {text}")[-1] == actor


def test_the_first_of_two_allies_acts():
    """Of two parties that act together the first is the actor; as written, both stand."""
    texts = [
        "Kurdish fighters and allied Syrian rebels captured Aleppo on Monday.",
        "M23 and Rwandan troops took Goma on Monday.",
    ]
    assert [takers(text) for text in texts] == [["ypg"], ["m23"]]
    assert told(texts[1], "actor") == [("M23 and Rwandan troops",)]
