"""GeoNames' country files (XX.txt or XX.zip, with the alternate names beside) -> places."""

from __future__ import annotations

import io
import zipfile
from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from geoevents.errors import InputError
from geoevents.gazetteer.reading import Reading, Rejected
from geoevents.gazetteer.sources import GEONAMES, Entry, built_up_radius, is_usual_name
from geoevents.model import Place

__all__ = ["is_country_file", "read_country_file"]

COLUMNS = (
    "geonameid", "name", "asciiname", "alternatenames", "latitude", "longitude", "feature class",
    "feature code", "country code", "cc2", "admin1 code", "admin2 code", "admin3 code",
    "admin4 code", "population", "elevation", "dem", "timezone", "modification date",
)  # fmt: skip
# The kinds that reports of a conflict name beside settlements and divisions. Wells, schools,
# mosques, ruins and wadis would make places of ordinary words.
_KINDS = frozenset({
    "AIRB", "AIRF", "AIRP", "AIRQ", "BDG", "BDRY", "CMP", "CMPRF", "CSTM", "DAM", "FT", "INSM",
    "MILB", "NVB", "OILF", "OILR", "GASF", "PRN", "PRT", "PS", "PSH", "PSN", "RGN", "RGNE", "RSV",
    "TRANT", "MT", "MTS", "HLL", "HLLS", "PASS", "PK", "RDGE", "PLAT", "PLN", "PEN", "DSRT", "VAL",
    "ISL", "ISLS", "CAPE", "STM", "LK", "LKS", "BAY", "GULF", "STRT", "CHN", "PRK", "NKM",
})  # fmt: skip
_PAST = "H"  # ADM1H, PPLH: divisions and settlements that are no more
# Languages of the alternate names' file that are no languages.
_CODES = frozenset({"link", "wkdt", "post", "iata", "icao", "faac", "tcid", "unlc", "phon"})
_AREA_RADIUS_M = {"ADM1": 60_000.0, "ADM2": 25_000.0, "ADM3": 12_000.0, "ADM4": 6_000.0}
_UNUSED = "kinds that reports seldom name (wells, schools, ruins, ...)"
_NAMESAKE = "hills, streams and spots that bear a settlement's name"


def is_country_file(path: Path) -> bool:
    """Whether a file is a table of GeoNames: lines of 19 fields, or a zip with one inside."""
    if path.suffix.lower() not in {".txt", ".zip"}:
        return False
    try:
        with _lines(path) as lines:
            fields = next(lines, "").split("\t")
    except (InputError, OSError, UnicodeDecodeError):
        return False
    return len(fields) == len(COLUMNS) and fields[0].isdigit()


def read_country_file(
    path: Path, *, alternates: Path | None = None, countries: Collection[str] = ()
) -> Reading:
    """Read a country file of GeoNames; `alternates` is the file of alternate names, if any.

    Raises
    ------
    InputError
        If the file cannot be read, or is the world's and no country is asked for.
    """
    if path.stem.lower() == "allcountries" and not countries:
        raise InputError(
            f"{path} holds the whole world, 12 million places; say which countries to take from "
            "it: --country SY."
        )
    names, codes = _alternates(alternates) if alternates is not None else ({}, {})
    reading = Reading()
    with _lines(path) as lines:
        for row, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            fields = line.rstrip("\r\n").split("\t")
            _take(fields, path, row, countries, reading, names, codes)
    _drop_namesakes(reading)
    return reading


def _take(
    fields: list[str],
    path: Path,
    row: int,
    countries: Collection[str],
    reading: Reading,
    names: dict[str, list[str]],
    codes: dict[str, set[str]],
) -> None:
    """Take one line into the reading: as a place, as rejected, or as left out."""
    if len(fields) != len(COLUMNS):
        value = "\t".join(fields)[:80]
        why = f"{len(fields)} fields; expected the {len(COLUMNS)} of GeoNames"
        reading.rejected.append(Rejected(path.name, row, "", value, why))
        return
    if countries and fields[8] not in countries:
        reading.left_out["other countries"] += 1
    elif not _is_kind(fields[6], fields[7]):
        reading.left_out[_UNUSED] += 1
    else:
        try:
            reading.entries.append(_entry(fields, path, names, codes))
        except ValueError as error:
            column, value, why = error.args
            reading.rejected.append(Rejected(path.name, row, column, value, why))


def _is_kind(feature_class: str, code: str) -> bool:
    if feature_class in {"A", "P"}:
        return not (code.endswith(_PAST) and len(code) > 3)
    return code in _KINDS


def _entry(
    fields: list[str], path: Path, names: dict[str, list[str]], codes: dict[str, set[str]]
) -> Entry:
    number = dict(zip(COLUMNS, fields, strict=True))
    if not number["name"].strip() or not number["geonameid"].isdigit():
        column = "name" if number["geonameid"].isdigit() else "geonameid"
        raise ValueError(column, number[column], "expected a name and a number of GeoNames")
    latitude = _degrees("latitude", number["latitude"], 90.0)
    longitude = _degrees("longitude", number["longitude"], 180.0)
    population = int(number["population"]) if number["population"].isdigit() else 0
    geonameid, code = number["geonameid"], number["feature code"]
    is_settled = number["feature class"] == "P"
    radius = built_up_radius(population) if is_settled else _AREA_RADIUS_M.get(code, 2_000.0)
    place = Place(
        place_id=f"geonames:{geonameid}",
        name=number["name"].strip(),
        longitude=longitude,
        latitude=latitude,
        country_code=number["country code"],
        admin1_code=number["admin1 code"] if number["admin1 code"] != "00" else "",
        feature_class=number["feature class"],
        feature_code=code,
        population=population,
        extent_m=radius,
        source=f"{GEONAMES}, country file {path.stem}",
    )
    known = names.get(geonameid, [])
    listed = [n for n in number["alternatenames"].split(",") if n and is_usual_name(n)]
    others = [number["asciiname"], *known, *listed]
    no_names = codes.get(geonameid, set())
    kept = dict.fromkeys(n for n in others if n and n not in no_names and n != place.name)
    # A spot or hill is less likely meant than a village of the same name
    return Entry(place, tuple(kept), prior=None if number["feature class"] in {"A", "P"} else 0.15)


def _degrees(column: str, value: str, most: float) -> float:
    try:
        degrees = float(value)
    except ValueError:
        raise ValueError(column, value, "expected a number of degrees") from None
    if not -most <= degrees <= most:
        raise ValueError(column, value, f"expected degrees from -{most:g} to {most:g}")
    return degrees


def _drop_namesakes(reading: Reading) -> None:
    """Leave out what bears a settlement's name: the village is meant, not its hill or stream."""
    settled = {
        (entry.place.country_code, name.casefold())
        for entry in reading.entries
        if entry.place.feature_class == "P"
        for name in (entry.place.name, *entry.alternates)
    }
    kept = [
        entry
        for entry in reading.entries
        if entry.place.feature_class in {"A", "P"}
        or (entry.place.country_code, entry.place.name.casefold()) not in settled
    ]
    reading.left_out[_NAMESAKE] += len(reading.entries) - len(kept)
    reading.entries = kept


def _alternates(path: Path) -> tuple[dict[str, list[str]], dict[str, set[str]]]:
    """Return the alternate names by GeoNames' number, and what stands there but is no name."""
    names: dict[str, list[str]] = defaultdict(list)
    codes: dict[str, set[str]] = defaultdict(set)
    with _lines(path) as lines:
        for line in lines:
            fields = line.rstrip("\r\n").split("\t")
            if len(fields) < 4:
                continue
            _, geonameid, language, name = fields[:4]
            if language in _CODES:
                codes[geonameid].add(name)
            elif is_usual_name(name):
                names[geonameid].append(name)
    return names, codes


@contextmanager
def _lines(path: Path) -> Iterator[Iterator[str]]:
    """Open the lines of a text file, or of the one table inside a zip; nothing is unpacked."""
    if path.suffix.lower() != ".zip":
        with path.open(encoding="utf-8-sig", newline="\n") as file:
            yield iter(file)
        return
    try:
        with zipfile.ZipFile(path) as archive:
            texts = [n for n in archive.namelist() if n.lower().endswith(".txt")]
            tables = [n for n in texts if not n.lower().startswith("readme")]
            named = [n for n in tables if Path(n).stem.lower() == path.stem.lower()] or tables
            if len(named) != 1:
                raise InputError(
                    f"{path} holds {', '.join(texts) or 'no .txt file'}; expected one table of "
                    f"GeoNames such as {path.stem}.txt."
                )
            with archive.open(named[0]) as raw:
                yield iter(io.TextIOWrapper(raw, encoding="utf-8-sig", newline="\n"))
    except zipfile.BadZipFile as error:
        raise InputError(
            f"{path} is damaged ({error}); expected a zip file of GeoNames. Fetch it again."
        ) from error
