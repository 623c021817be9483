"""Tables and a theatre → the Arabic names that a map in Arabic shows, by id or by usual name.

They come before the author's own spelling (`MapStyle.names`), which wins where both have one.
"""

from __future__ import annotations

import csv
from functools import lru_cache
from typing import Any

from geoevents.gazetteer import Gazetteer
from geoevents.resources import data_path

__all__ = ["actor_names", "country_names", "place_names", "town_names"]


def place_names(*tables: Any) -> dict[str, str]:
    """Return the Arabic names of the places of tables with `place_id`, by their ids."""
    ids = {one for table in tables for one in table["place_id"].dropna().unique()}
    with Gazetteer.default() as gazetteer:
        return gazetteer.arabic_names(ids)


def town_names(towns: list[Any], bbox: tuple[float, float, float, float]) -> dict[str, str]:
    """Return the Arabic names of the base map's towns, by their usual names."""
    with Gazetteer.default() as gazetteer:
        places = {p.place_id: p.name for p in gazetteer.largest(bbox, limit=len(towns))}
        return {places[one]: name for one, name in gazetteer.arabic_names(places).items()}


def country_names(base: dict[str, Any]) -> dict[str, Any]:
    """Return the base map with its countries' names in Arabic, where the gazetteer has them."""
    with Gazetteer.default() as gazetteer:
        ids = {}
        for country in base["countries"]:
            matches = gazetteer.search(country["name"], limit=3)
            found = (m.place for m in matches if m.place.feature_code.startswith("PCL"))
            if (place := next(found, None)) is not None:
                ids[place.place_id] = country["name"]
        arabic = gazetteer.arabic_names(ids)
    names = {ids[one]: name for one, name in arabic.items()}
    countries = [
        {**country, "name": names.get(country["name"], country["name"])}
        for country in base["countries"]
    ]
    return {**base, "countries": countries}


@lru_cache(maxsize=1)
def actor_names() -> dict[str, str]:
    """Return the Arabic names of actors that the packs know, by their ids."""
    with (data_path("lexicon") / "actor_names_ar.csv").open(encoding="utf-8", newline="") as file:
        return {row["actor_id"]: row["name"] for row in csv.DictReader(file)}
