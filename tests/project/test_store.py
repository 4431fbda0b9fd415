"""The documents of a project: all of them are found, or it is said why not."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.errors import StoreError
from pipeline.project.store import Project


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "polyleaf.toml").write_text('source_locale = "en"\nlocales = ["en", "es"]\n', "utf-8")
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "hands.txt").touch()
    return tmp_path


def domains(root: Path) -> list[str]:
    return [source.domain for source in Project.open(root).sources()]


def test_documents_are_found_in_folders_and_hidden_ones_are_not(root: Path) -> None:
    (root / "source" / "b").mkdir()
    (root / "source" / "b" / "a.txt").touch()
    (root / "source" / ".hidden.txt").touch()
    (root / "source" / "folder.txt").mkdir()
    assert domains(root) == ["b/a", "hands"]


@pytest.mark.parametrize(("one", "other"), [("hands", "Hands"), ("\u00e9", "e\u0301"), ("ß", "ss")])
def test_names_that_are_one_file_on_other_systems_are_refused(root: Path, one: str, other: str) -> None:
    for name in (one, other):
        (root / "source" / f"{name}.txt").touch()
    project = Project.open(root)
    refused = [source for source in project.sources() if source.domain in (one, other)]
    assert len(refused) == 2
    for source in refused:
        with pytest.raises(StoreError, match=f"^{source.path}: .* on Windows and macOS they are one file"):
            project.read_source(source)


def test_documents_of_one_name_hold_back_their_leaflet_and_no_other(root: Path) -> None:
    for name in ("cough.txt", "cough.md"):
        (root / "source" / name).touch()
    project = Project.open(root)
    cough, hands = project.sources()
    assert project.read_source(hands) == b""
    with pytest.raises(StoreError, match="has the same name as source/cough"):
        project.read_source(cough)


def test_a_folder_that_cannot_be_read_is_told_and_not_passed_over(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def walk(top: Path, *, onerror: Callable[[OSError], None]) -> list[object]:
        onerror(PermissionError(errno.EACCES, "Permission denied", str(top / "closed")))
        return []

    monkeypatch.setattr(os, "walk", walk)
    with pytest.raises(StoreError, match=r"^source/closed: cannot be read: permission denied"):
        domains(root)


def test_folders_without_end_are_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def walk(*_: object, **__: object) -> list[object]:
        raise RecursionError

    monkeypatch.setattr(os, "walk", walk)
    with pytest.raises(StoreError, match=r"^source: holds folders in folders without end"):
        domains(root)


def test_a_document_that_is_a_link_to_itself_is_told(root: Path) -> None:
    (root / "source" / "loop.txt").symlink_to("loop.txt")
    project = Project.open(root)
    (loop,) = (source for source in project.sources() if source.domain == "loop")
    with pytest.raises(StoreError, match=r"^source/loop.txt: is a symbolic link that leads to itself"):
        project.read_source(loop)


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (
            lambda path: path.symlink_to("nowhere.txt"),
            "cannot be read: no such file or directory; check the name",
        ),
        (os.mkfifo, "is not a regular file; replace it"),
    ],
    ids=["a link to nothing", "a pipe"],
)
def test_a_document_that_cannot_be_read_does_not_go_missing_unseen(
    root: Path, make: Callable[[Path], object], why: str
) -> None:
    """Passed over, its leaflets would be taken out of a build, and out of a publication."""
    make(root / "source" / "b.txt")
    project = Project.open(root)
    (document,) = (one for one in project.sources() if one.domain == "b")
    with pytest.raises(StoreError) as caught:
        project.read_source(document)
    assert str(caught.value) == f"source/b.txt: {why}"


def test_a_file_in_a_folder_that_cannot_be_entered_is_told(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def exists(path: Path) -> bool:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    project = Project.open(root)
    monkeypatch.setattr(Path, "exists", exists)
    with pytest.raises(StoreError, match=r"^locales/reviewers.toml: cannot be read: permission denied"):
        project.read(project.paths.reviewers)
