"""Who vouches, and how: asserted, reported, denied, negated, planned; sources and their kinds."""

from __future__ import annotations

import pytest
from extract_support import claims, told


@pytest.mark.parametrize(
    ("sentence", "event_type", "status"),
    [
        ("Rebels captured Azaz.", "CAPTURE", "asserted"),
        ("Rebels captured Azaz, residents said.", "CAPTURE", "reported"),
        ("Residents said that rebels captured Azaz.", "CAPTURE", "reported"),
        ("Azaz has not fallen to Islamic State.", "CAPTURE", "negated"),
        ("Islamic State hasn't taken Azaz.", "CAPTURE", "negated"),
        ("Islamic State no longer controls Azaz.", "CONTROL", "negated"),
        ("Islamic State failed to capture Azaz.", "CAPTURE", "negated"),
        ("Rebels refused to withdraw from Azaz.", "WITHDRAW", "negated"),
        ("Rebels took Manbij without entering Azaz.", "ADVANCE", "negated"),
        ("None of the rebels entered Azaz.", "ADVANCE", "negated"),
        ("It is not a complete withdrawal from Azaz.", "WITHDRAW", "negated"),
        ("The Syrian army denied that it had left Azaz.", "WITHDRAW", "denied"),
        ("The Syrian army denied shelling Azaz.", "SHELLING", "denied"),
        ("The Syrian army denied any looting in Azaz.", "DESTROY", "denied"),
        ("Islamic State says it has no plan to seize Azaz.", "CAPTURE", "denied"),
        ("Rebels will march on Azaz.", "ADVANCE", "planned"),
        ("Rebels plan to capture Azaz.", "CAPTURE", "planned"),
        ("Rebels promised to withdraw from Azaz.", "WITHDRAW", "planned"),
        ("The Syrian army ordered its troops to leave Azaz.", "WITHDRAW", "planned"),
        ("Rebels are preparing to attack Azaz.", "CLASH", "planned"),
        ("Rebels are expected to advance on Azaz.", "ADVANCE", "planned"),
        ("Residents fear an imminent offensive on Azaz.", "ADVANCE", "planned"),
        ("Rebels managed to capture Azaz.", "CAPTURE", "asserted"),
    ],
)
def test_how_a_claim_is_put(sentence, event_type, status):
    """Negation, denial and intention are told apart; none of them is given as a fact."""
    found = [s for t, s in told(sentence + " Syria.", "event_type", "status") if t == event_type]
    assert found == [status]


@pytest.mark.parametrize(
    "sentence",
    [
        "It is not known whether rebels captured Azaz.",
        "Asked why rebels had left Azaz, he was silent.",
        "If rebels capture Azaz, the road is cut.",
        "The statement did not say who held Azaz.",
    ],
)
def test_what_is_only_asked_or_supposed_is_no_claim(sentence):
    """Questions and conditions claim nothing."""
    assert told(sentence, "event_type", "status") == []


@pytest.mark.parametrize(
    ("sentence", "attribution", "kind"),
    [
        ("Rebels took Azaz, residents said.", "residents", "resident"),
        (
            "Rebels took Azaz, rebels and residents said.",
            "rebels and residents",
            "belligerent+resident",
        ),
        (
            "Islamic State left Azaz, rebels and residents said.",
            "rebels and residents",
            "armed-group+resident",
        ),
        (
            "Rebels took Azaz, according to the Syrian Observatory for Human Rights.",
            "the Syrian Observatory for Human Rights",
            "monitor",
        ),
        ("Rebels took Azaz, said the governor, Ali Khan.", "the governor", "government"),
        ("A military source said rebels had taken Azaz.", "A military source", "military"),
        (
            "State media quoted a military source as saying rebels had left Azaz.",
            "State media",
            "state-media",
        ),
        (
            "The International Organization for Migration said families had fled Azaz.",
            "The International Organization for Migration",
            "igo",
        ),
        ("The Syrian army said it had taken Azaz.", "The Syrian army", "belligerent"),
        ("Activists told the agency that rebels had taken Azaz.", "Activists", "activist"),
    ],
)
def test_the_source_is_kept_verbatim_with_its_kind(sentence, attribution, kind):
    """The exact words that name the source, and what kind of source that is."""
    assert told(sentence, "attribution", "source_kind")[0] == (attribution, kind)


def test_the_report_s_own_aside_is_its_own():
    """A relative clause inside an attributed sentence is the narrator's."""
    text = "Residents said rebels had left Azaz, which they captured in 2014."
    assert told(text, "event_type", "status", "source_kind") == [
        ("WITHDRAW", "reported", "resident"),
        ("CAPTURE", "asserted", "narrator"),
    ]


def test_a_quotation_goes_on_over_sentences():
    """A sentence in an open quotation belongs to who is named at its end."""
    text = '"Rebels left Azaz. They did not lose Manbij," said a commander.'
    assert told(text, "event_type", "status", "attribution") == [
        ("WITHDRAW", "reported", "a commander"),
        ("LOSS", "negated", "a commander"),
    ]


def test_a_pronoun_speaks_for_the_last_source():
    """As "They said" names the source that spoke before."""
    text = "Residents said rebels had left Azaz. Rebels also left Manbij, they said."
    assert [a for (a,) in told(text, "attribution")] == ["Residents", "Residents"]


def test_two_speakers_in_one_sentence_keep_their_words():
    """Each clause belongs to its own speaker."""
    text = "The Syrian army said it had taken Azaz, but residents said rebels still held Manbij."
    assert told(text, "event_type", "attribution", "toponym") == [
        ("CAPTURE", "The Syrian army", "Azaz"),
        ("CONTROL", "residents", "Manbij"),
    ]


def test_a_headline_names_its_source_behind_a_dash():
    """A source behind a dash, as in "... - rebels", vouches."""
    text = "ISIS pulls forces from Aleppo - rebels\n\nNothing else happened."
    assert told(text, "event_type", "status", "attribution") == [("WITHDRAW", "reported", "rebels")]


def test_a_dateline_gives_no_claim():
    """The city in which a report was written is no place of an event."""
    found = claims("AMMAN - Rebels captured Azaz, residents said.")
    assert list(found["toponym"]) == ["Azaz"]


def test_anonymity_that_was_asked_for_is_kept():
    """A source who asked not to be named is marked so."""
    text = '"They left Azaz," the commander said, declining to be identified.'
    assert "asked not to be named" in claims(text)["sensitivity"].iloc[0]


def test_a_private_person_is_marked_and_a_public_one_is_not():
    """A trader who is named must not be published; a monitor's head and a governor may."""
    text = "Omar Halabi, a trader in Azaz, said rebels had captured Azaz."
    assert "Omar Halabi" in claims(text)["sensitivity"].iloc[0]
    public = "Rami Abdulrahman, who runs the Observatory, said rebels had captured Azaz."
    assert claims(public)["sensitivity"].isna().all()


def test_what_nobody_could_check_is_marked():
    """As "Could not be verified" speaks of the sentence before."""
    text = "The Syrian army said it had taken Azaz. The claim could not be independently verified."
    assert list(claims(text)["verification"]) == ["unverified"]


@pytest.mark.parametrize(
    ("sentence", "scope"),
    [
        ("Rebels withdrew some of their fighters from Azaz.", "partial"),
        ("Rebels fully withdrew from Azaz.", "complete"),
        ("Rebels hold most of Azaz.", "partial"),
        ("It was a tactical withdrawal from Azaz.", "tactical"),
        ("Rebels withdrew from Azaz.", ""),
    ],
)
def test_how_far_it_went(sentence, scope):
    """Part, all or a tactic, where the words say so."""
    assert told(sentence, "scope")[0] == (scope,)


def test_a_hedge_lowers_confidence():
    """What may have happened is less sure than what did."""
    sure = claims("Rebels captured Azaz.")["confidence"].iloc[0]
    hedged = claims("Rebels reportedly captured Azaz.")["confidence"].iloc[0]
    assert 0 < hedged < sure <= 1


@pytest.mark.parametrize(
    "sentence",
    [
        "There was no sign that rebels had left Azaz.",
        "It is untrue that rebels have left Azaz, the governor said.",
        "Reports that rebels had left Azaz were false.",
        "The governor dismissed reports that rebels had left Azaz.",
    ],
)
def test_a_denial_in_other_words_is_no_fact(sentence):
    """Signs that are missing and reports that are false give nothing as a fact."""
    assert {s for (s,) in told(sentence, "status")} <= {"negated", "denied"}


def test_what_reports_say_is_reported():
    """A noun vouches, or whose it is: "reports that", "the army's claim that"."""
    text = "He did not comment on reports that rebels had left Azaz."
    assert told(text, "status", "source_kind") == [("reported", "unspecified")]
    text = "He did not comment on the Syrian army's claim that it had taken Azaz."
    assert told(text, "status", "attribution") == [("reported", "the Syrian army")]


@pytest.mark.parametrize(
    ("sentence", "claim"),
    [
        ("The army would let Syrian rebels leave Azaz, a source said.", ("WITHDRAW", "planned")),
        ("The army bombed Azaz on Friday.", ("AIRSTRIKE", "asserted")),
        ("Barrel bombs were dropped on Azaz.", ("AIRSTRIKE", "asserted")),
        ("Islamic State claimed to have broken through lines in Azaz.", ("ADVANCE", "reported")),
        ("Islamic State, which entered Azaz in June, still holds Manbij.", ("CONTROL", "asserted")),
        ("Syrian rebels fired rockets at Azaz, border guards said.", ("SHELLING", "reported")),
    ],
)
def test_further_turns_of_phrase(sentence, claim):
    """Who is let go, bombs that are dropped and guards who speak are read for what they are."""
    assert claim in told(sentence, "event_type", "status")


def test_since_does_not_date_what_is_over_at_once():
    """'Abandoned the town, their stronghold since April' did not go on since April."""
    text = "Syrian rebels abandoned Azaz, their stronghold since April."
    ((_, words),) = [row for row in told(text, "event_type", "date_text") if row[0] == "WITHDRAW"]
    assert words == ""
