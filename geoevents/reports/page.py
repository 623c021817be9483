"""A saved web page: its article's text, and what its head says of title, outlet and date."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from geoevents.errors import MissingToolError, ReportError
from geoevents.reports.draft import Draft, web_address
from geoevents.reports.furniture import keep, paragraphs
from geoevents.reports.plain import read_text
from geoevents.reports.stamps import read_stamp

__all__ = ["read_page"]

log = logging.getLogger(__name__)

_DATES = (
    "article:published_time", "og:article:published_time", "datepublished", "publishdate",
    "publish-date", "publish_date", "pubdate", "published_time", "parsely-pub-date",
    "sailthru.date", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date",
    "dcterms.date", "citation_publication_date", "date", "article.published",
    "originalpublicationdate",
)  # fmt: skip
_TITLES = ("og:title", "twitter:title", "headline", "dc.title", "parsely-title")
_OUTLETS = ("og:site_name", "application-name", "dc.publisher", "publisher", "article:publisher")
_SAVED_FROM = re.compile(r"<!--\s*saved from url=(?:\(\d+\))?(\S+?)\s*-->")
_WAYBACK = re.compile(r"https?://web\.archive\.org/web/(\d{14})(?:[a-z_]+)?/(\S+)", re.ASCII)
_URL_DATE = re.compile(r"/((?:19|20)\d\d)[/-](\d{2})[/-](\d{2})(?=[/-]|\b)")
_BLOCKS = "//p | //h2 | //h3 | //li | //blockquote"
_SHORTEST = 200


def read_page(html: str, path: Path) -> Draft:
    """Turn an HTML page into a draft; the headline stands above the article's text.

    The article is found by trafilatura; where it finds none, all paragraphs are taken and
    furniture is removed as from text.

    Raises
    ------
    ReportError
        If the page holds no text.
    MissingToolError
        If lxml is not installed.
    """
    try:
        from lxml import etree  # type: ignore[import-untyped]  # noqa: PLC0415  heavy
        from lxml import html as lxml_html  # noqa: PLC0415
    except ImportError as error:
        raise MissingToolError(
            f"Reading saved pages needs lxml ({error}); install it with `pip install lxml`."
        ) from error
    try:
        tree = lxml_html.document_fromstring(_without_declaration(html))
    except (etree.LxmlError, ValueError) as error:
        raise ReportError(f"'{path}' holds no page; expected HTML with an article.") from error
    meta = _meta(tree)
    linked = list(_linked_data(tree))
    body = _article(html)
    if len(body) < _SHORTEST:
        fallback = _all_paragraphs(tree)
        if len(fallback) > len(body):
            log.info("%s: no article was recognised; all its paragraphs are read", path)
            body = fallback
    if not body.strip():
        raise ReportError(f"'{path}' holds no text; expected a page with an article.")
    draft = read_text(_clean(body), path)
    draft.title = _title(tree, meta, linked) or draft.title
    headings = {_one_line(element.text_content()) for element in tree.iter("h1")}
    has_headline = draft.text.split("\n", 1)[0] in headings or draft.title in draft.text[:400]
    if draft.title and not has_headline:
        draft.text = f"{draft.title}\n\n{draft.text}"
    _read_source(draft, html, tree, meta, linked)
    _read_date(draft, tree, meta, linked)
    return draft


def _article(html: str) -> str:
    """Return the article that trafilatura finds, or nothing."""
    try:
        import trafilatura  # noqa: PLC0415  heavy
    except ImportError as error:
        log.warning(
            "trafilatura cannot be loaded (%s): all paragraphs of pages are read, and furniture "
            "may be left in them; `pip install trafilatura lxml_html_clean` helps",
            error,
        )
        return ""
    options: dict[str, bool] = {"include_comments": False, "include_tables": False}
    precise = trafilatura.extract(html, favor_precision=True, deduplicate=True, **options)
    return precise or trafilatura.extract(html, **options) or ""


def _without_declaration(html: str) -> str:
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", html, count=1)


def _clean(text: str) -> str:
    found = paragraphs(text)
    return "\n\n".join(p.text for p, kept in zip(found, keep(found), strict=True) if kept)


def _meta(tree: Any) -> dict[str, str]:
    """Return the page's meta elements, first one standing, names in lower case."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        content = (element.get("content") or "").strip()
        for attribute in ("property", "name", "itemprop"):
            name = (element.get(attribute) or "").strip().lower()
            if name and content:
                found.setdefault(name, content)
    return found


def _linked_data(tree: Any) -> Iterator[dict[str, Any]]:
    """Give the JSON-LD objects of a page that describe something published."""
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().lower() != "application/ld+json":
            continue
        try:
            data = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        queue = [data]
        while queue:
            entry = queue.pop(0)
            if isinstance(entry, list):
                queue += entry
            elif isinstance(entry, dict):
                if "datePublished" in entry or "headline" in entry:
                    yield entry
                queue += [entry[key] for key in ("@graph", "mainEntity") if key in entry]


def _title(tree: Any, meta: dict[str, str], linked: list[dict[str, Any]]) -> str:
    for name in _TITLES:
        if name in meta:
            return _one_line(meta[name])
    for entry in linked:
        if isinstance(entry.get("headline"), str):
            return _one_line(entry["headline"])
    for path in ("//article//h1", "//h1", "//title"):
        for element in tree.xpath(path):
            title = _one_line(element.text_content())
            if title:
                return title
    return ""


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _read_source(
    draft: Draft, html: str, tree: Any, meta: dict[str, str], linked: list[dict[str, Any]]
) -> None:
    """Take the page's address and outlet."""
    saved = _SAVED_FROM.search(html[:5000])
    links = [saved[1]] if saved else []
    links += [meta[name] for name in ("og:url", "twitter:url", "parsely-link") if name in meta]
    links += [e.get("href") or "" for e in tree.xpath("//link[@rel='canonical']")]
    links += [str(entry["url"]) for entry in linked if isinstance(entry.get("url"), str)]
    for link in links:
        archived = _WAYBACK.fullmatch(link.strip())
        if archived:
            draft.archive_url = draft.archive_url or web_address(link)
            draft.retrieved_at = draft.retrieved_at or read_stamp(_wayback_time(archived[1]))
            link = archived[2]  # noqa: PLW2901  the address that was archived
        draft.source_url = draft.source_url or web_address(link)
    names = [meta[name] for name in _OUTLETS if name in meta and "://" not in meta[name]]
    for entry in linked:
        publisher = entry.get("publisher")
        if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
            names.append(publisher["name"])
    host = (urlsplit(draft.source_url).hostname or "").removeprefix("www.")
    draft.source = _one_line(names[0]) if names else draft.source or host


def _wayback_time(digits: str) -> str:
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:8]} {digits[8:10]}:{digits[10:12]}:{digits[12:]}"


def _read_date(draft: Draft, tree: Any, meta: dict[str, str], linked: list[dict[str, Any]]) -> None:
    """Take the date that the page's head gives; else a time element; else its address."""
    values = [meta[name] for name in _DATES if name in meta]
    values += [str(entry["datePublished"]) for entry in linked if entry.get("datePublished")]
    values += [e.get("datetime") or "" for e in tree.xpath("//time[@datetime][@pubdate]")]
    values += [e.get("content") or e.get("datetime") or "" for e in
               tree.xpath("//*[@itemprop='datePublished']")]  # fmt: skip
    values += [e.get("datetime") or "" for e in tree.xpath("//article//time[@datetime]")]
    values += [e.get("datetime") or e.text_content() for e in tree.xpath("//time")]
    for value in values:
        when = read_stamp(value)
        if when is not None:
            draft.published_at, draft.published_text = when, _one_line(value)
            return
    if draft.published_at is not None:
        return
    for element in tree.xpath("//body//*[contains(@class, 'date') or contains(@class, 'time')]"):
        words = _one_line(element.text_content())
        when = read_stamp(words) if len(words) < 120 else None
        if when is not None:
            draft.published_at, draft.published_text = when, words
            return
    in_url = _URL_DATE.search(draft.source_url)
    when = read_stamp("-".join(in_url.groups())) if in_url else None
    if when is not None and in_url:
        draft.published_at, draft.published_text = when, in_url[0]


def _all_paragraphs(tree: Any) -> str:
    for element in tree.xpath("//script | //style | //nav | //footer | //form | //noscript"):
        element.drop_tree()
    lines = [_one_line(element.text_content()) for element in tree.xpath(_BLOCKS)]
    return "\n\n".join(line for line in lines if line)
