"""Small matrices on one thread.

A linear algebra library that shares matrices of a hundred rows among threads waits more than it
works, and on a busy machine tens of times as long. `threadpoolctl` can hold it back; without it
nothing changes but the time.
"""

from __future__ import annotations

import contextlib
import functools
import importlib
from typing import Any

__all__ = ["one_thread"]


def one_thread() -> contextlib.AbstractContextManager[Any]:
    """Return a context in which matrices are worked on by one thread, where that can be had."""
    controller = _controller()
    if controller is None:
        return contextlib.nullcontext()
    limited: contextlib.AbstractContextManager[Any] = controller.limit(limits=1)
    return limited


@functools.lru_cache(maxsize=1)
def _controller() -> Any:
    """Return a view of the loaded libraries, taken once: looking them up takes milliseconds."""
    try:
        return importlib.import_module("threadpoolctl").ThreadpoolController()
    except ImportError:
        return None
