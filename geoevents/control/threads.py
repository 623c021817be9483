"""Small matrices on one thread.

A linear algebra library that shares matrices of a hundred rows among threads waits more than it
works, and on a busy machine tens of times as long. `threadpoolctl` holds it back.
"""

from __future__ import annotations

import contextlib
import functools
from typing import Any

__all__ = ["one_thread"]


def one_thread() -> contextlib.AbstractContextManager[Any]:
    """Return a context in which matrices are worked on by one thread."""
    limited: contextlib.AbstractContextManager[Any] = _controller().limit(limits=1)
    return limited


@functools.lru_cache(maxsize=1)
def _controller() -> Any:
    """Return a view of the loaded libraries, taken once: looking them up takes milliseconds."""
    from threadpoolctl import ThreadpoolController  # noqa: PLC0415  only where it is needed

    return ThreadpoolController()
