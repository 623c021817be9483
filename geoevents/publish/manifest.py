"""An edition and its inputs -> the manifest that a published page carries; checks of the page."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import os
import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from geoevents import __version__
from geoevents.errors import GeoEventsError, InputError
from geoevents.publish.admission import REASONS
from geoevents.publish.edition import Edition
from geoevents.publish.naming import Names, folded, stands_in

__all__ = [
    "BLOCK",
    "check_page",
    "in_words",
    "inputs_of",
    "make_manifest",
    "read_manifest",
    "texts_of",
]

#: The id of the page's block that holds the manifest.
BLOCK = "geoevents-manifest"
#: Whose data every map holds; the page itself says so too.
LICENCES = (
    "Base map: Natural Earth, public domain",
    "Place names: GeoNames, CC BY 4.0",
    "Map library: Leaflet, BSD-2-Clause",
    "Viewer: geoevents, MIT",
)
_DATASETS = {
    "UCDP GED": "Events: UCDP Georeferenced Event Dataset, CC BY 4.0",
    "ACLED": "Events: ACLED, by its terms of use; the dataset itself may not be passed on",
}
_KINDS = frozenset({
    ".csv", ".geojson", ".htm", ".html", ".json", ".jsonl", ".md", ".ods", ".pdf", ".rss", ".tsv",
    ".txt", ".xhtml", ".xlsx", ".xml",
})  # fmt: skip
_SIGNS = 16
_BLOCKS = re.compile(
    r'<script type="(application/json|application/x-deflate-base64)" id="([\w-]+)">(.*?)</script>',
    re.DOTALL,
)
# Longer texts are sentences.
_MOST_NAMES = 5
_CODED = re.compile(r"\\u([0-9a-fA-F]{4})")
_PACKED = re.compile(r"data:text/html[^,]{0,40};base64,((?:[A-Za-z0-9+/]{4})*[A-Za-z0-9+/=]{0,4})")
# Our own scripts and looks, the same in every page.
_VIEWER = re.compile(r"<script>/\*! Leaflet.*?</script>|<style>.*?</style>", re.DOTALL)
# The base map's own names are no leak: they stand on every map of the region.
_NO_LEAK = frozenset({"geoevents-basemap"})


def inputs_of(paths: Iterable[str | os.PathLike[str]]) -> list[dict[str, Any]]:
    """Return kind, size and SHA-256 of every file, folders opened; names may tell too much.

    Raises
    ------
    InputError
        If a file cannot be read.
    """
    found = []
    for path in map(Path, paths):
        files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for file in files:
            try:
                data = file.read_bytes()
            except OSError as error:
                raise InputError(f"'{file}' cannot be read ({error.strerror}).") from error
            digest = hashlib.sha256(data).hexdigest()
            # The end of "notes.zaynab" is no kind of file.
            kind = file.suffix.lower() if file.suffix.lower() in _KINDS else "other"
            found.append({"kind": kind, "bytes": len(data), "sha256": digest})
    return sorted(found, key=lambda one: one["sha256"])


def make_manifest(
    edition: Edition,
    *,
    name: str = "",
    inputs: Sequence[Mapping[str, Any]] = (),
    licences: Sequence[str] = (),
    previous: str | os.PathLike[str] | None = None,
) -> dict[str, Any]:
    """Return what a published page says of itself, for machines and for whoever checks it.

    Parameters
    ----------
    edition : Edition
        As `publish_claims` returns it.
    name : str
        What the edition is called.
    inputs : sequence of mappings
        As `inputs_of` returns them.
    licences : sequence of str
        Further licences, such as that of the map itself; those of the data are named anyway.
    previous : path, optional
        The page of the edition before, from which the changes are told.

    Raises
    ------
    InputError
        If `previous` is no page with a manifest.
    """
    rows = _digests(edition.claims)
    rules = edition.rules
    makers = " ".join(edition.claims["extractor_version"].dropna().unique())
    data = [text for key, text in _DATASETS.items() if key in makers]
    return {
        "format": 1,
        "made_by": f"geoevents {__version__}",
        "edition": name,
        "at": _stamp(edition.at),
        "known_at": _stamp(edition.known_at),
        "rules": {
            "delay_hours": rules.delay.total_seconds() / 3600,
            "coarsen_m": rules.coarsen_m,
            "quote_words": rules.quote_words,
            "report_words": rules.report_words,
        },
        "inputs": [dict(one) for one in inputs],
        "licences": [*licences, *data, *LICENCES],
        "counts": edition.counts,
        "claims": rows,
        "previous": None if previous is None else _changes(rows, previous),
    }


def in_words(manifest: Mapping[str, Any]) -> list[str]:
    """Return what a manifest says to a reader beside what every map says, a line each."""
    rules, counts, before = manifest["rules"], manifest["counts"], manifest["previous"]
    withheld = sum(counts[reason] for reason in REASONS)
    coarse = f"{counts['moved to a coarser place']} at a coarser place"
    grid = f"{rules['coarsen_m'] / 1000:g} km"
    silent = f"{counts['words withheld']} without their words"
    delay = f"a delay of {rules['delay_hours']:g} hours"
    lines = [
        f"Published {manifest['at'][:10]} with {delay}: every claim was reviewed by a person",
        f"{counts['published']} claims shown, {withheld} withheld; {coarse} ({grid}), {silent}",
    ]
    if before:
        changes = ", ".join(
            f"{len(before[key])} claims {key}" for key in ("added", "changed", "removed")
        )
        lines.append(f"Since edition {before['edition'] or before['at'][:10]}: {changes}")
    return [*lines, *(text for text in manifest["licences"] if text not in LICENCES)]


def read_manifest(path: str | os.PathLike[str]) -> dict[str, Any]:
    """Return the manifest of a published page.

    Raises
    ------
    InputError
        If the file cannot be read, or is no published page.
    """
    try:
        document = Path(path).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"'{path}' cannot be read ({error}); expected a published map.") from error
    blocks = _decoded(document)
    if BLOCK not in blocks:
        raise InputError(
            f"'{path}' has no manifest; expected a map that `geoevents map --publish` wrote."
        )
    return dict(blocks[BLOCK])


def texts_of(document: str) -> list[str]:
    """Return every text that a page holds, its blocks decoded: what a reader could dig out."""
    outside = html.unescape(_BLOCKS.sub("", document))
    return [outside, *(text for value in _decoded(document).values() for text in _strings(value))]


def check_page(document: str, secrets: Sequence[str], *, told: Iterable[str] = ()) -> None:
    """Refuse a page that holds what must not be published, wherever it comes from.

    Parameters
    ----------
    document : str
        The page.
    secrets : sequence of str
        Names and sentences, as `Edition.secrets` has them.
    told : iterable of str
        What the author wrote. Here, and in whatever layers stand in the page beside its blocks,
        last names and other spellings of names count too.

    Raises
    ------
    GeoEventsError
        If a name or sentence of `secrets` stands in it: in a title, a note, a name of the
        author's, or because a rule of ours failed.
    """
    if not secrets:
        return
    held = []
    for name, value in _decoded(document).items():
        if name not in _NO_LEAK:
            seen = {key: one for key, one in value.items() if key != "towns"}
            held += [folded(text) for text in {*_strings(seen)}]
    beside = html.unescape(_VIEWER.sub("", _BLOCKS.sub("", document)))
    author = [_unescaped(text) for text in (beside, *told)]
    whole = "\n".join([*held, *map(folded, author)])
    compact = whole.replace(" ", "")
    for secret in secrets:
        wanted = folded(secret)
        if wanted.replace(" ", "") in compact and stands_in(wanted, whole):
            raise _would_hold(secret)
    names = Names(one for one in secrets if len(one.split()) <= _MOST_NAMES)
    hit = next((found for text in author if (found := names.find(text))), "")
    if hit:
        raise _would_hold(hit)


def _would_hold(secret: str) -> GeoEventsError:
    return GeoEventsError(
        f"The page would hold '{secret[:60]}', which must be withheld, and was not written; look "
        "for it in the title, the note, the names and the layers that you gave, and mark the "
        "claims that hold it as sensitive."
    )


def _unescaped(text: str) -> str:
    """Return a text with the letters that a script writes as codes, and pages inside the page."""
    text = _CODED.sub(lambda hit: chr(int(hit[1], 16)), text)
    return _PACKED.sub(lambda hit: base64.b64decode(hit[1]).decode("utf-8", "replace"), text)


def _decoded(document: str) -> dict[str, Any]:
    blocks = {}
    for kind, name, text in _BLOCKS.findall(document):
        plain = text if kind == "application/json" else zlib.decompress(base64.b64decode(text))
        blocks[name] = json.loads(plain)
    return blocks


def _strings(value: Any) -> list[str]:
    """Return every text inside a value, keys too."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [*value, *(text for one in value.values() for text in _strings(one))]
    if isinstance(value, list):
        return [text for one in value for text in _strings(one)]
    return []


def _digests(claims: Any) -> dict[str, str]:
    """Return a digest of each published row, by its id: what changed can be told without it."""
    shapes = claims.geometry.to_wkt(rounding_precision=6).fillna("").tolist()
    cells = claims.drop(columns=["claim_id", "geometry"]).astype("str").to_numpy().tolist()
    return {
        str(key): hashlib.sha256(json.dumps([shape, *row]).encode()).hexdigest()[:_SIGNS]
        for key, shape, row in zip(claims["claim_id"], shapes, cells, strict=True)
    }


def _changes(rows: Mapping[str, str], previous: str | os.PathLike[str]) -> dict[str, Any]:
    before = read_manifest(previous)
    old = dict(before.get("claims", {}))
    return {
        "sha256": hashlib.sha256(Path(previous).read_bytes()).hexdigest(),
        "edition": before.get("edition", ""),
        "at": before.get("at", ""),
        "added": sorted(set(rows) - set(old)),
        "removed": sorted(set(old) - set(rows)),
        "changed": sorted(key for key in set(rows) & set(old) if rows[key] != old[key]),
    }


def _stamp(when: Any) -> str:
    return str(when.isoformat(timespec="seconds")).replace("+00:00", "Z")
