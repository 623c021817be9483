"""Rivers of the base map → on which side of each a point lies.

Fronts come to rest on rivers: the Dnipro, the Euphrates, the Tigris. The side is the angle under
which a point sees the river, as a share of the full circle: one half close by on the one bank,
minus one half on the other, and fading to nothing far off or beyond its ends. It steps by one
across the water and is smooth everywhere else, so a river that ends divides nothing behind it.
"""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geoevents.naturalearth import read_water

__all__ = ["NO_RIVERS", "Rivers", "rivers_near"]

Array = NDArray[np.float64]
MOST = 40  # longest rivers of a theatre
BLOCK = 4_000
MARGIN = 0.25  # of the theatre's size
TOLERANCE = 1 / 400
LEAST_SHARE = 0.05  # a river shorter than this share of the theatre divides nothing


@dataclass(frozen=True, slots=True)
class Rivers:
    """Lines in metres, one array (vertices, 2) a river, longest first."""

    lines: tuple[Array, ...]

    def sides(self, xy: Array) -> Array:
        """Return on which side of each river each point lies, -0.5 to 0.5; shape (n, rivers).

        Beside a river that winds, the value may pass one half.
        """
        found = np.zeros((len(xy), len(self.lines)))
        for column, line in enumerate(self.lines):
            for first in range(0, len(xy), BLOCK):
                x = line[:, 0] - xy[first : first + BLOCK, :1]
                y = line[:, 1] - xy[first : first + BLOCK, 1:]
                cross = x[:, :-1] * y[:, 1:] - y[:, :-1] * x[:, 1:]
                along = x[:, :-1] * x[:, 1:] + y[:, :-1] * y[:, 1:]
                turned = np.arctan2(cross, along).sum(axis=1)
                found[first : first + BLOCK, column] = turned / (2.0 * np.pi)
        return found


NO_RIVERS = Rivers(())


def rivers_near(xy: Array, crs: str) -> Rivers:
    """Return the rivers around points, in their projection.

    Parameters
    ----------
    xy : array, shape (n, 2)
        Metres.
    crs : str
        Their projection.
    """
    if len(xy) < 2:
        return NO_RIVERS
    low, high = xy.min(axis=0), xy.max(axis=0)
    size = float(np.hypot(*(high - low)))
    window = shapely.box(*(low - MARGIN * size), *(high + MARGIN * size))
    # Its corners in degrees are curves: take what lies around them, then cut in metres.
    around = gpd.GeoSeries([window], crs=crs).segmentize(max(size / 20.0, 1.0)).to_crs(4326)
    box = shapely.box(*around.total_bounds)
    found = shapely.intersection(read_water()[0], box)
    if found.is_empty:
        return NO_RIVERS
    metres = gpd.GeoSeries([found], crs=4326).to_crs(crs).intersection(window).iloc[0]
    parts = shapely.get_parts(shapely.line_merge(shapely.union_all(metres)))
    long = parts[shapely.length(parts) >= LEAST_SHARE * size]
    order = np.argsort(-shapely.length(long), kind="stable")[:MOST]
    simple = shapely.simplify(long[order], TOLERANCE * size)
    return Rivers(tuple(shapely.get_coordinates(line) for line in simple))
