"""Hostile files: what they declare or repeat neither stops a run nor makes it slow."""

from __future__ import annotations

import json
import logging
import time

import pytest

from geoevents.errors import DateError, ReportError
from geoevents.reports import read_reports

BODY = "The army captured Sabkha on Friday, 5 March 2016, state media said."


def save(folder, name, content):
    """Write a file and return its path."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def page(charset, body=BODY):
    """Return a page that declares an encoding."""
    return (
        f'<html><head><meta charset="{charset}"><title>Town falls</title></head><body><article>'
        f"<h1>Town falls</h1><p>{body}</p><p>{body}</p></article></body></html>"
    )


@pytest.mark.parametrize(
    "charset",
    ["hex", "zlib", "rot13", "undefined", "unicode_escape", "utf-7", "utf-16", "idna", "no-such"],
)
def test_a_page_may_declare_encodings_of_text_only(tmp_path, charset):
    """Python's other codecs are not run on a page; it is UTF-8 then."""
    body = BODY.replace("Sabkha", "\u0633\u0628\u062e\u0629 +ADw- \\u0041")
    path = save(tmp_path, "a.html", page(charset, body))
    row = read_reports(path, date="2016-03-06").iloc[0]
    assert body in row.text


@pytest.mark.parametrize(
    ("charset", "codec", "word"),
    [
        ("windows-1256", "cp1256", "\u062d\u0644\u0628"),
        ("Shift_JIS", "cp932", "\u30b7\u30ea\u30a2"),
        ("koi8-u", "koi8-u", "\u0425\u0430\u0440\u043a\u0456\u0432"),
        ("iso-8859-9", "cp1254", "\u015e\u0131rnak"),
    ],
)
def test_encodings_of_pages_are_read(tmp_path, charset, codec, word):
    """A page in an encoding that browsers read keeps its words."""
    body = BODY.replace("Sabkha", word)
    path = save(tmp_path, "a.html", page(charset, body).encode(codec))
    assert body in read_reports(path, date="2016-03-06").iloc[0].text


def test_bytes_that_do_not_fit_are_told_whatever_is_declared(tmp_path):
    """A page that is not in a readable encoding is refused by name."""
    path = save(tmp_path, "a.html", page("hex").encode() + b"\xe9\xff")
    with pytest.raises(ReportError, match=r"a\.html' is not UTF-8"):
        read_reports(path, date="2016-03-06")


def feed(items):
    """Return an RSS feed of items."""
    return f"<rss><channel><title>Wire</title>{items}</channel></rss>"


ITEM = f"<item><title>Town falls</title><description>{BODY}</description></item>"


def test_items_inside_items_are_passed_over(tmp_path, caplog):
    """Only a feed's own items are reports; nesting them costs no more than their length."""
    depth = 4_000
    nested = f"<item><title>x</title><description>{BODY}</description>" * depth + "</item>" * depth
    path = save(tmp_path, "a.xml", feed(ITEM + nested))
    started = time.perf_counter()
    with caplog.at_level(logging.WARNING):
        frame = read_reports(path, date="2016-03-06")
    assert time.perf_counter() - started < 5
    assert len(frame) == 2
    assert f"passed over {depth - 1} entries" in caplog.text


def test_an_empty_item_is_left_out_by_number(tmp_path, caplog):
    """An item without text, title or date is named in a warning and refuses nothing."""
    path = save(tmp_path, "a.xml", feed(f"{ITEM}<item/>{ITEM.replace('falls', 'stands')}"))
    with caplog.at_level(logging.WARNING):
        frame = read_reports(path, date="2016-03-06")
    assert len(frame) == 2
    assert "left out entry 2" in caplog.text
    with pytest.raises(ReportError, match="no entry with a text"):
        read_reports(save(tmp_path, "b.xml", feed("<item/>")))


@pytest.mark.parametrize("mark", ["\u201cab ", "\u2018ab ", '"ab \u201c', "\u2018" + "ab " * 9])
def test_unclosed_quotes_cost_no_more_than_their_length(tmp_path, mark):
    """A line of opening quotation marks is read in time that grows with its length."""
    path = save(tmp_path, "a.txt", f"Town falls\n\n{BODY}\n\n{mark * 60_000}\n\n{BODY}\n")
    started = time.perf_counter()
    read_reports(path, date="2016-03-06")
    assert time.perf_counter() - started < 10


@pytest.mark.parametrize(
    "day", ["0001-01-01", "9999-12-31", "1799-12-31", "2201-01-01", "9999-12-31T23:30:00-05:00"]
)
def test_days_no_report_can_have_are_refused(tmp_path, day):
    """Years far off are named at the door, given as an option or by the file."""
    line = json.dumps({"id": "n7", "text": "The army took it.", "date": day})
    with pytest.raises(DateError, match=r"a\.jsonl'"):
        read_reports(save(tmp_path, "a.jsonl", line))
    with pytest.raises(DateError, match="cannot be"):
        read_reports(save(tmp_path, "b.txt", "The army took the town, he said."), date=day)


def test_the_first_and_last_day_are_read(tmp_path):
    """The bounds themselves are days like others."""
    path = save(tmp_path, "a.txt", "The army took the town, he said.")
    for day in ("1800-01-01", "2200-12-31"):
        assert read_reports(path, date=day)["published_at"].iloc[0].isoformat()[:10] == day


def test_halves_of_signs_become_the_replacement_sign(tmp_path, caplog):
    """A lone surrogate in JSON Lines stops nothing, and the file is named."""
    line = '{"id": "a", "title": "Town \\ud83d falls", "text": "%s \\udc00", "date": "2016-03-06"}'
    path = save(tmp_path, "a.jsonl", line % BODY)
    with caplog.at_level(logging.WARNING):
        row = read_reports(path).iloc[0]
    assert row.title == "Town \ufffd falls"
    assert row.text == f"Town \ufffd falls\n\n{BODY} \ufffd"
    assert "a.jsonl holds" in caplog.text
