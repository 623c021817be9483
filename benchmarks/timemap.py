"""Measure our time map beside folium's TimestampedGeoJson: size, opening, scrubbing, memory.

    python benchmarks/timemap.py [--peer FOLDER] [--rounds N] [10000 100000]

The events are drawn at random over two years around the places of the sample reports; their
sentences are those reports' own, each with a number of its own. The peer's page fetches its
libraries from the network: FOLDER is a `node_modules` that holds them (leaflet,
leaflet-timedimension, iso8601-js-period, jquery, moment, bootstrap), and they are answered from
there, at no cost in time. Without it the peer is left out. Runs are interleaved; the window is
30 days, scrubbed to random dates; a frame is counted until the browser has drawn it. Memory is
what the page's own heap holds after a collection, with the arrays outside of it.
"""

from __future__ import annotations

import argparse
import html
import os
import re
import shutil
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

import folium
import numpy as np
import pandas as pd
from folium.plugins import TimestampedGeoJson
from playwright.sync_api import sync_playwright

import geoevents as ge
from geoevents.schema import CLAIMS, EVENTS

ROOT = Path(__file__).parents[1]
START = np.datetime64("2015-01-01")
DAYS, WINDOW, SCRUBS = 730, 30, 40
TYPES = ("CAPTURE", "CLASH", "AIRSTRIKE", "SHELLING", "WITHDRAW", "CASUALTY", "CONTROL")

# Called by each page's own way to move time; settled once the frame has been drawn.
FRAME = """async (days) => {
  const spent = [];
  for (const day of days) {
    const start = performance.now();
    MOVE
    await new Promise((drawn) => requestAnimationFrame(() => {
      const {port1, port2} = new MessageChannel();
      port1.onmessage = drawn;
      port2.postMessage(0);
    }));
    spent.push(performance.now() - start);
  }
  return spent;
}"""
OURS_MOVE = """const range = document.querySelector(".range");
    range.value = Date.parse(day) / 864e5;
    range.dispatchEvent(new Event("input"));"""
PEER_MOVE = """const map = Object.values(window).find((one) => one?.timeDimension?.setCurrentTime);
    map.timeDimension.setCurrentTime(Date.parse(day));"""
READY = """(selector) => {
  const look = () => (document.querySelector(selector)
    ? requestAnimationFrame(() => (window.readyAt = performance.now())) : setTimeout(look, 4));
  look();
}"""


def made(n: int) -> tuple[Any, Any]:
    """Return `n` events and the claim behind each."""
    rng = np.random.default_rng(20260101)
    reports = ge.read_reports([ROOT / "data" / "reports"])
    sample = ge.extract_claims(reports)
    placed = sample[~sample.geometry.is_empty & sample["place_name"].notna()]
    sentences = sample["quote"].dropna().unique()
    at = placed.iloc[rng.integers(0, len(placed), n)].reset_index(drop=True)
    start = START + np.sort(rng.integers(0, DAYS, n)).astype("timedelta64[D]")
    rows = pd.DataFrame(
        {
            "claim_id": [f"c{i:07d}" for i in range(n)],
            "event_type": rng.choice(TYPES, n),
            "status": "reported",
            "actor": at["actor"],
            "actor_id": at["actor_id"],
            "toponym": at["toponym"],
            "place_kind": "named",
            "place_id": at["place_id"],
            "place_name": at["place_name"],
            "country_code": at["country_code"],
            "uncertainty_m": 2000.0,
            "valid_from": start,
            "valid_to": start + np.timedelta64(1, "D"),
            "date_precision": "day",
            "source": at["source"],
            "source_kind": at["source_kind"],
            "quantity": rng.integers(1, 500, n).astype(float),
            "confidence": 0.8,
            "quote": [
                f"{text} ({number})"
                for text, number in zip(rng.choice(sentences, n), range(n), strict=True)
            ],
        }
    )
    claims = CLAIMS.check(rows.assign(geometry=at.geometry.to_numpy()))
    shared = [name for name in EVENTS.names if name in CLAIMS.names]
    ids = {"event_id": claims["claim_id"].str.replace("c", "e"), "claim_ids": claims["claim_id"]}
    return EVENTS.check(claims[shared].assign(**ids, n_claims=1, n_origins=1)), claims


def write_ours(events: Any, claims: Any, path: Path) -> None:
    """Write our map."""
    ge.TimeMap(events, claims=claims, title="A measurement").save(path)


def write_peer(events: Any, claims: Any, path: Path) -> None:
    """Write folium's map of the same events, each with the same sentence to click on."""
    days = events["valid_from"].dt.strftime("%Y-%m-%d")
    columns = zip(
        events.geometry, days, events["event_type"], claims["quote"], claims["source"], strict=True
    )
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [point.x, point.y]},
            "properties": {
                "times": [day],
                "popup": html.escape(f"{kind}: {quote} {source}"),
                "icon": "circle",
            },
        }
        for point, day, kind, quote, source in columns
    ]
    drawn = folium.Map(location=[36, 38], zoom_start=7, tiles=None)
    TimestampedGeoJson(
        {"type": "FeatureCollection", "features": features},
        period="P1D",
        duration=f"P{WINDOW}D",
        auto_play=False,
        add_last_point=False,
    ).add_to(drawn)
    drawn.save(path)


def serve(folder: Path | None) -> Any:
    """Return a handler that answers requests for libraries by their names, from a folder."""
    files = {} if folder is None else {p.name: p for p in folder.rglob("dist/**/*") if p.is_file()}
    if folder is not None:
        files["iso8601.min.js"] = folder / "iso8601-js-period" / "iso8601.js"
        files["moment.min.js"] = folder / "moment" / "min" / "moment.min.js"

    def answer(route: Any) -> None:
        name = route.request.url.split("?")[0].rsplit("/", 1)[-1]
        name = "jquery.min.js" if name.startswith("jquery-3") else name
        found = files.get(name)
        kind = "text/css" if name.endswith(".css") else "text/javascript"
        route.fulfill(body=found.read_bytes() if found else b"", content_type=kind)

    return answer


def measure(browser: Any, path: Path, *, is_ours: bool, answer: Any) -> dict[str, float]:
    """Open a page, scrub through time, and return its figures."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, bypass_csp=True)
    page = context.new_page()
    page.set_default_timeout(120_000)
    if not is_ours:
        page.route(re.compile("^https?:"), answer)
    ready = "[data-ready=true]" if is_ours else ".leaflet-interactive"
    page.add_init_script(f"({READY})({ready!r})")
    page.goto(path.as_uri(), wait_until="commit", timeout=60_000)
    page.wait_for_function("window.readyAt > 0", timeout=60_000)
    rng = np.random.default_rng(7)
    days = [str(START + np.timedelta64(int(d), "D")) for d in rng.integers(WINDOW, DAYS, SCRUBS)]
    page.wait_for_timeout(500)
    spent = page.evaluate(FRAME.replace("MOVE", OURS_MOVE if is_ours else PEER_MOVE), days)
    shown = page.evaluate(
        "document.querySelectorAll('path.leaflet-interactive').length"
        if not is_ours
        else "document.querySelectorAll('.walk button').length"
    )
    if not shown:
        raise RuntimeError(f"{path} shows nothing; the figures would mean nothing.")
    wire = context.new_cdp_session(page)
    wire.send("HeapProfiler.collectGarbage")
    heap = wire.send("Runtime.getHeapUsage")
    figures = {
        "ready_s": page.evaluate("window.readyAt") / 1000,
        "scrub_ms": statistics.median(spent),
        "p95_ms": float(np.quantile(spent, 0.95)),
        "heap_mb": (heap["usedSize"] + heap.get("backingStorageSize", 0)) / 2**20,
    }
    context.close()
    return figures


def compare(browser: Any, n: int, rounds: int, peer: Path | None, scratch: Path) -> None:
    """Print one table for `n` events."""
    events, claims = made(n)
    makers = {"geoevents": write_ours} | ({"TimestampedGeoJson": write_peer} if peer else {})
    answer = serve(peer)
    rows: dict[str, list[dict[str, float]]] = {name: [] for name in makers}
    for _ in range(rounds):
        for name, write in makers.items():
            path = scratch / f"{name}.html"
            begun = time.perf_counter()
            write(events, claims, path)
            wrote = time.perf_counter() - begun
            found = measure(browser, path, is_ours=name == "geoevents", answer=answer)
            rows[name].append({"bytes": path.stat().st_size / n, "write_s": wrote} | found)
    table = pd.DataFrame({name: pd.DataFrame(runs).median() for name, runs in rows.items()}).T
    if peer:
        table.loc["ratio"] = table.loc["geoevents"] / table.loc["TimestampedGeoJson"]
    print(f"\n{n:,} events, median of {rounds}\n{table.round(3).to_string()}", flush=True)


def main() -> None:
    """Measure each size."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("sizes", nargs="*", type=int, default=[10_000, 100_000])
    options.add_argument("--peer", type=Path, help="node_modules with the peer's libraries")
    options.add_argument("--rounds", type=int, default=3)
    given = options.parse_args()
    chromium = os.environ.get("GEOEVENTS_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as driver, tempfile.TemporaryDirectory() as scratch:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for n in given.sizes:
            compare(browser, n, given.rounds, given.peer, Path(scratch))
        browser.close()


if __name__ == "__main__":
    main()
