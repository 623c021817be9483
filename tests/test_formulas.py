"""Cells that no spreadsheet takes for a formula, whatever stands before the sign."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoevents.formulas import guarded, unguarded

UNSEEN = [" ", "  ", "\u00a0", "\u200b", "\ufeff", "\u202e", "\u2066", "\u3000", "\u00ad", "\x00"]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\uff1d"])
@pytest.mark.parametrize("before", ["", *UNSEEN, "' ", "\ufeff \u200b"])
def test_what_is_not_seen_hides_no_formula(sign, before):
    """Spaces and format characters before the sign do not keep the apostrophe away."""
    assert guarded(f"{before}{sign}1+1") == f"'{before}{sign}1+1"


@pytest.mark.parametrize("mark", [";", "\t", "\n", "\r\n", "; "])
def test_a_cell_split_in_two_starts_no_formula(mark):
    """Behind what a spreadsheet may split at, a formula's sign gets an apostrophe too."""
    split, rest = mark.rstrip(" "), mark[len(mark.rstrip(" ")) :]
    assert guarded(f"x{mark}=1+1{mark}y") == f"x{split}'{rest}=1+1{mark}y"


@pytest.mark.parametrize("text", ["a=b", "Aleppo; Homs", "3 - 4", "\u062d\u0644\u0628", "", "it's"])
def test_plain_text_is_left_alone(text):
    """Text that starts no formula gets no apostrophe."""
    assert guarded(text) == text == unguarded(text)


@given(st.text(alphabet="'=-;\t\r\n \u200bx", max_size=12) | st.text())
def test_nothing_is_lost(text):
    """Every text comes back as it was, and its cell is safe to guard again."""
    assert unguarded(guarded(text)) == text
    assert unguarded(guarded(guarded(text))) == guarded(text)


def test_long_hostile_text_is_quick():
    """A megabyte of separators, apostrophes or line breaks takes no quadratic time."""
    started = time.perf_counter()
    for text in (";" * 1_000_000, "'" * 1_000_000, "; " * 200_000 + "x", "\n" * 1_000_000):
        assert unguarded(guarded(text)) == text
    assert time.perf_counter() - started < 5
