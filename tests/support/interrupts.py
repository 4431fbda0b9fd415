"""Ctrl-C in tests, wherever the suite was started."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator


@contextlib.contextmanager
def stoppable() -> Iterator[None]:
    """What is started meanwhile can be stopped by Ctrl-C.

    A script of a shell has SIGINT ignored in what it puts into the background, and whatever that starts
    inherits it; a signal with a handler is again as usual in a new program.
    """
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
