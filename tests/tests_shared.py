"""Small tables that several tests use."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd


def towns():
    """Return claims on a lattice of towns, west of 38 degrees held by one side."""
    lon, lat = (a.ravel() for a in np.meshgrid(np.linspace(37, 39, 12), np.linspace(35, 36, 7)))
    return gpd.GeoDataFrame(
        {
            "claim_id": [f"c{i}" for i in range(len(lon))],
            "event_type": "CONTROL",
            "actor": np.where(lon < 38, "West Side", "East Side"),
            "actor_id": np.where(lon < 38, "west", "east"),
            "valid_from": pd.Timestamp("2015-01-01", tz="UTC"),
        },
        geometry=gpd.points_from_xy(lon, lat),
        crs=4326,
    )
