"""Where the data files that ship with the package lie: installed, or in a checkout."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from geoevents.errors import GeoEventsError

__all__ = ["cache_dir", "data_path"]


def data_path(name: str) -> Path:
    """Return the folder or file `name` of the shipped data, such as ``"gazetteer"``.

    Raises
    ------
    GeoEventsError
        If the installation lacks it.
    """
    package = Path(__file__).parent
    for root in (package / "data", package.parent / "data"):
        if (root / name).exists():
            return root / name
    raise GeoEventsError(
        f"The installation lacks its data '{name}' (looked in {package / 'data'}); "
        "expected it beside the code; install geoevents again with `pip install --force-reinstall`."
    )


def cache_dir() -> Path:
    """Return the user's cache folder for geoevents, made if need be.

    ``GEOEVENTS_CACHE`` overrides the platform's own place; ``~`` in it is the user's home.
    """
    chosen = os.environ.get("GEOEVENTS_CACHE")
    if chosen:
        folder = Path(chosen).expanduser()  # a shell leaves '~' in quotes as it is
    elif sys.platform == "win32":
        folder = Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData/Local")) / "geoevents"
    elif sys.platform == "darwin":
        folder = Path.home() / "Library/Caches/geoevents"
    else:
        folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "geoevents"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
