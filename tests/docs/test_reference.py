"""The pages for looking things up say what the program does: every command, every setting, every format."""

from __future__ import annotations

import datetime
import re
import subprocess
import sys
from typing import Any

import pytest

from pipeline.documents.registry import FORMATS
from pipeline.exporters.registry import EXPORTERS
from pipeline.language.locale import parse_locale
from pipeline.project import settings
from pipeline.project.scaffold import new_project_files
from tests.docs.pages import ROOT, blocks

SETTINGS = ROOT / "docs" / "settings.md"
NEEDED = 'source_locale = "en"\nlocales = ["en", "es", "pt-BR", "ar", "zh-Hans"]\n'


def known_keys(monkeypatch: pytest.MonkeyPatch) -> dict[str, settings.Table]:
    """Every key that the settings ask for, with its table's name before it, and the table."""
    tables: list[settings.Table] = []

    class Watched(settings.Table):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments)
            tables.append(self)

    monkeypatch.setattr(settings, "Table", Watched)
    settings.parse_settings(NEEDED.encode(), "polyleaf.toml")
    names = {table.name for table in tables}
    found: dict[str, settings.Table] = {}
    for table in tables:
        for key in table.known:
            if key not in names:
                found[f"{table.name}.{key}" if table.name else key] = table
    return found


def documented_keys() -> list[str]:
    text = SETTINGS.read_text(encoding="utf-8").partition("## Outside the file")[0]
    return re.findall(r"^\| `([a-z_.]+)` \|", text, re.MULTILINE)


def examples() -> list[str]:
    return [block.text for block in blocks(SETTINGS) if block.language == "toml"]


def test_every_setting_is_documented_and_every_documented_setting_exists(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    documented = documented_keys()
    assert sorted(documented) == sorted(known_keys(monkeypatch))


def test_the_defaults_in_the_page_are_the_defaults() -> None:
    example = examples()[0]
    assert example.startswith(NEEDED)
    written = settings.parse_settings(example.encode(), "polyleaf.toml")
    assert written == settings.parse_settings(NEEDED.encode(), "polyleaf.toml")


def test_the_example_holds_every_setting_and_the_table_its_value() -> None:
    example = examples()[0]
    text = SETTINGS.read_text(encoding="utf-8")
    table = ""
    keys = []
    for line in example.splitlines():
        if line.startswith("["):
            table = line.strip("[]") + "."
        elif " = " in line:
            key, _, value = line.partition(" = ")
            keys.append(table + key)
            if line + "\n" not in NEEDED:
                assert f"| `{table}{key}` | `{value}` |" in text
    assert keys == documented_keys()


def test_the_example_of_severities_is_valid() -> None:
    example = examples()[1]
    assert example.startswith("[checks]")
    read = settings.parse_settings((NEEDED + example).encode(), "polyleaf.toml")
    assert read.checks.everywhere and read.checks.locales and read.checks.domains


def test_a_new_project_spells_out_the_defaults() -> None:
    english = parse_locale("en")
    files = new_project_files(
        source_locale=english,
        locales=[parse_locale(tag) for tag in ("en", "es", "pt-BR", "ar", "zh-Hans")],
        publisher="",
        contact="",
        today=datetime.date(2026, 1, 2),
    )
    made = settings.parse_settings(files["polyleaf.toml"], "polyleaf.toml")
    assert made == settings.parse_settings(NEEDED.encode(), "polyleaf.toml")


def test_the_page_of_commands_is_what_help_says() -> None:
    tool = [sys.executable, str(ROOT / "tools" / "commands.py"), "--check"]
    done = subprocess.run(tool, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


def test_the_readme_names_the_formats_there_are_and_no_others() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (source|export) \| [^|]*\| ([^|]*) \|", text, re.MULTILINE)
    named = {
        kind: {suffix for of, cell in rows if of == kind for suffix in re.findall(r"`(\.\w+)`", cell)}
        for kind in ("source", "export")
    }
    assert named["source"] == {suffix for format in FORMATS.values() for suffix in format.suffixes}
    assert named["export"] == {exporter.suffix for exporter in EXPORTERS.values()}
