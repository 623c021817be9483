"""Score the extractor on reports with gold claims: `python benchmarks/claims.py [FOLDER ...]`.

A FOLDER holds `<report_id>.txt` and, beside it, `<report_id>.json` with the report's date and its
claims; the repository's own is `tests/data/claims_own`. `--detail` lists what was missed. Printed
are the scorer's rows (see score_claims.py), how many quotes and attributions are verbatim, how
many claims sit on a country's centre, and reports a second on this machine.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from pathlib import Path

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


def main() -> None:
    """Extract, score and print one table per folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, default=[OWN])
    parser.add_argument("--detail", action="store_true")
    options = parser.parse_args()
    gazetteer = Gazetteer.default()
    for folder in options.folders:
        reports = read_gold(folder)
        extract_claims(reports.head(1), gazetteer)  # lexicon and gazetteer are open now
        began = time.perf_counter()
        claims = extract_claims(reports, gazetteer)
        seconds = time.perf_counter() - began
        with tempfile.TemporaryDirectory() as scratch:
            path = Path(scratch) / "claims.geojson"
            write_geojson(claims, path)
            n_gold, n_found, right, nonfacts, missed = score(folder, read_predictions(path))
        print(f"{folder}: {len(reports)} reports, gold {n_gold}, predicted {n_found}")
        for name, hits in right.items():
            p, r = hits / max(n_found, 1), hits / max(n_gold, 1)
            print(f"{name:7s} P {p:.3f}  R {r:.3f}  F1 {2 * hits / max(n_gold + n_found, 1):.3f}")
        ok, of, as_facts, n_nonfacts = nonfacts
        print(f"non-facts: status right {ok} of {of} paired; {as_facts} of {n_nonfacts} as facts")
        texts = dict(zip(reports["report_id"], reports["text"], strict=True))
        verbatim = sum(
            row.quote in texts[row.report_id]
            and (pd.isna(row.attribution) or row.attribution in texts[row.report_id])
            for row in claims.itertuples()
        )
        wide = (claims["uncertainty_m"] > COUNTRY_UNCERTAINTY_M) & (claims["place_kind"] == "named")
        print(f"verbatim {verbatim} of {len(claims)}; on a country's centre {int(wide.sum())}")
        print(f"{len(reports) / seconds:.0f} reports/s")
        for row in missed if options.detail else []:
            print("missed", *row, sep=" | ")


if __name__ == "__main__":
    main()
