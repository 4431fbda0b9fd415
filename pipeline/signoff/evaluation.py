"""The standing of one document in one locale, worked out from its exact text and the sign-off records.

Rules (the design's "Sign-off", and what was settled here):

- A record counts if its reviewer is known, made the signature with one of their keys that was valid on that
  day, holds the role and may sign for the locale; if it is for this document, not of the future, not
  expired, and every record on which it stands is there. An approval by the catalog's Last-Translator does
  not count.
- Of each person's decisions in a role on one exact text the newest counts. A record is newer than those on
  which it stands whatever the clocks said; else time decides, and in the same second rejecting or revoking
  wins.
- A rejection that stands keeps the text from being approved in any role (see ``decisions.TextDecisions``).
- Distinct people are demanded for each unit, not for the whole document: each sentence is then seen by as
  many people as there are roles, and a stand-in can sign one corrected sentence. Who approves the order of
  sentences is held to the same. Whoever holds two roles may serve in either; all are placed so that most
  roles are filled.
- The order of sentences is approved by whoever has approved texts while it was just so, and still stands by
  one.
- A text whose unit every required role has since approved in another wording is superseded: should it come
  back, it has to be signed again.
- An error that a check finds keeps its unit from being approved, until somebody who may sign waives that
  check on that exact text. A waiver grows old like an approval; its signer takes it back by revoking.
- Where a record can no longer be read or attributed, or one is missing on which another stands, nothing at
  all is approved: what is lost may have been a rejection.

What removing records can do. It never makes an approval as long as something that stays stands on what was
removed. The limit: rejections, revocations or corrections that no remaining record stands on (the newest
ones, or the newest together with everything above them) leave no trace here when their files are deleted.
So a workflow that records a rejection also marks its units fuzzy in the catalog (``units_to_mark_fuzzy``),
which keeps them unapproved without the record; and the files are to be guarded like the sources, by review
in version control. And taking away a record that cannot be trusted lifts the ban that it laid: look at it
first.

A statement names no project: a record copied to another project counts there if domain, locale, order and
every character are the same, and the same key holds the same role. It still says only what its signer
approved.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from pipeline.catalogs.model import State
from pipeline.signoff.acceptance import Accepted, Court
from pipeline.signoff.decisions import Ledger, open_ledger
from pipeline.signoff.digest import digest_of, order_digest
from pipeline.signoff.json_text import shorten
from pipeline.signoff.model import (
    CatalogReview,
    Decision,
    Policy,
    Record,
    Refusal,
    Reviewer,
    Statement,
    UnitReview,
)
from pipeline.signoff.people import assign

if TYPE_CHECKING:
    from pipeline.catalogs.model import Unit, UnitKey


def review_catalog(
    units: Sequence[Unit],
    order: Sequence[UnitKey],
    records: Sequence[Record],
    *,
    domain: str,
    locale: str,
    reviewers: Sequence[Reviewer],
    policy: Policy,
    last_translator: str | None,
    today: datetime.date,
    now: datetime.datetime | None = None,
    unreadable: Sequence[Refusal] = (),
    outline: str = "",
    errors: Mapping[UnitKey | None, Sequence[tuple[str, str]]] = MappingProxyType({}),
) -> CatalogReview:
    """Work out which units are approved and whether the document may be published.

    Args:
        units: those that the document needs and are not obsolete, in document order.
        order: keys of all segments of the document in reading order, repeats included.
        records: all of this document and locale, as ``parse_record`` gave them, in any order.
        last_translator: the catalog's header of that name.
        today: in UTC.
        now: with its zone; by default the end of ``today``.
        unreadable: record files of this document and locale that could not be parsed.
        outline: of the document as it is now, as for ``order_digest``.
        errors: what checks found that must not be published: (check id, what is wrong) by unit; under None
            what concerns the catalog as a whole. A unit with one that nobody has waived is not approved.

    Raises:
        RecordError: a unit holds a lone surrogate.
    """
    if now is None:
        now = datetime.datetime.combine(today, datetime.time.max, datetime.UTC)
    people = {reviewer.id: reviewer for reviewer in reviewers}
    court = Court(domain, locale, people, policy, last_translator, today, now)
    hearing = court.hear(records, unreadable)
    ledger = open_ledger(hearing.accepted, hearing.expired)
    standings = [
        _stand(unit, domain, locale, ledger, policy, bool(hearing.doubts), errors.get(unit.key, ()))
        for unit in units
    ]
    order_held = _place(ledger.seen_order(order_digest(order, outline)), policy)

    asker = _Asker(domain, locale, policy, ledger, hearing.expired)
    reasons = list(hearing.doubts)
    reasons += [f"{what} ({check}); mend the catalog" for check, what in errors.get(None, ())]
    held_keys = {unit.key for unit in units}
    reasons += asker.units(standings, lacking=[key for key in order if key not in held_keys])
    if all(s.review.state is State.APPROVED for s in standings):
        reasons += [asker.order(role) for role in policy.roles if role not in order_held]

    everything = [*(standing.held for standing in standings), order_held]
    missing = tuple(role for role in policy.roles if any(role not in held for held in everything))
    publishable = not reasons
    approvals: tuple[tuple[str, datetime.date], ...] = ()
    review_by = None
    stood_on: set[str] = set()
    if publishable:
        stood_on = {accepted.record.name for held in everything for accepted in held.values()}
        approvals = tuple((role, max(held[role].day for held in everything)) for role in policy.roles)
        waivers = [standing.waivers for standing in standings]
        stood_on |= {accepted.record.name for held in waivers for accepted in held.values()}
        ends = [
            a.holds_until
            for held in (*everything, *waivers)
            for a in held.values()
            if a.holds_until is not None
        ]
        review_by = min(ends, default=None)
    return CatalogReview(
        units=tuple(standing.review for standing in standings),
        publishable=publishable,
        reasons=tuple(reasons),
        missing=missing,
        approvals=approvals,
        review_by=review_by,
        refusals=hearing.refusals,
        records=tuple(sorted(stood_on)),
    )


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

    The arguments are those of ``review_catalog``.

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


@dataclass(frozen=True, slots=True)
class _Standing:
    """A unit with its review, the approval that fills each role, and the waivers that it needs, by check."""

    unit: Unit
    review: UnitReview
    held: dict[str, Accepted]
    waivers: dict[str, Accepted]


def _stand(
    unit: Unit,
    domain: str,
    locale: str,
    ledger: Ledger,
    policy: Policy,
    doubted: bool,
    errors: Sequence[tuple[str, str]],
) -> _Standing:
    digest = digest_of(unit, domain, locale)
    decisions = ledger.of(digest)
    rejection = decisions.rejection
    found = {check for check, _ in errors}
    waivers = {check: item for check, item in ledger.waived(digest).items() if check in found}
    unwaived = tuple(error for error in errors if error[0] not in waivers)
    state = unit.state
    held: dict[str, Accepted] = {}
    if state is State.TRANSLATED and not unit.obsolete and rejection is None:
        held = _place(decisions.approvals, policy)
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
    return _Standing(unit, review, held, waivers)


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


def _place(approvals: dict[tuple[str, str], Accepted], policy: Policy) -> dict[str, Accepted]:
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


class _Asker:
    """Puts into words what is still wanted, one line a matter."""

    def __init__(
        self, domain: str, locale: str, policy: Policy, ledger: Ledger, expired: Sequence[Accepted]
    ) -> None:
        self.command = f"polyleaf sign-off {domain} --locale {locale} --role"
        self.policy = policy
        self.ledger = ledger
        self.expired = {
            (item.record.statement.role, unit.digest): item
            for item in expired
            for unit in item.record.statement.units
        }

    def units(self, standings: Sequence[_Standing], *, lacking: Sequence[UnitKey]) -> list[str]:
        if not standings:
            return ["the document has no units: there is nothing to approve"]
        if not self.policy.roles:
            return ["no role is required: name at least one in the review settings"]
        lines = self._first_of(
            [f"“{shorten(source)}”" for _, source in dict.fromkeys(lacking)],
            "is not in the catalog; run polyleaf update",
        )
        for state, words in (
            (State.UNTRANSLATED, "is not translated; translate it"),
            (State.FUZZY, "is fuzzy; check its translation and take the flag away"),
        ):
            lines += self._first_of(
                [_name(s.unit) for s in standings if s.unit.state is state and s.review.rejection is None],
                words,
            )
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

    def _of_unit(self, standing: _Standing, signed: set[str]) -> list[str]:
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

    def _known(self, standing: _Standing, role: str) -> bool:
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
