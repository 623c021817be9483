"""The extractor's own estimate of a row -> how often such rows are right.

The estimate lowers with every weak step (an implied place, a hedge, a guessed actor); how often a
row of one estimate is right was counted, and is put in its place.
"""

from __future__ import annotations

from bisect import bisect_right

__all__ = ["KNOTS", "calibrated"]

# (own estimate, share of rows with type, place, time, status and kind of source right), fitted by
# `python benchmarks/confidence.py tests/data/claims_own` (316 rows of 29 reports) and made
# monotone. Those reports had been seen when the extractor was repaired: 64 % of their rows are
# right, of unseen ones about 55 %.
KNOTS: tuple[tuple[float, float], ...] = (
    (0.32, 0.07),
    (0.46, 0.40),
    (0.63, 0.73),
    (0.80, 0.75),
    (0.86, 0.92),
)


def calibrated(estimate: float) -> float:
    """Return the share of right rows at an estimate, 0 to 1, between the knots in a line."""
    if not KNOTS:
        return estimate
    at = [knot[0] for knot in KNOTS]
    k = bisect_right(at, estimate)
    if k == 0:
        return KNOTS[0][1]
    if k == len(KNOTS):
        return KNOTS[-1][1]
    (a, p), (b, q) = KNOTS[k - 1], KNOTS[k]
    return p + (q - p) * (estimate - a) / (b - a)
