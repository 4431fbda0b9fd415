"""What is said of catalogs whose document is gone, and of files that look like leaflets and are none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.project.store import Project


def left_over_lines(project: Project) -> Iterator[str]:
    """A line for each document that is gone and whose template or catalogs are still there.

    And one for each file in source/ that looks like a leaflet and is none of the project's.
    """
    from pipeline.project.left_over import left_over, passed_over

    sources = project.sources()
    for shown, hint in passed_over(project, sources):
        yield f"{shown}: is no document of this project; {hint}"
    for domain, paths in left_over(project, sources).items():
        shown = project.paths.relative(paths[0])
        more = f" (and {len(paths) - 1} more of {domain})" if len(paths) > 1 else ""
        yield (
            f"{shown}{more}: no document any more; put it back, rename these files if it was renamed, "
            "or delete them"
        )
