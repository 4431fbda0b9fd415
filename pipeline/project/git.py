"""What Polyleaf asks of git: to use its merge driver, and to merge a broken file line by line."""

from __future__ import annotations

import contextlib
import shlex
import subprocess
import sys
from pathlib import Path

from pipeline.errors import StoreError
from pipeline.project.files import read_file, write_file

ATTRIBUTES = ".gitattributes"
_LINES = ("*.po merge=polyleaf", "*.pot merge=polyleaf")
_NAME = "polyleaf: PO files, merged unit by unit"


def set_up_merge_driver(root: Path) -> tuple[str, ...]:
    """Make git merge the catalogs below ``root`` with ``polyleaf merge-po``; return what was changed.

    The driver is set in the clone's own configuration: git takes no commands from what is cloned, so everyone
    who merges runs this once. The attributes are a file of the project, to be committed.

    Raises:
        StoreError: ``root`` is in no git repository, or git or the file refuses.
    """
    done: list[str] = []
    command = f"{_this_program()} merge-po -- %O %A %B %P"
    for key, value in (("name", _NAME), ("driver", command)):
        if _git(root, "config", "--local", "--get", f"merge.polyleaf.{key}", may_fail=True) != value:
            _git(root, "config", "--local", f"merge.polyleaf.{key}", value)
            done.append(f"merge.polyleaf.{key} in the configuration of this clone")
    path = root / ATTRIBUTES
    text = read_file(path, ATTRIBUTES).decode("utf-8", "surrogateescape") if path.exists() else ""
    missing = [line for line in _LINES if line not in text.splitlines()]
    if missing:
        if text and not text.endswith("\n"):
            text += "\n"
        data = (text + "\n".join(missing) + "\n").encode("utf-8", "surrogateescape")
        write_file(path, data, ATTRIBUTES)
        done.append(ATTRIBUTES)
    return tuple(done)


def changed_since_commit(root: Path, folder: str) -> frozenset[str]:
    """Paths from ``root`` of the files in its ``folder`` that may differ from the last commit;
    none where there is no commit, or no git."""
    with contextlib.suppress(StoreError):
        listed = _run(root, "diff-index", "--name-only", "--relative", "-z", "HEAD", "--", folder)
        return frozenset(listed.decode("utf-8", "surrogateescape").split("\0")[:-1])
    return frozenset()


def committed(root: Path, path: str) -> bytes | None:
    """What the last commit has of the file ``path`` below ``root``; None where there is none, no commit
    or no git."""
    with contextlib.suppress(StoreError):
        return _run(root, "cat-file", "blob", f"HEAD:./{path}")
    return None


def merge_lines(base: Path, ours: Path, theirs: Path) -> bytes:
    """The three merged line by line, with git's conflict markers where both sides changed.

    Raises:
        StoreError: git cannot.
    """
    try:
        done = subprocess.run(  # noqa: S603 (no shell: names are arguments)
            ["git", "merge-file", "-p", "-L", "ours", "-L", "base", "-L", "theirs", "--", ours, base, theirs],  # noqa: S607
            stdin=subprocess.DEVNULL,
            capture_output=True,
        )
    except OSError:
        raise StoreError("git is not there", "install git") from None
    if done.returncode > 127:  # up to there it counts conflicts
        raise StoreError(f"git cannot merge it: {_last_line(done.stderr)}", path=str(ours))
    return done.stdout


def _this_program() -> str:
    """The command of this installation: git may be run where no virtual environment is active."""
    script = Path(sys.executable).with_name("polyleaf")
    if script.exists():
        return shlex.quote(str(script))
    return f"{shlex.quote(sys.executable)} -P -m pipeline"


def _git(root: Path, *arguments: str, may_fail: bool = False) -> str:
    return _run(root, *arguments, may_fail=may_fail).decode("utf-8", "replace").rstrip("\n")


def _run(root: Path, *arguments: str, may_fail: bool = False) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603 (no shell)
            ["git", *arguments],  # noqa: S607 (git is found as the user's shell finds it)
            cwd=root,
            stdin=subprocess.DEVNULL,
            capture_output=True,
        )
    except OSError:
        raise StoreError("git is not there", "install git") from None
    if done.returncode and not may_fail:
        raise StoreError(
            f"git refuses: {_last_line(done.stderr)}", 'is this a git repository? "git init" makes one'
        )
    return done.stdout


def _last_line(stderr: bytes) -> str:
    lines = stderr.decode("utf-8", "replace").strip().splitlines()
    return lines[-1].removeprefix("fatal: ").removeprefix("error: ") if lines else "it says nothing"
