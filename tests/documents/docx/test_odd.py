"""Odd but valid Word documents: each is read wholly and comes back, or is refused with what to do."""

# ruff: noqa: E501 - lines of XML are not cut

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

import pytest

from pipeline.documents.docx import DocxFormat
from pipeline.errors import DocumentError
from pipeline.language.locale import parse_locale
from pipeline.segmentation.notation import format_notation
from tests.documents.docx.build import (
    CHART,
    SPACES,
    W,
    box,
    docx,
    field,
    graphic,
    item,
    leaflet,
    p,
    picture,
    r,
    zipped,
)
from tests.documents.docx.test_rebuilding import members, pseudo

FORMAT = DocxFormat()


def sdt(inner: str, properties: str = "") -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"


def custom(inner: str) -> str:
    return (
        '<w:customXml w:uri="u" w:element="e"><w:customXmlPr><w:attr w:name="a" w:val="b"/></w:customXmlPr>'
        f"{inner}</w:customXml>"
    )


def cell(*blocks: str) -> str:
    return f"<w:tc>{''.join(blocks)}</w:tc>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(cells)}</w:tr>"


def rows(*found: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(found)}</w:tbl>"


def old_box(inner: str) -> str:
    return (
        '<w:r><w:pict><v:group><v:shape style="position:absolute"><v:textbox><w:txbxContent>'
        f"{inner}</w:txbxContent></v:textbox></v:shape></v:group></w:pict></w:r>"
    )


def mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def code(text: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve">{text}</w:instrText></w:r>'


def note(inner: str) -> dict[str, str | bytes]:
    return {"footnotes": f'<w:footnote w:id="2">{inner}</w:footnote>'}


def nested(depth: int) -> str:
    table = p("Deep")
    for level in range(depth):
        table = rows(row(cell(table, p(f"At {level}"))))
    return table


NOTE = '<w:r><w:footnoteReference w:id="2"/></w:r>'
HEAD = '<w:headerReference w:type="{}" r:id="rId2{}"/>'
LINK = {"rId10": "https://a.example"}
SPACED = (
    f'<w:document xmlns:w="{W}" xml:space="preserve"><w:body><w:p><w:r><w:t>Give </w:t></w:r><w:r><w:rPr><w:b/>'
    "</w:rPr><w:t>one</w:t></w:r><w:r><w:t> now</w:t></w:r></w:p></w:body></w:document>"
)
PLAIN_SPACED = (
    f'<w:document xmlns:w="{W}"><w:body><w:p xml:space="preserve"><w:r><w:t>A </w:t></w:r></w:p><w:p><w:r>'
    "<w:t>b </w:t></w:r><w:r><w:t>c</w:t></w:r></w:p></w:body></w:document>"
)

BODIES: dict[str, tuple[str, list[str]]] = {
    "tables in tables, in content controls": (
        rows(row(cell(sdt(rows(row(cell(sdt(p("One"), '<w:alias w:val="Name"/>'), p("Two"))))), p("Three")))),
        ["One", "Two", "Three", "Name"],
    ),
    "tables twelve deep": (nested(12), ["Deep", *(f"At {level}" for level in range(12))]),
    "content controls round rows": (
        rows(sdt(row(cell(p("A")), cell(p("B")))), row(cell(p("C")))),
        ["A", "B", "C"],
    ),
    "content controls round cells": (rows(row(sdt(cell(p("A"))), cell(p("B")))), ["A", "B"]),
    "content controls round a table": (sdt(rows(row(cell(p("A"))))), ["A"]),
    "a row that repeats": (rows(sdt(sdt(row(sdt(cell(p(sdt(r("A")), r(" b")))))))), ["A b"]),
    "content controls in content controls in a line": (
        p(r("A "), sdt(sdt(sdt(r("deep")))), r(" b")),
        ["A deep b"],
    ),
    "a control in a smart tag in a link": (
        p(f'<w:hyperlink r:id="rId10"><w:smartTag w:element="x">{sdt(r("in"))}</w:smartTag></w:hyperlink>'),
        ['<a href="https://a.example">in</a>'],
    ),
    "a cover page and a bibliography": (
        sdt(p("Cover"), '<w:docPartObj><w:docPartGallery w:val="Cover Pages"/></w:docPartObj>')
        + sdt(p("Works"), "<w:bibliography/>"),
        ["Cover", "Works"],
    ),
    "custom XML in a line": (p(r("A "), custom(r("b")), r(" c")), ["A b c"]),
    "custom XML round blocks": (custom(p("A") + custom(p("B"))), ["A", "B"]),
    "custom XML round rows and cells": (
        rows(custom(row(custom(cell(p("A"))), cell(custom(p("B")))))),
        ["A", "B"],
    ),
    "smart tags in smart tags": (
        p(
            f'<w:smartTag w:element="a"><w:smartTagPr/><w:smartTag w:element="b">{r("London")}</w:smartTag></w:smartTag>'
        ),
        ["London"],
    ),
    "a link whose code and words are cut": (
        p(
            mark("begin"),
            code(" HYPER"),
            code('LINK "https://a.ex'),
            code('ample" '),
            mark("separate"),
            r("Fol"),
            r("low"),
            mark("end"),
        ),
        ['<a href="https://a.example">Follow</a>'],
    ),
    "a field in a field": (
        p(
            r("Dear "),
            mark("begin"),
            code(" IF "),
            field("MERGEFIELD Sex", "m"),
            code(' = "m" "Sir" '),
            mark("separate"),
            r("Sir"),
            mark("end"),
            r(", hello."),
        ),
        ['Dear <x id="1"/>, hello.'],
    ),
    "a field that goes on over paragraphs": (
        p(mark("begin"), code(" QUOTE "), mark("separate"), r("First"))
        + p(r("Second"), mark("end"))
        + p("Third"),
        ["First", "Second", "Third"],
    ),
    "a table of contents": (
        p(
            mark("begin"),
            code(' TOC \\o "1-3" '),
            mark("separate"),
            r("Intro"),
            "<w:r><w:tab/></w:r>",
            field("PAGEREF _Toc1", "1"),
        )
        + p(r("Next"), mark("end")),
        ["Intro", "Next"],
    ),
    "a reading above a word": (
        p(
            r("Read "),
            "<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>kan</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>漢</w:t></w:r></w:rubyBase></w:ruby></w:r>",
        ),
        ['Read <x id="1"/>'],
    ),
    "characters that are elements": (
        p(
            "<w:r><w:t>A</w:t><w:tab/><w:t>b</w:t><w:cr/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t><w:softHyphen/><w:t>e</w:t></w:r>"
        ),
        ['A<x id="1"/>b<br/>c\u2011d\u00ade'],
    ),
    "CDATA, references, comments": (
        p('<w:r><w:t xml:space="preserve"><![CDATA[A & <c>]]> d&#x20;e<!-- no -->f<?pi no?>g</w:t></w:r>'),
        ["A & <c> d efg"],
    ),
    "a text box in a text box": (p(r("A"), box(p(r("Outer"), box(p("Inner"))))), ["A", "Outer", "Inner"]),
    "a table in a text box in a table": (
        rows(row(cell(p(r("A"), box(rows(row(cell(p("B"))))))))),
        ["A", "B"],
    ),
    "older text boxes in a group": (p(old_box(p("A") + p("B"))), ["A", "B"]),
    "empty things": (
        "<w:p/>"
        + p("<w:r/>", "<w:r><w:t/></w:r>", r("  "))
        + rows()
        + rows(row("<w:tc/>"))
        + sdt("")
        + "<w:sdt/>"
        + p("A"),
        ["A"],
    ),
    "what leads nowhere": (
        p(picture("Alt", id="rId99"))
        + p('<w:hyperlink r:id="rId98">' + r("Link") + "</w:hyperlink>")
        + p(r("A"), '<w:r><w:footnoteReference w:id="77"/></w:r>')
        + item("Item", list=55)
        + p("B", style="Nope")
        + p(graphic(CHART, f'<c:chart xmlns:c="{CHART}" r:id="rId97"/>', "Chart")),
        ["Link", 'A<x id="1"/>', "Item", "B", "Alt", "Chart"],
    ),
    "ranges over blocks": (
        '<w:bookmarkStart w:id="9" w:name="z"/>'
        + p('<w:permStart w:id="1"/>', r("A"), '<w:permEnd w:id="1"/>')
        + '<w:bookmarkEnd w:id="9"/><w:moveFromRangeEnd w:id="3"/>'
        + p("B"),
        ["A", "B"],
    ),
    "an embedded sheet": (
        p(
            '<w:r><w:object><v:shape alt="Sheet"><v:imagedata r:id="rId9"/></v:shape><o:OLEObject/></w:object></w:r>'
        ),
        ["Sheet"],
    ),
}


def stored(files: Mapping[str, bytes], *, streamed: bool = False) -> bytes:
    """An archive whose members are not packed, or are written without going back, with more in its records."""
    out: io.BytesIO = _OneWay() if streamed else io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED if streamed else zipfile.ZIP_STORED) as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            info.extra, info.comment = b"\x99\x99\x04\x00abcd", b"more"
            archive.writestr(info, data)
        archive.writestr(zipfile.ZipInfo("word/", (2024, 1, 1, 0, 0, 0)), b"")
        archive.comment = b"an archive"
    return out.getvalue()


class _OneWay(io.BytesIO):
    def seekable(self) -> bool:
        return False

    def tell(self) -> int:
        raise OSError

    def seek(self, *_: int) -> int:
        raise OSError


def renamed(
    files: Mapping[str, bytes], old: str, new: str, said: str | None = None
) -> dict[str, str | bytes]:
    """A part under another name, and how its relationship says it."""
    return {
        name.replace(old, new): data.replace(old.encode(), (said or new).encode())
        for name, data in files.items()
    }


def strict(files: Mapping[str, bytes]) -> dict[str, str | bytes]:
    """The same in the strict form's namespaces."""
    spaces = {
        b"schemas.openxmlformats.org/wordprocessingml/2006/main": b"purl.oclc.org/ooxml/wordprocessingml/main",
        b"schemas.openxmlformats.org/officeDocument/2006/": b"purl.oclc.org/ooxml/officeDocument/",
        b"schemas.openxmlformats.org/drawingml/2006/": b"purl.oclc.org/ooxml/drawingml/",
    }
    out: dict[str, str | bytes] = {}
    for name, data in files.items():
        for old, new in spaces.items():
            data = data.replace(old, new)
        out[name] = data
    return out


def files() -> dict[str, bytes]:
    return members(docx(p("A"), section=HEAD.format("default", 0), parts={"header1": p("Head")}))


def wholes() -> dict[str, tuple[bytes, list[str]]]:
    base = files()
    less = {n: d for n, d in base.items() if not re.search("styles|numbering|settings|core|media", n)}
    main = "<{0}document xmlns{1}='{2}'><{0}body><{0}p><{0}r><{0}t>A</{0}t></{0}r></{0}p></{0}body></{0}document>"
    root = {n.replace("word/document", "main"): d for n, d in base.items() if "document" not in n}
    root["main.xml"] = base["word/document.xml"]
    root["_rels/main.xml.rels"] = base["word/_rels/document.xml.rels"].replace(b'Target="', b'Target="word/')
    root["_rels/.rels"] = base["_rels/.rels"].replace(b"word/document", b"main")
    root["[Content_Types].xml"] = base["[Content_Types].xml"].replace(b"word/document", b"main")
    absolute = {**base}
    relations = "word/_rels/document.xml.rels"
    absolute[relations] = base[relations].replace(b'Target="', b'Target="/word/')
    remark = f'<w:comments {SPACES}><w:comment w:id="1" w:author="a">{p("Remark")}</w:comment></w:comments>'
    return {
        "three kinds of heads": (
            docx(
                p("A"),
                section=HEAD.format("first", 0)
                + HEAD.format("even", 1)
                + HEAD.format("default", 2)
                + "<w:titlePg/>",
                parts={
                    "header1": p("One"),
                    "header2": rows(row(cell(p("Two")))),
                    "header3": p(r("Three"), old_box(p("Four"))),
                },
            ),
            ["A", "One", "Two", "Three", "Four"],
        ),
        "a head for each section, one of them twice": (
            docx(
                p("A", properties=f"<w:sectPr>{HEAD.format('default', 0)}</w:sectPr>"),
                sdt(p("B", properties=f"<w:sectPr>{HEAD.format('default', 1)}</w:sectPr>")),
                section=HEAD.format("even", 0),
                parts={"header1": p("One"), "header2": p("Two")},
            ),
            ["A", "B", "One", "Two"],
        ),
        "a footnote with a table, in a cell": (
            docx(rows(row(cell(p(r("A"), NOTE)))), parts=note(rows(row(cell(p("B")))) + sdt(p("C")))),
            ['A<x id="1"/>', "B", "C"],
        ),
        "a footnote with a text box, noted twice": (
            docx(p(r("A"), NOTE), p(r("B"), NOTE), parts=note(p(r("C"), box(p("D"))))),
            ['A<x id="1"/>', 'B<x id="1"/>', "C", "D"],
        ),
        "a footnote with a mark of its own": (
            docx(
                p(r("A"), '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="2"/><w:t>*</w:t></w:r>'),
                parts=note(p("B")),
            ),
            ['A<x id="1"/>*', "B"],
        ),
        "comments": (
            docx(
                p(
                    '<w:commentRangeStart w:id="1"/>',
                    r("A"),
                    '<w:commentRangeEnd w:id="1"/>',
                    '<w:r><w:commentReference w:id="1"/></w:r>',
                    r(" b"),
                ),
                more={"rId60": ("comments", "comments.xml", remark)},
            ),
            ["A b"],
        ),
        "white space kept by the whole document": (docx(main=SPACED), ["Give <b>one</b> now"]),
        "white space kept by one paragraph": (docx(main=PLAIN_SPACED), ["A", "bc"]),
        "Word's namespace without a prefix": (docx(main=main.format("", "", W)), ["A"]),
        "another prefix": (docx(main=main.format("n:", ":n", W)), ["A"]),
        "the strict form": (
            zipped(strict(members(leaflet()))),
            [format_notation(t.content) for t in FORMAT.parse(leaflet()).texts],
        ),
        "no styles, lists, settings, properties": (zipped(dict(less)), ["A", "Head"]),
        "a byte order mark in each part": (
            zipped({n: b"\xef\xbb\xbf" + d if n.endswith(("xml", "rels")) else d for n, d in base.items()}),
            ["A", "Head"],
        ),
        "a main part at the root": (zipped(dict(root)), ["A", "Head"]),
        "a main part of another name": (
            zipped(
                {
                    n.replace("document.xml", "document2.xml"): d.replace(
                        b"word/document.xml", b"word/document2.xml"
                    )
                    for n, d in base.items()
                }
            ),
            ["A", "Head"],
        ),
        "absolute targets": (zipped(dict(absolute)), ["A", "Head"]),
        "a name with a space": (
            zipped(renamed(base, "header1.xml", "head 1.xml", "head%201.xml")),
            ["A", "Head"],
        ),
        "a name with a percent sign": (zipped(renamed(base, "header1.xml", "head%201.xml")), ["A", "Head"]),
        "names in other letters": (
            zipped({n.replace("word/header", "Word/Header"): d for n, d in base.items()}),
            ["A", "Head"],
        ),
        "a template": (
            zipped({n: d.replace(b"document.main+xml", b"template.main+xml") for n, d in base.items()}),
            ["A", "Head"],
        ),
        "members that are not packed": (stored(base), ["A", "Head"]),
        "members written in one go": (stored(base, streamed=True), ["A", "Head"]),
    }


DOCUMENTS = {name: (docx(body, links=LINK), texts) for name, (body, texts) in BODIES.items()} | wholes()
KEPT = re.compile("Sir|kan|Remark|Release|time|Dec|Unseen|m")
"""What a field computes, a reading, a comment, the date line, what is hidden."""
every_document = pytest.mark.parametrize("name", DOCUMENTS)


@every_document
def test_every_word_is_a_text(name: str) -> None:
    data, texts = DOCUMENTS[name]
    assert [format_notation(text.content) for text in FORMAT.parse(data).texts] == texts


@every_document
def test_nothing_translated_gives_the_same_bytes(name: str) -> None:
    document = FORMAT.parse(data := DOCUMENTS[name][0])
    assert FORMAT.rebuild(document, {text.index: text.content for text in document.texts}) == data


@every_document
@pytest.mark.parametrize("tag", [None, "ar"])
def test_what_was_written_is_read_again_and_no_word_of_the_source_is_left(name: str, tag: str | None) -> None:
    document = FORMAT.parse(DOCUMENTS[name][0])
    wanted = {text.index: pseudo(text.content) for text in document.texts}
    rebuilt = FORMAT.rebuild(document, wanted, locale=parse_locale(tag) if tag else None)
    assert [format_notation(text.content) for text in FORMAT.parse(rebuilt).texts] == [
        format_notation(content) for content in wanted.values()
    ]
    for part, data in members(rebuilt).items():
        words = re.findall(r"<(?:\w+:)?t(?: [^>]*)?>([^<]*)<", data.decode(errors="replace"))
        left = re.findall("[A-Za-z]+", re.sub(r"&\w+;", "", " ".join(words)))
        assert [word for word in left if not KEPT.fullmatch(word)] == [], part


REFUSED: dict[str, tuple[bytes, str]] = {
    **{
        kind: (docx(p(f'<w:{kind} w:id="1">{r("x")}</w:{kind}>')), "tracked changes")
        for kind in ("ins", "del", "moveFrom", "moveTo")
    },
    "a paragraph's end put in": (
        docx(p("x", properties='<w:rPr><w:ins w:id="1"/></w:rPr>')),
        "tracked changes",
    ),
    "a row taken out": (
        docx(rows('<w:tr><w:trPr><w:del w:id="1"/></w:trPr>' + cell(p("x")) + "</w:tr>")),
        "tracked changes",
    ),
    "a change in a head": (
        docx(p("x"), section=HEAD.format("default", 0), parts={"header1": p(f"<w:ins>{r('y')}</w:ins>")}),
        "an insertion in word/header1.xml",
    ),
    "a change in a footnote": (
        docx(p(r("x"), NOTE), parts=note(p(f"<w:del>{r('y')}</w:del>"))),
        "a deletion in word/footnotes.xml",
    ),
    "a change in a text box": (docx(p(box(p(f"<w:ins>{r('y')}</w:ins>")))), "tracked changes"),
    "changes by two authors": (docx(p(f"<w14:conflictIns>{r('x')}</w14:conflictIns>")), "by two authors"),
    "another file": (docx('<w:altChunk r:id="rId5"/>'), "takes in another file"),
    "another file in a cell": (docx(rows(row(cell('<w:altChunk r:id="rId5"/>')))), "takes in another file"),
    "another file in a text box": (docx(p(box('<w:altChunk r:id="rId5"/>'))), "takes in another file"),
    "a subdocument": (docx(p('<w:subDoc r:id="rId5"/>')), "takes in another one"),
    "a subdocument in a control": (docx(p(sdt('<w:subDoc r:id="rId5"/>'))), "takes in another one"),
    "a main part in UTF-16": (
        zipped({**files(), "word/document.xml": "\ufeff<w:x/>".encode("utf-16-le")}),
        "UTF-16",
    ),
    "styles in UTF-16 without a mark": (
        zipped(
            {**files(), "word/styles.xml": '<?xml version="1.0" encoding="UTF-16"?><x/>'.encode("utf-16-be")}
        ),
        "UTF-16",
    ),
    "words in elements that a namespace wants processed": (
        docx(
            main=f'<w:document {SPACES} xmlns:o9="u" mc:Ignorable="o9" mc:ProcessContent="o9:x"><w:body><o9:x>'
            f"{p('x')}</o9:x></w:body></w:document>"
        ),
        "elements of another program",
    ),
    "words beside paragraphs": (docx(r("x")), "an element <w:r>"),
    "a paragraph in a paragraph": (docx(p(sdt(p("x")))), "an element <w:p>"),
    "a paragraph beside rows": (docx(rows(p("x"), row(cell(p("y"))))), "an element <w:p>"),
    "a run in a run": (docx(p(f"<w:r>{r('x')}</w:r>")), "an element <w:r>"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_wholly_is_refused_in_one_line_with_what_to_do(name: str) -> None:
    data, what = REFUSED[name]
    with pytest.raises(DocumentError, match=what) as caught:
        FORMAT.parse(data)
    assert caught.value.hint
    assert "\n" not in str(caught.value)


def test_words_of_other_programs_that_word_passes_over_are_passed_over() -> None:
    main = (
        f'<w:document {SPACES} xmlns:o9="u" mc:Ignorable="o9"><w:body><o9:x>{p("Unseen")}</o9:x>'
        f"{p(r('A'), '<o9:x>' + r('unseen') + '</o9:x>')}</w:body></w:document>"
    )
    assert [format_notation(text.content) for text in FORMAT.parse(docx(main=main)).texts] == ["A"]


@pytest.mark.parametrize("number", ["9" * 20, "9" * 5000, "-5", "--5", "1.5", "٣", "", " ", "0x5"])
def test_a_number_that_word_would_not_write_is_passed_over(number: str) -> None:
    def listed(level: str) -> str:
        return f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr></w:pPr>'

    shifted = f'<w:rPr><w:position w:val="{number}"/></w:rPr>'
    headed = f'<w:pPr><w:outlineLvl w:val="{number}"/></w:pPr>'
    data = docx(
        f"<w:p>{listed('0')}{r('a')}</w:p>",
        f"<w:p>{headed}<w:r>{shifted}<w:t>b</w:t></w:r></w:p>",
        f"<w:p>{listed(number)}{r('c')}</w:p>",
    )
    files = {
        name: re.sub(
            rb'<w:(start|lvlRestart|startOverride) w:val="[^"]*"', rb'<w:\1 w:val="%b"' % number.encode(), one
        )
        for name, one in members(data).items()
    }
    document = FORMAT.parse(zipped(files))
    assert [text.content[0] for text in document.texts if text.role != "Number of an item"]
    assert FORMAT.rebuild(document, {}) == document.data
    for block in document.blocks:
        assert abs(getattr(block, "start", 0) or 0) < 10**9
