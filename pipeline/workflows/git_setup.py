"""Git set-up: git merges the project's catalogs by units."""

from __future__ import annotations

from pipeline.project.git import set_up_merge_driver
from pipeline.project.store import Project


def git_setup(project: Project) -> tuple[str, ...]:
    """Install the merge driver in this clone and name it in the project's attributes; return what changed."""
    return set_up_merge_driver(project.root)
