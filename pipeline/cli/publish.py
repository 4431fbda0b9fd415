"""``polyleaf publish``"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from pipeline.cli import options
from pipeline.cli.tables import first_few

if TYPE_CHECKING:
    from pipeline.publication.model import Policy


@click.command("publish")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path),
    help="The folder to publish to: an empty one, or an earlier publication, which is replaced whole.",
)
@click.option(
    "--policy",
    type=click.Choice(["fail", "skip", "keep"]),
    default="fail",
    show_default=True,
    help="What to do about leaflets that are not approved: fail and change nothing; skip them; or keep "
    "their last approved edition where it still stands.",
)
@click.option(
    "--allow-empty",
    is_flag=True,
    help="Also write an output without any leaflet, so that the last one published can be taken down.",
)
@options.locales
@options.jobs
@click.pass_obj
def command(
    folder: Path, output: Path, policy: str, allow_empty: bool, tags: tuple[str, ...], jobs: int
) -> None:
    """Publish approved leaflets, and nothing else.

    Writes them with an index page and manifest.json, in one step: a run that fails changes nothing. The same
    project gives the same bytes. With --locale, what was published before in other locales stays as long as
    its approval holds. A catalog or document that cannot be read is not approved. Exits with 1 if nothing is
    published or kept.
    """
    from pipeline.language.visible import visible
    from pipeline.project.store import Project
    from pipeline.workflows.publish import publish

    passage = publish(
        Project.open(folder),
        output,
        policy=cast("Policy", policy),
        tags=tags,
        allow_empty=allow_empty,
        jobs=options.number_of_jobs(jobs),
        now=options.now(),
    )
    for one in (*passage.kept, *passage.held_back):
        for reason in first_few(one.reasons, f"see polyleaf status --locale {one.locale}"):
            click.echo(f"{one.locale} {visible(one.domain)}: not approved: {reason}", err=True)
    for one in passage.held_back:
        if policy == "keep" or not one.asked_for:
            click.echo(f"{one.locale} {visible(one.domain)}: not kept: {one.not_keepable}", err=True)
    if not passage.open:
        hint = _hint(passage.let_out != (), output, policy)
        click.echo(f"polyleaf: nothing was published; {hint}", err=True)
        click.get_current_context().exit(1)
    for one in passage.kept:
        click.echo(f"{one.locale} {one.domain}: the edition approved earlier stays")
    for one in passage.let_out:
        click.echo(f"{one.locale} {one.domain}: published")
    click.echo(f"{output}: {len(passage.let_out)} published, {len(passage.kept)} kept")


def _hint(some: bool, output: Path, policy: str) -> str:
    stands = output.is_dir()
    if some:
        keep = ", or --policy keep for the last approved editions of the others too" if stands else ""
        return f"to publish only what is approved, add --policy skip{keep}"
    if stands:
        empty = "--allow-empty" if policy != "fail" else "--policy skip --allow-empty"
        return f"what stands in {output} was left as it is; to take it down, add {empty}"
    return 'see "polyleaf status" for what is still to do'
