"""Make regions.csv from regions_by_hand.csv: regions and waters that the news speaks of.

Points and boxes were set by hand, rounded to where people draw such regions, which have no
official outline; the radius is that of the circle around the point that holds the box.
"""
# ruff: noqa: INP001 - scripts, not a package

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from common import GEOD, HERE, read_rows, write_places

WATERS = {"SEA", "GULF", "OCN", "LK", "STM", "STRT", "CNL", "BAY", "CHN"}
RELIEF = {"MTS", "DSRT", "PLN"}


def main() -> None:
    """Write regions.csv beside the folder of this file."""
    rows = []
    for row in read_rows(Path(__file__).with_name("regions_by_hand.csv")):
        code = row["feature_code"]
        x, y = float(row["longitude"]), float(row["latitude"])
        box = [float(row[c]) for c in ("west", "south", "east", "north")]
        if not (box[0] < x < box[2] or box[0] > box[2]) or not box[1] < y < box[3]:
            raise SystemExit(f"{row['name']}: point {x}, {y} lies outside its box {box}")
        corners = [(box[i], box[j]) for i in (0, 2) for j in (1, 3)]
        radius = max(GEOD.inv(x, y, *corner)[2] for corner in corners)
        kind = "H" if code in WATERS else "T" if code in RELIEF else "L"
        rows.append({
            **row,
            "place_id": f"region:{slug(row['name'])}",
            "feature_class": kind,
            "extent_m": round(radius / 1_000) * 1_000,
            "source": "geoevents",
        })  # fmt: skip
    write_places(HERE / "regions.csv", rows)


def slug(name: str) -> str:
    """Return a name as lower-case ASCII words joined by hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


if __name__ == "__main__":
    main()
