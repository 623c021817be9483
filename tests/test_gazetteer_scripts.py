"""Arabic names of places, from the index."""

from __future__ import annotations

import pytest

from geoevents.gazetteer import Gazetteer


@pytest.mark.parametrize(
    ("name", "arabic"),
    [
        ("Kobani", "كوباني"),
        ("Mosul", "الموصل"),
        ("Raqqa", "الرقة"),
        ("al-Bab", "الباب"),
        ("Tabqa", "الطبقة"),
        ("Tell Abyad", "تل أبيض"),
    ],
)
def test_the_name_most_alike_is_taken(name, arabic):
    """Of several Arabic names the one that sounds as the usual one, with its article."""
    with Gazetteer.default() as gazetteer:
        place = gazetteer.search(name, country={"SY", "IQ"})[0].place
        assert gazetteer.arabic_names([place.place_id]) == {place.place_id: arabic}


def test_no_name_is_made_up():
    """A place without an Arabic name, and an id that there is not, have none."""
    with Gazetteer.default() as gazetteer:
        assert gazetteer.arabic_names(["place:no-such-place"]) == {}
        assert gazetteer.arabic_names([]) == {}
