"""A report's text -> what was found in it: places, parties, dates, and its sentences parsed."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from datetime import UTC, datetime
from typing import Any

import pandas as pd

from geoevents.actors import Actors, Found
from geoevents.dates import FoundDate
from geoevents.extract.focus import is_country
from geoevents.extract.home import at_home
from geoevents.extract.lexicon import Lexicon
from geoevents.extract.naming import welcome
from geoevents.extract.nations import with_national_forces
from geoevents.extract.parsing import Parsed, parse_sentence
from geoevents.extract.sentences import Sentence
from geoevents.extract.timing import dates_of
from geoevents.extract.words import word_set
from geoevents.geocoding import DATELINE, find_datelines, find_mentions
from geoevents.model import Geocoder, Mention, PlaceKind

__all__ = ["ReportText"]

_GROUND = word_set(
    "in into from to near across inside towards toward at of around outside through throughout "
    "north south east west northern southern eastern western central over for with between "
    "captured"
)
_CAPITAL_OF = re.compile(
    r", (?:the |a )?(?:[\w'\u2019-]+ ){0,3}(?:capital|town|city) (?:of|in) (?:the )?\Z"
)


class ReportText:
    """One report's text with the places, parties and dates found in it, in text order."""

    def __init__(
        self, report: pd.Series[Any], geocoder: Geocoder, actors: Actors, lexicon: Lexicon
    ) -> None:
        self.report = report
        self.text = str(report["text"])
        published = report["published_at"]
        self.published: datetime | None = (
            None if pd.isna(published) else pd.Timestamp(published).to_pydatetime().astimezone(UTC)
        )
        self.lexicon = lexicon
        on = self.published.date() if self.published is not None else None
        self.geocoder = geocoder
        found = find_mentions(self.text, geocoder)
        filed = {m.start: m for m in found if DATELINE in m.reasons}
        self.datelines = [d for d in find_datelines(self.text) if d.is_sure or d.start in filed]
        self.filed = next((filed[d.start] for d in self.datelines if d.start in filed), None)
        self.mentions = at_home(self._usable(found), geocoder, self.text)
        grounds = [m.match.place.country_code for m in self.mentions if m.match is not None]
        parties = actors.find(self.text, on=on, countries=grounds)
        parties = with_national_forces(self.text, parties, actors, on=on)
        self.hits = [h for h in parties if not self._is_ground(h)]
        self.mentions = [m for m in self.mentions if not self._in_actor(m)]
        self.dates = dates_of(self.text, self.mentions, on)
        self.transitive = lexicon.transitive

    def _usable(self, mentions: list[Mention]) -> list[Mention]:
        """Leave out the datelines: where a report was filed is no place of its events."""
        filed = [m for m in mentions if DATELINE not in m.reasons]
        for line in self.datelines:
            filed = [m for m in filed if not line.start <= m.start < line.end]
        return filed

    def _take(self, given: list[tuple[int, int]]) -> None:
        """Place the text once more, with the names that verbs show to be places."""
        found = self._usable(find_mentions(self.text, self.geocoder, given=given))
        found = at_home(found, self.geocoder, self.text)
        told = {m.start for m in found} - {m.start for m in self.mentions}
        keep = welcome(found, told)
        self.mentions = [m for m in keep if not self._in_actor(m)]

    def _is_ground(self, hit: Found) -> bool:
        """Whether a party's name stands for its country's ground: "into Turkey", "near Kyiv"."""
        at = bisect_right(self.mentions, hit[0], key=lambda m: m.start) - 1
        m = self.mentions[at] if at >= 0 else None
        if m is None or m.end < hit[1] or m.is_demonym or m.match is None:
            return False
        before = re.search(r"(\w+)\s+$", self.text[max(0, hit[0] - 20) : hit[0]])
        follows = self.text[hit[1] : hit[1] + 2] in {"'s", "\u2019s"}
        return before is not None and before[1].lower() in _GROUND and not follows

    def _parse(self, s: Sentence) -> Parsed:
        first = bisect_left(self.hits, s.body, key=lambda hit: hit[0])
        last = bisect_left(self.hits, s.end, key=lambda hit: hit[0])
        actors = [(n, self.hits[n]) for n in range(first, last) if self.hits[n][1] <= s.end]
        places = [
            (n, m.start, m.end)
            for n in self._mentions_in(s.body, s.end)
            if (m := self.mentions[n]).end <= s.end and not m.is_demonym
        ]
        dates = [(d.start, d.end) for d in self._dates_in(s.body, s.end) if d.end <= s.end]
        return parse_sentence(
            self.text,
            s,
            self.lexicon,
            actors=actors,
            places=places,
            dates=dates,
            transitive=self.transitive,
        )

    def _in_actor(self, mention: Mention) -> bool:
        at = bisect_right(self.hits, mention.start, key=lambda hit: hit[0]) - 1
        return at >= 0 and mention.end <= self.hits[at][1]

    def _mentions_in(self, a: int, b: int) -> range:
        """Return the numbers of the mentions that begin in ``[a, b)``."""
        first = bisect_left(self.mentions, a, key=lambda m: m.start)
        return range(first, bisect_left(self.mentions, b, key=lambda m: m.start))

    def _dates_in(self, a: int, b: int) -> list[FoundDate]:
        first = bisect_left(self.dates, a, key=lambda d: d.start)
        return self.dates[first : bisect_left(self.dates, b, key=lambda d: d.start)]

    def _local(self, item: Parsed, trigger: int) -> list[Mention]:
        """Return the places of the sentence before a claim's trigger, nearest last."""
        at = item.clauses.tokens[trigger].start
        inside = [self.mentions[n] for n in self._mentions_in(item.sentence.body, at)]
        return [
            m
            for m in inside
            if not m.is_demonym and not self._explains(m) and (m.match is None or not is_country(m))
        ]

    def _explains(self, mention: Mention) -> bool:
        """Whether a place only explains what stands before: ", 40km south of Y", "capital of Y"."""
        if _CAPITAL_OF.search(self.text, max(0, mention.start - 40), mention.start):
            return True
        before = self.text[max(0, mention.start - 3) : mention.start].rstrip()
        return mention.kind is PlaceKind.RELATIVE and before.endswith(",")
