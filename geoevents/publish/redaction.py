"""Admitted claims -> claims as they may be shown: coarser places, roles for people, short quotes.

Every column of the contract is named here. What is not named as public is emptied, so that a
column that is added later is withheld until somebody has thought about it.
"""

from __future__ import annotations

import hashlib
import math
import re
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geoevents.actors import Actors
from geoevents.model import PlaceKind
from geoevents.publish.rules import PublishRules
from geoevents.publish.secrets import scrubbed
from geoevents.schema import CLAIMS, CRS

__all__ = ["PUBLIC", "WITHHELD_PLACE", "WITHHELD_WORDS", "public_ids", "redacted"]

#: Columns that are shown of every claim, sensitive or not.
_ALWAYS = (
    "event_type", "status", "scope", "country_code", "place_kind", "geometry", "uncertainty_m",
    "date_edtf", "valid_from", "valid_to", "date_precision", "published_at", "recorded_at",
    "source_kind", "quantity", "quantity_bound", "confidence", "source_reliability",
    "info_credibility", "review_status", "extractor_version",
)  # fmt: skip
#: Columns that are shown of a claim that is not sensitive; of a sensitive one they are made anew.
_PLAIN = (
    "actor", "actor_id", "target", "target_id", "toponym", "place_id", "place_name",
    "admin1_code", "pcode", "place_extent", "place_reasons", "origin", "origin_id",
    "origin_point", "destination", "destination_id", "destination_point", "date_text",
    "date_reasons", "stated_on", "attribution", "source", "source_url", "archive_url", "quote",
    "verification", "same_event",
)  # fmt: skip
PUBLIC = frozenset({"claim_id", "report_id", *_ALWAYS, *_PLAIN})
WITHHELD_PLACE = "a rough area; the exact place is withheld"
WITHHELD_WORDS = "[the words of a resident are withheld]"
_SENSITIVE_WORDS = "[the sentence is withheld to protect people]"
_ROLES = {
    "resident": "a resident", "activist": "an activist", "monitor": "a monitoring group",
    "belligerent": "a party to the fighting", "armed-group": "an armed group",
    "government": "an official", "military": "a military source", "state-media": "state media",
    "ngo": "an aid or rights group", "igo": "an international body", "analyst": "an analyst",
    "news": "other news media", "unspecified": "an unnamed source",
}  # fmt: skip
# Metres in a degree of latitude, WGS 84's mean radius.
_DEGREE_M = 111_195.0
_ID_SIGNS = 12
# Where ids of places come from that are everybody's; other prefixes may be names of files.
_KNOWN_PLACES = re.compile(r"(?:geonames|naturalearth|ucdp|acled|osm|wikidata|cell):")
_WEB = re.compile(r"https?://", re.IGNORECASE)
# As corrections write who made them.
_GIVEN_BY = re.compile(r"^((?:coordinates|no place,|no date,|'.*')? ?given by )(.+?)(?=: |$)")


def redacted(claims: Any, sensitive: Any, residents: Any, rules: PublishRules) -> Any:
    """Return claims as they may be shown, one row per row, in order.

    Parameters
    ----------
    claims : GeoDataFrame
        Admitted claims, `schema.CLAIMS`.
    sensitive, residents : array of bool
        Which rows are sensitive, and which hold a resident's own words.
    rules : PublishRules
        Grid of the coarser places.
    """
    shown = claims[CLAIMS.names].reset_index(drop=True).copy()
    secrets = _names(shown, sensitive, residents)
    shown["claim_id"], shown["report_id"] = public_ids(shown, sensitive)
    shown = _emptied(shown, [c.name for c in CLAIMS.columns if c.name not in PUBLIC])
    roles = _in_roles(shown["source_kind"])
    quiet = sensitive | residents
    _put(shown, "attribution", quiet, roles)
    _put(shown, "quote", residents, WITHHELD_WORDS)
    _put(shown, "quote", sensitive, _SENSITIVE_WORDS)
    for column in ("place_reasons", "date_reasons"):
        shown[column] = scrubbed(_without_reviewers(shown[column]), secrets)
    for column in ("source_url", "archive_url"):  # an address on a desk's disk names its files
        shown[column] = shown[column].where(shown[column].fillna("").str.match(_WEB))
    for column in ("place_id", "origin_id", "destination_id"):
        shown[column] = _place_ids(shown[column])
    shown["same_event"] = _groups(shown["same_event"], sensitive)
    return _without_places(_without_people(shown, sensitive), sensitive, rules.coarsen_m)


def public_ids(claims: Any, sensitive: Any) -> tuple[Any, Any]:
    """Return ids that say nothing of files, and are the same in the next edition.

    A report's id would join a sensitive claim to the others of its report, so it has none.
    """
    parts = [claims[name].fillna("").astype("str") for name in ("claim_id", "report_id", "quote")]
    hashes = claims["report_sha256"].fillna("").astype("str")
    of_report = hashes.groupby(parts[1]).transform("max")  # a claim added by hand has none
    keys = ["\x1f".join(row) for row in zip(*parts, hashes, strict=True)]
    reports = ["\x1f".join(row) for row in zip(parts[1], of_report, strict=True)]
    dtype = claims["claim_id"].dtype
    claim_ids = pd.Series([f"c-{_hash(key)}" for key in keys], index=claims.index, dtype=dtype)
    report_ids = pd.Series([f"r-{_hash(key)}" for key in reports], index=claims.index, dtype=dtype)
    return claim_ids, report_ids.mask(pd.Series(sensitive, index=claims.index), "withheld")


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:_ID_SIGNS]


def _names(claims: Any, sensitive: Any, residents: Any) -> list[str]:
    """Return the names of exact places, and the sources' words, that reasons must not repeat."""
    columns = ("toponym", "place_name", "place_id", "origin", "destination")
    found = {value for column in columns for value in claims[column][sensitive].dropna().unique()}
    found |= set(claims["attribution"][sensitive | residents].dropna().unique())
    return sorted({str(value).strip() for value in found} - {""})


def _without_reviewers(reasons: Any) -> Any:
    """Return reasons that say that a reviewer gave something, and not who."""
    told = {one: _GIVEN_BY.sub(r"\1a reviewer", one) for one in reasons.dropna().unique()}
    return reasons.map(told).astype(reasons.dtype)


def _place_ids(ids: Any) -> Any:
    """Return ids of places; the prefix of a place of the publisher's own may name a file."""
    told = {}
    for one in ids.dropna().unique():
        own, colon, rest = str(one).rpartition(":")
        known = _KNOWN_PLACES.match(str(one))
        told[one] = (
            str(one) if known else f"own-{_hash(own or str(one))}{colon}{rest if own else ''}"
        )
    return ids.map(told).astype(ids.dtype)


def _groups(labels: Any, sensitive: Any) -> Any:
    """Return what people merged and split, without the names of their sheets.

    A sensitive claim that is merged with one that is not would stand at that one's exact place.
    """
    flags = pd.Series(sensitive, index=labels.index)
    mixed = set(labels[flags].dropna()) & set(labels[~flags].dropna())
    signs = {
        one: f"{'!' * str(one).startswith('!')}g-{_hash(str(one))}"
        for one in labels.dropna().unique()
    }
    return labels.map(signs).mask(flags & labels.isin(mixed)).astype(labels.dtype)


def _emptied(frame: Any, columns: list[str]) -> Any:
    kinds = {c.name: c.kind for c in CLAIMS.columns}
    for name in columns:
        if kinds[name] == "count":
            frame[name] = 0
        elif kinds[name] == "flag":
            frame[name] = False
        else:
            frame[name] = frame[name].mask(pd.Series(data=True, index=frame.index))
    return frame


def _put(frame: Any, column: str, flags: Any, value: Any) -> None:
    """Replace what stands in flagged cells; an empty cell stays empty."""
    there = pd.Series(flags, index=frame.index) & frame[column].notna()
    values = frame[column].mask(there, value)
    frame[column] = values.astype(frame[column].dtype)


def _in_roles(kinds: Any) -> Any:
    """Return "a resident and a monitoring group" for "resident+monitor"."""
    words = {
        kind: " and ".join(_ROLES.get(part, "a source") for part in str(kind).split("+"))
        for kind in kinds.dropna().unique()
    }
    return kinds.map(words)


def _without_people(frame: Any, sensitive: Any) -> Any:
    """Name the known parties of sensitive claims by their usual names, and nobody else."""
    known = Actors.default()
    flags = pd.Series(sensitive, index=frame.index)
    for who in ("actor", "target"):
        ids = frame[f"{who}_id"]
        names = {key: actor.name for key in ids.dropna().unique() if (actor := known.get(key))}
        is_known = ids.isin(list(names))
        frame[who] = frame[who].mask(flags, ids.map(names)).astype(frame[who].dtype)
        frame[f"{who}_id"] = ids.mask(flags & ~is_known)
    for column in ("date_text", "date_reasons", "source", "source_url", "archive_url",
                   "verification", "stated_on"):  # fmt: skip
        frame[column] = frame[column].mask(flags)
    for column in ("published_at", "recorded_at"):  # an hour and minute would tell which report
        frame[column] = frame[column].mask(flags, frame[column].dt.floor("D"))
    return frame


def _without_places(frame: Any, sensitive: Any, grid_m: float) -> gpd.GeoDataFrame:
    """Put sensitive claims on the middle of their cell of a grid, and drop every other place."""
    flags = pd.Series(sensitive, index=frame.index)
    shapes = np.asarray(frame.geometry.array)
    moved = (flags & ~frame.geometry.is_empty).to_numpy()
    lon, lat, cells = _gridded(shapes[moved], grid_m)
    shapes = shapes.copy()
    shapes[moved] = shapely.points(lon, lat)
    for column in (
        "admin1_code", "pcode", "place_extent", "origin", "origin_id", "origin_point",
        "destination", "destination_id", "destination_point", "toponym", "place_name", "place_id",
    ):  # fmt: skip
        frame[column] = frame[column].mask(flags)
    at = pd.Series(moved, index=frame.index)
    frame.loc[at, "place_id"] = cells
    frame.loc[at, ["toponym", "place_name"]] = WITHHELD_PLACE
    frame.loc[at, "place_kind"] = str(PlaceKind.REGION)
    frame["place_reasons"] = frame["place_reasons"].mask(flags)
    frame.loc[at, "place_reasons"] = (
        f"moved to the middle of a cell of {grid_m / 1000:g} km before publication"
    )
    # The true place lies within the old radius of the old point, and that within half the cell's
    # diagonal of its middle; whole kilometres, so that the old radius cannot be read from it.
    reach = frame["uncertainty_m"].fillna(0.0) + grid_m / math.sqrt(2)
    frame["uncertainty_m"] = frame["uncertainty_m"].mask(at, np.ceil(reach / 1000) * 1000)
    return frame.set_geometry(gpd.GeoSeries(shapes, index=frame.index, crs=CRS))


def _gridded(shapes: Any, grid_m: float) -> tuple[Any, Any, list[str]]:
    """Return the middles of cells of `grid_m` metres in degrees, and a name for each cell."""
    points = shapely.point_on_surface(shapes)
    step = grid_m / _DEGREE_M
    row = np.floor(shapely.get_y(points) / step)
    lat = np.clip((row + 0.5) * step, -90.0, 90.0)
    # Cells of one row are equally wide in degrees, so that a cell is the same for all its points.
    wide = step / np.maximum(np.cos(np.radians(lat)), 0.01)
    column = np.floor(shapely.get_x(points) / wide)
    lon = np.clip((column + 0.5) * wide, -180.0, 180.0)
    names = [f"cell:{grid_m:g}:{int(r)}:{int(c)}" for r, c in zip(row, column, strict=True)]
    return lon, lat, names
