"""The PDF, read back by pikepdf and poppler."""

from __future__ import annotations

import io
import re
import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pikepdf
import pytest
from msgspec.structs import replace

from pipeline.documents.blocks import Block, Heading, Paragraph, Text
from pipeline.documents.inline import Foreign, Inline, Isolate, Link, NoteMark, Opaque, Run, Styled
from pipeline.errors import ExportError
from pipeline.exporters.model import ExportOptions
from pipeline.exporters.pdf import PdfExporter
from pipeline.exporters.pdf.fonts import font_book
from pipeline.exporters.pdf.mend import mend
from tests.exporters.leaflets import WORDS, edition
from tests.support.pdf import pdf_text

CJK = "Noto Sans CJK SC" in font_book(with_system=True).files
LOCALES = sorted(locale for locale in WORDS if CJK or locale != "zh-Hans")


def export(
    locale: str = "en", *content: Inline, approved: bool = True, paper: str = "a4", repeat: int = 1
) -> bytes:
    blocks = (Paragraph(Text(1, content, "Paragraph")),) if content else ()
    made = edition(locale, approved=approved, blocks=blocks, repeat=repeat)
    return PdfExporter().export(made, ExportOptions(paper=paper))


def read(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


@pytest.mark.parametrize("locale", LOCALES)
def test_it_says_its_language_direction_and_standards(locale: str) -> None:
    pdf = export(locale)
    made = edition(locale)
    with read(pdf) as document:
        assert str(document.Root.Lang) == locale
        assert document.Root.ViewerPreferences.Direction == (
            "/R2L" if made.locale.direction == "rtl" else "/L2R"
        )
        assert document.Root.MarkInfo.Marked
        with document.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["pdfaid:part"] == "2"
            assert metadata["dc:title"] == made.title
            assert metadata["xmp:CreateDate"] == "2024-12-09T00:00:00Z"
        assert document.check_pdf_syntax() == []


@pytest.mark.parametrize("locale", ["pt-BR", "es-419", "zh-Hant", "sr-Latn", "ckb", "rhg", "nqo"])
def test_script_and_region_of_a_language_are_kept(locale: str) -> None:
    if locale == "zh-Hant" and not CJK:
        pytest.skip("needs fonts-noto-cjk")
    with read(export(locale, Run("38.5"))) as document:
        assert str(document.Root.Lang) == locale
        expected = "/R2L" if edition(locale).locale.direction == "rtl" else "/L2R"
        assert document.Root.ViewerPreferences.Direction == expected


@pytest.mark.slow
@pytest.mark.parametrize("locale", LOCALES)
def test_poppler_finds_the_title(locale: str) -> None:
    text = squeezed(pdf_text(export(locale)))
    missing = [word for word in WORDS[locale].title.split() if squeezed(word) not in text]
    # Typst repeats some marks of these scripts when text is taken out (findings.md): a word may differ there.
    assert len(missing) <= (len(WORDS[locale].title.split()) if locale in ("ur", "km", "th", "my") else 0)


HOSTILE = [
    '#set page(width: 1pt) #panic("x")',
    "</script><script>alert(1)</script>",
    "\\u202e \\u{202e} \\n",
    "2*3 mg, *bold* _it_",
    "$x$ `raw` = no heading",
    '"],"blocks":[] // /* <label> @ref ~ --- -- ...',
    '[#link] #eval("1+1") #sys.inputs',
    "{page} {pages}",
]


@pytest.mark.slow
def test_hostile_text_prints_literally() -> None:
    text = squeezed(pdf_text(export("en", *(Styled("i", (Run(f"{line} ¶"),)) for line in HOSTILE))))
    assert [line for line in HOSTILE if squeezed(line) not in text] == []


def test_an_unsafe_address_never_reaches_the_file() -> None:
    pdf = export(
        "en", Link("javascript:alert(1)", (Run("see"),)), Link("https://example.org/x", (Run("page"),))
    )
    with read(pdf) as document:
        addresses = {str(note.A.URI) for page in document.pages for note in page.get("/Annots", [])}
    assert addresses == {"https://example.org/x", "https://example.org/ask"}
    assert b"javascript" not in pdf.lower()


@pytest.mark.slow
@pytest.mark.parametrize("locale", ["en", "hi"])
def test_a_draft_says_so_on_every_page(locale: str) -> None:
    pdf = export(locale, approved=False, repeat=4)
    with read(pdf) as document:
        pages = len(document.pages)
    assert pages > 1
    heading = squeezed(WORDS[locale].banner[0]) if locale == "en" else squeezed("मसौदा")
    assert [n for n in range(1, pages + 1) if heading not in squeezed(pdf_text(pdf, page=n))] == []


def elements(node: pikepdf.Object) -> list[tuple[str, list[int]]]:
    """The structure below ``node``, flat: type and numbers of the marked content."""
    if not isinstance(node, pikepdf.Dictionary) or "/K" not in node:
        return []
    children = list(node.K) if isinstance(node.K, pikepdf.Array) else [node.K]
    own = (
        [(str(node.S), [int(child) for child in children if isinstance(child, int)])] if "/S" in node else []
    )
    return own + [found for child in children for found in elements(child)]


def test_a_screen_reader_meets_the_banner_before_the_title() -> None:
    with read(export("en", approved=False)) as document:
        kinds = [kind for kind, _ in elements(document.Root.StructTreeRoot)]
    assert kinds[:5] == ["/Document", "/P", "/Strong", "/P", "/H1"]
    with read(export("en")) as document:
        kinds = [kind for kind, _ in elements(document.Root.StructTreeRoot)]
    assert kinds[:2] == ["/Document", "/H1"]


def test_a_skipped_heading_level_is_closed() -> None:
    blocks = (Heading(4, Text(1, (Run("a"),), "Heading")), Heading(6, Text(2, (Run("b"),), "Heading")))
    made = edition("en", approved=True, blocks=blocks)
    with read(PdfExporter().export(made, ExportOptions())) as document:
        kinds = [kind for kind, _ in elements(document.Root.StructTreeRoot)]
    assert kinds[1:4] == ["/H1", "/H2", "/H3"]


@pytest.mark.parametrize("level", [0, 2, 3])
def test_a_document_without_a_title_has_a_first_heading_of_level_one(level: int) -> None:
    blocks: tuple[Block, ...] = (Paragraph(Text(0, (Run("a"),), "Paragraph")),)
    if level:
        blocks = (*blocks, Heading(level, Text(1, (Run("b"),), "Heading")))
    made = replace(edition("en", approved=True), blocks=blocks)
    with read(PdfExporter().export(made, ExportOptions())) as document:
        kinds = [kind for kind, _ in elements(document.Root.StructTreeRoot)]
    assert [kind for kind in kinds if kind[:2] == "/H"] == ["/H1"] * (2 if level else 1)


def test_struck_text_is_printed_in_links_too() -> None:
    struck = Styled("s", (Run("two"),))
    assert "~~two~~" in pdf_text(export("en", Link("https://example.org", (struck,)), struck))


@pytest.mark.parametrize(
    ("paper", "size"), [("a4", (595, 842)), ("a5", (420, 595)), ("us-letter", (612, 792))]
)
def test_the_paper_is_that_of_the_settings(paper: str, size: tuple[int, int]) -> None:
    with read(export("en", approved=False, paper=paper)) as document:
        box = [round(float(side)) for side in document.pages[0].MediaBox]
    assert tuple(box[2:]) == size


@pytest.mark.slow
def test_the_order_of_a_number_holds_in_right_to_left_text() -> None:
    text = pdf_text(export("ar"))
    assert "0800\u00a0123\u00a0456" in text or "0800 123 456" in text
    assert "38.5" in text


def wrapped(locale: str, filler: str, count: int, *content: Inline) -> list[str]:
    """The lines of paragraphs in which the content comes to stand everywhere round the end of a line."""
    blocks = tuple(
        Paragraph(Text(place, (Run(filler * (count + place) + " "), *content), "Paragraph"))
        for place in range(30)
    )
    made = edition(locale, approved=True, blocks=blocks)
    text = pdf_text(PdfExporter().export(made, ExportOptions(paper="a5", large_print=True)))
    return ["".join(line.split()) for line in text.splitlines()]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("locale", "filler", "count", "words"),
    [
        ("en", "i", 40, "5–10\u00a0mg"),
        ("ar", "ا", 45, "5–10"),
        ("hi", "क", 8, "१–२"),
        ("th", "ก", 10, "10\u00a0มก."),
        ("km", "ក", 8, "១–២"),
        ("my", "က", 4, "၁၀\u00a0မီလီဂရမ်"),
        *([("zh-Hans", "一", 0, "10毫克"), ("zh-Hans", "一", 0, "5～10毫升")] if CJK else []),
    ],
)
def test_no_line_ends_in_a_range_or_between_a_number_and_its_unit(
    locale: str, filler: str, count: int, words: str
) -> None:
    node = Isolate(words) if locale == "ar" else Run(words)
    lines = wrapped(locale, filler, count, node, Run(" " + filler))
    assert "\u2060" not in "".join(lines), "it would be copied, and searching would not find the words"
    wanted = "".join(words.split())
    assert len([line for line in lines if wanted in unmarked(line)]) == 30
    assert any(unmarked(line).startswith(wanted) for line in lines), "none came to stand at an end"


def unmarked(line: str) -> str:
    return "".join(one for one in line if unicodedata.category(one) != "Cf")


def test_no_line_ends_between_a_range_and_what_belongs_to_it() -> None:
    for after in (Run("%"), NoteMark("1", "a", "1")):
        lines = [line for line in wrapped_ends(after) if line]
        assert not [line for line in lines if line.startswith(("%", "[1]"))]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("locale", "filler", "count", "end"),
    [
        ("en", "i", 40, "i."),
        ("hi", "क", 8, "क।"),
        ("km", "ក", 8, "ក។"),
        *([("zh-Hans", "一", 0, "一。")] if CJK else []),
    ],
)
def test_no_line_begins_with_the_mark_of_a_footnote(locale: str, filler: str, count: int, end: str) -> None:
    lines = wrapped(locale, filler, count, Run(end), NoteMark("1", "a", "1"))
    assert "\u2060" not in "".join(lines)
    shown = [unmarked(line) for line in lines if "[1]" in line]
    assert len(shown) == 30
    assert not [line for line in shown if line.startswith("[1]")]
    assert f"{end}[1]" in shown, "none came to stand at an end"


def wrapped_ends(after: Inline) -> list[str]:
    blocks = tuple(
        Paragraph(Text(place, (Run("i" * (50 + place) + " "), Styled("b", (Run("5–10"),)), after), "P"))
        for place in range(30)
    )
    made = edition("en", approved=True, blocks=blocks)
    return pdf_text(PdfExporter().export(made, ExportOptions(paper="a5", large_print=True))).splitlines()


def test_a_tab_keeps_what_stands_beside_it_apart() -> None:
    text = pdf_text(export("en", Run("Page\t4 of 5–10\t\t12\tx"), Opaque("1", "\t", ""), Run("5")))
    assert "Page 4 of 5–10 12 x 5" in " ".join(text.split())


@pytest.mark.skipif(not CJK, reason="needs fonts-noto-cjk")
def test_chinese_stands_at_a_number_as_it_is_written_without_spaces_on_one_side() -> None:
    text = pdf_text(export("zh-Hans", Run("等30分钟，每6小时5–10毫克，8:00至17:30。"), approved=True))
    assert "等30分钟，每6小时5–10毫克，8:00至17:30。" in text


def test_a_range_in_a_heading_is_in_its_bookmark() -> None:
    made = edition("ar", approved=True, blocks=(Heading(2, Text(1, (Run("5–10 أيام"),), "Heading")),))
    with read(PdfExporter().export(made, ExportOptions())) as document, document.open_outline() as outline:
        titles = [one.title for item in outline.root for one in (item, *item.children)]
    assert any("5–10" in title for title in titles)


@pytest.mark.parametrize("character", ["\U00012000", "\u16a0"])
def test_a_missing_glyph_is_named(character: str) -> None:
    with pytest.raises(ExportError, match=rf"fever in ar cannot show U\+{ord(character):04X}"):
        export("ar", Run(f"a {character}"))


def test_signs_of_dose_and_warning_have_glyphs() -> None:
    assert export("ur", Run("≥ ≤ ± × ÷ ≈ → ← ✓ ✗ ☎ ⚠ ☐ ½ µ ° ℃ ‰ • – — … “ ” № ₹ ⁹ ₂")).startswith(b"%PDF-")


def test_a_script_without_a_font_is_refused_with_a_way_out() -> None:
    with pytest.raises(ExportError, match="no font for the script Cher; export this locale as html or txt"):
        export("chr", Run("38.5"))


class PanicException(BaseException):
    """As Rust's bindings raise it: no Exception."""


def test_what_makes_typst_break_off_is_one_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    times = 0

    def breaks_off(*_: object, **__: object) -> None:
        nonlocal times
        times += 1
        raise PanicException("index out of bounds")

    monkeypatch.setattr("typst.compile_with_warnings", breaks_off)
    with pytest.raises(ExportError, match=r"Typst broke off at it \(index out of bounds\)"):
        export("en", Run("38.5"))
    assert times == 1  # each time Rust prints lines of its own


def test_without_the_systems_cjk_font_the_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    book = font_book(with_system=False)
    monkeypatch.setattr("pipeline.exporters.pdf.compile.font_book", lambda *, with_system: book)
    with pytest.raises(
        ExportError, match=r'fever in zh-Hans needs the font "Noto Sans CJK SC".*fonts-noto-cjk'
    ):
        export("zh-Hans", Run("发烧"))


def test_text_in_other_scripts_brings_their_fonts() -> None:
    pdf = export("en", Run("Also: العربية, हिन्दी, ไทย "), Foreign("ur", (Run("اردو"), Isolate("20 mg"))))
    assert pdf.startswith(b"%PDF-")


def test_resources_are_the_font_files_and_their_digests() -> None:
    found = PdfExporter().resources(edition("ar"))
    assert set(found) >= {"NotoNaskhArabic-Regular.ttf", "NotoNaskhArabic-Bold.ttf", "NotoSans-Regular.ttf"}
    assert "NotoSansThai-Regular.ttf" not in found
    assert all(len(digest) == 64 for digest in found.values())


def test_threads_give_the_same_bytes_as_one_after_the_other() -> None:
    locales = ["en", "ar", "ur", "hi", "th", "ru", "km", "my"]
    alone = [export(locale) for locale in locales]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(export, locales))
    assert together == alone


def test_mending_twice_changes_nothing_more() -> None:
    pdf = export("ur")
    assert mend(pdf, tag="ur", direction="rtl") == pdf
    longer = mend(pdf, tag="ur-Aran-PK", direction="ltr")
    with read(longer) as document:
        assert str(document.Root.Lang) == "ur-Aran-PK"
        assert document.check_pdf_syntax() == []


def test_latin_letters_between_marks_of_direction_have_the_latin_face_too():
    from pipeline.exporters.pdf.payload import _LATIN

    assert all(re.fullmatch(_LATIN, character) for character in "\u200f\u200eHO2\u200e\u200f")
