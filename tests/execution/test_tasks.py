"""The result of a list of tasks does not depend on the number of threads."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.execution.tasks import run_tasks


@given(st.lists(st.integers(), max_size=20), st.integers(1, 8))
def test_results_stand_in_the_order_of_the_items(items: list[int], jobs: int) -> None:
    done: list[int] = []
    assert run_tasks(lambda n: n * 2, items, jobs=jobs, progress=done.append) == [n * 2 for n in items]
    assert sorted(done) == sorted(items)


@given(st.sets(st.integers(0, 19), min_size=1), st.integers(1, 8))
def test_of_several_failures_the_earliest_is_told(bad: set[int], jobs: int) -> None:
    def work(number: int) -> int:
        if number in bad:
            raise ValueError(number)
        return number

    with pytest.raises(ValueError) as caught:
        run_tasks(work, range(20), jobs=jobs)
    assert caught.value.args == (min(bad),)


def test_tasks_do_run_at_once() -> None:
    together = threading.Barrier(2, timeout=20)
    assert len(run_tasks(lambda _: together.wait(), [1, 2], jobs=2)) == 2
