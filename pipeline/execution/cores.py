"""How many cores there are for this process."""

from __future__ import annotations

import contextlib
import math
import os
from pathlib import Path

_MOST = 8
_CGROUPS = Path("/sys/fs/cgroup")


def default_jobs() -> int:
    """How many tasks to run at once where nobody says: one a core, at most eight."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(_MOST, cores, share_of_container(_CGROUPS) or cores))


def share_of_container(cgroups: Path) -> int | None:
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
