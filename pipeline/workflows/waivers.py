"""Which findings of a catalog of the project a reviewer has waived."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from msgspec.structs import replace

from pipeline.catalogs.model import Catalog
from pipeline.checks.engine import Finding, Waiver
from pipeline.language.locale import Locale
from pipeline.project.store import Project
from pipeline.workflows.leaflets import read_records, read_reviewers, translators_of


def with_waivers(
    project: Project,
    domain: str,
    locale: Locale,
    catalog: Catalog,
    findings: Sequence[Finding],
    *,
    now: datetime.datetime,
) -> tuple[Finding, ...]:
    """``findings``, each with the waiver that a signed record gives its check on its exact text.

    Raises:
        SettingsError: reviewers.toml is wrong.
        RecordError: a unit with a finding cannot be signed at all.
    """
    from pipeline.signoff.waivers import standing_waivers

    found = {one.unit.key: one.unit for one in findings if one.unit is not None}
    records = read_records(project, domain, locale)[0] if found else ()
    if not records:
        return tuple(findings)
    standing = standing_waivers(
        tuple(found.values()),
        records,
        domain=domain,
        locale=locale.tag,
        reviewers=read_reviewers(project),
        policy=project.settings.policy,
        last_translator=translators_of(catalog),
        now=now,
    )
    told = []
    for one in findings:
        statement = standing.get(one.unit.key, {}).get(one.diagnostic.check) if one.unit is not None else None
        if statement is not None:
            one = replace(one, waiver=Waiver(statement.reviewer, statement.role, statement.comment))
        told.append(one)
    return tuple(told)
