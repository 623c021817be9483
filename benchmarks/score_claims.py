#!/usr/bin/env python3
# Kept as it came, so that figures stay comparable.
# ruff: noqa: ANN001, ANN201, C901, D103, D401, E501
"""Score extracted claims against gold claims.

usage: score_claims.py GOLD_DIR CLAIMS.geojson|.json|.csv [--detail]

GOLD_DIR holds <report_id>.json files (see claims_dev/). CLAIMS is what
`geoevents extract` writes; its `report_id` is the report file's stem.

A predicted and a gold claim may be paired when they have the same event type
and their sentences overlap; the best pairs are taken first, each claim once. Coordinated
places ("captured A, B and C") are one gold claim and may be several rows: the
further rows at its other places count neither for nor against.
Of a pair it is then asked:
  place   some gold place lies within 25 km of the predicted point (75 km for a
          region or a relative place), or neither has coordinates
  time    both ends lie within the tolerance of the gold precision
  status  equal;  source: the same kind;  all: every one of these
Printed per row: precision, recall, F1; then how many negated, denied or planned
gold claims have any row of their type and sentence that gives them as facts.
Only the standard library is used.
"""

import csv
import datetime as dt
import json
import math
import pathlib
import sys

NONFACTS = ("negated", "denied", "planned")
TOLERANCE_DAYS = {
    "day": 0,
    "part-day": 1,
    "week": 1,
    "part-week": 2,
    "month": 2,
    "asof": 3,
    "ongoing": 3,
    "few-days": 3,
    "interval": 4,
    "year": 5,
    "part-month": 6,
    "future": 10,
    "season": 25,
    "recent": 31,
    "since": 31,
    "part-year": 35,
    "before-statement": 40,
    "before-video": 40,
    "past": 366,
    "range": 366,
    "after": 366,
}


def distance_km(lat1, lon1, lat2, lon2):
    a, b = math.radians(lat1), math.radians(lat2)
    h = (
        math.sin((b - a) / 2) ** 2
        + math.cos(a) * math.cos(b) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    )
    return 12742.0176 * math.asin(min(1.0, math.sqrt(h)))


def day(value):
    """The day of an ISO date or timestamp, or None."""
    text = str(value or "").strip()
    if not text or text.lower() in ("nan", "nat", "none", "null"):
        return None
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        return None


def last_day(value):
    """The last day inside a half-open end: midnight belongs to the day before."""
    found = day(value)
    clock = str(value or "")[11:19]
    if found and clock in ("", "00:00:00"):
        found -= dt.timedelta(days=1)
    return found


def read_predictions(path):
    path = pathlib.Path(path)
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
        for row in rows:
            lon = row.get("lon") or row.get("longitude") or ""
            lat = row.get("lat") or row.get("latitude") or ""
            row["_point"] = (float(lat), float(lon)) if lat and lon else None
        return rows
    rows = []
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        row = dict(feature["properties"])
        geometry = feature.get("geometry")
        row["_point"] = None
        if geometry and geometry["type"] == "Point":
            lon, lat = geometry["coordinates"][:2]
            row["_point"] = (lat, lon)
        rows.append(row)
    return rows


def same_sentence(gold, row):
    a, b = gold["sentence"].strip(), str(row.get("quote") or "").strip()
    return bool(b) and (a[:50] in b or b[:50] in a)


def place_right(gold, row):
    wanted = [p for p in gold["places"] if p.get("lat") is not None]
    if not wanted or row["_point"] is None:
        return not wanted and row["_point"] is None
    lat, lon = row["_point"]
    return any(
        distance_km(p["lat"], p["lon"], lat, lon)
        <= (75 if p.get("region") or p.get("kind") == "relative" else 25)
        for p in wanted
    )


def time_right(gold, row):
    tolerance = TOLERANCE_DAYS.get(gold["time"]["precision"], 7)
    pairs = (
        (day(gold["time"].get("start")), day(row.get("valid_from"))),
        (day(gold["time"].get("end")), last_day(row.get("valid_to"))),
    )
    return all(
        want is None or (got is not None and abs((want - got).days) <= tolerance)
        for want, got in pairs
    )


def kind(value):
    return str(value or "narrator").split("+")[0]


def same_claim(claim, row):
    return str(row.get("event_type", "")).upper() == claim["event_type"] and same_sentence(
        claim, row
    )


def is_further_place(row, claims, taken):
    """One more row for another place of a gold claim that already has its row."""
    return row["_point"] is not None and any(
        same_claim(claims[i], row)
        and str(row.get("status", "")).lower() == claims[i]["status"]
        and len(claims[i]["places"]) > 1
        and place_right(claims[i], row)
        for i in taken
    )


def given_as_fact(claim, claims, rows):
    """A row gives this non-fact as a fact, and no true claim of that type stands in the sentence."""
    twin = any(
        other["status"] not in NONFACTS
        and other["event_type"] == claim["event_type"]
        and other["sentence"] == claim["sentence"]
        for other in claims
    )
    return not twin and any(
        same_claim(claim, row) and str(row.get("status", "")).lower() not in NONFACTS
        for row in rows
    )


def score(gold_dir, predictions):
    rows_of = {}
    for row in predictions:
        rows_of.setdefault(str(row.get("report_id")), []).append(row)
    asked = ("event", "place", "time", "status", "source", "all")
    right = dict.fromkeys(asked, 0)
    n_gold = n_predicted = nonfacts = paired_nonfacts = nonfacts_right = nonfacts_as_facts = 0
    missed = []
    for path in sorted(pathlib.Path(gold_dir).glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        claims, rows = gold["claims"], rows_of.get(gold["doc"], [])
        n_gold, n_predicted = n_gold + len(claims), n_predicted + len(rows)
        pairs = []
        for i, claim in enumerate(claims):
            for j, row in enumerate(rows):
                if same_claim(claim, row):
                    verdict = {
                        "place": place_right(claim, row),
                        "time": time_right(claim, row),
                        "status": str(row.get("status", "")).lower() == claim["status"],
                        "source": kind(row.get("source_kind")) == kind(claim.get("source_kind")),
                    }
                    pairs.append((-sum(verdict.values()), i, j, verdict))
        taken_gold, taken_rows = set(), set()
        for _, i, j, verdict in sorted(pairs, key=lambda pair: pair[:3]):
            if i in taken_gold or j in taken_rows:
                continue
            taken_gold.add(i)
            taken_rows.add(j)
            right["event"] += 1
            for name, is_right in verdict.items():
                right[name] += is_right
            right["all"] += all(verdict.values())
            if claims[i]["status"] in NONFACTS:
                paired_nonfacts += 1
                nonfacts_right += verdict["status"]
        further = [
            j
            for j, row in enumerate(rows)
            if j not in taken_rows and is_further_place(row, claims, taken_gold)
        ]
        n_predicted -= len(further)
        for claim in claims:
            if claim["status"] in NONFACTS:
                nonfacts += 1
                nonfacts_as_facts += given_as_fact(claim, claims, rows)
        missed += [
            (gold["doc"], c["event_type"], c["status"], c["trigger_span"])
            for i, c in enumerate(claims)
            if i not in taken_gold
        ]
    return (
        n_gold,
        n_predicted,
        right,
        (nonfacts_right, paired_nonfacts, nonfacts_as_facts, nonfacts),
        missed,
    )


def main():
    arguments = [a for a in sys.argv[1:] if not a.startswith("--")]
    if len(arguments) != 2:
        sys.exit(__doc__)
    n_gold, n_predicted, right, (ok, of, as_facts, nonfacts), missed = score(
        arguments[0], read_predictions(arguments[1])
    )
    print(f"gold {n_gold}  predicted {n_predicted}")
    for name, hits in right.items():
        p, r = hits / max(n_predicted, 1), hits / max(n_gold, 1)
        print(f"{name:7s} P {p:.3f}  R {r:.3f}  F1 {2 * hits / max(n_gold + n_predicted, 1):.3f}")
    print(
        f"negated, denied or planned: status right {ok} of {of} paired; {as_facts} of {nonfacts} given as facts"
    )
    if "--detail" in sys.argv:
        for row in missed:
            print("missed", *row, sep=" | ")


if __name__ == "__main__":
    main()
