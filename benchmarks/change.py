"""Difference dated polygons day by day, beside geopandas.overlay and plain shapely.

    python benchmarks/change.py FOLDER [--every 8]

FOLDER holds one GeoJSON a day whose name ends in YYYYMMDD, such as the maps of
cyterat/deepstate-map-data (not shipped). Every pair of neighbouring days is differenced by
`control_series`; every eighth also by geopandas.overlay (one symmetric difference, which gives
gain and loss) and by two calls of shapely.difference. Times are ratios to ours, per pair, in the
same run; reading is told apart, because it is the same work for all. Checked are the area of gain
and loss against the geodesic area (WGS 84) of shapely's result, that gain less loss is the change
of the whole area, parts narrower than ten centimetres, and that parts are valid and do not overlap.
"""

from __future__ import annotations

import argparse
import time
import warnings
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from geoevents.control import control_series, read_dated_areas
from geoevents.control.changes import NOBODY
from geoevents.spatial import area_km2, mean_width_m

CRUMB_M = 0.1


def timed(work):  # noqa: ANN001, ANN201
    """Return what a call gives, and its seconds."""
    start = time.perf_counter()
    result = work()
    return result, time.perf_counter() - start


def parts(shape: shapely.Geometry) -> np.ndarray:
    """Return the polygons of a shape."""
    found = shapely.get_parts(shapely.get_parts([shape]))
    return found[shapely.get_dimensions(found) == 2]


def peers(shapes: list[shapely.Geometry], every: int) -> tuple[dict[str, float], list[tuple]]:
    """Return the peers' seconds per pair, and (day, gain, loss) of shapely on some pairs."""
    spent: dict[str, list[float]] = {"geopandas.overlay": [], "shapely.difference": []}
    results = []
    for i in range(0, len(shapes) - 1, every):
        old, new = (
            gpd.GeoDataFrame({"day": [n]}, geometry=[shapes[n]], crs=4326) for n in (i, i + 1)
        )
        _, seconds = timed(
            lambda old=old, new=new: gpd.overlay(old, new, how="symmetric_difference")
        )
        spent["geopandas.overlay"].append(seconds)
        pair, seconds = timed(
            lambda a=shapes[i], b=shapes[i + 1]: (
                shapely.difference(b, a),
                shapely.difference(a, b),
            )
        )
        spent["shapely.difference"].append(seconds)
        results.append((i, *pair))
    return {name: float(np.mean(each)) for name, each in spent.items()}, results


def main() -> None:
    """Print one table, and the checks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--every", type=int, default=8, help="which pairs the peers get")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    control, reading = timed(lambda: read_dated_areas(options.folder, areas=False))
    days = [str(day.date()) for day in control["valid_from"]]
    shapes = list(control.geometry)
    n = len(shapes) - 1
    # Ours before and after the peers: whatever else the machine does strikes both.
    _, first = timed(lambda: control_series(control))
    slower, results = peers(shapes, options.every)
    series, second = timed(lambda: control_series(control))
    ours = (first + second) / 2 / n
    print(f"{n} pairs of days, {days[0]} to {days[-1]}")
    print(f"{'geoevents':20s} 1.0 (reading the files takes {reading / n / ours:.1f} of it)")
    for name, seconds in slower.items():
        print(f"{name:20s} {seconds / ours:.1f} times as long")
    check(series, days, shapes, results)


def check(series: gpd.GeoDataFrame, days: list[str], shapes: list, results: list[tuple]) -> None:
    """Print how far areas are off, and how many slivers there are."""
    gained = series[series["before"] == NOBODY].groupby("start")["area_km2"].sum()
    lost = series[series["after"] == NOBODY].groupby("start")["area_km2"].sum()
    off, crumbs, total = [], 0, 0.0
    for i, gain, loss in results:
        truth = area_km2(gain), area_km2(loss)
        told = gained.get(days[i], 0.0), lost.get(days[i], 0.0)
        off.append(abs(truth[0] - told[0]) + abs(truth[1] - told[1]))
        total += sum(truth)
        crumbs += sum(mean_width_m(p) < CRUMB_M for s in (gain, loss) for p in parts(s))
    print(f"gain and loss off by {sum(off) / total:.2e} of the geodesic area, both summed up")
    change = area_km2(shapes[-1]) - area_km2(shapes[0])
    net = gained.sum() - lost.sum()
    print(
        f"gain less loss over all days {net:.3f} km², change of the whole area {change:.3f} km²: "
        f"{abs(net - change) / area_km2(shapes[-1]):.1e} of the area"
    )
    each = np.concatenate([parts(shape) for shape in series.geometry])
    narrow = sum(mean_width_m(part) < CRUMB_M for part in each)
    print(f"parts narrower than 10 cm: {narrow} of {len(each)}; shapely's: {crumbs} in its pairs")
    overlaps = 0.0
    for _, pair in series.groupby("start"):
        if len(pair) == 2:
            overlaps += area_km2(shapely.intersection(*pair.geometry))
    valid = shapely.is_valid(series.geometry.to_numpy()).mean()
    print(f"valid: {valid:.0%}; gain and loss of one pair overlap by {overlaps:.6f} km²")


if __name__ == "__main__":
    main()
