"""One sentence has one form, however a format cuts it: Word into runs, at the ends of links too."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.documents.docx import DocxFormat
from pipeline.documents.html import HtmlFormat
from pipeline.documents.markdown import MarkdownFormat
from pipeline.documents.model import DocumentFormat
from pipeline.segmentation.notation import format_notation
from tests.documents.docx.build import docx, p, r

# Each piece is the words, their styles, and the address of their link, which no other piece has.
Piece = tuple[str, frozenset[str], str]
STYLES = st.sets(st.sampled_from(["b", "i", "code"])).map(frozenset)
PIECES = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["Call", "us", "now ", " or", " to day "]), STYLES, st.booleans()),
        st.tuples(st.just(" "), STYLES, st.just(False)),
    ),
    max_size=6,
).map(
    lambda pieces: [
        (text, styles, f"https://{place}.example/" if is_link else "")
        for place, (text, styles, is_link) in enumerate(pieces)
    ]
)
RUN = {"b": "<w:b/>", "i": "<w:i/>", "code": '<w:rStyle w:val="Code"/>'}


def read(format: DocumentFormat, source: bytes) -> list[str]:
    return [format_notation(text.content) for text in format.parse(source).texts]


def linked(text: str, address: str) -> str:
    return f'<a href="{address}">{text}</a>' if address else text


def in_groups(pieces: list[Piece], order: tuple[str, ...]) -> str:
    """HTML in which each style, the first outermost, goes as far as it can."""
    if not order:
        return "".join(linked(text, to) for text, _, to in pieces)
    style, *rest = order
    return "".join(
        f"<{style}>{in_groups(list(group), tuple(rest))}</{style}>"
        if on
        else in_groups(list(group), tuple(rest))
        for on, group in groupby(pieces, key=lambda piece: style in piece[1])
    )


def one_by_one(pieces: list[Piece]) -> str:
    """HTML in which each piece has all its tags, the link outermost."""
    return "".join(
        linked(
            "".join(f"<{one}>" for one in sorted(styles))
            + text
            + "".join(f"</{one}>" for one in sorted(styles, reverse=True)),
            to,
        )
        for text, styles, to in pieces
    )


def as_word(pieces: list[Piece]) -> bytes:
    links = {
        address: f"rId{80 + place}" for place, address in enumerate(sorted({one[2] for one in pieces} - {""}))
    }
    rows = [
        (r(text, "".join(RUN[style] for style in sorted(styles, reverse=True))), to)
        for text, styles, to in pieces
    ]
    runs = [f'<w:hyperlink r:id="{links[to]}">{run}</w:hyperlink>' if to else run for run, to in rows]
    return docx(p(*runs), links={id: address for address, id in links.items()})


@given(PIECES)
def test_styles_and_links_have_one_form_in_every_format(pieces: list[Piece]) -> None:
    pieces = [("x", frozenset(), ""), *pieces]
    form = read(DocxFormat(), as_word(pieces))
    spellings: list[Callable[[list[Piece]], str]] = [
        one_by_one,
        lambda pieces: in_groups(pieces, ("b", "i", "code")),
        lambda pieces: in_groups(pieces, ("code", "i", "b")),
    ]
    for spelling in spellings:
        words = spelling(pieces)
        assert read(HtmlFormat(), f"<p>{words}</p>".encode()) == form
        assert read(MarkdownFormat(), words.encode()) == form


@pytest.mark.parametrize(
    ("markdown", "html", "pieces"),
    [
        ("Type `a `*`b`*", "Type <code>a <em>b</em></code>", [("a ", "code", ""), ("b", "code i", "")]),
        (
            "Type `f(`[`x`](u)`)`",
            "Type <code>f(<a href=u>x</a>)</code>",
            [("f(", "code", ""), ("x", "code", "u"), (")", "code", "")],
        ),
        ("Type **`a`**", "Type <code><b>a</b></code>", [("a", "b code", "")]),
    ],
)
def test_what_markdown_writes_itself_has_that_form_too(
    markdown: str, html: str, pieces: list[tuple[str, str, str]]
) -> None:
    word = as_word([("Type ", frozenset(), ""), *((a, frozenset(b.split()), c) for a, b, c in pieces)])
    form = read(DocxFormat(), word)
    assert read(MarkdownFormat(), markdown.encode()) == form
    assert read(HtmlFormat(), f"<p>{html}".encode()) == form
