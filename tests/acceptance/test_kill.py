"""A run that is killed at any moment leaves every file whole, and the next run puts everything right."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.catalogs.reading import parse_catalog
from tests.acceptance.test_main_job import DOMAIN, SPANISH, World
from tests.support.command import polyleaf


def kill_after(seconds: float, *arguments: str, cwd: Path) -> bool:
    """Start polyleaf and kill it; whether it was still at work."""
    with subprocess.Popen(
        [sys.executable, "-m", "pipeline", "-C", str(cwd), *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        time.sleep(seconds)
        alive = process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.wait()
        return alive


def moments(count: int) -> list[float]:
    """Moments spread from the start of a run to beyond its usual end."""
    return [0.05 + 1.2 * number / count for number in range(count)]


@pytest.mark.slow
def test_killed_updates_lose_no_translation(tmp_path: Path) -> None:
    world = World(tmp_path)
    source = world.root / "source" / f"{DOMAIN}.txt"
    for number, moment in enumerate(moments(8)):
        source.write_text(source.read_text() + f"\nOne more line {number}.\n")
        kill_after(moment, "update", cwd=world.root)
        units = parse_catalog(world.catalog.read_bytes(), "es.po").by_key()
        assert {key[1]: unit.target for key, unit in units.items() if unit.target} == SPANISH
    assert polyleaf("update", cwd=world.root).code == 0
    assert not list((world.root / "locales").rglob("*.tmp"))
    units = parse_catalog(world.catalog.read_bytes(), "es.po").by_key()
    assert {key[1]: unit.target for key, unit in units.items() if unit.target} == SPANISH


@pytest.mark.slow
def test_killed_builds_and_publications_leave_no_part(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.approve()
    assert polyleaf("build", cwd=world.root).code == 0
    assert world.publish("out", "--policy", "skip").code == 0
    built = {path: path.read_bytes() for path in (world.root / "build").glob("*/*.*")}
    published = world.published("out")
    killed = 0
    for moment in moments(8):
        shutil.rmtree(world.root / "build", ignore_errors=True)
        killed += kill_after(moment, "build", "--jobs", "2", cwd=world.root)
        for path in (world.root / "build").glob("[!.]*/*.*"):
            assert path.read_bytes() == built[path]
        kill_after(moment, "publish", "-o", str(tmp_path / "out"), "--policy", "skip", cwd=world.root)
        assert world.published("out") == published
    assert killed
    assert polyleaf("build", cwd=world.root).code == 0
    assert {path: path.read_bytes() for path in built} == built
    assert world.publish("out", "--policy", "skip").code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["keys", "out", "project"]
