"""`geoevents map`: its options, and the map that they ask for."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from geoevents.cli.inputs import claims_of, columns_of
from geoevents.cli.output import (
    OK,
    check_place,
    count,
    nothing,
    plural,
    printable,
    say,
    tell_sensitive,
)
from geoevents.cli.publishing import add_publish_options, check_publish, edition_of
from geoevents.errors import InputError

if TYPE_CHECKING:
    import geopandas as gpd

    from geoevents.render import MapStyle, TimeMap

_TABLES = frozenset({".geojson", ".json", ".csv"})
_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".svg", ".pdf", ".webp", ".gif"})

__all__ = ["add_map_options", "check_map", "make_map", "style_of"]


def add_map_options(command: argparse.ArgumentParser) -> None:
    """Take what a map says and how it looks."""
    command.add_argument("-o", "--output", required=True, type=Path, metavar="MAP.html")
    words = command.add_argument_group("words")
    words.add_argument("--title", help="headline of the map")
    words.add_argument("--note", default="", metavar="TEXT", help="a sentence under the title")
    words.add_argument("--edition", default="", metavar="TEXT", help="such as '2, 9 February 2015'")
    words.add_argument(
        "--correction",
        action="append",
        metavar="TEXT",
        help="what was wrong in an earlier edition; repeatable, the newest first",
    )
    words.add_argument(
        "--source",
        action="append",
        metavar="TEXT",
        help="whom to name as a source; repeatable; default: the outlets of the claims",
    )
    words.add_argument(
        "--names",
        type=Path,
        metavar="FILE.csv",
        help="your spelling of places and actors: columns name and shown, or name, en and ar",
    )
    words.add_argument("--lang", default="en", help="language of the page: en or ar (default: en)")
    _add_looks(command.add_argument_group("looks"))
    _add_picture(command.add_argument_group("picture"))
    add_publish_options(command)


def _add_picture(picture: argparse._ArgumentGroup) -> None:
    picture.add_argument(
        "--png",
        type=Path,
        metavar="FILE.png",
        help="also a picture, by the Chromium of this machine",
    )
    picture.add_argument(
        "--size",
        metavar="WxH",
        help="of the map in the picture (default: 1200x800)",
    )
    picture.add_argument(
        "--scale",
        type=float,
        help="pixels of the picture for each of these (default: 2)",
    )
    picture.add_argument("--at", metavar="DATE", help="the day in the picture; default: the last")


def _add_looks(looks: argparse._ArgumentGroup) -> None:
    looks.add_argument(
        "--theme", default="light", help="light, dark, auto or print (default: light)"
    )
    looks.add_argument("--embed", action="store_true", help="for a frame in another page")
    looks.add_argument(
        "--palette",
        default="",
        metavar="NAME",
        help="the colours that a conflict's maps have made familiar, such as ukraine; or distinct",
    )
    looks.add_argument(
        "--colour",
        action="append",
        metavar="ACTOR=#RRGGBB",
        help="the colour of an actor, by its id; repeatable",
    )
    looks.add_argument(
        "--worldview",
        default="neutral",
        help="whose view of disputed boundaries the base map draws (default: neutral)",
    )
    looks.add_argument(
        "--tiles", metavar="URL", help="online tiles, https://…/{z}/{x}/{y}.png; default: offline"
    )


def check_map(options: argparse.Namespace) -> None:
    """Refuse words and looks that cannot be, before long work starts."""
    from geoevents.render.disputes import check_worldview  # noqa: PLC0415

    if options.output.suffix.lower() in _TABLES:
        raise InputError(
            f"'{options.output}' is named like a table, and a map is an HTML file; expected a name "
            "such as map.html, or the command `geoevents export`."
        )
    if options.output.suffix.lower() in _PICTURES:
        raise InputError(
            f"'{options.output}' is named like a picture, and a map is an HTML file; expected a "
            "name such as map.html, with --png map.png for a picture beside it."
        )
    check_worldview(options.worldview)
    style_of(options)
    columns_of(options.column)
    check_publish(options)
    if options.png is not None:
        from geoevents.render.chromium import find_chromium  # noqa: PLC0415
        from geoevents.render.picture import check_picture  # noqa: PLC0415

        check_place(options.png)
        if options.png.suffix.lower() != ".png":
            raise InputError(f"--png is '{options.png}'; expected a name that ends in .png.")
        check_picture(_size(options.size), _scale(options), options.at)
        find_chromium()
        return
    for name in ("size", "scale", "at"):
        if getattr(options, name) is not None:
            raise InputError(f"--{name} says how the picture is; expected --png FILE.png too.")


def _scale(options: argparse.Namespace) -> float:
    return 2.0 if options.scale is None else float(options.scale)


def _size(text: str | None) -> tuple[int, int]:
    text = text or "1200x800"
    wide, sign, tall = text.partition("x")
    if not sign or not (wide.isdecimal() and tall.isdecimal()):
        raise InputError(f"--size is '{text}'; expected width x height, such as 1200x800.")
    return int(wide), int(tall)


def style_of(options: argparse.Namespace) -> MapStyle:
    """Return the style that the options ask for.

    Raises
    ------
    InputError
        If one of them cannot be.
    """
    from geoevents.render import MapStyle  # noqa: PLC0415  heavy: only when used
    from geoevents.render.spelling import read_names  # noqa: PLC0415

    return MapStyle(
        theme=options.theme,
        lang=options.lang,
        embed=options.embed,
        palette=options.palette,
        colours=dict(_colour(text) for text in options.colour or []),
        worldview=options.worldview,
        names=read_names(options.names, lang=options.lang) if options.names else {},
        note=options.note,
        edition=options.edition,
        corrections=tuple(options.correction or ()),
        sources=tuple(options.source or ()),
        tiles=options.tiles,
    )


def _colour(text: str) -> tuple[str, str]:
    actor, sign, colour = text.rpartition("=")
    if not sign or not actor:
        raise InputError(
            f"--colour is '{text}'; expected an actor's id and a colour, such as "
            "'islamic-state=#3b3b3b'."
        )
    return actor, colour


def make_map(options: argparse.Namespace) -> int:
    """Write the map."""
    style = style_of(options)
    claims = claims_of(options)
    if claims.empty:
        return nothing(options)
    drawn = (
        edition_of(options, claims, style) if options.publish else _whole(options, claims, style)
    )
    drawn.save(options.output)
    shown, control = drawn.claims, drawn.control
    n_places = control["place_id"].nunique()
    told = f"{plural(len(drawn.events), 'event')}, reported control of {plural(n_places, 'place')}"
    say(options, f"{count(shown)} → {told} → {options.output}")
    _tell_unused(style, drawn)
    if options.png is not None:
        size, scale = _size(options.size), _scale(options)
        drawn.save_png(options.png, size=size, scale=scale, at=options.at)
        say(options, f"a picture of {size[0]} x {size[1]} at {scale:g} → {options.png}")
    tell_sensitive(options, shown)
    return OK


def _tell_unused(style: MapStyle, drawn: TimeMap) -> None:
    """Say which colours are of nobody on the map: most often the id is misspelt."""
    columns = [drawn.claims["actor_id"], drawn.claims["target_id"], drawn.control["actor_id"]]
    met = {actor for column in columns for actor in column.dropna()}
    for actor in style.colours:
        if actor not in met:
            told = f"--colour: nobody on the map has the id '{actor}'; those there are: "
            print(f"geoevents: {printable(told + ', '.join(sorted(met)))}", file=sys.stderr)


def _whole(options: argparse.Namespace, claims: gpd.GeoDataFrame, style: MapStyle) -> TimeMap:
    """Return the map of all claims."""
    from geoevents.control import estimate_place_status  # noqa: PLC0415  heavy: only when used
    from geoevents.events import merge_claims  # noqa: PLC0415
    from geoevents.render import TimeMap  # noqa: PLC0415

    events, control = merge_claims(claims), estimate_place_status(claims)
    return TimeMap(events, claims=claims, control=control, title=options.title, style=style)
