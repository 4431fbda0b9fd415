"""What people need to read but once: of sentences without a translation, of which the same is said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline.checks.engine import Finding


def gathered(findings: Sequence[Finding]) -> Iterator[tuple[Finding, str]]:
    """The findings of a catalog in order, each with " (and so for 14 more)" where it stands for others.

    Of sentences without a translation, of which the same is said, the first stands for all: else a catalog
    that nobody has begun would hide the rest.
    """
    same = Counter(map(_said_of_nothing, findings))
    for finding in findings:
        said = _said_of_nothing(finding)
        if said is None:
            yield finding, ""
        elif said in same:
            more = same.pop(said) - 1
            yield finding, f" (and so for {more} more)" if more else ""


def _said_of_nothing(finding: Finding) -> object:
    """What is said of a unit that has no translation in any form; None of any other."""
    if finding.unit is None or any(finding.unit.targets):
        return None
    return finding.diagnostic.check, finding.diagnostic.what, finding.diagnostic.hint, finding.severity
