"""Text or bytes to a file: whole or not at all, through links, with the file's own rights."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

__all__ = ["write_whole"]


def write_whole(path: str | os.PathLike[str], content: str | bytes) -> None:
    """Write a file (text as UTF-8) whole or not at all: what stood there stays if anything fails.

    A link stays one, and its target is written; a file that stood there keeps its mode. What is no
    file, such as ``/dev/stdout``, is written to as it is.

    Raises
    ------
    OSError
        Of the kind that fits, naming `path`.
    """
    try:
        data = content.encode("utf-8", "replace") if isinstance(content, str) else content
        _write(Path(os.path.realpath(path)), data)
    except OSError as error:
        # The reader knows the path, not the hidden file beside it.
        raise OSError(error.errno, error.strerror or str(error), os.fspath(path)) from error


def _write(target: Path, content: bytes) -> None:
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        # mkstemp makes files private; a new file gets what the user's mask allows.
        mask = os.umask(0)
        os.umask(mask)
        mode = stat.S_IFREG | 0o666 & ~mask
    if not stat.S_ISREG(mode):
        target.write_bytes(content)
        return
    # A short name of its own: the target's may be as long as names can be.
    handle, name = tempfile.mkstemp(prefix=".geoevents-", dir=target.parent)
    partial = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        partial.chmod(mode & 0o777)
        partial.replace(target)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
