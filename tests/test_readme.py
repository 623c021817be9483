"""The README keeps its word: its commands and its Python run as they stand."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from geoevents.cli import build_parser, main

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def blocks(language=""):
    """Return the fenced blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.DOTALL | re.MULTILINE)


def commands():
    """Return every `geoevents` command of the README, without comments."""
    lines = [line.split("#")[0] for block in blocks() for line in block.splitlines()]
    parts = [part.strip() for line in lines for part in line.split("&&")]
    return [shlex.split(part)[1:] for part in parts if part.startswith("geoevents ")]


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_every_command_is_well_formed(command):
    """Each command parses: no option that does not exist."""
    assert build_parser().parse_args(command).command == command[0]


def test_the_first_command_makes_the_map(tmp_path, monkeypatch, capsys):
    """The command that a newcomer types first writes the map it promises."""
    shutil.copytree(ROOT / "data/reports", tmp_path / "data/reports")
    (tmp_path / "maps").mkdir()
    monkeypatch.chdir(tmp_path)
    first = commands()[0]
    assert main(first) == 0
    assert (tmp_path / first[first.index("-o") + 1]).stat().st_size > 100_000
    assert "20 reports" in capsys.readouterr().out


def test_the_python_runs(tmp_path, monkeypatch):
    """The example in Python runs as it is printed."""
    shutil.copytree(ROOT / "data/reports", tmp_path / "data/reports")
    monkeypatch.chdir(tmp_path)
    names = {}
    for block in blocks("python"):
        exec(compile(block, "README.md", "exec"), names)  # noqa: S102  our own page
    assert len(names["claims"]) > 100
    assert (tmp_path / "claims.geojson").exists()


def test_what_the_tour_shows_is_what_comes_out():
    """The sentence of the tour gives the row that the tour prints."""
    import geoevents as ge  # noqa: PLC0415

    sentence = re.search(r"^> (.*)$", README, re.MULTILINE).group(1)
    reports = ge.read_reports([ROOT / "data/reports/2014-01-14-raqqa.txt"])
    claims = ge.extract_claims(reports, ge.Gazetteer.default())
    claim = claims[(claims["quote"] == sentence) & (claims["event_type"] == "CAPTURE")].iloc[0]
    assert (claim["status"], claim["actor"], claim["actor_id"]) == (
        "reported",
        "ISIL",
        "islamic-state",
    )
    assert claim["place_name"] == "al-Bab"
    assert f"{claim.geometry.x:.2f} {claim.geometry.y:.2f}" == "37.52 36.37"
    assert str(claim["valid_from"].date()) == "2014-01-13"
    assert str(claim["valid_to"].date()) == "2014-01-14"
    assert claim["source_kind"] == "armed-group"
    assert claim["attribution"] in README
