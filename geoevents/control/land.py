"""Places with claims → the land that an area may be estimated on.

No town of a country speaks for its neighbour's, nor for the sea: an area ends at the coast, and at
the border of a country in which nothing is reported. Borders are Natural Earth's, generalised by a
kilometre or more; which country a piece of land is counted to there changes nothing, only whether
something is reported on it.
"""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from geoevents.naturalearth import Detail, read_topology
from geoevents.spatial import area_km2

__all__ = ["land_with_claims"]

# A town on the coast may lie off a generalised one; it is counted to the nearest land.
ASHORE_DEG = 0.1
# An island of a country with claims is drawn where a claim reaches it; larger land needs its own.
SMALL_ISLAND_KM2 = 2_000.0
# So near a generalised border a town may lie on the wrong side of it: where the other places lie
# decides. Half an arc minute is a kilometre; Natural Earth's borders are off by a few.
BORDER_DEG = 0.05
WIDEST_10M_DEG = 25.0


def land_with_claims(
    points: gpd.GeoSeries, box: tuple[float, float, float, float]
) -> gpd.GeoSeries:
    """Return the pieces of countries, cut to a box, on which points lie, and islands beside them.

    Parameters
    ----------
    points : GeoSeries
        Places, EPSG:4326.
    box : tuple of float
        West, south, east, north in degrees.

    Returns
    -------
    GeoSeries
        Polygons, EPSG:4326. Around a place off every coast it holds a small disc.

    Raises
    ------
    GeoEventsError
        If the installation lacks its base map.
    """
    detail: Detail = "10m" if max(box[2] - box[0], box[3] - box[1]) <= WIDEST_10M_DEG else "50m"
    topology = read_topology(detail)
    pieces: list[shapely.Geometry] = []
    country: list[int] = []
    for number, shape in enumerate(topology.shapes):
        parts = shapely.get_parts(topology.polygon(shape, box))
        pieces += list(parts)
        country += [number] * len(parts)
    places = points.to_numpy()
    adrift = shapely.buffer(places, ASHORE_DEG / 4.0)
    if not pieces:
        return gpd.GeoSeries(list(adrift), crs=4326)
    tree = shapely.STRtree(pieces)
    who, piece = tree.query_nearest(places, max_distance=ASHORE_DEG, all_matches=False)
    told = np.zeros(len(pieces), dtype=bool)
    owner = np.array(country)
    told[_on_the_right_side(places[who], piece, np.array(pieces, dtype=object), owner)] = True
    for island in np.flatnonzero(~told & np.isin(owner, owner[told])).tolist():
        told[island] = area_km2(pieces[island]) < SMALL_ISLAND_KM2
    offshore = np.ones(len(places), dtype=bool)
    offshore[who] = shapely.distance(places[who], np.array(pieces, dtype=object)[piece]) > 0.0
    kept = [pieces[number] for number in np.flatnonzero(told)]
    return gpd.GeoSeries([*kept, *adrift[offshore]], crs=4326)


def _on_the_right_side(places: Any, piece: Any, pieces: Any, owner: Any) -> Any:
    """Return each place's piece of land; a border town's is where most other places lie."""
    spot, near = shapely.STRtree(pieces).query(places, predicate="dwithin", distance=BORDER_DEG)
    first, last = np.full(len(places), owner.max() + 1), np.full(len(places), -1)
    np.minimum.at(first, spot, owner[near])
    np.maximum.at(last, spot, owner[near])
    is_sure = first >= last  # near one country alone
    votes = np.bincount(owner[piece[is_sure]], minlength=owner.max() + 1)
    right = piece.copy()
    for place in np.flatnonzero(~is_sure):
        choices = near[spot == place]
        best = choices[np.argmax(votes[owner[choices]])]
        if votes[owner[best]] > votes[owner[piece[place]]]:
            right[place] = best
    return right
