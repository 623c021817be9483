"""Inputs of a command, together: a claim that is given twice is one witness."""

from __future__ import annotations

import json

import pytest

from geoevents.cli import main
from geoevents.cli.inputs import day_of
from geoevents.errors import InputError

CLAIM = {
    "type": "Feature",
    "geometry": {"type": "Point", "coordinates": [37.04, 36.58]},
    "properties": {
        "claim_id": "a1",
        "event_type": "CAPTURE",
        "status": "reported",
        "actor": "rebels",
        "actor_id": "rebels",
        "place_id": "p1",
        "place_name": "Azaz",
        "place_kind": "named",
        "valid_from": "2015-03-01T00:00:00Z",
        "valid_to": "2015-03-02T00:00:00Z",
        "published_at": "2015-03-02T00:00:00Z",
        "quote": "Rebels took Azaz.",
        "source": "Wire",
    },
}


def save(path, *features):
    """Write claims as GeoJSON and return the path."""
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def events_of(folder, *tables):
    """Return the events of tables, as the command writes them."""
    output = folder / "events.geojson"
    names = [str(table) for table in tables]
    assert main(["export", *names, "-o", str(output), "--table", "events"]) == 0
    return [feature["properties"] for feature in json.loads(output.read_text())["features"]]


def test_a_table_given_twice_is_no_corroboration(tmp_path, capsys):
    """The same GeoJSON again, a copy of it, or its CSV adds no claim; a warning counts them."""
    first = save(tmp_path / "a.geojson", CLAIM)
    copy = save(tmp_path / "copy.geojson", CLAIM)
    assert main(["export", str(first), "-o", str(tmp_path / "a.csv"), "--table", "claims"]) == 0
    for other in (first, copy, tmp_path / "a.csv"):
        capsys.readouterr()
        events = events_of(tmp_path, first, other)
        assert [event["n_claims"] for event in events] == [1]
        assert "count once: 1 left out" in capsys.readouterr().err


def test_one_id_of_two_claims_names_both_files(tmp_path, capsys):
    """Two tables that disagree about a claim are refused, not counted as two."""
    other = {**CLAIM, "properties": {**CLAIM["properties"], "actor_id": "army"}}
    first, second = save(tmp_path / "a.geojson", CLAIM), save(tmp_path / "b.geojson", other)
    code = main(["export", str(first), str(second), "-o", str(tmp_path / "e.geojson")])
    said = capsys.readouterr().err
    assert code != 0
    for word in ("'a1'", "a.geojson", "b.geojson", "actor_id"):
        assert word in said


@pytest.mark.parametrize("order", [1, -1])
def test_a_report_and_its_claims_count_once(tmp_path, order):
    """A report with the claims extracted from it gives what the report alone gives."""
    report = tmp_path / "report.txt"
    report.write_text(
        "Rebels take Azaz\n\n2015-03-02\n\nAMMAN - Syrian rebels captured the town of Azaz on "
        "Sunday, residents said.\n"
    )
    table = tmp_path / "claims.geojson"
    assert main(["extract", str(report), "-o", str(table)]) == 0
    both = [report, table][::order]
    assert events_of(tmp_path, *both) == events_of(tmp_path, report)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2015-02-30"])
def test_a_day_that_cannot_be_is_refused_before_work_starts(day):
    """Impossible days and years far off are named."""
    with pytest.raises(InputError, match=day):
        day_of(day)
