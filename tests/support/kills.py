"""Runs a command again and again, killed before each step in which it changes a file.

A random moment seldom hits the instant between two steps; this hits them all. It is a program of its own: it
runs the command once, so that all is loaded, then a fork for every step, each in a fresh copy of FOLDER.

    python -m tests.support.kills CODE FOLDER OUT ARGUMENT…       ("{}" in an argument stands for the copy)

OUT/after/NAME is the folder after a run in peace, OUT/1/NAME, OUT/2/NAME, … after each kill, where NAME is
the folder's own (templates say it). A file outside of the cache that is opened to be written where it stands
is an error, as a kill right then would halve it.
"""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from tests.support.command import polyleaf

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_STEPS = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.truncate", "sqlite3.connect"}
_IN_PLACE = 99


def kill_at_every_step(folder: Path, out: Path, *arguments: str, code: int = 0) -> list[Path]:
    """The folders that the kills left, in the order of the steps; ``after`` of it is the one of a whole run.

    Args:
        code: what a whole run exits with.
    """
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.kills", str(code), str(folder), str(out), *arguments],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "SOURCE_DATE_EPOCH": "1790000000"},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return [after(folder, out, str(number)) for number in range(1, int(done.stdout) + 1)]


def after(folder: Path, out: Path, what: str = "after") -> Path:
    """The copy of ``folder`` after a whole run, or after a kill by its number."""
    return out / what / folder.name


def _main(code: int, folder: Path, out: Path, arguments: list[str]) -> None:
    ran = _run(folder, after(folder, out), arguments)
    if ran != code:
        sys.exit(f"exit code {ran}")
    for number in itertools.count(1):
        copy = after(folder, out, str(number))
        child = os.fork()
        if not child:
            os._exit(_run(folder, copy, arguments, steps=number))
        _, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            continue
        if os.WEXITSTATUS(status) != code:
            sys.exit(f"step {number}: exit code {os.WEXITSTATUS(status)}")
        shutil.rmtree(copy.parent)
        sys.stdout.write(f"{number - 1}\n")
        return


def _run(folder: Path, copy: Path, arguments: list[str], *, steps: int = 0) -> int:
    shutil.copytree(folder, copy, symlinks=True)
    if steps:
        _kill_before(steps, copy)
    ran = polyleaf(*(argument.replace("{}", str(copy)) for argument in arguments), cwd=copy)
    sys.stderr.write(ran.err)
    return ran.code


def _kill_before(step: int, folder: Path) -> None:
    """Have this process killed before its step number ``step``."""
    left = step

    def hook(event: str, details: tuple[object, ...]) -> None:
        nonlocal left
        if event == "open":
            path, flags = details[0], details[2]
            if not isinstance(flags, int) or not flags & _WRITES:
                return
            target = Path(os.fsdecode(path)) if isinstance(path, str | bytes) else None
            ours = target and target.is_relative_to(folder) and ".polyleaf" not in target.parts
            if target and ours and target.is_file() and target.stat().st_size:
                os.write(2, f"{target} is written where it stands\n".encode())
                os._exit(_IN_PLACE)
        elif event not in _STEPS:
            return
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


if __name__ == "__main__":
    _main(int(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4:])
