"""Control on two or more days → what each actor gained and lost, as polygons and km²."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geoevents.control.change_claims import MOST_NAMED, NOBODY, claims_behind
from geoevents.control.differences import Edges, differences, directed_edges
from geoevents.control.districts import cut, read_boundaries
from geoevents.errors import InputError
from geoevents.schema import CRS
from geoevents.spatial import area_km2

__all__ = ["NOBODY", "changes_by_actor", "control_changes", "control_series", "on_day"]


def control_changes(
    control: gpd.GeoDataFrame,
    start: str,
    end: str,
    *,
    by: gpd.GeoDataFrame | None = None,
    places: gpd.GeoDataFrame | None = None,
) -> gpd.GeoDataFrame:
    """Return what changed hands between two days, area by area.

    Gross change depends on how often one looks: what was lost and retaken in between is not seen,
    so every row states its two days.

    Parameters
    ----------
    control : GeoDataFrame
        Areas, as `estimate_control` or `read_dated_areas` give them, that hold both days.
    start, end : str
        The two days. A day belongs to the interval that it starts: `valid_from` is in,
        `valid_to` is out.
    by : GeoDataFrame, optional
        Districts: each row is split by them, and `district` holds the district's id (its p-code,
        or the index where the caller has set one of texts), `pcode` its p-code.
    places : GeoDataFrame, optional
        The places' status over time (`estimate_place_status`): `claim_ids` then names the claims
        behind each change, and `reasons` which places changed inside it, or nearest to it.

    Returns
    -------
    GeoDataFrame
        EPSG:4326; `before` and `after` (an `actor_id`, ``contested: a b`` or ``no data``),
        `geometry`, `area_km2` (geodesic, WGS 84), `start`, `end`, and the columns asked for.
        An actor's gain is the rows where it stands after, its loss where it stands before, and
        gain less loss is the change of its area. Parts narrower than ten centimetres
        (twice the area over the perimeter) are left out.

    Raises
    ------
    InputError
        If a day is not in `control`, or it holds no areas.

    See Also
    --------
    changes_by_actor : gained, lost and net of each actor.
    control_series : the changes from each day to the next.
    """
    areas = _Areas(control)
    first, last = areas.edges(start), areas.edges(end)
    return _finished(_rows(first, last, start, end), by, places)


def control_series(
    control: gpd.GeoDataFrame,
    *,
    days: Sequence[str] | None = None,
    by: gpd.GeoDataFrame | None = None,
    places: gpd.GeoDataFrame | None = None,
) -> gpd.GeoDataFrame:
    """Return what changed hands from each day to the next.

    Parameters
    ----------
    control : GeoDataFrame
        Areas of several days, as `estimate_control` or `read_dated_areas` give them.
    days : sequence of str, optional
        The days to look at, in any order; each `valid_from` in `control` if not given.
    by, places : GeoDataFrame, optional
        As in `control_changes`.

    Returns
    -------
    GeoDataFrame
        The rows of `control_changes` for each pair of neighbouring days, by `start`; a pair
        without a change has no row. The interval is in every row: the gross change of a month
        looked at daily is not that of one looked at twice.

    Raises
    ------
    InputError
        If there are fewer than two days, or a day holds no areas.
    """
    wanted = sorted({str(pd.Timestamp(day).date()) for day in days}) if days else _days(control)
    if len(wanted) < 2:
        raise InputError(
            f"A series needs at least two days; there {'is' if wanted else 'are'} "
            f"{', '.join(wanted) or 'none'}."
        )
    rows: list[dict[str, Any]] = []
    areas = _Areas(control)
    before = areas.edges(wanted[0])
    for start, end in pairwise(wanted):
        after = areas.edges(end)
        rows += _rows(before, after, start, end)
        before = after
    return _finished(rows, by, places)


def changes_by_actor(changes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return gained, lost and net of each actor, per interval and district.

    Parameters
    ----------
    changes : GeoDataFrame
        Rows of `control_changes` or `control_series`.

    Returns
    -------
    GeoDataFrame
        EPSG:4326; `start`, `end`, `district` (where `changes` has it), `actor_id` (also
        ``contested: a b`` and ``no data``), `gained_km2`, `lost_km2`, `net_km2` (gained less
        lost, exactly), `claim_ids` (where `changes` has them), and as geometry all that the actor
        gained or lost.
    """
    keys = [name for name in ("start", "end", "district") if name in changes.columns]
    rows = []
    for values, group in changes.groupby(keys, sort=True, dropna=False):
        for actor in sorted({*group["before"], *group["after"]}):
            gained, lost = group[group["after"] == actor], group[group["before"] == actor]
            both = pd.concat([gained, lost])
            up, down = float(gained["area_km2"].sum()), float(lost["area_km2"].sum())
            row = dict(zip(keys, values, strict=True)) | {
                "actor_id": actor,
                "gained_km2": up,
                "lost_km2": down,
                "net_km2": up - down,
                "geometry": shapely.union_all(both.geometry.to_numpy()),
            }
            if "claim_ids" in changes.columns:
                row["claim_ids"] = (
                    " ".join(sorted(set(" ".join(both["claim_ids"].dropna()).split()))) or None
                )
            rows.append(row)
    columns = [*keys, "actor_id", "gained_km2", "lost_km2", "net_km2", "geometry"]
    columns += ["claim_ids"] if "claim_ids" in changes.columns else []
    return gpd.GeoDataFrame(pd.DataFrame(rows, columns=columns), geometry="geometry", crs=CRS)


def on_day(control: gpd.GeoDataFrame, day: str) -> dict[str, shapely.Geometry]:
    """Return the area of each class (an actor, or ``contested: a b``) on a day.

    Raises
    ------
    InputError
        If no area is in force on the day, with the days that there are.
    """
    return _Areas(control).on(day)


class _Areas:
    """The areas of a control table, ready to be looked up by day."""

    def __init__(self, control: gpd.GeoDataFrame) -> None:
        rows = control[
            (shapely.get_dimensions(control.geometry.to_numpy()) == 2)
            & control["valid_from"].notna().to_numpy()
        ]
        contested = "contested: " + rows["contender_ids"].fillna("")
        self._days = _days(control)
        self._names = rows["actor_id"].where(rows["actor_id"].notna(), contested).astype(str)
        self._names = self._names.to_numpy(dtype=object)
        self._shapes = rows.geometry.to_numpy()
        utc = "datetime64[us]"
        self._start = rows["valid_from"].dt.tz_localize(None).to_numpy(utc)
        self._end = rows["valid_to"].dt.tz_localize(None).to_numpy(utc)

    def on(self, day: str) -> dict[str, shapely.Geometry]:
        """Return the area of each class on a day."""
        moment = pd.Timestamp(day)
        if moment.tzinfo is not None:
            moment = moment.tz_convert(None)
        now = moment.to_datetime64()
        rows = np.flatnonzero((self._start <= now) & (np.isnat(self._end) | (self._end > now)))
        if not len(rows):
            raise InputError(
                f"There is no estimated area on {day}, only on: {_listed(self._days)}. "
                "Areas reach no farther than a recent claim; choose a day on which, or up to a "
                "year before which, places changed hands or were said to be held."
            )
        found: dict[str, list[shapely.Geometry]] = {}
        for row in rows:
            found.setdefault(str(self._names[row]), []).append(self._shapes[row])
        return {
            name: shapes[0] if len(shapes) == 1 else shapely.union_all(shapes)
            for name, shapes in sorted(found.items())
        }

    def edges(self, day: str) -> dict[str, Edges]:
        """Return the edges of each class on a day."""
        return {name: directed_edges(shape) for name, shape in self.on(day).items()}


def _days(control: gpd.GeoDataFrame) -> list[str]:
    return sorted({str(start.date()) for start in control["valid_from"].dropna()})


def _listed(days: list[str]) -> str:
    """Return days as text: of many the first and the last."""
    if len(days) <= MOST_NAMED:
        return ", ".join(days) or "none"
    return f"{len(days)} days from {days[0]} to {days[-1]}"


def _rows(
    before: dict[str, Edges], after: dict[str, Edges], start: str, end: str
) -> list[dict[str, Any]]:
    return [
        {
            "before": " & ".join(lost) or NOBODY,
            "after": " & ".join(gained) or NOBODY,
            "geometry": shape,
            "start": start,
            "end": end,
        }
        for lost, gained, shape in differences(before, after)
    ]


def _finished(
    rows: list[dict[str, Any]], by: gpd.GeoDataFrame | None, places: gpd.GeoDataFrame | None
) -> gpd.GeoDataFrame:
    columns = ["before", "after", "geometry", "start", "end"]
    changes = gpd.GeoDataFrame(pd.DataFrame(rows, columns=columns), geometry="geometry", crs=CRS)
    if by is not None:
        changes = _split(changes, by)
    changes.insert(3, "area_km2", [area_km2(shape) for shape in changes.geometry])
    if places is not None:
        changes = claims_behind(changes, places)
    return changes.reset_index(drop=True)


def _split(changes: gpd.GeoDataFrame, by: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Split each change by the districts; what lies in none is kept, with no district."""
    districts = read_boundaries(by)
    which, number, parts = cut(changes.geometry.to_numpy(), districts)
    split = changes.iloc[which].reset_index(drop=True).set_geometry(list(parts), crs=CRS)
    for name, column in (("district", "district_id"), ("pcode", "pcode")):
        known = [None, *districts[column]]
        split[name] = [known[i + 1] for i in number]
    return split
