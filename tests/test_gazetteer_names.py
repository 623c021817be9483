"""Folding forgives how a name is written, sound and skeleton how it is romanised."""

from __future__ import annotations

# ruff: noqa: RUF001 - names in many scripts are what is tested
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoevents.gazetteer import fold
from geoevents.gazetteer.lexicon import Lexicon, find_alike
from geoevents.gazetteer.names import without_article
from geoevents.gazetteer.skeleton import similarity, skeleton, sound


@pytest.mark.parametrize(
    ("names", "key"),
    [
        (["al-Bab", "Al Bāb", "El Bâb", "AL-BAB", "el-bab", " al  Bab "], "al bab"),
        (["Ar-Raqqah", "ar Raqqah", "al-Raqqah", "Er Raqqah"], "al raqqah"),
        (
            ["Ash-Shaddadah", "al Shaddadah", "aš Šaddadah".replace("aš Š", "ash Sh")],
            "al shaddadah",
        ),
        (["A`zāz", "A'zaz", "Aʿzāz", "A‘zaz", "A’zaz"], "azaz"),
        (["Kobanê", "Kobane", "KOBANÊ"], "kobane"),
        (["Iğdır", "Igdir"], "igdir"),
        (["St. Louis", "St Louis", "Saint-Louis"], "saint louis"),
        (["U.S.", "US", "u.s."], "us"),
        (["Łódź", "Lodz"], "lodz"),
        (["حَلَب", "حلب", "حـلـب", "\u200fحلب\u200e"], "حلب"),
        (["أعزاز", "اعزاز", "إعزاز"], "اعزاز"),
        (["مارع", "مارع\u202c"], "مارع"),
        (["الرقة", "الرقه"], "الرقه"),
        (["كوباني", "کوبانی", "كوبانى"], "كوباني"),
        (["Ма́риуполь", "МАРИУПОЛЬ"], "мариуполь"),
        (["תֵּל אָבִיב", "תל אביב", "תל־אביב"], "תל אביב"),
        (["東京"], "東京"),
    ],
)
def test_spellings_of_one_name_share_a_key(names, key):
    """Marks, apostrophes, hyphens, case, articles and letters' variants do not matter."""
    assert {fold(name) for name in names} == {key}


@pytest.mark.parametrize(
    ("first", "other"),
    [("El Salvador", "Salvador"), ("Sudan", "South Sudan"), ("An Nabk", "Nabk"), ("Homs", "Hama")],
)
def test_different_names_keep_different_keys(first, other):
    """Folding changes how a name is written, never the name."""
    assert fold(first) != fold(other)


@pytest.mark.parametrize(
    ("key", "bare"),
    [("al bab", "bab"), ("الباب", "باب"), ("albany", "albany"), ("al", "al"), ("الى", "الى")],
)
def test_an_article_can_be_left_out(key, bare):
    """`without_article` leaves out a leading article, but not part of a word."""
    assert without_article(key) == bare


@given(st.text())
def test_any_text_folds_to_words_that_fold_to_themselves(text):
    """Folding never fails, leaves single spaces, and folding twice changes nothing."""
    key = fold(text)
    assert key == " ".join(key.split())
    assert fold(key) == key


@pytest.mark.parametrize(
    "names",
    [
        ["Tell Abyad", "Tall Abyad", "Tel Abiad", "Til Abyad"],
        ["Deir ez-Zor", "Dayr az-Zawr", "Deir al-Zour", "Der Zor"],
        ["Ayn Issa", "Ain Issa", "'Ein 'Issa"],
        ["Kafr Nabl", "Kafranbel", "Kfar Nabl", "Kafar Nabel"],
        ["Salamiyah", "Salamieh", "Salamiya"],
        ["Raqqa", "Rakka", "Raqqah"],
        ["Manbij", "Menbidj", "Mambij"],
        ["Khan Shaykhun", "Khan Sheikhoun", "Khan Shaikhun"],
        ["حلب", "Halab"],
        ["Харків", "Kharkiv"],
    ],
)
def test_romanisations_of_one_name_share_a_skeleton(names):
    """Vowels, doubled letters and the letters that romanisations confuse do not matter."""
    assert len({skeleton(fold(name)) for name in names}) == 1


def test_likeness_prefers_a_vowel_to_a_consonant():
    """Another vowel costs less than another consonant; the same sound costs nothing."""
    assert similarity(sound("raqqa"), sound("rakka")) == 1.0
    assert similarity("hums", "hims") > similarity("hums", "huts")


@given(st.text(max_size=20), st.text(max_size=20))
def test_any_two_names_can_be_compared(first, other):
    """Likeness is between 0 and 1, and the same both ways."""
    a, b = sound(fold(first)), sound(fold(other))
    assert 0.0 <= similarity(a, b) <= 1.0
    assert similarity(a, b) == pytest.approx(similarity(b, a))


def lexicon(*names):
    """Return a lexicon of names numbered from 0."""
    return Lexicon((fold(name), name, number) for number, name in enumerate(names))


def test_a_name_is_found_by_its_sound():
    """The likest name comes first, with the spelling it was found by."""
    best = find_alike(fold("Menbidj"), [lexicon("Manbij", "Aleppo", "Minbar")])[0]
    assert (best.place, best.name, best.is_fuzzy) == (0, "Manbij", False)


def test_one_wrong_consonant_is_forgiven_last():
    """A slip in a long name is forgiven, and told."""
    best = find_alike(fold("Turkmal Barih"), [lexicon("Turkman Barih", "Aleppo")])[0]
    assert (best.place, best.is_fuzzy) == (0, True)


def test_an_unlike_name_is_left_unfound():
    """Nothing is returned rather than a guess."""
    assert find_alike(fold("Hierapolis"), [lexicon("Manbij", "Aleppo", "Raqqa")]) == []
    assert find_alike("", [lexicon("Manbij")]) == []


def test_in_several_countries_a_tie_of_many_is_left_unfound():
    """Three places equally alike in two countries are a guess; in one country they are shown."""
    names = ("Sallum", "Salloum", "Salum")
    assert len(find_alike(fold("Saloom"), [lexicon(*names)])) == 3
    assert find_alike(fold("Saloom"), [lexicon(*names), lexicon("Aleppo")]) == []
