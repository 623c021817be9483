"""Large tables: what waits in blocks is all there, row by row, and small tables stay whole."""

from __future__ import annotations

import base64
import json
import re
import zlib

import numpy as np
import pandas as pd
import pytest
import render_data

from geoevents.render import TimeMap
from geoevents.render.codec import lists_column, numbers_column, text_column
from geoevents.render.later import LEAST, split_tables

KINDS = {"u1": "<u1", "u2": "<u2", "u4": "<u4", "i4": "<i4", "f8": "<f8"}


def opened(block):
    """Return the table that a block holds."""
    coded = re.fullmatch(r"<script[^>]*>(.*)</script>", block, re.DOTALL)[1]
    return json.loads(zlib.decompress(base64.b64decode(coded)))


def array(packed):
    """Return the numbers of a packed array."""
    if packed["t"] == "up":
        return np.arange(packed["o"], packed["o"] + packed["n"])
    return np.frombuffer(base64.b64decode(packed["b"]), dtype=KINDS[packed["t"]])


@pytest.fixture(scope="module")
def big():
    """Encode a table of claims with text, numbers and lists."""
    n = LEAST + 5000
    texts = [f"sentence {i}" if i % 7 else None for i in range(n)]
    kinds = ["a", "b", None] * n
    lengths = np.arange(n) % 3
    columns = {
        "quote": text_column(texts),
        "report_id": text_column([f"r{i // 100}" for i in range(n)]),
        "source_kind": text_column(kinds[:n]),
        "archive_url": text_column([None] * n),
        "quantity": numbers_column(np.where(np.arange(n) % 2, np.arange(n), np.nan)),
        "source": text_column(["A"] * n),
        "rows": lists_column(np.arange(lengths.sum()), lengths),
    }
    whole = {"n": n, "columns": columns}
    return n, texts, kinds, lengths, split_tables({"events": {"n": 0}, "claims": whole})


def test_every_row_is_in_its_block(big):
    """Texts, numbers and lists of all blocks, one after the other, are what went in."""
    n, texts, kinds, lengths, (tables, blocks) = big
    claims = tables["claims"]
    assert claims["n"] == n
    assert set(claims["columns"]) == {"source"}
    assert claims["reports"] == n // 100
    found_texts, found_kinds, found_lists = [], [], []
    for block in blocks:
        columns = opened(block)["columns"]
        for name, out in (("quote", found_texts), ("source_kind", found_kinds)):
            words = [None, *columns[name]["d"]]
            out += [words[code] or None for code in array(columns[name]["c"])]
        ends = array(columns["rows"]["e"])
        found_lists += np.split(array(columns["rows"]["v"]), ends[:-1])
        assert columns["archive_url"]["d"] == []
    assert found_texts == texts
    assert found_kinds == kinds[:n]
    assert [len(one) for one in found_lists] == lengths.tolist()
    assert np.concatenate(found_lists).tolist() == list(range(int(lengths.sum())))


def test_numbers_keep_their_steps(big):
    """Numbers that are steps from the least stay that in every block."""
    n, *_, (tables, blocks) = big
    del tables
    found = []
    for block in blocks:
        column = opened(block)["columns"]["quantity"]
        steps = array(column["v"])
        found += [column["o"] + (one - 1) * column["s"] if one else None for one in steps]
    assert found == [float(i) if i % 2 else None for i in range(n)]


def test_small_tables_stay_whole():
    """A usual map has no blocks but its own two."""
    document = TimeMap(render_data.events(), claims=render_data.claims()).to_html()
    assert len(re.findall(r'<script type="application/', document)) == 2
    assert "geoevents-claims-0" not in document


def test_a_large_map_has_no_sentence_in_its_first_block(viewer):
    """What is read first holds no sentence; the sentences stand in the blocks after the script."""
    del viewer
    times = LEAST // len(render_data.ROWS) + 1
    claims = pd.concat([render_data.claims()] * times, ignore_index=True)
    claims["claim_id"] = [f"c{n}" for n in range(len(claims))]
    document = TimeMap(claims=claims).to_html()
    found = dict(
        re.findall(r'<script type="application/[\w-]+" id="([\w-]+)">(.*?)</script>', document)
    )
    assert "al-Bab" in found["geoevents-data"]
    assert "bakery" not in found["geoevents-data"]
    later = zlib.decompress(base64.b64decode(found["geoevents-claims-0"])).decode()
    assert "bakery" in later
    assert document.index("geoevents-claims-0") > document.index("geoeventsViewer.open")
