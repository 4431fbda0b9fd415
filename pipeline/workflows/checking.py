"""What a catalog is checked with, and what came of it, wherever it stands."""

from __future__ import annotations

from pipeline.catalogs.model import Unit
from pipeline.checks.engine import Check, run_checks
from pipeline.checks.model import CheckContext, Severities
from pipeline.checks.reports.model import CheckedCatalog, Unreadable
from pipeline.errors import PolyleafError
from pipeline.language.locale import Locale
from pipeline.project.store import Project


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


def check_units(
    path: str, context: CheckContext, checks: tuple[Check, ...], severities: Severities
) -> CheckedCatalog:
    """What ``checks`` find in the units of ``context``, which are those of the catalog at ``path``."""
    units = context.units
    found = run_checks(units, context, checks, severities)
    return CheckedCatalog(path, context.locale, context.domain, len(units), found)


def unreadable(path: str, error: PolyleafError) -> Unreadable:
    """A catalog that ``error`` keeps from being checked; ``path`` where the error names none."""
    return Unreadable(error.path or path, error.line or 1, error.what, error.hint or "mend the file")
