"""Which findings of checks are waived, by whose signed statement."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.signoff.acceptance import Court
from pipeline.signoff.decisions import open_ledger
from pipeline.signoff.digest import digest_of
from pipeline.signoff.model import Policy, Record, Reviewer, Statement

if TYPE_CHECKING:
    from pipeline.catalogs.model import Unit, UnitKey


def standing_waivers(
    units: Sequence[Unit],
    records: Sequence[Record],
    *,
    domain: str,
    locale: str,
    reviewers: Sequence[Reviewer],
    policy: Policy,
    last_translator: str | None,
    now: datetime.datetime,
) -> dict[UnitKey, dict[str, Statement]]:
    """By unit, and id of the check, the statement that waives it on the unit's exact text and still counts.

    The arguments are those of ``evaluation.review_catalog``.

    Raises:
        RecordError: a unit holds a lone surrogate.
    """
    people = {reviewer.id: reviewer for reviewer in reviewers}
    court = Court(domain, locale, people, policy, last_translator, now.date(), now)
    hearing = court.hear(records, ())
    ledger = open_ledger(hearing.accepted, hearing.expired)
    if not any(ledger.waivers.values()):
        return {}
    return {
        unit.key: {check: item.record.statement for check, item in held.items()}
        for unit in units
        if (held := ledger.waived(digest_of(unit, domain, locale)))
    }
