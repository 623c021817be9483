"""The places written by hand lie where they can lie: coordinates checked against other data."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from geoevents.gazetteer import fold
from geoevents.gazetteer.sources import cities_file, read_cities, read_places
from geoevents.resources import data_path
from geoevents.spatial import distance_m

ROOT = Path(__file__).parents[1]
AIRFIELDS = ROOT / "tests" / "data" / "airfields.csv"
# A unique namesake far off in GeoNames, and why ours is right all the same
NAMESAKES = {"place:et-kobo": "GeoNames' Kobo of 56,100 is the woreda Kobo's namesake in Shewa"}
AT_SEA = {"ISL", "BDG", "STRT", "SPIT", "BAY", "PRT"}


@pytest.fixture(scope="module")
def cities():
    """Give GeoNames' cities, as the index takes them."""
    return [entry for entry, _ in read_cities(cities_file())]


@pytest.fixture(scope="module")
def ours():
    """Give the supplement's entries."""
    return [entry.place for entry in read_places(data_path("gazetteer") / "places.csv")]


def flat(places):
    """Return places as points on the unit sphere."""
    lon, lat = np.radians([[p.longitude, p.latitude] for p in places]).T
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)


def test_airfields_lie_where_pilots_find_them(ours):
    """Every base and airport that the open list of airports has lies within 3 km of it."""
    by_id = {place.place_id: place for place in ours}
    with AIRFIELDS.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 32
    for row in rows:
        place = by_id[row["place_id"]]
        spot = float(row["longitude"]), float(row["latitude"])
        assert distance_m(place.longitude, place.latitude, *spot) < 3_000, row


def test_places_lie_in_their_country(ours, cities):
    """The nearest town is of the same country, or one of the country lies hardly farther."""
    points = flat([entry.place for entry in cities])
    codes = np.array([entry.place.country_code for entry in cities])
    for place, spot in zip(ours, flat(ours), strict=True):
        apart = 6_371_000.0 * np.arccos(np.clip(points @ spot, -1, 1))
        home = codes == place.country_code
        if not home.any() or place.feature_code in AT_SEA:
            continue
        assert apart[home].min() < apart[~home].min() + 120_000.0, place
        assert apart[home].min() < 200_000.0, place


def test_places_lie_in_their_division(ours):
    """A place stands in its division's box, where that is of an outline, or next to it."""
    divisions = data_path("gazetteer") / "divisions.csv"
    boxes = {
        (place.country_code, place.admin1_code): place.bbox
        for place in (entry.place for entry in read_places(divisions))
        if place.bbox is not None and "Natural Earth" in place.source
    }
    checked = 0
    for place in ours:
        box = boxes.get((place.country_code, place.admin1_code))
        if box is None:
            continue
        west, south, east, north = box
        margin = 0.7  # the outlines are coarse, and North Darfur's is drawn without its west
        assert west - margin <= place.longitude <= east + margin, place
        assert south - margin <= place.latitude <= north + margin, place
        checked += 1
    assert checked > 400


def test_no_place_lies_far_from_its_only_namesake(ours, cities):
    """Where GeoNames has one place of the name in the country, that is the same place, or said."""
    bearers = {}
    for entry in cities:
        for key in {fold(name) for name in (entry.place.name, *entry.alternates)}:
            bearers.setdefault((entry.place.country_code, key), []).append(entry.place)
    far = set()
    for place in ours:
        found = bearers.get((place.country_code, fold(place.name)), [])
        if place.feature_code != "PPL" or place.source != "geoevents" or len(found) != 1:
            continue
        other = found[0]
        if distance_m(place.longitude, place.latitude, other.longitude, other.latitude) > 40_000:
            far.add(place.place_id)
    assert far == set(NAMESAKES)


def test_corrections_say_why_and_are_in_the_table(ours):
    """Divisions and extents that were looked up stand in the shipped table."""
    path = ROOT / "data" / "gazetteer" / "make" / "place_corrections.csv"
    by_id = {place.place_id: place for place in ours}
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            place = by_id[row["place_id"]]
            assert row["why"]
            assert row["admin1_code"] in {"", place.admin1_code}
            assert row["extent_m"] in {"", f"{place.extent_m:.0f}"}
