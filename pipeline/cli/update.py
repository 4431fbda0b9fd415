"""``polyleaf update``"""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli import options


@click.command("update")
@options.locales
@click.pass_obj
def command(folder: Path, tags: tuple[str, ...]) -> None:
    """Bring the catalogs (locales/*/LC_MESSAGES/*.po) in line with the documents.

    New sentences come in untranslated. An edited sentence keeps its old translation, marked fuzzy; where a
    number or a "not" changed, the old translation is only shown in a comment. What leaves a document goes
    obsolete: nothing is lost.
    """
    from pipeline.project.store import Project
    from pipeline.workflows.update import update

    for one in update(Project.open(folder), tags, now=options.header_time()):
        result = one.result
        if not result.changed:
            click.echo(f"{one.path}: up to date")
            continue
        done = "created" if one.created else "updated"
        click.echo(
            f"{one.path}: {done}; {result.kept} kept, {result.fuzzy} fuzzy, {result.new} new, "
            f"{result.revived} back again, {result.obsolete} obsolete"
        )
