"""Markdown and HTML, read and written: the properties that hold for both, and what translators see."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import html5lib
import pyromark
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.documents.blocks import ListBlock
from pipeline.documents.html import HtmlFormat
from pipeline.documents.inline import Inline, Link, Opaque, Run, Styled, placeholders, plain_text
from pipeline.documents.markdown import MarkdownFormat
from pipeline.documents.model import Document, DocumentFormat
from pipeline.documents.registry import format_for
from pipeline.documents.tidy import tidy_content
from pipeline.documents.walking import iter_texts, map_texts
from pipeline.errors import DocumentError
from pipeline.language.locale import parse_locale
from pipeline.segmentation.notation import format_notation, parse_notation
from pipeline.segmentation.sentences import segment_document

DATA = Path(__file__).parent / "data" / "marked"
CASES = tomllib.loads((DATA / "cases.toml").read_text("utf-8"))["case"]
READINGS = [
    pytest.param(case[name], case["units"], format, id=f"{case['name']} ({name})")
    for case in CASES
    for name, format in (("markdown", MarkdownFormat()), ("html", HtmlFormat()))
    if name in case
]
FIXTURES = sorted(path for path in DATA.iterdir() if path.suffix in (".md", ".html", ".txt"))
FORMATS: list[DocumentFormat] = [MarkdownFormat(), HtmlFormat()]

# What stands in a file and means something, in pieces that fit together in odd ways.
_PIECES = """
* ** _ __ ` `` ~~ [ ] ( ) ](/u) ![ ![a](b.png) > # ## - 1. + \\ | |---| : <b> </b> <i>
<a_href="x"> </a> <p> </div> <br> <span_class="k"> </span> <td> <table> <tr> <li> <ul>
</ul> <!-- --> <script> </script> <svg> </svg> <img_src=x_alt="y"> <pre> </pre> &amp; &lt;
& < dose 5_ml é 痛 ไข้ ( ) " ' = === --- *** [^1] [^1]: [x]: <title> </title>
<html_lang=en> lang translate="no" <b_translate=no> <h1> </h1> --> ]]> <![CDATA[ <?x ?> </
< <div>
"""
PIECES = st.sampled_from(_PIECES.split())
SOURCES = st.lists(
    st.one_of(
        PIECES.map(lambda piece: piece.replace("_", " ")),
        st.sampled_from(["\n", "\n\n", " ", "    ", "\t", "\r\n"]),
    ),
    max_size=40,
).map("".join)
WORDS = st.text(
    st.one_of(
        st.sampled_from(list("ab1.)*_`[]<>&|#-+~!\\:=\"'{}()^$@/ 痛。、「」ไต็é")),
        st.characters(codec="utf-8", categories=["L", "P", "S"]),
    ),
    min_size=1,
    max_size=12,
).filter(str.strip)


def texts(document: Document) -> list[str]:
    """All texts that have something to translate, in inline notation."""
    notations = (format_notation(text.content) for text in document.texts)
    kept = [segment.text_index for segment in segment_document(document, locale=parse_locale("en"))]
    return [notation for index, notation in enumerate(notations) if index in kept]


def replaced(content: tuple[Inline, ...], words: list[str]) -> tuple[Inline, ...]:
    """The same nodes round other words."""
    nodes: list[Inline] = []
    for node in content:
        match node:
            case Run():
                nodes.append(Run(words[len(nodes) % len(words)]))
            case Styled(style, children):
                nodes.append(Styled(style, replaced(children, words[::-1])))
            case Link(href, children):
                nodes.append(Link(href, replaced(children, words)))
            case _:
                nodes.append(node)
    return tuple(nodes)


@pytest.mark.parametrize(("source", "units", "format"), READINGS)
def test_a_translator_sees(source, units, format):
    assert texts(format.parse(source.encode())) == units


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.name)
def test_what_is_not_translated_keeps_every_byte(path):
    format, data = format_for(path.name), path.read_bytes()
    document = format.parse(data)
    assert format.rebuild(document, {}) == data
    assert format.rebuild(document, {text.index: text.content for text in document.texts}) == data


@pytest.mark.parametrize("format", FORMATS, ids=lambda format: format.name)
@given(source=SOURCES)
@example(source="*</ul>`*")
def test_odd_files_are_rebuilt_byte_for_byte_and_numbered_in_order(format, source):
    data = source.encode()
    try:
        document = format.parse(data)
    except DocumentError:
        return
    assert [text.index for text in document.texts] == list(range(len(document.texts)))
    assert format.rebuild(document, {text.index: text.content for text in document.texts}) == data
    for text in document.texts:
        assert tidy_content(text.content) == text.content
        notation = format_notation(text.content)
        assert parse_notation(notation, opaque=placeholders(text.content)) == text.content


@pytest.mark.parametrize("format", FORMATS, ids=lambda format: format.name)
@given(source=SOURCES, words=st.lists(WORDS, min_size=1, max_size=3))
@example(source='*<img src=x alt="y">', words=[" 1"])
@example(source="****`********************<td>*(", words=["1"])
def test_a_translation_reads_back_as_it_was_written_or_is_refused(format, source, words):
    try:
        document = format.parse(source.encode())
    except DocumentError:
        return
    contents = {
        text.index: replaced(text.content, words)
        for text in document.texts
        if not any(isinstance(node, Opaque) for node in text.content)
    }
    try:
        rebuilt = format.parse(format.rebuild(document, contents))
    except DocumentError as error:
        assert error.text_index in contents
        return
    assert len(rebuilt.texts) == len(document.texts)
    # The alternative text of a picture in a text is that of a text of its own, translated too.
    trimmed = {index: tidy_content(content) for index, content in contents.items()}
    filled = {text.index: text.content for text in iter_texts(map_texts(document.blocks, trimmed))}
    for index, content in contents.items():
        if content != document.texts[index].content:
            shown = plain_text(tidy_content(filled.get(index, content)))
            assert plain_text(rebuilt.texts[index].content).split() == shown.split()


@given(words=st.lists(WORDS, min_size=3, max_size=3))
@example(words=["#", "1", "1"])
@example(words=["\\#", "1", "1"])
def test_plain_markdown_holds_any_words(words):
    """Nothing in a translation becomes markup, nothing is lost: bold included, beside any script."""
    format = MarkdownFormat()
    document = format.parse(b"# Title\n\nGive **5 ml** now.\n\n| a | b |\n|---|---|\n| c | d |\n")
    wanted = {
        0: (Run(words[0]),),
        1: (Run(words[0]), Styled("b", (Run(words[1]),)), Run(words[2])),
        4: (Run(words[2]),),
    }
    again = format.parse(format.rebuild(document, wanted))
    for index, content in wanted.items():
        shown = " ".join(plain_text(tidy_content(content)).split())
        assert " ".join(plain_text(again.texts[index].content).split()) == shown


@pytest.mark.parametrize("sentence", ["これは**重要**です。", "「**痛み**」を", "ให้ยา**ทุก**วัน"])
def test_bold_beside_scripts_without_spaces_is_bold(sentence):
    before, bold, after = sentence.split("**")
    format = MarkdownFormat()
    document = format.parse(b"a **b** c\n")
    content = (Run(before), Styled("b", (Run(bold),)), Run(after))
    assert format.parse(format.rebuild(document, {0: content})).texts[0].content == content


def test_one_leaflet_in_four_formats_has_one_set_of_units():
    def units(name):
        document = format_for(name).parse((DATA / name).read_bytes())
        return [segment.source for segment in segment_document(document, locale=parse_locale("en"))]

    assert units("leaflet.md") == units("leaflet.html")
    assert units("leaflet.md") == units("leaflet.docx")  # made by python-docx, a bold word cut in two
    bare = [plain_text(parse_notation(unit)) for unit in units("leaflet.md")]
    assert bare == units("leaflet.txt")


@pytest.mark.parametrize("name", ["leaflet.txt", "leaflet.md", "leaflet.html", "leaflet.docx"])
def test_the_date_line_is_metadata_in_every_format(name):
    document = format_for(name).parse((DATA / name).read_bytes())
    assert str(document.metadata.published) == "2026-03-01"


LEFT_OUT = {
    "everything.html": {
        *("PolyLeaf", "x"),  # translate="no"
        "Bonjour",  # another language
        *("code", "here"),  # fixed layout
        "Skipped",  # by directive
        "Published:",  # the date line, which is metadata
    },
    "everything.md": {"code", "skipped"},
}


def greek(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """The same content without one Latin letter of text."""
    nodes: list[Inline] = []
    for node in content:
        match node:
            case Run(text):
                nodes.append(Run("".join(chr(0x3B1 + ord(c) % 17) if c.isalpha() else c for c in text)))
            case Styled(style, children):
                nodes.append(Styled(style, greek(children)))
            case Link(href, children):
                nodes.append(Link(href, greek(children)))
            case _:
                nodes.append(node)
    return tuple(nodes)


def visible(name: str, data: bytes) -> set[str]:
    """All words that a reader of the file may see or hear, found by other people's parsers."""
    page = data.decode()
    front = ""
    if name.endswith(".md"):
        _, front, page = page.split("---\n", 2)
        front = " ".join(re.findall(r"^(?:title|description): (.*)", front, re.MULTILINE))
        extras = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_FOOTNOTES
        page = pyromark.html(
            page, options=extras | pyromark.Options.ENABLE_TASKLISTS | pyromark.Options.ENABLE_STRIKETHROUGH
        )
    found = [front]
    for element in html5lib.parse(page, namespaceHTMLElements=False).iter():
        if isinstance(element.tag, str) and element.tag not in ("script", "style"):
            found.append(element.text or "")
            found += [
                element.get(key, "") for key in ("alt", "title", "placeholder", "aria-label", "summary")
            ]
            if element.get("type") == "submit":
                found.append(element.get("value", ""))
            if element.get("name") == "description":
                found.append(element.get("content", ""))
        found.append(element.tail or "")
    return set(" ".join(found).split())


@pytest.mark.parametrize("name", sorted(LEFT_OUT))
def test_every_visible_word_is_in_a_unit_or_left_out_by_a_rule(name):
    format = format_for(name)
    data = (DATA / name).read_bytes()
    document = format.parse(data)
    units = {segment.text_index for segment in segment_document(document, locale=parse_locale("en"))}
    rebuilt = format.rebuild(
        document, {text.index: greek(text.content) for text in document.texts if text.index in units}
    )
    latin = {word for word in visible(name, rebuilt) if any("a" <= c.lower() <= "z" for c in word)}
    assert latin == LEFT_OUT[name]
    assert len(visible(name, data)) > 2 * len(latin)


@pytest.mark.parametrize(
    ("tag", "language", "og"),
    [
        ("es", "es", ""),
        ("pt-BR", "pt-BR", '<meta property="og:locale" content="pt_BR">'),
        ("zh-Hant-TW", "zh-Hant-TW", '<meta property="og:locale" content="zh_TW">'),
        ("es-419", "es-419", ""),
        ("en", "en", '<meta property="og:locale" content="en_GB">'),
    ],
)
def test_what_a_page_s_head_says_of_its_language_is_set(tag: str, language: str, og: str) -> None:
    page = (
        "<html lang=\"{0}\"><meta http-equiv=Content-Language content='{0}'>"
        '<meta name="DC.language" content="{0}">{1}'
        '<meta property="og:locale:alternate" content="fr_FR"><meta property="og:locale"><p>Hi'
    )
    source = page.format("en-GB", '<meta property="og:locale" content="en_GB">').encode()
    document = HtmlFormat().parse(source)
    assert HtmlFormat().rebuild(document, {}) == source
    assert HtmlFormat().rebuild(document, {}, locale=parse_locale(tag)) == page.format(language, og).encode()


def test_a_page_s_language_without_quotes_gets_them() -> None:
    document = MarkdownFormat().parse(b"<meta property=og:locale content=en_GB>\n\nHi\n")
    rebuilt = MarkdownFormat().rebuild(document, {}, locale=parse_locale("de-AT"))
    assert rebuilt == b'<meta property=og:locale content="de_AT">\n\nHi\n'


def test_language_and_direction_are_set_and_nothing_else():
    format = HtmlFormat()
    source = b'<!doctype html><html lang="en" class=x><body dir=ltr><p lang="en-GB">Hi<p lang=fr>Oui</html>'
    document = format.parse(source)
    head = b'<!doctype html><html dir="rtl" lang="ar" class=x><body dir="rtl">'
    rebuilt = format.rebuild(document, {}, locale=parse_locale("ar"))
    assert rebuilt == head + b'<p lang="ar">Hi<p lang=fr>Oui</html>'
    assert format.rebuild(format.parse(b"<p>Hi"), {}, locale=parse_locale("ar")) == b"<p>Hi"
    front = b"---\nlang: en\ntitle: Hi\n---\nHi\n"
    rebuilt = MarkdownFormat().rebuild(MarkdownFormat().parse(front), {}, locale=parse_locale("ar"))
    assert rebuilt == b"---\nlang: ar\ntitle: Hi\n---\nHi\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            '+++\ntitle = "A"  # b\ntags = ["A"]\n[x]\ntitle = "C"\n+++\n',
            'title = "»A"  # b\ntags = ["A"]\n[x]',
        ),
        ("+++\r\n'summary' = 'A'\r\nlang = \"en\"\r\n+++\r\n", '\'summary\' = "»A"\r\nlang = "ar"\r\n+++'),
        ('+++\ntitle = """\nA\nb"""\ndate = 2026-01-31\n+++\n', 'title = "»A b"\ndate = 2026-01-31\n+++'),
        ("---\ntitle: &one A\nother: *one\n---\n", 'title: &one "»A"\nother: *one\n---'),
        ("---\nother: &one A\ntitle: *one\nsummary: !!str B\n---\n", 'title: *one\nsummary: !!str "»B"\n---'),
    ],
)
def test_words_of_front_matter_are_replaced_and_nothing_else(before, after):
    format = MarkdownFormat()
    document = format.parse(before.encode() + b"\nText\n")
    filled = {text.index: (Run("»"), *text.content) for text in document.texts if text.role != "Paragraph 1"}
    rebuilt = format.rebuild(document, filled, locale=parse_locale("ar"))
    assert after in rebuilt.decode()
    assert rebuilt.endswith(b"\nText\n")


@pytest.mark.parametrize("format", FORMATS, ids=lambda format: format.name)
def test_a_file_that_says_its_language_of_parts_only_is_read_whole(format):
    source = b"<p>Say <i lang=la>nota bene</i>.</p>\n\n<p lang=fr>Oui</p>\n\n<div lang=en><p>Hi</p></div>\n"
    document = format.parse(source, locale=parse_locale("en-GB"))
    assert texts(document) == ['Say <x id="1"/>.', "Hi"]
    filled = {document.texts[-1].index: (Run("Hola"),)}
    rebuilt = format.rebuild(document, filled, locale=parse_locale("es"))
    assert rebuilt == source.replace(b"=en", b'="es"').replace(b"Hi", b"Hola")


@pytest.mark.parametrize("format", FORMATS, ids=lambda format: format.name)
def test_a_banner_stands_before_the_text_and_reads_as_text(format):
    document = format.parse(b"Text\n")
    data = format.with_banner(b"Text\n", "Draft <b> *x*", "# Not reviewed", parse_locale("en"))
    shown = [plain_text(text.content) for text in format.parse(data).texts]
    assert shown[-1] == plain_text(document.texts[0].content)
    assert "Draft <b> *x*" in shown[0] and "# Not reviewed" in shown[0]


@pytest.mark.parametrize(
    "said", ['<meta charset="iso-8859-1">', '<?xml version="1.0" encoding="ISO-8859-1"?>']
)
def test_a_file_in_another_charset_keeps_it(said):
    format = HtmlFormat()
    source = f"{said}<p>Fièvre – 38 °C</p>".encode("cp1252")
    document = format.parse(source)
    assert texts(document) == ["Fièvre – 38 °C"]
    assert format.rebuild(document, {}) == source
    rebuilt = format.rebuild(document, {0: (Run("Été ไข้"),)})
    assert rebuilt == f"{said}<p>Été ".encode("cp1252") + b"&#3652;&#3586;&#3657;</p>"


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b'<meta charset="x-none"><p>a', "charset"),
        ('<meta charset="latin1"><p>é'.encode(), "is in UTF-8"),
        (b"<p>\xff", "is not UTF-8"),
        (b"+++\ntitle = [\n+++\n", "is not valid TOML"),
        (b"\xff", "is not UTF-8"),
        (b"a\0b", "NUL"),
        (b"<!-- polyleaf:skp -->\n\ntext", "is no directive"),
        (b"<!-- polyleaf:note x -->\n", "no text follows"),
        (b"<!-- polyleaf:skip begin -->\n\ntext", "never ended"),
        (b"<!-- polyleaf:skip end -->\n\ntext", "ends nothing"),
        (b">" * 100 + b" deep" + b"<blockquote>" * 100, "deep"),
        (b"<div>" * 1000, "deep"),
    ],
)
def test_what_cannot_be_read_is_refused(data, problem):
    refused = []
    for format in FORMATS:
        try:
            format.parse(data)
        except DocumentError as error:
            refused.append(str(error))
    assert refused and all(problem in message for message in refused)


@pytest.mark.parametrize("format", FORMATS, ids=lambda format: format.name)
def test_a_document_over_fifty_megabytes_is_refused(format):
    with pytest.raises(DocumentError, match="more than 50000000"):
        format.parse(b"a" * 50_000_001)


@pytest.mark.parametrize(
    "piece",
    [
        "[",
        "![",
        "*a ",
        "**a ",
        "`a",
        "<b>",
        "<span x>",
        "</b>",
        "<a href=x>",
        "&",
        "<!--",
        "<x ",
        '<a b="',
        "[a](",
        "~~a ",
        "_a",
        "a\n\n> ",
        "<td>",
        "<li>",
        "|",
        "[^1]",
        "\\",
        "<![CDATA[",
        "{",
        "<p>",
        "<table>",
        "<i></b>",
    ],
)
def test_what_makes_other_parsers_slow_or_overflow_is_read(piece):
    """Twenty thousand of anything meets no recursion limit. (That time is linear, the benchmarks tell.)"""
    for format in FORMATS:
        data = piece.encode() * 20_000
        try:
            document = format.parse(data)
        except DocumentError:
            continue
        assert format.rebuild(document, {}) == data


@pytest.mark.parametrize(
    ("opened", "closed"),
    [
        (["<b>"], ["</b>"]),
        (["**"], ["**"]),
        (["<span class=a>"], ["</span>"]),
        (["<b><i>"], ["</b>", "</i>"]),
        (["<b>a<a href=x>b"], ["</b>c", "</a>d"]),
        (["<b> **a"], ["</b> ", "b** "]),
        (["<b>", "**a "], ["</b><b>", " b**"]),
    ],
)
def test_styles_within_styles_and_tags_that_cross_are_read_however_many(opened, closed):
    """Each four thousand times: no recursion limit is met, and what crosses costs no more for it."""
    data = "x".join("".join(piece * 4_000 for piece in pieces) for pieces in (opened, closed)).encode()
    for format in FORMATS:
        document = format.parse(data)
        assert "x" in plain_text(document.texts[0].content)
        assert format.rebuild(document, {}) == data


def test_notes_and_contexts_reach_the_text_that_follows():
    source = b"<!-- polyleaf:note Be kind -->\n<!-- polyleaf:context a -->\nOne.\n\nTwo.\n"
    one, two = MarkdownFormat().parse(source).texts
    assert (one.note, one.context, two.note, two.context) == ("Be kind", "a", None, None)


LISTS = [
    ("<ol><li>x<li>x", None),
    ("<ol start=5><li>x<li>x", None),
    ("<ol start=0><li>x<li>x", None),
    ("<ol type=a start=26><li>x<li>x", "z. aa."),
    ("<ol type=I><li>x<li value=9>x<li>x", "I. IX. X."),
    ("<ol reversed><li>x<li>x", "2. 1."),
    ("<ol reversed start=10 type=A><li>x<li>x", "J. I."),
    ("<ol start=-1><li>x<li>x<li>x", "-1. 0. 1."),
    ("<ol><li>x<li value=1>x", "1. 1."),
    ("<ol type=a start=0><li>x<li>x", "0. a."),
    ("<ol type=i start=4000><li>x", "4000."),
    ("<ol start=many type=what reversed=reversed><li value=+3>x<li value=>x", "3. 2."),
    ("<ol style='list-style-type: lower-alpha'><li>x<li>x", "a. b."),
    ("<ol style='color:red; LIST-STYLE : upper-roman inside;' start=4 reversed><li>x<li>x", "IV. III."),
    ("<ol type=i style='list-style-type:decimal-leading-zero'><li>x<li>x", "01. 02."),
    ("<ol style='list-style-type:devanagari' start=9><li>x<li>x", "९. १०."),
    ("<ol style='list-style-type:cjk-decimal'><li>x", "一、"),
    ("<ol style='list-style-type:lower-greek'><li>x<li>x", "α. β."),
    ("<ol style='list-style-type:lower-alpha!important;list-style-type:decimal'><li>x", "a."),
    ("<ol style='list-style-type:lower-alpha;list-style-type:inherit'><li>x", "a."),
    ("<ol style='/*;list-style-type:lower-alpha*/'><li>x<li>x", None),
    ("<ol style='list-style-type:of-my-own'><li>x<li>x", None),
    ("<ol style='content:\";list-style-type:none\"'><li>x<li>x", None),
    ("<ol><li type=A>x<li>x<li style='list-style-type:lower-roman'>x", "A. 2. iii."),
    ("<ul style='list-style-type:decimal' start=9><li>x<li>x", None),
    ("<ul style='list-style: upper-alpha'><li>x<li>x", "A. B."),
]


@pytest.mark.parametrize(("source", "marks"), LISTS)
def test_an_ordered_list_of_html_has_the_numbers_that_browsers_show(source: str, marks: str | None) -> None:
    data = source.encode()
    document = HtmlFormat().parse(data)
    (block,) = document.blocks
    assert isinstance(block, ListBlock)
    assert block.start is not None
    shown = [plain_text(item.mark.content) for item in block.items if item.mark is not None]
    assert shown == ([] if marks is None else marks.split())
    assert [text.index for text in document.texts] == list(range(len(document.texts)))
    assert {one.source for one in segment_document(document, locale=parse_locale("en"))} == {"x"}
    assert HtmlFormat().rebuild(document, {}) == data


@pytest.mark.parametrize(
    "tag",
    [
        "ol style='list-style-type:none'",
        "ol style='list-style:none'",
        "ol style='list-style: inside'",
        "ol style='list-style-type:\"- \"'",
        "ol style='list-style: url(a;b.png)'",
        "ol type=a style='list-style:square'",
        "ul type=square",
        "ul type=a",
        "ul type=1",
        "menu",
    ],
)
def test_a_list_that_browsers_show_no_numbers_of_has_none(tag: str) -> None:
    (block,) = HtmlFormat().parse(f"<{tag}><li>x<li value=3>x".encode()).blocks
    assert isinstance(block, ListBlock)
    assert block.start is None
    assert [item.mark for item in block.items] == [None, None]


LOOKS = [
    ("10<span style='vertical-align:super'>6</span>", "10<sup>6</sup>"),
    ("H<span style='color:red; Vertical-Align: sub'>2</span>O", "H<sub>2</sub>O"),
    ("do <span style='font-weight:700'>not</span> wait", "do <b>not</b> wait"),
    ("do <span style='font-weight: bold !important; font-weight:400'>not</span> wait", "do <b>not</b> wait"),
    ("do <font style='font-style:italic'>not</font> wait", "do <i>not</i> wait"),
    ("do <span style='text-decoration:underline dotted'>not</span> wait", "do <u>not</u> wait"),
    ("do <span style='font-weight:400'>not</span> wait", 'do <x id="1"/>not<x id="2"/> wait'),
    ("do <span class='a c2'>not</span> wait", "do <b>not</b> wait"),
    ("10<span class=up>6</span>", "10<sup>6</sup>"),
    ("do <span class=c2 style='font-weight:400'>not</span> wait", 'do <x id="1"/>not<x id="2"/> wait'),
    ("do <span class=printed>not</span> wait", 'do <x id="1"/>not<x id="2"/> wait'),
    ("do <span class=deep>not</span> wait", 'do <x id="1"/>not<x id="2"/> wait'),
    ("do <span class=SpellE>not</span><o:p></o:p> wait", "do not wait"),
    ("do <span style='mso-bookmark:_x;mso-spacerun:yes'>not</span> wait", "do not wait"),
    ("do <span style='mso-list:Ignore'>not</span> wait", 'do <x id="1"/>not<x id="2"/> wait'),
]
SHEET = """<style><!-- @import "x"; .c2{font-weight:700} .up, b.x {vertical-align:super;/* } */}
@media print { .printed {font-weight:700} } p .deep{font-weight:700} .open{</style>"""


@pytest.mark.parametrize(("source", "wanted"), LOOKS)
def test_a_style_is_one_by_its_looks_too(source: str, wanted: str) -> None:
    data = f"{SHEET}<p>{source}</p>".encode()
    document = HtmlFormat().parse(data)
    assert [format_notation(text.content) for text in document.texts] == [wanted]
    assert HtmlFormat().rebuild(document, {}) == data


def test_a_style_by_looks_is_written_with_the_tags_of_the_source() -> None:
    document = HtmlFormat().parse(b"<p>do <span style='font-weight:700'>not</span> wait")
    (text,) = document.texts
    content = parse_notation("<b>nicht</b> warten", opaque=placeholders(text.content))
    found = HtmlFormat().rebuild(document, {0: content})
    assert found == b"<p><span style='font-weight:700'>nicht</span> warten"


@pytest.mark.parametrize(
    ("tag", "target", "written"),
    [
        ("de", "Nimm 5–10 mg.", "Nimm <span style='white-space:nowrap'>5–10</span> mg."),
        ("th", "กิน 10มก. นะ", "กิน <span style='white-space:nowrap'>10มก.</span> นะ"),
        ("de", "Nimm 5 < 6 & 7.", "Nimm 5 &lt; 6 &amp; 7."),
    ],
)
def test_what_must_stand_in_one_line_is_marked_in_a_translated_page(tag, target, written) -> None:
    document = HtmlFormat().parse(b"<title>a</title><p title=a>a</p><p>Take 5-10 mg</p>")
    contents = {text.index: (Run(target),) for text in document.texts if plain_text(text.content) == "a"}
    data = HtmlFormat().rebuild(document, contents, locale=parse_locale(tag)).decode()
    plain = target.replace("&", "&amp;").replace("<", "&lt;")
    written = written.replace("'", '"')
    assert data.startswith(f'<title>{plain}</title><p title="{plain}">{written}</p>'), data
    assert data.endswith("<p>Take 5-10 mg</p>"), "what nobody has translated is the source's"


def test_marks_of_html_stay_what_they_are_whatever_is_written_for_them() -> None:
    document = HtmlFormat().parse(b"<ol type=a><li>x</ol>")
    contents = {text.index: (Run("y"),) for text in document.texts}
    assert HtmlFormat().rebuild(document, contents) == b"<ol type=a><li>y</ol>"
