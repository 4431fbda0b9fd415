"""The result of a list of tasks does not depend on the number of threads."""

from __future__ import annotations

import threading
from itertools import count

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


@pytest.mark.parametrize("given", [0, 1, 2])
def test_with_fewer_threads_than_were_asked_for_all_is_done_once(
    given: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = count(1)
    start = threading.Thread.start

    def start_if_given(thread: threading.Thread) -> None:
        if next(started) > given:
            raise RuntimeError("can't start new thread")
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", start_if_given)
    done: list[int] = []
    begun: list[int] = []

    def work(number: int) -> int:
        begun.append(number)
        return number * 2

    assert run_tasks(work, range(20), jobs=4, progress=done.append) == [n * 2 for n in range(20)]
    assert sorted(done) == sorted(begun) == list(range(20))
