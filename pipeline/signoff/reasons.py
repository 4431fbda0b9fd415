"""Why a document may not be published yet, in words for those who have to do something about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.catalogs.model import State
from pipeline.signoff.acceptance import Accepted
from pipeline.signoff.decisions import Ledger
from pipeline.signoff.json_text import shorten
from pipeline.signoff.model import Policy, SignedUnit
from pipeline.signoff.standing import Standing

if TYPE_CHECKING:
    from pipeline.catalogs.model import Unit, UnitKey


class Asker:
    """Puts into words what is still wanted, one line a matter."""

    def __init__(
        self, domain: str, locale: str, policy: Policy, ledger: Ledger, expired: Sequence[Accepted]
    ) -> None:
        named = f'"{domain}"' if " " in domain else domain  # to be copied into a shell
        self.command = f"polyleaf sign-off {named} --locale {locale} --role"
        self.policy = policy
        self.ledger = ledger
        self.expired = {
            (item.record.statement.role, unit.digest): item
            for item in expired
            for unit in item.record.statement.units
        }

    def units(self, standings: Sequence[Standing], *, lacking: Sequence[UnitKey]) -> list[str]:
        if not standings:
            return ["the document has no units: there is nothing to approve"]
        if not self.policy.roles:
            return ["no role is required: name at least one in the review settings"]
        lines = self._first_of(
            [f"“{shorten(source)}”" for _, source in dict.fromkeys(lacking)],
            "is not in the catalog; run polyleaf update",
        )
        emptied = [
            f"{_name(standing.unit)} is empty now, and “{shorten(before.targets[0])}”"
            for standing in standings
            if (before := self._emptied(standing)) is not None
        ]
        lines += self._first_of(emptied, "was signed for it; put that back, or translate it anew")
        for state, words in (
            (State.UNTRANSLATED, "is not translated; translate it"),
            (State.FUZZY, "is fuzzy; check its translation and take the flag away"),
        ):
            of_state = [
                _name(standing.unit)
                for standing in standings
                if standing.unit.state is state
                and standing.review.rejection is None
                and self._emptied(standing) is None
            ]
            lines += self._first_of(of_state, words)
        # A rejected unit is fuzzy because of it: what the reviewer said is more use than that.
        for standing in standings:
            if standing.unit.state is not State.TRANSLATED and standing.review.rejection is not None:
                lines += self._of_unit(standing, set())
        signed = {role for standing in standings for role in standing.held}
        ready = [s for s in standings if s.unit.state is State.TRANSLATED]
        for standing in ready:
            for check, what in standing.review.errors:
                lines.append(
                    f"{_name(standing.unit)}: {what} ({check}); correct it, or have it waived: see polyleaf "
                    f"explain {check}"
                )
            lines += self._of_unit(standing, signed)
        for role in self.policy.roles:
            if role not in signed and any(not self._known(s, role) for s in ready):
                lines.append(f"nobody has signed for {role}; run {self.command} {role}")
        return lines

    def _emptied(self, standing: Standing) -> SignedUnit | None:
        """The text that was signed of a unit that has none any more: an editor, or a merge, took it out."""
        if standing.unit.state is not State.UNTRANSLATED:
            return None
        signed = self.ledger.by_key.get(standing.unit.key, {}).values()
        return next((unit for _, unit in signed if any(unit.targets)), None)

    def _of_unit(self, standing: Standing, signed: set[str]) -> list[str]:
        name, review = _name(standing.unit), standing.review
        if review.rejection is not None:
            return [
                f"{name} was rejected: {shorten(review.rejection, 200)}; correct it and have it signed again"
            ]
        stale = dict(words.split(": ", 1) for words in review.stale)
        lines = []
        for role in self.policy.roles:
            if role in standing.held:
                continue
            expired = self.expired.get((role, review.digest))
            approvals = self.ledger.of(review.digest).approvals
            others = sorted(reviewer for other, reviewer in approvals if other == role)
            if role in stale:
                lines.append(f"{name} changed since it was signed for {role}: {stale[role]}; sign it again")
            elif others:
                lines.append(
                    f"{name}: {', '.join(others)} signed for {role} and is needed for another role; "
                    f"another person must sign for {role}"
                )
            elif expired is not None:
                lines.append(
                    f"{name}: the approval for {role} expired on {expired.holds_until}; sign it again"
                )
            elif role in signed:
                lines.append(f"{name} is not signed for {role}; run {self.command} {role}")
        return lines

    def _known(self, standing: Standing, role: str) -> bool:
        """Whether a line of the unit's own says already what is wanted of this role."""
        return (
            standing.review.rejection is not None
            or any(words.startswith(f"{role}: ") for words in standing.review.stale)
            or (role, standing.review.digest) in self.expired
            or any(other == role for other, _ in self.ledger.of(standing.review.digest).approvals)
        )

    def order(self, role: str) -> str:
        return (
            f"the order or form of the document is not the one that was signed for {role}; "
            f"read the whole and run {self.command} {role}"
        )

    @staticmethod
    def _first_of(names: Sequence[str], words: str) -> list[str]:
        """One line for all units in the same need, naming the first."""
        if not names:
            return []
        more = f" (and so for {len(names) - 1} more)" if len(names) > 1 else ""
        return [f"{names[0]} {words}{more}"]


def _name(unit: Unit) -> str:
    line = f" (line {unit.line})" if unit.line else ""
    return f"“{shorten(unit.source)}”{line}"
