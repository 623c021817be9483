"""A user's own places: added, kept through rebuilds, replaced and taken away again."""

# ruff: noqa: F401, F811 - the fixtures are imported

from __future__ import annotations

import pickle
import re

import pytest
from gazetteer_support import (
    MAPPING,
    PLACES,
    cache,
    gazetteer,
    line,
    places,
    server,
    shipped,
)

import geoevents as ge
from geoevents.cli import main
from geoevents.errors import GazetteerError, InputError
from geoevents.export import write_table
from geoevents.gazetteer import Gazetteer
from geoevents.model import FROM_OWN


def test_pcodes_travel_to_claims_events_control_and_files(gazetteer, places, tmp_path):
    """Every table and export of a report about the place has its p-code."""
    gazetteer.add(places, columns=MAPPING, country="SY", licence="CC BY-IGO")
    report = tmp_path / "report.txt"
    report.write_text(
        "2015-01-26\n\nKurdish fighters captured the Syrian town of Kobani on Monday, the Syrian "
        "Observatory for Human Rights said. Rebels advanced some 10 km north of Qwrtzeh, Syria.\n",
        "utf-8",
    )
    claims = ge.extract_claims(ge.read_reports([report]), gazetteer)
    for table in (claims, ge.merge_claims(claims), ge.estimate_place_status(claims)):
        assert "SY020500" in table["pcode"].tolist()
        assert "SY020501" not in table["pcode"].tolist()  # a point 10 km off is not the village
    for suffix in (".csv", ".geojson"):
        write_table(claims, tmp_path / f"claims{suffix}")
        written = (tmp_path / f"claims{suffix}").read_text("utf-8")
        assert "SY020500" in written
        assert "Places places: places.csv, CC BY-IGO." in written


def test_places_survive_a_rebuild_and_another_process(gazetteer, places, cache, shipped):
    """The indexes can be thrown away: the user's places are kept apart from them."""
    gazetteer.add(places, columns=MAPPING, country="SY")
    with pickle.loads(pickle.dumps(gazetteer)) as copy:  # noqa: S301
        assert copy.search("Qwrtzeh")
    for path in cache.glob("gazetteer-user-*.sqlite"):
        path.unlink()
    with Gazetteer.default() as again:
        assert again.search("Qwrtzeh")[0].place.pcode == "SY020501"
    with Gazetteer.open(cache / shipped.name) as alone:
        assert alone.search("Qwrtzeh") == []


def test_removal_gives_ours_back(gazetteer, places, cache):
    """After removal nothing of the source is left, and our own place is found again."""
    gazetteer.add(places, columns=MAPPING, country="SY", label="my-list")
    removed = gazetteer.remove("my-list")
    assert removed.n_places == 2
    assert gazetteer.search("Qwrtzeh") == []
    assert gazetteer.search("Kobane")[0].place.place_id.startswith("geonames:")
    assert not list((cache / "own").glob("*.csv"))
    with pytest.raises(InputError, match="no source 'my-list'; yours are: none"):
        gazetteer.remove("my-list")


def test_the_newest_of_several_sources_wins(gazetteer, tmp_path):
    """One place in two lists is one place, the newer list's, with the names of both."""
    for label, row in (("first", "Qwrtzeh,Alpha Qwrtz"), ("second", "Qwrtzeh,Beta Qwrtz")):
        path = tmp_path / f"{label}.csv"
        path.write_text(f"name,altname,lat,lon,pcode\n{row},36.6,38.1,{label}\n", "utf-8")
        gazetteer.add(path, country="SY")
    assert [m.place.pcode for m in gazetteer.search("Qwrtzeh")] == ["second"]
    assert gazetteer.search("Alpha Qwrtz")[0].place.pcode == "second"
    assert [source.label for source in gazetteer.added()] == ["second", "first"]


def test_a_source_of_the_same_label_is_replaced(gazetteer, places):
    """Adding a file again updates it, says so, and leaves no old list of rejected rows."""
    gazetteer.add(places, columns=MAPPING, country="SY")
    assert places.with_name("places.rejected.csv").exists()
    places.write_text("\n".join(PLACES.replace("Qwrtzeh", "Vlorbek").split("\n")[:3]), "utf-8")
    added = gazetteer.add(places, columns=MAPPING, country="SY")
    assert "replaces what was added from places.csv" in added.notes[0]
    assert not places.with_name("places.rejected.csv").exists()
    assert gazetteer.search("Qwrtzeh") == []
    assert len(gazetteer.added()) == 1


def test_the_command_line_adds_lists_and_removes(cache, places, capsys):
    """The three commands tell what was done, how many rows, and the licence."""
    arguments = ["--name", "NAME_EN", "--lat", "LAT", "--lon", "LON", "--pcode", "PCODE"]
    arguments += ["--country", "SY", "--admin1", "GOV", "--also", "NAME_AR"]
    code = main(["gazetteer", "add", str(places), *arguments, "--licence", "CC BY-IGO"])
    said = capsys.readouterr()
    assert code == 0
    assert "places: 2 places from places.csv" in said.out
    assert "4 rows rejected" in said.err
    assert main(["gazetteer", "list"]) == 0
    listed = capsys.readouterr().out
    assert re.search(r"places +2 +CC BY-IGO +added 2\d{3}-\d\d-\d\d from places\.csv", listed)
    assert main(["gazetteer", "search", "كورتزه", "--country", "SY"]) == 0
    assert FROM_OWN in capsys.readouterr().out
    assert main(["gazetteer", "remove", "places"]) == 0
    assert main(["gazetteer", "remove", "places"]) == 1
    assert cache.exists()


def test_a_country_of_thirty_thousand_places_is_added_in_seconds(gazetteer, tmp_path):
    """Every village of a large file is there afterwards."""
    rows = [
        line(99100000 + n, f"Qwr{n:05d} Tal", "", 33 + n % 173 / 50, 36 + n % 277 / 50, "P.PPL")
        for n in range(30_000)
    ]
    path = tmp_path / "SY.txt"
    path.write_text("\n".join(rows), "utf-8")
    assert gazetteer.add(path).source.n_places == 30_000
    assert gazetteer.search("Qwr29999 Tal")[0].place.place_id == "geonames:99129999"


@pytest.mark.parametrize("damage", ["cut", "page", "gone", "text"])
def test_a_damaged_index_of_ones_own_places_is_built_again(gazetteer, places, cache, damage):
    """Its sources are kept as tables, so whatever becomes of the index, the places stay."""
    gazetteer.add(places, columns=MAPPING, country="SY")
    (path,) = cache.glob("gazetteer-user-*.sqlite")
    whole = path.read_bytes()
    middle = bytearray(whole)
    middle[4096:] = bytes(len(whole) - 4096)  # the first page is sound
    damaged = {"cut": whole[:5000], "page": bytes(middle), "text": b"not SQLite at all"}
    path.unlink()
    if damage in damaged:
        path.write_bytes(damaged[damage])
    with Gazetteer.default() as again:
        found = again.search("Ain al Arab", country="SY")[0]
        assert found.place.place_id == "places:SY020500"


def test_a_damaged_table_of_ones_own_places_says_what_to_do(gazetteer, places, cache):
    """The places are gone with their table; the message names the source and both ways out."""
    gazetteer.add(places, columns=MAPPING, country="SY")
    (table,) = (cache / "own").glob("*.csv")
    table.write_text("place_id,name\n", "utf-8")
    for index in cache.glob("gazetteer-user-*.sqlite"):
        index.unlink()
    with pytest.raises(GazetteerError, match=r"'places' is missing or damaged.*gazetteer remove"):
        Gazetteer.default()
