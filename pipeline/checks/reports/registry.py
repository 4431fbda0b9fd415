"""The formats of reports."""

from __future__ import annotations

from pipeline.checks.reports.github import GithubReporter
from pipeline.checks.reports.json_report import JsonReporter
from pipeline.checks.reports.junit import JunitReporter
from pipeline.checks.reports.model import Reporter
from pipeline.checks.reports.sarif import SarifReporter
from pipeline.checks.reports.text import TextReporter

REPORTERS: dict[str, Reporter] = {
    reporter.name: reporter
    for reporter in (TextReporter(), JsonReporter(), SarifReporter(), JunitReporter(), GithubReporter())
}
"""By name. To add one, write a module that fits ``Reporter`` and name it here and in ``cli.check``."""
