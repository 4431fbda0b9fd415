"""The tutorial is true: every command in it runs, and prints what the page shows."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.docs.pages import ROOT
from tests.docs.shell import Shell, run_page


@pytest.mark.slow
def test_the_tutorial_leads_from_init_to_a_published_leaflet(
    tmp_path: Path, need: Callable[..., str]
) -> None:
    need("ssh-keygen")
    (tmp_path / "home").mkdir()
    (tmp_path / "work").mkdir()
    shell = Shell(tmp_path / "work", tmp_path / "home")
    run_page(ROOT / "docs" / "tutorial.md", shell)
    manifest = json.loads((tmp_path / "work/site/manifest.json").read_text(encoding="utf-8"))
    assert [one["locale"] for one in manifest["leaflets"]] == ["es"]
    assert len(manifest["leaflets"][0]["records"]) == 4
    leaflet = (tmp_path / "work/site/es/washing-your-hands.txt").read_text(encoding="utf-8")
    assert "30\u00a0segundos" in leaflet
