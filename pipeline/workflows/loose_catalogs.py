"""Check PO files anywhere: named one by one or by their folder, in a project or without one."""

from __future__ import annotations

import contextlib
import datetime
import functools
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec.structs import replace

from pipeline.catalogs.limits import USUAL, Limits
from pipeline.catalogs.model import Catalog
from pipeline.checks.engine import Check
from pipeline.checks.model import CheckContext, Severities
from pipeline.checks.reports.model import CheckedCatalog, Unreadable
from pipeline.errors import LocaleError, PolyleafError, SettingsError, UsageError
from pipeline.language.locale import Locale, parse_locale
from pipeline.project.store import Project
from pipeline.workflows.attempts import attempt
from pipeline.workflows.checking import check_units, project_context, unreadable

_MODIFIERS = {"latin": "Latn", "latn": "Latn", "cyrillic": "Cyrl", "cyrl": "Cyrl", "arabic": "Arab"}


def check_files(
    start: Path,
    paths: Iterable[Path],
    tags: tuple[str, ...],
    domains: tuple[str, ...],
    checks: tuple[Check, ...],
    now: datetime.datetime,
) -> Iterator[CheckedCatalog | Unreadable]:
    """What came of each file; one that cannot be read is told, and the others are checked.

    Args:
        start: where to look for a project, whose settings and glossary then hold for the files in it.
        tags: the locale that the files are in, whatever they say; one at most.
        domains: only these documents; all where empty.

    Raises:
        UsageError: no such locale, several of them, or a folder without PO files.
    """
    if len(tags) > 1:
        raise UsageError("several locales for files", "give one --locale, or none")
    given = None
    if tags:
        try:
            given = parse_locale(tags[0])
        except LocaleError as error:
            raise UsageError(error.what, error.hint) from None
    project: Project | None = None
    with contextlib.suppress(SettingsError):
        project = Project.open(start)
    limits = project.settings.limits.catalogs if project else USUAL
    for path in _files(paths):
        shown = str(path)
        found = attempt(_read, path, shown, given, limits)
        if isinstance(found, PolyleafError):
            yield unreadable(shown, found)
            continue
        catalog, locale, source = found
        own = project if project is not None and _lies_in(path, project.root) else None
        kept_as = _domain_in(own, path, locale) if own is not None else None
        domain = kept_as or path.stem
        if domains and domain not in domains:
            continue
        units = catalog.active
        if own is None:
            context = CheckContext(locale, source or Locale("en", "en"), domain, units, catalog.headers)
            yield check_units(shown, context, checks, Severities())
            continue
        source = source or own.settings.source_locale
        context = project_context(own, locale, domain, units, catalog.headers, source=source)
        checked = check_units(shown, context, checks, own.settings.checks)
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


def _read(
    path: Path, shown: str, given: Locale | None, limits: Limits
) -> tuple[Catalog, Locale, Locale | None]:
    """A PO file anywhere, the locale that it is in (``given`` overrules what it says), that of its source."""
    from pipeline.catalogs.reading import parse_catalog
    from pipeline.project.files import read_file

    data = read_file(path, shown, limit=limits.catalog_bytes, hint="set limits.catalog_bytes")
    catalog = parse_catalog(data, shown, limits)
    return catalog, given or _locale_of(catalog, path), _source_locale_of(catalog)


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
