"""The date lines among the blocks of a document: metadata, not text to translate (as in plain text)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence

from msgspec.structs import replace

from pipeline.documents.blocks import Block, Paragraph
from pipeline.documents.dates import DateLine, read_date_line
from pipeline.documents.inline import Foreign, Inline, Link, Opaque, Run, Styled, children_of, plain_text
from pipeline.documents.model import DatedLine, Document
from pipeline.documents.tidy import tidy_content
from pipeline.errors import DocumentError

_HEAD, _FOOT = 5, 3  # among how many of the first and last paragraphs it is looked for
_LEADING = re.compile(r"[\W_]*")
_CLOSING = re.compile(r"[)\]}）*_|>]*\Z")


def take_date_lines(
    blocks: Sequence[Block],
) -> tuple[datetime.date | None, tuple[DatedLine, ...], list[Block]]:
    """The publication date, the paragraphs that give dates, and the blocks without them.

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
    dated = [
        DatedLine(block.text, read.date, read.updated, read.labelled, place - before)
        for before, (place, read) in enumerate(sorted(found.items()))
        if isinstance(block := blocks[place], Paragraph)
    ]
    return (chosen[0].date if chosen else None), tuple(dated), kept


def with_date_lines(document: Document) -> tuple[Block, ...]:
    """The blocks of ``document`` with its date lines where they stand in the file."""
    blocks = list(document.blocks)
    for before, line in enumerate(document.dates):
        blocks.insert(line.place + before, Paragraph(line.text))
    return tuple(blocks)


def dated_content(line: DatedLine, label: str, colon: str, date: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """What to write for a date line in another language, in the looks that it has in the source.

    Args:
        label: such as "Published", in that language.
        colon: what stands between the two.
        date: the date as its readers write it.
    """
    words = [text for text in _runs(line.text.content) if any(map(str.isalnum, text))]
    if not words or any(isinstance(one, Opaque) and one.equivalent for one in line.text.content):
        return line.text.content  # some of it is said to be for no translating
    before, after = _LEADING.match(words[0])[0], _CLOSING.search(words[-1])[0]  # type: ignore[index]  # both match ""
    head = (Run(f"{before}{label}{colon}" if line.labelled else before),)
    tail = (*date, Run(after))
    number = 0

    def walk(nodes: tuple[Inline, ...]) -> tuple[Inline, ...]:
        nonlocal number
        out: list[Inline] = []
        for node in nodes:
            match node:
                case Run(text):
                    if any(map(str.isalnum, text)):
                        number += 1
                        out += head if number == 1 else ()
                        out += tail if number == len(words) else ()
                    elif number == 0 or (number == len(words) and _CLOSING.fullmatch(text.strip())):
                        out.append(node)
                case Styled(_, children) | Link(_, children) | Foreign(_, children):
                    inner = walk(children)
                    out += (replace(node, children=inner),) if inner else ()
                case _:
                    out.append(node)
        return tuple(out)

    return tidy_content(walk(line.text.content))


def _runs(nodes: tuple[Inline, ...]) -> list[str]:
    found: list[str] = []
    for node in nodes:
        if isinstance(node, Run):
            found.append(node.text)
        else:
            found += _runs(children_of(node))
    return found
