"""geopy's online services behind our `Geocoder` protocol: opt-in, throttled, remembered.

Answers are kept in a SQLite file, misses too, so that no question is sent twice; it is asked
before the limiter, so a remembered name costs no waiting. Failures (no network, a quota) are never
kept: they are raised. Coordinates are lon, lat as everywhere; geopy's lat, lon ends here.
"""

from __future__ import annotations

import inspect
import json
import math
import sqlite3
import threading
import time
from collections.abc import Collection, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from geopy.exc import GeocoderQuotaExceeded, GeocoderTimedOut, GeopyError

from geoevents.errors import GeoEventsError, InputError
from geoevents.model import Match, Place
from geoevents.resources import cache_dir
from geoevents.spatial import distance_m

__all__ = ["OnlineGeocoder"]

_ASKED = 10  # places asked for at once, whatever the caller's limit: one answer serves all
_NARROW = 0.1
_APART_M = 25_000.0
_TABLE = """CREATE TABLE IF NOT EXISTS answers (
    service TEXT NOT NULL, query TEXT NOT NULL, answer TEXT NOT NULL, asked_at TEXT NOT NULL,
    PRIMARY KEY (service, query)) WITHOUT ROWID"""
# OpenStreetMap's kinds of places in GeoNames' words.
_KINDS: dict[str, tuple[str, str]] = {
    "country": ("A", "PCLI"), "state": ("A", "ADM1"), "province": ("A", "ADM1"),
    "region": ("A", "ADM1"), "county": ("A", "ADM2"), "district": ("A", "ADM2"),
    "administrative": ("A", "ADMD"), "suburb": ("P", "PPLX"), "neighbourhood": ("P", "PPLX"),
    "quarter": ("P", "PPLX"), "river": ("H", "STM"), "lake": ("H", "LK"), "water": ("H", "LK"),
    "peak": ("T", "PK"), "island": ("T", "ISL"), "aerodrome": ("S", "AIRP"), "dam": ("S", "DAM"),
}  # fmt: skip


class OnlineGeocoder:
    """Ask an online service of geopy through the `Geocoder` protocol.

    Nothing is sent unless you make one of these and search with it.

    Parameters
    ----------
    service
        A geopy geocoder, such as ``geopy.Nominatim(user_agent="my-newsroom (me@example.org)")``.
    cache
        The file that keeps the answers; one in the user's cache folder by default.
    min_delay_s
        Seconds between two requests; the public Nominatim allows one a second.
    timeout_s
        Seconds to wait for an answer.

    Raises
    ------
    InputError
        If the service cannot geocode, a number cannot be, or Nominatim has no user agent of
        yours, which its terms ask for.

    Examples
    --------
    >>> from geopy.geocoders import Nominatim
    >>> online = OnlineGeocoder(Nominatim(user_agent="my-newsroom (me@example.org)"))
    >>> online.search("Dabiq", country="SY")  # doctest: +SKIP
    """

    def __init__(
        self,
        service: Any,
        *,
        cache: str | Path | None = None,
        min_delay_s: float = 1.0,
        timeout_s: float = 10.0,
    ) -> None:
        _check(service, min_delay_s, timeout_s)
        self._service = service
        self._name = type(service).__name__
        self._where = f"{self._name} {getattr(service, 'domain', '')}".strip()
        self._takes = set(inspect.signature(service.geocode).parameters)
        self._min_delay_s, self._timeout_s = min_delay_s, timeout_s
        self._last_asked = -math.inf
        self._lock = threading.Lock()
        path = Path(cache) if cache is not None else cache_dir() / "online.sqlite"
        path.parent.mkdir(parents=True, exist_ok=True)
        self._cache = sqlite3.connect(path, check_same_thread=False)
        self._cache.execute(_TABLE)

    def search(
        self,
        name: str,
        *,
        country: str | Collection[str] | None = None,
        admin1_code: str | None = None,
        near: tuple[float, float] | None = None,
        limit: int = 10,
    ) -> list[Match]:
        """Return the service's places for a name, best first.

        Parameters
        ----------
        name
            The name, or any query that the service understands.
        country
            ISO 3166-1 alpha-2 code or codes; places known to lie elsewhere are left out.
        admin1_code
            GeoNames' code; services do not know it, so nothing matches unless a place carries it.
        near
            lon, lat in degrees; nearer places rank higher.
        limit
            The most matches to return.

        Raises
        ------
        GeoEventsError
            If the service fails, times out or refuses; nothing is remembered then.
        """
        query = " ".join(name.split())
        if not query:
            return []
        codes = sorted({country} if isinstance(country, str) else set(country or ()))
        key = json.dumps([query, [c.upper() for c in codes]], ensure_ascii=False)
        with self._lock:
            kept = self._remembered(key)
            if kept is None:
                kept = self._ask(query, codes), "just now"
                self._remember(key, kept[0])
        places, when = kept
        if admin1_code is not None:
            places = [p for p in places if p.admin1_code == admin1_code]
        return _ranked(places, near, f"answered by {self._where} ({when})")[:limit]

    def close(self) -> None:
        """Close the file of answers."""
        self._cache.close()

    def __enter__(self) -> Self:
        """Return the geocoder itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the file of answers."""
        self.close()

    def _remembered(self, key: str) -> tuple[list[Place], str] | None:
        query = "SELECT answer, asked_at FROM answers WHERE service = ? AND query = ?"
        with closing(self._cache.execute(query, [self._where, key])) as rows:
            row = rows.fetchone()
        if row is None:
            return None
        return [_revived(entry) for entry in json.loads(row[0])], f"kept since {row[1][:10]}"

    def _remember(self, key: str, places: Sequence[Place]) -> None:
        answer = json.dumps([asdict(p) for p in places], ensure_ascii=False)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self._cache:
            self._cache.execute(
                "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?)",
                [self._where, key, answer, now],
            )

    def _ask(self, query: str, codes: list[str]) -> list[Place]:
        options: dict[str, Any] = {"exactly_one": False, "timeout": self._timeout_s}
        if codes and "country_codes" in self._takes:
            options["country_codes"] = [code.lower() for code in codes]
        if "limit" in self._takes:
            options["limit"] = _ASKED
        if "addressdetails" in self._takes:
            options["addressdetails"] = True
        self._wait()
        try:
            answer = self._service.geocode(query, **options) or []
        except GeopyError as error:
            raise GeoEventsError(self._explain(query, error)) from error
        finally:
            self._last_asked = time.monotonic()
        places = [_place(location, self._name) for location in answer]
        return [p for p in places if not codes or p.country_code in {"", *map(str.upper, codes)}]

    def _wait(self) -> None:
        pause = self._last_asked + self._min_delay_s - time.monotonic()
        if pause > 0:
            time.sleep(pause)

    def _explain(self, query: str, error: GeopyError) -> str:
        if isinstance(error, GeocoderTimedOut):
            advice = "try again later, or give more time with timeout_s="
        elif isinstance(error, GeocoderQuotaExceeded):
            advice = "wait, and ask less often with a larger min_delay_s="
        else:
            advice = "check the network and the service's settings, or use the offline gazetteer"
        return (
            f"{self._where} gave no answer for {query!r} ({type(error).__name__}: {error}); "
            f"expected a list of places; {advice}. Nothing was remembered."
        )


def _check(service: Any, min_delay_s: float, timeout_s: float) -> None:
    if not callable(getattr(service, "geocode", None)):
        raise InputError(
            f"service is {service!r}; expected a geopy geocoder such as "
            "geopy.Nominatim(user_agent='my-newsroom (me@example.org)')."
        )
    if min_delay_s < 0 or timeout_s <= 0:
        raise InputError(
            f"min_delay_s is {min_delay_s} and timeout_s {timeout_s}; expected seconds of 0 or "
            "more, and more than 0."
        )
    agent = str((getattr(service, "headers", None) or {}).get("User-Agent", ""))
    if "nominatim" in type(service).__name__.lower() and (not agent or agent.startswith("geopy/")):
        raise InputError(
            "Nominatim has no user agent of yours, which its terms ask for; pass one: "
            "Nominatim(user_agent='my-newsroom (me@example.org)')."
        )


def _revived(entry: Mapping[str, Any]) -> Place:
    box = entry.get("bbox")
    return Place(**{**entry, "bbox": tuple(box) if box else None})


def _place(location: Any, service: str) -> Place:
    """Make a place of geopy's location; the services' raw answers differ, so all is optional."""
    raw = location.raw if isinstance(location.raw, Mapping) else {}
    facts = raw.get("properties", raw)
    address = facts.get("address")
    address = address if isinstance(address, Mapping) else {}
    code = address.get("country_code") or facts.get("countrycode") or facts.get("country_code")
    box = _box(raw)
    lon, lat = float(location.longitude), float(location.latitude)
    kind = str(facts.get("addresstype") or facts.get("type") or facts.get("osm_value") or "")
    feature_class, feature_code = _KINDS.get(kind, ("P", "PPL"))
    identity = f"{facts.get('osm_type', '')}{facts.get('osm_id', '')}" or f"{lon:.5f},{lat:.5f}"
    place = Place(
        place_id=f"{service.lower()}:{identity}",
        name=str(facts.get("name") or str(location.address).partition(",")[0]),
        longitude=lon,
        latitude=lat,
        country_code=str(code or "").upper(),
        admin1_name=str(address.get("state") or facts.get("state") or ""),
        feature_class=feature_class,
        feature_code=feature_code,
        bbox=box,
        source=service,
    )
    if box is None:
        return place
    return replace(place, extent_m=max(500.0, distance_m(box[0], box[1], box[2], box[3]) / 2))


def _box(raw: Mapping[str, Any]) -> tuple[float, float, float, float] | None:
    """Read a box: Nominatim writes south, north, west, east, Photon west, north, east, south."""
    try:
        if raw.get("boundingbox"):
            south, north, west, east = map(float, raw["boundingbox"])
            return west, south, east, north
        extent = raw.get("properties", {}).get("extent")
        if extent:
            west, north, east, south = map(float, extent)
            return west, south, east, north
    except (TypeError, ValueError):
        return None
    return None


def _ranked(places: Sequence[Place], near: tuple[float, float] | None, reason: str) -> list[Match]:
    """Score by the service's own order, and by nearness where asked."""
    scored = []
    for rank, place in enumerate(places):
        score, reasons = 0.9 * 0.92**rank, [reason, f"its answer number {rank + 1}"]
        if near is not None:
            apart = distance_m(*near, place.longitude, place.latitude)
            score *= 0.4 + 0.6 * math.exp(-apart / 100_000.0)
            reasons.append(f"{apart / 1000:,.0f} km from the given point")
        scored.append(Match(place, round(score, 4), place.name, tuple(reasons)))
    scored.sort(key=lambda m: -m.score)
    if len(scored) > 1:
        first, second = scored[0].place, scored[1].place
        apart = distance_m(first.longitude, first.latitude, second.longitude, second.latitude)
        narrow = apart > _APART_M and scored[0].score - scored[1].score < _NARROW
        note = f"second: {second.name} ({second.country_code}), score {scored[1].score:.2f}"
        scored[0] = replace(scored[0], is_ambiguous=narrow, reasons=(*scored[0].reasons, note))
    return scored
