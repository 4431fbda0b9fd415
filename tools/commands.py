"""Write docs/commands.md from what ``--help`` says, so that the two never differ.

Run it after a change to a command or an option: ``.venv/bin/python tools/commands.py``. With ``--check`` it
only says, by its exit code, whether the page is as it should be.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from pipeline.cli.main import group

PAGE = Path(__file__).resolve().parents[1] / "docs" / "commands.md"
_HEAD = """\
# Commands

<!-- Made by tools/commands.py from --help: change the commands, then run it again. -->

What each command prints with `--help`. Exit codes: 0 fine; 1 findings, or an error in the input; 2 wrong
usage; 3 a bug in Polyleaf, with a log to send; 130 stopped with Ctrl-C. Errors are one line on standard
error: `path:line: what is wrong; what to do`.
"""


def page() -> str:
    """The whole page."""
    return "\n".join([_HEAD, *_sections("polyleaf", group, None)])


def _sections(title: str, command: click.Command, parent: click.Context | None) -> Iterator[str]:
    name = title.rpartition(" ")[2]
    with click.Context(command, info_name=name, parent=parent, terminal_width=80) as context:
        context.help_option_names = ["-h", "--help"]
        yield f"## {title}\n\n```text\n{command.get_help(context).rstrip()}\n```\n"
        if isinstance(command, click.Group):
            for sub in command.list_commands(context):
                found = command.get_command(context, sub)
                assert found is not None
                yield from _sections(f"{title} {sub}", found, context)


def main(arguments: list[str]) -> int:
    text = page()
    if arguments == ["--check"]:
        if PAGE.read_text(encoding="utf-8") == text:
            return 0
        print(f"{PAGE.name} is out of date; run .venv/bin/python tools/commands.py", file=sys.stderr)
        return 1
    PAGE.write_text(text, encoding="utf-8")
    print(f"{PAGE.name}: written")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
