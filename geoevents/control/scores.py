"""Towns foretold → accuracy with its interval, Brier score and a calibration curve, with counts."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

__all__ = ["calibration", "scores", "wilson"]

BINS = 10
Z_95 = 1.959963984540054  # the normal distribution's 97.5 % point


def scores(towns: pd.DataFrame) -> dict[str, Any]:
    """Return the measures of one method; see `cross_validate_control`.

    Parameters
    ----------
    towns : DataFrame
        `town`, `is_right`, `brier`, `probability`, `no_data`.
    """
    n_towns = int(towns["town"].nunique())
    accuracy = float(towns["is_right"].mean())
    # One town on several days is one witness: the interval is that of the towns.
    low, high = wilson(accuracy, n_towns)
    answered = towns[towns["no_data"] <= 0.5]
    table = _bins(towns)
    apart = (table["said"] - table["was"]).abs()
    return {
        "n_towns": n_towns,
        "n": len(towns),
        "accuracy": accuracy,
        "accuracy_low": low,
        "accuracy_high": high,
        "brier": float(towns["brier"].mean()),
        "calibration_error": float((apart * table["n"]).sum() / table["n"].sum()),
        "answered": len(answered) / len(towns),
        "accuracy_answered": float(answered["is_right"].mean()) if len(answered) else np.nan,
    }


def calibration(towns: pd.DataFrame, methods: list[str]) -> pd.DataFrame:
    """Return, per method and tenth of stated probability, what was said and what was.

    Returns
    -------
    DataFrame
        `method`, `at_least` and `below` (bounds of the tenth), `n`, `said` (mean stated
        probability of the likeliest actor), `was` (share that was right), `was_low`, `was_high`
        (95 % interval of Wilson). Tenths without a town have no row.
    """
    tables = [_bins(towns[towns["method"] == name]).assign(method=name) for name in methods]
    table = pd.concat(tables, ignore_index=True)
    return table[["method", *(c for c in table.columns if c != "method")]]


def wilson(share: float, n: int) -> tuple[float, float]:
    """Return the 95 % interval of a share seen in `n` cases.

    References
    ----------
    Wilson (1927), Probable Inference, the Law of Succession, and Statistical Inference.
    """
    if n == 0:
        return 0.0, 1.0
    middle = (share + Z_95**2 / (2 * n)) / (1 + Z_95**2 / n)
    half = Z_95 / (1 + Z_95**2 / n) * np.sqrt(share * (1 - share) / n + Z_95**2 / (4 * n * n))
    return max(0.0, float(middle - half)), min(1.0, float(middle + half))


def _bins(towns: pd.DataFrame) -> pd.DataFrame:
    number = np.minimum((towns["probability"].to_numpy() * BINS).astype(int), BINS - 1)
    rows = []
    for each in np.unique(number):
        group = towns[number == each]
        was = float(group["is_right"].mean())
        low, high = wilson(was, int(group["town"].nunique()))
        rows.append(
            {
                "at_least": each / BINS,
                "below": (each + 1) / BINS,
                "n": len(group),
                "said": float(group["probability"].mean()),
                "was": was,
                "was_low": low,
                "was_high": high,
            }
        )
    return pd.DataFrame(rows)
