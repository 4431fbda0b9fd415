"""What the tests of engines share: the fake service, and a project whose catalogs wait for drafts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.engines.fake import Fake, running
from tests.support.command import polyleaf

SETTINGS = """
source_locale = "en"
locales = ["en", "es", "ar"]

[engines.libretranslate]
attempts = 1
timeout = 20
"""

TERMS = """\
source,locale,target,translate,note
Doctors Without Borders,es,,no,
hands,es,manos,yes,
this,ar,,no,
"""


@pytest.fixture
def service() -> Iterator[Fake]:
    with running() as fake:
        yield fake


@pytest.fixture(autouse=True)
def own_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A user without keys, and who has not agreed to anything."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "user"))
    monkeypatch.setenv("HOME", str(tmp_path / "user"))
    for name in ("LIBRETRANSLATE", "DEEPL", "MICROSOFT"):
        monkeypatch.delenv(f"POLYLEAF_{name}_KEY", raising=False)
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")  # nothing may ever go there


@pytest.fixture
def project(tmp_path: Path) -> Callable[..., Path]:
    """``project("One sentence.", …)`` makes a project with these paragraphs, its catalogs up to date."""

    def make(*paragraphs: str, settings: str = SETTINGS) -> Path:
        root = tmp_path / "project"
        (root / "source").mkdir(parents=True)
        (root / "polyleaf.toml").write_text(settings, encoding="utf-8")
        text = "A leaflet\n\n" + "\n\n".join(paragraphs) + "\n"
        (root / "locales").mkdir()
        (root / "locales" / "terms.csv").write_text(TERMS, encoding="utf-8")
        (root / "source" / "leaflet.txt").write_text(text, encoding="utf-8")
        done = polyleaf("update", cwd=root)
        assert done.code == 0, done.err
        return root

    return make
