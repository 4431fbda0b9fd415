"""Findings as JSON holds them, beside a catalog that is read anew: for ``project.remembered``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipeline.catalogs.model import Unit
from pipeline.checks.engine import Finding, Waiver
from pipeline.checks.model import Diagnostic, Severity, Span


def written(findings: Sequence[Finding], units: Sequence[Unit], checks: Sequence[str]) -> list[object]:
    """``findings`` of ``checks`` (ids) on ``units``, each with the place of its unit among them."""
    places = {id(unit): place for place, unit in enumerate(units)}
    found = [
        [
            one.diagnostic.check,
            one.diagnostic.severity.name,
            one.diagnostic.what,
            one.diagnostic.hint,
            one.diagnostic.key is not None,
            one.diagnostic.form,
            one.diagnostic.plural,
            [[span.start, span.end] for span in one.diagnostic.source_spans],
            [[span.start, span.end] for span in one.diagnostic.target_spans],
            one.severity.name,
            None if one.unit is None else places[id(one.unit)],
            one.fuzzy,
            one.waiver and [one.waiver.reviewer, one.waiver.role, one.waiver.comment],
        ]
        for one in findings
    ]
    return [list(checks), found]


def read(tree: Any, units: Sequence[Unit], checks: Sequence[str]) -> tuple[Finding, ...] | None:
    """What ``written`` wrote of the same checks on the same units; None where it is something else."""
    try:
        ids, found = tree
        return tuple(_finding(units, *one) for one in found) if ids == list(checks) else None
    except (TypeError, ValueError, KeyError, IndexError):
        return None


def _finding(
    units: Sequence[Unit],
    check: str,
    own_severity: str,
    what: str,
    hint: str,
    has_key: bool,
    form: int,
    plural: bool,
    source_spans: list[list[int]],
    target_spans: list[list[int]],
    severity: str,
    place: int | None,
    fuzzy: bool,
    waiver: list[str] | None,
) -> Finding:
    unit = None if place is None else units[place]
    diagnostic = Diagnostic(
        check,
        Severity[own_severity],
        what,
        hint,
        unit.key if unit is not None and has_key else None,
        form,
        plural,
        tuple(Span(start, end) for start, end in source_spans),
        tuple(Span(start, end) for start, end in target_spans),
    )
    return Finding(diagnostic, Severity[severity], unit, fuzzy, Waiver(*waiver) if waiver else None)
