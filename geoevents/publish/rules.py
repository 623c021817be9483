"""What may be published, and how much of it: one small value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from geoevents.errors import InputError

__all__ = ["PublishRules"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishRules:
    """Rules by which claims are published.

    Parameters
    ----------
    delay : timedelta
        How long a claim must have been known, and its happening be past. 72 hours: what moves in
        a war has moved on by then, and whoever spoke has had time to take it back.
    coarsen_m : float
        Metres of the grid on which a sensitive claim's place is put, 1,000 at least. 5 km hides a
        house, a street and most villages; where settlements lie farther apart, ask for more.
    quote_words : int
        Words of one quotation of somebody else's text. Laws name no number; 30 leaves most
        sentences of news whole and takes no paragraph.
    report_words : int
        Words quoted of one report in all. 200 is a part of a news report, and replaces none.
    own_sources : frozenset of str
        Outlets (column `source`) whose texts are the publisher's own, and are not cut.
    withhold : tuple of str
        Words that must stand nowhere: a claim that holds one is treated as sensitive.
    """

    delay: timedelta = timedelta(hours=72)
    coarsen_m: float = 5_000.0
    quote_words: int = 30
    report_words: int = 200
    own_sources: frozenset[str] = frozenset()
    withhold: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse rules that protect nobody."""
        if self.delay < timedelta(0):
            raise InputError(f"delay is {self.delay}; expected none or a positive one.")
        if not 1_000 <= self.coarsen_m <= 500_000:
            raise InputError(
                f"coarsen_m is {self.coarsen_m:g}; expected 1,000 to 500,000 metres: a finer grid "
                "would give the place away."
            )
        if min(self.quote_words, self.report_words) < 0:
            raise InputError("A number of quoted words is negative; expected 0 or more.")
        for word in self.withhold:
            if len(word.strip()) < 3:
                raise InputError(
                    f"'{word}' is too short to be withheld: it stands in other words; expected a "
                    "name of three letters or more."
                )
