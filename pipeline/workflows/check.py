"""Check the catalogs of a project (``loose_catalogs`` those that are named by their path)."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

import pipeline
from pipeline.checks.reports.model import CheckedCatalog, Report, Unreadable
from pipeline.errors import PolyleafError
from pipeline.language.locale import Locale
from pipeline.project.store import Project, SourceFile
from pipeline.workflows.attempts import attempt
from pipeline.workflows.checking import check_units, project_context, unreadable

if TYPE_CHECKING:
    from pipeline.signoff.model import Reviewer


class CheckRequest(Struct, frozen=True):
    """What to check.

    Attributes:
        paths: PO files and folders that hold some; none for the project's own catalogs.
        tags: only these locales; for a file that does not say its locale, that locale.
        domains: only these documents of the project.
        select, ignore: ids of checks, or categories; all where ``select`` is empty.
    """

    paths: tuple[Path, ...] = ()
    tags: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


_Outcome = tuple[CheckedCatalog | Unreadable, list[object] | None]
"""What came of a catalog, and what to remember of it."""


def check(
    start: Path,
    request: CheckRequest,
    *,
    now: datetime.datetime,
    here: Path | None = None,
    jobs: int = 1,
) -> Report:
    """Run the checks. A catalog that is missing or cannot be read is reported, and the others are checked.

    Args:
        start: a folder of the project; where ``request`` names paths, there need be none.
        now: with its zone; what tells whether a waiver has expired.
        here: the folder that the reader of the report stands in; where the project lies in it, paths begin
            there, as a CI build of the whole repository needs them.
        jobs: how many documents of the project to check at once.

    Raises:
        UsageError: no such check, locale or path.
        SettingsError: the project's settings or reviewers are wrong.
    """
    from pipeline.checks.registry import choose_checks

    checks = choose_checks(request.select, request.ignore)
    ids = tuple(one.id for one in checks)
    outcomes: Iterable[CheckedCatalog | Unreadable]
    if request.paths:
        from pipeline.workflows.loose_catalogs import check_files

        outcomes = check_files(start, request.paths, request.tags, request.domains, checks, now)
    else:
        project = Project.open(start)
        way = _way(here, project.root) if here is not None else ""
        outcomes = (
            replace(one, path=way + one.path) for one in _of_project(project, request, ids, now, jobs)
        )
    outcomes = tuple(outcomes)
    catalogs = tuple(one for one in outcomes if isinstance(one, CheckedCatalog))
    # A document that nothing can be made of is met again in every locale.
    broken = tuple(dict.fromkeys(one for one in outcomes if isinstance(one, Unreadable)))
    return Report(catalogs, ids, pipeline.__version__, broken)


def _way(here: Path, root: Path) -> str:
    """How ``root`` is reached from ``here``: "leaflets/"; empty where it is no folder in it."""
    here, root = here.resolve(), root.resolve()
    return f"{root.relative_to(here).as_posix()}/" if here in root.parents else ""


class _OfDocument(Struct, frozen=True, dict=True):
    """Checks the catalogs of one document of the project after the other: its sources are looked at once."""

    project: Project
    checks: tuple[str, ...]
    now: datetime.datetime

    def __call__(self, task: tuple[SourceFile, tuple[tuple[Locale, Any], ...]]) -> list[_Outcome]:
        """
        Args:
            task: a document, and each locale with what came of it when it was last checked, or None.
        """
        source, locales = task
        outcomes: list[_Outcome] = []
        for locale, recalled in locales:
            found = attempt(self._of_catalog, source, locale, recalled)
            if isinstance(found, PolyleafError):
                found = unreadable(source.path, found), None
            outcomes.append(found)
        return outcomes

    def _of_catalog(self, source: SourceFile, locale: Locale, recalled: Any) -> _Outcome:
        from pipeline.catalogs.reading import parse_catalog
        from pipeline.checks.registry import CHECKS
        from pipeline.workflows.emptied import committed_targets
        from pipeline.workflows.leaflets import check_language, holds_all_day, read_records
        from pipeline.workflows.remembered_findings import read, written
        from pipeline.workflows.waivers import with_waivers

        source.check()
        project, settings, domain = self.project, self.project.settings, source.domain
        path = project.paths.catalog(locale, domain)
        shown = project.paths.relative(path)
        stored = project.read_catalog(path)
        if stored is None:
            # What nobody looked at is not fine: its folder may have another name, or nobody has run "update".
            return Unreadable(shown, 1, "is missing", 'run "polyleaf update"'), None
        catalog = parse_catalog(stored.data, stored.path, settings.limits.catalogs)
        check_language(catalog, stored, locale)
        units, learnt = catalog.active, None
        findings = read(recalled, units, self.checks)
        if findings is None:
            context = project_context(project, locale, domain, units, catalog.headers)
            lacking = [unit for unit in units if not all(unit.targets)]
            if lacking and shown in self._changed:
                context = replace(context, committed=committed_targets(project, stored, lacking))
            checked = check_units(shown, context, tuple(CHECKS[id] for id in self.checks), settings.checks)
            signed = read_records(project, domain, locale)
            findings = with_waivers(
                project, domain, locale, catalog, checked.findings, signed, self._read_reviewers, now=self.now
            )
            if holds_all_day(signed, self.now) and not context.committed:  # the next commit changes that
                learnt = written(findings, units, self.checks)
        return CheckedCatalog(shown, locale, domain, len(units), findings), learnt

    @functools.cached_property
    def _changed(self) -> frozenset[str]:
        """The catalogs that may differ from the last commit."""
        from pipeline.project.git import changed_since_commit

        return changed_since_commit(self.project.root, "locales")

    def _read_reviewers(self) -> tuple[Reviewer, ...]:
        return self._reviewers

    @functools.cached_property
    def _reviewers(self) -> tuple[Reviewer, ...]:
        from pipeline.workflows.leaflets import read_reviewers

        return read_reviewers(self.project)


def _of_project(
    project: Project, request: CheckRequest, ids: tuple[str, ...], now: datetime.datetime, jobs: int
) -> Iterator[CheckedCatalog | Unreadable]:
    """What came of each catalog, by locale."""
    from pipeline.execution.tasks import run_tasks
    from pipeline.project.inputs import Inputs
    from pipeline.project.remembered import Remembered
    from pipeline.workflows.leaflets import choose_locales

    sources = project.sources()
    chosen = [project.source(domain) for domain in request.domains] or sources
    locales = [one for one in choose_locales(project, request.tags) if one != project.settings.source_locale]
    known = Remembered.open(project, "check.json", Inputs.take(project, sources, now.date().isoformat()))
    tasks = [
        (source, tuple((locale, known.recall(source.domain, locale)) for locale in locales))
        for source in chosen
    ]
    sizes = [
        project.size_of_catalogs(source.domain, (locale for locale, recalled in wanted if recalled is None))
        for source, wanted in tasks
    ]
    outcomes = run_tasks(_OfDocument(project, ids, now), tasks, jobs=jobs, sizes=sizes)
    for place, locale in enumerate(locales):
        for source, found in zip(chosen, outcomes, strict=True):
            told, learnt = found[place]
            if learnt is not None:
                known.learn(source.domain, locale, learnt)
            yield told
    known.save()
