"""What the records there are ask of what comes next: the parents of a new statement, marks in the catalog."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.signoff.model import CatalogReview, Decision, Record, Statement

if TYPE_CHECKING:
    from pipeline.catalogs.model import UnitKey


def counting(records: Sequence[Record], review: CatalogReview) -> tuple[Record, ...]:
    """The records that count: those that ``review`` does not refuse."""
    refused = {refusal.record.name for refusal in review.refusals if refusal.record is not None}
    return tuple(record for record in records if record.name not in refused)


def heads(records: Sequence[Record]) -> tuple[str, ...]:
    """The names of the records on which no other stands, sorted: the parents of the next statement.

    Hand in those that count (``counting``), so that no statement comes to stand on one that is to be removed.
    """
    parents = {parent for record in records for parent in record.statement.parents}
    return tuple(sorted({record.name for record in records} - parents))


def units_to_mark_fuzzy(statement: Statement) -> tuple[UnitKey, ...]:
    """The units that a statement rejects: to be marked fuzzy where the catalog still holds that text.

    With this a rejection holds even without its record: a fuzzy unit is never approved.
    """
    if statement.decision is not Decision.REJECT:
        return ()
    return tuple(unit.key for unit in statement.units)
