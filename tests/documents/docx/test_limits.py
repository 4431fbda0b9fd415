"""Files of strangers: what is refused, and that it costs little."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.documents.docx import DocxFormat
from pipeline.documents.inline import Run
from pipeline.documents.limits import MAX_BYTES
from pipeline.errors import DocumentError
from tests.documents.docx.build import (
    CHART,
    SPACES,
    diagram,
    docx,
    graphic,
    leaflet,
    line,
    p,
    r,
    table,
    zipped,
)

FORMAT = DocxFormat()


def refused(data: bytes, what: str) -> DocumentError:
    with pytest.raises(DocumentError, match=what) as caught:
        FORMAT.parse(data)
    assert caught.value.hint
    return caught.value


def with_member(name: str, data: bytes = b"x", attributes: int = 0, system: int = 3) -> bytes:
    out = io.BytesIO(docx(p("a")))
    with zipfile.ZipFile(out, "a") as archive:
        info = zipfile.ZipInfo("placeholder" if name else "x")
        info.external_attr = attributes
        info.create_system = system
        info.filename = name
        archive.writestr(info, data)
    return out.getvalue()


@pytest.mark.parametrize("name", ["/etc/passwd", "../x", "word/../../x", "C:/x", "a\\b", "word//x", "./x"])
def test_names_that_leave_the_document_are_refused(name: str) -> None:
    refused(with_member(name), "may leave the document")


def test_links_are_refused() -> None:
    refused(with_member("word/link", b"/etc/passwd", 0o120777 << 16), "is a link")


def test_two_members_of_one_name_are_refused() -> None:
    refused(with_member("WORD/document.xml"), "two members")


def test_a_file_that_is_too_large_is_refused() -> None:
    refused(b"PK" + b"\0" * MAX_BYTES, "more than 50000000")


def test_too_many_members_are_refused() -> None:
    refused(zipped({f"m{number}": b"" for number in range(10_001)}), "10001 members")


def lying(unpacked: int, data: bytes = b"\0" * 1000) -> bytes:
    """An archive whose directory says that its first member has another size than it has."""
    made = bytearray(zipped({"[Content_Types].xml": data, "x": b"y"}))
    at = made.index(b"PK\x01\x02")
    struct.pack_into("<L", made, at + 24, unpacked)
    return bytes(made)


def test_what_unpacks_to_too_much_is_refused_before_it_is_unpacked() -> None:
    refused(lying(500_000_001), "unpacks to more than")


def test_sizes_that_lie_are_refused_without_unpacking_the_rest() -> None:
    bomb = lying(10, b"\0" * 100_000_000)
    tracemalloc.start()
    try:
        refused(bomb, "damaged")
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()


def test_members_that_lie_over_each_other_are_refused() -> None:
    made = bytearray(zipped({"a": b"1" * 50, "b": b"2" * 50}))
    second = made.index(b"PK\x01\x02", made.index(b"PK\x01\x02") + 4)
    struct.pack_into("<L", made, second + 42, 0)
    refused(bytes(made), "damaged")


def test_a_checksum_that_is_wrong_is_refused() -> None:
    data = docx(p("a"))
    made = bytearray(data)
    at = made.index(b"PK\x01\x02")
    struct.pack_into("<L", made, at + 16, zlib.crc32(b"other"))
    refused(bytes(made), "damaged")


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "no Word document"),
        (b"Dear reader", "no Word document"),
        (OLE, "old Word document"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"{\\rtf1 x}", "RTF"),
        (zipped({"mimetype": b"x", "META-INF/manifest.xml": b"<a/>"}), "OpenDocument"),
        (zipped({"a.txt": b"x"}), "ZIP archive"),
        (docx(p("a"), type="x").replace(b"PK\x05\x06", b"PK\x05\x07"), "only a part"),
    ],
)
def test_other_files_are_told_apart(data: bytes, what: str) -> None:
    refused(data, what)


def test_macros_are_refused() -> None:
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override '
        'PartName="/word/document.xml" '
        'ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'
    )
    with zipfile.ZipFile(io.BytesIO(docx(p("a")))) as archive:
        files: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    refused(zipped({**files, "[Content_Types].xml": types}), "macros")


def main(inner: str, head: str = "") -> bytes:
    return docx(main=f"{head}<w:document {SPACES}><w:body>{inner}</w:body></w:document>")


def test_a_document_type_is_refused_with_any_entity() -> None:
    bomb = '<!DOCTYPE w:document [<!ENTITY a "aaaaaaaaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
    refused(main(p("&b;"), bomb), "document type")


def test_xml_that_is_broken_says_the_part_and_line() -> None:
    assert "word/document.xml" in refused(main("\n<w:p>"), "not well-formed").what


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1"])
def test_other_encodings_than_utf_8_are_refused(encoding: str) -> None:
    head = f'<?xml version="1.0" encoding="{encoding}"?>'
    text = f"{head}<w:document {SPACES}><w:body>{p('a')}</w:body></w:document>"
    refused(docx(main=text.encode(encoding)), "not UTF-8" if encoding == "latin-1" else "UTF-16")  # type: ignore[arg-type]


def test_deep_nesting_is_an_error_and_overflows_no_stack() -> None:
    refused(main("<w:x>" * 100_000 + "</w:x>" * 100_000), "deep in each other")
    deep = p("a")
    for _ in range(40):
        deep = table([f"<w:tc>{deep}<w:p/></w:tc>"])
    refused(main(deep), "deep in each other")


def test_a_tree_of_too_many_elements_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.documents.docx.nodes.MAX_ELEMENTS", 1_000)
    many = "<w:a/>" * 999
    assert FORMAT.parse(main(f"<w:p>{many}</w:p><w:p>{many}</w:p>")).blocks == ()
    refused(main(f"<w:p>{many}<w:a/></w:p>"), "of more than 1000 elements")
    chart = f"<c:x xmlns:c='{CHART}'>{'<c:a/>' * 1_001}</c:x>"
    drawing = graphic(CHART, f'<c:chart xmlns:c="{CHART}" r:id="rId50"/>')
    refused(
        docx(p(drawing), more={"rId50": ("chart", "charts/chart1.xml", chart)}), "of more than 1000 elements"
    )


def test_fields_in_fields_without_end_are_read_in_good_time() -> None:
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{one}"/></w:r>' for one in ("begin", "end"))
    document = FORMAT.parse(main(p(begin * 20_000, end * 20_000, r("a"))))
    assert [text.content for text in document.texts] == [(Run("a"),)]


def test_a_part_that_many_drawings_name_is_read_once() -> None:
    drawing, parts = diagram(line("a"))
    assert len(FORMAT.parse(docx(*[p(drawing)] * 200, more=parts)).texts) == 1


def test_a_very_long_text_is_an_error() -> None:
    refused(main(p("x" * 1_000_001)), "in one piece")


def test_text_that_another_file_holds_is_refused() -> None:
    refused(main('<w:altChunk r:id="rId5"/>'), "takes in another file")


def test_styles_that_go_round_in_a_circle_end() -> None:
    data = docx(p("a", style="Own"))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    circle = "".join(
        f'<w:style w:styleId="{one}"><w:name w:val="{one}"/><w:basedOn w:val="{other}"/></w:style>'
        for one, other in (("Own", "B"), ("B", "C"), ("C", "Own"))
    )
    files["word/styles.xml"] = f"<w:styles {SPACES}>{circle}</w:styles>"
    assert len(FORMAT.parse(zipped(files)).texts) == 1


LEAFLET = leaflet()


@given(st.integers(0, len(LEAFLET) - 1), st.integers(0, 255), st.integers(0, len(LEAFLET)))
@settings(deadline=None, max_examples=150)
def test_damage_ends_in_a_clear_error_or_a_document(place: int, byte: int, end: int) -> None:
    for data in (LEAFLET[:place] + bytes([byte]) + LEAFLET[place + 1 :], LEAFLET[:end]):
        try:
            document = FORMAT.parse(data)
        except DocumentError as error:
            assert error.hint
        else:
            assert FORMAT.rebuild(document, {}) == data


NAMES = [
    f"w:{name}"
    for name in (
        "p",
        "r",
        "tbl",
        "tr",
        "tc",
        "sdt",
        "sdtContent",
        "hyperlink",
        "pPr",
        "rPr",
        "drawing",
        "pict",
        "txbxContent",
        "sectPr",
        "numPr",
        "fldSimple",
        "dir",
        "smartTag",
    )
] + ["mc:AlternateContent", "mc:Choice", "mc:Fallback"]
XML = st.recursive(
    st.sampled_from([r("a"), "<w:r/>", "<w:tab/>", "<w:t>x</w:t>", '<w:fldChar w:fldCharType="end"/>', "y"]),
    lambda inner: st.builds(
        lambda name, parts: f"<{name}>{''.join(parts)}</{name}>",
        st.sampled_from(NAMES),
        st.lists(inner, max_size=4),
    ),
    max_leaves=20,
)


@given(st.lists(XML, max_size=4))
@settings(deadline=None, max_examples=200)
def test_elements_in_any_order_are_read_or_refused(blocks: list[str]) -> None:
    data = main("".join(blocks))
    try:
        document = FORMAT.parse(data)
    except DocumentError:
        return
    assert [text.index for text in document.texts] == list(range(len(document.texts)))
    assert FORMAT.rebuild(document, {}) == data
