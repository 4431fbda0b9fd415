"""``polyleaf sign-off``"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli import options
from pipeline.cli.tables import side_by_side
from pipeline.language.visible import visible

if TYPE_CHECKING:
    from pipeline.workflows.sign_off import Draft, ShownUnit


@click.command("sign-off", short_help="Sign a translation: approve, reject or revoke its exact text.")
@click.argument("domain")
@click.option("-l", "--locale", required=True, metavar="LOCALE", help="The locale of the translation.")
@click.option(
    "-r", "--role", required=True, metavar="ROLE", help="The role to sign in, such as linguistic or clinical."
)
@click.option("--reviewer", required=True, metavar="ID", help="Your id in locales/reviewers.toml.")
@click.option(
    "-d",
    "--decision",
    type=click.Choice(["approve", "reject", "revoke"]),
    default="approve",
    show_default=True,
    help="Approve; reject, with a comment; or revoke what you approved before.",
)
@click.option(
    "-u",
    "--unit",
    "units",
    multiple=True,
    metavar="UNIT",
    help="Only this unit: its number (3), a range (2-5), or a piece of its source. Several times if need be.",
)
@click.option(
    "--waive",
    "checks",
    multiple=True,
    metavar="CHECK",
    help="Let this check's finding on the units named stand, with a comment; decides nothing else.",
)
@click.option("-m", "--comment", default="", help="Why; needed to reject and to waive.")
@click.option(
    "-k",
    "--key",
    type=click.Path(path_type=Path),
    help="Your SSH key: the private one, or the .pub of one that your agent holds.",
)
@click.option("-y", "--yes", is_flag=True, help="Sign without asking.")
@click.pass_obj
def command(
    folder: Path,
    domain: str,
    locale: str,
    role: str,
    reviewer: str,
    decision: str,
    units: tuple[str, ...],
    checks: tuple[str, ...],
    comment: str,
    key: Path | None,
    yes: bool,
) -> None:
    """Sign the translation of DOMAIN: approve, reject or revoke its exact text.

    First shows every unit that will be signed, source and target side by side where a terminal has room, and
    what changed since you last signed. DOMAIN is the document's path below source/ without its ending.
    """
    from pipeline.errors import UsageError
    from pipeline.project.store import Project
    from pipeline.signoff.model import Decision
    from pipeline.workflows.sign_off import SignOffRequest, prepare, sign_off

    if key is not None and not key.is_file():
        raise UsageError(f'no key file "{key}"', "name your private key, or the .pub of one in your agent")
    project = Project.open(folder)
    decided = Decision.WAIVE if checks else Decision(decision)
    request = SignOffRequest(domain, locale, role, reviewer, decided, comment, units, checks)
    draft = prepare(project, request, now=options.now())
    _show(draft)
    if not yes:
        click.confirm(f"\n{decided.value} {_count(len(draft.units), 'unit')} as {role} reviewer?", abort=True)
    for path in sign_off(project, draft, key=key, now=options.now()):
        click.echo(f"{path}: written")


def _show(draft: Draft) -> None:
    """Print every unit to be signed and what changed since this person signed last."""
    from pipeline.signoff.changes import ChangeKind

    statement = draft.statement
    columns = _columns(draft)
    click.echo(
        f"{statement.domain}, {draft.locale.tag}: to {statement.decision.value} as {statement.role} reviewer"
    )
    kinds = {change.kind for change in draft.changes}
    first = kinds <= {ChangeKind.NEW}
    for shown in draft.units:
        click.echo()
        click.echo(f"  {shown.number}  {draft.catalog}:{shown.unit.line}{'' if first else _mark(shown)}")
        if shown.unit.context is not None:
            click.echo(f"     context: {visible(shown.unit.context)}")
        source = visible(shown.unit.source)
        # In the source locale the sentence is its own target: once is enough.
        targets = () if shown.unit.targets == (shown.unit.source,) else shown.unit.targets
        if columns and len(targets) == 1:
            both = side_by_side(source, visible(targets[0]) or "(no translation)", columns - 5)
            click.echo("\n".join(f"     {line}" for line in both.splitlines()))
        else:
            click.echo(f"     {source}")
            for target in targets:
                click.echo(f"     {visible(target) or '(no translation)'}")
        for check, what in shown.errors:
            click.echo(f"     {check}: {visible(what)}")
        earlier = shown.change.earlier
        if earlier is not None and shown.change.kind in (ChangeKind.TARGET, ChangeKind.SOURCE):
            if earlier.source != shown.unit.source:
                click.echo(f"     you signed for: {visible(earlier.source)}")
            click.echo(f"     you signed:     {visible(earlier.targets[0])}")
    if first:
        return
    for change in draft.changes:
        if change.kind is ChangeKind.GONE and change.earlier is not None:
            click.echo(f"\n  no longer in the document: {visible(change.earlier.source)}")
    if ChangeKind.ORDER in kinds:
        click.echo(
            "\n  The order or the form of the document is not the one you signed: read the whole again."
        )


def _columns(draft: Draft) -> int:
    """The width of a terminal that has room for source and target beside each other; 0 for anything else.

    Right-to-left text stands under its source: terminals do not agree on how a line of both is laid out.
    """
    import shutil
    import sys

    if not sys.stdout.isatty() or draft.locale.direction == "rtl":
        return 0
    width = shutil.get_terminal_size().columns
    return width if width >= 80 else 0


def _mark(shown: ShownUnit) -> str:
    from pipeline.signoff.changes import ChangeKind

    if shown.change.kind is ChangeKind.UNCHANGED:
        return "  as you signed it"
    return f"  {shown.change.kind.value.upper()} since you signed"


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
