"""Claims -> claims with one id each: absent ids made, spaces taken out, repeats left out.

Events and places on the map name their claims by ids, separated by spaces. An id that is absent,
holds a space or means two claims would break the way back to the sentence.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
from collections.abc import Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geoevents.errors import TableError
from geoevents.schema import CLAIMS

__all__ = ["identified", "without_repeats"]

log = logging.getLogger(__name__)

Path = str | os.PathLike[str]
# What may differ between two copies of one claim: bookkeeping, and the name of the file.
_BOOKKEEPING = frozenset(
    {"claim_id", "report_id", "recorded_at", "retrieved_at", "extractor_version"}
)
_COMPARED = [column for column in CLAIMS.columns if column.name not in _BOOKKEEPING]
# Degrees; files hold seven decimals.
_SAME_PLACE = 1e-6


def identified(claims: gpd.GeoDataFrame, path: Path) -> gpd.GeoDataFrame:
    """Return the claims of `path` with one id each.

    An absent id becomes ``claim-`` and a hash of what the row says; spaces in an id become
    hyphens, with a warning. A row that repeats another one, id and all, is left out with a
    warning.

    Raises
    ------
    TableError
        If two different claims have one id.
    """
    given = claims["claim_id"]
    ids = [
        "-".join(key.split()) if isinstance(key, str) else ""
        for key in given.to_numpy(dtype="object")
    ]
    absent = [row for row, key in enumerate(ids) if not key]
    for row in absent:
        ids[row] = _made(claims.iloc[row])
    spaced = sum(
        isinstance(old, str) and bool(old.strip()) and old != new
        for old, new in zip(given, ids, strict=True)
    )
    if spaced:
        log.warning("%s: claim ids whose spaces became hyphens: %d", path, spaced)
    if absent:
        log.warning("%s: claims without an id got one from their content: %d", path, len(absent))
    if spaced or absent:
        claims = claims.assign(claim_id=pd.array(ids, dtype=given.dtype))
    return without_repeats(claims, [f"'{path}', row {row}" for row in range(len(claims))])


def _made(row: pd.Series[Any]) -> str:
    """Return an id made of what a row says, the same on every run."""
    said = [
        value.wkt if column.kind == "geometry" else None if pd.isna(value) else str(value)
        for column in _COMPARED
        for value in [row[column.name]]
    ]
    return "claim-" + hashlib.sha256(json.dumps(said).encode()).hexdigest()[:12]


def without_repeats(claims: gpd.GeoDataFrame, where: Sequence[str]) -> gpd.GeoDataFrame:
    """Return the claims, each once; `where` says where each row stands.

    Rows of one id are repeats if they say the same: all columns of the contract but bookkeeping
    (report's name, when and by what the row was made), and the geometry within a millionth of a
    degree. The first one stays; the others are counted in a logged warning.

    Raises
    ------
    TableError
        If two rows of one id say different things.
    """
    claims = claims.reset_index(drop=True)
    ids = claims["claim_id"]
    again = np.flatnonzero(ids.duplicated().to_numpy())
    if not len(again):
        return claims
    # Codes run in order of appearance, so that each one's first row is where it appears.
    codes, _ = pd.factorize(ids)
    first = np.unique(codes, return_index=True)[1][codes[again]]
    for column in _COMPARED:
        values = claims[column.name]
        differs = ~_same(values.iloc[first], values.iloc[again], column.kind)
        if differs.any():
            at = int(np.flatnonzero(differs)[0])
            one, other = first[at], again[at]
            raise TableError(
                f"Two different claims have the id '{ids.iloc[other]}': {where[one]}, and "
                f"{where[other]}. They differ in the column '{column.name}': "
                f"'{str(values.iloc[one])[:60]}' and '{str(values.iloc[other])[:60]}'. Keep one "
                "of them, or give each an id of its own."
            )
    log.warning(
        "claims given more than once count once: %d left out, the first one is %s",
        len(again),
        where[again[0]],
    )
    return claims.drop(index=again).reset_index(drop=True)


def _same(one: pd.Series[Any], other: pd.Series[Any], kind: str) -> Any:
    """Say for each pair whether both say the same: nothing, an empty text too, is the same."""
    if kind == "geometry":
        shapes, others = one.to_numpy(), other.to_numpy()
        empty = shapely.is_empty(shapes) & shapely.is_empty(others)
        return empty | shapely.equals_exact(shapes, others, tolerance=_SAME_PLACE)
    if kind == "number":
        return np.isclose(one.to_numpy(), other.to_numpy(), rtol=1e-9, equal_nan=True)
    if kind == "text":
        one, other = one.fillna(""), other.fillna("")
    missing = one.isna().to_numpy() & other.isna().to_numpy()
    return missing | (one.to_numpy(dtype="object") == other.to_numpy(dtype="object"))
