"""Inline content has one form, however a file spelled it."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.documents.inline import (
    Break,
    Image,
    Inline,
    Link,
    NoteMark,
    Opaque,
    Run,
    Style,
    Styled,
    children_of,
    plain_text,
)
from pipeline.documents.tidy import collapse, number_pieces, tidy_content


def bold(*children: Inline) -> Styled:
    return Styled("b", children)


def italic(*children: Inline) -> Styled:
    return Styled("i", children)


def code(*children: Inline) -> Styled:
    return Styled("code", children)


def link(*children: Inline, href: str = "u") -> Link:
    return Link(href, children)


A, B, SPACE = Run("a"), Run("b"), Run(" ")
PIECE = Opaque("1", "shown")


@pytest.mark.parametrize(
    ("untidy", "tidy"),
    [
        pytest.param([Run("  a \n\t b ")], [Run("a b")], id="white space is one space, none at the ends"),
        pytest.param([Run("a\u00a0 \u00a0b")], [Run("a\u00a0 \u00a0b")], id="a no-break space stays"),
        pytest.param([A, B], [Run("ab")], id="runs are joined"),
        pytest.param([Run("a "), Run(" b")], [Run("a b")], id="runs are joined with one space"),
        pytest.param([A, Run("")], [A], id="no run is empty"),
        pytest.param(
            [A, bold(Run(" b ")), A], [Run("a "), bold(B), Run(" a")], id="space goes out of a style"
        ),
        pytest.param([A, link(Run(" b"))], [Run("a "), link(B)], id="space goes out of a link"),
        pytest.param([A, bold(SPACE), B], [Run("a b")], id="a style round a space is a space"),
        pytest.param([A, bold(), B], [Run("ab")], id="a style round nothing is nothing"),
        pytest.param([A, link(), B], [A, link(), B], id="a link round nothing may be an anchor"),
        pytest.param([bold(A), bold(B)], [bold(Run("ab"))], id="equal styles are joined"),
        pytest.param([bold(A), italic(B)], [bold(A), italic(B)], id="other styles are not"),
        pytest.param([link(A), link(B)], [link(Run("ab"))], id="links to one address are joined"),
        pytest.param([link(A), link(B, href="v")], [link(A), link(B, href="v")], id="links to two are not"),
        pytest.param([bold(A, bold(B))], [bold(Run("ab"))], id="a style in itself counts once"),
        pytest.param([link(A, link(B, href="v"))], [link(Run("ab"))], id="a link in a link is none"),
        pytest.param([italic(bold(A))], [bold(italic(A))], id="bold stands outside italics"),
        pytest.param([code(italic(A))], [italic(code(A))], id="code stands inside other styles"),
        pytest.param(
            [code(Run("a "), italic(B), link(A))],
            [code(Run("a ")), italic(code(B)), link(code(A))],
            id="code holds neither styles nor links",
        ),
        pytest.param(
            [code(A), italic(code(B)), italic(B)], [code(A), italic(code(B), B)], id="a style goes over code"
        ),
        pytest.param(
            [italic(A), bold(italic(B), A)],
            [italic(A, bold(B)), bold(A)],
            id="what goes on longest is outside",
        ),
        pytest.param([bold(link(A))], [link(bold(A))], id="a link stands outside a style"),
        pytest.param([italic(bold(link(A)))], [link(bold(italic(A)))], id="three are put in order"),
        pytest.param([bold(A, italic(B))], [bold(A, italic(B))], id="a style round a part stays"),
        pytest.param([Run("a "), Break(), Run(" b")], [A, Break(), B], id="no space beside a break"),
        pytest.param([code(Run("a  b"))], [code(Run("a  b"))], id="spaces within code stay"),
        pytest.param(
            [Run("a "), PIECE, Run(" b")], [Run("a "), PIECE, Run(" b")], id="space beside a piece stays"
        ),
        pytest.param([Run(" "), PIECE], [PIECE], id="space before a piece at the start goes"),
        pytest.param(
            [bold(A), SPACE, bold(B)], [bold(A), SPACE, bold(B)], id="styles with a space between stay"
        ),
        pytest.param(
            [bold(A), SPACE, link(bold(B)), SPACE, bold(A)],
            [bold(Run("a "), link(B), Run(" a"))],
            id="a style goes over a link",
        ),
        pytest.param([link(bold(A)), bold(B)], [bold(link(A), B)], id="a style goes on after a link"),
        pytest.param(
            [link(bold(A)), SPACE, link(bold(B), href="v")],
            [bold(link(A), SPACE, link(B, href="v"))],
            id="a style goes over two links",
        ),
        pytest.param(
            [bold(A, link(B)), SPACE, bold(A)],
            [bold(A, link(B), Run(" a"))],
            id="a style that ends with a link goes on after a space",
        ),
        pytest.param(
            [italic(A), SPACE, link(bold(italic(B)))],
            [italic(Run("a "), link(bold(B)))],
            id="of two styles of a link only the one beside it goes over it",
        ),
        pytest.param(
            [bold(italic(A)), SPACE, link(bold(italic(B)))],
            [bold(italic(Run("a "), link(B)))],
            id="two styles go over a link",
        ),
        pytest.param(
            [bold(A), SPACE, link(B)], [bold(A), SPACE, link(B)], id="a link without the style stays out"
        ),
        pytest.param(
            [bold(A), Run(", "), link(bold(B))],
            [bold(A), Run(", "), link(bold(B))],
            id="a character between stays out of the style",
        ),
        pytest.param([code(A), link(code(B))], [code(A), link(code(B))], id="code does not go over a link"),
        pytest.param([italic(bold(A)), bold(italic(B))], [bold(italic(Run("ab")))], id="a swap makes equals"),
        pytest.param([], [], id="nothing is nothing"),
    ],
)
def test_content_is_tidied(untidy: list[Inline], tidy: list[Inline]) -> None:
    assert tidy_content(untidy) == tuple(tidy)


_LEAVES = st.one_of(
    st.text("ab \n\u00a0", max_size=4).map(Run),
    st.just(Break()),
    st.sampled_from([Opaque("1", "x"), Image("1", "p.png"), NoteMark("1", "n", "1")]),
)
_STYLES: list[Style] = ["b", "i", "u", "sup", "sub", "code"]
_CONTENT = st.lists(
    st.recursive(
        _LEAVES,
        lambda inner: st.one_of(
            st.builds(Styled, st.sampled_from(_STYLES), st.lists(inner, max_size=3).map(tuple)),
            st.builds(Link, st.sampled_from(["u", "v"]), st.lists(inner, max_size=3).map(tuple)),
        ),
        max_leaves=8,
    ),
    max_size=5,
).map(tuple)


def _styles(content: tuple[Inline, ...], outside: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    """What stands round each style and link, from outside in, itself included."""
    found: list[tuple[object, ...]] = []
    for node in content:
        if isinstance(node, Styled | Link):
            here = (*outside, node.style if isinstance(node, Styled) else "a")
            found += [here, *_styles(children_of(node), here)]
    return found


@given(_CONTENT)
def test_tidy_content_is_tidy_and_says_the_same(content: tuple[Inline, ...]) -> None:
    tidy = tidy_content(content)
    assert tidy_content(tidy) == tidy
    assert plain_text(tidy).split() == plain_text(content).split()
    assert all(len(set(around)) == len(around) for around in _styles(tidy))
    for before, after in itertools.pairwise(tidy):
        assert not (isinstance(before, Run) and isinstance(after, Run))
        assert not (isinstance(before, Styled) and isinstance(after, Styled) and before.style == after.style)
    assert all(node.text for node in tidy if isinstance(node, Run))


@given(st.text(" \t\n\f\ra\u00a0", max_size=12))
def test_collapsed_text_has_one_space_where_there_was_any(text: str) -> None:
    spaced = "".join(" " if char in " \t\n\f\r" else char for char in text)
    while "  " in spaced:
        spaced = spaced.replace("  ", " ")
    assert collapse(text) == spaced


def test_pieces_are_numbered_in_order_and_text_like_a_tag_is_one() -> None:
    content = (Opaque("x", ""), bold(Run("a <br/> b"), NoteMark("y", "n", "1")), Image("z", "p.png"))
    numbered, earlier = number_pieces(content)
    assert numbered == (
        Opaque("1", ""),
        bold(Run("a "), Opaque("2", "<br/>"), Run(" b"), NoteMark("3", "n", "1")),
        Image("4", "p.png"),
    )
    assert earlier == {"1": "x", "3": "y", "4": "z"}
