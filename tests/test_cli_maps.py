"""`geoevents map`: its options reach the page, and wrong ones stop before any work."""

from __future__ import annotations

import pytest
from test_render import cells, read

from geoevents.cli import main

pytestmark = pytest.mark.usefixtures("viewer")

TABLE = "lat,lon,day,who,notes\n36.2,37.16,2016-12-22,Syrian army,The last buses left.\n"


@pytest.fixture
def table(tmp_path):
    """Give a spreadsheet of one row."""
    path = tmp_path / "mine.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_words_and_looks_reach_the_page(tmp_path, table):
    """Each option stands in the payload as the viewer reads it."""
    names = tmp_path / "names.csv"
    names.write_text("name,shown\nsyrian-government,Damascus\n", encoding="utf-8")
    out = tmp_path / "map.html"
    code = main(
        ["map", str(table), "--column", "date=day", "--column", "actor=who", "-o", str(out),
         "--theme", "dark", "--lang", "ar", "--note", "n", "--edition", "3", "--embed",
         "--correction", "c1", "--correction", "c2", "--source", "s", "--names", str(names),
         "--palette", "syria", "--colour", "syrian-government=#112233"]
    )  # fmt: skip
    assert code == 0
    found = read(out.read_text("utf-8"), "geoevents-data")
    assert found["ui"] == {
        "theme": "dark", "lang": "ar", "embed": True, "edition": "3",
        "corrections": ["c1", "c2"], "note": "n", "sources": ["s"],
    }  # fmt: skip
    assert found["actors"] == [{"id": "syrian-government", "name": "Damascus", "colour": "#112233"}]
    assert cells(found["tables"]["claims"], "quote") == ["The last buses left."]


def test_a_colour_of_nobody_is_told(tmp_path, table, capsys):
    """A misspelt id changes nothing, so it is said aloud, with the ids that there are."""
    command = ["map", str(table), "--column", "date=day", "--column", "actor=who"]
    command += ["-o", str(tmp_path / "map.html"), "--colour"]
    assert main([*command, "saa=#112233"]) == 0
    said = capsys.readouterr().err
    assert "'saa'" in said
    assert "syrian-government" in said
    assert main([*command, "syrian-government=#112233"]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--theme", "sepia"], "theme is 'sepia'"),
        (["--lang", "fr"], "lang is 'fr'"),
        (["--colour", "red"], "--colour is 'red'"),
        (["--palette", "mars"], "palette is 'mars'"),
        (["--tiles", "x"], "tiles is 'x'"),
        (["--at", "2015-02-09"], "expected --png"),
        (["--size", "800x600"], "expected --png"),
        (["--scale", "3"], "expected --png"),
        (["--column", "day"], "--column is 'day'"),
        (["--column", "actor=who"], "--column names no date"),
        (["--column", "date=a", "--column", "date=b"], "--column names two columns for 'date'"),
    ],
)
def test_an_option_that_cannot_be_stops_before_any_work(tmp_path, capsys, options, message):
    """Exit code 2, and the reports are not even looked for."""
    out = tmp_path / "map.html"
    assert main(["map", str(tmp_path / "none.txt"), "-o", str(out), *options]) == 2
    assert message in capsys.readouterr().err
    assert not out.exists()


def test_a_table_that_nobody_described_says_how(tmp_path, table, capsys):
    """An unknown CSV names its columns and the option that is missing."""
    assert main(["map", str(table), "-o", str(tmp_path / "map.html")]) == 1
    assert "--column date=COLUMN" in capsys.readouterr().err
