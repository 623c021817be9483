"""Small matrices on one thread."""

from __future__ import annotations

from threadpoolctl import threadpool_info

from geoevents.control.threads import one_thread


def test_one_thread_inside_the_context_alone():
    """Inside the context the linear algebra of NumPy has one thread; behind it what it had."""
    before = {pool["filepath"]: pool["num_threads"] for pool in threadpool_info()}
    with one_thread():
        assert {pool["num_threads"] for pool in threadpool_info()} <= {1}
    after = {pool["filepath"]: pool["num_threads"] for pool in threadpool_info()}
    assert {path: after[path] for path in before} == before
