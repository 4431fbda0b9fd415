"""``polyleaf verify``"""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli import options


@click.command("verify")
@options.locales
@click.pass_obj
def command(folder: Path, tags: tuple[str, ...]) -> None:
    """Check every sign-off record: digests, signatures, keys, roles, dates. Works offline.

    Exits with 1 if a record does not count, and says which and why.
    """
    from pipeline.project.store import Project
    from pipeline.workflows.verify import verify

    verified = verify(Project.open(folder), tags, now=options.now())
    refused = [one for each in verified for one in each.refused]
    for path, reason in refused:
        click.echo(f"{path}: does not count: {reason}", err=True)
    total = sum(one.total for one in verified)
    approved = sum(one.publishable for one in verified)
    click.echo(
        f"{total} records, {total - len(refused)} good, {len(refused)} that do not count; "
        f"{approved} of {len(verified)} leaflets approved"
    )
    if refused:
        click.get_current_context().exit(1)
