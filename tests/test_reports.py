"""Reports: files to rows, and files that are none."""

from __future__ import annotations

import hashlib
import logging

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoevents.errors import DateError, GeoEventsError, ReportError
from geoevents.reports import read_reports
from geoevents.reports.language import detect_language
from geoevents.schema import REPORTS

WIRE = (
    "Army takes Sabkha from rebels\n\nNorthern Wire\n2016-03-05 18:00\n\n"
    "HAMA - The army captured Sabkha on Friday, state media said.\n\n"
    "Rebels denied that the town had fallen.\n"
)


def save(folder, name, content):
    """Write a file and return its path."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read_one(folder, name, content, **options):
    """Write a file and return its row."""
    return read_reports(save(folder, name, content), **options).iloc[0]


def test_a_wire_report_is_read_with_headline_outlet_and_date(tmp_path):
    """The header lines become columns; headline and body stay in the text, word for word."""
    frame = read_reports(save(tmp_path, "a.txt", WIRE))
    assert list(frame.columns) == REPORTS.names
    row = frame.iloc[0]
    assert row.report_id == "a"
    assert row.title == "Army takes Sabkha from rebels"
    assert row.source == "Northern Wire"
    assert row.published_at == pd.Timestamp("2016-03-05 18:00", tz="UTC")
    assert row.published_text == "2016-03-05 18:00"
    assert row.language == "en"
    assert row.report_sha256 == hashlib.sha256(WIRE.encode()).hexdigest()
    assert row.text == (
        "Army takes Sabkha from rebels\n\n"
        "HAMA - The army captured Sabkha on Friday, state media said.\n\n"
        "Rebels denied that the town had fallen."
    )


@pytest.mark.parametrize(
    ("head", "words", "when"),
    [
        ("Published: 9 February 2015", "9 February 2015", "2015-02-09"),
        ("Date: Mon, 09 Feb 2015 18:00:00 +0300", None, "2015-02-09 15:00"),
        ("February 9, 2015 6:05 PM EST", None, "2015-02-09 23:05"),
        ("Last Post | 9 Feb 2015 20.15 GMT", None, "2015-02-09 20:15"),
        ("28.05.2016, 21:30", None, "2016-05-28 21:30"),
        ("Posted on 2015-02-09T18:00:00Z", None, "2015-02-09 18:00"),
    ],
)
def test_the_date_is_found_in_the_first_lines(tmp_path, head, words, when):
    """Stamps of many forms give the time in UTC and leave the text."""
    row = read_one(tmp_path, "a.txt", f"Town falls\n{head}\n\nThe army took it on Sunday, he said.")
    assert row.published_at == pd.Timestamp(when, tz="UTC")
    assert row.published_text == (words or head.removeprefix("Date: "))
    assert head not in row.text


def test_a_dateline_gives_the_date(tmp_path):
    """A dateline with its year is enough; one without takes the year of the option."""
    body = "The army took the town on Sunday, officials said."
    row = read_one(tmp_path, "a.txt", f"AMMAN, 9 February 2015 (AP) - {body}")
    assert row.published_at == pd.Timestamp("2015-02-09", tz="UTC")
    row = read_one(tmp_path, "b.txt", f"AMMAN, Feb 8 - {body}", date="2015-02-09")
    assert row.published_at == pd.Timestamp("2015-02-08", tz="UTC")
    with pytest.raises(DateError, match="dateline 'Feb 8' lacks the year"):
        read_one(tmp_path, "c.txt", f"AMMAN, Feb 8 - {body}")


def test_front_matter_is_read(tmp_path):
    """Markdown's front matter gives title, date, outlet and address, and leaves the text."""
    text = (
        "---\ntitle: Militia leaves Sirte\ndate: 2016-12-07\nsource: Tripoli Daily\n"
        "url: https://example.org/a?b=1\n---\n\nForces said on Tuesday they had taken Sirte.\n"
    )
    row = read_one(tmp_path, "a.md", text)
    assert (row.title, row.source, row.source_url) == (
        "Militia leaves Sirte",
        "Tripoli Daily",
        "https://example.org/a?b=1",
    )
    assert row.text == "Forces said on Tuesday they had taken Sirte."


def test_the_files_name_dates_a_report_before_the_option_does(tmp_path):
    """A day in the file's name counts as named; the option is for reports that name none."""
    body = "The army took the town on Sunday, officials said."
    row = read_one(tmp_path, "hama_2024-12-05.txt", body, date="2020-01-01")
    assert row.published_text == "file name hama_2024-12-05.txt"
    row = read_one(tmp_path, "hama.txt", body, date="2020-01-01")
    assert row.published_text == "date 2020-01-01"


def test_furniture_leaves_the_text_and_news_stays_word_for_word(tmp_path):
    """Menus, appeals, links and comment rules go; every sentence of the report stays."""
    news = [
        "Government forces have retaken the town of Qasr, state media said on Monday.",
        "Residents posted photos on Facebook and Twitter that showed soldiers in the square.",
        "Who is fighting?",
        '"You cannot imagine it. Please tell our story," a resident of the town told us by phone.',
        "The army declined to comment on the report.",
    ]
    page = [
        "Skip to content",
        "Home",
        "World",
        "Army retakes town near the capital",
        "12 March 2018",
        "Share this with Facebook",
        *news[:2],
        "ADVERTISEMENT",
        "Read more: why the siege matters",
        *news[2:],
        "(Reporting by A. Writer; Editing by B. Reader)",
        "Related topics",
        "Add your comment below. Comments that break our guidelines are removed from the site.",
        "Create your profile to receive our newsletter.",
        "A storm has hit the north of the country, leaving two people dead on Sunday.",
        "Please choose a username for your account page.",
    ]
    row = read_one(tmp_path, "a.txt", "\n".join(page))
    assert row.title == "Army retakes town near the capital"
    assert [line for line in row.text.split("\n") if line] == [page[3], *news]


def test_a_page_gives_its_article_and_what_its_head_says(tmp_path):
    """A saved page gives the article, not the menu; its address only if it is http(s)."""
    html = """<!DOCTYPE html><!-- saved from url=(0044)https://daily.example/2020/town -->
    <html><head><meta charset="windows-1252"><title>Town falls - The Daily</title>
    <link rel="canonical" href="javascript:alert(1)">
    <script type="application/ld+json">{"@type":"NewsArticle","headline":"Town falls to rebels",
    "datePublished":"2020-06-05T18:00:00+02:00","publisher":{"name":"The Daily"}}</script></head>
    <body><nav><a href="/">Home</a> | <a href="/w">World</a></nav><article><h1>Town falls</h1>
    <p>Forces of the government captured Tarhuna on Friday, officials said, after weeks of fighting
    around the town, the last stronghold of the eastern commander in the west.</p>
    <p>Residents said the fighters had left at dawn. The caf\xe9s were open again, they said.</p>
    <p>A spokesman denied that &lt;img src=x onerror=alert(1)&gt; had happened on Friday.</p>
    </article><footer><p>Copyright 2020. Subscribe to our newsletter.</p></footer></body></html>"""
    row = read_one(tmp_path, "a.html", html.encode("windows-1252"))
    assert (row.title, row.source) == ("Town falls to rebels", "The Daily")
    assert row.source_url == "https://daily.example/2020/town"
    assert row.published_at == pd.Timestamp("2020-06-05 16:00", tz="UTC")
    assert row.text.startswith("Town falls\n\nForces of the government captured Tarhuna")
    assert "caf\xe9s were open" in row.text
    assert "<img src=x onerror=alert(1)>" in row.text
    assert "newsletter" not in row.text
    assert "Home" not in row.text


def test_an_archived_page_keeps_both_addresses(tmp_path):
    """A Wayback address gives the archive's address, the original, and when it was saved."""
    html = """<html><head><link rel="canonical"
    href="https://web.archive.org/web/20160814101500/https://daily.example/x"></head><body><article>
    <p>Forces captured the town on Friday, officials said, after weeks of heavy fighting there.</p>
    <p>Residents said that the last fighters had left at dawn and that shops were open.</p>
    <p>A spokesman denied it. He gave no details of the losses, which others put at forty.</p>
    </article></body></html>"""
    row = read_one(tmp_path, "a.html", html, date="2016-08-13")
    assert row.source_url == "https://daily.example/x"
    assert row.archive_url.startswith("https://web.archive.org/")
    assert row.retrieved_at == pd.Timestamp("2016-08-14 10:15", tz="UTC")


def test_folders_are_read_with_their_subfolders_in_order(tmp_path):
    """Reports of a folder come sorted; hidden files, READMEs and other kinds are passed over."""
    for name in ("b.txt", "a/z.txt", "a/.hidden.txt", "README.md", "table.csv"):
        save(tmp_path, name, WIRE + name)
    frame = read_reports(tmp_path)
    assert frame.report_id.tolist() == ["z", "b"]
    assert frame.index.tolist() == [0, 1]


def test_reports_of_one_name_are_told_apart_by_their_content(tmp_path, caplog):
    """Files that share a stem get suffixes from their bytes, and it is said aloud."""
    one, two = save(tmp_path, "x/a.txt", WIRE), save(tmp_path, "y/a.txt", WIRE + "More.")
    with caplog.at_level(logging.WARNING):
        ids = read_reports([one, two]).report_id.tolist()
    assert ids == read_reports([two, one]).report_id.tolist()[::-1]
    assert ids[0] == f"a-{hashlib.sha256(WIRE.encode()).hexdigest()[:8]}"
    assert len(set(ids)) == 2
    assert "several reports are named 'a'" in caplog.text


@pytest.mark.parametrize(
    ("name", "content", "error", "problem"),
    [
        ("a.txt", b"", ReportError, "a.txt' is empty"),
        ("a.txt", b" \r\n\t", ReportError, "a.txt' is empty"),
        ("a.txt", b"abc\x00def", ReportError, "byte 4 is zero"),
        ("a.txt", b"%PDF-1.7 ...", ReportError, "is a PDF"),
        ("a.txt", b"A line.\ncaf\xe9 x", ReportError, r"byte 12 \(0xe9, line 2\)"),
        ("a.docx", b"text", ReportError, r"'.docx'.*expected .*\.txt"),
        ("a.txt", b"The army took it.", DateError, r"a.txt'.*--date"),
        ("a.txt", b"Date: 2015-02-30\n\nThe army took it.", DateError, "'2015-02-30'"),
        ("a.txt", b"Date: soon\n\nThe army took the town, he said.", DateError, "'soon'"),
        ("a.txt", b"Town\n2015-13-01\n\nThe army took the town, he said.", DateError, "13-01"),
        ("a.html", b"<html><body></body></html>", ReportError, "holds no text"),
    ],
)
def test_a_bad_file_is_refused_by_name(tmp_path, name, content, error, problem):
    """Empty, binary, wrongly encoded, undated and unknown files each say what to do."""
    with pytest.raises(error, match=problem):
        read_reports(save(tmp_path, name, content))


def test_a_missing_path_and_an_empty_folder_are_refused(tmp_path):
    """What is not there is named."""
    with pytest.raises(ReportError, match=r"no file or folder '.*gone\.txt'"):
        read_reports(tmp_path / "gone.txt")
    with pytest.raises(ReportError, match="holds no report"):
        read_reports(tmp_path)


@pytest.mark.parametrize("date", ["2015-02-30", "yesterday", "", "9/2/2015"])
def test_an_option_that_is_no_date_is_refused(tmp_path, date):
    """The option wants a day as YYYY-MM-DD."""
    with pytest.raises(DateError, match="YYYY-MM-DD"):
        read_reports(save(tmp_path, "a.txt", WIRE), date=date)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_byte_order_marks_are_understood(tmp_path, encoding):
    """Text with a byte-order mark is read as what it says it is."""
    row = read_one(tmp_path, "a.txt", WIRE.replace("\n", "\r\n").encode(encoding))
    assert row.title == "Army takes Sabkha from rebels"
    assert "\r" not in row.text


def test_a_date_ahead_is_warned_of_and_kept(tmp_path, caplog):
    """A publication date in the future is no error."""
    row = read_one(tmp_path, "a.txt", WIRE.replace("2016", "2190"))
    assert row.published_at.year == 2190
    assert "is dated 2190-" in caplog.text
    assert "lies ahead" in caplog.text


def test_a_hostile_name_stays_a_name(tmp_path):
    """A file's name is text: it reaches the id as it is, and no path is made of it."""
    name = "..;<img src=x onerror=alert(1)>"
    row = read_one(tmp_path, f"{name}.txt", WIRE)
    assert row.report_id == name


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The army said on Monday that it had taken the town from the rebels.", "en"),
        (
            "L'armée a pris la ville lundi, selon des habitants, mais les combats sont en cours.",
            "fr",
        ),
        ("سيطر الجيش على المدينة بعد أن انسحب المقاتلون من الأحياء إلى الريف", "ar"),
        ("Российские войска вошли в город, и бои шли на улицах, как сообщил мэр.", "ru"),
        ("12 34", ""),
    ],
)
def test_the_language_is_told(text, code):
    """Common words and scripts give the ISO 639-1 code."""
    assert detect_language(text) == code


@given(st.text(max_size=400))
def test_any_text_is_read_or_refused(tmp_path_factory, text):
    """No text crashes the reader, and what is kept stands in the file."""
    path = tmp_path_factory.mktemp("any") / "a.txt"
    try:
        data = text.encode()
    except UnicodeEncodeError:
        return
    path.write_bytes(data)
    try:
        row = read_reports(path, date="2015-02-09").iloc[0]
    except GeoEventsError:
        return
    source = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    assert all(line in source for line in row.text.split("\n"))
