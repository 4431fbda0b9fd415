"""``polyleaf memory``: look up, import, export"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli import options

if TYPE_CHECKING:
    from pipeline.language.locale import Locale
    from pipeline.memory.model import Match


@click.group("memory", short_help="Look up what was translated before, or exchange it.")
def command() -> None:
    """Use what was translated before: look it up, or exchange it with other tools.

    The memory is made from the catalogs and kept in step with them by itself. It stands in .polyleaf/, or in
    the PostgreSQL database that the setting "memory" names.
    """


@command.command("lookup")
@click.argument("text")
@options.locales
@click.option(
    "--least",
    type=click.IntRange(75, 100),
    default=75,
    show_default=True,
    metavar="PERCENT",
    help="Show similar sentences from this likeness on.",
)
@click.option("--limit", type=click.IntRange(1, 50), default=5, show_default=True, help="Most to show.")
@options.output_format
@click.pass_obj
def lookup(folder: Path, text: str, tags: tuple[str, ...], least: int, limit: int, output: str) -> None:
    """Show how TEXT, or a sentence like it, was translated before.

    The best comes first; approved translations come before others. A sentence that differs in a number, a
    measure, a limit ("under") or a "not" is marked: its translation must not be taken over.
    """
    from pipeline.cli.errors import tell_errors
    from pipeline.project.store import Project
    from pipeline.workflows.memory import lookup as look_up

    found = look_up(Project.open(folder), text, tags, now=options.now(), least=least / 100, limit=limit)
    click.echo(_json(found.matches) if output == "json" else _text(found.matches))
    tell_errors(found.errors)
    if found.errors:
        click.get_current_context().exit(1)


@command.command("import", short_help="Take the pairs of a TMX file, or a zip of them.")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@options.locales
@click.pass_obj
def import_(folder: Path, file: Path, tags: tuple[str, ...]) -> None:
    """Take the pairs of FILE (TMX 1.4, or a zip of TMX files) into the memory.

    They count as translated, never as approved. Importing a file of the same name again replaces what it
    brought.
    """
    from pipeline.project.store import Project
    from pipeline.workflows.memory import import_tmx

    imported = import_tmx(Project.open(folder), file, tags)
    for tag, count in sorted(imported.taken.items()):
        click.echo(f"{file.name}: {count} pairs taken into {tag}")
    for reason, count in sorted(imported.left.items()):
        click.echo(f"{file.name}: {count} texts left out: {reason}")
    if not imported.taken:
        click.echo(f"{file.name}: nothing for this project")


@command.command("export")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@options.locales
@click.pass_obj
def export(folder: Path, file: Path, tags: tuple[str, ...]) -> None:
    """Write all pairs to FILE as TMX 1.4. The same pairs give the same bytes."""
    from pipeline.project.store import Project
    from pipeline.workflows.memory import export_tmx

    exported = export_tmx(Project.open(folder), file, tags, now=options.now())
    left = f"; {exported.left} left out: XML cannot hold their characters" if exported.left else ""
    click.echo(f"{file}: {exported.written} pairs written{left}")


def _text(found: Mapping[Locale, Sequence[Match]]) -> str:
    lines: list[str] = []
    for locale, matches in found.items():
        if not matches:
            lines.append(f"{locale}: nothing like it")
        for match in matches:
            place = match.pair.domain or match.origin
            warning = "; DIFFERS in a number, a measure, a limit or a negation" if match.differs else ""
            lines.append(f"{locale}: {int(match.score * 100)}%, {match.pair.state.value} in {place}{warning}")
            lines += [f"  {match.pair.source}", f"  {match.pair.target}"]
    return "\n".join(lines)


def _json(found: Mapping[Locale, Sequence[Match]]) -> str:
    tree = [
        {
            "locale": locale.tag,
            "score": round(match.score, 4),
            "differs": match.differs,
            "state": match.pair.state.value,
            "source": match.pair.source,
            "target": match.pair.target,
            "context": match.pair.context,
            "domain": match.pair.domain,
            "origin": match.origin,
        }
        for locale, matches in found.items()
        for match in matches
    ]
    return json.dumps(tree, ensure_ascii=False, indent=1)
