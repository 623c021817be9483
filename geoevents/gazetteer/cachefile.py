"""Find the index in the user's cache folder, or build it there: locked, never half-written."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from geoevents import resources
from geoevents.errors import GazetteerError
from geoevents.gazetteer.index import SCHEMA, build_index
from geoevents.gazetteer.progress import Progress
from geoevents.gazetteer.sources import cities_file

__all__ = ["default_index", "index_fault", "locked"]

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
    fault = index_fault(path)
    if fault is None:
        return path
    try:
        with locked(path.with_suffix(".lock")):
            fault = index_fault(path)  # another process may have built it meanwhile
            if fault is not None:
                if path.exists():
                    sys.stderr.write(f"The gazetteer's index {path} {fault}; it is built again.\n")
                _build(path, data)
    except OSError as error:
        raise GazetteerError(
            f"The gazetteer's index {path} cannot be written ({error}); make the folder writable "
            "or set GEOEVENTS_CACHE to one that is."
        ) from error
    return path


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
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
        try:
            row = connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
        finally:
            connection.close()
    except sqlite3.Error as error:
        return f"is damaged ({error})"
    return None if row and row[0] == str(SCHEMA) else "has another version's tables"


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
        partial.unlink(missing_ok=True)
        build_index(partial, data, step=progress.update)
        partial.replace(path)
    finally:
        progress.close()
        partial.unlink(missing_ok=True)
    _remove_stale(path)


def _remove_stale(current: Path) -> None:
    """Remove indexes of other versions that nobody has opened for a month."""
    for path in current.parent.glob("gazetteer-*.sqlite"):
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
