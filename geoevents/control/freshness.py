"""Status of places over time, and the claims behind → what still counts on a day.

An interval's newest claim may be later than the day that is asked for: what counts is the newest
one by then.
"""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

__all__ = ["fresh_on"]


def fresh_on(
    control: gpd.GeoDataFrame,
    day: str,
    *,
    claims: gpd.GeoDataFrame | None = None,
    max_age_days: float,
) -> gpd.GeoDataFrame:
    """Return the rows in force on a day whose newest claim by then is recent enough.

    Parameters
    ----------
    control : GeoDataFrame
        `schema.CONTROL`. An instant belongs to the interval that it starts.
    day : str
        ISO date or time.
    claims : GeoDataFrame, optional
        The claims that `claim_ids` names; without it a row whose newest claim is later than the
        day counts as told when it began.
    max_age_days : float
        Days after which a claim no longer speaks.
    """
    moment = pd.Timestamp(day)
    moment = moment.tz_localize("UTC") if moment.tzinfo is None else moment.tz_convert("UTC")
    rows = control[
        (control["valid_from"] <= moment)
        & (control["valid_to"].isna() | (control["valid_to"] > moment))
    ]
    told = rows["last_reported_at"].fillna(rows["valid_from"])
    late = told > moment
    told = told.where(~late, rows["valid_from"])
    if claims is not None and late.any() and "published_at" in claims.columns:
        days = claims.drop_duplicates("claim_id").set_index("claim_id")["published_at"]
        each = rows.loc[late, "claim_ids"].fillna("").str.split().explode().map(days)
        each = pd.to_datetime(each, utc=True)
        newest = each[each <= moment].groupby(level=0).max()
        told.loc[newest.index] = newest.where(
            newest > told.loc[newest.index], told.loc[newest.index]
        )
    return rows[moment - told <= pd.Timedelta(days=max_age_days)]
