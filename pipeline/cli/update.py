"""``polyleaf update``"""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli import options

if TYPE_CHECKING:
    from pipeline.catalogs.update import UpdateResult
    from pipeline.workflows.leverage import Leverage


_FRAME = "these stand around each leaflet, and Polyleaf has none in {language}: translate them too"


@click.command("update", short_help="Bring the translators' catalogs in line with the documents.")
@options.locales
@click.option(
    "--fill", is_flag=True, help="Look every empty unit up in the memory, not only those that are new."
)
@click.option("--dry-run", is_flag=True, help="Only show what would become of each sentence; write nothing.")
@click.pass_obj
def command(folder: Path, tags: tuple[str, ...], fill: bool, dry_run: bool) -> None:
    """Bring the catalogs (locales/*/LC_MESSAGES/*.po) in line with the documents.

    A sentence that moved, was joined with another, or changed in spacing or typography alone keeps its
    translation. An edited one keeps it marked fuzzy; where a number, a limit ("under") or a "not" changed,
    it is only shown in a comment. What leaves a document goes obsolete: nothing is lost.

    New sentences are looked up in the memory: what was translated before, in any document. A translation of
    just the same sentence is filled in, unsigned; that of a similar one is marked fuzzy.
    """
    from pipeline.cli.differences import describe
    from pipeline.cli.errors import tell_remark
    from pipeline.cli.left_over import left_over_lines
    from pipeline.project.store import Project
    from pipeline.workflows.update import update

    # Catalogs are hundreds of thousands of objects without a cycle among them: looking for cycles takes a
    # fifth of the time and finds nothing.
    gc.disable()
    project = Project.open(folder)
    now = options.header_time()
    for one in update(project, tags, now=now, fill=fill, dry_run=dry_run, remark=tell_remark):
        result = one.result
        if result is None or not result.changed:
            click.echo(f"{one.path}: up to date")
            continue
        done = "created" if one.created else "updated"
        what = "" if one.domain is not None else f"; {_FRAME.format(language=one.locale.english_name)}"
        click.echo(f"{one.path}: {'to be ' if dry_run else ''}{done}; {_counts(result, one.leverage)}{what}")
        if dry_run:
            for line in describe(result.changes):
                click.echo(line)
    for line in left_over_lines(project):
        click.echo(line)


def _counts(result: UpdateResult, leverage: Leverage | None) -> str:
    moved = f" ({result.moved} moved)" if result.moved else ""
    reminded = f" ({result.reminded} with the earlier translation in a comment)" if result.reminded else ""
    return (
        f"{result.kept} kept{moved}, {result.fuzzy} fuzzy, {result.new} new{reminded}, "
        f"{result.revived} back again, {result.obsolete} obsolete{_from_memory(leverage)}"
    )


def _from_memory(found: Leverage | None) -> str:
    if found is None or not (found.exact or found.fuzzy or found.remarks):
        return ""
    remarks = f", {found.remarks} only in a comment" if found.remarks else ""
    return f"; from the memory {found.exact} translated, {found.fuzzy} fuzzy{remarks}"
