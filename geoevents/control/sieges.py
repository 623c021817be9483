"""A siege's own words -> whether it ended: the type of a claim says only that there was one."""

from __future__ import annotations

import re

__all__ = ["is_lifted"]

_LIFTED = re.compile(
    r"\b(?:lift(?:s|ed|ing)?|br(?:ea|o)k(?:e|s|en|ing)?|end(?:s|ed|ing)?|reliev(?:es?|ed|ing))\b"
    r"[^.;,]{0,60}\b(?:siege|blockade|encirclement)\b"
    r"|\b(?:siege|blockade|encirclement)\b[^.;,]{0,40}\b(?:lifted|broken|ended|over)\b",
    re.IGNORECASE,
)


def is_lifted(quote: object) -> bool:
    """Whether a sentence says that a siege ended: "rebels broke the siege of Marea"."""
    return isinstance(quote, str) and _LIFTED.search(quote) is not None
