"""Sheets to decide in, as files that spreadsheets open and save."""

from __future__ import annotations

import csv
import io
import json

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from review_support import GAZETTEER, claim, decided, sheet_of, table

from geoevents.cli import main
from geoevents.errors import TableError
from geoevents.review import apply_decisions, read_decisions, review_sheet, write_decisions

TEXT = st.text(
    st.characters(blacklist_categories=("Cs",), blacklist_characters="\x00\r"), max_size=30
)


def test_a_sheet_starts_with_what_a_person_writes_and_the_quote():
    """Decision, group, who, when, why, quote; each correction stands beside what was extracted."""
    sheet = review_sheet(table(claim()), who="Ana")
    columns = list(sheet.columns)
    assert columns[:6] == ["decision", "group", "who", "when", "why", "quote"]
    for name in ("event_type", "status", "actor", "place", "date"):
        assert columns.index(f"new_{name}") == columns.index(name) + 1
    assert sheet["place"].tolist() == ["Azaz, SY"]
    assert sheet["who"].tolist() == ["Ana"]


@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=4))
def test_what_is_written_is_read_again(tmp_path_factory, cells):
    """Any text survives the file, formulas and line breaks too; the record stays whole."""
    path = tmp_path_factory.mktemp("sheet") / "decisions.csv"
    claims = table(*(claim(at=n, quote=f"Q {quote}") for n, (quote, _) in enumerate(cells)))
    sheet = sheet_of(claims, *({"why": why} for _, why in cells))
    write_decisions(sheet, path)
    assert_frame_equal(read_decisions(path).reset_index(drop=True), sheet, check_dtype=False)


def test_no_cell_is_a_formula(tmp_path):
    """A quote that starts with a formula's sign gets an apostrophe in the file, and loses it."""
    path = tmp_path / "decisions.csv"
    write_decisions(review_sheet(table(claim(quote="=HYPERLINK(1)"))), path)
    lines = csv.reader(io.StringIO(path.read_text("utf-8-sig")))
    assert not [cell for line in lines for cell in line if cell.startswith(("=", "+", "-", "@"))]
    assert read_decisions(path)["quote"].tolist() == ["=HYPERLINK(1)"]


def test_a_spreadsheet_may_save_it_its_own_way(tmp_path):
    """Semicolons, other columns and rewritten dates and ids do no harm: the record holds them."""
    path = tmp_path / "decisions.csv"
    claims = table(claim(claim_id="123456789012"), claim("Manbij", at=1))
    sheet = sheet_of(claims, decided("reject", when="01.02.2015", claim_id="1.23457E+11"))
    sheet.loc[0, "published_at"] = "28/01/2015 00:00"
    sheet.loc[0, "date"] = "26/01/2015"
    sheet["my notes"] = ["ask B.", ""]
    path.write_text(sheet.to_csv(index=False, sep=";"), "utf-8")
    with pytest.raises(TableError, match="may mean two days"):
        apply_decisions(claims, path)
    path.write_text(sheet.replace("01.02.2015", "28.01.2015").to_csv(index=False, sep=";"), "utf-8")
    out = apply_decisions(claims, path, gazetteer=GAZETTEER)
    assert out["review_status"].tolist() == ["rejected", "unreviewed"]
    write_decisions(review_sheet(claims, read_decisions(path)), path)
    assert path.read_text("utf-8-sig").count(";") > 40
    assert read_decisions(path)["my notes"].tolist() == ["ask B.", ""]


@pytest.mark.parametrize("suffix", [".xlsx", ".ods"])
def test_a_workbook_keeps_every_cell_as_text(tmp_path, suffix):
    """Ids of digits, months, Arabic and formulas come back as they were; rows are numbered."""
    path = tmp_path / f"decisions{suffix}"
    claims = table(
        claim(claim_id="123456789012", quote="=1+1", date_edtf="2015-02"), claim("Manbij", at=1)
    )
    sheet = sheet_of(
        claims, decided("accept", why="حلب; =2"), decided("nothing", when="2015/02/03")
    )
    write_decisions(sheet, path)
    again = read_decisions(path)
    assert again["when"].tolist() == ["2015-02-01", "2015-02-03"]
    assert_frame_equal(
        again.reset_index(drop=True).drop(columns="when"),
        sheet.drop(columns="when"),
        check_dtype=False,
    )
    with pytest.raises(TableError, match=rf"decisions\{suffix}, row 3, column 'decision'"):
        apply_decisions(claims, path)
    write_decisions(again.assign(decision=["accept", ""]), path)
    assert apply_decisions(claims, path)["review_status"].tolist() == ["accepted", "unreviewed"]


def test_what_is_no_workbook_is_refused(tmp_path):
    """A file that only is named like one is told by name."""
    path = tmp_path / "decisions.xlsx"
    path.write_text("decision\naccept\n", "utf-8")
    with pytest.raises(TableError, match="cannot be read as a workbook"):
        read_decisions(path)


def test_errors_name_the_row_as_a_spreadsheet_counts(tmp_path):
    """The second row of claims is row 3."""
    path = tmp_path / "decisions.csv"
    claims = table(claim(), claim("Manbij", at=1))
    write_decisions(sheet_of(claims, {}, {"decision": "maybe"}), path)
    with pytest.raises(TableError, match=r"decisions\.csv, row 3, column 'decision': 'maybe'"):
        apply_decisions(claims, path)


def test_what_is_no_sheet_is_refused(tmp_path):
    """A claims table, and a file that is not UTF-8, are told apart and left alone."""
    path = tmp_path / "claims.csv"
    path.write_text("claim_id,event_type\n1,CAPTURE\n", "utf-8")
    with pytest.raises(TableError, match="no column 'decision'"):
        read_decisions(path)
    path.write_bytes("decision,why\naccept,Año\n".encode("cp1252"))
    with pytest.raises(TableError, match="save the table as UTF-8 CSV"):
        read_decisions(path)


def test_a_long_claim_fits_into_a_cell(tmp_path):
    """A record longer than a spreadsheet's cell leaves out what can be found again."""
    claims = table(claim(place_extent="POLYGON " + "9" * 40_000, quote="Q" * 3_000))
    sheet = review_sheet(claims)
    assert sheet["record"].str.len().max() < 32_767
    assert json.loads(sheet["record"].iloc[0])["quote"] == "Q" * 3_000
    path = tmp_path / "decisions.csv"
    write_decisions(sheet_of(claims, decided("accept")), path)
    assert apply_decisions(claims, path)["review_status"].tolist() == ["accepted"]


REPORT = """Rebels take Azaz

2015-03-02

AMMAN - Syrian rebels captured the town of Azaz on Sunday, residents said.

Islamic State fighters withdrew from Manbij, the Syrian Observatory for Human Rights said.
"""


def test_review_decide_and_map(tmp_path, capsys):
    """On the command line: a sheet, decisions in it, a map of them, the sheet carried on."""
    report, sheet = tmp_path / "report.txt", tmp_path / "decisions.csv"
    report.write_text(REPORT, "utf-8")
    assert main(["review", str(report), "-o", str(sheet), "--by", "Ana"]) == 0
    assert "0 written in" in capsys.readouterr().out
    frame = read_decisions(sheet).astype("object")
    frame.loc[frame["event_type"] == "CAPTURE", "decision"] = "reject"
    write_decisions(frame, sheet)
    table_file = tmp_path / "events.csv"
    options = ["--decisions", str(sheet), "--table", "events", "-o", str(table_file)]
    assert main(["export", str(report), *options]) == 0
    assert "rejected" in capsys.readouterr().out
    assert set(pd.read_csv(table_file)["event_type"]) == {"WITHDRAW"}
    before = sheet.read_bytes()
    assert main(["review", str(report), "-o", str(sheet), "--by", "Ben"]) == 0
    assert sheet.read_bytes() == before


def test_lost_decisions_are_told_listed_and_written(tmp_path, capsys):
    """A report that was rewritten: `check` lists what finds no claim, --unmatched writes it."""
    report, sheet = tmp_path / "report.txt", tmp_path / "decisions.csv"
    report.write_text(REPORT, "utf-8")
    main(["review", str(report), "-o", str(sheet)])
    frame = read_decisions(sheet).astype("object")
    frame["decision"] = ["accept" if kind == "CAPTURE" else "" for kind in frame["event_type"]]
    write_decisions(frame, sheet)
    report.write_text(REPORT.replace("captured the town of Azaz", "danced in Hama"), "utf-8")
    lost = tmp_path / "lost.csv"
    capsys.readouterr()
    options = ["--decisions", str(sheet), "--unmatched", str(lost)]
    assert main(["check", str(report), *options]) == 1
    said = capsys.readouterr().out
    assert "to look at again" in said
    assert "accept  kept: no claim is found any more" in said
    assert "kept" in pd.read_csv(lost)["problem"].tolist()


def test_wrong_names_are_told_before_any_work(tmp_path, capsys):
    """A sheet must be a CSV, and what is there and no sheet is not overwritten."""
    assert main(["review", "none.txt", "-o", str(tmp_path / "d.doc")]) == 2
    assert "does not end in .csv, .ods, .xlsx" in capsys.readouterr().err
    claims = tmp_path / "claims.csv"
    claims.write_text("claim_id,event_type\n1,CAPTURE\n", "utf-8")
    assert main(["review", str(claims), "-o", str(claims)]) == 1
    assert claims.read_text("utf-8") == "claim_id,event_type\n1,CAPTURE\n"
    assert main(["map", "none.txt", "--decisions", "no.csv", "-o", str(tmp_path / "m.html")]) == 1
    assert "'no.csv' cannot be read" in capsys.readouterr().err
