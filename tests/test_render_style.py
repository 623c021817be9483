"""MapStyle and what it changes: words, spelling, palettes."""

from __future__ import annotations

import logging

import pytest
import render_data
from test_render import cells, read

from geoevents.errors import InputError, TableError
from geoevents.render import MapStyle, TimeMap
from geoevents.render.colours import PALETTE, actor_rows, palettes
from geoevents.render.spelling import read_names

pytestmark = pytest.mark.usefixtures("viewer")


def payload(style, **tables):
    """Return what the page of the small war holds in a style."""
    tables = {"control": render_data.control(), "claims": render_data.claims()} | tables
    document = TimeMap(render_data.events(), style=style, **tables).to_html()
    return read(document, "geoevents-data")


def test_the_page_gets_the_authors_words():
    """Theme, language, edition, corrections, note and sources stand in the payload."""
    style = MapStyle(
        theme="print",
        lang="ar",
        embed=True,
        edition="2",
        corrections=("Raqqa was misplaced.",),
        note="A </script> note",
        sources=("Our archive",),
    )
    assert payload(style)["ui"] == {
        "theme": "print",
        "lang": "ar",
        "embed": True,
        "edition": "2",
        "corrections": ["Raqqa was misplaced."],
        "note": "A </script> note",
        "sources": ["Our archive"],
    }


def test_without_sources_of_the_authors_the_outlets_are_named():
    """The outlets of most claims come first; a long list is cut and says so."""
    claims = render_data.claims()
    claims["source"] = [f"Outlet {n % 20:02d}" for n in range(len(claims))]
    sources = payload(MapStyle(), claims=claims)["ui"]["sources"]
    assert sources[:2] == ["Outlet 00", "Outlet 01"]
    assert sources[-1] == "and 8 more"
    assert len(sources) == 13


def test_the_authors_spelling_is_shown_and_the_reports_kept(caplog):
    """By id or name; quotes and words as written stay; names met nowhere are told."""
    names = {"al-Bab": "Albab", "islamic-state": "ISIS", "p-Raqqa": "ar-Raqqah", "Nowhere": "X"}
    with caplog.at_level(logging.WARNING):
        found = payload(MapStyle(names=names))
    events, claims = found["tables"]["events"], found["tables"]["claims"]
    assert "Albab" in cells(events, "place_name")
    assert "al-Bab" not in cells(events, "place_name")
    assert "ar-Raqqah" in cells(found["tables"]["control"], "place_name")
    assert "al-Bab" in cells(claims, "toponym")
    assert any("al-Bab" in quote for quote in cells(claims, "quote") if quote)
    assert {"id": "islamic-state", "name": "ISIS"}.items() <= found["actors"][0].items()
    assert "'Nowhere'" in caplog.text
    assert "'al-Bab'" not in caplog.text


def test_the_headline_is_in_the_language_of_the_page():
    """A map that nobody named is named in Arabic where the page is."""
    title = TimeMap(render_data.events(), style=MapStyle(lang="ar")).title
    assert title.startswith("ما ورد من أنباء عن ")


@pytest.mark.parametrize(
    ("style", "colour"),
    [("", "#7b4fa3"), ("syria", "#7b4fa3"), ("ukraine", "#c8452b"), ("distinct", PALETTE[0])],
)
def test_a_palette_has_the_colours_of_its_conflicts_maps(style, colour):
    """Russian forces are what the chosen conflict's maps make them, or merely distinct."""
    events = render_data.events().head(1).assign(actor_id="russian-forces", actor="Russia")
    rows, _ = actor_rows([events], {}, style=style)
    assert [row["colour"] for row in rows if row["id"] == "russian-forces"] == [colour]
    chosen, _ = actor_rows([events], {"russian-forces": "#123456"}, style=style)
    assert chosen[0]["colour"] == "#123456"


def test_every_pack_is_a_palette():
    """Every palette gives a map, none leaves an actor without a colour."""
    for name in palettes():
        rows, _ = actor_rows([render_data.events()], {}, style=name)
        assert all(row["colour"].startswith("#") for row in rows)


def test_names_are_read_by_language(tmp_path):
    """The column of the language is taken, else `shown`; empty cells change nothing."""
    path = tmp_path / "names.csv"
    path.write_text("name,en,ar\nKobane,Kobani,كوباني\nAzaz,,\n", encoding="utf-8")
    assert read_names(path, lang="ar") == {"Kobane": "كوباني"}
    assert read_names(path) == {"Kobane": "Kobani"}
    path.write_text("name;shown\nKobane;Kobani\n", encoding="utf-8")
    assert read_names(path, lang="ar") == {"Kobane": "Kobani"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("place,shown\nA,B\n", "no column 'name'"),
        ("name,spelling\nA,B\n", "no column 'shown'"),
        ("name,shown\nA,B\nA,C\n", "row 1, gives 'A' a second spelling, 'C' beside 'B'"),
    ],
)
def test_a_table_of_names_that_cannot_be_is_refused(tmp_path, text, message):
    """The error names the file, and the row or the column."""
    path = tmp_path / "names.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(TableError, match=message):
        read_names(path)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"theme": "sepia"}, "theme is 'sepia'; expected one of light, dark, auto, print"),
        ({"lang": "tlh"}, "lang is 'tlh'; expected one of en, ar"),
        ({"palette": "mars"}, "palette is 'mars'; expected one of distinct, afghanistan"),
        ({"corrections": "One."}, "corrections is one text"),
    ],
)
def test_looks_that_cannot_be_are_refused(options, message):
    """The error says what there is."""
    with pytest.raises(InputError, match=message):
        MapStyle(**options)


@pytest.mark.parametrize(
    "wrong",
    [{"names": [("a", "b")]}, {"colours": {"a": 5}}, {"names": {"a": None}}, {"height": "9"}],
)
def test_looks_of_another_kind_are_refused(wrong):
    """The error names the option and what was expected."""
    with pytest.raises(InputError, match=f"{next(iter(wrong))} is .*; expected|height is 9"):
        MapStyle(**wrong)
