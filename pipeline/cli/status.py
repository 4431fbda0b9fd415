"""``polyleaf status``"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli import options
from pipeline.cli.tables import first_few, format_table

if TYPE_CHECKING:
    from pipeline.workflows.attempts import Unread
    from pipeline.workflows.status import Standing


@click.command("status", short_help="Show how far each leaflet is, and what it still needs.")
@options.locales
@options.output_format
@options.jobs
@click.pass_obj
def command(folder: Path, tags: tuple[str, ...], output: str, jobs: int) -> None:
    """Show how far each document is in each locale, and what it still needs.

    Units are counted by state: untranslated, fuzzy (not to be trusted), translated (by a person),
    reviewed (signed by some roles), approved (signed by all). Exits with 0 whatever it finds there: to fail
    a CI build on what is not approved, use "polyleaf publish". A catalog or document that cannot be read has
    a row without counts and its error as the reason; then it exits with 1.
    """
    from pipeline.cli.errors import tell_errors
    from pipeline.cli.left_over import left_over_lines
    from pipeline.project.store import Project
    from pipeline.workflows.attempts import Unread, distinct
    from pipeline.workflows.status import status

    project = Project.open(folder)
    standings = status(project, tags, now=options.now(), jobs=options.number_of_jobs(jobs))
    click.echo(_json(standings) if output == "json" else _table(standings))
    for line in left_over_lines(project):
        click.echo(line, err=output == "json")
    unread = distinct(one.error for one in standings if isinstance(one, Unread))
    tell_errors(unread)
    if unread:
        click.get_current_context().exit(1)


def _json(standings: Sequence[Standing | Unread]) -> str:
    from pipeline.workflows.status import Standing

    tree = [_known(one) if isinstance(one, Standing) else _unread(one) for one in standings]
    return json.dumps(tree, ensure_ascii=False, indent=1)


def _known(one: Standing) -> dict[str, object]:
    return {
        "domain": one.domain,
        "locale": one.locale.tag,
        "units": {state.value: count for state, count in one.states.items()},
        "stale": one.stale,
        "rejected": [{"source": source, "comment": comment} for source, comment in one.rejected.items()],
        "findings": {"errors": one.errors, "waived": one.waived, "warnings": one.warnings},
        "missing_roles": list(one.missing_roles),
        "publishable": one.publishable,
        "reasons": list(one.reasons),
        "review_by": one.review_by.isoformat() if one.review_by else None,
        "error": None,
        "refused_records": [{"path": path, "reason": reason} for path, reason in one.refused_records],
    }


def _unread(one: Unread) -> dict[str, object]:
    """The same keys; None stands for what cannot be known."""
    error = one.error
    return {
        "domain": one.domain,
        "locale": one.locale.tag,
        "units": None,
        "stale": None,
        "rejected": None,
        "findings": None,
        "missing_roles": None,
        "publishable": False,
        "reasons": [str(error)],
        "review_by": None,
        "error": {"path": error.path, "line": error.line, "what": error.what, "hint": error.hint},
        "refused_records": None,
    }


def _table(standings: Sequence[Standing | Unread]) -> str:
    from pipeline.catalogs.model import State
    from pipeline.language.visible import visible
    from pipeline.workflows.attempts import Unread

    states = [state.value for state in State]
    rows = []
    for one in standings:
        if isinstance(one, Unread):
            rows.append([visible(one.domain), one.locale.tag, *["-"] * (len(states) + 5), "no"])
            continue
        rows.append(
            [
                one.domain,
                one.locale.tag,
                *(str(count) for count in one.states.values()),
                str(one.stale),
                str(len(one.rejected)),
                str(one.errors),
                str(one.warnings),
                ", ".join(one.missing_roles) or "-",
                "yes" if one.publishable else "no",
            ]
        )
    header = [
        "document",
        "locale",
        *states,
        "stale",
        "rejected",
        "errors",
        "warnings",
        "to sign",
        "publishable",
    ]
    parts = [format_table(header, rows)]
    for one in standings:
        if isinstance(one, Unread):
            notes = [str(one.error)]
        else:
            refused = (f"{path}: does not count: {why}" for path, why in one.refused_records)
            notes = [*one.reasons, *refused]
        if notes:
            parts.append(f"\n{visible(one.domain)}, {one.locale}:")
            parts.extend(f"  {note}" for note in first_few(notes, "see --format json"))
    return "\n".join(parts)
