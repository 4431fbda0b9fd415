"""Whatever goes wrong ends in one line and the documented exit code."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

import pipeline
from pipeline.cli.errors import exit_code_of
from pipeline.errors import CatalogError, PolyleafError, UsageError
from tests.support.command import polyleaf


def raising(error: BaseException):
    def run() -> None:
        raise error

    return run


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (CatalogError("is broken", "mend it", path="a.po", line=3), 1, "a.po:3: is broken; mend it"),
        (UsageError("no such thing"), 2, "no such thing"),
        (click.UsageError("No such option."), 2, "no such option"),
        (KeyboardInterrupt(), 130, "stopped; what was not finished was not changed"),
        (MemoryError(), 1, "memory ran out; give it more, or run it with a lower --jobs if it has that"),
        (OSError(errno.ENOSPC, "No space left on device", "x"), 1, "x: no space left on device"),
    ],
)
def test_each_error_is_one_line(
    error: BaseException, code: int, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exit_code_of(raising(error)) == code
    assert capsys.readouterr().err == f"polyleaf: {line}\n"


def test_a_bug_is_one_line_with_a_log_to_send(capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code_of(raising(ZeroDivisionError("boom"))) == 3
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    log = Path(err.split(" with ")[1].strip())
    assert "boom" in log.read_text()
    log.unlink()


def test_a_line_end_in_a_strangers_text_does_not_make_two_lines() -> None:
    text = str(PolyleafError("bad\nname\x1b[31m", path="a\nb"))
    assert text == "a\\x0ab: bad\\x0aname\\x1b[31m"


@pytest.mark.parametrize(
    ("arguments", "code", "needle"),
    [
        (["foo"], 2, "no such command 'foo'"),
        (["build", "--locale"], 2, "requires an argument"),
        (["build", "--jobs", "-1"], 2, "--jobs"),
        (["build"], 1, "no polyleaf project here"),
        (["init", "new", "-l", "zh_Hans"], 2, 'write "zh-Hans"'),
        (["init", "new", "-l", "fr,ar"], 2, 'use one BCP 47 tag such as "es"'),
        (["segments", "leaflet.odt"], 2, 'there is no file "leaflet.odt"'),
        (["publish"], 2, "missing option '-o' / '--output'"),
        (["-C", "nowhere", "status"], 2, "'nowhere' does not exist"),
    ],
)
def test_mistakes_on_the_command_line(tmp_path: Path, arguments: list[str], code: int, needle: str) -> None:
    ran = polyleaf(*arguments, cwd=tmp_path)
    assert ran.code == code
    assert needle in ran.err
    assert ran.err.count("\n") == 1
    assert ran.out == ""


@pytest.mark.parametrize(
    ("tag", "hint"),
    [
        ("arabic", 'did you mean "ar"?'),
        ("AR", 'did you mean "ar"?'),
        ("ar,en", "for several, say --locale for each"),
        ("a", 'did you mean "ar"?'),
        ("zh_Hans", 'did you mean "zh-Hans"?'),
        ("sw", "it has: en, ar, zh-Hans"),
    ],
)
def test_a_locale_that_the_project_lacks_is_told_with_those_it_has(
    tmp_path: Path, tag: str, hint: str
) -> None:
    polyleaf("init", tmp_path / "p", "-l", "ar", "-l", "zh-Hans")
    ran = polyleaf("status", "-l", tag, cwd=tmp_path / "p")
    assert ran.code == 2
    assert ran.err == f'polyleaf: "{tag}" is not a locale of this project; {hint}\n'


def test_without_arguments_the_help_is_shown() -> None:
    ran = polyleaf()
    assert ran.code == 2
    assert "Commands:\n  init" in ran.err


@pytest.mark.parametrize("command", [["polyleaf"], ["-m", "pipeline"]])
def test_the_command_and_the_package_both_run(command: list[str]) -> None:
    program = Path(sys.executable).parent / "polyleaf" if command == ["polyleaf"] else sys.executable
    arguments = command[1:] if command == ["polyleaf"] else command
    ran = subprocess.run(
        [str(program), *arguments, "--version"], capture_output=True, text=True, check=True, timeout=60
    )
    assert ran.stdout == f"polyleaf {pipeline.__version__}\n"


def test_a_reader_that_goes_away_is_no_bug(tmp_path: Path) -> None:
    polyleaf("init", tmp_path / "p")
    read, write = os.pipe()
    os.close(read)
    try:
        ran = subprocess.run(
            [sys.executable, "-m", "pipeline", "-C", str(tmp_path / "p"), "status"],
            stdout=write,
            stderr=subprocess.PIPE,
            timeout=60,
        )
    finally:
        os.close(write)
    assert ran.returncode == 1
    assert ran.stderr == b""


def test_version_and_help_import_nothing_heavy() -> None:
    code = (
        "import sys; from pipeline.cli.main import group\n"
        "try: group.main(['--help'], standalone_mode=False)\n"
        "finally: print(sorted(m for m in ('babel', 'typst', 'polib', 'pikepdf', 'rapidfuzz', 'cryptography')"
        " if m in sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert ran.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("group", [[], ["memory"], ["terms"]])
def test_no_line_of_a_list_of_commands_breaks_off(group: list[str]) -> None:
    listed = polyleaf(*group, "--help").out.partition("Commands:")[2]
    assert listed
    assert "..." not in listed
