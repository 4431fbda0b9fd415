"""The report for build servers: JUnit XML, as Jenkins and GitLab read it (Jenkins' junit-10.xsd).

A catalog is a suite, a check in it a case; a case fails with its findings. What does not count towards a
failure is in the case's output.
"""

from __future__ import annotations

from pipeline.checks.engine import Finding
from pipeline.checks.model import Severity
from pipeline.checks.reports.model import CheckedCatalog, Report, Unreadable
from pipeline.language.regex import regex
from pipeline.language.visible import visible

# XML 1.0 has no way to write these, not even escaped ("Characters").
_NOT_XML = regex("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class JunitReporter:
    name = "junit"

    def write(self, report: Report, *, colour: bool) -> str:  # noqa: ARG002 (the protocol's)
        lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<testsuites>"]
        for catalog in report.catalogs:
            lines += _suite(catalog, report.checks)
        for broken in report.unreadable:
            lines += _broken_suite(broken)
        lines.append("</testsuites>")
        return "\n".join(lines)


def _suite(catalog: CheckedCatalog, checks: tuple[str, ...]) -> list[str]:
    failed: dict[str, list[Finding]] = {}
    told: dict[str, list[Finding]] = {}
    for one in catalog.findings:
        counts = one.severity > Severity.INFO and not one.standing
        (failed if counts else told).setdefault(one.diagnostic.check, []).append(one)
    numbers = f'tests="{len(checks)}" failures="{len(failed)}" errors="0"'
    lines = [f"<testsuite name={_attribute(catalog.path)} {numbers}>"]
    for check in checks:
        lines.append(f"<testcase classname={_attribute(catalog.path)} name={_attribute(check)}>")
        if check in failed:
            worst = max(one.severity for one in failed[check])
            number = len(failed[check])
            summary = failed[check][0].diagnostic.what if number == 1 else f"{number} findings"
            lines.append(f'<failure type="{worst}" message={_attribute(summary)}>')
            lines.append(_text("\n".join(_line(catalog, one) for one in failed[check])))
            lines.append("</failure>")
        if check in told:
            lines.append("<system-out>")
            lines.append(_text("\n".join(_line(catalog, one) for one in told[check])))
            lines.append("</system-out>")
        lines.append("</testcase>")
    lines.append("</testsuite>")
    return lines


def _broken_suite(broken: Unreadable) -> list[str]:
    path = _attribute(broken.path)
    return [
        f'<testsuite name={path} tests="1" failures="0" errors="1">',
        f'<testcase classname={path} name="unreadable">',
        f'<error type="error" message={_attribute(broken.what)}>',
        _text(f"{broken.path}:{broken.line}: error: {broken.what}; {broken.hint}"),
        "</error>",
        "</testcase>",
        "</testsuite>",
    ]


def _line(catalog: CheckedCatalog, finding: Finding) -> str:
    one = finding.diagnostic
    place = f"{catalog.path}:{finding.line}"
    line = f"{place}: {finding.severity}{visible(finding.standing)}: {one.what}; {one.hint}"
    if finding.unit is not None:
        line += f"\n  source: {visible(finding.source)}\n  target: {visible(finding.target)}"
    return line


def _attribute(text: str) -> str:
    from xml.sax.saxutils import quoteattr

    return quoteattr(_NOT_XML.sub("\ufffd", visible(text)))


def _text(text: str) -> str:
    from xml.sax.saxutils import escape

    return escape(_NOT_XML.sub("\ufffd", text))
