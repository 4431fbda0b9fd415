"""What an author quoted with ``<q>`` stands between the marks of the reader's language."""

import pytest

from pipeline.documents.inline import Foreign, Inline, Link, Opaque, Run, Styled, plain_text
from pipeline.documents.registry import format_for
from pipeline.editions.quoted import mark_quoted
from pipeline.language.locale import parse_locale

BEGINS, ENDS = Opaque("1", "", "<q>"), Opaque("2", "", "</q>")
INNER_BEGINS, INNER_ENDS = Opaque("3", "", '<q cite="u">'), Opaque("4", "", "</q >")


def shown(content: tuple[Inline, ...], tag: str) -> str:
    return plain_text(mark_quoted(content, parse_locale(tag)))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.html", b"<p>Say <q>I am <b>ill</b></q> now."),
        ("a.html", b'<p>Say <q class="a" cite="https://a.example/">I am ill</q> now.'),
        ("a.html", b"<p>Say <b><Q>I am</b> ill</Q> now."),
        ("a.md", b"Say <q>I am *ill*</q> now."),
        ("a.md", b"Say <q\nclass='a'>I am ill</q> now."),
    ],
)
@pytest.mark.parametrize(("tag", "marks"), [("en", "“”"), ("de", "„“"), ("ja", "「」"), ("ar", "”“")])
def test_what_is_quoted_in_the_source_has_the_marks_of_the_reader(name, data, tag, marks):
    (text,) = format_for(name).parse(data).texts
    assert shown(text.content, tag) == f"Say {marks[0]}I am ill{marks[1]} now."


@pytest.mark.parametrize("name", ["a.html", "a.md"])
def test_a_text_that_is_all_a_quotation_has_its_marks(name):
    data = b"<p><q>I am ill</q></p>" if name == "a.html" else b"<q>I am ill</q>\n"
    format = format_for(name)
    document = format.parse(data)
    (text,) = document.texts
    assert shown(text.content, "fr") == "«I am ill»"
    begins, _, ends = text.content
    assert format.rebuild(document, {0: (begins, Run("Je suis malade"), ends)}) == data.replace(
        b"I am ill", b"Je suis malade"
    )


def test_a_quotation_in_a_quotation_has_the_inner_marks():
    inner = (INNER_BEGINS, Run("b"), INNER_ENDS)
    content = (BEGINS, Run("a "), Styled("b", inner), Run(" c"), ENDS, Run(" d "), BEGINS, Run("e"), ENDS)
    assert shown(content, "en") == "“a ‘b’ c” d “e”"
    assert shown((BEGINS, INNER_BEGINS, *inner, INNER_ENDS, ENDS), "en") == "“‘‘b’’”"


def test_a_sentence_without_a_translation_has_the_marks_of_its_own_language():
    foreign = Foreign("en", (BEGINS, Run("a"), ENDS))
    assert shown((foreign, Run(" "), INNER_BEGINS, Run("b"), INNER_ENDS), "de") == "“a” „b“"
    # What is open is closed by its own mark, in whatever language.
    assert shown((Foreign("en", (BEGINS, Run("a."))), Run(" b."), ENDS), "de") == "“a. b.”"


def test_marks_that_a_translator_put_into_a_link_are_shown():
    assert shown((Run("a "), Link("u", (BEGINS, Run("b"), ENDS))), "en") == "a “b”"


def test_an_end_without_a_beginning_is_a_mark_too():
    assert shown((Run("a"), ENDS, BEGINS, Run("b")), "en") == "a”“b"


def test_other_pieces_and_content_without_any_stay_as_they_are():
    pieces = (Opaque("1", "", "<quiz>"), Opaque("2", "q", "<q>"), Run("<q>"))
    assert mark_quoted(pieces, parse_locale("en")) == pieces
    plain = (Run("a"), Styled("b", (Run("b"),)))
    assert mark_quoted(plain, parse_locale("en")) is plain
