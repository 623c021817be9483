"""From claims to the reported status of places over time."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Point

from geoevents.control import estimate_place_status
from geoevents.errors import TableError
from geoevents.schema import CLAIMS


def claim(number, day, kind, actor, **more):
    """Return one claim's row on Kobani, dated to one day."""
    start = pd.Timestamp(day, tz="UTC")
    return {
        "claim_id": f"c{number}",
        "report_id": f"r{number}",
        "event_type": kind,
        "status": "asserted",
        "actor": actor.title(),
        "actor_id": actor,
        "place_kind": "named",
        "place_id": "kobani",
        "place_name": "Kobani",
        "geometry": Point(38.35, 36.89),
        "valid_from": start,
        "valid_to": start + pd.Timedelta(days=1),
        "published_at": start,
        "recorded_at": start,
        **more,
    }


def status(*rows, **options):
    """Return (start, status, holder) of each interval."""
    control = estimate_place_status(CLAIMS.build(rows), **options)
    return [
        (
            str(row.valid_from.date()),
            row.control_status,
            row.actor_id if isinstance(row.actor_id, str) else "",
        )
        for row in control.itertuples()
    ]


def test_a_capture_changes_the_holder_from_its_day():
    """The first holder's interval ends where the captor's begins; the last has no known end."""
    control = estimate_place_status(
        CLAIMS.build(
            [
                claim(1, "2014-10-01", "CONTROL", "islamic-state"),
                claim(2, "2015-01-26", "CAPTURE", "ypg", target_id="islamic-state"),
            ]
        )
    )
    assert control["actor_id"].tolist() == ["islamic-state", "ypg"]
    assert control["valid_to"].iloc[0] == control["valid_from"].iloc[1]
    assert pd.isna(control["valid_to"].iloc[1])
    assert control["claim_ids"].tolist() == ["c1", "c2"]


def test_part_of_a_town_that_another_still_holds_contests_it():
    """A base still held in the east of the town speaks against a capture of the day before."""
    part = {"place_kind": "region", "scope": "partial", "uncertainty_m": 12_000.0}
    rows = [
        claim(1, "2015-01-01", "CAPTURE", "ypg"),
        claim(2, "2015-01-02", "CONTROL", "islamic-state", **part),
    ]
    assert status(*rows)[-1] == ("2015-01-02", "contested", "ypg")
    rows[1]["uncertainty_m"] = 30_000.0  # its countryside
    assert status(*rows)[-1] == ("2015-01-01", "held", "ypg")


def test_a_withdrawal_is_not_the_opponents_capture():
    """After a full withdrawal nobody is reported to hold the place."""
    rows = [
        claim(1, "2015-01-01", "CONTROL", "islamic-state"),
        claim(2, "2015-02-01", "WITHDRAW", "islamic-state", target_id="ypg"),
    ]
    assert status(*rows)[-1] == ("2015-02-01", "unknown", "")


def test_a_partial_withdrawal_leaves_its_actor_partly_there():
    """A partial pull-out lowers the holder to partly held."""
    rows = [
        claim(1, "2015-01-01", "CONTROL", "islamic-state"),
        claim(2, "2015-02-01", "WITHDRAW", "islamic-state", scope="partial"),
    ]
    assert status(*rows)[-1] == ("2015-02-01", "partly held", "islamic-state")


def test_a_negated_capture_speaks_for_the_status_quo():
    """That it "has not fallen to X" neither gives it to X nor takes it from its holder."""
    rows = [
        claim(1, "2015-01-01", "CONTROL", "rebels"),
        claim(2, "2015-02-01", "CAPTURE", "islamic-state", status="negated"),
    ]
    assert status(*rows) == [("2015-01-01", "held", "rebels")]
    assert status(rows[1]) == []


def test_a_change_takes_effect_when_its_interval_is_over():
    """A change "last month" is sure to stand by the end of the month."""
    rows = [
        claim(1, "2014-12-01", "CONTROL", "islamic-state"),
        claim(
            2,
            "2015-01-01",
            "CAPTURE",
            "ypg",
            valid_from=pd.Timestamp("2015-01-01", tz="UTC"),
            valid_to=pd.Timestamp("2015-02-01", tz="UTC"),
        ),
    ]
    assert status(*rows)[-1] == ("2015-01-31", "held", "ypg")


def test_a_state_that_was_so_at_some_time_is_certain_at_the_end_alone():
    """A side that held a town at some time of a year is sure to have held it by its end."""
    vague = {
        "valid_from": pd.Timestamp("2014-02-01", tz="UTC"),
        "valid_to": pd.Timestamp("2015-02-01", tz="UTC"),
        "date_precision": "year",
    }
    assert status(claim(1, "2014-02-01", "CONTROL", "ypg") | vague) == [
        ("2015-01-31", "held", "ypg")
    ]
    since = vague | {"date_precision": "since"}
    assert status(claim(1, "2014-02-01", "CONTROL", "ypg") | since) == [
        ("2014-02-01", "held", "ypg")
    ]


def test_a_holding_that_is_over_ends():
    """A town that a side "held until" a day has no known holder after it."""
    over = {
        "valid_from": pd.Timestamp("2014-02-01", tz="UTC"),
        "valid_to": pd.Timestamp("2015-02-01", tz="UTC"),
        "date_precision": "past",
    }
    rows = status(claim(1, "2014-02-01", "CONTROL", "ypg") | over)
    assert rows == [("2015-01-31", "held", "ypg"), ("2015-02-01", "unknown", "")]


def test_a_loss_that_names_nobody_is_the_holders_only_on_a_named_day():
    """A town "lost on Monday" leaves its holder; an undated "defeat there" may be another's."""
    held = claim(1, "2015-01-26", "CAPTURE", "ypg")
    nobody = {"actor": None, "actor_id": None}
    lost = claim(2, "2015-02-09", "LOSS", "x") | nobody | {"date_precision": "day"}
    defeat = lost | {"date_precision": "recent"}
    assert status(held, lost)[-1] == ("2015-02-09", "unknown", "")
    assert status(held, defeat) == [("2015-01-26", "held", "ypg")]


def test_two_sides_that_both_hold_it_contest_it():
    """A place said to be held by another side within a week of its capture is contested."""
    rows = [
        claim(1, "2015-02-01", "CAPTURE", "ypg"),
        claim(2, "2015-02-03", "CONTROL", "islamic-state"),
    ]
    control = estimate_place_status(CLAIMS.build(rows))
    assert control["control_status"].tolist() == ["held", "contested"]
    assert control["contender_ids"].iloc[1] == "islamic-state"
    assert set(control["claim_ids"].iloc[1].split()) == {"c1", "c2"}


def test_strikes_advances_and_plans_are_not_control():
    """Bombing a town, moving on it or planning to take it gives it to nobody."""
    rows = [
        claim(1, "2015-02-01", "AIRSTRIKE", "coalition"),
        claim(2, "2015-02-01", "ADVANCE", "ypg"),
        claim(3, "2015-02-01", "CAPTURE", "ypg", status="planned"),
    ]
    assert status(*rows) == []


def test_regions_and_unplaced_claims_say_nothing_of_a_town():
    """Only named places get a status."""
    rows = [
        claim(1, "2015-02-01", "CAPTURE", "ypg", place_kind="region"),
        claim(2, "2015-02-01", "CAPTURE", "ypg", place_kind="unplaced", geometry=None),
    ]
    assert status(*rows) == []


def test_provinces_and_countries_have_no_single_holder():
    """A claim on a whole province gives no town-like status."""
    rows = [claim(1, "2015-02-01", "CONTROL", "ypg", uncertainty_m=109_000.0)]
    assert status(*rows) == []


def test_who_takes_a_place_has_the_last_word_of_a_day():
    """A siege, a pull-out and a capture told of one day leave the captor as holder."""
    rows = [
        claim(1, "2016-08-12", "CAPTURE", "ypg"),
        claim(2, "2016-08-12", "WITHDRAW", "islamic-state"),
        claim(3, "2016-08-12", "SIEGE", "ypg"),
    ]
    assert status(*rows) == [("2016-08-12", "held", "ypg")]


def test_one_town_of_two_gazetteers_is_one_place():
    """A report's town and an event table's, of one name and close by, share their status."""
    near = {"place_id": "acled:kobani@36.90,38.36", "geometry": Point(38.36, 36.90)}
    far = {"place_id": "acled:kobani@40.0,38.36", "geometry": Point(38.36, 40.0)}
    rows = [
        claim(1, "2014-10-01", "CONTROL", "islamic-state"),
        claim(2, "2015-01-26", "CAPTURE", "ypg") | near,
        claim(3, "2015-01-26", "CAPTURE", "ypg") | far,
    ]
    control = estimate_place_status(CLAIMS.build(rows))
    assert sorted(control["place_id"]) == ["acled:kobani@40.0,38.36", "kobani", "kobani"]


def test_a_holder_has_its_usual_name():
    """A known actor is shown by the name of its pack, an unknown one as written."""
    rows = [
        claim(1, "2015-02-01", "CAPTURE", "islamic-state") | {"actor": "the group"},
        claim(2, "2015-03-01", "CAPTURE", "some-brigade") | {"actor": "Some Brigade"},
    ]
    control = estimate_place_status(CLAIMS.build(rows))
    assert control["actor"].tolist() == ["Islamic State", "Some Brigade"]


def test_what_was_recorded_later_changes_nothing_known_before():
    """`known_at` leaves out every claim recorded after it; `at` picks the interval in force."""
    rows = [
        claim(1, "2015-01-01", "CONTROL", "islamic-state"),
        claim(2, "2015-01-26", "CAPTURE", "ypg", recorded_at=pd.Timestamp("2015-03-01", tz="UTC")),
    ]
    assert status(*rows, known_at="2015-02-09") == [("2015-01-01", "held", "islamic-state")]
    assert status(*rows, at="2015-02-09") == [("2015-01-26", "held", "ypg")]
    assert status(*rows, at="2014-02-09") == []


def test_a_missing_column_is_named():
    """The error names the column that the estimate cannot do without."""
    with pytest.raises(TableError, match="actor_id"):
        estimate_place_status(CLAIMS.build([]).drop(columns="actor_id"))


KINDS = st.sampled_from(["CONTROL", "CAPTURE", "LOSS", "WITHDRAW", "SIEGE", "CONTEST", "TRANSFER"])
ROWS = st.lists(
    st.tuples(
        st.integers(0, 60),
        KINDS,
        st.sampled_from(["a", "b", "c"]),
        st.sampled_from(["asserted", "reported", "negated", "denied"]),
        st.sampled_from([None, "partial"]),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=40)
@given(ROWS, st.randoms())
def test_intervals_never_overlap_and_row_order_never_matters(drawn, random):
    """Whatever is claimed, a place has one status at a time, in whatever order rows come."""
    rows = [
        claim(
            number,
            pd.Timestamp("2015-01-01") + pd.Timedelta(days=day),
            kind,
            actor,
            status=said,
            scope=scope,
            target_id="d",
        )
        for number, (day, kind, actor, said, scope) in enumerate(drawn)
    ]
    control = estimate_place_status(CLAIMS.build(rows))
    starts, ends = control["valid_from"], control["valid_to"]
    assert (ends.iloc[:-1].reset_index(drop=True) == starts.iloc[1:].reset_index(drop=True)).all()
    assert starts.is_monotonic_increasing
    assert control["control_id"].is_unique
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert estimate_place_status(CLAIMS.build(shuffled)).equals(control)


def test_two_who_each_hold_a_part_contest_a_place():
    """A party is said to hold part of a town the day another took part of it: contested."""
    rows = [
        claim(1, "2015-06-15", "CAPTURE", "ypg", scope="partial"),
        claim(2, "2015-06-15", "CONTROL", "islamic-state", scope="partial"),
    ]
    assert status(*rows) == [("2015-06-15", "contested", "ypg")]


def test_a_road_cut_is_no_siege_and_a_siege_ends():
    """A partial siege leaves the place as it is; a lifted one gives the status back."""
    held = claim(1, "2015-06-01", "CONTROL", "ypg")
    road = claim(2, "2015-06-02", "SIEGE", "islamic-state", scope="partial")
    ring = claim(3, "2015-06-03", "SIEGE", "islamic-state", quote="They besieged it.")
    end = claim(4, "2015-06-09", "SIEGE", "ypg", quote="The YPG broke the siege of Kobani.")
    assert status(held, road) == [("2015-06-01", "held", "ypg")]
    assert status(held, ring, end) == [
        ("2015-06-01", "held", "ypg"),
        ("2015-06-03", "besieged", "ypg"),
        ("2015-06-09", "held", "ypg"),
    ]


def test_a_past_holding_with_a_start_holds_from_it():
    """'Had held it since September' holds from September, not from its last day."""
    start = pd.Timestamp("2013-09-01", tz="UTC")
    row = claim(1, "2014-02-27", "CONTROL", "islamic-state", date_precision="past")
    row |= {"valid_from": start, "date_text": "since September"}
    assert status(row)[0] == ("2013-09-01", "held", "islamic-state")


def test_allies_do_not_contest_a_place():
    """'Syrian rebels' took what Turkish-backed rebels took that day: one side, no contest."""
    rows = [
        claim(1, "2017-02-23", "CAPTURE", "turkish-backed-rebels"),
        claim(2, "2017-02-23", "CAPTURE", "syrian-rebels"),
    ]
    assert status(*rows) == [("2017-02-23", "held", "turkish-backed-rebels")]
