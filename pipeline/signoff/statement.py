"""Statements: building one from units, writing it as canonical text, reading it back strictly."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pipeline.catalogs.model import State
from pipeline.errors import LocaleError, RecordError
from pipeline.language.locale import parse_locale
from pipeline.signoff.digest import digest_of, order_digest, unit_digest
from pipeline.signoff.json_text import broken, check_object, check_type, read_object, shorten, write_json
from pipeline.signoff.model import SCHEMA, Decision, SignedUnit, Statement

if TYPE_CHECKING:
    from pipeline.catalogs.model import Unit, UnitKey

ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}", re.ASCII)
"""The form of a reviewer's or role's id: ASCII only, so no two ids look alike by their script."""

MAX_STATEMENT = 16 * 1024 * 1024
"""Characters in a statement; a leaflet's is some 20,000."""

MAX_UNITS = 50_000
MAX_PARENTS = 1_000
MAX_COMMENT = 10_000
MAX_CHECKS = 100

_KEYS = (
    "schema",
    "domain",
    "locale",
    "role",
    "reviewer",
    "decision",
    "checks",
    "time",
    "comment",
    "order",
    "parents",
    "units",
)
_UNIT_KEYS = ("context", "source", "source_plural", "targets", "digest")
_CHECK = re.compile(r"[a-z][a-z0-9-]{0,63}", re.ASCII)
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)


def make_statement(
    *,
    domain: str,
    locale: str,
    role: str,
    reviewer: str,
    decision: Decision,
    time: datetime.datetime,
    units: Sequence[Unit],
    order: Sequence[UnitKey],
    outline: str = "",
    comment: str = "",
    parents: Sequence[str] = (),
    checks: Sequence[str] = (),
) -> Statement:
    """The statement that a reviewer is asked to sign.

    Args:
        time: with its zone; written in UTC, fractions of a second dropped.
        units: those that it covers, in document order.
        order, outline: as for ``order_digest``.
        parents: ``history.heads`` of the records that count.

    Raises:
        RecordError: an approval of a fuzzy or untranslated unit, a rejection without a comment, an id that is
            none, no unit at all, or more than a statement may hold.
    """
    if decision in (Decision.APPROVE, Decision.WAIVE):
        for unit in units:
            if unit.state is not State.TRANSLATED or unit.obsolete:
                state = "obsolete" if unit.obsolete else unit.state.value
                raise RecordError(
                    f'"{shorten(unit.source)}" is {state} and cannot be approved',
                    "finish its translation first",
                    line=unit.line or None,
                )
    if time.tzinfo is None:
        raise RecordError("the time of a statement has no time zone", "give it in UTC")
    signed = tuple(
        SignedUnit(
            source=unit.source,
            targets=unit.targets,
            digest=digest_of(unit, domain, locale),
            context=unit.context,
            source_plural=unit.source_plural,
        )
        for unit in units
    )
    statement = Statement(
        domain=domain,
        locale=locale,
        role=role,
        reviewer=reviewer,
        decision=decision,
        time=time.astimezone(datetime.UTC).replace(microsecond=0),
        comment=comment.strip(),
        units=signed,
        order=order_digest(order, outline),
        parents=tuple(sorted(set(parents))),
        checks=tuple(sorted(set(checks))),
    )
    parse_statement(format_statement(statement), path="")  # nothing is signed that could not be read back
    return statement


def format_statement(statement: Statement) -> str:
    """The exact text to sign: JSON with keys in a fixed order, indent 1, raw characters, a final line end."""
    return write_json(
        {
            "schema": SCHEMA,
            "domain": statement.domain,
            "locale": statement.locale,
            "role": statement.role,
            "reviewer": statement.reviewer,
            "decision": statement.decision.value,
            "checks": list(statement.checks),
            "time": f"{statement.time:%Y-%m-%dT%H:%M:%S}Z".rjust(20, "0"),
            "comment": statement.comment,
            "order": statement.order,
            "parents": list(statement.parents),
            "units": [
                {
                    "context": unit.context,
                    "source": unit.source,
                    "source_plural": unit.source_plural,
                    "targets": list(unit.targets),
                    "digest": unit.digest,
                }
                for unit in statement.units
            ],
        }
    )


def parse_statement(text: str, *, path: str) -> Statement:
    """Read a statement. ``format_statement`` of what comes out is ``text`` again, to the character.

    Raises:
        RecordError: anything else than a text that ``format_statement`` writes: unknown schema, a key too
            many, too few or twice, a wrong type, a digest that is not that of its text, too large, nested too
            deeply, another spacing or escaping.
    """
    try:
        statement = _read(text)
        if format_statement(statement) != text:
            raise broken("the statement is not in the exact form that Polyleaf writes")
    except RecordError as error:
        if path:
            error.at(path)
        raise
    return statement


def _read(text: str) -> Statement:
    if len(text) > MAX_STATEMENT:
        raise broken(f"the statement is larger than {MAX_STATEMENT // 2**20} million characters")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise broken("the statement holds half a character (a lone surrogate)") from None
    raw = read_object(text, _KEYS, what="the statement")
    if raw["schema"] != SCHEMA:
        raise RecordError(
            "the statement follows a schema that is not known here", "use a newer version of Polyleaf"
        )
    domain = check_type(raw["domain"], str, what="domain")
    if not 0 < len(domain) <= 1024 or not domain.isprintable():
        raise broken("the statement's domain is not one")
    locale = check_type(raw["locale"], str, what="locale")
    try:
        parse_locale(locale)
    except LocaleError as error:
        raise broken(f"the statement's locale: {error.what}") from None
    decision = _decision(raw["decision"])
    comment = check_type(raw["comment"], str, what="comment")
    if len(comment) > MAX_COMMENT:
        raise RecordError(f"the comment is longer than {MAX_COMMENT} characters", "shorten it")
    if decision in (Decision.REJECT, Decision.WAIVE) and not comment.strip():
        raise RecordError("to reject or waive needs a comment", "say why")
    return Statement(
        domain=domain,
        locale=locale,
        role=_id(raw["role"], "role"),
        reviewer=_id(raw["reviewer"], "reviewer"),
        decision=decision,
        time=_time(raw["time"]),
        comment=comment,
        units=_units(raw["units"], domain, locale, decision),
        order=_digest(raw["order"], "order"),
        parents=_parents(raw["parents"]),
        checks=_checks(raw["checks"], decision),
    )


def _decision(value: object) -> Decision:
    text = check_type(value, str, what="decision")
    try:
        return Decision(text)
    except ValueError:
        raise broken(f'"{shorten(text)}" is not a decision') from None


def _id(value: object, what: str) -> str:
    text = check_type(value, str, what=what)
    if not ID.fullmatch(text):
        raise RecordError(
            f'the {what} "{shorten(text)}" is not an id', "use a-z, 0-9, dot, dash and underscore, at most 64"
        )
    return text


def _time(value: object) -> datetime.datetime:
    text = check_type(value, str, what="time")
    if _TIME.fullmatch(text):
        try:
            return datetime.datetime.fromisoformat(text)
        except ValueError:
            pass
    raise broken(f'"{shorten(text)}" is not a time in UTC such as 2026-01-31T09:30:00Z')


def _digest(value: object, what: str) -> str:
    text = check_type(value, str, what=what)
    if not _DIGEST.fullmatch(text):
        raise broken(f"{what} is not a digest")
    return text


def _parents(value: object) -> tuple[str, ...]:
    parents = tuple(_digest(parent, "a parent") for parent in check_type(value, list, what="parents"))
    if len(parents) > MAX_PARENTS:
        raise broken(f"the statement has more than {MAX_PARENTS} parents")
    if list(parents) != sorted(set(parents)):
        raise broken("the parents are not in order, or one stands twice")
    return parents


def _checks(value: object, decision: Decision) -> tuple[str, ...]:
    checks = tuple(check_type(check, str, what="a check") for check in check_type(value, list, what="checks"))
    if not all(map(_CHECK.fullmatch, checks)) or list(checks) != sorted(set(checks)):
        raise broken("the checks are not ids in order")
    if bool(checks) is not (decision is Decision.WAIVE) or len(checks) > MAX_CHECKS:
        raise broken("a waiver names checks, and nothing else does")
    return checks


def _units(value: object, domain: str, locale: str, decision: Decision) -> tuple[SignedUnit, ...]:
    raw = check_type(value, list, what="units")
    if not 0 < len(raw) <= MAX_UNITS:
        raise RecordError(
            f"a statement covers 1 to {MAX_UNITS} units, not {len(raw)}", "name at least one unit"
        )
    units = tuple(_unit(item, domain, locale) for item in raw)
    if len({unit.key for unit in units}) != len(units):
        raise broken("a unit stands twice in the statement")
    if decision in (Decision.APPROVE, Decision.WAIVE) and not all(
        target for unit in units for target in unit.targets
    ):
        raise broken("the statement approves or waives on a unit that has no target")
    return units


def _unit(value: object, domain: str, locale: str) -> SignedUnit:
    raw = check_object(value, _UNIT_KEYS, what="a unit")
    source = check_type(raw["source"], str, what="a source")
    targets = tuple(
        check_type(t, str, what="a target") for t in check_type(raw["targets"], list, what="targets")
    )
    if not 0 < len(targets) <= 16:
        raise broken(f"a unit has {len(targets)} targets")
    context, plural = _optional(raw, "context"), _optional(raw, "source_plural")
    digest = unit_digest(
        domain=domain, locale=locale, context=context, source=source, source_plural=plural, targets=targets
    )
    if raw["digest"] != digest:
        raise broken(f'the digest of "{shorten(source)}" is not that of its text')
    return SignedUnit(source, targets, digest, context, plural)


def _optional(raw: dict[str, Any], key: str) -> str | None:
    return None if raw[key] is None else check_type(raw[key], str, what=key)
