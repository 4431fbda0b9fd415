"""Which text or picture it is that Typst cannot lay out.

Typst is given data, and its errors say nothing of where in the data. Once it has failed, the leaflet is laid
out again in halves until one text is left: together that is about two more layouts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec.structs import replace

from pipeline.documents.blocks import Block, Figure, Heading, Paragraph, Part, Text, Title
from pipeline.documents.inline import Image, Inline, Run, placeholders
from pipeline.documents.walking import parts_of
from pipeline.editions.model import Edition
from pipeline.errors import ExportError


def blame(error: ExportError, edition: Edition, lay_out: Callable[[Edition], object]) -> ExportError:
    """``error`` with the text or the picture that it is about, where a single one is at fault.

    Args:
        lay_out: raises an ExportError where it fails, as it did on ``edition``.
    """

    def fails(blocks: Sequence[Block]) -> bool:
        title = edition.title if any(isinstance(block, Title) for block in blocks) else edition.domain
        try:
            lay_out(replace(edition, title=title, blocks=tuple(blocks), facts=()))
        except ExportError as found:
            return found.what == error.what
        return False

    block = _first(tuple(_alone(edition.blocks)), fails)
    if block is None:
        return error
    for name in _pictures(block):
        if fails([_paragraph(Image("1", name, (Run("-"),)))]):
            return ExportError(f'{error.what}: "{name}"', error.hint).of_picture(name)
    (text, *_) = [*(part for part in parts_of(block) if isinstance(part, Text)), None]
    return error if text is None else error.of_text(text.index)


def _first(blocks: Sequence[Block], fails: Callable[[Sequence[Block]], bool]) -> Block | None:
    """The first of ``blocks`` that fails by itself, or None where they only do so together."""
    while len(blocks) > 1:
        half = blocks[: len(blocks) // 2]
        blocks = half if fails(half) else blocks[len(half) :]
    return blocks[0] if blocks and fails(blocks) else None


def _alone(blocks: Sequence[Block]) -> Iterator[Block]:
    """Each text and each figure in ``blocks`` as a block of its own; headings at the highest level, since
    PDF/UA wants none skipped."""
    pending: list[Part | Text] = list(reversed(blocks))
    titled = False
    while pending:
        match pending.pop():
            case Title(text):
                titled = True
                yield Title(text)
            case Heading(_, text):
                yield Heading(2 if titled else 1, text)
            case Figure() as figure:
                yield figure
            case Text() as text:
                yield Paragraph(text)
            case node:
                pending += reversed(parts_of(node))


def _pictures(block: Block) -> Iterator[str]:
    if isinstance(block, Figure):
        yield block.resource
    for part in parts_of(block):
        if isinstance(part, Text):
            for node in placeholders(part.content).values():
                if isinstance(node, Image):
                    yield node.resource


def _paragraph(*content: Inline) -> Paragraph:
    return Paragraph(Text(0, content, ""))
