"""``polyleaf git-setup``"""

from __future__ import annotations

from pathlib import Path

import click


@click.command("git-setup")
@click.pass_obj
def command(folder: Path) -> None:
    """Have git merge catalogs unit by unit, with "polyleaf merge-po".

    Line by line, git can join the source of one branch with the translation of another without a word. Run
    this once in every clone in which you merge; commit the file .gitattributes that it writes.
    """
    from pipeline.project.store import Project
    from pipeline.workflows.git_setup import git_setup

    done = git_setup(Project.open(folder))
    for one in done:
        click.echo(f"set: {one}")
    if not done:
        click.echo("nothing to do: git merges catalogs with polyleaf already")
