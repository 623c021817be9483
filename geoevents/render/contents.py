"""A map's tables, title and style -> what its page reads: one plain value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geoevents import __version__
from geoevents.publish import in_words
from geoevents.render.arabic import town_names
from geoevents.render.colours import actor_rows
from geoevents.render.frame import Box, view_of
from geoevents.render.headline import outlets
from geoevents.render.payload import encode_tables
from geoevents.render.reference import towns
from geoevents.render.spelling import respelled_actors, respelled_towns, warn_of_unused
from geoevents.render.style import MapStyle

__all__ = ["contents"]


def contents(
    tables: tuple[Any, Any, Any],
    *,
    title: str,
    style: MapStyle,
    names: Mapping[str, str],
    base: Mapping[str, Any],
    manifest: Mapping[str, Any] | None,
) -> dict[str, Any]:
    """Return what the first data block of the page holds.

    Parameters
    ----------
    tables : tuple of GeoDataFrame
        Events, claims and control, each by its contract.
    title : str
        Headline of the map.
    style : MapStyle
        Theme, colours, language, note, online tiles.
    names : mapping of str to str
        How names are shown.
    base : mapping
        The base map, as `basemap.theatre` returns it.
    manifest : mapping, optional
        Of a published edition.
    """
    events, claims, control = tables
    places = towns(tuple(base["bbox"]))
    known_towns = town_names(places, tuple(base["bbox"])) if style.lang == "ar" else {}
    known = actor_rows([events, control], style.colours, style=style.palette)
    actors, others = respelled_actors(*known, names)
    if style.names:
        warn_of_unused(style.names, [events, control], known, places)
    tiles = {"url": style.tiles, "attribution": style.tiles_attribution} if style.tiles else None
    return {
        "format": 1,
        "made_by": f"geoevents {__version__}",
        "title": title,
        "note": style.note,
        "theme": style.theme,
        "ui": _around(style, claims, manifest),
        "tiles": tiles,
        "view": _rounded(view_of(events, control)),
        "around": _rounded(base["bbox"]),
        "actors": actors,
        "others": others,
        "towns": respelled_towns(places, known_towns | dict(style.names)),
        "tables": encode_tables(*tables),
    }


def _around(style: MapStyle, claims: Any, manifest: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return what the author chose of the page around the map, as the viewer reads it."""
    return {
        "theme": style.theme,
        "lang": style.lang,
        "embed": style.embed,
        "edition": style.edition or None,
        "corrections": list(style.corrections),
        "note": style.note or None,
        "sources": [
            *(style.sources or outlets(claims)),
            *(in_words(manifest) if manifest else ()),
        ],
    }


def _rounded(box: Box) -> list[float]:
    return [round(value, 4) for value in box]
