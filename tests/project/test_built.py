"""What is known of ``build/`` never touches a file that no build made, and hides no work that is due."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import StoreError
from pipeline.project import unchanged
from pipeline.project.built import BuildFolder, Built

DATA = b"a leaflet"
DIGEST = hashlib.sha256(DATA).hexdigest()


def folder_with(tmp_path: Path, *paths: str) -> BuildFolder:
    folder = BuildFolder(tmp_path / "build")
    for path in paths:
        (folder.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder.folder / path).write_bytes(DATA)
        folder.artifacts[path] = Built("inputs", "key", DIGEST, draft=True)
    return folder


def test_a_request_for_formats_that_were_taken_away_since_is_forgotten(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "es/a.md", "es/a.txt")
    folder.answer("md", "taken", ("es/a.md",), still="taken")
    folder.remove_all_but(["es/a.txt"])
    folder.answer("txt", "taken", ("es/a.txt",), still="taken")
    folder.save()
    again = BuildFolder.open(folder.folder)
    assert set(again.artifacts) == {"es/a.txt"}
    assert set(again.requests) == {"txt"}


def test_what_was_made_while_the_project_changed_is_looked_at_again(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "es/a.txt")
    assert folder.is_untouched("es/a.txt", "inputs")
    folder.answer("txt", "taken", ("es/a.txt",), still="other")
    folder.save()
    again = BuildFolder.open(folder.folder)
    assert not again.is_untouched("es/a.txt", "inputs")
    assert again.is_current("es/a.txt", "key")
    assert not again.requests


def test_nothing_is_removed_behind_a_link(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "letter.txt").write_bytes(DATA)
    folder = folder_with(tmp_path)
    folder.folder.mkdir()
    (folder.folder / "es").symlink_to(tmp_path / "home")
    folder.artifacts["es/letter.txt"] = Built("inputs", "key", DIGEST, draft=True)
    folder.remove_all_but([])
    assert (tmp_path / "home" / "letter.txt").read_bytes() == DATA


def test_nothing_is_written_behind_a_link(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    folder = folder_with(tmp_path)
    folder.folder.mkdir()
    (folder.folder / "es").symlink_to(tmp_path / "home")
    with folder.staging() as staging:
        (staging / "es" / "sub").mkdir(parents=True)
        (staging / "es" / "sub" / "a.txt").write_bytes(DATA)
        with pytest.raises(StoreError, match=r"^build/es/sub/a.txt: leads out of build/ by a symbolic link"):
            folder.take(staging, ["es/sub/a.txt"])
    assert not list((tmp_path / "home").iterdir())


def state(path: str = "es/a.txt", **fields: Any) -> dict[str, Any]:
    entry = {"inputs": "i", "key": "k", "sha256": DIGEST, "draft": True} | fields
    return {
        "schema": unchanged.SCHEMA,
        "artifacts": {path: list(entry.values())},
        "requests": {"all": ["taken", [path]]},
    }


def test_a_state_that_is_whole_is_read(tmp_path: Path) -> None:
    (tmp_path / unchanged.STATE_FILE).write_text(json.dumps(state()))
    assert unchanged.read_state(str(tmp_path)) is not None


@pytest.mark.parametrize(
    "hostile",
    [
        *map(state, ["/etc/passwd", "../a", "es/../../a", "es//a", "", ".", "es/.", "a\0b", "C:\\a", "C:a"]),
        state(sha256="not a regular file"),
        state(sha256="Is a directory"),
        state(sha256=7),
        state(draft="no"),
        state(draft=0),
        state(inputs=None),
        state() | {"artifacts": []},
        state() | {"requests": {"all": ["taken", ""]}},
        state() | {"requests": {"all": [1, []]}},
        state() | {"requests": {"all": ["taken", [[]]]}},
        state() | {"requests": {"all": "ab"}},
        state() | {"schema": float("nan")},
        [],
    ],
    ids=lambda hostile: hashlib.sha256(repr(hostile).encode()).hexdigest()[:8],
)
def test_a_state_that_no_build_left_is_none(tmp_path: Path, hostile: object) -> None:
    (tmp_path / unchanged.STATE_FILE).write_text(json.dumps(hostile))
    assert unchanged.read_state(str(tmp_path)) is None
    assert BuildFolder.open(tmp_path) == BuildFolder(tmp_path)


def test_a_pipe_in_place_of_the_state_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / unchanged.STATE_FILE)
    assert unchanged.read_state(str(tmp_path)) is None


def test_names_that_no_system_has_end_in_no_error(tmp_path: Path) -> None:
    (tmp_path / unchanged.STATE_FILE).write_text(json.dumps(state("es/\ud800.txt", key="\ud800")))
    folder = BuildFolder.open(tmp_path)
    folder.save()
    folder.remove_all_but([])
    assert not folder.artifacts
