"""Runs checks over a catalog: every unit once, every check on every pair, in the order of the file.

Which units are looked at:

- obsolete ones are not;
- one without a target only by the checks that look over the whole catalog (``untranslated`` is one);
- a fuzzy one is, as a translator who is about to mend it wants to know all that is wrong; but its findings
  are marked, and count towards a failure only where that is asked for: it cannot be published anyway.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from pipeline.catalogs.model import Unit
from pipeline.checks.look import FirstLook
from pipeline.checks.model import (
    CatalogCheck,
    CheckContext,
    Diagnostic,
    Pair,
    Severities,
    Severity,
    Side,
    UnitCheck,
)
from pipeline.language.locale import Locale

Check = UnitCheck | CatalogCheck
DEFAULT_SEVERITIES = Severities()

_MOST_SHARED, _LONGEST_SHARED = 2_000, 2_000
"""How many sources are kept for the next catalog, and how many code points each may have."""


class Waiver(Struct, frozen=True):
    """Who lets a finding stand, and why.

    Attributes:
        reviewer, role: id and role of who signed.
        comment: the reason.
    """

    reviewer: str
    role: str
    comment: str


class Finding(Struct, frozen=True):
    """A diagnostic with what a project makes of it.

    Attributes:
        diagnostic: what the check said.
        severity: after the settings.
        unit: the unit it is about, or None where it is about the catalog as a whole.
        fuzzy: whether the unit's target is not to be trusted anyway.
        waiver: of a reviewer, for this check on this exact text.
    """

    diagnostic: Diagnostic
    severity: Severity
    unit: Unit | None
    fuzzy: bool
    waiver: Waiver | None = None

    @property
    def standing(self) -> str:
        """Why it fails nothing, to be put behind its severity; empty where it counts."""
        if self.waiver is not None:
            return f" (waived by {self.waiver.reviewer}, {self.waiver.role}: {self.waiver.comment})"
        return " (fuzzy)" if self.fuzzy else ""

    @property
    def line(self) -> int:
        """The line in the catalog, from 1."""
        return self.unit.line if self.unit is not None and self.unit.line else 1

    @property
    def source(self) -> str:
        """The text that the diagnostic's source spans are positions in."""
        if self.unit is None:
            return ""
        return (self.unit.source_plural or "") if self.diagnostic.plural else self.unit.source

    @property
    def target(self) -> str:
        return self.unit.targets[self.diagnostic.form] if self.unit is not None else ""


def run_checks(
    units: Iterable[Unit],
    context: CheckContext,
    checks: Sequence[Check],
    severities: Severities = DEFAULT_SEVERITIES,
) -> tuple[Finding, ...]:
    """Check ``units`` (obsolete ones are passed over) with ``checks``.

    Returns:
        Findings in the order of the units, then of ``checks``; those about the whole catalog come first.
    """
    active = [unit for unit in units if not unit.obsolete]
    chosen = severities.chosen(context.locale, context.domain)
    wanted = [check for check in checks if chosen.get(check.id, Severity.INFO) is not None]
    unit_checks, catalog_checks = _by_kind(tuple(wanted))
    found: list[Diagnostic] = []
    pairs: list[Pair] = []
    signs_of = FirstLook(context).signs if unit_checks else _no_signs
    # By the signs of a pair, the checks to ask; few combinations occur.
    asked: dict[int, tuple[UnitCheck, ...]] = {}
    may_share = len(active) <= _MOST_SHARED  # of more, the first is forgotten when the next locale comes
    for unit in active:
        if unit.source_plural is not None:
            for one, other in _plural_pairs(unit):
                pairs.append(one)
                signs = signs_of(one)
                for check in unit_checks:
                    if check.signs & signs:
                        found += _of_both(check, one, other, context)
                one.forget()
                other.forget()
        elif unit.source and unit.targets[0]:
            shared = may_share and len(unit.source) <= _LONGEST_SHARED
            source = _shared_source(unit.source, context.source_locale) if shared else None
            pair = Pair(unit, source=source)
            pairs.append(pair)
            signs = signs_of(pair)
            if signs not in asked:
                asked[signs] = tuple(check for check in unit_checks if check.signs & signs)
            for check in asked[signs]:
                found += check.check(pair, context)
            if shared:
                pair.target.forget()
            else:
                pair.forget()
    together = tuple(pairs)
    for catalog_check in catalog_checks:
        found += catalog_check.check_catalog(together, context)
    return _in_order(found, active, wanted, chosen)


@functools.lru_cache(maxsize=_MOST_SHARED)
def _shared_source(text: str, _locale: Locale) -> Side:
    """A source with what was worked out of it in its language: every locale of a document has the same."""
    return Side(text)


def _no_signs(_pair: Pair) -> int:
    return 0


@functools.lru_cache(maxsize=16)
def _by_kind(checks: tuple[Check, ...]) -> tuple[list[UnitCheck], list[CatalogCheck]]:
    return (
        [check for check in checks if isinstance(check, UnitCheck)],
        [check for check in checks if isinstance(check, CatalogCheck)],
    )


def _plural_pairs(unit: Unit) -> Iterator[tuple[Pair, Pair]]:
    """For each target form, its pair with the likelier source form, and with the other one."""
    assert unit.source_plural is not None
    singular, plural = Side(unit.source), Side(unit.source_plural)
    for form, target in enumerate(unit.targets):
        if target and unit.source:
            one = Pair(unit, form, source=singular)
            many = Pair(unit, form, plural=True, source=plural)
            yield (one, many) if form == 0 and len(unit.targets) > 1 else (many, one)


def _of_both(check: UnitCheck, one: Pair, other: Pair, context: CheckContext) -> Iterable[Diagnostic]:
    """Findings that stand whichever source form a target is compared with: which form it translates differs
    between languages, so a target that is right for either is right."""
    found = tuple(check.check(one, context))
    return found if found and any(True for _ in check.check(other, context)) else ()


def _in_order(
    found: list[Diagnostic],
    units: list[Unit],
    checks: Sequence[Check],
    chosen: dict[str, Severity | None],
) -> tuple[Finding, ...]:
    if not found:
        return ()
    keys = {diagnostic.key for diagnostic in found}
    by_key = {unit.key: (index, unit) for index, unit in enumerate(units) if unit.key in keys}
    rank = {check.id: index for index, check in enumerate(checks)}
    placed: list[tuple[int, int, int, Finding]] = []
    for diagnostic in found:
        index, unit = by_key[diagnostic.key] if diagnostic.key is not None else (-1, None)
        severity = chosen.get(diagnostic.check) or diagnostic.severity
        finding = Finding(diagnostic, severity, unit, unit is not None and unit.fuzzy)
        placed.append((index, diagnostic.form, rank[diagnostic.check], finding))
    placed.sort(key=lambda item: item[:3])
    return tuple(finding for *_, finding in placed)
