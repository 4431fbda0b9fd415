"""The page: its markup, read back by a parser."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.documents.blocks import Block, Heading, ListBlock, ListItem, Paragraph, Text
from pipeline.documents.inline import Break, Foreign, Inline, Isolate, Link, Opaque, Run, Styled
from pipeline.errors import ExportError
from pipeline.exporters.html import HtmlExporter
from pipeline.exporters.model import ExportOptions
from tests.exporters.leaflets import WORDS, edition

VOID = {"meta", "br"}


class Reader(HTMLParser):
    """Collects elements with their attributes and the text they stand in."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, str] = {}
        self._open: list[str] = []
        self.feed(page)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in set(self._open):
            self.texts[tag] = self.texts.get(tag, "") + data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def page(
    locale: str = "en", *content: Inline, approved: bool = True, options: ExportOptions | None = None
) -> str:
    blocks: tuple[Block, ...] = (Paragraph(Text(1, content, "Paragraph")),) if content else ()
    made = edition(locale, approved=approved, blocks=blocks)
    return HtmlExporter().export(made, options or ExportOptions()).decode("utf-8")


def paragraph(*content: Inline, locale: str = "en") -> str:
    found = re.search(r"</h1>\n(.*)\n</article>", page(locale, *content), re.DOTALL)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("locale", sorted(WORDS))
def test_language_and_direction_are_declared(locale: str) -> None:
    made = edition(locale)
    assert Reader(page(locale)).all("html") == [{"lang": locale, "dir": made.locale.direction}]


@pytest.mark.parametrize("locale", sorted(WORDS))
def test_one_title_one_main_and_one_article(locale: str) -> None:
    reader = Reader(page(locale))
    assert reader.texts["h1"] == reader.texts["title"] == WORDS[locale].title
    assert [len(reader.all(tag)) for tag in ("h1", "main", "article", "dl")] == [1, 1, 1, 1]


def test_a_draft_carries_its_banner_and_asks_robots_to_stay_away() -> None:
    reader = Reader(page("ru", approved=False))
    assert {"name": "robots", "content": "noindex"} in reader.all("meta")
    assert reader.elements.index(("section", {"class": "banner", "aria-labelledby": "banner"})) < len(
        reader.elements
    )
    assert WORDS["ru"].banner[0] in reader.texts["section"]
    assert reader.texts["title"].startswith(WORDS["ru"].banner[0])


def test_an_approved_leaflet_has_neither() -> None:
    text = page("ru")
    assert "noindex" not in text
    assert 'class="banner"' not in text


def test_nothing_runs_and_nothing_is_fetched() -> None:
    text = page("en", approved=False)
    reader = Reader(text)
    assert {tag for tag, _ in reader.elements}.isdisjoint(
        {"script", "link", "img", "iframe", "object", "form"}
    )
    assert "url(" not in text and "@import" not in text and "style=" not in text
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    policies = [meta["content"] for meta in reader.all("meta") if "http-equiv" in meta]
    assert policies == [
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    ]


@pytest.mark.parametrize(
    ("node", "markup"),
    [
        (Run("a < b & c"), "a &lt; b &amp; c"),
        (Isolate("20\u00a0mg"), '<bdi dir="ltr">20\u00a0mg</bdi>'),
        (Isolate("שלום", "rtl"), '<bdi dir="rtl">שלום</bdi>'),
        (Styled("b", (Run("x"),)), "<strong>x</strong>"),
        (Styled("i", (Styled("u", (Run("x"),)),)), "<em><u>x</u></em>"),
        (Styled("sup", (Run("2"),)), "<sup>2</sup>"),
        (Break(), "<br>"),
        (Opaque("1", "<fig>"), "&lt;fig&gt;"),
        (
            Link("https://example.org/?a=1&b=2", (Run("x"),)),
            '<a href="https://example.org/?a=1&amp;b=2" rel="noopener noreferrer">x</a>',
        ),
        (Link("javascript:alert(1)", (Run("x"),)), "x"),
        (
            Link("tel:111", (Styled("b", (Link("https://example.org", (Run("x"),)),)),)),
            '<a href="tel:111" rel="noopener noreferrer"><strong>x</strong></a>',
        ),
    ],
)
def test_inline_content_becomes_its_element(node: Inline, markup: str) -> None:
    assert paragraph(Run("- "), node) == f"<p>- {markup}</p>"


def test_text_in_another_language_says_so() -> None:
    sentence = Foreign("en", (Run("Drink."),))
    assert paragraph(Run("نص "), sentence, locale="ar") == '<p>نص <span lang="en" dir="ltr">Drink.</span></p>'


def test_a_paragraph_in_another_language_starts_on_its_own_side() -> None:
    assert paragraph(Foreign("en", (Run("Drink."),)), locale="ar").startswith('<p lang="en" dir="ltr">')


def test_lists_and_headings_keep_their_order_and_never_skip_a_level() -> None:
    item = ListItem((Paragraph(Text(2, (Run("x"),), "List item")),))
    blocks = (Heading(4, Text(1, (Run("h"),), "Heading")), ListBlock(3, (item,)), ListBlock(None, (item,)))
    text = HtmlExporter().export(edition("en", blocks=blocks), ExportOptions()).decode()
    assert "<h2>h</h2>" in text
    assert '<ol start="3">\n<li><p>x</p></li>\n</ol>' in text
    assert "<ul>\n<li><p>x</p></li>\n</ul>" in text


@given(st.text())
def test_any_text_is_shown_as_it_stands_or_refused_by_name(text: str) -> None:
    try:
        reader = Reader(page("en", Run(f"|{text}|")))
    except ExportError as error:
        assert "U+" in str(error)
    else:
        shown = reader.texts["p"].replace("\r\n", "\n")
        assert shown == f"|{text}|"


@pytest.mark.parametrize(
    "character", ["\x00", "\x08", "\x1b", "\x85", "\u202e", "\u2028", "\ufffe", "\ud800", "\ue000"]
)
def test_a_character_no_leaflet_may_hold_is_refused_by_name_and_place(character: str) -> None:
    with pytest.raises(ExportError, match=rf"\"Paragraph\" of fever in en holds U\+{ord(character):04X}"):
        page("en", Run(f"a{character}b"))


@pytest.mark.parametrize("text", ["a\u2066b", "a\u2069b", "\u202bא\u202c\u202c", "\u2066\u202b\u2069\u202c"])
def test_marks_of_direction_must_pair(text: str) -> None:
    with pytest.raises(ExportError, match="without its pair"):
        page("en", Run(text))


def test_an_isolate_cannot_be_closed_from_inside() -> None:
    with pytest.raises(ExportError, match="without its pair"):
        page("ar", Isolate("20\u2069 mg"), Run("\u2066"))


def test_marks_that_pair_across_styles_are_kept() -> None:
    assert "\u202bא</strong>\u202c" in page("en", Styled("b", (Run("\u202bא"),)), Run("\u202c"))


@pytest.mark.parametrize(("paper", "size"), [("a4", "A4"), ("a5", "A5"), ("us-letter", "letter")])
def test_print_is_laid_out_for_the_paper_of_the_settings(paper: str, size: str) -> None:
    text = page("en", options=ExportOptions(paper=paper, large_print=True))
    assert f"@page {{ size: {size};" in text
    assert "font-size: 18pt" in text
