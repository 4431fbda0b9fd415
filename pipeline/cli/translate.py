"""``polyleaf translate``"""

from __future__ import annotations

import time
from pathlib import Path

import click

from pipeline.cli import options


@click.command("translate", short_help="Draft what is untranslated, by machine; always fuzzy.")
@click.option("-l", "--locale", "tag", required=True, metavar="LOCALE", help="The locale to draft.")
@click.option(
    "-e",
    "--engine",
    required=True,
    metavar="NAME",
    help="apertium, libretranslate, deepl, microsoft, google or mymemory.",
)
@click.option("--url", default="", metavar="URL", help="Where the engine is, if not as in the settings.")
@click.option(
    "-d",
    "--domain",
    "domains",
    multiple=True,
    metavar="DOMAIN",
    help="Only this document, by its name without ending; may be given several times.",
)
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Ask for at most N sentences.")
@click.option("--again", is_flag=True, help="Ask once more where a reply was refused in an earlier run.")
@click.option("--yes", is_flag=True, help="Agree that the sentences are sent to the engine's address.")
@click.option("--dry-run", is_flag=True, help="Only say what would be sent where.")
@click.pass_obj
def command(
    folder: Path,
    tag: str,
    engine: str,
    url: str,
    domains: tuple[str, ...],
    limit: int | None,
    again: bool,
    yes: bool,
    dry_run: bool,
) -> None:
    """Draft what is untranslated in the catalogs of a locale, by machine.

    Drafts are always fuzzy, with the engine and the date in a comment: they are never published before
    people have looked at them and signed. What a person wrote is never touched. A reply that lost a tag or
    a "not", or changed a number, a measure, a limit or a phone number, is refused, and its sentence stays
    untranslated.

    A run that was stopped goes on where it was. Keys are taken from the environment (POLYLEAF_DEEPL_KEY,
    POLYLEAF_MICROSOFT_KEY, POLYLEAF_LIBRETRANSLATE_KEY) or from the system's keyring.
    """
    from pipeline.cli.consent import ask, notice
    from pipeline.cli.errors import tell_errors
    from pipeline.cli.keys import find_key
    from pipeline.cli.progress import Bar
    from pipeline.engines.model import Timing
    from pipeline.engines.registry import engine_named
    from pipeline.project.store import Project
    from pipeline.workflows.translate import Plan, translate

    def tell(plan: Plan) -> bool:
        if dry_run:
            click.echo(notice(plan), err=True)
            return False
        return ask(plan, yes=yes)

    chosen = engine_named(engine)
    bar = Bar("translate")
    try:
        done = translate(
            Project.open(folder),
            tag,
            engine,
            url=url,
            domains=domains,
            limit=limit,
            again=again,
            key=find_key(engine) if chosen.key != "none" else None,
            now=options.header_time(),
            timing=Timing(time.monotonic, time.sleep),
            tell=tell,
            progress=bar.show,
        )
    finally:
        bar.close()
    for one in done.catalogs:
        if one.drafted or one.left:
            click.echo(f"{one.path}: {one.drafted} drafted, {one.left} still untranslated")
        else:
            click.echo(f"{one.path}: nothing to draft")
    if done.refused and not done.asked:
        click.echo("refused in an earlier run (--again asks once more):")
    for refused in done.refused:
        click.echo(f"{refused.path}:{refused.line}: reply refused: {_printable(refused.reason)}")
    tell_errors(done.errors)
    if done.stopped is not None:
        raise done.stopped
    if done.errors:
        click.get_current_context().exit(1)


def _printable(text: str) -> str:
    """A reason can repeat what the engine sent: that is no business of the terminal's."""
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text[:200])
