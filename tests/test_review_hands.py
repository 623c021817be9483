"""Sheets as people's hands and spreadsheets leave them: cut, sorted, thinned, saved oddly."""

from __future__ import annotations

import pandas as pd
import pytest
from review_support import GAZETTEER, claim, decided, sheet_of, table

from geoevents.errors import TableError
from geoevents.events import merge_claims
from geoevents.review import apply_decisions, check_decisions, write_decisions

CLAIMS = table(claim(), claim("Manbij", at=1), claim("Kobani", at=2))


def statuses(sheet, claims=CLAIMS):
    """Return the review status of each claim."""
    return apply_decisions(claims, sheet, gazetteer=GAZETTEER)["review_status"].tolist()


def test_columns_without_a_name_behind_the_last_one_do_no_harm(tmp_path):
    """Spreadsheets add them; one that holds something is refused as before."""
    path = tmp_path / "decisions.csv"
    lines = sheet_of(CLAIMS, decided("accept")).to_csv(index=False, sep=";").splitlines()
    path.write_text("\n".join(f"{line};;;" for line in lines), "utf-8")
    assert statuses(path) == ["accepted", "unreviewed", "unreviewed"]
    path.write_text("\n".join([f"{lines[0]};;", *(f"{line};x;y" for line in lines[1:])]), "utf-8")
    with pytest.raises(TableError):
        statuses(path)


def test_letters_that_an_encoding_lost_are_told_of(tmp_path):
    """Windows' own CSV makes question marks of Arabic: nothing of them enters the claims."""
    path = tmp_path / "decisions.csv"
    claims = table(claim(quote="سيطر المقاتلون على اعزاز بعد أيام", toponym="اعزاز"))
    text = sheet_of(claims, decided("accept")).to_csv(index=False)
    path.write_bytes(text.encode("cp1252", "replace"))
    with pytest.raises(TableError, match=r"row 2, column 'record'.*lost its letters"):
        statuses(path, claims)
    asked = table(claim(quote="Is Azaz taken??? Residents asked."))
    assert statuses(sheet_of(asked, decided("accept")), asked) == ["accepted"]


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.99])
def test_a_file_that_ends_in_the_middle_is_refused(tmp_path, share):
    """A cell that is cut says so; no half of a decision is applied."""
    path = tmp_path / "decisions.csv"
    write_decisions(sheet_of(CLAIMS, *[decided("accept")] * 3), path)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(TableError):
        statuses(path)


def test_two_sheets_of_one_name_have_groups_of_their_own(tmp_path):
    """Two people's "1" in two folders, or in two frames, are two happenings."""
    claims = table(*(claim(at=n) for n in range(4)))
    merge, free = {"decision": "merge", "group": "1"}, {}
    sheets = [sheet_of(claims, merge, merge), sheet_of(claims, free, free, merge, merge)]
    paths = [tmp_path / name / "decisions.csv" for name in ("ana", "ben")]
    for sheet, path in zip(sheets, paths, strict=True):
        path.parent.mkdir()
        write_decisions(sheet, path)
    for given in (sheets, paths, paths[::-1]):
        out = apply_decisions(claims, given, gazetteer=GAZETTEER)
        assert merge_claims(out)["n_claims"].tolist() == [2, 2]


@pytest.mark.parametrize("kept", [["decision", "quote"], ["decision", "claim_id"]])
def test_a_sheet_of_two_columns_finds_its_claims(kept):
    """Whoever deletes the other columns still accepts and rejects what they meant."""
    sheet = sheet_of(CLAIMS, decided("accept"), decided("reject"))[kept]
    assert statuses(sheet) == ["accepted", "rejected", "unreviewed"]
    assert check_decisions(CLAIMS, sheet, gazetteer=GAZETTEER).empty


@pytest.mark.parametrize("day", ["05/06/2015", "42032", "Jan-15"])
def test_a_date_that_a_spreadsheet_rewrote_stops_nothing_that_needs_no_date(day):
    """Without the record a claim is found by its quote; an added claim's date is still checked."""
    sheet = sheet_of(CLAIMS, decided("accept"), decided("reject"))
    sheet = sheet.assign(published_at=day, claim_id="1E+05").drop(columns="record")
    assert statuses(sheet) == ["accepted", "rejected", "unreviewed"]
    added = pd.DataFrame([{"decision": "add", "new_event_type": "CLASH", "published_at": day}])
    with pytest.raises(TableError, match="published_at"):
        statuses(added)


def test_rows_may_be_sorted_filtered_and_counted_anyhow():
    """The index of a frame of the caller's own says nothing; the order neither."""
    sheet = sheet_of(CLAIMS, decided("accept"), decided("reject"))
    for given in (sheet[::-1], sheet.set_axis(list("abc")), sheet[sheet["decision"] != ""]):
        assert statuses(given) == ["accepted", "rejected", "unreviewed"]


def test_one_of_three_merged_may_be_rejected():
    """In either order of the sheets, two are left in the event."""
    merged = sheet_of(CLAIMS, *[{"decision": "merge", "group": "g"}] * 3)
    rejected = sheet_of(CLAIMS, {}, {"decision": "reject"})
    for given in ([merged, rejected], [rejected, merged]):
        out = apply_decisions(CLAIMS, given, gazetteer=GAZETTEER)
        if given[0] is merged:
            assert out["review_status"].tolist() == ["accepted", "rejected", "accepted"]
            assert merge_claims(out)["n_claims"].tolist() == [2]


@pytest.mark.parametrize(
    "record",
    ['{"claim_id":5,"quote":"x"}', '{"quote":"x","start":"1"}', '{"quote":"x","geometry":"POI"}',
     '{"quote":"x","valid_from":"soon"}', '{"quote":null}', "[]"],
)  # fmt: skip
def test_a_record_that_was_changed_is_named(record):
    """Values of another kind are told with the row, not by a failure further on."""
    sheet = sheet_of(CLAIMS, decided("accept"))
    sheet.loc[0, "record"] = record
    with pytest.raises(TableError, match="Row 0, column 'record'"):
        statuses(sheet)


@pytest.mark.parametrize("given", [None, 5, {"decision": ["accept"]}])
def test_what_is_no_sheet_at_all_is_refused(given):
    """The error says what was expected."""
    with pytest.raises(TableError, match="expected a sheet"):
        apply_decisions(CLAIMS, given)
