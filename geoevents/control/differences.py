"""Polygons of two days → what differs, by drawing only the edges that one of them has alone.

Most of a map stays as it was from one day to the next, to the last digit. An edge that both days
have, in the same direction, says nothing of a change: it is dropped, and only the rest is cut into
faces. Each face is then told by how often the rest winds around it: a holder's edges after less
its edges before wind +1 around what it gained and -1 around what it lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geoevents.control.districts import areal
from geoevents.spatial import mean_width_m

__all__ = ["Edges", "differences", "directed_edges"]

Array = NDArray[np.float64]
Part = tuple[tuple[str, ...], tuple[str, ...], shapely.MultiPolygon]
# What is narrower than this is no change of hands: six decimals of a degree are ten centimetres,
# and coordinates that were rounded anew leave such crumbs along whole edges.
NARROWEST_M = 0.1
DEGREE_M = 111_700.0  # no degree on the ellipsoid is longer
CHUNK = 4_000_000  # crossings looked at together
# Odd numbers without a pattern: they mix the bits of an edge's four numbers into one.
_MIX = np.array(
    [0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5],
    dtype=np.uint64,
)


@dataclass(frozen=True, slots=True)
class Edges:
    """Directed edges, one row each (x and y of the start, of the end), and a number for each."""

    rows: Array
    numbers: pd.Index[Any]

    @classmethod
    def of(cls, rows: Array) -> Edges:
        """Return edges with their numbers; of two that are the same one is kept."""
        bits = np.ascontiguousarray(rows).view(np.uint64) * _MIX
        bits ^= bits >> np.uint64(29)
        numbers = pd.Index((bits * _MIX[::-1]).sum(axis=1, dtype=np.uint64))
        if not numbers.is_unique:
            first = ~numbers.duplicated()
            rows, numbers = rows[first], numbers[first]
        return cls(rows, numbers)

    def alone(self, other: Edges) -> tuple[Array, Array]:
        """Return the edges that only these have, and those that only the other has."""
        at = self._in(other)
        rest = np.ones(len(other.rows), dtype=bool)
        rest[at[at >= 0]] = False
        return self.rows[at < 0], other.rows[rest]

    def against(self, other: Edges) -> NDArray[np.bool_]:
        """Return which edges the other has in the opposite direction: where two areas meet."""
        return self._in(Edges.of(other.rows[:, [2, 3, 0, 1]])) >= 0

    def _in(self, other: Edges) -> NDArray[np.intp]:
        """Return where the other has each of these edges, -1 where it has not."""
        at: NDArray[np.intp] = np.asarray(other.numbers.get_indexer(self.numbers))
        if len(other.rows):
            at[(other.rows[at] != self.rows).any(axis=1)] = -1  # no number decides on its own
        return at


NO_EDGES = Edges.of(np.empty((0, 4)))


def directed_edges(shape: shapely.Geometry) -> Edges:
    """Return the edges of polygons, the inside to their left.

    Parameters
    ----------
    shape : Polygon or MultiPolygon
        Valid: then no edge occurs twice.
    """
    polygons = shapely.get_parts(shapely.get_parts([shape]))
    polygons = polygons[shapely.get_dimensions(polygons) == 2]
    rings, owner = shapely.get_rings(polygons, return_index=True)
    if not len(rings):
        return NO_EDGES
    is_shell = np.ones(len(rings), dtype=bool)
    is_shell[1:] = owner[1:] != owner[:-1]
    turned = shapely.is_ccw(rings) != is_shell
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    xy = xy + 0.0  # no negative zero: its bytes would be another edge's
    inside = (ring[1:] == ring[:-1]) & (xy[1:] != xy[:-1]).any(axis=1)
    start, end = xy[:-1][inside], xy[1:][inside]
    swap = turned[ring[:-1][inside]][:, None]
    edges = np.concatenate([np.where(swap, end, start), np.where(swap, start, end)], axis=1)
    return Edges.of(edges)


def differences(before: Mapping[str, Edges], after: Mapping[str, Edges]) -> list[Part]:
    """Return what each holder had before and another has after.

    Parameters
    ----------
    before, after : mappings of str to Edges
        The edges of each holder's polygons (`directed_edges`), EPSG:4326. Holders of one day
        should not overlap; where they do, all of them are named.

    Returns
    -------
    list of (before, after, shape)
        The holders before and after (none: an empty tuple), sorted, and a valid MultiPolygon
        without parts narrower than ten centimetres. Shapes of different pairs do not overlap.
    """
    names = sorted({*before, *after})
    alone = [before.get(name, NO_EDGES).alone(after.get(name, NO_EDGES)) for name in names]
    faces = _faces(np.concatenate([part for pair in alone for part in pair]))
    if not len(faces):
        return []
    inside = shapely.get_coordinates(shapely.point_on_surface(faces))
    turns = np.array([_winding(inside, new) - _winding(inside, old) for old, new in alone])
    groups: dict[tuple[tuple[str, ...], tuple[str, ...]], list[shapely.Geometry]] = {}
    for face, turn in zip(faces, turns.T, strict=True):
        lost = tuple(name for name, n in zip(names, turn, strict=True) if n < 0)
        gained = tuple(name for name, n in zip(names, turn, strict=True) if n > 0)
        if lost or gained:
            groups.setdefault((lost, gained), []).append(face)
    parts = ((*pair, _joined(group)) for pair, group in sorted(groups.items()))
    return [part for part in parts if not part[2].is_empty]


def _faces(edges: Array) -> NDArray[np.object_]:
    """Return the faces that edges cut the plane into: not the outermost, and no crumbs."""
    if not len(edges):
        return np.array([], dtype=object)
    lines = shapely.linestrings(edges.reshape(-1, 2, 2))
    faces = shapely.get_parts(shapely.polygonize([shapely.union_all(lines)]))
    # A bound from above: what is too narrow for it need not be measured.
    width = 2.0 * shapely.area(faces) / shapely.length(faces) * DEGREE_M
    wide: NDArray[np.object_] = faces[width >= NARROWEST_M]
    return wide


def _winding(points: Array, edges: Array) -> NDArray[np.int64]:
    """Return how often edges wind around each point, counter-clockwise."""
    turns = np.zeros(len(points), dtype=np.int64)
    if not len(edges):
        return turns
    x1, y1, x2, y2 = edges.T
    step = max(1, CHUNK // len(edges))
    for first in range(0, len(points), step):
        x, y = points[first : first + step].T[:, :, None]
        # A ray to the east: an edge that goes up across it counts 1, one that goes down -1.
        up, down = (y1 <= y) & (y < y2), (y2 <= y) & (y < y1)
        left = (x2 - x1) * (y - y1) - (x - x1) * (y2 - y1)
        turns[first : first + step] = (up & (left > 0)).sum(1) - (down & (left < 0)).sum(1)
    return turns


def _joined(faces: list[shapely.Geometry]) -> shapely.MultiPolygon:
    """Return faces as one shape; those that share an edge become one part."""
    wide = [face for face in faces if mean_width_m(face) >= NARROWEST_M]
    joined = shapely.MultiPolygon(wide)
    if len(wide) > 1 and not joined.is_valid:
        joined = areal(shapely.union_all(wide))
    return joined
