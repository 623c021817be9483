"""Say on standard error how far a long job has come: a bar on a terminal, else one line."""

from __future__ import annotations

import sys
from typing import TextIO

__all__ = ["Progress"]

_WIDTH = 30


class Progress:
    """A progress bar that costs nothing where nobody watches.

    Parameters
    ----------
    task
        What is being done, in a few words.
    total
        The number of steps.
    stream
        Where to write; standard error by default.
    """

    def __init__(self, task: str, total: int, *, stream: TextIO | None = None) -> None:
        self._task = task
        self._total = max(1, total)
        self._stream = sys.stderr if stream is None else stream
        self._is_live = bool(getattr(self._stream, "isatty", lambda: False)())
        self._shown = -1
        if not self._is_live:
            self._write(f"{task} ...\n")

    def update(self, done: int, total: int | None = None) -> None:
        """Show that `done` steps of the total, which may have become known, are done."""
        self._total = max(1, total or self._total)
        percent = min(100, 100 * done // self._total)
        if not self._is_live or percent == self._shown:
            return
        self._shown = percent
        bar = ("#" * (percent * _WIDTH // 100)).ljust(_WIDTH, "-")
        self._write(f"\r{self._task} [{bar}] {percent:3d} %")

    def close(self) -> None:
        """End the line that the bar stands on."""
        if self._is_live:
            self._write("\n")

    def _write(self, text: str) -> None:
        try:
            self._stream.write(text)
            self._stream.flush()
        except (OSError, ValueError):  # a closed stream must not stop the work
            self._is_live = False
