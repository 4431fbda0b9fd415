"""The command runs under both of its names."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


@pytest.mark.parametrize(
    "command",
    [[str(Path(sys.executable).with_name("polyleaf"))], [sys.executable, "-m", "pipeline"]],
    ids=["polyleaf", "python -m pipeline"],
)
def test_the_command_tells_its_version(command: list[str]) -> None:
    answer = subprocess.run([*command, "--version"], cwd=ROOT, capture_output=True, text=True)
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, f"polyleaf {VERSION}\n", "")
