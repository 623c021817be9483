"""What the tests of review share: claims of a few sentences, and sheets with decisions in them."""

from __future__ import annotations

import hashlib

import pandas as pd
from geocoding_fake import FakeGazetteer
from shapely.geometry import Point

from geoevents.review import review_sheet
from geoevents.schema import CLAIMS


class Gazetteer(FakeGazetteer):
    """The small gazetteer, whose places are had by their ids as well."""

    def place(self, place_id):
        """Return the place of an id, or None."""
        places = (m.place for hits in self.by_key.values() for m in hits)
        return next((p for p in places if p.place_id == place_id), None)


GAZETTEER = Gazetteer()
PLACES = {
    "Azaz": ("fake:15", Point(37.05, 36.59)),
    "Manbij": ("fake:14", Point(37.95, 36.53)),
    "Kobani": ("fake:13", Point(38.35, 36.89)),
    "Hama": ("fake:16", Point(36.76, 35.13)),
    "Homs": ("fake:17", Point(36.73, 34.72)),
}


# Hashes of the reports' bytes.
SHA = {"r1": "a1" * 32, "r2": "b2" * 32, "r1-copy": "a1" * 32}


def claim(place="Azaz", kind="CAPTURE", *, report="r1", at=0, **more):
    """Return one claim of a sentence that starts at character `at` of a report."""
    place_id, point = PLACES[place]
    quote = f"Fighters of the northern front took {place} after {at} days, residents said."
    start = pd.Timestamp("2015-01-26", tz="UTC")
    row = {
        "report_id": report,
        "event_type": kind,
        "status": "reported",
        "actor": "YPG",
        "actor_id": "ypg",
        "toponym": place,
        "place_kind": "named",
        "place_id": place_id,
        "place_name": place,
        "country_code": "SY",
        "geometry": point,
        "date_edtf": "2015-01-26",
        "valid_from": start,
        "valid_to": start + pd.Timedelta(days=1),
        "published_at": start + pd.Timedelta(days=2),
        "recorded_at": start + pd.Timedelta(days=2),
        "quote": quote,
        "start": at * 100,
        "end": at * 100 + 30,
        "source": "Herald" if report == "r2" else "Wire",
        "confidence": 0.5,
        "review_status": "unreviewed",
        "report_sha256": SHA[report],
        **more,
    }
    said = [row[n] for n in ("report_id", "event_type", "status", "start", "toponym", "actor_id")]
    return {"claim_id": hashlib.sha256(repr(said).encode()).hexdigest()[:12], **row}


def table(*rows):
    """Return a claims table."""
    return CLAIMS.build(rows)


def sheet_of(claims, *cells, **options):
    """Return a sheet of claims with cells filled in, one mapping for each row from the first."""
    sheet = review_sheet(claims, **options)
    for number, filled in enumerate(cells):
        for name, value in filled.items():
            sheet.loc[number, name] = value
    return sheet


def decided(word, **more):
    """Return the cells of one decision."""
    return {"decision": word, "who": "Ana", "when": "2015-02-01", **more}
