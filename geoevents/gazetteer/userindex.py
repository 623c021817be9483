"""The user's sources, beside our index -> one index of their own, built when either changes."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from geoevents import resources
from geoevents.errors import GazetteerError
from geoevents.gazetteer.cachefile import (
    content_fault,
    index_fault,
    locked,
    remove_partial,
)
from geoevents.gazetteer.index import SCHEMA, IndexWriter, new_index
from geoevents.gazetteer.progress import Progress
from geoevents.gazetteer.sources import Entry, read_places
from geoevents.gazetteer.store import Store
from geoevents.gazetteer.twins import Twins, merged
from geoevents.gazetteer.usersources import OwnSource, own_sources, table_path

__all__ = ["user_index", "user_index_rebuilt"]

_CODE = ("names.py", "skeleton.py", "index.py", "sources.py", "twins.py", "userindex.py")
_STANDS_FOR = "CREATE TABLE stands_for (place_id TEXT PRIMARY KEY, standing TEXT) WITHOUT ROWID"


def user_index(ours: Store) -> Path | None:
    """Return the path of the index of the user's places, built if need be; None without any.

    Raises
    ------
    GazetteerError
        If a source is damaged, or the cache folder cannot be written.
    """
    sources = own_sources()
    if not sources:
        return None
    main = hashlib.sha256(f"{ours.path.name} {ours.path.stat().st_size}".encode()).hexdigest()[:8]
    path = resources.cache_dir() / f"gazetteer-user-{main}-{_version(sources)}.sqlite"
    if index_fault(path) is None:
        return path
    _build_if(index_fault, path, ours, sources)
    return path


def user_index_rebuilt(path: Path, ours: Store) -> bool:
    """Build the index of the user's places again if its content is damaged; say if it is sound."""
    sources = own_sources()
    if not sources or user_index(ours) != path:
        return False
    _build_if(content_fault, path, ours, sources)
    return True


def _build_if(
    fault_of: Callable[[Path], str | None], path: Path, ours: Store, sources: list[OwnSource]
) -> None:
    main = path.stem.split("-")[2]
    try:
        with locked(path.parent / "gazetteer-user.lock"):
            if fault_of(path) is not None:
                _build(path, ours, sources)
                _remove_others(path, f"gazetteer-user-{main}-*.sqlite")
    except (OSError, sqlite3.Error) as error:
        raise GazetteerError(
            f"The index of your own places cannot be written to the folder {path.parent} "
            f"({error}); make room there, make it writable, or set GEOEVENTS_CACHE to a folder "
            "that is."
        ) from error


def _version(sources: list[OwnSource]) -> str:
    """Return a short digest of everything that the index is made from."""
    digest = hashlib.sha256(f"{SCHEMA}".encode())
    for source in sources:
        digest.update(json.dumps(asdict(source), sort_keys=True).encode())
    for name in _CODE:
        path = Path(__file__).parent / name
        if path.exists():
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _build(path: Path, ours: Store, sources: list[OwnSource]) -> None:
    partial = path.with_suffix(f".{os.getpid()}.tmp")
    progress = Progress("Indexing your own places", len(sources) + 1)
    try:
        remove_partial(path)
        merger = _merge(ours, sources, progress)
        with new_index(partial) as connection:
            writer = IndexWriter(connection)
            writer.add(merger.entries.values())
            writer.write_names()
            connection.execute(_STANDS_FOR)
            standing = merger.standing
            connection.executemany("INSERT INTO stands_for VALUES (?, ?)", standing.items())
            demonyms = ours.rows("SELECT key, place_id FROM demonym")
            connection.executemany(
                "INSERT OR IGNORE INTO demonym VALUES (?, ?)",
                [(key, standing[place_id]) for key, place_id in demonyms if place_id in standing],
            )
        partial.replace(path)
    finally:
        progress.close()
        partial.unlink(missing_ok=True)


def _merge(ours: Store, sources: list[OwnSource], progress: Progress) -> _Merger:
    """Merge all sources: the user's own first, the newest before the others."""
    merger = _Merger()
    ordered = sorted(sources, key=lambda source: not source.outranks)  # stable: newest first
    for done, source in enumerate(ordered):
        entries = _read(source)
        merger.load(ours, {entry.place.country_code for entry in entries})
        if source.outranks:
            merger.add_own(entries)
        else:
            merger.add_further(entries)
        progress.update(done + 1)
    return merger


def _read(source: OwnSource) -> list[Entry]:
    path = table_path(source)
    try:
        return list(read_places(path, source_rank=-1 if source.outranks else 0))
    except (OSError, GazetteerError, UnicodeDecodeError) as error:
        raise GazetteerError(
            f"The table of your source '{source.label}' is missing or damaged ({error}); add it "
            f"again, or remove it: `geoevents gazetteer remove {source.label}`."
        ) from error


@dataclass(slots=True)
class _Merger:
    """The entries of the user's index, and which places of ours each stands for."""

    entries: dict[str, Entry] = field(default_factory=dict)
    standing: dict[str, str] = field(default_factory=dict)
    _ours: Twins = field(default_factory=Twins)
    _own: Twins = field(default_factory=Twins)
    _loaded: set[str] = field(default_factory=set)

    def load(self, ours: Store, countries: Iterable[str]) -> None:
        """Let our places of some countries be found as twins."""
        for country in sorted(set(countries) - self._loaded):
            self._loaded.add(country)
            for entry in _entries_in(ours, country):
                self._ours.add(entry)

    def add_own(self, entries: list[Entry]) -> None:
        """Add the places of a source that outranks ours, and those of older sources."""
        self._own.forget_found()
        taken = []
        for entry in entries:
            newer = self._own.find(entry)
            if newer is not None:
                self._give(newer.place.place_id, entry)
                continue
            twin = self._ours.find(entry)
            if twin is not None and twin.place.place_id not in self.standing:
                self.standing[twin.place.place_id] = entry.place.place_id
                entry = merged(entry, twin)  # noqa: PLW2901  the row, completed
            self.entries[entry.place.place_id] = entry
            taken.append(entry)
        for entry in taken:  # only now: one source's places are never each other's twins
            self._own.add(entry)

    def add_further(self, entries: list[Entry]) -> None:
        """Add the places of GeoNames that ours lack, and further names of those we have."""
        self._own.forget_found()
        new = []
        for entry in entries:
            own_id = self.standing.get(entry.place.place_id)
            newer = self.entries.get(own_id) if own_id else self._own.find(entry)
            if newer is not None:
                self._give(newer.place.place_id, entry)
                continue
            twin = self._ours.same_id(entry.place.place_id)
            if twin is None:
                new.append(entry)
            else:
                self._complete(twin, entry)
        for entry in new:
            twin = self._ours.find(entry)
            if twin is None:
                self.entries.setdefault(entry.place.place_id, entry)
            else:
                self._complete(twin, entry)

    def _give(self, standing: str, entry: Entry) -> None:
        """Give the names of a place to the user's entry that stands for it."""
        self.entries[standing] = merged(self.entries[standing], entry)
        self.standing.setdefault(entry.place.place_id, standing)

    def _complete(self, twin: Entry, entry: Entry) -> None:
        """Put our own place into the user's index, with the names that it lacked."""
        place_id = twin.place.place_id
        standing = self.standing.get(place_id)
        if standing is not None and standing != place_id:
            self._give(standing, entry)
            return
        self.entries[place_id] = merged(replace(twin, source_rank=0), entry)
        self.standing[place_id] = place_id
        self.standing.setdefault(entry.place.place_id, place_id)


def _entries_in(ours: Store, country: str) -> list[Entry]:
    """Return our places of a country with all their names."""
    names: dict[int, list[str]] = defaultdict(list)
    for _, name, number in ours.names_in(country):
        names[number].append(name)
    found = ours.numbered_in(country)
    return [
        Entry(place, tuple(dict.fromkeys(n for n in names[number] if n != place.name)))
        for number, place in found.items()
    ]


def _remove_others(current: Path, pattern: str) -> None:
    for path in current.parent.glob(pattern):
        if path != current:
            with suppress(OSError):
                path.unlink()
