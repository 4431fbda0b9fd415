"""The command group: which commands there are, and nothing of what they do."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Final

import click

import pipeline
from pipeline.cli.errors import exit_code_of

# Command → the module that defines it, in the order of the work. Modules are imported when asked for, so
# that "polyleaf --version" costs no more than click.
COMMANDS: Final = {
    "init": "pipeline.cli.init",
    "extract": "pipeline.cli.extract",
    "update": "pipeline.cli.update",
    "memory": "pipeline.cli.memory",
    "terms": "pipeline.cli.terms",
    "translate": "pipeline.cli.translate",
    "check": "pipeline.cli.check",
    "explain": "pipeline.cli.explain",
    "status": "pipeline.cli.status",
    "sign-off": "pipeline.cli.sign_off",
    "verify": "pipeline.cli.verify",
    "segments": "pipeline.cli.segments",
    "pseudo": "pipeline.cli.pseudo",
    "build": "pipeline.cli.build",
    "publish": "pipeline.cli.publish",
    "merge-po": "pipeline.cli.merge_po",
    "git-setup": "pipeline.cli.git_setup",
}


class LazyGroup(click.Group):
    """A group that imports a command's module only to run it or to tell of it."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        command = importlib.import_module(COMMANDS[cmd_name]).command
        assert isinstance(command, click.Command)
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(pipeline.__version__, prog_name="polyleaf", message="%(prog)s %(version)s")
@click.option(
    "-C",
    "--project",
    "folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=Path(),
    help="Work in the project that this folder lies in, instead of the current one.",
)
@click.pass_context
def group(ctx: click.Context, folder: Path) -> None:
    """Turn a health leaflet into leaflets in every language its readers need.

    The way of the work: write a leaflet in source/, "update" the catalogs, translate them, have reviewers
    "sign-off", look at drafts with "build", and "publish" what is approved.

    Exit codes: 0 fine; 1 findings, or an error in the input; 2 wrong usage; 3 a bug in Polyleaf.
    """
    ctx.obj = folder


def main() -> None:
    """Run the command line and leave with its exit code."""
    sys.exit(exit_code_of(lambda: group.main(prog_name="polyleaf", standalone_mode=False)))
