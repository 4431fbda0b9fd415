"""``polyleaf terms``: import, export"""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli import options


@click.group("terms", short_help="Import or export the glossary (locales/terms.csv).")
def command() -> None:
    """Keep the glossary (locales/terms.csv): how terms are said, and what stays as it is."""


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@options.locales
@click.pass_obj
def import_(folder: Path, file: Path, tags: tuple[str, ...]) -> None:
    """Take the terms of FILE (.csv or .tbx) into the glossary.

    A CSV names its columns: source, target and locale (or sourceString, targetString, targetLang). "polyleaf
    update" then shows each sentence's terms to translators.
    """
    from pipeline.project.store import Project
    from pipeline.workflows.terms import import_terms

    done = import_terms(Project.open(folder), file, tags)
    left = f", {done.left} left out: for no locale of this project" if done.left else ""
    click.echo(f"{done.path}: {done.new} new, {done.changed} changed, {done.same} as they were{left}")


@command.command("export")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@options.locales
@click.pass_obj
def export(folder: Path, file: Path, tags: tuple[str, ...]) -> None:
    """Write the glossary to FILE (.csv or .tbx) for another tool.

    In TBX a term that stays as it is, is its own translation, and one to be avoided is marked as deprecated.
    """
    from pipeline.project.store import Project
    from pipeline.workflows.terms import export_terms

    count = export_terms(Project.open(folder), file, tags)
    click.echo(f"{file}: {count} term{'' if count == 1 else 's'} written")
