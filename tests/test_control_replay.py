"""Control replayed day by day: one state at a time, the same bytes again."""

from __future__ import annotations

import hashlib

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Point

from geoevents.control import estimate_place_status
from geoevents.schema import CLAIMS

FIRST = pd.Timestamp("2022-03-01", tz="UTC")
KINDS = ["CONTROL", "CAPTURE", "LOSS", "WITHDRAW", "SIEGE", "CONTEST"]


def claims(rows):
    """Return claims: (town, day, type, actor), each recorded a week after its day."""
    return CLAIMS.build(
        {
            "claim_id": f"c{number:04d}",
            "report_id": f"r{number}",
            "event_type": kind,
            "status": "reported",
            "actor": actor,
            "actor_id": actor,
            "place_kind": "named",
            "place_id": f"p{town}",
            "place_name": f"Town {town}",
            "geometry": Point(36 + town, 48),
            "valid_from": FIRST + pd.Timedelta(days=day),
            "valid_to": FIRST + pd.Timedelta(days=day + 1),
            "published_at": FIRST + pd.Timedelta(days=day + 1),
            "recorded_at": FIRST + pd.Timedelta(days=day + 7),
        }
        for number, (town, day, kind, actor) in enumerate(rows)
    )


def in_force(control, moment):
    """Return the rows whose half-open interval holds an instant."""
    return control[
        (control["valid_from"] <= moment)
        & (control["valid_to"].isna() | (control["valid_to"] > moment))
    ]


def war():
    """Return 300 claims on 12 towns over 590 days, the same on every run."""
    draw = np.random.default_rng(20220301)
    return claims(
        zip(
            draw.integers(0, 12, 300).tolist(),
            draw.integers(0, 590, 300).tolist(),
            draw.choice(KINDS, 300).tolist(),
            draw.choice(["a", "b"], 300).tolist(),
            strict=True,
        )
    )


def replay(table):
    """Return a hash of what is in force on each of 590 days, as known every 59 days."""
    digest = hashlib.sha256()
    for month in range(0, 590, 59):
        known = str((FIRST + pd.Timedelta(days=month + 59)).date())
        control = estimate_place_status(table, known_at=known)
        for day in range(month, month + 59):
            now = in_force(control, FIRST + pd.Timedelta(days=day))
            digest.update(now.drop(columns="geometry").to_csv(index=False).encode())
    return digest.hexdigest()


def test_a_replay_of_590_days_is_byte_identical():
    """The same claims, shuffled, give every day's view again to the last byte."""
    table = war()
    assert replay(table) == replay(table.sample(frac=1.0, random_state=1))


def test_what_comes_later_changes_no_earlier_view():
    """Claims recorded after a day leave what was known on that day as it was."""
    table = war()
    known = FIRST + pd.Timedelta(days=200)
    early = table[table["recorded_at"] <= known]
    for day in ("2022-06-01", "2022-09-17"):
        views = [
            estimate_place_status(t, at=day, known_at=str(known.date())).to_csv()
            for t in (table, early)
        ]
        assert views[0] == views[1]


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 1), st.integers(0, 30), st.sampled_from(KINDS), st.sampled_from("ab")
        ),
        min_size=1,
        max_size=15,
    )
)
def test_a_boundary_instant_belongs_to_one_interval(rows):
    """Where one state ends and the next begins, only the next is in force."""
    control = estimate_place_status(claims(rows))
    for row in control.itertuples():
        at = in_force(control, row.valid_from)
        assert at["place_id"].is_unique
        assert row.control_id in set(at["control_id"])
        before = in_force(control, row.valid_from - pd.Timedelta(microseconds=1))
        assert row.control_id not in set(before["control_id"])
