"""What an editor emptied since the last commit is told by the checks."""

from __future__ import annotations

import shutil
from pathlib import Path

from pipeline.project import git
from tests.git.repository import Repository, new_repository
from tests.support.command import polyleaf

DRAFT = "Dele 2 gotas al niño."
SOURCE = "Give the child 2 drops."


def with_a_draft(root: Path) -> Repository:
    """A leaflet whose second sentence has a fuzzy draft; all is committed."""
    repository = new_repository(root, "Drops", SOURCE, "Wash your hands.")
    repository.translate("Drops", "Gotas")
    repository.edit(f'msgid "{SOURCE}"\nmsgstr ""', f'#, fuzzy\nmsgid "{SOURCE}"\nmsgstr "{DRAFT}"')
    repository.commit()
    return repository


def as_omegat_hands_it_back(repository: Repository) -> None:
    repository.edit(f'#, fuzzy\nmsgid "{SOURCE}"\nmsgstr "{DRAFT}"', f'msgid "{SOURCE}"\nmsgstr ""')


def test_a_draft_that_came_back_empty_is_told_with_its_text(tmp_path: Path) -> None:
    repository = with_a_draft(tmp_path / "project")
    assert "any more" not in repository.polyleaf("check")
    as_omegat_hands_it_back(repository)
    told = (
        "no translation any more [untranslated]; "
        f"put back what the last commit has, or translate it anew: {DRAFT}"
    )
    for _ in range(2):
        out = repository.polyleaf("check")
        assert told in out
        assert out.count("any more") == 1  # not of "Wash your hands.", which had none
    repository.commit()
    assert "any more" not in repository.polyleaf("check")


def test_a_project_in_a_folder_of_the_repository_is_told_too(tmp_path: Path) -> None:
    top = Repository(tmp_path)
    top.git("init", "-qb", "main")
    repository = with_a_draft(tmp_path / "leaflets")
    as_omegat_hands_it_back(repository)
    assert DRAFT in polyleaf("check", cwd=tmp_path / "leaflets").out


def test_without_git_or_a_commit_or_a_catalog_that_could_be_read_nothing_is_told(tmp_path: Path) -> None:
    repository = with_a_draft(tmp_path / "project")
    repository.edit("Wash your hands.", "Wash your hands")  # what is committed was broken
    repository.catalog.write_text(repository.catalog.read_text("utf-8") + '\nmsgid "', encoding="utf-8")
    repository.commit()
    repository.git("checkout", "-q", "HEAD~1", "--", ".")
    as_omegat_hands_it_back(repository)
    assert "any more" not in repository.polyleaf("check")
    shutil.rmtree(repository.root / ".git")
    assert git.committed(repository.root, "locales/es/LC_MESSAGES/leaflet.po") is None
    assert "any more" not in repository.polyleaf("check")
