"""How a map looks and what it says beside the data: one small value."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlsplit

from geoevents.errors import InputError
from geoevents.render.colours import palettes

__all__ = ["LANGUAGES", "THEMES", "MapStyle", "tile_hosts"]

Theme = Literal["light", "dark", "auto", "print"]
THEMES: tuple[Theme, ...] = ("light", "dark", "auto", "print")
LANGUAGES = ("en", "ar")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True, slots=True, kw_only=True)
class MapStyle:
    """Looks and words of a map that are the author's to choose; all text is plain text.

    Parameters
    ----------
    theme : {"light", "dark", "auto", "print"}
        ``auto`` follows the reader's own setting; ``print`` is black on white, for paper.
    lang : {"en", "ar"}
        Language of the page's own words. Names and sentences stay as they are given.
    embed : bool
        Whether the page is made for a frame in another page: the map and its time control first.
    height : int
        Pixels of the frame in a notebook.
    colours : mapping of str to str
        Actor id to a colour, ``#rrggbb``; before the palette's.
    palette : str
        The conflict whose maps' familiar colours are taken, such as ``"ukraine"``: one of
        `palettes`. ``"distinct"`` gives every actor one of the colours that colour-blind readers
        tell apart best, whatever is familiar. Empty: the packs', where they can be told apart.
    worldview : str
        Whose view of disputed borders the base map takes; "neutral" takes nobody's.
    names : mapping of str to str
        How the author spells a place or actor: its id, or its name as the map has it without
        this, to the name that is shown. Sentences and the words of a report are never changed.
    note : str
        A sentence of the author's, under the title.
    edition : str
        Which edition of the map this is, such as ``"2, 9 February 2015"``.
    corrections : tuple of str
        What was wrong in earlier editions, the newest first.
    sources : tuple of str
        Whom the map names as its sources; empty: the outlets of the claims.
    tiles : str, optional
        Address template of online map tiles, ``https://host/{z}/{x}/{y}.png``. The map then asks
        that host, and no other, for pictures, and says so. None: the file makes no request.
    tiles_attribution : str
        Whom the tiles' licence asks to name; plain text.
    layer_files : path, optional
        A folder with the libraries of folium's plugins, such as a ``node_modules``; what a layer
        of `TimeMap.folium` needs of it is written into the page.
    online_layers : bool
        Whether the page may fetch libraries of such layers from their hosts, each time it opens.
    """

    theme: Theme = "light"
    lang: Literal["en", "ar"] = "en"
    embed: bool = False
    height: int = 640
    colours: Mapping[str, str] = field(default_factory=dict)
    palette: str = ""
    worldview: str = "neutral"
    names: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    edition: str = ""
    corrections: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    tiles: str | None = None
    tiles_attribution: str = ""
    layer_files: str | os.PathLike[str] | None = None
    online_layers: bool = False

    def __post_init__(self) -> None:
        """Refuse what a page could not show."""
        if self.theme not in THEMES:
            raise InputError(f"theme is {self.theme!r}; expected one of {', '.join(THEMES)}.")
        if self.lang not in LANGUAGES:
            raise InputError(f"lang is {self.lang!r}; expected one of {', '.join(LANGUAGES)}.")
        if self.palette and self.palette not in palettes():
            raise InputError(
                f"palette is {self.palette!r}; expected one of {', '.join(palettes())}, or none."
            )
        for name in ("corrections", "sources"):
            if isinstance(getattr(self, name), str):
                raise InputError(f"{name} is one text; expected a tuple of texts, one a line.")
        if not isinstance(self.height, int) or self.height < 200:
            raise InputError(f"height is {self.height}; expected at least 200 pixels.")
        _check_mappings(self.colours, self.names)
        if self.tiles is not None:
            tile_hosts(self.tiles)


def _check_mappings(colours: Any, names: Any) -> None:
    for name, given in (("colours", colours), ("names", names)):
        if not isinstance(given, Mapping) or not all(
            isinstance(one, str) for pair in given.items() for one in pair
        ):
            raise InputError(f"{name} is {given!r}; expected a mapping of text to text.")
    for actor, colour in colours.items():
        if not _COLOUR.fullmatch(colour):
            raise InputError(
                f"The colour of '{actor}' is {colour!r}; expected '#rrggbb' such as '#b3261e'."
            )


def tile_hosts(template: str) -> str:
    """Return the source expression, for a Content-Security-Policy, of a tile template's host.

    Raises
    ------
    InputError
        If the template is no plain http(s) address with ``{z}``, ``{x}`` and ``{y}``.
    """
    try:
        parts = urlsplit(template)
    except ValueError:  # such as a bracket that is not closed
        parts = urlsplit("")
    host = parts.netloc.replace("{s}", "*")
    if (
        # Such signs `urlsplit` would drop without a word.
        any(char.isspace() or not char.isprintable() for char in template)
        or parts.scheme not in {"http", "https"}
        or not re.fullmatch(r"(\*\.)?[A-Za-z0-9.-]+(:\d+)?", host)
        or any(mark not in template for mark in ("{z}", "{x}", "{y}"))
    ):
        raise InputError(
            f"tiles is {template!r}; expected an address with {{z}}, {{x}} and {{y}}, such as "
            "'https://tile.example.org/{z}/{x}/{y}.png'."
        )
    return f"{parts.scheme}://{host}"
