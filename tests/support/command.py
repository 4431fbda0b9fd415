"""Runs the command line in this process, with what it prints and the code it leaves with."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.cli.errors import exit_code_of
from pipeline.cli.main import group


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


def polyleaf(*arguments: str | Path, cwd: Path | None = None) -> Ran:
    """What ``polyleaf ARGUMENTS`` does in the folder ``cwd``."""
    words: Sequence[str] = [str(argument) for argument in arguments]
    if cwd is not None:
        words = ["-C", str(cwd), *words]
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = exit_code_of(lambda: group.main(args=list(words), prog_name="polyleaf", standalone_mode=False))
    return Ran(code, out.getvalue(), err.getvalue())
