"""The date line among the blocks of a document: metadata, not text to translate (as in plain text)."""

from __future__ import annotations

import datetime

from pipeline.documents.blocks import Block, Paragraph
from pipeline.documents.dates import DateLine, read_date_line
from pipeline.documents.inline import plain_text
from pipeline.errors import DocumentError

_HEAD, _FOOT = 5, 3  # among how many of the first and last paragraphs it is looked for


def take_date_lines(blocks: list[Block]) -> tuple[datetime.date | None, list[Block]]:
    """The publication date, and the blocks without the paragraphs that give it.

    Raises:
        DocumentError: two publication dates that differ.
    """
    plain = [place for place, block in enumerate(blocks) if isinstance(block, Paragraph)]
    found: dict[int, DateLine] = {}
    for place in dict.fromkeys((*plain[:_HEAD], *plain[-_FOOT:])):
        block = blocks[place]
        assert isinstance(block, Paragraph)
        shown = plain_text(block.text.content)
        if "\n" in shown or block.text.attached:
            continue
        read = read_date_line(shown, line=block.text.line, bare=place <= 1)
        if read is not None:
            found[place] = read
    published = [read for read in found.values() if not read.updated]
    for place, read in found.items():
        if published and not read.updated and read.date != published[0].date:
            block = blocks[place]
            assert isinstance(block, Paragraph)
            raise DocumentError(
                f"a second publication date, {read.date}, beside {published[0].date}",
                'keep one; label the other "Updated"',
                line=block.text.line,
            )
    chosen = published or list(found.values())
    kept = [block for place, block in enumerate(blocks) if place not in found]
    return (chosen[0].date if chosen else None), kept
