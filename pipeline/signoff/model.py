"""Sign-off: who approved which exact text (design, "Sign-off")."""

from __future__ import annotations

import datetime
import enum

from msgspec import Struct
from msgspec.structs import astuple

from pipeline.catalogs.model import State, UnitKey
from pipeline.signoff.policy import Period as Period
from pipeline.signoff.policy import Policy as Policy

SCHEMA = "polyleaf-signoff-1"
NAMESPACE = "polyleaf-signoff"


class Decision(enum.Enum):
    """What a reviewer decides on the units of a statement.

    To waive is to let the findings of named checks stand on these exact texts; it approves nothing.
    """

    APPROVE = "approve"
    REJECT = "reject"
    REVOKE = "revoke"
    WAIVE = "waive"


class SignedUnit(Struct, frozen=True):
    """The exact text of one unit as it stood when it was signed. ``digest`` is recomputed when read."""

    source: str
    targets: tuple[str, ...]
    digest: str
    context: str | None = None
    source_plural: str | None = None

    @property
    def key(self) -> UnitKey:
        return (self.context, self.source)


class Statement(Struct, frozen=True):
    """What is signed.

    Attributes:
        domain, locale, role, reviewer: ids as text.
        decision: see Decision.
        time: of signing, in UTC, whole seconds.
        comment: why; needed for a rejection and a waiver.
        units: what it covers, in document order.
        order: digest of the order of all sentences of the document as the reviewer saw it.
        parents: names (digests) of the records on which it stands: the newest ones there were. A record
            whose parent is gone is refused, so that taking one out of the middle can only withdraw.
        checks: ids of the checks whose findings are waived; only in a waiver, and at least one there.
    """

    domain: str
    locale: str
    role: str
    reviewer: str
    decision: Decision
    time: datetime.datetime
    comment: str
    units: tuple[SignedUnit, ...]
    order: str
    parents: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()


class Record(Struct, frozen=True, eq=False):
    """A statement's exact text with the SSH signature over it: one file.

    Attributes:
        name: hex SHA-256 of the statement's text: the file's name without ".json".
        statement: parsed from ``text``.
        text: the exact text that was signed.
        signature: armoured SSH signature, or None where the project's trust is "recorded".
        path: of the file, for messages; of no part in equality.
    """

    name: str
    statement: Statement
    text: str
    signature: str | None
    path: str = ""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Record) and astuple(self)[:-1] == astuple(other)[:-1]

    def __hash__(self) -> int:
        return hash(self.name)


class Key(Struct, frozen=True):
    """A reviewer's public key, in OpenSSH's one-line form, and the days (UTC, inclusive) it is valid."""

    public: str
    valid_from: datetime.date | None = None
    valid_until: datetime.date | None = None


class Reviewer(Struct, frozen=True):
    """A person who may sign.

    Attributes:
        id: short name used on the command line and in statements.
        name, email: as they would stand in a catalog's Last-Translator.
        roles, locales: what they may sign for; ``"*"`` in locales is every locale.
    """

    id: str
    name: str
    email: str
    roles: tuple[str, ...]
    locales: tuple[str, ...]
    keys: tuple[Key, ...]


class Refusal(Struct, frozen=True):
    """A record that counts for nothing, and why."""

    record: Record | None
    path: str
    reason: str


class UnitReview(Struct, frozen=True):
    """What the valid records say of one unit's exact text.

    Attributes:
        key: the unit's identity.
        digest: of its exact text.
        state: with sign-offs taken into account.
        roles: required roles that have approved this exact text, and by whom: (role, reviewer id).
        stale: for each role whose approval was of an earlier text: what changed, in words.
        rejection: comment of the newest decision on this exact text where that is a rejection.
        errors: findings of checks that keep it from being approved: (check id, what is wrong).
        waived: ids of the checks whose findings on this exact text a reviewer has waived.
    """

    key: UnitKey
    digest: str
    state: State
    roles: tuple[tuple[str, str], ...] = ()
    stale: tuple[str, ...] = ()
    rejection: str | None = None
    errors: tuple[tuple[str, str], ...] = ()
    waived: tuple[str, ...] = ()


class CatalogReview(Struct, frozen=True):
    """The standing of one document in one locale.

    Attributes:
        units: in document order, one a unit.
        publishable: every unit is approved and every required role has seen the present order.
        reasons: why it is not publishable, each one line naming what to do; empty if it is.
        missing: required roles that still have to sign (all or part).
        approvals: for each required role, the day (UTC) its approval was complete; only if publishable.
        review_by: the last day on which all approvals hold; None if not publishable or without expiry.
        refusals: records that do not count.
        records: names of the records that the approvals stand on, sorted; empty if not publishable.
    """

    units: tuple[UnitReview, ...]
    publishable: bool
    reasons: tuple[str, ...]
    missing: tuple[str, ...]
    approvals: tuple[tuple[str, datetime.date], ...]
    review_by: datetime.date | None
    refusals: tuple[Refusal, ...]
    records: tuple[str, ...] = ()
