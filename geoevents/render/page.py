"""The page around a folium map: our own head, our viewer, inert data, and a policy on top.

folium and branca write whatever they are given into a template or a script. Here every template
is constant and takes finished text as a value, and no report's text is near a script.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources
from typing import Any

import folium
from branca.element import Element, Figure
from jinja2 import Template

from geoevents.errors import MissingToolError
from geoevents.render.codec import to_block

__all__ = ["asset", "build_page", "with_bridge", "with_policy"]

_NAME = "geoevents"
_VIEWPORT = '<meta name="viewport" content="width=device-width, initial-scale=1">'


class _Raw(Element):  # type: ignore[misc]  # branca has no types
    """A finished piece of HTML; a value of its template, never a template itself."""

    _template = Template("{{ this.text }}")

    def __init__(self, text: str, name: str) -> None:
        super().__init__()
        self._name, self._id = name, _NAME
        self.text = text


class _Page(Figure):  # type: ignore[misc]  # branca has no types
    """A document with a language, a title and a place for the policy."""

    _template = Template(
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        "{{ this.header.render(**kwargs) }}\n</head>\n<body>\n{{ this.html.render(**kwargs) }}\n"
        "<script>{{ this.script.render(**kwargs) }}</script>\n{{ this.late }}</body>\n</html>\n"
    )


class _Map(folium.Map):  # type: ignore[misc]  # branca has no types
    """folium's map, opened by our viewer, which brings Leaflet along."""

    _template = Template(
        "{% macro html(this, kwargs) %}"
        '<div id="geoevents-app"><div class="folium-map" id="{{ this.get_name() }}"></div></div>'
        "{% endmacro %}"
        "{% macro script(this, kwargs) %}"
        'var {{ this.get_name() }} = geoeventsViewer.open("{{ this.get_name() }}");'
        "{% endmacro %}"
    )


def build_page(title: str, blocks: list[str], late: Sequence[str] = ()) -> folium.Map:
    """Return a folium map in a page that holds our viewer and the data blocks.

    Parameters
    ----------
    title : str
        Plain text, for the browser's tab.
    blocks : list of str
        Finished script elements of inert types, as `codec.to_block` makes them.
    late : sequence of str
        More of them, that the page can be drawn without; they come last.
    """
    page = _Page()
    page.late = "".join(f"{block}\n" for block in late)
    page._id = _NAME  # noqa: SLF001  branca draws ids at random; pinned, the bytes repeat
    page.header._children.clear()  # noqa: SLF001
    for part in (page.header, page.html, page.script):
        part._id = _NAME  # noqa: SLF001
    head = f"{_VIEWPORT}\n<title>{html.escape(title)}</title>\n<style>{asset('viewer.css')}</style>"
    page.header.add_child(_Raw(head, "head"))
    page.html.add_child(_Raw("\n".join(blocks), "data"))
    page.html.add_child(_Raw(f"<script>{asset('viewer.js')}</script>", "viewer"))
    page.html.add_child(
        _Raw("<noscript>This map needs JavaScript, and nothing from the network.</noscript>", "no")
    )
    drawn = _Map(tiles=None)
    drawn._id = _NAME  # noqa: SLF001
    drawn.default_js, drawn.default_css = [], []  # of this map; the class keeps its own
    page.add_child(drawn)
    return drawn


def with_policy(document: str, tile_host: str | None, hosts: Sequence[str] = ()) -> str:
    """Return the document with a Content-Security-Policy that admits what it holds, only that.

    Scripts and styles are admitted by their hashes; nothing may be fetched but pictures of
    `tile_host`, and libraries of `hosts`, where the author chose them.
    """
    scripts = re.findall(r"<script>(.*?)</script>", document, flags=re.DOTALL)
    styles = re.findall(r"<style>(.*?)</style>", document, flags=re.DOTALL)
    policy = "; ".join(
        [
            "default-src 'none'",
            f"script-src {' '.join([*_hashes(scripts), *hosts])}",
            f"style-src {' '.join([*_hashes(styles), *hosts])}",
            f"img-src {' '.join(['data:', 'blob:', *([tile_host] if tile_host else []), *hosts])}",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return document.replace('<meta charset="utf-8">', f'<meta charset="utf-8">\n{meta}', 1)


def with_bridge(document: str, token: str) -> str:
    """Return the document of a widget: the viewer tells the page around it what is chosen.

    The token stands in an inert block of its own, before anything of a report, and only here: a
    saved page has none, and whoever frames one learns nothing of its reader.
    """
    block = to_block({"token": token}, "geoevents-bridge")
    return document.replace(_VIEWPORT, f"{block}\n{_VIEWPORT}", 1)


def _hashes(texts: list[str]) -> list[str]:
    digests = [hashlib.sha256(text.encode("utf-8")).digest() for text in texts]
    return [f"'sha256-{base64.b64encode(d).decode('ascii')}'" for d in dict.fromkeys(digests)]


@lru_cache(maxsize=3)
def asset(name: str) -> str:
    """Return a built file of the viewer."""
    path = resources.files("geoevents.render") / "static" / name
    try:
        text: Any = path.read_text("utf-8")
    except FileNotFoundError as error:
        raise MissingToolError(
            f"The map viewer '{name}' is not built; run `npm ci && npm run build` in viewer/, "
            "or install geoevents again with pip, which builds it."
        ) from error
    return str(text).strip()
