"""The sample reports and the held-out claims are what their README files say they are."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest

from geoevents.model import EventType, SourceKind, Status

ROOT = Path(__file__).parents[1]
REPORTS = sorted(
    path for path in (ROOT / "data" / "reports").iterdir() if path.suffix in {".txt", ".html"}
)
HELD_OUT = sorted((ROOT / "tests" / "data" / "claims_heldout").glob("*.json"))

PRECISIONS = frozenset(
    [
        "day",
        "part-day",
        "few-days",
        "part-week",
        "week",
        "part-month",
        "month",
        "season",
        "part-year",
        "year",
        "interval",
        "since",
        "range",
        "recent",
        "asof",
        "ongoing",
        "past",
        "before-statement",
        "after",
        "future",
    ]
)
KINDS = frozenset({"named", "relative", "region", "unspecified"})
DIRECTIONS = frozenset(["N", "NE", "E", "SE", "S", "SW", "W", "NW", "NEAR"])


def gold(path: Path) -> tuple[dict[str, Any], str]:
    """Read one held-out report: its claims and its text."""
    return (
        json.loads(path.read_text(encoding="utf-8")),
        path.with_suffix(".txt").read_text(encoding="utf-8"),
    )


def by_stem(path: Path) -> str:
    """Name a test case after its file."""
    return path.stem


def claims() -> list[Any]:
    """List every held-out claim with its report's text, as test cases."""
    cases = []
    for path in HELD_OUT:
        document, text = gold(path)
        cases += [pytest.param(claim, text, id=claim["id"]) for claim in document["claims"]]
    return cases


def test_there_are_enough_of_both():
    """Twelve reports or more of each set, over three years of samples, and a hundred claims."""
    years = {path.name[:4] for path in REPORTS}
    assert len(REPORTS) >= 12
    assert years == {"2014", "2015", "2016", "2017"}
    assert len(HELD_OUT) >= 12
    assert len(claims()) >= 100


@pytest.mark.parametrize("path", REPORTS, ids=by_stem)
def test_a_sample_is_named_after_its_date_and_place(path):
    """The file's name starts with a date, and the day stands in the text, however it is written."""
    written = re.fullmatch(r"(\d{4}-\d{2}-\d{2})-[a-z-]+\.(txt|html)", path.name)
    assert written
    day = dt.date.fromisoformat(written[1])
    text = path.read_text(encoding="utf-8")
    month = f"({day:%B}|{day:%b})"
    forms = (
        f"{day:%Y-%m-%d}",
        rf"{day:%d}[./]{day:%m}[./]{day:%Y}",
        rf"\b0?{day.day} {month} {day.year}",
        rf"{month} {day.day}, {day.year}",
    )
    assert any(re.search(form, text) for form in forms)


@pytest.mark.parametrize("path", REPORTS, ids=by_stem)
def test_a_sample_says_that_it_is_one(path):
    """Nobody who finds the file alone can take it for a real report."""
    head = path.read_text(encoding="utf-8")
    if path.suffix == ".txt":
        head = head[:400]
    assert re.search(r"sample", head, re.IGNORECASE)
    assert "geoevents project" in head


@pytest.mark.parametrize("path", HELD_OUT, ids=by_stem)
def test_a_held_out_report_carries_its_date(path):
    """The document's name, its date and its claims' ids agree."""
    document, text = gold(path)
    assert document["doc"] == path.stem
    assert path.stem.endswith(dt.date.fromisoformat(document["date"]).isoformat())
    assert text.strip()
    numbers = [claim["id"] for claim in document["claims"]]
    assert numbers == [f"{path.stem}-{n:02d}" for n in range(1, len(numbers) + 1)]


@pytest.mark.parametrize(("claim", "text"), claims())
def test_a_claim_stands_in_its_text(claim, text):
    """The offsets cut the trigger out of the text, inside the sentence that is quoted."""
    start, end = claim["char_start"], claim["char_end"]
    assert text[start:end] == claim["trigger_span"]
    sentence = text.index(claim["sentence"])
    assert sentence <= start
    assert end <= sentence + len(claim["sentence"])
    assert "\n" not in claim["sentence"]


@pytest.mark.parametrize(("claim", "text"), claims())
def test_a_claim_uses_the_words_of_the_tables(claim, text):
    """Type, status, source kind and precision are words that the project knows."""
    assert claim["event_type"] in set(EventType)
    assert claim["status"] in set(Status)
    assert set(claim["source_kind"].split("+")) <= set(SourceKind)
    assert claim["time"]["precision"] in PRECISIONS
    assert (claim["source_kind"] == "narrator") == (claim["source_text"] is None)
    if claim["status"] in {Status.REPORTED, Status.DENIED}:
        assert claim["source_text"], text


@pytest.mark.parametrize(("claim", "text"), claims())
def test_a_claim_s_interval_runs_forward(claim, text):
    """The interval's end is not before its start, and only a plan starts open-ended."""
    time = claim["time"]
    start, end = (dt.date.fromisoformat(time[k]) if time[k] else None for k in ("start", "end"))
    assert start or end
    assert not (start and end) or start <= end
    if end is None:
        assert claim["status"] in {Status.PLANNED, Status.DENIED}, text
        assert time["precision"] == "future"


@pytest.mark.parametrize(("claim", "text"), claims())
def test_a_claim_s_places_are_points_or_say_that_they_are_none(claim, text):
    """Every place has a phrase and either valid degrees or none at all."""
    assert claim["places"], text
    for place in claim["places"]:
        assert place["phrase"]
        assert place["kind"] in KINDS
        if place["kind"] == "unspecified":
            assert place["lat"] is None
            assert place["lon"] is None
            continue
        assert -90 <= place["lat"] <= 90
        assert -180 <= place["lon"] <= 180
        if place["kind"] == "relative":
            assert place["relation"]["direction"] in DIRECTIONS


def test_enough_claims_are_no_facts():
    """At least a fifth of the claims are negated, denied or planned, and some of each."""
    status = [claim["status"] for path in HELD_OUT for claim in gold(path)[0]["claims"]]
    nonfacts = [word for word in status if not Status(word).is_fact]
    assert len(nonfacts) >= len(status) / 5
    assert set(nonfacts) == {Status.NEGATED, Status.DENIED, Status.PLANNED}
