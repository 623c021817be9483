"""What folium's further layers ask of the network -> files of a folder, chosen hosts, or an error.

Plugins load their libraries from other hosts, and before Leaflet is there. Their scripts are put
behind the viewer, which brings Leaflet along; what they fetch is taken from a folder of the
author's and written into the page, or admitted where the author says so. A page whose layers would
fail in silence is not written.
"""

from __future__ import annotations

import base64
import html
import mimetypes
import re
from pathlib import Path
from urllib.parse import urlsplit

import folium

from geoevents.errors import InputError, MissingToolError

__all__ = ["settled"]

_SCRIPT = re.compile(r'[ \t]*<script src="(https?://[^"]+)"></script>\n?')
_SHEET = re.compile(r'[ \t]*<link rel="stylesheet" href="(https?://[^"]+)"\s*/?>\n?')
_ADDRESS = re.compile(r"""url\(\s*['"]?([^'")]+)['"]?\s*\)""")
# Sets of icons that folium writes into every map of its own, used or not.
_ICONS = {"L.AwesomeMarkers": ("awesome_markers",)}
# folium's popups use one function of jQuery, and its markers Leaflet's pictures.
_HELP = """<script>
window.$ = window.jQuery = window.$ || ((text) => {
  const made = document.createElement("template");
  // Styles are set and not written, which the page's policy does not admit.
  made.innerHTML = text.trim().replace(/ style=(["'])/g, " data-style=$1");
  for (const one of made.content.querySelectorAll("[data-style]")) one.style.cssText = one.dataset.style;
  return [...made.content.children];
});
delete L.Icon.Default.prototype._getIconUrl;
L.Icon.Default.mergeOptions({ shadowUrl: "", iconRetinaUrl: "", iconUrl: "data:image/svg+xml," + encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" width="25" height="41" viewBox="0 0 25 41"><path d="M12.5 1A11.5 11.5 0 0 1 24 12.5C24 21 12.5 40 12.5 40S1 21 1 12.5A11.5 11.5 0 0 1 12.5 1Z" fill="#2b6cb0" stroke="#fff"/><circle cx="12.5" cy="12.5" r="4.5" fill="#fff"/></svg>') });
</script>"""  # noqa: E501  one picture


def settled(document: str, *, files: Path | None, online: bool) -> tuple[str, list[str]]:
    """Return the page with its layers' libraries where they work, and the hosts they may ask.

    Parameters
    ----------
    document : str
        The page as folium renders it, with the viewer in it.
    files : path, optional
        A folder, such as a ``node_modules``, that holds the libraries under their own names.
    online : bool
        Whether the page may fetch what the folder lacks.

    Raises
    ------
    InputError
        If a library is in no folder, and the page may not fetch it.
    """
    last = document.rfind("<script>")
    own = document[last:]
    if "L." not in own.replace("geoeventsViewer.open", ""):
        return document, []
    scripts, sheets = _SCRIPT.findall(document), _SHEET.findall(document)
    scripts += [url for name, url in _icon_scripts(own) if url not in scripts]
    wanted = list(dict.fromkeys([*scripts, *sheets]))
    found = {url: path for url in wanted if (path := _local(url, files))}
    lacking = [url for url in wanted if url not in found]
    if lacking and not online:
        raise InputError(
            "Layers of this map need libraries of other hosts, which the page may not fetch: "
            f"{', '.join(lacking)}. Give MapStyle(layer_files=FOLDER) with files of these names, "
            "or MapStyle(online_layers=True) and readers' browsers will ask those hosts."
        )
    styles = "\n".join(_style(url, found.get(url)) for url in sheets)
    code = "\n".join(_script(url, found.get(url)) for url in dict.fromkeys(scripts))
    bare = _SHEET.sub("", _SCRIPT.sub("", document[:last]))
    hosts = sorted({f"https://{urlsplit(url).netloc}" for url in lacking})
    return f"{bare}{_HELP}\n{styles}\n{code}\n{own}", hosts


def _icon_scripts(own: str) -> list[tuple[str, str]]:
    """Return folium's own libraries of icons that a layer uses."""
    known = dict(folium.Map.default_js)
    return [
        (name, known[name])
        for sign, names in _ICONS.items()
        if sign in own
        for name in names
        if name in known
    ]


def _local(url: str, files: Path | None) -> Path | None:
    """Return the file of an address's last name; of several, the one with the shortest path."""
    if files is None:
        return None
    if not files.is_dir():
        raise MissingToolError(f"'{files}' is no folder; expected one that holds layers' files.")
    name = urlsplit(url).path.rsplit("/", 1)[-1]
    names = [name, name.replace("_", "-").replace(".min", ""), name.replace("_", "-")]
    hits = [path for one in names for path in files.rglob(one) if path.is_file()]
    return min(hits, key=lambda path: (len(path.parts), str(path)), default=None)


def _script(url: str, path: Path | None) -> str:
    if path is None:
        return f'<script src="{html.escape(url)}"></script>'
    # A script element ends at the first such tag, in a string of the library too.
    text = path.read_text("utf-8").replace("</script", "<\\/script")
    return f"<script>{text}</script>"


def _style(url: str, path: Path | None) -> str:
    if path is None:
        return f'<link rel="stylesheet" href="{html.escape(url)}">'

    def inside(hit: re.Match[str]) -> str:
        picture = path.parent / hit[1].split("?")[0].split("#")[0]
        kind = mimetypes.guess_type(picture.name)[0]
        if hit[1].startswith("data:") or kind is None or not picture.is_file():
            return hit[0]
        data = base64.b64encode(picture.read_bytes()).decode("ascii")
        return f"url(data:{kind};base64,{data})"

    text = _ADDRESS.sub(inside, path.read_text("utf-8")).replace("</style", "<\\/style")
    return f"<style>{text}</style>"
