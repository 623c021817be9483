"""Any text in: no crash, exact offsets, points on the earth, a reason for everything."""

from __future__ import annotations

import math

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from shapely import wkt

from geoevents.gazetteer import Gazetteer
from geoevents.geocoding import find_mentions, geocode, geoparse
from geoevents.model import PlaceKind

# Words of the grammar and names that meet in no sane order
VOCABULARY = (
    "Aleppo Homs Syria Syrian Turkish Iraqi-Syrian border frontier near along the at on between and"
    " from to 40 km miles north-east of south just road outskirts countryside desert Paris Texas"
    " (Ontario) Kobani's الباب حلب قرب الحدود Харків північ city village eastern Ghouta U.S. N.Y."
    " AMMAN — , . ; : \" ' ( ) \n\n hours' drive vicinity its capital country the province"
    " Tel Aviv-Yafo O'Fallon S. \u200f \ufeff \u0301 1,200"
)
WORDS = st.sampled_from(VOCABULARY.split(" "))
TEXTS = st.lists(WORDS, max_size=40).map(" ".join) | st.text(max_size=200)


@pytest.fixture(scope="module")
def gazetteer():
    """Open the default gazetteer once for all."""
    with Gazetteer.default() as opened:
        yield opened


@settings(max_examples=150)
@given(text=TEXTS, outlet=st.none() | st.text(max_size=30))
@example(text="Kobani's N.Y.", outlet=None)
def test_any_text_is_read(gazetteer, text, outlet):
    """Mentions lie in the text, in order, apart; whatever is placed has a point and an area."""
    mentions = find_mentions(text, gazetteer, outlet=outlet)
    last = 0
    for mention in mentions:
        assert last <= mention.start < mention.end <= len(text)
        last = mention.end
        assert text[mention.start : mention.end] == mention.phrase
        assert mention.toponym in text
        assert all(isinstance(reason, str) and reason for reason in mention.reasons)
        is_placed = mention.kind is not PlaceKind.UNPLACED
        assert (mention.longitude is not None) is is_placed
        if is_placed:
            assert -180 <= mention.longitude <= 180
            assert -90 <= mention.latitude <= 90
            assert 0 <= mention.uncertainty_m < 20_040_000
        else:
            assert mention.reasons
        if mention.extent_wkt:
            assert not wkt.loads(mention.extent_wkt).is_empty


@settings(max_examples=60)
@given(text=TEXTS)
def test_any_text_is_a_table(gazetteer, text):
    """Every row's characters are the name's, and has a point or a reason."""
    rows = geoparse(text, gazetteer)
    for row in rows.itertuples():
        assert text[row.start : row.end] == row.toponym
        assert row.reasons
        assert row.geometry.is_empty or math.isfinite(row.score)


NAMES = st.lists(TEXTS | st.none() | st.floats(allow_nan=True), max_size=12)


@settings(max_examples=60)
@given(
    names=NAMES,
    country=st.none() | st.sampled_from(["SY", "US", "XK"]),
    near=st.none() | st.tuples(st.floats(-180, 180), st.floats(-90, 90)),
)
def test_any_names_are_a_table(gazetteer, names, country, near):
    """One row per name, in order, whatever stands there; nothing outside the country asked for."""
    rows = geocode(names, gazetteer, country=country, near=near)
    assert len(rows) == len(names)
    assert all(rows.reasons)
    placed = rows[~rows.geometry.is_empty]
    assert country is None or set(placed.country_code) <= {country}
