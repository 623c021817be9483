"""Decisions on claims, applied again."""

from __future__ import annotations

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from review_support import GAZETTEER, claim, decided, sheet_of, table

from geoevents.control import estimate_place_status
from geoevents.errors import TableError
from geoevents.events import merge_claims
from geoevents.render import TimeMap
from geoevents.review import apply_decisions, check_decisions, review_sheet


def applied(claims, sheet):
    """Apply a sheet over the small gazetteer."""
    return apply_decisions(claims, sheet, gazetteer=GAZETTEER)


def problems(claims, sheet):
    """Return the problems that are listed, in order."""
    return check_decisions(claims, sheet, gazetteer=GAZETTEER)["problem"].tolist()


def test_nothing_decided_changes_nothing():
    """A sheet that nobody wrote in leaves the claims as they are."""
    claims = table(claim(), claim("Manbij", at=1))
    assert_frame_equal(applied(claims, review_sheet(claims, who="Ana")), claims)


def test_what_is_decided_stands_in_the_row_with_who_when_and_why():
    """Accepted, rejected and edited claims say so, and who decided."""
    claims = table(claim(), claim("Manbij", at=1), claim("Kobani", at=2), claim("Hama", at=3))
    sheet = sheet_of(
        claims,
        decided("accept"),
        decided("reject", why="an old picture"),
        decided("edit", new_actor="SDF", new_status="denied"),
    )
    out = applied(claims, sheet)
    assert out["review_status"].tolist() == ["accepted", "rejected", "edited", "unreviewed"]
    assert out["reviewed_by"].tolist()[:3] == ["Ana"] * 3
    assert str(out["reviewed_at"].iloc[0].date()) == "2015-02-01"
    assert out["review_note"].iloc[1] == "an old picture"
    assert (out["actor"].iloc[2], out["status"].iloc[2]) == ("SDF", "denied")
    assert out["claim_id"].tolist() == claims["claim_id"].tolist()


def test_a_rejected_claim_stays_in_the_table_and_makes_nothing():
    """No event, no holder and no word on the map comes from a rejected claim."""
    claims = table(claim(), claim("Manbij", at=1))
    out = applied(claims, sheet_of(claims, decided("reject")))
    assert len(out) == 2
    assert merge_claims(out)["place_name"].tolist() == ["Manbij"]
    assert estimate_place_status(out)["place_name"].unique().tolist() == ["Manbij"]
    assert claims["quote"].iloc[0] not in TimeMap(claims=out).to_html()


def test_a_place_is_corrected_by_name_by_id_or_by_coordinates():
    """Each way gives a named place; a point near a known town of that name is that town."""
    claims = table(*(claim(at=n) for n in range(4)))
    sheet = sheet_of(
        claims,
        decided("edit", new_place="Manbij"),
        decided("edit", new_place="fake:17"),
        decided("edit", new_place="Manbij", new_lon="37,96", new_lat="36.53"),
        decided("edit", new_place="none"),
    )
    out = applied(claims, sheet)
    assert out["place_name"].tolist()[:3] == ["Manbij", "Homs", "Manbij"]
    assert out["place_id"].iloc[0] == out["place_id"].iloc[2]
    assert (out.geometry.iloc[2].x, out.geometry.iloc[2].y) == (37.96, 36.53)
    assert out["uncertainty_m"].iloc[2] == 1110
    assert out.geometry.is_empty.iloc[3]
    assert out["place_kind"].iloc[3] == "unplaced"


def test_a_date_is_corrected_by_day_or_edtf():
    """The interval follows; `none` leaves the claim undated."""
    claims = table(*(claim(at=n) for n in range(3)))
    sheet = sheet_of(
        claims,
        decided("edit", new_date="2015-01"),
        decided("edit", new_date="27/01/2015"),
        decided("edit", new_date="none"),
    )
    out = applied(claims, sheet)
    assert str(out["valid_to"].iloc[0].date()) == "2015-02-01"
    assert out["date_edtf"].iloc[1] == "2015-01-27"
    assert pd.isna(out["valid_from"].iloc[2])


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"decision": "perhaps"}, "column 'decision': 'perhaps' is no decision"),
        (decided("edit"), "changes nothing"),
        (decided("accept", new_actor="SDF"), "column 'new_actor': 'SDF'.*write the decision edit"),
        (decided("edit", new_event_type="TAKE"), "column 'new_event_type': 'TAKE' is none of"),
        (decided("edit", new_lon="37.9"), "stands alone"),
        (decided("edit", new_lon="37.9", new_lat="136"), "column 'new_lat': '136'.*-90 to 90"),
        (decided("edit", new_date="02/03/2015"), "may mean two days"),
        (decided("edit", new_date="soon"), "column 'new_date': 'soon' is no date"),
        (decided("edit", new_place="Qwrtzplon"), "column 'new_place': 'Qwrtzplon' is no place"),
        (decided("edit", new_quantity="many"), "column 'new_quantity': 'many' is no number"),
        (decided("merge"), "column 'group'.*is empty"),
        (decided("accept", when="yesterday"), "column 'when': 'yesterday' is no day"),
        (decided("accept", record="{"), "column 'record'.*was changed"),
    ],
)
def test_what_cannot_be_is_named_by_file_row_column_and_value(cells, said):
    """Nothing is guessed: the first wrong cell is an error."""
    claims = table(claim())
    sheet = sheet_of(claims, cells)
    sheet.index = pd.RangeIndex(2, 3, name="decisions.csv")
    with pytest.raises(TableError, match=rf"decisions\.csv, row 2, .*{said}"):
        applied(claims, sheet)


def test_an_added_claim_is_in_whether_copied_or_typed():
    """A row that was copied keeps its sentence; one that was typed has what was typed."""
    claims = table(claim())
    sheet = sheet_of(claims, {})
    copied = {**sheet.loc[0], **decided("add", new_place="Manbij")}
    typed = decided(
        "add",
        new_event_type="withdraw",
        new_actor="YPG",
        new_place="Homs",
        new_date="2015-02-03",
        quote="They left Homs.",
        source="A friend",
    )
    sheet = pd.concat([sheet, pd.DataFrame([copied, typed])], ignore_index=True).fillna("")
    out = applied(claims, sheet)
    assert out["review_status"].tolist() == ["unreviewed", "added", "added"]
    assert out["quote"].tolist() == [claims["quote"].iloc[0]] * 2 + ["They left Homs."]
    assert out["place_name"].tolist() == ["Azaz", "Manbij", "Homs"]
    assert (out["event_type"].iloc[2], out["date_edtf"].iloc[2]) == ("WITHDRAW", "2015-02-03")
    assert out["claim_id"].is_unique
    assert_frame_equal(applied(out, sheet), out)


def test_an_added_claim_that_is_extracted_by_now_is_there_once():
    """What a person added and a newer extraction finds are one claim, the person's."""
    claims = table(claim())
    sheet = sheet_of(claims, {})
    copied = {**sheet.loc[0], **decided("add", new_place="Manbij")}
    sheet = pd.concat([sheet, pd.DataFrame([copied])], ignore_index=True)
    newer = table(claim(), {**claim("Manbij"), "quote": claims["quote"].iloc[0]})
    out = applied(newer, sheet)
    assert out["review_status"].tolist() == ["unreviewed", "added"]
    assert out["claim_id"].tolist() == newer["claim_id"].tolist()


def test_what_was_read_stands_when_the_extraction_reads_otherwise():
    """An accepted claim keeps its reading under a new id, and the change is listed."""
    old = table(claim(), claim("Manbij", at=1))
    sheet = sheet_of(old, decided("accept"), decided("edit", new_actor="SDF"))
    new = table(claim(actor_id="fsa", actor="FSA"), claim("Manbij", at=1, status="negated"))
    out = applied(new, sheet)
    assert out["actor_id"].tolist()[0] == "ypg"
    assert out["status"].tolist()[1] == "reported"
    assert out["claim_id"].tolist() == new["claim_id"].tolist()
    assert problems(new, sheet) == ["reads otherwise", "reads otherwise"]


def test_what_was_accepted_is_kept_when_no_claim_is_found_any_more():
    """Accepted and edited claims that are gone stay, marked; rejected ones are listed."""
    old = table(claim(), claim("Manbij", at=1), claim("Homs", at=2), claim("Hama", at=3))
    sheet = sheet_of(
        old, decided("accept"), decided("edit", new_date="2015-01-02"), decided("reject")
    )
    new = table(claim("Hama", at=3))
    out = applied(new, sheet)
    assert out["place_name"].tolist() == ["Hama", "Azaz", "Manbij"]
    assert out["review_note"].iloc[1].startswith("kept as decided")
    assert out["date_edtf"].iloc[2] == "2015-01-02"
    assert sorted(problems(new, sheet)) == ["kept", "kept", "not found"]
    assert_frame_equal(applied(out, sheet), out)


def test_a_rejected_claim_that_is_read_otherwise_stays_rejected_and_is_listed():
    """The person looks again whether the new reading is right; it is not shown before."""
    old, new = table(claim()), table(claim(status="negated"))
    sheet = sheet_of(old, decided("reject"))
    assert applied(new, sheet)["review_status"].tolist() == ["rejected"]
    assert problems(new, sheet) == ["reads otherwise"]


def test_a_rejection_is_not_carried_over_to_another_happening():
    """The sentence is now read as fighting, which nobody rejected: it is listed, not hidden."""
    old, new = table(claim()), table(claim(kind="CLASH"))
    sheet = sheet_of(old, decided("reject"))
    assert applied(new, sheet)["review_status"].tolist() == ["unreviewed"]
    assert problems(new, sheet) == ["not found"]
    assert review_sheet(new, sheet)["event_type"].tolist() == ["CAPTURE", "CLASH"]


def test_rows_of_a_table_that_quote_nothing_are_found_by_what_they_say():
    """An id that only counts rows moves on when a row comes in before; the facts do not."""
    places = ["Azaz", "Manbij", "Kobani", "Homs"]
    bare = {"quote": None, "start": 0, "end": 0}
    old = table(*(claim(p, **bare) | {"claim_id": f"t-row{n}"} for n, p in enumerate(places)))
    sheet = sheet_of(old, {}, decided("reject"), decided("accept"))
    new = old.drop(index=0).reset_index(drop=True)
    new["claim_id"] = [f"t-row{n}" for n in range(3)]
    out = applied(new, sheet)
    assert out["place_name"].tolist() == places[1:]
    assert out["review_status"].tolist() == ["rejected", "accepted", "unreviewed"]
    assert problems(new, sheet) == []


def test_two_claims_that_fit_alike_are_left_alone_and_listed():
    """Nothing is guessed between two claims of one sentence; what was accepted is kept."""
    old = table(claim())
    new = table(claim(actor_id="fsa"), claim(actor_id="sdf"))
    sheet = sheet_of(old, decided("accept"))
    out = applied(new, sheet)
    assert out["review_status"].tolist() == ["unreviewed", "unreviewed", "accepted"]
    assert problems(new, sheet) == ["ambiguous"]


def test_the_last_word_stands_and_a_disagreement_is_listed():
    """Of two people's decisions the later one stands, whatever the order of the files."""
    claims = table(claim())
    ana = sheet_of(claims, decided("accept"))
    ben = sheet_of(claims, {"decision": "reject", "who": "Ben", "when": "2015-01-30"})
    for sheets in ([ana, ben], [ben, ana]):
        assert applied(claims, sheets)["review_status"].tolist() == ["accepted"]
        assert problems(claims, sheets) == ["conflict"]
    later = pd.concat([ana, sheet_of(claims, {"decision": "reject", "who": "Ana"})])
    assert applied(claims, later)["review_status"].tolist() == ["rejected"]
    assert problems(claims, later) == []


def test_a_correction_without_a_decision_is_told_of():
    """Filled cells that do nothing are listed, and so are extracted values written over."""
    claims = table(claim(), claim("Manbij", at=1))
    sheet = sheet_of(claims, {"new_actor": "SDF"}, decided("accept", actor="SDF"))
    assert problems(claims, sheet) == ["not decided", "overwritten"]


def test_a_report_that_was_renamed_or_mended_keeps_its_decisions():
    """The hash of its bytes, or its sentence, outlet and day, lead back to a report."""
    old = table(claim())
    sheet = sheet_of(old, decided("reject"))
    renamed = table(claim(report="r1-copy"))
    mended = table(claim(at=0, start=7, end=37, report_sha256="cd" * 32))
    both = table(claim(report="r1-copy", report_sha256="cd" * 32))
    another = table(claim(report="r2", report_sha256="cd" * 32, source="Other"))
    for new in (renamed, mended, both):
        assert applied(new, sheet)["review_status"].tolist() == ["rejected"]
    assert applied(another, sheet)["review_status"].tolist() == ["unreviewed"]


def test_merged_claims_are_one_event_and_split_ones_are_not():
    """A person's word on what is one happening outweighs days and parties."""
    apart = table(claim(), claim(at=1, actor_id="fsa", date_edtf="2015-03-01"))
    merged = applied(apart, sheet_of(apart, *[decided("merge", group="Azaz")] * 2))
    assert merge_claims(merged)["n_claims"].tolist() == [2]
    together = table(claim(), claim(at=1), claim(at=2))
    split = applied(together, sheet_of(together, {}, decided("split")))
    assert sorted(merge_claims(split)["n_claims"]) == [1, 2]
    paired = applied(together, sheet_of(together, {}, *[decided("split", group="b")] * 2))
    assert sorted(merge_claims(paired)["n_claims"]) == [1, 2]
