"""Actors: named anywhere, generic phrases only in their own conflict, unknown ones never forced."""

from __future__ import annotations

from datetime import date

import pytest

from geoevents.actors import Actors, slug
from geoevents.errors import InputError

ACTORS = Actors.default()


def ids(text, **options):
    """Return the ids of the actors that a text names."""
    return [actor.actor_id for _, _, actor, _ in ACTORS.find(text, **options)]


def test_spans_are_the_words_as_written():
    """A hit's span gives back the words, without a possessive ending."""
    text = "Islamic State's fighters left; Daesh denied it in Syria."
    for start, end, _, written in ACTORS.find(text):
        assert text[start:end] == written
    assert [w for *_, w in ACTORS.find(text)] == ["Islamic State", "Daesh"]


def test_spellings_and_abbreviations_are_one_actor():
    """Aliases, marks and apostrophes lead to the same actor."""
    assert ids("ISIS, ISIL, IS, Da'esh and Islamic State in Iraq") == ["islamic-state"] * 5


def test_an_abbreviation_is_no_common_word():
    """Short capitals match capitals only: the verb "is" is no actor."""
    assert ids("The town is empty.") == []


def test_a_generic_phrase_needs_its_conflict():
    """As "Rebels" mean an actor only where the report speaks of a known conflict."""
    assert ids("Rebels took the town.") == []
    assert ids("Rebels took the Syrian town of Azaz.") == ["syrian-rebels"]


def test_a_generic_phrase_follows_the_calendar():
    """Who "Kurdish forces" and "the army" were depends on the report's day."""
    text = "Kurdish forces entered the town in northern Syria."
    assert ids(text, on=date(2015, 1, 1)) == ["ypg"]
    assert ids(text, on=date(2017, 1, 1)) == ["syrian-democratic-forces"]


def test_the_longest_alias_wins():
    """As "Turkish-backed rebels" are not the rebels, and hyphens do not hide them."""
    assert ids("Turkish-backed rebels took Jarabulus from Islamic State.") == [
        "turkish-backed-rebels",
        "islamic-state",
    ]


def test_every_actor_has_a_name_side_kind_and_colour():
    """Packs are complete: the legend needs a name, a side, a kind and a colour."""
    for actor in ACTORS:
        assert actor.name
        assert actor.side
        assert actor.kind
        assert len(ACTORS.colour(actor.actor_id) or "") == len("#rrggbb")


def test_an_unknown_id_is_nobody():
    """`get` and `colour` give None for an id that no pack has."""
    assert ACTORS.get("nobody") is None
    assert ACTORS.colour("nobody") is None


def test_a_slug_is_lower_case_words():
    """An unknown actor's id is its name in lower-case words, without articles."""
    assert slug("the Al-Šarq Brigade") == "al-sarq-brigade"


def test_a_damaged_pack_is_named(tmp_path):
    """A pack that is no TOML, or lacks a field, is an error that names the file."""
    bad = tmp_path / "bad.toml"
    bad.write_text("[[actor]\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"bad\.toml"):
        Actors.read([bad])
    bad.write_text('[[actor]]\nid = "x"\n', encoding="utf-8")
    with pytest.raises(InputError, match="'name'"):
        Actors.read([bad])


def test_a_user_adds_a_pack_without_code(tmp_path):
    """A further TOML file is enough for a further actor."""
    pack = tmp_path / "mine.toml"
    pack.write_text(
        'name = "Mine"\n[[actor]]\nid = "blue"\nname = "Blue Army"\naliases = ["Blues"]\n',
        encoding="utf-8",
    )
    assert [a.actor_id for *_, a, _ in Actors.read([tmp_path]).find("The Blues won.")] == ["blue"]


def test_an_army_of_another_country_is_not_the_pack_s():
    """A generic phrase that names another country keeps its words."""
    text = "M23 rebels hold Goma in Congo. Chad's army and Tamil Tiger rebels were elsewhere."
    assert ids(text) == ["m23"]


def test_places_tell_the_conflict():
    """'Army units' of a report on towns in Iraq are Iraq's, whatever other words it has."""
    text = "Army units surrounded Hawija."
    assert Actors.default().find(text) == []
    ((_, _, actor, _),) = Actors.default().find(text, countries=["IQ", "IQ"])
    assert actor.actor_id == "iraqi-government"


def test_islamic_state_alone_is_no_branch():
    """Without a conflict 'Islamic State' is the group itself; in Afghanistan its branch there."""
    find = Actors.default().find
    assert find("Islamic State said so.")[0][2].actor_id == "islamic-state"
    branch = find("Islamic State attacked Jalalabad in Afghanistan.", countries=["AF"])
    assert branch[0][2].actor_id == "islamic-state-khorasan"


def test_generic_names_need_a_conflict_of_their_own():
    """An actor of several packs shows no conflict: rebels who fight Russians may be anybody's."""
    assert [hit[3] for hit in Actors.default().find("Rebels fought Russian troops.")] == [
        "Russian troops"
    ]


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        ("Rebels attacked a convoy near Kabul in Afghanistan.", date(1981, 8, 1), []),
        ("Insurgents attacked a convoy near Kabul in Afghanistan.", date(2010, 8, 1), ["taliban"]),
        ("Rebels took Bukavu in Congo, near Goma.", date(2002, 8, 1), []),
        ("Rebels took Bukavu in Congo, near Goma.", date(2012, 8, 1), ["m23"]),
        ("Islamists held Mogadishu in Somalia.", date(2006, 12, 1), ["islamic-courts-union"]),
        ("Islamists held Mogadishu in Somalia.", date(2010, 12, 1), ["al-shabaab"]),
    ],
)
def test_nobody_acts_before_its_founding(text, day, expected):
    """Neither names nor generic phrases mean a party that did not yet exist on the report's day."""
    assert ids(text, on=day) == expected


def test_a_pack_of_ones_own_may_date_actors_and_aliases():
    """`since` and `until` bind an actor's names, an alias may have its own, and text is refused."""
    pack = {
        "name": "X",
        "actor": [
            {
                "id": "a",
                "name": "Red Front",
                "since": date(2000, 1, 1),
                "until": date(2010, 1, 1),
                "aliases": [{"name": "Old Guard", "since": date(1990, 1, 1)}],
            }
        ],
    }
    found = Actors([pack])
    assert found.find("Red Front and Old Guard", on=date(1995, 1, 1))[0][3] == "Old Guard"
    assert len(found.find("Red Front and Old Guard", on=date(2005, 1, 1))) == 2
    assert not found.find("Red Front and Old Guard", on=date(2010, 1, 1))
    assert len(found.find("Red Front and Old Guard")) == 2
    with pytest.raises(InputError, match="since"):
        Actors([{"name": "X", "actor": [{"id": "a", "name": "A", "since": "1990"}]}])


def test_military_observers_are_no_army():
    """Observers, advisers and a radio of an army do not stand for it."""
    assert ids("Military observers in Goma, Congo, and army radio.", on=date(2013, 1, 1)) == []
