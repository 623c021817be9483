"""Text as it was typed, pasted or saved: headline, header lines and body told apart."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

from geoevents.dates import find_dates
from geoevents.errors import DateError
from geoevents.reports.draft import Draft, web_address
from geoevents.reports.furniture import Paragraph, is_news, keep, paragraphs
from geoevents.reports.stamps import looks_like_date, read_stamp

__all__ = ["read_text"]

_DATE_KEYS = r"date|published(?: (?:on|at))?|publication date|posted(?: on)?|issued|dated?|filed"
_HEADER = re.compile(
    rf"\W{{0,3}}(?P<key>{_DATE_KEYS}|updated|last (?:updated|modified)|title|headline|subject"
    r"|source|outlet|publisher|publication|agency|newspaper|from|author|byline|url|link|web"
    r"|archive|archived|retrieved|saved)\W{0,2}\s*(?P<sign>[:=])\s*"
    r"(?P<value>\S.*)",
    re.IGNORECASE,
)
_IS_DATE_KEY = re.compile(rf"(?:{_DATE_KEYS})", re.IGNORECASE)
_SOURCE_KEYS = {"source", "outlet", "publisher", "publication", "agency", "newspaper", "from"}
_STAMP_START = re.compile(
    r"\W{0,3}(?:(?:first |last )?(?:published|posted|updated|modified|issued|created|dated?)"
    r"(?: on| at)?\b\s*:?\s*)",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    r"\(?(?P<place>[A-Z][^\n:;!?]{0,60}?)[,/]\s*\(?(?P<date>[^\n()]{4,40}?)\)?\s*"
    r"(?:\([^\n)]{1,40}\)\s*|/[^\n/]{1,30}/\s*)?(?:[-\u2013\u2014]{1,2}|:)\s+\S"
)
_BYLINE = re.compile(r"[Bb]y (?:the )?[A-Z][\w.'-]+(?: [\w.'&,-]+){0,8}$")
_OUTLET = re.compile(
    r"\b(?:wire|news|times|post|agency|press|service|desk|observatory|gazette|herald|tribune"
    r"|guardian|journal|review|radio|tv|television|network|monitor|bulletin|chronicle|daily|today"
    r"|telegraph|mail|reuters|afp|ap|bbc|cnn|al jazeera|anadolu|interfax|tass|centre|center)\b",
    re.IGNORECASE,
)
_AGENCY = re.compile(r"^(?:Reuters|AFP|AP|BBC|CNN|Anadolu|Interfax|TASS|SANA|DPA|EFE)\b")
_WORD = re.compile(r"[^\W\d_]+")
_HEADER_LINES = 12
# Links in menus have hardly more words.
_LINK_WORDS = 3


def read_text(text: str, path: Path) -> Draft:
    """Turn a text into a draft; header lines and furniture leave `text`, nothing else changes.

    Raises
    ------
    DateError
        If a header line gives a date that cannot be.
    """
    found = paragraphs(text)
    kept = keep(found)
    draft = Draft(text="")
    body = next(
        (i for i, p in enumerate(found) if is_news(p.text) and not _is_header(p)), len(found)
    )
    fenced = found[0].text == "---" if found else False
    for i, paragraph in enumerate(found[: min(body, _HEADER_LINES)]):
        if _read_header(draft, paragraph, path, is_first=i == 0) or (
            fenced and paragraph.text == "---"
        ):
            kept[i] = False
    _read_title_and_outlet(draft, found[:body], kept)
    if draft.published_at is None:
        _read_dateline(draft, found[body].text if body < len(found) else "")
    if draft.published_at is None and found:
        _read_closing_stamp(draft, found)
    draft.text = _join(text, found, kept)
    return draft


def _is_header(paragraph: Paragraph) -> bool:
    match = _HEADER.fullmatch(paragraph.text)
    return bool(match) and len(paragraph.text) < 200


def _read_header(draft: Draft, paragraph: Paragraph, path: Path, *, is_first: bool) -> bool:
    """Take what a header line says; return whether the line was one."""
    line = paragraph.text
    match = _HEADER.fullmatch(line)
    if match and len(line) <= 300 and _take(draft, match, path):
        return True
    if _STAMP_START.match(line) or _is_only_date(line):
        before = re.split(r"\s*[|/,\u00b7\u2013]\s*", line)[0]
        if not draft.source and not _STAMP_START.match(line) and _is_outlet(before):
            draft.source = _outlet_name(before)
        return _take_date(draft, line, path, is_sure=False)
    is_byline = not is_first and bool(_BYLINE.match(line)) and len(line) < 90
    if is_byline and not draft.source and _is_outlet(line[3:]):
        draft.source = _outlet_name(line[3:].removeprefix("the "))
    return is_byline


def _take(draft: Draft, match: re.Match[str], path: Path) -> bool:
    key, value = match["key"].lower(), match["value"].strip().strip("\"'")
    if _IS_DATE_KEY.fullmatch(key):
        return _take_date(draft, value, path, is_sure=True)
    if key in {"title", "headline", "subject"}:
        draft.title = draft.title or value
    elif key in _SOURCE_KEYS:
        draft.source = draft.source or _outlet_name(value)
    elif key in {"url", "link", "web"}:
        draft.source_url = draft.source_url or web_address(value)
    elif key in {"archive", "archived"}:
        draft.archive_url = draft.archive_url or web_address(value)
    elif key in {"retrieved", "saved"}:
        draft.retrieved_at = draft.retrieved_at or read_stamp(value)
    elif key.startswith(("updated", "last")):
        return read_stamp(value) is not None
    return True


def _take_date(draft: Draft, value: str, path: Path, *, is_sure: bool) -> bool:
    """Take the publication date of a header line, the first one standing."""
    when = read_stamp(value)
    if when is not None:
        if draft.published_at is None:
            draft.published_at, draft.published_text = when, value
        return True
    if looks_like_date(value) or is_sure:
        raise DateError(
            f"'{path}' gives its date as {value!r}, which cannot be read as a day; expected a form "
            "such as 2015-02-09 or 9 February 2015. Correct the line, or remove it and pass --date."
        )
    return False


def _is_only_date(line: str) -> bool:
    """Whether a line holds a date and hardly anything else."""
    if len(line) > 80 or not any(sign.isdecimal() for sign in line):
        return False
    if looks_like_date(line):
        return len(_WORD.findall(line)) <= 10 and not line.endswith((".", "!", "?"))
    when = read_stamp(line)
    rest = re.sub(r"\d+|[^\w\s]", " ", line)
    return when is not None and len(rest.split()) <= 5


def _read_title_and_outlet(draft: Draft, head: list[Paragraph], kept: list[bool]) -> None:
    """Take headline and outlet from the lines above the body; short links above it go."""
    lines = [(i, p.text) for i, p in enumerate(head) if kept[i]]
    if not draft.source:
        _read_outlet(draft, lines, kept)
    titles = [(i, line) for i, line in lines if kept[i]]
    if draft.title or not titles:
        return
    first, title = titles[0]
    if len(title.split()) <= 2:
        first, title = next((t for t in titles if _is_headline(t[1])), titles[0])
    for i, line in titles:
        if i < first and len(_WORD.findall(line)) <= _LINK_WORDS:
            kept[i] = False
    draft.title = title.lstrip("# ").strip()


def _is_headline(line: str) -> bool:
    return len(_WORD.findall(line)) > _LINK_WORDS and line[:1] not in "([*-"


def _read_outlet(draft: Draft, lines: list[tuple[int, str]], kept: list[bool]) -> None:
    """Take the outlet from a line of its own, or from the one below the word "Source"."""
    for (_, line), (i, following) in pairwise(lines):
        if line.lower().strip(": ") in _SOURCE_KEYS:
            draft.source = _outlet_name(following)
            return
        if _is_outlet(following):
            draft.source = _outlet_name(following)
            kept[i] = False
            return
    if lines and len(lines) > 1 and _is_outlet(lines[0][1]) and _is_headline(lines[1][1]):
        draft.source = _outlet_name(lines[0][1])
        kept[lines[0][0]] = False


def _outlet_name(line: str) -> str:
    """Return an outlet's line without what stands in brackets or behind a dash."""
    return re.split(r"\s+[-\u2013(\[]", line.strip("[]() "))[0].strip()


def _is_outlet(line: str) -> bool:
    """Whether a line of the head names an outlet: mostly capitals, and a word of the trade."""
    words = re.split(r"[(\-\u2013]", line.lstrip("[("))[0].split()
    capitals = sum(word[:1].isupper() for word in words)
    is_name = len(words) > 1 or bool(_AGENCY.search(line))
    return is_name and len(words) <= 8 and capitals * 2 > len(words) and bool(_OUTLET.search(line))


def _read_dateline(draft: Draft, line: str) -> None:
    """Take the date of a dateline; without its year it waits for one."""
    match = _DATELINE.match(line)
    if match is None:
        return
    words = match["date"].strip(" ,.")
    when = read_stamp(words)
    if when is not None:
        draft.published_at, draft.published_text = when, words
        return
    for found in find_dates(words, published="2000-12-31"):  # a leap year: 29 February is a day
        if found.span.precision == "day" and any(sign.isdecimal() for sign in found.span.text):
            draft.dateline = found.span.text


def _read_closing_stamp(draft: Draft, found: list[Paragraph]) -> None:
    """Take the date of a line at the end such as ``Published 9 February 2015``."""
    for paragraph in found[-5:]:
        if _STAMP_START.match(paragraph.text) and len(paragraph.text) < 100:
            when = read_stamp(paragraph.text)
            if when is not None:
                draft.published_at, draft.published_text = when, paragraph.text
                return


def _join(text: str, found: list[Paragraph], kept: list[bool]) -> str:
    """Put the kept paragraphs together, with the blank lines that stood between them."""
    parts: list[str] = []
    for i, paragraph in enumerate(found):
        if not kept[i]:
            continue
        if parts:
            gap = text[found[i - 1].end : paragraph.start]
            parts.append(gap if kept[i - 1] else "\n\n")
        parts.append(text[paragraph.start : paragraph.end])
    return "".join(parts)
