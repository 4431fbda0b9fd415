"""Sign off: show a reviewer exactly what is to be signed, then write the signed record."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from pipeline.catalogs.model import State, Unit, UnitKey
from pipeline.errors import SigningError, UsageError
from pipeline.language.locale import Locale
from pipeline.project.store import Project
from pipeline.signoff.changes import Change, changed_since
from pipeline.signoff.history import counting, heads, units_to_mark_fuzzy
from pipeline.signoff.model import Decision, Record, Reviewer, Statement
from pipeline.signoff.record import format_record, parse_record, record_name
from pipeline.signoff.same_person import is_same_person
from pipeline.signoff.statement import format_statement, make_statement
from pipeline.workflows import leaflets
from pipeline.workflows.findings import check_translation


class SignOffRequest(Struct, frozen=True):
    """What a reviewer asks for on the command line.

    Attributes:
        units: numbers of units as shown ("3", "2-5") or pieces of their source; all units where empty.
        checks: ids of the checks to waive; only with that decision.
    """

    domain: str
    locale: str
    role: str
    reviewer: str
    decision: Decision
    comment: str = ""
    units: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()


class ShownUnit(Struct, frozen=True):
    """One unit to be signed: its number in reading order, itself, what changed since the last sign-off, and
    the errors that checks find in it: (check id, what is wrong)."""

    number: int
    unit: Unit
    change: Change
    errors: tuple[tuple[str, str], ...]


class Draft(Struct, frozen=True):
    """A statement that is ready to be signed, and what to show of it.

    Attributes:
        statement, text: the statement and its exact text.
        reviewer: who signs.
        locale: of the translation.
        units: what it covers.
        changes: everything that changed since this reviewer's last sign-off, what is gone included.
        catalog: path of the catalog, for messages.
    """

    statement: Statement
    text: str
    reviewer: Reviewer
    locale: Locale
    units: tuple[ShownUnit, ...]
    changes: tuple[Change, ...]
    catalog: str


def prepare(project: Project, request: SignOffRequest, *, now: datetime.datetime) -> Draft:
    """Work out the statement that would be signed.

    Raises:
        UsageError: no such locale, role, reviewer or unit; a rejection without a comment.
        SigningError: a unit cannot be approved as it is.
    """
    locale = leaflets.choose_locales(project, [request.locale])[0]
    leaflet = leaflets.read_leaflet(project, project.source(request.domain))
    translation = leaflets.read_translation(project, leaflet, locale)
    reviewer = _find_reviewer(project, request)
    if request.decision in (Decision.REJECT, Decision.WAIVE) and not request.comment.strip():
        raise UsageError(f"to {request.decision.value} needs a reason", 'add --comment "…"')
    if request.decision is Decision.WAIVE and not request.units:
        raise UsageError("a waiver is for one unit or a few", "name them with --unit")
    chosen = _choose_units(translation.units, request.units)
    grants = request.decision in (Decision.APPROVE, Decision.WAIVE)
    if grants and is_same_person(reviewer, translation.last_translator):
        raise SigningError(
            f"{reviewer.id} is the catalog's Last-Translator",
            "another person must approve",
            path=translation.path,
        )
    if grants:
        _refuse_unready(translation, [translation.units[number - 1] for number in chosen])
    records, _ = leaflets.read_records(project, request.domain, locale)
    reviewers = leaflets.read_reviewers(project)
    findings = check_translation(project, leaflet, translation)
    review = leaflets.review_translation(project, leaflet, translation, reviewers, now=now, findings=findings)
    errors = {unit.key: unit.errors for unit in review.units}
    covered = [translation.units[number - 1] for number in chosen]
    if request.decision is Decision.APPROVE:
        _refuse_errors(translation, covered, errors)
    if request.decision is Decision.WAIVE:
        _refuse_needless(request.checks, covered, errors)
    records = counting(records, review)
    statement = make_statement(
        domain=request.domain,
        locale=locale.tag,
        role=request.role,
        reviewer=reviewer.id,
        decision=request.decision,
        time=now,
        units=[translation.units[number - 1] for number in chosen],
        order=leaflet.order,
        outline=leaflet.outline,
        comment=request.comment,
        parents=heads(records),
        checks=request.checks,
    )
    changes = changed_since(
        translation.units,
        records,
        reviewer=reviewer.id,
        role=request.role,
        domain=request.domain,
        locale=locale.tag,
        order=leaflet.order,
        outline=leaflet.outline,
    )
    by_key = {change.unit.key: change for change in changes if change.unit is not None}
    return Draft(
        statement=statement,
        text=format_statement(statement),
        reviewer=reviewer,
        locale=locale,
        units=tuple(
            ShownUnit(number, unit, by_key[unit.key], errors[unit.key])
            for number in chosen
            for unit in [translation.units[number - 1]]
        ),
        changes=changes,
        catalog=translation.path,
    )


def sign_off(project: Project, draft: Draft, *, key: Path | None, now: datetime.datetime) -> tuple[str, ...]:
    """Sign the statement of ``draft`` and write the record; return the paths of the files written.

    The record is judged before it is written: one that would not count is not kept. Rejected units are
    marked fuzzy in the catalog, so that losing the record cannot bring them back.

    Raises:
        SigningError: no signature could be made, or it would not count.
    """
    statement = draft.statement
    signature = None
    if project.settings.policy.trust == "signed":
        from pipeline.project.signer import sign

        signature = sign(draft.text, key=key, public=[one.public for one in draft.reviewer.keys])
    name = record_name(draft.text)
    path = project.paths.record(draft.locale, statement.domain, name)
    shown = project.paths.relative(path)
    data = format_record(draft.text, signature)
    _judge(project, draft, parse_record(data, path=shown), now)
    with project.locked():
        project.write(path, data)
        written = [shown]
        marked = _mark_fuzzy(project, draft)
        if marked:
            written.append(marked)
    return tuple(written)


def _find_reviewer(project: Project, request: SignOffRequest) -> Reviewer:
    import difflib

    reviewers = {reviewer.id: reviewer for reviewer in leaflets.read_reviewers(project)}
    shown = project.paths.relative(project.paths.reviewers)
    if request.reviewer not in reviewers:
        near = difflib.get_close_matches(request.reviewer, list(reviewers), n=1)
        hint = f'did you mean "{near[0]}"?' if near else f"enter the person in {shown}"
        raise UsageError(f'no reviewer "{request.reviewer}"', hint)
    reviewer = reviewers[request.reviewer]
    roles = project.settings.policy.roles
    if request.role not in roles:
        near = difflib.get_close_matches(request.role, roles, n=1)
        hint = f'did you mean "{near[0]}"?' if near else f"the project asks for: {', '.join(roles)}"
        raise UsageError(f'no role "{request.role}"', hint)
    for needed, held, key in (
        (request.role, reviewer.roles, "roles"),
        (request.locale, reviewer.locales, "locales"),
    ):
        if needed not in held and (key == "roles" or "*" not in held):
            raise UsageError(
                f"{reviewer.id} may not sign for {needed}", f'"{key}" in {shown} gives: {", ".join(held)}'
            )
    return reviewer


def _choose_units(units: Sequence[Unit], wanted: Sequence[str]) -> list[int]:
    """The numbers (from 1) of the units that ``wanted`` names, in reading order; all where it is empty."""
    if not wanted:
        return list(range(1, len(units) + 1))
    chosen: set[int] = set()
    for text in wanted:
        match = re.fullmatch(r"(\d{1,6})(?:-(\d{1,6}))?", text, re.ASCII)
        if match:
            first, last = int(match[1]), int(match[2] or match[1])
            if not 1 <= first <= last <= len(units):
                raise UsageError(f'no unit "{text}"', f"the document has units 1 to {len(units)}")
            chosen.update(range(first, last + 1))
            continue
        found = [number for number, unit in enumerate(units, 1) if text in unit.source]
        if len(found) != 1:
            many = f"{len(found)} units hold" if found else "no unit holds"
            raise UsageError(f'{many} the text "{text}"', "give more of its source, or its number")
        chosen.update(found)
    return sorted(chosen)


def _refuse_unready(translation: leaflets.Translation, units: Sequence[Unit]) -> None:
    unready = [unit for unit in units if unit.state is not State.TRANSLATED]
    if unready:
        first = unready[0]
        others = f" (and {len(unready) - 1} more)" if len(unready) > 1 else ""
        raise SigningError(
            f"this unit is {first.state.value} and cannot be approved{others}",
            "a translator must finish it and take away the fuzzy mark first",
            path=translation.path,
            line=first.line or None,
        )


def _refuse_errors(
    translation: leaflets.Translation,
    units: Sequence[Unit],
    errors: Mapping[UnitKey, Sequence[tuple[str, str]]],
) -> None:
    """Nobody approves what a check finds wrong: it is corrected first, or waived."""
    wrong = [(unit, *error) for unit in units for error in errors[unit.key]]
    if wrong:
        unit, check, what = wrong[0]
        others = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
        raise SigningError(
            f"{what} ({check}){others}",
            f'correct it; or, if it is right, sign-off --waive {check} --unit … --comment "…"',
            path=translation.path,
            line=unit.line or None,
        )


def _refuse_needless(
    checks: Sequence[str], units: Sequence[Unit], errors: Mapping[UnitKey, Sequence[tuple[str, str]]]
) -> None:
    for unit in units:
        found = {check for check, _ in errors[unit.key]}
        for check in checks:
            if check not in found:
                there = f"it has: {', '.join(sorted(found))}" if found else "it has none"
                raise UsageError(f'"{check}" finds no error in “{unit.source[:60]}”', there)


def _judge(project: Project, draft: Draft, record: Record, now: datetime.datetime) -> None:
    """Refuse a record that would not count.

    Raises:
        SigningError: says why it would not.
    """
    statement = draft.statement
    leaflet = leaflets.read_leaflet(project, project.source(statement.domain))
    translation = leaflets.read_translation(project, leaflet, draft.locale)
    reviewers = leaflets.read_reviewers(project)
    review = leaflets.review_translation(
        project, leaflet, translation, reviewers, now=now, more_records=(record,)
    )
    for refusal in review.refusals:
        if refusal.record is not None and refusal.record.name == record.name:
            what, _, hint = refusal.reason.partition("; ")
            raise SigningError(f"the sign-off would not count: {what}", hint)


def _mark_fuzzy(project: Project, draft: Draft) -> str | None:
    """Mark the units that a rejection covers as fuzzy; return the catalog's path if it was written."""
    keys = set(units_to_mark_fuzzy(draft.statement))
    if not keys or draft.locale == project.settings.source_locale:
        return None
    from pipeline.catalogs.reading import parse_catalog
    from pipeline.catalogs.writing import serialize_catalog

    path = project.paths.catalog(draft.locale, draft.statement.domain)
    stored = project.read_catalog(path)
    if stored is None:
        return None
    catalog = parse_catalog(stored.data, stored.path, project.settings.limits.catalogs)
    units = tuple(
        replace(unit, fuzzy=True) if unit.key in keys and not unit.obsolete and unit.is_translated else unit
        for unit in catalog.units
    )
    if units == catalog.units:
        return None
    project.write(path, serialize_catalog(replace(catalog, units=units), like=stored.data))
    return stored.path
