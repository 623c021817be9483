"""What a reader finds in a file, before it becomes a row: title, text, source, date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

__all__ = ["Draft", "web_address"]


@dataclass(slots=True)
class Draft:
    """A report as it stands in its file; what was not found is empty.

    `dateline` is a dateline's date without its year ("Feb 9"); `name` tells it from the other
    reports of its file.
    """

    text: str
    title: str = ""
    source: str = ""
    source_url: str = ""
    published_at: datetime | None = None
    published_text: str = ""
    dateline: str = ""
    retrieved_at: datetime | None = None
    archive_url: str = ""
    name: str = ""


def web_address(text: str) -> str:
    """Return `text` if it is an http(s) address of a host, else nothing."""
    text = text.strip()
    try:
        parts = urlsplit(text)
        is_web = parts.scheme.lower() in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return ""
    return text if is_web and not any(sign.isspace() or sign in '<>"' for sign in text) else ""
