"""From grids of classes to polygons that share their edges."""

from __future__ import annotations

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from geoevents.control.lattice import fill_small, polygons

GRIDS = arrays(
    np.int64, st.tuples(st.integers(1, 9), st.integers(1, 9)), elements=st.integers(0, 3)
)


@settings(max_examples=150)
@given(GRIDS)
def test_polygons_share_edges_and_hold_their_cells(grid):
    """Classes never overlap, are valid, and each holds the middles of its own cells only."""
    found = polygons(grid, 100.0, 200.0, 10.0)
    assert set(found) == set(np.unique(grid)) - {0}
    shapes = np.array(list(found.values()), dtype=object)
    assert shapely.is_valid(shapes).all()
    for i, a in enumerate(shapes):
        for b in shapes[i + 1 :]:
            assert shapely.intersection(a, b).area == 0.0
    for (row, column), value in np.ndenumerate(grid):
        centre = shapely.Point(100.0 + column * 10.0 + 5.0, 200.0 + row * 10.0 + 5.0)
        assert {v for v, shape in found.items() if shape.contains(centre)} == {value} - {0}


def test_what_does_not_change_is_drawn_alike():
    """A change in one corner leaves every other vertex where it was: no slivers."""
    grid = np.ones((20, 20), dtype=np.int64)
    for row in range(20):
        grid[row, 10 + row % 3 :] = 2
    later = grid.copy()
    later[0:3, 8:11] = 2
    gained = shapely.difference(polygons(later, 0, 0, 1)[2], polygons(grid, 0, 0, 1)[2])
    assert shapely.bounds(gained)[3] <= 4.0
    assert min(part.area for part in shapely.get_parts(gained)) > 1.0


def test_small_patches_go_to_their_neighbour():
    """A lone cell inside another's area is filled, a hole of no data too; the rim stays empty."""
    grid = np.zeros((9, 9), dtype=np.int64)
    grid[1:8, 1:8] = 1
    grid[4, 4], grid[2, 2] = 2, 0
    filled = fill_small(grid, 3)
    assert filled[4, 4] == filled[2, 2] == 1
    assert filled[0, 0] == 0
