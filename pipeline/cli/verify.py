"""``polyleaf verify``"""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli import options


@click.command("verify", short_help="Check every sign-off record again, offline.")
@options.locales
@options.jobs
@click.pass_obj
def command(folder: Path, tags: tuple[str, ...], jobs: int) -> None:
    """Check every sign-off record: digests, signatures, keys, roles, dates. Works offline.

    Exits with 1 if a record does not count, and says which and why; so too if a document or catalog cannot be
    read, whose records nobody can judge.
    """
    from pipeline.cli.errors import tell_errors
    from pipeline.project.store import Project
    from pipeline.workflows.attempts import Unread, distinct
    from pipeline.workflows.verify import verify

    found = verify(Project.open(folder), tags, now=options.now(), jobs=options.number_of_jobs(jobs))
    unread = [one for one in found if isinstance(one, Unread)]
    verified = [one for one in found if not isinstance(one, Unread)]
    tell_errors(distinct(one.error for one in unread))
    refused = [one for each in verified for one in each.refused]
    for path, reason in refused:
        click.echo(f"{path}: does not count: {reason}", err=True)
    total = sum(one.total for one in verified)
    approved = sum(one.publishable for one in verified)
    not_judged = f"; {len(unread)} could not be judged" if unread else ""
    click.echo(
        f"{total} records, {total - len(refused)} good, {len(refused)} that do not count; "
        f"{approved} of {len(found)} leaflets approved{not_judged}"
    )
    if refused or unread:
        click.get_current_context().exit(1)
