"""What a report is made of, and what makes one."""

from __future__ import annotations

from typing import Protocol

from msgspec import Struct

from pipeline.checks.engine import Finding
from pipeline.checks.model import Severity
from pipeline.language.locale import Locale


class CheckedCatalog(Struct, frozen=True):
    """One catalog and what was found in it.

    Attributes:
        path: as the user knows it.
        locale: of its targets.
        domain: of the document, or the file's name where it is of no project.
        units: how many units were looked at.
        findings: in the order of the file.
    """

    path: str
    locale: Locale
    domain: str
    units: int
    findings: tuple[Finding, ...]


class Unreadable(Struct, frozen=True):
    """A catalog that could not be checked.

    Attributes:
        path: as the user knows it; line: from 1, 1 where it is not known.
        what, hint: of the error.
    """

    path: str
    line: int
    what: str
    hint: str


class Report(Struct, frozen=True):
    """The outcome of one run.

    Attributes:
        catalogs: in the order they were checked.
        checks: ids of the checks that were run, in order.
        version: of Polyleaf.
        unreadable: files that are no catalogs, broken ones, and ones that the project has not and should.
    """

    catalogs: tuple[CheckedCatalog, ...]
    checks: tuple[str, ...]
    version: str = ""
    unreadable: tuple[Unreadable, ...] = ()

    def count(self, severity: Severity) -> int:
        """How many findings have this severity, fuzzy units included."""
        return sum(one.severity is severity for catalog in self.catalogs for one in catalog.findings)

    def fails(self, at: Severity, *, fuzzy: bool = False) -> bool:
        """Whether a catalog is missing or cannot be read, or there is a finding of severity ``at`` or worse.

        One that a reviewer waived does not count, one on a fuzzy unit only where ``fuzzy``.
        """
        return bool(self.unreadable) or any(
            one.severity >= at and one.waiver is None and (fuzzy or not one.fuzzy)
            for catalog in self.catalogs
            for one in catalog.findings
        )


class Reporter(Protocol):
    """A format of reports (one module each; see ``registry``)."""

    name: str

    def write(self, report: Report, *, colour: bool) -> str:
        """The whole report, without a line end at its end; ``colour`` where a terminal shows it."""
        ...
