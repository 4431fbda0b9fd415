"""How many tasks this machine, or the share of it that a container has, can do at once."""

from __future__ import annotations

import contextlib
import math
import os
from pathlib import Path

_MOST = 8
_BYTES_EACH = 500_000_000
"""The memory that a process takes that lays leaflets out as PDF, and something to spare."""
_CGROUPS = Path("/sys/fs/cgroup")


def default_jobs() -> int:
    """How many tasks to run at once where nobody says: one a core that there is memory for, at most eight."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    limits = (cores_of_container(_CGROUPS), _that_fit(memory_of_container(_CGROUPS)), _that_fit(_memory()))
    return max(1, min(_MOST, cores, *(limit for limit in limits if limit is not None)))


def cores_of_container(cgroups: Path) -> int | None:
    """The cores that a container may use at once, rounded up; None where nothing limits it.

    A container sees all cores of its machine. What it may take of them stands in its control group: in
    ``cpu.max`` (cgroup v2), or in two files of ``cpu`` (v1).
    """
    with contextlib.suppress(OSError, ValueError, ZeroDivisionError):
        if (cgroups / "cpu.max").exists():
            quota, period = (cgroups / "cpu.max").read_text("ascii").split()
        else:
            quota = (cgroups / "cpu/cpu.cfs_quota_us").read_text("ascii")
            period = (cgroups / "cpu/cpu.cfs_period_us").read_text("ascii")
        cores = math.ceil(int(quota) / int(period))  # "max", or below zero: no limit
        return cores if cores > 0 else None
    return None


def memory_of_container(cgroups: Path) -> int | None:
    """The bytes of memory that a container may use; None where nothing limits it (v1 says so by a number that
    no machine has)."""
    for name in ("memory.max", "memory/memory.limit_in_bytes"):
        with contextlib.suppress(OSError, ValueError):
            return int((cgroups / name).read_text("ascii"))  # "max": no limit
    return None


def _memory() -> int | None:
    """The bytes of memory of this machine, where the system tells."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return None


def _that_fit(memory: int | None) -> int | None:
    return None if memory is None else memory // _BYTES_EACH
