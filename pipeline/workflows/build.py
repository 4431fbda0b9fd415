"""Build: editions for reading and checking. Whatever is not approved says so on every page.

Incremental by content: a leaflet is not read where nothing that it depends on has changed, and an artifact
whose edition has not changed is not laid out again. (Where nothing at all has changed, ``project.unchanged``
answers before this module is imported.)
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from pipeline.project.built import BuildFolder, Built
from pipeline.project.files import locked, write_file
from pipeline.project.settings import find_settings
from pipeline.project.unchanged import common_inputs, digest_of_parts, project_files, request_key
from pipeline.workflows.build_plan import Planner, Task

if TYPE_CHECKING:
    from pipeline.project.store import Project

Progress = Callable[[int, int, str], None]
"""Called with how many are done, how many there are, and what was done last."""


class BuiltArtifact(Struct, frozen=True):
    """One file: its path from the project, whether it is a draft, and whether this run made it."""

    path: str
    draft: bool
    made: bool


def build(
    start: Path,
    tags: Iterable[str] = (),
    formats: Iterable[str] = (),
    *,
    jobs: int,
    now: datetime.datetime,
    progress: Progress = lambda *_: None,
) -> tuple[BuiltArtifact, ...]:
    """Bring ``build/`` of the project that ``start`` lies in up to date, in ``tags`` × ``formats`` (all
    where empty).

    Files are laid out beside and renamed into place at the end: a run that fails changes none of them.
    """
    tags, formats = tuple(tags), tuple(formats)
    settings_file = find_settings(start.resolve())
    root = settings_file.parent
    with locked(root / ".polyleaf", "project"):

        def take() -> tuple[tuple[str, ...], list[tuple[str, str]]]:
            return common_inputs(str(settings_file), now.date().isoformat()), project_files(str(root))

        common, files = take()
        taken = digest_of_parts(common, *files)
        folder = BuildFolder.open(root / "build")
        paths, made = _build(folder, Planner.of(root, tags, formats, common, files, now), jobs, progress)
        if not tags and not formats:
            folder.remove_all_but(paths)
        common, files = take()
        folder.answer(request_key(tags, formats), taken, paths, still=digest_of_parts(common, *files))
        folder.save()
    return tuple(BuiltArtifact(f"build/{path}", folder.artifacts[path].draft, path in made) for path in paths)


def _build(
    folder: BuildFolder, planner: Planner, jobs: int, progress: Progress
) -> tuple[tuple[str, ...], set[str]]:
    """Make what is not current; return the paths asked for, and those made."""
    from pipeline.execution.tasks import run_tasks

    planned = list(planner.plan(folder))
    tasks = [one for one in planned if isinstance(one, Task)]
    todo = [task for task in tasks if not folder.is_current(task.path, task.key)]
    finished = 0

    def tell(task: Task) -> None:
        nonlocal finished
        finished += 1
        progress(finished, len(todo), f"build/{task.path}")

    with folder.staging() as staging:
        made = run_tasks(lambda task: _export(planner.project, task, staging), todo, jobs=jobs, progress=tell)
        folder.take(staging, (task.path for task in todo))
    folder.artifacts |= {task.path: built for task, built in zip(todo, made, strict=True)}
    for task in tasks:
        folder.artifacts[task.path] = replace(folder.artifacts[task.path], inputs=task.inputs)
    paths = tuple(one.path if isinstance(one, Task) else one for one in planned)
    return paths, {task.path for task in todo}


def _export(project: Project, task: Task, staging: Path) -> Built:
    """Lay one artifact out into the staging folder."""
    from pipeline.errors import PolyleafError
    from pipeline.exporters.registry import exporter_for
    from pipeline.workflows.rebuild import write_source

    try:
        if task.source is not None:
            data = write_source(task.source)
        else:
            data = exporter_for(task.format).export(task.edition, project.settings.export)
    except PolyleafError as error:
        raise error.at(f"build/{task.path}") from None
    write_file(staging / task.path, data, f"build/{task.path}")
    return Built(
        task.inputs, task.key, hashlib.sha256(data).hexdigest(), draft=not task.edition.provenance.approved
    )
