"""The confidence of a row: monotone, bounded, lower where a step is weak."""

from __future__ import annotations

from extract_support import claims
from hypothesis import given
from hypothesis import strategies as st

from geoevents.extract.confidence import KNOTS, calibrated


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_higher_estimate_is_never_less_sure(one, other):
    """The calibrated figure rises with the estimate and stays between 0 and 1."""
    low, high = sorted((one, other))
    assert 0 <= calibrated(low) <= calibrated(high) <= 1


def test_the_knots_are_met():
    """At a knot the figure is the share that was counted there."""
    for estimate, share in KNOTS:
        assert calibrated(estimate) == share


def test_a_claim_without_a_place_is_less_sure():
    """What no gazetteer knows has to be placed by a person, and is marked as less sure."""
    placed = claims("Syrian rebels captured Azaz on Friday.")["confidence"].iloc[0]
    unplaced = claims("Syrian rebels captured Qarqarnaz on Friday.")["confidence"].iloc[0]
    assert unplaced < placed
