"""Whatever standard streams the program is started with, it ends as documented."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.command import polyleaf


def run(project: Path, *arguments: str, shell: str = "", **env: str) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own; ``shell`` is what a shell adds to its line, such as ``>&-``."""
    words = [sys.executable, "-m", "pipeline", *arguments]
    return subprocess.run(
        ["/bin/sh", "-c", f'"$@" {shell}', "sh", *words],
        cwd=project,
        env={**os.environ, **env},
        capture_output=True,
        timeout=60,
    )


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("streams") / "p"
    polyleaf("init", folder, "-l", "es")
    settings = folder / "polyleaf.toml"
    settings.write_text(settings.read_text("utf-8").replace('["html", "pdf", "txt"]', '["txt"]'), "utf-8")
    return folder


@pytest.mark.parametrize("shell", [">&-", "2>&-", "<&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("arguments", [("status",), ("build", "-f", "txt")])
def test_closed_streams_are_no_bug(project: Path, shell: str, arguments: tuple[str, ...]) -> None:
    ran = run(project, *arguments, shell=shell)
    assert (ran.returncode, ran.stderr) == (0, b"")


def test_a_full_disk_behind_the_output_is_told_also_when_nothing_is_to_do(project: Path) -> None:
    run(project, "build")
    ran = run(project, "build", shell="> /dev/full")
    assert (ran.returncode, ran.stderr) == (1, b"polyleaf: no space left on device\n")


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "koi8-r"])
def test_what_the_terminal_cannot_show_is_escaped(project: Path, encoding: str) -> None:
    catalog = project / "locales/es/LC_MESSAGES/washing-your-hands.po"
    assert "Washing your hands" in catalog.read_text("utf-8")
    ran = run(project, "status", PYTHONIOENCODING=encoding)
    assert ran.returncode == 0
    assert "Washing your hands" in ran.stdout.decode(encoding)
    rows = run(project, "status", "--format", "json", PYTHONIOENCODING=encoding)
    assert json.loads(rows.stdout.decode(encoding)) == json.loads(
        polyleaf("status", "-f", "json", cwd=project).out
    )
