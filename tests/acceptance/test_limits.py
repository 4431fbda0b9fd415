"""What is larger than the settings allow is refused, in one line that names the setting."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.command import Ran, polyleaf

SETTINGS = 'source_locale = "en"\nlocales = ["es"]\nformats = ["txt"]\n'
CATALOG = "locales/es/LC_MESSAGES/leaflet.po"
LONG = "Rest and drink water. " * 60


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "leaflet.txt").write_text(f"A leaflet\n\n{LONG}\n")
    (tmp_path / "polyleaf.toml").write_text(SETTINGS)
    assert polyleaf("update", cwd=tmp_path).code == 0
    (tmp_path / "git").mkdir()
    for name in ("base", "ours", "theirs"):
        (tmp_path / "git" / f"{name}.po").write_bytes((tmp_path / CATALOG).read_bytes())
    return tmp_path


def limit(root: Path, line: str) -> None:
    (root / "polyleaf.toml").write_text(f"{SETTINGS}[limits]\n{line}\n")


COMMANDS = {
    "update": ("update",),
    "check": ("check",),
    "check of a file": ("check", CATALOG),
    "build": ("build",),
    "merge-po": ("merge-po", "git/base.po", "git/ours.po", "git/theirs.po", CATALOG),
}


def told(ran: Ran) -> str:
    """For check a file that cannot be read is a finding among others."""
    return ran.err or ran.out


@pytest.mark.parametrize("name", COMMANDS)
def test_a_catalog_over_the_cap_is_refused(root: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(root)
    limit(root, "catalog_bytes = 1_000")
    before = (root / CATALOG).read_bytes()
    ran = polyleaf(*COMMANDS[name])
    assert ran.code == 1
    assert "larger than 1,000 bytes" in told(ran)
    assert "limits.catalog_bytes" in told(ran)
    assert (root / CATALOG).read_bytes() == before


@pytest.mark.parametrize("name", COMMANDS)
def test_a_text_over_the_cap_is_refused(root: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(root)
    for path in (root / CATALOG, *(root / "git").iterdir()):
        path.write_text(path.read_text().replace('msgstr ""\n\n', f'msgstr "{LONG}"\n\n'))
    limit(root, "text_characters = 200")
    ran = polyleaf(*COMMANDS[name])
    assert ran.code == 1
    assert "longer than 200 characters" in told(ran)
    assert "limits.text_characters" in told(ran)


def test_a_document_over_the_cap_is_refused(root: Path) -> None:
    limit(root, "document_bytes = 1_000")
    ran = polyleaf("update", cwd=root)
    assert ran.code == 1
    assert "source/leaflet.txt: is larger than 1,000 bytes" in ran.err
    assert "limits.document_bytes" in ran.err
