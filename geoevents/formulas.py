r"""Text to a cell that no spreadsheet takes for a formula, and back without loss.

An apostrophe goes before what starts a formula: at the cell's start, and behind a semicolon, tab or
line break inside it, where a spreadsheet of a country that separates cells by semicolons would
begin a new cell. Spaces and signs that nobody sees may stand between, and so may apostrophes.
"""

from __future__ import annotations

import re

__all__ = ["guarded", "unguarded"]

# Spaces, control and format characters, fillers: what a spreadsheet may trim or not show.
_UNSEEN = (
    r"\x00-\x20\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180e\u2000-\u200f"
    r"\u2028-\u202f\u205f-\u206f\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
    r"\U000e0000-\U000e007f"
)
_RUN = rf"['{_UNSEEN}]"
# A whole run before a formula's sign, which may also stand in full width; each run is read once.
_BEFORE_SIGN = re.compile(rf"(?<!{_RUN}){_RUN}*+(?=[=+\-@\uff1d\uff0b\uff0d\uff20])")
_BREAK_FIRST = re.compile(r"'*[\t\r\n]")
_BEHIND_BREAK = re.compile(r"(?<=[\t\n])|(?<=\r)(?!\n)")
_GUARD_BEHIND_BREAK = re.compile(r"(?<=[\t\r\n])'")


def guarded(text: str) -> str:
    """Return the text with an apostrophe before everything that would start a formula."""
    cell = _BEFORE_SIGN.sub(lambda run: _opening(run) + _BEHIND_BREAK.sub("'", run[0]), text)
    return f"'{cell}" if _starts_with_break(text) else cell


def unguarded(cell: str) -> str:
    """Return the text that `guarded` made a cell of."""
    text = cell[1:] if cell.startswith("'") and _starts_with_break(cell) else cell
    return _BEFORE_SIGN.sub(
        lambda run: _GUARD_BEHIND_BREAK.sub("", run[0].removeprefix(_opening(run))), text
    )


def _opening(run: re.Match[str]) -> str:
    """Return the apostrophe that a run gets at its start: where the cell, or a split one, does."""
    return "'" if run.start() == 0 or run.string[run.start() - 1] == ";" else ""


def _starts_with_break(text: str) -> bool:
    """Whether a text starts with a tab or line break, and no formula's sign behind it."""
    first = _BEFORE_SIGN.match(text)
    return first is None and _BREAK_FIRST.match(text) is not None
