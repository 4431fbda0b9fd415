"""``polyleaf build``"""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli import options
from pipeline.cli.unchanged import report, told_that_nothing_changed

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar


@click.command("build")
@options.locales
@click.option(
    "-f",
    "--format",
    "formats",
    multiple=True,
    metavar="FORMAT",
    help='Only this format, such as html; "source" is the document\'s own. May be given several times.',
)
@options.jobs
@click.pass_obj
def command(folder: Path, tags: tuple[str, ...], formats: tuple[str, ...], jobs: int) -> None:
    """Make leaflets to read and check, in build/.

    Whatever is not approved carries a draft banner on every page, in its reader's language. Only what
    changed is made again. To hand leaflets out, use "polyleaf publish".

    A leaflet that cannot be made, such as one with a broken catalog, holds up no other: its error is told,
    what an earlier build made of it stays as it was, and the command exits with 1.
    """
    if told_that_nothing_changed(str(folder), tags, formats):
        return
    from pipeline.cli.errors import tell_errors
    from pipeline.workflows.build import build

    bar = _Bar()
    try:
        outcome = build(
            folder,
            tags,
            formats,
            jobs=options.number_of_jobs(jobs),
            now=options.now(),
            progress=bar.show,
        )
    finally:
        bar.close()
    made = sum(one.made for one in outcome.artifacts)
    drafts = sum(one.draft for one in outcome.artifacts)
    left = len(outcome.held_back)
    click.echo(report(made=made, total=len(outcome.artifacts), drafts=drafts, left=left))
    tell_errors((*outcome.remarks, *outcome.errors))
    if outcome.errors:
        click.get_current_context().exit(1)


class _Bar:
    """A progress bar on standard error, there only where that is a terminal."""

    def __init__(self) -> None:
        self._stack = contextlib.ExitStack()
        self._bar: ProgressBar[str] | None = None

    def show(self, _done: int, total: int, what: str) -> None:
        if not sys.stderr.isatty():
            return
        if self._bar is None:
            bar: ProgressBar[str] = click.progressbar(
                length=total, label="build", item_show_func=lambda item: item, file=sys.stderr
            )
            self._bar = self._stack.enter_context(bar)
        self._bar.update(1, what)

    def close(self) -> None:
        self._stack.close()
