"""Claims and rules -> which may be published, and for each other one the reason why not."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd

from geoevents.publish.rules import PublishRules
from geoevents.schema import TIME

__all__ = ["REASONS", "withheld_for"]

_REVIEWED = frozenset({"accepted", "edited", "added"})
# A day ends last twelve hours west of Greenwich; all that is known is that it was this day there.
_WEST = pd.Timedelta(hours=12)
_ONE_DAY = pd.Timedelta(days=1)
#: Why a claim is withheld, in the order in which the rules are asked.
REASONS = ("rejected", "not reviewed", "without a date of record", "younger than the delay")


def withheld_for(claims: Any, at: datetime, rules: PublishRules) -> pd.Series[str]:
    """Return, per claim, why it is withheld, or "".

    A person must have accepted, edited or added it. The last of the times at which it was
    published, recorded and began must lie `rules.delay` before `at`; of something planned, the time
    at which it ends. A time without an hour counts from the end of its day wherever on earth, for
    the day is all that is known.
    """
    status = claims["review_status"].fillna("").astype("str").str.strip().str.lower()
    known = _last_known(claims)
    limit = pd.Timestamp(at) - rules.delay
    conditions = [
        status == "rejected",
        ~status.isin(_REVIEWED),
        claims["recorded_at"].isna() & claims["published_at"].isna(),
        ~(known <= limit),
    ]
    why = np.select([c.to_numpy() for c in conditions], list(REASONS), default="")
    return pd.Series(why, index=claims.index)


def _last_known(claims: Any) -> Any:
    """Return the latest time that a claim tells of itself."""
    times = []
    for name in ("recorded_at", "published_at", "valid_from"):
        time = claims[name].astype(TIME)
        times.append(time.where(~_is_day(time), time + _ONE_DAY + _WEST))
    planned = claims["status"].fillna("").astype("str").eq("planned")
    ends = claims["valid_to"].astype(TIME).where(planned)
    times.append(ends.where(~_is_day(ends), ends + _WEST))
    return pd.concat(times, axis=1).max(axis=1)


def _is_day(time: Any) -> Any:
    return time.notna() & (time == time.dt.normalize())
