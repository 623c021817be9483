"""The command line, as a user types it."""

from __future__ import annotations

import csv
import json
import subprocess
import sys

import pandas as pd
import pytest

from geoevents.cli import main

REPORT = """Rebels take Azaz

2015-03-02

AMMAN - Syrian rebels captured the town of Azaz on Sunday, residents said.

Islamic State fighters withdrew from Manbij, the Syrian Observatory for Human Rights said. Manbij
has not fallen to the rebels.
"""


@pytest.fixture
def report(tmp_path):
    """Write a short report to a file."""
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


def test_map_writes_one_file_and_counts_aloud(report, tmp_path, capsys):
    """The main job: a report in, one HTML file out, a line of what was done."""
    output = tmp_path / "out" / "map.html"
    output.parent.mkdir()
    assert main(["map", str(report), "-o", str(output)]) == 0
    assert output.read_bytes().startswith(b"<!DOCTYPE html>")
    assert list(output.parent.iterdir()) == [output]
    said = capsys.readouterr().out
    assert "1 report:" in said
    assert "unplaced" in said


def test_the_same_input_gives_the_same_bytes(report, tmp_path):
    """Two runs write the same file."""
    first, second = tmp_path / "a.html", tmp_path / "b.html"
    main(["map", str(report), "-o", str(first)])
    main(["map", str(report), "-o", str(second)])
    assert first.read_bytes() == second.read_bytes()


def test_extract_then_map_keeps_every_claim(report, tmp_path, capsys):
    """Claims written as GeoJSON or CSV go back in and make the same events."""
    for name in ("claims.geojson", "claims.csv"):
        table = tmp_path / name
        assert main(["extract", str(report), "-o", str(table)]) == 0
        assert (
            main(["export", str(table), "-o", str(tmp_path / "e.geojson"), "--table", "events"])
            == 0
        )
    written = json.loads((tmp_path / "claims.geojson").read_text("utf-8"))
    types = {f["properties"]["event_type"] for f in written["features"]}
    assert {"CAPTURE", "WITHDRAW"} <= types
    capsys.readouterr()


def test_a_negation_is_never_given_as_a_fact(report, tmp_path):
    """A town that "has not fallen" is given to nobody."""
    control = tmp_path / "control.geojson"
    assert main(["control", str(report), "-o", str(control)]) == 0
    rows = [f["properties"] for f in json.loads(control.read_text("utf-8"))["features"]]
    manbij = [row for row in rows if "anbij" in row["place_name"]]
    assert all(row["control_status"] == "unknown" for row in manbij)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"\x00\x01\x02PNG", "binary|text"),
        ("Rebels took Azaz.".encode("utf-16-le") + b"\xff", "UTF-8|binary"),
        (b"Rebels captured the town of Azaz on Sunday, residents said.", "--date"),
    ],
)
def test_a_report_that_cannot_be_used_is_named(tmp_path, capsys, content, said):
    """The error names the file and what to do; nothing is written; exit code 1."""
    path, output = tmp_path / "bad.txt", tmp_path / "map.html"
    path.write_bytes(content)
    assert main(["map", str(path), "-o", str(output)]) == 1
    message = capsys.readouterr().err
    assert "bad.txt" in message
    assert any(word in message for word in said.split("|"))
    assert not output.exists()


def test_a_folder_without_reports_is_an_error(tmp_path, capsys):
    """An empty folder is told by name."""
    assert main(["map", str(tmp_path), "-o", str(tmp_path / "map.html")]) == 1
    assert tmp_path.name in capsys.readouterr().err


def test_an_impossible_date_is_an_error(report, tmp_path, capsys):
    """A date that cannot be is told with the form that was expected."""
    assert main(["map", str(report), "-o", str(tmp_path / "m.html"), "--date", "2015-02-30"]) == 2
    assert "--date: '2015-02-30" in capsys.readouterr().err


def test_wrong_usage_exits_with_two():
    """Without an output file argparse explains and exits with 2."""
    with pytest.raises(SystemExit, match="2"):
        main(["map", "report.txt"])


def test_check_lists_what_could_not_be_placed(tmp_path, capsys):
    """A place that no gazetteer knows is listed with its reason, and the exit code says so."""
    path = tmp_path / "report.txt"
    path.write_text(
        "2015-03-02\n\nRebels captured the village of Qwrtzplon on Sunday, residents said.\n",
        encoding="utf-8",
    )
    assert main(["check", str(path)]) == 1
    said = capsys.readouterr().out
    assert "unplaced: " in said
    assert "Qwrtzplon" in said


def test_a_report_cannot_steer_the_terminal(tmp_path, capsys):
    """Control characters from a report are not printed."""
    path = tmp_path / "report.txt"
    path.write_text(
        "2015-03-02\n\nRebels captured the village of Qwrtz\x1b]0;owned\x07plon on Sunday.\n",
        encoding="utf-8",
    )
    main(["check", str(path)])
    said = capsys.readouterr()
    assert "\x1b" not in said.out + said.err


def test_geocode_keeps_every_row(tmp_path, capsys):
    """Names that are not found keep their row and say why."""
    names, placed = tmp_path / "names.csv", tmp_path / "placed.csv"
    names.write_text("id,place\n1,Aleppo\n2,Qwrtzplon\n3,Aleppo\n", encoding="utf-8")
    code = main(["geocode", str(names), "--column", "place", "--country", "SY", "-o", str(placed)])
    assert code == 0
    with placed.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert [row["id"] for row in rows] == ["1", "2", "3"]
    assert rows[0]["lat"] == rows[2]["lat"] != ""
    assert rows[1]["lat"] == ""
    assert rows[1]["reasons"]
    assert "2 of 3 names placed" in capsys.readouterr().out


def test_geocode_takes_each_rows_own_country(tmp_path, capsys):
    """The column may hold codes, names, nothing, or what is no country, which the reason says."""
    names, placed = tmp_path / "names.csv", tmp_path / "placed.csv"
    rows = [
        "الباب,SY",
        "Кобани,سوريا",
        "Al Karamah,JOR",
        "Aleppo,Atlantis",
        "Бахмут,",
        "Al Karamah,Syria",
    ]
    names.write_text("\n".join(["place,where", *rows]), "utf-8")
    code = main(
        ["geocode", str(names), "--column", "place", "--country", "where", "-o", str(placed)]
    )
    assert code == 0
    table = pd.read_csv(placed, keep_default_na=False)
    assert table.toponym.tolist() == [row.rpartition(",")[0] for row in rows]
    assert table.country_code.tolist() == ["SY", "SY", "JO", "", "UA", "SY"]
    assert "is called 'Atlantis' (column 'where')" in table.reasons[3]
    assert "5 of 6 names placed" in capsys.readouterr().out


def test_geocode_takes_a_countrys_name(tmp_path, capsys):
    """A name does as well as a code; what is no country is an error."""
    names, placed = tmp_path / "names.csv", tmp_path / "placed.csv"
    names.write_text("place\nAl Karamah\n", "utf-8")
    command = ["geocode", str(names), "--column", "place", "-o", str(placed), "--country"]
    assert main([*command, "Syria"]) == 0
    assert pd.read_csv(placed).country_code.tolist() == ["SY"]
    assert main([*command, "Atlantis"]) == 1
    assert "'Atlantis'" in capsys.readouterr().err


def test_geocode_tells_of_a_country_column_it_was_not_given(tmp_path, capsys):
    """Without --country a village becomes its larger namesake elsewhere; the option is told."""
    names, placed = tmp_path / "names.csv", tmp_path / "placed.csv"
    names.write_text("place,Country\nAl Karamah,SY\n", "utf-8")
    command = ["geocode", str(names), "--column", "place", "-o", str(placed)]
    assert main(command) == 0
    assert "--country Country" in capsys.readouterr().out
    assert main([*command, "--country", "Country"]) == 0
    assert "--country" not in capsys.readouterr().out


def test_geocode_names_a_missing_column(tmp_path, capsys):
    """The error lists the columns there are."""
    names = tmp_path / "names.csv"
    names.write_text("id,town\n1,Aleppo\n", encoding="utf-8")
    assert main(["geocode", str(names), "--column", "place", "-o", str(tmp_path / "o.csv")]) == 1
    assert "no column 'place'; it has id, town" in capsys.readouterr().err


def test_gazetteer_search_explains(capsys):
    """A place is listed with its reasons; an unknown name exits with 1."""
    assert main(["gazetteer", "search", "Kobane", "--country", "SY"]) == 0
    assert "36.89" in capsys.readouterr().out
    assert main(["gazetteer", "search", "Kobane", "--country", "Syria"]) == 0
    assert "36.89" in capsys.readouterr().out
    assert main(["gazetteer", "search", "Kobane", "--country", "Atlantis"]) == 1
    assert "which no country is called" in capsys.readouterr().err
    assert main(["gazetteer", "search", "Qwrtzplon", "--country", "SY"]) == 1
    assert main(["gazetteer", "list"]) == 0
    assert "CC BY 4.0" in capsys.readouterr().out


def test_changes_says_when_nothing_changed(report, tmp_path, capsys):
    """No change between two days is told, and nothing is written."""
    output = tmp_path / "changes.geojson"
    code = main(
        ["changes", str(report), "--from", "2015-03-02", "--to", "2015-03-02", "-o", str(output)]
    )
    assert code == 1
    assert not output.exists()
    assert "no area changed hands" in capsys.readouterr().out


def test_the_module_runs():
    """`python -m geoevents --version` answers."""
    done = subprocess.run(
        [sys.executable, "-m", "geoevents", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("geoevents ")


def geocoded(tmp_path, content):
    """Run geocode on a CSV's bytes and return exit code and the rows written."""
    names, placed = tmp_path / "names.csv", tmp_path / "placed.csv"
    names.write_bytes(content)
    code = main(["geocode", str(names), "--column", "place", "--country", "SY", "-o", str(placed)])
    if not placed.exists():
        return code, []
    with placed.open(encoding="utf-8-sig", newline="") as lines:
        return code, list(csv.DictReader(lines))


def test_geocode_keeps_columns_named_like_ours(tmp_path, capsys):
    """A column of the user's that clashes with ours is kept under another name, said aloud."""
    ours = ["score", "reasons", "lon", "lat", "place_id", "data_sources", "geometry", "toponym"]
    head = ",".join(["place", *ours, "lon_given"])
    values = ",".join(["Azaz", *(f"my {name}" for name in ours), "other"])
    code, rows = geocoded(tmp_path, f"{head}\n{values}\n".encode())
    said = capsys.readouterr().out
    assert code == 0
    for name in ours:
        new = "lon_given_given" if name == "lon" else f"{name}_given"
        assert rows[0][new] == f"my {name}"
        assert f"your column '{name}' is named '{new}'" in said
    assert "1 row →" in said
    assert rows[0]["lon_given"] == "other"
    assert rows[0]["lat"].startswith("36.")


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_geocode_writes_a_row_per_row(tmp_path, mark):
    """Any usual delimiter is found, and a blank line keeps its row."""
    lines = ["n,place", "1,Azaz", "", '2,"Azaz"', "3,"]
    code, rows = geocoded(tmp_path, "\n".join(lines).replace(",", mark).encode())
    assert code == 0
    assert [(row["n"], row["place"]) for row in rows] == [
        ("1", "Azaz"),
        ("", ""),
        ("2", "Azaz"),
        ("3", ""),
    ]
    assert [bool(row["lat"]) for row in rows] == [True, False, True, False]


@pytest.mark.parametrize("row", ["Azaz,1,9", "Azaz"])
def test_geocode_names_a_ragged_row(tmp_path, capsys, row):
    """A row with too many or too few cells is an error, never shifted or padded."""
    code, rows = geocoded(tmp_path, f"place,n\nAleppo,1\n{row}\n".encode())
    assert (code, rows) == (1, [])
    assert "names.csv, row 2 (line 3) has" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["map", "-o", "m.html", "--worldview", "mars"], "Unknown worldview 'mars'"),
        (["map", "-o", "m.html", "--tiles", "javascript:x"], "tiles is 'javascript:x'"),
        (["map", "-o", "m.csv"], "named like a table"),
        (["map", "-o", "m.png"], "named like a picture"),
        (["map", "-o", "none/m.html"], "make the folder first"),
        (["map", "-o", "."], "is a folder"),
        (["map", "-o", "m" * 300 + ".html"], "File name too long"),
        (["extract", "-o", "claims.xlsx"], "'.xlsx'"),
        (["control", "-o", "none/c.geojson"], "make the folder first"),
    ],
)
def test_wrong_options_are_told_before_any_work(tmp_path, monkeypatch, capsys, arguments, said):
    """What cannot be written or drawn exits with 2 before a report is even opened."""
    monkeypatch.chdir(tmp_path)
    assert main([arguments[0], "no such report.txt", *arguments[1:]]) == 2
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_sensitive_claims_are_told_of_whatever_is_written(report, tmp_path, capsys):
    """Map, claims, events and control each say how many claims to read before publishing."""
    table = tmp_path / "claims.geojson"
    assert main(["extract", str(report), "-o", str(table)]) == 0
    assert "marked sensitive" not in capsys.readouterr().out
    data = json.loads(table.read_text("utf-8"))
    data["features"][0]["properties"]["sensitivity"] = "names a casualty"
    table.write_text(json.dumps(data), "utf-8")
    for command, name, *further in (
        ("map", "m.html"),
        ("extract", "c.csv"),
        ("export", "e.csv", "--table", "events"),
        ("control", "k.csv"),
    ):
        assert main([command, str(table), "-o", str(tmp_path / name), *further]) == 0
        said = capsys.readouterr().out
        assert "1 claim is marked sensitive (column sensitivity): read it before" in said
