"""A grid of class numbers → smooth polygons that share their edges.

Each stretch of boundary is drawn once, its stairs cut at the edges' middles, and both neighbours
take it. The rule is local: where two grids agree, their polygons agree to the last digit, so that
differencing two days leaves no slivers.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy import ndimage

__all__ = ["fill_small", "polygons"]

Grid = NDArray[np.int64]
Vertex = tuple[int, int]
EMPTY = 0
STRAIGHT = 2  # edges at a vertex that is no junction


def fill_small(grid: Grid, min_cells: int) -> Grid:
    """Return the grid with every patch of fewer than `min_cells` given to its nearest neighbour.

    Patches of the empty class are filled likewise, unless they touch the grid's rim.
    """
    is_small = np.zeros(grid.shape, dtype=bool)
    for value in np.unique(grid):
        labels, n = ndimage.label(grid == value)
        sizes = np.bincount(labels.ravel(), minlength=n + 1)
        small = sizes < min_cells
        small[0] = False
        if value == EMPTY:
            rim = np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]])
            small[np.unique(rim)] = False
        is_small |= small[labels]
    if is_small.all() or not is_small.any():
        return grid
    nearest = ndimage.distance_transform_edt(is_small, return_distances=False, return_indices=True)
    filled: Grid = grid[tuple(nearest)]
    return filled


def polygons(grid: Grid, west: float, south: float, cell: float) -> dict[int, shapely.Geometry]:
    """Return a MultiPolygon for each class but the empty one.

    Parameters
    ----------
    grid : array of int, shape (rows, columns)
        Classes, row 0 southmost; 0 is empty.
    west, south : float
        Outer corner of cell (0, 0), in the projection's metres.
    cell : float
        Side of a cell in metres.
    """
    padded = np.pad(grid, 1)
    lines = [_smooth(arc) for arc in _arcs(padded)]
    if not lines:
        return {}
    faces = shapely.get_parts(shapely.polygonize([shapely.linestrings(line) for line in lines]))
    rows, columns = np.nonzero(padded)
    # A cell's middle is never cut off, so it tells whose face it lies in.
    centres = shapely.points(columns + 0.5, rows + 0.5)
    of_point, of_face = shapely.STRtree(faces).query(centres, predicate="within")
    owner = np.zeros(len(faces), dtype=np.int64)
    owner[of_face] = padded[rows[of_point], columns[of_point]]

    def to_metres(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray((xy - 1.0) * cell + np.array([west, south]))

    placed = shapely.transform(faces, to_metres)
    return {
        int(value): shapely.multipolygons(list(placed[owner == value]))
        for value in np.unique(owner[owner != EMPTY])
    }


def _edges(grid: Grid) -> dict[Vertex, list[Vertex]]:
    """Return, for each lattice point on a boundary, the lattice points it is joined to."""
    joined: dict[Vertex, list[Vertex]] = defaultdict(list)
    rows, columns = np.nonzero(grid[:, 1:] != grid[:, :-1])
    for y, x in zip(rows.tolist(), (columns + 1).tolist(), strict=True):
        joined[x, y].append((x, y + 1))
        joined[x, y + 1].append((x, y))
    rows, columns = np.nonzero(grid[1:] != grid[:-1])
    for y, x in zip((rows + 1).tolist(), columns.tolist(), strict=True):
        joined[x, y].append((x + 1, y))
        joined[x + 1, y].append((x, y))
    return joined


def _arcs(grid: Grid) -> list[list[Vertex]]:
    """Return the boundary's stretches from junction to junction, and its closed loops."""
    joined = _edges(grid)
    left = {vertex: set(others) for vertex, others in joined.items()}

    def walk(first: Vertex, second: Vertex) -> list[Vertex]:
        arc = [first, second]
        left[first].discard(second)
        left[second].discard(first)
        while len(joined[arc[-1]]) == STRAIGHT and left[arc[-1]] and arc[-1] != first:
            following = min(left[arc[-1]])
            left[arc[-1]].discard(following)
            left[following].discard(arc[-1])
            arc.append(following)
        return arc

    junctions = sorted(vertex for vertex, others in joined.items() if len(others) != STRAIGHT)
    arcs = [walk(start, end) for start in junctions for end in sorted(left[start])]
    arcs += [walk(start, min(left[start])) for start in sorted(joined) if left[start]]
    return arcs


def _smooth(arc: list[Vertex]) -> NDArray[np.float64]:
    """Cut the corners of a stretch at its edges' middles; all other points stay.

    A point on a straight run is kept although it adds nothing: on another day a third area may
    meet there, and the line must be the same to the last digit once it is bent by a projection.
    """
    points = np.array(arc, dtype=float)
    if arc[0] == arc[-1]:
        points = np.vstack([points, points[1]])
    middles = (points[1:] + points[:-1]) / 2.0
    is_straight = (points[:-2] + points[2:] == 2.0 * points[1:-1]).all(axis=1)
    # Each inner point behind the middle that leads to it.
    line = np.empty((len(middles) + len(points) - 2, 2))
    line[0::2], line[1::2] = middles, points[1:-1]
    keep = np.ones(len(line), dtype=bool)
    keep[1::2] = is_straight
    if arc[0] == arc[-1]:
        return line[keep]
    return np.vstack([points[:1], line[keep], points[-1:]])
