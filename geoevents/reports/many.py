"""Files that hold several reports: JSON Lines, RSS and Atom."""

from __future__ import annotations

import hashlib
import json
import logging
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from geoevents.errors import ReportError
from geoevents.reports.draft import Draft, web_address
from geoevents.reports.plain import read_text
from geoevents.reports.stamps import read_stamp

__all__ = ["read_feed", "read_json_lines"]

log = logging.getLogger(__name__)

_KEYS = {
    "text": ("text", "body", "content", "article", "full_text"),
    "title": ("title", "headline"),
    "date": ("published_at", "published", "date_published", "date", "timestamp", "created_at"),
    "source": ("source", "outlet", "publisher", "site_name"),
    "url": ("source_url", "url", "link"),
    "id": ("report_id", "id"),
}
_BLOCKS = frozenset(
    ["p", "div", "br", "li", "h1", "h2", "h3", "h4", "blockquote", "tr", "article", "section"]
)
_ENTRY = frozenset(["item", "entry"])
_SILENT = frozenset(["script", "style", "noscript"])


def read_json_lines(text: str, path: Path) -> list[Draft]:
    """Turn JSON Lines, one object a line, into drafts.

    Raises
    ------
    ReportError
        If a line is no JSON object, or has no text.
    """
    drafts = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise ReportError(f"'{path}', line {number}, is no JSON: {error}.") from error
        body = _value(entry, "text") if isinstance(entry, dict) else ""
        if not body.strip():
            raise ReportError(
                f"'{path}', line {number}, has no text; expected an object with one of the keys "
                f"{', '.join(_KEYS['text'])}."
            )
        draft = read_text(body.replace("\r\n", "\n"), path)
        draft.name = _name(_value(entry, "id") or line)
        _fill(draft, entry)
        drafts.append(draft)
    return drafts


def _value(entry: dict[str, Any], what: str) -> str:
    for key in _KEYS[what]:
        value = entry.get(key)
        if isinstance(value, str | int | float) and not isinstance(value, bool) and str(value):
            return str(value)
    return ""


def _fill(draft: Draft, entry: dict[str, Any]) -> None:
    """Take from an object what its text does not say; its own date and title come first."""
    title = " ".join(_value(entry, "title").split())
    if title and title not in draft.text[:400]:
        draft.text = f"{title}\n\n{draft.text}"
    draft.title = title or draft.title
    when = read_stamp(_value(entry, "date"))
    if when is not None:
        draft.published_at, draft.published_text = when, _value(entry, "date")
    draft.source = _value(entry, "source") or draft.source
    draft.source_url = web_address(_value(entry, "url")) or draft.source_url


def _name(key: str) -> str:
    """Return what tells one report of a file from the others, whatever their order."""
    if re.fullmatch(r"[\w.-]{1,60}", key):
        return key
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:8]


def read_feed(text: str, path: Path) -> list[Draft]:
    """Turn an RSS or Atom feed into drafts, one for every entry.

    Raises
    ------
    ReportError
        If it is no feed, holds no entry with a text, or declares entities, which no feed needs.
    """
    if "<!ENTITY" in text:
        raise ReportError(f"'{path}' declares XML entities; remove them, no feed needs them.")
    try:
        # Entities are refused above, and expat fetches nothing.
        root = ET.fromstring(text)  # noqa: S314
    except ET.ParseError as error:
        raise ReportError(f"'{path}' is no sound XML: {error}. Was it saved to its end?") from error
    entries = _entries(root)
    passed_over = sum(_tag(element) in _ENTRY for element in root.iter()) - len(entries)
    if not entries:
        raise ReportError(f"'{path}' holds no entry; expected an RSS or Atom feed.")
    if passed_over:
        log.warning("%s: passed over %d entries inside other elements", path, passed_over)
    outlet = next((_text(e) for e in root.iter() if _tag(e) == "title"), "")
    drafts = []
    for number, element in enumerate(entries, 1):
        draft = _entry(element, outlet, path)
        if draft.text.strip():
            drafts.append(draft)
        else:
            log.warning("%s: left out entry %d, which has no text and no title", path, number)
    if not drafts:
        raise ReportError(f"'{path}' holds no entry with a text; expected an RSS or Atom feed.")
    return drafts


def _entries(root: Any) -> list[Any]:
    """Return the entries where RSS, RDF and Atom put them: below the root, or in a channel."""
    places = [root, *(child for child in root if _tag(child) in {"channel", "feed"})]
    return [child for place in places for child in place if _tag(child) in _ENTRY]


def _tag(element: Any) -> str:
    return str(element.tag).rsplit("}", 1)[-1].lower()


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _entry(element: Any, outlet: str, path: Path) -> Draft:
    parts: dict[str, str] = {}
    for child in element:
        tag = _tag(child)
        if tag in _ENTRY:
            continue
        words = "".join(child.itertext()).strip()
        if tag == "link" and child.get("rel", "alternate") == "alternate":
            words = child.get("href") or words
        if words:
            parts.setdefault(tag, words)
    longest = max((parts.get(tag, "") for tag in ("encoded", "content", "description", "summary")),
                  key=len)  # fmt: skip
    body = _plain(longest)
    draft = read_text(body, path) if body else Draft(text="")
    stamp = next((parts[t] for t in ("pubdate", "published", "date", "updated") if t in parts), "")
    link, title = parts.get("link", ""), _plain(parts.get("title", ""))
    _fill(draft, {"title": title, "published": stamp, "source": outlet, "url": link})
    draft.name = _name(parts.get("guid") or parts.get("id") or link or draft.text)
    return draft


class _Paragraphs(HTMLParser):
    """HTML to the text of its paragraphs."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        """Begin a paragraph, or something that is not read."""
        del attrs
        self.silent += tag in _SILENT
        if tag in _BLOCKS:
            self.parts.append("\n\n")

    def handle_endtag(self, tag: str) -> None:
        """End a paragraph, or something that is not read."""
        self.silent = max(0, self.silent - (tag in _SILENT))
        if tag in _BLOCKS:
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        """Take text."""
        if not self.silent:
            self.parts.append(data)


def _plain(html: str) -> str:
    """Return the text of HTML, a paragraph a line, with blank lines between."""
    parser = _Paragraphs()
    parser.feed(html)
    parser.close()
    lines = "".join(parser.parts).split("\n\n")
    return "\n\n".join(line for line in (" ".join(part.split()) for part in lines) if line)
