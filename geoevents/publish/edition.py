"""Claims and rules -> an edition: the claims that may be shown, and an account of the others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoevents.errors import InputError
from geoevents.publish.admission import REASONS, withheld_for
from geoevents.publish.naming import Names
from geoevents.publish.quoting import capped
from geoevents.publish.redaction import redacted
from geoevents.publish.rules import PublishRules
from geoevents.publish.secrets import is_sensitive, persons_of, quotes_of, speaks_a_resident
from geoevents.schema import CLAIMS

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["Edition", "publish_claims"]


@dataclass(frozen=True, slots=True)
class Edition:
    """What is published at a time, and what is not.

    Attributes
    ----------
    claims : GeoDataFrame
        `schema.CLAIMS` as they may be shown; events and control are to be made from these alone.
    withheld : DataFrame
        `claim_id` and `reason` of every claim that is not among them. For the desk, not the page.
    secrets : tuple of str
        Names and sentences that must not stand in anything that is made of the edition.
    counts : dict of str to int
        What was done, in words: for the desk and for the page.
    at, known_at : datetime
        When it is published, and the time up to which it tells what was known.
    rules : PublishRules
        By which it was made.
    """

    claims: gpd.GeoDataFrame
    withheld: pd.DataFrame
    secrets: tuple[str, ...]
    counts: dict[str, int]
    at: datetime
    known_at: datetime
    rules: PublishRules


def publish_claims(
    claims: gpd.GeoDataFrame, *, at: datetime | None = None, rules: PublishRules | None = None
) -> Edition:
    """Return the claims that may be published, as they may be shown.

    Only claims that a person has accepted, edited or added, and that are older than the delay.
    Sensitive ones (column `sensitivity`, and whatever names the same person or is the same
    sentence) are put on a coarser grid, without the words that led there; residents' own words
    give way to their role; quotations of others' texts are cut; files' names and reviewers go.

    Parameters
    ----------
    claims : GeoDataFrame
        `schema.CLAIMS`, reviewed. It is left as it is; columns beyond the contract are dropped.
    at : datetime, optional
        When it is published; now, unless said otherwise. Without a zone: UTC.
    rules : PublishRules, optional
        Delay, grid, lengths.

    Returns
    -------
    Edition
        Its claims' ids are the same in the next edition, and are those of no file.

    Raises
    ------
    TableError
        If the table breaks its contract.
    InputError
        If it has no column of review.

    Examples
    --------
    >>> from geoevents.schema import CLAIMS
    >>> claims = CLAIMS.build([{"claim_id": "a", "review_status": "unreviewed"}])
    >>> publish_claims(claims).counts["not reviewed"]
    1
    """
    if at is not None and not isinstance(at, datetime):
        raise InputError(
            f"at is {at!r}; expected a datetime such as datetime(2015, 2, 9, tzinfo=UTC)."
        )
    if not isinstance(claims, pd.DataFrame) or "review_status" not in claims.columns:
        raise InputError(
            "The claims have no column 'review_status', so none has been reviewed; expected a "
            "claims table (read_claims, extract_claims) with a person's decisions applied."
        )
    rules = rules or PublishRules()
    now = at or datetime.now(UTC)
    now = now.replace(tzinfo=UTC) if now.tzinfo is None else now.astimezone(UTC)
    given = CLAIMS.check(claims).reset_index(drop=True)
    why = withheld_for(given, now, rules)
    # Who must not be named, and which sentence, is known from all claims, the withheld ones too.
    persons = persons_of(given, rules)
    is_in = (why == "").to_numpy()
    marked, spoken = is_sensitive(given, persons), speaks_a_resident(given)
    admitted = given[is_in].reset_index(drop=True)
    sensitive, residents = marked[is_in], spoken[is_in]
    shown = redacted(admitted, sensitive, residents, rules)
    _hide_parties(shown, persons)
    shown["quote"], n_cut = capped(shown, sensitive | residents, rules)
    counts = {
        "published": len(shown),
        "moved to a coarser place": int((sensitive & ~shown.geometry.is_empty).sum()),
        "words withheld": int(np.count_nonzero(sensitive | residents)),
        "quotations cut": n_cut,
        **{reason: int((why == reason).sum()) for reason in REASONS},
    }
    withheld = pd.DataFrame({"claim_id": given["claim_id"], "reason": why})[why != ""]
    return Edition(
        claims=shown,
        withheld=withheld.reset_index(drop=True),
        secrets=(*persons, *quotes_of(given, marked | spoken)),
        counts=counts,
        at=now,
        known_at=now - rules.delay,
        rules=rules,
    )


def _hide_parties(shown: gpd.GeoDataFrame, persons: list[str]) -> None:
    """Drop a known party whose usual name holds a name that must stand nowhere."""
    names = Names(persons)
    for who in ("actor", "target"):
        told = shown[who].fillna("") + "\n" + shown[f"{who}_id"].fillna("")
        hits = [text for text in told.unique() if names.find(text)]
        for column in (who, f"{who}_id"):
            shown[column] = shown[column].mask(told.isin(hits))
