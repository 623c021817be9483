"""Decisions and safety: warnings outlive them, and reasons do not say who decided."""

from __future__ import annotations

from review_support import GAZETTEER, claim, sheet_of, table

from geoevents.review import apply_decisions

MARK = "the source asked not to be named"


def decided(claims, sheet):
    """Return the claims as decided."""
    return apply_decisions(claims, sheet, gazetteer=GAZETTEER)


def test_a_warning_of_a_newer_extraction_is_kept():
    """Who accepted a claim before has not said that it may be published."""
    sheet = sheet_of(table(claim()), {"decision": "accept", "who": "Ana"})
    now = table(claim(sensitivity=MARK))
    assert decided(now, sheet)["sensitivity"].tolist() == [MARK]


def test_an_older_warning_is_kept_too():
    """Neither of two warnings hides the other; the same one stands once."""
    sheet = sheet_of(table(claim(sensitivity=MARK)), {"decision": "accept"})
    assert decided(table(claim()), sheet)["sensitivity"].tolist() == [MARK]
    assert decided(table(claim(sensitivity=MARK)), sheet)["sensitivity"].tolist() == [MARK]
    both = decided(table(claim(sensitivity="places a civilian source")), sheet)
    assert both["sensitivity"].tolist() == [f"{MARK}; places a civilian source"]


def test_a_person_may_lift_a_warning():
    """By the column for it, and only so."""
    old = table(claim(sensitivity=MARK))
    sheet = sheet_of(old, {"decision": "edit", "new_sensitivity": "none"})
    assert decided(old, sheet)["sensitivity"].isna().all()


def test_a_warning_that_no_record_had_room_for_is_kept():
    """A record that would be too long leaves the warning out; the claim does not."""
    long = claim(quote=f"Fighters took Azaz {'again and ' * 4_000}again.", sensitivity=MARK)
    sheet = sheet_of(table(long), {"decision": "accept"})
    assert decided(table(long), sheet)["sensitivity"].tolist() == [MARK]


def test_reasons_do_not_say_who_decided():
    """They stand on the map; who it was stands in a column that does not."""
    cells = {"decision": "edit", "who": "Ana", "new_place": "Manbij", "new_date": "2015-02-01"}
    claims = table(claim())
    out = decided(claims, sheet_of(claims, cells)).iloc[0]
    assert out["reviewed_by"] == "Ana"
    assert "Ana" not in f"{out['place_reasons']} {out['date_reasons']}"
    assert "given by a reviewer" in out["date_reasons"]
