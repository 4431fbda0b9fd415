"""A leaflet with every kind of block, in any of the languages of ``leaflets``."""

from __future__ import annotations

import struct
import zlib

from msgspec.structs import replace

from pipeline.documents.blocks import (
    Block,
    Cell,
    Details,
    Figure,
    Footnote,
    Footnotes,
    Heading,
    ListBlock,
    ListItem,
    Paragraph,
    Quote,
    Row,
    Rule,
    Table,
    Text,
    Verbatim,
)
from pipeline.documents.inline import Image, Inline, Isolate, NoteMark, Opaque, Run, Styled
from pipeline.documents.model import Resource
from pipeline.editions.model import Edition
from tests.exporters.leaflets import ENGLISH, WORDS, edition, isolated

ARABIC_DOSE = "٢٫٥"


def png(width: int = 120, height: int = 60, color: tuple[int, int, int] = (11, 79, 108)) -> bytes:
    """A picture of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + bytes(color) * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows, 9))
        + chunk(b"IEND", b"")
    )


def rich(locale: str, *, approved: bool = False, picture: bytes | None = None) -> Edition:
    """Every kind of block: its words are the language's own, taken from the leaflet on fever."""
    words = WORDS.get(locale, ENGLISH)
    rtl = edition(locale).locale.direction == "rtl"
    numbers = iter(range(10_000))

    def text(*content: Inline) -> Text:
        return Text(next(numbers), content, "Paragraph")

    def said(sentence: str) -> Text:
        return text(*isolated(sentence, rtl=rtl))

    def paragraph(sentence: str) -> Paragraph:
        return Paragraph(said(sentence))

    def cell(sentence: str, **more: object) -> Cell:
        return Cell((paragraph(sentence),) if sentence else (), **more)  # type: ignore[arg-type]

    dose = Isolate("2.5\u00a0mg/kg") if rtl else Run("2.5\u00a0mg/kg")
    language, published, publisher = words.facts[1:4]
    blocks: tuple[Block, ...] = (
        Paragraph(text(*isolated(words.opening, rtl=rtl), NoteMark("1", "a b", "1"), Run(" "), dose)),
        Heading(2, said(words.heading)),
        Heading(3, said(words.items[0]), text(Opaque("1", "7.3"))),
        ListBlock(
            2,
            (
                ListItem(
                    (
                        paragraph(words.items[0]),
                        ListBlock(2, (ListItem((paragraph(words.items[1]),), mark=text(Opaque("1", "b)"))),)),
                    ),
                    mark=text(*isolated(words.title, rtl=rtl), Run(" "), Opaque("1", "2")),
                ),
                ListItem((paragraph(words.items[1]),), True, text(Opaque("1", "vii."))),
            ),
        ),
        ListBlock(
            None,
            (ListItem((paragraph(words.items[0]),), True), ListItem((paragraph(words.items[1]),), False)),
        ),
        ListBlock(
            3,
            (
                ListItem(
                    (paragraph(words.items[0]), ListBlock(None, (ListItem((paragraph(words.items[1]),)),)))
                ),
                ListItem((paragraph(words.items[2]),)),
            ),
        ),
        Table(
            (Row((cell(language), cell(published), cell(publisher, align="end"))),),
            (
                Row(
                    (
                        cell(words.heading, header=True),
                        Cell((Paragraph(text(dose)),)),
                        cell("{2}", align="end"),
                    )
                ),
                Row((cell(words.closing, columns=2), cell(words.items[0], rows=2))),
                Row((cell(""), cell("{16}", align="center"))),
            ),
            said(words.facts[0]),
        ),
        Figure("fever.png", said(words.title), said(words.closing)),
        Paragraph(
            text(Run("a "), Image("1", "fever.png", (Run(words.heading),)), Run(" "), Styled("i", (dose,)))
        ),
        Figure("missing.svg", said(words.heading)),
        Quote((paragraph(words.warning), ListBlock(None, (ListItem((paragraph(words.closing),)),)))),
        Verbatim("dose = 2.5\n  if weight < 40:\n\tstop *now*\n", "python"),
        Rule(),
        Details(said(words.heading), (paragraph(words.closing),)),
        Footnotes(
            (
                Footnote("a b", "1", (paragraph(words.opening),)),
                Footnote("c", "2", (paragraph(words.closing),)),
            )
        ),
    )
    made = edition(locale, approved=approved, blocks=blocks)
    data = png() if picture is None else picture
    return replace(made, resources=(Resource("fever.png", "image/png", data), Resource("missing.svg")))
