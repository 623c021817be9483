"""Check what the project's first article must give: `python benchmarks/seed.py ARTICLE.txt`.

The article, from which the project started, is its publisher's and is not shipped. Exits 1 if a
check fails, and says which.
"""

from __future__ import annotations

import sys
import time

import geopandas as gpd

import geoevents as ge
from geoevents.spatial import distance_m

# lon, lat from general knowledge; each must be found within 5 km.
PLACES = {
    "Aleppo": (37.16, 36.20),
    "al-Bab": (37.52, 36.37),
    "Kobani": (38.35, 36.89),
    "Azaz": (37.05, 36.59),
    "Tel Abyad": (38.96, 36.70),
    "Mosul": (43.13, 36.34),
}
FACTS = ["asserted", "reported"]


def checks(claims: gpd.GeoDataFrame, text: str) -> dict[str, bool]:
    """Return each check's words and whether it holds."""
    facts = claims[claims["status"].isin(FACTS)]
    named = claims[claims["place_kind"] == "named"]
    out = {"at least 30 claims": len(claims) >= 30}
    out["every quote is verbatim"] = all(quote in text for quote in claims["quote"])
    for name, (lon, lat) in PLACES.items():
        rows = named[named["toponym"] == name]
        out[f"{name} within 5 km"] = any(
            distance_m(lon, lat, p.x, p.y) <= 5_000 for p in rows.geometry
        )
    kobani = facts[(facts["toponym"] == "Kobani") & (facts["event_type"] == "CAPTURE")]
    out["Kobani's loss: January 2015, to the Kurdish militia"] = bool(
        ((kobani["date_edtf"] == "2015-01") & (kobani["actor_id"] == "ypg")).any()
    )
    azaz = facts[facts["toponym"] == "Azaz"]
    out["Azaz is reported rebel-held"] = bool(
        ((azaz["event_type"] == "CONTROL") & (azaz["actor_id"] == "syrian-rebels")).any()
    )
    out["Azaz has not fallen: no fact"] = "CAPTURE" not in set(azaz["event_type"])
    whole = facts[(facts["event_type"] == "WITHDRAW") & (facts["scope"] == "complete")]
    out["not fully withdrawn: no fact"] = whole.empty
    relative = claims[claims["toponym"].fillna("").str.startswith("areas northeast of")]
    out["areas northeast of Aleppo are not Aleppo"] = not relative.empty and all(
        distance_m(*PLACES["Aleppo"], p.x, p.y) > 5_000 for p in relative.geometry
    )
    out["the dateline gives no claim"] = "Amman" not in set(claims["toponym"])
    furniture = "Comment|Create|Facebook|Traffic|Location Settings|MyNews24"
    out["furniture gives no claim"] = not claims["quote"].str.contains(furniture).any()
    people = {
        found
        for words in claims["sensitivity"].dropna()
        for found in ("Mashour", "Shaheen", "Abdulrahman")
        if found in words
    }
    out["the two private persons are marked, nobody else"] = people == {"Mashour", "Shaheen"}
    return out


def main() -> None:
    """Read, extract, check, print."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    reports = ge.read_reports([sys.argv[1]])
    gazetteer = ge.Gazetteer.default()
    began = time.perf_counter()
    claims = ge.extract_claims(reports, gazetteer)
    print(f"{len(claims)} claims in {time.perf_counter() - began:.2f} s")
    results = checks(claims, reports["text"].iloc[0])
    for words, holds in results.items():
        print("ok  " if holds else "FAIL", words)
    sys.exit(0 if all(results.values()) else 1)


if __name__ == "__main__":
    main()
