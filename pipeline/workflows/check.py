"""Check the catalogs of a project, or loose PO files anywhere."""

from __future__ import annotations

import contextlib
import datetime
import functools
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

import pipeline
from pipeline.catalogs.limits import USUAL, Limits
from pipeline.catalogs.model import Catalog, Unit
from pipeline.checks.engine import Check, run_checks
from pipeline.checks.model import CheckContext, Severities
from pipeline.checks.reports.model import CheckedCatalog, Report, Unreadable
from pipeline.errors import LocaleError, PolyleafError, SettingsError, UsageError
from pipeline.language.locale import Locale, parse_locale
from pipeline.project.store import Project, SourceFile
from pipeline.workflows.attempts import attempt

if TYPE_CHECKING:
    from pipeline.signoff.model import Reviewer

_MODIFIERS = {"latin": "Latn", "latn": "Latn", "cyrillic": "Cyrl", "cyrl": "Cyrl", "arabic": "Arab"}


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
        outcomes = _loose(start, request, checks, now)
    else:
        project = Project.open(start)
        way = _way(here, project.root) if here is not None else ""
        outcomes = (
            replace(one, path=way + one.path) for one in _of_project(project, request, ids, now, jobs)
        )
    outcomes = tuple(outcomes)
    catalogs = tuple(one for one in outcomes if isinstance(one, CheckedCatalog))
    # A document that nothing can be made of is met again in every locale.
    unreadable = tuple(dict.fromkeys(one for one in outcomes if isinstance(one, Unreadable)))
    return Report(catalogs, ids, pipeline.__version__, unreadable)


def _way(here: Path, root: Path) -> str:
    """How ``root`` is reached from ``here``: "leaflets/"; empty where it is no folder in it."""
    here, root = here.resolve(), root.resolve()
    return f"{root.relative_to(here).as_posix()}/" if here in root.parents else ""


def _unreadable(path: str, error: PolyleafError) -> Unreadable:
    return Unreadable(error.path or path, error.line or 1, error.what, error.hint or "mend the file")


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
                found = _unreadable(source.path, found), None
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
            if lacking := [unit for unit in units if not all(unit.targets)]:
                context = replace(context, committed=committed_targets(project, stored, lacking))
            checked = _check(shown, context, tuple(CHECKS[id] for id in self.checks), settings.checks)
            signed = read_records(project, domain, locale)
            findings = with_waivers(
                project, domain, locale, catalog, checked.findings, signed, self._read_reviewers, now=self.now
            )
            if holds_all_day(signed, self.now) and not context.committed:  # the next commit changes that
                learnt = written(findings, units, self.checks)
        return CheckedCatalog(shown, locale, domain, len(units), findings), learnt

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


def project_context(
    project: Project,
    locale: Locale,
    domain: str,
    units: tuple[Unit, ...],
    headers: tuple[tuple[str, str], ...],
    *,
    source: Locale | None = None,
) -> CheckContext:
    """What checks of a catalog of ``project`` know beside the pair they look at."""
    from pipeline.workflows.terms import Glossary

    numbers = project.settings.emergency_numbers
    return CheckContext(
        locale,
        source or project.settings.source_locale,
        domain,
        units,
        headers,
        Glossary.open(project).for_checks(locale),
        numbers.get(locale.tag) or numbers.get(locale.language) or {},
    )


def _loose(
    start: Path, request: CheckRequest, checks: tuple[Check, ...], now: datetime.datetime
) -> Iterator[CheckedCatalog | Unreadable]:
    if len(request.tags) > 1:
        raise UsageError("several locales for files", "give one --locale, or none")
    given = None
    if request.tags:
        try:
            given = parse_locale(request.tags[0])
        except LocaleError as error:
            raise UsageError(error.what, error.hint) from None
    project: Project | None = None
    with contextlib.suppress(SettingsError):
        project = Project.open(start)
    limits = project.settings.limits.catalogs if project else USUAL
    for path in _files(request.paths):
        shown = str(path)
        found = attempt(_read_loose, path, shown, given, limits)
        if isinstance(found, PolyleafError):
            yield _unreadable(shown, found)
            continue
        catalog, locale, source = found
        own = project if project is not None and _lies_in(path, project.root) else None
        kept_as = _domain_in(own, path, locale) if own is not None else None
        domain = kept_as or path.stem
        if request.domains and domain not in request.domains:
            continue
        units = catalog.active
        if own is None:
            context = CheckContext(locale, source or Locale("en", "en"), domain, units, catalog.headers)
            yield _check(shown, context, checks, Severities())
            continue
        source = source or own.settings.source_locale
        context = project_context(own, locale, domain, units, catalog.headers, source=source)
        checked = _check(shown, context, checks, own.settings.checks)
        # A file of the project named by its path, as a hook before a commit names it.
        if kept_as is not None and checked.findings:
            from pipeline.workflows.leaflets import read_records, read_reviewers
            from pipeline.workflows.waivers import with_waivers

            signed, reviewers = read_records(own, domain, locale), functools.partial(read_reviewers, own)
            findings = with_waivers(
                own, domain, locale, catalog, checked.findings, signed, reviewers, now=now
            )
            checked = replace(checked, findings=findings)
        yield checked


def _read_loose(
    path: Path, shown: str, given: Locale | None, limits: Limits
) -> tuple[Catalog, Locale, Locale | None]:
    """A PO file anywhere, the locale that it is in (``given`` overrules what it says), that of its source."""
    from pipeline.catalogs.reading import parse_catalog
    from pipeline.project.files import read_file

    data = read_file(path, shown, limit=limits.catalog_bytes, hint="set limits.catalog_bytes")
    catalog = parse_catalog(data, shown, limits)
    return catalog, given or _locale_of(catalog, path), _source_locale_of(catalog)


def _check(
    path: str, context: CheckContext, checks: tuple[Check, ...], severities: Severities
) -> CheckedCatalog:
    units = context.units
    found = run_checks(units, context, checks, severities)
    return CheckedCatalog(path, context.locale, context.domain, len(units), found)


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    """The files named, and the PO files in the folders named, each once and in order."""
    seen: set[Path] = set()
    for path in paths:
        if path.is_dir():
            found = [one for one in sorted(path.rglob("*.po")) if one.is_file()]
            if not found:
                raise UsageError(f"no PO file in {path}", "name a file, or a folder that holds some")
        else:
            found = [path]
        for one in found:
            if one not in seen:
                seen.add(one)
                yield one


def _locale_of(catalog: Catalog, path: Path) -> Locale:
    """From the Language header, else from the file's folder or name as gettext has them."""
    written = catalog.header("Language")
    if written:
        return _from_gettext(written)
    for part in (*reversed(path.parent.parts[-3:]), path.stem):
        with contextlib.suppress(LocaleError):
            if part not in ("LC_MESSAGES", "locale", "locales", "po"):
                return _from_gettext(part)
    raise LocaleError("it does not say which locale it is in", "add the header Language, or give --locale")


def _source_locale_of(catalog: Catalog) -> Locale | None:
    written = catalog.header("X-Source-Language")
    return _from_gettext(written) if written else None


def _from_gettext(name: str) -> Locale:
    """A locale from gettext's form of it, or BCP 47's: "pt_BR", "sr@latin", "zh-Hans", "de_DE.UTF-8"."""
    base, _, modifier = name.strip().partition("@")
    parts = base.partition(".")[0].replace("_", "-").split("-")
    script = _MODIFIERS.get(modifier.lower())
    if script and len(parts) < 3:
        parts.insert(1, script)
    tag = "-".join(
        part.lower() if index == 0 else part.capitalize() if len(part) == 4 else part.upper()
        for index, part in enumerate(parts)
    )
    return parse_locale(tag)


def _lies_in(path: Path, root: Path) -> bool:
    return path.resolve().is_relative_to(root.resolve())


def _domain_in(project: Project, path: Path, locale: Locale) -> str | None:
    """The domain of a catalog that stands where the project keeps its own, or None."""
    folder = project.paths.locales / locale.gettext_name / "LC_MESSAGES"
    with contextlib.suppress(ValueError):
        return path.resolve().relative_to(folder.resolve()).with_suffix("").as_posix()
    return None
