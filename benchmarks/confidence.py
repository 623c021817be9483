"""How often rows of a confidence are right: `python benchmarks/confidence.py [FOLDER ...]`.

Every extracted row is compared with the gold claims of its report, as `benchmarks/claims.py` does;
a row is right if its type, place, time, status and kind of source are. Printed are, for steps of
the extractor's own estimate (before calibration) with about as many rows each, the mean estimate,
the share of right rows, and the same made monotone (pool adjacent violators): the table that
`geoevents/extract/confidence.py` holds. The last line says how far the calibrated figure is off,
each report judged by a table fitted without it.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from claims import OWN, read_gold
from score_claims import kind, place_right, read_predictions, same_claim, time_right

from geoevents.export import write_geojson
from geoevents.extract import confidence, extract_claims

STEPS = 8


def right_rows(folder: Path) -> pd.DataFrame:
    """Return each row's report, raw confidence, and whether everything of it is right."""
    confidence.KNOTS = ()  # the extractor's own estimate
    claims = extract_claims(read_gold(folder))
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "claims.geojson"
        write_geojson(claims, path)
        rows = read_predictions(path)
    gold = {p.stem: json.loads(p.read_text("utf-8"))["claims"] for p in folder.glob("*.json")}
    return pd.DataFrame(
        [
            {
                "report": row["report_id"],
                "raw": float(row["confidence"]),
                "right": any(
                    same_claim(claim, row)
                    and place_right(claim, row)
                    and time_right(claim, row)
                    and str(row["status"]) == claim["status"]
                    and kind(row["source_kind"]) == kind(claim["source_kind"])
                    for claim in gold[row["report_id"]]
                ),
            }
            for row in rows
        ]
    )


def fitted(rows: pd.DataFrame) -> list[tuple[float, float, int]]:
    """Return (mean raw confidence, monotone share of right rows, rows) for each step."""
    ordered = rows.sort_values("raw", kind="stable")
    step = np.array_split(np.arange(len(ordered)), STEPS)
    parts = [ordered.iloc[numbers] for numbers in step if len(numbers)]
    pools = [[p["raw"].mean(), p["right"].mean(), len(p)] for p in parts]
    k = 0
    while k < len(pools) - 1:
        if pools[k][1] <= pools[k + 1][1]:
            k += 1
            continue
        (a, p, n), (b, q, m) = pools[k], pools[k + 1]
        pools[k : k + 2] = [[(a * n + b * m) / (n + m), (p * n + q * m) / (n + m), n + m]]
        k = max(0, k - 1)
    return [(float(a), float(p), int(n)) for a, p, n in pools]


def main() -> None:
    """Fit, print the table, and judge it on reports left out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, default=[OWN])
    rows = pd.concat([right_rows(f) for f in parser.parse_args().folders], ignore_index=True)
    print(
        f"{len(rows)} rows of {rows['report'].nunique()} reports; right {rows['right'].mean():.2f}"
    )
    for raw, share, n in fitted(rows):
        print(f"raw {raw:.2f}  right {share:.2f}  rows {n}")
    judged = []
    for report in rows["report"].unique():
        table = fitted(rows[rows["report"] != report])
        out = rows[rows["report"] == report]
        told = np.interp(out["raw"], [t[0] for t in table], [t[1] for t in table])
        judged += list(zip(told, out["raw"], out["right"], strict=True))
    told, raw, right = (np.array(column, dtype=float) for column in zip(*judged, strict=True))
    for name, values in (("calibrated", told), ("raw", raw)):
        order = np.argsort(values, kind="stable")
        parts = np.array_split(order, 5)
        error = sum(len(p) * abs(values[p].mean() - right[p].mean()) for p in parts) / len(right)
        brier = float(np.mean((values - right) ** 2))
        print(f"{name}: calibration error {error:.3f}  Brier {brier:.3f}")


if __name__ == "__main__":
    main()
