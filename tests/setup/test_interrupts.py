"""The suite itself may run where Ctrl-C is ignored, as in the background of a script."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.support.interrupts import stoppable


@pytest.fixture
def _ignored() -> Iterator[None]:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("_ignored")
def test_what_tests_mean_to_stop_by_ctrl_c_hears_it_where_the_suite_does_not() -> None:
    tell = [sys.executable, "-c", "import signal; print(signal.getsignal(signal.SIGINT).__name__)"]
    with stoppable():
        told = subprocess.run(tell, check=True, capture_output=True, text=True).stdout
    assert told == "default_int_handler\n"
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
