"""Files of several reports: JSON Lines, RSS, Atom."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from geoevents.errors import DateError, ReportError
from geoevents.reports import read_reports

BODY = "The army captured Sabkha on Friday, state media said."
RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Northern Wire</title><item><title>Army takes Sabkha</title><guid>n-1</guid>
<link>https://wire.example/1</link><pubDate>Sat, 05 Mar 2016 18:00:00 +0300</pubDate>
<description>Short.</description><content:encoded><![CDATA[<p>The army captured Sabkha on
Friday, state media said.</p><script>alert(1)</script><p>Rebels denied it on Saturday.</p>]]>
</content:encoded></item><item><title>Second</title><link>javascript:alert(1)</link>
<pubDate>Sun, 06 Mar 2016 08:00:00 GMT</pubDate><description>Rebels retook the town, they said.
</description></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Wire</title><entry><id>tag:x,2016:1</id>
<title type="html">Army &amp;amp; rebels</title><link href="https://wire.example/1"/>
<published>2016-03-05T18:00:00Z</published><summary>They clashed in Sabkha on Friday, he said.
</summary></entry></feed>"""


def save(folder, name, text):
    """Write a file and return its path."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_json_lines_give_one_report_a_line(tmp_path):
    """Keys of several dialects are understood; ids come from the objects, or their content."""
    lines = [
        {"id": "a7", "title": "Town falls", "text": BODY, "date": "2016-03-05", "source": "Wire"},
        {"headline": "Again", "body": BODY, "published_at": "2016-03-06T08:00:00Z", "url": "x:y"},
    ]
    path = save(tmp_path, "many.jsonl", "\n".join(json.dumps(line) for line in lines) + "\n")
    frame = read_reports(path)
    assert frame["report_id"].iloc[0] == "many-a7"
    assert frame["report_id"].is_unique
    assert frame["text"].iloc[0] == f"Town falls\n\n{BODY}"
    assert frame["published_at"].iloc[1] == pd.Timestamp("2016-03-06 08:00", tz="UTC")
    assert frame["source_url"].isna().all()


def test_rss_gives_one_report_an_item(tmp_path):
    """The fullest text is taken, without markup or scripts; the link only if it is http(s)."""
    frame = read_reports(save(tmp_path, "feed.xml", RSS))
    assert frame["report_id"].iloc[0] == "feed-n-1"
    assert frame["source"].tolist() == ["Northern Wire"] * 2
    assert frame["published_at"].iloc[0] == pd.Timestamp("2016-03-05 15:00", tz="UTC")
    assert frame["text"].iloc[0] == (
        f"Army takes Sabkha\n\n{BODY}\n\nRebels denied it on Saturday."
    )
    assert frame["source_url"].iloc[0] == "https://wire.example/1"
    assert pd.isna(frame["source_url"].iloc[1])


def test_atom_gives_one_report_an_entry(tmp_path):
    """Atom's links, times and escaped titles are understood."""
    row = read_reports(save(tmp_path, "feed.atom", ATOM)).iloc[0]
    assert row.title == "Army & rebels"
    assert row.source_url == "https://wire.example/1"
    assert row.published_text == "2016-03-05T18:00:00Z"


@pytest.mark.parametrize(
    ("name", "text", "error", "problem"),
    [
        ("a.jsonl", "{", ReportError, "line 1, is no JSON"),
        ("a.jsonl", "[1]", ReportError, "line 1, has no text"),
        ("a.jsonl", '{"id": 7, "text": "The army took it."}', DateError, r"a\.jsonl' \(7\)"),
        ("a.xml", "<rss><channel>", ReportError, "no sound XML"),
        ("a.xml", "<svg/>", ReportError, "holds no entry"),
        ("a.xml", "<!DOCTYPE x [<!ENTITY a 'b'>]><x/>", ReportError, "entities"),
    ],
)
def test_a_broken_file_is_refused_by_name(tmp_path, name, text, error, problem):
    """Broken lines, feeds and undated reports are named."""
    with pytest.raises(error, match=problem):
        read_reports(save(tmp_path, name, text))
