"""Find the index in the user's cache folder, or build it there: locked, never half-written."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from geoevents import resources
from geoevents.errors import GazetteerError
from geoevents.gazetteer.index import SCHEMA, build_index
from geoevents.gazetteer.progress import Progress
from geoevents.gazetteer.sources import cities_file

__all__ = [
    "content_fault",
    "default_index",
    "index_fault",
    "locked",
    "rebuilt",
    "remove_partial",
]

_STALE_S = 30 * 24 * 3600.0
_CODE = ("names.py", "index.py", "sources.py")  # what decides the index's content


def default_index() -> Path:
    """Return the path of the index, built first where it is missing, outdated or damaged.

    Raises
    ------
    GazetteerError
        If a source of the index is missing, or the cache folder cannot be written.
    """
    data = resources.data_path("gazetteer")
    path = resources.cache_dir() / f"gazetteer-{_version(data)}.sqlite"
    if index_fault(path) is not None:
        _build_if(index_fault, path, data)
    return path


def rebuilt(path: Path) -> bool:
    """Build the default index again if its content is damaged, and say whether it is sound now.

    Opening reads only its first pages, so that damage behind them shows when it is searched.
    """
    data = resources.data_path("gazetteer")
    if path != resources.cache_dir() / f"gazetteer-{_version(data)}.sqlite":
        return False
    _build_if(content_fault, path, data)
    return True


def _build_if(fault_of: Callable[[Path], str | None], path: Path, data: Path) -> None:
    try:
        with locked(path.with_suffix(".lock")):
            fault = fault_of(path)  # another process may have built it meanwhile
            if fault is not None:
                if path.exists():
                    sys.stderr.write(f"The gazetteer's index {path} {fault}; it is built again.\n")
                _build(path, data)
    except (OSError, sqlite3.Error) as error:
        raise GazetteerError(
            f"The gazetteer's index cannot be written to the folder {path.parent} ({error}); make "
            "room there, make it writable, or set GEOEVENTS_CACHE to a folder that is."
        ) from error


def index_fault(path: Path) -> str | None:
    """Return what is wrong with an index file, or None if it can be used."""
    try:
        with path.open("rb") as file:
            header = file.read(100)
        size = path.stat().st_size
    except OSError:
        return "is missing"
    if not header.startswith(b"SQLite format 3\0"):
        return "is no SQLite file"
    page = int.from_bytes(header[16:18], "big")
    if size != (65_536 if page == 1 else page) * int.from_bytes(header[28:32], "big"):
        return "is cut off"
    try:
        with closing(_opened(path)) as connection:
            row = connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
    except sqlite3.Error as error:
        return f"is damaged ({error})"
    return None if row and row[0] == str(SCHEMA) else "has another version's tables"


def content_fault(path: Path) -> str | None:
    """Return what is wrong with an index file, every page of it read, which takes seconds."""
    fault = index_fault(path)
    if fault is not None:
        return fault
    try:
        with closing(_opened(path)) as connection:
            told = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    except sqlite3.Error as error:
        told = str(error)
    return None if told == "ok" else f"is damaged ({' '.join(told.split())})"


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)


def _version(data: Path) -> str:
    """Return a short digest of everything the index is made from."""
    digest = hashlib.sha256(f"{SCHEMA}".encode())
    cities = cities_file()
    size = cities.stat().st_size
    digest.update(str(size).encode())
    with cities.open("rb") as file:
        file.seek(max(0, size - 4_096))
        digest.update(file.read())
    here = Path(__file__).parent
    for path in [*sorted(data.glob("*.csv")), *(here / name for name in _CODE)]:
        if path.exists():
            digest.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


def _build(path: Path, data: Path) -> None:
    partial = path.with_suffix(f".{os.getpid()}.tmp")
    progress = Progress("Building the gazetteer's index (once)", cities_file().stat().st_size)
    try:
        remove_partial(path)
        build_index(partial, data, step=progress.update)
        partial.replace(path)
    finally:
        progress.close()
        partial.unlink(missing_ok=True)
    _remove_stale(path)


def remove_partial(path: Path) -> None:
    """Remove what builds of an index left that were killed; the caller holds the index's lock."""
    for partial in path.parent.glob(f"{path.stem}.*.tmp*"):
        with suppress(OSError):
            partial.unlink()


def _remove_stale(current: Path) -> None:
    """Remove indexes of other versions, whole or half-built, that nobody used for a month."""
    folder = current.parent
    for path in [*folder.glob("gazetteer-*.sqlite"), *folder.glob("gazetteer-*.tmp*")]:
        with suppress(OSError):
            used = max(path.stat().st_atime, path.stat().st_mtime)
            if path != current and time.time() - used > _STALE_S:
                path.unlink()


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a lock that other processes wait for; the system frees it if we die."""
    with path.open("a+b") as file:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - exists there only

            while True:
                try:
                    msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)  # gives up after 10 s
                    break
                except OSError:
                    continue
        else:
            import fcntl  # noqa: PLC0415 - does not exist on Windows

            fcntl.flock(file, fcntl.LOCK_EX)
        yield
