"""What the makers of the gazetteer's files share: paths, TopoJSON, the files' columns."""

# ruff: noqa: INP001 - scripts, not a package

from __future__ import annotations

import csv
import json
import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pyproj import Geod
from shapely import make_valid
from shapely.affinity import translate
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from geoevents.gazetteer.sources import COLUMNS

HERE = Path(__file__).parents[1]
GEOD = Geod(ellps="WGS84")


def read_json(path: Path) -> Any:
    """Return what a JSON file holds."""
    return json.loads(path.read_text("utf-8"))


def read_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file; empty if there is none."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_rows(path: Path, columns: Iterable[str], rows: Iterable[dict[str, Any]]) -> None:
    """Write rows to a CSV file, sorted, so that the same facts give the same bytes."""
    fields = list(columns)
    ordered = sorted(rows, key=lambda row: tuple(str(row[c]) for c in fields))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fields, lineterminator="\n")
        writer.writeheader()
        writer.writerows(ordered)


def write_places(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    """Write rows in the columns of a places file; what a row lacks stays empty."""
    write_rows(path, COLUMNS, ({c: row.get(c, "") for c in COLUMNS} for row in rows))


def topology_shapes(path: Path, layer: str = "") -> list[tuple[dict[str, Any], BaseGeometry]]:
    """Return (feature, geometry in degrees) of a layer of a TopoJSON file, its first by default."""
    topology = read_json(path)
    sx, sy = topology["transform"]["scale"]
    tx, ty = topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy, *_ in arc:
            x, y = x + dx, y + dy
            line.append((x * sx + tx, y * sy + ty))
        arcs.append(line)

    def ring(numbers: list[int]) -> list[tuple[float, float]]:
        points: list[tuple[float, float]] = []
        for number in numbers:
            line = arcs[number] if number >= 0 else arcs[~number][::-1]
            points += line[1:] if points else line
        return points

    found = []
    for feature in topology["objects"][layer or next(iter(topology["objects"]))]["geometries"]:
        kind, rings = feature.get("type"), feature.get("arcs")
        if kind == "Polygon":
            parts = [rings]
        elif kind == "MultiPolygon":
            parts = rings
        else:
            continue
        polygons = []
        for part in parts:
            outer, *holes = [ring(r) for r in part]
            if len(outer) >= 4:
                polygons.append(Polygon(outer, [h for h in holes if len(h) >= 4]))
        found.append((feature, make_valid(MultiPolygon(polygons))))
    return found


def area_km2(geometry: BaseGeometry) -> float:
    """Return the geodesic area in square kilometres."""
    return abs(GEOD.geometry_area_perimeter(geometry)[0]) / 1e6


def polygons_of(geometry: BaseGeometry) -> list[Polygon]:
    """Return the polygons inside a geometry, however deep."""
    if geometry.geom_type == "Polygon":
        return [geometry] if geometry.area > 0 else []
    return [p for part in getattr(geometry, "geoms", ()) for p in polygons_of(part)]


def main_part(geometry: BaseGeometry, share: float) -> MultiPolygon:
    """Return the polygons of at least `share` of the largest one's area.

    The point and extent of France should not be pulled over the ocean by Guiana. East of 180
    degrees counts on from there, so that Fiji is in one piece.
    """
    parts = polygons_of(geometry)
    if geometry.bounds[2] - geometry.bounds[0] > 300:
        parts = [translate(p, 360) if p.bounds[2] < 0 else p for p in parts]
    areas = [area_km2(p) for p in parts]
    kept = [p for p, area in zip(parts, areas, strict=True) if area >= share * max(areas)]
    return MultiPolygon(kept)


def extent(geometry: BaseGeometry, share: float = 0.25) -> dict[str, Any]:
    """Return point, bbox and radius columns of an area: the circle around its point holds it."""
    main = main_part(geometry, share)
    point = main.representative_point()
    if main.contains(main.centroid):
        point = main.centroid
    west, south, east, north = main.bounds
    radius = max(
        GEOD.inv(point.x, point.y, x, y)[2] for p in main.geoms for x, y in p.exterior.coords
    )
    return {
        "longitude": f"{_lon(point.x):.4f}",
        "latitude": f"{point.y:.4f}",
        "west": f"{_lon(west):.3f}",
        "south": f"{south:.3f}",
        "east": f"{_lon(east):.3f}",
        "north": f"{north:.3f}",
        "extent_m": round(radius / 1_000) * 1_000,
    }


def extent_of_points(points: list[tuple[float, float, int]]) -> dict[str, Any]:
    """Return the same columns from an area's places (lon, lat, inhabitants), outliers held off.

    The point is the median of the places weighted by the logarithm of their inhabitants, so that
    it lies where people live without lying in the capital. A place three times farther from it
    than nine in ten of the others is taken for a wrong record.
    """
    weights = [1 + math.log10(1 + p[2]) for p in points]
    x = _median([p[0] for p in points], weights)
    y = _median([p[1] for p in points], weights)
    distances = [GEOD.inv(x, y, p[0], p[1])[2] for p in points]
    usual = 3 * sorted(distances)[int(0.9 * (len(distances) - 1))]
    kept = [p for p, d in zip(points, distances, strict=True) if d <= max(usual, 20_000)]
    radius = max(10_000, *(d for d in distances if d <= max(usual, 20_000)), 0)
    if len(kept) < 3:  # one or two places say little of how far an area reaches
        radius = max(radius, 25_000)
        box = {"west": "", "south": "", "east": "", "north": ""}
        return {
            "longitude": f"{x:.4f}",
            "latitude": f"{y:.4f}",
            **box,
            "extent_m": round(radius / 1_000) * 1_000,
        }
    return {
        "longitude": f"{x:.4f}",
        "latitude": f"{y:.4f}",
        "west": f"{min(p[0] for p in kept):.3f}",
        "south": f"{min(p[1] for p in kept):.3f}",
        "east": f"{max(p[0] for p in kept):.3f}",
        "north": f"{max(p[1] for p in kept):.3f}",
        "extent_m": round(radius / 1_000) * 1_000,
    }


def _median(values: list[float], weights: list[float]) -> float:
    pairs = sorted(zip(values, weights, strict=True))
    half, total = sum(weights) / 2, 0.0
    for value, weight in pairs:
        total += weight
        if total >= half:
            return value
    return pairs[-1][0]


def _lon(x: float) -> float:
    return x - 360 if x > 180 else x


__all__ = [
    "GEOD",
    "HERE",
    "area_km2",
    "extent",
    "extent_of_points",
    "main_part",
    "polygons_of",
    "read_json",
    "read_rows",
    "topology_shapes",
    "write_places",
    "write_rows",
]  # fmt: skip
