"""A person's last word: a sheet to decide in, and its decisions applied to any extraction.

`sheet` makes the sheet and `files` writes and reads it; `decisions` checks what was written,
`matching` finds each claim again, `correcting` looks up corrected places and dates, `applying`
carries out what was decided, and `findings` lists what needs another look.
"""

from __future__ import annotations

from geoevents.review.applying import apply_decisions, check_decisions
from geoevents.review.files import read_decisions, write_decisions
from geoevents.review.sheet import review_sheet

__all__ = [
    "apply_decisions",
    "check_decisions",
    "read_decisions",
    "review_sheet",
    "write_decisions",
]
