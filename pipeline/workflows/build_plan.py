"""What a build has to look at: of every leaflet in every locale, what is to be made, or that nothing is."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from pipeline.project.built import BuildFolder

if TYPE_CHECKING:
    from pipeline.editions.model import Edition
    from pipeline.errors import PolyleafError
    from pipeline.exporters.model import Exporter
    from pipeline.language.locale import Locale
    from pipeline.project.inputs import Inputs
    from pipeline.project.store import Project, SourceFile
    from pipeline.signoff.model import Reviewer
    from pipeline.workflows.leaflets import Leaflet
    from pipeline.workflows.rebuild import SourceTask

SOURCE_FORMAT = "source"
"""Asks for the translated document in its own format."""


class Task(Struct, frozen=True):
    """An artifact to see to.

    Attributes:
        path: below ``build/``.
        format: of an exporter, or ``SOURCE_FORMAT``.
        inputs: the digest of all that its leaflet depends on.
        key: the digest of what of that goes into it.
        source: what it takes to write it, where it is in the format of its source.
    """

    path: str
    format: str
    edition: Edition
    inputs: str
    key: str
    source: SourceTask | None = None


class Untouched(Struct, frozen=True):
    """A leaflet in a locale that depends on nothing that has changed since it was built."""

    paths: tuple[str, ...]


class ToMake(Struct, frozen=True):
    """A leaflet in a locale that is to be seen to, in one task a file: made whole or not at all.

    Attributes:
        remarks: what is amiss with the document and holds nothing up.
    """

    tasks: tuple[Task, ...]
    remarks: tuple[PolyleafError, ...] = ()

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple(task.path for task in self.tasks)


class HeldBack(Struct, frozen=True):
    """A leaflet in a locale that cannot be made, and why. What an earlier build left at ``paths`` stays."""

    paths: tuple[str, ...]
    error: PolyleafError


Planned = Untouched | ToMake | HeldBack


class Planner(Struct, frozen=True):
    """Finds what a request asks for, and what of that has to be looked at.

    Attributes:
        exporters: of the formats asked for.
        in_source_format: whether the documents' own formats are asked for too.
        program: what identifies it.
        inputs: what each leaflet depends on.
    """

    project: Project
    locales: tuple[Locale, ...]
    exporters: tuple[Exporter, ...]
    in_source_format: bool
    reviewers: tuple[Reviewer, ...]
    program: str
    sources: tuple[SourceFile, ...]
    inputs: Inputs
    now: datetime.datetime

    @classmethod
    def of(
        cls,
        root: Path,
        tags: tuple[str, ...],
        formats: tuple[str, ...],
        common: tuple[str, ...],
        files: Sequence[tuple[str, str]],
        now: datetime.datetime,
    ) -> Planner:
        from pipeline.project.inputs import Inputs
        from pipeline.project.store import Project
        from pipeline.workflows.leaflets import choose_locales, read_reviewers

        project = Project.open(root)
        wanted = tuple(dict.fromkeys(formats or project.settings.formats))
        exporters = _exporters(wanted)
        reviewers = read_reviewers(project)
        locales = choose_locales(project, tags)
        sources = project.sources()
        return cls(
            project,
            locales,
            exporters,
            SOURCE_FORMAT in wanted,
            reviewers,
            common[1],
            sources,
            Inputs.sorted_out(sources, common, files),
            now,
        )

    def documents(self, folder: BuildFolder) -> list[AskedFor]:
        """What is asked for, in order."""
        from pipeline.workflows.rebuild import source_suffix

        asked: list[AskedFor] = []
        for source in self.sources:
            suffixes = [exporter.suffix for exporter in self.exporters]
            if self.in_source_format:
                suffixes.append(source_suffix(source))
            editions = []
            for locale in self.locales:
                paths = tuple(f"{locale.tag}/{source.domain}{suffix}" for suffix in suffixes)
                inputs = self.inputs.of(source.domain, locale)
                untouched = all(folder.is_untouched(path, inputs) for path in paths)
                editions.append((locale, paths, None if untouched else inputs))
            asked.append(AskedFor(source, tuple(editions)))
        return asked

    @property
    def looks(self) -> LookAtDocument:
        """What looks at one of ``documents``."""
        return LookAtDocument(
            self.project, self.exporters, self.in_source_format, self.reviewers, self.program, self.now
        )


class AskedFor(Struct, frozen=True):
    """A document, and of each locale the paths of its artifacts, with the digest of all that they depend on;
    None where nothing of that has changed."""

    source: SourceFile
    editions: tuple[tuple[Locale, tuple[str, ...], str | None], ...]

    def size(self, project: Project) -> int:
        """How much there is to look at, as ``execution.tasks`` counts."""
        changed = (locale for locale, _, inputs in self.editions if inputs is not None)
        return project.size_of_catalogs(self.source.domain, changed)


class LookAtDocument(Struct, frozen=True):
    """Works out what is to be made of a document; the attributes are those of ``Planner``."""

    project: Project
    exporters: tuple[Exporter, ...]
    in_source_format: bool
    reviewers: tuple[Reviewer, ...]
    program: str
    now: datetime.datetime

    def __call__(self, asked: AskedFor) -> list[Planned]:
        """What becomes of the document in each locale, in order."""
        from pipeline.errors import PolyleafError
        from pipeline.workflows.attempts import attempt, given
        from pipeline.workflows.leaflets import read_leaflet

        leaflet: Leaflet | PolyleafError | None = None
        planned: list[Planned] = []
        for locale, paths, inputs in asked.editions:
            if inputs is None:
                planned.append(Untouched(paths))
                continue
            if leaflet is None:
                leaflet = attempt(read_leaflet, self.project, asked.source)
            tasks = attempt(self._tasks, leaflet, locale, paths, inputs)
            if isinstance(tasks, PolyleafError):
                planned.append(HeldBack(paths, tasks.at(asked.source.path)))
            else:
                planned.append(ToMake(tasks, given(leaflet).remarks))
        return planned

    def _tasks(
        self, found: Leaflet | PolyleafError, locale: Locale, paths: Sequence[str], inputs: str
    ) -> tuple[Task, ...]:
        """What is to be made of a leaflet in a locale, at ``paths``: one an exporter, and last that in the
        document's own format."""
        from pipeline.editions.canonical import edition_digest
        from pipeline.errors import StoreError, TextError
        from pipeline.workflows import leaflets
        from pipeline.workflows.attempts import given
        from pipeline.workflows.compose import compose, in_catalog, translated_contents
        from pipeline.workflows.rebuild import source_task

        project, leaflet, tasks = self.project, given(found), []
        translation = leaflets.read_translation(project, leaflet, locale)
        if not translation.exists:
            raise StoreError("is missing", 'run "polyleaf update" first', path=translation.path)
        signed = leaflets.read_records(project, leaflet.source.domain, locale)
        review = leaflets.review_translation(
            project, leaflet, translation, self.reviewers, now=self.now, signed=signed
        )
        if leaflet.remarks or not leaflets.holds_all_day(signed, self.now):
            inputs = ""
        edition = compose(project, leaflet, translation, review)
        options, digest = repr(project.settings.export), edition_digest(edition)
        for exporter, path in zip(self.exporters, paths, strict=False):
            try:
                resources = exporter.resources(edition)
            except TextError as error:
                raise in_catalog(error, leaflet, translation).at(f"build/{path}") from None
            goes_in = [self.program, options, digest, sorted(resources.items())]
            tasks.append(Task(path, exporter.name, edition, inputs, _digest_of(goes_in)))
        if self.in_source_format:
            contents = translated_contents(leaflet, translation, project.settings.source_locale)
            rebuilt = source_task(leaflet, translation, contents, edition)
            key = _digest_of([self.program, rebuilt.digest])
            tasks.append(Task(paths[-1], SOURCE_FORMAT, edition, inputs, key, rebuilt))
        return tuple(tasks)


def _digest_of(parts: Sequence[object]) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _exporters(wanted: tuple[str, ...]) -> tuple[Exporter, ...]:
    """The exporters among the formats that are asked for.

    Raises:
        UsageError: a format that there is not; names all that there are.
    """
    from pipeline.errors import UsageError
    from pipeline.exporters.registry import EXPORTERS

    known = (*sorted(EXPORTERS), SOURCE_FORMAT)
    for name in wanted:
        if name not in known:
            hint = f"use {', '.join(known)}; for several, say --format for each"
            raise UsageError(f'"{name}" is not a format', hint)
    return tuple(EXPORTERS[name] for name in wanted if name != SOURCE_FORMAT)
