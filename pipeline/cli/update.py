"""``polyleaf update``"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli import options

if TYPE_CHECKING:
    from pipeline.workflows.leverage import Leverage


@click.command("update")
@options.locales
@click.option(
    "--fill", is_flag=True, help="Look every empty unit up in the memory, not only those that are new."
)
@click.pass_obj
def command(folder: Path, tags: tuple[str, ...], fill: bool) -> None:
    """Bring the catalogs (locales/*/LC_MESSAGES/*.po) in line with the documents.

    New sentences come in untranslated. An edited sentence keeps its old translation, marked fuzzy; where a
    number or a "not" changed, the old translation is only shown in a comment. What leaves a document goes
    obsolete: nothing is lost.

    New sentences are looked up in the memory: what was translated before, in any document. A translation of
    just the same sentence is filled in, unsigned; that of a similar one is marked fuzzy.
    """
    from pipeline.project.store import Project
    from pipeline.workflows.update import update

    for one in update(Project.open(folder), tags, now=options.header_time(), fill=fill):
        result = one.result
        if not result.changed:
            click.echo(f"{one.path}: up to date")
            continue
        done = "created" if one.created else "updated"
        click.echo(
            f"{one.path}: {done}; {result.kept} kept, {result.fuzzy} fuzzy, {result.new} new, "
            f"{result.revived} back again, {result.obsolete} obsolete{_from_memory(one.leverage)}"
        )


def _from_memory(found: Leverage) -> str:
    if not (found.exact or found.fuzzy or found.remarks):
        return ""
    remarks = f", {found.remarks} only in a comment" if found.remarks else ""
    return f"; from the memory {found.exact} translated, {found.fuzzy} fuzzy{remarks}"
