"""Files are written whole or not at all."""

from __future__ import annotations

import ctypes
import errno
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.errors import StoreError
from pipeline.project import files
from pipeline.project.files import locked, read_file, sweep, write_file, write_folder


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_writing_replaces_and_keeps_the_mode(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_file(path, b"new", "a")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o640
    assert names(tmp_path) == ["a"]


def test_a_full_disk_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError) as caught:
        write_file(path, b"new", "locales/a")
    assert str(caught.value) == (
        "locales/a: cannot be written: no space left on device; free some space and run it again"
    )
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a"]


def test_a_folder_is_replaced_whole(tmp_path: Path) -> None:
    target = tmp_path / "out"
    write_folder(target, {"a": b"1", "deep/b": b"2"}, "out")
    write_folder(target, {"c": b"3"}, "out")
    assert names(target) == ["c"]
    assert names(tmp_path) == ["out"]


def test_a_folder_that_cannot_be_finished_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out"
    write_folder(target, {"a": b"1"}, "out")
    calls = 0

    def full_at_the_third(_: int) -> None:
        nonlocal calls
        calls += 1
        if calls == 3:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full_at_the_third)
    with pytest.raises(StoreError):
        write_folder(target, {"a": b"2", "b": b"2", "c": b"2"}, "out")
    assert (target / "a").read_bytes() == b"1"
    assert names(target) == ["a"]
    assert names(tmp_path) == ["out"]


def test_without_an_atomic_exchange_the_folder_is_replaced_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda _: object())
    target = tmp_path / "out"
    write_folder(target, {"a": b"1"}, "out")
    write_folder(target, {"b": b"2"}, "out")
    assert names(target) == ["b"]
    assert names(tmp_path) == ["out"]


def test_a_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12345")
    with pytest.raises(StoreError, match="larger than"):
        read_file(tmp_path / "a", "a", limit=4)


@pytest.mark.parametrize("name", ["missing", "folder"])
def test_what_cannot_be_read_is_one_clear_line(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(StoreError, match=f"^source/{name}: |cannot be read") as caught:
        read_file(tmp_path / name, f"source/{name}")
    assert str(caught.value).startswith(f"source/{name}: cannot be read: ")


def test_two_processes_do_not_hold_a_lock_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_LOCK_SECONDS", 0.2)
    code = (
        "import sys; from pathlib import Path; from pipeline.project.files import locked\n"
        "with locked(Path(sys.argv[1]), 'project'): print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(StoreError, match="another polyleaf"), locked(tmp_path, "project"):
            pass
        other.stdin.close()
    with locked(tmp_path, "project"):
        pass


def test_a_link_to_a_folder_stays_a_link_and_the_folder_behind_it_is_replaced(tmp_path: Path) -> None:
    write_folder(tmp_path / "served", {"es/a.txt": b"withdrawn"}, "served")
    link = tmp_path / "site"
    link.symlink_to("served")
    write_folder(link, {"es/a.txt": b"new"}, "site")
    assert link.is_symlink()
    assert (tmp_path / "served" / "es" / "a.txt").read_bytes() == b"new"
    assert names(tmp_path) == ["served", "site"]


def test_a_named_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(StoreError, match="is not a regular file"):
        read_file(pipe, "pipe")


def test_an_error_of_the_work_under_the_lock_is_not_told_as_one_of_the_lock(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="of the work"), locked(tmp_path, "project"):
        raise OSError(errno.EACCES, "of the work")
    with locked(tmp_path, "project"):
        pass


def test_what_a_killed_run_left_goes_at_once_or_where_others_write_too_after_an_hour(tmp_path: Path) -> None:
    new, old = tmp_path / ".polyleaf-aa.tmp", tmp_path / ".polyleaf-bb.tmp"
    for path in (new, old, tmp_path / "kept.tmp"):
        path.touch()
    os.utime(old, (time.time() - 3700,) * 2)
    sweep(tmp_path, unlocked=True)
    assert names(tmp_path) == [".polyleaf-aa.tmp", "kept.tmp"]
    sweep(tmp_path)
    assert names(tmp_path) == ["kept.tmp"]
