"""``polyleaf init``"""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli import options


@click.command("init", short_help="Make a new project, with an example leaflet.")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=Path())
@click.option(
    "--source-locale",
    default="en",
    show_default=True,
    metavar="LOCALE",
    help="The locale the leaflets are written in.",
)
@click.option(
    "-l",
    "--locale",
    "tags",
    multiple=True,
    default=("es", "fr"),
    show_default=True,
    metavar="LOCALE",
    help="A locale to make leaflets in, such as ar or zh-Hans; may be given several times.",
)
@click.option("--publisher", default="", help="Who is responsible for the leaflets.")
@click.option("--contact", default="", help="Where a reader may ask.")
@click.pass_obj
def command(
    start: Path, folder: Path, source_locale: str, tags: tuple[str, ...], publisher: str, contact: str
) -> None:
    """Make a new project in FOLDER (here if not given), with an example leaflet.

    It builds at once: "polyleaf build". Then put your own leaflets into source/.
    """
    import shlex

    from pipeline.workflows.init import init

    folder = start / folder
    made = init(
        folder,
        source=source_locale,
        tags=tags,
        publisher=publisher,
        contact=contact,
        now=options.header_time(),
    )
    for name in made:
        click.echo(name)
    where = f"cd {shlex.quote(str(folder))}, then " if folder != Path() else ""
    click.echo(f'\nNext: {where}"polyleaf build" to see the drafts, "polyleaf status" to see what is to do.')
