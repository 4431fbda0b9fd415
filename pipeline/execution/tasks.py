"""Runs a list of independent tasks, on threads or in processes; the result does not depend on how many.

Pure Python does not get faster by threads. So where there is much to do, tasks go to processes of their own
(``workers``). Little is done in this one: a process takes longer to start than a leaflet to be looked over.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar

if TYPE_CHECKING:
    from pipeline.execution.workers import Workers

Item = TypeVar("Item")
Result = TypeVar("Result")

WORTH_A_PROCESS = 1_500_000
"""Bytes of catalogs to go through that are worth a process: about a second of work, and
one takes a third of that to start."""


def run_tasks(
    function: Callable[[Item], Result],
    items: Sequence[Item],
    *,
    jobs: int,
    sizes: Sequence[int] = (),
    progress: Callable[[Item], None] = lambda _: None,
) -> list[Result]:
    """Return ``[function(item) for item in items]``, worked out by up to ``jobs`` at once.

    ``progress`` is called on the calling thread as each item is done. Of several failures the one of the
    earliest item is raised, so that the message is the same whatever the number of jobs.

    Args:
        sizes: how much there is to do for each item, as ``WORTH_A_PROCESS`` counts; for a ``function`` that
            is all Python. See ``Crew``.

    Raises:
        ExecutionError: a process was ended from outside.
    """
    with Crew(jobs, sum(sizes)) as crew:
        return crew.run(function, items, sizes=sizes, progress=progress, threads=not sizes)


class Crew:
    """Up to ``jobs`` that work on lists of tasks, one list after the other.

    Args:
        work: how much there is to do in all, as ``WORTH_A_PROCESS`` counts. Where it is enough for two
            processes, tasks are done in such: functions, items and results must be picklable (functions of a
            module, or objects that can be called). Else in this process, where nothing needs to be.
    """

    def __init__(self, jobs: int, work: int = 0) -> None:
        self._jobs = jobs
        self._processes = min(jobs, work // WORTH_A_PROCESS)
        self._workers: Workers | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._workers is not None:
            self._workers.kill()

    def run(
        self,
        function: Callable[[Item], Result],
        items: Sequence[Item],
        *,
        sizes: Sequence[int] = (),
        progress: Callable[[Item], None] = lambda _: None,
        threads: bool = True,
    ) -> list[Result]:
        """As ``run_tasks``.

        Args:
            sizes: of the items; processes begin with the largest, so that none is left alone with it.
            threads: whether it helps to work on threads where no processes are used. It does not where the
                function is all Python.
        """
        count = min(self._jobs, len(items))
        workers = self._hired() if min(self._processes, len(items)) > 1 else None
        if workers is not None:
            order = sorted(range(len(items)), key=lambda place: -sizes[place]) if sizes else range(len(items))
            ask = workers.asking(function)
            return _run_on_threads(ask, items, order, min(workers.count, count), progress, workers.kill)
        if count > 1 and threads:
            return _run_on_threads(function, items, range(len(items)), count, progress, lambda: None)
        return _run_here(function, items, progress)

    def _hired(self) -> Workers | None:
        """The processes, started when they are first needed; None where the system has none to give."""
        from pipeline.execution.workers import Workers, can_start

        if self._workers is None and can_start():
            self._workers = Workers(self._processes)
        return self._workers if self._workers is not None and self._workers.count > 1 else None


def _run_here(
    function: Callable[[Item], Result], items: Sequence[Item], progress: Callable[[Item], None]
) -> list[Result]:
    results = []
    for item in items:
        results.append(function(item))
        progress(item)
    return results


def _run_on_threads(
    function: Callable[[Item], Result],
    items: Sequence[Item],
    order: Sequence[int],
    threads: int,
    progress: Callable[[Item], None],
    stop: Callable[[], None],
) -> list[Result]:
    """``run_tasks`` by threads, which begin with the items in this ``order``; ``stop`` ends what is being
    done. Where the system has fewer threads to give, by those; where it has none, by this one."""
    futures: dict[Future[Result], int] = {Future(): place for place in order}
    waiting = iter(list(futures.items()))

    def work() -> None:
        for future, place in waiting:
            if future.set_running_or_notify_cancel():
                try:
                    future.set_result(function(items[place]))
                except BaseException as error:
                    future.set_exception(error)

    with ThreadPoolExecutor(max_workers=threads) as pool:
        try:
            if not sum([_starts(pool, work) for _ in range(threads)]):
                return _run_here(function, items, progress)
            for future in as_completed(futures):
                if future.cancelled():
                    continue
                if future.exception() is None:
                    progress(items[futures[future]])
                    continue
                # What comes after it is of no matter now; what comes before it may fail as well.
                for other, place in futures.items():
                    if place > futures[future]:
                        other.cancel()
            return [future.result() for future in sorted(futures, key=futures.__getitem__)]
        except BaseException:
            for future in futures:
                future.cancel()
            stop()
            raise


def _starts(pool: ThreadPoolExecutor, work: Callable[[], None]) -> bool:
    """Whether a thread could be started for this; where not, another may do it, and find nothing left."""
    try:
        pool.submit(work)
    except RuntimeError:
        return False
    return True
