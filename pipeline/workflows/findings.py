"""Findings: what the checks say of the units that a leaflet needs, and which of it must not be published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.catalogs.model import UnitKey
from pipeline.checks.engine import Finding, run_checks
from pipeline.checks.model import Severity
from pipeline.checks.registry import CHECKS
from pipeline.project.store import Project
from pipeline.workflows.checking import project_context
from pipeline.workflows.leaflets import Leaflet, Translation

Errors = Mapping[UnitKey | None, Sequence[tuple[str, str]]]
"""(check id, what is wrong) by unit; under None what concerns the catalog as a whole."""


def check_translation(project: Project, leaflet: Leaflet, translation: Translation) -> tuple[Finding, ...]:
    """Run every check over the units of a translation; over the source locale's own sentences none."""
    if translation.locale == project.settings.source_locale or not translation.exists:
        return ()
    context = project_context(
        project, translation.locale, leaflet.source.domain, translation.units, translation.headers
    )
    return run_checks(translation.units, context, tuple(CHECKS.values()), project.settings.checks)


def errors_of(findings: Sequence[Finding]) -> Errors:
    """What keeps a text from being approved: findings of severity error.

    Those on fuzzy and untranslated units are left out: such a unit is not approved anyway.
    """
    errors: dict[UnitKey | None, list[tuple[str, str]]] = {}
    for finding in findings:
        translated = finding.unit is None or finding.unit.is_translated
        if finding.severity is Severity.ERROR and translated and not finding.fuzzy:
            key = finding.diagnostic.key
            errors.setdefault(key, []).append((finding.diagnostic.check, finding.diagnostic.what))
    return errors
