"""Runs a list of independent tasks on threads; the result does not depend on how many."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def default_jobs() -> int:
    """How many tasks to run at once where nobody says: one a core, at most eight."""
    return min(8, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)


def run_tasks(
    function: Callable[[Item], Result],
    items: Sequence[Item],
    *,
    jobs: int,
    progress: Callable[[Item], None] = lambda _: None,
) -> list[Result]:
    """Return ``[function(item) for item in items]``, worked out by up to ``jobs`` threads.

    ``progress`` is called on the calling thread as each item is done. Of several failures the one of the
    earliest item is raised, so that the message is the same whatever the number of threads.
    """
    if jobs <= 1 or len(items) <= 1:
        results = []
        for item in items:
            results.append(function(item))
            progress(item)
        return results
    with ThreadPoolExecutor(max_workers=min(jobs, len(items))) as pool:
        futures = [pool.submit(function, item) for item in items]
        places = dict(zip(futures, items, strict=True))
        try:
            for future in as_completed(futures):
                if future.exception() is not None:
                    break
                progress(places[future])
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
        # Tasks are started in order, so whatever was started before a failing one is let finish.
        for number, future in enumerate(futures):
            if future.done() and future.exception() is not None:
                for later in futures[number + 1 :]:
                    later.cancel()
                break
        return [future.result() for future in futures]
