"""Runs the code blocks of a page in order, as a reader would who copies them, and compares what is shown.

- ``console`` blocks hold commands after ``$ `` and below each what it prints. ``…`` stands for any text in a
  line; a line of ``…`` alone stands for any lines. An answer after a ``[y/N]: `` is typed. A command that
  fails must be followed by ``$ echo $?``.
- ``sh`` blocks are run as they are.
- A ``po`` block below the comment ``translate PATH`` is written into that catalog, as a translator's editor
  would.
- A block below a comment that begins with ``not run`` is left alone; every other block of these kinds is run.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from tests.docs.pages import Block, blocks

_ENTRY = re.compile(r'^(msgid "(?:[^"\\]|\\.)*"\n)(msgstr "(?:[^"\\]|\\.)*"\n)', re.MULTILINE)
_ANSWER = re.compile(r"(?<=\[y/N\]: )(\w+)\n")


@dataclass
class Shell:
    """A folder that commands run in, one after another; ``cd`` and exit codes carry over."""

    folder: Path
    home: Path
    code: int = 0
    seen: list[str] = field(default_factory=list)

    def run(self, script: str, typed: str = "") -> str:
        """Run ``script`` and return what it prints."""
        self.seen.append(script)
        environment = {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(self.home),
            "LANG": "C.UTF-8",
            "PYTHONUNBUFFERED": "1",  # so that both streams come in the order a terminal shows them in
            "SOURCE_DATE_EPOCH": "1795082400",  # 2026-11-19: the date in the example leaflet
            "GIT_AUTHOR_NAME": "reviewer-a",
            "GIT_AUTHOR_EMAIL": "reviewer-a@example.org",
            "GIT_COMMITTER_NAME": "reviewer-a",
            "GIT_COMMITTER_EMAIL": "reviewer-a@example.org",
        }
        where = self.home / ".where"
        where.unlink(missing_ok=True)
        done = subprocess.run(
            ["bash", "-c", f"trap 'pwd >\"{where}\"' EXIT; (exit {self.code}); {script}"],
            cwd=self.folder,
            env=environment,
            input=typed,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            timeout=300,
        )
        self.folder = Path(where.read_text(encoding="utf-8").strip())
        self.code = done.returncode
        return done.stdout


def run_page(page: Path, shell: Shell) -> None:
    """Run every block of ``page`` that is to be run."""
    for block in blocks(page):
        place = f"{page.name}:{block.line}"
        if block.comment.startswith("not run"):
            continue
        if block.language == "console":
            _run_console(block, shell, place)
        elif block.language == "sh":
            shown = shell.run(f"set -e\n{block.text}")
            assert shell.code == 0, f"{place}: exit code {shell.code}: {shown}"
        elif block.comment.startswith("translate "):
            _translate(shell.folder / block.comment.removeprefix("translate "), block.text, place)
    assert shell.code == 0, f"the last command of {page.name} failed"


def _run_console(block: Block, shell: Shell, place: str) -> None:
    steps = re.split(r"^\$ ", block.text, flags=re.MULTILINE)
    assert steps[0] == "", f"{place}: begins with output"
    for step in steps[1:]:
        command, _, expected = step.partition("\n")
        assert shell.code == 0 or command.startswith("echo $?"), (
            f"{place}: the command before `{command}` failed"
        )
        typed = "".join(f"{answer}\n" for answer in _ANSWER.findall(expected))
        shown = shell.run(command, typed)
        pattern = as_pattern(_ANSWER.sub("", expected))
        assert re.fullmatch(pattern, shown), f"{place}: `{command}` printed:\n{shown}\nexpected:\n{expected}"


def as_pattern(expected: str) -> str:
    """A regular expression for what a page shows."""
    lines = []
    for line in expected.splitlines(keepends=True):
        if line == "…\n":
            lines.append(r"(?:[^\n]*\n)*?")
        else:
            lines.append(".*?".join(re.escape(part) for part in line.split("…")))
    return "".join(lines)


def _translate(path: Path, entries: str, place: str) -> None:
    text = path.read_text(encoding="utf-8")
    found = _ENTRY.findall(entries)
    assert found, f"{place}: no entries"
    for source, target in found:
        old = re.compile(re.escape(source) + r'msgstr "(?:[^"\\]|\\.)*"\n')
        assert len(old.findall(text)) == 1, f"{place}: {source.strip()} is not in {path.name} once"
        text = old.sub(lambda _, new=source + target: new, text)
    text = text.replace('"Last-Translator: \\n"', '"Last-Translator: Name <translator@example.org>\\n"')
    path.write_text(text, encoding="utf-8")
