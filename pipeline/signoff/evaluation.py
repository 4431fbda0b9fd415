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
So a workflow that records a rejection also marks its units fuzzy in the catalog
(``history.units_to_mark_fuzzy``), which keeps them unapproved without the record; and the files are to be
guarded like the sources, by review in version control. And taking away a record that cannot be trusted lifts
the ban that it laid: look at it first.

A statement names no project: a record copied to another project counts there if domain, locale, order and
every character are the same, and the same key holds the same role. It still says only what its signer
approved.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from pipeline.catalogs.model import State
from pipeline.signoff.acceptance import Court
from pipeline.signoff.decisions import open_ledger
from pipeline.signoff.digest import order_digest
from pipeline.signoff.model import CatalogReview, Policy, Record, Refusal, Reviewer
from pipeline.signoff.reasons import Asker
from pipeline.signoff.standing import place, stand

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
        stand(unit, domain, locale, ledger, policy, bool(hearing.doubts), errors.get(unit.key, ()))
        for unit in units
    ]
    order_held = place(ledger.seen_order(order_digest(order, outline)), policy)

    asker = Asker(domain, locale, policy, ledger, hearing.expired)
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
