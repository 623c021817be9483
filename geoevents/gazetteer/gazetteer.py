"""The gazetteer: names to ranked, explained places, offline, from one SQLite index."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

from shapely.geometry import Point

from geoevents.gazetteer import batch
from geoevents.gazetteer.adding import Added, add_country, add_file, is_code
from geoevents.gazetteer.cachefile import default_index, rebuilt
from geoevents.gazetteer.layered import Layered
from geoevents.gazetteer.lexicon import ONE_OFF, Lexicon, find_alike, worths
from geoevents.gazetteer.names import fold
from geoevents.gazetteer.query import Countries, check, checked_countries
from geoevents.gazetteer.ranking import Found, rank
from geoevents.gazetteer.scripts import arabic_names
from geoevents.gazetteer.store import Store
from geoevents.gazetteer.userindex import user_index, user_index_rebuilt
from geoevents.gazetteer.usersources import OwnSource, own_sources
from geoevents.gazetteer.usersources import remove as remove_source
from geoevents.model import Match, Place
from geoevents.spatial import degrees_around, distance_m

__all__ = ["Gazetteer"]

# Licence by the first source of a place's entry; data/README.md says more.
LICENCES = {
    "GeoNames": "CC BY 4.0, geonames.org",
    "UCDP GED": "CC BY 4.0, ucdp.uu.se",
    "geoevents": "MIT, with geoevents",
}
_MOST_ALIKE = 50
_AROUND_M = 300_000.0  # with a point but no country, a name that only sounds alike lies this near


class Gazetteer:
    """Places and their names, opened from an index file.

    Use `Gazetteer.default()`; it builds the index on first use and opens it in milliseconds
    afterwards. It may be used from several threads, and as a context manager.

    Examples
    --------
    >>> gazetteer = Gazetteer.default()
    >>> gazetteer.search("Kobanê", country="SY")[0].place.name
    'Kobani'
    """

    def __init__(self, store: Store, own: Store | None = None) -> None:
        self._ours, self._own = store, own
        self.version = 0  # raised when places are added or removed: earlier answers are out of date
        self._retired: list[Store] = []  # another thread may still be reading from these
        self._store: Store | Layered = store if own is None else Layered(store, own)
        self._lexicons: dict[str, Lexicon] = {}  # made when a name is not found as it is written

    @classmethod
    def default(cls) -> Self:
        """Open the index in the user's cache folder, building it first if need be.

        Places that the user has added are opened with it, and come before ours.

        Raises
        ------
        GazetteerError
            If the index cannot be built; the message says what to do.
        """
        ours = Store(default_index(), repair=rebuilt)
        try:
            return cls(ours, _own_beside(ours))
        except BaseException:
            ours.close()
            raise

    @classmethod
    def open(cls, path: str | Path) -> Self:
        """Open an index file alone, without places that the user has added.

        Raises
        ------
        GazetteerError
            If it is missing, damaged, or of another version.
        """
        return cls(Store(Path(path)))

    def close(self) -> None:
        """Close the index."""
        for store in (self._store, *self._retired):
            store.close()

    def __enter__(self) -> Self:
        """Return the gazetteer itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the index."""
        self.close()

    def __reduce__(self) -> tuple[object, tuple[str, str | None]]:
        """Travel to another process as the paths of the indexes, to be opened there."""
        own = None if self._own is None else str(self._own.path)
        return _reopened, (str(self._ours.path), own)

    def __repr__(self) -> str:
        """Return the path of the index."""
        return f"Gazetteer({str(self._store.path)!r})"

    def search(
        self,
        name: str,
        *,
        country: Countries = None,
        admin1_code: str | None = None,
        near: tuple[float, float] | None = None,
        limit: int = 10,
    ) -> list[Match]:
        """Return the places that bear a name, best first, each with its reasons.

        A name that no place bears as it is written is compared by sound with the names of the
        given countries, or of those around `near`; worldwide, that would find too much.

        Parameters
        ----------
        name
            The name in any script and any usual spelling.
        country
            ISO 3166-1 alpha-2 code or codes; only places there are returned.
        admin1_code
            GeoNames' code of a first-level division; only places there are returned.
        near
            Longitude and latitude in degrees; nearer places rank higher.
        limit
            The most matches to return.

        Returns
        -------
        list of Match
            Empty if no place fits. The first says in its reasons what came second, and
            `is_ambiguous` marks a narrow win.

        Raises
        ------
        InputError
            If a country is no two-letter code, `near` no point, or `limit` below 1.
        """
        answers = self.search_all(
            [name], country=country, admin1_code=admin1_code, near=near, limit=limit
        )
        return answers[name]

    def _sounding(
        self, key: str, countries: list[str], near: tuple[float, float] | None
    ) -> list[Found]:
        """Return places of the given or nearby countries whose name sounds alike."""
        if not key or batch.is_famous(self._store, key):
            return []
        codes = countries or (self._store.countries_around(*near) if near else [])
        if not codes:
            return []
        alike = find_alike(key, [self._lexicon(code) for code in codes])[:_MOST_ALIKE]
        places = self._store.numbered([hit.place for hit in alike])
        found = []
        for hit, worth in zip(alike, worths(alike), strict=True):
            place, prior, source_rank = places[hit.place]
            if not countries and near and _distance_m(near, place) > _AROUND_M:
                continue
            words = f"sounds like '{hit.name}'" + (f" {ONE_OFF}" * hit.is_fuzzy)
            found.append(Found(place, hit.name, words, worth, prior, source_rank))
        return found

    def _lexicon(self, country: str) -> Lexicon:
        if country not in self._lexicons:
            self._lexicons[country] = Lexicon(self._store.names_in(country))
        return self._lexicons[country]

    def candidates(
        self, names: Iterable[str], *, country: Countries = None
    ) -> dict[str, list[Match]]:
        """Return for every distinct name all places that bear it, best first by prior alone.

        The score is what is known without context: population, class, and whether the name is
        the place's primary one. Unknown names have an empty list.
        """
        return batch.candidates(self._store, names, checked_countries(country))

    def search_all(
        self,
        names: Iterable[str],
        *,
        country: Countries = None,
        admin1_code: str | None = None,
        near: tuple[float, float] | None = None,
        limit: int = 10,
    ) -> dict[str, list[Match]]:
        """Return for every distinct name what `search` returns, many times faster together."""
        countries = checked_countries(country)
        check(near, limit)
        answers = {}
        for name, found in batch.found_for(self._store, names, countries).items():
            hits = found or self._sounding(fold(name), countries, near)
            if admin1_code is not None:
                hits = [hit for hit in hits if hit.place.admin1_code == admin1_code]
            answers[name] = rank(hits, near=near, countries=countries, limit=limit)
        return answers

    def known_keys(self, keys: Iterable[str]) -> set[str]:
        """Return those of the folded keys (see `fold`) that some place bears."""
        return self._store.known(keys)

    def place(self, place_id: str) -> Place | None:
        """Return the place of an id, or None.

        For a place of ours that the user's gazetteer has too, this is the user's.
        """
        if isinstance(self._store, Layered):
            place_id = self._store.stands_for.get(place_id, place_id)
        return next(iter(self._store.places("p.place_id = ?", [place_id])), None)

    def country(self, code: str) -> Place | None:
        """Return a country by its ISO 3166-1 alpha-2 code, or None."""
        where = "p.feature_class = 'A' AND p.country_code = ? AND p.feature_code LIKE 'PCL%'"
        return next(iter(self._store.places(where, [code.upper()])), None)

    def division(self, country_code: str, admin1_code: str) -> Place | None:
        """Return a first-level division by GeoNames' codes, or None."""
        where = (
            "p.feature_class = 'A' AND p.country_code = ? AND p.admin1_code = ? "
            "AND p.feature_code = 'ADM1'"
        )
        return next(iter(self._store.places(where, [country_code.upper(), admin1_code])), None)

    def sources(self) -> list[tuple[str, int, str]]:
        """Return each source of places with the number it gave and its licence, largest first."""
        query = "SELECT source, count(*) FROM place GROUP BY source ORDER BY 2 DESC, 1"
        rows = self._store.rows(query)
        return [(source, n, LICENCES.get(source.split(",")[0], "")) for source, n in rows]

    def added(self) -> list[OwnSource]:
        """Return the sources that the user has added, the newest first."""
        return own_sources()

    def add(
        self,
        source: str | Path,
        *,
        columns: Mapping[str, str | Sequence[str]] | None = None,
        country: str | None = None,
        label: str | None = None,
        licence: str = "",
        layer: str | None = None,
    ) -> Added:
        """Add places of the user's own; they stay whatever becomes of the shipped index.

        Places from a file outrank ours, and stand for those of ours that have the same name and
        lie near by. Country files of GeoNames, our own source, add to ours instead.

        Parameters
        ----------
        source
            A country's ISO 3166-1 alpha-2 code: its places are fetched from GeoNames, which
            needs a network. Or a file: a country file of GeoNames (.txt or .zip), CSV in UTF-8,
            GeoPackage, GeoJSON or another layer of points or polygons.
        columns
            For CSV and layers, the columns of any of ``name``, ``lat``, ``lon``, ``pcode``,
            ``country``, ``admin1``, ``population`` (a header each) and ``also`` (headers of
            further names). Usual headers are recognised by themselves.
        country
            The country of all rows (ISO 3166-1 alpha-2), or the column that holds it.
        label
            What to call the source; the file's name by default. The same label replaces.
        licence
            The licence of the data, to be shown with it.
        layer
            The layer of a file that has several.

        Returns
        -------
        Added
            The source, and every row that was rejected, with file, row, column and value.

        Raises
        ------
        InputError
            If the file cannot be read, no row can be used, or no country has the code.
        GazetteerError
            If GeoNames cannot be reached; says how to get the file by hand.

        Examples
        --------
        >>> gazetteer.add("places.csv", columns={"name": "NAME_EN"}, country="SY")  # doctest: +SKIP
        """
        if is_code(source) and not Path(source).exists():
            added = add_country(self._ours, str(source), label=label, licence=licence)
        else:
            added = add_file(
                self._ours,
                Path(source),
                columns=columns or {},
                country=country,
                label=label,
                licence=licence,
                layer=layer,
            )
        self._reload()
        return added

    def remove(self, label: str) -> OwnSource:
        """Remove a source that the user has added.

        Raises
        ------
        InputError
            If there is none of that label.
        """
        removed = remove_source(label)
        self._reload()
        return removed

    def _reload(self) -> None:
        """Open the user's places again; whoever is searching finishes with the old ones."""
        if self._own is not None:
            self._retired.append(self._own)
        self._own = _own_beside(self._ours)
        self._store = self._ours if self._own is None else Layered(self._ours, self._own)
        self._lexicons = {}
        self.version += 1

    def nearest(self, longitude: float, latitude: float, *, limit: int = 10) -> list[Match]:
        """Return the settlements nearest to a point in degrees, the nearest first.

        The score falls from 1 with the distance, which the reasons give. None is farther than
        500 km; an empty list means that nobody lives nearer.
        """
        check((longitude, latitude), limit)
        where = (
            "p.longitude BETWEEN ? AND ? AND p.latitude BETWEEN ? AND ? AND p.feature_class = 'P'"
        )
        found: list[tuple[float, Place]] = []
        for radius in (10_000.0, 50_000.0, 500_000.0):
            west, south, east, north = degrees_around(Point(longitude, latitude), radius)
            places = self._store.places(where, [west, east, south, north])
            apart = [(_distance_m((longitude, latitude), place), place) for place in places]
            found = [pair for pair in apart if pair[0] <= radius]
            if len(found) >= limit:
                break
        found.sort(key=lambda pair: (pair[0], pair[1].place_id))
        return [
            Match(p, round(1 / (1 + d / 10_000), 4), p.name, (f"{d / 1000:.1f} km from the point",))
            for d, p in found[:limit]
        ]

    def largest(self, bbox: tuple[float, float, float, float], *, limit: int = 100) -> list[Place]:
        """Return the settlements in `bbox` (west, south, east, north), the largest first."""
        return self._store.largest(bbox, limit)

    def arabic_names(self, place_ids: Collection[str]) -> dict[str, str]:
        """Return the Arabic name of each place that has one, by its id."""
        return arabic_names(self._store, place_ids)

    def demonym(self, word: str) -> list[Place]:
        """Return the places whose people or adjective a word names, best known first.

        Examples
        --------
        >>> [place.name for place in Gazetteer.default().demonym("Syrian")]
        ['Syria']
        """
        where = "p.place_id IN (SELECT place_id FROM demonym WHERE key = ?)"
        return self._store.places(where, [fold(word)])


def _reopened(path: str, own: str | None) -> Gazetteer:
    ours = Store(Path(path))
    return Gazetteer(ours, None if own is None else Store(Path(own), within=ours))


def _own_beside(ours: Store) -> Store | None:
    path = user_index(ours)
    if path is None:
        return None
    return Store(path, within=ours, repair=partial(user_index_rebuilt, ours=ours))


def _distance_m(near: tuple[float, float], place: Place) -> float:
    return distance_m(*near, place.longitude, place.latitude)
