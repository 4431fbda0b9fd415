"""A language that Polyleaf ships no frame in: its project translates the frame itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.editions.frame import WORDS
from tests.support.command import polyleaf

DOMAIN = "washing-your-hands"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    assert polyleaf("init", tmp_path, "-l", "ps").code == 0
    return tmp_path


def test_update_makes_the_frame_to_translate_and_leaves_it_alone_afterwards(project: Path) -> None:
    frame = project / "locales/ps/frame.po"
    text = frame.read_text(encoding="utf-8")
    assert '"Language: ps\\n"' in text
    assert all(f'msgid "{word}"' in text for word in WORDS.values())
    frame.write_text(text + "\n# a translator was here\n", encoding="utf-8")
    assert polyleaf("update", cwd=project).code == 0
    assert frame.read_text(encoding="utf-8").endswith("# a translator was here\n")


def test_until_it_is_translated_the_draft_carries_the_english_banner(project: Path) -> None:
    assert polyleaf("build", cwd=project).code == 0
    assert "Draft: not reviewed" in (project / f"build/ps/{DOMAIN}.txt").read_text(encoding="utf-8")
    page = (project / f"build/ps/{DOMAIN}.html").read_text(encoding="utf-8")
    assert '<section class="banner" aria-labelledby="banner" lang="en" dir="ltr">' in page


def test_the_words_of_the_project_stand_in_the_leaflet(project: Path) -> None:
    frame = project / "locales/ps/frame.po"
    text = frame.read_text(encoding="utf-8")
    for word in WORDS.values():
        text = text.replace(f'msgid "{word}"\nmsgstr ""', f'msgid "{word}"\nmsgstr "پ {word}"')
    frame.write_text(text, encoding="utf-8")
    ran = polyleaf("build", cwd=project)
    assert ran.code == 0, ran.err
    assert (project / f"build/ps/{DOMAIN}.txt").read_text(encoding="utf-8").startswith("پ")


def test_a_lost_field_is_told_with_the_file(project: Path) -> None:
    frame = project / "locales/ps/frame.po"
    text = frame.read_text(encoding="utf-8")
    for word in WORDS.values():
        text = text.replace(f'msgid "{word}"\nmsgstr ""', f'msgid "{word}"\nmsgstr "پ"')
    frame.write_text(text, encoding="utf-8")
    ran = polyleaf("build", cwd=project)
    assert ran.code == 1
    assert ran.err.startswith("polyleaf: locales/ps/frame.po: ")
