"""The quick look at whether anything has changed copes with whatever lies in the project."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.project import unchanged
from pipeline.project.unchanged import digest_of, snapshot


def taken(root: Path) -> str:
    return snapshot(str(root), str(root / "polyleaf.toml"), "2026-01-01")


def test_a_pipe_or_a_device_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "zeros").symlink_to("/dev/zero")
    assert digest_of(str(tmp_path / "pipe")) == digest_of(str(tmp_path / "zeros")) == "not a regular file"


def test_every_change_shows(tmp_path: Path) -> None:
    (tmp_path / "polyleaf.toml").touch()
    (tmp_path / "source" / "b").mkdir(parents=True)
    (tmp_path / "source" / "a.txt").write_text("a")
    first = taken(tmp_path)
    assert taken(tmp_path) == first
    (tmp_path / "source" / "a.txt").write_text("b")
    second = taken(tmp_path)
    (tmp_path / "source" / "a.txt").rename(tmp_path / "source" / "b" / "a.txt")
    assert len({first, second, taken(tmp_path)}) == 3


def test_a_folder_in_place_of_a_file_shows_whether_or_not_it_can_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "polyleaf.toml").touch()
    (tmp_path / "locales").mkdir()
    without = taken(tmp_path)
    (tmp_path / "locales" / "terms.csv").mkdir()
    empty = taken(tmp_path)
    genuine = os.scandir

    def closed(path: str) -> object:
        if path.endswith("terms.csv"):
            raise PermissionError
        return genuine(path)

    monkeypatch.setattr(unchanged.os, "scandir", closed)
    assert len({without, empty, taken(tmp_path)}) == 3


def test_another_version_of_a_library_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "polyleaf.toml").touch()
    (tmp_path / "site" / "typst-1.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(tmp_path / "site")
    first = taken(tmp_path)
    (tmp_path / "site" / "typst-1.dist-info").rename(tmp_path / "site" / "typst-2.dist-info")
    assert taken(tmp_path) != first


def test_what_python_writes_beside_the_program_meanwhile_is_no_part_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process compiles a module: its file was listed, and then got its last name."""
    (tmp_path / "module.py").touch()
    monkeypatch.setattr(unchanged.pipeline, "__file__", str(tmp_path / "__init__.py"))
    first = unchanged.program_fingerprint()
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "module.cpython-311.pyc.1405").symlink_to("gone")
    assert unchanged.program_fingerprint() == first
    (tmp_path / "other.py").touch()
    assert unchanged.program_fingerprint() != first
