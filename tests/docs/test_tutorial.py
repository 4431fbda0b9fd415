"""The tutorial and the recipe for publishing are true: every command runs, and prints what the page shows."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.docs.pages import ROOT, blocks
from tests.docs.shell import Shell, run_page

CATALOG = "locales/es/LC_MESSAGES/washing-your-hands.po"


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory, need: Callable[..., str]) -> Shell:
    """A shell at the end of the tutorial, in the project's folder."""
    need("ssh-keygen")
    folder = tmp_path_factory.mktemp("tutorial")
    (folder / "home").mkdir()
    (folder / "work").mkdir()
    shell = Shell(folder / "work", folder / "home")
    run_page(ROOT / "docs" / "tutorial.md", shell)
    return shell


@pytest.mark.slow
def test_the_tutorial_leads_from_init_to_a_published_leaflet(finished: Shell) -> None:
    site = finished.folder.parent / "site"
    manifest = json.loads((site / "manifest.json").read_text(encoding="utf-8"))
    assert [one["locale"] for one in manifest["leaflets"]] == ["es"]
    assert len(manifest["leaflets"][0]["records"]) == 4
    leaflet = (site / "es/washing-your-hands.txt").read_text(encoding="utf-8")
    assert "30\u00a0segundos" in leaflet


@pytest.mark.slow
def test_the_recipe_for_ci_keeps_the_last_approved_edition_in_a_branch(
    finished: Shell, need: Callable[..., str]
) -> None:
    need("git")
    scripts = {block.comment: block.text for block in blocks(ROOT / "docs" / "publishing.md")}

    def run(script: str) -> str:
        shown = finished.run(f"set -e\n{script}")
        assert finished.code == 0, shown
        return shown

    def published() -> str:
        return run("git --git-dir=../origin.git ls-tree -r published")

    run(
        "git init -q -b main . && git add . && git commit -qm 'All of it' && git init -q --bare ../origin.git"
    )
    run("git remote add origin ../origin.git && git push -q origin main")
    run(scripts["once"])
    run(scripts["each time"])
    first = published()
    assert "es/washing-your-hands.pdf" in first
    assert run("git status --porcelain") == ""

    run(f"sed -i.bak 's/30 segundos/90 segundos/' {CATALOG}")
    assert "the edition approved earlier stays" in run(scripts["each time"])
    assert published() == first
    run(f"mv {CATALOG}.bak {CATALOG}")
    assert run("git --git-dir=../origin.git rev-list --count published").strip() == "2"
