"""``polyleaf explain``"""

from __future__ import annotations

import click


@click.command("explain", short_help="Tell what a check looks for, why, and what to do.")
@click.argument("check", required=False, metavar="[ID]")
def command(check: str | None) -> None:
    """Tell what the check ID looks for, why, and what to do; without ID, list the checks."""
    import textwrap

    from pipeline.checks.registry import CHECKS, check_called
    from pipeline.cli.tables import format_table

    if check is None:
        rows = [[one.id, one.category, str(one.severity)] for one in CHECKS.values()]
        click.echo(format_table(["check", "category", "severity"], rows))
        return
    one = check_called(check)
    click.echo(f"{one.id}: {one.category}, {one.severity} unless the settings say otherwise\n")
    click.echo(textwrap.fill(one.explanation, 78))
