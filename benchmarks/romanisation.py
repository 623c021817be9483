"""How often a romanised name finds its place when its own spelling is unknown.

    python benchmarks/romanisation.py [COUNTRY ...]

Every Latin variant of every place of the first country (Syria by default) that GeoNames gives two
or more is held out in turn, and looked up among all other names: once in its country, once in
the whole region (all countries named; by default 13 of the Middle East). Right: the place ranks
first, of which "marked" says that it is ambiguous. Wrong: another place ranks first, and nothing
says that there are more. Told: another ranks first, marked as ambiguous. None: nothing is found.
Places of one name are told apart by population alone, as they stand here without context:
"namesakes" are those of wrong and told whose name was known exactly. The last lines time batches
of distinct names.
"""

from __future__ import annotations

import difflib
import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable

import pandas as pd

from geoevents.gazetteer import Gazetteer, fold
from geoevents.gazetteer.index import ALTERNATE, ARTICLE_COUNTRIES, NO_ARTICLE, PRIMARY, prior
from geoevents.gazetteer.lexicon import Lexicon, find_alike, worths
from geoevents.gazetteer.names import without_article
from geoevents.gazetteer.ranking import Found, closeness, rank
from geoevents.gazetteer.sources import cities_file, read_cities
from geoevents.geocoding import geocode
from geoevents.model import Place

REGION = ["SY", "IQ", "LB", "JO", "PS", "IL", "TR", "EG", "SA", "YE", "IR", "KW", "CY"]
_MARKS = "\u2018\u2019\u02bf\u02be"  # quotation marks and half rings that stand for ayn and hamza
COLUMNS = ("right", "marked", "wrong", "told", "none", "namesakes")
# The place's number, whether its name was known exactly, whether the win is said to be narrow
Answer = tuple[int | None, bool, bool]


def is_latin(name: str) -> bool:
    """Whether a name is written in Latin letters."""
    return all(ord(c) < 0x370 or 0x1E00 <= ord(c) < 0x1F00 or c in _MARKS for c in name)


class Holdout(Lexicon):
    """A lexicon that can forget one name for the length of a question."""

    def forget(self, key: str, place: int) -> list[tuple[int, str]]:
        """Forget a place's name and return what to pass to `restore`."""
        before = self._bearers[key]
        self._bearers[key] = [b for b in before if b[0] != place]
        return before

    def restore(self, key: str, before: list[tuple[int, str]]) -> None:
        """Undo `forget`."""
        self._bearers[key] = before


class Names:
    """All Latin names of some countries, in memory, as the index would hold them."""

    def __init__(self, countries: list[str]) -> None:
        self.places: list[Place] = []
        self.variants: list[list[str]] = []
        self.kinds: dict[tuple[str, int], dict[str, int]] = defaultdict(dict)
        for entry, _ in read_cities(cities_file()):
            if entry.place.country_code in countries:
                names = dict.fromkeys([entry.place.name, *entry.alternates])
                self.places.append(entry.place)
                self.variants.append([n for n in names if is_latin(n)])
        self.numbers = {place.place_id: i for i, place in enumerate(self.places)}
        for number, names in enumerate(self.variants):
            for name in names:
                self._add(number, name)
        self.bearers: dict[str, set[int]] = defaultdict(set)
        self.written: dict[str, list[tuple[int, str]]] = defaultdict(list)
        rows: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
        for (key, number), spellings in self.kinds.items():
            self.bearers[key].add(number)
            country = self.places[number].country_code
            rows[country].append((key, next(iter(spellings)), number))
        for number, names in enumerate(self.variants):
            for name in names:
                self.written[name.casefold()].append((number, name))
        self.lexicons = {code: Holdout(rows[code]) for code in countries}
        self.keys = sorted(self.bearers)

    def _add(self, number: int, name: str) -> None:
        place = self.places[number]
        kind = PRIMARY if name == place.name else ALTERNATE
        key = fold(name)
        self.kinds[key, number][name] = kind
        if place.country_code in ARTICLE_COUNTRIES and without_article(key) != key:
            self.kinds[without_article(key), number].setdefault(name, NO_ARTICLE)

    def exact(self, name: str, held: tuple[int, str]) -> list[Found]:
        """Return the places of a folded name, the held-out spelling apart."""
        key = fold(name)
        for variant in dict.fromkeys([key, without_article(key)]):
            found = []
            for number in self.bearers.get(variant, ()):
                kinds = self.kinds[variant, number]
                left = [k for n, k in kinds.items() if (number, n) != held]
                if left:
                    found.append(self.found(number, name, closeness(min(left), name)))
            if found:
                return found
        return []

    def found(self, number: int, name: str, worth: float) -> Found:
        """Return what ranking wants to know of a place."""
        return Found(self.places[number], name, "", worth, prior(self.places[number]))

    def answer(self, found: list[Found], *, is_exact: bool) -> Answer:
        """Return the best place as an answer."""
        best = rank(found)
        if not best:
            return None, False, False
        return self.numbers[best[0].place.place_id], is_exact, best[0].is_ambiguous


def by_case(names: Names, name: str, held: tuple[int, str]) -> Answer:
    """Answer with the most populous place of the same letters but for case."""
    found = [p for p, spelling in names.written[name.casefold()] if (p, spelling) != held]
    best = max(found, key=lambda p: names.places[p].population, default=None)
    return best, best is not None, False


def by_fold(names: Names, name: str, held: tuple[int, str]) -> Answer:
    """Answer with the best place of the same folded name."""
    found = names.exact(name, held)
    return names.answer(found, is_exact=True)


def by_difflib(names: Names, name: str, held: tuple[int, str]) -> Answer:
    """Answer by folding, then by difflib's closest folded name."""
    found = names.exact(name, held)
    if found:
        return names.answer(found, is_exact=True)
    for key in difflib.get_close_matches(fold(name), names.keys, n=5, cutoff=0.8):
        for number in names.bearers[key]:
            if any((number, n) != held for n in names.kinds[key, number]):
                return number, False, False
    return None, False, False


def by_sound(names: Names, name: str, held: tuple[int, str]) -> Answer:
    """Answer as the gazetteer does: by folding, then by sound."""
    found = names.exact(name, held)
    if found:
        return names.answer(found, is_exact=True)
    number = held[0]
    lexicon = names.lexicons[names.places[number].country_code]
    key = fold(name)
    own = {key, without_article(key)}
    gone = [k for k in own if set(names.kinds.get((k, number), ())) == {held[1]}]
    before = [(k, lexicon.forget(k, number)) for k in gone]
    alike = find_alike(key, list(names.lexicons.values()))
    for k, bearers in before:
        lexicon.restore(k, bearers)
    hits = [
        names.found(hit.place, name, worth) for hit, worth in zip(alike, worths(alike), strict=True)
    ]
    return names.answer(hits, is_exact=False)


METHODS: dict[str, Callable[[Names, str, tuple[int, str]], Answer]] = {
    "case-folding": by_case,
    "folding": by_fold,
    "folding, then difflib": by_difflib,
    "gazetteer (folding, then sound)": by_sound,
}


def measure(names: Names, country: str, title: str) -> None:
    """Print one row per method."""
    held = [
        (number, name)
        for number, variants in enumerate(names.variants)
        if len(variants) > 1 and names.places[number].country_code == country
        for name in variants
    ]
    for method, answer in METHODS.items():
        is_slow = answer is by_difflib and len(names.keys) > 10_000
        sample = held[::10] if is_slow else held
        counts: Counter[str] = Counter()
        start = time.perf_counter()
        for number, name in sample:
            got, is_exact, is_narrow = answer(names, name, (number, name))
            is_right = got == number
            wrong = "told" if is_narrow else "wrong"
            counts["right" if is_right else "none" if got is None else wrong] += 1
            counts["marked"] += is_narrow and is_right
            counts["namesakes"] += is_exact and not is_right
        spent = (time.perf_counter() - start) / len(sample) * 1e6
        shares = [counts[k] / len(sample) for k in COLUMNS]
        row = "".join(f"{share:>11.3f}" for share in shares)
        print(f"{title:<14}{method:<34}{len(sample):>7}{row}{spent:>12.0f}")


def rate(work: Callable[[], object], n: int) -> tuple[float, object]:
    """Return how many of `n` items a second of the processor gets done, and what came of it."""
    start = time.process_time()
    result = work()
    return n / (time.process_time() - start), result


def measure_speed() -> None:
    """Print how many distinct names a second a batch places, and pandas' merge beside it."""
    names = [entry.place.name for entry, _ in read_cities(cities_file())]
    distinct = list(dict.fromkeys(names))[:100_000]
    n = len(distinct)
    start = time.perf_counter()
    gazetteer = Gazetteer.default()
    print(f"\nindex opened in {1000 * (time.perf_counter() - start):.0f} ms")
    table = pd.DataFrame({"name": names, "number": range(len(names))})
    asked = pd.DataFrame({"name": distinct})
    merge, _ = rate(lambda: asked.merge(table, on="name", how="left"), n)
    folds, _ = rate(lambda: [fold(name) for name in distinct], n)
    placed, rows = rate(lambda: geocode(distinct, gazetteer), n)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found, _ = rate(lambda: gazetteer.candidates(distinct), n)
    share = 1 - rows.geometry.is_empty.mean()  # type: ignore[attr-defined]
    print(f"{n:,} distinct names: geocode {placed:,.0f}/s, {share:.1%} found, peak {peak:.0f} MB")
    print(f"all candidates {found:,.0f}/s; fold alone {folds:,.0f}/s")
    print(f"pandas merge on the exact spelling {merge:,.0f}/s")
    gazetteer.close()


def main() -> None:
    """Print the table for the countries of the command line."""
    countries = sys.argv[1:] or REGION
    print(f"{'names of, in':<14}{'method':<34}{'names':>7}"
          + "".join(f"{c:>11}" for c in COLUMNS) + f"{'us a name':>12}")  # fmt: skip
    first = countries[0]
    measure(Names([first]), first, f"{first}, {first}")
    if len(countries) > 1:
        measure(Names(countries), first, f"{first}, {len(countries)} states")
    measure_speed()


if __name__ == "__main__":
    main()
