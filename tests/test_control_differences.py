"""What differs between the polygons of two days, by the edges that one of them has alone."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Polygon, box

from geoevents.control.differences import Edges, differences, directed_edges
from geoevents.spatial import area_km2, mean_width_m


def between(before, after):
    """Return (before, after, km²) of each change between two mappings of holder to shape."""
    old, new = (
        {name: directed_edges(shape) for name, shape in day.items()} for day in (before, after)
    )
    return [
        ("+".join(lost), "+".join(gained), area_km2(shape))
        for lost, gained, shape in differences(old, new)
    ]


def test_the_same_polygons_have_no_difference():
    """Neither the ring's start, nor its direction, nor the parts' order is a change."""
    a, b = box(37, 35, 38, 36), box(39, 35, 40, 36)
    turned = Polygon([*a.exterior.coords[2:], *a.exterior.coords[1:3]][::-1])
    assert between({"x": MultiPolygon([a, b])}, {"x": MultiPolygon([b, turned])}) == []


def test_gain_and_loss_are_told_apart():
    """A holder that moves east loses in the west and gains in the east."""
    found = between({"x": box(37, 35, 38, 36)}, {"x": box(37.25, 35, 38.25, 36)})
    assert found == [
        ("", "x", pytest.approx(area_km2(box(38, 35, 38.25, 36)))),
        ("x", "", pytest.approx(area_km2(box(37, 35, 37.25, 36)))),
    ]


def test_from_hand_to_hand():
    """What one holder lost and another has is one change, also where two swap their land."""
    a, b = box(37, 35, 38, 36), box(38, 35, 39, 36)
    swapped = between({"x": a, "y": b}, {"x": b, "y": a})
    assert swapped == [
        ("x", "y", pytest.approx(area_km2(a))),
        ("y", "x", pytest.approx(area_km2(b))),
    ]


def test_holes_and_islands_count():
    """A pocket that falls is a gain, and one inside a hole its own part."""
    ring = box(37, 35, 38, 36).difference(box(37.25, 35.25, 37.75, 35.75))
    island = box(37.45, 35.45, 37.55, 35.55)
    assert between({"x": ring}, {"x": box(37, 35, 38, 36)}) == [
        ("", "x", pytest.approx(area_km2(box(37.25, 35.25, 37.75, 35.75))))
    ]
    assert between({"x": ring}, {"x": MultiPolygon([ring, island])}) == [
        ("", "x", pytest.approx(area_km2(island)))
    ]


def test_a_vertex_set_anew_is_no_change_of_hands():
    """A corner added on a straight edge, and one moved by a hand's breadth, leave no sliver."""
    plain = box(37, 35, 38, 36)
    added = Polygon([(37, 35), (37.3, 35), (38, 35), (38, 35.7), (38, 36), (37, 36)])
    moved = Polygon([(37, 35), (37.3, 35 - 1e-6), (38, 35), (38, 36), (37, 36)])
    assert between({"x": plain}, {"x": added}) == []
    assert between({"x": plain}, {"x": moved}) == []


def test_holders_that_overlap_are_both_named():
    """Where a file draws two sides over each other, the change names both."""
    found = between(
        {"x": box(37, 35, 38, 36)}, {"y": box(37, 35, 38, 36), "z": box(37, 35, 38, 36)}
    )
    assert [pair[:2] for pair in found] == [("x", "y+z")]


def test_no_number_decides_alone_that_edges_are_the_same():
    """Edges whose numbers collide are compared, and stay two."""
    a, b = (directed_edges(box(x, 35, x + 1, 36)) for x in (37, 39))
    lying = Edges(b.rows, a.numbers)
    only_a, only_b = a.alone(lying)
    assert len(only_a) == len(only_b) == 4


CELLS = st.sets(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=20)


def land(cells):
    """Return cells of a tenth of a degree as one shape."""
    shapes = [box(37 + x / 10, 35 + y / 10, 37.1 + x / 10, 35.1 + y / 10) for x, y in cells]
    return shapely.union_all(shapes)


@settings(max_examples=60)
@given(CELLS, CELLS, CELLS, CELLS)
def test_it_is_what_shapely_finds(a, b, c, d):
    """Gains and losses of two holders are shapely's, valid, and free of slivers."""
    before = {"x": land(a), "y": land(b - a)}
    after = {"x": land(c), "y": land(d - c)}
    old, new = ({n: directed_edges(s) for n, s in day.items()} for day in (before, after))
    found = differences(old, new)
    for name in ("x", "y"):
        gained = sum(area_km2(s) for _, now, s in found if name in now)
        lost = sum(area_km2(s) for was, _, s in found if name in was)
        assert gained == pytest.approx(
            area_km2(shapely.difference(after[name], before[name])), rel=1e-6, abs=1e-6
        )
        assert lost == pytest.approx(
            area_km2(shapely.difference(before[name], after[name])), rel=1e-6, abs=1e-6
        )
    shapes = np.array([shape for _, _, shape in found], dtype=object)
    assert shapely.is_valid(shapes).all()
    assert all(mean_width_m(part) > 0.1 for part in shapely.get_parts(shapes))
    assert all(was != now for was, now, _ in found)
