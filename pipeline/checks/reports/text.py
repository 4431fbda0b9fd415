"""The report for people: ``path:line``, what is wrong, what to do, and both texts with the place marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.checks.engine import Finding
from pipeline.checks.model import Severity, Span
from pipeline.checks.reports.gathering import gathered
from pipeline.checks.reports.model import CheckedCatalog, Report
from pipeline.language.visible import visible

_OPEN, _CLOSE = "⟦", "⟧"
_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}
_WINDOW = 240
"""Code points of a text that are shown; of a longer one, those around the finding."""


class TextReporter:
    name = "text"

    def write(self, report: Report, *, colour: bool) -> str:
        lines: list[str] = []
        for catalog in report.catalogs:
            for finding, more in gathered(catalog.findings):
                lines += _finding(catalog, finding, more, colour)
        for one in report.unreadable:
            severity = _severity(Severity.ERROR, colour)
            lines.append(
                f"{visible(one.path)}:{one.line}: {severity}: {visible(one.what)}; {visible(one.hint)}"
            )
        lines.append(summary(report))
        return "\n".join(lines)


def _finding(catalog: CheckedCatalog, finding: Finding, more: str, colour: bool) -> Iterator[str]:
    one = finding.diagnostic
    severity = _severity(finding.severity, colour) + visible(finding.standing)
    place = f"{visible(catalog.path)}:{finding.line}"
    yield f"{place}: {severity}: {visible(one.what)} [{one.check}]; {visible(one.hint)}{more}"
    if finding.unit is None:
        return
    if finding.unit.context is not None:
        yield f"    context  {visible(finding.unit.context)}"
    yield f"    source   {_marked(finding.source, one.source_spans, colour)}"
    if finding.target:
        form = f"[{one.form}]" if len(finding.unit.targets) > 1 else "   "
        yield f"    target{form}{_marked(finding.target, one.target_spans, colour)}"


def _severity(severity: Severity, colour: bool) -> str:
    return f"\x1b[1;{_COLOURS[severity]}m{severity}\x1b[0m" if colour else str(severity)


def _marked(text: str, spans: Sequence[Span], colour: bool) -> str:
    """``text`` on one line, safe to show, with ``spans`` marked; cut around the first where it is long."""
    spans = [span for span in spans if span.start < span.end and (span.start, span.end) != (0, len(text))]
    start, end = 0, len(text)
    if len(text) > _WINDOW:
        middle = spans[0].start if spans else 0
        start = max(0, min(middle - _WINDOW // 3, len(text) - _WINDOW))
        end = start + _WINDOW
    parts = ["…"] if start else []
    done = start
    for span in sorted(spans):
        first, last = max(span.start, done), min(span.end, end)
        if first >= last:
            continue
        inside = visible(text[first:last])
        parts += [
            visible(text[done:first]),
            f"\x1b[1;4m{inside}\x1b[0m" if colour else f"{_OPEN}{inside}{_CLOSE}",
        ]
        done = last
    parts.append(visible(text[done:end]))
    if end < len(text):
        parts.append("…")
    return "".join(parts)


def summary(report: Report) -> str:
    """How many findings of which severity, in how many units."""
    units = sum(catalog.units for catalog in report.catalogs)
    findings = [one for catalog in report.catalogs for one in catalog.findings]
    waived = sum(one.waiver is not None for one in findings)
    fuzzy = sum(one.fuzzy and one.waiver is None for one in findings)
    counts = ", ".join(
        _count(report.count(severity), word)
        for severity, word in (
            (Severity.ERROR, "error"),
            (Severity.WARNING, "warning"),
            (Severity.INFO, "note"),
        )
    )
    of_fuzzy = f" ({fuzzy} of them on fuzzy units, which do not count)" if fuzzy else ""
    of_waived = f" ({waived} of them waived, which do not count)" if waived else ""
    broken = f"; {_count(len(report.unreadable), 'file')} could not be checked" if report.unreadable else ""
    whole = f"{_count(units, 'unit')} of {_count(len(report.catalogs), 'catalog')}"
    return f"{counts}{of_fuzzy}{of_waived} in {whole}{broken}"


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
