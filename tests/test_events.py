"""From claims to events."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Point

from geoevents.errors import TableError
from geoevents.events import merge_claims
from geoevents.schema import CLAIMS


def claim(claim_id, kind="CAPTURE", start="2015-01-26", days=1, **more):
    """Return one claim's row on Kobani."""
    valid_from = pd.Timestamp(start, tz="UTC")
    return {
        "claim_id": claim_id,
        "report_id": f"report-{claim_id}",
        "event_type": kind,
        "status": "reported",
        "actor": "Kurdish forces",
        "actor_id": "ypg",
        "place_kind": "named",
        "place_id": "kobani",
        "place_name": "Kobani",
        "geometry": Point(38.35, 36.89),
        "valid_from": valid_from,
        "valid_to": valid_from + pd.Timedelta(days=days),
        "published_at": valid_from + pd.Timedelta(days=days),
        "confidence": 0.5,
        **more,
    }


def merged(*rows):
    """Return the events of some claims."""
    return merge_claims(CLAIMS.build(rows))


def test_claims_of_one_happening_become_one_event_with_the_clearest_date():
    """That "Last month" and "on Monday" are one, dated to the Monday."""
    events = merged(claim("a", start="2015-01-01", days=31), claim("b", confidence=0.8))
    assert len(events) == 1
    event = events.iloc[0]
    assert event["claim_ids"] == "b a"
    assert event["n_claims"] == 2
    assert str(event["valid_from"].date()) == "2015-01-26"
    assert event["confidence"] == 0.8


def test_ten_outlets_that_quote_one_monitor_are_one_origin():
    """Origins are speakers; a short form of a name is the same speaker."""
    rows = [
        claim("a", attribution="The Syrian Observatory for Human Rights", source="Wire A"),
        claim("b", attribution="the Observatory", source="Wire B"),
        claim("c", attribution="residents", source="Wire B"),
        claim("d", attribution="Residents", source="Wire B"),
    ]
    event = merged(*rows).iloc[0]
    assert (event["n_claims"], event["n_origins"]) == (4, 2)


def test_other_parties_places_days_and_standings_stay_apart():
    """Nothing is merged that differs in actor, place, time or standing."""
    rows = [
        claim("a"),
        claim("b", actor_id="islamic-state"),
        claim("c", place_id="azaz", geometry=Point(37.04, 36.58)),
        claim("d", start="2015-03-26"),
        claim("e", status="planned"),
        claim("f", status="negated"),
    ]
    assert len(merged(*rows)) == 6


def test_a_denial_marks_what_it_denies_as_contested():
    """The denied capture and the denial name each other."""
    events = merged(claim("a"), claim("b", status="denied")).set_index("claim_ids")
    assert events["is_contested"].all()
    assert events.loc["a", "contradicted_by"] == "b"


def test_not_a_complete_withdrawal_does_not_deny_the_partial_one():
    """A negation of the whole leaves the part standing."""
    rows = [
        claim("a", "WITHDRAW", scope="partial"),
        claim("b", "WITHDRAW", status="negated", scope="complete"),
    ]
    assert not merged(*rows)["is_contested"].any()


def test_two_captors_of_one_day_contradict_each_other():
    """A town cannot be taken by two sides on one day without being contested."""
    rows = [claim("a"), claim("b", actor_id="islamic-state")]
    assert merged(*rows)["contradicted_by"].tolist() in (["a", "b"], ["b", "a"])


def test_unplaced_claims_are_never_merged_and_never_lost():
    """Two claims without a place may speak of two places."""
    rows = [claim(c, place_kind="unplaced", geometry=None, place_id=None) for c in "ab"]
    assert len(merged(*rows)) == 2


def test_rejected_claims_make_no_event():
    """What a person has rejected is not told again."""
    assert len(merged(claim("a", review_status="rejected"))) == 0


def test_no_claims_make_no_events():
    """An empty table gives an empty table with the contract's columns."""
    assert "event_id" in merged().columns
    with pytest.raises(TableError, match="event_type"):
        merge_claims(CLAIMS.build([]).drop(columns="event_type"))


DRAWN = st.lists(
    st.tuples(
        st.sampled_from(["CAPTURE", "CONTROL", "WITHDRAW"]),
        st.integers(0, 40),
        st.sampled_from([1, 7, 31]),
        st.sampled_from(["asserted", "reported", "negated", "planned"]),
        st.sampled_from(["ypg", "islamic-state", None]),
    ),
    max_size=10,
)


@settings(max_examples=40)
@given(DRAWN, st.randoms())
def test_every_claim_is_in_one_event_whatever_the_order(drawn, random):
    """No claim is lost or told twice, and row order never matters."""
    rows = [
        claim(
            f"c{number}",
            kind,
            str(pd.Timestamp("2015-01-01") + pd.Timedelta(days=day)),
            length,
            status=status,
            actor_id=actor,
        )
        for number, (kind, day, length, status, actor) in enumerate(drawn)
    ]
    events = merged(*rows)
    told = " ".join(events["claim_ids"]).split()
    assert sorted(told) == sorted(row["claim_id"] for row in rows)
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert merged(*shuffled).equals(events)
