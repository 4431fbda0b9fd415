"""Markdown, read back by Polyleaf's own reader and rendered by pulldown-cmark."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from pipeline.documents.blocks import (
    Block,
    Cell,
    Details,
    Figure,
    Footnote,
    Footnotes,
    Heading,
    ListBlock,
    ListItem,
    Paragraph,
    Quote,
    Row,
    Rule,
    Table,
    Text,
    Verbatim,
)
from pipeline.documents.inline import (
    Break,
    Foreign,
    Image,
    Inline,
    Isolate,
    Link,
    NoteMark,
    Opaque,
    Run,
    Styled,
    children_of,
    plain_text,
)
from pipeline.documents.markdown import MarkdownFormat
from pipeline.documents.model import Document, Resource
from pipeline.exporters.md import MarkdownExporter
from pipeline.exporters.model import ExportOptions
from tests.exporters.leaflets import WORDS, edition
from tests.exporters.rich import png, rich

MARKUP = (
    "*a* _b_ `c` [d](e) ![f](g) <b>h</b> &amp; # i | j ~~k~~ $l$ \\m --- 1. n > o + p https://x.org [^1] ***"
)


def said(*content: Inline | str) -> Text:
    return Text(1, tuple(Run(one) if isinstance(one, str) else one for one in content), "Paragraph")


def paragraph(*content: Inline | str) -> Paragraph:
    return Paragraph(said(*content))


def export(*blocks: Block, locale: str = "en") -> str:
    made = replace(edition(locale, approved=True, blocks=blocks), facts=())
    return MarkdownExporter().export(made, ExportOptions()).decode()


def read(*blocks: Block) -> tuple[Block, ...]:
    """The blocks after the title, as Polyleaf reads them from what it wrote."""
    return parsed(export(*blocks)).blocks[1:]


def parsed(text: str) -> Document:
    return MarkdownFormat().parse(text.encode())


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("locale", ["en", "ar", "hi", "zh-Hans"])
def test_a_rich_leaflet_reads_back_with_all_its_text_in_order(locale: str) -> None:
    made = rich(locale)
    document = parsed(MarkdownExporter().export(made, ExportOptions()).decode())
    shown = _bare(" ".join(words(plain_text(text.content)) for text in document.texts))
    for line in (WORDS[locale].title, *WORDS[locale].items, WORDS[locale].closing, WORDS[locale].banner[0]):
        assert _bare(line) in shown
    assert document.locale == locale
    kinds = [type(block).__name__ for block in document.blocks]
    assert [
        kind for kind in kinds if kind in ("Table", "Figure", "Verbatim", "Rule", "Footnotes", "Details")
    ] == [
        "Table",
        "Figure",
        "Verbatim",
        "Rule",
        "Details",
        "Footnotes",
    ]
    assert [resource.data for resource in document.resources][:1] == [png()]


def _bare(text: str) -> str:
    return text.translate({ord(mark): None for mark in "\u2066\u2067\u2069{}"}).replace("\u00a0", " ")


def test_a_draft_says_so_before_its_title() -> None:
    text = MarkdownExporter().export(edition("en"), ExportOptions()).decode()
    banner, title = text.split("\n\n")[1:3]
    assert banner == "> **Draft: not reviewed**\\\n> Do not hand out. No reviewer has approved this text."
    assert title == "# When your child has a fever"
    assert "\n- **Published**: 2024-12-09\n" in text


def test_language_and_direction_stand_in_front_matter() -> None:
    assert export(paragraph("نص"), locale="ar").startswith("---\nlang: ar\ndir: rtl\n---\n\n# ")


def test_a_dose_is_isolated_in_arabic() -> None:
    assert "خذ \u20662.5 mg\u2069" in export(paragraph("خذ ", Isolate("2.5 mg")), locale="ar")


@pytest.mark.parametrize(
    "text", [MARKUP, "# a", "1. a", "1) a", "- a", "+ a", "=", "---", ": a", "    a", "> a", "a#"]
)
def test_text_that_looks_like_markup_reads_back_as_text(text: str) -> None:
    first, second = read(Heading(2, said(text)), paragraph("x", Break(), text))
    assert isinstance(first, Heading) and plain_text(first.text.content) == text.strip()
    assert isinstance(second, Paragraph) and words(plain_text(second.text.content)) == words(f"x {text}")
    (alone,) = read(paragraph(text))
    assert isinstance(alone, Paragraph) and plain_text(alone.text.content) == text.strip()


@given(
    st.text(st.characters(codec="utf-8", categories=["L", "M", "N", "P", "S", "Zs"], max_codepoint=0x4000))
)
def test_any_text_reads_back(text: str) -> None:
    table = Table((Row((Cell((paragraph("h"),)),)),), (Row((Cell((paragraph(f"a {text} b"),)),)),))
    blocks = read(paragraph(f"a {text} b"), table, ListBlock(None, (ListItem((paragraph(f"a {text} b"),)),)))
    first, grid, items = blocks
    assert isinstance(first, Paragraph) and isinstance(grid, Table) and isinstance(items, ListBlock)
    cell, item = grid.rows[0].cells[0].blocks[0], items.items[0].blocks[0]
    for block in (first, cell, item):
        assert isinstance(block, Paragraph)
        assert words(plain_text(block.text.content)) == words(f"a {text} b")


leaves = st.one_of(
    st.sampled_from(["a", "。", " ", "*", "字", "a b", "(", "9"]).map(Run), st.just(Isolate("2 mg"))
)
nodes = st.recursive(
    leaves,
    lambda inner: st.builds(
        Styled,
        st.sampled_from(["b", "i", "u", "sup", "sub", "code"]),
        st.lists(inner, min_size=1, max_size=3).map(tuple),
    ),
    max_leaves=6,
)


@given(st.lists(nodes, max_size=5))
def test_styles_read_back_beside_any_character(content: list[Inline]) -> None:
    (made,) = read(paragraph("x", *content, "x"))
    assert isinstance(made, Paragraph)
    assert _styled(made.text.content) == _styled((Run("x"), *content, Run("x")))


def _styled(
    content: tuple[Inline, ...], over: frozenset[str] = frozenset()
) -> list[tuple[str, frozenset[str]]]:
    """Each character but white space, with its styles."""
    out: list[tuple[str, frozenset[str]]] = []
    for node in content:
        if isinstance(node, Run | Isolate | Opaque):
            plain = _bare(plain_text((node,)))
            out += [(character, over) for character in plain if not character.isspace()]
        else:
            more = over | {node.style} if isinstance(node, Styled) else over
            out += _styled(children_of(node), more)
    return out


def test_links_pictures_and_footnotes_read_back() -> None:
    href = "https://example.org/a_(b)?x=1&copy=2"
    made = edition(
        "en",
        blocks=(
            paragraph(Link(href, (Run("our *page*"),)), "!", Link("javascript:x", (Run("bad"),))),
            paragraph(
                "see", NoteMark("1", "weird ]: label", "1"), " and ", Image("2", "p", (Run("a [b] c"),))
            ),
            Figure("p", said("alt")),
            Footnotes((Footnote("weird ]: label", "1", (paragraph("Note."), paragraph("More."))),)),
        ),
    )
    made = replace(made, resources=(Resource("p", "image/png", png()),), facts=(), banner=None)
    document = parsed(MarkdownExporter().export(made, ExportOptions()).decode())
    link, marks, figure, notes = document.blocks[1:]
    assert isinstance(link, Paragraph) and isinstance(marks, Paragraph)
    assert link.text.content == (Link(href, (Run("our *page*"),)), Run("!bad"))
    kinds = [type(node).__name__ for node in marks.text.content]
    assert kinds == ["Run", "NoteMark", "Run", "Image"]
    assert isinstance(figure, Figure) and figure.alt is not None and plain_text(figure.alt.content) == "alt"
    assert isinstance(notes, Footnotes) and [type(one) for one in notes.notes[0].blocks] == [Paragraph] * 2


def test_an_exclamation_mark_before_a_link_makes_no_picture() -> None:
    (made,) = read(paragraph("Stop!", Link("https://example.org/", (Run("now"),))))
    assert isinstance(made, Paragraph)
    assert made.text.content == (Run("Stop!"), Link("https://example.org/", (Run("now"),)))


def test_a_footnote_that_only_html_leads_to_is_not_lost() -> None:
    table = Table((), (Row((Cell((paragraph("a", NoteMark("1", "n", "1")),), columns=2),)),))
    text = export(table, Footnotes((Footnote("n", "1", (paragraph("Note."),)),)))
    assert "\\[1\\] Note." in text and "a[1]</td>" in text and "href" not in text


def test_blocks_in_blocks_read_back() -> None:
    blocks: tuple[Block, ...] = (
        ListBlock(
            3,
            (
                ListItem((paragraph("a"), ListBlock(None, (ListItem((paragraph("b"),), True),)))),
                ListItem(
                    (paragraph("c"), ListBlock(7, (ListItem((paragraph("d"), Verbatim("x\n\n  y \n"))),)))
                ),
            ),
        ),
        ListBlock(4, (ListItem((Quote((paragraph("e"), Rule())),)),)),
        Quote((paragraph("f"),)),
        Quote((ListBlock(None, (ListItem((paragraph("g"),)),)),)),
        Details(said("more"), (paragraph("h"), Verbatim("```\n", "sh"))),
        Verbatim("````\n"),
    )
    back = read(*blocks)
    assert [_shape(block) for block in back] == [_shape(block) for block in blocks]


def _shape(block: object) -> object:
    match block:
        case Paragraph(text):
            return plain_text(text.content)
        case ListBlock(start, items):
            return (start, [(item.checked, [_shape(one) for one in item.blocks]) for item in items])
        case Quote(inner):
            return ("quote", [_shape(one) for one in inner])
        case Details(summary, inner):
            return (plain_text(summary.content) if summary else None, [_shape(one) for one in inner])
        case Verbatim(text, _):
            return ("verbatim", text)
        case _:
            return type(block).__name__


def test_a_table_reads_back_with_its_alignment_and_a_spanned_one_as_html() -> None:
    row = Row((Cell((paragraph("a | b"),)), Cell((paragraph("c", Break(), "d"),), align="end")))
    (plain,) = read(Table((row,), (row, Row((Cell(()), Cell(()))))))
    assert isinstance(plain, Table) and len(plain.header) == 1 and len(plain.rows) == 2
    assert [cell.align for cell in plain.rows[0].cells] == [None, "end"]
    assert plain_text(plain.rows[0].cells[0].blocks[0].text.content) == "a | b"  # type: ignore[union-attr]
    (spanned,) = read(Table((), (Row((Cell((paragraph("a"), Verbatim("x\n\ny\n")), columns=2),)), row)))
    assert isinstance(spanned, Table) and spanned.rows[0].cells[0].columns == 2


def test_a_sentence_in_another_direction_is_isolated() -> None:
    text = export(paragraph("نص ", Foreign("en", (Run("Drink."),))), locale="ar")
    assert "نص \u2066Drink.\u2069" in text
