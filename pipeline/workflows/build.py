"""Build: editions for reading and checking. Whatever is not approved says so on every page.

Incremental by content: an artifact whose edition has not changed is not laid out again. (Where nothing at
all has changed, ``project.unchanged`` answers before this module is imported.)
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.project.built import BuildFolder, Built
from pipeline.project.files import locked, write_file
from pipeline.project.settings import find_settings
from pipeline.project.unchanged import program_fingerprint, request_key, snapshot

if TYPE_CHECKING:
    from pipeline.editions.model import Edition
    from pipeline.project.store import Project
    from pipeline.workflows.rebuild import SourceTask

SOURCE_FORMAT = "source"
"""Asks for the translated document in its own format."""

Progress = Callable[[int, int, str], None]
"""Called with how many are done, how many there are, and what was done last."""


@dataclass(frozen=True, slots=True)
class BuiltArtifact:
    """One file: its path from the project, whether it is a draft, and whether this run made it."""

    path: str
    draft: bool
    made: bool


@dataclass(frozen=True, slots=True)
class _Task:
    """An artifact to see to: its path below ``build/``, its format, the digest of all that goes into it; and
    what it takes to write it where it is in the format of its source."""

    path: str
    format: str
    edition: Edition
    key: str
    source: SourceTask | None = None


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
        taken = snapshot(str(root), str(settings_file), now.date().isoformat())
        request = request_key(tags, formats)
        folder = BuildFolder.open(root / "build")
        paths, made = _build(folder, root, tags, formats, jobs, now, progress)
        folder.requests = {key: one for key, one in folder.requests.items() if one[0] == taken}
        folder.requests[request] = (taken, paths)
        folder.save()
    return tuple(BuiltArtifact(f"build/{path}", folder.artifacts[path].draft, path in made) for path in paths)


def _build(
    folder: BuildFolder,
    root: Path,
    tags: tuple[str, ...],
    formats: tuple[str, ...],
    jobs: int,
    now: datetime.datetime,
    progress: Progress,
) -> tuple[tuple[str, ...], set[str]]:
    """Make what is not current; return the paths asked for, and those made."""
    from pipeline.execution.tasks import run_tasks
    from pipeline.project.store import Project

    project = Project.open(root)
    tasks = _plan(project, tags, formats, now)
    todo = [task for task in tasks if not folder.is_current(task.path, task.key)]
    finished = 0

    def tell(task: _Task) -> None:
        nonlocal finished
        finished += 1
        progress(finished, len(todo), f"build/{task.path}")

    with folder.staging() as staging:
        made = run_tasks(lambda task: _export(project, task, staging), todo, jobs=jobs, progress=tell)
        folder.take(staging, (task.path for task in todo))
    folder.artifacts |= {task.path: built for task, built in zip(todo, made, strict=True)}
    paths = tuple(task.path for task in tasks)
    if not tags and not formats:
        folder.remove_all_but(paths)
    return paths, {task.path for task in todo}


def _plan(
    project: Project, tags: tuple[str, ...], formats: tuple[str, ...], now: datetime.datetime
) -> list[_Task]:
    from pipeline.editions.canonical import edition_digest
    from pipeline.errors import StoreError
    from pipeline.exporters.registry import exporter_for
    from pipeline.workflows import leaflets
    from pipeline.workflows.compose import compose, translated_contents
    from pipeline.workflows.rebuild import source_task

    wanted = formats or project.settings.formats
    exporters = [exporter_for(name) for name in wanted if name != SOURCE_FORMAT]
    reviewers = leaflets.read_reviewers(project)
    locales = leaflets.choose_locales(project, tags)
    program = program_fingerprint()
    tasks: list[_Task] = []
    for source in project.sources():
        leaflet = leaflets.read_leaflet(project, source)
        for locale in locales:
            translation = leaflets.read_translation(project, leaflet, locale)
            if not translation.exists:
                raise StoreError("is missing", 'run "polyleaf update" first', path=translation.path)
            review = leaflets.review_translation(project, leaflet, translation, reviewers, now=now)
            edition = compose(project, leaflet, translation, review)
            for exporter in exporters:
                path = f"{locale.tag}/{source.domain}{exporter.suffix}"
                goes_in = [
                    program,
                    repr(project.settings.export),
                    edition_digest(edition),
                    sorted(exporter.resources(edition).items()),
                ]
                key = hashlib.sha256(json.dumps(goes_in).encode()).hexdigest()
                tasks.append(_Task(path, exporter.name, edition, key))
            if SOURCE_FORMAT in wanted:
                contents = translated_contents(leaflet, translation, project.settings.source_locale)
                rebuilt = source_task(leaflet, translation, contents, edition)
                path = f"{locale.tag}/{source.domain}{rebuilt.suffix}"
                key = hashlib.sha256(json.dumps([program, rebuilt.digest]).encode()).hexdigest()
                tasks.append(_Task(path, SOURCE_FORMAT, edition, key, rebuilt))
    return tasks


def _export(project: Project, task: _Task, staging: Path) -> Built:
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
    return Built(task.key, hashlib.sha256(data).hexdigest(), draft=not task.edition.provenance.approved)
