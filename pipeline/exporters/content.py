"""What every exporter asks of an edition's blocks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline.documents.inline import Foreign, Inline, Run
from pipeline.documents.model import Block, Heading, ListBlock, ListItem


def whole_locale(content: tuple[Inline, ...]) -> str | None:
    """The locale that all of ``content`` is in where it is not the edition's own, else None.

    Such a block takes that locale's direction as a whole: English paragraphs in an Arabic draft start left.
    """
    locales = set()
    for node in content:
        match node:
            case Foreign(locale, _):
                locales.add(locale)
            case Run(text) if not text.strip():
                pass
            case _:
                return None
    return locales.pop() if len(locales) == 1 else None


def without_gaps(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """``blocks`` with heading levels that never skip one (WCAG 1.3.1, PDF/UA-1 7.4.2) and lie in 2…6."""
    depth = 1

    def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
        nonlocal depth
        for block in blocks:
            match block:
                case Heading(level, _):
                    depth = max(2, min(level, depth + 1, 6))
                    yield replace(block, level=depth)
                case ListBlock(start, items):
                    yield ListBlock(start, tuple(ListItem(tuple(walk(item.blocks))) for item in items))
                case _:
                    yield block

    return tuple(walk(blocks))
