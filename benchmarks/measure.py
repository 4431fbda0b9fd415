"""Timing two sides fairly, and the table that shows the outcome."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

ROOT = Path(__file__).resolve().parents[1]
POLYLEAF = str(Path(sys.executable).with_name("polyleaf"))


class NotMeasuredError(Exception):
    """A side cannot be measured here; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a ratio should be.

    Attributes:
        kind: "slower" wants ours / theirs to be at most ``limit``, "faster" theirs / ours at least ``limit``.
    """

    kind: Literal["slower", "faster"]
    limit: float

    def ratio(self, ours: float, theirs: float) -> float:
        return ours / theirs if self.kind == "slower" else theirs / ours

    def holds(self, ratio: float) -> bool:
        return ratio <= self.limit if self.kind == "slower" else ratio >= self.limit

    def __str__(self) -> str:
        return f"{'≤' if self.kind == 'slower' else '≥'} {self.limit:g}×"


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison; the times are medians in seconds. Without a target it is there to be known.

    Attributes:
        unit: "MB" where sizes are compared, in millions of bytes.
    """

    work: str
    ours: float
    peer: str
    theirs: float
    target: Target | None
    unit: Literal["s", "MB"] = "s"


@dataclass(frozen=True, slots=True)
class Missing:
    """A comparison that could not be made, and why."""

    work: str
    reason: str


def seconds(action: Callable[[], object]) -> float:
    """How long one call takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def medians_with_cpu(
    *actions: Callable[[], object], rounds: int, warm_up: int = 1
) -> list[tuple[float, float]]:
    """As ``medians``, with the seconds of all cores that the programs took which each action ran."""
    spent: list[list[float]] = [[] for _ in actions]

    def counted(action: Callable[[], object], kept: list[float]) -> Callable[[], object]:
        def one() -> None:
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            action()
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            kept.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)

        return one

    watched = [counted(action, kept) for action, kept in zip(actions, spent, strict=True)]
    times = medians(*watched, rounds=rounds, warm_up=warm_up)
    return [(wall, statistics.median(kept[warm_up:])) for wall, kept in zip(times, spent, strict=True)]


def medians(*actions: Callable[[], object], rounds: int, warm_up: int = 1) -> list[float]:
    """The median seconds of each action, run turn by turn after ``warm_up`` rounds that do not count."""
    times: list[list[float]] = [[] for _ in actions]
    for number in range(warm_up + rounds):
        for action, kept in zip(actions, times, strict=True):
            taken = seconds(action)
            if number >= warm_up:
                kept.append(taken)
    return [statistics.median(kept) for kept in times]


def run(*command: str, cwd: Path | None = None) -> str:
    """Run a program to its end; what it says.

    Python may keep what it compiled, as it does for every installed program.

    Raises:
        NotMeasuredError: it is not there or fails; with the last line that it said.
    """
    try:
        done = subprocess.run(
            command,
            cwd=cwd,
            env={name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
    except FileNotFoundError:
        raise NotMeasuredError(f"{Path(command[0]).name} is not installed") from None
    if done.returncode != 0:
        last = (done.stderr.strip() or done.stdout.strip() or "it said nothing").splitlines()[-1]
        raise NotMeasuredError(f"{Path(command[0]).name} ended in {done.returncode}: {last}")
    return done.stdout


_WATCH = (
    "import resource, subprocess, sys; "
    "code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode; "
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss); sys.exit(code)"
)


def peak(*command: str, cwd: Path | None = None) -> float:
    """The most memory that a program holds at once, its libraries included, in MB.

    Raises:
        NotMeasuredError: it fails, or this system does not tell.
    """
    if sys.platform != "linux":
        raise NotMeasuredError("only Linux counts a program's memory in kilobytes")
    # Linux counts for a program what its parent held when it started: a small one has to start it.
    return int(run(sys.executable, "-c", _WATCH, *command, cwd=cwd)) * 1024 / 1e6


def table(results: Sequence[Row | Missing]) -> str:
    """Lay results out for a terminal."""
    lines = [["work", "Polyleaf", "against", "theirs", "ratio", "target", ""]]
    for result in results:
        match result:
            case Row(work, ours, peer, theirs, target, unit):
                mine, other = (f"{one:.1f} MB" if unit == "MB" else _time(one) for one in (ours, theirs))
                lines.append([work, mine, peer, other, *_judgement(ours, theirs, target)])
            case Missing(work, reason):
                lines.append([work, "–", "not measured", "–", "–", "–", reason])
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    lines.insert(1, ["-" * width for width in widths[:-1]] + [""])
    return "\n".join("  ".join(map(str.ljust, line, widths)).rstrip() for line in lines)


def _judgement(ours: float, theirs: float, target: Target | None) -> list[str]:
    """The last three cells of a row: ratio, target, verdict."""
    if target is None:
        return [f"{theirs / ours:.2f}×", "–", ""]
    ratio = target.ratio(ours, theirs)
    return [f"{ratio:.2f}×", str(target), "met" if target.holds(ratio) else "MISSED"]


def _time(value: float) -> str:
    return f"{value * 1000:.1f} ms" if value < 1 else f"{value:.2f} s"
