"""What a translator sees of a Word document."""

from __future__ import annotations

import datetime
import io

import docx as docx_library
import pytest
from docx.enum.style import WD_STYLE_TYPE

from pipeline.documents.blocks import (
    Figure,
    Footnotes,
    Heading,
    ListBlock,
    Paragraph,
    Quote,
    Rule,
    Table,
    Title,
)
from pipeline.documents.docx import DocxFormat
from pipeline.documents.inline import plain_text
from pipeline.documents.model import Document
from pipeline.documents.walking import iter_blocks, iter_texts
from pipeline.errors import DocumentError
from pipeline.segmentation.notation import format_notation
from tests.documents.docx.build import box, docx, field, item, leaflet, p, picture, r, table

FORMAT = DocxFormat()


def read(*blocks: str, **more: object) -> Document:
    return FORMAT.parse(docx(*blocks, **more))  # type: ignore[arg-type]


def notations(document: Document) -> list[str]:
    return [format_notation(text.content) for text in document.texts]


TAB = "<w:r><w:tab/></w:r>"
CASES = {
    "runs cut by revisions and spelling": (
        p(r("Give "), '<w:proofErr w:type="gramStart"/>', r("mi", '<w:lang w:val="en-US"/>'), r("lk.")),
        "Give milk.",
    ),
    "a colour is no style": (p(r("Never ", '<w:color w:val="FF0000"/>'), r("wait.")), "Never wait."),
    "bold of a run and of a character style": (
        p(r("a", "<w:b/>"), r("b", '<w:rStyle w:val="Fett"/>'), r(" c")),
        "<b>ab</b> c",
    ),
    "bold taken back": (p(r("a", '<w:rStyle w:val="Fett"/><w:b w:val="0"/>')), "a"),
    "white space stands outside styles": (
        p(r("Do "), r("not ", "<w:b/>"), r("wait")),
        "Do <b>not</b> wait",
    ),
    "the style that goes on longest stands outside": (
        p(r("a ", "<w:i/>"), r("b", "<w:b/><w:i/>"), r(" c", "<w:i/>")),
        "<i>a <b>b</b> c</i>",
    ),
    "raised, lowered and underlined": (
        p(
            r("H"),
            r("2", '<w:vertAlign w:val="subscript"/>'),
            r("O 10"),
            r("3", '<w:position w:val="8"/>'),
            r("u", '<w:u w:val="single"/>'),
        ),
        "H<sub>2</sub>O 10<sup>3</sup><u>u</u>",
    ),
    "an emoji, in the newer form and in that for older programs": (
        p(
            r("Well done "),
            '<w:r><mc:AlternateContent><mc:Choice Requires="w16se"><w16se:symEx w16se:char="1F600" '
            'xmlns:w16se="http://schemas.microsoft.com/office/word/2015/wordml/symex"/></mc:Choice><mc:Fallback>'
            "<w:t>😀</w:t></mc:Fallback></mc:AlternateContent></w:r>",
            r("!"),
        ),
        "Well done 😀!",
    ),
    "code by its style": (p(r("Type "), r("x", '<w:rStyle w:val="Code"/>')), "Type <code>x</code>"),
    "tags as text": (p("a &lt;b&gt; c &lt; d"), 'a <x id="1"/> c < d'),
    "a field inside a sentence": (
        p(r("Page "), field("PAGE", "3"), r(".")),
        'Page <x id="1"/>.',
    ),
    "a simple field": (
        p(r("On "), f'<w:fldSimple w:instr=" DATE ">{r("1.1.")}</w:fldSimple>', r(".")),
        'On <x id="1"/>.',
    ),
    "a link by a field": (
        p(r("See "), field('HYPERLINK "https://a.example/" \\l "top" \\o "tip"', "here"), r(".")),
        'See <a href="https://a.example/#top">here</a>.',
    ),
    "bold over a link": (
        p(
            r("Bold "),
            r("across ", "<w:b/>"),
            f'<w:hyperlink w:anchor="two">{r("two", "<w:b/>")}</w:hyperlink>',
            r(" to", "<w:b/>"),
            r(" the end", "<w:b/><w:i/>"),
            r("."),
        ),
        'Bold <b>across <a href="#two">two</a> to <i>the end</i></b>.',
    ),
    "a link within the document": (
        p(r("See "), f'<w:hyperlink w:anchor="two">{r("two")}</w:hyperlink>'),
        'See <a href="#two">two</a>',
    ),
    "an entry of a table of contents": (
        p(f'<w:hyperlink w:anchor="_Toc1">{r("What to do")}{TAB}{field("PAGEREF _Toc1", "4")}</w:hyperlink>'),
        "What to do",
    ),
    "a table of contents begins": (
        p(
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o</w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
            field('HYPERLINK \\l "_Toc1"', "What to do"),
        ),
        "What to do",
    ),
    "an index mark": (
        p(
            r("Fever"),
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>XE "x"</w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
            r(" is common."),
        ),
        "Fever is common.",
    ),
    "a box to tick": (
        p(
            '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData>'
            "</w:fldChar></w:r><w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r>"
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
            r(" Yes"),
        ),
        '<x id="1"/> Yes',
    ),
    "tabs at the ends belong to the file": (p(TAB, r("Name"), TAB, r("Date"), TAB), 'Name<x id="1"/>Date'),
    "breaks": (p(r("a"), "<w:r><w:br/></w:r>", r("b"), '<w:r><w:br w:type="page"/></w:r>'), "a<br/>b"),
    "hyphens": (
        p("<w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t><w:softHyphen/><w:t>c</w:t></w:r>"),
        "a\u2011b\u00adc",
    ),
    "a symbol that is a character": (
        p(r("38.5 "), '<w:r><w:sym w:font="Symbol" w:char="F0B0"/></w:r>', r("C")),
        "38.5 °C",
    ),
    "letters of a font of symbols": (p(r("\uf0a3", '<w:rFonts w:ascii="Symbol"/>'), r(" 5")), "≤ 5"),
    "a symbol that no table knows": (
        p(r("a "), '<w:r><w:sym w:font="Wingdings" w:char="F022"/></w:r>', r(" b")),
        'a <x id="1"/> b',
    ),
    "hidden text": (p(r("a"), r(" b", "<w:vanish/>"), r(" c", '<w:rStyle w:val="Unseen"/>'), r(" d")), "a d"),
    "white space that is not preserved": (p("<w:r><w:t> a </w:t></w:r>", r("b")), "ab"),
    "a content control": (
        p(r("Dr "), f"<w:sdt><w:sdtPr/><w:sdtContent>{r('A')}</w:sdtContent></w:sdt>", r(".")),
        "Dr A.",
    ),
    "a formula": (
        p(r("As "), "<m:oMath><m:r><m:t>a=b</m:t></m:r></m:oMath>", r(" says")),
        'As <x id="1"/> says',
    ),
    "bookmarks, comments and smart tags": (
        p(
            r("a "),
            '<w:bookmarkStart w:id="1" w:name="n"/><w:commentRangeStart w:id="1"/>',
            f'<w:smartTag w:element="e">{r("b")}</w:smartTag>',
            '<w:commentRangeEnd w:id="1"/><w:bookmarkEnd w:id="1"/>',
            '<w:r><w:commentReference w:id="1"/></w:r>',
            r(" c"),
        ),
        "a b c",
    ),
    "words struck through": (
        p(r("Open "), r("Monday", "<w:strike/>"), r(" Tuesday")),
        'Open <x id="1"/>Monday<x id="2"/> Tuesday',
    ),
    "a bold heading": (p(r("What", "<w:b/>"), r(" to do", "<w:b/>"), style="berschrift2"), "What to do"),
}


@pytest.mark.parametrize(("block", "wanted"), CASES.values(), ids=CASES.keys())
def test_a_paragraph_is_one_text_in_the_notation(block: str, wanted: str) -> None:
    document = read(block)
    assert notations(document) == [wanted]
    assert FORMAT.rebuild(document, {}) == document.data


def test_the_leaflet_gives_its_texts_in_reading_order() -> None:
    document = FORMAT.parse(leaflet())
    assert [text.index for text in document.texts] == list(range(len(document.texts)))
    seen = notations(document)
    assert seen[:3] == [
        "Fever in children",
        'Give <b>one tablet</b> every <i>six hours</i>. Do not wait.<x id="1"/>',
        "What to do",
    ]
    assert seen[-6:] == [
        "Ask a nurse.",
        "A red box",
        "City hospital",
        'Page <x id="1"/> of <x id="2"/>',
        "Fever in children",
        "A leaflet.",
    ]
    assert document.metadata.published == datetime.date(2024, 12, 9)
    assert document.locale == "en-GB"
    assert [(one.name, one.media_type) for one in document.resources] == [
        ("word/media/image1.png", "image/png")
    ]
    assert len(document.extras) == 5


def test_blocks_have_their_kinds() -> None:
    kinds = [type(block) for block in FORMAT.parse(leaflet()).blocks]
    assert kinds == [
        Title,
        Paragraph,
        Heading,
        ListBlock,
        ListBlock,
        Heading,
        Table,
        Paragraph,
        Figure,
        Paragraph,
        Paragraph,
        Quote,
        Quote,
        Paragraph,
        Paragraph,
        Paragraph,
        Footnotes,
    ]


def test_the_first_top_heading_is_the_title_where_word_s_own_is_not_used() -> None:
    blocks = read(p("A", style="berschrift1"), p("B", style="berschrift2"), p("c")).blocks
    assert isinstance(blocks[0], Title)
    assert blocks[0].text.role == "Title"
    assert isinstance(blocks[1], Heading)
    assert blocks[1].level == 2


def test_several_top_headings_leave_the_others_below_them() -> None:
    heads = [("A", "berschrift1"), ("B", "berschrift1"), ("C", "berschrift2"), ("D", "Own")]
    blocks = read(*(p(text, style=style) for text, style in heads)).blocks
    assert [block.level for block in blocks if isinstance(block, Heading)] == [2, 3, 3]


def test_lists_go_on_counting_after_a_paragraph() -> None:
    blocks = read(item("a", 2), item("b", 2), p("between"), item("c", 2), item("d", 3)).blocks
    assert [block.start for block in blocks if isinstance(block, ListBlock)] == [1, 3, 5]


def test_an_empty_item_counts_too() -> None:
    blocks = read(item("a", 2), item("", 2), item("c", 2)).blocks
    assert [block.start for block in blocks if isinstance(block, ListBlock)] == [1, 3]


ROWS = [
    ("Wash your hands.", "List Number"),
    ("With soap.", "List Bullet 2"),
    ("Or with gel.", "List Bullet 3"),
    ("Dry them.", "List Bullet 2"),
    ("Open the box.", "List Number"),
    ("Pull.", "List Number 2"),
    ("Turn.", "List Number 2"),
]
ROLES = [
    "List 1, item 1",
    "List 1, item 1, list 1, item 1",
    "List 1, item 1, list 1, item 1, list 1, item 1",
    "List 1, item 1, list 1, item 2",
    "List 1, item 2",
    "List 1, item 2, list 2, item 1",
    "List 1, item 2, list 2, item 2",
]


def in_styles(rows: list[tuple[str, str]], own_level: int | None = None) -> Document:
    """Paragraphs in the styles of python-docx's template; with ``own_level`` in the last one's properties."""
    made = docx_library.Document()
    for text, style in rows:
        last = made.add_paragraph(text, style=style)
    if own_level is not None:
        properties = last.paragraph_format.element.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = own_level
        properties.get_or_add_numId().val = 6
    out = io.BytesIO()
    made.save(out)
    return FORMAT.parse(out.getvalue())


def test_word_s_styles_of_lists_in_lists_say_how_deep_an_item_stands() -> None:
    document = in_styles(ROWS)
    assert [text.role for text in iter_texts(document.blocks)] == ROLES
    (block,) = document.blocks
    assert isinstance(block, ListBlock)
    assert block.start == 1
    assert [[type(inner) for inner in one.blocks] for one in block.items] == [[Paragraph, ListBlock]] * 2


def test_a_style_made_from_one_of_a_list_in_a_list_stands_as_deep() -> None:
    made = docx_library.Document()
    style = made.styles.add_style("Our small bullets", WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = made.styles["List Bullet 2"]
    made.add_paragraph("Wash your hands.", style="List Bullet")
    made.add_paragraph("With soap.", style=style)
    out = io.BytesIO()
    made.save(out)
    roles = [text.role for text in iter_texts(FORMAT.parse(out.getvalue()).blocks)]
    assert roles == ["List 1, item 1", "List 1, item 1, list 1, item 1"]


def test_a_level_that_a_paragraph_gives_goes_before_its_style_s() -> None:
    roles = [text.role for text in iter_texts(in_styles(ROWS[:3], own_level=1).blocks)]
    assert roles == [*ROLES[:2], "List 1, item 1, list 1, item 2"]


def test_cells_that_are_merged_know_it() -> None:
    down = '<w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>' + p("tall") + "</w:tc>"
    on = "<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>"
    wide = '<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>' + p("wide") + "</w:tc>"
    found = read(table(["a", "b"], [down, "c"], [on, "d"], [wide], header=True)).blocks[0]
    assert isinstance(found, Table)
    assert [cell.header for cell in found.header[0].cells] == [True, True]
    assert [(cell.columns, cell.rows) for row in found.rows for cell in row.cells] == [
        (1, 2),
        (1, 1),
        (1, 1),
        (2, 1),
    ]


NEW = '<w:tblLook w:val="04A0"/>'
"""The options of each table that Word makes: a header row and a first column that stand out."""


@pytest.mark.parametrize(
    ("properties", "headers"),
    [
        (f'<w:tblStyle w:val="List"/>{NEW}', "AB/1."),
        (f'<w:tblStyle w:val="OwnTable"/>{NEW}', "AB/1."),
        ('<w:tblStyle w:val="List"/><w:tblLook w:firstRow="1" w:firstColumn="0"/>', "AB/.."),
        (
            '<w:tblStyle w:val="List"/><w:tblLook w:val="0000" w:firstRow="false" w:firstColumn="true"/>',
            "A./1.",
        ),
        ('<w:tblStyle w:val="List"/><w:tblLook w:val="0020"/>', "AB/.."),
        ('<w:tblStyle w:val="List"/>', "../.."),
        (f'<w:tblStyle w:val="Grid"/>{NEW}', "../.."),
        (NEW, "../.."),
        (f'<w:tblStyle w:val="None"/>{NEW}', "../.."),
    ],
)
def test_the_headers_of_a_table_are_those_that_its_options_ask_for_and_its_style_has(
    properties: str, headers: str
) -> None:
    bold = f"<w:tc>{p(r('A', '<w:b/>'))}</w:tc>"
    found = read(table([bold, "B"], ["1", "2"], properties=properties)).blocks[0]
    assert isinstance(found, Table)
    shown = "/".join(
        "".join(
            plain_text(cell.blocks[0].text.content) if cell.header else "."  # type: ignore[union-attr]
            for cell in row.cells
        )
        for row in (*found.header, *found.rows)
    )
    assert shown == headers
    assert len(found.header) == (headers[:2] == "AB")


def test_one_row_and_one_column_are_headers_of_nothing() -> None:
    properties = f'<w:tblStyle w:val="List"/>{NEW}'
    for rows in ([["a", "b"]], [["a"], ["b"]]):
        found = read(table(*rows, properties=properties)).blocks[0]
        assert isinstance(found, Table)
        assert [len(found.header), len(found.rows)] == ([0, 1] if len(rows) == 1 else [1, 1])
        assert not any(cell.header for row in found.rows for cell in row.cells[1:])
    assert not found.rows[0].cells[0].header


def test_the_head_of_a_table_has_all_rows_of_its_merged_cells() -> None:
    down = '<w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>' + p("Age") + "</w:tc>"
    on = "<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>"
    wide = '<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>' + p("Dose") + "</w:tc>"
    properties = f'<w:tblStyle w:val="List"/>{NEW}'
    found = read(
        table([down, wide], [on, "by day", "by night"], ["2", "5", "5"], properties=properties)
    ).blocks[0]
    assert isinstance(found, Table)
    assert [len(found.header), len(found.rows)] == [2, 1]
    found = read(table([down, "Dose"], [on, "5"], properties=properties)).blocks[0]
    assert isinstance(found, Table)
    assert [len(found.header), len(found.rows)] == [0, 2]


def test_a_caption_belongs_to_the_picture_before_it_or_the_table_after_it() -> None:
    caption = p("Use it well", style="Beschriftung")
    assert isinstance(figure := read(p(picture("A spoon")), caption).blocks[0], Figure)
    assert figure.caption is not None
    assert isinstance(found := read(caption, table(["a"])).blocks[0], Table)
    assert found.caption is not None


def test_a_text_box_with_the_same_words_in_both_forms_is_one_text() -> None:
    assert notations(read(p(r("a"), box(p("Call 999."))))) == ["a", "Call 999."]


def test_other_words_in_the_older_form_of_a_text_box_are_texts_of_their_own() -> None:
    document = read(p(r("a"), box(p("New."), p("Old."))))
    assert notations(document) == ["a", "New.", "Old."]
    assert [plain_text(text.content) for text in document.extras] == ["Old."]


def test_an_empty_paragraph_with_a_border_is_a_rule() -> None:
    border = '<w:pBdr><w:bottom w:val="single"/></w:pBdr>'
    assert isinstance(read(p(properties=border), p("a")).blocks[0], Rule)


def test_a_picture_is_a_figure_alone_and_a_piece_in_a_line() -> None:
    document = read(p(picture("A spoon")), p(r("Use "), picture("a cup"), r(".")), p(picture("far", False)))
    assert notations(document) == ["A spoon", 'Use <x id="1"/>.', "a cup", "far"]
    assert sum(isinstance(block, Figure) for block in iter_blocks(document.blocks)) == 2


@pytest.mark.parametrize(
    "change",
    [
        f'<w:p><w:ins w:id="1" w:author="a">{r("x")}</w:ins></w:p>',
        '<w:p><w:del w:id="1" w:author="a"><w:r><w:delText>x</w:delText></w:r></w:del></w:p>',
        f'<w:p><w:moveFrom w:id="1" w:author="a">{r("x")}</w:moveFrom></w:p>',
        f'<w:p><w:pPr><w:rPr><w:ins w:id="1" w:author="a"/></w:rPr></w:pPr>{r("x")}</w:p>',
        f'<w:p><w:pPr><w:pPrChange w:id="1" w:author="a"><w:pPr/></w:pPrChange></w:pPr>{r("x")}</w:p>',
        p(r("x", '<w:rPrChange w:id="1" w:author="a"><w:rPr/></w:rPrChange>')),
    ],
)
def test_tracked_changes_are_refused_with_what_to_do(change: str) -> None:
    with pytest.raises(DocumentError, match="tracked changes") as caught:
        read(change)
    assert "accept or reject" in caught.value.hint


def test_comments_are_left_alone() -> None:
    note = f'<w:comment w:id="1"><w:p>{r("Is this right?")}</w:p></w:comment>'
    assert notations(read(p("a"), parts={"comments": note})) == ["a"]


def test_a_date_that_is_not_clear_is_an_error_with_its_paragraph() -> None:
    with pytest.raises(DocumentError) as caught:
        read(p("Title", style="Titel"), p("Release time: 03/04/2024"))
    assert caught.value.line == 2
