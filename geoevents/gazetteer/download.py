"""GeoNames' country files -> the user's folder, resumed where they were cut: opt-in network use.

Nothing here runs unless somebody asks for a country by its code (`Gazetteer.add("SY")`). GeoNames
publishes no checksums: a file is taken when its length is what the server said and every member
of the zip passes its CRC, and its SHA-256 is recorded.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

from geoevents import __version__
from geoevents.errors import GazetteerError, InputError
from geoevents.gazetteer.progress import Progress

__all__ = ["Fetched", "MissingFileError", "base_url", "fetch", "sha256_of", "zip_fault"]

GEONAMES_DUMP = "https://download.geonames.org/export/dump/"
_CHUNK = 1 << 16
_TIMEOUT_S = 30.0
_TRIES = 4
_WAIT_S = 0.5  # doubled after every cut
_BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})


class MissingFileError(GazetteerError):
    """The server has no such file."""


class _CutError(Exception):
    """The answer broke off, or none came; `is_worth_a_try` says whether to ask again."""

    def __init__(self, why: str, *, is_worth_a_try: bool) -> None:
        super().__init__(why)
        self.is_worth_a_try = is_worth_a_try


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file as it was fetched: where it lies, from which address, and its SHA-256."""

    path: Path
    url: str
    sha256: str


def base_url() -> str:
    """Return where GeoNames' files are: ``GEOEVENTS_GEONAMES_URL``, or GeoNames itself.

    Raises
    ------
    InputError
        If the variable holds no http(s) address.
    """
    url = os.environ.get("GEOEVENTS_GEONAMES_URL") or GEONAMES_DUMP
    if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).netloc:
        raise InputError(
            f"GEOEVENTS_GEONAMES_URL is {url!r}; expected an http(s) address such as "
            f"{GEONAMES_DUMP}."
        )
    return url.rstrip("/") + "/"


def fetch(name: str, target: Path) -> Fetched:
    """Fetch a zip file of GeoNames into `target`, going on where an earlier try was cut.

    Parameters
    ----------
    name
        The file below the base address, such as ``SY.zip`` or ``alternatenames/SY.zip``.
    target
        Where it shall lie; what is there stays until the new file is whole.

    Raises
    ------
    MissingFileError
        If the server does not have the file.
    GazetteerError
        If it cannot be reached, or the file is damaged; says how to get it by hand.
    """
    url = base_url() + name
    part = target.with_name(target.name + ".part")
    progress = Progress(f"Fetching {url}", 1)
    try:
        was_resumed = _receive_all(url, part, progress)
        fault = zip_fault(part)
        if fault is not None and was_resumed:  # pieces of two versions: take it once more, whole
            _forget(part)
            _receive_all(url, part, progress)
            fault = zip_fault(part)
    finally:
        progress.close()
    if fault is not None:
        _forget(part)
        raise GazetteerError(
            f"{url} is damaged ({fault}); nothing was taken over. Try again later. {_by_hand(url)}"
        )
    digest = sha256_of(part)
    part.replace(target)
    _forget(part)
    return Fetched(target, url, digest)


def zip_fault(path: Path) -> str | None:
    """Return what is wrong with a zip file, or None if every member passes its CRC."""
    try:
        with zipfile.ZipFile(path) as archive:
            bad = archive.testzip()
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        return f"it is no whole zip file: {error}"
    except Exception as error:  # noqa: BLE001  zlib's and other decoders' own errors
        return f"it cannot be unpacked: {error}"
    return f"{bad} fails its CRC" if bad is not None else None


def sha256_of(path: Path) -> str:
    """Return a file's SHA-256, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _receive_all(url: str, part: Path, progress: Progress) -> bool:
    """Receive a file into `part`, asking again where it is cut; say whether it was resumed."""
    was_resumed = False
    for attempt in range(1, _TRIES + 1):
        try:
            return _receive(url, part, progress) or was_resumed
        except _CutError as cut:
            kept = part.stat().st_size if part.exists() else 0
            was_resumed = was_resumed or kept > 0
            if attempt < _TRIES and cut.is_worth_a_try:
                time.sleep(_WAIT_S * 2 ** (attempt - 1))
                continue
            so_far = f" {kept:,} bytes are kept; the next try goes on there." if kept else ""
            raise GazetteerError(
                f"{url} could not be fetched ({cut}).{so_far} {_by_hand(url)}"
            ) from cut
    raise AssertionError  # the last attempt returns or raises


def _receive(url: str, part: Path, progress: Progress) -> bool:
    """Ask once for what is missing of the file; say whether the server went on where we were."""
    kept = part.stat().st_size if part.exists() else 0
    try:
        with _opened(url, kept, _notes(part)) as answer:
            is_more = answer.status == 206 and _starts_at(answer, kept)
            if answer.status == 206 and not is_more:
                _forget(part)
                raise _CutError("the server sent another part than asked", is_worth_a_try=True)
            start = kept if is_more else 0
            length = answer.headers.get("Content-Length")
            total = start + int(length) if length and length.isdigit() else None
            _note(part, answer.headers)
            _append(answer, part, start, total, progress)
    except urllib.error.HTTPError as error:
        error.close()
        if error.code in {404, 410}:
            _forget(part)
            raise MissingFileError(
                f"{url} does not exist: the server says {error.code}. See {GEONAMES_DUMP} for the "
                f"files that there are; one fetched by hand is added with `geoevents gazetteer add "
                f"{_file_name(url)}`."
            ) from error
        if error.code == 416:  # what we have is longer than the file is now
            _forget(part)
        is_worth = error.code in _BUSY or error.code == 416
        raise _CutError(f"the server says {error.code}", is_worth_a_try=is_worth) from error
    except (urllib.error.URLError, HTTPException, OSError) as error:
        now = part.stat().st_size if part.exists() else 0
        why = getattr(error, "reason", None) or error
        raise _CutError(str(why) or type(error).__name__, is_worth_a_try=now > kept) from error
    return is_more


def _opened(url: str, kept: int, notes: Mapping[str, str]) -> HTTPResponse:
    headers = {"User-Agent": f"geoevents/{__version__}"}
    if kept:
        headers["Range"] = f"bytes={kept}-"
        same = notes.get("ETag") or notes.get("Last-Modified")
        if same and not same.startswith("W/"):
            headers["If-Range"] = same
    request = urllib.request.Request(url, headers=headers)  # noqa: S310  base_url takes http(s) only
    answer: HTTPResponse = urllib.request.urlopen(request, timeout=_TIMEOUT_S)  # noqa: S310
    return answer


def _starts_at(answer: HTTPResponse, kept: int) -> bool:
    return str(answer.headers.get("Content-Range", "")).startswith(f"bytes {kept}-")


def _append(
    answer: HTTPResponse, part: Path, start: int, total: int | None, progress: Progress
) -> None:
    done = start
    with part.open("r+b" if start else "wb") as file:
        file.seek(start)
        file.truncate()
        while chunk := answer.read(_CHUNK):
            file.write(chunk)
            done += len(chunk)
            progress.update(done, total)
    if total is not None and done != total:
        if done > total:
            _forget(part)
        raise _CutError(f"cut after {done:,} of {total:,} bytes", is_worth_a_try=done > start)


def _note(part: Path, headers: object) -> None:
    """Keep what tells a newer version of the file from the one that was begun."""
    get = getattr(headers, "get", dict[str, str]().get)
    notes = {name: value for name in ("ETag", "Last-Modified") if (value := get(name))}
    part.with_suffix(".notes").write_text(json.dumps(notes), "utf-8")


def _notes(part: Path) -> dict[str, str]:
    with suppress(OSError, ValueError):
        notes = json.loads(part.with_suffix(".notes").read_text("utf-8"))
        return notes if isinstance(notes, dict) else {}
    return {}


def _forget(part: Path) -> None:
    part.unlink(missing_ok=True)
    part.with_suffix(".notes").unlink(missing_ok=True)


def _file_name(url: str) -> str:
    return urlsplit(url).path.rsplit("/", 1)[-1]


def _by_hand(url: str) -> str:
    name = _file_name(url)
    return (
        f"Without a network here: fetch {GEONAMES_DUMP}{name} on another machine and add the "
        f"file with `geoevents gazetteer add {name}`."
    )
