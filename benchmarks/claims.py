"""Score the extractor on reports with gold claims: `python benchmarks/claims.py [FOLDER ...]`.

A FOLDER holds `<report_id>.txt` and, beside it, `<report_id>.json` with the report's date and its
claims; the repository's own is `tests/data/claims_own`. `--detail` lists what was missed. Printed
are the scorer's rows (see score_claims.py), how many quotes and attributions are verbatim, how
many claims sit on a country's centre, and reports a second on this machine.

`--against SECOND` scores a second annotation of the same reports instead of the extractor: how far
two annotators agree, which is what a score of the extractor is to be read beside.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import tempfile
import time
from pathlib import Path
from typing import Any

import pandas as pd
from score_claims import read_predictions, score

from geoevents.export import write_geojson
from geoevents.extract import extract_claims
from geoevents.gazetteer import Gazetteer

OWN = Path(__file__).parents[1] / "tests" / "data" / "claims_own"
COUNTRY_UNCERTAINTY_M = 150_000.0  # only countries and the like are known so loosely


def read_gold(folder: Path) -> pd.DataFrame:
    """Return a reports table of a gold folder."""
    rows = []
    for path in sorted(folder.glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        text = path.with_suffix(".txt").read_text("utf-8")
        rows.append({"report_id": gold["doc"], "text": text, "published_at": gold["date"]})
    return pd.DataFrame(rows)


def claim_rows(report_id: str, claim: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the rows an annotated claim stands for, in the scorer's columns.

    Coordinated places are one row each; a movement's destination (`to`) and a place said twice
    (a second phrase for the same point) are not rows of their own.
    """
    span = claim["time"]
    row = {
        "report_id": report_id,
        "event_type": claim["event_type"],
        "quote": claim["sentence"],
        "status": claim["status"],
        "source_kind": claim["source_kind"],
        "valid_from": span["start"],
        # An annotation names the last day; the contract's intervals end at the next midnight.
        "valid_to": span["end"] and str(dt.date.fromisoformat(span["end"]) + dt.timedelta(days=1)),
    }
    points: dict[tuple[float, float], None] = {}
    for at in claim["places"]:
        destination = points and at["phrase"] and at["phrase"] in claim.get("to", "")
        if at.get("lat") is not None and not destination:
            points[(at["lat"], at["lon"])] = None
    return [row | {"_point": point} for point in points or [None]]


def read_annotation(folder: Path) -> list[dict[str, Any]]:
    """Return an annotation's claims as rows that the scorer can compare with another's."""
    rows = []
    for path in sorted(folder.glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        rows += [row for claim in gold["claims"] for row in claim_rows(gold["doc"], claim)]
    return rows


def print_score(title: str, result: tuple[Any, ...], *, detail: bool) -> None:
    """Print what the scorer found."""
    n_gold, n_found, right, (ok, of, as_facts, n_nonfacts), missed = result
    print(f"{title}, gold {n_gold}, predicted {n_found}")
    for name, hits in right.items():
        p, r = hits / max(n_found, 1), hits / max(n_gold, 1)
        print(f"{name:7s} P {p:.3f}  R {r:.3f}  F1 {2 * hits / max(n_gold + n_found, 1):.3f}")
    print(f"non-facts: status right {ok} of {of} paired; {as_facts} of {n_nonfacts} as facts")
    for row in missed if detail else []:
        print("missed", *row, sep=" | ")


def score_extractor(folder: Path, gazetteer: Gazetteer, *, detail: bool) -> None:
    """Extract, score and print one folder."""
    reports = read_gold(folder)
    extract_claims(reports.head(1), gazetteer)  # lexicon and gazetteer are open now
    began = time.perf_counter()
    claims = extract_claims(reports, gazetteer)
    seconds = time.perf_counter() - began
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "claims.geojson"
        write_geojson(claims, path)
        result = score(folder, read_predictions(path))
    print_score(f"{folder}: {len(reports)} reports", result, detail=detail)
    texts = dict(zip(reports["report_id"], reports["text"], strict=True))
    verbatim = sum(
        row.quote in texts[row.report_id]
        and (pd.isna(row.attribution) or row.attribution in texts[row.report_id])
        for row in claims.itertuples()
    )
    wide = (claims["uncertainty_m"] > COUNTRY_UNCERTAINTY_M) & (claims["place_kind"] == "named")
    print(f"verbatim {verbatim} of {len(claims)}; on a country's centre {int(wide.sum())}")
    print(f"{len(reports) / seconds:.0f} reports/s")


def main() -> None:
    """Score the extractor, or with `--against` a second annotation, and print a table a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, default=[OWN])
    parser.add_argument("--detail", action="store_true")
    parser.add_argument("--against", type=Path, metavar="SECOND")
    options = parser.parse_args()
    if options.against:
        rows = read_annotation(options.against)
        for folder in options.folders:
            title = f"{folder} against {options.against}"
            print_score(title, score(folder, rows), detail=options.detail)
        return
    gazetteer = Gazetteer.default()
    for folder in options.folders:
        score_extractor(folder, gazetteer, detail=options.detail)


if __name__ == "__main__":
    main()
