"""A table's headers -> which column holds the name, the position, the p-code, the country.

Recognised by themselves are the headers of OCHA's common operational datasets (COD-AB:
``admin3Name_en``, ``ADM3_PCODE``), of GeoNames, geoBoundaries and of ordinary spreadsheets.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geoevents.errors import InputError

__all__ = ["Columns", "find_columns"]

_NAMES = (
    "name", "nameen", "placename", "placenameen", "featurename", "featurenam", "featurenameen",
    "settlement", "settlementname", "village", "villagename", "town", "community",
    "communityname", "locality", "localityname", "location", "locationname", "site", "sitename",
    "place", "toponym", "shapename", "nom", "localite", "nomlocalite", "nombre", "localidad",
    "englishname", "nameenglish", "label",
)  # fmt: skip
_LAT = (
    "lat", "latitude", "latdd", "latitudedd", "latitudedecimal", "y", "ycoord", "ycoordinate",
    "pointy", "centerlat", "centroidlat", "laty", "ylat",
    "latwgs84", "gpslat", "gpslatitude", "latitudey",
)  # fmt: skip
_LON = (
    "lon", "long", "lng", "longitude", "londd", "longdd", "longitudedd", "longitudedecimal", "x",
    "xcoord", "xcoordinate", "longx", "lonx", "xlong", "xlon",
    "pointx", "centerlon", "centroidlon", "lonwgs84", "gpslon",
    "gpslongitude", "longitudex",
)  # fmt: skip
_PCODE = ("pcode", "placecode", "ochapcode", "locationpcode", "communitypcode", "sitepcode")
_COUNTRY = (
    "countrycode", "iso2", "isoa2", "isocode", "iso", "admin0pcode", "adm0pcode", "iso3",
    "isoa3", "country",
    "countryname", "admin0name", "adm0name", "admin0nameen", "adm0en", "admin0",
)  # fmt: skip
_ADMIN1 = (
    "admin1code", "admin1name", "admin1nameen", "adm1en", "adm1name", "admin1en", "adm1nameen",
    "admin1", "adm1", "governorate", "governoratename", "province", "state", "oblast", "region",
)  # fmt: skip
_POPULATION = ("population", "pop", "poptotal", "totalpopulation", "populationtotal")
_ALSO = re.compile(
    r"name(?:ar|fr|es|ru|uk|ku|fa|ps|ur|he|tr|am|so|my|pt|local|alt|alternate\w*)|"
    r"(?:ar|arabic|local|alt|alternate|alternative|other)names?|alternates?|alternatenames?|"
    r"asciiname|featurear|featurenar|namealt\d?|altname\w*|aka"
)
_LEVEL = re.compile(
    r"adm(?:in)?(?P<level>[1-5])(?:(?P<pcode>p?code)|"
    r"(?P<rest>(?:ref|alt\d?)?(?:name)?(?:alt)?\d?(?:[a-z]{2})?))"
)
_PLAIN_NAME = frozenset({"", "name", "en", "nameen"})


@dataclass(frozen=True, slots=True)
class Columns:
    """The header of each thing a place needs, "" where no column holds it.

    `level` is the administrative level that the names are of, where the headers say so.
    """

    name: str
    lat: str = ""
    lon: str = ""
    pcode: str = ""
    country: str = ""
    admin1: str = ""
    population: str = ""
    also: tuple[str, ...] = ()
    level: int | None = None


def find_columns(
    headers: Sequence[str],
    given: Mapping[str, str | Sequence[str]],
    *,
    file: str,
    has_geometry: bool = False,
) -> Columns:
    """Return the columns to read: those given, and the others recognised by their headers.

    Parameters
    ----------
    headers
        The table's headers.
    given
        Any of name, lat, lon, pcode, country, admin1, population (a header) and also (headers).
    file
        The file, for messages.
    has_geometry
        Whether positions come from a geometry instead of columns.

    Raises
    ------
    InputError
        If a given column does not exist, or name or position cannot be recognised.
    """
    plain = {_plain(header): header for header in reversed(headers)}
    also = given.get("also", ())
    also = (also,) if isinstance(also, str) else tuple(also)
    single = {key: str(value) for key, value in given.items() if key != "also"}
    _check(headers, single, also, file)
    levels = _levels(headers)
    named = single.get("name") or next((plain[k] for k in _NAMES if k in plain), "")
    level = _level_of(named, levels)

    def column(key: str, known: Sequence[str]) -> str:
        return single.get(key) or next((plain[k] for k in known if k in plain), "")

    name = named or (levels[level]["name"] if level is not None else "")
    if not name:
        raise _unknown("name", headers, file)
    lat, lon = column("lat", _LAT), column("lon", _LON)
    if not has_geometry and not (lat and lon):
        raise _unknown("lat" if not lat else "lon", headers, file)
    of_level = levels.get(level, {}) if level is not None else {}
    pcode = single.get("pcode") or of_level.get("pcode", "") or column("pcode", _PCODE)
    others = [h for h in of_level.get("others", "").split("\n") if h]
    others += [header for key, header in plain.items() if _ALSO.fullmatch(key)]
    return Columns(
        name=name,
        lat=lat,
        lon=lon,
        pcode=pcode,
        country=column("country", _COUNTRY),
        admin1=column("admin1", _ADMIN1),
        population=column("population", _POPULATION),
        also=tuple(h for h in dict.fromkeys([*also, *others]) if h != name),
        level=level,
    )


def _plain(header: str) -> str:
    bare = unicodedata.normalize("NFKD", header)
    return re.sub(r"[^a-z0-9]", "", bare.lower())


def _check(
    headers: Sequence[str], single: Mapping[str, str], also: Sequence[str], file: str
) -> None:
    known = {"name", "lat", "lon", "pcode", "country", "admin1", "population"}
    for key, header in [*single.items(), *(("also", header) for header in also)]:
        if key not in known | {"also"}:
            raise InputError(
                f"columns has {key!r}; expected any of {', '.join(sorted(known | {'also'}))}."
            )
        if header not in headers:
            raise InputError(
                f"{file} has no column '{header}' for {key}; it has {', '.join(headers)}."
            )


def _levels(headers: Sequence[str]) -> dict[int, dict[str, str]]:
    """Return per administrative level its name column, its p-code and its other names' columns."""
    levels: dict[int, dict[str, str]] = {}
    for header in headers:
        found = _LEVEL.fullmatch(_plain(header))
        if found is None:
            continue
        level = levels.setdefault(int(found["level"]), {})
        if found["pcode"]:
            level.setdefault("pcode", header)
        elif found["rest"] in _PLAIN_NAME and "name" not in level:
            level["name"] = header
        else:
            level["others"] = f"{level.get('others', '')}\n{header}"
    return {number: level for number, level in levels.items() if "name" in level}


def _level_of(name: str, levels: dict[int, dict[str, str]]) -> int | None:
    """Return the level whose column holds the names, None for names of settlements.

    A table of settlements names the divisions above them too, so a plain name column comes first;
    without one, the lowest level that the table goes down to is what its rows are.
    """
    if name:
        return next((n for n, level in levels.items() if level["name"] == name), None)
    return max(levels, default=None)


def _unknown(key: str, headers: Sequence[str], file: str) -> InputError:
    what = {"name": "the names", "lat": "the latitude", "lon": "the longitude"}[key]
    return InputError(
        f"{file}: no column is known to hold {what}; its columns are {', '.join(headers)}. "
        f"Say which: --{key} COLUMN."
    )
