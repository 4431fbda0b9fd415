"""What comes back: a Word document with other words, and nothing else changed."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.documents.docx import DocxFormat
from pipeline.documents.inline import (
    Foreign,
    Inline,
    Isolate,
    Link,
    Opaque,
    Run,
    Styled,
    placeholders,
    plain_text,
)
from pipeline.errors import DocumentError
from pipeline.language.locale import parse_locale
from pipeline.segmentation.notation import format_notation, parse_notation
from tests.documents.docx.build import W, box, docx, field, leaflet, p, r, table

FORMAT = DocxFormat()
DATA = Path(__file__).parent / "data"
FILES = {path.relative_to(DATA).as_posix(): path for path in sorted(DATA.glob("*/*.docx"))}


def python_docx() -> bytes:
    """A document as python-docx makes it."""
    import docx as library

    made = library.Document()
    made.add_heading("Fever in children", 0)
    made.add_heading("What to do", 1)
    paragraph = made.add_paragraph("Give ")
    paragraph.add_run("one tablet").bold = True
    paragraph.add_run(" every six hours.")
    made.add_paragraph("Drink water.", style="List Bullet")
    made.add_paragraph("Measure it.", style="List Number")
    made.add_paragraph("In the ear.", style="List Bullet 2")
    made.add_paragraph("Keep this leaflet.", style="Intense Quote")
    cells = made.add_table(2, 2).rows[0].cells
    cells[0].text, cells[1].text = "Age", "Dose"
    made.sections[0].header.paragraphs[0].text = "City hospital"
    made.add_page_break()
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def document_bytes(name: str) -> bytes:
    if name == "leaflet":
        return leaflet()
    return python_docx() if name == "python-docx" else FILES[name].read_bytes()


every_document = pytest.mark.parametrize("name", ["leaflet", "python-docx", *FILES])


def pseudo(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Each letter as another one, so that no word of the source is left."""
    out: list[Inline] = []
    for node in content:
        match node:
            case Run(text):
                out.append(Run(re.sub(r"[^\W\d_]", "ж", text)))
            case Styled(style, children):
                out.append(Styled(style, pseudo(children)))
            case Link(href, children):
                out.append(Link(href, pseudo(children)))
            case _:
                out.append(node)
    return tuple(out)


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@every_document
def test_nothing_translated_gives_the_same_bytes(name: str) -> None:
    data = document_bytes(name)
    document = FORMAT.parse(data)
    assert FORMAT.rebuild(document, {}) == data
    assert FORMAT.rebuild(document, {text.index: text.content for text in document.texts}) == data


@every_document
@pytest.mark.parametrize("tag", [None, "ar", "hi", "zh-Hans", "fr"])
def test_what_was_written_is_read_again(name: str, tag: str | None) -> None:
    document = FORMAT.parse(document_bytes(name))
    wanted = {text.index: pseudo(text.content) for text in document.texts}
    rebuilt = FORMAT.rebuild(document, wanted, locale=parse_locale(tag) if tag else None)
    again = FORMAT.parse(rebuilt)
    found = {text.index: text.content for text in again.texts}
    assert {index: format_notation(content) for index, content in found.items()} == {
        index: format_notation(content) for index, content in wanted.items()
    }
    for data in members(rebuilt).values():
        if data.lstrip(b"\xef\xbb\xbf").startswith(b"<"):
            ElementTree.fromstring(data)


VISIBLE = re.compile(r"<(?:\w+:)?t(?: [^>]*)?>([^<]*)<|(?:descr|alt|tooltip)=\"([^\"]+)\"")
KEPT = {"Dec", "Release", "time", "Unseen"}


@every_document
def test_no_word_of_the_source_is_left(name: str) -> None:
    document = FORMAT.parse(document_bytes(name))
    wanted = {text.index: pseudo(text.content) for text in document.texts}
    for part, data in members(FORMAT.rebuild(document, wanted)).items():
        if part.endswith(".xml") and "comments" not in part:
            words = " ".join(a or b for a, b in VISIBLE.findall(data.decode()))
            assert set(re.findall("[A-Za-z]{3,}", words)) <= KEPT, part


@every_document
def test_parts_that_no_translation_touches_keep_their_bytes(name: str) -> None:
    data = document_bytes(name)
    document = FORMAT.parse(data)
    target = {document.texts[0].index: (Run("ж"),)} if document.texts else {}
    rebuilt = FORMAT.rebuild(
        document, {i: c for i, c in target.items() if not placeholders(document.texts[i].content)}
    )
    before, after = zipfile.ZipFile(io.BytesIO(data)), zipfile.ZipFile(io.BytesIO(rebuilt))
    assert before.namelist() == after.namelist()
    for old, new in zip(before.infolist(), after.infolist(), strict=True):
        assert (old.date_time, old.compress_type, old.extra, old.external_attr) == (
            new.date_time,
            new.compress_type,
            new.extra,
            new.external_attr,
        )
    changed = [one for one in before.namelist() if before.read(one) != after.read(one)]
    assert len(changed) <= 1


def rebuilt_part(
    data: bytes, targets: dict[str, str], tag: str | None = None, part: str = "word/document.xml"
) -> str:
    """A part after the texts with the given notations are replaced."""
    document = FORMAT.parse(data)
    contents = {
        text.index: parse_notation(targets[format_notation(text.content)], opaque=placeholders(text.content))
        for text in document.texts
        if format_notation(text.content) in targets
    }
    assert len(contents) == len(targets)
    locale = parse_locale(tag) if tag else None
    return members(FORMAT.rebuild(document, contents, locale=locale))[part].decode()


def test_only_the_translated_paragraph_changes() -> None:
    data = docx(p("one"), p("two"), p("three"))
    before = members(data)["word/document.xml"].decode()
    assert rebuilt_part(data, {"two": "zwei"}) == before.replace(r("two"), "<w:r><w:t>zwei</w:t></w:r>")


def test_colours_stay_with_the_words_of_the_same_style() -> None:
    red = '<w:color w:val="FF0000"/>'
    data = docx(p(r("Do "), r("not", f"<w:b/>{red}"), r(" wait")))
    found = rebuilt_part(data, {"Do <b>not</b> wait": "<b>Nicht</b> warten"})
    assert f"<w:r><w:rPr><w:b/>{red}</w:rPr><w:t>Nicht</w:t></w:r>" in found
    whole = rebuilt_part(docx(p(r("Wait", red))), {"Wait": "Warte"})
    assert f"<w:r><w:rPr>{red}</w:rPr><w:t>Warte</w:t></w:r>" in whole


def test_bookmarks_notes_and_fields_survive_a_translation() -> None:
    found = rebuilt_part(
        leaflet(),
        {
            'Give <b>one tablet</b> every <i>six hours</i>. Do not wait.<x id="1"/>': "<i>Y</i> <b>X</b> "
            'z<x id="1"/>'
        },
    )
    for kept in ("bookmarkStart", "bookmarkEnd", "footnoteReference"):
        assert found.count(kept) == 1


def test_a_content_control_round_a_whole_paragraph_stays() -> None:
    control = "<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent>%s</w:sdtContent></w:sdt>"
    found = rebuilt_part(docx(p(control % r("Name"))), {"Name": "Nom"})
    assert control % "<w:r><w:t>Nom</w:t></w:r>" in found


def test_both_forms_of_a_text_box_are_translated_inside_a_translated_paragraph() -> None:
    data = docx(p(r("Outside"), box(p("Inside"), alt="Red")))
    found = rebuilt_part(data, {"Outside": "Dehors", "Inside": "Dedans", "Red": 'R"ou&ge'})
    assert found.count("Dehors") == 1
    assert found.count("Dedans") == 2
    assert found.count('"R&quot;ou&amp;ge"') == 2


def test_links_keep_their_relationship_and_fields_their_code() -> None:
    data = docx(
        p(
            r("See "),
            f'<w:hyperlink r:id="rId10" w:history="1">{r("this")}</w:hyperlink>',
            r(" or "),
            field('HYPERLINK "https://b.example"', "that"),
        ),
        links={"rId10": "https://a.example"},
    )
    found = rebuilt_part(
        data,
        {
            'See <a href="https://a.example">this</a> or <a href="https://b.example">that</a>': (
                '<a href="https://b.example">B</a> <a href="https://a.example">A <b>b</b></a>'
            )
        },
    )
    assert '<w:hyperlink r:id="rId10" w:history="1"><w:r><w:t xml:space="preserve">A </w:t>' in found
    assert found.index("HYPERLINK") < found.index("<w:t>B</w:t>") < found.index("<w:hyperlink")


def test_bold_over_a_link_stays_bold_inside_the_link() -> None:
    bold = "<w:b/>"
    linked = f'<w:hyperlink r:id="rId10">{r("us", bold)}</w:hyperlink>'
    data = docx(p(r("Call ", bold), linked, r(" now", bold)), links={"rId10": "https://a.example"})
    found = rebuilt_part(
        data,
        {
            '<b>Call <a href="https://a.example">us</a> now</b>': (
                '<b>Maintenant <a href="https://a.example">nous</a> appeler</b>'
            )
        },
    )
    runs = [f'<w:r><w:rPr>{bold}</w:rPr><w:t xml:space="preserve">Maintenant </w:t></w:r>']
    runs.append(f'<w:hyperlink r:id="rId10"><w:r><w:rPr>{bold}</w:rPr><w:t>nous</w:t></w:r></w:hyperlink>')
    runs.append(f'<w:r><w:rPr>{bold}</w:rPr><w:t xml:space="preserve"> appeler</w:t></w:r>')
    assert "".join(runs) in found


@pytest.mark.parametrize(
    ("source", "target", "what"),
    [
        (p("a"), (Link("https://evil.example", (Run("b"),)),), "no link"),
        (p("a"), (Styled("code", (Run("b"),)),), "code"),
        (p("a"), (Run("b\x07"),), "U\\+0007"),
        (p(r("a "), field("PAGE", "1"), r(".")), (Run("b"),), "missing"),
        (p(r("a "), field("PAGE", "1"), r(".")), (Opaque("1", "1"), Opaque("1", "1")), "2 times"),
    ],
)
def test_what_cannot_be_written_names_its_text(source: str, target: tuple[Inline, ...], what: str) -> None:
    document = FORMAT.parse(docx(p("first"), source))
    with pytest.raises(DocumentError, match=what) as caught:
        FORMAT.rebuild(document, {1: target})
    assert caught.value.text_index == 1


def test_a_text_that_is_not_there_is_an_error() -> None:
    with pytest.raises(DocumentError, match="no text 9"):
        FORMAT.rebuild(FORMAT.parse(docx(p("a"))), {9: (Run("b"),)})


def test_a_right_to_left_language_turns_the_document() -> None:
    data = docx(p("one"), "<w:p/>", table(["two"]))
    found = rebuilt_part(data, {"one": "واحد"}, "ar")
    assert found.count("<w:bidi/>") == 4  # three paragraphs and the section
    assert "<w:bidiVisual/>" in found
    assert "<w:rPr><w:rtl/></w:rPr><w:t>واحد</w:t>" in found
    back = FORMAT.parse(FORMAT.rebuild(FORMAT.parse(data), {0: (Run("واحد"),)}, locale=parse_locale("ar")))
    again = members(FORMAT.rebuild(back, {0: (Run("one"),)}, locale=parse_locale("en")))
    text = again["word/document.xml"].decode()
    assert "<w:bidiVisual" not in text
    assert "<w:rtl/>" not in text
    assert text.count('<w:bidi w:val="0"/>') == 3


def test_numbers_and_measures_keep_their_order_in_right_to_left_text() -> None:
    found = rebuilt_part(docx(p("Call")), {"Call": "اتصل: 0800 123 456 الآن"}, "ar")
    mark = "<w:r><w:t>\u200e</w:t></w:r>"
    assert f'<w:dir w:val="ltr">{mark}<w:r><w:t>0800 123 456</w:t></w:r>{mark}</w:dir>' in found


def test_a_hyphen_in_a_translated_number_ends_no_line() -> None:
    source = docx(p("Take some"), p("Take 5-10 mg"))
    found = rebuilt_part(source, {"Take some": "Nimm 5-10 mg Anti-Malaria"}, "de")
    number = "<w:t>Nimm 5</w:t><w:noBreakHyphen/><w:t>10 mg Anti-Malaria</w:t>"
    assert number in found
    assert ">Take 5-10 mg</w:t>" in found, "what nobody has translated is the source's"
    assert "noBreakHyphen" not in rebuilt_part(source, {"Take some": "Nimm 5-10 mg"}), "of no known language"


def test_a_turned_number_keeps_its_hyphens_as_libreoffice_would_cut_it_elsewhere() -> None:
    found = rebuilt_part(docx(p("Call")), {"Call": "اتصل: 0800-123-456 الآن"}, "ar")
    assert "<w:t>0800-123-456</w:t>" in found


def test_isolates_and_foreign_sentences_of_a_draft_are_set_apart() -> None:
    document = FORMAT.parse(docx(p("Call")))
    content = (Run("اتصل "), Isolate("AB-1"), Run(". "), Foreign("en", (Run("Do not wait."),)))
    data = FORMAT.rebuild(document, {0: content}, locale=parse_locale("ar"))
    found = members(data)["word/document.xml"].decode()
    assert found.count('<w:dir w:val="ltr">') == 2
    assert '<w:lang w:val="en-US"/></w:rPr><w:t>Do not wait.</w:t>' in found
    assert plain_text(FORMAT.parse(data).texts[0].content) == "اتصل AB-1. Do not wait."


@pytest.mark.parametrize(
    ("tag", "wanted"),
    [
        ("ar", {"val": "ar-EG", "eastAsia": "en-US", "bidi": "ar-EG"}),
        ("zh-Hans", {"val": "zh-CN", "eastAsia": "zh-CN", "bidi": "ar-SA"}),
        ("pt-BR", {"val": "pt-BR", "eastAsia": "en-US", "bidi": "ar-SA"}),
    ],
)
def test_the_style_sheet_says_the_language(tag: str, wanted: dict[str, str]) -> None:
    root = ElementTree.fromstring(rebuilt_part(docx(p("a")), {"a": "b"}, tag, "word/styles.xml"))
    language = root.find(f"{{{W}}}docDefaults//{{{W}}}lang")
    assert language is not None
    assert {name.partition("}")[2]: value for name, value in language.attrib.items()} == wanted


def test_complex_scripts_get_their_own_weight_size_and_font() -> None:
    styles = rebuilt_part(docx(p("a")), {"a": "b"}, "hi", "word/styles.xml")
    assert '<w:b/><w:bCs/><w:sz w:val="40"/><w:szCs w:val="40"/>' in styles
    assert "Nirmala" not in styles  # the theme has a font for the script
    run = rebuilt_part(
        docx(p(r("a", '<w:rFonts w:ascii="Arial" w:cs="Arial"/><w:b/><w:sz w:val="30"/>'))),
        {"<b>a</b>": "<b>क</b>"},
        "hi",
    )
    assert (
        '<w:rFonts w:ascii="Arial" w:cs="Nirmala UI"/><w:b/><w:bCs/><w:sz w:val="30"/><w:szCs w:val="30"/>'
        in run
    )


def test_settings_name_the_language_of_the_theme_s_fonts() -> None:
    found = rebuilt_part(docx(p("a")), {"a": "b"}, "ar", "word/settings.xml")
    assert 'w:val="ar-EG"' in found
    assert 'w:bidi="ar-EG"' in found


def test_a_banner_stands_before_everything() -> None:
    data = FORMAT.with_banner(docx(p("a")), "Draft", "Not approved", parse_locale("en"))
    texts = FORMAT.parse(data).texts
    assert [plain_text(text.content) for text in texts] == ["Draft", "Not approved", "a"]


LOOKS = st.lists(
    st.sampled_from(
        ["<w:b/>", "<w:i/>", '<w:color w:val="FF0000"/>', '<w:vertAlign w:val="subscript"/>', "<w:strike/>"]
    ),
    unique=True,
    max_size=3,
).map("".join)
TEXTS = st.text(st.sampled_from("ab <>&;\u00a0é1b/"), max_size=6).map(
    lambda text: text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
)
PIECES = st.one_of(
    st.builds(r, TEXTS, LOOKS),
    st.sampled_from(
        [
            "<w:r><w:tab/></w:r>",
            "<w:r><w:br/></w:r>",
            '<w:bookmarkStart w:id="1" w:name="n"/>',
            field("PAGE", "1"),
            field('HYPERLINK "u"', "x"),
            f'<w:hyperlink w:anchor="k">{r("link", "<w:b/>")}</w:hyperlink>',
            f"<w:sdt><w:sdtContent>{r('held')}</w:sdtContent></w:sdt>",
            r("", "<w:vanish/>"),
        ]
    ),
)


@given(st.lists(PIECES, max_size=8), st.sampled_from([None, "ar", "zh-Hans"]))
@example([r(";", "<w:strike/>"), field('HYPERLINK "u"', "x")], "ar")
@settings(deadline=None, max_examples=200)
def test_any_row_of_runs_comes_back_as_it_was_translated(pieces: list[str], tag: str | None) -> None:
    data = docx(p(*pieces))
    document = FORMAT.parse(data)
    assert FORMAT.rebuild(document, {}) == data
    wanted = {text.index: pseudo(text.content) for text in document.texts}
    locale = parse_locale(tag) if tag else None
    again = FORMAT.parse(FORMAT.rebuild(document, wanted, locale=locale))
    assert [format_notation(text.content) for text in again.texts] == [
        format_notation(content) for content in wanted.values()
    ]
