"""Which words of a text are place names."""

from __future__ import annotations

import pytest
from geocoding_fake import FakeGazetteer, PlainGeocoder
from hypothesis import given
from hypothesis import strategies as st

from geoevents.geocoding import DATELINE, find_mentions
from geoevents.geocoding.lookup import Lookup
from geoevents.geocoding.recognise import recognise
from geoevents.geocoding.tokens import tokenise

FAKE = FakeGazetteer()


def names(text):
    """Return the place names found in a text."""
    return [text[s.start : s.end] for s in recognise(text, Lookup(FAKE))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fighters left Aleppo for al-Bab and Manbij.", ["Aleppo", "al-Bab", "Manbij"]),
        ("Rebels took the town of Azaz, in Syria.", ["Azaz", "Syria"]),
        ("The Syrian army left Homs.", ["Syrian", "Homs"]),
        ("Aleppo's residents fled; A\u2018zaz is quiet.", ["Aleppo", "A\u2018zaz"]),
        ("They met in Paris, Texas.", ["Paris", "Texas"]),
        ("Ayn al-Arab fell after a siege.", ["Ayn al-Arab"]),
    ],
)
def test_names_are_found(text, expected):
    """Names are found with particles, hyphens, apostrophes and possessives."""
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Jordan said he would leave.",
        "A Washington Post reporter was there.",
        "We saw Paris Hilton again.",
        "The Homs-born commander Abu Issa spoke.",
        "A rebel who gave his name as Abu Issa spoke.",
        "The Islamic State of Iraq and the Levant claimed it.",
        "The Aleppo Media Centre reported it.",
        "The Syrian Observatory for Human Rights said so.",
        "The Syrian Democratic Forces advanced.",
        "Mr Hilton and President Washington agreed.",
        "Min Aung Hlaing spoke.",
    ],
)
def test_persons_and_groups_are_held_off(text):
    """A place's name inside a person's or a group's name is no place."""
    assert names(text) == []


def test_a_country_that_speaks_is_a_place_where_the_text_says_so():
    """'Jordan said' is a person, unless the text speaks of the country elsewhere."""
    assert names("Jordan said no. Fighters crossed from Jordan.") == ["Jordan", "Jordan"]


def test_ordinary_words_need_more_than_a_capital():
    """Words that are towns somewhere count in mid-sentence and behind a preposition only."""
    assert names("Of course, March was cold. Reading is nice. Nice words.") == []
    assert names("They flew to Nice and on to Mobile.") == ["Nice", "Mobile"]


def test_a_stated_position_makes_a_place_of_a_word():
    """What lies 12 km east of somewhere is a place, though it be an English word elsewhere."""
    text = "They seized Reading, about 12 km east of Manbij."
    assert names(text) == ["Reading", "Manbij"]


def test_capitals_throughout_are_read():
    """A headline in capitals still names its places."""
    assert names("REBELS LEAVE ALEPPO FOR HOMS") == ["ALEPPO", "HOMS"]


def test_arabic_names_are_found():
    """Names in Arabic script are found without capitals, their cue words left out."""
    assert names("قصفت الطائرات مدينة الباب شمال حلب وفي دمشق") == ["الباب", "حلب", "دمشق"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("AMMAN - Rebels left Homs.", {"AMMAN"}),
        ("Amman - Rebels left Homs.", {"Amman"}),
        ("BEIRUT (Reuters) - Fighters took Hama.", {"BEIRUT"}),
        ("A headline\n\nGOMA, Democratic Republic of Congo \u2014 The town fell.", {"GOMA"}),
        ("Forces leave Aleppo - rebels", set()),
    ],
)
def test_datelines_are_marked(text, expected):
    """Where a report was filed is found, and marked so that extraction can leave it out."""
    marked = {m.toponym for m in find_mentions(text, FAKE) if DATELINE in m.reasons}
    assert marked == expected


def test_adjectives_are_marked():
    """Demonyms, and names that only tell whose something is, are marked."""
    mentions = find_mentions("Syrian and US-led forces hit Raqqa.", FAKE)
    assert [(m.toponym, m.is_demonym) for m in mentions] == [
        ("Syrian", True),
        ("US", True),
        ("Raqqa", False),
    ]


def test_names_that_the_text_calls_places_are_kept():
    """A place that no gazetteer has comes back unplaced, with the reason."""
    (mention,) = find_mentions("They took the village of Umm Xyzal.", FAKE)
    assert (mention.toponym, mention.match) == ("Umm Xyzal", None)
    assert "no gazetteer entry is named 'Umm Xyzal'" in mention.reasons


def test_a_plain_geocoder_will_do():
    """Anything with `search` works, asked once for each name."""
    geocoder = PlainGeocoder()
    mentions = find_mentions("Fighters left Aleppo. Aleppo is calm.", geocoder)
    assert [m.toponym for m in mentions] == ["Aleppo", "Aleppo"]
    assert geocoder.inner.asked <= 10


def test_sentences_begin_where_they_begin():
    """An abbreviation's full stop ends no sentence."""
    weak = [
        t.text for t in tokenise("Gen. Smith met St. John. Then U.S. troops left.") if t.is_weak
    ]
    assert weak == ["Gen", "Then"]


PIECES = st.sampled_from(
    ["Aleppo", "al-Bab", "40km northeast of ", " near ", "the city", ", ", ". ", "\n\n", "'s ",
     "Syrian ", "between ", " and ", "حلب ", "AMMAN - ", "Abu ", "(", "\u200f", "Washington Post"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=25).map("".join)))
def test_any_text_gives_exact_offsets(text):
    """Whatever the text, nothing crashes, and mentions are in order and exactly where they say."""
    mentions = find_mentions(text, FAKE)
    end = 0
    for mention in mentions:
        assert end <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.phrase
        assert mention.reasons
        end = mention.end
