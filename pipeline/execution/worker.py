"""A process that does tasks for another one, which ``workers`` started; it ends with that one.

Messages both ways are a length of eight bytes (big-endian), then a pickle: in come a function, for the tasks
from now on, or an item; out goes what became of the item. They travel over what were this process's standard
input and output; whatever else reads or prints there finds nothing, or is told on standard error.
"""

from __future__ import annotations

import os
import pickle
import queue
import signal
import threading
import traceback
from collections.abc import Callable
from typing import Any, BinaryIO

from msgspec import Struct

from pipeline.errors import PolyleafError

_LENGTH = 8


class Function(Struct, frozen=True):
    """A message: what to do with the items that follow."""

    call: Callable[[Any], Any]


class Outcome(Struct, frozen=True):
    """A message: what came of an item, or the error that it ended in."""

    result: Any = None
    error: Exception | None = None


def packed(message: object) -> bytes:
    """A message as it travels.

    Raises:
        Exception: whatever pickle raises where it cannot be pickled.
    """
    return pickle.dumps(message, pickle.HIGHEST_PROTOCOL)


def send(stream: BinaryIO, data: bytes) -> None:
    """Write one message.

    Raises:
        OSError: the other side is gone.
    """
    stream.write(len(data).to_bytes(_LENGTH, "big"))
    stream.write(data)
    stream.flush()


def receive(stream: BinaryIO) -> bytes:
    """Read one message.

    Raises:
        EOFError: the other side is gone.
    """
    head = stream.read(_LENGTH)
    data = stream.read(int.from_bytes(head, "big")) if len(head) == _LENGTH else b""
    if not data or len(data) < int.from_bytes(head, "big"):
        raise EOFError
    return data


def main() -> None:
    """Do tasks until there are no more."""
    # Ctrl-C reaches every process of a terminal. The one that started this says what is to be done then.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    tasks, results = _take_over()
    next_message = _messages(tasks)
    function: Callable[[Any], Any] | None = None
    while True:
        data = next_message()
        try:
            message = pickle.loads(data)  # noqa: S301 - from the process that started this one
            if isinstance(message, Function):
                function = message.call
                continue
            assert function is not None
            reply = packed(Outcome(function(message)))
        except Exception as error:
            reply = packed(Outcome(error=_told(error)))
        try:
            send(results, reply)
        except OSError:
            os._exit(1)


def _take_over() -> tuple[BinaryIO, BinaryIO]:
    """The streams for tasks and results; standard input and output are something else from here on."""
    tasks, results = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return tasks, results


def _messages(tasks: BinaryIO) -> Callable[[], bytes]:
    """What gives the next message each time; the process ends where there is nobody who could send one."""
    inbox: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    try:
        threading.Thread(target=_watch, args=(tasks, inbox), daemon=True).start()
    except RuntimeError:  # the system has no thread to give: this process ends once it has done what it does
        return lambda: _received(tasks)
    return inbox.get


def _received(tasks: BinaryIO) -> bytes:
    try:
        return receive(tasks)
    except (OSError, EOFError):
        os._exit(0)


def _watch(tasks: BinaryIO, inbox: queue.SimpleQueue[bytes]) -> None:
    """Take messages in, and end this process when there is nobody who could send more, whatever it is doing:
    what it was asked for is wanted no longer."""
    try:
        while True:
            inbox.put(receive(tasks))
    finally:
        os._exit(0)


def _told(error: Exception) -> Exception:
    """``error`` as it can travel, with the place where it was raised where it is not for users."""
    if isinstance(error, PolyleafError):
        return error
    where = "".join(traceback.format_exception(error))
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - just made here
    except Exception:
        error = RuntimeError(f"{type(error).__name__}: {error}")
    error.add_note(f"In a process of its own:\n{where}")
    return error
