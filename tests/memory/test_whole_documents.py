"""Whole documents of TICO-19, put together as Markdown, come out translated by memory alone.

Two documents stand with the tests. Where ``POLYLEAF_TICO_19`` names a folder with all memories of TICO-19,
the 31 of them are tried too.
"""

from __future__ import annotations

import html
import os
import re
from pathlib import Path

import pytest

from pipeline.catalogs.reading import parse_catalog
from tests.support.command import polyleaf
from tests.support.tico import Memories, markdown, memories

HERE = [Path(__file__).parent / "data/tmx/two-documents.tmx"]
THERE = (
    sorted(Path(os.environ["POLYLEAF_TICO_19"]).glob("*.tmx*")) if "POLYLEAF_TICO_19" in os.environ else []
)


def run(root: Path, *arguments: str | Path) -> str:
    ran = polyleaf(*arguments, cwd=root)
    assert ran.code == 0, ran.err
    return ran.out


@pytest.mark.slow
@pytest.mark.parametrize(
    "given", [*memories(HERE), *memories(THERE)], ids=lambda given: "-".join(given.locales)
)
def test_whole_documents_come_out_translated_by_memory_alone(tmp_path: Path, given: Memories) -> None:
    tags = ", ".join(f'"{tag}"' for tag in ("en", *given.locales))
    (tmp_path / "polyleaf.toml").write_text(f'source_locale = "en"\nlocales = [{tags}]\n', encoding="utf-8")
    (tmp_path / "source").mkdir()
    for name, segments in given.texts["en"].items():
        (tmp_path / f"source/{name}.md").write_text(markdown(segments), encoding="utf-8")
    for file in given.files:
        run(tmp_path, "memory", "import", file)
    run(tmp_path, "update")
    for tag in given.locales:
        for name in given.texts["en"]:
            path = tmp_path / f"locales/{tag.replace('-', '_')}/LC_MESSAGES/{name}.po"
            units = parse_catalog(path.read_bytes(), str(path)).active
            assert [unit.source for unit in units if unit.fuzzy or not unit.target] == []
    run(tmp_path, "build", "--format", "html")
    for tag in given.locales:
        for name, segments in given.texts[tag].items():
            # What stands twice in English has one translation in the leaflet, but may have two in the memory.
            english = given.texts["en"][name]
            page = shown((tmp_path / f"build/{tag}/{name}.html").read_text(encoding="utf-8"))
            missing = [
                target
                for source, target in zip(english, segments, strict=True)
                if english.count(source) == 1 and plain(target) not in page
            ]
            assert missing == []


def shown(page: str) -> str:
    """What a page says."""
    return plain(html.unescape(re.sub(r"<[^>]*>", "", page)))


def plain(text: str) -> str:
    """Without marks of direction, with one kind of space."""
    return " ".join(re.sub("[\u200e\u200f\u2066-\u2069]", "", text).split())
