"""PDF → the report's text, by its text layer; scans, locked and damaged files are refused.

Running heads and page numbers are left out; `lines` joins what remains to paragraphs.
"""

from __future__ import annotations

import io
import logging
import re
from pathlib import Path
from typing import Any

from geoevents.errors import MissingToolError, ReportError
from geoevents.reports.draft import Draft, web_address
from geoevents.reports.lines import Line, paragraphs_of, without_edges
from geoevents.reports.plain import read_text

__all__ = ["read_pdf"]

_URL = re.compile(r"https?://[^\s<>\"]+")
_LIGATURES = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
    "\u00a0": " ",
}
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
# Letters that a page of text has at least; fewer stand on a scan's stamp.
_LEAST_LETTERS = 15


def read_pdf(data: bytes, path: Path) -> Draft:
    """Read a report from a PDF with a text layer.

    Raises
    ------
    MissingToolError
        If pypdf is not installed.
    ReportError
        If the file is damaged or locked, or holds no text, as scans do.
    """
    reader = _opened(data, path)
    try:
        pages = [_lines(page) for page in reader.pages]
        about = reader.metadata or {}
        title = str(about.get("/Title") or "")
    except Exception as error:  # pypdf raises errors of many classes
        raise _damaged(path, error) from error
    letters = sum(sign.isalpha() for page in pages for line in page for sign in line.text)
    if letters < _LEAST_LETTERS * max(1, len(pages)):
        raise ReportError(
            f"'{path}' holds no text on its {len(pages)} pages: it is a scan, or pictures of text. "
            "Recognise the text first, for example with `ocrmypdf in.pdf out.pdf`, or save the "
            "report as text (.txt) or as a page (.html)."
        )
    body, edges = without_edges(pages)
    draft = read_text("\n\n".join(paragraphs_of(body)), path)
    if not draft.title and _is_title(title, path):
        draft.title = title.strip()
    found = next((m[0] for line in edges if (m := _URL.search(line.text))), "")
    draft.source_url = draft.source_url or web_address(found)
    draft.retrieved_at = draft.retrieved_at or _created(about)
    return draft


def _lines(page: Any) -> list[Line]:
    """Return a page's lines in the order of reading, each where it starts."""
    found = [Line("", 0.0, 0.0, 0.0)]

    def take(text: str, cm: Any, tm: Any, _font: Any, size: Any) -> None:
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        height = abs(float(size or 0) * tm[3] * cm[3]) or float(size or 0)
        for number, part in enumerate(_cleaned(text).split("\n")):
            if number:
                found.append(Line("", 0.0, 0.0, 0.0))
            if part.strip() and not found[-1].text.strip():
                found[-1] = Line(part, float(x), float(y), height)
            else:
                found[-1].text += part

    page.extract_text(visitor_text=take)
    return [line for line in found if line.text.strip()]


def _opened(data: bytes, path: Path) -> Any:
    try:
        import pypdf  # noqa: PLC0415  optional
    except ImportError as error:
        raise MissingToolError(
            f"'{path}' is a PDF, and reading it needs pypdf; install it with "
            '`pip install "geoevents[pdf]"`, or save the report as text (.txt).'
        ) from error
    logging.getLogger("pypdf").setLevel(logging.ERROR)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        locked = reader.is_encrypted and not reader.decrypt("")
    except Exception as error:  # pypdf raises errors of many classes
        raise _damaged(path, error) from error
    if locked:
        raise ReportError(f"'{path}' is locked with a password; save it without one.")
    return reader


def _damaged(path: Path, error: Exception) -> ReportError:
    reason = " ".join(str(error).split())[:120] or type(error).__name__
    return ReportError(
        f"'{path}' cannot be read as a PDF ({reason}); open it and print it to a new PDF, or save "
        "the report as text (.txt)."
    )


def _cleaned(text: str) -> str:
    for sign, letters in _LIGATURES.items():
        text = text.replace(sign, letters)
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _is_title(title: str, path: Path) -> bool:
    """Whether a PDF's title is a headline: several words, and no name of a file or program."""
    words = title.split()
    is_name = title.strip().lower() in {path.stem.lower(), path.name.lower()}
    is_made = title.lower().startswith(("microsoft", "untitled", "document", "layout"))
    return len(words) > 2 and not is_name and not is_made


def _created(about: Any) -> Any:
    """Return when the file was made: printed from a page, that is when it was saved."""
    try:
        return about.creation_date
    except (AttributeError, ValueError, OverflowError):
        return None
