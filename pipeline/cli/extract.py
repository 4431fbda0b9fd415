"""``polyleaf extract``"""

from __future__ import annotations

import gc
from pathlib import Path

import click

from pipeline.cli import options


@click.command("extract")
@click.pass_obj
def command(folder: Path) -> None:
    """Write the templates (locales/*.pot) of all documents.

    "polyleaf update" does this too; extract alone is for platforms that take templates.
    """
    from pipeline.cli.errors import tell_remark
    from pipeline.project.store import Project
    from pipeline.workflows.extract import extract

    gc.disable()  # as in ``update``: many objects, no cycles
    for one in extract(Project.open(folder), now=options.header_time(), remark=tell_remark):
        done = "written" if one.changed else "unchanged"
        click.echo(f"{one.path}: {one.units} units, {done}")
