"""The report for code scanning: SARIF 2.1.0 (OASIS, "Static Analysis Results Interchange Format")."""

from __future__ import annotations

import json
from typing import Any

from pipeline.checks.engine import Finding
from pipeline.checks.model import Severity
from pipeline.checks.registry import CHECKS
from pipeline.checks.reports.model import CheckedCatalog, Report
from pipeline.language.visible import visible

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


class SarifReporter:
    name = "sarif"

    def write(self, report: Report, *, colour: bool) -> str:  # noqa: ARG002 (the protocol's)
        rules = [_rule(id) for id in report.checks]
        index = {id: number for number, id in enumerate(report.checks)}
        tree = {
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [
                {
                    "tool": {"driver": {"name": "Polyleaf", "version": report.version, "rules": rules}},
                    "columnKind": "unicodeCodePoints",
                    "results": [
                        _result(catalog, one, index)
                        for catalog in report.catalogs
                        for one in catalog.findings
                    ],
                }
            ],
        }
        return json.dumps(tree, ensure_ascii=True, indent=1)


def _rule(id: str) -> dict[str, Any]:
    check = CHECKS[id]
    return {
        "id": id,
        "shortDescription": {"text": check.explanation.split(". ")[0].rstrip(".") + "."},
        "fullDescription": {"text": check.explanation},
        "defaultConfiguration": {"level": _LEVELS[check.severity]},
        "properties": {"tags": [check.category]},
    }


def _result(catalog: CheckedCatalog, finding: Finding, index: dict[str, int]) -> dict[str, Any]:
    from urllib.parse import quote

    one = finding.diagnostic
    text = f"{one.what}; {one.hint}"
    if finding.unit is not None:
        text += f"\n\nSource: {finding.source}\nTarget: {finding.target}"
    return {
        "ruleId": one.check,
        "ruleIndex": index[one.check],
        # What stands on a fuzzy unit is not to be trusted anyway, and fails nothing.
        "level": "note" if finding.fuzzy else _LEVELS[finding.severity],
        "message": {"text": "\n".join(visible(line) for line in text.split("\n"))},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": quote(catalog.path.replace("\\", "/"), errors="replace")},
                    "region": {"startLine": finding.line},
                }
            }
        ],
        "partialFingerprints": {"polyleaf/v1": _fingerprint(catalog, finding)},
    }


def _fingerprint(catalog: CheckedCatalog, finding: Finding) -> str:
    """The same for the same finding on the same text, wherever in the file it stands."""
    import hashlib

    one = finding.diagnostic
    parts = [
        one.check,
        catalog.locale.tag,
        catalog.domain,
        *map(str, one.key or ()),
        str(one.form),
        finding.target,
        one.what,
    ]
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()
