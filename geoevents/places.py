"""Which claims speak of one place: by the gazetteer's id, or by name and nearness."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from geoevents.gazetteer import fold
from geoevents.spatial import distance_m

__all__ = ["place_keys"]

# Two gazetteers put the points of one town this far apart (metres); two towns of one name never lie
# so close.
ONE_TOWN_M = 5_000.0


def place_keys(claims: gpd.GeoDataFrame) -> pd.Series:
    """Return a key for each claim that all claims on its place share.

    A report's town and an event table's have different ids (``geonames:…``, ``acled:…``); where
    their names are the same and their points lie within 5 km they are one place, and its key is
    the id that sorts last, ``geonames:…`` before ``acled:…``.

    Parameters
    ----------
    claims : GeoDataFrame
        A claims table whose rows all have points, EPSG:4326.

    Returns
    -------
    Series of str
        Indexed as `claims`.
    """
    point = claims.geometry.to_wkt(rounding_precision=3)
    own = claims["place_id"].fillna(point)
    name = claims["place_name"].fillna("").map(fold)
    places = pd.DataFrame(
        {"key": own, "name": name, "x": claims.geometry.x, "y": claims.geometry.y}
    ).drop_duplicates("key")
    # Cells of a published edition share a name that says nothing; each is a place of its own.
    places.loc[places["key"].str.startswith("cell:"), "name"] = ""
    same: dict[str, str] = {}
    for folded, group in places[places["name"] != ""].groupby("name", sort=True):
        if len(group) > 1 and folded:
            same |= _joined(group.sort_values("key", ascending=False))
    return own.map(lambda key: same.get(key, key))


def _joined(group: pd.DataFrame) -> dict[str, str]:
    """Return, for the places of one name, the key of the first that each lies close to."""
    leads: list[tuple[str, float, float]] = []
    joined: dict[str, str] = {}
    for key, x, y in zip(group["key"], group["x"], group["y"], strict=True):
        near = next((k for k, a, b in leads if distance_m(a, b, x, y) <= ONE_TOWN_M), None)
        if near is None:
            leads.append((key, x, y))
        else:
            joined[key] = near
    return joined
