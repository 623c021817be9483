"""What all tables of other makers share: places, intervals, ids and countries, by column."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geoevents.actors import Actors
from geoevents.dates import to_edtf
from geoevents.errors import GeoEventsError
from geoevents.resources import data_path
from geoevents.schema import CLAIMS, CRS, TIME

__all__ = [
    "Codes",
    "actor_ids",
    "assemble",
    "cells",
    "country_codes",
    "days",
    "ids",
    "intervals",
    "lookup",
    "place_ids",
    "points",
    "slugs",
    "whole",
]

Text = Any  # a pandas Series of str, where an empty cell is ""


class Codes(NamedTuple):
    """A column of codes beside what its codebook says of each: values, and words last."""

    name: str  # the dataset and its column, for a reader
    codes: Text
    meaning: Mapping[str, tuple[Any, ...]]

    def values(self, number: int, default: Any) -> Text:
        """Return value `number` of each row's code."""
        return lookup(self.codes, {k: v[number] for k, v in self.meaning.items()}, default)

    def reasons(self) -> Text:
        """Return in words what each row's code means."""
        return self.name + " " + self.codes + ": " + self.values(-1, "not in the codebook")


def cells(frame: pd.DataFrame) -> Callable[[str], Text]:
    """Return a function that gives a column by its name, empty where the edition lacks it."""
    empty = pd.Series("", index=frame.index, dtype="str")
    return lambda name: frame[name] if name in frame.columns else empty


def whole(values: Text) -> Text:
    """Return codes trimmed, without the ``.0`` that spreadsheets add to whole numbers."""
    return values.str.strip().str.replace(r"\.0$", "", regex=True)


def assemble(columns: Mapping[str, Any], geometry: gpd.GeoSeries) -> gpd.GeoDataFrame:
    """Make a claims table of columns; an empty text is missing."""
    frame = pd.DataFrame(dict(columns), index=geometry.index)
    for name in frame.columns:
        if frame[name].dtype == "object" or isinstance(frame[name].dtype, pd.StringDtype):
            values = frame[name].astype("object")
            frame[name] = values.where(values.notna() & (values != ""), None)
    return CLAIMS.check(gpd.GeoDataFrame(frame, geometry=geometry, crs=CRS))


def lookup(values: Text, meaning: Mapping[str, Any], default: Any = "") -> Text:
    """Return what each value means: an exact match of its trimmed, lower-case text."""
    return values.map({v: meaning.get(str(v).strip().lower(), default) for v in values.unique()})


def slugs(values: Text) -> Text:
    """Return ids made of names: lower case, no marks, hyphens."""
    return values.map({value: _slug(value) for value in values.unique()})


def actor_ids(names: Text, countries: Text | None = None) -> Text:
    """Return the packs' ids of actors that they know by these names, else ids made of the names.

    A name counts as known only where a pack's alias is the whole of it, without years or country
    in brackets ("Military Forces of Syria (2000-2024)") and without a leading abbreviation
    ("QSD: Syrian Democratic Forces"). The country decides what a shared name means.
    """
    where = countries if countries is not None else pd.Series("", index=names.index)
    pairs = list(zip(names.astype("str"), where.astype("str"), strict=True))
    known = {pair: _actor_id(*pair) for pair in dict.fromkeys(pairs)}
    return pd.Series([known[pair] for pair in pairs], index=names.index, dtype="str")


def _actor_id(name: str, country: str) -> str:
    plain = re.sub(r"\s*\([^()]*\)", "", name).strip()
    for form in (plain, plain.partition(": ")[2]):
        found = Actors.default().find(f"{form}. {country}") if form else []
        if found and (found[0][0], found[0][1]) == (0, len(form)):
            return str(found[0][2].actor_id)
    return _slug(name)


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).casefold()
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return re.sub(r"[^\w]+", "-", plain).strip("-_")


def ids(prefix: str, values: Text) -> Text:
    """Return ids without spaces, stable: repeated ones are numbered, absent ones count rows."""
    base = whole(values)
    rows = pd.Series([f"row{n}" for n in range(len(base))], index=base.index)
    base = (f"{prefix}-" + base.where(base != "", rows)).map(lambda key: "-".join(key.split()))
    again = base.groupby(base).cumcount()
    return base.where(again == 0, base + "-" + (again + 1).astype("str"))


def place_ids(prefix: str, names: Text, latitude: Text, longitude: Text) -> Text:
    """Return an id for each of a dataset's own places: its name at its coordinates."""
    key = f"{prefix}:" + slugs(names) + "@" + latitude + "," + longitude
    return key.where(names != "", "")


def points(latitude: Text, longitude: Text) -> tuple[gpd.GeoSeries, Text]:
    """Return points, empty where the coordinates cannot be, and the reasons why they are empty."""
    lat = pd.to_numeric(latitude, errors="coerce")
    lon = pd.to_numeric(longitude, errors="coerce")
    given = (latitude.str.strip() != "") & (longitude.str.strip() != "")
    sound = lat.between(-90, 90) & lon.between(-180, 180)
    zero = sound & (lat == 0) & (lon == 0)
    found = np.full(len(lat), shapely.Point(), dtype="object")
    good = (sound & ~zero).to_numpy()
    found[good] = shapely.points(lon.to_numpy()[good], lat.to_numpy()[good])
    values = "latitude '" + latitude + "', longitude '" + longitude + "'"
    reasons = pd.Series("", index=lat.index, dtype="str")
    reasons = reasons.mask(~given, "unplaced: the row has no coordinates")
    reasons = reasons.mask(given & ~sound, "unplaced: " + values + " lie off the earth")
    reasons = reasons.mask(zero, "unplaced: 0, 0 stands for no coordinates")
    return gpd.GeoSeries(found, index=lat.index, crs=CRS), reasons


def days(values: Text) -> Any:
    """Return days of the forms that tables use, NaT where there is none; years 1800 to 2200."""
    texts = values.str.strip()
    found = pd.Series(pd.NaT, index=values.index, dtype=TIME)
    shapes = (
        (r"\d{4}-\d{2}-\d{2}(?:[T ].*)?", None),
        (r"\d{1,2}[ -][A-Za-z]{4,9}[ -]\d{4}", "%d %B %Y"),
        (r"\d{1,2}[ -][A-Za-z]{3}[ -]\d{4}", "%d %b %Y"),
    )
    for shape, form in shapes:
        hit = texts.str.fullmatch(shape) & found.isna()
        if hit.any():
            cells = texts[hit].str[:10] if form is None else texts[hit].str.replace("-", " ")
            read = pd.to_datetime(cells, format=form or "%Y-%m-%d", errors="coerce", utc=True)
            found[hit] = read.astype(TIME)
    return found.where(
        (found >= pd.Timestamp("1800-01-01", tz="UTC"))
        & (found < pd.Timestamp("2201-01-01", tz="UTC"))
    )


def intervals(start: Any, end: Any) -> Text:
    """Return the EDTF of half-open intervals, nothing where there is none; each is made once."""
    sound = start.notna() & end.notna() & (start < end)
    pairs = pd.DataFrame({"start": start[sound], "end": end[sound]})
    made = {
        pair: to_edtf(pair[0].to_pydatetime(), pair[1].to_pydatetime())
        for pair in pairs.drop_duplicates().itertuples(index=False, name=None)
    }
    texts = pd.Series("", index=start.index, dtype="object")
    keys = list(pairs.itertuples(index=False, name=None))
    texts[sound] = [made[key] for key in keys]
    return texts


def country_codes(names: Text) -> Text:
    """Return ISO 3166-1 alpha-2 codes of countries' names, nothing where none is known."""
    known = _countries()

    def code(name: str) -> str:
        parts = [name, *re.split(r"[()]", name)]
        return next((known[p] for part in parts if (p := part.strip().casefold()) in known), "")

    return names.map({name: code(name) for name in names.unique()})


@lru_cache(maxsize=1)
def _countries() -> Mapping[str, str]:
    """Return the names of countries that ship with the package, with their codes."""
    try:
        path = data_path("gazetteer") / "countries.csv"
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
    except (GeoEventsError, OSError):
        return {}
    known: dict[str, str] = {}
    for row in rows:
        for name in (row["name"], *row["alternates"].split("|")):
            known.setdefault(name.strip().casefold(), row["country_code"])
    return known
