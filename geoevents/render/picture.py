"""A map's page -> a PNG picture of it, through the user's own Chromium."""

from __future__ import annotations

import base64
import time
from datetime import date
from typing import Any
from urllib.parse import quote

from geoevents.errors import GeoEventsError, InputError
from geoevents.render.chromium import Chromium

__all__ = ["check_picture", "picture_of"]

# An address that no network knows: the page is handed over when the browser asks for it.
_ADDRESS = "https://map.geoevents.invalid/"
_PICTURE = f"{_ADDRESS}picture.svg"
_LEAST, _MOST = 200, 8_000
# Pixels of a side; Chromium's own limit for a surface.
_MOST_DRAWN = 16_384
# What the page says of itself; settled once two frames have been drawn after it was ready.
_STATE = """(async () => {
  const failed = document.querySelector(".failed");
  if (failed) return `failed: ${failed.textContent}`;
  if (location.search !== "SEARCH") return "waiting";
  if (!document.querySelector("[data-ready=true]")) return "waiting";
  await document.fonts.ready;
  for (let i = 0; i < 2; i++) await new Promise((drawn) => requestAnimationFrame(drawn));
  return "drawn";
})()"""


_MAP = """(() => {
  const { clientWidth, clientHeight } = document.querySelector(".folium-map");
  return [clientWidth, clientHeight];
})()"""
# The viewer draws itself as one picture, with title, legend and sources, as its own dialog does.
_DRAWING = """(() => {
  const told = {};
  window.dispatchEvent(new CustomEvent("geoevents:picture", { detail: told }));
  return told;
})()"""
_IS_PICTURE = """(async () => {
  if (document.documentElement.localName !== "svg") return "waiting";
  await document.fonts.ready;
  for (let i = 0; i < 2; i++) await new Promise((drawn) => requestAnimationFrame(drawn));
  return "drawn";
})()"""
# Windows that are tried until the map has its size.
_MOST_TRIES = 4
# A drawing is looked at, and runs nothing.
_STILL = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def check_picture(size: tuple[int, int], scale: float, at: str | None) -> None:
    """Refuse a picture that cannot be.

    Raises
    ------
    InputError
        If a side is not 200 to 8,000 pixels, the scale not 0.5 to 4, or `at` no day.
    """
    if not all(_LEAST <= side <= _MOST for side in size):
        raise InputError(
            f"The picture's size is {size[0]} x {size[1]}; expected {_LEAST} to {_MOST} pixels "
            "each, such as 1200 x 800."
        )
    if not 0.5 <= scale <= 4 or max(size) * scale > _MOST_DRAWN:
        raise InputError(
            f"The picture's scale is {scale:g}; expected 0.5 to 4, and no side of more than "
            f"{_MOST_DRAWN:,} pixels after it."
        )
    if at is not None:
        try:
            date.fromisoformat(at)
        except ValueError as error:
            raise InputError(f"The picture's day is '{at}'; expected YYYY-MM-DD.") from error


def picture_of(
    document: str,
    browser: str,
    *,
    size: tuple[int, int] = (1200, 800),
    scale: float = 2.0,
    at: str | None = None,
    patience_s: float = 60.0,
) -> bytes:
    """Return the PNG of a map's page once it is drawn.

    Parameters
    ----------
    document : str
        The page, as `TimeMap.to_html` returns it. Whatever else it asks for is refused.
    browser : str
        The path of a Chromium (`find_chromium`).
    size : pair of int
        Width and height of the map in CSS pixels; title, legend and sources are added.
    scale : float
        Pixels of the picture for each of these.
    at : str, optional
        The day that is shown, YYYY-MM-DD; None: the last one.
    patience_s : float
        Seconds to wait for the map, once the browser has it.

    Raises
    ------
    GeoEventsError
        If the browser does not run, or the map is not drawn in time.
    """
    check_picture(size, scale, at)
    with Chromium(browser) as chromium:
        target = chromium.call("Target.createTarget", url="about:blank")["targetId"]
        session = chromium.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        pages = {_ADDRESS: (document, "text/html; charset=utf-8")}
        chromium.on_event(lambda event: _hand_over(chromium, session, event, pages))
        still = [{"name": "prefers-reduced-motion", "value": "reduce"}]
        chromium.call("Emulation.setEmulatedMedia", session, features=still)
        chromium.call("Fetch.enable", session, patterns=[{"urlPattern": "*"}])
        _open_at(chromium, session, pages, size, scale, at, patience_s)
        drawing = _ask(chromium, session, _DRAWING)
        pages[_PICTURE] = (drawing["svg"], "image/svg+xml; charset=utf-8")
        _resize(chromium, session, (drawing["width"], drawing["height"]), scale)
        chromium.call("Page.navigate", session, url=_PICTURE)
        _wait(chromium, session, _IS_PICTURE, patience_s)
        shot = chromium.call("Page.captureScreenshot", session, format="png")
    return base64.b64decode(shot["data"])


def _open_at(
    chromium: Chromium,
    session: str,
    pages: dict[str, tuple[str, str]],
    size: tuple[int, int],
    scale: float,
    at: str | None,
    patience_s: float,
) -> None:
    """Open the page in a window in which the map itself has the size asked for.

    The panels around it take what they need, and a wider window may break fewer lines: the window
    is measured, and the page opened anew, so that it frames its data for the size that it has.
    """
    window = size
    for number in range(_MOST_TRIES):
        address = f"{_ADDRESS}?{number}"
        pages[address] = pages[_ADDRESS]
        _resize(chromium, session, window, scale)
        where = f"{address}#d={quote(at)}" if at else address
        chromium.call("Page.navigate", session, url=where)
        _wait(chromium, session, _STATE.replace("SEARCH", f"?{number}"), patience_s)
        have = _ask(chromium, session, _MAP)
        if tuple(have) == size:
            return
        window = (window[0] + size[0] - have[0], window[1] + size[1] - have[1])


def _resize(chromium: Chromium, session: str, size: tuple[int, int], scale: float) -> None:
    chromium.call(
        "Emulation.setDeviceMetricsOverride",
        session,
        width=max(1, round(size[0])),
        height=max(1, round(size[1])),
        deviceScaleFactor=scale,
        mobile=False,
    )


def _hand_over(
    chromium: Chromium, session: str, event: dict[str, Any], pages: dict[str, tuple[str, str]]
) -> None:
    """Answer the request for a page of ours, and refuse every other."""
    if event["method"] != "Fetch.requestPaused":
        return
    asked = event["params"]
    if asked["request"]["url"] not in pages:
        chromium.tell(
            "Fetch.failRequest", session, requestId=asked["requestId"], errorReason="AccessDenied"
        )
        return
    text, kind = pages[asked["request"]["url"]]
    headers = {"Content-Type": kind}
    if kind.startswith("image/"):
        headers["Content-Security-Policy"] = _STILL
    chromium.tell(
        "Fetch.fulfillRequest",
        session,
        requestId=asked["requestId"],
        responseCode=200,
        responseHeaders=[{"name": name, "value": value} for name, value in headers.items()],
        body=base64.b64encode(text.encode("utf-8", "replace")).decode("ascii"),
    )


def _ask(chromium: Chromium, session: str, expression: str) -> Any:
    """Return the value of an expression in the page, waited for."""
    found = chromium.call(
        "Runtime.evaluate", session, expression=expression, awaitPromise=True, returnByValue=True
    )
    return found.get("result", {}).get("value")


def _wait(chromium: Chromium, session: str, expression: str, patience_s: float) -> None:
    """Wait until the page says that it is drawn."""
    deadline = time.monotonic() + patience_s
    while time.monotonic() < deadline:
        state = str(_ask(chromium, session, expression) or "waiting")
        if state == "drawn":
            return
        if state.startswith("failed"):
            raise GeoEventsError(f"The map could not be drawn for the picture ({state}).")
        time.sleep(0.05)
    raise GeoEventsError(
        f"The map was not drawn after {patience_s:.0f} seconds; draw fewer events, or take the "
        "picture in a browser."
    )
