"""A country's code or a user's file -> a source of the user's own, every unusable row reported."""

from __future__ import annotations

import datetime as dt
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from geoevents.errors import GazetteerError, InputError
from geoevents.gazetteer.cachefile import locked
from geoevents.gazetteer.download import MissingFileError, fetch, sha256_of, zip_fault
from geoevents.gazetteer.geonames import is_country_file, read_country_file
from geoevents.gazetteer.reading import Reading, Rejected, forget_rejected, write_rejected
from geoevents.gazetteer.resolver import Resolver
from geoevents.gazetteer.store import Store
from geoevents.gazetteer.userfile import read_user_file
from geoevents.gazetteer.usersources import (
    GEONAMES_KIND,
    OWN_KIND,
    OwnSource,
    keep,
    label_of,
    own_folder,
    own_sources,
)
from geoevents.gazetteer.usertable import LAYERS, SHEETS, TABLES

__all__ = ["Added", "add_country", "add_file", "is_code"]

_FRESH_S = 24 * 3600.0  # a file fetched for an attempt that failed later is used again this long
_GEONAMES_LICENCE = "CC BY 4.0, geonames.org"


@dataclass(frozen=True, slots=True)
class Added:
    """What adding a source gave.

    Attributes
    ----------
    source
        The source as it is kept.
    rejected
        Every row that could not be used: file, row, column, value and reason.
    left_out
        How many rows were left out on purpose, and how many values, by reason.
    rejected_file
        The CSV file that lists the rejected rows, if there are any.
    notes
        What else the user should know, in sentences.
    """

    source: OwnSource
    rejected: tuple[Rejected, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)
    rejected_file: Path | None = None
    notes: tuple[str, ...] = ()

    @property
    def reasons(self) -> Counter[str]:
        """How many rows were rejected for each reason."""
        return Counter(rejected.reason for rejected in self.rejected)


def is_code(source: str | Path) -> bool:
    """Whether a source is a country's code rather than a file."""
    return isinstance(source, str) and len(source) == 2 and source.isascii() and source.isalpha()


def add_country(store: Store, code: str, *, label: str | None, licence: str) -> Added:
    """Fetch GeoNames' places and alternate names of a country, and keep them.

    Raises
    ------
    InputError
        If no country has the code.
    GazetteerError
        If a file cannot be fetched; says how to get it by hand.
    """
    code = Resolver(store).require(code)
    folder = own_folder() / "fetched"
    (folder / "alternatenames").mkdir(parents=True, exist_ok=True)
    notes = []
    with locked(folder / f"{code}.lock"):  # two at once would write one file
        path = _fetched(f"{code}.zip", folder)
        alternates: Path | None = None
        try:
            alternates = _fetched(f"alternatenames/{code}.zip", folder)
        except MissingFileError:
            notes.append(f"GeoNames has no file of alternate names for {code}.")
        reading = read_country_file(path, alternates=alternates)
        source = OwnSource(
            label=label_of(label or f"geonames-{code}"),
            file=f"{code}.zip",
            kind=GEONAMES_KIND,
            n_places=len(reading.entries),
            n_rejected=len(reading.rejected),
            added_at=_now(),
            licence=licence or _GEONAMES_LICENCE,
            sha256=sha256_of(path),
        )
        added = _kept(source, reading, path, notes)
        for used in (path, alternates):
            if used is not None:
                used.unlink(missing_ok=True)
    return added


def add_file(
    store: Store,
    path: Path,
    *,
    columns: Mapping[str, str | Sequence[str]],
    country: str | None,
    label: str | None,
    licence: str,
    layer: str | None,
) -> Added:
    """Read the places of a file, and keep them.

    Raises
    ------
    InputError
        If the file cannot be read, or none of its rows can be used.
    """
    if not path.is_file():
        raise InputError(
            f"{path} is no file; expected a country's code such as SY, a country file of GeoNames, "
            "a CSV file, a spreadsheet, or a GeoPackage or GeoJSON of points or polygons."
        )
    _refuse_unreadable(path)
    resolver = Resolver(store)
    kind = GEONAMES_KIND if is_country_file(path) else OWN_KIND
    stem = f"geonames-{path.stem}" if kind == GEONAMES_KIND else path.stem
    name = label_of(label or stem)
    try:
        if kind == GEONAMES_KIND:
            countries = {resolver.require(country)} if country else set()
            beside = _alternates_beside(path)
            reading = read_country_file(path, alternates=beside, countries=countries)
        else:
            reading = read_user_file(
                path, resolver, label=name, columns=columns, country=country, layer=layer
            )
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read ({error}); expected text in UTF-8.") from error
    source = OwnSource(
        label=name,
        file=path.name,
        kind=kind,
        n_places=len(reading.entries),
        n_rejected=len(reading.rejected),
        added_at=_now(),
        licence=licence or (_GEONAMES_LICENCE if kind == GEONAMES_KIND else ""),
        sha256=sha256_of(path),
    )
    return _kept(source, reading, path, [])


def _refuse_unreadable(path: Path) -> None:
    suffix = path.suffix.lower()
    if suffix == ".zip" and (fault := zip_fault(path)):
        raise InputError(f"{path} is damaged ({fault}); fetch it again.")
    if suffix == ".xls":
        raise InputError(
            f"{path} is a spreadsheet of old; save the sheet as CSV (UTF-8) and add that."
        )
    if suffix not in TABLES | SHEETS | LAYERS and not is_country_file(path):
        raise InputError(
            f"{path} is none of the files that can be added; expected .csv, .tsv, .xlsx, .ods, "
            f"{', '.join(sorted(LAYERS))}, or a country file of GeoNames (.txt or .zip, 19 fields)."
        )


def _alternates_beside(path: Path) -> Path | None:
    """Return the file of alternate names that lies where GeoNames has it, if it does."""
    folder = path.parent / "alternatenames"
    beside = (folder / f"{path.stem}{suffix}" for suffix in (".zip", ".txt"))
    return next((p for p in beside if p.is_file()), None)


def _fetched(name: str, folder: Path) -> Path:
    """Fetch a file; one that an attempt a little earlier has left whole is used as it is."""
    path = folder / name
    with suppress(OSError):
        if time.time() - path.stat().st_mtime < _FRESH_S and zip_fault(path) is None:
            return path
    return fetch(name, path).path


def _kept(source: OwnSource, reading: Reading, path: Path, notes: list[str]) -> Added:
    listed = _list_rejected(source, reading.rejected, path)
    if not reading.entries:
        raise InputError(_nothing(source, reading, listed))
    with locked(own_folder() / "own.lock"):
        notes += [
            f"It replaces what was added from {old.file} on {old.added_at[:10]}."
            for old in own_sources()
            if old.label == source.label
        ]
        kept = keep(source, reading.entries)
    left_out = {why: n for why, n in reading.left_out.items() if n}
    return Added(kept, tuple(reading.rejected), left_out, listed, tuple(notes))


def _nothing(source: OwnSource, reading: Reading, listed: Path | None) -> str:
    said = f"None of the rows of {source.file} can be used"
    if reading.rejected:
        first = reading.rejected[0]
        said += (
            f": row {first.row}, column '{first.column}' has {first.value!r}; {first.reason}. "
            f"{len(reading.rejected)} rows were rejected; the list is in {listed}"
        )
    elif reading.left_out:
        said += ": " + ", ".join(f"{n} {why}" for why, n in reading.left_out.items())
    return said + ". Nothing was added."


def _list_rejected(source: OwnSource, rejected: list[Rejected], path: Path) -> Path | None:
    """Write the list of rejected rows beside the file, or in the user's folder."""
    name = f"{path.stem}.rejected.csv"
    if not rejected:
        forget_rejected(path.with_name(name))
        return None
    for folder in (path.parent, own_folder()):
        if path.parent == own_folder() / "fetched" and folder == path.parent:
            continue
        with suppress(OSError):
            write_rejected(folder / name, rejected)
            return folder / name
    raise GazetteerError(
        f"The list of rejected rows of {source.file} can be written neither beside it nor in "
        f"{own_folder()}; make one of the folders writable."
    )


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="microseconds")
