"""Names of a text together, each to its place, and why."""

from __future__ import annotations

from dataclasses import replace

import pytest
from geocoding_fake import FakeGazetteer, PlainGeocoder
from hypothesis import given
from hypothesis import strategies as st

from geoevents.errors import InputError
from geoevents.gazetteer import Gazetteer
from geoevents.geocoding import find_mentions, geocode, geoparse, resolve_toponyms
from geoevents.model import FROM_OWN, Match, Place, PlaceKind
from geoevents.schema import TOPONYMS

FAKE = FakeGazetteer()


def country_of(text, name):
    """Return the country that a name of a text was placed in."""
    rows = geoparse(text, FAKE)
    return rows.loc[rows.toponym == name, "country_code"].iloc[0]


def test_a_name_alone_is_the_best_known_place():
    """Without context, the larger place wins."""
    assert country_of("They went to Paris.", "Paris") == "FR"


def test_what_follows_a_comma_contains_it():
    """Paris in "Paris, Texas" lies in Texas, London in "London, Ontario" in Ontario."""
    assert country_of("They went to Paris, Texas.", "Paris") == "US"
    assert country_of("They went to London, Ontario.", "London") == "CA"


def test_one_sense_per_text():
    """A name said clearly once means the same elsewhere in the text."""
    rows = geoparse("He left Paris, Texas. Later he came back to Paris.", FAKE)
    assert rows.loc[rows.toponym == "Paris", "country_code"].tolist() == ["US", "US"]


def test_demonyms_tell_the_country():
    """The word "Syrian" draws an ambiguous name into Syria, and is a toponym of its own, marked."""
    rows = geoparse("Syrian rebels took al-Bab.", FAKE)
    assert rows.country_code.tolist() == ["SY", "SY"]
    assert rows.is_demonym.tolist() == [True, False]


def test_a_province_is_meant_where_the_text_says_province():
    """The town is the commoner meaning, unless a word beside it says otherwise."""
    rows = geoparse("Fighters left Aleppo. They roam Aleppo province.", FAKE)
    assert rows.feature_code.tolist() == ["PPLA", "ADM1"]


def test_the_country_filter_holds():
    """No place outside the allowed countries is considered."""
    assert geoparse("They went to Paris.", FAKE, country="US").country_code.tolist() == ["US"]


def test_reasons_name_the_runner_up():
    """The reasons say in words what won and what came second."""
    (reasons,) = geoparse("They went to Paris.", FAKE).reasons
    assert "Paris (Île-de-France, FR), pop. 2,138,551" in reasons
    assert "second: Paris (Texas, US)" in reasons


def test_a_small_place_is_not_put_where_the_text_denies_it():
    """The Yemeni village is no answer for an al-Bab that the text puts into Iraq."""
    rows = geoparse("Fighters left al-Bab in Iraq.", FAKE, country={"YE", "IQ"})
    row = rows[rows.toponym == "al-Bab"].iloc[0]
    assert row.geometry.is_empty
    assert "the text puts it in Iraq" in row.reasons


def test_given_spans_come_back_in_order():
    """Exactly one row per span, in the given order, also when unordered, doubled or unknown."""
    text = "From Aleppo to Nowhere and on to Homs, Syria."
    spans = [(33, 37), (5, 11), (15, 22), (5, 11)]
    rows = resolve_toponyms(text, spans, FAKE)
    assert rows.toponym.tolist() == ["Homs", "Aleppo", "Nowhere", "Aleppo"]
    assert rows.geometry.is_empty.tolist() == [False, False, True, False]
    assert "no gazetteer entry is named 'Nowhere'" in rows.reasons[2]


def test_given_spans_are_resolved_by_the_rest_of_the_text():
    """The rest of the text is context, though it gives no rows."""
    text = "Syrian rebels are near al-Bab."
    assert resolve_toponyms(text, [(23, 29)], FAKE).country_code.tolist() == ["SY"]


@pytest.mark.parametrize("span", [(0, 0), (3, 99), (-1, 2), (4, 2)])
def test_a_span_outside_the_text_is_refused(span):
    """The error names the span and the text's length."""
    with pytest.raises(InputError, match=rf"Span 1 is \({span[0]}, {span[1]}\)"):
        resolve_toponyms("Aleppo", [(0, 6), span], FAKE)


@given(
    st.text(max_size=60), st.lists(st.tuples(st.integers(0, 59), st.integers(1, 60)), max_size=6)
)
def test_every_span_gets_its_row(text, pairs):
    """Whatever the text and the spans, one row each, with the words of the span."""
    spans = [(a, b) for a, b in pairs if a < b <= len(text)]
    rows = resolve_toponyms(text, spans, FAKE)
    assert rows.toponym.tolist() == [text[a:b] for a, b in spans]
    assert list(rows.columns) == TOPONYMS.names


def test_geocode_keeps_order_and_duplicates():
    """One row per name, duplicates and missing names included, each with a reason."""
    rows = geocode(["Aleppo", "Nowhere", None, "Aleppo", " Homs "], FAKE, country={"SY"})
    assert rows.toponym.tolist()[:2] == ["Aleppo", "Nowhere"]
    assert rows.geometry.is_empty.tolist() == [False, True, True, False, False]
    assert rows.reasons[1] == "no gazetteer entry is named 'Nowhere' in SY"
    assert rows.reasons[2] == "no name was given"
    assert rows.crs == "EPSG:4326"


def test_geocode_asks_once_for_each_name():
    """Duplicates cost nothing."""
    fake = FakeGazetteer()
    geocode(["Aleppo"] * 50, fake)
    assert fake.asked == 1


def test_geocode_wants_a_list():
    """A single text would be read letter by letter: refused, with the remedy."""
    with pytest.raises(InputError, match=r"expected a list: \['Aleppo'\]"):
        geocode("Aleppo", FAKE)


def test_near_steers_a_name():
    """`near` decides between places of the same name."""
    assert geocode(["Paris"], FAKE, near=(-96.8, 32.8)).country_code.tolist() == ["US"]
    assert geoparse("In Paris.", FAKE, near=(-95.6, 33.6)).country_code.tolist() == ["US"]


def test_an_empty_text_gives_an_empty_table():
    """No text, no rows, the same columns."""
    assert list(geoparse("", FAKE).columns) == TOPONYMS.names
    assert len(geoparse("", FAKE)) == 0


def test_a_lone_small_town_far_off_is_not_taken():
    """A village that we lack is no namesake on another continent, and the reason says which."""
    text = "Clashes hit Aleppo, Manbij and Azaz. Staff left the hospital at Hilton on Friday."
    row = geoparse(text, FAKE).set_index("toponym").loc["Hilton"]
    assert row.geometry.is_empty
    assert "the Hilton that is known (New York, US, pop. 5,900) lies" in row.reasons


def test_a_village_is_a_stray_nearer_by_and_the_dateline_is_no_neighbour():
    """A hamlet hundreds of kilometres off is not taken, though the dateline's city lies near it."""
    village = Place("v:1", "Naim", 35.35, 32.63, "IL", population=1_900)
    beirut = Place("v:2", "Beirut", 35.50, 33.89, "LB", feature_code="PPLC", population=1_900_000)
    fake = FakeGazetteer()
    fake.by_key["naim"] = [Match(village, 0.5, "Naim")]
    fake.by_key["beirut"] = [Match(beirut, 0.9, "Beirut")]
    text = "BEIRUT - Clashes hit Manbij, Kobani and Azaz. Women fighters held Naim on Friday."
    rows = geoparse(text, fake).set_index("toponym")
    assert rows.loc["Naim"].geometry.is_empty
    assert rows.loc["BEIRUT", "country_code"] == "LB"


def test_a_town_by_an_old_name_is_a_stray_nearer_by():
    """An old name of a foreign town is no answer for a village of that name that we lack."""
    kapan = Place("v:3", "Kapan", 46.41, 39.21, "AM", population=32_900)
    fake = FakeGazetteer()
    fake.by_key["kafin"] = [Match(kapan, 0.5, "Kafin")]
    fake.by_key["kapan"] = [Match(kapan, 0.5, "Kapan")]
    text = "Clashes hit Manbij, Kobani and Azaz. The army took {} last week."
    assert geoparse(text.format("Kafin"), fake).set_index("toponym").loc["Kafin"].geometry.is_empty
    rows = geoparse(text.format("Kapan"), fake).set_index("toponym")
    assert rows.loc["Kapan", "country_code"] == "AM"


def test_a_place_of_the_users_own_is_no_stray():
    """What somebody has added to the gazetteer is kept, however far off it lies."""
    mine = FakeGazetteer()
    (match,) = mine.by_key["hilton"]
    mine.by_key["hilton"] = [replace(match, reasons=(FROM_OWN,))]
    text = "Clashes hit Aleppo, Manbij and Azaz. Staff left the hospital at Hilton on Friday."
    rows = geoparse(text, mine).set_index("toponym")
    assert rows.loc["Hilton", "country_code"] == "US"


@pytest.mark.parametrize(
    "text",
    [
        "Clashes hit Aleppo, Manbij and Azaz. Talks went on in Nice.",
        "Clashes hit Aleppo, Manbij and Azaz. He flew to Hilton in the United States.",
        "He went from Goma by way of Aleppo and Paris to Hilton.",
        "They left Azaz for Hilton.",
    ],
)
def test_a_far_place_stays_where_the_text_gives_cause(text):
    """Towns of size, a named country, and places all over the world keep a far place."""
    rows = geoparse(text, FAKE)
    assert not rows.geometry.is_empty.any()


def test_the_city_is_not_the_province():
    """A name called a city or town means the settlement of that name."""
    rows = geoparse("Shelling of Aleppo city went on.", FAKE)
    assert rows.feature_code.tolist() == ["PPLA"]


def test_long_texts_take_time_in_proportion():
    """Twice as long a text has twice as many names, each with its phrase."""
    text = "Clashes went on near Aleppo and in the countryside of Hama. "
    assert len(find_mentions(text * 500, FAKE)) == 1000
    text = "The city of Aleppo fell. They went to the north of the city. "
    assert len(find_mentions(text * 2000, FAKE)) == 4000


def test_what_was_answered_once_holds_for_its_own_countries_only():
    """Answers kept from one text do not leak into a text with other countries allowed."""
    text = "Clashes in Paris."
    with Gazetteer.default() as gazetteer:
        assert geoparse(text, gazetteer).country_code.tolist() == ["FR"]
        assert geoparse(text, gazetteer, country="US").country_code.tolist() == ["US"]
        assert geoparse(text, gazetteer).country_code.tolist() == ["FR"]


def test_a_geocoder_of_the_users_is_asked_for_every_text():
    """Only our own gazetteer's answers are kept; another's may change."""
    mine = PlainGeocoder()
    geoparse("Clashes in Aleppo.", mine)
    before = mine.inner.asked
    geoparse("Clashes in Aleppo.", mine)
    assert mine.inner.asked == 2 * before


def test_names_are_geocoded_as_they_are_searched():
    """A batch over the gazetteer itself gives each name's best match, in order, doubled or not."""
    names = ["Aleppo", None, "Paris", "Nowhereville", "Aleppo", " Azaz ", float("nan"), "حلب"]
    with Gazetteer.default() as gazetteer:
        rows = geocode(names, gazetteer, country={"SY", "FR"})
        assert rows.toponym.tolist() == [
            "Aleppo",
            "",
            "Paris",
            "Nowhereville",
            "Aleppo",
            "Azaz",
            "",
            "حلب",
        ]
        assert rows.geometry.is_empty.tolist() == [
            False,
            True,
            False,
            True,
            False,
            False,
            True,
            False,
        ]
        best = gazetteer.search("Aleppo", country={"SY", "FR"}, limit=5)[0]
        assert rows.place_id[0] == rows.place_id[4] == best.place.place_id
        assert rows.reasons[0] == "; ".join(best.reasons)
        assert rows.reasons[1] == "no name was given"
        assert "Nowhereville" in rows.reasons[3]
        assert rows.dtypes.to_dict() == geocode([], gazetteer).dtypes.to_dict()
        assert geocode([], gazetteer).crs == rows.crs == "EPSG:4326"
        assert geocode(["الباب، حلب"], gazetteer).place_name.tolist() == ["al-Bab"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Paris, Texas", ("Paris", "US", "TX")),
        ("Paris (Texas, U.S.)", ("Paris", "US", "TX")),
        ("London , Ontario", ("London", "CA", "08")),
        ("al-Bab, Aleppo, Syria", ("Al Bāb", "SY", "09")),
        ("Aleppo, France", None),
        ("Nowhereville, Syria", None),
        ("Aleppo, Homs, Hama, Kobani, Manbij, Azaz", None),
        (", ,", None),
    ],
)
def test_a_name_in_a_list_may_say_where_it_lies(name, expected):
    """The first name is meant, inside the others; one that is not inside is not found."""
    (row,) = geocode([name], FAKE).itertuples()
    assert row.geometry.is_empty is (expected is None)
    if expected:
        assert (row.place_name, row.country_code, row.admin1_code) == expected
    else:
        assert row.reasons == f"no gazetteer entry is named '{name.strip()}'"


def test_a_name_that_only_the_text_places_is_placed_again():
    """The words "X, 40 km north of Y" place X, and later "X" and "near X", in no gazetteer."""
    text = "Rebels took Umxyz, 40 km north of Homs. A crowd stood near Umxyz. Umxyz is calm."
    first, beside, again = [m for m in find_mentions(text, FAKE) if "Umxyz" in m.phrase]
    assert first.kind is PlaceKind.RELATIVE
    assert (beside.latitude, beside.longitude) == (first.latitude, first.longitude)
    assert beside.uncertainty_m == first.uncertainty_m + 10_000
    assert again.latitude == first.latitude


@pytest.mark.parametrize(
    "text", ["The 17th Division, north of Homs, fell.", "He stood at Homs, north of Damascus."]
)
def test_a_division_of_an_army_is_no_place(text):
    """Bodies beside a place, and small words before a name, are no unknown places."""
    names = {m.phrase.split(",")[0] for m in find_mentions(text, FAKE)}
    assert not names & {"Division", "17th Division", "at Homs"}
