"""Tables, pictures, footnotes, tasks and the rest: in the page, the PDF and the text."""

from __future__ import annotations

import base64
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import html5lib
import pikepdf
import pytest
from msgspec.structs import replace

from pipeline.documents.blocks import (
    Cell,
    Details,
    Figure,
    Footnote,
    Footnotes,
    Heading,
    ListBlock,
    ListItem,
    Paragraph,
    Row,
    Table,
    Text,
    Verbatim,
)
from pipeline.documents.inline import Image, NoteMark, Opaque, Run, plain_text
from pipeline.documents.model import Resource
from pipeline.documents.walking import iter_blocks, iter_texts
from pipeline.editions.model import Edition
from pipeline.errors import ExportError
from pipeline.exporters.model import ExportOptions
from pipeline.exporters.pictures import media_type_of, pixel_size
from pipeline.exporters.registry import EXPORTERS, exporter_for
from tests.exporters.leaflets import edition
from tests.exporters.rich import png, rich
from tests.exporters.test_pdf import LOCALES, elements
from tests.support.browser import Browser, open_browser
from tests.support.pdf import pdf_text

HOSTILE = '</td></table><script>alert(1)</script> #panic("x") $x$ | a \\| b ](javascript:x) ]]> &amp;'


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as opened:
        yield opened


def export(name: str, made: Edition) -> bytes:
    return exporter_for(name).export(made, ExportOptions())


def said(*lines: str) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(Text(1, (Run(line),), "Paragraph")) for line in lines)


def cells(*words: str) -> Row:
    return Row(tuple(Cell(said(word)) for word in words))


def squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def page(made: Edition):  # type: ignore[no-untyped-def]
    return html5lib.parse(export("html", made).decode(), treebuilder="lxml", namespaceHTMLElements=False)


# every format


MARKED = (
    Heading(2, said("Wash")[0].text, Text(1, (Opaque("1", "2.1"),), "Number")),
    ListBlock(
        1,
        tuple(
            ListItem(said(words), mark=Text(1, (Run("Step "), Opaque("1", number), Run(":")), "Number"))
            for number, words in (("1", "Wet"), ("4", "Rub"))
        ),
    ),
)


@pytest.mark.parametrize("name", sorted(EXPORTERS))
def test_items_and_headings_show_their_own_marks_before_them_and_no_other(name: str) -> None:
    written = export(name, edition("en", blocks=MARKED))
    if name == "pdf":
        text = pdf_text(written)
    elif name in ("docx", "epub"):
        with zipfile.ZipFile(io.BytesIO(written)) as archive:
            part = "word/document.xml" if name == "docx" else "EPUB/leaflet.xhtml"
            text = re.sub("<style.*?</style>|<[^>]*>", "", archive.read(part).decode(), flags=re.DOTALL)
            assert name != "docx" or b"<w:numPr>" not in archive.read(part)
    else:
        text = re.sub("<style.*?</style>|<[^>]*>", "", written.decode(), flags=re.DOTALL)
    found = squeezed(text).replace("\\", "")
    assert re.search(r"2\.1Wash\W*Step1:Wet\W*Step4:Rub", found)


@pytest.mark.parametrize("name", sorted(EXPORTERS))
@pytest.mark.parametrize("locale", ["ar", "hi"])
def test_a_rich_leaflet_gives_the_same_bytes_on_any_thread(name: str, locale: str) -> None:
    alone = export(name, rich(locale))
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(lambda _: export(name, rich(locale)), range(2))) == [alone, alone]


@pytest.mark.parametrize("name", sorted(EXPORTERS))
def test_a_table_too_large_to_lay_out_is_refused_or_shown(name: str) -> None:
    row = Row(tuple(Cell(()) for _ in range(300)))
    made = edition("en", blocks=(Table((), (row,) * 300),))
    if name in ("html", "epub"):
        assert export(name, made)
    else:
        with pytest.raises(ExportError, match=r"table.* is too large for a leaflet; make several"):
            export(name, made)


@pytest.mark.parametrize("name", sorted(EXPORTERS))
@pytest.mark.parametrize(
    "rows",
    [
        (),
        (Row(()),),
        (Row((Cell(said("a"), rows=9), Cell(said("b"), columns=1000))), cells("c"), Row(())),
        (
            Row((Cell(said("a"), rows=2), Cell(said("b")))),
            Row((Cell(said("c"), columns=3),)),
            cells("d", "e"),
        ),
        (
            Row((Cell(said("a")), Cell(said("b"), rows=2), Cell(said("c")))),
            Row((Cell(said("d"), columns=3),)),
        ),
    ],
)
def test_spans_that_leave_the_table_or_meet_others_lose_no_cell(name: str, rows: tuple[Row, ...]) -> None:
    assert export(name, edition("ar", blocks=(Table(rows[:1], rows[1:]),)))


@pytest.mark.parametrize("name", sorted(EXPORTERS))
def test_a_picture_of_too_many_pixels_is_refused_by_name(name: str) -> None:
    bomb = bytearray(png())
    bomb[16:24] = (60_000).to_bytes(4) * 2
    if name == "txt":
        assert export(name, rich("en", picture=bytes(bomb)))
    else:
        with pytest.raises(ExportError, match=r'"fever.png" has 60000 × 60000 pixels'):
            export(name, rich("en", picture=bytes(bomb)))


# the page


@pytest.mark.slow
@pytest.mark.parametrize("locale", ["en", "ar", "ur", "hi", "zh-Hans"])
@pytest.mark.parametrize("width", [320, 1200])
def test_axe_finds_nothing_in_a_rich_page(browser: Browser, tmp_path: Path, locale: str, width: int) -> None:
    assert browser.violations(export("html", rich(locale)), tmp_path, width=width) == []


@pytest.mark.slow
@pytest.mark.parametrize("locale", ["en", "ar", "my"])
def test_a_rich_page_does_not_overflow_a_narrow_phone(browser: Browser, tmp_path: Path, locale: str) -> None:
    script = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert browser.evaluate(export("html", rich(locale)), tmp_path, script, width=320) == 0


def test_head_cells_say_what_they_head() -> None:
    made = page(rich("en"))
    assert [cell.text for cell in made.iterfind(".//thead/tr/th[@scope='col']")] == [
        "Language",
        "Published",
        "Publisher",
    ]
    assert [cell.text for cell in made.iterfind(".//tbody//th[@scope='row']")] == ["What you can do"]
    assert made.find(".//table/caption").text == "About this leaflet"
    assert [
        (cell.text, cell.get("colspan"), cell.get("rowspan")) for cell in made.iterfind(".//td[@rowspan]")
    ]
    assert [cell.get("class") for cell in made.iterfind(".//td[@class]")] == ["end", "center"]


def test_a_picture_is_carried_whole_with_its_alternative_text() -> None:
    made = page(rich("en"))
    figure, inside = made.iterfind(".//img")
    assert figure.get("src") == "data:image/png;base64," + base64.b64encode(png()).decode()
    assert figure.get("alt") == "When your child has a fever"
    assert inside.get("alt") == "What you can do"
    assert made.find(".//figcaption").text == "Keep this leaflet. You may need it again."
    policy = made.find(".//meta[@http-equiv]").get("content")
    assert "img-src data:;" in policy


def test_a_footnote_and_its_mark_lead_to_one_another() -> None:
    made = page(rich("en"))
    mark = made.find(".//a[@role='doc-noteref']")
    target = mark.get("href").removeprefix("#")
    assert made.find(".//section[@role='doc-endnotes']/div").get("id") == target
    assert made.find(f".//div[@id='{target}']//p").text.startswith("A fever is")


def test_labels_of_footnotes_never_meet() -> None:
    labels = ["a b", "a-b", "a-20-b", "a_b", "é", "A B", "1", "-31-", '"><']
    notes = Footnotes(tuple(Footnote(label, "1", said("x")) for label in labels))
    made = page(edition("en", blocks=(*said("y"), notes)))
    found = [note.get("id") for note in made.iterfind(".//section[@role='doc-endnotes']/div")]
    assert len(set(found)) == len(labels)


def test_tasks_show_their_boxes() -> None:
    boxes = [box.text for box in page(rich("en")).iterfind(".//li[@class='task']/span")]
    assert boxes == ["☑", "☐"]


def test_details_are_open_and_verbatim_lines_run_from_left_to_right() -> None:
    made = page(rich("ar"))
    assert made.find(".//details").get("open") is not None
    assert made.find(".//pre").get("dir") == "ltr"
    assert made.find(".//pre/code").text == "dose = 2.5\n  if weight < 40:\n\tstop *now*\n"


@pytest.mark.parametrize(
    "data",
    [b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", b"\x89PNG\r\n\x1a\n", b"%PDF-1.7", None],
)
def test_what_is_no_picture_is_shown_by_its_alternative_text(data: bytes | None) -> None:
    blocks = (Figure("x", *(p.text for p in said("A thermometer"))), *said("end"))
    made = replace(edition("en", blocks=blocks), resources=(Resource("x", "image/png", data),))
    text = export("html", made).decode()
    assert "<figure><p>A thermometer</p></figure>" in text
    assert "<img" not in text and "img-src" not in text and "svg" not in text
    assert b"A thermometer" in export("txt", made)
    assert export("pdf", made).startswith(b"%PDF-")


def test_hostile_text_in_any_block_stays_text() -> None:
    alt = said(HOSTILE)[0].text
    blocks = (
        Table((cells(HOSTILE),), (cells(HOSTILE),), alt),
        Figure("fever.png", alt, alt),
        Verbatim(HOSTILE + "\n"),
        Paragraph(
            Text(1, (Image("1", HOSTILE, (Run(HOSTILE),)), NoteMark("2", HOSTILE, HOSTILE)), "Paragraph")
        ),
        Footnotes((Footnote(HOSTILE, HOSTILE, said(HOSTILE)),)),
    )
    made = replace(edition("en", blocks=blocks), resources=(Resource("fever.png", HOSTILE, png()),))
    read = page(made)
    assert read.find(".//script") is None
    assert [node.text for node in (*read.iterfind(".//th"), *read.iterfind(".//td"))] == [HOSTILE] * 2
    assert read.find(".//img").get("alt") == HOSTILE
    assert export("pdf", made).startswith(b"%PDF-")
    assert export("txt", made).decode().count(HOSTILE) >= 7


def test_details_without_a_summary_are_plain_blocks() -> None:
    text = export("html", edition("en", blocks=(Details(None, said("x")),))).decode()
    assert "<div><p>x</p></div>" in text and "<details" not in text


@pytest.mark.parametrize(
    ("data", "kind", "size"),
    [
        (png(7, 5), "image/png", (7, 5)),
        (b"GIF89a\x07\0\x05\0\x80\0\0", "image/gif", (7, 5)),
        (b"\xff\xd8\xff\xe0\0\x04ab\xff\xff\xc0\0\x0b\x08\0\x05\0\x07\x01", "image/jpeg", (7, 5)),
        (b"RIFF....WEBPVP8X....\0\0\0\0\x06\0\0\x04\0\0", "image/webp", (7, 5)),
        (b"RIFF....WEBPVP8L....\x2f\x06\0\x01\0", "image/webp", (7, 5)),
        (b"RIFF....WEBPVP8 ....abc\x9d\x01\x2a\x07\0\x05\0", "image/webp", (7, 5)),
        (b"GIF89a\x07", "image/gif", None),
        (b"\xff\xd8\xff\xe0\0\0\xff\xe0\0\0", "image/jpeg", None),
        (b"<svg/>", None, None),
    ],
)
def test_kind_and_size_of_a_picture_are_read_from_its_bytes(
    data: bytes, kind: str | None, size: tuple[int, int] | None
) -> None:
    assert media_type_of(data) == kind
    assert pixel_size(data) == size


# the PDF


@pytest.mark.parametrize("locale", LOCALES)
def test_every_script_lays_out_to_the_standards(locale: str) -> None:
    with pikepdf.open(io.BytesIO(export("pdf", rich(locale)))) as document:
        kinds = [kind for kind, _ in elements(document.Root.StructTreeRoot)]
    assert {"/Table", "/THead", "/TH", "/TD", "/Figure", "/L", "/Lbl", "/LBody", "/BlockQuote", "/Code"} <= {
        *kinds
    }
    assert kinds.count("/Figure") == 2  # the picture as a block and in a line; the missing one is text


def test_the_pdf_holds_alternative_texts_and_links_to_footnotes() -> None:
    with pikepdf.open(io.BytesIO(export("pdf", rich("en", approved=True)))) as document:
        alts = [str(thing.Alt) for thing in document.objects if _is_figure(thing)]
        inner = [
            note
            for sheet in document.pages
            for note in sheet.get("/Annots", [])
            if "/Dest" in note or _goes(note)
        ]
    assert sorted(alts) == ["What you can do", "When your child has a fever"]
    assert len(inner) == 1


def _is_figure(thing: object) -> bool:
    return isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/Figure" and "/Alt" in thing


def _goes(note: pikepdf.Object) -> bool:
    return "/A" in note and note.A.get("/S") == "/GoTo"


@pytest.mark.slow
@pytest.mark.parametrize("locale", ["en", "ru", "vi"])
def test_poppler_finds_the_text_of_every_block(locale: str) -> None:
    made = rich(locale)
    text = squeezed(pdf_text(export("pdf", made)))
    lines = [plain_text(one.content) for one in iter_texts(made.blocks) if not _holds_picture(one)]
    missing = [line for line in lines if not all(squeezed(word) in text for word in line.split())]
    # What stands for a picture that is shown is in the PDF, but not on the page.
    assert missing == []
    assert "dose=2.5ifweight<40:stop*now*" in text


def _holds_picture(text: Text) -> bool:
    return any(isinstance(node, Image) for node in text.content)


def test_a_broken_picture_is_said_to_be_broken() -> None:
    broken = png()[:60]
    with pytest.raises(ExportError, match="a picture in the PDF of fever in en cannot be read"):
        export("pdf", rich("en", picture=broken))


# the text


def body(*blocks) -> str:  # type: ignore[no-untyped-def]
    text = export("txt", edition("en", approved=True, blocks=blocks)).decode()
    return "\n\n".join(text.split("\n\n")[1:-1])


def test_a_row_of_a_table_says_what_each_value_is() -> None:
    table = Table((cells("Age", "Dose"),), (cells("2 years", "5 ml"), cells("6 years", "10 ml")))
    assert body(table) == "• Age: 2 years\n  Dose: 5 ml\n• Age: 6 years\n  Dose: 10 ml"


def test_a_cell_over_several_rows_is_said_in_each_and_one_over_several_columns_with_all_their_names() -> None:
    table = Table(
        (cells("Age", "Day", "Night"),),
        (
            Row((Cell(said("2 years"), rows=2, header=True), Cell(said("5 ml"), columns=2))),
            cells("6 ml", "7 ml"),
        ),
    )
    assert body(table) == "• 2 years\n  Day | Night: 5 ml\n• 2 years\n  Day: 6 ml\n  Night: 7 ml"


def test_a_table_without_a_head_is_a_list_of_values() -> None:
    assert body(Table((), (cells("a", "b"), cells("c", "")))) == "• a\n  b\n• c"


def test_tasks_quotes_rules_and_footnotes_have_their_signs() -> None:
    tasks = ListBlock(
        None, (ListItem(said("done"), True), ListItem(said("open"), False), ListItem(said("so")))
    )
    notes = Footnotes((Footnote("x", "1", said("Note.", "More.")),))
    assert body(tasks, notes) == "☑ done\n☐ open\n• so\n\n⸻\n[1] Note.\n  More."


@pytest.mark.parametrize("locale", ["en", "ar", "hi"])
def test_no_text_of_a_rich_leaflet_is_lost(locale: str) -> None:
    made = rich(locale)
    text = squeezed(export("txt", made).decode())
    assert [
        one for one in iter_texts(made.blocks) if squeezed(_bare(plain_text(one.content))) not in _bare(text)
    ] == []
    assert any(isinstance(block, Verbatim) for block in iter_blocks(made.blocks))


def _bare(text: str) -> str:
    return text.translate({ord(mark): None for mark in "\u2066\u2067\u2069\u200e\u200f"})
