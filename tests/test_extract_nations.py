"""Forces named by their nation, which no pack has, get a sound id."""

from __future__ import annotations

from datetime import date

import pytest

from geoevents.actors import Actors
from geoevents.extract.nations import with_national_forces

ACTORS = Actors.default()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zairean soldiers fled.", [("Zairean soldiers", "zairean-forces")]),
        ("Chadian government forces left.", [("Chadian government forces", "chadian-forces")]),
        ("South African troops came.", [("South African troops", "south-african-forces")]),
        ("Ethiopian troops came.", [("Ethiopian troops", "ethiopian-government")]),
        ("Bosnian Serb forces came.", []),
        ("Indian army radio said so.", []),
        ("Chadian rebels came.", []),
    ],
)
def test_national_forces(text, expected):
    """A demonym with a force noun is a nation's army; the packs' id wins where they know it."""
    found = with_national_forces(text, ACTORS.find(text), ACTORS, on=date(2006, 12, 1))
    assert [(written, actor.actor_id) for _, _, actor, written in found] == expected
