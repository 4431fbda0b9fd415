"""Which findings of a catalog of the project a reviewer has waived."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence

from msgspec.structs import replace

from pipeline.catalogs.model import Catalog
from pipeline.checks.engine import Finding, Waiver
from pipeline.language.locale import Locale
from pipeline.project.store import Project
from pipeline.signoff.model import Reviewer
from pipeline.workflows.leaflets import Signed, translators_of


def with_waivers(
    project: Project,
    domain: str,
    locale: Locale,
    catalog: Catalog,
    findings: Sequence[Finding],
    signed: Signed,
    read_reviewers: Callable[[], Sequence[Reviewer]],
    *,
    now: datetime.datetime,
) -> tuple[Finding, ...]:
    """``findings``, each with the waiver that a record in ``signed`` gives its check on its exact text.

    Raises:
        RecordError: a unit with a finding cannot be signed at all.
    """
    from pipeline.signoff.waivers import standing_waivers

    found = {one.unit.key: one.unit for one in findings if one.unit is not None}
    records = signed[0]
    if not found or not records:
        return tuple(findings)
    standing = standing_waivers(
        tuple(found.values()),
        records,
        domain=domain,
        locale=locale.tag,
        reviewers=read_reviewers(),
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
