"""What the system lacks is said in one line, and is a failure under CI."""

from __future__ import annotations

import runpy
import subprocess
import sys
from pathlib import Path

import pytest

SYSTEM = Path(__file__).resolve().parents[2] / "tools" / "system.py"


def look(goal: str, path: Path, *, ci: bool) -> subprocess.CompletedProcess[str]:
    """Ask with only ``path`` to find commands in: no apt either, so nothing can be installed."""
    environment = {"PATH": str(path), "HOME": str(path), "CI": "true" if ci else ""}
    return subprocess.run(
        [sys.executable, str(SYSTEM), goal], env=environment, capture_output=True, text=True, timeout=60
    )


def put_command(folder: Path, name: str, script: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    (folder / name).chmod(0o755)


def test_what_is_missing_is_named_in_one_line_and_the_run_goes_on(tmp_path: Path) -> None:
    answer = look("test", tmp_path, ci=False)
    assert answer.returncode == 0
    assert answer.stderr.count("\n") == 1
    for package in ("gettext", "poppler-utils", "openssh-client", "git", "chromium"):
        assert package in answer.stderr


def test_under_ci_what_is_missing_is_a_failure(tmp_path: Path) -> None:
    answer = look("test", tmp_path, ci=True)
    assert answer.returncode == 1
    assert answer.stderr.count("\n") == 1


def test_what_is_there_is_not_named(tmp_path: Path) -> None:
    for name in ("msgfmt", "pdftotext", "ssh-keygen", "git", "apertium-apy", "java"):
        put_command(tmp_path, name, "exit 0")
    put_command(tmp_path, "chromium", "echo Chromium 150.0")
    answer = look("test", tmp_path, ci=False)
    assert answer.returncode == 0
    # Fonts and languages are looked for in folders of the system, which a test does not change.
    in_folders = ("set-up: missing fonts-noto-cjk (", "set-up: missing apertium-eng-spa (")
    assert answer.stderr == "" or answer.stderr.startswith(in_folders)
    assert "chromium" not in answer.stderr


@pytest.mark.parametrize(
    "stub", ["echo 'requires the chromium snap' >&2; exit 1", "echo install a snap; exit 0"]
)
def test_a_chromium_that_only_asks_for_a_snap_is_none(tmp_path: Path, stub: str) -> None:
    put_command(tmp_path, "chromium", stub)
    assert "missing" in look("test", tmp_path, ci=False).stderr
    assert "no test of pages in a browser" in look("test", tmp_path, ci=False).stderr


def test_an_unknown_goal_is_wrong_usage(tmp_path: Path) -> None:
    assert look("everything", tmp_path, ci=False).returncode == 2


def test_a_python_that_can_make_environments_is_enough(tmp_path: Path) -> None:
    answer = look("venv", tmp_path, ci=True)
    assert (answer.returncode, answer.stderr) == (0, "")


def test_the_fonts_are_looked_for_where_the_pdf_exporter_finds_them() -> None:
    from pipeline.exporters.system_fonts import CJK_FOLDERS

    assert runpy.run_path(str(SYSTEM))["CJK_FOLDERS"] == CJK_FOLDERS
