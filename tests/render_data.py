# ruff: noqa: E501  one claim a line, so that the table can be read
"""A small war to draw: claims, events and control of northern Syria, 2014-2017, in our own words."""

from __future__ import annotations

from typing import Any

import numpy as np
from shapely.geometry import Point, box

from geoevents.schema import CLAIMS, CONTROL, EVENTS
from geoevents.spatial import area_km2, sector

PLACES = {
    "al-Bab": (37.5178, 36.3705),
    "Kobani": (38.3547, 36.8914),
    "Aleppo": (37.1612, 36.2021),
    "Azaz": (37.0464, 36.5865),
    "Manbij": (37.9547, 36.5282),
    "Raqqa": (39.0167, 35.95),
    "Jarabulus": (38.0111, 36.8175),
    "Dabiq": (37.2667, 36.5333),
    "Tell Abyad": (38.9567, 36.6975),
    "Marea": (37.1953, 36.4800),
    "Mosul": (43.1189, 36.335),
}
IS, GOV, REB, SDF, TUR = (
    "islamic-state",
    "syrian-government",
    "syrian-rebels",
    "syrian-democratic-forces",
    "turkish-backed-rebels",
)
NAMES = {
    IS: "Islamic State",
    GOV: "Syrian government",
    REB: "Syrian rebels",
    SDF: "Syrian Democratic Forces",
    TUR: "Turkish-backed rebels",
}

# type, status, actor, target, place, from, to, source kind, attribution, sentence
ROWS: list[tuple[Any, ...]] = [
    (
        "CAPTURE",
        "reported",
        IS,
        REB,
        "al-Bab",
        "2014-01-13",
        "2014-01-14",
        "resident",
        "residents said",
        "Residents said the group's fighters took the town of al-Bab overnight.",
    ),
    (
        "CAPTURE",
        "reported",
        IS,
        REB,
        "Raqqa",
        "2014-01-14",
        "2014-01-15",
        "monitor",
        "a monitoring group said",
        "The whole of Raqqa is in the group's hands, a monitoring group said.",
    ),
    (
        "CAPTURE",
        "reported",
        IS,
        REB,
        "Manbij",
        "2014-01-23",
        "2014-01-24",
        "activist",
        "activists said",
        "Activists said rebels had left Manbij and the jihadists had moved in.",
    ),
    (
        "WITHDRAW",
        "reported",
        IS,
        None,
        "Azaz",
        "2014-02-28",
        "2014-03-01",
        "resident",
        "two shopkeepers said",
        "The black flags came down on Friday, two shopkeepers in Azaz said.",
    ),
    (
        "CAPTURE",
        "asserted",
        IS,
        REB,
        "Dabiq",
        "2014-08-13",
        "2014-08-14",
        "narrator",
        None,
        "Dabiq fell in the morning.",
    ),
    (
        "SIEGE",
        "reported",
        IS,
        SDF,
        "Kobani",
        "2014-09-16",
        "2015-01-10",
        "government",
        "officials across the border said",
        "The town is cut off on three sides, officials said.",
    ),
    (
        "AIRSTRIKE",
        "reported",
        None,
        IS,
        "Kobani",
        "2014-10-06",
        "2014-10-09",
        "military",
        "a military source said",
        "Jets struck the edge of Kobani for a third night.",
    ),
    (
        "CLASH",
        "asserted",
        SDF,
        IS,
        "Kobani",
        "2014-11-01",
        "2014-11-30",
        "narrator",
        None,
        "Street fighting in Kobani went on through November.",
    ),
    (
        "CAPTURE",
        "reported",
        SDF,
        IS,
        "Kobani",
        "2015-01-26",
        "2015-01-27",
        "belligerent",
        "its commanders said",
        "Kurdish fighters drove the group out of Kobani, its commanders said.",
    ),
    (
        "CAPTURE",
        "negated",
        IS,
        REB,
        "Azaz",
        "2015-02-09",
        "2015-02-10",
        "narrator",
        None,
        "Azaz has not fallen to the group.",
    ),
    (
        "WITHDRAW",
        "reported",
        IS,
        None,
        "northeast of Aleppo",
        "2015-01-26",
        "2015-02-10",
        "armed-group+resident",
        "rebels and residents say",
        "Fighters and equipment have left several villages northeast of Aleppo, rebels and residents say.",
    ),
    (
        "DESTROY",
        "reported",
        IS,
        None,
        "al-Bab",
        "2015-01-26",
        "2015-02-10",
        "armed-group",
        "a rebel leader said",
        "They even took the bakery in al-Bab apart, a rebel leader said.",
    ),
    (
        "REDEPLOY",
        "reported",
        IS,
        None,
        "Kobani",
        "2015-02-02",
        "2015-02-09",
        "armed-group",
        "two fighters said",
        "Men were sent from Kobani to Mosul, two fighters said.",
    ),
    (
        "CAPTURE",
        "asserted",
        SDF,
        IS,
        "Tell Abyad",
        "2015-06-15",
        "2015-06-16",
        "narrator",
        None,
        "Tell Abyad was taken on Monday.",
    ),
    (
        "CAPTURE",
        "reported",
        SDF,
        IS,
        "Manbij",
        "2016-08-12",
        "2016-08-13",
        "belligerent",
        "a spokesman said",
        "The last convoy left Manbij on Friday, a spokesman said.",
    ),
    (
        "CONTROL",
        "denied",
        TUR,
        None,
        "Manbij",
        "2016-08-26",
        "2016-08-27",
        "belligerent",
        "the council said",
        "No Turkish-backed unit is in Manbij, the council said.",
    ),
    (
        "CAPTURE",
        "asserted",
        TUR,
        IS,
        "Jarabulus",
        "2016-08-24",
        "2016-08-25",
        "narrator",
        None,
        "Rebels with Turkish tanks entered Jarabulus and found it almost empty.",
    ),
    (
        "CAPTURE",
        "reported",
        TUR,
        IS,
        "Dabiq",
        "2016-10-16",
        "2016-10-17",
        "monitor",
        "a monitoring group said",
        "Dabiq changed hands after a day of fighting, a monitoring group said.",
    ),
    (
        "ADVANCE",
        "planned",
        TUR,
        IS,
        "al-Bab",
        "2016-10-17",
        None,
        "belligerent",
        "a commander said",
        "Next is al-Bab, a commander said.",
    ),
    (
        "CAPTURE",
        "reported",
        GOV,
        REB,
        "Aleppo",
        "2016-12-22",
        "2016-12-23",
        "state-media",
        "state television said",
        "The last buses left the east of Aleppo, state television said.",
    ),
    (
        "SHELLING",
        "reported",
        TUR,
        IS,
        "al-Bab",
        "2017-01-10",
        "2017-01-31",
        "resident",
        "حسب سكان المدينة",
        "قال سكان إن القصف على مدينة الباب لم يتوقف.",
    ),
    (
        "CASUALTY",
        "reported",
        None,
        None,
        "al-Bab",
        "2017-02-01",
        "2017-02-10",
        "monitor",
        "a monitoring group said",
        "At least 70 people were killed in al-Bab, a monitoring group said.",
    ),
    (
        "CAPTURE",
        "reported",
        TUR,
        IS,
        "al-Bab",
        "2017-02-23",
        "2017-02-24",
        "military",
        "the army said",
        "Al-Bab is fully under the rebels' hand, the army said.",
    ),
    (
        "CAPTURE",
        "asserted",
        SDF,
        IS,
        "Raqqa",
        "2017-10-17",
        "2017-10-18",
        "narrator",
        None,
        "Raqqa's stadium, the last stronghold, was cleared on Tuesday.",
    ),
    (
        "CLASH",
        "reported",
        REB,
        GOV,
        None,
        "2016-05-01",
        "2016-05-08",
        "activist",
        "activists said",
        "There was fighting in several districts, activists said.",
    ),
    (
        "OTHER",
        "reported",
        None,
        None,
        "Marea",
        None,
        None,
        "unspecified",
        "it was said",
        "The road to Marea was closed at some time, it was said.",
    ),
]

# place, from, to, status, holder, contenders
STATES: list[tuple[Any, ...]] = [
    ("al-Bab", "2014-01-13", "2016-11-10", "held", IS, None),
    ("al-Bab", "2016-11-10", "2017-02-23", "contested", IS, TUR),
    ("al-Bab", "2017-02-23", None, "held", TUR, None),
    ("Raqqa", "2014-01-14", "2017-10-17", "held", IS, None),
    ("Raqqa", "2017-10-17", None, "held", SDF, None),
    ("Manbij", "2014-01-23", "2016-08-12", "held", IS, None),
    ("Manbij", "2016-08-12", None, "held", SDF, None),
    ("Azaz", "2014-02-28", None, "held", REB, None),
    ("Dabiq", "2014-08-13", "2016-10-16", "held", IS, None),
    ("Dabiq", "2016-10-16", None, "held", TUR, None),
    ("Kobani", "2014-09-16", "2015-01-26", "besieged", SDF, IS),
    ("Kobani", "2015-01-26", None, "held", SDF, None),
    ("Tell Abyad", "2015-06-15", None, "held", SDF, None),
    ("Jarabulus", "2014-01-18", "2016-08-24", "unknown", None, None),
    ("Jarabulus", "2016-08-24", None, "held", TUR, None),
    ("Aleppo", "2014-01-01", "2016-12-22", "mixed", GOV, REB),
    ("Aleppo", "2016-12-22", None, "held", GOV, None),
    ("Marea", "2016-05-27", "2016-06-08", "besieged", REB, IS),
    ("Marea", "2016-06-08", None, "partly held", REB, None),
]


def claims(**changes: Any) -> Any:
    """Return the claims; `changes` set columns of every row."""
    rows = []
    for n, (kind, status, actor, target, place, start, end, source_kind, by, quote) in enumerate(
        ROWS
    ):
        row: dict[str, Any] = {
            "claim_id": f"c{n:02d}",
            "report_id": f"report-{n // 3}",
            "event_type": kind,
            "status": status,
            "actor_id": actor,
            "actor": NAMES.get(actor),
            "target_id": target,
            "target": NAMES.get(target),
            "toponym": place,
            "place_name": place,
            "country_code": "SY",
            "place_kind": "named",
            "place_id": f"p-{place}",
            "uncertainty_m": 2000.0,
            "place_reasons": "the only place of the name in Syria",
            "date_edtf": f"{start or ''}/{end or '..'}",
            "valid_from": start,
            "valid_to": end,
            "date_precision": "day",
            "date_reasons": "from the report's date",
            "published_at": end or start or "2016-06-01",
            "attribution": by,
            "source_kind": source_kind,
            "source": "Field notes",
            "quote": quote,
            "source_url": f"https://example.org/{n}",
            "confidence": 0.8,
            "start": 0,
            "end": len(quote),
        }
        if place in PLACES:
            row["geometry"] = Point(PLACES[place])
        elif place is None:
            row |= {
                "place_kind": "unplaced",
                "place_id": None,
                "place_reasons": "the words name no place",
            }
        else:
            area = sector(*PLACES["Aleppo"], 45, inner_m=5000, outer_m=50000)
            row |= {
                "place_kind": "relative",
                "geometry": Point(37.45, 36.42),
                "place_extent": area.wkt,
                "uncertainty_m": 30000.0,
                "date_precision": "recent",
            }
        if kind == "REDEPLOY":
            row |= {
                "origin": "Kobani",
                "destination": "Mosul",
                "origin_point": Point(PLACES["Kobani"]).wkt,
                "destination_point": Point(PLACES["Mosul"]).wkt,
            }
        if kind == "CASUALTY":
            row |= {"quantity": 70, "quantity_bound": "lower"}
        rows.append(row | changes)
    return CLAIMS.build(rows)


def events(**changes: Any) -> Any:
    """Return one event per claim; the capture of Manbij and its denial contradict each other."""
    shared = [name for name in EVENTS.names if name in CLAIMS.names]
    rows = []
    for row in claims().to_dict("records"):
        event = {name: row[name] for name in shared}
        event |= {
            "event_id": f"e-{row['claim_id']}",
            "claim_ids": row["claim_id"],
            "n_claims": 1,
            "n_origins": 1,
        }
        if row["claim_id"] == "c14":
            event |= {"is_contested": True, "contradicted_by": "c15"}
        rows.append(event | changes)
    return EVENTS.build(rows)


def control() -> Any:
    """Return who reportedly held which place, and when."""
    return CONTROL.build(
        {
            "control_id": f"{place} {start}",
            "place_id": f"p-{place}",
            "place_name": place,
            "country_code": "SY",
            "geometry": Point(PLACES[place]),
            "valid_from": start,
            "valid_to": end,
            "control_status": status,
            "actor_id": holder,
            "actor": NAMES.get(holder),
            "contender_ids": contender,
            "last_reported_at": start,
            "n_claims": 1,
            "n_origins": 1,
            "claim_ids": "c00",
            "reasons": "one claim says so",
        }
        for place, start, end, status, holder, contender in STATES
    )


# day, holder, contenders, probability, west, south, east, north
AREAS: list[tuple[Any, ...]] = [
    ("2015-02-09", IS, None, 0.86, (37.1, 36.2, 37.9, 36.7)),
    ("2015-02-09", SDF, None, 0.7, (38.1, 36.6, 38.6, 37.0)),
    ("2017-02-23", IS, None, 0.5, (38.0, 36.2, 38.2, 36.5)),
    ("2017-02-23", TUR, None, 0.9, (37.1, 36.3, 37.7, 36.7)),
    ("2017-02-23", None, f"{IS} {TUR}", 0.6, (37.7, 36.2, 37.9, 36.5)),
]


def areas() -> Any:
    """Return areas as `estimate_control` gives them, of two days: squares instead of estimates."""
    return CONTROL.build(
        {
            "control_id": f"area {n}",
            "geometry": box(*square),
            "valid_from": day,
            "valid_to": str(np.datetime64(day) + 1),
            "control_status": "held" if holder else "contested",
            "actor_id": holder,
            "actor": NAMES.get(holder),
            "contender_ids": contenders,
            "area_km2": area_km2(box(*square)),
            "probability": probability,
            "reach_m": 30_000.0,
            "max_age_days": 365.0,
            "last_reported_at": day,
            "n_claims": 1,
            "n_origins": 1,
            "claim_ids": "c00",
            "reasons": "a square for a test",
        }
        for n, (day, holder, contenders, probability, square) in enumerate(AREAS)
    )
