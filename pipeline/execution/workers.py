"""Processes that do tasks for this one (``worker`` is what runs in them).

They are started as programs of their own, never forked: a fork of a process with threads may hang, and would
hold its locks. Nothing is shared but two pipes each, so no semaphores or shared memory are needed, which some
containers lack. However this process ends, the pipes are closed, and a worker that sees that ends at once.
"""

from __future__ import annotations

import contextlib
import pickle
import queue
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast

from pipeline.errors import ExecutionError
from pipeline.execution.worker import Function, Outcome, packed, receive, send

_START = "import sys; sys.path[:] = sys.argv[1:]; from pipeline.execution.worker import main; main()"


def can_start() -> bool:
    """Whether this program runs on a Python that more processes can be started with."""
    return bool(sys.executable) and not getattr(sys, "frozen", False)


class Workers:
    """Up to ``most`` processes: as many as the system gives, which may be none.

    Any thread may ask; each question has a process of its own until it is answered.
    """

    def __init__(self, most: int) -> None:
        self._all: list[_Worker] = []
        self._idle: queue.SimpleQueue[_Worker] = queue.SimpleQueue()
        try:
            with _interrupts_later(), contextlib.suppress(OSError):
                for _ in range(most):
                    self._all.append(_Worker())
        except BaseException:
            self.kill()
            raise
        for worker in self._all:
            self._idle.put(worker)

    @property
    def count(self) -> int:
        return len(self._all)

    def asking(self, function: Callable[[Any], Any]) -> Callable[[Any], Any]:
        """What does to an item what ``function`` does, in one of the processes."""

        def ask(item: Any) -> Any:
            worker = self._idle.get()
            try:
                return worker.ask(function, item)
            finally:
                self._idle.put(worker)

        return ask

    def kill(self) -> None:
        """End them, whatever they are doing; returns when they are gone."""
        for worker in self._all:
            worker.process.kill()
        for worker in self._all:
            worker.end()


class _Worker:
    """One process."""

    def __init__(self) -> None:
        self._function: Callable[[Any], Any] | None = None
        # "-P": what lies in the folder that it is started in is not the program's.
        mode = "-I" if sys.flags.isolated else "-P"
        command = [sys.executable, mode, "-c", _START, *(path or str(Path.cwd()) for path in sys.path)]
        self.process = subprocess.Popen(  # noqa: S603 - this very Python
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._tasks = cast(BinaryIO, self.process.stdin)
        self._results = cast(BinaryIO, self.process.stdout)

    def ask(self, function: Callable[[Any], Any], item: Any) -> Any:
        """``function(item)``, worked out over there.

        Raises:
            Exception: whatever ``function`` raises.
            ExecutionError: the process is gone.
        """
        messages = [packed(item)]
        if function is not self._function:
            messages.insert(0, packed(Function(function)))
        try:
            for message in messages:
                send(self._tasks, message)
            reply = receive(self._results)
        except (OSError, EOFError, ValueError):  # the last where ``end`` has closed the pipes
            raise self._is_gone() from None
        self._function = function
        outcome: Outcome = pickle.loads(reply)  # noqa: S301 - from a process of this program
        if outcome.error is not None:
            raise outcome.error
        return outcome.result

    def end(self) -> None:
        """Wait for its end, and close the pipes."""
        self.process.wait()
        for pipe in (self._tasks, self._results):
            with contextlib.suppress(OSError):
                pipe.close()

    def _is_gone(self) -> ExecutionError:
        code = self.process.wait()
        how = f"ended with code {code}" if code >= 0 else f"was ended by {_name_of_signal(-code)}"
        return ExecutionError(
            f"a process that worked for this one {how}",
            "nothing was changed; if memory is short, run it with a lower --jobs",
        )


def _name_of_signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


@contextlib.contextmanager
def _interrupts_later() -> Iterator[None]:
    """Hold Ctrl-C back, here and in the processes that are started meanwhile: those must not stop with a
    traceback before they know what to do about it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
