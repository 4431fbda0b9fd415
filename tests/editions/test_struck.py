"""What an author struck through is struck through in a leaflet: left plain, it would read as still valid."""

import pytest

from pipeline.documents.inline import Inline, Link, Opaque, Run, Styled
from pipeline.documents.registry import format_for
from pipeline.editions.struck import mark_struck


def shown(nodes: tuple[Inline, ...], struck: bool = False) -> list[tuple[str, bool]]:
    """The pieces of text, and whether each is struck through."""
    pieces: list[tuple[str, bool]] = []
    for node in nodes:
        match node:
            case Run(text):
                pieces.append((text, struck))
            case Styled(style, children):
                pieces += shown(children, struck or style == "s")
            case Link(_, children):
                pieces += shown(children, struck)
    return pieces


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.md", b"Take ~~two **tablets**~~ one."),
        ("a.md", b"Take <del>two **tablets**</del> one."),
        ("a.md", b"Take <s>two **~~tablets~~**</s> one."),
        ("a.html", b"<p>Take <s>two <b>tablets</b></s> one."),
        ("a.html", b'<p>Take <del datetime="2026-01-31">two <b>tablets</b></del> one.'),
        ("a.html", b"<p>Take <STRIKE>two <b>tablets</b></STRIKE> one."),
    ],
)
def test_what_is_struck_through_in_the_source_is_so_in_the_edition(name, data):
    (text,) = format_for(name).parse(data).texts
    assert shown(mark_struck(text.content)) == [
        ("Take ", False),
        ("two ", True),
        ("tablets", True),
        (" one.", False),
    ]


def test_words_for_pieces_of_word_documents_are_known():
    begins, ends = Opaque("1", "", "struck-through text begins"), Opaque("2", "", "struck-through text ends")
    assert shown(mark_struck((Run("a"), begins, Run("b"), ends, Run("c")))) == [
        ("a", False),
        ("b", True),
        ("c", False),
    ]


def test_marks_that_a_translator_put_into_other_styles_still_strike_all_between_them():
    one, two = Opaque("1", "", "~~"), Opaque("2", "", "~~")
    content = (Styled("b", (Run("a"), one, Run("b"))), Link("x", (Run("c"), two, Run("d"))))
    assert shown(mark_struck(content)) == [("a", False), ("b", True), ("c", True), ("d", False)]


def test_content_without_such_pieces_stays_as_it_is():
    content = (Run("a < b"), Opaque("1", "", "<span class=x>"), Opaque("2", "~~", ""))
    assert mark_struck(content) == content
