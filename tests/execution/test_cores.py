"""How many jobs are run where nobody says: no more than there are cores to run them."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.execution import cores
from pipeline.execution.cores import cores_of_container, default_jobs, memory_of_container


def test_there_is_at_least_one_job() -> None:
    assert 1 <= default_jobs() <= 8


def files(folder: Path, texts: dict[str, str]) -> Path:
    for name, text in texts.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    return folder


@pytest.mark.parametrize(
    ("texts", "number"),
    [
        ({"cpu.max": "100000 100000\n"}, 1),
        ({"cpu.max": "150000 100000\n"}, 2),
        ({"cpu.max": "20000 100000\n"}, 1),
        ({"cpu.max": "max 100000\n"}, None),
        ({"cpu/cpu.cfs_quota_us": "400000\n", "cpu/cpu.cfs_period_us": "100000\n"}, 4),
        ({"cpu/cpu.cfs_quota_us": "-1\n", "cpu/cpu.cfs_period_us": "100000\n"}, None),
        ({"cpu.max": "something else"}, None),
        ({"cpu.max": "1 0"}, None),
        ({"cpu.max": ""}, None),
        ({}, None),
    ],
)
def test_a_container_has_the_cores_of_its_share(
    tmp_path: Path, texts: dict[str, str], number: int | None
) -> None:
    assert cores_of_container(files(tmp_path, texts)) == number


@pytest.mark.parametrize(
    ("texts", "number"),
    [
        ({"memory.max": "2000000000\n"}, 2_000_000_000),
        ({"memory.max": "max\n"}, None),
        ({"memory/memory.limit_in_bytes": "1000000000\n"}, 1_000_000_000),
        ({"memory.max": "?"}, None),
        ({}, None),
    ],
)
def test_a_container_has_the_memory_of_its_share(
    tmp_path: Path, texts: dict[str, str], number: int | None
) -> None:
    assert memory_of_container(files(tmp_path, texts)) == number


@pytest.mark.parametrize(("memory", "jobs"), [("100000000", 1), ("1200000000", 2), ("max", 4)])
def test_there_are_no_more_jobs_than_there_is_memory_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, memory: str, jobs: int
) -> None:
    monkeypatch.setattr(cores, "_CGROUPS", files(tmp_path, {"cpu.max": "max 1", "memory.max": memory}))
    monkeypatch.setattr(cores.os, "sched_getaffinity", lambda _: range(4), raising=False)
    monkeypatch.setattr(cores, "_memory", lambda: 64_000_000_000)
    assert default_jobs() == jobs
