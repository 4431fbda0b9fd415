"""The report for code scanning: SARIF 2.1.0 (OASIS, "Static Analysis Results Interchange Format")."""

from __future__ import annotations

import json
from typing import Any

from pipeline.checks.engine import Finding
from pipeline.checks.model import Severity
from pipeline.checks.registry import CHECKS
from pipeline.checks.reports.model import CheckedCatalog, Report, Unreadable
from pipeline.language.visible import visible

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


class SarifReporter:
    name = "sarif"

    def write(self, report: Report, *, colour: bool) -> str:  # noqa: ARG002 (the protocol's)
        rules = [_rule(id) for id in report.checks]
        index = {id: number for number, id in enumerate(report.checks)}
        if report.unreadable:
            rules.append(_UNREADABLE)
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
                    ]
                    + [_broken(one, len(report.checks)) for one in report.unreadable],
                }
            ],
        }
        return json.dumps(tree, ensure_ascii=True, indent=1)


_UNREADABLE = {
    "id": "unreadable",
    "shortDescription": {"text": "The file is not a catalog that can be read."},
    "defaultConfiguration": {"level": "error"},
}


def _rule(id: str) -> dict[str, Any]:
    check = CHECKS[id]
    return {
        "id": id,
        "shortDescription": {"text": check.explanation.split(". ")[0].rstrip(".") + "."},
        "fullDescription": {"text": check.explanation},
        "defaultConfiguration": {"level": _LEVELS[check.severity]},
        "properties": {"tags": [check.category]},
    }


def _broken(one: Unreadable, index: int) -> dict[str, Any]:
    return {
        "ruleId": "unreadable",
        "ruleIndex": index,
        "level": "error",
        "message": {"text": visible(f"{one.what}; {one.hint}")},
        "locations": [_location(one.path, one.line)],
    }


def _location(path: str, line: int) -> dict[str, Any]:
    from urllib.parse import quote

    uri = quote(path.replace("\\", "/"), errors="replace")
    return {"physicalLocation": {"artifactLocation": {"uri": uri}, "region": {"startLine": line}}}


def _result(catalog: CheckedCatalog, finding: Finding, index: dict[str, int]) -> dict[str, Any]:
    one = finding.diagnostic
    text = f"{one.what}; {one.hint}"
    if finding.unit is not None:
        text += f"\n\nSource: {finding.source}\nTarget: {finding.target}"
    result = {
        "ruleId": one.check,
        "ruleIndex": index[one.check],
        # What stands on a fuzzy unit is not to be trusted anyway, and fails nothing; the same with a waiver.
        "level": "note" if finding.standing else _LEVELS[finding.severity],
        "message": {"text": "\n".join(visible(line) for line in text.split("\n"))},
        "locations": [_location(catalog.path, finding.line)],
        "partialFingerprints": {"polyleaf/v1": _fingerprint(catalog, finding)},
    }
    if finding.waiver is not None:
        # Without a status a suppression is an accepted one (SARIF 2.1.0, 3.27.23).
        reason = visible(finding.standing.strip(" ()"))
        result["suppressions"] = [{"kind": "external", "justification": reason}]
    return result


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
