"""Every claim of a table has one id, and counts once."""

from __future__ import annotations

import json
import logging

import pandas as pd
import pytest

from geoevents.errors import TableError
from geoevents.export import write_csv, write_geojson
from geoevents.schema import CLAIMS
from geoevents.tables import read_claims, read_table
from geoevents.tables.identity import without_repeats

HEAD = "claim_id,event_type,quote\n"


def save(path, text):
    """Write a table and return its path."""
    path.write_text(text, encoding="utf-8", newline="")
    return path


def test_absent_ids_are_made_of_the_content(tmp_path, caplog):
    """Rows without an id get one each, the same on every run and in any order."""
    path = save(tmp_path / "a.csv", HEAD + ",LOSS,Azaz fell.\n  ,LOSS,Marea fell.\n")
    with caplog.at_level(logging.WARNING):
        ids = read_claims(path)["claim_id"].tolist()
    assert len(set(ids)) == 2
    assert all(len(key.split()) == 1 and key.startswith("claim-") for key in ids)
    assert "got one from their content: 2" in caplog.text
    turned = save(tmp_path / "b.csv", HEAD + ",LOSS,Marea fell.\n,LOSS,Azaz fell.\n")
    assert read_claims(turned)["claim_id"].tolist() == ids[::-1]


def test_a_geojson_null_is_an_absent_id(tmp_path):
    """A null id is made as well; it is never the text 'None'."""
    features = [{"properties": {"claim_id": None, "event_type": "LOSS"}}]
    path = save(tmp_path / "a.geojson", json.dumps({"features": features}))
    assert read_claims(path)["claim_id"].iloc[0].startswith("claim-")


def test_spaces_in_ids_become_hyphens(tmp_path, caplog):
    """Ids are listed with spaces between, so none may hold one, nor a no-break space."""
    path = save(tmp_path / "a.csv", HEAD + "my  claim,LOSS,x\nmy\u00a0other,LOSS,y\nz,LOSS,z\n")
    with caplog.at_level(logging.WARNING):
        assert read_claims(path)["claim_id"].tolist() == ["my-claim", "my-other", "z"]
    assert "spaces became hyphens: 2" in caplog.text


def test_a_file_name_with_spaces_gives_ids_without(tmp_path):
    """A mapped table's ids begin with its file's name."""
    path = save(tmp_path / "my table.csv", "when\n2015-02-09\n")
    ids = read_table(path, columns={"valid_from": "when"})["claim_id"]
    assert ids.tolist() == ["my-table-row0"]


def test_one_id_of_two_claims_is_refused(tmp_path):
    """The error names both rows, the id and what differs."""
    path = save(tmp_path / "a.csv", HEAD + "a,LOSS,x\nb,LOSS,x\na,LOSS,y\n")
    with pytest.raises(TableError, match=r"id 'a': .*row 0, and .*row 2.*column 'quote': 'x' and"):
        read_claims(path)


def test_a_row_that_repeats_counts_once(tmp_path, caplog):
    """The same row twice is one claim, and the other one is told of."""
    path = save(tmp_path / "a.csv", HEAD + "a,LOSS,x\na,LOSS,x\nb,LOSS,x\n")
    with caplog.at_level(logging.WARNING):
        claims = read_claims(path)
    assert claims["claim_id"].tolist() == ["a", "b"]
    assert claims.index.tolist() == [0, 1]
    assert "count once: 1 left out" in caplog.text


def test_a_table_and_its_csv_are_the_same_claims(tmp_path):
    """Both forms of one table together hold each claim once."""
    claims = CLAIMS.build(
        {
            "claim_id": f"c{n}",
            "event_type": "LOSS",
            "valid_from": "2015-02-09",
            "confidence": 0.1 * n,
            "admin1_code": "",
        }
        for n in range(4)
    )
    write_geojson(claims, tmp_path / "a.geojson")
    write_csv(claims, tmp_path / "a.csv")
    both = [read_claims(tmp_path / name) for name in ("a.geojson", "a.csv")]
    once = without_repeats(pd.concat(both, ignore_index=True), [""] * 8)
    assert once["claim_id"].tolist() == claims["claim_id"].tolist()
