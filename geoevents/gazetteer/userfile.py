"""The rows of a user's table, sheet or layer -> places, and rejected rows."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from geoevents.errors import InputError
from geoevents.gazetteer.columns import Columns, find_columns
from geoevents.gazetteer.reading import Reading, Rejected
from geoevents.gazetteer.resolver import Resolver
from geoevents.gazetteer.sources import Entry, built_up_radius
from geoevents.gazetteer.usertable import LAYERS, Row, read_rows
from geoevents.model import Place
from geoevents.spatial import distance_m

__all__ = ["read_user_file"]

_AREA_RADIUS_M = {1: 60_000.0, 2: 25_000.0, 3: 12_000.0}
_PART = re.compile(r"[|;\n]")
_DIRECTION = re.compile(r"^\s*([+-]?\d+(?:[.,]\d+)?)\s*°?\s*([NSEWnsew])?\s*$")


def read_user_file(
    path: Path,
    resolver: Resolver,
    *,
    label: str,
    columns: Mapping[str, str | Sequence[str]],
    country: str | None = None,
    layer: str | None = None,
) -> Reading:
    """Read the places of a file; `label` names the source in the places' ids.

    Raises
    ------
    InputError
        If the file cannot be read, its columns are not known, or no country is given.
    """
    is_layer = path.suffix.lower() in LAYERS
    headers, rows = read_rows(path, layer)
    if country is not None and country in headers:
        columns, country = {**columns, "country": country}, None
    found = find_columns(headers, columns, file=path.name, has_geometry=is_layer)
    if country is not None:
        resolver.require(country)
    elif not found.country and not found.pcode:
        raise InputError(
            f"{path.name}: no column is known to hold the country; say it: --country SY."
        )
    reader = _Reader(path, resolver, label, found, country)
    for row in rows:
        reader.take(row)
    return reader.reading


class _Reader:
    """Takes the rows of one file, one after the other."""

    def __init__(
        self, path: Path, resolver: Resolver, label: str, columns: Columns, country: str | None
    ) -> None:
        self.reading = Reading()
        self._path, self._resolver, self._label = path, resolver, label
        self._columns, self._country = columns, country
        self._seen: dict[tuple[str, ...], int] = {}
        self._ids: set[str] = set()

    def take(self, row: Row) -> None:
        """Take a row as a place, or as rejected with the column and value at fault."""
        if _is_hxl(row.values):
            self.reading.left_out["rows of HXL tags"] += 1
            return
        try:
            self.reading.entries.append(self._entry(row))
        except ValueError as error:
            column, value, why = error.args
            rejected = Rejected(self._path.name, row.number, column, str(value)[:200], why)
            self.reading.rejected.append(rejected)

    def _entry(self, row: Row) -> Entry:
        columns, values = self._columns, row.values
        name = self._name(values)
        pcode = " ".join(values.get(columns.pcode, "").split()) if columns.pcode else ""
        code = self._code_of(row, pcode)
        lon, lat, extent, box = self._position(row)
        if self._resolver.is_outside(code, lon, lat):
            where = f"{columns.lat or 'geometry'}, {columns.lon}".rstrip(", ")
            why = f"lies far outside {code}; are latitude and longitude swapped?"
            raise ValueError(where, f"{lat}, {lon}", why)
        self._refuse_repeated(row, (name, pcode, f"{lon:.5f} {lat:.5f}"))
        is_area = box is not None or (columns.level or 9) <= 3
        level = columns.level
        feature = f"ADM{level}" if level is not None else "ADMD"
        people = self._population(values)
        radius = built_up_radius(people)
        if is_area:
            radius = extent or _AREA_RADIUS_M.get(level or 9, 6_000.0)
        admin1 = self._admin1(values, code, name if feature == "ADM1" else "")
        place = Place(
            place_id=self._id(row, pcode),
            name=name,
            longitude=lon,
            latitude=lat,
            country_code=code,
            admin1_code=admin1,
            feature_class="A" if is_area else "P",
            feature_code=feature if is_area else "PPL",
            population=people,
            extent_m=round(radius),
            bbox=box,
            source=self._label,
            pcode=pcode,
        )
        return Entry(place, self._also(values, name), source_rank=-1)

    def _name(self, values: Mapping[str, str]) -> str:
        """Return the name; where a row has none in its column, the first in another script."""
        for column in (self._columns.name, *self._columns.also):
            name = " ".join(_PART.split(values.get(column, ""))[0].split())
            if column == self._columns.name:
                name = " ".join(values.get(column, "").split())
            if any(char.isalnum() for char in name):
                if column != self._columns.name:
                    self.reading.left_out[f"names in '{self._columns.name}', empty"] += 1
                return name
        raise ValueError(self._columns.name, values.get(self._columns.name, ""), "expected a name")

    def _also(self, values: Mapping[str, str], name: str) -> tuple[str, ...]:
        parts = [
            " ".join(part.split())
            for column in self._columns.also
            for part in _PART.split(values.get(column, ""))
        ]
        return tuple(dict.fromkeys(part for part in parts if part and part != name))

    def _code_of(self, row: Row, pcode: str) -> str:
        if self._country is not None:
            return self._country.upper()
        column = self._columns.country
        given = row.values.get(column, "").strip() if column else ""
        if given:
            code = self._resolver.country(given)
        else:  # OCHA's p-codes begin with the country's
            code = self._resolver.country(pcode[:2]) if len(pcode) > 2 else ""
        if not code:
            at, value = (column, given) if column else (self._columns.pcode, pcode)
            raise ValueError(at, value, "expected a country's ISO code or name")
        return code

    def _admin1(self, values: Mapping[str, str], code: str, own: str) -> str:
        given = values.get(self._columns.admin1, "").strip() if self._columns.admin1 else own
        found = self._resolver.division(code, given) if given else ""
        if given and not found:
            self.reading.left_out["values of admin1 that name no known division"] += 1
        return found

    def _population(self, values: Mapping[str, str]) -> int:
        text = values.get(self._columns.population, "") if self._columns.population else ""
        digits = re.sub(r"[\s,\u00a0\u202f]|\.0*$", "", text)
        return int(digits) if digits.isdecimal() and len(digits) < 12 else 0

    def _position(
        self, row: Row
    ) -> tuple[float, float, float, tuple[float, float, float, float] | None]:
        if row.shape is not None:
            return _located(row.shape)
        columns = self._columns
        if not columns.lat or not columns.lon:
            raise ValueError("geometry", "", "expected a point or polygon; it has none")
        lat = _degrees(columns.lat, row.values.get(columns.lat, ""), 90.0, "SN")
        lon = _degrees(columns.lon, row.values.get(columns.lon, ""), 180.0, "WE")
        if lat == 0 and lon == 0:
            raise ValueError(columns.lat, "0, 0", "is the point 0, 0, which stands for none")
        return lon, lat, 0.0, None

    def _refuse_repeated(self, row: Row, key: tuple[str, ...]) -> None:
        first = self._seen.setdefault(key, row.number)
        if first != row.number:
            raise ValueError(self._columns.name, f"{key[0]} (row {first})", "repeats that row")

    def _id(self, row: Row, pcode: str) -> str:
        place_id = f"{self._label}:{pcode or row.number}"
        if place_id in self._ids:  # several places of one p-code, such as a village's parts
            place_id = f"{place_id}#{row.number}"
        self._ids.add(place_id)
        return place_id


def _degrees(column: str, text: str, most: float, sides: str) -> float:
    found = _DIRECTION.match(text)
    side = (found[2] or "").upper() if found else ""
    if found is None or (side and side not in sides):
        raise ValueError(column, text, "expected decimal degrees, such as 36.37")
    degrees = float(found[1].replace(",", "."))
    if side and side == sides[0]:
        degrees = -abs(degrees)
    if not -most <= degrees <= most:
        raise ValueError(column, text, f"expected degrees from -{most:g} to {most:g}")
    return degrees


def _located(shape: Any) -> tuple[float, float, float, tuple[float, float, float, float] | None]:
    """Return a point of a shape, the radius in metres that holds it all, and its box."""
    if shape.is_empty or not all(math.isfinite(v) for v in shape.bounds):
        raise ValueError("geometry", "", "expected a point or polygon; it is empty")
    west, south, east, north = shape.bounds
    if west < -180 or east > 180 or south < -90 or north > 90:
        raise ValueError("geometry", f"{west:g} {south:g}", "expected degrees; it is off the earth")
    point = shape if shape.geom_type == "Point" else shape.representative_point()
    box = None
    radius = 0.0
    if shape.geom_type in {"Polygon", "MultiPolygon"}:
        box = (west, south, east, north)
        corners = [(x, y) for x in (west, east) for y in (south, north)]
        radius = max(distance_m(point.x, point.y, *corner) for corner in corners)
    return float(point.x), float(point.y), radius, box


def _is_hxl(values: Mapping[str, str]) -> bool:
    """Whether a row holds tags of the Humanitarian Exchange Language instead of values."""
    filled = [value for value in values.values() if value.strip()]
    return bool(filled) and all(value.lstrip().startswith("#") for value in filled)
