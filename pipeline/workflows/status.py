"""Status: documents × locales, and what each still needs before it may be published."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.catalogs.model import State
from pipeline.checks.model import Severity
from pipeline.language.locale import Locale
from pipeline.project.store import Project
from pipeline.workflows.findings import check_translation
from pipeline.workflows.leaflets import (
    choose_locales,
    read_leaflet,
    read_reviewers,
    read_translation,
    review_translation,
)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one document stands in one locale.

    Attributes:
        states: number of units by state; every state is a key.
        stale: units whose sign-off is of an earlier text.
        rejected: comment of the rejection of each unit whose exact text was rejected, by its source.
        errors, warnings: findings of checks on what is translated and not fuzzy.
        waived: errors that a reviewer waived, counted apart.
        missing_roles: roles that still have to sign.
        publishable, reasons: as in ``signoff.model.CatalogReview``.
        review_by: the last day on which the approvals hold.
        refused_records: path and reason of each record that does not count.
    """

    domain: str
    locale: Locale
    states: dict[State, int]
    stale: int
    rejected: dict[str, str]
    errors: int
    waived: int
    warnings: int
    missing_roles: tuple[str, ...]
    publishable: bool
    reasons: tuple[str, ...]
    review_by: datetime.date | None
    refused_records: tuple[tuple[str, str], ...]


def status(project: Project, tags: Iterable[str], *, now: datetime.datetime) -> tuple[Standing, ...]:
    """Work out the standing of every document in the locales ``tags`` (all where empty)."""
    locales = choose_locales(project, tags)
    reviewers = read_reviewers(project)
    standings: list[Standing] = []
    for source in project.sources():
        leaflet = read_leaflet(project, source)
        for locale in locales:
            translation = read_translation(project, leaflet, locale)
            findings = check_translation(project, leaflet, translation)
            review = review_translation(project, leaflet, translation, reviewers, now=now, findings=findings)
            trusted = [
                one for one in findings if not one.fuzzy and (one.unit is None or one.unit.is_translated)
            ]
            counted = Counter(unit.state for unit in review.units)
            reasons = list(review.reasons)
            if not translation.exists:
                reasons.insert(0, f'{translation.path} is missing; run "polyleaf update"')
            elif translation.missing:
                reasons.insert(
                    0,
                    f"{translation.missing} sentences of {source.path} are not in {translation.path}; "
                    'run "polyleaf update"',
                )
            standings.append(
                Standing(
                    domain=source.domain,
                    locale=locale,
                    states={state: counted[state] for state in State},
                    stale=sum(bool(unit.stale) for unit in review.units),
                    rejected={
                        unit.key[1]: unit.rejection for unit in review.units if unit.rejection is not None
                    },
                    errors=sum(len(unit.errors) for unit in review.units),
                    waived=sum(len(unit.waived) for unit in review.units),
                    warnings=sum(one.severity is Severity.WARNING for one in trusted),
                    missing_roles=review.missing,
                    publishable=review.publishable,
                    reasons=tuple(reasons),
                    review_by=review.review_by,
                    refused_records=tuple((one.path, one.reason) for one in review.refusals),
                )
            )
    return tuple(standings)
