"""Every page: links lead somewhere, paths that are named exist, commands that are shown can be typed."""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest

from pipeline.cli.main import group
from tests.acceptance.test_main_job import World
from tests.docs.pages import ROOT, blocks, links, pages
from tests.docs.shell import Shell, run_page
from tests.support.command import polyleaf

PAGES = [pytest.param(page, id=str(page.relative_to(ROOT))) for page in pages()]
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_PATH = re.compile(r"`((?:pipeline|tests|tools|docs|locales|requirements|\.ci)/[\w./-]+)`")


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        for heading in _HEADING.findall(page.read_text(encoding="utf-8"))
    }


@pytest.mark.parametrize("page", PAGES)
def test_relative_links_lead_to_a_page_and_a_heading(page: Path) -> None:
    for link in links(page):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.is_relative_to(ROOT), f"{link} leaves the repository"
        assert target.exists(), f"{link} leads nowhere"
        if anchor:
            assert anchor in anchors(target), f"{link}: no such heading"


@pytest.mark.parametrize("page", PAGES)
def test_files_of_the_repository_that_a_page_names_are_there(page: Path) -> None:
    for name in _PATH.findall(page.read_text(encoding="utf-8")):
        if name.startswith("locales/") or "<" in name:
            continue  # of a reader's own project
        assert (ROOT / name).exists(), f"{name} is not there"


@pytest.mark.parametrize("page", PAGES)
def test_no_page_leads_out_of_the_repository_on_the_writers_machine(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert "../" + "shared" not in text  # users do not have it
    assert not re.search(r"(?<![\w.])/(home|root|work|tmp)/", text)


def shown_commands(page: Path) -> Iterator[list[str]]:
    """The words of every polyleaf command in the page's code blocks, and in YAML's ``run``."""
    for block in blocks(page):
        if block.language in ("console", "sh", "yaml"):
            for line in block.text.splitlines():
                found = re.match(r"(?:\$ |\s*- run: |\s*)polyleaf (.*)", line)
                if found:
                    yield shlex.split(found[1], comments=True)


@pytest.mark.parametrize("page", PAGES)
def test_commands_on_a_page_can_be_typed(page: Path) -> None:
    for words in shown_commands(page):
        with click.Context(group, info_name="polyleaf", help_option_names=["-h", "--help"]) as parent:
            command = group.get_command(parent, words[0])
            assert command is not None, f"no command {words[0]}"
            command.make_context(words[0], words[1:], parent=parent)


def test_commands_are_found_to_be_looked_at() -> None:
    assert sum(1 for page in pages() for _ in shown_commands(page)) > 20


@pytest.mark.slow
def test_the_quick_start_runs_as_it_is_shown(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "work").mkdir()
    shell = Shell(tmp_path / "work", tmp_path / "home")
    run_page(ROOT / "README.md", shell)
    assert any(command.startswith("polyleaf build") for command in shell.seen)


def test_what_is_not_run_says_why_and_names_targets_there_are() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for page in pages():
        for block in blocks(page):
            if block.comment.startswith("not run"):
                assert block.comment.partition(":")[2].strip()
            if block.language in ("console", "sh"):
                for target in re.findall(r"^(?:\$ )?make ([a-z]+)", block.text, re.MULTILINE):
                    assert target in targets


def test_the_picture_in_the_readme_is_small_enough() -> None:
    assert (ROOT / "docs/images/leaflets.png").stat().st_size < 400_000


@pytest.mark.slow
def test_a_file_that_an_editor_rewrites_in_its_own_style_keeps_its_sign_offs(
    tmp_path: Path, need: Callable[..., str]
) -> None:
    """docs/translators.md says so of Poedit, which saves as msgcat does."""
    need("ssh-keygen")
    msgcat = need("msgcat")

    world = World(tmp_path)
    world.approve()
    before = world.catalog.read_bytes()
    subprocess.run([msgcat, world.catalog, "-o", world.catalog], check=True, timeout=60)
    assert world.catalog.read_bytes() != before
    rewritten = world.catalog.read_bytes()
    assert world.publish("out", "--policy", "skip").code == 0
    assert polyleaf("update", cwd=world.root).code == 0
    assert world.catalog.read_bytes() == rewritten
