"""What the accepted records say of each exact text: approvals, rejections that stand, earlier texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct, field

from pipeline.language.folding import fold_typography
from pipeline.signoff.acceptance import Accepted
from pipeline.signoff.model import Decision, SignedUnit

if TYPE_CHECKING:
    from pipeline.catalogs.model import UnitKey

Person = tuple[str, str]
"""(role, reviewer id)"""


class TextDecisions(Struct, frozen=True):
    """The newest decision of each person, in each role, on one exact text."""

    newest: Mapping[Person, Accepted]

    @property
    def approvals(self) -> dict[Person, Accepted]:
        """Approvals that their own signers have not taken back."""
        return {
            person: item
            for person, item in self.newest.items()
            if item.record.statement.decision is Decision.APPROVE
        }

    @property
    def rejection(self) -> Accepted | None:
        """The newest rejection that stands.

        A rejection falls when its signer decides anew, or when anyone in the same role approves this text
        later. Approvals in other roles leave it standing, so no role can be outvoted by another. In the same
        second, the rejection wins.
        """
        approvals = self.approvals
        standing = [
            item
            for (role, _), item in self.newest.items()
            if item.record.statement.decision is Decision.REJECT
            and not any(other == role and a.rank > item.rank for (other, _), a in approvals.items())
        ]
        return max(standing, key=lambda item: (item.rank, item.record.name), default=None)


class Ledger(Struct):
    """All decisions on one document in one locale; made by ``open_ledger``.

    Attributes:
        texts: per digest of a unit's text.
        by_key: the newest approval in each role of any text of a unit, whether it still holds or not.
        by_source: the same by source alone.
        approving: per person, their approving records, oldest first.
        waivers: per digest of a unit's text, the record of each (check id, person) that waives and stands.
    """

    texts: dict[str, TextDecisions] = field(default_factory=dict)
    by_key: dict[UnitKey, dict[str, tuple[Accepted, SignedUnit]]] = field(default_factory=dict)
    by_source: dict[str, dict[str, tuple[Accepted, SignedUnit]]] = field(default_factory=dict)
    approving: dict[Person, list[Accepted]] = field(default_factory=dict)
    waivers: dict[str, dict[tuple[str, Person], Accepted]] = field(default_factory=dict)
    _by_reading: dict[UnitKey, dict[str, tuple[Accepted, SignedUnit]]] | None = None

    def of_same_reading(self, key: UnitKey) -> dict[str, tuple[Accepted, SignedUnit]]:
        """By role, the newest approval of a unit whose source differs from ``key`` in typography alone.

        A catalog keeps a translation over such a change and marks nothing (``catalogs.update``), so this is
        worked out from the texts.
        """
        if self._by_reading is None:
            self._by_reading = {}
            for (context, source), by_role in self.by_key.items():
                self._by_reading.setdefault((context, fold_typography(source)), {}).update(by_role)
        return self._by_reading.get((key[0], fold_typography(key[1])), {})

    def of(self, digest: str) -> TextDecisions:
        return self.texts.get(digest, _NOTHING)

    def waived(self, digest: str) -> dict[str, Accepted]:
        """The checks whose findings on this exact text someone has waived, and by which record."""
        return {check: item for (check, _), item in self.waivers.get(digest, {}).items()}

    def seen_order(self, order: str) -> dict[Person, Accepted]:
        """Who has approved while the document stood in this order: their newest statement that says so.

        As with texts, having approved another order since does not matter. But a statement of which nothing
        holds any more, every text being taken back or rejected by its signer, does not vouch for the order.
        """
        return {
            person: item
            for person, items in self.approving.items()
            for item in items
            if item.record.statement.order == order
            and any(person in self.of(unit.digest).approvals for unit in item.record.statement.units)
        }


_NOTHING = TextDecisions({})


def open_ledger(accepted: Sequence[Accepted], expired: Sequence[Accepted]) -> Ledger:
    """Enter all records, both given oldest first. The expired ones serve only to tell of earlier texts."""
    ledger = Ledger()
    newest: dict[str, dict[Person, Accepted]] = {}
    for item in sorted([*accepted, *expired], key=lambda item: item.rank):
        statement = item.record.statement
        if statement.decision is Decision.APPROVE:
            for unit in statement.units:
                ledger.by_key.setdefault(unit.key, {})[statement.role] = (item, unit)
                ledger.by_source.setdefault(unit.source, {})[statement.role] = (item, unit)
    for item in accepted:
        statement = item.record.statement
        person = (statement.role, statement.reviewer)
        if statement.decision is Decision.WAIVE:
            for unit in statement.units:
                for check in statement.checks:
                    ledger.waivers.setdefault(unit.digest, {})[check, person] = item
            continue
        for unit in statement.units:
            if statement.decision is Decision.REVOKE:
                standing = ledger.waivers.get(unit.digest, {})
                ledger.waivers[unit.digest] = {key: one for key, one in standing.items() if key[1] != person}
            newest.setdefault(unit.digest, {})[person] = item
        if statement.decision is Decision.APPROVE:
            ledger.approving.setdefault(person, []).append(item)
    ledger.texts = {digest: TextDecisions(by_person) for digest, by_person in newest.items()}
    return ledger
