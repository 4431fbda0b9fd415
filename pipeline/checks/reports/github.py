"""The report for GitHub Actions: a workflow command a finding, which GitHub shows beside the line."""

from __future__ import annotations

from pipeline.checks.model import Severity
from pipeline.checks.reports.gathering import gathered
from pipeline.checks.reports.model import Report
from pipeline.checks.reports.text import summary
from pipeline.language.visible import visible

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


class GithubReporter:
    name = "github"

    def write(self, report: Report, *, colour: bool) -> str:  # noqa: ARG002 (the protocol's)
        lines = []
        for catalog in report.catalogs:
            # GitHub shows ten warnings of a step.
            for finding, more in gathered(catalog.findings):
                one = finding.diagnostic
                level = "notice" if finding.standing else _LEVELS[finding.severity]
                waived = finding.standing.strip() + " " if finding.waiver is not None else ""
                text = visible(f"{waived}{one.what}; {one.hint}{more}")
                if finding.unit is not None:
                    text += f"\nSource: {visible(finding.source)}\nTarget: {visible(finding.target)}"
                place = f"file={_property(catalog.path)},line={finding.line},title={_property(one.check)}"
                lines.append(f"::{level} {place}::{_data(text)}")
        for broken in report.unreadable:
            place = f"file={_property(broken.path)},line={broken.line},title=unreadable"
            lines.append(f"::error {place}::{_data(visible(f'{broken.what}; {broken.hint}'))}")
        lines.append(summary(report))
        return "\n".join(lines)


def _data(text: str) -> str:
    """Escaped as the runner unescapes it (actions/toolkit, command.ts): no text can start a new command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(visible(text)).replace(":", "%3A").replace(",", "%2C")
