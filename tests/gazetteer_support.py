"""What tests of a user's own places share: a cache, a server of GeoNames' files, a table."""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import threading
import zipfile
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from geoevents.gazetteer import Gazetteer, download
from geoevents.gazetteer.cachefile import default_index


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
,--,36.6,38.1,SY020503,Aleppo
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
