"""A user's own places: fetched or read, kept, put before ours, and taken away again."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import pickle
import re
import shutil
import threading
import zipfile
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely.geometry import Point, box

import geoevents as ge
from geoevents.cli import main
from geoevents.errors import GazetteerError, InputError
from geoevents.export import write_table
from geoevents.gazetteer import Gazetteer, download
from geoevents.gazetteer.cachefile import default_index
from geoevents.gazetteer.columns import find_columns
from geoevents.gazetteer.resolver import Resolver
from geoevents.gazetteer.userfile import read_user_file
from geoevents.geocoding import find_mentions
from geoevents.model import FROM_OWN


def line(number, name, others, lat, lon, kind, admin1="09", population=0):
    """Return a line of a GeoNames country file: 19 fields."""
    feature_class, code = kind.split(".")
    fields = [number, name, name, others, lat, lon, feature_class, code, "SY", "", admin1, "", "",
              "", population, "", 400, "Asia/Damascus", "2020-01-01"]  # fmt: skip
    return "\t".join(str(field) for field in fields)


# GeoNames' columns; the villages and their numbers are none of GeoNames'.
COUNTRY = [
    line(163843, "Syria", "Syrie,Siria", 35.0, 38.0, "A.PCLI", "00", 16906283),
    line(170063, "Aleppo", "ALP,Halab,حلب", 36.20124, 37.16117, "P.PPLA", population=2098210),
    line(99000001, "Qwrt Taḩtānī", "Esh Qwrt,قورت تحتاني", 36.79, 38.04, "P.PPL"),
    line(99000002, "Qarah Mūgh", "Kara Mog", 36.84, 38.20, "P.PPL"),
    line(99000003, "Qarah Mūgh", "", 36.85, 38.21, "T.HLL"),
    line(99000004, "Jabal Mishtānūr", "Mishtanur Hill", 36.87, 38.35, "T.HLL"),
    line(99000005, "Bi'r Qarah", "", 36.8, 38.2, "H.WLL"),
    line(99000006, "Tall Ghazāl", "", "nowhere", 38.2, "P.PPL"),
    "99000007\tTorn",
]
ALTERNATES = [
    "1\t99000001\tar\tقورت التحتاني\t1\t\t\t\t\t",
    "2\t99000001\tlink\thttps://example.org/Qwrt\t\t\t\t\t\t",
    "3\t99000002\tku\tQeremox\t\t\t\t\t\t",
]


def zipped(lines, name="SY.txt"):
    """Return the bytes of a zip file with one table, as GeoNames has them."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, "\n".join(lines) + "\n")
    return data.getvalue()


class GeoNamesServer:
    """Serves files from memory on loopback, with ranges; it can be told to misbehave."""

    def __init__(self):
        self.files = {
            "/SY.zip": zipped(COUNTRY),
            "/alternatenames/SY.zip": zipped(ALTERNATES),
        }
        self.cut_at = []  # answers to cut after so many bytes, one after the other
        self.asked = []

    def answer(self, request):
        """Answer a GET request."""
        asked = request.headers.get("Range")
        self.asked.append((request.path, asked))
        data = self.files.get(request.path)
        if data is None:
            request.send_error(404)
            return
        tag = f'"{hashlib.sha256(data).hexdigest()[:8]}"'
        start = 0
        if asked and request.headers.get("If-Range") in {None, tag}:
            start = int(re.fullmatch(r"bytes=(\d+)-", asked)[1])
        request.send_response(206 if start else 200)
        if start:
            request.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
        request.send_header("ETag", tag)
        request.send_header("Content-Length", str(len(data) - start))
        request.end_headers()
        end = start + self.cut_at.pop(0) if self.cut_at else len(data)
        request.wfile.write(data[start:end])

    @contextmanager
    def running(self):
        """Serve on a port of its own."""
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                outer.answer(self)

            def log_message(self, *_):
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/export/dump/".replace("/export/dump", "")
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


@pytest.fixture(scope="session")
def shipped():
    """Give the path of the shipped index, built once for all."""
    return default_index()


@pytest.fixture
def cache(tmp_path, monkeypatch, shipped):
    """Give a cache folder of one's own that holds the shipped index."""
    folder = tmp_path / "cache"
    folder.mkdir()
    try:
        os.link(shipped, folder / shipped.name)
    except OSError:  # another disk, or a system without links
        shutil.copy(shipped, folder / shipped.name)
    monkeypatch.setenv("GEOEVENTS_CACHE", str(folder))
    return folder


@pytest.fixture
def server(monkeypatch):
    """Give a running server of GeoNames' files, which is the one that is asked."""
    made = GeoNamesServer()
    monkeypatch.setattr(download, "_WAIT_S", 0.0)
    with made.running() as url:
        monkeypatch.setenv("GEOEVENTS_GEONAMES_URL", url)
        yield made


@pytest.fixture
def gazetteer(cache):
    """Give the default gazetteer in a cache folder of its own."""
    assert cache.is_dir()
    with Gazetteer.default() as opened:
        yield opened


PLACES = """NAME_EN,NAME_AR,LAT,LON,PCODE,GOV
Ain al Arab,عين العرب,36.8912,38.3537,SY020500,Aleppo
Qwrtzeh,قرية كورتزه,36.62,38.11,SY020501,Aleppo
Northless,,north,38.1,SY020502,Aleppo
,بلا اسم,36.6,38.1,SY020503,Aleppo
Offmap,,6.6,38.1,SY020504,Aleppo
Qwrtzeh,قرية كورتزه,36.62,38.11,SY020501,Aleppo
"""
MAPPING = {
    "name": "NAME_EN",
    "lat": "LAT",
    "lon": "LON",
    "pcode": "PCODE",
    "admin1": "GOV",
    "also": ["NAME_AR"],
}


@pytest.fixture
def places(tmp_path):
    """Give a CSV file of places, four of whose rows cannot be used."""
    path = tmp_path / "places.csv"
    path.write_text(PLACES, "utf-8")
    return path


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


def test_every_bad_row_is_reported(gazetteer, places):
    """File, row, column, value and reason of each; the list lies beside the file."""
    added = gazetteer.add(places, columns=MAPPING, country="SY")
    assert [(r.file, r.row, r.column, r.value) for r in added.rejected] == [
        ("places.csv", 4, "LAT", "north"),
        ("places.csv", 5, "NAME_EN", ""),
        ("places.csv", 6, "LAT, LON", "6.6, 38.1"),
        ("places.csv", 7, "NAME_EN", "Qwrtzeh (row 3)"),
    ]
    assert added.source.n_places == 2
    listed = pd.read_csv(added.rejected_file)
    assert added.rejected_file == places.with_name("places.rejected.csv")
    assert listed["row"].tolist() == [4, 5, 6, 7]
    assert added.reasons["repeats that row"] == 1


def test_the_users_place_stands_for_ours(gazetteer, places):
    """The same town is one place: the user's id, point and p-code, our other names and size."""
    ours = gazetteer.search("Kobane", country="SY")[0].place
    gazetteer.add(places, columns=MAPPING, country="SY")
    for name in ("Kobane", "Ain al Arab", "عين العرب", "Kobanî"):
        found = gazetteer.search(name)
        assert found[0].place.place_id == "places:SY020500", name
        assert ours.place_id not in {m.place.place_id for m in found}
    own = found[0].place
    assert (own.longitude, own.latitude, own.pcode) == (38.3537, 36.8912, "SY020500")
    assert (own.admin1_code, own.population) == (ours.admin1_code, ours.population)
    assert FROM_OWN in found[0].reasons
    assert gazetteer.place(ours.place_id) == own
    assert gazetteer.candidates(["Kobane"])["Kobane"][0].place == own
    assert gazetteer.nearest(38.3537, 36.8912, limit=1)[0].place == own


def test_the_users_places_come_first_wherever_names_are_placed(gazetteer, tmp_path):
    """A namesake far from ours wins in search, geocode, geoparse and find_mentions."""
    path = tmp_path / "own.csv"
    path.write_text("name,lat,lon,pcode\nPalmyra,36.71,37.02,SY9\nDabiq,36.70,38.00,SY8\n", "utf-8")
    gazetteer.add(path, country="SY")
    text = "Shells fell on Palmyra on Sunday, residents said."
    assert gazetteer.search("Palmyra")[0].place.pcode == "SY9"
    assert ge.geocode(["Palmyra"], gazetteer)["pcode"].tolist() == ["SY9"]
    assert ge.geoparse(text, gazetteer)["pcode"].tolist() == ["SY9"]
    mention = find_mentions(text, gazetteer)[0]
    assert mention.match.place.pcode == "SY9"
    assert FROM_OWN in mention.reasons


def test_a_hamlet_called_like_a_country_or_capital_is_neither(gazetteer, tmp_path):
    """In a text, the name of a country or capital means that, whatever the user's list holds."""
    path = tmp_path / "own.csv"
    path.write_text("name,lat,lon\nTurkey,36.71,37.02\nMoscow,35.1,37.5\n", "utf-8")
    gazetteer.add(path, country="SY")
    found = ge.geoparse("He flew from Moscow to Turkey on Sunday.", gazetteer)
    assert found["feature_code"].tolist() == ["PPLC", "PCLI"]


def test_what_was_asked_before_is_asked_anew(gazetteer, tmp_path):
    """Adding and removing places changes what the same text gives in the same process."""
    text = "Rebels seized the village of Qwrtzeh near Manbij on Sunday."
    path = tmp_path / "own.csv"
    path.write_text("name,lat,lon\nQwrtzeh,36.6,38.0\n", "utf-8")

    def known():
        return ge.geoparse(text, gazetteer)["place_id"].dropna().tolist()

    before = known()
    gazetteer.add(path, country="SY")
    assert known() == ["own:2", *before]
    gazetteer.remove("own")
    assert known() == before


def test_a_name_that_only_resembles_is_not_preferred(gazetteer, tmp_path):
    """The user's al-Hama is not Hama: without its article a name does not outrank ours."""
    path = tmp_path / "own.csv"
    path.write_text("name,lat,lon,pcode\nAl Hama,33.56,36.22,SY7\n", "utf-8")
    gazetteer.add(path, country="SY")
    assert gazetteer.search("Hama")[0].place.pcode == ""
    assert gazetteer.candidates(["Hama"])["Hama"][0].place.pcode == ""
    assert gazetteer.search("al-Hama")[0].place.pcode == "SY7"
    found = ge.geoparse("Shells fell on Hama, Syria, on Sunday.", gazetteer)
    assert found["place_name"].tolist() == ["Hama", "Syria"]


def test_demonyms_and_divisions_keep_working(gazetteer, tmp_path):
    """Where the user's place stands for ours, its demonym and its province lead to the user's."""
    path = tmp_path / "own.csv"
    path.write_text(
        "ADM1_EN,ADM1_PCODE,lat,lon\nAleppo,SY02,36.2,37.5\nHoms,SY04,34.5,38.3\n", "utf-8"
    )
    gazetteer.add(path)
    province = gazetteer.division("SY", "09")
    assert (province.pcode, province.admin1_code, province.feature_code) == ("SY02", "09", "ADM1")
    found = ge.geoparse("Fighting spread in Homs province, Syria.", gazetteer)
    assert found["pcode"].tolist()[0] == "SY04"
    assert gazetteer.demonym("Aleppan")


CELLS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    ["36.5", "38,1", "N 36", "36.6N", "٣٦", "1e3", "nan", "inf", "-", "#adm", "حلب", "=1"]
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(CELLS, min_size=1, max_size=6), min_size=1, max_size=8))
def test_any_table_is_read_or_refused_and_every_row_accounted_for(gazetteer, tmp_path, rows):
    """Whatever the cells hold, each row is a place, rejected or left out; nothing else happens."""
    path = tmp_path / "any.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["name", "lat", "lon", "pcode", "country"], *rows])
    try:
        reading = read_user_file(path, Resolver(gazetteer._ours), label="any", columns={})
    except InputError:
        return
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    taken = len(reading.entries) + len(reading.rejected) + sum(reading.left_out.values())
    assert taken == len(filled)


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


def test_ocha_headers_are_recognised(gazetteer, tmp_path):
    """A COD-AB list needs no mapping: lowest level, p-codes, languages, HXL tags."""
    path = tmp_path / "syr_admin3.csv"
    path.write_text(
        "admin0Name_en,admin0Pcode,admin1Name_en,admin1Pcode,admin3Name_en,admin3Name_ar,"
        "admin3Pcode,latitude,longitude\n"
        "#country+name,#country+code,#adm1+name,#adm1+code,#adm3+name,#adm3+name,#adm3+code,"
        "#geo+lat,#geo+lon\n"
        "Syrian Arab Republic,SY,Aleppo,SY02,Qwrtzan,كورتزان,SY020401,36.6,38.1\n",
        "utf-8-sig",
    )
    added = gazetteer.add(path)
    assert added.left_out == {"rows of HXL tags": 1}
    place = gazetteer.search("كورتزان")[0].place
    assert (place.name, place.pcode, place.feature_code) == ("Qwrtzan", "SY020401", "ADM3")
    assert (place.country_code, place.admin1_name) == ("SY", "Aleppo")


@pytest.mark.parametrize(
    ("headers", "name", "pcode", "also"),
    [
        (["ADM2_EN", "ADM2_AR", "ADM2_PCODE", "lat", "lon"], "ADM2_EN", "ADM2_PCODE", ["ADM2_AR"]),
        (["adm1_name", "adm1_pcode", "adm4_name", "adm4_name1", "adm4_pcode", "y", "x"],
         "adm4_name", "adm4_pcode", ["adm4_name1"]),
        (["Village", "P_CODE", "admin3Name_en", "admin3Pcode", "Latitude", "Longitude"],
         "Village", "P_CODE", []),
    ],
)  # fmt: skip
def test_usual_headers_are_recognised(headers, name, pcode, also):
    """Old and new COD-AB headers, and lists of villages with the divisions above them."""
    found = find_columns(headers, {}, file="f.csv")
    assert (found.name, found.pcode, list(found.also)) == (name, pcode, also)


def test_a_countrys_column_may_hold_codes_or_names(gazetteer, tmp_path):
    """Two letters, three letters or a name; a value that is none of them rejects the row."""
    path = tmp_path / "mixed.csv"
    path.write_text(
        "Localité,Country,X,Y\nQwrta,SY,38,36.6\nQwrtb,IRQ,43,36.3\nQwrtc,Turkey,37,37\n"
        "Qwrtd,Elbonia,37,37\n",
        "utf-8",
    )
    added = gazetteer.add(path)
    codes = [gazetteer.search(f"Qwrt{c}")[0].place.country_code for c in "abc"]
    assert codes == ["SY", "IQ", "TR"]
    assert [(r.row, r.column, r.value) for r in added.rejected] == [(5, "Country", "Elbonia")]


def test_another_spelling_near_by_is_the_same_place(gazetteer, tmp_path):
    """A name that sounds the same, next to ours, is ours; the same sound farther off is not."""
    ours = gazetteer.search("Tell Rifaat", country="SY")[0].place
    path = tmp_path / "own.csv"
    near = f"Tal Refat,{ours.latitude + 0.01},{ours.longitude},SYA"
    far = f"Tal Rifet,{ours.latitude - 0.9},{ours.longitude},SYB"
    path.write_text(f"name,lat,lon,pcode\n{near}\n{far}\n", "utf-8")
    gazetteer.add(path, country="SY")
    assert gazetteer.place(ours.place_id).pcode == "SYA"
    assert gazetteer.search("Tell Rifaat")[0].place.pcode == "SYA"


def test_unknown_headers_say_what_to_do(gazetteer, tmp_path):
    """The message lists the columns and the option that is missing."""
    path = tmp_path / "odd.csv"
    path.write_text("wo,breite,laenge\nQwrtz,36.6,38.1\n", "utf-8")
    with pytest.raises(InputError, match=r"wo, breite, laenge.*--name COLUMN"):
        gazetteer.add(path, country="SY")
    with pytest.raises(InputError, match="has no column 'ort' for name; it has wo"):
        gazetteer.add(path, columns={"name": "ort"}, country="SY")
    mapping = {"name": "wo", "lat": "breite", "lon": "laenge"}
    with pytest.raises(InputError, match="--country SY"):
        gazetteer.add(path, columns=mapping)
    with pytest.raises(InputError, match="no country's code"):
        gazetteer.add(path, columns=mapping, country="Syria")
    assert gazetteer.add(path, columns=mapping, country="SY").source.n_places == 1


def test_points_and_polygons_are_taken(gazetteer, tmp_path):
    """A GeoPackage in metres and a GeoJSON of polygons give points, extents and boxes."""
    villages = gpd.GeoDataFrame(
        {"name": ["Qwrtzeh", "Empty"], "pcode": ["SY1", "SY2"]},
        geometry=[Point(38.1, 36.6), Point()],
        crs="EPSG:4326",
    )
    villages.to_crs("EPSG:32637").to_file(tmp_path / "villages.gpkg", driver="GPKG")
    added = gazetteer.add(tmp_path / "villages.gpkg", country="SY")
    assert [(r.row, r.column) for r in added.rejected] == [(2, "geometry")]
    place = gazetteer.search("Qwrtzeh")[0].place
    assert (round(place.longitude, 4), round(place.latitude, 4)) == (38.1, 36.6)
    districts = gpd.GeoDataFrame(
        {"ADM3_EN": ["Vlorbek"], "ADM3_PCODE": ["SY020299"]},
        geometry=[box(38.0, 36.5, 38.4, 36.7)],
        crs="EPSG:4326",
    )
    districts.to_file(tmp_path / "districts.geojson", driver="GeoJSON")
    gazetteer.add(tmp_path / "districts.geojson")
    place = gazetteer.search("Vlorbek")[0].place
    assert place.bbox == (38.0, 36.5, 38.4, 36.7)
    assert 15_000 < place.extent_m < 30_000
    assert place.is_area


def test_files_that_cannot_be_used_say_why(gazetteer, tmp_path):
    """A missing file, a spreadsheet, a zip of something else, a file of bad rows only."""
    with pytest.raises(InputError, match="is no file; expected a country's code"):
        gazetteer.add(tmp_path / "none.csv")
    for name, why in (("a.xlsx", "save the sheet as CSV"), ("b.zip", "damaged"), ("c.md", "none")):
        (tmp_path / name).write_text("x", "utf-8")
        with pytest.raises(InputError, match=why):
            gazetteer.add(tmp_path / name)
    (tmp_path / "d.csv").write_text("name,lat,lon\nQwrtz,95,38\n", "utf-8")
    with pytest.raises(InputError, match=r"row 2, column 'lat' has '95'.*Nothing was added"):
        gazetteer.add(tmp_path / "d.csv", country="SY")
    (tmp_path / "e.csv").write_bytes("name,lat,lon\nحلب,36,38\n".encode("cp1256"))
    with pytest.raises(InputError, match="UTF-8"):
        gazetteer.add(tmp_path / "e.csv", country="SY")
    assert gazetteer.added() == []


def test_a_hostile_table_stays_data(gazetteer, tmp_path):
    """No cell becomes a path or a formula, whatever it says."""
    path = tmp_path / "evil.csv"
    path.write_text(
        "name,lat,lon,pcode\n../../Qwrtzeh,36.6,38.1,../../x\n=HYPERLINK(1),=1+1,38.1,SY3\n",
        "utf-8",
    )
    added = gazetteer.add(path, country="SY")
    assert "'=1+1" in added.rejected_file.read_text("utf-8-sig")
    assert gazetteer.search("Qwrtzeh") or gazetteer.search("../../Qwrtzeh")
    with pytest.raises(InputError, match="cannot label a source"):
        gazetteer.add(path, country="SY", label="../..")


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
