"""Which records count: who signed, whether they may, when, and whether the history they stand on is whole."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from pipeline.errors import RecordError
from pipeline.signoff.model import Decision, Key, Policy, Record, Refusal, Reviewer
from pipeline.signoff.period import add_period
from pipeline.signoff.record import record_name
from pipeline.signoff.same_person import is_same_person
from pipeline.signoff.signature import verify_signature

CLOCK_SKEW = datetime.timedelta(days=1)
"""How far two people's clocks may be apart."""

_GRANTS = (Decision.APPROVE, Decision.WAIVE)
"""Decisions that let something through; the others hold it back."""

Rank = tuple[datetime.datetime, int]
"""Orders decisions in time. A record never ranks below one that it stands on, whatever its clock said."""


class Accepted(Struct, frozen=True):
    """A record that counts. ``holds_until`` is the last day of an approval, or None for ever."""

    record: Record
    rank: Rank
    holds_until: datetime.date | None = None

    @property
    def day(self) -> datetime.date:
        return self.record.statement.time.date()


class Hearing(Struct, frozen=True):
    """All records, judged.

    Attributes:
        accepted: those that count, oldest first.
        expired: approvals that would count but for their age, oldest first.
        refusals: every record that does not count, and why.
        doubts: why nothing at all may be approved now, each one line: something that was decided can no
            longer be read or attributed, and it may have been a rejection.
    """

    accepted: tuple[Accepted, ...]
    expired: tuple[Accepted, ...]
    refusals: tuple[Refusal, ...]
    doubts: tuple[str, ...]


class _NotOurs(Exception):
    """For another document or locale: of no concern here."""


class _Void(Exception):
    """Truly this reviewer's, but it does not count."""


class _WrongClock(_Void):
    """Its time cannot be right."""


class Court(Struct, frozen=True):
    """What records are judged by; see ``evaluation.review_catalog``."""

    domain: str
    locale: str
    reviewers: Mapping[str, Reviewer]
    policy: Policy
    last_translator: str | None
    today: datetime.date
    now: datetime.datetime

    def hear(self, records: Sequence[Record], unreadable: Sequence[Refusal]) -> Hearing:
        """Judge all records; the order in which they are given does not matter."""
        by_name = {record.name: record for record in sorted(records, key=lambda r: (r.name, r.path))}
        refusals = list(unreadable)
        doubts = [_doubt(refusal) for refusal in unreadable]
        ranks: dict[str, Rank] = {}
        accepted: list[Accepted] = []
        expired: list[Accepted] = []
        cut: set[str] = set()
        for record in _parents_first(by_name):
            try:
                key = self._attribute(record)
                self._check_history(record, by_name, cut)
                self._check_allowed(record, key)
                self._check_clock(record, ranks)
            except _NotOurs as error:
                refusals.append(Refusal(record, record.path, str(error)))
            except _Void as error:
                refusal = Refusal(record, record.path, str(error))
                refusals.append(refusal)
                if isinstance(error, _WrongClock) and record.statement.decision not in _GRANTS:
                    doubts.append(_doubt(refusal))
            except RecordError as error:
                refusal = Refusal(
                    record, record.path, f"{error.what}; {error.hint}" if error.hint else error.what
                )
                refusals.append(refusal)
                doubts.append(_doubt(refusal))
            else:
                ranks[record.name] = rank = _rank(record, ranks)
                until = self._holds_until(record)
                item = Accepted(record, rank, until)
                if until is not None and until < self.today:
                    expired.append(item)
                    refusals.append(
                        Refusal(record, record.path, f"the approval expired on {until}; sign again")
                    )
                else:
                    accepted.append(item)
        return Hearing(_by_age(accepted), _by_age(expired), tuple(refusals), tuple(dict.fromkeys(doubts)))

    def _attribute(self, record: Record) -> Key | None:
        """That it belongs here, is whole and its reviewer's own; with which key it was signed, if so."""
        statement = record.statement
        if (statement.domain, statement.locale) != (self.domain, self.locale):
            raise _NotOurs(f"it is for {statement.domain} in {statement.locale}; move it there")
        if record_name(record.text) != record.name:
            raise RecordError(
                "its name is not the digest of its statement", "restore it from version control"
            )
        reviewer = self.reviewers.get(statement.reviewer)
        if reviewer is None:
            raise RecordError(
                f'its reviewer "{statement.reviewer}" is not in reviewers.toml',
                "add them (whoever leaves stays there, with valid_until on each key), or remove the record",
            )
        if self.policy.trust == "recorded":
            return None
        if record.signature is None:
            raise RecordError("it is not signed", "remove it, and let its reviewer sign again")
        return verify_signature(record.text, record.signature, *reviewer.keys)

    def _check_history(self, record: Record, by_name: Mapping[str, Record], cut: set[str]) -> None:
        """That every record on which it stands is still here: a missing one may have been a rejection."""
        for parent in record.statement.parents:
            if parent not in by_name or parent in cut:
                cut.add(record.name)
                raise RecordError(
                    f"it stands on the record {parent[:12]}…, which is "
                    + ("missing" if parent not in by_name else "cut off from its own history"),
                    "restore the missing record from version control",
                )

    def _check_allowed(self, record: Record, used: Key | None) -> None:
        statement = record.statement
        reviewer = self.reviewers[statement.reviewer]
        day = statement.time.date()
        if statement.role not in reviewer.roles:
            raise _Void(f"{reviewer.id} does not hold the role {statement.role}; see reviewers.toml")
        if "*" not in reviewer.locales and self.locale not in reviewer.locales:
            raise _Void(f"{reviewer.id} may not sign for {self.locale}; see reviewers.toml")
        if used and not any(key.public == used.public and _is_valid(key, day) for key in reviewer.keys):
            raise _Void(f"{reviewer.id}'s key was not valid on {day}; sign again with a valid one")
        if statement.decision in _GRANTS and is_same_person(reviewer, self.last_translator):
            raise _Void(f"{reviewer.id} is the catalog's Last-Translator; another person must approve")

    def _check_clock(self, record: Record, ranks: Mapping[str, Rank]) -> None:
        statement = record.statement
        if statement.time > self.now + CLOCK_SKEW:
            raise _WrongClock(
                f"it is dated {statement.time:%Y-%m-%d %H:%M} UTC, in the future; check the clocks"
            )
        for parent in statement.parents:
            if parent in ranks and statement.time < ranks[parent][0] - CLOCK_SKEW:
                raise _WrongClock(
                    "it is dated before a record on which it stands; check the clocks, sign again"
                )

    def _holds_until(self, record: Record) -> datetime.date | None:
        """Only what grants grows old: a rejection or revocation stands until something newer is decided."""
        if self.policy.review_every is None or record.statement.decision not in _GRANTS:
            return None
        return add_period(record.statement.time.date(), self.policy.review_every)


def _is_valid(key: Key, day: datetime.date) -> bool:
    return (key.valid_from is None or key.valid_from <= day) and (
        key.valid_until is None or day <= key.valid_until
    )


def _rank(record: Record, ranks: Mapping[str, Rank]) -> Rank:
    newest = max((ranks[p] for p in record.statement.parents if p in ranks), default=None)
    own: Rank = (record.statement.time, 0)
    return own if newest is None or own[0] > newest[0] else (newest[0], newest[1] + 1)


_SEVERITY = {Decision.APPROVE: 0, Decision.WAIVE: 0, Decision.REVOKE: 1, Decision.REJECT: 2}


def _by_age(items: Iterable[Accepted]) -> tuple[Accepted, ...]:
    """Oldest first; in the same second approvals first, so that a rejection or revocation overrides."""
    return tuple(sorted(items, key=lambda a: (a.rank, _SEVERITY[a.record.statement.decision], a.record.name)))


def _parents_first(by_name: Mapping[str, Record]) -> Iterable[Record]:
    """Every record after those on which it stands. (A circle cannot be: names are digests.)"""
    children: dict[str, list[str]] = {}
    waiting: dict[str, int] = {}
    for name, record in by_name.items():
        present = [parent for parent in record.statement.parents if parent in by_name]
        waiting[name] = len(present)
        for parent in present:
            children.setdefault(parent, []).append(name)
    ready = [name for name, count in waiting.items() if not count]
    for name in ready:  # grows while it is gone through
        yield by_name[name]
        for child in children.get(name, ()):
            waiting[child] -= 1
            if not waiting[child]:
                ready.append(child)


def _doubt(refusal: Refusal) -> str:
    path = refusal.path or (refusal.record.name[:12] + "…" if refusal.record else "a record")
    return f"nothing can be approved while {path} cannot be trusted: {refusal.reason}"
