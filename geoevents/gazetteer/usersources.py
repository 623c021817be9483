"""The user's own sources of places: kept as tables, whatever becomes of the indexes.

Each source is a table ``LABEL-DIGEST.csv`` in our own columns and a note ``LABEL.json`` that says
where it comes from. The note is written last and in one go, so a source is there or it is not.
The indexes are made from these tables and can be made again at any time.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from geoevents import resources
from geoevents.errors import GazetteerError, InputError
from geoevents.gazetteer.sources import COLUMNS, Entry

__all__ = ["OwnSource", "keep", "label_of", "own_folder", "own_sources", "remove", "table_path"]

GEONAMES_KIND, OWN_KIND = "geonames", "own"
_LABEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
# Ids of our own places begin with these.
_RESERVED = frozenset({"geonames", "admin1", "admin2", "region", "place", "ucdp", "acled"})


@dataclass(frozen=True, slots=True)
class OwnSource:
    """A source of places that the user added.

    Attributes
    ----------
    label
        What it is called; the ids of its places begin with it.
    file
        The file's name, or the address it was fetched from.
    kind
        "own" outranks our places; "geonames", the same source as ours, adds to them.
    n_places, n_rejected
        Rows used and rows that could not be.
    added_at
        ISO 8601, UTC.
    licence
        As the user gave it.
    sha256
        Of the file, hexadecimal.
    table
        Its table in the user's folder.
    """

    label: str
    file: str
    kind: str
    n_places: int
    n_rejected: int
    added_at: str
    licence: str
    sha256: str
    table: str = ""

    @property
    def outranks(self) -> bool:
        """Whether its places come before ours."""
        return self.kind == OWN_KIND


def own_folder() -> Path:
    """Return the folder of the user's sources, made if need be."""
    folder = resources.cache_dir() / "own"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def label_of(text: str) -> str:
    """Return a label made of a file's name, or as the user chose it.

    Raises
    ------
    InputError
        If it is empty, or stands for places of ours.
    """
    label = re.sub(r"[^A-Za-z0-9_.-]+", "-", text).strip("-.")[:64]
    if not _LABEL.fullmatch(label) or label.lower() in _RESERVED:
        raise InputError(
            f"'{text}' cannot label a source; expected letters, digits and hyphens, and none of "
            f"{', '.join(sorted(_RESERVED))}. Choose one: --as LABEL."
        )
    return label


def own_sources() -> list[OwnSource]:
    """Return the user's sources, the newest first.

    Raises
    ------
    GazetteerError
        If a note about a source is damaged.
    """
    found = []
    folder = resources.cache_dir() / "own"
    for path in sorted(folder.glob("*.json")) if folder.is_dir() else ():
        try:
            found.append(OwnSource(**json.loads(path.read_text("utf-8"))))
        except (OSError, ValueError, TypeError) as error:
            raise GazetteerError(
                f"{path} is damaged ({error}); delete it and add its places again with "
                f"`geoevents gazetteer add`."
            ) from error
    return sorted(found, key=lambda source: (source.added_at, source.label), reverse=True)


def table_path(source: OwnSource) -> Path:
    """Return the path of a source's table."""
    return own_folder() / Path(source.table).name


def keep(source: OwnSource, entries: Iterable[Entry]) -> OwnSource:
    """Write a source's table and note; one of the same label is replaced."""
    folder = own_folder()
    partial = folder / f".{source.label}.{os.getpid()}.tmp"
    try:
        _write(partial, entries)
        digest = hashlib.sha256(partial.read_bytes()).hexdigest()[:12]
        table = f"{source.label}-{digest}.csv"
        partial.replace(folder / table)
        kept = OwnSource(**(asdict(source) | {"table": table}))
        partial.write_text(json.dumps(asdict(kept), ensure_ascii=False, indent=1), "utf-8")
        partial.replace(_note(source.label))
    finally:
        partial.unlink(missing_ok=True)
    _remove_unused()
    return kept


def remove(label: str) -> OwnSource:
    """Remove a source.

    Raises
    ------
    InputError
        If there is none of that label.
    """
    sources = own_sources()
    for source in sources:
        if source.label == label:
            _note(label).unlink()
            _remove_unused()
            return source
    known = ", ".join(s.label for s in sources) or "none"
    raise InputError(f"You have added no source '{label}'; yours are: {known}.")


def _note(label: str) -> Path:
    return own_folder() / f"{label}.json"


def _remove_unused() -> None:
    used = {source.table for source in own_sources()}
    for path in own_folder().glob("*.csv"):
        if path.name not in used and not path.name.endswith(".rejected.csv"):
            path.unlink(missing_ok=True)


def _write(path: Path, entries: Iterable[Entry]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*COLUMNS, "pcode", "prior"])
        for entry in entries:
            place = entry.place
            names = "|".join(name.replace("|", " ") for name in entry.alternates)
            writer.writerow([
                place.place_id, place.name, names, place.longitude, place.latitude,
                *(place.bbox or ("", "", "", "")), place.extent_m, place.country_code,
                place.admin1_code, place.feature_class, place.feature_code, place.population,
                place.source, place.pcode, "" if entry.prior is None else entry.prior,
            ])  # fmt: skip
