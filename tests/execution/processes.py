"""Functions that the tests have done in processes of their own, and a program that has them done."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

from pipeline.cli.errors import exit_code_of
from pipeline.errors import CatalogError, ExportError, SeveralErrors, StoreError, UsageError
from pipeline.execution.tasks import WORTH_A_PROCESS, run_tasks


def who(_item: object) -> int:
    return os.getpid()


def double(number: int) -> int:
    return number * 2


def fail_where_negative(number: int) -> int:
    if number < 0:
        raise ValueError(number)
    return number


def say(text: str) -> str:
    """Print, and read, as a library may."""
    print(text)  # noqa: T201 - this is what is tried
    os.write(1, text.encode())
    return sys.stdin.read()


def fail(kind: str) -> None:
    match kind:
        case "catalog":
            raise CatalogError("is broken", "mend it", path="a.po", line=7)
        case "text":
            raise ExportError("has a bad text").of_text(3)
        case "several":
            raise SeveralErrors((CatalogError("is broken", path="a.po"), StoreError("is gone", path="b.po")))
        case "usage":
            raise UsageError("wrong")
        case "bug":
            raise KeyError("missing")
        case "unpicklable":
            raise Unpicklable(1, 2)


class Unpicklable(Exception):
    def __init__(self, one: int, two: int) -> None:
        super().__init__(f"{one} and {two}")


def end_this_process(_item: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def wait(place: str) -> None:
    """Tell which process this is, then take very long."""
    name, _, number = place.rpartition("/")
    (Path(name) / f"{number}.part").write_text(str(os.getpid()))
    (Path(name) / f"{number}.part").rename(Path(name) / number)
    time.sleep(600)


if __name__ == "__main__":
    from tests.execution.processes import wait  # in this module it has another name now

    places = [f"{sys.argv[1]}/{number}" for number in range(4)]
    sys.exit(exit_code_of(lambda: run_tasks(wait, places, jobs=2, sizes=[WORTH_A_PROCESS] * 4)))
