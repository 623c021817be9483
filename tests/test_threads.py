"""Small matrices on one thread."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from geoevents.control import threads


@pytest.fixture(autouse=True)
def _forgotten():
    """Let each test look for the libraries anew."""
    threads._controller.cache_clear()
    yield
    threads._controller.cache_clear()


def test_one_thread_is_used_where_threadpoolctl_is():
    """Inside the context the linear algebra of NumPy has one thread."""
    threadpoolctl = pytest.importorskip("threadpoolctl", reason="threadpoolctl is missing")
    with threads.one_thread():
        assert {pool["num_threads"] for pool in threadpoolctl.threadpool_info()} <= {1}


def test_without_threadpoolctl_all_still_works(monkeypatch):
    """An installation without it computes the same."""
    monkeypatch.setitem(sys.modules, "threadpoolctl", None)
    with threads.one_thread():
        assert np.eye(2).sum() == 2
