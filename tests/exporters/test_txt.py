"""Plain text: what a reader gets in a message."""

from __future__ import annotations

import unicodedata

import pytest

from pipeline.documents.blocks import Block, Heading, ListBlock, ListItem, Paragraph, Text
from pipeline.documents.inline import Break, Foreign, Inline, Isolate, Link, Run, Styled
from pipeline.exporters.model import ExportOptions
from pipeline.exporters.txt import TextExporter
from tests.exporters.leaflets import WORDS, edition


def text_of(locale: str, *blocks: Block, approved: bool = True) -> str:
    made = edition(locale, approved=approved, blocks=blocks)
    return TextExporter().export(made, ExportOptions()).decode("utf-8")


def paragraph(*content: Inline) -> Paragraph:
    return Paragraph(Text(1, content, "Paragraph"))


def body(text: str) -> str:
    """What stands between the title and the facts."""
    return "\n\n".join(text.split("\n\n")[1:-1])


def test_a_draft_says_so_in_its_first_line() -> None:
    assert text_of("fr", approved=False).splitlines()[0] == "Draft: not reviewed"


def test_an_approved_leaflet_begins_with_its_title() -> None:
    assert text_of("vi").splitlines()[0] == WORDS["vi"].title


def test_paragraphs_stand_between_blank_lines_and_the_file_ends_with_one_line_end() -> None:
    text = text_of(
        "en", paragraph(Run("One.")), Heading(2, Text(2, (Run("Two"),), "Heading")), paragraph(Run("3."))
    )
    assert body(text) == "One.\n\nTwo\n\n3."
    assert text.endswith("https://example.org/ask\u2069\n")


def test_facts_are_lines_of_label_and_value() -> None:
    assert "\n\nAbout this leaflet\nLanguage: English (English)\nPublished: 2024-12-09\n" in text_of("en")
    assert "\n语言：中文" in text_of("zh-Hans")
    assert "\nPublished\u00a0: 2024-12-09\n" in text_of("fr-CA")


def test_lists_keep_their_marks_numbers_and_levels() -> None:
    inner = ListBlock(None, (ListItem((paragraph(Run("deep")),)),))
    listed = ListBlock(
        3,
        (
            ListItem((paragraph(Run("three")), paragraph(Run("more")), inner)),
            ListItem((paragraph(Run("four")),)),
        ),
    )
    assert body(text_of("en", listed)) == "3. three\n  more\n  • deep\n4. four"


def test_bold_is_not_written_with_asterisks_and_an_asterisk_stays() -> None:
    assert body(text_of("en", paragraph(Styled("b", (Run("2*3 mg"),)), Run(" *x*")))) == "2*3 mg *x*"


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        ((Run("10"), Styled("sup", (Run("9"),)), Run("/L")), "10⁹/L"),
        ((Run("H"), Styled("sub", (Run("2"),)), Run("O")), "H₂O"),
        ((Run("10"), Styled("sup", (Run("−6"),))), "10⁻⁶"),
        ((Run("x"), Styled("sup", (Run("5,5"),))), "x^(5,5)"),
        ((Run("t"), Styled("sub", (Run("½"),))), "t_(½)"),
    ],
)
def test_raised_and_lowered_figures_never_run_into_the_number_before_them(
    content: tuple[Inline, ...], shown: str
) -> None:
    assert body(text_of("en", paragraph(*content))) == shown


@pytest.mark.parametrize(
    ("href", "inside", "shown"),
    [
        ("https://example.org/a", "our page", "our page (\u2066https://example.org/a\u2069)"),
        ("https://example.org/a", "https://example.org/a", "https://example.org/a"),
        ("https://example.org/", "example.org", "example.org"),
        ("mailto:a@example.org", "a@example.org", "a@example.org"),
        ("tel:+44800123456", "+44 800 123 456", "+44 800 123 456"),
        ("tel:+44800123456", "call us", "call us (\u2066+44800123456\u2069)"),
        ("tel:+44800123457", "+44 800 123 456", "+44 800 123 456 (\u2066+44800123457\u2069)"),
        ("javascript:alert(1)", "our page", "our page"),
        ("/relative", "our page", "our page"),
    ],
)
def test_a_link_shows_its_address_once_and_only_a_safe_one(href: str, inside: str, shown: str) -> None:
    assert body(text_of("en", paragraph(Link(href, (Run(inside),))))) == shown


def test_a_break_is_a_line_end() -> None:
    assert body(text_of("en", paragraph(Run("a"), Break(), Run("b")))) == "a\nb"


def test_isolates_are_written_with_unicode_marks() -> None:
    assert "\u20660800\u00a0123\u00a0456\u2069" in text_of("ar")
    assert body(text_of("en", paragraph(Run("a "), Isolate("שלום", "rtl")))) == "a \u2067שלום\u2069"


def first_strong(line: str) -> str | None:
    depth = 0
    for character in line:
        kind = unicodedata.bidirectional(character)
        depth += {"LRI": 1, "RLI": 1, "FSI": 1, "PDI": -1}.get(kind, 0)
        if depth == 0 and kind in ("L", "R", "AL"):
            return kind
    return None


@pytest.mark.parametrize("locale", ["ar", "ur", "he"])
def test_every_line_of_a_right_to_left_leaflet_shows_its_direction(locale: str) -> None:
    text = text_of(locale, paragraph(Run("MRI: فحص")), paragraph(Run("38.5")), paragraph(Isolate("20 mg")))
    lines = [line for line in text.splitlines() if line]
    assert [line for line in lines if first_strong(line) not in ("R", "AL")] == []


def test_a_left_to_right_line_that_begins_with_arabic_is_marked() -> None:
    assert body(text_of("en", paragraph(Run("سلام means peace")))) == "\u200eسلام means peace"


def test_an_english_paragraph_in_an_arabic_draft_runs_from_left_to_right() -> None:
    sentence = Foreign("en", (Run("Drink water."),))
    assert body(text_of("ar", paragraph(sentence, Run(" "), sentence))) == "Drink water. Drink water."


def test_an_english_sentence_in_an_arabic_paragraph_is_isolated() -> None:
    text = body(text_of("ar", paragraph(Run("نص. "), Foreign("en", (Run("Drink water."),)))))
    assert text == "نص. \u2066Drink water.\u2069"
