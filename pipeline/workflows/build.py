"""Build: editions for reading and checking. Whatever is not approved says so on every page.

Incremental by content: a leaflet is not read where nothing that it depends on has changed, and an artifact
whose edition has not changed is not laid out again. (Where nothing at all has changed, ``project.unchanged``
answers before this module is imported.)
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain, groupby
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from pipeline.project.built import BuildFolder, Built
from pipeline.project.files import locked, write_file
from pipeline.project.settings import find_settings
from pipeline.project.unchanged import common_inputs, digest_of_parts, project_files, request_key
from pipeline.workflows.build_plan import HeldBack, Planner, Task, ToMake

if TYPE_CHECKING:
    from pipeline.errors import PolyleafError
    from pipeline.project.store import Project
    from pipeline.workflows.build_plan import Planned

Progress = Callable[[int, int, str], None]
"""Called with how many are done, how many there are, and what was done last."""

_TIMES_A_LOOK = 3
"""How much longer it takes to make a leaflet in the usual formats than to check it."""

_FEW = 8
"""Artifacts a job that are few."""


class BuiltArtifact(Struct, frozen=True):
    """One file: its path from the project, whether it is a draft, and whether this run made it."""

    path: str
    draft: bool
    made: bool


class Outcome(Struct, frozen=True):
    """What a build came to.

    Attributes:
        artifacts: of every leaflet that could be made, in order.
        held_back: paths of those that could not; what an earlier build made of them is left as it was.
        errors: why, each once.
        remarks: what is amiss with documents and holds nothing up, each once.
    """

    artifacts: tuple[BuiltArtifact, ...]
    held_back: tuple[str, ...]
    errors: tuple[PolyleafError, ...]
    remarks: tuple[PolyleafError, ...] = ()


def build(
    start: Path,
    tags: Iterable[str] = (),
    formats: Iterable[str] = (),
    *,
    jobs: int,
    now: datetime.datetime,
    progress: Progress = lambda *_: None,
) -> Outcome:
    """Bring ``build/`` of the project that ``start`` lies in up to date, in ``tags`` × ``formats`` (all
    where empty).

    A leaflet that cannot be made in a locale, in one format or in all, is held back whole in that locale, and
    the others are made. Files are laid out beside and renamed into place at the end: a run that fails
    changes none of them.
    """
    from pipeline.workflows.attempts import distinct

    tags, formats = tuple(tags), tuple(formats)
    settings_file = find_settings(start.resolve())
    root = settings_file.parent
    with locked(root / ".polyleaf", "project"):

        def take() -> tuple[tuple[str, ...], list[tuple[str, str]]]:
            return common_inputs(str(settings_file), now.date().isoformat()), project_files(str(root))

        common, files = take()
        taken = digest_of_parts(common, *files)
        folder = BuildFolder.open(root / "build")
        done, made = _build(folder, Planner.of(root, tags, formats, common, files, now), jobs, progress)
        held_back = [one for one in done if isinstance(one, HeldBack)]
        remarks = distinct(chain.from_iterable(one.remarks for one in done if isinstance(one, ToMake)))
        left = tuple(path for one in held_back for path in one.paths)
        paths = tuple(path for one in done if not isinstance(one, HeldBack) for path in one.paths)
        if not tags and not formats:
            folder.remove_all_but((*paths, *left))
        common, files = take()
        still = digest_of_parts(common, *files)
        folder.answer(request_key(tags, formats), taken, paths, still=still, whole=not (held_back or remarks))
        folder.save()
    artifacts = (BuiltArtifact(f"build/{path}", folder.artifacts[path].draft, path in made) for path in paths)
    return Outcome(tuple(artifacts), left, distinct(one.error for one in held_back), remarks)


def _build(
    folder: BuildFolder, planner: Planner, jobs: int, progress: Progress
) -> tuple[list[Planned], set[str]]:
    """Make what is not current; return what became of each leaflet asked for, and the paths made."""
    from pipeline.execution.tasks import Crew

    documents = planner.documents(folder)
    sizes = [one.size(planner.project) for one in documents]
    finished = 0

    def tell(batch: Sequence[Task]) -> None:
        nonlocal finished
        for task in batch:
            finished += 1
            progress(finished, len(todo), f"build/{task.path}")

    with folder.staging() as staging, Crew(jobs, _TIMES_A_LOOK * sum(sizes)) as crew:
        looked = crew.run(planner.looks, documents, sizes=sizes, threads=False)
        planned = list(chain.from_iterable(looked))
        tasks = [task for one in planned if isinstance(one, ToMake) for task in one.tasks]
        todo = [task for task in tasks if not folder.is_current(task.path, task.key)]
        results = crew.run(_Export(planner.project, staging), _batches(todo, jobs), progress=tell)
        found = {task.path: result for task, result in zip(todo, chain.from_iterable(results), strict=True)}
        done = [_made(one, found) for one in planned]
        tasks = [task for one in done if isinstance(one, ToMake) for task in one.tasks]
        made = {task.path: found[task.path] for task in tasks if task.path in found}
        folder.take(staging, made)
    folder.artifacts |= {path: built for path, built in made.items() if isinstance(built, Built)}
    for task in tasks:
        folder.artifacts[task.path] = replace(folder.artifacts[task.path], inputs=task.inputs)
    return done, set(made)


def _made(one: Planned, found: Mapping[str, Built | PolyleafError]) -> Planned:
    """``one``, held back if any of its files could not be made: editions of two days are never mixed."""
    for path in one.paths:
        result = found.get(path)
        if result is not None and not isinstance(result, Built):
            return HeldBack(one.paths, result)
    return one


def _batches(tasks: Sequence[Task], jobs: int) -> list[tuple[Task, ...]]:
    """The artifacts of one edition together, so that it travels once; but few artifacts one by one, so that
    there is something to do for all."""
    if len(tasks) <= _FEW * jobs:
        return [(task,) for task in tasks]
    return [tuple(batch) for _, batch in groupby(tasks, key=lambda task: id(task.edition))]


class _Export(Struct, frozen=True):
    """Lays artifacts out into the staging folder."""

    project: Project
    staging: Path

    def __call__(self, tasks: Sequence[Task]) -> list[Built | PolyleafError]:
        return [self._export(task) for task in tasks]

    def _export(self, task: Task) -> Built | PolyleafError:
        from pipeline.errors import PolyleafError
        from pipeline.workflows.attempts import attempt

        data = attempt(_laid_out, self.project, task)
        if isinstance(data, PolyleafError):
            from pipeline.workflows.compose import located

            return located(self.project, task.edition, data).at(f"build/{task.path}")
        write_file(self.staging / task.path, data, f"build/{task.path}")
        digest = hashlib.sha256(data).hexdigest()
        return Built(task.inputs, task.key, digest, draft=not task.edition.provenance.approved)


def _laid_out(project: Project, task: Task) -> bytes:
    from pipeline.exporters.registry import exporter_for
    from pipeline.workflows.rebuild import write_source

    if task.source is not None:
        return write_source(task.source)
    return exporter_for(task.format).export(task.edition, project.settings.export)
