"""The page as Chromium shows and prints it."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest

from pipeline.documents.blocks import Cell, Paragraph, Row, Table, Text
from pipeline.documents.inline import Foreign, Isolate, Link, NoteMark, Run, Styled
from pipeline.editions.typography import make_safe
from pipeline.exporters.html import HtmlExporter
from pipeline.exporters.model import ExportOptions
from pipeline.language.locale import parse_locale
from tests.exporters.leaflets import WORDS, edition
from tests.support.browser import Browser, open_browser
from tests.support.pdf import pdf_text

pytestmark = pytest.mark.slow
EN = parse_locale("en")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as opened:
        yield opened


def page(locale: str, *, repeat: int = 1, approved: bool = False) -> bytes:
    return HtmlExporter().export(edition(locale, repeat=repeat, approved=approved), ExportOptions())


@pytest.mark.parametrize("locale", sorted(WORDS))
def test_axe_finds_nothing(browser: Browser, tmp_path: Path, locale: str) -> None:
    assert browser.violations(page(locale), tmp_path) == []


@pytest.mark.parametrize("approved", [False, True])
@pytest.mark.parametrize("width", [320, 1200])
def test_axe_finds_nothing_in_the_dark_on_a_phone_or_a_screen(
    browser: Browser, tmp_path: Path, width: int, approved: bool
) -> None:
    assert browser.violations(page("ar", approved=approved), tmp_path, dark=True, width=width) == []


def test_axe_finds_nothing_where_languages_links_and_styles_mix(browser: Browser, tmp_path: Path) -> None:
    content = (
        Run("نص "),
        Foreign("en", (Run("Read "), Link("https://example.org", (Run("this"),)))),
        Styled("code", (Run("A1"),)),
        Styled("u", (Isolate("20 mg"),)),
    )
    made = edition("ar", blocks=(Paragraph(Text(1, content, "Paragraph")),))
    assert browser.violations(HtmlExporter().export(made, ExportOptions()), tmp_path) == []


def test_axe_would_find_a_fault(browser: Browser, tmp_path: Path) -> None:
    broken = page("en").replace(b'<html lang="en" dir="ltr">', b"<html>")
    assert [found.rule for found in browser.violations(broken, tmp_path)] == ["html-has-lang"]


@pytest.mark.parametrize("locale", ["en", "ar"])
def test_every_printed_page_of_a_draft_says_so(browser: Browser, tmp_path: Path, locale: str) -> None:
    paper = browser.paper(page(locale, repeat=6), tmp_path)
    pages = pdf_text(paper).rstrip("\f").split("\f")
    assert len(pages) > 1
    word = WORDS[locale].banner[0].split()[0].rstrip(":")
    assert [number for number, text in enumerate(pages, 1) if word not in text] == []


def test_a_short_table_is_printed_on_one_page(browser: Browser, tmp_path: Path) -> None:
    def text(words: str) -> Paragraph:
        return Paragraph(Text(1, (Run(words),), "Paragraph"))

    rows = tuple(Row((Cell((text(f"{number} ml"),)),)) for number in range(100, 104))
    broken = []
    for before in range(15, 27):
        blocks = (*[text("line")] * before, Table((), rows))
        made = HtmlExporter().export(edition("en", blocks=blocks), ExportOptions())
        pages = pdf_text(browser.paper(made, tmp_path)).split("\f")
        if not any("100 ml" in one and "103 ml" in one for one in pages):
            broken.append(before)
    assert broken == []


@pytest.mark.parametrize("locale", ["en", "ar", "ur", "th", "km", "my"])
def test_nothing_overflows_a_narrow_phone(browser: Browser, tmp_path: Path, locale: str) -> None:
    made = page(locale)
    wide = browser.evaluate(
        made,
        tmp_path,
        "document.documentElement.scrollWidth - document.documentElement.clientWidth",
        width=320,
    )
    assert wide == 0


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("en", "5–10 kg, 1\u00a0000–1\u00a0500 ml"),
        ("en", "0800-123-456 or 5-10"),
        ("ar", "٥–١٠ كغ، 2.5–5 مل"),
        ("zh-Hans", "5～10毫升 或 10毫克"),
    ],
)
def test_a_range_of_numbers_stands_in_one_line_however_narrow_the_page(
    browser: Browser, tmp_path: Path, locale: str, words: str
) -> None:
    made = edition(locale, blocks=(Paragraph(Text(1, (Run(words),), "Paragraph")),))
    script = """() => {
      document.querySelector('article').style.width = '1em';
      const lines = e => new Set([...e.getClientRects()].map(one => Math.round(one.top))).size;
      return [...document.querySelectorAll('article > p .whole')].map(e => [e.textContent, lines(e)]);
    }"""
    ranges = [words.split()[0], words.split(" ")[2]]
    found = browser.evaluate(HtmlExporter().export(made, ExportOptions()), tmp_path, script)
    assert found == [[one, 1] for one in ranges]


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("en", "Do not give it under 12."),
        ("ar", "لا تعطه قبل سن 12 عامًا."),
        ("hi", "12 वर्ष से कम उम्र में न दें।"),
        ("zh-Hans", "不要给12岁以下的儿童服用。"),
        ("km", "កុំឱ្យដល់កុមារ។"),
    ],
)
def test_no_line_begins_with_the_mark_of_a_footnote(
    browser: Browser, tmp_path: Path, locale: str, words: str
) -> None:
    made = edition(locale, blocks=(Paragraph(Text(1, (Run(words), NoteMark("1", "a", "1")), "Paragraph")),))
    script = """() => {
      const paragraph = document.querySelector('article > p'), mark = paragraph.querySelector('sup a');
      const last = document.createRange(), text = paragraph.querySelector('sup').previousSibling;
      last.setStart(text, text.length - 1);
      last.setEnd(text, text.length);
      const apart = [];
      for (let width = 60; width < 400; width += 2) {
        paragraph.style.width = `${width}px`;
        const [one, other] = [last.getBoundingClientRect(), mark.getBoundingClientRect()];
        if (other.top > one.bottom) apart.push(width);
      }
      return apart;
    }"""
    assert browser.evaluate(HtmlExporter().export(made, ExportOptions()), tmp_path, script) == []


def test_a_table_of_doses_fits_a_phone(browser: Browser, tmp_path: Path) -> None:
    rows = [
        ("Weight", "Paracetamol", "How often"),
        ("10–20 kg", "5 ml (120 mg/5 ml)", "every 6 hours, at most 4 times a day"),
    ]
    head, body = (
        Row(
            tuple(
                Cell((Paragraph(Text(3 * y + x, make_safe((Run(text),), EN), "Cell")),))
                for x, text in enumerate(row)
            )
        )
        for y, row in enumerate(rows)
    )
    made = edition("en", blocks=(Table((head,), (body,)),))
    # Which fonts a machine has is nothing to rest on: as wide as that of Android's phones is Noto Sans.
    font = resources.files("pipeline.exporters").joinpath("fonts/NotoSans-Regular.ttf").read_bytes()
    script = f"""async () => {{
      const font = new FontFace('Shipped', 'url(data:font/ttf;base64,{base64.b64encode(font).decode()})');
      document.fonts.add(await font.load());
      document.body.style.fontFamily = 'Shipped';
      const table = document.querySelector('.wide');
      return table.scrollWidth - table.clientWidth;
    }}"""
    assert browser.evaluate(HtmlExporter().export(made, ExportOptions()), tmp_path, script, width=360) == 0


def test_a_telephone_number_reads_from_left_to_right_in_arabic(browser: Browser, tmp_path: Path) -> None:
    """Chromium draws the digits of an isolated number in the order in which they are dialled."""
    script = """() => {
      const bdi = [...document.querySelectorAll('bdi')].find(e => e.textContent.startsWith('0800'));
      const text = bdi.firstChild;
      const left = i => { const r = document.createRange(); r.setStart(text, i); r.setEnd(text, i + 1);
                          return r.getBoundingClientRect().left; };
      return [...text.data].map((_, i) => left(i));
    }"""
    places = browser.evaluate(page("ar"), tmp_path, script, width=1200)
    assert isinstance(places, list) and len(places) == 12
    assert places == sorted(places)
