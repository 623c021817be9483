"""PDF reports: lines to paragraphs, furniture left out, what cannot be read refused."""

from __future__ import annotations

import sys

import pytest

from geoevents.errors import MissingToolError, ReportError
from geoevents.reports import read_reports
from geoevents.reports.lines import Line, paragraphs_of, without_edges

needs_pypdf = pytest.mark.usefixtures("pypdf")


@pytest.fixture
def pypdf():
    """Skip where pypdf is not installed."""
    return pytest.importorskip("pypdf", reason="the package pypdf is missing")


def escaped(text):
    """Return a text as PDF writes it in brackets."""
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def pdf(*pages, title="", extra=""):
    """Return the bytes of a PDF whose pages hold lines as (text, x, y, size)."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    kids = []
    for lines in pages:
        content = "\n".join(
            f"BT /F1 {size} Tf {x} {y} Td ({escaped(text)}) Tj ET" for text, x, y, size in lines
        )
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R "
            f">> >> /Contents {len(objects) + 2} 0 R >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    objects.append(f"<< /Title ({escaped(title)}) /CreationDate (D:20150304120000Z) {extra}>>")
    out, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>\n"
    return (out + f"startxref\n{out.index('xref')}\n%%EOF").encode("latin-1")


def page(*texts, top=780, head="The Levant Monitor", foot="Page 1"):
    """Set paragraphs of lines on a page: 14 points from line to line, 24 between paragraphs."""
    lines, y = [(head, 72, 810, 8)], top
    for text in texts:
        for line in text.split("\n"):
            lines.append((line, 72, y, 11))
            y -= 14
        y -= 10
    return [*lines, (foot, 290, 30, 8)]


FIRST = page(
    "Rebels take Azaz",
    "March 2, 2015",
    "AMMAN - Syrian rebels captured the town of Azaz on Sunday, resi-\n"
    "dents said. The government-\nheld quarter of al-\nBab stayed calm.",
    "Islamic State fighters withdrew from Manbij, the Observatory said, and the last of\n"
    "them were seen on the road to",
    foot="Page 1",
)
SECOND = page(
    "Raqqa on Monday. Nobody was hurt (or so they said).", "The end came at noon.", foot="Page 2"
)


@needs_pypdf
def test_a_pdf_is_read_with_headline_date_and_paragraphs(tmp_path):
    """Lines become paragraphs, also over pages; divided words are joined, hyphens stay."""
    (tmp_path / "azaz.pdf").write_bytes(pdf(FIRST, SECOND))
    report = read_reports(tmp_path / "azaz.pdf").iloc[0]
    assert (report["report_id"], report["title"]) == ("azaz", "Rebels take Azaz")
    assert str(report["published_at"].date()) == "2015-03-02"
    assert str(report["retrieved_at"]) == "2015-03-04 12:00:00+00:00"
    second = (
        "AMMAN - Syrian rebels captured the town of Azaz on Sunday, residents said. "
        "The government-held quarter of al-Bab stayed calm."
    )
    third = (
        "Islamic State fighters withdrew from Manbij, the Observatory said, and the last of them "
        "were seen on the road to Raqqa on Monday. Nobody was hurt (or so they said)."
    )
    told = ["Rebels take Azaz", second, third, "The end came at noon."]
    assert report["text"].split("\n\n") == told


@needs_pypdf
def test_a_page_printed_by_a_browser_keeps_its_address(tmp_path):
    """The printed day, title and address leave the text; the address is the report's."""
    printed = page(
        "Rebels take Azaz",
        "March 2, 2015",
        "Rebels captured the town of Azaz on Sunday, residents said.",
        head="3/4/15, 10:25 AM Rebels take Azaz - The Monitor",
        foot="https://example.org/azaz 1/1",
    )
    (tmp_path / "azaz.pdf").write_bytes(pdf(printed))
    report = read_reports(tmp_path / "azaz.pdf").iloc[0]
    assert report["source_url"] == "https://example.org/azaz"
    assert "10:25" not in report["text"]
    assert "example.org" not in report["text"]


@needs_pypdf
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (pdf([], []), "holds no text on its 2 pages.*ocrmypdf"),
        (pdf([("scan 12", 72, 30, 8)]), "holds no text on its 1 page"),
        (b"%PDF-1.4\nbroken", "cannot be read as a PDF"),
        (b"no PDF at all, only words", "cannot be read as a PDF"),
        (b"", "cannot be read as a PDF|is empty"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(tmp_path, content, said):
    """Scans, damaged files and what only ends in .pdf say what to do next."""
    (tmp_path / "bad.pdf").write_bytes(content)
    with pytest.raises(ReportError, match=rf"bad\.pdf'.*(?:{said})"):
        read_reports(tmp_path / "bad.pdf", date="2015-03-02")


@needs_pypdf
def test_a_locked_pdf_is_refused(tmp_path, pypdf):
    """A file with a password says so."""
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(tmp_path / "locked.pdf")
    with pytest.raises(ReportError, match="locked with a password"):
        read_reports(tmp_path / "locked.pdf", date="2015-03-02")


def test_without_pypdf_the_command_is_told(tmp_path, monkeypatch):
    """The error says what to install; other files of a folder are read with unusable='skip'."""
    monkeypatch.setitem(sys.modules, "pypdf", None)
    (tmp_path / "a.pdf").write_bytes(pdf(FIRST))
    with pytest.raises(MissingToolError, match=r'a\.pdf.*pip install "geoevents\[pdf\]"'):
        read_reports(tmp_path / "a.pdf")
    (tmp_path / "b.txt").write_text("2015-03-02\n\nRebels took Azaz on Sunday.\n", "utf-8")
    assert read_reports(tmp_path, unusable="skip")["report_id"].tolist() == ["b"]


def lines(*texts, size=11.0, gap=14.0, x=72.0):
    """Return lines one below the other."""
    return [Line(text, x, 800 - gap * n, size) for n, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("the cap-", "ital fell", "the capital fell"),
        ("the Russian-", "backed side", "the Russian-backed side"),
        ("the U.S.-", "led force", "the U.S.-led force"),
        ("in al-", "Bab today", "in al-Bab today"),
        ("a five-", "year war", "a five-year war"),
        ("the cap\u00ad", "ital fell", "the capital fell"),
        ("10-", "20 men", "10-20 men"),
        ("killed and", "wounded", "killed and wounded"),
    ],
)
def test_a_hyphen_at_a_lines_end_is_a_division_or_part_of_the_word(first, second, joined):
    """Capitals, second parts of compounds and abbreviations keep it."""
    assert paragraphs_of([lines(first, second)]) == [joined]


def test_a_word_is_written_as_elsewhere_in_the_document():
    """Where the text has "co-operate", a division keeps its hyphen."""
    (text,) = paragraphs_of([lines("they co-operate well and would co-", "operate again")])
    assert text == "they co-operate well and would co-operate again"


def test_a_headline_of_two_lines_is_one_paragraph():
    """Letters of another size part a headline from what follows, not from itself."""
    head = [Line("Rebels take the town", 72, 800, 20), Line("of Azaz", 72, 775, 20)]
    body = [Line("They came at night and left", 72, 740, 11), Line("at dawn.", 72, 726, 11)]
    assert paragraphs_of([[*head, *body]]) == [
        "Rebels take the town of Azaz",
        "They came at night and left at dawn.",
    ]


def test_indents_and_short_lines_part_paragraphs_where_space_does_not():
    """Without space between them, an indent or a short last line does."""
    long = "a line that is as long as lines are on this page"
    indented = [Line(long + ".", 72, 800, 11), Line("Next " + long, 90, 786, 11)]
    assert len(paragraphs_of([indented])) == 2
    short = lines(long, "It ended.", "Then " + long, long)
    assert len(paragraphs_of([short])) == 2


def test_only_what_recurs_at_the_edges_is_furniture():
    """A line of the text that recurs in the middle stays, and so does a number in it."""
    body = ["One", "said so", "again and", "again:", "No.", "Two more", "said it", "too."]
    pages = [lines("The Monitor", *body, f"Page {n} of 2") for n in (1, 2)]
    kept, left_out = without_edges(pages)
    assert {line.text for line in left_out} >= {"The Monitor", "Page 1 of 2", "Page 2 of 2"}
    assert all("No." in [line.text for line in page] for page in kept)
