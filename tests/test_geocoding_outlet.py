"""Who publishes a report: the place in its name or address is one voice more."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoevents.gazetteer import Gazetteer
from geoevents.geocoding import find_mentions, geoparse, resolve_toponyms
from geoevents.geocoding.lookup import Lookup
from geoevents.geocoding.outlet import read_outlet


@pytest.fixture(scope="module")
def gazetteer():
    """Open the default gazetteer once for all."""
    with Gazetteer.default() as opened:
        yield opened


@pytest.mark.parametrize(
    ("outlet", "names", "country"),
    [
        ("Richmond Times-Dispatch", ["Richmond"], ""),
        ("The New York Times", ["New York"], ""),
        ("Syrian Observatory for Human Rights", ["Syria"], ""),
        ("https://www.richmondregister.com/news/1", ["Richmond"], ""),
        ("lasvegassun.com", ["Las Vegas"], ""),
        ("cambridge-news.co.uk", ["Cambridge"], "GB"),
        ("https://www.dailystar.com.lb/News", [], "LB"),
        ("bit.ly", [], ""),  # sold to everybody
        ("BBC News", [], ""),
        ("Al Jazeera", [], ""),  # not the Gezira in Sudan
        ("post-gazette.com", [], ""),
        ("http://[::1", [], ""),
        ("", [], ""),
        (None, [], ""),
    ],
)
def test_an_outlet_names_its_place_and_country(gazetteer, outlet, names, country):
    """Of a name the words before "Times" and its like; of an address also its end."""
    read = read_outlet(outlet, Lookup(gazetteer))
    assert ([span.name for span in read.spans], read.country) == (names, country)


@pytest.mark.parametrize(
    ("outlet", "country", "said"),
    [
        ("thejordantimes.jo", "JO", "the outlet's address, thejordantimes.jo, is of its country"),
        ("dailystar.com.lb", "LB", "the outlet's address, dailystar.com.lb, is of its country"),
    ],
)
def test_the_address_speaks_for_namesakes_in_its_country(gazetteer, outlet, country, said):
    """There is a Zahrani, a Mansourieh, a Karameh in several countries; the reason says why."""
    name = {"JO": "Al Karamah", "LB": "Tripoli"}[country]
    (alone,) = geoparse(f"A fire broke out in {name} on Sunday.", gazetteer).itertuples()
    rows = geoparse(f"A fire broke out in {name} on Sunday.", gazetteer, outlet=outlet)
    assert rows.country_code.tolist() == [country]
    assert said in rows.reasons[0]
    assert said not in alone.reasons


def test_the_outlets_town_speaks_for_its_surroundings(gazetteer):
    """What is near the paper's town is meant; without the paper the larger namesake is."""
    text = "A crash closed a road in Petersburg, police in Petersburg said."
    rows = geoparse(text, gazetteer, outlet="Richmond Times-Dispatch")
    assert set(rows.admin1_code) == {"VA"}
    assert "the outlet, Richmond Times-Dispatch, is of Richmond (Virginia, US)" in rows.reasons[0]


def test_an_outlet_is_one_voice_only(gazetteer):
    """What the text itself says outweighs who printed it."""
    text = "Rebels left Aleppo, Homs and Tripoli. Libya's coast guard came from Misrata."
    rows = geoparse(text, gazetteer, outlet="dailystar.com.lb")
    assert rows.set_index("toponym").country_code["Tripoli"] == "LY"


def test_the_outlet_is_taken_everywhere_alike(gazetteer):
    """Whole texts, given spans and mentions hear the same voice; its name is no mention."""
    text = "A fire broke out in Tripoli on Sunday."
    outlet = "dailystar.com.lb"
    start = text.index("Tripoli")
    (row,) = resolve_toponyms(text, [(start, start + 7)], gazetteer, outlet=outlet).itertuples()
    (mention,) = find_mentions(text, gazetteer, outlet=outlet)
    assert row.country_code == mention.match.place.country_code == "LB"


@given(st.text(max_size=60) | st.from_regex(r"[a-z.-]{1,30}\.[a-z]{2,3}", fullmatch=True))
def test_any_outlet_is_read(outlet):
    """Whatever stands there, there is an answer."""
    with Gazetteer.default() as opened:
        read = read_outlet(outlet, Lookup(opened))
    assert len(read.spans) <= 2
    assert read.country == "" or len(read.country) == 2
