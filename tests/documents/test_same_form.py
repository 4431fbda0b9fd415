"""One sentence has one form, although Word cuts it into runs and bold at the ends of links."""

from __future__ import annotations

from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st

from pipeline.documents.docx import DocxFormat
from pipeline.documents.html import HtmlFormat
from pipeline.documents.markdown import MarkdownFormat
from pipeline.documents.model import DocumentFormat
from pipeline.segmentation.notation import format_notation
from tests.documents.docx.build import docx, p, r

# Each piece is the words, whether they are bold, and the address of their link, which no other piece has.
Piece = tuple[str, bool, str]
PIECES = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["Call", "us", "now ", " or", " to day "]), st.booleans(), st.booleans()),
        st.tuples(st.just(" "), st.booleans(), st.just(False)),
    ),
    max_size=6,
).map(
    lambda pieces: [
        (text, is_bold, f"https://{place}.example/" if is_link else "")
        for place, (text, is_bold, is_link) in enumerate(pieces)
    ]
)


def read(format: DocumentFormat, source: bytes) -> list[str]:
    return [format_notation(text.content) for text in format.parse(source).texts]


def bold(text: str, is_bold: bool) -> str:
    return f"<b>{text}</b>" if is_bold else text


def linked(text: str, address: str) -> str:
    return f'<a href="{address}">{text}</a>' if address else text


def as_html(pieces: list[Piece]) -> str:
    groups = groupby(pieces, key=lambda piece: piece[1])
    return "".join(
        bold("".join(linked(text, to) for text, _, to in group), is_bold) for is_bold, group in groups
    )


def as_word(pieces: list[Piece]) -> bytes:
    links = {
        address: f"rId{80 + place}" for place, address in enumerate(sorted({one[2] for one in pieces} - {""}))
    }
    rows = [(r(text, "<w:b/>" if is_bold else ""), to) for text, is_bold, to in pieces]
    runs = [f'<w:hyperlink r:id="{links[to]}">{run}</w:hyperlink>' if to else run for run, to in rows]
    return docx(p(*runs), links={id: address for address, id in links.items()})


@given(PIECES)
def test_bold_and_links_have_one_form_in_every_format(pieces: list[Piece]) -> None:
    words = as_html(pieces)
    form = read(HtmlFormat(), f"<p>x{words}</p>".encode())
    assert read(MarkdownFormat(), f"x{words}".encode()) == form
    assert read(DocxFormat(), as_word([("x", False, ""), *pieces])) == form
