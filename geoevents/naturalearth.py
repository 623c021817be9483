"""Natural Earth as the build hook put it beside the viewer → countries, rivers, lakes.

A TopoJSON file stores each stretch of a boundary once, as an *arc*, and every country as a list of
arcs. So an arc that two countries name is exactly their common border, and an arc that only one
names is coast: no geometry has to be compared.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import shapely

from geoevents.errors import GeoEventsError

__all__ = ["Detail", "Shape", "Topology", "read_static", "read_topology", "read_water"]

Detail = Literal["10m", "50m"]


@dataclass(frozen=True, slots=True)
class Shape:
    """One country or territory: its name in world-atlas and its polygons, each a list of rings."""

    name: str
    polygons: tuple[tuple[tuple[int, ...], ...], ...]


@dataclass(frozen=True)
class Topology:
    """Arcs (arrays of lon, lat), the boxes around them, who owns each, and the shapes."""

    arcs: tuple[Any, ...]
    boxes: Any
    owners: tuple[tuple[str, ...], ...]
    shapes: tuple[Shape, ...]

    def near(self, box: tuple[float, float, float, float]) -> list[int]:
        """Return the numbers of the arcs whose own box meets `box` (west, south, east, north)."""
        west, south, east, north = box
        meets = (
            (self.boxes[:, 0] <= east)
            & (self.boxes[:, 2] >= west)
            & (self.boxes[:, 1] <= north)
            & (self.boxes[:, 3] >= south)
        )
        return [int(index) for index in np.flatnonzero(meets)]

    def lines(self, indices: Iterable[int], tolerance: float = 0.0) -> Any:
        """Return the arcs as an array of LineStrings, simplified within `tolerance` degrees.

        Each arc is simplified by itself and keeps its ends, so neighbours still share it exactly.
        """
        lines = np.array([shapely.linestrings(self.arcs[index]) for index in indices], dtype=object)
        return shapely.simplify(lines, tolerance) if tolerance and len(lines) else lines

    def polygon(self, shape: Shape, box: tuple[float, float, float, float]) -> Any:
        """Return the part of `shape` inside `box`, valid, possibly empty."""
        parts = []
        for rings in shape.polygons:
            bounds = self.boxes[[max(index, ~index) for ring in rings for index in ring]]
            west, south = bounds[:, :2].min(axis=0)
            east, north = bounds[:, 2:].max(axis=0)
            if west <= box[2] and east >= box[0] and south <= box[3] and north >= box[1]:
                parts += _around_the_world([self._ring(ring) for ring in rings])
        whole = np.array(parts, dtype="object")
        # Making valid takes long: only what is broken, and of it only what lies inside.
        broken = ~shapely.is_valid(whole)
        whole[broken] = shapely.make_valid(shapely.clip_by_rect(whole[broken], *box))
        clipped = shapely.intersection(whole, shapely.box(*box))
        return shapely.union_all(_polygons(clipped))

    def _ring(self, indices: tuple[int, ...]) -> Any:
        """Join arcs into one ring; a negative number means the arc is run backwards."""
        parts = [self.arcs[index] if index >= 0 else self.arcs[~index][::-1] for index in indices]
        # The first point of an arc repeats the last of the one before it.
        return np.concatenate([parts[0], *(part[1:] for part in parts[1:])])


def _around_the_world(rings: list[Any]) -> list[Any]:
    """Return the polygon of these rings, and where it crosses the antimeridian, its other half.

    world-atlas runs such rings straight on from 180° to -180°, which a plane takes for a line
    across the whole map.
    """
    # On a sphere either side of a ring can be its inside, so the shell is not always the first.
    unrolled = [_unroll(ring) for ring in rings]
    shell, *holes = sorted(unrolled, key=lambda ring: -abs(_area(ring)))
    polygon = shapely.Polygon(shell, holes)
    west, _, east, _ = polygon.bounds
    shifts = [0.0, *([360.0] if west < -180 else []), *([-360.0] if east > 180 else [])]
    return [
        shapely.transform(polygon, lambda xy, by=shift: xy + np.array([by, 0.0]))
        for shift in shifts
    ]


def _unroll(ring: Any) -> Any:
    """Return a ring of lon, lat without jumps from one edge of the world to the other."""
    turns = np.round(np.diff(ring[:, 0]) / 360)
    if not turns.any():
        return ring
    smooth = ring - np.column_stack([np.concatenate([[0], np.cumsum(turns)]) * 360, 0 * ring[:, 1]])
    if turns.sum():
        # Antarctica goes round the pole and has to be closed there.
        smooth = np.vstack([smooth, [smooth[-1, 0], -90], [smooth[0, 0], -90], smooth[0]])
    return smooth


def _area(ring: Any) -> float:
    """Return the area of a ring in square degrees, by the shoelace formula."""
    x, y = ring[:, 0], ring[:, 1]
    return float(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1])) / 2


def _polygons(shapes: Any) -> Any:
    """Return the polygons among `shapes`: clipping leaves points and lines where things touch."""
    parts = shapely.get_parts(shapely.get_parts(shapes))
    return parts[shapely.get_dimensions(parts) == 2]


def read_static(name: str) -> Any:
    """Return the JSON file `name` of ``geoevents/render/static/``.

    Raises
    ------
    GeoEventsError
        If the installation lacks it, as a checkout does that was never built.
    """
    path = Path(__file__).parent / "render" / "static" / name
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise GeoEventsError(
            f"The installation lacks its base map '{name}' (looked in {path.parent}); expected "
            "the build to have put it there: install geoevents again (`pip install .`, or "
            "`pip install -e .` in a checkout)."
        ) from None


@functools.lru_cache(maxsize=2)
def read_topology(detail: Detail) -> Topology:
    """Read Natural Earth's countries at 1:10 million (``"10m"``) or 1:50 million (``"50m"``)."""
    raw = read_static(f"countries-{detail}.json")
    lengths = np.array(raw["lengths"])
    ends = np.cumsum(lengths)
    steps = np.array(raw["steps"]).reshape(-1, 2)
    # Every arc counts from zero: run through all, then take off what was there before it began.
    runs = np.cumsum(steps, axis=0)
    before = np.concatenate([[[0, 0]], runs[ends[:-1] - 1]])
    points = (runs - np.repeat(before, lengths, axis=0)) * raw["step"] + raw["origin"]
    arcs = tuple(np.split(points, ends[:-1]))
    starts = ends - lengths
    boxes = np.hstack(
        [np.minimum.reduceat(points, starts, axis=0), np.maximum.reduceat(points, starts, axis=0)]
    )
    shapes = tuple(_shape(shape) for shape in raw["shapes"])
    owners: list[set[str]] = [set() for _ in arcs]
    for shape in shapes:
        for rings in shape.polygons:
            for ring in rings:
                for index in ring:
                    owners[index if index >= 0 else ~index].add(shape.name)
    return Topology(arcs, boxes, tuple(tuple(sorted(names)) for names in owners), shapes)


@functools.lru_cache(maxsize=1)
def read_water() -> tuple[Any, Any]:
    """Read Natural Earth's rivers and lakes at 1:50 million, each as one geometry."""
    raw = read_static("water-50m.json")
    rivers = shapely.multilinestrings([shapely.linestrings(line) for line in raw["rivers"]])
    lakes = [shapely.Polygon(shell, holes) for shell, *holes in raw["lakes"]]
    return rivers, shapely.union_all(lakes)


def _shape(raw: dict[str, Any]) -> Shape:
    """Freeze one shape, as it is kept for the whole session."""
    polygons = (tuple(tuple(ring) for ring in rings) for rings in raw["polygons"])
    return Shape(raw["name"], tuple(polygons))
