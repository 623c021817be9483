"""Compare estimates of control on made-up conflicts whose truth is known, with four actors.

    python benchmarks/control_synthetic.py [--reps 3] [--places 400]

Four theatres of 400 km, without rivers: `fronts` (four sides, curved fronts, an enclave),
`enclaves` (a government's land with nine pockets of three others), `insurgency` (villages held in
clusters of a few kilometres, no front anywhere), and `by night` (as the insurgency, with a third
of the villages one side's by day and another's by night: reports disagree, and no answer is
right). One report in ten is wrong. A third of each theatre is a desert without places.

Printed per theatre and method: accuracy where there are places within 30 km; accuracy where the
method is sure (its contested share below a half) and the share of points it is sure of; how often
it abstains (no data above a half) in the desert, and where there are places; in `by night`, how
often the villages with two masters are called contested, beside those with one.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable

import geopandas as gpd
import numpy as np
import pandas as pd
from scipy.spatial import cKDTree

from geoevents.control import ControlModel, control_method

SIZE = 400_000.0
LAEA = "+proj=laea +lat_0=15 +lon_0=20 +datum=WGS84 +units=m"
AT = "2020-02-01"
WRONG = 0.1
METHODS = {"geoevents": ControlModel}
METHODS |= {
    name: lambda name=name: control_method(name) for name in ("nearest", "k-nearest", "kernel")
}
Holder = Callable[[np.ndarray], np.ndarray]


def fronts(rng: np.random.Generator) -> Holder:
    """Four sides around a point, fronts that curve, and an enclave of side 0 in side 2."""
    bend, turn = rng.uniform(0.3, 0.8), rng.uniform(0, 2 * np.pi)
    island = SIZE * np.array([0.2, 0.55])

    def holder(xy: np.ndarray) -> np.ndarray:
        x, y = (xy - SIZE * np.array([0.33, 0.5])).T
        angle = np.arctan2(y, x) + bend * np.sin(np.hypot(x, y) / 50_000) + turn
        side = np.floor(angle % (2 * np.pi) / (np.pi / 2)).astype(int)
        side[np.hypot(*(xy - island).T) < 25_000] = 0
        return side

    return holder


def enclaves(rng: np.random.Generator) -> Holder:
    """Side 0 nearly everywhere, and nine round pockets of the others."""
    centres = rng.uniform(0, SIZE, (9, 2)) * np.array([0.66, 1.0])
    radius, side = rng.uniform(15_000, 35_000, 9), np.arange(9) % 3 + 1

    def holder(xy: np.ndarray) -> np.ndarray:
        found = np.zeros(len(xy), dtype=int)
        for centre, reach, who in zip(centres, radius, side, strict=True):
            found[np.hypot(*(xy - centre).T) < reach] = who
        return found

    return holder


def insurgency(rng: np.random.Generator) -> Holder:
    """Hundreds of small clusters, each with one of four holders."""
    centres = rng.uniform(0, SIZE, (250, 2))
    side = rng.choice(4, 250, p=[0.55, 0.25, 0.12, 0.08])

    def holder(xy: np.ndarray) -> np.ndarray:
        return np.asarray(side[cKDTree(centres).query(xy)[1]])

    return holder


def reports(
    rng: np.random.Generator, holder: Holder, n: int, *, by_night: bool
) -> tuple[gpd.GeoDataFrame, np.ndarray, np.ndarray]:
    """Return claims on n places, the places, and which of them have two masters."""
    xy = rng.uniform(0, SIZE, (n, 2)) * np.array([0.66, 1.0])
    truth = holder(xy)
    told = np.where(rng.random(n) < WRONG, rng.integers(0, 4, n), truth)
    days = rng.integers(0, 20, n)
    two = (rng.random(n) < 1 / 3) & by_night
    again = (truth[two] + 1) % 4
    place = np.arange(n)
    claims = gpd.GeoDataFrame(
        {
            "event_type": "CONTROL",
            "actor_id": [f"side-{side}" for side in (*told, *again)],
            "place_id": [f"p{i}" for i in (*place, *place[two])],
            "valid_from": pd.Timestamp("2020-01-05", tz="UTC")
            + pd.to_timedelta([*days, *(days[two] + 1)], unit="D"),
        },
        geometry=gpd.GeoSeries.from_xy(*np.vstack([xy, xy[two]]).T, crs=LAEA).to_crs(4326),
    )
    claims["claim_id"] = [f"c{i}" for i in range(len(claims))]
    claims["published_at"] = claims["valid_from"]
    return claims, xy, two


def measures(
    table: pd.DataFrame, truth: np.ndarray, *, near: np.ndarray, desert: np.ndarray
) -> list[float]:
    """Return accuracy, accuracy where sure, share sure, abstention in the desert and elsewhere."""
    actors = [f"side-{side}" for side in range(4)]
    share = table.reindex(columns=actors, fill_value=0.0).to_numpy()
    right = share.argmax(axis=1) == truth
    sure = near & (table["contested"].to_numpy() < 0.5)
    silent = table["no_data"].to_numpy() > 0.5
    return [
        right[near].mean(),
        right[sure].mean() if sure.any() else np.nan,
        sure.sum() / near.sum(),
        silent[desert].mean(),
        silent[near].mean(),
    ]


def main() -> None:
    """Print one table per theatre."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reps", type=int, default=3)
    parser.add_argument("--places", type=int, default=400)
    options = parser.parse_args()
    side = np.arange(4_000.0, SIZE, 8_000.0)
    cells = np.column_stack([grid.ravel() for grid in np.meshgrid(side, side)])
    print("theatre     method      right  right where sure  sure   silent in desert  elsewhere")
    for name, make in {
        "fronts": fronts,
        "enclaves": enclaves,
        "insurgency": insurgency,
        "by night": insurgency,
    }.items():
        rows: dict[str, list[list[float]]] = {}
        for rep in range(options.reps):
            rng = np.random.default_rng([20260101, rep])
            holder = make(rng)
            claims, xy, two = reports(rng, holder, options.places, by_night=name == "by night")
            distance = cKDTree(xy).query(cells)[0]
            near, desert = distance < 30_000, distance > 60_000
            points = np.vstack([cells, xy])
            where = gpd.GeoSeries.from_xy(*points.T, crs=LAEA)
            for method, estimator in METHODS.items():
                whole = estimator().fit(claims).predict(where, at=AT)
                table = whole.iloc[: len(cells)]
                row = measures(table, holder(cells), near=near, desert=desert)
                if two.any():
                    disputed = whole["contested"].to_numpy()[len(cells) :] >= 0.5
                    row += [disputed[two].mean(), disputed[~two].mean()]
                rows.setdefault(method, []).append(row)
        for method, each in rows.items():
            right, surely, sure, silent, elsewhere, *masters = np.nanmean(each, axis=0)
            line = (
                f"{name:11s} {method:10s}  {right:.3f}  {surely:.3f}             {sure:.2f}   "
                f"{silent:.2f}              {elsewhere:.2f}"
            )
            if masters:
                line += f"   two masters called contested {masters[0]:.2f}, one {masters[1]:.2f}"
            print(line, flush=True)


if __name__ == "__main__":
    main()
