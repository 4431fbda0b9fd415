"""The tests of the pages can fail: what is shown is compared, what fails is seen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.shell import Shell, as_pattern, run_page


def page(tmp_path: Path, text: str) -> tuple[Path, Shell]:
    path = tmp_path / "page.md"
    path.write_text(text, encoding="utf-8")
    return path, Shell(tmp_path, tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "```console\n$ echo one\ntwo\n```\n",
        "```console\n$ echo one\n```\n",
        "```console\n$ printf 'one\\ntwo\\n'\none\n```\n",
        "```console\n$ false\n```\n",
        "```console\n$ false\n$ echo well\nwell\n```\n",
        "```console\n$ false\n$ echo $?\n0\n```\n",
        "```sh\nfalse\ntrue\n```\n",
        '<!-- translate a.po -->\n```po\nmsgid "a"\nmsgstr "b"\n```\n',
    ],
)
def test_a_page_that_is_not_true_fails(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.po").write_text('msgid "other"\nmsgstr ""\n')
    path, shell = page(tmp_path, text)
    with pytest.raises(AssertionError):
        run_page(path, shell)


def test_a_page_that_is_true_passes(tmp_path: Path) -> None:
    (tmp_path / "a.po").write_text('msgid "a"\nmsgstr ""\n')
    path, shell = page(
        tmp_path,
        "```console\n$ mkdir folder\n$ cd folder\n$ pwd\n…/folder\n$ false\n$ echo $?\n1\n```\n"
        "```console\n$ printf 'sure? [y/N]: '; read a; echo got $a\nsure? [y/N]: y\ngot y\n```\n"
        "```console\n$ seq 9\n1\n…\n9\n```\n"
        "```sh\ncd ..\n```\n"
        '<!-- translate a.po -->\n```po\nmsgid "a"\nmsgstr "b"\n```\n'
        "<!-- not run: this is only an example -->\n```sh\nfalse\n```\n",
    )
    run_page(path, shell)
    assert (tmp_path / "a.po").read_text() == 'msgid "a"\nmsgstr "b"\n'


def test_dots_stand_for_text_and_for_lines() -> None:
    assert re.fullmatch(as_pattern("a…c\n…\nz\n"), "abbc\nm\nn\nz\n")
    assert re.fullmatch(as_pattern("a…c\n…\nz\n"), "ac\nz\n")
    assert not re.fullmatch(as_pattern("a…c\nz\n"), "a\nc\nz\n")
