"""Status of places and estimated areas → what is reported of each district, in five classes.

Where a war has no front, a map of areas says less than a list of districts: which share of the
places, of their inhabitants and of the land is reported as whose, and of how much nothing is said.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geoevents.actors import Actors
from geoevents.control.areas import estimate_control
from geoevents.control.districts import cut, read_boundaries, with_prefix
from geoevents.control.freshness import fresh_on
from geoevents.control.place_status import estimate_place_status
from geoevents.errors import InputError
from geoevents.gazetteer import Gazetteer
from geoevents.model import ControlStatus
from geoevents.places import place_keys
from geoevents.schema import CLAIMS, CONTROL, CRS
from geoevents.spatial import area_km2

__all__ = ["control_by_district"]

# From these shares of what is reported a side has control of, or influence over, a district. The
# classes are SIGAR's; its judges gave no shares, so these are ours and stand in docs/control.md.
CONTROL_SHARE, INFLUENCE_SHARE = 0.9, 0.6
CLASSES = ("control", "influence", "contested", "opponent influence", "opponent control", "no data")
CONTESTED, UNKNOWN, NO_DATA = "contested", "unknown", "no_data"
NOBODY = (CONTESTED, UNKNOWN, NO_DATA)
# Below this many reported places, or this share of the known ones, a class rests on little.
FEW_PLACES, FEW_SHARE = 3, 0.2
MAX_AGE_DAYS = 365.0
MOST_NAMED = 12  # actors that an error names
OURS = (
    *("at", "known_at", "reported_class", "side_ids", "leader_id", "leader", "contender_ids"),
    *("weight", "n_places", "n_places_reported", "population", "area_km2", "is_thin", "reasons"),
    *("claim_ids",),
)
Weight = Literal["places", "population", "area"]


def control_by_district(
    claims: gpd.GeoDataFrame,
    districts: gpd.GeoDataFrame | gpd.GeoSeries,
    *,
    at: str | Sequence[str],
    known_at: str | None = None,
    side: str | Collection[str] | None = None,
    weight: Weight = "places",
    gazetteer: Gazetteer | None = None,
) -> gpd.GeoDataFrame:
    """Say, for each district and day, who reportedly holds how much of it.

    Parameters
    ----------
    claims : GeoDataFrame
        A claims table, or a control table (`estimate_place_status` and `estimate_control`, one
        below the other): points are places, polygons areas.
    districts : GeoDataFrame or GeoSeries
        Polygons with a CRS; their columns travel with the result. See `read_boundaries` for
        which are taken as name and p-code.
    at : str or list of str
        ISO dates: the days.
    known_at : str, optional
        ISO date or time: only claims recorded by then count.
    side : str or collection of str, optional
        The `actor_id` (or several that count as one side) from which the classes are told; the
        strongest holder of each district if not given.
    weight : {"places", "population", "area"}
        What the class follows: the number of reported places, the inhabitants of these, or the
        estimated areas.
    gazetteer : Gazetteer, optional
        Its settlements are the known places, with their inhabitants; without it only places that
        some claim names are known, and no population is.

    Returns
    -------
    GeoDataFrame
        EPSG:4326, one row per day and district, in the order given, and one more per day with an
        empty geometry for what lies outside of all. `reported_class` is control (the side holds
        at least nine tenths of what is reported), influence (six tenths), contested, opponent
        influence, opponent control (the strongest other holder's) or no data. For each holder,
        and for contested, unknown and no_data: ``places_share:…`` and ``population_share:…`` (of
        all that are known; each adds up to 1) and ``km2:…`` (geodesic; adds up to `area_km2`).
        A place partly held counts half for its holder, half as contested; one held jointly in
        equal parts; one whose newest claim is older than a year counts as no data. `is_thin`
        marks a class that rests on fewer than three places, or a fifth of the known ones.

    Raises
    ------
    InputError, TableError
        If a day, the districts, `weight` or a needed column cannot be used.

    References
    ----------
    SIGAR (2018), Addendum to the January 2018 Quarterly Report to the United States Congress:
    district control in five classes. `docs/control.md` says how ours differ.
    """
    days = [at] if isinstance(at, str) else list(at)
    if not days:
        raise InputError("`at` holds no day; pass one ISO date or a list of them.")
    if weight not in {"places", "population", "area"}:
        raise InputError(f"weight is '{weight}'; expected places, population or area.")
    if weight == "population" and gazetteer is None:
        raise InputError("Classes by population need inhabitants: pass gazetteer=.")
    sides = frozenset([side] if isinstance(side, str) else side or ())
    _refuse_unknown(sides, claims)
    borders = read_boundaries(districts)
    status, areas = _control(claims, days, known_at)
    known, status = _known_places(status, borders, gazetteer)
    behind = claims if "claim_id" in claims.columns else None
    tables = []
    for day in days:
        view = _View(borders, known, weight, sides)
        places, land = (
            fresh_on(table, day, claims=behind, max_age_days=MAX_AGE_DAYS)
            for table in (status, areas)
        )
        tables.append(view.table(places, land, day, known_at))
    return _joined(tables, borders)


@dataclass(frozen=True, slots=True)
class _View:
    """What every day of one call shares."""

    borders: gpd.GeoDataFrame
    known: pd.DataFrame
    weight: Weight
    sides: frozenset[str]

    def table(
        self, status: gpd.GeoDataFrame, areas: gpd.GeoDataFrame, day: str, known_at: str | None
    ) -> pd.DataFrame:
        """Return the rows of one day; the last is what lies outside of all districts."""
        shares = _held(status, self.known["key"])
        by_place = shares.groupby([self.known["district"]]).sum()
        inhabitants = shares.mul(self.known["population"], axis=0)
        by_head = inhabitants.groupby([self.known["district"]]).sum()
        by_km2 = _areas(areas, self.borders)
        names = _names(status, areas)
        claims = status.set_index("key")["claim_ids"].reindex(self.known["key"])
        claims.index = self.known["district"]
        rows = []
        for number in [*range(len(self.borders)), -1]:
            place, head, km2 = (
                t.loc[number] if number in t.index else pd.Series(dtype=float)
                for t in (by_place, by_head, by_km2)
            )
            row = self._class(place, head, km2, names)
            row |= _shares("places_share", place) | _shares("population_share", head)
            row |= {f"km2:{name}": value for name, value in km2.items()}
            told = claims[claims.index == number].dropna()
            row["claim_ids"] = " ".join(sorted(set(" ".join(told).split()))) or None
            rows.append(row)
        table = pd.DataFrame(rows)
        table.insert(0, "at", _instant(day))
        table.insert(1, "known_at", _instant(known_at) if known_at else pd.NaT)
        return table

    def _class(
        self,
        place: pd.Series[Any],
        head: pd.Series[Any],
        km2: pd.Series[Any],
        names: dict[str, str],
    ) -> dict[str, Any]:
        weighed = {"places": place, "population": head, "area": km2}[self.weight]
        told = weighed.drop(labels=[UNKNOWN, NO_DATA], errors="ignore")
        told = told[told > 0]
        holders = told.drop(labels=list(NOBODY), errors="ignore").sort_index()
        holders = holders.sort_values(ascending=False, kind="stable")
        leader = str(holders.index[0]) if len(holders) else None
        sides = self.sides or frozenset([leader] if leader else [])
        n, n_told = float(place.sum()), float(place.drop(labels=[NO_DATA], errors="ignore").sum())
        thin = n_told < FEW_PLACES or n_told < FEW_SHARE * n
        return {
            "reported_class": _class_of(told, holders, sides),
            "side_ids": " ".join(sorted(sides)) or None,
            "leader_id": leader,
            "leader": names.get(leader, leader) if leader else None,
            "contender_ids": " ".join(map(str, holders.index[1:])) or None,
            "weight": self.weight,
            "n_places": round(n),
            "n_places_reported": round(n_told),
            "population": float(head.sum()),
            "area_km2": float(km2.sum()),
            "is_thin": thin,
            "reasons": f"{round(n_told)} of {round(n)} known places reported within "
            f"{MAX_AGE_DAYS:.0f} days" + ("; rests on little" if thin and n_told else ""),
        }


def _class_of(told: pd.Series[Any], holders: pd.Series[Any], sides: Collection[str]) -> str:
    total = float(told.sum())
    if total <= 0:
        return "no data"
    own = float(holders[[h in sides for h in holders.index]].sum()) / total
    other = float(holders[[h not in sides for h in holders.index]].max()) / total
    # A hair below: shares that are sums of halves and thirds must not miss their bound.
    for share, bound, name in (
        (own, CONTROL_SHARE, "control"),
        (own, INFLUENCE_SHARE, "influence"),
        (other, CONTROL_SHARE, "opponent control"),
        (other, INFLUENCE_SHARE, "opponent influence"),
    ):
        if share >= bound - 1e-9:
            return name
    return "contested"


def _control(
    claims: gpd.GeoDataFrame, days: list[str], known_at: str | None
) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Return the places' status over time and the areas on the days."""
    if "control_status" not in claims.columns:
        status = estimate_place_status(claims, known_at=known_at)
        table = CLAIMS.check(claims)
        if table.geometry.is_empty.all() or status.empty:
            return status, CONTROL.build([])
        areas = estimate_control(table, at=days, known_at=known_at, max_age_days=MAX_AGE_DAYS)
        return status, areas
    if known_at is not None:
        raise InputError("known_at needs claims: a control table is already as of one knowledge.")
    table = CONTROL.check(claims, required=["control_status", "valid_from", "geometry"])
    is_area = shapely.get_dimensions(table.geometry.to_numpy()) == 2
    return table[~is_area].reset_index(drop=True), table[is_area].reset_index(drop=True)


def _refuse_unknown(sides: Collection[str], claims: gpd.GeoDataFrame) -> None:
    """Refuse a side that neither a claim nor a pack knows: every district would be another's."""
    if "event_type" not in claims.columns:
        return  # a control table says nothing of a side that has left everything
    named = {str(name) for name in claims["actor_id"].dropna()}
    named |= {str(name) for name in claims.get("target_id", claims["actor_id"]).dropna()}
    holding = claims.loc[claims["event_type"].isin(["CAPTURE", "CONTROL"]), "actor_id"]
    usual = holding.value_counts().index[:MOST_NAMED]
    for side in sorted(sides):
        if side not in named and Actors.default().get(side) is None:
            raise InputError(
                f"No claim names the side '{side}'; expected an actor_id, such as: "
                f"{', '.join(sorted(usual)) or 'none, for no claim names a holder'}."
            )


def _instant(day: str) -> pd.Timestamp:
    stamp = pd.Timestamp(day)
    return stamp.tz_localize("UTC") if stamp.tzinfo is None else stamp.tz_convert("UTC")


def _known_places(
    status: gpd.GeoDataFrame, borders: gpd.GeoDataFrame, gazetteer: Gazetteer | None
) -> tuple[pd.DataFrame, gpd.GeoDataFrame]:
    """Return every known place once (key, inhabitants, number of its district; -1: none).

    And the status with the place's key in each row.
    """
    rows = status[["place_id", "place_name", "geometry"]].assign(population=0.0)
    if gazetteer is not None:
        west, south, east, north = borders.total_bounds
        places = gazetteer.largest((west, south, east, north), limit=1_000_000)
        listed = gpd.GeoDataFrame(
            {
                "place_id": [p.place_id for p in places],
                "place_name": [p.name for p in places],
                "population": [float(p.population) for p in places],
            },
            geometry=gpd.points_from_xy(
                [p.longitude for p in places], [p.latitude for p in places]
            ),
            crs=CRS,
        )
        rows = pd.concat([rows, listed], ignore_index=True) if len(rows) else listed
    rows["key"] = place_keys(rows) if len(rows) else pd.Series(dtype="str")
    told = rows["key"].iloc[: len(status)].to_numpy()
    known = rows.groupby("key", sort=True).agg(
        geometry=("geometry", "first"), population=("population", "max")
    )
    # Of a claim's place and the gazetteer's the claim's point, which stands first, decides.
    points = known["geometry"].to_numpy()
    point, district = shapely.STRtree(borders.geometry.to_numpy()).query(
        points, predicate="intersects"
    )
    home = np.full(len(known), -1)
    home[point[::-1]] = district[::-1]  # a point on a border lies in the first district
    known = known.reset_index()[["key", "population"]].assign(district=home)
    known = known[(home >= 0) | known["key"].isin(set(told))].reset_index(drop=True)
    return known, status.assign(key=told)


def _held(status: gpd.GeoDataFrame, keys: pd.Series[Any]) -> pd.DataFrame:
    """Return, for each known place, the share of each holder, contested, unknown and no data."""
    now = status.drop_duplicates("key").set_index("key")[
        ["control_status", "actor_id", "contender_ids"]
    ]
    shares: dict[str, dict[str, float]] = {key: _of_place(*row) for key, *row in now.itertuples()}
    nothing = {NO_DATA: 1.0}
    table = pd.DataFrame([shares.get(key, nothing) for key in keys], index=keys.index)
    for name in NOBODY:
        if name not in table.columns:
            table[name] = 0.0
    names = sorted(set(table.columns) - set(NOBODY))
    return table[[*names, *NOBODY]].fillna(0.0).astype(float)


def _of_place(kind: str, holder: Any, contenders: Any) -> dict[str, float]:
    """Return how one place is shared out."""
    if kind == ControlStatus.CONTESTED:
        return {CONTESTED: 1.0}
    if not isinstance(holder, str):
        return {UNKNOWN: 1.0}
    if kind == ControlStatus.PARTLY_HELD:
        return {holder: 0.5, CONTESTED: 0.5}
    if kind == ControlStatus.MIXED and isinstance(contenders, str):
        sides = {holder, *contenders.split()}
        return dict.fromkeys(sorted(sides), 1.0 / len(sides))
    return {holder: 1.0}


def _areas(areas: gpd.GeoDataFrame, borders: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return km² by district and holder; what no area covers is no data."""
    holder = areas["actor_id"].where(areas["control_status"] != ControlStatus.CONTESTED)
    names = holder.fillna(CONTESTED).to_numpy()
    which, district, parts = cut(areas.geometry.to_numpy(), borders)
    pieces = pd.DataFrame(
        {
            "district": district,
            "holder": names[which] if len(which) else [],
            "km2": [area_km2(part) for part in parts],
        }
    )
    table = pieces.pivot_table("km2", "district", "holder", "sum", fill_value=0.0)
    table = table.reindex(range(-1, len(borders)), fill_value=0.0)
    whole = pd.Series([0.0, *(area_km2(shape) for shape in borders.geometry)], index=table.index)
    rest = (whole - table.sum(axis=1)).clip(lower=0.0)
    rest.loc[-1] = 0.0  # outside of all districts there is no whole to be covered
    return table.assign(**{NO_DATA: rest})


def _names(status: gpd.GeoDataFrame, areas: gpd.GeoDataFrame) -> dict[str, str]:
    known = pd.concat([areas, status])[["actor_id", "actor"]].dropna()
    names = dict(zip(known["actor_id"], known["actor"], strict=True))
    usual = {name: Actors.default().get(name) for name in names}
    return {name: (found.name if (found := usual[name]) else names[name]) for name in names}


def _shares(prefix: str, row: pd.Series[Any]) -> dict[str, float]:
    total = float(row.sum())
    return {f"{prefix}:{name}": value / total for name, value in row.items() if total > 0}


def _joined(tables: list[pd.DataFrame], borders: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Put the days below each other, behind the districts' own columns."""
    table = pd.concat(tables, ignore_index=True)
    measures = [c for c in table.columns if ":" in str(c)]
    first = ("places_share", "population_share", "km2")
    measures.sort(key=lambda c: (first.index(c.split(":")[0]), c.split(":", 1)[1] in NOBODY, c))
    is_share = [c for c in measures if not c.startswith("km2")]
    some = table["n_places"] > 0
    table.loc[some, is_share] = table.loc[some, is_share].fillna(0.0)
    table[[c for c in measures if c.startswith("km2")]] = table[
        [c for c in measures if c.startswith("km2")]
    ].fillna(0.0)
    own = pd.DataFrame(borders.drop(columns="geometry"))
    own = own.rename(columns=with_prefix(own.columns, OURS))
    # Whole numbers stay whole beside the last row, which has none.
    whole = own.select_dtypes("integer").columns
    own[whole] = own[whole].astype("Int64")
    ground = pd.concat([own, pd.DataFrame([{"district_name": "outside of all districts"}])])
    ground = pd.concat([ground] * len(tables), ignore_index=True)
    shapes = [*borders.geometry, shapely.MultiPolygon()] * len(tables)
    table = table[[*OURS[:-1], *measures, "claim_ids"]]
    joined = pd.concat([ground, table], axis=1)
    # Outside of all districts only what is there is worth a row.
    empty = joined["district_id"].isna() & (joined["n_places"] == 0) & (joined["area_km2"] == 0)
    return gpd.GeoDataFrame(joined, geometry=shapes, crs=CRS)[~empty].reset_index(drop=True)
