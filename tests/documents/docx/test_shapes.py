"""Words that do not stand in Word's own paragraphs: diagrams, charts, fields to fill in, numbers of lists."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from pipeline.documents.blocks import Block, Figure, ListBlock, Quote, Row, Table
from pipeline.documents.docx import DocxFormat
from pipeline.documents.inline import Inline, Opaque, Run, placeholders, plain_text
from pipeline.documents.model import Document
from pipeline.documents.walking import iter_texts
from pipeline.errors import DocumentError
from pipeline.language.locale import parse_locale
from pipeline.segmentation.notation import format_notation, parse_notation
from tests.documents.docx.build import (
    CHART,
    SPACES,
    chart,
    diagram,
    docx,
    field,
    graphic,
    item,
    line,
    p,
    r,
    table,
    zipped,
)
from tests.documents.docx.test_rebuilding import pseudo

FORMAT = DocxFormat()
LOUD = '<a:r><a:rPr lang="en-GB" b="1"/><a:t>not</a:t></a:r>'


def notations(document: Document) -> list[str]:
    return [format_notation(text.content) for text in document.texts]


def roles(document: Document) -> dict[str, str]:
    return {text.role: format_notation(text.content) for text in document.texts}


def rebuilt(data: bytes, targets: dict[str, str], tag: str | None = None) -> dict[str, str]:
    """The parts after those texts were translated."""
    document = FORMAT.parse(data)
    contents: dict[int, tuple[Inline, ...]] = {}
    for text in document.texts:
        source = format_notation(text.content)
        if source in targets:
            contents[text.index] = parse_notation(targets[source], opaque=placeholders(text.content))
    assert len({format_notation(document.texts[one].content) for one in contents}) == len(targets)
    out = FORMAT.rebuild(document, contents, locale=parse_locale(tag) if tag else None)
    with zipfile.ZipFile(io.BytesIO(out)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")}


def with_diagram() -> bytes:
    drawing, parts = diagram(
        line("Wash hands"),
        line("Do ", LOUD, " wait", properties='algn="l"'),
        line("With soap"),
        line("Wash hands"),
        tree={"3": "1"},
    )
    return docx(p("Before"), p(drawing), p("After"), more=parts)


def test_a_diagram_is_a_list_of_its_points_in_the_order_of_its_tree() -> None:
    document = FORMAT.parse(with_diagram())
    assert notations(document) == [
        "Before",
        "Wash hands",
        "With soap",
        "Do <b>not</b> wait",
        "Wash hands",
        "After",
    ]
    quote = document.blocks[1]
    assert isinstance(quote, Quote)
    (points,) = quote.blocks
    assert isinstance(points, ListBlock)
    assert [len(one.blocks) for one in points.items] == [2, 1, 1]


def test_a_diagram_s_drawing_gets_the_same_words() -> None:
    parts = rebuilt(
        with_diagram(), {"Do <b>not</b> wait": "<b>Nicht</b> warten", "Wash hands": "Hände waschen"}
    )
    for name in ("word/diagrams/data1.xml", "word/diagrams/drawing1.xml"):
        assert parts[name].count("Hände waschen") == 2
        assert '<a:r><a:rPr lang="en-GB" b="1"/><a:t>Nicht</a:t></a:r>' in parts[name]
        assert "Wash" not in parts[name]
    # Its sizes were reckoned for other words.
    assert "noAutofit" not in parts["word/diagrams/drawing1.xml"]


def test_a_diagram_in_a_right_to_left_language_is_turned() -> None:
    parts = rebuilt(with_diagram(), {"Do <b>not</b> wait": "<b>لا</b> تنتظر 0800 123 456"}, "ar")
    data = parts["word/diagrams/data1.xml"]
    assert re.search('<a:pPr (?=[^>]*rtl="1")[^>]*algn="r"', data)
    assert '<a:rPr lang="ar-EG" b="1"/><a:t>لا' in data
    assert "<a:t>\u202a</a:t></a:r>" in data
    assert "<a:t>\u202c</a:t></a:r>" in data


def test_a_diagram_that_goes_round_in_a_circle_ends() -> None:
    drawing, parts = diagram(line("a"), line("b"), tree={"1": "2", "2": "1"})
    assert sorted(notations(FORMAT.parse(docx(p(drawing), more=parts)))) == ["a", "b"]


def test_a_very_deep_diagram_is_laid_flat() -> None:
    lines = [line(f"point {number}") for number in range(2_000)]
    drawing, parts = diagram(*lines, tree={str(number + 1): str(number) for number in range(1, 2_000)})
    assert len(FORMAT.parse(docx(p(drawing), more=parts)).texts) == 2_000


def with_chart() -> bytes:
    drawing, parts = chart(
        "Doses", "Age in years", {"Syrup": ("Under 2", "2 to 6"), "Tablets": ("Under 2", "2 to 6")}
    )
    return docx(p(drawing), more=parts)


def test_a_chart_gives_each_of_its_words_once() -> None:
    document = FORMAT.parse(with_chart())
    assert notations(document) == [
        "Doses by age", "Doses", "Syrup", "Tablets", "Under 2", '<x id="1"/>', '<x id="1"/>', "2 to 6",
        "Age in years",
    ]  # fmt: skip
    figure, _ = document.blocks
    assert isinstance(figure, Figure)
    assert figure.alt is not None
    assert figure.caption is not None
    assert format_notation(figure.caption.content) == "Doses"


def data(form: str, *values: str, kind: str = "barChart", names: str = "AB") -> str:
    """A chart of two series with two categories."""

    def cache(kind: str, *texts: str, form: str = "") -> str:
        points = "".join(
            f'<c:pt idx="{at}"><c:v>{text}</c:v></c:pt>' for at, text in enumerate(texts) if text
        )
        return f"<c:{kind}Ref><c:{kind}Cache>{form}{points}</c:{kind}Cache></c:{kind}Ref>"

    code = f"<c:formatCode>{form}</c:formatCode>"
    rows = "".join(
        f'<c:ser><c:order val="{2 - place}"/><c:tx>{cache("str", name)}</c:tx>'
        f"<c:cat>{cache('str', 'Day', 'Night')}</c:cat>"
        f"<c:val>{cache('num', *values[place * 2 : place * 2 + 2], form=code)}</c:val></c:ser>"
        for place, name in enumerate(names)
    )
    return f"<c:plotArea><c:{kind}>{rows}</c:{kind}></c:plotArea>"


def charted(inner: str) -> Document:
    part = f'<c:chartSpace xmlns:c="{CHART}"><c:chart>{inner}</c:chart></c:chartSpace>'
    drawing = graphic(CHART, f'<c:chart xmlns:c="{CHART}" r:id="rId50"/>', "Doses")
    return FORMAT.parse(docx(p(drawing), more={"rId50": ("chart", "charts/chart1.xml", part)}))


@pytest.mark.parametrize(
    ("form", "values", "shown"),
    [
        ("General", ("1.5", "2", "0.28999999999999998", "-3"), "B A|Day 0.29 1.5|Night -3 2"),
        ("0%", ("0.25", "0.073", "1", "0"), "B A|Day 100% 25%|Night 0% 7.3%"),
        ("#,##0.00_ ", ("1500.5", "", "1E-3", "1e3"), "B A|Day 0.001 1500.5|Night 1000"),
    ],
)
def test_a_leaflet_has_the_numbers_of_a_chart_in_a_table(
    form: str, values: tuple[str, ...], shown: str
) -> None:
    document = charted(data(form, *values))
    table = document.blocks[-1]
    assert isinstance(table, Table)
    rows = (*table.header, *table.rows)
    cells = [[plain_text(text.content) for text in iter_texts(row_blocks(row))] for row in rows]
    assert "|".join(" ".join(row) for row in cells) == shown
    assert [text.index for text in document.texts] == list(range(len(document.texts)))
    names = {
        plain_text(text.content) for text in document.texts if text.role.endswith(("series", "category"))
    }
    assert names == {"A", "B", "Day", "Night"}


def row_blocks(row: Row) -> tuple[Block, ...]:
    return tuple(block for cell in row.cells for block in cell.blocks)


@pytest.mark.parametrize(
    "inner",
    [
        data("m/d/yyyy", "45000", "1", "1", "1"),
        data('"£"0', "1", "1", "1", "1"),
        data("0", "1", "x", "1", "1"),
        data("0", "123456789012345678901", "1", "1", "1"),
        data("0", "1", "1", "1", "1", kind="scatterChart"),
        data("0", "1", "1", "1", "1", names="AA"),
        data("0", "1", "1", "1", "1").replace("Night", "Day"),
    ],
)
def test_numbers_that_a_table_might_alter_stay_in_the_chart(inner: str) -> None:
    document = charted(inner)
    assert not any(isinstance(block, Table) for block in document.blocks)
    assert "Day" in {plain_text(text.content) for text in document.texts}


def test_a_chart_s_remembered_strings_are_translated_wherever_they_stand() -> None:
    parts = rebuilt(with_chart(), {"Under 2": "Unter 2 & jünger", "Doses": "Dosis", "Age in years": "Alter"})
    part = parts["word/charts/chart1.xml"]
    assert part.count("<c:v>Unter 2 &amp; jünger</c:v>") == 2
    assert "<a:t>Dosis</a:t>" in part
    assert "<a:t>Alter</a:t>" in part
    assert part.count("<c:v>4.3</c:v>") == 2
    assert "Under" not in part


def test_numbers_in_a_chart_s_strings_keep_their_order_in_right_to_left_text() -> None:
    part = rebuilt(with_chart(), {"Under 2": "أعط 5 mg"}, "ar")["word/charts/chart1.xml"]
    assert part.count("<c:v>أعط \u202a5 mg\u202c</c:v>") == 2


def test_the_newer_form_of_a_chart_is_read_too() -> None:
    cx = "http://schemas.microsoft.com/office/drawing/2014/chartex"
    part = (
        f'<cx:chartSpace xmlns:cx="{cx}"><cx:chartData><cx:data id="0"><cx:strDim type="cat"><cx:lvl>'
        '<cx:pt idx="0">Monday</cx:pt></cx:lvl></cx:strDim><cx:numDim type="val"><cx:lvl><cx:pt idx="0">7'
        "</cx:pt></cx:lvl></cx:numDim></cx:data></cx:chartData><cx:chart><cx:title><cx:tx><cx:txData>"
        "<cx:v>Days</cx:v></cx:txData></cx:tx></cx:title></cx:chart></cx:chartSpace>"
    )
    drawing = (
        f'<w:r><w:drawing><wp:inline><a:graphic><a:graphicData uri="{cx}"><cx:chart xmlns:cx="{cx}"'
        ' r:id="rId60"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )
    data = docx(p(drawing), more={"rId60": ("chartEx", "charts/chartEx1.xml", part)})
    assert sorted(notations(FORMAT.parse(data))) == ["Days", "Monday"]
    assert '<cx:pt idx="0">Montag</cx:pt>' in rebuilt(data, {"Monday": "Montag"})["word/charts/chartEx1.xml"]


@pytest.mark.parametrize("tag", [None, "ar", "hi", "zh-Hans"])
@pytest.mark.parametrize("make", [with_diagram, with_chart])
def test_what_was_written_into_shapes_is_read_again(make: object, tag: str | None) -> None:
    assert callable(make)
    document = FORMAT.parse(make())
    wanted = {text.index: pseudo(text.content) for text in document.texts}
    out = FORMAT.rebuild(document, wanted, locale=parse_locale(tag) if tag else None)
    again = FORMAT.parse(out)
    assert {text.index: format_notation(text.content) for text in again.texts} == {
        index: format_notation(content) for index, content in wanted.items()
    }


def test_a_translation_of_a_diagram_that_lacks_a_piece_names_its_text() -> None:
    drawing, parts = diagram(line("On ", '<a:fld type="datetime1"><a:t>1 May</a:t></a:fld>', " at noon"))
    document = FORMAT.parse(docx(p("First"), p(drawing), more=parts))
    assert notations(document)[1] == 'On <x id="1"/> at noon'
    with pytest.raises(DocumentError, match="is missing") as caught:
        FORMAT.rebuild(document, {1: (Run("x"),)})
    assert caught.value.text_index == 1


def test_a_character_that_xml_cannot_hold_names_its_text() -> None:
    document = FORMAT.parse(docx(table(["a"], properties='<w:tblCaption w:val="Doses"/>')))
    with pytest.raises(DocumentError, match=r"U\+0001") as caught:
        FORMAT.rebuild(document, {1: (Run("x\x01"),)})
    assert caught.value.text_index == 1


def test_a_field_to_choose_from_gives_its_name_choices_and_words() -> None:
    data = docx(
        p(
            r("On "),
            '<w:sdt><w:sdtPr><w:alias w:val="Weekday"/><w:dropDownList>'
            '<w:listItem w:displayText="Monday" w:value="1"/><w:listItem w:value="Friday"/></w:dropDownList>'
            f"</w:sdtPr><w:sdtContent>{r('Mon')}{r('day')}</w:sdtContent></w:sdt>",
            r("."),
        )
    )
    assert notations(FORMAT.parse(data)) == ['On <x id="1"/>.', "Weekday", "Monday", "Friday", "Monday"]
    part = rebuilt(data, {"Monday": "Montag", "Weekday": "Tag"})["word/document.xml"]
    assert '<w:alias w:val="Tag"/>' in part
    assert '<w:listItem w:displayText="Montag" w:value="1"/>' in part
    assert re.findall("<w:t(?: [^>]*)?>([^<]*)<", part) == ["On ", "Montag", "", "."]


def test_an_older_field_to_fill_in_gives_its_help_and_words() -> None:
    form = (
        '<w:ffData><w:helpText w:type="text" w:val="Write your name"/><w:statusText w:type="autoText"'
        ' w:val="x"/><w:textInput><w:default w:val="Name here"/></w:textInput></w:ffData>'
    )
    data = docx(
        p(
            r("I am "),
            field("FORMTEXT", "Name here").replace('"begin"/>', f'"begin">{form}</w:fldChar>'),
            r("."),
        )
    )
    assert notations(FORMAT.parse(data)) == ['I am <x id="1"/>.', "Write your name", "Name here", "Name here"]
    part = rebuilt(data, {"Name here": "Ihr Name", "Write your name": "Name"})["word/document.xml"]
    assert '<w:default w:val="Ihr Name"/>' in part
    assert re.findall("<w:t(?: [^>]*)?>([^<]*)<", part) == ["I am ", "Ihr Name", "."]


def test_a_control_bound_to_data_that_stay_is_let_loose() -> None:
    bound = (
        '<w:sdt><w:sdtPr><w:dataBinding w:xpath="/ns0:root[1]/ns0:{}[1]" w:storeItemID="x"/></w:sdtPr>'
        "<w:sdtContent>{}</w:sdtContent></w:sdt>"
    )
    title = bound.format("title", p("A")).replace("ns0:root", "ns1:coreProperties")
    data = docx(title, bound.format("name", p("B")))
    assert FORMAT.rebuild(FORMAT.parse(data), {}) == data
    part = rebuilt(data, {"A": "C", "B": "D"})["word/document.xml"]
    assert part.count("dataBinding") == 1
    assert "coreProperties" in part


def test_words_round_the_numbers_of_a_list_are_texts() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="Step %1:"/></w:lvl><w:lvl w:ilvl="1"><w:lvlText w:val="Unused %2"/></w:lvl>'
        '</w:abstractNum><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    )
    made = docx(item("Wash.", list=2))
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        files: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    files["word/numbering.xml"] = f"<w:numbering {SPACES}>{numbering}</w:numbering>"
    data = zipped(files)
    document = FORMAT.parse(data)
    assert notations(document) == ['Step <x id="1"/>:', "Wash."]
    assert document.texts[0].content[1] == Opaque("1", "1", "%1")
    parts = rebuilt(data, {'Step <x id="1"/>:': '第<x id="1"/>步'}, "zh-Hans")
    assert '<w:lvlText w:val="第%1步"/>' in parts["word/numbering.xml"]


def test_a_table_s_title_and_description_are_texts() -> None:
    data = docx(table(["a"], properties='<w:tblCaption w:val="Doses"/><w:tblDescription w:val="By age"/>'))
    found = roles(FORMAT.parse(data))
    assert found["Table 1, title in its alternative text"] == "Doses"
    assert found["Table 1, description in its alternative text"] == "By age"
    assert 'w:val="Dosis"' in rebuilt(data, {"Doses": "Dosis"})["word/document.xml"]


def test_what_an_empty_control_shows_is_a_text() -> None:
    body = (
        '<w:docPart><w:docPartPr><w:types><w:type w:val="{}"/></w:types></w:docPartPr><w:docPartBody>{}'
        "</w:docPartBody></w:docPart>"
    )
    glossary = body.format("bbPlcHdr", p("Tap here")) + body.format("autoTxt", p("Greeting"))
    part = f"<w:glossaryDocument {SPACES}><w:docParts>{glossary}</w:docParts></w:glossaryDocument>"
    data = docx(p("a"), more={"rId70": ("glossaryDocument", "glossary/document.xml", part)})
    assert roles(FORMAT.parse(data))["Placeholder of a field"] == "Tap here"
    assert "Hier tippen" in rebuilt(data, {"Tap here": "Hier tippen"})["word/glossary/document.xml"]


def test_keywords_and_category_are_texts() -> None:
    core = "<cp:keywords>fever, child</cp:keywords><cp:category>Leaflet</cp:category>"
    assert notations(FORMAT.parse(docx(p("a"), core=core))) == ["a", "fever, child", "Leaflet"]


def test_a_notice_that_a_footnote_goes_on_is_a_text() -> None:
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    notes = (
        f'<w:footnote w:type="separator" w:id="-1">{p("")}</w:footnote>'
        f'<w:footnote w:type="continuationNotice" w:id="1">{p("Continued")}</w:footnote>'
        f'<w:footnote w:id="2">{p("Ask.")}</w:footnote>'
    )
    assert notations(FORMAT.parse(docx(p(r("a"), mark), parts={"footnotes": notes}))) == [
        'a<x id="1"/>', "Ask.", "Continued",
    ]  # fmt: skip


def test_a_hint_on_a_linked_picture_is_a_text() -> None:
    drawing = (
        '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="P" descr="A pill"><a:hlinkClick r:id="rId10"'
        ' tooltip="Read more"/></wp:docPr><a:graphic><a:graphicData uri="u"><a:blip r:embed="rId9"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
    data = docx(p(drawing))
    assert notations(FORMAT.parse(data)) == ["A pill", "Read more"]
    assert 'tooltip="Mehr"' in rebuilt(data, {"Read more": "Mehr"})["word/document.xml"]
