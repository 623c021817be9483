"""``data/basemap/disputes.toml`` → disputed lines, and how a worldview has them drawn.

A line is either a stretch of Natural Earth's own borders (the border of two countries inside a
window, so that both coincide) or points of our own. It names the parties whose position it is.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from geoevents.errors import GeoEventsError, InputError
from geoevents.resources import data_path

__all__ = [
    "DE_FACTO",
    "NEUTRAL",
    "Dispute",
    "DisputedLine",
    "check_worldview",
    "drawn",
    "parties",
    "read_disputes",
    "worldviews",
]

NEUTRAL = "neutral"
DE_FACTO = "de-facto"

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class DisputedLine:
    """One line of a dispute.

    Attributes
    ----------
    name
        What the line is, such as "Line of Control".
    position
        Country codes of the parties that hold the border to run here; none for a line that
        nobody calls the border, such as a ceasefire line.
    between, window
        Two names of world-atlas, and west, south, east, north: their border inside the window.
    points
        Instead of `between`: lon, lat, our own drawing.
    at_sea, within
        Whether `points` are drawn over water too, instead of over land alone, and the names of
        world-atlas that they are drawn over, if not all.
    """

    name: str
    position: tuple[str, ...]
    between: frozenset[str]
    window: Box | None
    points: tuple[tuple[float, float], ...]
    at_sea: bool
    within: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dispute:
    """One dispute over territory: who claims it, what is known, where its lines run.

    Attributes
    ----------
    claimants
        Codes, as in `DisputedLine.position`.
    extent, is_clear
        West, south, east, north of the area, and whether to keep it clear of countries' names.
    source, url
        What the entry rests on, and its address, empty where it has no lasting one.
    label
        Lon, lat of the area's own name, if it is to stand on the map.
    """

    id: str
    name: str
    claimants: tuple[str, ...]
    status: str
    source: str
    url: str
    extent: Box
    is_clear: bool
    label: tuple[float, float] | None
    lines: tuple[DisputedLine, ...]


@functools.lru_cache(maxsize=1)
def read_disputes() -> tuple[Dispute, ...]:
    """Read the layer that ships with the package.

    Raises
    ------
    GeoEventsError
        If an entry lacks a value, with the entry and the value.
    """
    return tuple(_dispute(entry) for entry in _read_file()["dispute"])


@functools.lru_cache(maxsize=1)
def worldviews() -> Mapping[str, str]:
    """Return every worldview that can be drawn and what it means, "neutral" first."""
    return dict(_read_file()["worldviews"])


@functools.lru_cache(maxsize=1)
def parties() -> Mapping[str, str]:
    """Return the names of claimants that no country's code stands for."""
    return dict(_read_file()["parties"])


def check_worldview(worldview: str) -> None:
    """Refuse a worldview that there is not.

    Raises
    ------
    InputError
        With those that there are.
    """
    if worldview not in worldviews():
        known = ", ".join(f"'{name}'" for name in worldviews())
        raise InputError(f"Unknown worldview '{worldview}'; expected one of {known}.")


def drawn(
    dispute: Dispute, line: DisputedLine, worldview: str
) -> Literal["solid", "dashed", "hidden"]:
    """Say how `worldview` has `line` drawn."""
    if worldview == DE_FACTO:
        return "solid" if line.between else "hidden"
    is_agreed = set(dispute.claimants) <= set(line.position)
    if worldview in line.position or is_agreed:
        return "solid"
    # A party has its own line alone, beside those that nobody calls the border; the disputes of
    # others stay dashed.
    is_rival = worldview in dispute.claimants and bool(line.position)
    return "hidden" if is_rival else "dashed"


def _read_file() -> dict[str, Any]:
    """Parse the file of the layer."""
    text = (data_path("basemap") / "disputes.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _dispute(entry: dict[str, Any]) -> Dispute:
    """Turn one entry of the file into a Dispute."""
    try:
        return Dispute(
            id=entry["id"],
            name=entry["name"],
            claimants=tuple(entry["claimants"]),
            status=entry["status"],
            source=entry["source"],
            url=entry.get("url", ""),
            extent=_box(entry["extent"]),
            is_clear=bool(entry.get("clear", True)),
            label=(float(entry["label"][0]), float(entry["label"][1]))
            if "label" in entry
            else None,
            lines=tuple(_line(line) for line in entry.get("line", [])),
        )
    except (KeyError, ValueError, TypeError) as error:
        raise GeoEventsError(
            f"disputes.toml: the dispute '{entry.get('id', '?')}' cannot be used ({error!r}); "
            "expected id, name, claimants, status, source, extent and its lines."
        ) from error


def _line(raw: dict[str, Any]) -> DisputedLine:
    """Turn one line of an entry into a DisputedLine."""
    if ("between" in raw) == ("points" in raw):
        raise ValueError(f"line {raw.get('name', '?')!r}: expected between or points")
    return DisputedLine(
        name=raw["name"],
        position=tuple(raw["position"]),
        between=frozenset(raw.get("between", ())),
        window=_box(raw["window"]) if "window" in raw else None,
        points=tuple((float(lon), float(lat)) for lon, lat in raw.get("points", ())),
        at_sea=bool(raw.get("at_sea", False)),
        within=tuple(raw.get("within", ())),
    )


def _box(values: list[float]) -> Box:
    """Return west, south, east, north, in that order or not at all."""
    west, south, east, north = (float(value) for value in values)
    if west >= east or south >= north:
        raise ValueError(f"{values}: expected west < east and south < north")
    return west, south, east, north
