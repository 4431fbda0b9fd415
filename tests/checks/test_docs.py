"""docs/checks.md is made from the checks, and the tables of characters from what they name."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from pipeline.checks.registry import CHECKS

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_of_checks_is_current() -> None:
    ran = subprocess.run(
        [sys.executable, "tools/checks_page.py", "--check"], cwd=ROOT, capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize("id", CHECKS)
def test_an_explanation_is_one_paragraph_that_says_what_to_do(id: str) -> None:
    explanation = CHECKS[id].explanation
    assert explanation == " ".join(explanation.split())
    assert explanation.endswith(".") and 2 <= explanation.count(". ") + 1 <= 12


def test_ids_and_severities_are_stable() -> None:
    """Settings, waivers and other people's builds name them: changing one is a breaking change."""
    ours = {
        id: str(check.severity) for id, check in CHECKS.items() if check.category in ("markup", "linguistic")
    }
    assert ours == {
        "broken-notation": "error",
        "tags": "error",
        "links": "error",
        "placeholders": "error",
        "unsafe-content": "error",
        "untranslated": "warning",
        "same-as-source": "warning",
        "wrong-script": "error",
        "wrong-language": "warning",
        "inconsistent": "warning",
        "length": "warning",
        "sentence-count": "warning",
        "end-punctuation": "warning",
        "brackets": "warning",
        "quotes": "warning",
        "capitals": "warning",
        "doubled-words": "warning",
        "whitespace": "warning",
        "spacing": "info",
        "plural-forms": "warning",
        "invisible-characters": "warning",
        "bidi-controls": "error",
        "look-alikes": "warning",
        "font-coverage": "error",
        "readability": "info",
    }


def test_the_tables_of_characters_are_those_of_unicode_and_of_the_fonts() -> None:
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        import unicode_tables
    finally:
        sys.path.remove(str(ROOT / "tools"))
    language = ROOT / "pipeline" / "language"
    assert unicode_tables.scripts() == (language / "scripts.toml").read_text("utf-8")
    kept = tomllib.loads((language / "coverage.toml").read_text("utf-8"))
    assert kept["shipped"] == unicode_tables.shipped()
