"""What differs from a person's last sign-off: shown to them before they sign again."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from pipeline.language.folding import fold_typography
from pipeline.signoff.digest import digest_of, order_digest
from pipeline.signoff.model import Decision, Record, SignedUnit, Statement

if TYPE_CHECKING:
    from pipeline.catalogs.model import Unit, UnitKey


class ChangeKind(enum.Enum):
    """What became of a unit since the person signed."""

    NEW = "new"
    TARGET = "target changed"
    SOURCE = "source changed"
    UNCHANGED = "unchanged"
    GONE = "gone"
    ORDER = "order changed"


class Change(Struct, frozen=True):
    """One unit against what the person signed last.

    Attributes:
        kind: see ChangeKind; SOURCE also stands for another context or plural form of the source.
        unit: as it is now; None for GONE and ORDER.
        earlier: as it was signed; None for NEW and ORDER.
        decision: what the person decided on ``earlier``.
    """

    kind: ChangeKind
    unit: Unit | None = None
    earlier: SignedUnit | None = None
    decision: Decision | None = None


def changed_since(
    units: Sequence[Unit],
    records: Sequence[Record],
    *,
    reviewer: str,
    role: str,
    domain: str,
    locale: str,
    order: Sequence[UnitKey] | None = None,
    outline: str = "",
) -> tuple[Change, ...]:
    """Compare units with what this person last signed in this role, unit by unit.

    A sign-off may cover a few units only; so for each unit the newest statement that covers it serves. A text
    that the person has approved before but whose newest statement is older than another text counts as
    changed.

    Args:
        units: in document order.
        records: those that count (``history.counting``): signatures are not verified here.
        order: keys of all segments in reading order, to tell whether the order changed; None leaves that out.

    Returns:
        One change a unit in the order given; then the units that are gone; then ORDER, if it applies.

    Raises:
        RecordError: a unit holds a lone surrogate.
    """
    statements = sorted(
        (
            record.statement
            for record in records
            if (record.statement.reviewer, record.statement.role) == (reviewer, role)
            and (record.statement.domain, record.statement.locale) == (domain, locale)
            and record.statement.decision is not Decision.WAIVE
        ),
        key=lambda statement: statement.time,
    )
    signed: dict[UnitKey, tuple[SignedUnit, Decision]] = {}
    for statement in statements:
        signed.update((unit.key, (unit, statement.decision)) for unit in statement.units)
    met: set[UnitKey] = set()
    readings = {(key[0], fold_typography(key[1])): key for key in signed}
    changes = [_compare(unit, signed, readings, met, domain, locale) for unit in units]
    changes += [Change(ChangeKind.GONE, None, *signed[key]) for key in signed if key not in met]
    if order is not None and _order_changed(statements, order_digest(order, outline)):
        changes.append(Change(ChangeKind.ORDER))
    return tuple(changes)


def _compare(
    unit: Unit,
    signed: dict[UnitKey, tuple[SignedUnit, Decision]],
    readings: dict[UnitKey, UnitKey],
    met: set[UnitKey],
    domain: str,
    locale: str,
) -> Change:
    key = unit.key
    if key in signed:
        met.add(key)
        earlier, decision = signed[key]
        digest = digest_of(unit, domain, locale)
        if digest == earlier.digest:
            return Change(ChangeKind.UNCHANGED, unit, earlier, decision)
        kind = ChangeKind.TARGET if earlier.source_plural == unit.source_plural else ChangeKind.SOURCE
        return Change(kind, unit, earlier, decision)
    if unit.previous_source is not None:
        before = (unit.previous_context, unit.previous_source)
        if before in signed:
            met.add(before)
            return Change(ChangeKind.SOURCE, unit, *signed[before])
    same = readings.get((unit.context, fold_typography(unit.source)))
    if same is not None:  # only its typography changed: the catalog marks nothing then
        met.add(same)
        return Change(ChangeKind.SOURCE, unit, *signed[same])
    return Change(ChangeKind.NEW, unit)


def _order_changed(statements: Sequence[Statement], order: str) -> bool:
    return bool(statements) and statements[-1].order != order
