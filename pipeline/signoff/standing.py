"""The standing of one unit: its state, who fills which role, what went stale."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from pipeline.catalogs.model import State
from pipeline.signoff.acceptance import Accepted
from pipeline.signoff.decisions import Ledger
from pipeline.signoff.digest import digest_of
from pipeline.signoff.json_text import shorten
from pipeline.signoff.model import Policy, UnitReview
from pipeline.signoff.people import assign

if TYPE_CHECKING:
    from pipeline.catalogs.model import Unit, UnitKey


class Standing(Struct, frozen=True):
    """A unit with its review, the approval that fills each role, and the waivers that it needs, by check."""

    unit: Unit
    review: UnitReview
    held: dict[str, Accepted]
    waivers: dict[str, Accepted]


def stand(
    unit: Unit,
    domain: str,
    locale: str,
    ledger: Ledger,
    policy: Policy,
    doubted: bool,
    errors: Sequence[tuple[str, str]],
) -> Standing:
    """Work out where a unit stands.

    Args:
        doubted: whether a record that cannot be trusted keeps everything from being approved.
        errors: (check id, what is wrong) of what checks found in it.

    Raises:
        RecordError: it holds a lone surrogate.
    """
    digest = digest_of(unit, domain, locale)
    decisions = ledger.of(digest)
    rejection = decisions.rejection
    found = {check for check, _ in errors}
    waivers = {check: item for check, item in ledger.waived(digest).items() if check in found}
    unwaived = tuple(error for error in errors if error[0] not in waivers)
    state = unit.state
    held: dict[str, Accepted] = {}
    if state is State.TRANSLATED and not unit.obsolete and rejection is None:
        held = place(decisions.approvals, policy)
        if held and _superseded(unit.key, digest, held, ledger, policy):
            held = {}
        if held:
            whole = len(held) == len(policy.roles) and not doubted and not unwaived
            state = State.APPROVED if whole else State.REVIEWED
    roles = tuple((role, held[role].record.statement.reviewer) for role in policy.roles if role in held)
    stale = tuple(
        words for role in policy.roles if role not in held and (words := _stale(unit, digest, role, ledger))
    )
    comment = rejection.record.statement.comment if rejection else None
    review = UnitReview(unit.key, digest, state, roles, stale, comment, unwaived, tuple(sorted(waivers)))
    return Standing(unit, review, held, waivers)


def _superseded(key: UnitKey, digest: str, held: dict[str, Accepted], ledger: Ledger, policy: Policy) -> bool:
    """Whether every required role has approved another text of this unit since, and stands by it.

    Then a correction was signed, and the earlier text that is back now (by a bad merge, say) is not what
    anybody wants to read. While a correction is only half signed the earlier approval holds, so that a
    published edition can be kept up meanwhile.
    """
    for role in policy.roles:
        item, signed = ledger.by_key.get(key, {}).get(role, (None, None))
        if item is None or signed is None or signed.digest == digest:
            return False
        if role in held and item.rank <= held[role].rank:
            return False
        if item not in ledger.of(signed.digest).approvals.values():
            return False
    return True


def place(approvals: dict[tuple[str, str], Accepted], policy: Policy) -> dict[str, Accepted]:
    """The approval that fills each required role; the newest are preferred, as they hold longest."""
    candidates: dict[str, list[str]] = {}
    newest_first = sorted(approvals.items(), key=lambda item: item[0][1])
    for (role, reviewer), _ in sorted(newest_first, key=lambda item: item[1].rank, reverse=True):
        candidates.setdefault(role, []).append(reviewer)
    assigned = assign(policy.roles, candidates, distinct=policy.distinct_people)
    return {role: approvals[role, reviewer] for role, reviewer in assigned.items()}


def _stale(unit: Unit, digest: str, role: str, ledger: Ledger) -> str:
    """In words: which earlier text of this unit the role has approved. Empty if none."""
    previous = unit.previous_source
    same_key = ledger.by_key.get(unit.key, {}).get(role)
    if same_key and same_key[1].digest != digest:
        before = same_key[1]
        what = (
            "another translation" if before.targets != unit.targets else "another plural form of the source"
        )
        return f"{role}: {_who(same_key[0])} signed {what}, “{shorten(before.targets[0])}”"
    if previous is not None:
        earlier = ledger.by_key.get((unit.previous_context, previous), {}).get(role)
        if earlier:
            return f"{role}: {_who(earlier[0])} signed it for another source, “{shorten(previous)}”"
    respaced = ledger.of_same_reading(unit.key).get(role)
    if respaced and respaced[1].source != unit.source:
        before = respaced[1]
        return (
            f"{role}: {_who(respaced[0])} signed it before its spacing or typography changed, "
            f"“{shorten(before.source)}”"
        )
    elsewhere = ledger.by_source.get(unit.source, {}).get(role)
    if elsewhere and elsewhere[1].context != unit.context:
        context = shorten(elsewhere[1].context or "none")
        return f"{role}: {_who(elsewhere[0])} signed it in another context, “{context}”"
    return ""


def _who(item: Accepted) -> str:
    return f"{item.record.statement.reviewer} on {item.day}"
