"""Characters that no output may hold: looked for once, before an edition is laid out.

Nothing is dropped or mended here: a reader must see exactly what reviewers have signed, so what cannot be
shown as it was signed is an error that names the character and its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.documents.blocks import Footnotes, Verbatim
from pipeline.documents.inline import (
    Break,
    Foreign,
    Image,
    Inline,
    Isolate,
    Link,
    NoteMark,
    Opaque,
    Run,
    Styled,
)
from pipeline.documents.walking import iter_blocks, iter_texts
from pipeline.editions.model import Edition
from pipeline.errors import ExportError
from pipeline.language.steering import CLOSED_BY, CLOSERS
from pipeline.language.visible import name_character

# Controls (HTML, "Parsing: preprocessing the input stream", forbids them all but tab and line end), line and
# paragraph separators (a break has a node of its own), overrides (they show "05" for "50"), tags and
# annotations, surrogates, noncharacters, private use (each font shows something else there, or nothing).
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202d\u202e\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff\ud800-\udfff"
    "\ue000-\uf8ff\U000e0000-\U000e007f\U000f0000-\U0010ffff"
    + "".join(chr(plane << 16 | low) for plane in range(1, 15) for low in (0xFFFE, 0xFFFF))
    + "]"
)
_PAIRED = re.compile(f"[{''.join([*CLOSED_BY, *sorted(CLOSERS)])}]")


def check_characters(edition: Edition) -> None:
    """See that everything a reader will see of ``edition`` can be shown as it stands.

    Raises:
        ExportError: it holds a forbidden character, or a mark of direction without its pair; says where.
    """
    for part, text in _texts(edition):
        place = f"{part} of {edition.domain} in {edition.locale}"
        if found := _FORBIDDEN.search(text):
            raise ExportError(
                f"{place} holds {name_character(found[0])}, which no leaflet may hold",
                "take it out of the text",
            )
        if stray := _unpaired(text):
            raise ExportError(
                f"{place} holds {name_character(stray)} without its pair",
                "take it out of the text, or set its pair",
            )


def _texts(edition: Edition) -> Iterator[tuple[str, str]]:
    yield "the title", edition.title
    for text in iter_texts(edition.blocks):
        for piece in _pieces(text.content):
            yield f'"{text.role}"', piece
    for block in iter_blocks(edition.blocks):
        if isinstance(block, Verbatim):
            yield "a verbatim block", block.text
        elif isinstance(block, Footnotes):
            for note in block.notes:
                yield "the number of a footnote", note.number
    for fact in edition.facts:
        yield f'the label of "{fact.kind}"', fact.label
        for piece in _pieces(fact.value):
            yield f'"{fact.kind}"', piece
    if edition.banner is not None:
        yield "the banner", edition.banner.heading
        yield "the banner", edition.banner.text
    yield "the heading of the facts", edition.facts_heading
    yield "the page label", edition.page_label


def _pieces(content: tuple[Inline, ...]) -> Iterator[str]:
    """The texts of ``content`` within which marks of direction must pair: each isolate, and all the rest."""
    rest: list[str] = []

    def walk(nodes: tuple[Inline, ...]) -> Iterator[str]:
        for node in nodes:
            match node:
                case Run(text) | Opaque(_, text):
                    rest.append(text)
                case Isolate(text, _):
                    yield text
                case Break():
                    rest.append("\n")
                case NoteMark(_, _, number):
                    yield number
                case Image(_, _, alt, _):
                    yield from _pieces(alt)
                case Foreign(_, children):
                    yield from _pieces(children)
                case Styled(_, children) | Link(_, children):
                    yield from walk(children)

    yield from walk(content)
    yield "".join(rest)


def _unpaired(text: str) -> str | None:
    """The first mark of direction in ``text`` that opens or closes nothing, or None (UAX #9, BD9, BD11)."""
    open_marks: list[str] = []
    for found in _PAIRED.finditer(text):
        mark = found[0]
        if mark in CLOSED_BY:
            open_marks.append(mark)
        elif not open_marks or CLOSED_BY[open_marks.pop()] != mark:
            return mark
    return open_marks[-1] if open_marks else None
