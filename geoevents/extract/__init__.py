"""Report text -> claims: actors named, cues, attribution, status, dates, places.

From letters to words (`sentences`, `tokens`) over verbs and their clauses (`clauses`, `phrases`),
who vouches (`attribution`, `speakers`, `voices`) and frames (`lexicon`, `frames`, `nouns`) to what
a claim needs (`status`, `timing`, `placing`, `parties`, `quantities`); `reader` puts a report's
claims together, `rules` is the extractor, and `table` runs one over a reports table.
"""

from __future__ import annotations

from geoevents.extract.rules import RuleExtractor
from geoevents.extract.table import extract_claims

__all__ = ["RuleExtractor", "extract_claims"]
