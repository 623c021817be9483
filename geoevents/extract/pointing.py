"""Phrases such as "the city", "there", "its airport" -> the place last spoken of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from geoevents.extract.clauses import Clauses
from geoevents.extract.focus import Focus, Placed, is_area, is_country
from geoevents.extract.phrases import Phrases, Range
from geoevents.extract.seats import Seats
from geoevents.extract.tokens import Token
from geoevents.extract.words import word_set
from geoevents.model import Mention, PlaceKind

__all__ = ["Pointing"]

_LINES = word_set(
    "road roads highway motorway border frontier river coast front frontline line lines route"
)
_TOWN_AT_LEAST = 20_000
_CITY_AT_LEAST = 100_000
_POINTS_BACK = {"the", "its", "their", "this", "that", "his", "both"}
_DIVISION_WORDS = word_set("province state region governorate oblast county canton district")
_TOWN_WORDS = word_set(
    "city town village capital settlement port camp enclave suburb neighbourhood neighborhood"
)


_SEATS = (["capital"], ["city"], ["town"], ["centre"], ["center"])
_SEAT_OF_DIVISION = word_set("provincial regional state district oblast governorate county")
_CAPITAL = re.compile(r",? \(?(?:is |was )?(?:the )?(?:[\w'\u2019-]+ ){0,2}capital\b")
_CAPITAL_BEFORE = re.compile(r"\bcapital,? (?:of )?\Z")
_SPEAKERS_OF = re.compile(
    r"\b(?:residents?|people|villagers|witness(?:es)?|inhabitants|locals) (?:of|in|from) \Z",
    re.IGNORECASE,
)


_FRONTED = re.compile(
    r"(?:\A|[.!?\n\u201d\"]\s+|\n)(?:In|At|Around|Near|Outside) "
    r"(?:(?:the )?(?:[\w-]+ ){0,3}(?:town|city|village|port|capital|district|camp|area) of )?"
    r"(?:the )?\Z"
)


def _place_id(mention: Mention) -> str:
    return mention.match.place.place_id if mention.match is not None else ""


@dataclass(slots=True)
class Pointing:
    """What a sentence's words can point back to."""

    text: str
    clauses: Clauses
    phrases: Phrases
    mentions: Sequence[Mention]
    focus: Focus
    sentence: int
    earlier: list[Mention] = field(default_factory=list)
    local: list[Mention] = field(default_factory=list)
    previous: list[Mention] = field(default_factory=list)
    told: Mention | None = None
    topic: str = ""
    seats: Seats | None = None

    def _back(self, span: Range, low: str) -> Placed | None:  # noqa: PLR0911  cases in turn
        """Resolve "the city", "there", "its airport", "the centre of the city"."""
        tokens = self.phrases.tokens
        words = [t.low for t in tokens[span[0] : span[1]]]
        if span[0] and tokens[span[0] - 1].low == "that":
            words = ["that", *words]
        if words[-1] == "country" and self.focus.country is not None and len(words) <= 2:
            return Placed(None, self._words(span), ("the country as a whole",), 0.8)
        if words[-1] == "country":
            return None
        if low in _LINES:
            return None
        pointing = (
            bool(_POINTS_BACK & set(words))
            or low in {"there", "it", "them"}
            or self._is_definite(span)
            or self._is_bare(span, low)
        )
        wanted = next(
            (w for w in reversed(words) if w in _TOWN_WORDS | _DIVISION_WORDS | {"area"}), ""
        )
        if not pointing:
            return None
        if self.topic and wanted in _TOWN_WORDS:
            return Placed(None, self._words(span), (f"no gazetteer knows '{self.topic}'",), 0.8)
        target: Mention | None
        if (
            wanted in _DIVISION_WORDS
            and self._recent(area=True) is not None
            and wanted != "district"
        ):
            target = self._recent(area=True)
        elif wanted == "area":
            target = self._last_local() or self.focus.latest
        else:
            target = self._facility(low) or self._just_named(words) or self._owner(words)
            target = target or self._recent(area=False)
            target = target or self.focus.latest
        target = self._city(target) if wanted == "city" else target
        target = self._seat(words, target) if wanted == "capital" else target
        if target is None:
            return None
        target = self.focus.placed(target)
        return Placed(
            target,
            self._words(span),
            (f"'{self._words(span)}' points back to {target.phrase}", *target.reasons[:2]),
            0.85,
            is_implied=True,
        )

    def _facility(self, low: str) -> Mention | None:
        """Let "the base" mean the place of the last one named: "Menagh air base"."""
        if not self.phrases.lexicon.noun_is(low, "site"):
            return None
        for mention in reversed([*self.earlier, *self.local]):
            after = re.split(r"[,.;:]", self.text[mention.end : mention.end + 20].lower())[
                0
            ].split()
            if low in {*mention.phrase.lower().split(), *after[:2]} and not is_country(mention):
                return mention
        return None

    def _owner(self, words: list[str]) -> Mention | None:
        """Let "its port" be of the town that its own sentence speaks of, if of one only."""
        towns = [m for m in self.local if not is_area(m) and m.longitude is not None]
        return towns[0] if words[0] == "its" and len(towns) == 1 else None

    def _just_named(self, words: list[str]) -> Mention | None:
        """Let "that town" mean the town named last, also in "5 km from Tell Rifaat"."""
        if words[0] != "that" or self.local or not self.earlier:
            return None
        towns = [m for m in self.earlier if not is_country(m) and m.match is not None]
        last = towns[-1] if towns else None
        place = last.match.place if last is not None and last.match is not None else None
        if last is None or place is None or place.feature_class != "P":
            return None
        if last.kind is PlaceKind.NAMED:
            return last
        return replace(
            last,
            kind=PlaceKind.NAMED,
            phrase=last.toponym,
            longitude=place.longitude,
            latitude=place.latitude,
            uncertainty_m=place.extent_m,
            extent_wkt="",
        )

    def _city(self, target: Mention | None) -> Mention | None:
        """Let "the city" pass over a village spoken of in between, and what only says where.

        "Two villages in Idlib" is not about the city of Idlib where the report is Aleppo's.
        """
        if target is None or target in self.local:
            return target
        towns = [m for m in self.earlier if not is_area(m) and m.match is not None]
        cities = [m for m in towns if _population(m) >= _CITY_AT_LEAST]
        last = target if _population(target) >= _TOWN_AT_LEAST else (cities or [target])[-1]
        told = Counter(_place_id(m) for m in self.earlier)  # "eastern Aleppo" speaks of it, too
        often = [m for m in cities if told[_place_id(m)] > 2 * max(1, told[_place_id(last)])]
        return often[-1] if often else last

    def _is_bare(self, span: Range, low: str) -> bool:
        """As in "Renk: town calm", "north of town": notes leave the article out."""
        tokens, k = self.phrases.tokens, span[0] - 1
        opens = k < 0 or tokens[k].tag in {":", ";", ".", "PREP"}
        return span[1] - span[0] == 1 and low in _TOWN_WORDS and opens

    def _is_definite(self, span: Range) -> bool:
        """Whether "the" stands before the words that lead up to a phrase: "the rebel-held town"."""
        tokens, k = self.phrases.tokens, span[0] - 1
        while k >= 0 and (tokens[k].entity.startswith("A") or tokens[k].tag in {"N", "ADJ"}):
            k -= 1
        return k >= 0 and tokens[k].low == "the" and span[0] - k <= 4

    def _capital(self, span: Range, mentions: list[Mention]) -> Placed | None:
        """Take "the capital of Tigray" for the town spoken of before, not for all of Tigray."""
        tokens = self.phrases.tokens
        words = [t.low for t in tokens[span[0] : span[1]]]
        if words[-1:] == ["capital"] and not mentions:
            mentions = [
                self.mentions[int(t.entity[1:])]
                for t in tokens[span[0] : span[1]]
                if t.entity.startswith("P")
            ]  # "Chad's capital"
        elif "of" not in words or words[: words.index("of")][-1:] not in _SEATS:
            return None
        if len(mentions) != 1 or not is_area(mentions[0]):
            return None
        if mentions[0].kind is not PlaceKind.NAMED:
            return None
        place = mentions[0].match.place if mentions[0].match is not None else None
        town = self.focus.settlement
        if place is not None and self.seats is not None and "capital" in words:
            town = self.seats.of(place, self._words(span)) or town
        if town is None:
            return None
        return Placed(
            town,
            self._words(span),
            (f"'{self._words(span)}' points back to {town.phrase}", *town.reasons[:2]),
            0.8,
            is_implied=True,
        )

    def _seat(self, words: list[str], target: Mention | None) -> Mention | None:
        """Let "the capital" be the country's, "the provincial capital" the division's."""
        if {"facto", "rebel", "former"} & set(words):
            return None
        if self.seats is None:
            return target
        if _SEAT_OF_DIVISION & set(words):
            known = [self._last_local(), target, self.focus.area]
            near = next((m for m in known if m is not None), None)
            place = near.match.place if near is not None and near.match is not None else None
            seat = self.seats.of_division(place, " ".join(words)) if place is not None else None
            return seat or target
        place = target.match.place if target is not None and target.match is not None else None
        if target is None or place is None or place.feature_code == "PPLC":
            return target or self.seats.of_home(" ".join(words))
        called = _CAPITAL.match(self.text, target.end) or _CAPITAL_BEFORE.search(
            self.text, max(0, target.start - 20), target.start
        )
        if place.feature_code == "PPLA" and called:
            return target  # "Lashkar Gah, the capital of Helmand", then "the capital"
        return self.seats.of_home(" ".join(words)) or target

    def _recent(self, *, area: bool) -> Mention | None:  # noqa: PLR0911  cases in turn
        """Return what the report is about, or was last said: a settlement, or an area."""
        if self.told is not None and is_area(self.told) == area and not is_country(self.told):
            return self.told
        known = self.focus.area if area else self.focus.settlement
        pool = [m for m in self.local if is_area(m) == area and not is_country(m)]
        for mention in pool:  # "Residents of Muse said the town ..."
            if _SPEAKERS_OF.search(self.text, max(0, mention.start - 30), mention.start):
                return mention
        fronted = [m for m in pool if _FRONTED.search(self.text, max(0, m.start - 50), m.start)]
        if fronted:
            return fronted[-1]  # "In al-Fashir, the RSF shelled the hospital"
        last = [m for m in self.previous if is_area(m) == area and not is_country(m)]
        if len(last) == 1 and not pool and self.focus.sentence < self.sentence - 1:
            return last[0]  # named once in the sentence before, though in no claim
        if known is not None and (self.sentence - self.focus.sentence <= 3 or not pool):
            return known
        if pool:
            return pool[-1]
        here = [m for m in self.earlier if m.start >= self.focus.since]
        older = [m for m in here if is_area(m) == area and not is_country(m)]
        return older[-1] if older else known

    def _last_local(self) -> Mention | None:
        return next((m for m in reversed(self.local) if not is_country(m)), None)

    def _words(self, span: Range) -> str:
        tokens: list[Token] = self.phrases.tokens[span[0] : span[1]]
        return self.text[tokens[0].start : tokens[-1].end] if tokens else ""


def _population(mention: Mention) -> int:
    return mention.match.place.population if mention.match is not None else 0
