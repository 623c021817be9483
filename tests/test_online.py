"""Online services behind our protocol: throttled, remembered, never silently failing."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from geopy.exc import GeocoderQuotaExceeded, GeocoderTimedOut
from geopy.geocoders import Nominatim
from geopy.location import Location

from geoevents.errors import GeoEventsError, InputError
from geoevents.model import Geocoder
from geoevents.online import OnlineGeocoder

DABIQ = {
    "osm_type": "node",
    "osm_id": 1,
    "name": "Dabiq",
    "lat": "36.5361",
    "lon": "37.2664",
    "boundingbox": ["36.52", "36.55", "37.25", "37.28"],
    "display_name": "Dabiq, Aleppo Governorate, Syria",
    "addresstype": "village",
    "address": {"state": "Aleppo Governorate", "country_code": "sy"},
}


class Service:
    """A geopy service that answers from a table and counts what it is asked."""

    def __init__(self, answers):
        self.answers, self.asked = answers, []

    def geocode(self, query, *, exactly_one=True, timeout=None, limit=None, country_codes=None):
        """Answer as geopy's services do."""
        self.asked.append((query, exactly_one, timeout, limit, country_codes))
        answer = self.answers.get(query)
        if isinstance(answer, Exception):
            raise answer
        return answer


def dabiq():
    """Return what a service answers for Dabiq."""
    return [Location("Dabiq, Syria", (36.5361, 37.2664), DABIQ)]


@pytest.fixture
def service():
    """Return a service that knows Dabiq."""
    return Service({"Dabiq": dabiq(), "Slow": GeocoderTimedOut("slow")})


@pytest.fixture
def online(service, tmp_path):
    """Return a geocoder that asks that service."""
    with OnlineGeocoder(service, cache=tmp_path / "c.sqlite", min_delay_s=0) as geocoder:
        yield geocoder


def test_it_is_a_geocoder(online):
    """It stands behind the same protocol as the gazetteer."""
    assert isinstance(online, Geocoder)


def test_coordinates_are_lon_lat(online):
    """Geopy's lat, lon becomes our lon, lat; box, country and extent come along."""
    (match,) = online.search("Dabiq", country="SY")
    place = match.place
    assert (place.longitude, place.latitude) == (37.2664, 36.5361)
    assert place.bbox == (37.25, 36.52, 37.28, 36.55)
    assert (place.country_code, place.place_id) == ("SY", "service:node1")
    assert 1_000 < place.extent_m < 5_000
    assert "answered by Service" in match.reasons[0]


def test_an_answer_is_asked_for_once(online, service):
    """The same question is answered from the file, also in another spelling of its spaces."""
    first = online.search("Dabiq")
    again = online.search("  Dabiq ")
    assert [m.place for m in first] == [m.place for m in again]
    assert "kept since" in again[0].reasons[0]
    assert len(service.asked) == 1


def test_misses_are_remembered(online, service):
    """A name that the service does not know is not asked for again."""
    assert online.search("Nowhere") == []
    assert online.search("Nowhere") == []
    assert len(service.asked) == 1


def test_answers_outlive_the_object(service, tmp_path):
    """A new object with the same file knows what the old one asked."""
    for _ in range(2):
        with OnlineGeocoder(service, cache=tmp_path / "c.sqlite", min_delay_s=0) as geocoder:
            assert len(geocoder.search("Dabiq")) == 1
    assert len(service.asked) == 1


def test_failures_are_raised_and_not_remembered(online, service):
    """A timeout is an error that says what to do; the next try asks again."""
    with pytest.raises(GeoEventsError, match=r"no answer for 'Slow'.*timeout_s"):
        online.search("Slow")
    service.answers["Slow"] = dabiq()
    assert len(online.search("Slow")) == 1
    service.answers["Quota"] = GeocoderQuotaExceeded("429")
    with pytest.raises(GeoEventsError, match="min_delay_s"):
        online.search("Quota")


def test_the_cache_is_asked_before_the_limiter(service, tmp_path, monkeypatch):
    """Only real requests wait for each other."""
    clock, slept = [100.0], []

    def sleep(seconds):
        slept.append(seconds)
        clock[0] += seconds

    monkeypatch.setattr("geoevents.online.time.monotonic", lambda: clock[0])
    monkeypatch.setattr("geoevents.online.time.sleep", sleep)
    with OnlineGeocoder(service, cache=tmp_path / "c.sqlite", min_delay_s=1.5) as geocoder:
        geocoder.search("Dabiq")
        geocoder.search("Dabiq")
        assert slept == []
        geocoder.search("Other")
        assert slept == [1.5]


def test_places_elsewhere_are_left_out(online, service):
    """The allowed countries are passed on, and checked in the answer."""
    assert online.search("Dabiq", country={"IQ", "TR"}) == []
    assert service.asked[-1][4] == ["iq", "tr"]


def test_nearer_places_rank_higher(online, service):
    """With `near`, the service's order gives way to nearness."""
    far = Location("Dabiq, Elsewhere", (10.0, 10.0), {"name": "Dabiq", "osm_id": 2})
    service.answers["Two"] = [far, *dabiq()]
    assert online.search("Two")[0].place.latitude == 10.0
    assert online.search("Two", near=(37.0, 36.0))[0].place.latitude == 36.5361


def test_an_empty_name_is_not_sent(online, service):
    """Nothing is asked for nothing."""
    assert online.search("  ") == []
    assert service.asked == []


def test_what_cannot_geocode_is_refused(tmp_path):
    """The error names the value and shows what was expected."""
    with pytest.raises(InputError, match="expected a geopy geocoder"):
        OnlineGeocoder("nominatim", cache=tmp_path / "c.sqlite")
    with pytest.raises(InputError, match="min_delay_s is -1"):
        OnlineGeocoder(Service({}), cache=tmp_path / "c.sqlite", min_delay_s=-1)


def test_nominatim_needs_a_user_agent(tmp_path):
    """A Nominatim that would send geopy's own user agent is refused before any request."""
    nominatim = Nominatim(user_agent="test (me@example.org)")
    nominatim.headers["User-Agent"] = "geopy/2.5"
    with pytest.raises(InputError, match="user agent"):
        OnlineGeocoder(nominatim, cache=tmp_path / "c.sqlite")


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.paths.append(self.path)
        body = json.dumps([DABIQ] if "Dabiq" in self.path else []).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


def test_a_real_nominatim_client_works(tmp_path):
    """Geopy's own Nominatim, served from loopback: country filter sent, answer placed."""
    server = HTTPServer(("127.0.0.1", 0), _Handler)
    server.paths = []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        nominatim = Nominatim(
            user_agent="test (me@example.org)",
            domain=f"127.0.0.1:{server.server_port}",
            scheme="http",
        )
        with OnlineGeocoder(nominatim, cache=tmp_path / "c.sqlite", min_delay_s=0) as geocoder:
            (match,) = geocoder.search("Dabiq", country="SY")
            assert geocoder.search("Nowhere") == []
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    assert match.place.place_id == "nominatim:node1"
    assert "countrycodes=sy" in server.paths[0]
    assert len(server.paths) == 2
