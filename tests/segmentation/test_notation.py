"""The inline notation: what a translator sees, and what a translator may not break."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.documents.inline import Break, Inline, Isolate, Link, Opaque, Run, Styled
from pipeline.documents.literals import literal_content
from pipeline.errors import InlineError
from pipeline.segmentation.notation import MAX_DEPTH, compare_codes, format_notation, parse_notation

OPAQUE = {"1": "first", "2": "second"}


def _normal(content: list[Inline]) -> tuple[Inline, ...]:
    """Merge runs that stand side by side and leave out empty ones; no run may look like a tag."""
    nodes: list[Inline] = []
    for node in content:
        if isinstance(node, Run) and nodes and isinstance(nodes[-1], Run):
            nodes[-1] = Run(nodes[-1].text + node.text)
        elif not isinstance(node, Run) or node.text:
            nodes.append(node)
    whole: list[Inline] = []
    for node in nodes:
        if isinstance(node, Run) and any(isinstance(piece, Opaque) for piece in literal_content(node.text)):
            node = Run("x")
        whole.append(node)
    return tuple(whole)


_LEAVES = st.one_of(
    st.text(max_size=12).map(Run),
    st.text('<>/&"b= xid1ahref', max_size=12).map(Run),
    st.just(Break()),
    st.sampled_from(["1", "2"]).map(lambda id: Opaque(id, OPAQUE[id])),
)
_CONTENT = st.lists(
    st.recursive(
        _LEAVES,
        lambda inner: st.one_of(
            st.builds(
                Styled,
                st.sampled_from(["b", "i", "u", "sup", "sub", "code"]),
                st.lists(inner, max_size=3).map(_normal),
            ),
            st.builds(
                Link,
                st.one_of(st.text(max_size=9), st.text('&;<>"ampquotlg', max_size=16)),
                st.lists(inner, max_size=3).map(_normal),
            ),
        ),
        max_leaves=12,
    ),
    max_size=6,
).map(_normal)


@given(_CONTENT)
def test_writing_then_reading_gives_the_same_content(content: tuple[Inline, ...]) -> None:
    assert parse_notation(format_notation(content), opaque=OPAQUE) == content


@given(st.text('<>/&"b= xid1ahref.', max_size=80))
def test_reading_gives_content_or_a_clear_error_for_any_text(text: str) -> None:
    try:
        content = parse_notation(text, opaque=OPAQUE)
    except InlineError as error:
        assert error.hint
        return
    assert format_notation(content) == text


@given(st.text(max_size=40) | st.text('<>/b"x id=1r', max_size=60))
def test_text_that_looks_like_tags_goes_through_the_notation_unharmed(text: str) -> None:
    content = literal_content(text)
    held = {node.id: node.equivalent for node in content if isinstance(node, Opaque)}
    assert parse_notation(format_notation(content), opaque=held) == content
    assert "".join(node.text if isinstance(node, Run) else node.equivalent for node in content) == text  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "text", ["a < b & c > d", "<B>", "<b >", "<br>", "<img/>", "<script>x</script>", "&amp;", '<x id="0"/>']
)
def test_anything_but_the_exact_forms_is_text(text: str) -> None:
    assert parse_notation(text) == (Run(text),)


@pytest.mark.parametrize(
    ("href", "written"),
    [
        ("https://a.b/?a=1&b=2", '<a href="https://a.b/?a=1&b=2">x</a>'),
        ('say "hi"', '<a href="say &quot;hi&quot;">x</a>'),
        ("a&amp;b", '<a href="a&amp;amp;b">x</a>'),
        ("a<b>", '<a href="a&lt;b&gt;">x</a>'),
    ],
)
def test_addresses_are_escaped_without_loss(href: str, written: str) -> None:
    content = (Link(href, (Run("x"),)),)
    assert format_notation(content) == written
    assert parse_notation(written) == content


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("<b>x", "<b> is not closed"),
        ("x</b>", "</b> closes nothing"),
        ("<b><i>x</b></i>", "</b> stands inside <i>"),
        ('<x id="7"/>', 'unknown <x id="7"/>'),
        ('<a href="x">y', "<a> is not closed"),
        ("<b>" * (MAX_DEPTH + 1), "deep"),
        ("<b>" * 100_000, "deep"),
    ],
)
def test_broken_notation_is_an_error_with_a_hint(text: str, problem: str) -> None:
    with pytest.raises(InlineError, match=problem) as caught:
        parse_notation(text, opaque=OPAQUE)
    assert caught.value.hint


def test_the_hint_for_an_unknown_piece_names_those_there_are() -> None:
    with pytest.raises(InlineError, match=r'the source has <x id="1"/>, <x id="2"/>'):
        parse_notation('<x id="3"/>', opaque=OPAQUE)


def test_content_that_cannot_be_written_is_an_error() -> None:
    deep: Inline = Run("x")
    for _ in range(MAX_DEPTH + 1):
        deep = Styled("b", (deep,))
    for content in ((Run("<b>"),), (Run("<"), Run("b>")), (Opaque("a", ""),), (Isolate("1"),), (deep,)):
        with pytest.raises(InlineError):
            format_notation(content)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("one", "eins"),
        ("a < b", "a > b & c"),
        ("<b>one</b> <i>two</i>", "<i>zwei</i> <b>eins</b>"),
        ('<a href="x?a&b">y</a>', '<a href="x?a&amp;b">z</a>'),
    ],
)
def test_equal_tags_in_any_order_are_no_problem(source: str, target: str) -> None:
    assert compare_codes(source, target) == ()


@pytest.mark.parametrize(
    ("source", "target", "problems"),
    [
        ("<b>one</b>", "eins", ("<b> is missing",)),
        ("one", "<b>eins</b>", ("<b> is not in the source",)),
        ('<x id="1"/>', '<x id="2"/>', ('<x id="1"/> is missing', '<x id="2"/> is not in the source')),
        ("<br/><br/>x", "x", ("<br/> is missing (2 times)",)),
        (
            '<a href="x">a</a>',
            '<a href="y">a</a>',
            ('<a href="x"> is missing', '<a href="y"> is not in the source'),
        ),
        ("<b>one</b>", "<b>eins", ("<b> is not closed; put </b> where it ends",)),
    ],
)
def test_tags_that_differ_are_named(source: str, target: str, problems: tuple[str, ...]) -> None:
    assert compare_codes(source, target) == problems
