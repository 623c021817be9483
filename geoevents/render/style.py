"""How a map looks and what it says beside the data: one small value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from geoevents.errors import InputError

__all__ = ["MapStyle", "tile_hosts"]

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True, slots=True, kw_only=True)
class MapStyle:
    """Looks and words of a map that are the author's to choose.

    Parameters
    ----------
    theme : {"light", "dark", "auto"}
        ``auto`` follows the reader's own setting.
    height : int
        Pixels of the frame in a notebook.
    colours : mapping of str to str
        Actor id to a colour, ``#rrggbb``; before the packs' and the palette's.
    worldview : str
        Whose view of disputed borders the base map takes; "neutral" takes nobody's.
    note : str
        A sentence of the author's, under the title.
    tiles : str, optional
        Address template of online map tiles, ``https://host/{z}/{x}/{y}.png``. The map then asks
        that host, and no other, for pictures, and says so. None: the file makes no request.
    tiles_attribution : str
        Whom the tiles' licence asks to name; plain text.
    """

    theme: Literal["light", "dark", "auto"] = "light"
    height: int = 640
    colours: Mapping[str, str] = field(default_factory=dict)
    worldview: str = "neutral"
    note: str = ""
    tiles: str | None = None
    tiles_attribution: str = ""

    def __post_init__(self) -> None:
        """Refuse what a page could not show."""
        if self.theme not in {"light", "dark", "auto"}:
            raise InputError(f"theme is {self.theme!r}; expected 'light', 'dark' or 'auto'.")
        if self.height < 200:
            raise InputError(f"height is {self.height}; expected at least 200 pixels.")
        for actor, colour in self.colours.items():
            if not _COLOUR.fullmatch(colour):
                raise InputError(
                    f"The colour of '{actor}' is {colour!r}; expected '#rrggbb' such as '#b3261e'."
                )
        if self.tiles is not None:
            tile_hosts(self.tiles)


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
