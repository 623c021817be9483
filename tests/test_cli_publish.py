"""`geoevents map --publish`: rules from the command line, and what is said aloud."""

from __future__ import annotations

import pytest
from test_publish import AT, claims, hidden
from test_render import read

from geoevents.cli import main
from geoevents.export import write_csv
from geoevents.publish import read_manifest
from geoevents.publish.manifest import texts_of

pytestmark = pytest.mark.usefixtures("viewer")


@pytest.fixture
def table(tmp_path):
    """Give a table of claims of every kind."""
    path = tmp_path / "claims-of-the-desk.csv"
    write_csv(claims(), path)
    return path


def test_an_edition_is_written_with_its_rules_and_changes(tmp_path, table, capsys):
    """The second edition knows the first; the terminal says what was done; no secret is in."""
    first, second = tmp_path / "1.html", tmp_path / "2.html"
    names = tmp_path / "withhold.txt"
    names.write_text("Daily\n\n", encoding="utf-8")
    command = ["map", str(table), "--publish", "--as-of", AT.isoformat()]
    assert main([*command, "-o", str(first), "--edition", "1"]) == 0
    said = capsys.readouterr().out
    assert "10 claims: 6 published, 3 moved to a coarser place" in said
    assert "1 not reviewed, 1 without a date of record, 1 younger than the delay" in said
    options = ["--delay", "30d", "--coarsen", "10km", "--quote-words", "3", "--licence", "CC0"]
    rest = ["--withhold", str(names), "--previous", str(first), "--own-source", "Ours"]
    assert main([*command, "-o", str(second), *options, *rest]) == 0
    manifest = read_manifest(second)
    assert manifest["rules"] == {
        "delay_hours": 720.0, "coarsen_m": 10_000.0, "quote_words": 3, "report_words": 200,
    }  # fmt: skip
    assert manifest["licences"][0] == "CC0"
    assert [one["kind"] for one in manifest["inputs"]] == [".csv"]
    assert manifest["previous"]["edition"] == "1"
    for page in (first, second):
        texts = texts_of(page.read_text("utf-8"))
        assert not any(secret in text for text in texts for secret in hidden())
        assert not any("claims-of-the-desk" in text for text in texts)
    lines = read(first.read_text("utf-8"), "geoevents-data")["ui"]["sources"]
    assert any("delay of 72 hours: every claim was reviewed by a person" in one for one in lines)


def test_nothing_that_may_be_published_writes_nothing(tmp_path, table, capsys):
    """Exit code 1, why, and no file."""
    out = tmp_path / "map.html"
    command = ["map", str(table), "--publish", "--as-of", "2017-02-03", "-o", str(out)]
    assert main(command) == 1
    assert "No claim may be published" in capsys.readouterr().err
    assert not out.exists()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--delay", "72h"], "--delay is a rule of publishing; expected --publish too"),
        (["--publish", "--delay", "72"], "--delay is '72'; expected a number and its unit"),
        (["--publish", "--coarsen", "5 miles"], "--coarsen is '5 miles'"),
        (["--publish", "--coarsen", "10m"], "coarsen_m is 10"),
        (["--publish", "--as-of", "now"], "--as-of is 'now'"),
        (["--publish", "--withhold", "none.txt"], "'none.txt' cannot be read"),
        (["--publish", "--previous", "none.html"], "'none.html' cannot be read"),
    ],
)
def test_rules_that_cannot_be_stop_the_command(tmp_path, monkeypatch, capsys, options, message):
    """Exit code 2 before any work."""
    monkeypatch.chdir(tmp_path)
    assert main(["map", "none.txt", "-o", "map.html", *options]) == 2
    assert message in capsys.readouterr().err
