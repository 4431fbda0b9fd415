"""What Word shows before items and headings: numbers, letters and words, as its list definitions say."""

from __future__ import annotations

import io
import zipfile

import pytest

from pipeline.documents.blocks import Block, Figure, Heading, ListBlock, Paragraph, Title
from pipeline.documents.docx.format import DocxFormat
from pipeline.documents.inline import Run, plain_text
from pipeline.documents.model import Document
from pipeline.language.locale import parse_locale
from tests.documents.docx.build import SPACES, box, docx, item, p, picture, zipped

FORMAT = DocxFormat()


def level(number: int, text: str, form: str = "decimal", start: int = 1, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def made(levels: str, *blocks: str, override: str = "") -> bytes:
    """A document with one list definition, of number 2."""
    with zipfile.ZipFile(io.BytesIO(docx(*blocks))) as archive:
        files: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    files["word/numbering.xml"] = (
        f'<w:numbering {SPACES}><w:abstractNum w:abstractNumId="1">{levels}</w:abstractNum>'
        f'<w:num w:numId="2"><w:abstractNumId w:val="1"/>{override}</w:num></w:numbering>'
    )
    return zipped(files)


def shown(blocks: tuple[Block, ...]) -> list[str]:
    """Each paragraph and heading with what a reader sees before it."""
    lines: list[str] = []
    for block in blocks:
        match block:
            case Title(text, mark) | Heading(_, text, mark):
                lines.append((plain_text(mark.content) + " " if mark else "") + plain_text(text.content))
            case Paragraph(text):
                lines.append(plain_text(text.content))
            case Figure():
                lines.append("picture")
            case ListBlock(start, items):
                for place, one in enumerate(items):
                    plain = "•" if start is None else f"{start + place}."
                    first, *rest = shown(one.blocks)
                    lines.append(f"{plain_text(one.mark.content) if one.mark else plain} {first}")
                    lines += rest
    return lines


def read(levels: str, *blocks: str, override: str = "") -> list[str]:
    return shown(FORMAT.parse(made(levels, *blocks, override=override)).blocks)


STEPS = [item("a", 2), item("b", 2, 1), item("c", 2, 1), item("d", 2), item("e", 2, 1)]


@pytest.mark.parametrize(
    ("levels", "marks"),
    [
        (level(0, "%1.") + level(1, "%2)"), "1. 1. 2. 2. 1."),
        (level(0, "Step %1:") + level(1, "%2)", "lowerLetter"), "Step 1: a) b) Step 2: a)"),
        (level(0, "%1.") + level(1, "%1.%2."), "1. 1.1. 1.2. 2. 2.1."),
        (level(0, "%1.", "upperRoman", 4) + level(1, "%1.%2", "decimal"), "IV. IV.1 IV.2 V. V.1"),
        (level(0, "%1.", "upperRoman") + level(1, "%1.%2", more="<w:isLgl/>"), "I. 1.1 1.2 II. 2.1"),
        (level(0, "第%1步") + level(1, "(%2)", "chineseCounting"), "第1步 (一) (二) 第2步 (一)"),
        (level(0, "%1") + level(1, "%2", "decimalZero"), "1. 01 02 2. 01"),
        (level(0, "%1.") + level(1, "%2.", more='<w:lvlRestart w:val="0"/>'), "1. 1. 2. 2. 3."),
        (level(0, "Tip:", "none") + level(1, "-", "bullet"), "Tip: • • Tip: •"),
        (level(0, "%1.", "noSuchForm") + level(1, "%2.", "ordinalText"), "1. 1. 2. 2. 1."),
    ],
)
def test_items_show_what_word_shows(levels: str, marks: str) -> None:
    expected = [
        f"{mark} {text}".replace("Step_", "Step ")
        for mark, text in zip(marks.replace("Step ", "Step_").split(), "abcde", strict=True)
    ]
    assert read(levels, *STEPS) == expected


def test_what_shows_nothing_is_no_item_but_counts() -> None:
    levels = level(0, "", "decimal") + level(1, "%1.%2")
    assert read(levels, item("a", 2), item("b", 2), item("c", 2, 1)) == ["a", "b", "2.1 c"]


def test_a_level_that_was_left_out_counts_as_begun() -> None:
    levels = level(0, "%1.") + level(1, "%1.%2")
    assert read(levels, item("a", 2, 1), item("b", 2)) == ["1.1 a", "2. b"]


def test_an_override_of_a_level_has_its_own_words() -> None:
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "Part %1")}</w:lvlOverride>'
    assert read(level(0, "%1."), item("a", 2), override=own) == ["Part 1 a"]


def test_headings_show_their_numbers_and_count_where_they_are_empty() -> None:
    levels = level(0, "%1") + level(1, "%1.%2")

    def heading(text: str, style: int) -> str:
        numbers = f'<w:numPr><w:ilvl w:val="{style - 1}"/><w:numId w:val="2"/></w:numPr>'
        return p(*([text] if text else []), style=f"berschrift{style}", properties=numbers)

    heads = [heading("a", 1), heading("b", 2), heading("", 2), heading("c", 2), heading("d", 1)]
    assert read(levels, *heads) == ["1 a", "1.1 b", "1.3 c", "2 d"]


def test_a_level_that_names_a_style_numbers_its_paragraphs() -> None:
    levels = level(0, "%1") + level(1, "%1.%2", more='<w:pStyle w:val="Zitat"/>')
    with zipfile.ZipFile(io.BytesIO(made(levels, item("a", 2), p("b", style="Zitat")))) as archive:
        files: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    styles = files["word/styles.xml"]
    assert isinstance(styles, bytes)
    quote = b'<w:name w:val="Quote"/>'
    files["word/styles.xml"] = styles.replace(
        quote, quote + b'<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr>'
    )
    assert shown(FORMAT.parse(zipped(files)).blocks) == ["1. a", "1.1 b"]


def test_a_picture_alone_is_an_item_too() -> None:
    assert read(level(0, "%1."), item("a", 2), p(picture("A dose"), properties=NUMBERED), item("b", 2)) == [
        "1. a",
        "2. picture",
        "3. b",
    ]


NUMBERED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr>'


def test_the_older_form_of_a_text_box_does_not_count_again() -> None:
    blocks = FORMAT.parse(made(level(0, "%1."), p("x", box(item("a", 2))), item("b", 2))).blocks
    assert isinstance(blocks[-1], ListBlock)
    assert blocks[-1].start == 2


def translated(document: Document, contents: dict[str, str]) -> str:
    """The list definitions with the words of marks replaced."""
    new = {}
    for text in document.texts:
        words = [one.text for one in text.content if isinstance(one, Run)]
        if words and words[0] in contents:
            nodes = (Run(contents[words[0]]), *text.content[1:])
            new[text.index] = nodes
    data = FORMAT.rebuild(document, new, locale=parse_locale("fr"))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("word/numbering.xml").decode()


def test_translated_words_of_a_mark_keep_word_s_counters() -> None:
    document = FORMAT.parse(made(level(0, "Step %1:") + level(1, "%2)"), *STEPS))
    assert 'w:val="Étape %1:"' in translated(document, {"Step ": "Étape "})
    heading = p("a", style="berschrift1", properties=NUMBERED)
    document = FORMAT.parse(made(level(0, "Chapter %1 "), heading))
    assert 'w:val="Chapitre %1 "' in translated(document, {"Chapter ": "Chapitre "})
