"""Before text leaves this machine for the first time, its user is told where it goes and agrees.

What was agreed to is remembered for the user, outside of any project: a project that someone else made
cannot agree in the user's place.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pipeline.errors import UsageError
from pipeline.workflows.translate import Plan


def ask(plan: Plan, *, yes: bool) -> bool:
    """Tell what goes where, and see that the user agrees; always true when it returns.

    Raises:
        UsageError: nobody is there to ask, and nobody agreed before.
        click.Abort: the user does not agree.
    """
    click.echo(notice(plan), err=True)
    if plan.on_this_machine or yes:
        return True
    agreed = f"{plan.name} {plan.address}{' with a key' if plan.with_key else ''}"
    if agreed in _agreed():
        return True
    if not sys.stdin.isatty():
        raise UsageError(
            f"nothing was sent to {plan.address}: nobody has agreed to it yet",
            "run it in a terminal once, or agree with --yes",
        )
    click.confirm("Send them?", abort=True, err=True)
    _remember(agreed)
    return True


def notice(plan: Plan) -> str:
    """What goes where, in a few lines."""
    lines = [f"{plan.engine} at {plan.address}: {plan.sentences} sentences, {plan.characters} characters."]
    if plan.remembered:
        lines.append(f"{plan.remembered} more were asked for in an earlier run, and are not sent again.")
    if plan.on_this_machine:
        lines.append("They do not leave this machine.")
    else:
        lines.append(
            f"They are sent to that address{', with your key' if plan.with_key else ''}. Phone numbers, "
            "addresses, links and terms that are not to be translated are taken out before; names and other "
            "numbers are not."
        )
    lines.append("What comes back is a draft, marked fuzzy: never published before people have signed it.")
    return "\n".join(lines)


def _file() -> Path:
    return Path(click.get_app_dir("polyleaf")) / "agreed-engines.txt"


def _agreed() -> list[str]:
    try:
        return _file().read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return []


def _remember(line: str) -> None:
    try:
        _file().parent.mkdir(parents=True, exist_ok=True)
        with _file().open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")
    except OSError:
        click.echo("polyleaf: this could not be remembered; it will be asked again", err=True)
