"""Plain texts of Markdown and HTML, read straight to their notation, are read as all others are."""

from __future__ import annotations

from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.documents import html_tokens, markdown_reader
from pipeline.documents.blocks import Text
from pipeline.documents.html import HtmlFormat
from pipeline.documents.html_plain import html_notation, plain_end
from pipeline.documents.markdown import MarkdownFormat
from pipeline.documents.model import Document
from pipeline.documents.plain import plain_notation
from pipeline.errors import DocumentError
from pipeline.segmentation.notation import format_notation

_MARKDOWN = r"""
**bold** *it* _i_ __b__ `code` `a__b` [link](https://x.org/1) [l](<a_b>_"t") ***both*** **a_*b*_c**
[**b**](u) **[b](u)** ~~gone~~ &amp; &nbsp; \* <b>x</b> ![p](q.png) [^1] 5_<_6 <br> **b**c a*b*c ** * _
snake_case ``a_`_b`` `_x_` [a][b] [b] <https://a.b> <m@x.org> <a_href="u">x</a> **bold_** [x](u)[y](v)
**a****b** **a**_**b** [](u) ` # - 1. > | |a| |-| ~ \\ <!--_c_--> [b]:_/u_"t" [^1]:_n <div> </div> <pre>
``` *** --- [_]
"""
_HTML = r"""
<b>bold</b> <strong>b</strong> <em>i</em> <code>c__d</code> <code>c_d</code>
<a_href="https://x.org/1">l</a> <a_href=x_title='t_u'>l</a> <a_name=x>n</a> <span>s</span>
<span_class=k>s</span> <br> <img_src=a_alt=b> &amp; &lt;b&gt; <b><i>x</i></b> <b>a</b><b>c</b> <b>_a_</b>
<b></b> <!--_c_--> <b_class=q>x</b> <i_lang=fr>oui</i> <a_href="u"><b>x</b></a> <kbd>k</kbd> <sub>2</sub>
<b>x </b> <B>x</B> <a_href="_u_">x</a> <a_href="u&amp;v">x</a> <button>go</button>
<svg><text>z</text></svg> <font>f</font> &nbsp; <i>a<b>c</i>d</b> <wbr> <p> </p> <li> <ul> </ul> <td>
<table> <h1> </h1> <title> </title> <option> <div> </div> <pre> </pre> <span_translate=no> </span>
<div_lang=fr> <p_translate=no> <script> </script> <details><summary> <a> </a> <em>a__b</em>
"""
_WORDS = [
    "Give",
    "5_ml",
    "every six hours.",
    "(now)",
    "é",
    "痛い。",
    "ไข้",
    "\u00a0",
    "“q”",
    "a>b",
    "&",
    "<",
    "…",
]
_BLANKS = ["", " ", " ", " ", "\n", "\n\n", "  ", "  \n", "\t", "\r\n"]


def _sources(pieces: str) -> st.SearchStrategy[str]:
    piece = st.sampled_from([*_WORDS, *_WORDS, *pieces.split()]).map(lambda text: text.replace("_", " "))
    return st.lists(st.tuples(piece, st.sampled_from(_BLANKS)), max_size=16).map(
        lambda pairs: "".join(text + blank for text, blank in pairs)
    )


def _read(format: MarkdownFormat | HtmlFormat, source: str) -> Document | str:
    try:
        return format.parse(source.encode())
    except DocumentError as error:
        return str(error)


def _described(document: Document | str) -> object:
    if isinstance(document, str):
        return document
    return document, [(text.line, text.note, text.context) for text in document.texts]


@given(_sources(_MARKDOWN))
def test_the_short_way_of_markdown_leads_where_the_long_one_does(source: str) -> None:
    short = _read(MarkdownFormat(), source)
    with mock.patch.object(markdown_reader, "begins_text", lambda event: False):
        long = _read(MarkdownFormat(), source)
    assert _described(short) == _described(long)


@given(_sources(_HTML))
def test_the_short_way_of_html_leads_where_the_long_one_does(source: str) -> None:
    short = _read(HtmlFormat(), f"<p>{source}</p>")
    with mock.patch.object(html_tokens, "plain_end", lambda data, start, end: None):
        long = _read(HtmlFormat(), f"<p>{source}</p>")
    assert _described(short) == _described(long)


@pytest.mark.parametrize("format", [MarkdownFormat(), HtmlFormat()], ids=["markdown", "html"])
def test_plain_texts_do_go_the_short_way(format: MarkdownFormat | HtmlFormat) -> None:
    markdown = b"# Title\n\nGive **5 ml** of `it`, see [there](u).\n\n- one *two*\n"
    html = (
        b"<h1>Title</h1><p>Give <b>5 ml</b> of <code>it</code>,\n"
        b' see <a href="u">there</a>.</p><li>one <i>two</i></li>'
    )
    source = markdown if format.name == "markdown" else html
    assert [text.notation for text in format.parse(source).texts] == [
        "Title",
        'Give <b>5 ml</b> of <code>it</code>, see <a href="u">there</a>.',
        "one <i>two</i>",
    ]


def test_a_text_of_notation_makes_its_nodes_when_asked() -> None:
    text = Text.of_notation(0, 'a <b>b</b> <a href="u">c</a>', "Paragraph 1", 1, None, None)
    same = Text(0, text.content, "Paragraph 1")
    assert text == same and hash(text) == hash(same) and repr(text) == repr(same)
    assert format_notation(text.content) == text.notation
    assert same.notation is None
    with pytest.raises(AttributeError):
        text.colour  # type: ignore[attr-defined]  # noqa: B018


@pytest.mark.parametrize(
    "notation", ["", " a", "a ", "a  b", "a\nb", "<b></b>", "<b>a</b><i>b</i>", "<b>a </b>", "<b>\u00a0</b>"]
)
def test_what_may_need_tidying_is_not_plain(notation: str) -> None:
    assert plain_notation(notation) is None


def test_a_text_of_html_is_plain_up_to_the_tag_of_a_block() -> None:
    assert plain_end(b"a <b>b</b></p>", 0, 14) == 10
    assert plain_end(b"a <b>b</b><pre>", 0, 15) is None
    assert plain_end(b"a <br>b</p>", 0, 11) is None
    assert plain_end(b"a <b>b", 0, 6) is None
    assert html_notation("a &amp; <em>b</em>") == "a & <i>b</i>"
    assert html_notation("a &lt;b&gt;") is None
