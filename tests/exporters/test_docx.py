"""The Word document: its parts, read back by lxml and by python-docx."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from lxml import etree
from msgspec.structs import replace

from pipeline.documents.blocks import (
    Block,
    Cell,
    Figure,
    Footnote,
    Footnotes,
    Paragraph,
    Row,
    Table,
    Text,
    Verbatim,
)
from pipeline.documents.inline import Foreign, Inline, Isolate, Link, NoteMark, Run, Styled
from pipeline.documents.model import Resource
from pipeline.editions.model import Edition
from pipeline.exporters.docx import DocxExporter
from pipeline.exporters.model import ExportOptions
from tests.exporters.leaflets import WORDS, edition
from tests.exporters.rich import png, rich

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HOSTILE = '</w:t></w:r><script>alert(1)</script> &amp; ]]> {page} MERGEFIELD "x" <w:bidi/>'


def export(made: Edition, options: ExportOptions | None = None) -> bytes:
    return DocxExporter().export(made, options or ExportOptions())


def part(data: bytes, name: str = "word/document.xml") -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return etree.fromstring(file.read(name))


def body(locale: str, *content: Inline) -> etree._Element:
    """The paragraph that holds ``content``."""
    blocks = (Paragraph(Text(1, content, "Paragraph")),)
    paragraphs = part(export(edition(locale, approved=True, blocks=blocks))).findall(f"{W}body/{W}p")
    return paragraphs[1]


def runs(paragraph: etree._Element) -> list[tuple[str, set[str]]]:
    """Text and properties of each run."""
    return [
        (
            "".join(run.itertext(f"{W}t")),
            {etree.QName(one).localname for one in run.iterfind(f"{W}rPr/*")},
        )
        for run in paragraph.iter(f"{W}r")
    ]


@pytest.mark.parametrize("locale", sorted(WORDS))
def test_every_part_is_well_formed_and_named_and_related(locale: str) -> None:
    data = export(rich(locale))
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        names = file.namelist()
        assert names[0] == "[Content_Types].xml"
        assert {info.date_time for info in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        parts = {
            name: etree.fromstring(file.read(name)) for name in names if not name.startswith("word/media")
        }
        assert file.read("word/media/picture1.png") == png()
    named = {one.get("PartName") for one in parts["[Content_Types].xml"]} - {None}
    assert {f"/{name}" for name in parts if name.endswith(".xml") and name != "[Content_Types].xml"} == named
    targets = {one.get("Id"): one.get("Target") for one in parts["word/_rels/document.xml.rels"]}
    used = {
        value
        for one in parts["word/document.xml"].iter()
        for key, value in one.attrib.items()
        if "officeDocument/2006/relationships" in key
    }
    assert used <= set(targets)
    assert {f"word/{target}" for target in targets.values() if ":" not in target} <= set(names)


@pytest.mark.parametrize("locale", sorted(WORDS))
def test_direction_and_language_are_those_of_the_edition(locale: str) -> None:
    data = export(rich(locale, approved=True))
    document, rtl = part(data), edition(locale).locale.direction == "rtl"
    assert (document.find(f".//{W}sectPr/{W}bidi") is not None) is rtl
    assert (document.find(f".//{W}tblPr/{W}bidiVisual") is not None) is rtl
    title = document.find(f"{W}body/{W}p")
    assert (title.find(f"{W}pPr/{W}bidi") is not None) is rtl
    assert runs(title) == [(WORDS[locale].title, {"rtl"} if rtl else set())]
    language = part(data, "word/styles.xml").find(f"{W}docDefaults//{W}lang")
    assert language.get(f"{W}val").split("-")[0] == edition(locale).locale.language
    assert (language.get(f"{W}bidi") is not None) is (
        locale in ("ar", "ur", "he", "hi", "bn", "th", "km", "my", "ta")
    )
    assert (language.get(f"{W}eastAsia") is not None) is (locale == "zh-Hans")


@pytest.mark.parametrize(
    ("locale", "kind", "font"),
    [
        ("ar", "cs", "Arial"),
        ("ur", "cs", "Urdu Typesetting"),
        ("hi", "cs", "Nirmala UI"),
        ("th", "cs", "Leelawadee UI"),
        ("zh-Hans", "eastAsia", "Microsoft YaHei"),
        ("ru", "ascii", "Arial"),
        ("am", "ascii", "Ebrima"),
    ],
)
def test_the_font_of_the_script_stands_where_word_looks_for_it(locale: str, kind: str, font: str) -> None:
    fonts = part(export(edition(locale)), "word/styles.xml").find(f"{W}docDefaults//{W}rFonts")
    assert fonts.get(W + kind) == font


def test_a_dose_in_arabic_stands_in_a_left_to_right_embedding() -> None:
    paragraph = body("ar", Run("خذ "), Isolate("2.5\u00a0mg"), Run(" يوميا"))
    assert runs(paragraph) == [
        ("خذ ", {"rtl"}),
        ("\u200e", set()),
        ("2.5\u00a0mg", set()),
        ("\u200e", set()),
        (" يوميا", {"rtl"}),
    ]
    assert paragraph.find(f"{W}dir").get(f"{W}val") == "ltr"


def test_bold_is_bold_in_complex_scripts_too_and_nothing_is_slanted() -> None:
    assert runs(body("hi", Run("x"), Styled("b", (Run("अ"),)), Styled("i", (Run("आ"),))))[1:] == [
        ("अ", {"b", "bCs"}),
        ("आ", {"b", "bCs"}),
    ]


def test_a_sentence_in_another_language_says_so_and_brings_its_font() -> None:
    paragraph = body("ar", Run("نص "), Foreign("zh-Hans", (Run("喝水"),)))
    text, properties = runs(paragraph)[2]
    assert text == "喝水" and {"lang", "rFonts"} <= properties and "rtl" not in properties
    assert paragraph.find(f".//{W}lang").get(f"{W}eastAsia") == "zh-CN"
    whole = body("ar", Foreign("en", (Run("Drink."),)))
    assert whole.find(f"{W}pPr/{W}bidi") is None and whole.find(f"{W}dir") is None


def test_only_safe_links_are_links() -> None:
    content = (Link("javascript:alert(1)", (Run("a"),)), Link("https://example.org/?a=1&b=2", (Run("b"),)))
    data = export(edition("en", blocks=(Paragraph(Text(1, content, "Paragraph")),)))
    targets = {
        one.get("Target") for one in part(data, "word/_rels/document.xml.rels") if one.get("TargetMode")
    }
    assert targets == {"https://example.org/?a=1&b=2", "https://example.org/ask"}


def test_a_draft_says_so_in_its_body_its_page_head_and_its_title_and_an_approved_leaflet_does_not() -> None:
    draft = docx.Document(io.BytesIO(export(rich("ru"))))
    heading = WORDS["ru"].banner[0]
    assert draft.paragraphs[0].text == heading
    assert heading in draft.sections[0].header.paragraphs[0].text
    assert draft.core_properties.title.startswith(heading)
    assert draft.core_properties.content_status == "Draft"
    approved = export(rich("ru", approved=True))
    assert docx.Document(io.BytesIO(approved)).paragraphs[0].text == WORDS["ru"].title
    assert "word/header.xml" not in zipfile.ZipFile(io.BytesIO(approved)).namelist()


def test_properties_and_styles_are_what_word_knows() -> None:
    read = docx.Document(io.BytesIO(export(rich("en", approved=True))))
    assert read.core_properties.language == "en"
    assert read.core_properties.author == "Example Health"
    assert str(read.core_properties.created.date()) == "2024-12-09"
    assert [
        one.style.name for one in read.paragraphs if one.text in (WORDS["en"].title, WORDS["en"].heading)
    ][:2] == [
        "Title",
        "Heading 2",
    ]
    table = read.tables[0]
    assert [cell.text for cell in table.rows[0].cells] == ["Language", "Published", "Publisher"]
    assert table.cell(2, 2).text == table.cell(3, 2).text
    assert table.rows[0]._tr.find(f"{W}trPr/{W}tblHeader") is not None
    assert table._tbl.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val") == "About this leaflet"


def test_lists_are_numbered_by_word_from_their_first_number() -> None:
    data = export(rich("en"))
    numbering = part(data, "word/numbering.xml")
    starts = [one.get(f"{W}val") for one in numbering.iterfind(f"{W}num/{W}lvlOverride[1]/{W}startOverride")]
    assert starts == ["3"]
    kinds = [one.find(f"{W}abstractNumId").get(f"{W}val") for one in numbering.iterfind(f"{W}num")]
    assert kinds == [
        "3",
        "2",
        "1",
        "0",
        "0",
    ]  # ticked, open, numbered, the list inside it, the one in the quote
    levels = [one.get(f"{W}val") for one in part(data).iterfind(f".//{W}numPr/{W}ilvl")]
    assert levels == ["0", "0", "0", "1", "0", "0"]


def test_pictures_carry_their_alternative_texts_and_fit_the_page() -> None:
    made = part(export(rich("en", picture=png(4000, 3000))))
    about = [one for one in made.iter() if etree.QName(one).localname == "docPr"]
    assert [one.get("descr") for one in about] == ["When your child has a fever", "What you can do"]
    widths = [int(one.get("cx")) for one in made.iter() if etree.QName(one).localname == "extent"]
    assert all(width <= (11906 - 2 * 1134) * 635 for width in widths)


def test_what_word_cannot_show_is_shown_by_its_alternative_text() -> None:
    alt = Text(1, (Run("A thermometer"),), "Figure")
    webp = b"RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f\0\0\0\x10\x07\x10\x11\x11\x88\x88\xfe\x07\0"
    made = replace(edition("en", blocks=(Figure("x", alt),)), resources=(Resource("x", "image/png", webp),))
    text = "".join(part(export(made)).itertext())
    assert "A thermometer" in text


def said(*content: Inline) -> Paragraph:
    return Paragraph(Text(1, content, "Paragraph"))


def with_notes(locale: str, *blocks: Paragraph, **numbers: str) -> bytes:
    """A leaflet with a note for each label, saying "Note" and the label."""
    notes = tuple(Footnote(label, shown, (said(Run(f"Note {label}")),)) for label, shown in numbers.items())
    return export(edition(locale, blocks=(*blocks, Footnotes(notes))))


def marks_of(data: bytes) -> list[tuple[str, str | None, str]]:
    """Of each mark in the body: the id of its note, whether it is not counted, what is in its run."""
    return [
        (one.get(f"{W}id"), one.get(f"{W}customMarkFollows"), "".join(one.getparent().itertext()))
        for one in part(data).iter(f"{W}footnoteReference")
    ]


def notes_of(data: bytes) -> dict[str, str]:
    return {one.get(f"{W}id"): "".join(one.itertext()) for one in part(data, "word/footnotes.xml")}


def test_a_footnote_is_word_s_own() -> None:
    data = with_notes("ar", said(Run("a"), NoteMark("1", "x", "1"), NoteMark("2", "y", "2")), x="1", y="2")
    assert marks_of(data) == [("1", None, ""), ("2", None, "")]
    assert notes_of(data) == {"-1": "", "0": "", "1": " Note x", "2": " Note y"}
    notes = part(data, "word/footnotes.xml")
    assert len(list(notes.iter(f"{W}footnoteRef"))) == 2
    assert all(one.find(f"{W}pPr/{W}bidi") is not None for one in notes.iter(f"{W}p"))
    named = part(data, "word/settings.xml").find(f"{W}footnotePr")
    assert [one.get(f"{W}id") for one in named] == ["-1", "0"]
    assert "".join(part(data).itertext()).count("Note") == 0


def test_a_note_with_a_number_that_word_would_not_give_keeps_it() -> None:
    marks = (NoteMark("1", "x", "i"), NoteMark("2", "y", "1"), NoteMark("3", "z", "7"))
    data = with_notes("en", said(Run("a"), *marks), x="i", y="1", z="7")
    assert marks_of(data) == [("1", "1", "i"), ("2", None, ""), ("3", "1", "7")]
    assert notes_of(data) == {
        "-1": "", "0": "", "1": "i Note x", "2": " Note y", "3": "7 Note z",
    }  # fmt: skip


def test_a_second_mark_of_a_note_is_a_link_to_the_first() -> None:
    data = with_notes("en", said(Run("a"), NoteMark("1", "x", "1")), said(NoteMark("1", "x", "1")), x="1")
    assert len(marks_of(data)) == 1
    (link,) = (one for one in part(data).iter(f"{W}hyperlink") if one.get(f"{W}anchor"))
    assert "".join(link.itertext()) == "[1]"
    (mark,) = part(data).iter(f"{W}bookmarkStart")
    assert link.get(f"{W}anchor") == mark.get(f"{W}name")


def test_a_note_that_no_mark_leads_to_stands_at_the_end() -> None:
    data = with_notes("en", said(Run("a")), x="1")
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert "word/footnotes.xml" not in file.namelist()
    assert "[1]Note x" in "".join(part(data).itertext())


def test_links_and_pictures_in_notes_have_relations_of_their_own() -> None:
    note = Footnote("x", "1", (said(Link("https://example.org/", (Run("here"),))), Figure("p", None)))
    blocks = (said(Run("a"), NoteMark("1", "x", "1")), Figure("p", None), Footnotes((note,)))
    data = export(replace(edition("en", blocks=blocks), resources=(Resource("p", "image/png", png()),)))
    targets = [one.get("Target") for one in part(data, "word/_rels/footnotes.xml.rels")]
    assert sorted(targets) == ["https://example.org/", "media/picture1.png"]
    used = {one.get(f"{R}id") or one.get(f"{R}embed") for one in part(data, "word/footnotes.xml").iter()} - {
        None
    }
    assert used == {one.get("Id") for one in part(data, "word/_rels/footnotes.xml.rels")}


def test_hostile_text_stays_text_in_every_part() -> None:
    text = Text(1, (Run(HOSTILE), NoteMark("1", HOSTILE, HOSTILE)), "Paragraph")
    blocks = (
        Paragraph(text),
        Verbatim(HOSTILE),
        Footnotes((Footnote(HOSTILE, HOSTILE, (Paragraph(text),)),)),
    )
    made = replace(edition("en", blocks=blocks), title=HOSTILE, page_label=HOSTILE)
    read = docx.Document(io.BytesIO(export(made)))
    assert sum(HOSTILE in one.text for one in read.paragraphs) >= 2
    assert notes_of(export(made))["1"].count(HOSTILE) == 3
    assert read.core_properties.title.endswith(HOSTILE)


@pytest.mark.parametrize(
    ("paper", "size"), [("a4", (210, 297)), ("a5", (148, 210)), ("us-letter", (216, 279))]
)
def test_paper_and_size_are_those_of_the_settings(paper: str, size: tuple[int, int]) -> None:
    data = export(edition("ar"), ExportOptions(paper=paper, large_print=True))
    section = docx.Document(io.BytesIO(data)).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == size
    sizes = part(data, "word/styles.xml").find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    assert sizes.find(f"{W}sz").get(f"{W}val") == "36"
    assert int(sizes.find(f"{W}szCs").get(f"{W}val")) > 36


def test_pages_are_counted_by_word() -> None:
    footer = part(export(edition("en")), "word/footer.xml")
    assert [one.get(f"{W}instr").strip() for one in footer.iter(f"{W}fldSimple")] == ["PAGE", "NUMPAGES"]
    assert "".join(footer.itertext()) == "Page 1 of 1"


def test_a_long_row_of_a_table_may_go_on_on_the_next_page_and_a_short_one_stays_whole() -> None:
    def cell(words: str) -> Cell:
        return Cell((Paragraph(Text(1, (Run(words),), "Cell")),))

    rows = tuple(Row((cell("5 ml"), cell("word " * count))) for count in (3, 300))
    written = part(export(edition("ar", blocks=(Table((), rows),))))
    space = {"w": written.nsmap["w"]}
    found = [row.find("w:trPr/w:cantSplit", space) is not None for row in written.iterfind(".//w:tr", space)]
    assert found == [True, False]


@pytest.mark.parametrize(
    ("rows", "words", "kept"),
    [(3, "5 ml", [True, True, False]), (9, "5 ml", [False] * 9), (2, "word " * 60, [False] * 2)],
)
def test_a_short_table_stands_on_one_page(rows: int, words: str, kept: list[bool]) -> None:
    cells = (Cell((Paragraph(Text(1, (Run(words),), "Cell")),)) for _ in range(2 * rows))
    made = Table((), tuple(Row(pair) for pair in zip(cells, cells, strict=True)))
    written = part(export(edition("hi", blocks=(made,))))
    space = {"w": written.nsmap["w"]}
    found = [
        {one.find("w:pPr/w:keepNext", space) is not None for one in row.iterfind("w:tc/w:p", space)}
        for row in written.iterfind(".//w:tr", space)
    ]
    assert found == [{one} for one in kept]


def test_what_stands_in_a_cell_is_no_wider_than_the_cell() -> None:
    def cell(*blocks: Block) -> Cell:
        return Cell(blocks)

    inner = Table((), (Row((cell(said(Run("5 ml"))), cell(said(Run("10 ml"))))),))
    outer = Table((), (Row((cell(said(Run("a"))), cell(inner, Figure("x", None)), cell(said(Run("b"))))),))
    made = replace(
        edition("ar", blocks=(outer, Figure("x", None))),
        resources=(Resource("x", "image/png", png(4000, 100)),),
    )
    written = part(export(made))
    page, *inside = (
        [int(one.get(f"{W}w")) for one in grid.iter(f"{W}gridCol")] for grid in written.iter(f"{W}tblGrid")
    )
    assert sum(inside[0]) <= page[1]
    drawn = [int(one.get("cx")) for one in written.iter() if one.tag.endswith("}extent")]
    assert drawn[0] <= page[1] * 635 < drawn[1]


def test_a_hyphen_in_a_number_ends_no_line_in_word() -> None:
    paragraph = body("en", Run("Take 5-10 mg of non-drowsy medicine, or call 0800-123-456."))
    assert len(paragraph.findall(f".//{W}noBreakHyphen")) == 3
    assert "".join(paragraph.itertext()) == "Take 510 mg of non-drowsy medicine, or call 0800123456."


def test_a_turned_number_keeps_its_hyphens_as_libreoffice_would_cut_it_elsewhere() -> None:
    paragraph = body("ar", Run("اتصل "), Isolate("0800-123-456"), Run(" ٥-١٠"))
    assert "0800-123-456" in list(paragraph.itertext())
    assert len(paragraph.findall(f".//{W}noBreakHyphen")) == 1
