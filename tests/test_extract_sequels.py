"""Who goes on acting, who moves in where another left, and what a facility of a town is."""

from __future__ import annotations

import pytest
from extract_support import told


@pytest.mark.parametrize(
    "sentence",
    [
        "Syrian rebels captured the border crossing at Azaz on Friday.",
        "Seized the Azaz crossing on Friday.",
        "Syrian rebels captured the grain silos in Azaz on Friday.",
    ],
)
def test_a_crossing_of_a_town_lies_at_the_town(sentence):
    """A facility carries the town's place, the scope is partial, and its date is found."""
    found = told(sentence, "event_type", "place_name", "scope", "date_text")
    assert found == [("CAPTURE", "Azaz", "partial", "on Friday")]


def test_a_facility_is_placed_more_loosely_than_the_town():
    """A crossing stands at the edge of its town: its uncertainty is larger."""
    ((town,),) = told("Syrian rebels captured Azaz.", "uncertainty_m")
    ((crossing,),) = told("Syrian rebels captured the crossing at Azaz.", "uncertainty_m")
    assert crossing == town + 3_000


def test_an_operation_is_no_holder():
    """What an operation is said to have taken has no captor in its name."""
    found = told("Operation Dawn Shield started with the capture of Azaz.", "event_type", "actor")
    assert ("CAPTURE", "") in found
    assert told("Operation Dawn Shield captured Azaz.", "event_type", "actor") == [("CAPTURE", "")]


def test_the_force_is_whoever_was_called_so():
    """'The force' is the Syrian Democratic Forces, not the coalition spoken of in between."""
    text = (
        "The Syrian Democratic Forces captured Azaz from Islamic State, a spokeswoman said. The "
        "militants left the town, the U.S.-led coalition said. The force had encircled it since "
        "the end of January."
    )
    found = told(text, "event_type", "actor_id", published="2016-02-09")
    assert ("SIEGE", "syrian-democratic-forces") in found


def test_the_militants_are_those_a_town_was_taken_from():
    """'The militants' are Islamic State, whom rebels took the town from, and not the rebels."""
    text = (
        "Syrian rebels took Azaz from Islamic State on Friday. Most of the militants had "
        "withdrawn from the town, a commander said."
    )
    assert ("WITHDRAW", "islamic-state") in told(text, "event_type", "actor_id")


def test_who_moves_in_where_another_left_takes_the_place():
    """One party pulls out and another moves in: a capture; alone it is an advance."""
    left = "Islamic State pulled out of Azaz on Friday and Syrian rebels moved into the town."
    assert [row[0] for row in told(left, "event_type")] == ["WITHDRAW", "CAPTURE"]
    assert told("Syrian rebels moved into Azaz.", "event_type") == [("ADVANCE",)]


def test_a_dropped_subject_is_the_one_before():
    """In notes, "Took A and B." goes on with who was spoken of before."""
    found = told("Islamic State attacked on Friday. Took Azaz by dawn.", "event_type", "actor_id")
    assert ("CAPTURE", "islamic-state") in found


def test_a_second_verb_that_may_be_a_noun():
    """In "entered X and now holds it" the second claim is told as well."""
    found = told("Syrian rebels entered Azaz on Friday and now hold it.", "event_type")
    assert ("ADVANCE",) in found
    singular = told("Islamic State entered Azaz on Friday and now holds it.", "event_type")
    assert singular == [("ADVANCE",), ("CONTROL",)]


def test_one_road_cut_is_a_partial_siege_around_the_town():
    """Cutting a road to a town is no siege of the town: partial, and placed around it."""
    found = told("Islamic State cut the road to Azaz.", "event_type", "scope", "place_kind")
    assert found == [("SIEGE", "partial", "relative")]
    whole = told("Islamic State besieged Azaz.", "event_type", "scope", "place_kind")
    assert whole == [("SIEGE", "", "named")]


def test_villages_told_of_a_town_lie_around_it():
    """Unnamed villages of a sentence about a town are not the town."""
    text = "Syrian rebels broke the siege of Azaz on Friday and retook villages."
    found = told(text, "event_type", "place_kind")
    assert ("CAPTURE", "relative") in found


def test_since_behind_an_aside_is_found():
    """The start of a holding stands behind an apposition, with a crossing named inside it."""
    text = "The Syrian army had held Azaz, a gateway to the crossing at Manbij, since September."
    assert told(text, "event_type", "date_text") == [("CONTROL", "since September")]


def test_what_went_on_meanwhile_is_of_the_same_day():
    """A clause with "while ... were fighting" has its main clause's date, and both sides."""
    text = (
        "Government aircraft bombed Azaz at the weekend, while Syrian rebels and Islamic State "
        "were still fighting for it."
    )
    found = told(text, "event_type", "date_text", "actor_id", "target_id")
    assert ("CONTEST", "at the weekend", "syrian-rebels", "islamic-state") in found


@pytest.mark.parametrize(
    "sentence",
    [
        "Losing Azaz leaves Islamic State two towns.",
        "Families could come home once mines were cleared.",
    ],
)
def test_no_claim_of_ground(sentence):
    """Neither a loss that leaves two towns nor clearing mines is a claim of ground."""
    assert not {"WITHDRAW", "CAPTURE"} & {kind for (kind,) in told(sentence, "event_type")}


def test_it_is_whom_the_sentence_before_was_about():
    """'Islamic State was driven out by rebels. Since it seized ...': it is Islamic State."""
    text = (
        "A rebel commander accused the government of bombing Azaz. Islamic State was driven from "
        "Manbij by rebels. Since it seized the Syrian city of Homs in June it has returned."
    )
    found = told(text, "event_type", "place_name", "actor_id")
    assert ("CAPTURE", "Homs", "islamic-state") in found


def test_the_alliance_may_be_named_later():
    """'The alliance' is whoever is called one, here or later on, and not another side's front."""
    text = (
        "The Levant Front captured Azaz. The alliance says it has Manbij surrounded. The "
        "U.S.-backed alliance is led by Kurds."
    )
    found = told(text, "event_type", "actor_id", published="2016-06-09")
    assert ("SIEGE", "syrian-democratic-forces") in found


def test_what_is_asked_is_no_claim():
    """'We do not ask who bombs them' tells of no air strike."""
    assert told('"We do not ask who bombs Azaz," a commander said.', "event_type") == []
