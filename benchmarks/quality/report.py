"""The tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from benchmarks.quality.faults import FAULTS
from benchmarks.quality.measuring import Recall, Untouched
from pipeline.checks.model import Severity
from pipeline.checks.registry import CHECKS

ERRORS, NEGATIONS, REST = 5, 15, 20


def report(
    quiet: Sequence[Untouched],
    seeded: Sequence[Recall],
    quiet_leaflets: Sequence[Untouched],
    seeded_leaflets: Sequence[Recall],
    seed: int,
) -> str:
    parts = []
    if quiet:
        parts.append(_quiet_section(quiet))
        parts.append(
            "### Faults that are found\n\nFaults put into those units that are otherwise quiet, by "
            f"`python -m benchmarks.quality` with seed {seed}; how many of how many were found.\n\n"
            f"{_recall_table(seeded)}"
        )
    units = sum(one.units for one in quiet_leaflets)
    parts.append(
        f"### Sentences of leaflets in more languages\n\n{units} sentences with doses, measures, ranges, "
        f"dates, temperatures, telephone numbers, tags, links and prohibitions, in "
        f"{len(quiet_leaflets)} languages (`benchmarks/quality/leaflet.toml`).\n\n"
        f"{_leaflet_table(quiet_leaflets, seeded_leaflets)}"
    )
    return "\n\n".join(parts) + "\n"


def show(quiet: Iterable[Untouched], check: str) -> None:
    """Print the findings of ``check`` ("all" is every check), those reviewed marked with their reason."""
    for one in quiet:
        for finding, text, reason in one.findings:
            if check in (finding.diagnostic.check, str(finding.severity), "all"):
                mark = f"  [reviewed: {reason}]" if reason else ""
                print(f"{one.locale} {text.id} {finding.severity} {finding.diagnostic.check}: "
                      f"{finding.diagnostic.what}{mark}\n    {text.source}\n    {text.target}")  # fmt: skip


def _quiet_section(quiet: Sequence[Untouched]) -> str:
    locales = [one.locale.tag for one in quiet]
    rows = [["check", "", *locales]]
    for id in CHECKS:
        for severity in (Severity.ERROR, Severity.WARNING):
            values = [one.per_thousand(id, severity) for one in quiet]
            if any(values):
                rows.append([f"`{id}`", str(severity), *map(_figure, values)])
    errors = [one.per_thousand("", Severity.ERROR) for one in quiet]
    all_errors = [one.per_thousand("", Severity.ERROR, reviewed=True) for one in quiet]
    negations = [one.per_thousand("negation", Severity.WARNING) for one in quiet]
    rest = [sum(one.per_thousand(id, Severity.WARNING) for id in CHECKS if id != "negation") for one in quiet]
    rows += [
        [f"**errors, any check** (at most {ERRORS})", "", *(_judged(value, ERRORS) for value in errors)],
        ["errors with the reviewed ones", "", *map(_figure, all_errors)],
        [f"**negation** (at most {NEGATIONS})", "", *(_judged(value, NEGATIONS) for value in negations)],
        [f"**all other warnings** (at most {REST})", "", *(_judged(value, REST) for value in rest)],
    ]
    units = ", ".join(f"{one.locale.tag} {one.units}" for one in quiet)
    reviewed = sum(1 for one in quiet for *_, reason in one.findings if reason)
    return (
        "### Findings on professional translations\n\nUnits with a finding per 1,000 units of TICO-19, as "
        f"its translators left them ({units}). {reviewed} findings on units that were read and are wrong, "
        "or whose English is damaged, are left out but for one row; `benchmarks/quality/reviewed.toml` "
        f"lists them with the reasons.\n\n{_table(rows)}"
    )


def _recall_table(seeded: Sequence[Recall]) -> str:
    rows = [["fault", "wanted", *(one.locale.tag for one in seeded)]]
    for name, (_, _, wanted) in FAULTS.items():
        cells = [_share(one.found[name], one.put[name], wanted) for one in seeded]
        rows.append([name, f"{wanted:.0%}" if wanted else "–", *cells])
    return _table(rows)


def _leaflet_table(quiet: Sequence[Untouched], seeded: Sequence[Recall]) -> str:
    names = list(FAULTS)
    rows = [["", "errors", "warnings", *names]]
    for silent, found in zip(quiet, seeded, strict=True):
        errors = {text.id for finding, text, _ in silent.findings if finding.severity is Severity.ERROR}
        warnings = {text.id for finding, text, _ in silent.findings if finding.severity is Severity.WARNING}
        rows.append(
            [
                silent.locale.tag,
                str(len(errors)),
                str(len(warnings)),
                *(f"{found.found[name]}/{found.put[name]}" for name in names),
            ]
        )
    total = [
        f"{sum(one.found[name] for one in seeded)}/{sum(one.put[name] for one in seeded)}" for name in names
    ]
    rows.append(["**all**", "", "", *total])
    return _table(rows)


def _share(found: int, put: int, wanted: float) -> str:
    if not put:
        return "–"
    missed = " **missed**" if found / put < wanted else ""
    return f"{found}/{put}{missed}"


def _figure(value: float) -> str:
    return f"{value:.1f}" if value else "0"


def _judged(value: float, limit: float) -> str:
    return f"{value:.1f}" if value <= limit else f"{value:.1f} **missed**"


def _table(rows: list[list[str]]) -> str:
    lines = [f"| {' | '.join(row)} |" for row in rows]
    lines.insert(1, f"| {' | '.join(['---'] * 2 + ['--:'] * (len(rows[0]) - 2))} |")
    return "\n".join(lines)
