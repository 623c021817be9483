"""Paths to files, and bytes to text: what is no report is said at the door."""

from __future__ import annotations

import codecs
import logging
import os
import re
from collections.abc import Iterable
from pathlib import Path

from geoevents.errors import ReportError

__all__ = ["decode", "report_files"]

log = logging.getLogger(__name__)

Paths = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]

# Files about a folder, not reports in it.
_ABOUT_FOLDER = {"readme", "license", "licence", "contributing", "changelog", "notice"}
_MAGIC = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a ZIP archive, or an office document",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"\x1f\x8b": "gzip-compressed",
    b"\xd0\xcf\x11\xe0": "an old office document",
    b"SQLite format 3": "a database",
}
# Longest first: UTF-32 little-endian begins like UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE
)
# Python's names of the encodings that browsers read (WHATWG Encoding Standard, 4.2).
_NAMES = (
    "utf-8 cp866 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-10 "
    "iso8859-13 iso8859-14 iso8859-15 iso8859-16 koi8-r koi8-u mac-roman mac-cyrillic cp874 cp1250 "
    "cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 gb18030 big5hkscs euc_jp iso2022_jp "
    "cp932 cp949"
)
_ENCODINGS = frozenset(_NAMES.split())
# Pages that declare the one mean the other, which holds more signs.
_AS_BROWSERS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    # Labels that Python does not know.
    "windows-874": "cp874",
    "windows-31j": "cp932",
    "x-sjis": "cp932",
    "x-gbk": "gb18030",
    "x-mac-cyrillic": "mac-cyrillic",
    "iso-8859-8-i": "iso8859-8",
}


def report_files(paths: Paths, *, suffixes: Iterable[str]) -> list[Path]:
    """Return the report files that `paths` name: files as given, folders in sorted order.

    Raises
    ------
    ReportError
        If a path does not exist, is of no readable kind, or a folder holds no report.
    """
    if isinstance(paths, str | os.PathLike):
        paths = [paths]
    known = tuple(sorted(suffixes))
    found: list[Path] = []
    for given in paths:
        path = Path(given)
        if path.is_dir():
            found += _files_in(path, known)
        elif path.is_file():
            if path.suffix.lower() not in known and path.suffix:
                raise ReportError(
                    f"'{path}' ends in '{path.suffix}', which is no kind of report that can be "
                    f"read; expected {', '.join(known)}. Save it as one of these."
                )
            found.append(path)
        else:
            raise ReportError(
                f"There is no file or folder '{path}'; check the spelling, or the folder that "
                f"you are in ({Path.cwd()})."
            )
    return _once(found)


def _files_in(folder: Path, suffixes: tuple[str, ...]) -> list[Path]:
    """Return the reports of a folder and its subfolders, sorted by their path in it."""
    reports, skipped = [], []
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(root) / name
            is_about = path.stem.lower() in _ABOUT_FOLDER
            if name.startswith(".") or is_about or path.suffix.lower() not in suffixes:
                skipped.append(path)
            else:
                reports.append(path)
    if not reports:
        raise ReportError(
            f"The folder '{folder}' holds no report; expected files that end in "
            f"{', '.join(suffixes)}."
        )
    for path in skipped:
        log.info("%s is no report and was passed over", path)
    return sorted(reports, key=lambda path: path.relative_to(folder).parts)


def _once(paths: list[Path]) -> list[Path]:
    seen: dict[Path, Path] = {}
    for path in paths:
        real = path.resolve()
        if real in seen:
            log.warning("%s was named twice and is read once", path)
        seen.setdefault(real, path)
    return list(seen.values())


def decode(data: bytes, path: Path, *, is_page: bool = False) -> str:
    """Return a file's bytes as text, with Unix newlines.

    UTF-8 with or without a byte-order mark, UTF-16 and UTF-32 with one; a page (`is_page`) may
    declare another encoding.

    Raises
    ------
    ReportError
        If it is empty, binary, or not in the encoding that it should be.
    """
    if not data.strip(b"\x00 \t\r\n"):
        raise ReportError(f"'{path}' is empty; expected a report. Remove it or fill it.")
    for start, what in _MAGIC.items():
        if data.startswith(start):
            raise ReportError(
                f"'{path}' is {what}, not text; save it as text (.txt) or as a page (.html)."
            )
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _text(data[len(mark) :], encoding, path, shift=len(mark))
    if b"\x00" in data:
        place = data.index(b"\x00")
        raise ReportError(
            f"'{path}' is binary: its byte {place + 1} is zero; expected text in UTF-8. Save it "
            "as text (.txt) or as a page (.html)."
        )
    declared = _CHARSET.search(data[:4096]) if is_page else None
    encoding = _known(declared[1].decode("ascii")) if declared else "utf-8"
    return _text(data, encoding, path)


def _known(encoding: str) -> str:
    """Return the codec of an encoding that a page declares, as browsers choose it.

    Python knows codecs that are no encodings of text (hex, zlib), or that browsers refuse
    (UTF-7); these, and UTF-16, which an ASCII declaration disproves, are read as UTF-8.
    """
    try:
        name = codecs.lookup(_AS_BROWSERS.get(encoding.lower(), encoding)).name
    except (LookupError, ValueError):
        return "utf-8"
    name = _AS_BROWSERS.get(name, name)
    return name if name in _ENCODINGS else "utf-8"


def _text(data: bytes, encoding: str, path: Path, *, shift: int = 0) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ReportError(
            f"'{path}' is not {encoding.upper()}: its byte {shift + error.start + 1} "
            f"(0x{data[error.start]:02x}, line {line}) does not fit; save the file as UTF-8, for "
            f"example with `iconv -f WINDOWS-1252 -t UTF-8`."
        ) from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    odd = sum(1 for sign in text[:4096] if ord(sign) < 32 and sign not in "\n\t\f\v")
    if odd > len(text[:4096]) / 50:
        raise ReportError(f"'{path}' is binary: {odd} control signs at its start; expected text.")
    if not text.strip():
        raise ReportError(f"'{path}' is empty; expected a report. Remove it or fill it.")
    return text
