"""The rules of the house: layers, public names, lazy imports."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import geoevents

ROOT = Path(__file__).parents[1]
FLOOR_0 = ["errors", "files", "formulas", "resources", "model", "spatial", "dates", "schema"]
LAYERS = [
    FLOOR_0,
    ["actors", "gazetteer", "naturalearth", "reports"],
    ["geocoding", "online", "places", "tables"],
    ["extract"],
    ["events", "publish", "review"],
    ["control"],
    ["render", "export"],
    ["cli"],
    ["__main__"],
]
LAYER_OF = {room: number for number, rooms in enumerate(LAYERS) for room in rooms}


def imported_rooms(source: str) -> list[tuple[int, str]]:
    """Return (line, room) for every import of one of our rooms, wherever it stands."""
    found = []
    for node in ast.walk(ast.parse(source)):
        names = []
        if isinstance(node, ast.ImportFrom):
            if node.level:
                names = ["geoevents.<relative>"]
            elif node.module == "geoevents":
                names = [f"geoevents.{alias.name}" for alias in node.names]
            elif node.module:
                names = [node.module]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        for name in names:
            parts = name.split(".")
            if parts[0] == "geoevents" and len(parts) > 1 and parts[1] != "__version__":
                found.append((node.lineno, parts[1]))
    return found


def misdirected(room: str, source: str) -> list[str]:
    """Return each import in `source`, a module of `room`, that does not point down."""
    wrong = []
    for line, other in imported_rooms(source):
        if other == room:
            continue
        if other not in LAYER_OF:
            wrong.append(f"line {line}: '{other}' is no room of the house")
        elif LAYER_OF[other] > LAYER_OF[room]:
            wrong.append(f"line {line}: {room} imports {other}, which lies above it")
        elif LAYER_OF[other] == LAYER_OF[room] and not (
            other in FLOOR_0 and FLOOR_0.index(other) < FLOOR_0.index(room)
        ):
            wrong.append(f"line {line}: {room} imports {other}, which lies beside it")
    return wrong


def test_imports_point_down():
    """Every import of every module points to a lower layer, or to a module of its own room."""
    package = ROOT / "geoevents"
    wrong = []
    for path in sorted(package.rglob("*.py")):
        room = path.relative_to(package).parts[0].removesuffix(".py")
        if room != "__init__":
            wrong += [f"{path.name} {w}" for w in misdirected(room, path.read_text("utf-8"))]
    assert wrong == []


def test_an_import_that_points_up_is_found():
    """The rule can fail: upward, sideways, unknown and relative imports are all caught."""
    assert misdirected("gazetteer", "from geoevents.render import TimeMap")
    assert misdirected("gazetteer", "def f():\n    import geoevents.reports")
    assert misdirected("dates", "from geoevents import schema")
    assert misdirected("dates", "from . import schema")
    assert not misdirected("dates", "from geoevents import __version__, model")


def test_public_names_are_sorted_and_resolve():
    """`__all__` is sorted and complete, and every name in it can be had."""
    assert geoevents.__all__ == sorted(geoevents.__all__) == sorted(geoevents._HOMES)
    for name in geoevents.__all__:
        assert getattr(geoevents, name) is not None


def test_importing_the_package_loads_nothing_heavy():
    """`import geoevents` loads no third-party package, so that it is quick."""
    heavy = ["pandas", "geopandas", "shapely", "folium", "geopy", "numpy", "trafilatura"]
    code = f"import geoevents, sys; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
