"""What stands together on a page of a PDF, wherever a page comes to its end."""

from __future__ import annotations

import io

import pikepdf
import pytest
from msgspec.structs import replace

from pipeline.documents.blocks import Block, Cell, Footnote, Footnotes, Paragraph, Row, Table, Text
from pipeline.documents.inline import Run
from pipeline.exporters.model import ExportOptions
from pipeline.exporters.pdf import PdfExporter
from tests.exporters.leaflets import edition
from tests.support.pdf import pdf_text

pytestmark = pytest.mark.slow


def paragraph(words: str) -> Paragraph:
    return Paragraph(Text(1, (Run(words),), "Paragraph"))


def pages(before: int, *blocks: Block) -> tuple[list[str], bytes]:
    """The text of each page where ``blocks`` stand after so many lines; and the file."""
    made = replace(
        edition("en", approved=True, blocks=(*[paragraph("line")] * before, *blocks)),
        facts=(),
        facts_heading="",
    )
    pdf = PdfExporter().export(made, ExportOptions(paper="a5"))
    return pdf_text(pdf).split("\f")[:-1], pdf


def strokes(pdf: bytes) -> list[int]:
    """How many lines are drawn on each page."""
    with pikepdf.Pdf.open(io.BytesIO(pdf)) as document:
        return [
            sum(str(operator) == "S" for _, operator in pikepdf.parse_content_stream(page))
            for page in document.pages
        ]


def table(rows: int, words: str = "ml") -> Table:
    return Table(
        (), tuple(Row((Cell((paragraph(f"{number} {words}"),)),)) for number in range(100, 100 + rows))
    )


@pytest.mark.parametrize("before", range(12, 20))
def test_a_short_table_stands_on_one_page(before: int) -> None:
    found, _ = pages(before, table(3))
    assert sum("100 ml" in page and "102 ml" in page for page in found) == 1


def test_a_long_table_begins_where_there_is_room() -> None:
    for long in (table(40), table(4, "long words " * 60)):
        found, _ = pages(2, long)
        assert "100 " in found[0]
        assert len(found) > 1


@pytest.mark.parametrize("before", range(12, 20))
def test_the_line_above_footnotes_stands_with_them(before: int) -> None:
    found, pdf = pages(before, Footnotes((Footnote("a", "1", (paragraph("The note."),)),)))
    assert strokes(pdf) == ["The note." in page for page in found]
