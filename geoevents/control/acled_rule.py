"""The control rule of ACLED's maps of Syria, as far as it is published: cells, quarter by quarter.

ACLED says that its map follows from its own events alone. The steps as third parties retell them:
in each cell and quarter, the actor that took territory at least twice as often as all others holds
it; else the one behind two thirds of the armed events; else whoever held it before. Where nobody
did, it is contested.

Assumed, because the publication could not be read whole: square cells of `cell_m`, quarters of the
calendar, a claim that somebody holds a place counting as one that took it (ACLED has no such
event), and that a cell without any event has no data.
"""

from __future__ import annotations

from typing import Any, Self

import geopandas as gpd
import numpy as np
import pandas as pd

from geoevents.errors import InputError
from geoevents.model import EventType, Status
from geoevents.schema import CLAIMS

__all__ = ["AcledRule"]

TAKING = frozenset({EventType.CAPTURE, EventType.TRANSFER, EventType.CONTROL})
ARMED = frozenset(
    {*TAKING, EventType.CLASH, EventType.AIRSTRIKE, EventType.SHELLING, EventType.BOMBING}
)
TAKING_RATIO, ARMED_SHARE = 2.0, 2.0 / 3.0
Cell = tuple[int, int]


class AcledRule:
    """ACLED's rule for its maps of control in Syria, on square cells; see the module.

    Parameters
    ----------
    cell_m : float
        Side of a cell in metres.

    References
    ----------
    ACLED (2023), Mapping Territorial Control, Contestation, and Activity in Syria.
    """

    def __init__(self, *, cell_m: float = 20_000.0) -> None:
        if not cell_m > 0.0:
            raise InputError(f"cell_m is {cell_m}; expected a length in metres above 0.")
        self.cell_m = cell_m
        self._claims: gpd.GeoDataFrame | None = None
        self._crs = ""

    def fit(self, claims: gpd.GeoDataFrame) -> Self:
        """Take in a claims table; see `ControlModel.fit`.

        Raises
        ------
        TableError
            If a needed column is absent.
        """
        needed = ["geometry", "actor_id", "event_type", "valid_from"]
        table = CLAIMS.check(claims, required=needed)
        told = table["status"].fillna("asserted").isin([Status.ASSERTED, Status.REPORTED])
        taker = table["actor_id"].where(table["event_type"] != EventType.TRANSFER)
        table["who"] = taker.fillna(table["target_id"]).fillna(table["actor_id"])
        table = table[
            told
            & table["event_type"].isin([str(kind) for kind in ARMED])
            & ~table.geometry.is_empty
            & table["valid_from"].notna()
            & table["who"].notna()
            & (table["place_kind"].isna() | (table["place_kind"] == "named"))
        ].copy()
        west, south, east, north = table.total_bounds if len(table) else (0.0, 0.0, 0.0, 0.0)
        lon, lat = round((west + east) / 2, 3), round((south + north) / 2, 3)
        self._crs = f"+proj=laea +lat_0={lat} +lon_0={lon} +datum=WGS84 +units=m"
        table["cell"] = self._cells(table.geometry)
        # A change "in May" has happened by the end of May.
        last = (table["valid_to"] - pd.Timedelta(days=1)).fillna(table["valid_from"])
        table["day"] = last.where(last > table["valid_from"], table["valid_from"])
        self._claims = table
        return self

    def predict(
        self, points: gpd.GeoDataFrame | gpd.GeoSeries, *, at: str, known_at: str | None = None
    ) -> pd.DataFrame:
        """Say who reportedly holds each point on a day; see `ControlModel.predict`.

        `no_data` is 1 in a cell without an event by then, else 0.

        Raises
        ------
        InputError
            If nothing has been fitted, or the points have no CRS.
        """
        if self._claims is None:
            raise InputError("This method has no claims yet; call .fit(claims) first.")
        if points.geometry.crs is None:
            raise InputError("The points have no CRS; set it with points.set_crs('EPSG:4326').")
        table = self._claims
        actors = sorted(table["who"].unique())
        table = table[table["day"] <= _instant(at)]
        if known_at is not None:
            seen = table["recorded_at"].fillna(table["published_at"])
            table = table[seen.notna() & (seen <= _instant(known_at))]
        held = _held(table)
        result = np.full((len(points), max(len(actors), 1)), 1.0 / max(len(actors), 1))
        no_data = np.ones(len(points))
        number = {actor: i for i, actor in enumerate(actors)}
        for row, cell in enumerate(self._cells(points.geometry)):
            sides = held.get(cell)
            if sides:
                result[row] = 0.0
                result[row, [number[side] for side in sides]] = 1.0 / len(sides)
                no_data[row] = 0.0
        frame = pd.DataFrame(result[:, : len(actors)], columns=actors, index=points.index)
        ranked = np.sort(result, axis=1)
        second = ranked[:, -2] if result.shape[1] > 1 else np.zeros(len(result))
        frame["contested"] = second / ranked[:, -1]
        frame["no_data"] = no_data
        return frame

    def _cells(self, points: gpd.GeoSeries) -> list[Cell]:
        where = points.to_crs(self._crs)
        x, y = np.floor(where.x / self.cell_m), np.floor(where.y / self.cell_m)
        return list(zip(x.astype(int), y.astype(int), strict=True))


def _instant(day: str) -> pd.Timestamp:
    stamp = pd.Timestamp(day)
    return stamp.tz_localize("UTC") if stamp.tzinfo is None else stamp.tz_convert("UTC")


def _held(table: pd.DataFrame) -> dict[Cell, tuple[str, ...]]:
    """Return the holder of each cell, or its sides where it is contested."""
    held: dict[Cell, tuple[str, ...]] = {}
    quarter = table["day"].dt.year * 4 + (table["day"].dt.month - 1) // 3
    is_taking = table["event_type"].isin([str(kind) for kind in TAKING])
    frame = pd.DataFrame(
        {"quarter": quarter, "cell": table["cell"], "who": table["who"], "taking": is_taking}
    )
    for (_, cell), events in frame.groupby(["quarter", "cell"], sort=True):
        armed = events["who"].value_counts()
        winner = _winner(events.loc[events["taking"], "who"].value_counts(), armed)
        before = held.get(cell, ())
        if winner is not None:
            held[cell] = (winner,)
        elif len(before) != 1:
            held[cell] = tuple(sorted({*before, *armed.index}))
    return held


def _winner(taking: pd.Series[Any], armed: pd.Series[Any]) -> str | None:
    """Return who took ground twice as often as all others, or is behind most armed events."""
    if len(taking):
        most = int(taking.max())
        if most >= TAKING_RATIO * (int(taking.sum()) - most):
            return str(min(taking[taking == most].index))
    if len(armed):
        most = int(armed.max())
        if most >= ARMED_SHARE * int(armed.sum()):
            return str(min(armed[armed == most].index))
    return None
