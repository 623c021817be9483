"""What is demanded, feared, rehearsed, remembered or taken back is no fact."""

from __future__ import annotations

import pytest
from extract_support import told


def statuses(sentence, event_type):
    """Return the statuses of the sentence's claims of one type."""
    return [s for t, s in told(sentence, "event_type", "status") if t == event_type]


@pytest.mark.parametrize(
    ("sentence", "event_type"),
    [
        ("The envoy proposed that rebels hand over Azaz to Turkey.", "TRANSFER"),
        ("The Security Council demanded that M23 withdraw from Goma.", "WITHDRAW"),
        ("Mediators recommended on Friday that M23 leave Goma.", "WITHDRAW"),
        ("Washington urged that Islamic State be driven out of Mosul.", "CAPTURE"),
        ("The draft requires that rebels withdraw from Homs.", "WITHDRAW"),
        ("There were demands that M23 withdraw from Goma.", "WITHDRAW"),
        ("The envoy suggested that M23 withdraw from Goma.", "WITHDRAW"),
    ],
)
def test_what_is_demanded_is_planned(sentence, event_type):
    """A bare verb after "demanded that" and its like tells nothing that happened."""
    assert statuses(sentence, event_type) == ["planned"]


@pytest.mark.parametrize(
    ("sentence", "event_type", "status"),
    [
        ("The army insisted that rebels withdrew from Homs on Friday.", "WITHDRAW", "reported"),
        ("A spokesman insisted that rebels hold Homs.", "CONTROL", "reported"),
        ("Residents said that rebels captured Azaz.", "CAPTURE", "reported"),
    ],
)
def test_what_is_told_stays_told(sentence, event_type, status):
    """An ordinary finite verb after the same verbs is what somebody says happened."""
    assert statuses(sentence, event_type) == [status]


@pytest.mark.parametrize(
    "sentence",
    [
        "There was no confirmation that Islamic State had captured Mosul.",
        "Analysts feared that Goma had fallen to M23.",
        "There were fears that Homs had fallen.",
        "In the exercise, troops captured Homs.",
        "Rebels captured Azaz from a fictional enemy.",
        "Syria marked the second anniversary of the liberation of Homs on Sunday.",
        "Corrects a report of February 8, which said that all Kurdish fighters had left Manbij.",
        "Correction: an earlier version of this article said that rebels had captured Azaz.",
        "An earlier version of this story wrongly said that M23 had captured Goma.",
    ],
)
def test_what_nobody_reports_is_no_claim(sentence):
    """Fears, exercises, anniversaries and retractions claim nothing."""
    assert told(sentence, "event_type") == []


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("M23 came close to capturing Goma.", "negated"),
        ("Islamic State nearly captured Kobani.", "negated"),
        ("Rebels are on the verge of capturing Homs.", "planned"),
        ("M23 captured Goma, which is close to the border.", "asserted"),
    ],
)
def test_a_near_miss_is_no_capture(sentence, status):
    """What almost happened did not happen."""
    assert statuses(sentence, "CAPTURE") == [status]


@pytest.mark.parametrize(
    "sentence",
    [
        "M23 is said to have captured Goma.",
        "Rebels are believed to have captured Azaz.",
        "Islamic State appeared to have captured Kobani.",
        "M23 claimed to have captured Goma.",
    ],
)
def test_hearsay_is_reported(sentence):
    """A perfect infinitive after "is said", "appears" or "claimed" is reported, not planned."""
    assert statuses(sentence, "CAPTURE") == ["reported"]


@pytest.mark.parametrize(
    ("sentence", "actor_id"),
    [
        ("Goma, which M23 seized in January, was quiet.", "m23"),
        ("Missiles hit Mosul, which Islamic State seized in March.", "islamic-state"),
        ("Residents fled Azaz, which Syrian rebels captured in May.", "syrian-rebels"),
    ],
)
def test_an_object_relative_names_who_took_the_place(sentence, actor_id):
    """In "Goma, which M23 seized" M23 takes Goma; nobody detains M23."""
    found = told(sentence, "event_type", "actor_id", "date_precision")
    assert ("CAPTURE", actor_id, "month") in found
    assert "DETAIN" not in [t for t, _, _ in found]
