"""Files to reports: one reader per format finds title, text, outlet and date in what was saved.

A new format is one function and one entry in `READERS`. Bytes and paths are checked in `files`,
furniture is told from news in `furniture`, dates of publication are read in `stamps`.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from datetime import date as date_type
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from geoevents.dates import parse_dates
from geoevents.errors import DateError, GeoEventsError, InputError, MissingToolError, ReportError
from geoevents.reports.draft import Draft
from geoevents.reports.files import Paths, decode, report_files
from geoevents.reports.language import detect_language
from geoevents.reports.many import read_feed, read_json_lines
from geoevents.reports.page import read_page
from geoevents.reports.pdf import read_pdf
from geoevents.reports.plain import read_text
from geoevents.reports.stamps import read_stamp
from geoevents.schema import REPORTS

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["READERS", "read_reports"]

log = logging.getLogger(__name__)

Reader = Callable[[str, Path], Draft | list[Draft]]
READERS: Mapping[str, Reader] = {
    ".txt": read_text,
    ".text": read_text,
    ".md": read_text,
    ".html": read_page,
    ".htm": read_page,
    ".xhtml": read_page,
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
    ".rss": read_feed,
    ".atom": read_feed,
    ".xml": read_feed,
}
# Formats that are no text.
_BINARY: Mapping[str, Callable[[bytes, Path], Draft]] = {".pdf": read_pdf}
_PAGES = {suffix for suffix, reader in READERS.items() if reader is read_page}
_NAME_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.]?(\d\d)[-_.]?(\d\d)(?!\d)", re.ASCII)
# A dateline lies this many days at most before the day that the report is given.
_DATELINE_REACH = 31
_NAMED = 10
# Reports are published in these years.
_EARLIEST, _LATEST = datetime(1800, 1, 1, tzinfo=UTC), datetime(2201, 1, 1, tzinfo=UTC)
# Halves of signs: JSON can hold them, UTF-8 cannot.
_SURROGATES = re.compile("[\\ud800-\\udfff]")
_EXPECTED = "expected a day from 1800-01-01 to 2200-12-31"


def read_reports(
    paths: Paths,
    *,
    date: str | date_type | datetime | None = None,
    unusable: Literal["raise", "skip"] = "raise",
) -> pd.DataFrame:
    """Read reports from files and folders.

    Parameters
    ----------
    paths : str, path, or iterable of these
        Text (``.txt``, ``.md``), saved pages (``.html``, ``.htm``), JSON Lines (``.jsonl``), RSS
        and Atom (``.rss``, ``.atom``, ``.xml``), PDF with a text layer (``.pdf``; needs
        ``geoevents[pdf]``); folders are read with their subfolders, in sorted order.
    date : str, date or datetime, optional
        Publication date of the reports that name none: not in their text or head, and not in
        their file's name.
    unusable : {"raise", "skip"}
        What to do with files that cannot be used. Either way each is named with its reason: in
        one error for all of them, or in a logged warning each.

    Returns
    -------
    DataFrame
        One row per report, index 0 to n-1, with the columns of `schema.REPORTS`: `text` is what
        the `start` and `end` of claims count in (headline included, header lines and the page's
        furniture left out, nothing rewritten), `published_at` in UTC, `published_text` the words
        or the option that gave it.

    Raises
    ------
    ReportError
        If a path does not exist, a folder holds no report, or a file is empty, binary, not in
        the encoding that it should be, or of no known kind.
    DateError
        If a report has no date and `date` is not given, or a date cannot be.
    MissingToolError
        If there is a PDF and pypdf is not installed.
    """
    given = _given_date(date)
    rows: list[dict[str, Any]] = []
    undated: list[str] = []
    hints: list[str] = []
    errors: list[InputError | MissingToolError] = []
    for path in report_files(paths, suffixes=[*READERS, *_BINARY]):
        try:
            data = path.read_bytes()
            drafts = _drafts(data, path)
            for draft in drafts:
                _complete_date(draft, path, given)
                _refuse_far(draft, path)
        except (InputError, MissingToolError) as error:
            errors.append(error)
            continue
        for draft in drafts:
            if draft.published_at is None:
                undated.append(f"'{path}'" + (f" ({draft.name})" if draft.name else ""))
                hints.append(draft.dateline)
                continue
            if draft.published_at > datetime.now(UTC):
                day = draft.published_at.date()
                log.warning("%s is dated %s, which lies ahead", path, day)
            rows.append(_row(draft, path, data))
    if undated:
        errors.append(_no_date(undated, hints))
    _tell(errors, may_go_on=unusable == "skip" and bool(rows))
    _name(rows)
    return REPORTS.build(rows)


def _tell(errors: Sequence[GeoEventsError], *, may_go_on: bool) -> None:
    """Raise the errors of all files together, or warn of each and go on."""
    if may_go_on:
        for error in errors:
            log.warning("left out: %s", error)
    elif len(errors) == 1:
        raise errors[0]
    elif errors:
        told = "\n".join(f"- {error}" for error in errors)
        raise ReportError(f"{len(errors)} things are wrong with the reports:\n{told}")


def _drafts(data: bytes, path: Path) -> list[Draft]:
    """Return the reports of a file: one, or several from the formats that hold several."""
    suffix = path.suffix.lower()
    if suffix in _BINARY:
        return [_BINARY[suffix](data, path)]
    found = READERS.get(suffix, read_text)(decode(data, path, is_page=suffix in _PAGES), path)
    return found if isinstance(found, list) else [found]


def _given_date(date: str | date_type | datetime | None) -> datetime | None:
    if date is None:
        return None
    try:
        if isinstance(date, datetime):
            when = date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
        else:
            day = date if isinstance(date, date_type) else date_type.fromisoformat(date.strip())
            when = datetime(day.year, day.month, day.day, tzinfo=UTC)
    except (ValueError, AttributeError, OverflowError) as error:
        raise DateError(
            f"The date {date!r} cannot be; expected a day as YYYY-MM-DD, such as 2015-02-09."
        ) from error
    if not _EARLIEST <= when < _LATEST:
        raise DateError(f"The date {str(date)!r} cannot be; {_EXPECTED}.")
    return when


def _refuse_far(draft: Draft, path: Path) -> None:
    """Refuse times that no report has; reckoning from them would leave the calendar."""
    where = f"'{path}'" + (f" ({draft.name})" if draft.name else "")
    for when, what in ((draft.published_at, "published"), (draft.retrieved_at, "saved")):
        if when is not None and not _EARLIEST <= when < _LATEST:
            raise DateError(
                f"{where} says that it was {what} on {when:%Y-%m-%d}, which cannot be; "
                f"{_EXPECTED}. Correct the file."
            )


def _complete_date(draft: Draft, path: Path, given: datetime | None) -> None:
    """Date a draft that names no day with its year: by the file's name, else by the option."""
    if draft.published_at is not None:
        return
    in_name = _NAME_DATE.search(path.stem)
    when = read_stamp("-".join(in_name.groups())) if in_name else None
    words = f"file name {path.name}"
    if when is None and given is not None:
        when, words = given, f"date {given:%Y-%m-%d}"
    if when is None:
        return
    if draft.dateline:
        span = parse_dates(draft.dateline, published=when)
        if span and span.start and 0 <= (when - span.start).days <= _DATELINE_REACH:
            when, words = span.start, f"{draft.dateline}, {words}"
    draft.published_at, draft.published_text = when, words


def _no_date(reports: list[str], hints: list[str]) -> DateError:
    names = ", ".join(reports[:_NAMED])
    more = f" and {len(reports) - _NAMED} more" if len(reports) > _NAMED else ""
    dateline = next((hint for hint in hints if hint), "")
    hint = f" (its dateline '{dateline}' lacks the year)" if dateline and len(reports) == 1 else ""
    return DateError(
        f"No publication date was found in {names}{more}{hint}; give it with --date YYYY-MM-DD "
        "(date=), or as a first line such as 'Date: 2015-02-09'."
    )


def _row(draft: Draft, path: Path, data: bytes) -> dict[str, Any]:
    stem = path.stem.encode("utf-8", "replace").decode("utf-8")
    row = {
        "report_id": f"{stem}-{draft.name}" if draft.name else stem,
        "title": draft.title or None,
        "text": draft.text,
        "source": draft.source or None,
        "source_url": draft.source_url or None,
        "published_at": draft.published_at,
        "published_text": draft.published_text,
        "language": detect_language(draft.text) or None,
        "report_sha256": hashlib.sha256(data).hexdigest(),
        "retrieved_at": draft.retrieved_at,
        "archive_url": draft.archive_url or None,
    }
    halves = 0
    for name, value in row.items():
        if isinstance(value, str):
            row[name], n = _SURROGATES.subn("\ufffd", value)
            halves += n
    if halves:
        log.warning("%s holds %d halves of signs; each became U+FFFD", path, halves)
    return row


def _name(rows: list[dict[str, Any]]) -> None:
    """Tell reports apart whose files share a stem: by their bytes, so that order never matters."""
    shared = {stem for stem, n in Counter(row["report_id"] for row in rows).items() if n > 1}
    taken: Counter[str] = Counter()
    for row in rows:
        if row["report_id"] in shared:
            name = f"{row['report_id']}-{row['report_sha256'][:8]}"
            taken[name] += 1
            suffix = f"-{taken[name]}" if taken[name] > 1 else ""
            log.warning(
                "several reports are named '%s'; one is now '%s%s'", row["report_id"], name, suffix
            )
            row["report_id"] = name + suffix
