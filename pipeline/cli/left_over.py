"""What is said of catalogs whose document is gone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.project.store import Project


def left_over_lines(project: Project) -> Iterator[str]:
    """A line for each document that is gone and whose template or catalogs are still there."""
    from pipeline.project.left_over import left_over

    for domain, paths in left_over(project, project.sources()).items():
        shown = project.paths.relative(paths[0])
        more = f" (and {len(paths) - 1} more of {domain})" if len(paths) > 1 else ""
        yield (
            f"{shown}{more}: no document any more; put it back, rename these files if it was renamed, "
            "or delete them"
        )
