"""Measure place names on a corpus: `python benchmarks/toponyms.py CORPUS.xml...` prints a table.

CORPUS.xml is a corpus of Gritta et al., "A Pragmatic Guide to Geoparsing Evaluation"
(doi:10.1007/s10579-019-09475-3): GWN.xml, lgl.xml, TR-News.xml or GeoVirus.xml. Every gold name
with coordinates counts; a name without an answer is wrong and 20,039 km away.

Resolution: the gold spans are given. End to end: a gold name is right if a found name overlaps it
and lies within 161 km (100 miles). `--residual` lists what went wrong, by cause.
The speed is that of resolution, recognition of the whole text included, by the processor's clock;
`again` is the same once the gazetteer's answers are in memory.
"""

from __future__ import annotations

import argparse
import math
import time
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from geoevents.gazetteer import Gazetteer
from geoevents.geocoding import geoparse, resolve_toponyms
from geoevents.spatial import distance_m

LIMIT_KM = 161.0
FARTHEST_KM = 20_039.0


@dataclass(frozen=True)
class Gold:
    """A gold name: its span and its true point."""

    start: int
    end: int
    name: str
    longitude: float
    latitude: float


def read_corpus(path: Path) -> Iterator[tuple[str, list[Gold]]]:
    """Yield each article's text and its gold names that have coordinates."""
    for article in ET.parse(path).getroot().iter("article"):  # noqa: S314  the user's own file
        text = article.findtext("text") or ""
        gold = []
        for item in [*article.iter("toponym"), *article.iter("location")]:
            lat = item.findtext("latitude") or item.findtext("lat") or item.findtext("gaztag/lat")
            lon = item.findtext("longitude") or item.findtext("lon") or item.findtext("gaztag/lon")
            start, end = int(item.findtext("start", "0")), int(item.findtext("end", "0"))
            written = item.findtext("name") or item.findtext("phrase") or ""
            if written and text[start:end] != written:  # offsets that slipped by a few characters
                at = text.find(written, max(0, start - 30), end + 30)
                start, end = (at, at + len(written)) if at >= 0 else (start, end)
            if lat and lon and 0 <= start < end <= len(text):  # a few stand in the title
                gold.append(Gold(start, end, text[start:end], float(lon), float(lat)))
        yield text, sorted(gold, key=lambda g: (g.start, g.end))


def error_km(row: object, gold: Gold) -> float:
    """Return how far an answer lies from the truth; no answer lies farthest."""
    point = row.geometry  # type: ignore[attr-defined]
    if point is None or point.is_empty:
        return FARTHEST_KM
    return distance_m(point.x, point.y, gold.longitude, gold.latitude) / 1000


def auc(errors: Sequence[float]) -> float:
    """Return the area under the curve of the logarithms of the errors, 0 (best) to 1."""
    return sum(math.log(1 + e) for e in errors) / (len(errors) * math.log(1 + FARTHEST_KM))


def resolution(
    articles: list[tuple[str, list[Gold]]], gazetteer: Gazetteer
) -> tuple[list[float], Counter[tuple[str, str]], float]:
    """Resolve the gold spans; return the errors in km, what went wrong, and the seconds."""
    errors, residual = [], Counter[tuple[str, str]]()
    seconds = 0.0
    for text, gold in articles:
        began = time.process_time()
        rows = resolve_toponyms(text, [(g.start, g.end) for g in gold], gazetteer)
        seconds += time.process_time() - began
        for g, row in zip(gold, rows.itertuples(), strict=True):
            errors.append(error_km(row, g))
            if errors[-1] > LIMIT_KM:
                residual[cause(row, g, gazetteer), g.name] += 1
    return errors, residual, seconds


def cause(row: object, gold: Gold, gazetteer: Gazetteer) -> str:
    """Say why an answer is wrong: no such name, no such place, or the wrong choice."""
    if row.geometry.is_empty:  # type: ignore[attr-defined]
        return "name unknown"
    near = any(
        distance_m(m.place.longitude, m.place.latitude, gold.longitude, gold.latitude)
        <= LIMIT_KM * 1000
        for m in gazetteer.candidates([gold.name])[gold.name]
    )
    return "wrong choice" if near else "place lacking"


def end_to_end(
    articles: list[tuple[str, list[Gold]]], gazetteer: Gazetteer
) -> tuple[int, int, int, Counter[tuple[str, str]]]:
    """Return how many gold names were found in the right place, found at all, and rows given."""
    right = found = given = 0
    residual = Counter[tuple[str, str]]()
    for text, gold in articles:
        rows = [r for r in geoparse(text, gazetteer).itertuples() if not r.geometry.is_empty]
        given += len(rows)
        for g in gold:
            hits = [r for r in rows if r.start < g.end and g.start < r.end]
            found += bool(hits)
            is_right = any(error_km(r, g) <= LIMIT_KM for r in hits)
            right += is_right
            if not is_right:
                residual["found, wrong place" if hits else "not found", g.name] += 1
        for row in rows:
            if not any(row.start < g.end and g.start < row.end for g in gold):
                residual["no gold name", row.toponym] += 1
    return right, found, given, residual


def main() -> None:
    """Print one line per corpus."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", nargs="+", type=Path)
    parser.add_argument("--residual", type=int, default=0, metavar="N", help="list N per cause")
    options = parser.parse_args()
    gazetteer = Gazetteer.default()
    heads = "gold  acc161  mean km  AUC   | e2e acc161  P     R     F    | toponyms/s  again"
    print(f"{'corpus':<14}{heads}")
    for path in options.corpus:
        articles = list(read_corpus(path))
        errors, residual, seconds = resolution(articles, gazetteer)
        _, _, again = resolution(articles, gazetteer)
        right, found, given, more = end_to_end(articles, gazetteer)
        n = len(errors)
        precision, recall = found / max(given, 1), found / n
        f_score = 2 * precision * recall / max(precision + recall, 1e-9)
        within = sum(e <= LIMIT_KM for e in errors) / n
        print(
            f"{path.stem:<14}{n:<6}{within:<8.3f}{sum(errors) / n:<9.0f}{auc(errors):<6.3f}"
            f"| {right / n:<12.3f}{precision:<6.2f}{recall:<6.2f}{f_score:<5.2f}"
            f"| {n / seconds:<12.0f}{n / again:.0f}"
        )
        if options.residual:
            show(residual, options.residual)
            show(more, options.residual)


def show(residual: Counter[tuple[str, str]], n: int) -> None:
    """Print the residual by cause, the most frequent names of each."""
    causes = Counter[str]()
    for (why, _), times in residual.items():
        causes[why] += times
    for why, times in causes.most_common():
        names = Counter({name: k for (w, name), k in residual.items() if w == why})
        listed = ", ".join(f"{name} ({k})" for name, k in names.most_common(n))
        print(f"    {why}: {times}: {listed}")


if __name__ == "__main__":
    main()
