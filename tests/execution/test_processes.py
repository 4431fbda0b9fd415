"""Tasks in processes of their own: the same results, and an end to all of them whatever happens."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import CatalogError, ExecutionError, ExportError, SeveralErrors, UsageError
from pipeline.execution import worker
from pipeline.execution.tasks import WORTH_A_PROCESS, Crew, run_tasks
from pipeline.project.files import locked
from tests.execution import processes
from tests.support.interrupts import stoppable

ROOT = Path(__file__).parents[2]


def run(function: Callable[[Any], Any], items: list[Any], jobs: int = 2) -> list[Any]:
    return run_tasks(function, items, jobs=jobs, sizes=[WORTH_A_PROCESS] * len(items))


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not state.exists() or state.read_text().rpartition(")")[2].split()[0] != "Z"


@pytest.mark.parametrize("jobs", [1, 2, 4])
def test_results_stand_in_the_order_of_the_items(jobs: int) -> None:
    done: list[int] = []
    sizes = [WORTH_A_PROCESS * number for number in range(9)]
    found = run_tasks(processes.double, range(9), jobs=jobs, sizes=sizes, progress=done.append)
    assert found == [number * 2 for number in range(9)]
    assert sorted(done) == list(range(9))


def test_tasks_run_in_as_many_processes_as_asked_for_which_are_gone_afterwards() -> None:
    found = set(run(processes.who, list(range(12)), jobs=3))
    assert os.getpid() not in found
    assert 1 <= len(found) <= 3
    assert not any(map(is_running, found))


@pytest.mark.parametrize(
    ("jobs", "sizes"),
    [
        pytest.param(1, [WORTH_A_PROCESS] * 4, id="one job"),
        pytest.param(4, [WORTH_A_PROCESS // 4] * 4, id="little to do"),
        pytest.param(4, [WORTH_A_PROCESS * 4], id="one document"),
    ],
)
def test_no_process_is_started_for(jobs: int, sizes: list[int]) -> None:
    assert set(run_tasks(processes.who, sizes, jobs=jobs, sizes=sizes)) == {os.getpid()}


def test_a_crew_keeps_its_processes_from_one_list_to_the_next() -> None:
    with Crew(2, WORTH_A_PROCESS * 2) as crew:
        first = set(crew.run(processes.who, range(20)))
        assert crew.run(processes.double, [1, 2]) == [2, 4]
        assert len(first | set(crew.run(processes.who, range(20)))) <= 2


def test_of_several_failures_the_earliest_is_told_though_the_largest_item_is_begun_first() -> None:
    items = [1, -2, 3, -4, 5, -6]
    sizes = [WORTH_A_PROCESS * size for size in (1, 2, 3, 4, 5, 6)]
    with pytest.raises(ValueError) as caught:
        run_tasks(processes.fail_where_negative, items, jobs=2, sizes=sizes)
    assert caught.value.args == (-2,)


def test_an_error_arrives_whole() -> None:
    with pytest.raises(CatalogError) as caught:
        run(processes.fail, ["catalog", "text"])
    assert str(caught.value) == "a.po:7: is broken; mend it"
    with pytest.raises(ExportError) as text:
        run(processes.fail, ["text", "catalog"])
    assert text.value.text_index == 3
    with pytest.raises(SeveralErrors) as several:
        run(processes.fail, ["several", "text"])
    assert list(map(str, several.value.errors)) == ["a.po: is broken", "b.po: is gone"]
    with pytest.raises(UsageError) as usage:
        run(processes.fail, ["usage", "usage"])
    assert usage.value.exit_code == 2


def test_a_bug_tells_where_it_is() -> None:
    with pytest.raises(KeyError) as caught:
        run(processes.fail, ["bug", "bug"])
    assert "processes.py" in "".join(caught.value.__notes__)


def test_an_error_that_cannot_travel_is_told_by_its_name() -> None:
    with pytest.raises(RuntimeError, match="Unpicklable: 1 and 2"):
        run(processes.fail, ["unpicklable", "bug"])


def test_what_a_task_prints_is_no_result_and_there_is_nothing_for_it_to_read() -> None:
    assert run(processes.say, ["one", "two", "three"]) == ["", "", ""]


def test_a_process_that_is_killed_ends_the_run_with_one_clear_line() -> None:
    with pytest.raises(ExecutionError) as caught:
        run(processes.end_this_process, [1, 2, 3])
    assert str(caught.value) == (
        "a process that worked for this one was ended by SIGKILL; nothing was changed; if memory is short, "
        "run it with a lower --jobs"
    )


def test_where_the_system_gives_no_process_the_work_is_done_in_this_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_arguments: object, **_options: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    assert set(run(processes.who, [1, 2, 3])) == {os.getpid()}


def test_a_process_that_gets_no_thread_does_its_tasks_and_ends_with_them() -> None:
    program = (
        "import threading\n"
        'def refuse(thread): raise RuntimeError("can\'t start new thread")\n'
        "threading.Thread.start = refuse\n"
        "from pipeline.execution.worker import main; main()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as started:
        assert started.stdin is not None and started.stdout is not None
        worker.send(started.stdin, worker.packed(worker.Function(processes.double)))
        worker.send(started.stdin, worker.packed(4))
        assert pickle.loads(worker.receive(started.stdout)).result == 8
        started.stdin.close()
        assert started.wait(timeout=60) == 0


def test_what_lies_in_the_folder_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("pickle", "queue", "pipeline", "sitecustomize"):
        (tmp_path / f"{name}.py").write_text("import os; os._exit(9)")
    monkeypatch.chdir(tmp_path)
    assert run(processes.double, [1, 2]) == [2, 4]


def test_processes_hold_no_lock_of_the_one_that_started_them(tmp_path: Path) -> None:
    with Crew(2, WORTH_A_PROCESS * 2) as crew:
        with locked(tmp_path, "project"):
            crew.run(processes.who, [1, 2])
        other = "import fcntl, sys; fcntl.flock(open(sys.argv[1]), fcntl.LOCK_EX | fcntl.LOCK_NB)"
        subprocess.run([sys.executable, "-c", other, tmp_path / "project.lock"], check=True, timeout=60)


@pytest.fixture
def program(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], list[int]]]:
    """A program that is waiting for two processes, and those."""
    command = [sys.executable, "-m", "tests.execution.processes", tmp_path]
    with stoppable():
        started = subprocess.Popen(
            command, cwd=ROOT, stderr=subprocess.PIPE, text=True, start_new_session=True
        )
    with started:
        until(lambda: started.poll() is not None or all((tmp_path / name).exists() for name in "01"))
        yield started, [int((tmp_path / name).read_text()) for name in "01"]
        started.kill()


def until(happens: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not happens():
        assert time.monotonic() < end, "it did not happen within a minute"
        time.sleep(0.01)


def test_ctrl_c_ends_all_of_them_with_one_line(program: tuple[subprocess.Popen[str], list[int]]) -> None:
    started, pids = program
    os.killpg(started.pid, signal.SIGINT)  # as a terminal does: every process is told
    _, said = started.communicate(timeout=60)
    assert (started.returncode, said) == (130, "polyleaf: stopped; what was not finished was not changed\n")
    assert not any(map(is_running, pids))


def test_ctrl_c_that_reaches_the_first_alone_ends_all_of_them(
    program: tuple[subprocess.Popen[str], list[int]],
) -> None:
    started, pids = program
    started.send_signal(signal.SIGINT)
    assert started.wait(timeout=60) == 130
    assert not any(map(is_running, pids))


def test_processes_end_with_the_one_that_started_them_however_it_ends(
    program: tuple[subprocess.Popen[str], list[int]],
) -> None:
    started, pids = program
    started.kill()
    started.wait()
    until(lambda: not any(map(is_running, pids)))
