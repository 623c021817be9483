"""Who vouches, in the turns of newswire: kinds of speakers, what they go on to say, asides."""

from __future__ import annotations

import pytest
from extract_support import told


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("a police spokesman", "belligerent"),
        ("the joint command", "belligerent"),
        ("the premier", "government"),
        ("a provincial council member", "government"),
        ("local sources", "unspecified"),
        ("a Russian milblogger", "unspecified"),
        ("the world body", "igo"),
    ],
)
def test_the_kind_of_a_speaker(source, kind):
    """An office or body that speaks has its kind, whatever stands before it."""
    text = f"Syrian rebels left Azaz, {source} said."
    assert told(text, "attribution", "source_kind") == [(source, kind)]


def test_what_a_speaker_goes_on_to_say_is_theirs():
    """A toll behind "said" is the speaker's as well; what follows from the map is the report's."""
    text = "Syrian rebels attacked Azaz, residents said, killing ten people."
    assert told(text, "event_type", "attribution") == [
        ("CLASH", "residents"),
        ("CASUALTY", "residents"),
    ]


def test_according_to_reaches_no_further_than_its_clause():
    """Before a semicolon the report speaks for itself."""
    text = "Syrian rebels left Azaz; Islamic State entered Manbij, according to two traders."
    assert told(text, "event_type", "source_kind") == [
        ("WITHDRAW", "narrator"),
        ("ADVANCE", "resident"),
    ]


def test_a_participle_between_commas_is_the_report_s_own():
    """Who holds the town is told in passing, not by the speaker."""
    text = "Shells hit Azaz, held by Syrian rebels, on Sunday, the governor said."
    assert ("CONTROL", "narrator") in told(text, "event_type", "source_kind")


def test_a_footnote_ends_its_sentence():
    """A speaker does not reach over "[5]" into the next sentence."""
    text = "The governor denied that rebels took Azaz.[5] Islamic State shelled Manbij.[6]"
    assert told(text, "event_type", "status") == [("CAPTURE", "denied"), ("SHELLING", "asserted")]


def test_a_rank_before_a_name_tells_the_kind():
    """The stops of "Brig. Gen." do not make an officer a nobody."""
    text = "The task force's Brig. Gen. Alexander Aleo told reporters that rebels left Azaz."
    assert told(text, "source_kind") == [("belligerent",)]


def test_whom_an_outlet_cites_vouches():
    """A broadcaster that says it "citing the military" has the military's kind."""
    text = "Ten militants were killed in Azaz, broadcaster NTV said, citing the military."
    assert told(text, "event_type", "source_kind") == [("CASUALTY", "belligerent")]


def test_what_is_not_intended_ends_before_what_is_said_next():
    """Who "did not intend to hold it and that ..." refuses the holding only."""
    text = "Rebels said they did not intend to hold Azaz and that soldiers had left Manbij."
    assert told(text, "event_type", "status") == [("CONTROL", "denied"), ("WITHDRAW", "reported")]


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        (
            "Soldiers fought in Azaz, military spokesman Brig. Udaya Perera said.",
            "military spokesman Brig. Udaya Perera",
        ),
        ("Soldiers fought in Azaz, the army said in a statement released on Friday.", "the army"),
    ],
)
def test_stops_and_asides_around_a_speaker(sentence, source):
    """A rank's full stop and where a statement was released do not hide who said it."""
    assert told(sentence, "attribution", "source_kind") == [(source, "belligerent")]
