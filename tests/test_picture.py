"""Pictures: taken by a real Chromium, and clear words where there is none."""

from __future__ import annotations

import socket
import struct
import sys

import pytest
import render_data

from geoevents.cli import main
from geoevents.errors import GeoEventsError, InputError, MissingToolError
from geoevents.render import TimeMap
from geoevents.render.chromium import Chromium, find_chromium
from geoevents.render.picture import picture_of

needs_viewer = pytest.mark.usefixtures("viewer")


def small():
    """Return the map of the small war."""
    return TimeMap(render_data.events(), control=render_data.control(), claims=render_data.claims())


def pixels(picture):
    """Return width and height of a PNG."""
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    return struct.unpack(">II", picture[16:24])


@needs_viewer
@pytest.mark.browser
def test_a_picture_has_the_size_and_scale_that_were_asked_for(tmp_path, chromium, monkeypatch):
    """A PNG of the map's width times scale, title and legend added; two days give two pictures."""
    monkeypatch.setenv("GEOEVENTS_CHROMIUM", chromium)
    path = small().save_png(tmp_path / "map.png", size=(640, 480), scale=1.5)
    width, height = pixels(path.read_bytes())
    assert width == 960
    assert 720 * 1.15 < height < 720 * 2
    early = small().save_png(tmp_path / "early.png", size=(640, 480), scale=1.5, at="2014-02-01")
    assert early.read_bytes() != path.read_bytes()


@pytest.mark.browser
def test_a_page_that_reaches_out_reaches_nothing(chromium):
    """Every request but for the page itself is refused, to this very machine too."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        port = server.getsockname()[1]
        page = f"""<!DOCTYPE html><body><script>
          const tries = ["http://127.0.0.1:{port}/", "https://example.org/", "file:///etc/passwd"];
          Promise.allSettled(tries.map((one) => fetch(one, {{mode: "no-cors"}}))).then((all) => {{
            const told = document.createElement("p");
            told.className = "failed";
            told.textContent = all.map((one) => one.status).join(" ");
            document.body.append(told);
          }});
        </script>"""
        with pytest.raises(GeoEventsError, match="rejected rejected rejected"):
            picture_of(page, chromium, patience_s=30)
        with pytest.raises(TimeoutError):
            server.accept()


@pytest.mark.browser
def test_a_map_that_is_never_drawn_is_an_error(chromium):
    """No picture of an empty page: the wait ends with what to do."""
    with pytest.raises(GeoEventsError, match="not drawn after 1 seconds"):
        picture_of("<!DOCTYPE html><p>nothing</p>", chromium, patience_s=1)


def test_a_missing_browser_says_what_to_install(monkeypatch, tmp_path):
    """Neither a variable nor the path knows one: the message names programs and commands."""
    for name in ("GEOEVENTS_CHROMIUM", "CHROME", "CHROME_PATH"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("geoevents.render.chromium.shutil.which", lambda _: None)
    with pytest.raises(MissingToolError, match=r"apt install chromium.*GEOEVENTS_CHROMIUM"):
        find_chromium()
    monkeypatch.setenv("CHROME", str(tmp_path / "none"))
    with pytest.raises(MissingToolError, match=r"CHROME is '.*none', which cannot be run"):
        find_chromium()


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script")
def test_a_browser_that_does_not_run_is_told_with_its_own_words(tmp_path):
    """The last words of the program stand in the error."""
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\necho no display for you >&2\nexit 3\n")
    broken.chmod(0o755)
    with (
        pytest.raises(MissingToolError, match="no display for you"),
        Chromium(str(broken), patience_s=20) as opened,
    ):
        opened.call("Browser.getVersion")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"size": (100, 800)}, "size is 100 x 800; expected 200 to 8000"),
        ({"scale": 9.0}, "scale is 9; expected 0.5 to 4"),
        ({"size": (8000, 800), "scale": 3.0}, "no side of more than"),
        ({"at": "yesterday"}, "day is 'yesterday'"),
    ],
)
def test_a_picture_that_cannot_be_is_refused(tmp_path, options, message):
    """Size, scale and day are looked at before anything else."""
    with pytest.raises(InputError, match=message):
        small().save_png(tmp_path / "map.png", **options)


@needs_viewer
@pytest.mark.browser
def test_the_command_takes_a_picture(tmp_path, chromium, monkeypatch, capsys):
    """`--png` writes the picture beside the map and says so."""
    monkeypatch.setenv("CHROME", chromium)
    table = tmp_path / "t.csv"
    table.write_text("lat,lon,day\n36.2,37.16,2016-12-22\n", encoding="utf-8")
    out, png = tmp_path / "map.html", tmp_path / "map.png"
    command = ["map", str(table), "--column", "date=day", "-o", str(out), "--png", str(png)]
    assert main([*command, "--size", "400x300", "--scale", "1"]) == 0
    assert pixels(png.read_bytes())[0] == 400
    assert "a picture of 400 x 300" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--png", "a.jpg"], "expected a name that ends in .png"),
        (["--png", "a.png", "--size", "big"], "--size is 'big'"),
        (["--png", "no/where/a.png"], "folder that does not exist"),
    ],
)
def test_a_picture_that_cannot_be_stops_the_command(
    tmp_path, monkeypatch, capsys, options, message
):
    """Exit code 2 before any work."""
    monkeypatch.chdir(tmp_path)
    assert main(["map", "none.txt", "-o", "map.html", *options]) == 2
    assert message in capsys.readouterr().err
