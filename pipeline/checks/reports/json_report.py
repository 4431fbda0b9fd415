"""The report for a program: one JSON document."""

from __future__ import annotations

import json
from typing import Any

from pipeline.checks.engine import Finding
from pipeline.checks.model import Severity
from pipeline.checks.reports.model import Report


class JsonReporter:
    name = "json"

    def write(self, report: Report, *, colour: bool) -> str:  # noqa: ARG002 (the protocol's)
        tree = {
            "version": report.version,
            "checks": list(report.checks),
            "counts": {str(severity): report.count(severity) for severity in Severity},
            "unreadable": [
                {"path": one.path, "line": one.line, "what": one.what, "hint": one.hint}
                for one in report.unreadable
            ],
            "catalogs": [
                {
                    "path": catalog.path,
                    "locale": catalog.locale.tag,
                    "domain": catalog.domain,
                    "units": catalog.units,
                    "findings": [_finding(one) for one in catalog.findings],
                }
                for catalog in report.catalogs
            ],
        }
        return json.dumps(tree, ensure_ascii=False, indent=1).translate(_NOT_UNICODE)


# Half a surrogate pair cannot be written as UTF-8; JSON has an escape for it.
_NOT_UNICODE = {code: f"\\u{code:04x}" for code in range(0xD800, 0xE000)}


def _finding(finding: Finding) -> dict[str, Any]:
    one, unit, waiver = finding.diagnostic, finding.unit, finding.waiver
    return {
        "check": one.check,
        "severity": str(finding.severity),
        "fuzzy": finding.fuzzy,
        "waived": {"reviewer": waiver.reviewer, "role": waiver.role, "comment": waiver.comment}
        if waiver is not None
        else None,
        "what": one.what,
        "hint": one.hint,
        "line": finding.line,
        "context": unit.context if unit is not None else None,
        "source": finding.source,
        "target": finding.target,
        "form": one.form,
        "source_spans": [[span.start, span.end] for span in one.source_spans],
        "target_spans": [[span.start, span.end] for span in one.target_spans],
    }
