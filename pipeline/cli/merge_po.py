"""``polyleaf merge-po``"""

from __future__ import annotations

from pathlib import Path

import click


@click.command("merge-po", short_help="Merge three versions of a catalog; git runs this.")
@click.argument("base", type=click.Path(path_type=Path))
@click.argument("ours", type=click.Path(path_type=Path))
@click.argument("theirs", type=click.Path(path_type=Path))
@click.argument("name", required=False)
@click.option(
    "--strict", is_flag=True, help="Exit with 1, as for a conflict, where units hold two translations."
)
@click.pass_obj
def command(folder: Path, base: Path, ours: Path, theirs: Path, name: str | None, strict: bool) -> int:
    """Merge three versions of a catalog; git runs this once "polyleaf git-setup" has been run.

    The result is written over OURS. Units are merged one by one. Where both branches changed a translation,
    or one changed a source and the other its translation, the unit is marked fuzzy and holds both, one of
    them in a comment: it cannot be published before somebody has looked, so git may go on. NAME is the file's
    name in messages.

    Exit codes: 0 merged; 1 a version cannot be read: it was merged line by line, and git reports a conflict.
    """
    from pipeline.workflows.merge import merge_files

    shown = name or str(ours)
    merged = merge_files(base, ours, theirs, shown, start=(folder / name if name else ours).parent)
    if merged.problem is not None:
        click.echo(f"polyleaf: {merged.problem} (merged line by line: look at every unit)", err=True)
        return 1
    if merged.held:
        units = "1 unit holds" if merged.held == 1 else f"{merged.held} units hold"
        click.echo(f"{shown}: {units} what both branches wrote, marked fuzzy", err=True)
    return 1 if strict and merged.held else 0
