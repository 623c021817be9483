"""A relation and the size of its anchor → how far the relation reaches, in metres.

Nobody says "near" of a fixed distance. These reaches are meant to hold the true place nine times
in ten; they grow with the anchor, whose `extent_m` is the radius of its built-up area. The
constants are round figures of common usage: the edge of a town is where its next villages lie,
some 10 km out; "near" is up to a quarter of an hour's drive; the countryside of a town that is a
province's seat is that province (in Arabic one word, *rif*, means both); without a distance,
"south of X" is rarely farther than an hour's drive, and for a metropolis farther than for a town.
"""

from __future__ import annotations

import math

from geoevents.model import Place

__all__ = ["NEAR_M", "direction_reach", "reach_of", "side_reach"]

NEAR_M = 15_000.0  # what "near" means around a village
_EDGE_M = 12_000.0
_AREA_M = 15_000.0  # "the area of X"
_COUNTRYSIDE_M = 30_000.0
_MARGIN = {"near": 9_000.0, "edge": 9_000.0, "around": 9_000.0}
_LEAST = {"near": NEAR_M, "edge": _EDGE_M, "around": _AREA_M}
_WIDEST_M = 150_000.0


def reach_of(kind: str, anchor: Place, area: Place | None = None) -> float:
    """Return how far from the anchor's point near, edge, around or countryside reach.

    `area` is the province or district that bears the anchor's name, where there is one.
    """
    if kind == "countryside":
        area = anchor if anchor.is_area else area
        reach = _COUNTRYSIDE_M if area is None else 0.9 * area.extent_m
        return min(max(reach, _COUNTRYSIDE_M, anchor.extent_m + _MARGIN["edge"]), 100_000.0)
    least, margin = _LEAST.get(kind, NEAR_M), _MARGIN.get(kind, 9_000.0)
    if anchor.is_area:
        return max(least, min(anchor.extent_m, _WIDEST_M))
    return max(least, anchor.extent_m + margin)


def side_reach(area: Place | None) -> tuple[float, float, float]:
    """Return, for the countryside on one side of a town, its middle, radius and outer end.

    The side's area goes to the province's far end; the radius leaves out what is rarely meant.
    """
    extent = 0.0 if area is None else area.extent_m
    usual = min(max(0.75 * extent, 75_000.0), 160_000.0)
    middle = min(0.35 * usual, 45_000.0)
    return middle, 0.56 * usual, max(usual, min(1.2 * extent, 250_000.0))


def direction_reach(
    anchor: Place, area: Place | None = None, free_m: float | None = None
) -> tuple[float, float]:
    """Return how far from the anchor a direction alone points, and up to where.

    `area` is the province that bears the anchor's name, where there is one; `free_m` is how far
    the next town lies that way: in the desert a place is called after the only town near it.
    """
    size = min(1.0, max(0.0, (math.log10(anchor.population + 1_000) - 3.5) / 2.5))
    middle, outer = 9_000.0 + 19_000.0 * size, 27_000.0 + 48_000.0 * size
    if free_m is not None and 0.6 * free_m > outer:
        outer = min(0.6 * free_m, 180_000.0)
        middle = max(middle, 0.35 * outer)
    if area is None:
        return middle, outer
    outer = max(outer, min(0.75 * area.extent_m, 110_000.0))
    return max(middle, 0.35 * outer), outer
