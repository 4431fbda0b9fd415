"""Tables in PDF: columns as wide as their words, or row by row where the paper is too narrow for them."""

from __future__ import annotations

import io

import pikepdf
import pytest
from msgspec.structs import replace

from pipeline.documents.blocks import Block, Cell, Paragraph, Row, Table, Text
from pipeline.documents.inline import Foreign, Run
from pipeline.exporters.model import ExportOptions
from pipeline.exporters.pdf import PdfExporter
from pipeline.exporters.pdf.fonts import font_book
from tests.exporters.leaflets import edition, isolated
from tests.support.pdf import pdf_boxes, pdf_text

CJK = "Noto Sans CJK SC" in font_book(with_system=True).files


def table(locale: str, *rows: tuple[str, ...], header: int = 1) -> Table:
    """A table of plain cells; the first of each row is its header."""

    def row(words: tuple[str, ...]) -> Row:
        cells = (Cell((Paragraph(Text(1, isolated(one, rtl=locale == "ar"), "Cell")),)) for one in words)
        return Row(tuple(replace(cell, header=place == 0) for place, cell in enumerate(cells)))

    made = tuple(map(row, rows))
    return Table(made[:header], made[header:])


def laid_out(locale: str, *blocks: Block, large: bool = True) -> bytes:
    made = edition(locale, approved=True, blocks=blocks)
    return PdfExporter().export(made, ExportOptions(paper="a5", large_print=large))


def overlaps(pdf: bytes) -> list[tuple[str, str]]:
    """The pairs of words of which one lies over the other, or that reach over the edge of the paper."""
    found = []
    for page in pdf_boxes(pdf):
        words = [
            (word, left + 0.5, right - 0.5, top + 6, bottom - 6) for word, left, top, right, bottom in page
        ]
        found += [("", word) for word, _, right, *_ in words if right > 420]
        for place, (one, left, right, top, bottom) in enumerate(words):
            for other, a, b, c, d in words[:place]:
                if left < b and a < right and top < d and c < bottom:
                    found.append((one, other))
    return found


DOSES = [
    ("Age", "Weight", "Suspension", "Tablets", "Maximum a day", "Interval"),
    ("1–4 years", "10–16 kg", "5–10 ml", "not recommended", "4", "6 hours"),
    ("5–8 years", "16–25 kg", "10 ml", "1 tablet", "4", "4–6 hours"),
]


@pytest.mark.slow
def test_a_table_that_is_too_wide_for_the_paper_is_shown_row_by_row_with_the_name_of_each_value() -> None:
    pdf = laid_out("en", table("en", *DOSES))
    assert overlaps(pdf) == []
    lines = [" ".join(line.split()) for line in pdf_text(pdf).splitlines()]
    lines = [line for line in lines if line and not line.startswith("Page ")]
    start = lines.index("5–8 years")
    assert lines[start + 1 : start + 6] == [
        "Weight: 16–25 kg",
        "Suspension: 10 ml",
        "Tablets: 1 tablet",
        "Maximum a day: 4",
        "Interval: 4–6 hours",
    ]


@pytest.mark.slow
def test_a_value_beside_its_name_keeps_its_order_in_a_right_to_left_table() -> None:
    rows = [
        ("العمر", "الوزن بالكيلوغرامات", "المستحلقات الفموية", "الاستخدامات", "والاحتياطات", "والملاحظات"),
        ("أطفال", "{10–16 kg}", "{5–10 ml}", "مرتان", "{2}", "{3}"),
    ]
    said = laid_out("ar", table("ar", *rows))
    foreign = (Foreign("en", (Run("every 4–6 hours"),)),)
    cells = [Cell((Paragraph(Text(1, foreign, "Cell")),)), *table("ar", *rows).rows[0].cells[1:]]
    draft = laid_out("ar", replace(table("ar", *rows), rows=(Row(tuple(cells)),)))
    assert "10–16 kg" in pdf_text(said)
    assert "5–10 ml" in pdf_text(said)
    assert "4–6 hours" in pdf_text(draft)


@pytest.mark.slow
def test_a_column_is_as_wide_as_its_longest_word() -> None:
    rows = [
        ("Sign", "What to do and whom to tell of it"),
        ("Otorhinolaryngological", "Telephone the dispensary"),
    ]
    for large in (True, False):
        pdf = laid_out("en", table("en", *rows, *[("x", "word " * 30)] * 2), large=large)
        assert overlaps(pdf) == []
    assert "Sign: " not in pdf_text(pdf), "at 12 points it fits"


@pytest.mark.slow
@pytest.mark.parametrize("locale", ["km", "th", *(["zh-Hans"] if CJK else [])])
def test_a_table_in_writing_without_spaces_is_one_as_long_as_it_fits(locale: str) -> None:
    words = {"km": "មិនត្រូវបានណែនាំឱ្យប្រើទេ", "th": "ไม่แนะนำให้ใช้ยานี้กับเด็ก", "zh-Hans": "不推荐使用这种药物给孩子"}[
        locale
    ]
    pdf = laid_out(locale, table(locale, ("1", "2", "3"), ("4", words, words)), large=False)
    title = overlaps(laid_out(locale, Paragraph(Text(1, (Run(words),), "Paragraph")), large=False))
    assert set(overlaps(pdf)) <= set(title), "the letters of Khmer are larger than their line"
    with pikepdf.open(io.BytesIO(pdf)) as document:
        kinds = {str(one.get("/S")) for one in document.objects if isinstance(one, pikepdf.Dictionary)}
    assert "/Table" in kinds


def test_tables_deep_in_tables_are_laid_out() -> None:
    inner = table("en", *DOSES)
    for _ in range(6):
        inner = Table((), (Row((Cell((inner,)), Cell((Paragraph(Text(1, (Run("a"),), "Cell")),)))),))
    assert laid_out("en", inner).startswith(b"%PDF-")
