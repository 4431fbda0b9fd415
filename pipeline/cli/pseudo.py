"""``polyleaf pseudo``"""

from __future__ import annotations

from pathlib import Path

import click


@click.command("pseudo")
@click.argument("target", metavar="FILE|DOMAIN")
@click.option(
    "--style",
    type=click.Choice(["accents", "upper", "rtl", "identity"]),
    default="accents",
    show_default=True,
    help="Accents and a third more text; capitals; Arabic letters from right to left; or no change at all.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="Where to write the document.",
)
@click.pass_obj
def command(folder: Path, target: str, style: str, output: Path) -> None:
    """Write a document with every unit replaced, to test its layout.

    It stays in its own format. What still reads as before is not for translating: code, addresses, and what
    the author left out.
    """
    from typing import cast

    from pipeline.segmentation.pseudo import PseudoStyle
    from pipeline.workflows.preview import pseudo

    units = pseudo(folder, target, cast(PseudoStyle, style), output)
    click.echo(f"pseudo: {units} units written to {output}")
