"""Claims: types, roles, places, dates, numbers, ids; whatever is returned is verified."""

from __future__ import annotations

import logging

import pandas as pd
import pytest
from extract_support import ACTORS, GAZETTEER, claims, told
from hypothesis import given, settings
from hypothesis import strategies as st

from geoevents.errors import TableError
from geoevents.extract import RuleExtractor, extract_claims
from geoevents.schema import CLAIMS


@pytest.mark.parametrize(
    ("sentence", "event_type", "actor_id", "place"),
    [
        ("Rebels captured Azaz.", "CAPTURE", "syrian-rebels", "Azaz"),
        ("Azaz fell to Islamic State.", "CAPTURE", "islamic-state", "Azaz"),
        ("Islamic State was driven from Kobani by the YPG.", "CAPTURE", "ypg", "Kobani"),
        ("The YPG drove Islamic State out of Kobani.", "CAPTURE", "ypg", "Kobani"),
        ("The Syrian army lost control of Azaz.", "LOSS", "syrian-government", "Azaz"),
        ("The Syrian army pulled out of Hama.", "WITHDRAW", "syrian-government", "Hama"),
        ("Islamic State handed over Azaz to rebels.", "TRANSFER", "islamic-state", "Azaz"),
        (
            "Islamic State redeployed forces from Aleppo to Raqqa.",
            "REDEPLOY",
            "islamic-state",
            "Aleppo",
        ),
        ("Rebels advanced on Hama.", "ADVANCE", "syrian-rebels", "Hama"),
        ("Rebels launched an offensive on Hama.", "ADVANCE", "syrian-rebels", "Hama"),
        ("Homs is in the hands of the Syrian army.", "CONTROL", "syrian-government", "Homs"),
        ("Homs remains under government control in Syria.", "CONTROL", "syrian-government", "Homs"),
        ("The YPG raised its flag over Kobani.", "CONTROL", "ypg", "Kobani"),
        ("Rebels laid siege to Hama.", "SIEGE", "syrian-rebels", "Hama"),
        ("Rebels clashed with Islamic State in Azaz.", "CLASH", "syrian-rebels", "Azaz"),
        ("Syrian jets bombed Azaz.", "AIRSTRIKE", "syrian-government", "Azaz"),
        ("The Syrian army shelled Azaz.", "SHELLING", "syrian-government", "Azaz"),
        ("A car bomb exploded in Azaz.", "BOMBING", "", "Azaz"),
        ("Islamic State blew up a bridge in Manbij.", "DESTROY", "islamic-state", "Manbij"),
        ("Thousands of civilians fled Azaz.", "DISPLACE", "", "Azaz"),
        ("Islamic State detained 20 men in Manbij.", "DETAIN", "islamic-state", "Manbij"),
        ("Islamic State conscripted young men in Raqqa.", "CONSCRIPT", "islamic-state", "Raqqa"),
        (
            "Rebels signed a truce with the Syrian army in Homs.",
            "AGREEMENT",
            "syrian-rebels",
            "Homs",
        ),
        ("Azaz is contested by rebels and Islamic State.", "CONTEST", "syrian-rebels", "Azaz"),
    ],
)
def test_types_and_their_roles(sentence, event_type, actor_id, place):
    """Every type is told from its cues, with who acts and where."""
    found = told(sentence, "event_type", "actor_id", "toponym")
    assert (event_type, actor_id, place) in found


def test_casualties_carry_their_number():
    """A number keeps its bound; vague words give none."""
    names = ("event_type", "quantity", "quantity_bound")
    assert told("At least 70 fighters were killed in Azaz.", *names) == [("CASUALTY", 70, "lower")]
    assert told("Up to 1,500 people were wounded in Azaz.", *names) == [("CASUALTY", 1500, "upper")]
    assert told("Dozens of people were killed in Azaz.", *names) == [("CASUALTY", "", "")]


def test_coordinated_places_are_one_row_each():
    """As "Captured A, B and C" is one claim of three rows, with the same span."""
    found = claims("Rebels captured Azaz, Manbij and Kobani on Sunday.")
    assert list(found["toponym"]) == ["Azaz", "Manbij", "Kobani"]
    assert found["start"].nunique() == found["end"].nunique() == 1
    assert found["claim_id"].nunique() == 3


def test_coordinated_verbs_share_their_subject():
    """As "Captured A and advanced on B" is two claims by the same party."""
    assert told(
        "Rebels captured Azaz and advanced on Manbij.", "event_type", "actor_id", "toponym"
    ) == [
        ("CAPTURE", "syrian-rebels", "Azaz"),
        ("ADVANCE", "syrian-rebels", "Manbij"),
    ]


def test_a_relative_clause_gives_its_antecedent():
    """A clause with which or who takes subject or object from what it explains."""
    found = told(
        "Rebels, who captured Azaz, left Manbij, which they had taken in 2014.",
        "event_type",
        "actor_id",
        "toponym",
    )
    assert ("CAPTURE", "syrian-rebels", "Azaz") in found
    assert ("WITHDRAW", "syrian-rebels", "Manbij") in found
    assert ("CAPTURE", "syrian-rebels", "Manbij") in found


def test_a_passive_without_helpers_is_read():
    """As "Azaz, captured by rebels in May, ..." is a capture by rebels."""
    found = told(
        "Azaz, captured by rebels in May, is quiet.", "event_type", "actor_id", "date_edtf"
    )
    assert ("CAPTURE", "syrian-rebels", "2014-05") in found


def test_what_is_taken_must_be_a_place():
    """As "Took part", "seized the initiative" and "held talks" are no captures."""
    text = (
        "Rebels took part in talks in Azaz. Rebels seized the initiative. "
        "Rebels held talks in Homs."
    )
    assert not {"CAPTURE", "CONTROL"} & {t for (t,) in told(text, "event_type")}


def test_a_back_reference_is_placed_with_its_reason():
    """As "The town" is the town last spoken of, and the row says so."""
    found = claims("Rebels captured Azaz on Sunday. The Syrian army left the town on Saturday.")
    last = found.iloc[-1]
    assert (last["event_type"], last["toponym"], last["place_name"]) == (
        "WITHDRAW",
        "the town",
        "Azaz",
    )
    assert "points back to Azaz" in last["place_reasons"]


def test_a_relative_place_is_never_its_anchor():
    """As "Areas northeast of Aleppo" have a point of their own and an honest radius."""
    row = claims("Islamic State withdrew from areas northeast of Aleppo.").iloc[0]
    assert row["place_kind"] == "relative"
    assert row.geometry.x > 37.2
    assert row.geometry.y > 36.25
    assert row["uncertainty_m"] > 10_000


def test_what_has_no_place_stays_unplaced_with_a_reason():
    """As "The front", several villages and names that nobody knows are listed, not guessed."""
    for text in ("Rebels captured several villages.", "Rebels captured Xyzabad."):
        row = claims(text).iloc[0]
        assert row["place_kind"] == "unplaced"
        assert row.geometry.is_empty
        assert row["place_reasons"]


def test_a_movement_keeps_both_ends():
    """A withdrawal lies at the place left, and knows where it went."""
    row = claims("Islamic State withdrew from Aleppo to Raqqa.").iloc[0]
    assert (row["place_name"], row["origin"], row["destination"]) == ("Aleppo", "Aleppo", "Raqqa")
    assert row["destination_point"].startswith("POINT (39")


@pytest.mark.parametrize(
    ("sentence", "edtf", "precision"),
    [
        ("Rebels captured Azaz on Sunday.", "2015-02-08", "day"),
        ("Last month rebels captured Azaz.", "2015-01", "month"),
        ("Rebels captured Azaz.", "2015-01-26/2015-02-09", "recent"),
        ("Rebels hold Azaz.", "2015-02-09", "asof"),
        ("Rebels will attack Azaz.", "2015-02-09/..", "future"),
        ("Rebels have not entered Azaz.", "2015-02-09", "asof"),
        ("The Syrian army said on Saturday that rebels had entered Azaz.", "2015-02-07", "day"),
        (
            "Last week, a commander said rebels had entered Azaz.",
            "2015-01-19/2015-02-08",
            "before-statement",
        ),
        (
            "Rebels captured Homs on Sunday, days after storming Azaz.",
            "2015-02-01/2015-02-06",
            "few-days",
        ),
        ("Rebels captured Homs on Sunday, three days after storming Azaz.", "2015-02-05", "day"),
    ],
)
def test_dates_and_what_they_follow_from(sentence, edtf, precision):
    """Dates come from the claim's words, its statement or its kind; each says why."""
    found = claims(sentence)
    row = found[found["toponym"] == "Azaz"].iloc[0]
    assert (row["date_edtf"], row["date_precision"]) == (edtf, precision)
    assert row["date_reasons"]


def test_a_date_of_the_statement_is_kept_apart():
    """When the source spoke is `stated_on`."""
    row = claims("The Syrian army said on Saturday that rebels had entered Azaz.").iloc[0]
    assert row["stated_on"] == "2015-02-07"


def test_every_quote_stands_in_the_report():
    """Quotes and attributions are verbatim, spans lie inside the quote, and columns keep order."""
    text = "Rebels took Azaz, residents said.\n\n“They left,” a commander said. It fell on Sunday."
    found = claims(text)
    assert list(found.columns) == CLAIMS.names
    for row in found.itertuples():
        at = text.index(row.quote)
        assert at <= row.start < row.end <= at + len(row.quote)
        assert pd.isna(row.attribution) or row.attribution in text


def test_ids_are_stable_and_distinct():
    """The same text gives the same ids on every run."""
    text = "Rebels captured Azaz and Manbij. Rebels captured Homs."
    first, second = claims(text), claims(text)
    assert list(first["claim_id"]) == list(second["claim_id"])
    assert first["claim_id"].is_unique


def test_another_language_is_refused_politely(caplog):
    """A report in German has no rows, and a warning names it."""
    with caplog.at_level(logging.WARNING):
        assert claims("Rebellen nahmen Azaz ein.", language="de").empty
    assert "r1 is in 'de'" in caplog.text


def test_a_foreign_extractor_is_verified(caplog):
    """Whatever an extractor returns: a quote that is not in the report is left out, aloud."""

    class Invents:
        version = "invents-1"

        def extract(self, report, geocoder):
            del report, geocoder
            row = {
                "event_type": "CAPTURE",
                "status": "asserted",
                "quote": "Azaz fell.",
                "start": 0,
                "end": 5,
            }
            return CLAIMS.build([row, row | {"quote": "Rebels took Azaz.", "end": 17}])

    reports = pd.DataFrame(
        [{"report_id": "r1", "text": "Rebels took Azaz.", "published_at": "2015-02-09"}]
    )
    found = extract_claims(reports, GAZETTEER, extractor=Invents())
    assert list(found["quote"]) == ["Rebels took Azaz."]
    assert list(found["extractor_version"]) == ["invents-1"]
    assert "does not stand in the report" in caplog.text


def test_recorded_at_is_the_publication_unless_given():
    """The earliest day on which anybody could know, or what the caller says."""
    reports = pd.DataFrame(
        [{"report_id": "r1", "text": "Rebels took Azaz.", "published_at": "2015-02-09"}]
    )
    assert extract_claims(reports, GAZETTEER)["recorded_at"].iloc[0] == pd.Timestamp(
        "2015-02-09", tz="UTC"
    )
    later = extract_claims(reports, GAZETTEER, recorded_at="2015-03-01")
    assert later["recorded_at"].iloc[0] == pd.Timestamp("2015-03-01", tz="UTC")


def test_a_report_without_a_date_keeps_its_claims():
    """Claims without a publication date have no dates, and say so."""
    row = claims("Rebels captured Azaz on Sunday.", published=None).iloc[0]
    assert pd.isna(row["date_edtf"])
    assert row["date_reasons"] == "the report has no date"


def test_a_table_without_text_is_refused():
    """The error names the missing column."""
    with pytest.raises(TableError, match="'text'"):
        extract_claims(pd.DataFrame([{"report_id": "r1"}]), GAZETTEER)


def test_no_reports_give_an_empty_table():
    """No rows in, no rows out, all columns there."""
    found = extract_claims(pd.DataFrame(columns=["report_id", "text"]), GAZETTEER)
    assert list(found.columns) == CLAIMS.names


def test_the_caller_s_table_is_not_touched():
    """Extraction changes nothing of what it was given."""
    reports = pd.DataFrame(
        [{"report_id": "r1", "text": "Rebels took Azaz.", "published_at": "2015-02-09"}]
    )
    before = reports.copy()
    extract_claims(reports, GAZETTEER)
    pd.testing.assert_frame_equal(reports, before)


VOCABULARY = (
    'rebels Islamic State captured Azaz said , . " \u201c \u201d and that which not was by '
    "withdrawn from the town to on Sunday - ( ) of in killed 70 people had it they will after "
    "\u2013 'd n't 's"
)
WORDS = st.sampled_from(VOCABULARY.split())


@settings(max_examples=60)
@given(st.one_of(st.lists(WORDS, max_size=40).map(" ".join), st.text(max_size=200)))
def test_no_text_makes_it_fail(text):
    """Any order of words, and any Unicode, ends in claims whose spans are exact."""
    for row in claims(text).itertuples():
        assert text[row.start : row.end] in row.quote


def test_an_extractor_can_be_asked_for_one_report():
    """`RuleExtractor.extract` gives the claims of one row of a reports table."""
    report = pd.Series({"report_id": "x", "text": "Rebels took Azaz.", "published_at": pd.NaT})
    assert len(RuleExtractor(ACTORS).extract(report, GAZETTEER)) == 1
