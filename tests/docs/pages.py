"""Reads the Markdown pages of the repository: their code blocks, in order, and their links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_FENCE = re.compile(r"^```(?P<info>[a-z]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMENT = re.compile(r"<!--\s*(?P<text>(?:(?!-->).)*?)\s*-->\s*\Z", re.DOTALL)
_LINK = re.compile(r"!?\[[^\]]*\]\((?P<target>[^)\s]+)\)")


@dataclass(frozen=True)
class Block:
    """A fenced code block: its language, its text, its line, and the HTML comment right above it, if any."""

    language: str
    text: str
    line: int
    comment: str


def pages() -> list[Path]:
    """Every page that the repository holds."""
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def blocks(page: Path) -> Iterator[Block]:
    text = page.read_text(encoding="utf-8")
    for match in _FENCE.finditer(text):
        above = _COMMENT.search(text, 0, match.start())
        line = text.count("\n", 0, match.start()) + 1
        yield Block(match["info"], match["text"], line, above["text"] if above else "")


def links(page: Path) -> list[str]:
    """Targets of links and pictures outside code."""
    text = _FENCE.sub("", page.read_text(encoding="utf-8"))
    text = re.sub(r"`[^`\n]*`", "", text)
    return [match["target"] for match in _LINK.finditer(text)]
