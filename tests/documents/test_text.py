"""Plain text as people write it: what is read, and what is written back."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.documents.blocks import Block, Heading, ListBlock, Paragraph, Title
from pipeline.documents.counters import NUMBER
from pipeline.documents.inline import Break, Inline, Link, Opaque, Run, Styled, plain_text
from pipeline.documents.model import Document
from pipeline.documents.registry import FORMATS, format_for
from pipeline.documents.text import TextFormat
from pipeline.errors import DocumentError

CASES = Path(__file__).parent / "data" / "text"
SEED = Path(__file__).parents[2] / "source" / "breast-cancer-and-lung-metastasis.txt"
TEXT = TextFormat()


def _outline(blocks: tuple[Block, ...], indent: str = "") -> list[str]:
    """The blocks as lines, to compare with a case's second half."""
    lines: list[str] = []
    for block in blocks:
        match block:
            case Title(text):
                lines.append(f"{indent}title: {plain_text(text.content)}")
            case Heading(level, text):
                lines.append(f"{indent}heading {level}: {plain_text(text.content)}")
            case Paragraph(text):
                shown = plain_text(text.content).replace("\n", " / ")
                lines.append(f"{indent}paragraph: {shown}")
            case ListBlock(start, items):
                lines.append(f"{indent}list from {start}:" if start else f"{indent}list:")
                for item in items:
                    mark = "" if item.mark is None else f" {plain_text(item.mark.content)}"
                    lines.append(f"{indent}  item:{mark}")
                    lines += _outline(item.blocks, indent + "    ")
    return lines


def _parse(text: str) -> Document:
    return TEXT.parse(text.encode())


def _published(text: str) -> datetime.date | None:
    return _parse(text).metadata.published


@pytest.mark.parametrize("file", sorted(CASES.glob("*.txt")), ids=lambda file: file.stem)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize("bom", ["", "\ufeff"], ids=["plain", "bom"])
def test_a_file_is_read_as_its_writer_meant_it(file: Path, line_end: str, bom: str) -> None:
    source, expected = file.read_text(encoding="utf-8").split("\n<<<>>>\n")
    data = (bom + source.replace("\n", line_end)).encode()
    document = TEXT.parse(data)
    assert _outline(document.blocks) == expected.strip("\n").splitlines()
    assert TEXT.rebuild(document, {}) == data
    assert [text.index for text in document.texts] == list(range(len(document.texts)))


@pytest.mark.parametrize("file", sorted(CASES.glob("*.txt")), ids=lambda file: file.stem)
def test_translated_texts_keep_their_places(file: Path) -> None:
    source = file.read_text(encoding="utf-8").split("\n<<<>>>\n")[0]
    document = _parse(source)
    words = [text.index for text in document.texts if text.role != NUMBER]
    translated = TEXT.rebuild(document, {index: (Run(f"Neu {index}."),) for index in words})
    again = TEXT.parse(translated)
    assert [plain_text(text.content) for text in again.texts if text.role != NUMBER] == [
        f"Neu {index}." for index in words
    ]
    assert [text.role for text in again.texts] == [text.role for text in document.texts]
    assert again.metadata == document.metadata


def test_the_seed_leaflet_is_a_title_a_date_and_five_paragraphs() -> None:
    data = SEED.read_bytes()
    document = TEXT.parse(data)
    assert plain_text(document.texts[0].content) == "breast cancer and lung metastasis"
    assert document.metadata.published == datetime.date(2024, 12, 9)
    assert [type(block) for block in document.blocks] == [Title] + [Paragraph] * 5
    assert TEXT.rebuild(document, {}) == data
    assert b"Release time :Dec-09,2024" in TEXT.rebuild(document, {i: (Run("x"),) for i in range(6)})


_MARKS = [
    "\n",
    "\n",
    "\r\n",
    "\r",
    " ",
    "  ",
    "\t",
    "\x0c",
    "\u202e",
    "\u2028",
    "\x85",
    "\u200f",
    "\x1b",
    "\ufeff",
]
_WORDS = [
    "- ",
    "* ",
    "1. ",
    "2) ",
    "a) ",
    "----",
    "====",
    "Head",
    "12 High Street",
    "the",
    "End.",
    "<b>",
    "<br/>",
]
_LINES = [
    '<x id="1"/>',
    "é",
    "中文",
    "Published: 2024-12-09",
    "A longer line that goes on until it is wrapped,",
]
_PIECES = st.sampled_from([*_MARKS, *_WORDS, *_LINES])
_TEXTS = st.one_of(st.text(max_size=300), st.lists(_PIECES, max_size=60).map("".join))


@given(_TEXTS, st.booleans())
def test_reading_then_writing_gives_the_same_bytes(text: str, bom: bool) -> None:
    data = (("\ufeff" if bom else "") + text).encode()
    try:
        document = TEXT.parse(data)
    except DocumentError as error:
        assert error.hint
        return
    assert TEXT.rebuild(document, {}) == data
    own = TEXT.rebuild(document, {text.index: text.content for text in document.texts})
    assert TEXT.parse(own) == document
    for read in document.texts:
        first, last = read.span.start, read.span.end
        assert "".join(data[first:last].decode().split()) == "".join(plain_text(read.content).split())


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_clearly(data: bytes) -> None:
    try:
        document = TEXT.parse(data)
    except DocumentError as error:
        assert error.hint
        return
    assert TEXT.rebuild(document, {}) == data


@given(_TEXTS, st.text(max_size=30))
def test_whatever_is_not_translated_keeps_its_bytes(text: str, target: str) -> None:
    try:
        document = _parse(text)
    except DocumentError:
        return
    headings = {block.text.index for block in document.blocks if isinstance(block, Title | Heading)}
    line = target.replace("\r\n", " ").replace("\r", " ").replace("\n", " ").encode()
    for read in document.texts:
        if read.index in headings or read.role == NUMBER or plain_text(read.content) == target:
            continue
        written = TEXT.rebuild(document, {read.index: (Run(target),)})
        data = document.data
        assert written == data[: read.span.start] + line + data[read.span.end :]


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"Title\ncaf\xe9", "byte 0xe9 at byte offset 9 is not UTF-8"),
        (b"\xff\xfeT\0", "UTF-16 or UTF-32"),
        ("T\nx".encode("utf-16-be"), "NUL at byte offset 0"),
        (b"Title\nab\0c", "NUL at byte offset 8"),
        (b"ab\xed\xa0\x80", "byte 0xed at byte offset 2"),
    ],
)
def test_anything_but_utf_8_is_refused_with_its_place(data: bytes, what: str) -> None:
    with pytest.raises(DocumentError, match=what):
        TEXT.parse(data)


def test_the_line_of_a_wrong_byte_counts_every_kind_of_line_end() -> None:
    with pytest.raises(DocumentError) as caught:
        TEXT.parse(b"a\r\nb\rc\nd\xff")
    assert caught.value.line == 4


def test_text_in_the_form_of_a_tag_stays_text() -> None:
    document = _parse("Title\nUse <b> and <br/> in HTML")
    assert document.texts[1].content == (
        Run("Use "),
        Opaque("1", "<b>"),
        Run(" and "),
        Opaque("2", "<br/>"),
        Run(" in HTML"),
    )
    swapped: tuple[Inline, ...] = (Opaque("2", "<br/>"), Run(" und "), Opaque("1", "<b>"))
    assert TEXT.rebuild(document, {1: swapped}) == b"Title\n<br/> und <b>"


def test_a_translated_heading_gets_a_line_of_its_new_width() -> None:
    document = _parse("Title\r\n=====\r\n\r\n----\r\nHead\r\n----\r\nText.")
    written = TEXT.rebuild(document, {0: (Run("标题很长"),), 1: (Run("Überschrift"),)})
    assert (
        written.decode() == "标题很长\r\n========\r\n\r\n-----------\r\nÜberschrift\r\n-----------\r\nText."
    )


def test_a_wrapped_paragraph_becomes_one_line_and_a_break_a_line() -> None:
    source = (
        "\ufeffTitle\r\n\r\n  This paragraph is wrapped at some width, as people do in\r\n"
        "  their editors, and it goes on for a while.\r\n\r\n- an item\r\n"
    )
    document = _parse(source)
    written = TEXT.rebuild(
        document,
        {1: (Run("Kurz,\nganz kurz"), Break(), Run("neu")), 2: (Styled("b", (Link("x", (Run("y"),)),)),)},
    )
    assert written.decode() == "\ufeffTitle\r\n\r\n  Kurz, ganz kurz\r\n  neu\r\n\r\n- y\r\n"


def test_a_text_that_is_not_there_cannot_be_written() -> None:
    with pytest.raises(DocumentError, match="there is no text 5"):
        TEXT.rebuild(_parse("Title"), {5: (Run("x"),)})


def test_lists_do_not_nest_without_end() -> None:
    document = _parse("Title\n" + "".join(" " * 2 * depth + "- deeper\n" for depth in range(500)))
    assert len(document.texts) == 501


def test_the_format_is_found_by_suffix() -> None:
    assert format_for("source/Leaflet.TXT") is FORMATS["text"]


def test_every_format_is_known_by_its_own_name_and_suffixes():
    for name, format in FORMATS.items():
        assert format.name == name
        assert {format_for(f"leaflet{suffix}") for suffix in format.suffixes} == {format}
    for path in ("leaflet.xyz", "leaflet", "some.txt/leaflet", ".txt"):
        with pytest.raises(DocumentError, match="suffix"):
            format_for(path)


def test_the_date_line_may_stand_at_either_end() -> None:
    assert _published("Fever\n\nDrink water.\n\nLast updated: 3 May 2024\n") == datetime.date(2024, 5, 3)
    assert _published("Fever\n=====\nBy the clinic\nPublished: 2024-05-03\nDrink.") == datetime.date(
        2024, 5, 3
    )


def test_publication_counts_before_an_update() -> None:
    text = "Fever\nLast updated: 2025-01-02\nPublished: 2024-05-03\nDrink."
    assert _published(text) == datetime.date(2024, 5, 3)
    assert len(_parse(text).texts) == 2


def test_two_publication_dates_are_an_error() -> None:
    with pytest.raises(DocumentError, match="second publication date") as caught:
        _parse("Fever\nPublished: 2024-05-03\nReleased: 2024-05-04\n")
    assert caught.value.line == 3
