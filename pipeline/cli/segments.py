"""``polyleaf segments``"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli import options
from pipeline.cli.tables import format_table

if TYPE_CHECKING:
    from pipeline.workflows.preview import Preview


@click.command("segments", short_help="Show a document sentence by sentence, as translators see it.")
@click.argument("target", metavar="FILE|DOMAIN")
@options.output_format
@click.pass_obj
def command(folder: Path, target: str, output: str) -> None:
    """Show what a translator will see of a document: each unit with its line, context and comments."""
    from pipeline.workflows.preview import preview

    found = preview(folder, target)
    click.echo(_json(found) if output == "json" else _table(found))


def _json(found: Preview) -> str:
    tree = [
        {
            "line": segment.line,
            "context": segment.context,
            "source": segment.source,
            "comments": list(segment.comments),
        }
        for segment in found.segments
    ]
    return json.dumps(tree, ensure_ascii=False, indent=1)


def _table(found: Preview) -> str:
    rows = [
        [str(segment.line), segment.context or "", segment.source, "; ".join(segment.comments)]
        for segment in found.segments
    ]
    return format_table(["line", "context", "unit", "comments"], rows)
