"""A country of GeoNames: fetched, resumed, checked, or read from a file that somebody fetched."""

# ruff: noqa: F401, F811 - the fixtures are imported

from __future__ import annotations

import hashlib

import pytest
from gazetteer_support import (
    ALTERNATES,
    COUNTRY,
    cache,
    gazetteer,
    line,
    places,
    server,
    shipped,
    zipped,
)

from geoevents.cli import main
from geoevents.errors import GazetteerError, InputError
from geoevents.gazetteer import Gazetteer
from geoevents.model import FROM_OWN


def test_a_country_is_fetched_with_its_villages(gazetteer, server):
    """Villages that the shipped index lacks are found afterwards, by every listed name."""
    assert gazetteer.search("Qwrt Tahtani") == []
    added = gazetteer.add("SY")
    assert server.asked == [("/SY.zip", None), ("/alternatenames/SY.zip", None)]
    assert added.source.sha256 == hashlib.sha256(server.files["/SY.zip"]).hexdigest()
    for name in ("Qwrt Tahtani", "قورت التحتاني", "Esh Qwrt"):
        assert gazetteer.search(name)[0].place.place_id == "geonames:99000001", name
    assert gazetteer.search("Qeremox")[0].place.admin1_name == "Aleppo"


def test_geonames_adds_to_ours_and_does_not_outrank_it(gazetteer, server):
    """A place that both have is one, with our id and names; its rank is as before."""
    before = gazetteer.search("Aleppo")[0]
    gazetteer.add("sy")
    after = gazetteer.search("Aleppo")
    assert after[0].place == before.place
    assert [m.place.place_id for m in after].count("geonames:170063") == 1
    assert FROM_OWN not in after[0].reasons
    assert gazetteer.country("SY").bbox is not None
    assert [p.name for p in gazetteer.demonym("Syrian")] == ["Syria"]
    assert server.asked


def test_what_is_left_out_of_a_country_is_counted(gazetteer, server):
    """Wells, a village's own hill, a torn line and a wrong number are told, none silently."""
    added = gazetteer.add("SY")
    assert sum(added.left_out.values()) == 2
    assert [(r.row, r.column, r.value) for r in added.rejected] == [
        (8, "latitude", "nowhere"),
        (9, "", "99000007\tTorn"),
    ]
    assert added.source.n_places == len(COUNTRY) - 4
    assert gazetteer.search("Mishtanur Hill")[0].place.feature_code == "HLL"
    assert server.asked


def test_links_are_no_names(gazetteer, server):
    """What the alternate names hold beside names does not enter the index."""
    gazetteer.add("SY")
    assert gazetteer.known_keys(["https example org qwrt", "alp"]) <= {"alp"}
    assert server.asked


def test_a_cut_connection_is_resumed(gazetteer, server):
    """What was received is kept, and the rest is asked for, in the same run."""
    server.cut_at = [100, 50]
    gazetteer.add("SY")
    assert [asked for path, asked in server.asked if path == "/SY.zip"] == [
        None,
        "bytes=100-",
        "bytes=150-",
    ]
    assert gazetteer.search("Qarah Mugh")


def test_an_interrupted_download_goes_on_in_the_next_run(gazetteer, server, cache):
    """After giving up, the next call asks for the rest only."""
    server.cut_at = [100, 0, 0, 0, 0]
    with pytest.raises(GazetteerError, match=r"cut after 100 of .* 100 bytes are kept"):
        gazetteer.add("SY")
    assert gazetteer.added() == []
    server.cut_at = []
    server.asked.clear()
    gazetteer.add("SY")
    assert server.asked[0] == ("/SY.zip", "bytes=100-")
    assert not list((cache / "own" / "fetched").rglob("*.part"))


def test_a_newer_file_is_not_glued_to_an_older_one(gazetteer, server):
    """If the file has changed since the cut, it is fetched from its start."""
    server.cut_at = [100, 0, 0, 0, 0]
    with pytest.raises(GazetteerError):
        gazetteer.add("SY")
    server.cut_at = []
    server.files["/SY.zip"] = zipped([*COUNTRY, line(99000010, "Qwrtzeh", "", 36, 38, "P.PPL")])
    gazetteer.add("SY")
    assert gazetteer.search("Qwrtzeh")


def test_a_damaged_zip_is_refused_and_what_was_there_stays(gazetteer, server):
    """A file that fails its CRC changes nothing; the message names the file."""
    gazetteer.add("SY")
    data = bytearray(server.files["/SY.zip"])
    data[60] ^= 0xFF
    server.files["/SY.zip"] = bytes(data)
    with pytest.raises(GazetteerError, match=r"SY\.zip is damaged"):
        gazetteer.add("SY")
    assert gazetteer.search("Qwrt Tahtani")


def test_a_file_that_geonames_lacks_is_named(gazetteer, server, capsys):
    """404 gives the address and the way by hand; without alternate names it goes on."""
    del server.files["/alternatenames/SY.zip"]
    assert "no file of alternate names" in gazetteer.add("SY").notes[0]
    del server.files["/SY.zip"]
    with pytest.raises(GazetteerError, match=r"/SY\.zip does not exist.*404"):
        gazetteer.add("SY")
    assert main(["gazetteer", "add", "SY"]) == 1
    assert "geoevents gazetteer add SY.zip" in capsys.readouterr().err


def test_without_a_network_the_way_by_hand_is_told(gazetteer, monkeypatch):
    """An unreachable server is an error that says where the file is and how to add it."""
    monkeypatch.setenv("GEOEVENTS_GEONAMES_URL", "http://127.0.0.1:9/")
    with pytest.raises(GazetteerError, match=r"could not be fetched .* add SY\.zip"):
        gazetteer.add("SY")


def test_an_address_that_is_no_web_address_is_refused(gazetteer, monkeypatch):
    """The base address must be http(s): no file of the machine is read through it."""
    monkeypatch.setenv("GEOEVENTS_GEONAMES_URL", "file:///etc/")
    with pytest.raises(InputError, match="expected an http"):
        gazetteer.add("SY")


def test_an_unknown_country_is_refused_before_anything_is_sent(gazetteer, server):
    """A code that no country has is an error of its own."""
    with pytest.raises(InputError, match="'QQ' is no country's code"):
        gazetteer.add("QQ")
    assert server.asked == []


def test_a_geonames_file_fetched_by_hand_is_the_same(gazetteer, tmp_path):
    """The zip or text file of a country is recognised; alternate names beside it are read."""
    (tmp_path / "alternatenames").mkdir()
    (tmp_path / "alternatenames" / "SY.zip").write_bytes(zipped(ALTERNATES))
    (tmp_path / "SY.zip").write_bytes(zipped(COUNTRY))
    added = gazetteer.add(tmp_path / "SY.zip")
    assert added.source.label == "geonames-SY"
    assert added.source.licence == "CC BY 4.0, geonames.org"
    assert gazetteer.search("Qeremox")
    world = tmp_path / "allCountries.txt"
    world.write_text("\n".join(COUNTRY[:4]), "utf-8")
    with pytest.raises(InputError, match="--country SY"):
        gazetteer.add(world)
    assert gazetteer.add(world, country="SY").source.n_places == 4
    with pytest.raises(InputError, match="4 other countries"):
        gazetteer.add(world, country="IQ")
