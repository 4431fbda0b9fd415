"""How many jobs are run where nobody says: no more than there are cores to run them."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.execution.cores import default_jobs, share_of_container


def test_there_is_at_least_one_job() -> None:
    assert 1 <= default_jobs() <= 8


@pytest.mark.parametrize(
    ("files", "cores"),
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
def test_a_container_gives_no_more_cores_than_its_share(
    tmp_path: Path, files: dict[str, str], cores: int | None
) -> None:
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    assert share_of_container(tmp_path) == cores
