"""Files are written whole, where the user meant them, and errors name the user's path."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest

from geoevents.files import write_whole

posix = pytest.mark.skipif(sys.platform == "win32", reason="rights, links and pipes of POSIX")


@posix
def test_a_file_keeps_its_mode(tmp_path):
    """What stood there keeps its rights; a new file gets what the mask allows."""
    target = tmp_path / "a.csv"
    write_whole(target, "new")
    mask = os.umask(0)
    os.umask(mask)
    assert target.stat().st_mode & 0o777 == 0o666 & ~mask
    target.chmod(0o640)
    write_whole(target, "newer")
    assert target.read_text("utf-8") == "newer"
    assert target.stat().st_mode & 0o777 == 0o640


@posix
def test_a_link_stays_and_its_target_is_written(tmp_path):
    """Through a link, the file that it points to is replaced, with nothing left beside either."""
    folder = tmp_path / "real"
    folder.mkdir()
    (folder / "a.csv").write_text("old", "utf-8")
    link = tmp_path / "link.csv"
    link.symlink_to(Path("real") / "a.csv")
    write_whole(link, "new")
    assert link.is_symlink()
    assert (folder / "a.csv").read_text("utf-8") == "new"
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.csv", "link.csv", "real"]


def test_names_may_be_as_long_as_names_can_be(tmp_path):
    """A name of 255 bytes is written, also one of Arabic letters."""
    for name in ("a" * 251 + ".csv", "\u062d" * 125 + ".csv"):
        write_whole(tmp_path / name, "x")
        assert (tmp_path / name).read_text("utf-8") == "x"


def test_an_error_names_the_users_path(tmp_path, monkeypatch):
    """A missing folder and a full disk are told of the path given; nothing half-written stays."""
    missing = tmp_path / "none" / "a.csv"
    with pytest.raises(FileNotFoundError) as caught:
        write_whole(missing, "x")
    assert caught.value.filename == str(missing)
    target = tmp_path / "a.csv"
    target.write_text("old", "utf-8")

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space left on device") as full_disk:
        write_whole(target, "new")
    assert full_disk.value.filename == str(target)
    assert target.read_text("utf-8") == "old"
    assert list(tmp_path.iterdir()) == [target]


@posix
def test_what_is_no_file_is_never_replaced(tmp_path):
    """A named pipe is written to as it is."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_whole(pipe, "x")
        assert os.read(reader, 10) == b"x"
    finally:
        os.close(reader)
    assert pipe.is_fifo()
